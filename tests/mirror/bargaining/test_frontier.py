from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import ConvexHull

import largeworlds as lw

from ...frontiers import all_points, distance, slips_of_frontier, units

Count = Callable[[int, int], int]


def joint(points: object) -> lw.Contributions:
    return lw.Contributions(lw.Polytope(points))


def summed(sets: list[np.ndarray]) -> lw.Contributions:
    total: lw.ConvexSet = lw.Polytope(sets[0])
    for rows in sets[1:]:
        total = total + lw.Polytope(rows)
    return lw.Contributions(total)


def drawn(rng: np.random.Generator) -> list[np.ndarray]:
    """Sets of whole numbers (ties, repetitions, points on lines), of decimals, or flat ones."""
    dim, parts, rows = int(rng.integers(2, 5)), int(rng.integers(1, 4)), int(rng.integers(1, 8))
    kind = rng.integers(4)
    sets = []
    for _ in range(parts):
        points = rng.integers(-2, 3, (rows, dim)).astype(float)
        if kind == 1:
            points = rng.normal(size=(rows, dim))
        if kind == 2:
            points = points * 0.1
        if kind == 3:
            points = points @ rng.integers(-1, 3, (dim, dim)) * np.array([1e6, 1, 1e-6, 1])[:dim]
            points[:, -1] = points[0, -1]
        sets.append(points)
    return sets


def test_random_frontiers_are_what_they_claim(rng: np.random.Generator, count: Count) -> None:
    exact = 0
    for _ in range(count(1000, 60)):
        sets = drawn(rng)
        found = lw.frontier(summed(sets))
        assert found.exact and found.missed == 0
        assert slips_of_frontier(found, all_points(sets), rng) == []
        exact += len(found.faces) > 2
    assert exact > 10


def test_slips_are_seen(rng: np.random.Generator) -> None:
    points = np.array([[0.0, 4], [1, 3.5], [2, 2.5], [3, 0], [1, 1]])
    found = lw.frontier(joint(points))
    assert slips_of_frontier(found, points, rng) == []
    fewer = replace(found, faces=found.faces[:-1], normals=found.normals[:-1])
    assert "a direction is largest beyond all faces" in slips_of_frontier(fewer, points, rng)
    turned = replace(found, normals=found.normals[::-1].copy())
    assert "a face is not where its normal is largest" in slips_of_frontier(turned, points, rng)
    split = replace(found, faces=((0,), *found.faces[1:]))
    assert "a face leaves out points that are as good" in slips_of_frontier(split, points, rng)


@pytest.mark.parametrize("dim", [2, 3, 4])
def test_full_faces_are_those_of_a_general_hull(dim: int, rng: np.random.Generator, count: Count) -> None:
    for _ in range(count(60, 6)):
        points = rng.normal(size=(30, dim))
        found = lw.frontier(joint(points))
        hull = ConvexHull(points)
        positive = {tuple(sorted(s)) for s, e in zip(hull.simplices, hull.equations, strict=True) if (e[:-1] > 0).all()}
        mine = {
            tuple(sorted(int(np.flatnonzero((points == found.points[j]).all(axis=1))[0]) for j in face))
            for face in found.faces
            if len(face) >= dim
        }
        assert mine == positive


def test_collinear_repeated_and_dominated_points_are_left_out() -> None:
    found = lw.frontier(joint([[0.1, 0.2], [0.2, 0.1], [0.15, 0.15], [0.1, 0.2], [0.0, 0.2], [-1, -1]]))
    assert found.points.tolist() == [[0.1, 0.2], [0.2, 0.1]]
    assert found.faces == ((0, 1),)
    np.testing.assert_allclose(found.normals @ [1.2, 1.2], 1, rtol=1e-12)  # the ranges, with the dominated points


def test_lower_dimensional_faces() -> None:
    point = lw.frontier(lw.Contributions(lw.Box([0, 0, 0], [1, 2, 3])))
    assert (point.points.tolist(), point.faces) == ([[1, 2, 3]], ((0,),))
    edge = lw.frontier(joint([[2, 2, 1], [3, 3, 1], [2, 2, 2]]))
    assert (edge.points.tolist(), edge.faces) == ([[2, 2, 2], [3, 3, 1]], ((0, 1),))
    # A triangle that faces everybody, and an edge that sticks out of it.
    mixed = lw.frontier(joint([[3, 0, 0], [0, 3, 0], [0, 0, 3], [4, -1, -1]]))
    assert mixed.points.tolist() == [[0, 0, 3], [0, 3, 0], [3, 0, 0], [4, -1, -1]]
    assert mixed.faces == ((0, 1, 2), (2, 3))
    line = lw.frontier(lw.Contributions([[[1.0]]]))
    assert (line.points.tolist(), line.faces, line.exact) == ([[1.0]], ((0,),), True)


