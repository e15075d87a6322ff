"""Sums and products as if computed in twice the working precision (Ogita, Rump and Oishi 2005)."""

from __future__ import annotations

import numpy as np

from .._core.arrays import Array

_SPLIT = 134217729.0  # 2**27 + 1


def _two_product(a: Array, b: Array) -> tuple[Array, Array]:
    product = a * b
    a_high = _SPLIT * a - (_SPLIT * a - a)
    b_high = _SPLIT * b - (_SPLIT * b - b)
    a_low, b_low = a - a_high, b - b_high
    return product, a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)


def _two_sum(a: Array, b: Array) -> tuple[Array, Array]:
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def matvec(matrix: Array, vector: Array) -> Array:
    """``matrix @ vector`` with the rounding error of one operation on the exact result."""
    total = np.zeros(matrix.shape[0])
    carry = np.zeros(matrix.shape[0])
    for column in range(matrix.shape[1]):
        product, low = _two_product(matrix[:, column], np.broadcast_to(vector[column], total.shape))
        total, lost = _two_sum(total, product)
        carry += low + lost
    return total + carry


def column_sums(rows: Array) -> Array:
    """Sum over the first axis with compensation."""
    total = np.zeros(rows.shape[1:])
    carry = np.zeros(rows.shape[1:])
    for row in rows:
        total, lost = _two_sum(total, row)
        carry += lost
    return total + carry
