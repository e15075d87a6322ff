"""The root between two poles: rational ones are found, others isolated, against numpy and by sign changes."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from largeworlds._core.rationals import vector
from largeworlds._numerics.rational_roots import root_between


def value(weights, poles, z):
    return sum(nu / (z - p) for nu, p in zip(weights, poles, strict=True))


def test_equal_weights_on_three_poles():
    root = root_between(vector([1, 1, 1]), vector([0, 1, 2]), Fraction(0), Fraction(1), 100)
    assert root.coefficients == (3, -6, 2) and root.exact is None
    assert (root.low - 1) ** 2 > Fraction(1, 3) > (root.high - 1) ** 2 and root.high - root.low <= Fraction(1, 2**100)


@pytest.mark.parametrize(
    ("weights", "poles", "root"),
    [
        ([1, 2], [0, 3], 1),  # 1 / z = 2 / (3 - z)
        ([Fraction(1, 3), Fraction(2, 3)], [0, 1], Fraction(1, 3)),
        ([1, 1, 2], [0, 0, 4], 2),  # two poles that fall together
    ],
)
def test_rational_roots_are_found(weights, poles, root):
    high = min(p for p in poles if p > 0)
    found = root_between(vector(weights), vector(poles), Fraction(0), Fraction(high), 60)
    assert found.exact == found.low == found.high == root


def test_every_rational_root_is_found(rng, count):
    """Weights that put the root at a given fraction; and the same shifted by a hair, where it is none."""
    for _ in range(count(200, 30)):
        poles = [
            Fraction(0),
            Fraction(1),
            *(Fraction(int(p), 7) for p in rng.choice([-9, -5, -3, 9, 11, 16], 2, False)),
        ]
        z = Fraction(int(rng.integers(1, 1000)), 1000)
        weights = vector(rng.integers(1, 9, size=4))
        rest = value(weights[1:], poles[1:], z)
        first = -rest * (z - poles[0])
        if first <= 0:
            continue
        found = root_between([first, *weights[1:]], poles, Fraction(0), Fraction(1), 60)
        assert found.exact == z


def test_against_numpy(rng, count):
    for _ in range(count(200, 8)):
        poles = sorted(vector(rng.random(5)))
        weights = vector(rng.random(5) + 0.01)
        k = int(rng.integers(4))
        found = root_between(weights, poles, poles[k], poles[k + 1], 80)
        assert value(weights, poles, found.low) > 0 > value(weights, poles, found.high)
        known = np.roots([float(Fraction(c, found.coefficients[0])) for c in found.coefficients])
        assert np.abs(known - float(found.low)).min() < 1e-6
