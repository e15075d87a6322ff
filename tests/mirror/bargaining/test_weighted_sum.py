"""Best sums: what ties leave to the rule, what is unique, and honest errors."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import (
    Allocation,
    Ball,
    BargainingProblem,
    ExponentialBudget,
    Linear,
    Log,
    Oracle,
    Polytope,
    Power,
    Status,
    Utilitarian,
    bargain,
)
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.bargaining.weighted_sum import best_sum
from tests.representative_sets import disc
from tests.watches import LimitedWatch

NOTHING = Polytope(np.zeros((1, 2)))


def best(sets, d, w, loose: float = 0.0):
    problem = BargainingProblem(sets, d)
    return best_sum(problem, np.array(w, dtype=float), Stopwatch(), loose)


def test_everybody_takes_its_best_point_for_the_same_weights():
    sets = [Ball([1.0, 2.0]), Polytope([[0.0, 1.0], [1.0, 0.3]])]
    found = best(sets, [0.5, 0.5], [0.6, 0.4])
    assert found.unique and found.finished
    assert found.actions == pytest.approx(np.array([part.maximizer([0.6, 0.4]) for part in sets]), rel=1e-12)
    assert found.gap <= 1e-14 and (found.error <= 1e-7).all()


def test_where_outcomes_tie_weighted_gains_are_made_equal():
    found = best([Polytope([[2.0, 0.0], [0.0, 1.0]]), NOTHING], [0.2, 0.1], [0.5, 1.0])
    assert not found.unique
    assert found.gains * [0.5, 1.0] == pytest.approx([0.4, 0.4], rel=1e-13)
    assert (found.error <= 1e-13).all()


def test_ties_are_broken_alike_for_several_contributors():
    square = Polytope([[1.0, 0.0], [0.0, 1.0]])
    found = best([square, square], [0.0, 0.5], [1.0, 1.0])
    assert found.gains == pytest.approx([0.75, 0.75], rel=1e-13)


def test_the_same_point_twice_is_no_tie():
    assert best([Polytope([[1.0, 1.0], [1.0, 1.0], [0.0, 0.0]]), NOTHING], [0, 0], [1, 1]).unique


def test_straight_lines_that_tie_beside_curves_are_shared_evenly():
    """A unit goes to the power where that pays more than one, and the rest is split between two equal lines."""
    returns = [Linear(1.0), Linear(1.0), Power(0.5, 1.0)]
    found = best([Allocation(1.0, returns), *[Polytope(np.zeros((1, 3)))] * 2], [0.0, 0.0, 0.0], [1.0, 1.0, 1.0])
    assert not found.unique
    assert found.gains == pytest.approx([0.375, 0.375, 0.5], rel=1e-12)  # 1/4 to the root, whose slope is then 1


def test_who_does_not_count_gets_what_costs_nobody_else_anything():
    """A weight of zero: its curved gifts are free, and what is best for the first decides the rest."""
    sets = [Allocation(1.0, [Log(1.0), Log(0.0)]), Allocation(1.0, [Linear(0.0), Power(0.5)])]
    found = best(sets, [0.0, 0.0], [1.0, 0.0])
    assert found.gains == pytest.approx([np.log(2.0), 1.0], rel=1e-12)
    polytope = best([Polytope([[1.0, 0.0], [1.0, 2.0], [0.0, 9.0]]), NOTHING], [0.0, 0.0], [1.0, 0.0])
    assert polytope.gains == pytest.approx([1.0, 2.0], rel=1e-12)


def test_without_any_weight_all_outcomes_tie():
    found = best([Polytope([[0.0, 0.0], [2.0, 0.0], [0.0, 4.0]]), NOTHING], [0.0, 0.0], [0.0, 0.0])
    assert not found.unique and found.gap == 0
    assert found.gains == pytest.approx([1.0, 2.0], rel=1e-12)  # in units of ranges


def test_an_oracles_error_is_not_known():
    found = best([Oracle(2, disc), NOTHING], [0.0, 0.0], [3.0, 4.0])
    assert found.gains == pytest.approx([0.6, 0.8], rel=1e-14)
    assert found.gap <= 1e-14 and np.isinf(found.error).all()


def test_weights_that_may_be_off_make_near_ties_uncertain():
    sets = [Polytope([[1.0, 0.0], [0.0, 1.0 - 1e-9]]), NOTHING]
    assert (best(sets, [0, 0], [1.0, 1.0]).error <= 1e-14).all()
    assert (best(sets, [0, 0], [1.0, 1.0], loose=1e-8).error >= 1.0 - 1e-9).all()
    curved = best([ExponentialBudget([1.0, 1.0], 10.0), NOTHING], [0, 0], [1.0, 2.0], loose=1e-4)
    off = best([ExponentialBudget([1.0, 1.0], 10.0), NOTHING], [0, 0], [1.0 + 1e-4, 2.0])
    assert (np.abs(curved.gains - off.gains) <= curved.error).all()
    assert (curved.error <= 1e-2).all()


@pytest.mark.parametrize("seed", range(30))
def test_errors_bound_how_far_the_exact_best_point_is(seed):
    """Against the maximisers' closed forms, weights from even to very uneven."""
    rng = np.random.default_rng(seed)
    m = int(rng.integers(2, 6))
    sets = [Ball(rng.random(m) + 0.1, float(rng.choice([1.3, 2.0, 6.0]))) for _ in range(m - 1)]
    sets.append(ExponentialBudget(rng.random(m) + 0.1, m + 50.0))
    w = 10.0 ** rng.uniform(-4, 0, size=m)
    found = best(sets, np.zeros(m), w)
    exact = np.sum([part.maximizer(w) for part in sets], axis=0)
    assert (np.abs(found.gains - exact) <= found.error).all()


def test_stopped_before_a_tie_is_broken_it_says_so():
    pie = [[x, y, z] for x, y in ((0, 1), (1, 0)) for z in (0.0, 2.0)]
    problem = BargainingProblem(Polytope([[x, y, z - z] for x, y, z in pie] + [[0, 0, 1.0]]), [0.0, 0.0, 0.0])
    assert bargain(problem, Utilitarian()).gains == pytest.approx([1 / 3] * 3, rel=1e-13)
    deal = bargain(problem, Utilitarian(), throw=False, watch=LimitedWatch(0))
    assert deal.status in (Status.time_limit, Status.solved)
    assert deal.status is Status.solved or np.isinf(deal.error).any()
