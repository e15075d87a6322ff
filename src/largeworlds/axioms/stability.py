"""Multilateral stability: renegotiating with the others' payoffs fixed changes nothing (Treutlein 2023, Axiom 11)."""

from __future__ import annotations

from itertools import combinations
from typing import ClassVar

import numpy as np

from ..bargaining.problem import BargainingProblem
from .axiom import VIOLATION, Axiom, AxiomCheck, Trial, Verdict
from .cut import slice_at
from .transform import for_players

#: Up to this many groups are tried.
_GROUPS = 8
#: Payoffs of the others are kept to this share of their range, where they cannot be kept exactly.
_KEPT_TO = 1e-10


class MultilateralStability(Axiom):
    """Fix everybody's payoff outside P at the solution: on what is left P's solution is the same (Lensberg 1988).

    Bargaining weights are restricted to P and renormalised: for the asymmetric Nash solution that is the question left
    open after Treutlein 2023, Equation 7.
    """

    key: ClassVar[str] = "multilateral-stability"
    title: ClassVar[str] = "multilateral stability"
    source: ClassVar[str] = "Treutlein 2023, Axiom 11; Lensberg 1988"

    def look(self, trial: Trial) -> AxiomCheck:
        lists, problem = trial.known.lists, trial.problem
        if lists is None:
            return self.not_here("Fixing payoffs needs finitely many actions.")
        if problem.dim < 2:
            return self.not_here("There is only one player.")
        check = None
        for group in self._groups(trial):
            names = [problem.names[t] for t in group]
            slice_ = slice_at(lists, trial.payoffs, group, _KEPT_TO * trial.unit)
            low, high = slice_.bounding_box()
            if (high - low <= VIOLATION * trial.unit[group]).all():
                continue  # nothing is left to negotiate
            smaller = BargainingProblem(slice_, problem.disagreement[group], names)
            deal = trial.solve(smaller, for_players(trial.concept, group, problem))
            off, error = np.zeros(problem.dim), np.array(trial.deal.error)
            off[group] = np.abs(deal.payoffs - trial.payoffs[group])
            error[group] += deal.error
            text = f"With the others' payoffs fixed {', '.join(names)} choose another outcome"
            check = self.compared(trial, smaller, deal.payoffs, off, error, text)
            if not check:
                return check
        return check or self.verdict(Verdict.holds, "With the others' payoffs fixed nothing is left to negotiate.")

    def _groups(self, trial: Trial) -> list[list[int]]:
        m = trial.problem.dim
        least = 1 if m == 2 else 2
        groups = [list(group) for size in range(least, m) for group in combinations(range(m), size)]
        if len(groups) > _GROUPS:
            groups = [groups[i] for i in sorted(trial.rng.choice(len(groups), _GROUPS, replace=False))]
        return groups
