"""The equal-loss solution: everybody stays equally far below its ideal point."""

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
class EqualLoss(Climbing):
    """Everybody loses the same against its ideal point, as little as possible (Chun 1988), then leximin.

    The smallest loss l such that some feasible x has x_t >= b_t - l for all t, with ideal points b as in
    :class:`KalaiSmorodinsky`; then those who can lose less do. With ``rational`` (default) nobody is asked to fall
    below d: x_t >= max(b_t - l, d_t) (Herrero and Marco 1993); for two players with rational ideal points that changes
    nothing. Without it d only decides what the ideal points are, and ``deal.individually_rational`` may be false. It
    compares payoffs of different players one to one, so it depends on everybody's units.

    >>> import largeworlds as lw
    >>> pie = lw.BargainingProblem(lw.Polytope([[0, 0], [2, 0], [0, 1]]), [0, 0])
    >>> lw.bargain(pie, lw.EqualLoss()).payoffs.round(9).tolist()
    [1.333333333, 0.333333333]
    """

    ideal: str = "rational"
    rational: bool = True

    def __post_init__(self) -> None:
        checked_kind(self.ideal)

    @property
    def title(self) -> str:
        return "equal-loss solution"

    @property
    def keeps_disagreement(self) -> bool:
        return self.rational

    def ground(self, ask: Ask, lowered: Lowered, watch: Stopwatch) -> Ground | None:
        problem, nash, d = ask.problem, ask.nash, ask.problem.disagreement
        found = ideal_point(problem, self.ideal, nash, lowered, watch, ask.most)
        if found is None:
            return None
        ideal = found.b
        ray = nash.can_gain.astype(np.float64) if self.rational else np.ones(problem.dim)
        start = float((nash.payoffs - ideal)[ray > 0].min())
        floor = d if self.rational else None
        loose = float(found.missing.max(initial=0.0))
        return Ground(ideal, ray, start, floor=floor, loose=loose, ideal=found)

    def solve_exactly(self, problem: BargainingProblem, watch: Stopwatch) -> ExactAgreement:
        from ..exact import exact_equal_loss

        return exact_equal_loss(problem, self.ideal, self.rational, watch)
