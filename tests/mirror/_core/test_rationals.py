"""Exact numbers: what is kept beyond doubles, and bounds of roots."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from largeworlds._core.rationals import axis, dot, dyadic, exact_copy, rational, root_above, rows_of, vector

LARGE = 2**53 + 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.1, Fraction(0.1)),
        (np.float64(0.1), Fraction(0.1)),
        (np.int64(2**62), Fraction(2**62)),
        (LARGE, Fraction(LARGE)),
        (Decimal("0.1"), Fraction(1, 10)),
        (Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_numbers_are_taken_as_they_are(value, expected):
    found = rational(value)
    assert found == expected and type(found.numerator) is int


@pytest.mark.parametrize(
    "values",
    [
        [[Fraction(1, 3), 1]],
        [[LARGE, 1]],
        [[LARGE, 0.5]],
        [[Decimal("0.1"), 1]],
        ((Fraction(1, 3), np.int64(1)),),
        [np.array([LARGE, 1])],
        np.array([[LARGE, 1]]),
        np.array([[Fraction(1, 3), 1]], dtype=object),
    ],
)
def test_what_doubles_would_round_is_kept(values):
    rounded = np.array(values, dtype=float)
    kept = exact_copy(values, rounded)
    assert kept is not None and kept[0] != Fraction(float(rounded[0, 0]))
    assert rows_of(kept, rounded) == (kept,)
    assert kept[0] in (Fraction(1, 3), Fraction(LARGE), Fraction(1, 10))


@pytest.mark.parametrize(
    "values",
    [
        [[0.1, 0.2]],
        [[1, 2]],
        [[1, 0.1]],
        [[Fraction(1, 4), Decimal("0.5")]],
        np.array([[1, 2]]),
        np.array([[0.1, 0.2]]),
    ],
)
def test_nothing_is_kept_where_doubles_are_exact(values):
    rounded = np.array(values, dtype=float)
    assert exact_copy(values, rounded) is None
    assert rows_of(None, rounded) == (vector(rounded.ravel().tolist()),)


def test_a_number_alone():
    assert exact_copy(Fraction(1, 3), np.array([1 / 3])) == (Fraction(1, 3),)
    assert exact_copy(2.0, np.array([2.0])) is None


def test_roots_are_bounded_from_above_and_nearly_right(rng):
    for exponent in (-600, -60, 0, 60, 600):
        square = Fraction(int(rng.integers(1, 10**9)), int(rng.integers(1, 10**9))) * Fraction(2) ** exponent
        root = root_above(square)
        assert square <= root * root <= square * (1 + Fraction(1, 2**38))
    assert root_above(Fraction(0)) == 0


def test_short_numbers():
    third = Fraction(1, 3)
    assert abs(dyadic(third, 30) - third) < Fraction(1, 2**30) and dyadic(third, 30).denominator < 2**34
    assert abs(dyadic(third * 10**40, 30) / (third * 10**40) - 1) < Fraction(1, 2**29)
    assert dyadic(Fraction(0), 30) == 0 and dot(axis(1, 3), vector([1, 2, 3])) == 2
