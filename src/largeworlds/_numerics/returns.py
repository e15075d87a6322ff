"""The one family of concave returns behind every budget: shifted powers, with line and log as limits.

A use with parameters (scale c, offset o, exponent b), b <= 1, turns the amount r >= 0 into
``c * ((o + r)**b - o**b) / b`` (b != 0) or ``c * log(1 + r / o)`` (b = 0; then, and for b < 0, o > 0).
``b = 1`` is the straight line ``c * r``. All functions broadcast over their arguments.
"""

from __future__ import annotations

import numpy as np

from .._core.arrays import Array


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


def slope(amount: Array, scale: Array, offset: Array, exponent: Array) -> Array:
    """The marginal return ``c (o + r)**(b - 1)``."""
    with np.errstate(divide="ignore"):
        return np.asarray(scale * (offset + amount) ** (exponent - 1.0))


def bend(amount: Array, scale: Array, offset: Array, exponent: Array) -> Array:
    """Minus the second derivative: ``c (1 - b) (o + r)**(b - 2)``, never negative."""
    with np.errstate(divide="ignore", invalid="ignore"):
        curved = scale * (1.0 - exponent) * (offset + amount) ** (exponent - 2.0)
    return np.where(exponent == 1.0, 0.0, curved)


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
    worth = np.where(weights > 0, weights * scale, 0.0)
    spent = np.zeros_like(worth)
    top = worth.max(axis=1, initial=0.0)
    if exponent.size and exponent[0] < 1 and (exponent == exponent[0]).all() and not offset.any():
        # Equal powers without offset: amounts are proportional to worth**kappa, in closed form.
        live = top > 0
        shares = (worth[live] / top[live, None]) ** (1.0 / (1.0 - exponent[0]))
        spent[live] = budget * shares / shares.sum(axis=1, keepdims=True)
        return spent
    for row in np.flatnonzero(top > 0):
        # Weights only matter up to a common factor; scaling the best one to 1 keeps the logarithms tame.
        spent[row] = _split_one(worth[row] / top[row], offset, exponent, budget)
    return spent


def _split_one(worth: Array, offset: Array, exponent: Array, budget: float) -> Array:
    """Equalise marginal returns ``worth * (offset + r)**(exponent - 1)`` at a price exp(-theta)."""
    spent = np.zeros_like(worth)
    live = worth > 0
    line = live & (exponent == 1.0)
    curved = np.flatnonzero(live & (exponent < 1.0))
    best_line = int(np.argmax(np.where(line, worth, -1.0))) if line.any() else None
    if curved.size:
        amounts = _curved_split(worth[curved], offset[curved], exponent[curved], budget)
        if best_line is not None:
            # A straight line sets a floor under the price: what falls below it goes to the line.
            kappa = 1.0 / (1.0 - exponent[curved])
            with np.errstate(over="ignore"):  # infinite demand at that price: the line gets nothing
                at_line = (worth[curved] / worth[best_line]) ** kappa - offset[curved]
            amounts = np.minimum(amounts, np.maximum(at_line, 0.0))
        spent[curved] = amounts
    if best_line is not None:
        spent[best_line] = max(budget - float(spent[curved].sum()), 0.0) if curved.size else budget
    return spent


def _curved_split(worth: Array, offset: Array, exponent: Array, budget: float) -> Array:
    """Newton on theta = -log(price) from above: demand is convex and increasing in theta, so it never overshoots."""
    kappa = 1.0 / (1.0 - exponent)
    level = kappa * np.log(worth)
    theta = float(((np.log(budget + offset) - level) / kappa).min())
    for _ in range(200):
        gross = np.exp(level + kappa * theta)
        demand = np.maximum(gross - offset, 0.0)
        excess = float(demand.sum()) - budget
        speed = float((kappa * gross)[gross > offset].sum())
        if excess <= 4e-16 * budget or speed <= 0:
            break
        step = excess / speed
        if theta - step == theta:
            break
        theta -= step
    demand = np.maximum(np.exp(level + kappa * theta) - offset, 0.0)
    return np.asarray(demand * (budget / demand.sum()))
