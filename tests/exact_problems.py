"""Finite problems for exact answers, as plain lists of rows with d and weights."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from largeworlds.bargaining.problem import BargainingProblem

#: Treutlein 2023, Example 64 and Example 66: option vectors of every player.
EXAMPLE_64 = [
    [[3, 0, 0], [Fraction(5, 2), Fraction(5, 2), 0], [2, 2, 2]],
    [[0, 3, 0], [Fraction(5, 2), Fraction(5, 2), 0], [2, 2, 2]],
    [[0, 0, 3], [Fraction(1, 2), Fraction(1, 2), 0], [Fraction(1, 2), Fraction(1, 2), 0]],
]
EXAMPLE_66 = [
    [[5, 0, 5], [4, 4, 0], [3, 3, 6]],
    [[0, 5, 5], [4, 4, 0], [3, 3, 6]],
    [[0, 0, 5], [0, 0, 0], [0, 0, 0]],
]


def small(rng: np.random.Generator) -> tuple[list, list]:
    """Small whole numbers with many ties; d inside, on the frontier, or beyond it."""
    m = int(rng.integers(1, 5))
    sets = [rng.integers(-2, 4, size=(rng.integers(1, 5), m)).tolist() for _ in range(m)]
    profile = [sum(column) for column in zip(*(rows[rng.integers(len(rows))] for rows in sets), strict=True)]
    w = rng.integers(0, 3, size=m)
    best = [max(rows, key=lambda row: sum(w * row)) for rows in sets]
    frontier = [sum(column) for column in zip(*best, strict=True)]
    below, beyond = [v - int(rng.integers(0, 3)) for v in frontier], [v + 1 for v in frontier]
    return sets, [int(v) for v in (profile, frontier, below, below, beyond)[int(rng.integers(5))]]


def roomy(rng: np.random.Generator, m: int, k: int) -> tuple[list, list]:
    """Doubles drawn at random, everybody can gain."""
    sets = [rng.random((k, m)).tolist() for _ in range(m)]
    return sets, [float(sum(np.mean([row[t] for row in rows]) for rows in sets)) - 0.05 for t in range(m)]


def problem(sets: list, d: list, weights: object = None) -> BargainingProblem:
    return BargainingProblem(sets, d, weights=weights)
