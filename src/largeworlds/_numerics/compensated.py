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
    products, low = _two_product(matrix, vector[None, :])
    return _row_sums(products, low.sum(axis=1))


def weighted_rows(weights: Array, rows: Array) -> Array:
    """``weights @ rows`` with the rounding error of one operation on the exact result."""
    return matvec(np.ascontiguousarray(rows.T), weights)


def column_sums(rows: Array) -> Array:
    """Sum over the first axis with compensation."""
    return _row_sums(np.ascontiguousarray(rows.T), np.zeros(rows.shape[1]))


def _row_sums(terms: Array, carry: Array) -> Array:
    """Sum each row in pairs, halving the number of terms, and collect what every addition loses in ``carry``."""
    while terms.shape[1] > 1:
        half = terms.shape[1] // 2
        total, lost = _two_sum(terms[:, :half], terms[:, half : 2 * half])
        carry = carry + lost.sum(axis=1)
        terms = np.concatenate([total, terms[:, 2 * half :]], axis=1)
    return (terms[:, 0] if terms.shape[1] else 0.0) + carry
