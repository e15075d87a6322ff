"""Linear algebra in fractions: solutions solve, bases span, blocks split."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from largeworlds._core.rationals import dot, vector
from largeworlds._numerics.rational_algebra import blocks, reduced, solve


def test_solutions_and_bases_against_numpy_ranks(rng, count):
    for _ in range(count(400, 60)):
        r, n = int(rng.integers(1, 5)), int(rng.integers(1, 6))
        a, b = rng.integers(-2, 3, size=(r, n)), rng.integers(-2, 3, size=r)
        rank = np.linalg.matrix_rank(a)
        found = solve([vector(row) for row in a], vector(b), n)
        assert (found is None) == (np.linalg.matrix_rank(np.column_stack([a, b])) > rank)
        assert len(reduced([vector(row) for row in a])[0]) == rank
        if found is not None:
            x, basis = found
            assert all(dot(vector(row), x) == v for row, v in zip(a, b, strict=True))
            assert len(basis) == n - rank and not any(dot(vector(row), v) for row in a for v in basis)


def test_no_equations_leave_everything_free():
    assert solve([], (), 2) == ((Fraction(0), Fraction(0)), [vector([1, 0]), vector([0, 1])])
    assert reduced([]) == ([], [])


def test_blocks_are_the_finest_split():
    basis, _ = reduced([vector([1, -1, 0, 0, 0]), vector([0, 0, 1, 2, 0]), vector([1, -1, 1, 2, 0])])
    assert blocks(basis, 5) == [
        ([0, 1], [vector([1, -1, 0, 0, 0])]),
        ([2, 3], [vector([0, 0, 1, 2, 0])]),
        ([4], []),
    ]
    linked, _ = reduced([vector([1, 0, 1]), vector([0, 1, 1])])
    assert [inside for inside, _ in blocks(linked, 3)] == [[0, 1, 2]]