def test_a_sum_of_parallel_edges_is_one_edge() -> None:
    found = lw.frontier(lw.Contributions([[[2, -1], [-1, 2]], [[0.2, -0.1], [-0.1, 0.2]]]))
    np.testing.assert_allclose(found.points, [[-1.1, 2.2], [2.2, -1.1]], rtol=1e-15)
    assert found.faces == ((0, 1),)


@pytest.mark.parametrize("factor", [1.0, 1e-120, 1e120])
def test_units_do_not_matter(factor: float) -> None:
    rows = np.array([[0.0, 3], [2, 2], [3, 0]])
    found = lw.frontier(joint(rows * np.array([factor, 1.0])))
    assert found.faces == ((0, 1), (1, 2))
    np.testing.assert_allclose(found.normals @ units(rows * np.array([factor, 1.0])), 1, rtol=1e-12)


def test_a_disc_is_sampled_and_the_bound_holds() -> None:
    discs = lw.Contributions([lw.Ball([1, 1]), lw.Ball([1, 1])])
    found = lw.frontier(discs, points=20)
    assert not found.exact
    assert len(found.points) == 20
    np.testing.assert_allclose(np.hypot(*found.points.T), 2, rtol=1e-12)
    assert 0 < found.missed < 0.003
    worst = 0.0
    for angle in np.linspace(0, np.pi / 2, 100):
        y = 2 * np.array([np.cos(angle), np.sin(angle)])
        chords = [found.points[list(face)] for face in found.faces]
        behind = min(_shortfall(chord, y) for chord in chords)
        worst = max(worst, behind / 2)
    assert 0.2 * found.missed < worst <= found.missed * (1 + 1e-9)


def _shortfall(chord: np.ndarray, y: np.ndarray) -> float:
    """The least t with y <= z + t for some z on the chord."""
    shares = np.linspace(0, 1, 2001)[:, None]
    return float((y - (shares * chord[0] + (1 - shares) * chord[-1])).max(axis=1).min())


def test_more_points_miss_less_and_many_players_have_an_honest_bound(rng: np.random.Generator) -> None:
    balls = lw.Contributions([lw.Ball(rng.random(5) + 0.5, p=3) for _ in range(5)])
    few, many = lw.frontier(balls, points=10), lw.frontier(balls, points=60)
    assert few.missed > many.missed > 0
    low, high = balls.bounding_box()
    for w in rng.dirichlet(np.ones(5), 30):
        direction = w / (high - low)
        rise = float(balls.support(direction)) - float((many.points @ direction).max())
        assert rise <= many.missed + 1e-12


def test_polytopes_in_five_dimensions_are_sampled_to_the_end(rng: np.random.Generator) -> None:
    points = rng.normal(size=(6, 5))
    found = lw.frontier(joint(points), points=100)
    assert not found.exact
    assert all(distance(points, p) < 1e-9 for p in found.points)
    assert found.missed < 0.2


def test_too_many_candidates_fall_back_to_sampling(rng: np.random.Generator) -> None:
    angles = rng.random((4, 160)) * np.pi / 2
    sets = [np.stack([np.cos(a), np.sin(a), np.zeros(160)], axis=1) for a in angles]
    found = lw.frontier(summed(sets), points=30)
    assert not found.exact
    assert found.missed < 0.02


@pytest.mark.parametrize("points", [0, -1, 2.5, True, "many", 10**9])
def test_the_number_of_points_is_checked(points: object) -> None:
    with pytest.raises(lw.InvalidProblem, match="points must be a whole number from 1 to 100,000"):
        lw.frontier(joint([[1.0, 2.0]]), points)  # type: ignore[arg-type]


def test_a_list_is_no_problem() -> None:
    with pytest.raises(lw.InvalidProblem, match="problem must be a BargainingProblem or Contributions"):
        lw.frontier([[1.0, 2.0]])  # type: ignore[arg-type]


def test_it_reads_well() -> None:
    assert repr(lw.frontier(joint([[0, 1], [1, 0]]))) == "Frontier(2 points, 1 face, exact)"
    assert "misses at most" in repr(lw.frontier(lw.Contributions(lw.Ball([1, 1])), 5))
