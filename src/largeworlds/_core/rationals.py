"""Exact numbers: what was given beyond the precision of a double, and rational bounds of square roots.

A double is a rational number and is taken as exactly the one it is. Fractions, decimals and large whole numbers may lie
between two doubles; :func:`exact_copy` keeps them for exact answers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational
from typing import Any

import numpy as np

from .arrays import Array

Vector = tuple[Fraction, ...]

#: Whole numbers up to this size are doubles.
_WHOLE = 2**53


def rational(value: Any) -> Fraction:
    """A finite real number as the fraction it is.

    >>> rational(0.5), rational(Decimal("0.1"))
    (Fraction(1, 2), Fraction(1, 10))
    """
    if isinstance(value, Integral):
        return Fraction(int(value))
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    return Fraction(value) if isinstance(value, Decimal) else Fraction(float(value))


def vector(values: Iterable[Any]) -> Vector:
    """Numbers as fractions."""
    return tuple(map(rational, values))


def exact_copy(values: Any, rounded: Array) -> tuple[Fraction, ...] | None:
    """The numbers of ``values`` in row order, or None if ``rounded``, the same as doubles, is exactly that.

    >>> exact_copy([[Fraction(1, 3), 1]], np.array([[1 / 3, 1.0]]))
    (Fraction(1, 3), Fraction(1, 1))
    >>> exact_copy([[Fraction(1, 4), 1]], np.array([[0.25, 1.0]])) is None
    True
    """
    if _are_doubles(values):
        return None
    given = np.array(values, dtype=object) if isinstance(values, (list, tuple)) else np.asarray(values)
    numbers = vector(given.ravel().tolist())
    same = len(numbers) == rounded.size and all(map(Fraction.__eq__, numbers, vector(rounded.ravel().tolist())))
    return None if same else numbers


def _are_doubles(values: Any) -> bool:
    """True if it is plain that every number is a double: floats, and whole numbers that are not too large."""
    if not isinstance(values, (list, tuple)):
        given = np.asarray(values)  # a number alone becomes an array without axes
        return given.dtype.kind == "f" or (given.dtype.kind in "iu" and bool((abs(given) <= _WHOLE).all()))
    kinds = set(map(type, values))
    if kinds <= {float, int}:
        return int not in kinds or all(abs(v) <= _WHOLE for v in values if type(v) is int)
    return all(map(_are_doubles, values))


def rows_of(numbers: Vector | None, rounded: Array) -> tuple[Vector, ...]:
    """A matrix of exact numbers: those of an :func:`exact_copy`, or the doubles ``rounded`` (k, m) themselves."""
    flat = vector(rounded.ravel().tolist()) if numbers is None else numbers
    width = rounded.shape[-1]
    return tuple(flat[i : i + width] for i in range(0, len(flat), width))


def dot(a: Iterable[Fraction], b: Iterable[Fraction]) -> Fraction:
    """``a . b``."""
    return sum((x * y for x, y in zip(a, b, strict=True) if x and y), Fraction(0))


def plus(a: Vector, b: Vector) -> Vector:
    """``a + b``."""
    return tuple(x + y for x, y in zip(a, b, strict=True))


def times(a: Vector, b: Vector) -> Vector:
    """``a * b``, number by number."""
    return tuple(x * y for x, y in zip(a, b, strict=True))


def axis(t: int, dim: int) -> Vector:
    """The t-th unit vector."""
    return tuple(Fraction(s == t) for s in range(dim))


def root_above(square: Fraction, digits: int = 40) -> Fraction:
    """A fraction at least the square root of ``square`` >= 0, by at most one part in 2**``digits`` too large.

    >>> root_above(Fraction(9, 4)) == Fraction(3, 2), 0 <= root_above(Fraction(2)) ** 2 - 2 < 1e-9
    (True, True)
    """
    if not square:
        return Fraction(0)
    size = square.denominator.bit_length() - square.numerator.bit_length()
    shift = max(digits + size // 2 + 1, 0)
    scaled = square * 4**shift
    whole = math.isqrt(math.ceil(scaled))
    while whole * whole < scaled:
        whole += 1
    return Fraction(whole, 2**shift)


def dyadic(value: Fraction, digits: int) -> Fraction:
    """``value`` rounded to ``digits`` binary digits: short numbers for long computations."""
    if not value:
        return value
    shift = digits - (abs(value.numerator).bit_length() - value.denominator.bit_length())
    return Fraction(round(value * 2**shift), 2**shift) if shift >= 0 else Fraction(round(value / 2**-shift) * 2**-shift)
