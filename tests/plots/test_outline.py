from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.plots.outline import ACCURACY, above, frontier, outline, projection

SQUARE = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])


def area(points: np.ndarray) -> float:
    x, y = points.T
    return 0.5 * float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def drawn(part: lw.ConvexSet) -> np.ndarray:
    return outline(projection([part], (0, 1)))


def test_a_polygon_comes_out_exactly() -> None:
    corners = np.array([[0.0, 0.0], [3.0, 0.1], [4.0, 2.0], [1.0, 5.0], [-1.0, 2.0]])
    inside = np.array([[1.0, 1.0], [2.0, 2.0]])
    found = drawn(lw.Polytope(np.vstack([inside, corners])))
    assert {tuple(p) for p in found.round(12)} == {tuple(p) for p in corners}
    assert area(found) > 0  # counter-clockwise


def test_a_thin_polygon_in_odd_units_comes_out_exactly() -> None:
    corners = np.array([[0.0, 0.0], [1e9, 1e-9], [2e9, 3e-9], [1e9, 2.1e-9]])
    found = drawn(lw.Polytope(corners))
    assert len(found) == 4
    for corner in corners:
        assert (np.abs(found - corner) / [2e9, 3e-9]).max(axis=1).min() < 1e-12


@pytest.mark.parametrize("radii", [(1.0, 1.0), (1.0, 1e-6), (3e8, 2.0)])
def test_a_curve_is_within_the_promised_accuracy(radii: tuple[float, float]) -> None:
    found = drawn(lw.Ball(radii)) / radii
    assert (np.hypot(*found.T) <= 1 + 1e-12).all()
    curve = found[(found > 1e-9).all(axis=1)]
    middle = 0.5 * (curve + np.roll(curve, -1, axis=0))[:-1]
    assert (1 - np.hypot(*middle.T)).max() < 2 * ACCURACY
    assert abs(area(found) - np.pi / 4) < 4 * ACCURACY
    assert len(found) < 200


@pytest.mark.parametrize("p", [1.0, 1.05, 20.0, float("inf")])
def test_sharp_and_round_corners_are_found(p: float) -> None:
    found = drawn(lw.Ball([1, 1], p))
    for corner in ([0, 0], [1, 0], [0, 1]):
        assert np.abs(found - corner).max(axis=1).min() < 1e-3
    top = 0.5 ** (1 / p) if np.isfinite(p) else 1.0
    assert np.abs((found @ [0.5, 0.5]).max() - top) < 1e-3


@pytest.mark.parametrize("points", [[[2.0, 3.0]], [[2.0, 3.0], [4.0, 3.0]], [[0.0, 0.0], [1.0, 1.0], [0.5, 0.5]]])
def test_points_and_segments_are_themselves(points: list[list[float]]) -> None:
    found = drawn(lw.Polytope(points))
    ends = np.array(points)[: max(len(points) - (len(points) == 3), 1)]
    assert {tuple(p) for p in found} == {tuple(p) for p in ends}


def test_a_sum_is_the_hull_of_all_sums() -> None:
    triangle = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]])
    found = outline(projection([lw.Polytope(SQUARE), lw.Polytope(triangle)], (0, 1)))
    sums = (SQUARE[:, None] + triangle[None]).reshape(-1, 2)
    for w in np.random.default_rng(1).normal(size=(50, 2)):
        assert abs((found @ w).max() - (sums @ w).max()) < 1e-12


def test_a_projection_leaves_the_other_coordinates_free(rng: np.random.Generator) -> None:
    sets = [lw.Ball([1, 2, 3, 4]), lw.Polytope(rng.normal(size=(7, 4))), lw.Box([0, 0, -1, 0], [1, 1, 1, 1])]
    found = outline(projection(sets, (2, 0)))
    for a, b in rng.normal(size=(50, 2)):
        support = sum(float(part.support([b, 0, a, 0])) for part in sets)
        most = float((found @ [a, b]).max())
        assert most <= support + 1e-9
        assert most >= support - 10 * ACCURACY * np.hypot(a, b)


@pytest.mark.parametrize(
    ("corner", "size"), [((0.5, 0.5), 0.25), ((-1, 0.25), 0.75), ((-1, -1), 1.0), ((2, 0), 0.0), ((0.5, 2), 0.0)]
)
def test_the_part_above_a_point(corner: tuple[float, float], size: float) -> None:
    found = above(SQUARE, np.array(corner, dtype=float))
    assert found.shape[1] == 2
    assert abs(area(found) if len(found) else 0.0) == pytest.approx(size, abs=1e-15)
    assert (found >= np.array(corner) - 1e-15).all()


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([[0, 0], [1, 0], [1, 1], [0, 1]], [[1, 1]]),
        ([[0, 0], [2, 0], [2, 1], [1, 2], [0, 2]], [[2, 1], [1, 2]]),
        ([[0, 0], [3, -1], [2, 1], [-1, 2]], [[3, -1], [2, 1], [-1, 2]]),
        ([[0, 0], [1, 1]], [[1, 1]]),
        ([[0, 1], [1, 0]], [[1, 0], [0, 1]]),
        ([[2, 3]], [[2, 3]]),
    ],
)
def test_the_frontier_leads_from_the_best_for_one_to_the_best_for_the_other(
    points: list[list[float]], expected: list[list[float]]
) -> None:
    unit = np.array([1e9, 1e-9])
    found = frontier(drawn(lw.Polytope(points * unit)))
    assert found / unit == pytest.approx(np.array(expected, dtype=float), abs=1e-12)
