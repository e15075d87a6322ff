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
from dataclasses import dataclass
from typing import Any

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
from .ideal import IdealPoint, lift_ascents, lift_rung, unfinished
from .lowering import Lowered, act
from .problem import BargainingProblem
from .solutions.nash import NashBargaining

#: A player whose price times its ray is at least this share of their sum is tight in every optimum.
_TIGHT = 1e-8


@dataclass(frozen=True, eq=False)
class Climb:
    """The rungs in order, the last ascent's point, and what it may be off.

    ``kept`` (m,) is where each player was fixed, and ``error`` (m,) how much higher the solution may fix it.
    ``stopped`` says that time was up before nobody could rise any more.
    """

    rungs: tuple[Rung, ...]
    last: Ascent
    kept: Array
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
    *,
    floors: Array | None = None,
    unsure: float = 0.0,
) -> Climb | None:
    """Climb from ``base`` along ``ray`` (both (m,)) until nobody with a positive ray can rise; None if a step failed.

    Who has no ray keeps ``base``. ``start`` is a feasible level to begin with. ``turns`` are groups (m,) that rise one
    after the other, each as far as it can before the next; by default all rise at once. Nobody is asked to stay below
    ``floors`` (m,): who would, keeps it instead until its own ray has come that far. ``unsure`` is how much the level
    may change because base and ray are uncertain.
    """
    base, left = np.array(base, dtype=float), np.array(ray, dtype=float)
    rungs: list[Rung] = []
    error = np.zeros(len(base))
    last: Ascent | None = None
    for turn in [left > 0] if turns is None else turns:
        level = start
        while (moving := np.where(turn, left, 0.0)).any() and not (rungs and watch.expired()):
            last = _ascend(lowered, base, moving, watch, level, floors)
            if last is None:
                return None
            rung = last.rung
            weight = rung.prices * moving  # also of who keeps its floor now
            tight = (moving > 0) & (weight >= min(_TIGHT, float((rung.prices * rung.ray).max())))
            lent = float(rung.prices @ error)  # levels kept may be a little off
            if lent > 0 and not lowered.stack.is_linear:
                lent = np.inf  # on curved frontiers what a rounding of a level is worth to others has no such bound
            error[tight] = (max(rung.most - rung.level, 0.0) + lent + unsure) / rung.prices[tight]
            rungs.append(rung)
            level = rung.level
            base = np.where(tight, rung.base + level * rung.ray, base)
            left = np.where(tight, 0.0, left)
    return None if last is None else Climb(tuple(rungs), last, base, error, bool((left > 0).any()))


def _ascend(
    lowered: Lowered, base: Array, ray: Array, watch: Stopwatch, start: float, floors: Array | None
) -> Ascent | None:
    """One ascent; who would be left below its floor keeps that and has no ray.

    A higher level is asked of fewer then, so whoever falls below its floor on the way would do so in the end.
    """
    while True:
        found = ascend(lowered.parts, base, ray, watch, lowered=lowered, start=start)
        if found is None or floors is None:
            return found
        fallen = (ray > 0) & (base + found.rung.level * ray < floors)
        if not fallen.any():
            return found
        base, ray = np.where(fallen, floors, base), np.where(fallen, 0.0, ray)
        if not ray.any():
            return None


@dataclass(frozen=True, eq=False)
class Ground:
    """Where a climb begins: ``base`` and ``ray`` (m,), a feasible ``start`` level, ``turns`` if not all rise at once.

    ``rational`` says that nobody may end below d. ``floors`` and ``unsure`` are those of :func:`climb`; ``ideal`` the
    ideal points, if they were used.
    """

    base: Array
    ray: Array
    start: float = 0.0
    turns: tuple[Mask, ...] | None = None
    rational: bool = True
    floors: Array | None = None
    unsure: float = 0.0
    ideal: IdealPoint | None = None


