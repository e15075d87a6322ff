"""The furthest point in a direction, by a program for finite sets and by bargaining for the others."""

from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds._core.errors import InvalidProblem
from largeworlds.bargaining.lowering import Lowered
from largeworlds.bargaining.weights.reach import (
    asked,
    asked_point,
    furthest,
    is_finite,
    nearest_mixture,
    ranges,
    worth_left,
)

DISC = lw.Contributions(lw.Ball([1, 1]))


def test_closed_forms():
    out = furthest(DISC, np.array([0.0, 0.0]), np.array([3.0, 4.0]))
    assert out.tau == pytest.approx(0.2, abs=1e-12) and out.point == pytest.approx([0.6, 0.8], abs=1e-9)
    assert out.w == pytest.approx([3 / 25, 4 / 25]) and out.bound == pytest.approx(out.tau, abs=1e-12)
    flat = furthest(lw.Contributions(lw.Polytope([[0, 2], [2, 0]])), np.zeros(2), np.ones(2))
    assert flat.tau == pytest.approx(1) and flat.w == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize("sets", [[lw.Ball([1, 1])] * 2, [lw.Polytope([[0, 2], [1, 1.5], [2, 0]]), lw.Ball([1, 2])]])
@pytest.mark.parametrize("x", [[0.0, 0.0], [1.5, 0.3], [-40.0, 0.5], [3.0, 30.0]])
def test_prices_prove_it(sets, x):
    parts, point, v = lw.Contributions(sets), np.array(x), np.array([1.0, 2.0])
    out = furthest(parts, point, v)
    assert out.feasible and out.w @ v == pytest.approx(1) and (out.w >= 0).all()
    assert out.tau <= float(parts.support(out.w)) - out.w @ point + 1e-8
    assert out.tau == pytest.approx(out.bound, abs=1e-7) and (out.point >= point + out.tau * v - 1e-7).all()
    assert out.actions.sum(axis=0) == pytest.approx(out.point)


@pytest.mark.parametrize(
    "sets", [lw.Polytope([[0, 0], [1, 1]]), lw.Ball([1, 1]), lw.Oracle(2, lw.Ball([1, 1]).maximizer)]
)
def test_out_of_reach_whatever_the_first_player_gives_up(sets):
    out = furthest(lw.Contributions(sets), np.array([0.0, 5.0]), np.array([1.0, 0.0]))
    assert not out.feasible and out.bound < 0
    assert float(sets.support(out.w)) < out.w @ [0.0, 5.0]


def test_what_is_left_survives_a_large_shift():
    far = lw.Contributions(lw.Polytope([[1e9, 1e9 + 1], [1e9 + 1, 1e9]]))
    lowered = Lowered.of(far)
    assert worth_left(lowered, np.array([1e9 + 0.5, 1e9 + 0.5]), np.array([0.5, 0.5])) == pytest.approx(0, abs=1e-12)


def test_nearest_mixtures():
    lowered = Lowered.of(lw.Contributions([[[0, 0], [2, 0]], [[0, 0], [0, 2]]]))
    shares, away, _ = nearest_mixture(lowered, np.array([1.0, 0.5]))
    assert away == pytest.approx(0, abs=1e-12) and shares == pytest.approx([0.5, 0.5, 0.75, 0.25])
    _, away, prices = nearest_mixture(lowered, np.array([4.0, 0.5]))
    assert away * lowered.scale[0] == pytest.approx(2) and prices == pytest.approx([1, 0], abs=1e-9)


def test_questions():
    assert asked(lw.Ball([1, 1])).joint and asked(DISC) is DISC
    assert ranges(lw.Contributions(lw.Box([0, 7], [2, 7]))).tolist() == [2, 0]
    assert is_finite(lw.Contributions(lw.Box([0, 7], [2, 7]))) and not is_finite(DISC)
    with pytest.raises(InvalidProblem, match="problem must be a BargainingProblem, Contributions or a set"):
        asked([1, 2])
    with pytest.raises(InvalidProblem, match="x must have 2 numbers, one per player, but it has 3"):
        asked_point([1, 2, 3], DISC)
