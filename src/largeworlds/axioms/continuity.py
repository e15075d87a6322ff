"""Continuity in the feasible set and the disagreement point, measured (Treutlein 2023, Section 3.5.3)."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from .axiom import Axiom, AxiomCheck, Counterexample, Trial, Verdict
from .transform import in_other_units, in_units_of

#: The size of the change, as a share of everybody's range, and the change of the solution that counts as a jump.
_CHANGE, _JUMP = 1e-7, 1e-2
_TRIES = 3


class Continuity(Axiom):
    """A small change of F and d changes the solution little. Measured on the instance: a jump is a counterexample."""

    key: ClassVar[str] = "continuity"
    title: ClassVar[str] = "continuity in F and d"
    source: ClassVar[str] = "Treutlein 2023, Section 3.5.3; Lensberg 1988"

    def look(self, trial: Trial) -> AxiomCheck:
        problem, m, largest = trial.problem, trial.problem.dim, 0.0
        for _ in range(_TRIES):
            factors = 1 + _CHANGE * trial.rng.normal(size=m)
            shift = np.zeros(m)
            other = in_other_units(problem, factors, shift)
            d = problem.disagreement - _CHANGE * trial.unit * trial.rng.random(m)
            other = other.problem(d)
            deal = trial.solve(other, in_units_of(trial.concept, factors, shift))
            moved = float((np.abs(deal.payoffs - trial.payoffs) / trial.unit).max())
            if moved > _JUMP:
                example = Counterexample(problem, trial.payoffs, other, deal.payoffs, moved)
                text = f"A change by {_CHANGE:.0e} of the ranges moves the solution by {moved:.2g}."
                return self.verdict(Verdict.fails, text, example)
            largest = max(largest, moved / _CHANGE)
        return self.verdict(Verdict.holds, f"Changes of {_CHANGE:.0e} are enlarged at most {largest:.3g} times.")