def climbed(
    problem: BargainingProblem, concept: Concept, lowered: Lowered, found: Climb, nash: Agreement, ground: Ground
) -> Agreement:
    """The agreement at the end of a climb; ``nash`` brings the proof that some cannot gain, where that is so."""
    m, can_gain = problem.dim, nash.can_gain
    ideal = ground.ideal
    gap = max(found.gap, 0.0 if ideal is None else ideal.gap)
    status = Status.solved if can_gain.all() else Status.some_cannot_gain
    if found.stopped:
        status, gap = Status.time_limit, np.inf
    elif gap > tolerances.GAP_SOLVED:
        status = Status.not_converged
    stack, threshold = lowered.stack, lowered.threshold(problem.disagreement)
    gains = (stack.payoff(found.last.shares) - threshold) * lowered.scale
    noise = stack.rounding(found.last.shares, threshold) * lowered.scale
    payoffs = compensated.column_sums(np.vstack([problem.disagreement, gains]))
    error = found.error + np.abs(found.kept - payoffs) + noise
    low, high = problem.bounding_box()
    if ground.rational and (gains < -2 * tolerances.BELOW * np.maximum(high - low, 1e-300)).any():
        status = Status.time_limit if found.stopped else Status.not_converged
        gap, error = np.inf, np.full(m, np.inf)  # a level that is not even reached at d proves nothing
    prices = [rung.prices / float(rung.prices @ np.maximum(high - low, 1e-300)) for rung in found.rungs]
    choices = found.last.choices
    return Agreement(
        problem=problem,
        concept=concept,
        status=status,
        payoffs=payoffs,
        gains=gains,
        actions=np.array([act(part, c) for part, c in zip(problem.sets, choices, strict=True)]),
        choices=choices,
        weights=np.mean(prices, axis=0),
        bargaining_weights=np.full(m, 1.0 / m),
        gap=gap,
        error=np.where(ground.ray > 0, error, nash.error + np.abs(gains)),
        can_gain=can_gain,
        direction=nash.direction,
        bound=nash.bound,
        settled=nash.settled,
        reasons=nash.reasons,
        steps=len(found.rungs),
        ideal=None if ideal is None else ideal.ideal,
        ideal_proofs=() if ideal is None else ideal.proofs,
        rungs=found.rungs,
    )


class Climbing(Concept):
    """A solution that raises everybody along a ray; subclasses say from where and in which proportion."""

    @abstractmethod
    def ground(self, problem: BargainingProblem, lowered: Lowered, nash: Agreement, watch: Stopwatch) -> Ground | None:
        """Where the climb begins; ``nash`` is the equal Nash solution, which says who can gain. None: not found."""

    def solve(self, problem: BargainingProblem, watch: Stopwatch) -> Agreement:
        return self._climbed(problem, watch, problem.support(np.eye(problem.dim)))

    def _climbed(self, problem: BargainingProblem, watch: Stopwatch, most: Array) -> Agreement:
        """The agreement; who has its most at d is left out first, since on its face there is room to climb.

        ``most`` (m,) are the largest payoffs of the whole problem, of which ``problem`` may be a face.
        """
        face = face_of_the_stuck(problem) if self.keeps_disagreement else None
        if face is not None and face.exact and face.smaller is not None:
            inner = self._climbed(face.smaller, watch, most[~face.stuck])
            if inner.choices and inner.status is not Status.nobody_can_gain:
                return lifted(face, inner, self)
        nash = NashBargaining("equal").solve(problem, watch)
        if not nash.choices or not nash.can_gain.any() or not nash.is_answer:
            return unfinished(nash, self)
        lowered = Lowered.of(problem)
        lowered.most = most
        ground = self.ground(problem, lowered, nash, watch)
        found = None
        if ground is not None:
            base, ray, start = ground.base, ground.ray, ground.start
            more: dict[str, Any] = {"turns": ground.turns, "floors": ground.floors, "unsure": ground.unsure}
            found = climb(lowered, base, ray, watch, start, **more)
        if ground is None or found is None:
            return unfinished(nash, self, Status.time_limit if watch.expired() else Status.not_converged)
        return climbed(problem, self, lowered, found, nash, ground)


def lifted(face: Face, inner: Agreement, concept: Concept) -> Agreement:
    """What was found for those who are left on a face, as an answer to the whole problem; the stuck keep their most."""
    problem, m = face.problem, face.problem.dim
    lowered = Lowered.of(problem)
    shares = face.shares(inner.choices[0])
    proof = lift(face, lowered, shares, np.zeros(m), inner)

    d, nothing = problem.disagreement, np.zeros(m)
    proofs = lift_ascents(face, lowered, inner.ideal_proofs)
    rungs = tuple(lift_rung(face, rung, d) for rung in inner.rungs)
    choices, can_gain = lowered.choices(shares), face.widened(inner.can_gain.astype(np.float64), nothing) > 0
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
        weights=face.widened(inner.weights, nothing),
        bargaining_weights=np.full(m, 1.0 / m),
        gap=inner.gap,
        error=face.widened(inner.error, np.abs(gains) + noise),
        can_gain=can_gain,
        direction=proof.direction / lowered.scale,
        bound=proof.bound,
        settled=face.settled(inner),
        reasons=explain(problem, proof.direction / lowered.scale, can_gain, proof.bound),
        steps=inner.steps,
        ideal=None if inner.ideal is None else face.widened(inner.ideal, d),
        ideal_proofs=proofs,
        rungs=rungs,
        unique=inner.unique,
    )
