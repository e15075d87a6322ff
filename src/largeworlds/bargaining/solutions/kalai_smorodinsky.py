"""The Kalai-Smorodinsky bargaining solution, for any number of players, with its lexicographic completion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..._core.stopwatch import Stopwatch
from ..climb import Ground
from ..ideal import checked_kind, ideal_point
from ..ladder import Ask, Climbing
from ..lowering import Lowered

if TYPE_CHECKING:
    from ..exact.agreement import ExactAgreement
    from ..problem import BargainingProblem


@dataclass(frozen=True, eq=False)
class KalaiSmorodinsky(Climbing):
    """Everybody gets the same share of its ideal gain, as large as possible (Kalai and Smorodinsky 1975).

    With ideal points b, the largest tau such that some feasible x has x_t - d_t >= tau (b_t - d_t) for all t (Treutlein
    2023, Equation 8). ``ideal`` says over what b_t is the most: "rational" over feasible x >= d (the literature's, the
    default), "feasible" over all of F (the paper's text); ``deal.ideal`` says what they were. Free disposal serves to
    reach the ray. With three or more players that point may be dominated; then those who still can rise go on along
    their rays, lexicographically (Imai 1983), and ``deal.completed`` is true. Who cannot gain stays at d.

    ``deal.gap`` is in shares of the ideal gain; ``deal.rungs`` carry the proof, step by step.

    >>> import largeworlds as lw
    >>> surplus = lw.BargainingProblem(lw.Polytope([[2, 2, 1], [3, 3, 1], [2, 2, 2]]), [2, 2, 1])
    >>> lw.bargain(surplus, lw.KalaiSmorodinsky()).payoffs.round(9).tolist()
    [2.5, 2.5, 1.5]
    """

    ideal: str = "rational"

    def __post_init__(self) -> None:
        checked_kind(self.ideal)

    @property
    def title(self) -> str:
        return "Kalai-Smorodinsky solution"

    def ground(self, ask: Ask, lowered: Lowered, watch: Stopwatch) -> Ground | None:
        problem, can_gain = ask.problem, ask.nash.can_gain
        found = ideal_point(problem, self.ideal, ask.nash, lowered, watch, ask.most)
        if found is None:
            return None
        ray = np.where(can_gain, found.b - problem.disagreement, 0.0)
        loose = float(
            (found.missing[ray > 0] / ray[ray > 0]).max(initial=0.0)
        )  # no share of the ray above 1 is reached
        return Ground(problem.disagreement, ray, loose=loose, ideal=found)

    def solve_exactly(self, problem: BargainingProblem, watch: Stopwatch) -> ExactAgreement:
        from ..exact import exact_kalai_smorodinsky

        return exact_kalai_smorodinsky(problem, self.ideal, watch)
