"""Axiom: a property of bargaining solutions, as a check of one concept on one problem."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from typing import ClassVar

import numpy as np

from .._core import tolerances
from .._core.arrays import Array
from .._core.errors import InvalidProblem, LargeWorldsError
from .._core.status import Status
from .._core.stopwatch import Stopwatch
from ..bargaining.agreement import Agreement
from ..bargaining.concept import Concept
from ..bargaining.problem import BargainingProblem
from ..bargaining.solutions.nash import NashBargaining
from .cut import vertex_lists

#: A violation counts from this share of a payoff's range on, and only beyond what the answers' errors allow.
VIOLATION = 1e-6
#: What is said where the time was up.
NO_TIME = "There was no time left to look."
#: Answers whose payoffs are not proved to this share of their range decide nothing.
_SHARP = 1e-5


class Verdict(Enum):
    """What a check found; values are sentences."""

    holds = "No violation was found here."
    fails = "The counterexample violates it."
    not_applicable = "The axiom does not speak of this problem."
    undecided = "The answers are not accurate enough to decide, or were not found."

    def __str__(self) -> str:
        return self.name.replace("_", " ")


@dataclass(frozen=True, eq=False)
class Counterexample:
    """Two problems (the second is None where one suffices), the payoffs on them, and by how much the axiom fails.

    ``amount`` is the largest violation as a share of the payoff's range.
    """

    problem: BargainingProblem
    payoffs: Array
    other: BargainingProblem | None
    other_payoffs: Array | None
    amount: float


@dataclass(frozen=True, eq=False)
class AxiomCheck:
    """The verdict on one axiom, in words, with the counterexample if there is one. True unless it fails."""

    axiom: str
    title: str
    verdict: Verdict
    text: str
    counterexample: Counterexample | None = None

    def __bool__(self) -> bool:
        return self.verdict is not Verdict.fails


class Axiom(ABC):
    """A property of bargaining solutions. ``key`` names it, ``source`` says where it is stated."""

    key: ClassVar[str]
    title: ClassVar[str]
    source: ClassVar[str]

    @abstractmethod
    def look(self, trial: Trial) -> AxiomCheck:
        """The verdict for the concept of ``trial`` on its problem."""

    def check(self, concept: Concept, problem: BargainingProblem, rng: np.random.Generator) -> AxiomCheck:
        """As :meth:`look`; what was not found is undecided."""
        return self.judge(Trial.of(concept, problem, rng))

    def judge(self, trial: Trial | None) -> AxiomCheck:
        """As :meth:`check` for a concept that has been solved; None stands for one without an answer."""
        if trial is None:
            return self.verdict(Verdict.undecided, "The concept has no proved answer on this problem.")
        try:
            if trial.watch.expired():
                raise _Undecided(NO_TIME)
            check = self.look(trial)
        except _Undecided as reason:
            return self.verdict(Verdict.undecided, NO_TIME if trial.watch.expired() else str(reason))
        except _Silent as reason:
            return self.not_here(str(reason))
        # What was not looked at for want of time must not count as looked at; a counterexample stays one.
        return self.verdict(Verdict.undecided, NO_TIME) if check and trial.watch.expired() else check

    def verdict(self, verdict: Verdict, text: str, counterexample: Counterexample | None = None) -> AxiomCheck:
        return AxiomCheck(self.key, self.title, verdict, text, counterexample)

    def not_here(self, why: str) -> AxiomCheck:
        return self.verdict(Verdict.not_applicable, why)

    def compared(
        self,
        trial: Trial,
        other: BargainingProblem,
        found: Array,
        short: Array,
        error: Array,
        text: str,
    ) -> AxiomCheck:
        """Judge violations ``short`` (m,), positive where the axiom asks for something else, known up to ``error``."""
        unit = trial.unit
        share = short / unit
        worst = int(np.argmax(share))
        if (error / unit > _SHARP).any() and float(share.max()) > VIOLATION:
            proved = short - error > VIOLATION * unit
            if not proved.any():
                raise _Undecided("A violation was seen that the errors of the answers allow.")
            worst = int(np.argmax(np.where(proved, share, -np.inf)))
        if float(share[worst]) <= VIOLATION:
            return self.verdict(Verdict.holds, f"Within {max(float(share.max()), 0.0):.1e} of the payoffs' range.")
        example = Counterexample(trial.problem, trial.payoffs, other, found, float(share[worst]))
        who = trial.problem.names[worst] if worst < len(trial.problem.names) else "a new player"
        return self.verdict(Verdict.fails, f"{text}: off by {share[worst]:.3g} of the range of {who}.", example)


class _Undecided(Exception):
    """Why a check cannot decide."""


class _Silent(Exception):
    """Why an axiom does not speak of the concept here."""


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of a problem whatever the concept, worked out once for all concepts and axioms.

    ``ideals`` remembers ideal points by their kind.
    """

    problem: BargainingProblem
    watch: Stopwatch = field(default_factory=Stopwatch)
    ideals: dict[str, Array] = field(default_factory=dict)

    @cached_property
    def unit(self) -> Array:
        """What everybody's payoff is measured in: its range."""
        low, high = self.problem.bounding_box()
        return np.asarray(np.maximum(high - low, 1e-12 * np.maximum(np.abs(high), 1.0)))

    @cached_property
    def nash(self) -> Agreement:
        """The symmetric Nash solution, which says who can gain."""
        return NashBargaining("equal").solve(self.problem, self.watch)

    @cached_property
    def lists(self) -> list[Array] | None:
        """The vertices of every contributor's set; None if some set has no finite description."""
        return vertex_lists(self.problem)


