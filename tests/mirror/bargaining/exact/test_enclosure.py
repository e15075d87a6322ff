"""Intervals from the gap: they hold every ratio that the inequality allows, and not much more."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from largeworlds.bargaining.exact.enclosure import ratio_bounds


@pytest.mark.parametrize("level", [1e-30, 1e-12, 1e-6, 1e-3, 0.03, 0.1, 0.5, 0.99, 3.0])
def test_every_ratio_that_is_allowed_lies_inside(level):
    low, high = ratio_bounds(Fraction(level))
    for k in range(1, 4000):
        for q in (1 + k / 1000 * math.sqrt(level), 1 - k / 4000 * min(2 * math.sqrt(level), 1 - 1e-9)):
            e = q - 1
            if q > 0 and e - math.log1p(e) <= level * (1 - 1e-9) and level > 1e-20:
                assert low <= 1 / Fraction(q) and (high is None or 1 / Fraction(q) <= high)
    wide = float((1 if high is None else high) - low)
    assert wide < 3.5 * math.sqrt(2 * level) or level >= 0.1
    assert (high is None) == (level >= 1)


def test_bounds_are_sharp_to_first_order():
    low, high = ratio_bounds(Fraction(1, 10**20))
    assert float((high - low) / (2 * Fraction(2) ** Fraction(1, 2))) == pytest.approx(1e-10, rel=1e-8)


def test_no_gap_leaves_nothing_open():
    assert ratio_bounds(Fraction(0)) == (1, 1)
