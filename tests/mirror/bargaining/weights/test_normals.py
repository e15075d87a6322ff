"""Normal cones: whichever decomposition is used, the cone is the same."""

from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.bargaining.lowering import Lowered
from largeworlds.bargaining.weights.normals import normal_cone

NONE = np.zeros(2, dtype=bool)


def rays(parts: lw.Contributions, shares: list[float]) -> list[list[float]]:
    lowered = Lowered.of(parts)
    found = normal_cone(lowered.stack, np.array(shares), None, NONE).rays() / lowered.scale
    return sorted((found / found.sum(axis=1, keepdims=True)).round(9).tolist())


def test_the_cone_does_not_depend_on_the_decomposition():
    """Two parallel edges: (1, 1) by the middles of both, or by one end of each."""
    parts = lw.Contributions([[[0, 1], [1, 0], [0, 0]], [[0, 1], [1, 0], [0.2, 0.2]]])
    ways = [[0.5, 0.5, 0, 0.5, 0.5, 0], [1, 0, 0, 0, 1, 0], [0, 1, 0, 1, 0, 0]]
    found = [rays(parts, way) for way in ways]
    assert found[0] == found[1] == found[2] == [[0.5, 0.5]]


def test_a_vertex_of_a_sum_has_the_normals_that_all_share():
    parts = lw.Contributions([[[0, 4], [3, 3], [4, 0]], [[0, 3], [2, 2], [3, 0]]])
    assert rays(parts, [0, 1, 0, 0, 1, 0]) == [pytest.approx([1 / 3, 2 / 3]), pytest.approx([2 / 3, 1 / 3])]


def test_curved_budgets_have_the_normals_of_their_marginal_payoffs():
    """The quarter disc with shares (0.36, 0.64) is at (0.6, 0.8); at an end the other has no weight."""
    disc = lw.Contributions(lw.Ball([1, 1]))
    assert rays(disc, [0.36, 0.64]) == [pytest.approx([0.6 / 1.4, 0.8 / 1.4])]
    assert rays(disc, [1, 0]) == [[1, 0]]
    log = lw.Contributions(lw.Allocation(1.0, [lw.Log(), lw.Log()]))
    assert rays(log, [1, 0]) == [pytest.approx([2 / 3, 1 / 3]), [1, 0]]  # slopes 1/2 in use, 1 idle: w_2 <= w_1 / 2


def test_a_known_normal_is_kept_although_rounding_breaks_it():
    parts = lw.Contributions([[[0, 1], [1, 0]], [[0, 1], [1, 1e-13]]])
    lowered = Lowered.of(parts)
    cone = normal_cone(lowered.stack, np.array([0.5, 0.5, 0.5, 0.5]), np.array([1.0, 1.0]), NONE)
    found = cone.rays()
    assert found.shape == (1, 2) and found[0] == pytest.approx([0.5**0.5] * 2)


def test_a_condition_that_rounding_breaks_is_a_tie():
    """The idle actions (1, 0) and (-1, 2 + 5e-10) tie with (0, 1) but for their last digits, on either side."""
    for other, shares in (([[0, 1], [1, 5e-10]], [0.5, 0.5, 1, 0]), ([[-1, 2 + 5e-10]], [0.5, 0.5, 1])):
        lowered = Lowered.of(lw.Contributions([[[0, 1], [1, 0]], other]))
        cone = normal_cone(lowered.stack, np.array(shares), np.array([1.0, 1.0]), NONE)
        assert cone.rays() == pytest.approx(np.full((1, 2), 0.5**0.5))
    single = Lowered.of(lw.Contributions(lw.Polytope([[0, 1], [1, 0], [-1, 2 + 5e-10]])))
    found = normal_cone(single.stack, np.array([1.0, 0, 0]), np.array([1.0, 1.0]), NONE).rays() / single.scale
    assert found / found.sum() == pytest.approx(np.full((1, 2), 0.5))


@pytest.mark.parametrize("m", [3, 4])
def test_linear_programs_agree_with_rays(rng, count, m):
    for _ in range(count(20, 4)):
        points = rng.normal(size=(30, m))
        parts = lw.Contributions(lw.Polytope(points))
        lowered = Lowered.of(parts)
        shares = np.zeros(30)
        shares[np.argmax(points @ np.ones(m))] = 1.0
        w = np.ones(m) * lowered.scale
        cone = normal_cone(lowered.stack, shares, w, np.zeros(m, dtype=bool))
        found = cone.rays()
        found = found / found.sum(axis=1, keepdims=True)
        ends, inner = cone.extremes(np.ones(m))
        assert ends == pytest.approx(np.column_stack([found.min(axis=0), found.max(axis=0)]), abs=1e-7)
        assert (cone.less @ inner < -1e-9).all() and inner.sum() == pytest.approx(1)
