"""Lexicographic ascents: raise everybody along a ray, then those who can rise further, one group after the other.

After each ascent (:mod:`largeworlds.bargaining.ascent`) the players whose price is positive are tight in every optimum,
by complementary slackness, and at least one is; they keep their level and the others go on. Wherever the frontier is
strictly falling this ends with the first ascent; otherwise the first point may be dominated (Treutlein 2023, Equation 8
has then no strictly Pareto-optimal solution), and what follows is the lexicographic completion of Imai (1983).

Every rung's prices support the feasible set at the final point, so their mean does too and is positive for all who
rise: a proof of Pareto optimality.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .._core import tolerances
from .._core.arrays import Array, Mask
from .._core.status import Status
from .._core.stopwatch import Stopwatch
from .._numerics import compensated
from .agreement import Agreement
from .ascent import Ascent, Rung, ascend
from .concept import Concept
from .explain import explain
from .faces import Face, face_of_the_stuck, lift
from .lowering import Lowered, act
from .problem import BargainingProblem
from .solutions.nash import NashBargaining

#: A player whose price times its ray is at least this share of their sum is tight in every optimum.
_TIGHT = 1e-8


@dataclass(frozen=True, eq=False)
class Climb:
    """The rungs in order, the last ascent's point, and how far each payoff may be from the solution's (m,).

    ``stopped`` says that time was up before nobody could rise any more.
    """

    rungs: tuple[Rung, ...]
    last: Ascent
    error: Array
    stopped: bool

    @property
    def gap(self) -> float:
        return max(rung.gap for rung in self.rungs)


def climb(
    lowered: Lowered,
    base: Array,
    ray: Array,
    watch: Stopwatch,
    start: float = 0.0,
    turns: Sequence[Mask] | None = None,
) -> Climb | None:
    """Climb from ``base`` along ``ray`` (both (m,)) until nobody with a positive ray can rise; None if a step failed.

    Who has no ray keeps ``base``. ``start`` is a feasible level to begin with. ``turns`` are groups (m,) that rise one
    after the other, each as far as it can before the next; by default all rise at once.
    """
    base, left = np.array(base, dtype=float), np.array(ray, dtype=float)
    rungs: list[Rung] = []
    error = np.zeros(len(base))
    last: Ascent | None = None
    for turn in [left > 0] if turns is None else turns:
        level = start
        while (moving := np.where(turn, left, 0.0)).any() and not (rungs and watch.expired()):
            last = ascend(lowered.parts, base, moving, watch, lowered=lowered, start=level)
            if last is None:
                return None
            rung = last.rung
            weight = rung.prices * moving
            tight = (moving > 0) & (weight >= min(_TIGHT, float(weight.max())))
            lent = float(rung.prices @ error)  # levels kept may be a little off
            if lent > 0 and not lowered.stack.is_linear:
                lent = np.inf  # on curved frontiers what a rounding of a level is worth to others has no such bound
            error[tight] = (max(rung.most - rung.level, 0.0) + lent) / rung.prices[tight]
            rungs.append(rung)
            level = rung.level
            base = np.where(tight, base + level * moving, base)
            left = np.where(tight, 0.0, left)
    return None if last is None else Climb(tuple(rungs), last, error, bool((left > 0).any()))


@dataclass(frozen=True, eq=False)
class Ground:
    """Where a climb begins: ``base`` and ``ray`` (m,), a feasible ``start`` level, ``turns`` if not all rise at once.

    ``error`` (m,) bounds what is uncertain in the payoffs before the climb; ``ideal`` (m,) are ideal points, if used.
    """

    base: Array
    ray: Array
    start: float = 0.0
    turns: tuple[Mask, ...] | None = None
    error: Array | None = None
    ideal: Array | None = None


def climbed(
    problem: BargainingProblem, concept: Concept, lowered: Lowered, found: Climb, nash: Agreement, ground: Ground
) -> Agreement:
    """The agreement at the end of a climb; ``nash`` brings the proof that some cannot gain, where that is so."""
    m, can_gain = problem.dim, nash.can_gain
    status = Status.solved if can_gain.all() else Status.some_cannot_gain
    if found.stopped:
        status = Status.time_limit
    elif found.gap > tolerances.GAP_SOLVED:
        status = Status.not_converged
    stack, threshold = lowered.stack, lowered.threshold(problem.disagreement)
    gains = (stack.payoff(found.last.shares) - threshold) * lowered.scale
    noise = stack.rounding(found.last.shares, threshold) * lowered.scale
    error = found.error + noise + (0.0 if ground.error is None else ground.error)
    low, high = problem.bounding_box()
    prices = [rung.prices / float(rung.prices @ np.maximum(high - low, 1e-300)) for rung in found.rungs]
    choices = found.last.choices
    return Agreement(
        problem=problem,
        concept=concept,
        status=status,
        payoffs=compensated.column_sums(np.vstack([problem.disagreement, gains])),
        gains=gains,
        actions=np.array([act(part, c) for part, c in zip(problem.sets, choices, strict=True)]),
        choices=choices,
        weights=np.mean(prices, axis=0),
        bargaining_weights=np.full(m, 1.0 / m),
        gap=found.gap,
        error=np.where(can_gain, error, nash.error + np.abs(gains)),
        can_gain=can_gain,
        direction=nash.direction,
        bound=nash.bound,
        settled=nash.settled,
        reasons=nash.reasons,
        steps=len(found.rungs),
        ideal=ground.ideal,
        rungs=found.rungs,
    )


class Climbing(Concept):
    """A solution that raises everybody along a ray; subclasses say from where and in which proportion."""

    @abstractmethod
    def ground(self, problem: BargainingProblem, lowered: Lowered, nash: Agreement, watch: Stopwatch) -> Ground | None:
        """Where the climb begins; ``nash`` is the equal Nash solution, which says who can gain. None: not found."""

    def solve(self, problem: BargainingProblem, watch: Stopwatch) -> Agreement:
        return self._climbed(problem, watch)

    def _climbed(self, problem: BargainingProblem, watch: Stopwatch) -> Agreement:
        """The agreement; who has its most at d is left out first, since on its face there is room to climb."""
        face = face_of_the_stuck(problem)
        if face is not None and face.exact and face.smaller is not None:
            inner = self._climbed(face.smaller, watch)
            if inner.choices:
                return lifted(face, inner, self)
        nash = NashBargaining("equal").solve(problem, watch)
        if not nash.choices or not nash.can_gain.any() or not nash.is_answer:
            return replace(nash, concept=self)
        lowered = Lowered.of(problem)
        ground = self.ground(problem, lowered, nash, watch)
        found = None
        if ground is not None:
            found = climb(lowered, ground.base, ground.ray, watch, ground.start, ground.turns)
        if ground is None or found is None:
            status = Status.time_limit if watch.expired() else Status.not_converged
            return replace(nash, concept=self, status=status, gap=np.inf, error=np.full(problem.dim, np.inf))
        return climbed(problem, self, lowered, found, nash, ground)


def lifted(face: Face, inner: Agreement, concept: Concept) -> Agreement:
    """What was found for those who are left on a face, as an answer to the whole problem; the stuck keep their most."""
    problem, stuck = face.problem, face.stuck
    m = problem.dim
    lowered = Lowered.of(problem)
    shares = face.shares(inner.choices[0])
    proof = lift(face, lowered, shares, np.zeros(m), inner)

    def widened(values: Array | Mask) -> Array:
        out = np.zeros(m)
        out[~stuck] = values
        return out

    d = problem.disagreement
    rungs = tuple(
        replace(
            rung,
            base=np.where(stuck, d, widened(rung.base)),
            ray=widened(rung.ray),
            prices=widened(rung.prices),
        )
        for rung in inner.rungs
    )
    choices, can_gain = lowered.choices(shares), widened(inner.can_gain).astype(bool)
    gains = proof.gains * lowered.scale
    noise = lowered.stack.rounding(shares, lowered.threshold(d)) * lowered.scale
    status = Status.some_cannot_gain if inner.status is Status.solved else inner.status
    return Agreement(
        problem=problem,
        concept=concept,
        status=status,
        payoffs=compensated.column_sums(np.vstack([d, gains])),
        gains=gains,
        actions=np.array([act(part, c) for part, c in zip(problem.sets, choices, strict=True)]),
        choices=choices,
        weights=widened(inner.weights),
        bargaining_weights=np.full(m, 1.0 / m),
        gap=inner.gap,
        error=np.where(stuck, np.abs(gains) + noise, widened(inner.error)),
        can_gain=can_gain,
        direction=proof.direction / lowered.scale,
        bound=proof.bound,
        settled=face.settled(inner),
        reasons=explain(problem, proof.direction / lowered.scale, can_gain, proof.bound),
        steps=inner.steps,
        ideal=None if inner.ideal is None else np.where(stuck, d, widened(inner.ideal)),
        rungs=rungs,
        unique=inner.unique,
    )
