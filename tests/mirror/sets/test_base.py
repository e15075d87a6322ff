"""What all sets share: shapes of directions and points, and the units of membership."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, InvalidProblem, Oracle, Polytope
from tests.representative_sets import disc


def test_one_direction_or_a_batch():
    ball = Ball([1.0, 1.0])
    assert ball.support([1.0, 0.0]).shape == () and ball.support([[1.0, 0.0]]).shape == (1,)
    assert ball.maximizer([1.0, 0.0]).shape == (2,) and ball.maximizer(np.zeros((0, 2))).shape == (0, 2)


@pytest.mark.parametrize(
    ("w", "words"),
    [
        ([1.0], ["w", "(2,) or (batch, 2)", "(1,)"]),
        (1.0, ["w", "()"]),
        (np.zeros((1, 1, 2)), ["w", "(1, 1, 2)"]),
        ([1.0, np.nan], ["w", "finite"]),
    ],
)
def test_errors_of_directions(w, words):
    for ask in (Ball([1.0, 1.0]).support, Ball([1.0, 1.0]).maximizer):
        with pytest.raises(InvalidProblem) as error:
            ask(w)
        assert all(word in str(error.value) for word in words), str(error.value)


def test_errors_of_points():
    with pytest.raises(InvalidProblem, match="x must have 2 numbers, one per coordinate, but it has 1"):
        Ball([1.0, 1.0]).contains([1.0])
    with pytest.raises(InvalidProblem, match=r"x\[0\] must be a finite number"):
        Ball([1.0, 1.0]).contains([np.nan, 0.0])


@pytest.mark.parametrize("unit", [[1.0, 1.0], [1e6, 1e-6], [1e-12, 1e-12], [1e12, 1.0]])
def test_membership_does_not_depend_on_units(unit):
    unit = np.array(unit)
    part = Polytope(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]) * unit)
    assert part.contains([0.5, 0.5] * unit) and part.contains([0.3, 0.3] * unit)
    assert part.contains([0.5, 0.5 + 1e-12] * unit)
    assert not part.contains([0.5, 0.5 + 1e-7] * unit) and not part.contains([0.5 + 1e-7, 0.5] * unit)
    assert part.contains([0.5, 0.6] * unit, tolerance=0.1)


def test_membership_of_flat_sets():
    segment = Polytope([[1.0, 0.0], [0.0, 1.0]])
    assert segment.contains([0.25, 0.75]) and not segment.contains([0.25, 0.7]) and not segment.contains([0.0, 0.0])
    assert Oracle(2, disc).contains([0.6, 0.8]) and not Oracle(2, disc).contains([0.6, 0.81])
