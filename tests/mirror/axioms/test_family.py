"""The random family: what it promises of its problems, the same every time, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import InvalidProblem, NashBargaining, bargain
from largeworlds.axioms.cut import vertex_lists
from largeworlds.axioms.family import random_family


def test_all_can_gain_and_payoffs_are_whole_numbers(count):
    family = random_family([2, 3, 4], count(60, 12), np.random.default_rng(1))
    assert [problem.dim for problem in family[:6]] == [2, 3, 4, 2, 3, 4]
    assert [problem.joint for problem in family[:6]] == [True] * 3 + [False] * 3
    for problem in family:
        assert not problem.disagreement.any()
        assert (bargain(problem, NashBargaining("equal")).gains > 0).all()
        assert all((rows == np.rint(rows)).all() for rows in vertex_lists(problem))


def test_the_same_seed_draws_the_same_family():
    one, two, other = (random_family([3], 2, np.random.default_rng(seed)) for seed in (5, 5, 6))
    first, second, third = ([np.vstack(vertex_lists(problem)) for problem in family] for family in (one, two, other))
    assert all(np.array_equal(a, b) for a, b in zip(first, second, strict=True))
    assert not np.array_equal(first[0], third[0])


@pytest.mark.parametrize(
    ("players", "count", "sentence"),
    [
        ([2, 7], 1, r"players\[1\] must be a whole number from 2 to 6, but it is 7; give for example 3\."),
        ([True], 1, r"players\[0\] must be a whole number from 2 to 6, but it is True"),
        ([], 1, "players must have at least one number of players, but it is empty; give for example"),
        ([2], 0, "count must be a whole number from 1 to 10,000, but it is 0; give for example 3"),
        ([2], 1.5, "count must be a whole number from 1 to 10,000, but it is 1.5"),
    ],
)
def test_bad_input(players, count, sentence):
    with pytest.raises(InvalidProblem, match=sentence):
        random_family(players, count, np.random.default_rng(0))
