"""The Nash profile: own payoff first, then as is worst for the others, in units of their ranges."""

from __future__ import annotations

import math

import numpy as np
import pytest

from largeworlds import Allocation, Ball, Box, Linear, Polytope
from largeworlds.disagreement.nash import nash_profile
from tests.representative_sets import corner
from tests.worlds import KINDS, random_set


def test_everybody_keeps_everything():
    assert nash_profile([Ball([1.0, 2.0]), Ball([3.0, 4.0])]) == pytest.approx(np.array([[1.0, 0.0], [0.0, 4.0]]))


def test_ties_are_broken_as_is_worst_for_the_others():
    options = [[1.0, 5.0], [1.0, 2.0], [0.0, 9.0]]
    assert nash_profile([Polytope(options), Box([0, 0], [3, 1])]).tolist() == [[1.0, 2.0], [0.0, 1.0]]
    box = Box([0.0, 0.0], [1.0, 1.0])
    assert nash_profile([box, box]).tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert nash_profile([Ball([1.0, 1.0], math.inf)] * 2).tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_worst_is_measured_in_units_of_each_payoffs_range():
    """In raw payoffs the second option is worse for the others (9 against 10), in ranges the first (1 against 1.7)."""
    options = [[1.0, 0.0, 10.0], [1.0, 2.0, 7.0], [0.0, 2.0, 0.0]]
    rest = [Polytope(np.zeros((1, 3)))] * 2
    assert nash_profile([Polytope(options), *rest])[0].tolist() == [1.0, 0.0, 10.0]
    unit = np.array([1e6, 1e-6, 1e3])
    assert nash_profile([Polytope(options * unit), *rest])[0] == pytest.approx([1e6, 0.0, 1e4])


@pytest.mark.parametrize("size", [1e-12, 1.0, 1e12])
def test_oracles_break_ties_in_any_units(size):
    part = size * corner([[1.0, 5.0], [1.0, 2.0], [0.0, 9.0]])
    assert nash_profile([part, part])[0] == pytest.approx(size * np.array([1.0, 2.0]))


def test_a_type_that_cannot_help_itself_does_its_worst():
    """Every action gives its type the same: Proposition 49 leaves them all, the convention picks the worst."""
    generous = Allocation(1.0, [Linear(0.0), Linear(1.0)])
    assert nash_profile([generous, Ball([0.0, 1.0])]).tolist() == [[0.0, 0.0], [0.0, 1.0]]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("kind", KINDS)
def test_nobody_can_do_better_for_itself(kind, seed):
    rng = np.random.default_rng(seed)
    sets = [random_set(rng, 3, kind) for _ in range(3)]
    profile = nash_profile(sets)
    for t, part in enumerate(sets):
        assert part.contains(profile[t])
        assert profile[t, t] == pytest.approx(float(part.support(np.eye(3)[t])), rel=1e-12, abs=1e-12)
