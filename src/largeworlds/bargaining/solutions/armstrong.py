"""Armstrong's solution: maximise the sum of gains, each as a share of the ideal gain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..._core.stopwatch import Stopwatch
from ..agreement import Agreement
from ..concept import Concept
from ..ideal import checked_kind, ideal_gains
from ..problem import BargainingProblem
from ..weighted_sum import summed

if TYPE_CHECKING:
    from ..exact.agreement import ExactAgreement


@dataclass(frozen=True, eq=False)
class Armstrong(Concept):
    """Maximise ``sum_t (x_t - d_t) / (b_t - d_t)`` over all of F (Armstrong 2013; Treutlein 2023, Appendix A).

    ``ideal`` says what b is, as in :class:`KalaiSmorodinsky`; ``deal.ideal`` has it. Some may end below d, and
    ``deal.individually_rational`` says so. Who cannot gain at all has no ideal gain to be measured in and is left
    out of the sum (``deal.can_gain`` is False, and ``deal.direction`` the proof). Ties are broken as in
    :class:`Utilitarian`.

    >>> import largeworlds as lw
    >>> problem = lw.BargainingProblem(lw.Polytope([[0, 0], [4, -1], [2, 1], [0, 2]]), [0, 0])
    >>> deal = lw.bargain(problem, lw.Armstrong())
    >>> deal.payoffs.round(9).tolist(), deal.individually_rational
    ([2.0, 1.0], True)
    """

    ideal: str = "rational"

    def __post_init__(self) -> None:
        checked_kind(self.ideal)

    @property
    def title(self) -> str:
        return "Armstrong's solution"

    @property
    def keeps_disagreement(self) -> bool:
        return False

    def solve(self, problem: BargainingProblem, watch: Stopwatch) -> Agreement:
        found = ideal_gains(problem, self.ideal, self, watch)
        if isinstance(found, Agreement):
            return found
        weights = found.nash.can_gain / found.nash.can_gain.sum()
        return summed(problem, self, weights, found.gains, watch, **found.known())

    def solve_exactly(self, problem: BargainingProblem, watch: Stopwatch) -> ExactAgreement:
        from ..exact import exact_sum

        return exact_sum(problem, "ideal", "equal", watch, self.ideal)
