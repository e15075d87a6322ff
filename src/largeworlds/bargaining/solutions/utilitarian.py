"""The utilitarian solution: maximise a sum of utilities, each in its unit of choice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from numpy.typing import ArrayLike

from ..._core.errors import invalid
from ..._core.stopwatch import Stopwatch
from ..._core.text import listed, shown
from ..agreement import Agreement
from ..concept import Concept
from ..ideal import ideal_gains
from ..normalization import NORMALIZATIONS, SPREADS, Measure, scales
from ..problem import BargainingProblem
from ..weighted_sum import summed
from .nash import NashBargaining

if TYPE_CHECKING:
    from ..exact.agreement import ExactAgreement


@dataclass(frozen=True, eq=False)
class Utilitarian(Concept):
    """Maximise ``sum_t weights_t x_t / unit_t`` over all of F (Treutlein 2023, Section 3.3; Harsanyi 1955).

    ``normalization`` names the unit: "none", "range" (most minus least), "ideal" (ideal gain), or a spread over
    outcomes: "sum-of-squares" (as in the paper's Example 7), "variance", "std", "sample-std", "mad". Spreads are taken
    over pure profiles, all equally likely, or over ``measure``: payoff vectors (k, m), or a pair of these and
    probabilities (k,); sets without a finite list of actions need one. ``weights`` (m,) are as for
    :class:`NashBargaining`: None takes the problem's (a World's prior), "equal" equal ones.

    The disagreement point plays no part: some may end below it, ``deal.individually_rational`` says so (that is the
    paper's case against choosing a compromise by normalising). Where outcomes tie, up to a share of 1e-12, gains in
    these units are made as equal as possible, leximin, and ``deal.unique`` is False; ties of an :class:`Oracle` are its
    own. ``deal.can_gain`` is only looked into where ideal gains are the unit, else true throughout. ``deal.gap`` is in
    units of the sum of weighted ranges.

    >>> import largeworlds as lw
    >>> problem = lw.BargainingProblem([[[0, -3], [-1, 0]], [[0, 3], [-3, 2]]], [0, 0])  # Example 7, d = (a1, a2)
    >>> lw.bargain(problem, lw.Utilitarian("std")).gains.tolist()
    [-1.0, 3.0]
    """

    takes_weights: ClassVar[bool] = True

    normalization: str = "none"
    weights: ArrayLike | str | None = None
    measure: Any = None

    def __post_init__(self) -> None:
        if not isinstance(self.normalization, str) or self.normalization not in NORMALIZATIONS:
            rule = f"must be one of {listed(list(NORMALIZATIONS), 20)}"
            raise invalid("normalization", rule, shown(self.normalization), 'use for example "std"')
        if self.measure is not None:
            if self.normalization not in SPREADS:
                fix = f"leave it out, or use one of {listed(list(SPREADS), 20)}"
                raise invalid("measure", "must belong to a normalization by spread", shown(self.normalization), fix)
            object.__setattr__(self, "measure", Measure.of(self.measure))

    @property
    def title(self) -> str:
        return (
            f"utilitarian solution ({self.normalization})" if self.normalization != "none" else "utilitarian solution"
        )

    @property
    def keeps_disagreement(self) -> bool:
        return False

    def solve(self, problem: BargainingProblem, watch: Stopwatch) -> Agreement:
        weights = NashBargaining(self.weights).bargaining_weights(problem)
        if self.normalization == "ideal":
            found = ideal_gains(problem, "rational", self, watch)
            if isinstance(found, Agreement):
                return replace(found, bargaining_weights=weights)
            return summed(problem, self, weights, found.gains, watch, **found.known())
        unit = scales(problem, self.normalization, self.measure)
        return summed(problem, self, weights, unit, watch)

    def solve_exactly(self, problem: BargainingProblem, watch: Stopwatch) -> ExactAgreement:
        from ..exact import exact_sum

        given: Any = self.weights
        return exact_sum(problem, self.normalization, given, watch)
