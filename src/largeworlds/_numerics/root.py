"""Root of a positive semidefinite matrix: L with ``L L' = S``, one column per dimension that S spans."""

from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np

from .._core import tolerances
from .._core.arrays import Array

#: Digits in which the root is computed, so that its rounded entries are right also where S is nearly singular.
_DIGITS = 50
#: Among pivots that tie within this share the first is taken, so that rounding does not choose.
_TIED = Decimal("1e-9")


def root(matrix: Array) -> Array:
    """L (n, k) with ``L L' = matrix`` (n, n), by Cholesky's method with the largest remaining diagonal entry first.

    Entries of the diagonal are compared as shares of the matrix's own, so no unit matters. What remains of them below
    ``tolerances.FLAT`` is rounding of the matrix: it counts as zero, with all of its row and column.
    """
    with localcontext() as context:
        context.prec = _DIGITS
        left = np.array([[Decimal(value) for value in row] for row in matrix.tolist()], dtype=object)
        whole = left.diagonal().copy()
        columns = []
        while True:
            shares = [
                have / all_ if all_ > 0 else Decimal(0) for have, all_ in zip(left.diagonal(), whole, strict=True)
            ]
            most = max(shares)
            if most <= Decimal(tolerances.FLAT):
                break
            first = next(i for i, share in enumerate(shares) if share >= most * (1 - _TIED))
            column = left[:, first] / left[first, first].sqrt()
            left = left - np.outer(column, column)
            left[first, :] = left[:, first] = Decimal(0)
            columns.append(column)
    return np.array(columns, dtype=float).T.reshape(len(matrix), len(columns))


def least_eigenvalue(matrix: Array) -> float:
    """Smallest eigenvalue of the symmetric ``matrix`` with rows and columns scaled to ones on its diagonal.

    Rows with zero on the diagonal stay as they are, in units of the others.
    """
    diagonal = np.abs(matrix.diagonal())
    unit = np.sqrt(np.where(diagonal > 0, diagonal, max(float(np.abs(matrix).max()), 1e-300)))
    return float(np.linalg.eigvalsh(matrix / unit[:, None] / unit[None, :]).min())
