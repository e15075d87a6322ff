"""The search for a Nash solution: interior points, oracles asked at their prices, the best certificate kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .._core import tolerances
from .._core.arrays import Array, Mask
from .._core.status import Status
from .._core.stopwatch import Stopwatch
from .._numerics import interior_point
from .._numerics.budgets import Stack
from .agreement import Choice
from .certificate import nash_gap
from .lowering import Lowered
from .problem import BargainingProblem

#: Players who cannot gain keep their disagreement payoff up to this share of their payoff's range.
_HELD = 1e-11
#: Shares below this are dropped if the certificate does not suffer.
_DUST = 1e-12
_ORACLE_ROUNDS = 200
#: Complementarity above which the certificate is not evaluated.
_FAR = 1e-5
#: A step that leaves more than this share of the complementarity is slow: perhaps there is nothing to be found.
_SLOW = 0.9


@dataclass(frozen=True, eq=False)
class Found:
    """A feasible point with its certificate, in scaled coordinates.

    ``gap`` is that of the point in exact arithmetic, ``rounding`` (m,) how far its gains may be off as published, and
    ``lent`` what holding players a little below d may have brought the others (infinite where that is unproved).
    """

    choices: tuple[Choice, ...]
    gains: Array
    w: Array
    gap: float
    steps: int
    rounding: Array
    lent: float = 0.0


def lent_by(found: Found) -> float:
    """What those who stand below d lend the others at the prices of the certificate, in units of the objective."""
    return float(found.w @ np.maximum(-found.gains, 0.0))


@dataclass(frozen=True, eq=False)
class _Kept:
    """An iterate with its certificate; ``slack`` is its first-order distance from optimality."""

    shares: Array
    gap: float
    w: Array
    gains: Array
    slack: float


def _best(kept: list[_Kept]) -> _Kept:
    """Of the iterates whose gap is as small as it gets, the one nearest to optimality.

    The gap is of second order in the error: at 1e-16 payoffs may still be wrong by 1e-8, so it alone does not choose.
    """
    level = max(2 * min(item.gap for item in kept), tolerances.GAP_TARGET)
    return min((item for item in kept if item.gap <= level), key=lambda item: item.slack)


def _distance(stack: Stack, nu: Array, shares: Array, w: Array, gains: Array) -> float:
    """First-order distance from optimality: relative errors of w g = nu, and marginal worths that should be equal."""
    count = nu > 0
    off = np.abs(w * gains - nu)[count] / nu[count]
    return float(off.max()) + stack.slack(w, shares)


def _settled(kept: list[_Kept]) -> bool:
    """True if the last four iterates brought nothing: neither the gap nor the distance from optimality halved."""
    if kept[-1].gap <= tolerances.GAP_TARGET and kept[-1].slack <= tolerances.SLACK_TARGET:
        return True
    before, last = kept[:-4], kept[-4:]
    if not before or min(item.gap for item in before) >= tolerances.GAP_SOLVED:
        return False
    gap_stuck = min(item.gap for item in last) > 0.5 * max(min(item.gap for item in before), tolerances.GAP_TARGET)
    slack_stuck = min(item.slack for item in last) > 0.5 * min(item.slack for item in before)
    return slack_stuck and (gap_stuck or kept[-1].gap <= tolerances.GAP_TARGET)


def _excluded(stack: Stack, threshold: Array, w: Array) -> bool:
    """True if the weights ``w`` already prove that no feasible x has x >= d: then there is nothing to search for."""
    even = stack.even_shares()
    most = float(stack.shortfall(w, even).sum()) + float(w @ (stack.payoff(even) - threshold))
    return most < -tolerances.TINY_GAIN * float(w.sum())


class Search:
    """Runs the interior point, asks oracles for better points at its weights, and keeps the best certificate."""

    def __init__(self, problem: BargainingProblem, watch: Stopwatch) -> None:
        self.problem = problem
        self.watch = watch
        self.lowered = Lowered.of(problem)

    @property
    def unproved(self) -> Status:
        """The status of what is not proved: stopped early or not."""
        return Status.time_limit if self.watch.expired() else Status.not_converged

    def run(
        self, nu: Array, shares: Array | None = None, held: Mask | None = None, hold: float = _HELD
    ) -> Found | None:
        """The best certified point for weights ``nu``, from even shares or from feasible ``shares``.

        Those who are ``held`` may stand below d by the share ``hold`` of their payoff's range.
        """
        best: Found | None = None
        for _ in range(_ORACLE_ROUNDS):
            found = self._once(nu, shares, held, hold)
            if found is None:
                break
            unseen = self.lowered.unseen(found.w)
            if best is None or found.gap + unseen < best.gap:
                best = replace(found, gap=found.gap + unseen)
            if unseen <= tolerances.GAP_TARGET or self.watch.expired():
                break
            if not self.lowered.learn(found.w, 0.0):
                break
            shares = None
        return best

    def _once(self, nu: Array, shares: Array | None, held: Mask | None, hold: float) -> Found | None:
        """One interior-point run over the points known now."""
        stack = self.lowered.stack
        threshold = self.lowered.threshold(self.problem.disagreement)
        if held is not None:
            threshold = threshold - np.where(held, hold, 0.0)
        kept: list[_Kept] = []
        last = np.inf

        def watch(point: interior_point.Point, mu: float) -> bool:
            nonlocal last
            slow, last = mu > _SLOW * last, mu
            if mu > _FAR and not self.watch.expired():  # too early to certify anything worth the evaluation
                return slow and _excluded(stack, threshold, point.w)
            tidy = point.shares / stack.totals(point.shares)[stack.block]
            gap, w, gains = nash_gap(stack, threshold, nu, tidy, point.w)
            kept.append(_Kept(tidy, gap, w, gains, _distance(stack, nu, tidy, point.w, gains)))
            return self.watch.expired() or _settled(kept)

        begin = interior_point.start(stack, threshold, nu, shares)
        interior_point.solve(stack, threshold, nu, begin, watch)
        if not kept:
            return None
        best = _best(kept)
        idle = (stack.exponent == 1.0) | (stack.directions @ best.w < 0)
        tidy = np.where((best.shares < _DUST) & idle, 0.0, best.shares)
        tidy = tidy / stack.totals(tidy)[stack.block]
        cleaner = _Kept(tidy, *nash_gap(stack, threshold, nu, tidy, best.w), best.slack)
        if cleaner.gap <= max(best.gap, tolerances.GAP_TARGET):
            best = cleaner
        gains, lent = best.gains, 0.0
        if held is not None:
            gains = gains - np.where(held, hold, 0.0)
            finite = stack.is_linear and not self.lowered.sampled  # an oracle may be curved
            lent = 2 * hold * float(best.w[held].sum()) if finite else np.inf
        noise = stack.rounding(best.shares, threshold)
        return Found(self.lowered.choices(stack.spent(best.shares)), gains, best.w, best.gap, len(kept), noise, lent)
