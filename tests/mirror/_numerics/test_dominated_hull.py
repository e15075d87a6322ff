from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from largeworlds._numerics.dominated_hull import Facet, corners, dominated_facets, maximal_bounded_faces


def normals(facets: list[Facet] | None) -> set[tuple[int, ...]]:
    assert facets is not None
    return {facet.normal for facet in facets}


def test_a_triangle_and_what_it_dominates() -> None:
    points = [(0, 2), (2, 0), (1, 1), (0, 0)]
    facets = dominated_facets(points, 10_000)
    assert normals(facets) == {(1, 1), (1, 0), (0, 1)}
    assert facets is not None
    assert {facet.normal: facet.height for facet in facets} == {(1, 1): 2, (1, 0): 2, (0, 1): 2}
    assert corners(4, facets) == [0, 1]
    faces = maximal_bounded_faces(facets, 0b1111)
    assert [mask for mask, _ in faces] == [0b0111]


def test_numbers_beyond_any_double_are_exact() -> None:
    large = 10**400
    points = [(large, 0), (0, large), (large // 2, large // 2 + 1)]
    assert len(normals(dominated_facets(points, 10_000))) == 4
    points[2] = (large // 2, large // 2)
    assert len(normals(dominated_facets(points, 10_000))) == 3


def test_facets_agree_with_trying_all_directions(rng: np.random.Generator) -> None:
    """Every facet supports all points, touches enough of them, and the support in each direction is theirs."""
    for _ in range(15):
        n = int(rng.integers(1, 5))
        points = sorted({tuple(map(int, row)) for row in rng.integers(-3, 4, (8, n))})
        facets = dominated_facets(points, 100_000)
        assert facets is not None
        for facet in facets:
            values = [sum(w * v for w, v in zip(facet.normal, point, strict=True)) for point in points]
            assert min(facet.normal) >= 0 and max(values) == facet.height
            assert [bool(facet.on >> j & 1) for j in range(len(points))] == [v == facet.height for v in values]
        for point in product(range(-4, 5), repeat=n):
            inside = all(sum(w * v for w, v in zip(f.normal, point, strict=True)) <= f.height for f in facets)
            if not inside:
                continue  # of those inside: no direction sees them beyond the points
            w = [Fraction(int(k), 7) for k in rng.integers(0, 8, n)]
            assert sum(a * b for a, b in zip(w, point, strict=True)) <= max(
                sum(a * b for a, b in zip(w, other, strict=True)) for other in points
            )


@pytest.mark.parametrize("most", [0, 10])
def test_the_work_is_bounded(most: int) -> None:
    points = [(i, -(i**2)) for i in range(60)]
    assert dominated_facets(points, most) is None
    assert len(normals(dominated_facets(points, 10**6))) >= 2
