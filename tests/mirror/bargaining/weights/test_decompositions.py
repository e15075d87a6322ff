"""Which actions realise a point, and what miscoordination can cost."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

import largeworlds as lw
from largeworlds._core.errors import InvalidProblem

LINE = np.array([[2.0, -1.0], [-1.0, 2.0]])


def least(sets: list[np.ndarray], x: np.ndarray, giver: int, goal: np.ndarray) -> float:
    """Smallest ``goal . y`` over the points that ``giver`` can choose to realise ``x``, by another solver."""
    columns = np.vstack(sets)
    owner = np.repeat(np.arange(len(sets)), [len(part) for part in sets])
    equal = np.vstack([columns.T, owner == np.arange(len(sets))[:, None]])
    answer = linprog((columns @ goal) * (owner == giver), A_eq=equal, b_eq=np.append(x, np.ones(len(sets))))
    assert answer.status == 0
    return answer.fun


def test_unique_where_no_two_flat_parts_are_parallel():
    found = lw.decompositions(lw.Contributions([[[1, 0], [0, 1]], [[2, 0], [0, 1]]]), [2.5, 0.5])
    assert found.unique is True and found.dimension == (0, 0) and found.worst.tolist() == [0, 0]
    assert found.canonical == pytest.approx(np.array([[0.5, 0.5], [2, 0]]))


def test_random_parallel_edges_against_another_linear_program(rng, count):
    for _ in range(count(40, 6)):
        edge = rng.dirichlet(np.ones(3), 2) - rng.dirichlet(np.ones(3), 2)
        start = [np.array([0.0, 0.0, 0.0]), rng.normal(size=3), rng.normal(size=3)]
        lengths = rng.uniform(0.5, 2, 3)
        # all vertices in the plane sum = const: the face for w = (1, 1, 1)
        sets = [
            np.array([s, s + a * edge[0], s + 0.5 * a * edge[0] + edge[1], s - 1])
            for s, a in zip(start, lengths, strict=True)
        ]
        x = sum(part[:3].mean(axis=0) for part in sets)
        found = lw.decompositions(lw.Contributions(sets), x)
        assert found.unique is False and found.exact.all()
        for i in range(3):
            for t in range(3):
                ends = [least(sets, x, i, np.eye(3)[t]), -least(sets, x, i, -np.eye(3)[t])]
                assert found.box[i, t] == pytest.approx(ends, abs=1e-6)
        assert found.worst == pytest.approx(
            np.minimum([sum(least(sets, x, i, np.eye(3)[t]) for i in range(3)) - x[t] for t in range(3)], 0), abs=1e-6
        )
        assert found.canonical.sum(axis=0) == pytest.approx(x, abs=1e-8)
        assert set(found.dimension) == {2}


def test_the_canonical_actions_are_those_of_a_general_optimiser(rng):
    """Minimise the squared distance from the middles of the faces over a grid of decompositions of one edge each."""
    sets = [
        LINE,
        np.array([[4.0, -1.0], [0.0, 3.0]]),
    ]
    found = lw.decompositions(lw.Contributions(sets), [2, 2])
    size = np.array([7.0, 7.0])
    middle = np.array([sets[0].mean(axis=0), sets[1].mean(axis=0)])

    def far(step):
        first = LINE[0] + step * (LINE[1] - LINE[0])
        return float((((np.array([first, [2, 2] - first]) - middle) / size) ** 2).sum())

    steps = np.linspace(0, 1, 3001)
    best = steps[np.argmin([far(s) for s in steps])]
    assert found.canonical[0] == pytest.approx(LINE[0] + best * (LINE[1] - LINE[0]), abs=2e-3)
    assert far(float((found.canonical[0, 0] - 2) / -3)) <= far(best) + 1e-12


def test_actions_listed_twice_or_inside_change_nothing():
    twice = np.vstack([LINE, LINE[:1], LINE.mean(axis=0)[None]])
    found = lw.decompositions(lw.Contributions([twice, LINE]), [1, 1])
    assert found.canonical == pytest.approx(np.full((2, 2), 0.5), abs=1e-9) and found.worst == pytest.approx([-3, -3])


def test_curved_sets_are_unique_and_leave_the_rest_to_the_flat_ones():
    disc = lw.Ball([1, 1])
    w = np.array([0.5, 0.5])
    alone = lw.decompositions(lw.Contributions([disc, disc]), 2 * disc.maximizer(w))
    assert alone.unique is True and alone.canonical == pytest.approx(np.tile(disc.maximizer(w), (2, 1)))
    parts = lw.Contributions([lw.Ball([1, 1, 0]), np.column_stack([LINE, [0, 0]]), np.column_stack([LINE, [0, 0]])])
    found = lw.decompositions(parts, [1 + 0.5**0.5, 1 + 0.5**0.5, 0])
    assert found.unique is False and found.dimension == (0, 1, 1) and found.worst == pytest.approx([-3, -3, 0])
    lines = [lw.Allocation(a, [lw.Linear(), lw.Linear()]) for a in (1.0, 2.0)]
    found = lw.decompositions(lw.Contributions(lines), [1.5, 1.5])
    assert found.box == pytest.approx(np.array([[[0, 1], [0, 1]], [[0.5, 1.5], [0.5, 1.5]]]))


def test_lines_within_a_curved_allocation():
    """Two straight uses at the same rate beside a curved one: what the curve leaves can go either way."""
    mixed = lw.Allocation(1.0, [lw.Linear(), lw.Linear(), lw.Log()])
    third = lw.Ball([0.0, 0.0, 1.0])
    w = np.array([0.3, 0.3, 0.4])
    x = 2 * mixed.maximizer(w) + third.maximizer(w)
    x[:2] = x[:2].sum() / 2
    found = lw.decompositions(lw.Contributions([mixed, mixed, third]), x)
    assert found.dimension == (1, 1, 0) and found.unique is False
    left = mixed.maximizer(w)[:2].sum()
    assert found.box[0, 0] == pytest.approx([0, left], abs=1e-6)


def test_oracles_leave_it_undecided_with_bounds():
    disc = lw.Ball([1, 1])
    found = lw.decompositions(lw.Contributions([lw.Oracle(2, disc.maximizer), disc]), 2 * disc.maximizer([1, 1]))
    low, high = found.box[0].T
    y = disc.maximizer([1, 1])
    assert (low <= y + 1e-9).all() and (y <= high + 1e-9).all() and (high - low < 1e-2).all()
    assert found.exact.tolist() == [False, True]
    flat = lw.decompositions(lw.Contributions([lw.Oracle(2, disc.maximizer), LINE]), disc.maximizer([1, 1]) + 0.5)
    assert flat.unique is None and flat.exact.tolist() == [False, False] and flat.dimension == (-1, -1)
    assert "undecided" in flat.reason


def test_a_joint_set_has_one_point():
    found = lw.decompositions(lw.Contributions(lw.Polytope(LINE)), [0.5, 0.5])
    assert found.unique is True and found.canonical.tolist() == [[0.5, 0.5]] and "agreed on as a whole" in found.reason


def test_bad_input_gets_one_sentence():
    parts = lw.Contributions([LINE, LINE])
    with pytest.raises(
        InvalidProblem, match="x must lie on the frontier, but it is a point of which this holds: every"
    ):
        lw.decompositions(parts, [0, 0])
    box = lw.Box([0, 0], [1, 1])
    with pytest.raises(InvalidProblem, match="x must be feasible, but it is below a feasible point, but"):
        lw.decompositions(lw.Contributions([box, box]), [2, -1])
