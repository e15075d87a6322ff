from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.spatial import ConvexHull

import largeworlds as lw
from largeworlds.plots.surface import ACCURACY, Surface, surface


def drawn(*sets: lw.ConvexSet) -> Surface:
    return surface(lambda w: np.sum([part.maximizer(w) for part in sets], axis=0))


def volume(skin: Surface) -> float:
    """Signed volume in units of the set's box: positive if all triangles are seen counter-clockwise from outside."""
    points = skin.unit(skin.points)
    a, b, c = (points[skin.triangles[:, i]] - points.mean(axis=0) for i in range(3))
    return float((np.cross(a, b) * c).sum() / 6)


def area(points: np.ndarray, triangles: np.ndarray) -> float:
    a, b, c = (points[triangles[:, i]] for i in range(3))
    return 0.5 * float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum())


def check_closed(skin: Surface) -> None:
    """Every edge has a triangle on either side, and no triangle looks inwards."""
    edges = [tuple(edge) for i, j in ((0, 1), (1, 2), (2, 0)) for edge in skin.triangles[:, [i, j]].tolist()]
    assert len(set(edges)) == len(edges)
    assert {(b, a) for a, b in edges} == set(edges)
    assert len(skin.points) - len(edges) // 2 + len(skin.triangles) == 2  # Euler
    unit = skin.unit(skin.points)
    heights = (unit[None] - unit[skin.triangles[:, 0]][:, None]) @ skin.normals[:, :, None]
    assert heights.max() < 1e-5


@pytest.mark.parametrize("number", range(4))
def test_a_sum_of_polytopes_comes_out_as_its_hull(number: int, rng: np.random.Generator) -> None:
    parts = [rng.normal(size=(rng.integers(2, 7), 3)) * [1e9, 1.0, 1e-9] + [3e9, 0, 0] for _ in range(3)]
    skin = drawn(*map(lw.Polytope, parts))
    sums = (parts[0][:, None, None] + parts[1][None, :, None] + parts[2][None, None]).reshape(-1, 3)
    hull = ConvexHull(skin.unit(sums))
    check_closed(skin)
    assert volume(skin) == pytest.approx(hull.volume, rel=1e-4)
    corners = hull.points[hull.vertices]
    found = skin.unit(skin.points)
    assert np.abs(found[:, None] - corners[None]).max(axis=2).min(axis=1).max() < 1e-9  # nothing but corners
    assert np.abs(found[:, None] - corners[None]).max(axis=2).min(axis=0).max() < 2e-3  # all that can be seen


@pytest.mark.parametrize("p", [1.05, 2.0, 20.0])
@pytest.mark.parametrize("radii", [(1.0, 2.0, 3.0), (1e12, 1e-12, 1.0)])
def test_a_curved_set_is_within_the_promised_accuracy(
    p: float, radii: tuple[float, float, float], rng: np.random.Generator
) -> None:
    skin = drawn(lw.Ball(radii, p))
    check_closed(skin)
    w = rng.normal(size=(400, 3))
    short = lw.Ball([1, 1, 1], p).support(w) - (skin.unit(skin.points) @ w.T).max(axis=0)
    assert short.max() <= 1.5 * ACCURACY * np.linalg.norm(w, axis=1).max()
    assert short.min() > -1e-9
    assert ((skin.unit(skin.points).clip(0) ** p).sum(axis=1) <= 1 + 1e-9).all()
    assert len(skin.triangles) < 1000


def test_volume_of_an_eighth_of_a_ball() -> None:
    assert volume(drawn(lw.Ball([1, 2, 3]))) == pytest.approx(np.pi / 6, rel=4 * ACCURACY)


