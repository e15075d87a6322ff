"""Theorem 6 and Propositions 18 and 19 (Treutlein 2023) hold, and what breaks their assumptions is caught."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.axioms.weights_properties import (
    any_action,
    balls,
    common_weights,
    has_one_decomposition,
    independent_choices,
    is_pareto_optimal,
    leaves_gains,
    middles,
    parallel,
    polytopes,
    scaled_weights,
    stays_on_the_frontier,
    weights_of_their_own,
)
from tests.conftest import FULL

seeds = st.integers(0, 10**6)
some = settings(max_examples=100 if FULL else 8)


def fails(check: Callable[[np.random.Generator], None]) -> int:
    """In how many of six draws ``check`` finds fault."""
    caught = 0
    for seed in range(6):
        try:
            check(np.random.default_rng(seed))
        except AssertionError:
            caught += 1
    return caught


@some
@given(seed=seeds)
def test_common_weights_are_pareto_optimal(seed):
    rng = np.random.default_rng(seed)
    sets = polytopes(rng) if seed % 3 else balls(rng)
    is_pareto_optimal(common_weights if seed % 2 else scaled_weights, sets, rng)


def test_weights_that_differ_are_caught():
    assert fails(lambda rng: is_pareto_optimal(weights_of_their_own, polytopes(rng, most=80), rng)) >= 4
    assert fails(lambda rng: is_pareto_optimal(weights_of_their_own, balls(rng), rng)) == 6


@some
@given(seed=seeds)
def test_different_weights_on_smooth_boundaries_leave_gains(seed):
    rng = np.random.default_rng(seed)
    leaves_gains(weights_of_their_own, balls(rng), rng)


def test_the_same_weights_and_corners_are_caught():
    """Proportional weights leave nothing, and where boundaries have corners different weights may not either."""
    assert fails(lambda rng: leaves_gains(scaled_weights, balls(rng), rng)) == 6
    assert fails(lambda rng: leaves_gains(weights_of_their_own, polytopes(rng), rng)) >= 1


@some
@given(seed=seeds)
def test_independent_choices_stay_on_the_frontier(seed):
    rng = np.random.default_rng(seed)
    stays_on_the_frontier(independent_choices, parallel(rng), rng)


def test_choices_that_do_not_realise_the_point_are_caught():
    assert fails(lambda rng: stays_on_the_frontier(any_action, parallel(rng), rng)) >= 4


@some
@given(seed=seeds)
def test_strictly_convex_sets_have_one_decomposition(seed):
    rng = np.random.default_rng(seed)
    has_one_decomposition(common_weights, balls(rng), rng)


def test_parallel_flat_parts_are_caught():
    assert fails(lambda rng: has_one_decomposition(middles, parallel(rng), rng)) == 6
