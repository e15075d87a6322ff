"""Comparative statics: better disagreement points (Thomson 1987), risk aversion (Kihlstrom, Roth, Schmeidler 1981)."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import BargainingProblem, Linear, pie
from tests.axioms.comparative_statics import (
    EGALITARIAN,
    KALAI_SMORODINSKY,
    NASH,
    UTILITARIAN,
    curved,
    disagreement_point_monotonicity,
    everybody_is_given_the_next_ones_point,
    polygon,
    risk_sensitivity,
)

THREE = {"Nash": NASH, "Kalai-Smorodinsky": KALAI_SMORODINSKY, "egalitarian": EGALITARIAN}


def caught(check, *arguments) -> bool:
    try:
        check(*arguments)
    except AssertionError:
        return True
    return False


@pytest.mark.parametrize("solve", THREE.values(), ids=THREE.keys())
def test_a_better_disagreement_point_never_hurts_one_of_two(solve, rng, count):
    for _ in range(count(60, 2)):
        disagreement_point_monotonicity(solve, polygon(rng), rng)


@pytest.mark.parametrize("solve", THREE.values(), ids=THREE.keys())
def test_a_better_disagreement_point_never_hurts_one_of_many(solve, rng, count):
    for _ in range(count(40, 2)):
        disagreement_point_monotonicity(solve, curved(rng, int(rng.integers(2, 6))), rng)


def test_nash_needs_nothing_but_its_product_for_that(rng, count):
    """Any feasible set: add the two inequalities that say that each solution is best for its own d."""
    for _ in range(count(100, 4)):
        disagreement_point_monotonicity(NASH, polygon(rng, int(rng.integers(3, 6))), rng)


def test_a_rule_that_lets_ones_point_help_the_next_is_caught(rng):
    wrong = everybody_is_given_the_next_ones_point
    assert sum(caught(disagreement_point_monotonicity, wrong, curved(rng, 3), rng) for _ in range(4)) >= 3


@pytest.mark.parametrize("n", [2, 4])
@pytest.mark.parametrize("solve", THREE.values(), ids=THREE.keys())
def test_of_a_linear_pie_one_keeps_all_but_an_nth_of_the_better_point(solve, n):
    """x_i = d_i + (1 - sum d) / n: 0.3 more for player 1 without agreement is 0.3 (1 - 1/n) more with it."""
    d = np.full(n, 0.1)
    before = solve(BargainingProblem(pie([Linear()] * n), d))
    d[0] += 0.3
    after = solve(BargainingProblem(pie([Linear()] * n), d))
    assert after - before == pytest.approx([0.3 * (1 - 1 / n), *[-0.3 / n] * (n - 1)], abs=1e-9)


@pytest.mark.parametrize("solve", [NASH, KALAI_SMORODINSKY], ids=["Nash", "Kalai-Smorodinsky"])
def test_a_more_risk_averse_opponent_is_an_advantage(solve, rng, count):
    for _ in range(count(60, 3)):
        risk_sensitivity(solve, rng)


@pytest.mark.parametrize("solve", [EGALITARIAN, UTILITARIAN], ids=["egalitarian", "utilitarian"])
def test_rules_that_compare_utilities_are_caught(solve, rng):
    """A change of units is a concave function both ways, so that they must not matter; for these two they do."""
    assert sum(caught(risk_sensitivity, solve, rng) for _ in range(6)) >= 2
