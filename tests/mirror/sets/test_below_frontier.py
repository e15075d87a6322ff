"""Frontiers given as functions: smooth, kinked, steep; not concave ones are found out; bargaining by formula."""

from __future__ import annotations

import math

import numpy as np
import pytest

from largeworlds import BargainingProblem, BelowFrontier, InvalidProblem, bargain
from largeworlds.io.model import model_of
from tests.certificates import assert_proved


def test_smooth_kinked_and_steep_frontiers():
    parabola = BelowFrontier(lambda x: 4.0 - x * x, -1.0, 2.0)
    assert parabola.support([2.0, 1.0]) == pytest.approx(5.0, rel=1e-15)
    assert parabola.maximizer([2.0, 1.0]) == pytest.approx([1.0, 3.0], abs=1e-7)
    kink = BelowFrontier(lambda x: min(1.0, 3.0 - 2.0 * x), 0.0, 1.5)
    assert kink.maximizer([1.0, 1.0]) == pytest.approx([1.0, 1.0], abs=1e-14)
    steep = BelowFrontier(lambda x: math.sqrt(1.0 - x), 0.0, 1.0)
    assert steep.maximizer([1e4, 1.0]) == pytest.approx([1.0 - 0.25e-8, 0.5e-4], rel=1e-3)
    assert steep.support([1e4, 1.0]) == pytest.approx(1e4 + 0.25e-4, rel=1e-15)


def test_the_floor_and_the_sides():
    part = BelowFrontier(lambda x: 1.0 - x, 0.0, 1.0, floor=-2.0)
    assert part.maximizer([[0.0, -1.0], [1.0, -1.0], [0.0, 0.0], [1.0, 0.0]]).tolist() == [
        [0.0, -2.0],
        [1.0, -2.0],
        [0.0, 1.0],
        [1.0, 0.0],
    ]
    assert part.contains([1.0, -2.0]) and not part.contains([1.0, -2.1]) and not part.contains([0.5, 0.50001])
    assert BelowFrontier(lambda x: 1.0 - x, 0.0, 1.0).bounding_box()[0].tolist() == [0.0, 0.0]


def test_bargaining_by_formula():
    """On y = 1 - x**2 the product x (1 - x**2) is largest at x = 1 / sqrt(3)."""
    deal = bargain(BargainingProblem(BelowFrontier(lambda x: 1.0 - x * x, 0.0, 1.0), [0.0, 0.0]))
    assert deal.payoffs == pytest.approx([1 / math.sqrt(3), 2 / 3], rel=1e-6)
    assert deal.gap <= 1e-12
    assert_proved(deal)
    assert (np.abs(deal.payoffs - [1 / math.sqrt(3), 2 / 3]) <= deal.error).all()


def test_no_model_file_can_hold_it():
    problem = BargainingProblem(BelowFrontier(lambda x: 1.0 - x, 0.0, 1.0), [0.0, 0.0])
    with pytest.raises(
        InvalidProblem, match=r"the joint set must be of a kind .* but it is a BelowFrontier, known only"
    ):
        model_of(problem)


def fails(x):
    raise ZeroDivisionError("division by zero")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            (lambda x: x * x, 0, 1),
            "function must be concave, but it is convex at (0.487729, 0.23788), (0.5, 0.25), (0.51",
        ),
        ((lambda x: -abs(x) + 1e-3 * x * x, -1, 1), "function must be concave, but it is convex at ("),
        ((fails, 0, 1), "function(0) must be a finite number, but it raises ZeroDivisionError ('division by zero')"),
        ((lambda x: "a", 0, 1), "function(0) must be a finite number, but it is 'a'"),
        ((lambda x: math.nan if x > 0.5 else 1.0, 0, 1), "function(1) must be a finite number"),
        ((lambda x: None, 0, 1), "function(0) must be a finite number, but it is None"),
        ((lambda x: 1 - x, 0, 1, 0.5), "floor must not be above the frontier, 0 at x = 1, but it is 0.5; lower the"),
        ((lambda x: 1 - x, 1, 0), "lower must be below upper = 0, but it is 1.0; swap the two bounds"),
        ((3, 0, 1), "function must be a function of a number, but it is 3; pass a function that takes x"),
        ((lambda x: 1 - x, "a", 1), "lower must be a number of at most 1e+150 in size, but it is 'a'"),
        ((lambda x: 1 - x, 0, math.inf), "upper must be a number of at most 1e+150 in size, but it is inf"),
    ],
)
def test_errors(arguments, words):
    with pytest.raises(InvalidProblem) as error:
        BelowFrontier(*arguments)
    assert str(error.value).startswith(words), str(error.value)
