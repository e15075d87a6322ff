"""Climbs as agreements: statuses, proofs that hold for the whole problem, and time that is up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, Egalitarian, EqualLoss, KalaiSmorodinsky, Polytope, Status, bargain
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.bargaining.ladder import in_time, without_climb
from largeworlds.bargaining.solutions.nash import NashBargaining
from tests.axioms.counterexamples import PRISM

#: Players 1 and 2 trade; player 3 has its most at d, and player 1 serves it by a vertex that costs the others.
STUCK = BargainingProblem(
    [Polytope([[0, 0, 1], [1, 2, 1], [3, 3, 0]]), Polytope([[0, 0, 0], [2, 0, 0]]), Polytope([[0, 0, 0]])], [0, 0, 1]
)


@pytest.mark.parametrize("concept", [KalaiSmorodinsky(), Egalitarian(), EqualLoss()], ids=lambda c: c.title)
def test_what_is_found_on_a_face_is_stated_for_the_whole_problem(concept):
    """Without the face, (3, 3, 0) would be within reach of a ray that asks nothing of player 3."""
    deal = bargain(STUCK, concept)
    assert deal.status is Status.some_cannot_gain and deal.can_gain.tolist() == [True, True, False]
    assert deal.payoffs == pytest.approx([3.0, 2.0, 1.0]) and deal.settled == (0, 0, 1)
    assert deal.actions.sum(axis=0) == pytest.approx(deal.payoffs)
    for rung in deal.rungs:
        assert rung.ray[2] == 0 and rung.prices[2] == 0 and rung.base[2] == STUCK.disagreement[2]
        face = [Polytope([[0, 0, 1], [1, 2, 1]]), *STUCK.sets[1:]]
        most = sum(float(part.support(rung.prices)) for part in face) - float(rung.prices @ rung.base)
        assert rung.level - 1e-12 <= most <= rung.most + 1e-12
    v = deal.direction
    assert v[2] > 0 and deal.reasons  # the proof that player 3 cannot gain, by the support of its payoff
    assert float(STUCK.support([0, 0, 1])) == STUCK.disagreement[2]


def test_the_weights_support_the_whole_set_at_the_answer():
    """Mean prices of the rungs: at (1/2, 1/2, 1) of the prism every price is one of the whole set."""
    deal = bargain(PRISM, KalaiSmorodinsky())
    assert float(PRISM.support(deal.weights)) == pytest.approx(float(deal.weights @ deal.payoffs))
    assert (deal.weights > 0).all()
    curved = BargainingProblem(Ball([1.0, 1.0, 0.0]).shift([0, 0, 0]) + Polytope([[0, 0, 0], [0, 0, 5]]), [0, 0, 0])
    deal = bargain(curved, Egalitarian())
    assert deal.payoffs == pytest.approx([2**-0.5, 2**-0.5, 5.0]) and deal.completed
    assert float(curved.support(deal.weights)) == pytest.approx(float(deal.weights @ deal.payoffs))


def test_steps_gap_and_rungs_fit_together():
    deal = bargain(PRISM, Egalitarian())
    assert deal.steps == len(deal.rungs) == 2 and deal.gap == max(rung.gap for rung in deal.rungs)
    assert deal.ideal is None and deal.ideal_proofs == ()
    ks = bargain(PRISM, KalaiSmorodinsky())
    assert ks.gap == max(*(rung.gap for rung in ks.rungs), *(proof.rung.gap for proof in ks.ideal_proofs))


def test_nobody_can_gain_and_infeasible_are_answers_of_the_concept_asked():
    concept = Egalitarian()
    deal = bargain(BargainingProblem(Polytope([[0, 0], [1, -1], [-1, 1]]), [0, 0]), concept)
    assert deal.status is Status.nobody_can_gain and deal.concept is concept and deal.rungs == ()
    deal = bargain(BargainingProblem(Ball([1.0, 1.0]), [0.9, 0.9]), concept, throw=False)
    assert deal.status is Status.infeasible and deal.concept is concept and np.isnan(deal.payoffs).all()


def test_an_unproved_nash_solution_proves_nothing_of_another_concept():
    """Its own small gap must not be published as the other's."""
    problem = BargainingProblem(Ball([1.0, 1.0]), [0, 0])
    nash, watch = NashBargaining().solve(problem, Stopwatch()), Stopwatch()
    assert nash.gap < 1e-9
    left = without_climb(replace(nash, status=Status.not_converged), Egalitarian(), watch)
    assert left.status is Status.not_converged and np.isinf(left.gap) and np.isinf(left.error).all()
    watch.stop()
    late = without_climb(replace(nash, status=Status.not_converged), Egalitarian(), watch)
    assert late.status is Status.time_limit


def test_what_is_open_only_because_time_was_up_says_so():
    deal, watch = bargain(PRISM, Egalitarian()), Stopwatch()
    open_ = replace(deal, status=Status.not_converged)
    assert in_time(open_, watch).status is Status.not_converged
    watch.stop()
    assert in_time(open_, watch).status is Status.time_limit
    assert in_time(deal, watch) is deal  # what is solved stays solved


def test_a_climb_that_is_stopped_is_no_answer():
    deal = bargain(PRISM, KalaiSmorodinsky(), time_limit=0.0, throw=False)
    assert deal.status is Status.time_limit and not deal.is_answer and np.isinf(deal.gap)
