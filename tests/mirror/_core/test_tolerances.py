"""Tolerances: one home, free of units, in the order that makes sense of them."""

from __future__ import annotations

from largeworlds._core import tolerances


def test_targets_are_stricter_than_what_counts_as_solved():
    numbers = {name: value for name, value in vars(tolerances).items() if name.isupper()}
    assert numbers
    assert all(isinstance(value, float) and 0 < value < 1e-3 for value in numbers.values()), numbers
    assert tolerances.GAP_TARGET < 1e-12 < tolerances.GAP_SOLVED <= 1e-9
    assert tolerances.TIE < tolerances.MEMBERSHIP
