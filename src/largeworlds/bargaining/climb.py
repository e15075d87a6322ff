"""Lexicographic ascents: raise everybody along a ray, then those who can rise further, one group after the other.

After each ascent (:mod:`largeworlds.bargaining.ascent`) the players whose price is positive are tight in every optimum,
by complementary slackness, and at least one is; they keep their level and the others go on. Wherever the frontier is
strictly falling this ends with the first ascent; otherwise the first point may be dominated (Treutlein 2023, Equation 8
has then no strictly Pareto-optimal solution), and what follows is the lexicographic completion of Imai (1983).

All optima of an ascent are best at its prices. There curved budgets that are worth something have a single best split,
so they are done: later ascents leave them as they are and take place among the finite sets and among the curved budgets
that earlier ones did not value. Without this step "keep your level" would be a constraint without interior, and on
curved sets one whose multiplier is infinite. Players whom nothing is left to change have reached the end too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .._core.arrays import Array, Mask
from .._core.stopwatch import Stopwatch
from .._numerics.budgets import Stack
from ..sets.from_uses import FromUses
from ..sets.uses import Uses
from .ascent import Ascent, Rung, ascend
from .lowering import Lowered
from .problem import Contributions
from .slips import slips

#: A player whose price times its ray is at least this share of their sum is tight in every optimum; a curved budget
#: that brings at least this share of what the best point is worth has a single best split.
_TIGHT = 1e-8
#: Straight uses of one budget whose worths differ by less than this share tie.
_TIED = 1e-6
#: A payoff whose range is a smaller share of its size than this is the same whatever happens.
_FLAT = 1e-15


@dataclass(frozen=True, eq=False)
class Ground:
    """Where a climb begins: ``base`` and ``ray`` (m,), and a feasible ``start`` level.

    ``turns`` are groups (m,) that rise one after the other, each as far as it can before the next; by default all rise
    at once. ``floor`` (m,), if given, is what everybody keeps however low the level: the climb is to the largest tau
    with ``x_t >= max(floor_t, base_t + tau ray_t)``. ``loose`` is by how much the level may be off since base and ray
    are not exact; ``ideal`` are the ideal points that were used.

    Where the ray only leads to a point that is known otherwise, ``aim`` (m,) are its gains, ``error`` how far the
    solution's may be from them, and ``gap`` what the concept leaves open of them, in its own measure.
    """

    base: Array
    ray: Array
    start: float = 0.0
    turns: tuple[Mask, ...] | None = None
    floor: Array | None = None
    loose: float = 0.0
    ideal: IdealPoint | None = None
    aim: Array | None = None
    error: Array | float = 0.0
    gap: float = 0.0


@dataclass(frozen=True, eq=False)
class IdealPoint:
    """Ideal points ``b`` (m,), by how much each may be off (m,), and for the rational ones the ascents that prove them.

    ``proofs[t]`` reaches b_t and bounds it; None for who cannot gain, and empty for "feasible" ideal points, which the
    support of the feasible set gives at once. ``gap`` is the largest of the proofs'.
    """

    b: Array
    missing: Array
    proofs: tuple[Ascent | None, ...] = ()

    @property
    def gap(self) -> float:
        return max((proof.rung.gap for proof in self.proofs if proof is not None), default=0.0)


@dataclass(frozen=True, eq=False)
class Climb:
    """The rungs in order, the ``shares`` of the stack at the end, and how far payoffs may be from the solution's (m,).

    ``target`` (m,) is what everybody is to keep at the end; ``stopped`` says that time was up before that was known.
    """

    rungs: tuple[Rung, ...]
    shares: Array
    target: Array
    error: Array
    stopped: bool

    @property
    def gap(self) -> float:
        return max(rung.gap for rung in self.rungs)

    @property
    def solved(self) -> bool:
        return not self.stopped and all(rung.solved for rung in self.rungs)


def climb(lowered: Lowered, ground: Ground, watch: Stopwatch) -> Climb | None:
    """Climb until nobody with a positive ray can rise; None if a step failed. Who has no ray keeps its base."""
    return _Climber(lowered, ground, watch).run()


def _tied_lines(stack: Stack, w: Array) -> Mask:
    """Budgets in which several straight uses are equally good at prices ``w``, so that these settle no single split."""
    worth = np.where(stack.exponent == 1.0, stack.directions @ w * stack.scale, 0.0)
    best = np.maximum.reduceat(worth, stack.start) if len(stack.start) else np.zeros(0)
    return stack.totals(((worth > 0) & (worth >= (1 - _TIED) * best[stack.block])).astype(np.float64)) > 1


class _Climber:
    """The state of one climb: ``base`` of those who are settled is their target, ``left`` the rays of the others.

    ``lowered`` is what is left to choose: the budgets ``open`` (a mask over those of ``whole``) and oracles. ``moved``
    (m,) bounds how far what the others bring may be from what it should; nothing that is left changes what the ``idle``
    get.
    """

    def __init__(self, lowered: Lowered, ground: Ground, watch: Stopwatch) -> None:
        self.whole = self.lowered = lowered
        self.ground, self.watch = ground, watch
        self.base, self.left = np.array(ground.base, dtype=float), np.array(ground.ray, dtype=float)
        self.error = np.where(self.left > 0, np.inf, 0.0)
        self.rungs: list[Rung] = []
        self.shares = np.zeros(0)
        self.open = np.ones(len(lowered.stack.start), dtype=bool)
        self.moved = np.zeros(len(self.base))
        self.idle = np.zeros(len(self.base), dtype=bool)

    def run(self) -> Climb | None:
        for turn in self.ground.turns or (self.left > 0,):
            while (moving := np.where(turn, self.left, 0.0)).any():
                if self.rungs and self.watch.expired():
                    break
                if not self._step(moving):
                    return None
        if not self.rungs:
            return None
        return Climb(tuple(self.rungs), self.shares, self.base, self.error, bool((self.left > 0).any()))

    def _step(self, moving: Array) -> bool:
        """One rung for those who are ``moving`` (m,), and who has to stay there; False if it failed."""
        found, fallen = self._rung(moving)
        if found is None:
            return False
        rung, ray_before = found.rung, self.left
        risers = (moving > 0) & ~fallen
        weight = rung.prices * np.where(risers, rung.ray, self.lowered.scale / rung.size)
        tight = (self.left > 0) & (weight >= min(_TIGHT, float(weight[risers].max())))
        above = max(rung.most - rung.level, 0.0) + self.ground.loose + found.lent + self._lent(rung)
        self.error[tight] = above / rung.prices[tight]
        self.base = np.where(tight, rung.base + rung.level * rung.ray, self.base)
        self.left = np.where(tight, 0.0, self.left)
        self._keep(found)
        fixed = None if self.open.all() else ~self.open
        self._close(rung)
        ended = (ray_before > 0) & (self.left <= 0)
        self.rungs.append(replace(rung, fixed=fixed, ended=ended))
        return True

    def _lent(self, rung: Rung) -> float:
        """What levels that are kept, and budgets that are left as they are, may be worth to those who rise."""
        owed = (rung.prices > 0) & (self.error > 0) & (self.left <= 0)
        fixed = rung.prices > 0
        lent = float(rung.prices[fixed] @ self.moved[fixed])
        if not owed.any():
            return lent
        stack = self.lowered.stack
        curved = stack.curved[stack.block] if len(stack.block) else np.zeros(0, dtype=bool)
        if self.lowered.sampled or stack.directions[np.ix_(curved, owed)].any():
            return np.inf  # on curved frontiers what a rounding of a level is worth to others has no such bound
        return lent + float(rung.prices[owed] @ self.error[owed])

    def _rung(self, moving: Array) -> tuple[Ascent | None, Mask]:
        """The highest rung, and for whom the floor lies above its level.

        Leaving out a floor asks for less, so the level can only be too high: whoever would be below its floor there is
        below it at the right level too.
        """
        floor, fallen = self.ground.floor, np.zeros(len(moving), dtype=bool)
        start = self._level(moving)
        while True:
            waiting = (self.left > 0) & (moving <= 0) if floor is not None else fallen
            base = self.base if floor is None else np.where(fallen | waiting, floor, self.base)
            ray = np.where(fallen, 0.0, moving)
            found = self._ascent(base, ray, start)
            if floor is None or found is None:
                return found, fallen
            crossing = np.where(ray > 0, (floor - base) / np.where(ray > 0, ray, 1.0), -np.inf)
            below = (crossing > found.rung.most) & (crossing > crossing[ray > 0].min())
            if not below.any():
                return found, fallen
            fallen |= below

    def _ascent(self, base: Array, ray: Array, start: float) -> Ascent | None:
        """The best point along ``ray``; what nothing is left to change is no constraint, and has no price."""
        aside = np.where(self.idle, self.whole.scale, 0.0)
        found = ascend(self.lowered.parts, base - aside, ray, self.watch, lowered=self.lowered, start=start)
        if found is None or not self.idle.any():
            return found
        prices = np.where(self.idle, 0.0, found.rung.prices)
        return replace(found, rung=replace(found.rung, base=base, prices=prices))

    def _level(self, moving: Array) -> float:
        """A level that is known to be feasible for those who are ``moving``."""
        if not self.rungs:
            return self.ground.start
        rise = self.whole.stack.payoff(self.shares) - self.whole.threshold(self.base)
        who = moving > 0
        return float((rise[who] * self.whole.scale[who] / moving[who]).min())

    # -- what is left to choose -------------------------------------------------------------------------------------

    def _keep(self, found: Ascent) -> None:
        """Write the shares that were ``found`` for what was left to choose among all shares."""
        if self.lowered is self.whole:
            self.shares = found.shares
            return
        uses = self.whole.stack.slices
        for b, piece in zip(np.flatnonzero(self.open).tolist(), self.lowered.stack.slices, strict=True):
            self.shares[uses[b]] = found.shares[piece]

    def _close(self, rung: Rung) -> None:
        """Leave curved budgets that are worth something as they are, and settle players whom nothing can change."""
        whole = self.whole
        stack, w = whole.stack, rung.prices * whole.scale
        if whole.sampled or not (self.left > 0).any() or not (self.open & stack.curved).any():
            return
        full = stack.totals(np.maximum(stack.directions @ w, 0.0) * stack.scale)
        done = self.open & stack.curved & (full > _TIGHT * full.sum()) & ~_tied_lines(stack, w)
        if not done.any():
            return
        short = stack.shortfall(w, self.shares)
        known = np.where(done[stack.block], self.shares, 0.0)
        self.moved = self.moved + slips(stack, w, short, known, only=done) * whole.scale
        self.open &= ~done
        budgets = [whole.budget(b) for b in range(len(stack.start))]
        offset = np.sum([known_uses.offset for known_uses in whole.uses if known_uses is not None], axis=0)
        for b, uses in enumerate(stack.slices):
            if not self.open[b]:
                offset = offset + budgets[b].point(self.shares[uses])
        rest = FromUses(Uses(offset, tuple(one for b, one in enumerate(budgets) if self.open[b])))
        low, high = rest.bounding_box()
        self.idle = high - low <= _FLAT * np.maximum(np.abs(low), np.abs(high))
        same = self.idle & (self.left > 0)
        self.base = np.where(same, 0.5 * (low + high), self.base)
        self.error = np.where(same, self.moved, self.error)
        self.left = np.where(same, 0.0, self.left)
        if (self.left > 0).any():
            self.lowered = Lowered.of(Contributions(rest, whole.parts.names))