def test_sets_without_volume() -> None:
    point = drawn(lw.Polytope([[1, 2, 3]]))
    assert point.points.tolist() == [[1, 2, 3]]
    assert len(point.triangles) == 0
    segment = drawn(lw.Polytope([[0, 0, 0], [1, 1, 2], [0.5, 0.5, 1]]))
    assert sorted(segment.points.round(12).tolist()) == [[0, 0, 0], [1, 1, 2]]
    simplex = drawn(lw.Polytope(np.eye(3)))
    assert sorted(simplex.points.round(12).tolist()) == sorted(np.eye(3).tolist())
    assert simplex.pareto.all()
    hexagon = drawn(lw.Polytope(np.eye(3)), lw.Polytope([[1, 1, 0], [1, 0, 1], [0, 1, 1]]))
    assert len(hexagon.ring) == 6
    assert 0.5 * area(hexagon.points, hexagon.triangles) == pytest.approx(3 * np.sqrt(3))
    flat = drawn(lw.Ball([1, 1, 0]))
    assert 0.5 * area(flat.points, flat.triangles) == pytest.approx(np.pi / 4, rel=1e-2)


@pytest.mark.parametrize("number", range(4))
def test_pareto_faces_are_those_that_positive_weights_prefer(number: int, rng: np.random.Generator) -> None:
    points = rng.normal(size=(14, 3))
    skin = drawn(lw.Polytope(points))
    hull = ConvexHull(skin.unit(points))
    positive = (hull.equations[:, :3] > 1e-9).all(axis=1)
    expected = area(hull.points, hull.simplices[positive])
    assert area(skin.unit(skin.points), skin.triangles[skin.pareto]) == pytest.approx(expected, rel=1e-4, abs=1e-9)


def preferred(points: np.ndarray, chosen: list[int]) -> bool:
    """Whether some weights >= 1 make all ``chosen`` points best, by linear programming."""
    rows = points - points[chosen[0]]
    equal = rows[chosen[1:]] if len(chosen) > 1 else None
    zeros = None if equal is None else np.zeros(len(equal))
    answer = linprog(
        np.ones(3), A_ub=rows, b_ub=np.full(len(rows), 1e-9), A_eq=equal, b_eq=zeros, bounds=[(1, 1e5)] * 3
    )
    return bool(answer.status == 0)


@pytest.mark.parametrize("number", range(4))
def test_pareto_edges_are_those_that_positive_weights_prefer(number: int, rng: np.random.Generator) -> None:
    skin = drawn(lw.Polytope(rng.normal(size=(9, 3))))
    unit = skin.unit(skin.points)
    faces = [set(corners) for corners in skin.triangles[skin.pareto].tolist()]
    edges = {(min(a, b), max(a, b)) for t in skin.triangles.tolist() for a, b in zip(t, [*t[1:], t[0]], strict=True)}
    alone = {edge for edge in edges if not any(set(edge) <= face for face in faces)}
    assert set(skin.pareto_edges) == {edge for edge in alone if preferred(unit, list(edge))}


def test_frontiers_of_one_point_or_one_edge() -> None:
    box = drawn(lw.Box([0, 0, 0], [1, 2, 3]))
    assert not box.pareto.any()
    assert box.pareto_edges == []
    prism = drawn(lw.Polytope([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 1], [0, 1, 1]]))
    assert not prism.pareto.any()
    ends = [sorted(prism.points[list(edge)].round(9).tolist()) for edge in prism.pareto_edges]
    assert ends == [[[0, 1, 1], [1, 0, 1]]]
    lying = drawn(lw.Polytope([[0, 0, 5], [1, 0, 5], [0, 1, 5]]))
    assert not lying.pareto.any()
    ends = [sorted(lying.points[list(edge)].round(9).tolist()) for edge in lying.pareto_edges]
    assert ends == [[[0, 1, 5], [1, 0, 5]]]
    assert drawn(lw.Polytope([[0, 0, 0], [1, 1, 1]])).pareto_edges == []
    assert drawn(lw.Polytope([[0, 1, 0], [1, 0, 0]])).pareto_edges == [(0, 1)]


def test_edges_of_a_set_are_told_from_those_of_the_mesh() -> None:
    assert len(drawn(lw.Box([0, 0, 0], [1, 2, 3])).creases()) == 12
    ball = drawn(lw.Ball([1, 1, 1]))
    on_walls = [edge for edge in ball.creases() if (ball.points[list(edge)] < 1e-6).all(axis=0).any()]
    assert len(on_walls) == len(ball.creases())
