"""The one family of concave returns behind every budget: shifted powers, with line and log as limits.

A use with parameters (scale c, offset o, exponent b), b <= 1, turns the amount r >= 0 into
``c * ((o + r)**b - o**b) / b`` (b != 0) or ``c * log(1 + r / o)`` (b = 0; then, and for b < 0, o > 0).
``b = 1`` is the straight line ``c * r``. All functions broadcast over their arguments.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .._core.arrays import Array, Mask


def value(amount: Array, scale: Array, offset: Array, exponent: Array) -> Array:
    """The return of ``amount``; exact at 0 and free of cancellation for small amounts."""
    amount, scale, offset, exponent = np.broadcast_arrays(amount, scale, offset, exponent)
    out = np.array(amount, dtype=float)
    power = (offset == 0) & (exponent != 1)
    out[power] = out[power] ** exponent[power] / exponent[power]
    logarithm = (offset > 0) & (exponent == 0)
    out[logarithm] = np.log1p(out[logarithm] / offset[logarithm])
    shifted = (offset > 0) & (exponent != 0) & (exponent != 1)
    b, o = exponent[shifted], offset[shifted]
    out[shifted] = o**b * np.expm1(b * np.log1p(out[shifted] / o)) / b
    return np.asarray(scale * out)


def difference(start: Array, end: Array, scale: Array, offset: Array, exponent: Array) -> Array:
    """``value(end) - value(start)`` without cancellation when the two amounts are close."""
    base = offset + start
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = np.log1p((end - start) / np.where(base > 0, base, 1.0))
        power = np.where(exponent == 0, 1.0, exponent)
        change = np.where(exponent == 0, growth, base**exponent * np.expm1(exponent * growth) / power)
    change = np.where(base > 0, scale * change, value(end, scale, offset, exponent))
    return np.where(exponent == 1.0, scale * (end - start), change)


def slope(amount: Array, scale: Array, offset: Array, exponent: Array) -> Array:
    """The marginal return ``c (o + r)**(b - 1)``."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(scale > 0, scale * (offset + amount) ** (exponent - 1.0), 0.0)


def bend(amount: Array, scale: Array, offset: Array, exponent: Array) -> Array:
    """Minus the second derivative: ``c (1 - b) (o + r)**(b - 2)``, never negative."""
    with np.errstate(divide="ignore", invalid="ignore"):
        curved = scale * (1.0 - exponent) * (offset + amount) ** (exponent - 2.0)
    return np.where((exponent == 1.0) | (scale == 0), 0.0, curved)


def cost(gained: Array, scale: Array, offset: Array, exponent: Array) -> Array:
    """The amount that brings a return of ``gained``: the inverse of :func:`value` (inf: out of reach)."""
    gained, scale, offset, exponent = np.broadcast_arrays(gained, scale, offset, exponent)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        out = np.where(scale > 0, gained / np.where(scale > 0, scale, 1.0), np.where(gained > 0, np.inf, 0.0))
        power = (offset == 0) & (exponent != 1)
        out[power] = (exponent[power] * out[power]) ** (1.0 / exponent[power])
        logarithm = (offset > 0) & (exponent == 0)
        out[logarithm] = offset[logarithm] * np.expm1(out[logarithm])
        shifted = (offset > 0) & (exponent != 0) & (exponent != 1)
        b, o = exponent[shifted], offset[shifted]
        inner = b * out[shifted] / o**b
        reach = np.where(inner > -1.0, inner, -1.0)
        out[shifted] = np.where(inner > -1.0, o * np.expm1(np.log1p(reach) / b), np.inf)
    return out


def best_split(weights: Array, scale: Array, offset: Array, exponent: Array, budget: float) -> Array:
    """Split ``budget`` over k uses so that the weighted sum of returns is largest.

    ``weights`` is (batch, k); so is the answer. Uses with a weight of zero or less get nothing; if no use has
    a positive weight nothing is spent. Among equally good linear uses the first one gets it all.
    """
    batch, k = weights.shape
    worth = (np.where(weights > 0, weights, 0.0) * scale).ravel()
    start = np.arange(batch) * k
    return best_shares(worth, np.tile(offset, batch), np.tile(exponent, batch), start, budget).reshape(batch, k)


def best_shares(worth: Array, offset: Array, exponent: Array, start: NDArray[np.intp], budget: float = 1.0) -> Array:
    """Many splits at once: uses ``start[i]`` to ``start[i + 1]`` share one ``budget``; ``worth`` is weight times scale.

    Marginal returns ``worth * (offset + r)**(exponent - 1)`` are equalised at a price exp(-theta), by Newton's method
    on theta from above: demand is convex and increasing in theta, so it never overshoots.
    """
    count = len(worth)
    block = np.repeat(np.arange(len(start)), np.diff(np.append(start, count)))
    top = np.maximum.reduceat(worth, start)
    # Weights only matter up to a common factor; scaling the best one to 1 keeps the logarithms tame.
    worth = np.where(worth > 0, worth, 0.0) / np.where(top > 0, top, 1.0)[block]
    spent = np.zeros(count)
    curved = (worth > 0) & (exponent < 1.0)
    if curved.any():
        spent = _curved_split(worth, offset, exponent, curved, start, block, budget)
    line = np.where((exponent == 1.0) & (worth > 0), worth, 0.0)
    best_line = np.maximum.reduceat(line, start)
    if (best_line > 0).any():
        # A straight line sets a floor under the price: what falls below it goes to the line.
        floor = best_line[block]
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            at_line = (worth / floor) ** (1.0 / (1.0 - np.where(curved, exponent, 0.0))) - offset
        limit = np.where(curved & (floor > 0), np.maximum(at_line, 0.0), np.inf)
        spent = np.minimum(spent, limit)
        left = np.maximum(budget - np.add.reduceat(spent, start), 0.0)
        for b in np.flatnonzero(best_line > 0):
            first = int(start[b]) + int(np.argmax(line[start[b] : start[b + 1] if b + 1 < len(start) else count]))
            spent[first] = left[b]
    return spent


def _curved_split(
    worth: Array,
    offset: Array,
    exponent: Array,
    curved: Mask,
    start: NDArray[np.intp],
    block: NDArray[np.intp],
    budget: float,
) -> Array:
    """The split of every budget over its curved uses alone."""
    kappa = 1.0 / (1.0 - np.where(curved, exponent, 0.0))
    level = np.where(curved, kappa * np.log(np.where(curved, worth, 1.0)), -np.inf)
    ceiling = np.where(curved, (np.log(budget + np.where(curved, offset, 0.0)) - level) / kappa, np.inf)
    theta = np.minimum.reduceat(ceiling, start)
    served = np.isfinite(theta)
    theta = np.where(served, theta, 0.0)
    for _ in range(200):
        gross = np.exp(level + kappa * theta[block])
        excess = np.add.reduceat(np.maximum(gross - offset, 0.0) * curved, start) - budget
        speed = np.add.reduceat(np.where(curved & (gross > offset), kappa * gross, 0.0), start)
        moving = served & (excess > 4e-16 * budget) & (speed > 0)
        step = np.where(moving, excess / np.where(speed > 0, speed, 1.0), 0.0)
        if not (theta - step != theta).any():
            break
        theta = theta - step
    demand = np.maximum(np.exp(level + kappa * theta[block]) - offset, 0.0) * curved
    total = np.add.reduceat(demand, start)
    return np.asarray(demand * (budget / np.where(total > 0, total, 1.0))[block])
