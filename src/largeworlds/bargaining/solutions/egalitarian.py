"""The egalitarian solution: equal gains as far as they go, then leximin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..._core.stopwatch import Stopwatch
from ..climb import Ground
from ..ladder import Ask, Climbing
from ..lowering import Lowered

if TYPE_CHECKING:
    from ..exact.agreement import ExactAgreement
    from ..problem import BargainingProblem


@dataclass(frozen=True, eq=False)
class Egalitarian(Climbing):
    """Everybody gains the same, as much as possible; then those who can gain more do, leximin (Kalai 1977; Imai 1983).

    The largest tau such that some feasible x has x_t - d_t >= tau for all t who can gain at all. It compares payoffs of
    different players one to one, so it depends on everybody's units: use it where these are comparable.
    ``deal.gap`` is a share of the largest equal gain that the ranges of payoffs would allow.

    >>> import largeworlds as lw
    >>> lw.bargain(lw.BargainingProblem(lw.Ball([3.0, 4.0]), [0, 0]), lw.Egalitarian()).payoffs.round(9).tolist()
    [2.4, 2.4]
    """

    @property
    def title(self) -> str:
        return "egalitarian solution"

    def ground(self, ask: Ask, lowered: Lowered, watch: Stopwatch) -> Ground:
        return Ground(ask.problem.disagreement, ask.nash.can_gain.astype(np.float64))

    def solve_exactly(self, problem: BargainingProblem, watch: Stopwatch) -> ExactAgreement:
        from ..exact import exact_egalitarian

        return exact_egalitarian(problem, watch)
