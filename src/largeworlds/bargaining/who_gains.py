"""Who can gain at all (Treutlein 2023, Section 6.1): feasibility of x >= d, with a proof either way.

Linear programs over the points of the sets; curved sets and oracles enter by the points found so far and are asked
for their best point at the program's prices until those prove the answer (cutting planes). Two programs are solved.

1. *Best common gain*: max tau such that some x has x_t - d_t >= tau in scaled units. tau > 0: everyone gains, here is a
   point. tau < 0: infeasible, the prices w >= 0 have support(w) < w . d.
2. If tau = 0: over the cone of the sets (mixtures sum to a free size c), max sum r_t with 0 <= r_t <= 1 and
   payoff - c d >= r. Everyone who can gain gets r_t = 1, up to the limit on c: gains add up along the cone. Its
   prices prove that the others cannot: w_t >= 1 for them and support(w) <= w . d.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from .._core import tolerances
from .._core.arrays import Array, Mask
from .._core.stopwatch import Stopwatch
from .._numerics import returns
from .._numerics.budgets import Stack
from .._numerics.linear_program import LinearProgramResult, maximize
from .._numerics.round_budgets import round_axes
from .lowering import Lowered

#: Rounds without a better point or a better bound after which more of them bring nothing (the prices repeat).
_IDLE = 20
_ROUNDS = 400
#: An oracle's point is news if it beats the known ones by this much, in scaled units.
_NEWS = tolerances.TINY_GAIN * 1e-3
#: How many times the prices that not all can gain are added to even ones, to prove that nobody can.
_WEIGHTS = 10.0 ** np.arange(0.0, 14.0, 0.5)
#: What amounts around a point are counted in, so that HiGHS does not drop what they multiply as too small.
_UNIT = 2.0**10


@dataclass(frozen=True, eq=False)
class WhoGains:
    """``gainers`` (m,) bool, or None if undecided; ``shares`` of a feasible x >= d (None if there is none).

    ``direction`` (m,) >= 0 in original units bounds what the others can gain: ``direction . (x - d) <= bound``, on the
    face where those with a level in ``settled`` have their most (see :mod:`largeworlds.bargaining.faces`).
    """

    feasible: bool | None
    gainers: Mask | None
    shares: Array | None
    direction: Array
    bound: float
    settled: tuple[int, ...] = ()


@dataclass(eq=False)
class _Atom:
    """A known point of one budget: its payoff vector and the shares (of that budget) that produce it."""

    budget: int
    payoff: Array
    shares: Array


def enough(stack: Stack) -> float:
    """A proof that somebody cannot gain more than this share of its range counts as "cannot gain".

    A finite problem has no excuse for a loose bound: then somebody gains too little for the cone's size limit.
    """
    return tolerances.TINY_GAIN if stack.is_linear else tolerances.NO_GAIN


def who_gains(lowered: Lowered, d: Array, watch: Stopwatch | None = None) -> WhoGains:
    """Decide feasibility of x >= d and who can gain, with proofs; ``lowered`` may learn new points of its oracles.

    Undecided if ``watch`` expires first: what was proved of the points known by then is no proof for unseen ones.
    """
    watch = Stopwatch() if watch is None else watch
    for _ in range(_ROUNDS):
        answer, common = _decide(lowered, d, watch)
        if answer.gainers is not None and answer.gainers.all():
            return answer
        # The second program's prices prove who cannot gain; those of the first also look for a point nearer to d.
        news = [lowered.learn(w * lowered.scale, _NEWS) for w in (answer.direction, common)]
        if not any(news):  # what oracles know beyond the points that count as known is part of the bound
            return replace(answer, bound=answer.bound + lowered.unseen(answer.direction * lowered.scale))
        if watch.expired():
            break
    return WhoGains(None, None, None, answer.direction, answer.bound)


def _decide(lowered: Lowered, d: Array, watch: Stopwatch) -> tuple[WhoGains, Array]:
    """The answer over the points known now, and the prices of the first program."""
    pool = _Pool(lowered, d, watch)
    common, w, bound = pool.best_common_gain()
    prices = w / lowered.scale
    if bound < -tolerances.BELOW:
        return WhoGains(False, np.zeros(len(d), dtype=bool), None, prices, bound), prices
    if common is None:
        return WhoGains(None, None, None, prices, bound), prices
    if common[0] > tolerances.TINY_GAIN:
        return WhoGains(True, np.ones(len(d), dtype=bool), common[1], prices, bound), prices
    return pool.cone(common[1], w, bound), prices


def best_rise(
    lowered: Lowered, base: Array, slope: Array, watch: Stopwatch, news: float = _NEWS
) -> tuple[Array | None, Array]:
    """(shares, scaled prices) of the highest x - base >= tau slope by linear programs over points; None if not found.

    ``slope`` (m,) >= 0 is in the scaled units of ``lowered``, which may learn points of its oracles that are worth
    ``news`` or more.
    """
    found: tuple[float, Array] | None = None
    prices = np.zeros(len(base))
    for _ in range(_ROUNDS):
        found, prices, _ = _Pool(lowered, base, watch).best_rise(slope, lambda best, bound: False)
        if found is None or watch.expired() or not lowered.learn(prices, news):
            break
    return None if found is None else found[1], prices


class _Pool:
    """The points known so far and the two programs over them."""

    def __init__(self, lowered: Lowered, d: Array, watch: Stopwatch) -> None:
        self.lowered = lowered
        self.watch = watch
        self.stack = lowered.stack
        self.d = lowered.threshold(d)
        self.count = len(self.stack.start)
        self.ranges = self.stack.slices
        self.atoms: list[_Atom] = []
        self.curved = np.flatnonzero(self.stack.curved).tolist()
        #: Round budgets, and their last use, which brings nothing.
        self.resting = {b: self.ranges[b].stop - 1 for b in self.curved if self._is_round(self.ranges[b])}
        for b in np.flatnonzero(~self.stack.curved).tolist():
            rows = self.ranges[b]
            alone = np.eye(rows.stop - rows.start)
            for payoff, shares in zip(self.stack.directions[rows], alone, strict=True):
                self._add(b, payoff, shares)
        m = len(self.d)
        for w in np.vstack([np.eye(m), np.full((1, m), 1.0 / m)]):
            self._price(w, np.full(self.count, -np.inf))

    def _is_round(self, rows: slice) -> bool:
        return round_axes(self.stack.directions[rows], *(p[rows] for p in self.stack.family)) > 0

    def _add(self, budget: int, payoff: Array, shares: Array) -> None:
        self.atoms.append(_Atom(budget, payoff, shares))

    def _price(self, w: Array, known: Array) -> tuple[Array, bool]:
        """Best value per budget at prices ``w``; adds points that beat ``known`` and says whether any did."""
        worth = self.stack.directions @ w
        values = self.stack.largest(worth * self.stack.scale) if self.count else np.zeros(0)
        grew = False
        for b in self.curved:
            rows = self.ranges[b]
            family = self.stack.scale[rows], self.stack.offset[rows], self.stack.exponent[rows]
            shares = returns.best_split(worth[rows][None], *family, 1.0)[0]
            payoff = returns.value(shares, *family) @ self.stack.directions[rows]
            values[b] = float(payoff @ w)
            if values[b] > known[b] + 1e-13:
                self._add(b, payoff, shares)
                grew = True
        return values, grew

    def _matrix(self) -> tuple[Array, Array]:
        payoffs = np.array([atom.payoff for atom in self.atoms]).reshape(-1, len(self.d)).T
        owner = np.array([atom.budget for atom in self.atoms], dtype=int)
        return payoffs, (owner[None, :] == np.arange(self.count)[:, None]).astype(float)

    def _shares(self, amounts: Array) -> Array:
        """Mix the points' shares: by concavity the mixture's payoff is at least the mixture of the payoffs.

        Of round budgets, whose uses may do harm, returns are mixed instead; what they do not cost is their last use's.
        """
        out, mixed = np.zeros(len(self.stack.block)), np.zeros(self.count)
        for amount, atom in zip(amounts, self.atoms, strict=True):
            rows = self.ranges[atom.budget]
            family = [p[rows] for p in self.stack.family]
            brought = returns.value(atom.shares, *family) if atom.budget in self.resting else atom.shares
            out[rows] += max(amount, 0.0) * brought
            mixed[atom.budget] += max(amount, 0.0)
        for b, rest in self.resting.items():
            rows = self.ranges[b]
            out[rows] = returns.cost(out[rows] / max(mixed[b], 1e-300), *[p[rows] for p in self.stack.family])
            out[rest] = 0.0
            out[rest] = max(1.0 - float(out[rows].sum()), 0.0)
        totals = self.stack.totals(out)
        return np.asarray(out / np.where(totals > 0, totals, 1.0)[self.stack.block])

    def best_common_gain(self) -> tuple[tuple[float, Array] | None, Array, float]:
        """((gain, shares) of the best point found, prices w, bound on the best common gain), as far as signs need."""

        def decided(best: float, bound: float) -> bool:
            return best > tolerances.TINY_GAIN or bound < -tolerances.BELOW

        return self.best_rise(np.ones(len(self.d)), decided)

    def best_rise(
        self, slope: Array, decided: Callable[[float, float], bool]
    ) -> tuple[tuple[float, Array] | None, Array, float]:
        """Max tau with x - d >= tau slope: ((tau, shares) of the best point found, prices w, bound on tau).

        Prices have w . slope = 1. Where slope is zero x - d >= 0 is kept up to rounding. Stops once ``decided``.
        """
        m = len(self.d)
        best: tuple[float, Array] | None = None
        rising = slope > 0
        tightest, w_best = np.inf, rising / slope.sum()
        idle = 0
        for _ in range(_ROUNDS):
            payoffs, owner = self._matrix()
            rows = np.vstack([np.hstack([payoffs, -slope[:, None]]), np.hstack([owner, np.zeros((self.count, 1))])])
            k = len(self.atoms)
            answer = maximize(
                np.append(np.zeros(k), 1.0),
                rows,
                np.concatenate([self.d, np.ones(self.count)]),
                np.concatenate([np.full(m, np.inf), np.ones(self.count)]),
                np.append(np.zeros(k), -np.inf),
                np.inf,
            )
            if answer.status != "optimal":
                break
            shares = self._shares(answer.x[:k])
            rise = self.stack.payoff(shares) - self.d
            gain = float((rise[rising] / slope[rising]).min())
            idle += 1
            if best is None or gain > best[0]:
                best, idle = (gain, shares), 0
            w = np.maximum(-answer.duals[:m], 0.0)
            if (w * slope).sum() <= 0:
                break
            w /= (w * slope).sum()
            values, grew = self._price(w, answer.duals[m:])
            bound = float(values.sum() - w @ self.d)
            if bound < tightest:
                tightest, w_best, idle = bound, w, 0
            if decided(best[0], tightest) or not grew:
                break
            if tightest - best[0] < 1e-13 or idle >= _IDLE or self.watch.expired():
                break
        return best, w_best, tightest

    def cone(self, shares: Array, w: Array, bound: float) -> WhoGains:
        """The second program: who gains when not everyone can."""
        m = len(self.d)
        undecided = WhoGains(None, None, shares, w / self.lowered.scale, bound)
        best, least, common = undecided, np.inf, w
        for _ in range(_ROUNDS):
            answer, known = self._cone_program(None)
            if answer.status != "optimal" and least > enough(self.stack):
                nobody = WhoGains(True, np.zeros(m, dtype=bool), shares, undecided.direction, np.inf)
                proof, left = self._least(nobody, np.inf, [1.0 + weight * common for weight in _WEIGHTS])
                if left <= enough(self.stack):
                    return proof  # the prices that not all can gain, raised enough, prove that nobody can
                answer, known = self._cone_program(shares)
            if answer.status != "optimal":
                break
            k = len(self.atoms)
            size, gained = answer.x[k], answer.x[k + 1 :]
            gainers = gained > 0.5
            point = self._shares(answer.x[:k] / max(size, 1e-300)) if gainers.any() else shares
            w = np.maximum(-answer.duals[:m], 0.0)
            if w.max() <= 0:
                break
            values, grew = self._price(w, known)
            left = float(values.sum() - w @ self.d)
            most = float((max(left, 0.0) / np.maximum(w[~gainers], 1e-300)).max(initial=0.0))
            if most < least:
                least = most
                best = WhoGains(True, gainers, point, w / self.lowered.scale, left)
            if not grew or least <= tolerances.HELD or self.watch.expired():
                break
        if best.gainers is not None:
            # Prices far apart prove less once they are rounded, so w**gamma for the smallest gamma that proves enough;
            # where a curved frontier needs ever more unequal ones, gamma above one extrapolates them.
            w = best.direction * self.lowered.scale
            w = w / w[w > 0].min()
            best, least = self._least(best, least, [np.where(w > 0, w**g, 0.0) for g in np.linspace(0.1, 2.5, 49)])
        return best if least <= enough(self.stack) else undecided

    def _least(self, found: WhoGains, least: float, trials: Iterable[Array]) -> tuple[WhoGains, float]:
        """The same answer with the first of the scaled prices ``trials`` that proves it well, or with the best of them.

        ``least`` bounds what those who are not gainers can gain by the prices it has.
        """
        assert found.gainers is not None
        best, held = found, ~found.gainers
        for trial in trials:
            values, _ = self._price(trial, np.full(self.count, np.inf))
            left = float(values.sum() - trial @ self.d)
            # rounding of the two large sums, so that the bound stays a bound
            noise = 4e-16 * float(np.abs(values).sum() + np.abs(trial * self.d).sum())
            most = float(((max(left, 0.0) + noise) / np.maximum(trial[held], 1e-300)).max(initial=0.0))
            if most <= tolerances.TINY_GAIN or most < least:
                least, best = most, replace(found, direction=trial / self.lowered.scale, bound=max(left, 0.0) + noise)
            if most <= tolerances.TINY_GAIN:
                break
        return best, least

    def _cone_program(self, near: Array | None) -> tuple[LinearProgramResult, Array]:
        """(answer, best value known of every budget at its prices); columns: amounts of points, size c, capped gains r.

        Amounts of every budget sum to c, so points may also be stated as what they are more than the point of the
        shares ``near``. Where points of a curved set crowd around it, amounts of a billion then multiply small numbers
        that are exact, not large ones that nearly cancel: HiGHS calls such a program unbounded, though no amount is.
        """
        m, k = len(self.d), len(self.atoms)
        payoffs, owner = self._matrix()
        base, gains, unit = np.zeros((self.count, m)), -self.d, 1.0
        if near is not None:
            base = self.stack.totals(returns.value(near, *self.stack.family)[:, None] * self.stack.directions)
            gains = self.stack.payoff(near) - self.d
            gains = np.where(np.abs(gains) <= self.stack.rounding(near, self.d), 0.0, gains)
            payoffs, unit = np.array([self._beyond(atom, near) for atom in self.atoms]).reshape(-1, m).T, _UNIT
        rows = np.vstack(
            [
                np.hstack([unit * payoffs, unit * gains[:, None], -np.eye(m)]),
                np.hstack([owner, -np.ones((self.count, 1)), np.zeros((self.count, m))]),
            ]
        )
        lower, zero = np.zeros(k + 1 + m), np.zeros(m + self.count)
        upper = np.concatenate([np.full(k, np.inf), [1.0 / (unit * tolerances.TINY_GAIN)], np.ones(m)])
        above = np.concatenate([np.full(m, np.inf), np.zeros(self.count)])
        answer = maximize(np.concatenate([np.zeros(k + 1), np.ones(m)]), rows, zero, above, lower, upper)
        w = np.maximum(-answer.duals[:m], 0.0)
        return answer, answer.duals[m : m + self.count] / unit + base @ w

    def _beyond(self, atom: _Atom, shares: Array) -> Array:
        """The payoffs of a point less those of its budget at ``shares``, without cancellation where they are near."""
        rows = self.ranges[atom.budget]
        family = self.stack.scale[rows], self.stack.offset[rows], self.stack.exponent[rows]
        return np.asarray(returns.difference(shares[rows], atom.shares, *family) @ self.stack.directions[rows])
