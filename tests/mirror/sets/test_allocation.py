"""Allocations: returns by hand, ties, the face's best point, membership, and errors."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Allocation, InvalidProblem, Linear, Log, Power


def test_square_roots_by_hand():
    part = Allocation(4.0, [Power(0.5), Power(0.5)])
    assert part.maximizer([1.0, 0.0]).tolist() == [2.0, 0.0]
    # Marginal worths equal: amounts in proportion to squared weights, 4/5 and 16/5.
    assert part.spending([1.0, 2.0]) == pytest.approx([0.8, 3.2])
    assert part.support([1.0, 2.0]) == pytest.approx(0.8**0.5 + 2 * 3.2**0.5)
    assert part.spending(np.array([[1.0, 0.0], [-1.0, -1.0]])).tolist() == [[4.0, 0.0], [0.0, 0.0]]


def test_logarithms_fill_like_water():
    part = Allocation(3.0, [Log(1.0, 1.0), Log(1.0, 2.0), Log(1.0, 100.0)])
    assert part.spending([1.0, 1.0, 1.0]) == pytest.approx([2.0, 1.0, 0.0])  # level 3: 1 + 2 = 2 + 1 < 100


def test_a_straight_line_takes_what_falls_below_its_slope():
    part = Allocation(5.0, [Log(2.0, 1.0), Linear(0.5)])
    assert part.spending([1.0, 1.0]) == pytest.approx([3.0, 2.0])  # 2 / (1 + r) = 1/2 at r = 3
    assert part.support([1.0, 1.0]) == pytest.approx(2 * np.log(4) + 1.0)


def test_efficiency_multiplies_what_arrives():
    wasteful = Allocation(4.0, [Power(0.5), Log(1.0, 2.0)], [0.25, 0.0])
    assert wasteful.maximizer([1.0, 0.0]).tolist() == [1.0, 0.0]
    assert wasteful.support([0.0, 1.0]) == 0.0
    assert Allocation(4.0, Power(0.5), [1.0, 1.0]).dim == 2


@pytest.mark.parametrize(
    ("w", "then", "expected"),
    [
        ([1, 1, 0], [0, 1, 0], [0, 2, 0]),  # two equal lines
        ([1, 1, 0], [-1, -2, 9], [2, 0, 0]),
        ([0, 0, -1], [1, 2, 3], [0, 2, 0]),  # nothing may go to the third
        ([0, 0, 0], [0, 0, 1], [0, 0, 2**0.5]),
        ([0, 0, 1], [1, 2, 0], [0, 0, 2**0.5]),
        ([-1, -1, -1], [1, 1, 1], [0, 0, 0]),
    ],
)
def test_face_point(w, then, expected):
    part = Allocation(2.0, [Linear(1.0), Linear(1.0), Power(0.5)])
    assert part.face_point(np.array(w), np.array(then)) == pytest.approx(expected)


def test_face_point_moves_only_what_the_lines_hold():
    part = Allocation(5.0, [Log(2.0, 1.0), Linear(0.5), Linear(0.5)])
    assert part.face_point(np.ones(3), np.array([0.0, 0.0, 1.0])) == pytest.approx([2 * np.log(4), 0.0, 1.0])


def test_contains():
    part = Allocation(4.0, [Power(0.5), Log(1.0, 1.0)])
    assert part.contains([2.0, 0.0]) and part.contains([1.0, np.log(4.0)]) and part.contains([0.0, 0.0])
    assert not part.contains([2.0, 1e-6]) and not part.contains([1.0, np.log(4.0) + 1e-6])
    assert not part.contains([-1e-6, 0.0])
    assert Allocation(0.0, [Linear()]).contains([0.0]) and not Allocation(0.0, [Linear()]).contains([1e-3])


def test_a_linear_allocation_need_not_be_spent():
    """Its uses include spending nothing, so that negative weights and negative factors are served too."""
    uses = Allocation(2.0, [Linear(1.0), Linear(3.0)]).uses()
    assert uses.is_finite
    assert uses.budgets[0].directions.tolist() == [[2.0, 0.0], [0.0, 6.0], [0.0, 0.0]]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((-1.0, [Linear()]), ["budget", "zero or a positive number", "-1.0"]),
        ((float("inf"), [Linear()]), ["budget", "inf"]),
        (("much", [Linear()]), ["budget", "'much'"]),
        ((1.0, []), ["returns", "non-empty list"]),
        ((1.0, [1.0, 2.0]), ["returns", "Linear, Power, Log or Isoelastic"]),
        ((1.0, Linear()), ["returns", "one return per use", "[f] * number_of_uses"]),
        ((1.0, [Linear()], [1.0, 1.0]), ["efficiency must have 1 number,", "it has 2;"]),
        ((1.0, [Linear()], [-1.0]), ["efficiency[0]", "must not be negative", "-1.0"]),
    ],
)
def test_errors(arguments, words):
    with pytest.raises(InvalidProblem) as error:
        Allocation(*arguments)
    assert all(word in str(error.value) for word in words), str(error.value)
