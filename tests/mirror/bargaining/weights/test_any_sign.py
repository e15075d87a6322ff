"""Normals of any sign, all around the boundary."""

from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds._core.errors import InvalidProblem

SQUARE = lw.Box([0, 0], [2, 1])


@pytest.mark.parametrize(
    ("x", "rays"),
    [
        ([0, 0], [[-1, 0], [0, -1]]),
        ([0, 0.5], [[-1, 0]]),
        ([2, 1], [[0, 1], [1, 0]]),
        ([2, 0], [[0, -1], [1, 0]]),
        ([1, 0], [[0, -1]]),
    ],
)
def test_the_boundary_of_a_rectangle(x, rays):
    found = lw.consensus_weights(SQUARE, x, nonnegative=False)
    assert found and sorted(found.generators.tolist()) == rays and found.unique == (len(rays) == 1)
    assert found.gap < 1e-12 and np.abs(found.weights).sum() == pytest.approx(1)


def test_inside_and_outside():
    inside = lw.consensus_weights(SQUARE, [1, 0.5], nonnegative=False)
    assert not inside and "lies inside" in inside.reason
    outside = lw.consensus_weights(SQUARE, [1, -0.5], nonnegative=False)
    assert not outside and outside.direction @ [1, -0.5] > float(SQUARE.support(outside.direction))


def test_a_set_in_a_line_has_both_directions():
    found = lw.consensus_weights(lw.Polytope([[0, 1], [1, 0]]), [0.5, 0.5], nonnegative=False)
    assert sorted(found.generators.round(9).tolist()) == [[-0.5, -0.5], [0.5, 0.5]] and not found.unique


def test_only_for_few_players():
    with pytest.raises(InvalidProblem, match="nonnegative may be False for up to 4 players, but it is False for 5"):
        lw.consensus_weights(lw.Box([0] * 5, [1] * 5), [1] * 5, nonnegative=False)
