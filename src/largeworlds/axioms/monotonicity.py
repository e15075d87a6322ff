"""Individual monotonicity and midpoint domination (Treutlein 2023, Axioms 14 and 16)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from .._core.arrays import Array, Mask
from .._core.errors import NotConverged
from ..sets.polytope import Polytope
from .alternatives import ideals
from .axiom import Axiom, AxiomCheck, Known, Trial, undecided
from .cut import Cut
from .transform import on

#: New outcomes that are tried per player.
_TRIES = 2
#: The joint feasible set is written as a hull of at most this many points.
_MOST_POINTS = 3000
#: Others' ideal points count as unchanged up to this share of the range.
_SAME = 1e-9


class IndividualMonotonicity(Axiom):
    """More outcomes that raise only i's ideal point do not make i worse off; if nobody's, they make nobody so."""

    key: ClassVar[str] = "individual-monotonicity"
    title: ClassVar[str] = "individual monotonicity"
    source: ClassVar[str] = "Treutlein 2023, Axiom 14; Kalai and Smorodinsky 1975"

    def look(self, trial: Trial) -> AxiomCheck:
        problem = trial.problem
        lists = trial.known.lists
        if lists is None or np.prod([float(len(rows)) for rows in lists]) > _MOST_POINTS:
            return self.not_here("Adding outcomes needs a feasible set with few vertices.")
        if not trial.all_gain:
            return self.not_here("Not everybody can gain here.")
        points = np.zeros((1, problem.dim))
        for rows in lists:
            points = (points[:, None, :] + rows[None, :, :]).reshape(-1, problem.dim)
        kind = str(getattr(trial.concept, "ideal", "rational"))
        before, check = ideals(trial, kind), None
        for more, gainers in self._outcomes(trial, before):
            outcomes = np.vstack([points, more])
            after = self._ideal(outcomes, problem.disagreement, kind)
            if (np.abs(after - before) > _SAME * trial.unit)[~gainers].any():
                continue  # mixtures raised somebody else's ideal point too
            larger = on(problem, Polytope(outcomes))
            bigger = Trial.of(trial.concept, larger, trial.rng, Known(larger, trial.watch))
            if bigger is None:
                continue
            raised = after > before + _SAME * trial.unit
            judged = np.ones(problem.dim, dtype=bool) if not raised.any() else gainers
            short = np.where(judged, trial.payoffs - bigger.payoffs, 0.0)
            error = trial.deal.error + bigger.deal.error
            text = "More outcomes, which raise nobody else's ideal point, leave somebody worse off"
            check = self.compared(trial, larger, bigger.payoffs, short, error, text)
            if not check:
                return check
        return check or self.not_here("Every outcome that was added also raised somebody else's ideal point.")

    @staticmethod
    def _ideal(outcomes: Array, d: Array, kind: str) -> Array:
        """The ideal points of the hull of ``outcomes`` (k, m), in which all can gain."""
        if kind == "feasible":
            return np.asarray(outcomes.max(axis=0))
        try:
            return Cut([outcomes], d, np.full(len(d), np.inf), range(len(d))).support(np.eye(len(d)))
        except NotConverged as error:
            raise undecided(str(error)) from None

    @staticmethod
    def _outcomes(trial: Trial, ideal: Array) -> Iterator[tuple[Array, Mask]]:
        """New outcomes, and whose ideal point each may raise: nobody's, or one player's."""
        d, m = trial.problem.disagreement, trial.problem.dim
        for _ in range(_TRIES * m):
            yield d + trial.rng.uniform(0.5, 1.0, m) * (ideal - d), np.zeros(m, dtype=bool)
        for i in range(m):
            for _ in range(_TRIES):
                # The best for i at a small loss to the others against the solution: what tempts a product of gains.
                more = d + trial.rng.uniform(0.8, 1.0, m) * np.maximum(trial.payoffs - d, 0.0)
                more[i] = ideal[i]
                yield np.minimum(more, ideal), np.zeros(m, dtype=bool)
                more = d + trial.rng.uniform(0.0, 0.9, m) * (ideal - d)
                more[i] = ideal[i] + trial.rng.uniform(0.0, 0.5) * trial.unit[i]
                yield more, np.arange(m) == i


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
