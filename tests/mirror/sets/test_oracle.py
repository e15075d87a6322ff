"""Oracles: functions that answer wrongly are found out."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import InvalidProblem, Oracle
from tests.representative_sets import corner, disc


def test_it_asks_the_function_for_every_direction():
    part = Oracle(2, disc)
    assert part.support([3.0, 4.0]) == pytest.approx(5.0)
    assert part.maximizer([[0.0, 2.0], [3.0, 0.0]]).tolist() == [[0.0, 1.0], [1.0, 0.0]]
    assert part.uses() is None and part.conic() is None and part.vertices() is None


def test_the_function_cannot_change_the_direction():
    def rude(w):
        w[:] = 0
        return np.ones(2)

    assert Oracle(2, rude).support([1.0, 2.0]) == 3.0


@pytest.mark.parametrize("size", [1e-12, 1.0, 1e12])
def test_ties_are_broken_in_units_of_the_set(size):
    """A tilt that ignores units would drown the first direction: payoffs of 1e-12 ask for gradients of 1e12."""
    part = Oracle(2, lambda w: size * corner([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]).maximizer(w))
    for then in ([0.0, 1.0], [0.0, -1.0], [-5.0, -1.0]):
        found = part.face_point(np.array([1.0, 0.0]), np.array(then) / size)
        assert found.tolist() == [size, size if then[1] > 0 else 0.0]


@pytest.mark.parametrize(
    ("dim", "function", "words"),
    [
        (0, disc, ["dim", "from 1 to 4,000", "0"]),
        (2.0, disc, ["dim", "whole number", "2.0"]),
        (True, disc, ["dim", "True"]),
        (2, "disc", ["maximizer", "function of a direction", "'disc'"]),
        (2, lambda w: np.ones(3), ["maximizer(w) must have 2 numbers", "it has 3;", "w = [1.0, 0.0]"]),
        (2, lambda w: np.array([np.nan, 0.0]), ["maximizer(w)", "finite"]),
        (2, lambda w: -w, ["maximizer", "best point in direction", "maximise w . y over one fixed set"]),
    ],
)
def test_errors(dim, function, words):
    with pytest.raises(InvalidProblem) as error:
        Oracle(dim, function)
    assert all(word in str(error.value) for word in words), str(error.value)
