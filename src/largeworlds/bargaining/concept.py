"""Concept: how a bargaining problem is to be solved, with its settings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from .._core.errors import invalid
from .._core.stopwatch import Stopwatch

if TYPE_CHECKING:
    from .agreement import Agreement
    from .exact.agreement import ExactAgreement
    from .problem import BargainingProblem


class Concept(ABC):
    """A bargaining solution; settings are attributes, solving leaves it unchanged."""

    #: Whether the concept keeps x >= outside options; :func:`largeworlds.bargain` refuses them otherwise.
    takes_outside_options: ClassVar[bool] = False

    #: Whether bargaining weights are a setting of the concept.
    takes_weights: ClassVar[bool] = False

    #: True if players are raised in turns by the solution's own rule, not to complete it.
    in_turns: ClassVar[bool] = False

    @property
    @abstractmethod
    def title(self) -> str:
        """The concept's name in words."""

    @property
    def keeps_disagreement(self) -> bool:
        """True if nobody is ever asked to fall below d."""
        return True

    @abstractmethod
    def solve(self, problem: BargainingProblem, watch: Stopwatch) -> Agreement:
        """The agreement, whatever its status; errors only for invalid settings."""

    def solve_exactly(self, problem: BargainingProblem, watch: Stopwatch) -> ExactAgreement:
        """The agreement in fractions, for sets with finitely many actions; InvalidProblem where a concept has none."""
        fix = "leave out exact=True, or choose a concept such as lw.NashBargaining()"
        raise invalid("concept", "must be one that has exact answers", f"the {self.title}", fix)
