"""The duality gap of the Nash bargaining solution and the error bound that follows from it.

For x in F with gains g = x - d > 0 and any weights w > 0, weak duality gives with rho_t = w_t g_t / nu_t

    f(x*) - f(x) <= support_F(w) - w . x + sum nu_t (rho_t - 1 - log rho_t),      f(x) = sum nu_t log g_t.

With w = nu / g the last sum vanishes and this is the gap of Treutlein's first-order condition; with the solver's own w
the errors of g enter only to second order, which matters when gains are small beside the range of payoffs. Either is a
proof; the smaller one is published, with its w. Since f is concave and x* optimal, q_t = g_t / g*_t then satisfies
``sum nu_t (q_t - 1 - log q_t) <= gap``, which bounds every gain.
"""

from __future__ import annotations

import math

import numpy as np

from .._core import tolerances
from .._core.arrays import Array
from .._numerics.budgets import Stack

#: Accuracy, as a share of the error bound, to which doubles solve its equation.
_SOLVED_TO = 1e-11


def nash_gap(
    stack: Stack, threshold: Array, nu: Array, shares: Array, w: Array, gains: Array | None = None
) -> tuple[float, Array, Array]:
    """(gap, weights, gains) in scaled coordinates for ``shares`` and the solver's weights ``w``; gap inf if g <= 0.

    ``gains`` may be given if they are known more exactly. Coordinates with nu_t = 0 are constraints
    g_t >= 0 with multiplier w_t.
    """
    gains = stack.payoff(shares) - threshold if gains is None else gains
    count = nu > 0
    if (
        not (gains[count] > 0).all()
        or not (gains[~count] >= -tolerances.TINY_GAIN).all()
        or not np.isfinite(gains).all()
    ):
        return math.inf, w, gains
    slack = float(np.maximum(gains[~count], 0.0) @ w[~count])
    best, best_w = math.inf, w
    for candidate in (np.where(count, nu / np.where(count, gains, 1.0), w), w):
        rho = np.where(count, candidate * gains / np.where(count, nu, 1.0) - 1.0, 0.0)
        gap = float(stack.shortfall(candidate, shares).sum()) + slack
        gap += float((nu * (rho - np.log1p(rho))).sum())
        if gap < best:
            best, best_w = gap, candidate
        if best <= tolerances.GAP_TARGET:
            break
    return max(best, 0.0), best_w, gains


def gain_error(gap: float, nu: Array, gains: Array) -> Array:
    """Bound on ``|g*_t - g_t|`` from ``nu_t (q - 1 - log q) <= gap`` with q = g_t / g*_t; inf where unproved."""
    out = np.full(len(nu), np.inf)
    if not math.isfinite(gap):
        return out
    for t in np.flatnonzero((nu > 0) & (gains > 0)):
        low, high = _ratio_interval(gap / nu[t])
        # gains is itself rounded: allow a few units in the last place; and so is the interval, which doubles find
        off = max(1.0 / low - 1.0 if low > 0 else math.inf, 1.0 - 1.0 / high)
        out[t] = gains[t] * (off * (1 + _SOLVED_TO) + 4e-16)
    return out


def _ratio_interval(level: float) -> tuple[float, float]:
    """The interval of q > 0 with q - 1 - log q <= level, rounded outwards."""
    if not math.isfinite(level):
        return 1e-300, math.inf
    if level < 1e-8:  # q = 1 + e: e^2/2 - e^3/3 + ... <= level
        root = math.sqrt(2 * level)
        return 1 - root * (1 + root), 1 + root * (1 + root)
    low, high = math.exp(-1 - level), 1 + level + math.sqrt(level * level + 2 * level) * 2

    def outside(q: float) -> bool:
        return q - 1 - math.log(q) > level

    ends = []
    for inner, outer in ((1.0, low), (1.0, high)):
        for _ in range(200):
            middle = 0.5 * (inner + outer)
            if middle in (inner, outer):
                break
            inner, outer = (inner, middle) if outside(middle) else (middle, outer)
        ends.append(outer)
    return ends[0], ends[1]
