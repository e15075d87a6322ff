"""Solutions that raise everybody along a ray: Kalai-Smorodinsky, egalitarian, equal-loss, dictatorial.

Who can gain at all is asked first (the equal Nash solution proves it). Who has exactly its most at d is then left out,
since on the face where it keeps that there is room to climb; what was found there is stated for the whole problem.
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
from .ascent import Ascent, Rung
from .climb import Climb, Ground, climb
from .concept import Concept
from .explain import explain
from .faces import Face, face_of_the_stuck, lift
from .lowering import Lowered, act
from .problem import BargainingProblem
from .solutions.nash import NashBargaining

#: Where gains are small beside payoffs, a gap of this many of their roundings is all that can be asked of a ray.
_ROUNDINGS = 64


def climbed(
    problem: BargainingProblem,
    concept: Concept,
    lowered: Lowered,
    found: Climb,
    nash: Agreement,
    ground: Ground,
    watch: Stopwatch,
) -> Agreement:
    """The agreement at the end of a climb; ``nash`` brings the proof that some cannot gain, where that is so."""
    m, can_gain = problem.dim, nash.can_gain
    stay = ~can_gain & (ground.ray <= 0)
    status = Status.some_cannot_gain if stay.any() else Status.solved
    ideal = ground.ideal
    proved = 0.0 if ideal is None else ideal.gap
    gap = max(found.gap, proved, ground.gap)
    stack, threshold = lowered.stack, lowered.threshold(problem.disagreement)
    payoff = stack.payoff(found.shares)
    gains = (payoff - threshold) * lowered.scale
    noise = stack.rounding(found.shares, threshold) * lowered.scale
    lost = float((noise / np.maximum(gains, 1e-300))[can_gain].max(initial=0.0))  # of gains, by rounding of payoffs
    left = max(proved, ground.gap - min(_ROUNDINGS * lost, tolerances.GAP_ROUNDING))
    if not found.solved or left > tolerances.GAP_SOLVED:
        status = Status.time_limit if found.stopped or watch.expired() else Status.not_converged
    error = found.error + np.abs(payoff - lowered.threshold(found.target)) * lowered.scale
    if ground.aim is not None:
        error = ground.error + np.abs(gains - ground.aim)
    choices = lowered.choices(found.shares)
    return Agreement(
        problem=problem,
        concept=concept,
        status=status,
        payoffs=compensated.column_sums(np.vstack([problem.disagreement, gains])),
        gains=gains,
        actions=np.array([act(part, c) for part, c in zip(problem.sets, choices, strict=True)]),
        choices=choices,
        weights=_normal(lowered, found),
        bargaining_weights=np.full(m, 1.0 / m),
        gap=np.inf if found.stopped else gap,
        error=np.where(stay, nash.error + np.abs(gains), error) + noise,
        can_gain=can_gain,
        direction=nash.direction,
        bound=nash.bound,
        settled=nash.settled,
        reasons=nash.reasons,
        steps=len(found.rungs),
        ideal=None if ideal is None else ideal.b,
        ideal_proofs=() if ideal is None else ideal.proofs,
        rungs=found.rungs,
    )


def _normal(lowered: Lowered, found: Climb) -> Array:
    """The mean of those rungs' prices that support the whole feasible set at the end, in units of payoffs' ranges.

    All do where frontiers are flat. On curved ones later rungs speak of a face of it only.
    """
    low, high = lowered.parts.bounding_box()
    wide = np.where(high > low, high - low, lowered.scale)  # what nothing changes counts by its size
    prices = [rung.prices / float(rung.prices @ wide) for rung in found.rungs]
    lost = [float(lowered.stack.shortfall(w * lowered.scale, found.shares).sum()) for w in prices]
    kept = [w for w, one in zip(prices, lost, strict=True) if one <= tolerances.GAP_SOLVED]
    return np.asarray(np.mean(kept or prices[:1], axis=0))


class Climbing(Concept):
    """A solution that raises everybody along a ray; subclasses say from where and in which proportion."""

    @abstractmethod
    def ground(self, ask: Ask, lowered: Lowered, watch: Stopwatch) -> Ground | None:
        """Where the climb begins; None: not found."""

    def solve(self, problem: BargainingProblem, watch: Stopwatch) -> Agreement:
        return self._climbed(problem, np.asarray(problem.support(np.eye(problem.dim))), watch)

    def _climbed(self, problem: BargainingProblem, most: Array, watch: Stopwatch) -> Agreement:
        """The agreement; who has its most at d is left out first, since on its face there is room to climb."""
        face = face_of_the_stuck(problem) if self.keeps_disagreement else None
        if face is not None and face.exact and face.smaller is not None:
            inner = self._climbed(face.smaller, most[~face.stuck], watch)
            if inner.choices and inner.can_gain.any():
                return lifted(face, inner, self)
        nash = NashBargaining("equal").solve(problem, watch)
        if not nash.choices or not nash.can_gain.any() or not nash.is_answer:
            return without_climb(nash, self, watch)
        lowered = Lowered.of(problem)
        ground = self.ground(Ask(problem, most, nash), lowered, watch)
        found = None if ground is None else climb(lowered, ground, watch)
        if ground is None or found is None:
            return without_climb(replace(nash, status=Status.not_converged), self, watch)
        return climbed(problem, self, lowered, found, nash, ground, watch)


@dataclass(frozen=True, eq=False)
class Ask:
    """A problem, or what a face leaves of it, the ``most`` (m,) that everybody can get at all, and who can gain.

    ``most`` is over the whole problem, where this one is a face of it. ``nash`` is the equal Nash solution, which says
    who can gain.
    """

    problem: BargainingProblem
    most: Array
    nash: Agreement


def without_climb(nash: Agreement, concept: Concept, watch: Stopwatch) -> Agreement:
    """What the Nash solution says of a problem on which nothing else was found: nobody gains, none exists, or unproved.

    An unproved Nash solution is a point, but says nothing of how far another concept's solution is from it.
    """
    if nash.status in (Status.nobody_can_gain, Status.infeasible):
        return replace(nash, concept=concept)
    status = nash.status
    if not nash.is_answer and watch.expired():
        status = Status.time_limit
    return replace(nash, concept=concept, status=status, gap=np.inf, error=np.full(nash.problem.dim, np.inf))


def _lifted_rung(face: Face, rung: Rung) -> Rung:
    """A rung on a face as one of the whole problem: the stuck keep d and have no price."""
    nothing = np.zeros(len(face.stuck))
    return replace(
        rung,
        base=face.widened(rung.base, face.problem.disagreement),
        ray=face.widened(rung.ray, nothing),
        prices=face.widened(rung.prices, nothing),
        fixed=None if rung.fixed is None else face.fixed(rung.fixed),
        ended=None if rung.ended is None else face.widened(rung.ended.astype(np.float64), nothing) > 0,
    )


def lifted_ascents(face: Face, lowered: Lowered, ascents: Sequence[Ascent | None]) -> tuple[Ascent | None, ...]:
    """Ascents for those who are left on a face as ascents of the whole problem; None for the stuck, who keep d."""
    out: list[Ascent | None] = []
    for one in ascents:
        if one is None:
            out.append(None)
            continue
        shares = face.shares(one.choices[0])
        below = face.widened(one.below, np.zeros(len(face.stuck)))
        out.append(Ascent(_lifted_rung(face, one.rung), shares, lowered.choices(shares), below, one.is_finite))
    each = iter(out)
    return tuple(None if stuck else next(each) for stuck in face.stuck) if out else ()


def in_time(deal: Agreement, watch: Stopwatch) -> Agreement:
    """The same, unless it is open only because time was up: then its status says that."""
    late = deal.status is Status.not_converged and watch.expired()
    return replace(deal, status=Status.time_limit) if late else deal


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
    rungs = tuple(_lifted_rung(face, rung) for rung in inner.rungs)
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
        ideal_proofs=lifted_ascents(face, lowered, inner.ideal_proofs),
        rungs=rungs,
        unique=inner.unique,
    )
