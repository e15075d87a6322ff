"""The equal-loss solution: everybody stays equally far below its ideal point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..._core.stopwatch import Stopwatch
from ..agreement import Agreement
from ..ideal import checked_kind, ideal_point
from ..ladder import Climbing, Ground
from ..lowering import Lowered
from ..problem import BargainingProblem


@dataclass(frozen=True, eq=False)
class EqualLoss(Climbing):
    """Everybody loses the same against its ideal point, as little as possible (Chun 1988), then leximin.

    The smallest loss l such that some feasible x has x_t >= b_t - l for all t, with ideal points b as in
    :class:`KalaiSmorodinsky`. With ``rational`` (default) nobody is asked to fall below d: x_t >= max(b_t - l, d_t)
    (Herrero and Marco 1993), where whoever is kept at d goes on once the losses of the others are that small; for two
    players with rational ideal points that changes nothing. It compares payoffs of different players one to one, so it
    depends on everybody's units.

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

    def ground(self, problem: BargainingProblem, lowered: Lowered, nash: Agreement, watch: Stopwatch) -> Ground | None:
        found = ideal_point(problem, self.ideal, nash.can_gain, lowered, watch)
        if found is None:
            return None
        d, able = problem.disagreement, nash.can_gain
        ray = able.astype(np.float64) if self.rational else np.ones(problem.dim)
        base = np.where(able, found.ideal, d)
        start = float((nash.payoffs - base)[ray > 0].min())
        floors = d if self.rational else None
        unsure = float(found.missing.max(initial=0.0))
        return Ground(base, ray, start, rational=self.rational, floors=floors, unsure=unsure, ideal=found)
