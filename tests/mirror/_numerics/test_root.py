"""Roots of positive semidefinite matrices: exact where they can be, right where the matrix is nearly singular."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from largeworlds._numerics.root import least_eigenvalue, root


def test_exact_roots():
    assert root(np.diag([4.0, 9.0])).tolist() == [[2.0, 0.0], [0.0, 3.0]]
    assert root(np.array([[1.0, -2.0], [-2.0, 4.0]])).tolist() == [[1.0], [-2.0]]
    assert root(np.zeros((3, 3))).shape == (3, 0)
    assert root(np.diag([0.0, 1.0])).tolist() == [[0.0], [1.0]]


@pytest.mark.parametrize("seed", range(10))
def test_the_root_gives_the_matrix_back(seed):
    rng = np.random.default_rng(seed)
    axes = rng.normal(size=(5, int(rng.integers(1, 6)))) * 10.0 ** rng.uniform(-6, 6, size=(5, 1))
    matrix = axes @ axes.T
    found = root(0.5 * (matrix + matrix.T))
    size = np.sqrt(np.outer(matrix.diagonal(), matrix.diagonal()))
    assert found.shape == axes.shape
    assert (np.abs(found @ found.T - matrix) <= 2e-13 * size).all()


def test_entries_are_right_where_the_matrix_is_nearly_singular():
    """What is left of 1 - (1 - e)**2 has lost no digits: doubles would give it to four."""
    e = 1e-12
    off = 1.0 - e
    found = root(np.array([[1.0, off], [off, 1.0]]))
    left = 1 - Fraction(off) ** 2
    assert found[1, 1] ** 2 == pytest.approx(float(left), rel=1e-15)


def test_the_least_eigenvalue_does_not_depend_on_units():
    matrix = np.array([[1.0, 0.5], [0.5, 1.0]])
    for unit in (np.ones(2), np.array([1e6, 1e-6])):
        assert least_eigenvalue(matrix * np.outer(unit, unit)) == pytest.approx(0.5, rel=1e-12)
    assert least_eigenvalue(np.array([[0.0, 1.0], [1.0, 0.0]])) == pytest.approx(-1.0)
