"""From a problem to an agreement by climbing: faces, statuses, weights that prove, early stops."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import (
    Ball,
    BargainingProblem,
    Beliefs,
    Egalitarian,
    EqualLoss,
    KalaiSmorodinsky,
    Polytope,
    Status,
    World,
    bargain,
)
from largeworlds.bargaining.ladder import Climbing, without_climb
from tests.certificates import solve
from tests.watches import LimitedWatch

#: Two share a pie, a third is alone, a fourth has its most (1) already.
PIE = BargainingProblem(
    Polytope([[x, y, z, 1.0] for x, y in ((0, 0), (1, 0), (0, 1)) for z in (0.0, 0.25)]), [0.0, 0.0, 0.0, 1.0]
)


def test_who_has_its_most_is_left_out_and_the_rest_is_stated_for_all():
    deal = bargain(PIE, Egalitarian())
    assert deal.status is Status.some_cannot_gain and deal.settled == (0, 0, 0, 1)
    assert deal.payoffs == pytest.approx([0.5, 0.5, 0.25, 1.0], rel=1e-13)
    assert deal.can_gain.tolist() == [True, True, True, False] and deal.error.max() <= 1e-12
    assert all(rung.ray[3] == 0 and rung.base[3] == 1.0 for rung in deal.rungs)
    assert deal.completed and deal.reasons


def test_weights_are_the_mean_of_the_rungs_prices_and_positive_for_all_who_rise():
    deal = bargain(PIE, KalaiSmorodinsky())
    low, high = PIE.bounding_box()
    assert float(deal.weights @ (high - low)) == pytest.approx(1.0, rel=1e-12)
    assert (deal.weights[:3] > 0).all()
    assert float(PIE.support(deal.weights)) == pytest.approx(float(deal.weights @ deal.payoffs), rel=1e-12)


def test_feasible_ideal_points_are_those_of_the_whole_set_not_of_a_face():
    """Player 1 keeps its most, which leaves the others a face where player 2 can have less than before."""
    balls = [Ball([1.0, 1.0, 1.0]), Polytope([[0, 0, 0], [0, 1, 0], [0, 0, 1]]), Polytope([[0, 0, 0]])]
    deal = bargain(BargainingProblem(balls, [1.0, 0.1, 0.2]), KalaiSmorodinsky("feasible"))
    assert deal.ideal.tolist() == [1.0, 2.0, 2.0]
    assert deal.gains[1:] / [1.9, 1.8] == pytest.approx([0.7 / 3.7] * 2, rel=1e-12)
    assert bargain(deal.problem, KalaiSmorodinsky()).ideal == pytest.approx([1.0, 0.8, 0.9], rel=1e-12)


def test_faces_after_faces():
    """Curved towers: each type keeps its unit, one after the other; only the last two trade."""
    from tests.mirror.bargaining.test_faces import tower

    deal = bargain(tower(3, pair=True), Egalitarian())
    assert deal.settled == (1, 2, 3, 0, 0)
    assert deal.gains == pytest.approx([0.0] * 3 + [2 * 0.5**0.5 - 1] * 2, abs=1e-9)


def test_two_groups_without_contact_are_solved_as_each_would_be_alone():
    """Groups of types that believe to meet only their own: curved sets, two rungs, finite errors."""
    beliefs = Beliefs([[0.5, 0.5, 0, 0], [0.5, 0.5, 0, 0], [0, 0, 0.7, 0.3], [0, 0, 0.3, 0.7]], [0.25] * 4)
    world = World([Ball(np.ones(4) + t, 1.5 + t) for t in range(4)], beliefs)
    deal = bargain(world.problem(), KalaiSmorodinsky())
    assert deal.status is Status.solved and np.isfinite(deal.error).all()
    for kept, meets in (([0, 1], [[0.5, 0.5], [0.5, 0.5]]), ([2, 3], [[0.7, 0.3], [0.3, 0.7]])):
        alone = World([Ball(np.ones(2) + t, 1.5 + t) for t in kept], Beliefs(meets, [0.5, 0.5]))
        assert bargain(alone.problem(), KalaiSmorodinsky()).gains == pytest.approx(deal.gains[kept], rel=1e-7)


@pytest.mark.parametrize(
    ("d", "status"),
    [([0.6, 0.8], Status.nobody_can_gain), ([0.6, 0.9], Status.infeasible)],
)
def test_what_the_nash_solution_says_of_everybody_holds_for_all(d, status):
    problem = BargainingProblem([Ball([1.0, 1.0]), Polytope(np.zeros((1, 2)))], d)
    deal = bargain(problem, KalaiSmorodinsky(), throw=False)
    assert deal.status is status and isinstance(deal.concept, KalaiSmorodinsky)
    nash = solve(problem)
    assert deal.gap == nash.gap and deal.error.tolist() == nash.error.tolist()


def test_an_unproved_nash_solution_says_nothing_about_other_concepts():
    problem = BargainingProblem([Ball([1.0, 1.0]), Ball([1.0, 2.0])], [0.5, 0.5])
    early = (bargain(problem, throw=False, watch=LimitedWatch(looks)) for looks in range(20))
    nash = next(deal for deal in early if deal.status is Status.time_limit and np.isfinite(deal.gap))
    deal = without_climb(nash, KalaiSmorodinsky(), LimitedWatch(0))
    assert deal.status is Status.time_limit and deal.gap == np.inf and np.isinf(deal.error).all()


@pytest.mark.parametrize("concept", [KalaiSmorodinsky(), EqualLoss(), Egalitarian()], ids=lambda c: c.title)
def test_stopped_at_any_time_nothing_false_is_said(concept):
    problem = BargainingProblem([Ball([1.0, 2.0, 0.0]), Ball([1.0, 1.0, 0.0]), Ball([0.0, 0.0, 1.0])], [0.5, 0.5, 0.1])
    full, statuses = bargain(problem, concept), []
    for looks in [0, 5, 65, 200, 10**6]:
        deal = bargain(problem, concept, throw=False, watch=LimitedWatch(looks))
        statuses.append(deal.status)
        if deal.status is Status.solved:
            assert (np.abs(deal.payoffs - full.payoffs) <= deal.error + full.error).all()
        else:
            assert deal.status is Status.time_limit
            told = np.isfinite(deal.error)
            assert (np.abs(deal.payoffs - full.payoffs) <= deal.error + full.error)[told].all()
    assert statuses[0] is Status.time_limit and statuses[-1] is Status.solved


def test_climbing_is_for_subclasses_that_say_where_to_begin():
    with pytest.raises(TypeError, match="ground"):
        type("Half", (Climbing,), {"title": "half a concept"})()
