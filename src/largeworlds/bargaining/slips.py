"""How far the best point for given weights may be from the exact one: a shortfall moves curved uses by its root."""

from __future__ import annotations

import numpy as np

from .._core import tolerances
from .._core.arrays import Array, Mask
from .._numerics import returns
from .._numerics.budgets import Stack

#: Curvature changes by less than half while an amount moves by this share of it.
_NEAR = 0.1


def slips(stack: Stack, w: Array, short: Array, shares: Array, loose: float = 0.0, only: Mask | None = None) -> Array:
    """Bound (m,) on how far payoffs of ``shares`` (N,) may be from the best ones for weights ``w`` (m,) >= 0.

    ``short`` (B,) are the shortfalls of the budgets; ``loose`` is the share by which every weight may be off. Infinite
    where curvature says nothing. Uses that tie up to :data:`tolerances.TIE` are left to the rule that chose among them.
    ``only`` (B,) says which budgets are asked for; all by default.
    """
    worth = stack.directions @ w
    out = np.zeros(stack.directions.shape[1])
    for b, (uses, curved) in enumerate(zip(stack.slices, stack.curved, strict=True)):
        rows, value = stack.directions[uses], worth[uses]
        if only is not None and not only[b]:
            continue
        if not curved:
            out += _other_vertices(rows, value, w, loose)
            continue
        family = stack.scale[uses], stack.offset[uses], stack.exponent[uses]
        moved = _moved(value, shares[uses], float(short[b]), *family, loose)
        with np.errstate(invalid="ignore"):
            lost = np.where(moved > 0, moved * returns.slope(shares[uses], *family), 0.0)
            out += np.where(rows != 0, np.abs(rows) * lost[:, None], 0.0).sum(axis=0)
    return out


def _other_vertices(rows: Array, value: Array, w: Array, loose: float) -> Array:
    """How far apart the points are (m,) that weights within ``loose`` might prefer to those that tie for the best."""
    best = int(np.argmax(value))
    size = float((np.abs(rows) @ w).max())
    tied = value >= value[best] - tolerances.TIE * size
    doubt = value >= value[best] - 2 * loose * (np.abs(rows - rows[best]) @ w)
    if not (doubt & ~tied).any():
        return np.zeros(rows.shape[1])
    return np.asarray(np.ptp(rows[doubt | tied], axis=0))


def _moved(
    worth: Array, shares: Array, short: float, scale: Array, offset: Array, exponent: Array, loose: float
) -> Array:
    """How far the shares (k,) of one budget may be from the best ones, where some returns are curved.

    With marginal returns equal to a price, a shortfall s of the budget moves a curved use by at most the root of
    4 s / (worth f''); weights that are off by a share change o + r by its power 2 / (1 - exponent). A straight line
    takes what the curved uses leave, and shares it with another one that is worth d less only up to s / d.
    """
    line, amount = exponent == 1.0, offset + shares
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        strength = worth * returns.bend(shares, scale, offset, exponent)
        moved = np.sqrt(4 * (short + 1e-16 * np.abs(worth * scale)) / strength)
        moved = np.where(moved <= _NEAR * amount, moved, np.inf)
        moved = moved + amount * np.expm1(2 * np.log1p(loose) / (1 - np.where(line, 0.0, exponent)))
    moved = np.where(line | (shares <= 0), 0.0, moved)
    if line.any():
        value = np.where(line, worth * scale, -np.inf)
        less = value.max() - value
        open_ = short + 2 * loose * value.max()
        left = float(shares[line].sum())
        shared = np.where(less > tolerances.TIE * value.max(), np.minimum(open_ / np.maximum(less, 1e-300), left), 0.0)
        moved = np.where(line, moved[~line].sum() + shared[line].sum(), moved)
    return np.asarray(moved)
