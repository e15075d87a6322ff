from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.bargaining.sampled_frontier import sample


def test_a_line_is_found_by_its_ends() -> None:
    points, patches, normals, missed = sample(lw.Contributions(lw.Polytope([[0, 2], [1, 0]])), np.array([1.0, 2.0]), 50)
    assert points.tolist() == [[0, 2], [1, 0]]
    assert missed <= 1e-12
    assert set(patches) <= {(0,), (1,), (0, 1)} and (normals >= 0).all()


@pytest.mark.parametrize("offset", [0.0, 1e9])
def test_it_ends_where_only_rounding_is_left(offset: float) -> None:
    rows = np.random.default_rng(3).normal(size=(50, 2))
    problem = lw.Contributions(lw.Polytope(rows + offset))
    points, _, _, missed = sample(problem, np.ptp(rows, axis=0), 100)
    assert len(points) < 50
    assert missed <= 1e-12 + 1e-14 * offset


def test_the_bound_is_one_on_the_difference_of_supports(rng: np.random.Generator) -> None:
    balls = lw.Contributions(lw.Ball([1, 2, 3]) + lw.Ball([3, 1, 1], 4))
    low, high = balls.bounding_box()
    unit = high - low
    points, _, _, missed = sample(balls, unit, 40)
    rises = [
        float(balls.support(w / unit)) - float((points @ (w / unit)).max()) for w in rng.dirichlet(np.ones(3), 300)
    ]
    assert 0.2 * missed < max(rises) <= missed