@dataclass(frozen=True, eq=False)
class Trial:
    """One concept on one problem, with its answer and what everybody's payoff is measured in (its range)."""

    concept: Concept
    problem: BargainingProblem
    deal: Agreement
    rng: np.random.Generator
    known: Known

    @classmethod
    def of(
        cls, concept: Concept, problem: BargainingProblem, rng: np.random.Generator, known: Known | None = None
    ) -> Trial | None:
        """The concept solved on the problem; None if it has no answer there."""
        known = Known(problem) if known is None else known
        concept = _with_weights(concept, problem)
        deal = concept.solve(problem, known.watch)
        return cls(concept, problem, deal, rng, known) if deal.is_answer else None

    @property
    def payoffs(self) -> Array:
        return self.deal.payoffs

    @property
    def unit(self) -> Array:
        return self.known.unit

    @property
    def watch(self) -> Stopwatch:
        return self.known.watch

    @property
    def nash(self) -> Agreement:
        return self.known.nash

    @property
    def all_gain(self) -> bool:
        """The standing assumption of Treutlein 2023, Section 3.2: everybody can gain at once."""
        if not self.nash.is_answer and self.nash.status is not Status.infeasible:
            raise _Undecided("It was not found who can gain.")
        return self.nash.is_answer and bool(self.nash.can_gain.all())

    def solve(self, problem: BargainingProblem, concept: Concept | None = None) -> Agreement:
        """The concept's answer on another problem; undecided if it has none."""
        try:
            deal = (concept or self.concept).solve(problem, self.watch)
        except InvalidProblem as error:
            raise _Silent(f"The {self.concept.title} does not speak of the other problem: {error}") from None
        except LargeWorldsError as error:
            raise _Undecided(f"On the other problem: {error}") from None
        if not deal.is_answer:
            raise _Undecided(f"On the other problem the answer is {deal.status.word}.")
        return deal


def undecided(why: str) -> _Undecided:
    """To be raised by a check that cannot decide."""
    return _Undecided(why)


def _with_weights(concept: Concept, problem: BargainingProblem) -> Concept:
    """The problem's own bargaining weights become a setting of the concept: an axiom speaks of (F, d) alone.

    Equal ones need not: they are what concepts take where there are none.
    """
    if problem.weights is None or getattr(concept, "weights", "") is not None:
        return concept
    if np.ptp(problem.weights) <= tolerances.SUM_ROUNDING:
        return concept
    return replace(concept, weights=problem.weights)  # type: ignore[type-var]
