"""The best point along a ray: how far everybody can rise together, with a proof.

For a start ``base`` and a ray ``ray`` >= 0 (both (m,), the ray not zero) this is the linear program over the sets

    maximise tau   subject to   x_t >= base_t + tau ray_t  for all t,   x in F.

A coordinate with ``ray_t = 0`` only has to keep ``base_t``. Kalai-Smorodinsky, egalitarian, equal-loss and dictatorial
solutions are such ascents, and so is an ideal point. Any prices w >= 0 with w . ray = 1 prove that

    tau  <=  support_F(w) - w . base,

and at the best point some prices prove it tight. It is solved as the Nash problem of one player whose gain is tau: a
segment {(-tau ray, tau)} is added to the sets, and x_t - tau ray_t >= base_t are constraints of weight zero; so the one
interior-point method serves curved and finite sets alike. Where it does not close the gap, linear programs over points
(cutting planes) try again. With finitely many actions a single program is all it takes, and is tried first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .._core import tolerances
from .._core.arrays import Array, Mask
from .._core.stopwatch import Stopwatch
from .._numerics import interior_point
from .._numerics.budgets import Stack
from .agreement import Choice
from .lowering import Lowered
from .problem import Contributions
from .who_gains import best_rise

#: Rounds in which sets known only by their maximizer are asked for more points.
_ORACLE_ROUNDS = 200
#: The start of the ray lies this share of its possible length below the point that the search starts from.
_BELOW = 0.1
#: A ray is taken to be at least this share of the payoffs' range long.
_NEAR = 1e-4
#: Gap at which a linear program over finite sets has nothing left to improve.
_CLOSED = 1e-12
#: The same where oracles show a point per program, which comes near a curved set only slowly.
_CLOSED_BY_POINTS = 1e-10
#: Iterates without a smaller gap after which the interior point has nothing more to give.
_IDLE = 6
#: Rounding of a base, relative to it.
_BASE = 4.5e-16
#: Shares below this are dropped if the gap does not suffer.
_DUST = 1e-13


@dataclass(frozen=True, eq=False)
class Rung:
    """One proved ascent: ``prices . (x - base) <= most`` for every feasible x, and ``level`` is reached.

    ``base`` and ``ray`` (m,) state the program above, ``level`` is the smallest ``(x_t - base_t) / ray_t`` of the
    point reached, ``prices`` (m,) >= 0 with ``prices . ray = 1`` prove that no feasible x with x_t >= base_t wherever
    ``ray_t = 0`` has a level above ``most``. ``size`` is the largest level that the payoffs' ranges allow at all, so
    that ``gap = (most - level) / size`` has no unit; ``rounding`` is the part of ``most`` that allows for the rounding
    of payoffs. ``fixed`` (B,), if given, marks the budgets of all contributors that the rungs before leave no choice:
    curved ones that are worth something at their prices. The proof is then for the x in which these are spent as they
    are in the agreement. ``ended`` (m,) marks whom no later rung raises, though they could until this one: they are at
    their end by their prices, or nothing that is left changes what they get.
    """

    base: Array
    ray: Array
    level: float
    most: float
    prices: Array
    size: float
    rounding: float = 0.0
    fixed: Mask | None = None
    ended: Mask | None = None

    @property
    def gap(self) -> float:
        """How far the level may be from the best one, as a share of the largest conceivable one."""
        return max(self.most - self.level, 0.0) / self.size if np.isfinite(self.most) else np.inf

    @property
    def solved(self) -> bool:
        """True if the gap is closed up to the rounding of payoffs, and that is small too."""
        allowed = min(self.rounding / self.size, tolerances.GAP_ROUNDING)
        return self.gap <= tolerances.GAP_SOLVED + allowed


@dataclass(frozen=True, eq=False)
class Ascent:
    """A rung with the point that reaches it: ``shares`` of the lowered problem's stack, ``choices`` per contributor.

    ``below`` (m,) is how far those who have no ray stand below ``base``, in its units; what rounding alone does is not
    counted. ``is_finite`` says that the feasible set has finitely many corners: then the level may owe to them what
    they lack at their prices; on curved sets a level may owe its square root.
    """

    rung: Rung
    shares: Array
    choices: tuple[Choice, ...]
    below: Array
    is_finite: bool

    @property
    def lent(self) -> float:
        """What the level may owe to those who stand below ``base``."""
        if not self.below.any():
            return 0.0
        return float(self.rung.prices @ self.below) if self.is_finite else np.inf


def ascend(
    problem: Contributions,
    base: Array,
    ray: Array,
    watch: Stopwatch,
    *,
    lowered: Lowered | None = None,
    start: float = 0.0,
) -> Ascent | None:
    """The best point of ``base + tau ray`` in the comprehensive hull of F; None if none was found.

    ``start`` is a level that is known to be feasible (0 if ``base`` itself is). ``lowered`` may be given to keep the
    points that oracles have shown. Not closed is not wrong: the rung's gap says what was proved.
    """
    lowered = Lowered.of(problem) if lowered is None else lowered
    search = _Search(lowered, base, ray, start, watch)
    first = lowered.stack.is_linear  # finite sets, and oracles, of which points are known
    best = search.run_programs(None) if first else None
    if best is None or best.open > (_CLOSED_BY_POINTS if lowered.sampled else _CLOSED):
        found = search.run()
        best = found if found is not None and found.beats(best) else best
        if not first and (best is None or best.open > tolerances.GAP_SOLVED):
            best = search.run_programs(best)
    return None if best is None else search.ascent(best)


def most_for(
    problem: Contributions, player: int, floors: Array, watch: Stopwatch, lowered: Lowered | None = None
) -> Ascent | None:
    """The most that ``player`` can get over x >= ``floors`` (m,), which must be feasible: its floor + the level."""
    return ascend(problem, floors, np.eye(problem.dim)[player], watch, lowered=lowered)


@dataclass(frozen=True, eq=False)
class _Best:
    """Shares of the stack, whose budgets had ``sizes`` uses, with scaled prices and the certificate in units of tau."""

    shares: Array
    sizes: tuple[int, ...]
    prices: Array
    level: float
    short: float
    size: float
    noise: float

    @property
    def gap(self) -> float:
        return self.short / self.size

    @property
    def open(self) -> float:
        """The gap without what rounding is allowed for, which no search closes."""
        return (self.short - self.noise) / self.size

    def beats(self, other: _Best | None) -> bool:
        """True if it leaves less open; if both leave nothing but rounding, less of that."""
        if other is None:
            return True
        return (max(self.open, _CLOSED), self.gap) < (max(other.open, _CLOSED), other.gap)


class _Search:
    """One ascent in scaled coordinates."""

    def __init__(self, lowered: Lowered, base: Array, ray: Array, start: float, watch: Stopwatch) -> None:
        self.lowered, self.watch = lowered, watch
        self.base, self.ray = np.asarray(base, dtype=float), np.asarray(ray, dtype=float)
        self.slope = self.ray / lowered.scale
        self.rising = self.ray > 0
        low, high = lowered.parts.bounding_box()
        room = (high - self.base)[self.rising] / self.ray[self.rising]
        self.start = start
        self.top = max(float(room.min()), start)
        spans = np.append((high - low)[self.rising], np.maximum(np.abs(low), np.abs(high))[self.rising])
        spans = spans / np.append(self.ray[self.rising], self.ray[self.rising])
        wide = spans[spans > 0].min(initial=np.inf)  # somebody may rise whose payoff nobody can change
        wide = wide if np.isfinite(wide) else 1.0
        # Nearer to the end than this share of the payoffs' range, rounding of payoffs is all that could be seen.
        self.size = max(self.top - start, _NEAR * float(wide), 1e-300)

    # -- the certificate ----------------------------------------------------------------------------------------

    def _judged(self, stack: Stack, threshold: Array, shares: Array, prices: Array) -> _Best | None:
        """The level that ``shares`` reach and what ``prices`` leave above it, both free of cancellation."""
        worth = float(prices @ self.slope)
        if not worth > 0 or not np.isfinite(prices).all():
            return None
        prices = prices / worth
        rise = stack.payoff(shares) - threshold
        level = float((rise[self.rising] / self.slope[self.rising]).min())
        short = float(stack.shortfall(prices, shares).sum()) + float(prices @ (rise - level * self.slope))
        kept = rise[~self.rising]
        if (kept < -tolerances.BELOW).any() or not np.isfinite(short):
            return None
        # The level is rounded, and so is a base that stands for a profile: what doubles cannot tell is no gap.
        noise = float(prices @ (stack.rounding(shares, threshold) + _BASE * np.abs(self.base) / self.lowered.scale))
        return _Best(shares, stack.sizes, prices, level, max(short, 0.0) + noise, self.size, noise)

    # -- the interior point -------------------------------------------------------------------------------------

    def run(self) -> _Best | None:
        """The best certified point by interior points, oracles asked at its prices until they have no news."""
        best: _Best | None = None
        for _ in range(_ORACLE_ROUNDS):
            found = self._once()
            if found is None:
                break
            unseen = self.lowered.unseen(found.prices)
            found = replace(found, short=found.short + unseen)
            if best is None or found.gap < best.gap:
                best = found
            if unseen <= tolerances.GAP_TARGET * self.size or found.open <= _CLOSED or self.watch.expired():
                break
            if not self.lowered.learn(found.prices, 0.0):
                break
        return best

    def _raised(self) -> tuple[Stack, Array, Array]:
        """The stack with tau as a coordinate of its own, its threshold and weights."""
        stack, m = self.lowered.stack, len(self.base)
        low = self.start - _BELOW * self.size
        length = self.top + _BELOW * self.size - low
        unit = 2.0 ** np.round(np.log2(length))  # the coordinate of tau, scaled as every other one
        segment = np.vstack([np.zeros(m + 1), np.append(-length * self.slope, length / unit)])
        middle = segment.mean(axis=0)
        raised = Stack(
            directions=np.vstack(
                [np.hstack([stack.directions, np.zeros((len(stack.directions), 1))]), segment - middle]
            ),
            scale=np.append(stack.scale, [1.0, 1.0]),
            offset=np.append(stack.offset, [0.0, 0.0]),
            exponent=np.append(stack.exponent, [1.0, 1.0]),
            start=np.append(stack.start, len(stack.block)).astype(int),
            block=np.append(stack.block, [len(stack.start)] * 2).astype(int),
            is_linear=stack.is_linear,
            round=np.append(stack.round, [False, False]),
        )
        threshold = np.append(self.lowered.threshold(self.base) + low * self.slope, 0.0) - middle
        return raised, threshold, np.append(np.zeros(m), 1.0)

    def _once(self) -> _Best | None:
        """One interior-point run over the points known now."""
        stack, plain = self.lowered.stack, self.lowered.threshold(self.base)
        raised, threshold, nu = self._raised()
        kept: list[_Best] = []
        idle = 0

        def look(point: interior_point.Point, mu: float) -> bool:
            nonlocal idle
            if mu > 1e-4 and not self.watch.expired():
                return False
            count = len(stack.block)
            shares = point.shares[:count] / stack.totals(point.shares[:count])[stack.block] if count else np.zeros(0)
            found = self._judged(stack, plain, shares, point.w[:-1])
            if found is not None:
                idle = 0 if not kept or found.gap < 0.5 * kept[-1].gap else idle + 1
                if not kept or found.gap < kept[-1].gap:
                    kept.append(found)
            return self.watch.expired() or idle >= _IDLE or bool(kept and kept[-1].gap <= tolerances.GAP_TARGET)

        interior_point.solve(raised, threshold, nu, interior_point.start(raised, threshold, nu), look)
        if not kept:
            return None
        best = kept[-1]
        idle = (stack.exponent == 1.0) | (stack.directions @ best.prices < 0)
        tidy = np.where((best.shares < _DUST) & idle, 0.0, best.shares)
        cleaner = self._judged(stack, plain, tidy / stack.totals(tidy)[stack.block], best.prices) if len(tidy) else None
        return cleaner if cleaner is not None and cleaner.gap <= max(best.gap, tolerances.GAP_TARGET) else best

    # -- linear programs ----------------------------------------------------------------------------------------

    def run_programs(self, best: _Best | None) -> _Best | None:
        """The same by linear programs over points, where interior points leave too much open."""
        steep, count = float(self.slope.max()), max(len(self.lowered.sampled), 1)
        news = 0.1 * _CLOSED_BY_POINTS * self.size * steep / count
        shares, prices = best_rise(self.lowered, self.base, self.slope / steep, self.watch, news)
        stack, plain = self.lowered.stack, self.lowered.threshold(self.base)
        candidates = [prices, None if best is None else best.prices]
        if shares is not None:  # whoever ends first may be at its most at all, which is a proof that programs may miss
            ends = np.where(
                self.rising, (stack.payoff(shares) - plain) / np.where(self.rising, self.slope, 1.0), np.inf
            )
            candidates.append(np.eye(len(ends))[int(np.argmin(ends))])
        for worth in candidates:
            found = None if shares is None or worth is None else self._judged(stack, plain, shares, worth)
            if found is not None:
                found = replace(found, short=found.short + self.lowered.unseen(found.prices))
                best = found if found.beats(best) else best
        return best

    # -- the answer ---------------------------------------------------------------------------------------------

    def ascent(self, best: _Best) -> Ascent:
        """The answer in the units of the problem."""
        stack = self.lowered.stack
        shares = stack.spent(stack.padded(best.shares, best.sizes))  # oracles may have shown more points since
        threshold = self.lowered.threshold(self.base)
        rise = stack.payoff(shares) - threshold
        level = float((rise[self.rising] / self.slope[self.rising]).min())
        most, prices = best.level + best.short, best.prices / self.lowered.scale
        rung = Rung(self.base, self.ray, level, most, prices, self.size, best.noise)
        below = np.where(self.rising, 0.0, np.maximum(-rise - 2 * stack.rounding(shares, threshold), 0.0))
        finite = stack.is_linear and not self.lowered.sampled
        return Ascent(rung, shares, self.lowered.choices(shares), below * self.lowered.scale, finite)
