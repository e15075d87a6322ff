"""Individual monotonicity and midpoint domination (Treutlein 2023, Axioms 14 and 16)."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from ..sets.polytope import Polytope
from .alternatives import ideals
from .axiom import Axiom, AxiomCheck, Trial
from .cut import vertex_lists
from .transform import on

#: New outcomes that are tried per player.
_TRIES = 2
#: The joint feasible set is written as a hull of at most this many points.
_MOST_POINTS = 3000
#: Others' ideal points count as unchanged up to this share of the range.
_SAME = 1e-9


class IndividualMonotonicity(Axiom):
    """More outcomes that raise only player i's ideal point do not make i worse off."""

    key: ClassVar[str] = "individual-monotonicity"
    title: ClassVar[str] = "individual monotonicity"
    source: ClassVar[str] = "Treutlein 2023, Axiom 14; Kalai and Smorodinsky 1975"

    def look(self, trial: Trial) -> AxiomCheck:
        problem, d = trial.problem, trial.problem.disagreement
        lists = vertex_lists(problem)
        if lists is None or np.prod([float(len(rows)) for rows in lists]) > _MOST_POINTS:
            return self.not_here("Adding outcomes needs a feasible set with few vertices.")
        if not trial.all_gain:
            return self.not_here("Not everybody can gain here.")
        points = np.zeros((1, problem.dim))
        for rows in lists:
            points = (points[:, None, :] + rows[None, :, :]).reshape(-1, problem.dim)
        kind = str(getattr(trial.concept, "ideal", "rational"))
        before, check = ideals(trial, kind), None
        for i in range(problem.dim):
            for _ in range(_TRIES):
                more = d + trial.rng.random(problem.dim) * 0.9 * (before - d)
                more[i] = before[i] + trial.rng.uniform(0.0, 0.5) * trial.unit[i]
                larger = on(problem, Polytope(np.vstack([points, more])))
                bigger = Trial.of(trial.concept, larger, trial.rng)
                if bigger is None:
                    continue
                after = ideals(bigger, kind)
                others = np.arange(problem.dim) != i
                if (np.abs(after - before) > _SAME * trial.unit)[others].any():
                    continue  # mixtures raised somebody else's ideal point too
                short = np.where(others, 0.0, trial.payoffs - bigger.payoffs)
                error = trial.deal.error + bigger.deal.error
                text = f"More to gain for {problem.names[i]} alone leaves it worse off"
                check = self.compared(trial, larger, bigger.payoffs, short, error, text)
                if not check:
                    return check
        return check or self.not_here("Every outcome that was added also raised somebody else's ideal point.")


class MidpointDomination(Axiom):
    """Everybody gets at least the n-th part of its ideal gain."""

    key: ClassVar[str] = "midpoint-domination"
    title: ClassVar[str] = "midpoint domination"
    source: ClassVar[str] = "Treutlein 2023, Axiom 16; Sobel 1981"

    def look(self, trial: Trial) -> AxiomCheck:
        if not trial.all_gain:
            return self.not_here("Not everybody can gain here.")
        kind = str(getattr(trial.concept, "ideal", "rational"))
        ideal, d = ideals(trial, kind), trial.problem.disagreement
        short = (ideal - d) / len(d) - trial.deal.gains
        text = f"Less than 1/{len(d)} of an ideal gain"
        return self.compared(trial, trial.problem, trial.payoffs, short, trial.deal.error, text)
