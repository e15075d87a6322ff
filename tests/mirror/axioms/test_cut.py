"""Cut: what linear programs find on part of a polytope, against the polytope cut by hand."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, Box, Contributions, NotConverged, Polytope
from largeworlds.axioms.cut import Cut, below, slice_at, vertex_lists

SQUARE = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
FAR = np.full(2, np.inf)


def test_a_square_cut_at_one_half(rng):
    cut = Cut([SQUARE], -FAR, np.array([0.5, np.inf]), [0, 1])
    by_hand = Polytope([[0, 0], [0.5, 0], [0, 1], [0.5, 1]])
    w = rng.normal(size=(20, 2))
    assert cut.support(w) == pytest.approx(by_hand.support(w), abs=1e-9)
    assert cut.dim == 2


def test_a_slice_of_a_sum_keeps_the_coordinates_asked_for(rng):
    lists = [rng.random((4, 3)), rng.random((5, 3))]
    x = lists[0].mean(axis=0) + lists[1].mean(axis=0)
    fixed = np.array([np.nan, x[1], np.nan])
    lower = np.where(np.isnan(fixed), -np.inf, fixed - 1e-9)
    upper = np.where(np.isnan(fixed), np.inf, fixed + 1e-9)
    cut = Cut(lists, lower, upper, [0, 2])
    assert cut.dim == 2
    assert cut.support([1.0, 0.0]) >= x[0] - 1e-9
    # No mixture of pure profiles with that second payoff beats it.
    profiles = (lists[0][:, None, :] + lists[1][None, :, :]).reshape(-1, 3)
    for w in rng.normal(size=(10, 2)):
        best = -np.inf
        for p in profiles:
            for q in profiles:
                gap = q[1] - p[1]
                if (p[1] - x[1]) * (q[1] - x[1]) <= 0 and abs(gap) > 1e-12:
                    share = (x[1] - p[1]) / gap
                    best = max(best, float(((1 - share) * p + share * q)[[0, 2]] @ w))
        assert float(cut.support(w)) == pytest.approx(best, abs=1e-7)


def test_an_empty_cut_says_so():
    with pytest.raises(NotConverged, match="it may be empty"):
        Cut([SQUARE], np.array([2.0, -np.inf]), FAR, [0, 1]).support([1.0, 0.0])


def test_vertex_lists_of_finite_sets_only():
    assert vertex_lists(Contributions([Ball([1.0, 1.0]), Polytope(SQUARE)])) is None
    lists = vertex_lists(Contributions([Box([0, 0], [1, 1]), Polytope(SQUARE)]))
    assert lists is not None
    total = np.zeros((1, 2))
    for rows in lists:
        total = (total[:, None, :] + rows[None, :, :]).reshape(-1, 2)
    assert total.max(axis=0) == pytest.approx([2.0, 2.0])
    assert total.min(axis=0) == pytest.approx([0.0, 0.0])


def test_slices_and_parts_by_vertices_are_those_of_linear_programs(rng, count):
    """Both ways of knowing a part of a sum of polytopes have the same support in every direction."""
    for _ in range(count(40, 6)):
        m = int(rng.integers(2, 5))
        lists = [rng.random((4, m)), rng.random((4, m))]
        x = (rng.dirichlet(np.ones(4)) @ lists[0]) + (rng.dirichlet(np.ones(4)) @ lists[1])
        kept = list(range(m - 1)) if m < 4 else [0, 2, 3]
        room = np.full(m, 1e-11)
        others = np.array([t not in kept for t in range(m)])
        by_programs = Cut(lists, np.where(others, x - room, -np.inf), np.where(others, x + room, np.inf), kept)
        by_vertices = slice_at(lists, x, kept, room)
        assert isinstance(by_vertices, Polytope)
        w = rng.normal(size=(8, len(kept)))
        assert by_vertices.support(w) == pytest.approx(by_programs.support(w), abs=1e-8)
        upper = x + rng.uniform(0, 0.3, m)
        part = below(lists, upper)
        w = rng.normal(size=(8, m))
        whole = Cut(lists, np.full(m, -np.inf), upper, range(m))
        assert part.support(w) == pytest.approx(whole.support(w), abs=1e-8)


def test_many_vertices_are_left_to_linear_programs(rng):
    lists = [rng.random((10, 2)), rng.random((9, 2))]
    x = lists[0].mean(axis=0) + lists[1].mean(axis=0)
    assert isinstance(slice_at(lists, x, [0], np.full(2, 1e-10)), Cut)
    assert isinstance(below(lists, x), Cut)


def test_a_slice_at_the_edge_is_not_empty_by_rounding():
    edge = slice_at([SQUARE], np.array([0.5, 1.0 + 1e-15]), [0], np.full(2, 1e-10))
    assert edge.bounding_box()[1] == pytest.approx([1.0])


def test_units_do_not_matter():
    """Absolute tolerances of the linear programs do not show in payoffs of size 1e-9."""
    small = 1e-9
    cut = Cut([SQUARE * small], -FAR, np.array([0.5 * small, np.inf]), [0, 1])
    assert cut.support([1.0, 0.0]) == pytest.approx(0.5 * small, rel=1e-7)
