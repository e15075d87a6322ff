"""Agreements: derived facts and the empty one."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import (
    Ball,
    BargainingProblem,
    Beliefs,
    KalaiSmorodinsky,
    NashBargaining,
    Polytope,
    Status,
    Utilitarian,
    World,
    bargain,
)
from largeworlds.bargaining.agreement import empty_agreement


def test_actions_add_up_to_payoffs_and_weights_are_normals():
    deal = bargain(BargainingProblem([Ball([1.0, 2.0]), Ball([2.0, 1.0])], [1.0, 1.0], ["a", "b"]))
    assert deal.actions.sum(axis=0) == pytest.approx(deal.payoffs, rel=1e-14)
    assert deal.payoffs == pytest.approx(deal.disagreement + deal.gains, rel=1e-15)
    assert float(deal.weights @ deal.gains) == pytest.approx(1.0, rel=1e-9)
    for part, action in zip(deal.problem.sets, deal.actions, strict=True):
        assert part.maximizer(deal.weights) == pytest.approx(action, rel=1e-6)
    assert deal.is_answer and deal.names == ("a", "b")
    assert "solved" in repr(deal) and "a: " in repr(deal)


def test_share_received_is_the_papers():
    """Example 55 with p = 3/4: what comes from the other type, as a part of the payoff."""
    beliefs = Beliefs([[0.75, 0.25], [0.25, 0.75]])
    deal = bargain(World([Ball([1.0, 1.0]), Ball([1.0, 1.0])], beliefs).problem())
    # Each type splits its unit in proportion to p**2 : (1 - p)**2, so others bring (1/4)**2 / ((3/4)**2 + (1/4)**2).
    assert deal.share_received() == pytest.approx([0.1, 0.1])


def test_share_received_means_nothing_for_joint_sets_and_payoffs_below_zero():
    joint = bargain(BargainingProblem(Ball([1.0, 1.0]), [0.0, 0.0]))
    assert np.isnan(joint.share_received()).all()
    below = bargain(BargainingProblem([Polytope([[-2.0, 0.0], [0.0, -2.0]]), np.zeros((1, 2))], [-2.0, -2.0]))
    assert np.isnan(below.share_received()).all()


def test_an_empty_agreement_has_no_numbers_but_keeps_the_question():
    problem = BargainingProblem([Ball([1.0, 2.0]), Ball([2.0, 1.0])], [1.0, 1.0])
    nothing = empty_agreement(problem, NashBargaining(), np.array([0.5, 0.5]), Status.infeasible, reasons=("why",))
    assert np.isnan(nothing.payoffs).all() and np.isnan(nothing.actions).all() and nothing.actions.shape == (2, 2)
    assert nothing.gap == np.inf and np.isinf(nothing.error).all()
    assert nothing.problem is problem and nothing.reasons == ("why",) and not nothing.is_answer


def test_what_solutions_other_than_nashs_say_more():
    pie = BargainingProblem(Polytope([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 1], [0, 1, 1]]), [0, 0, 0])
    deal = bargain(pie, KalaiSmorodinsky())
    assert deal.completed and deal.individually_rational and deal.unique
    assert deal.ideal.tolist() == pytest.approx([1.0, 1.0, 1.0])
    with pytest.raises(ValueError, match="read-only"):
        deal.ideal[0] = 2.0
    nash = bargain(pie)
    assert nash.ideal is None and nash.rungs == () and not nash.completed


def test_who_is_held_at_d_up_to_rounding_does_not_lose():
    points = Polytope([[0.0, 0.0], [1.0, -1.0], [3.0, -0.2]])
    assert not bargain(BargainingProblem(points, [0.0, 0.0]), Utilitarian()).individually_rational
    edge = bargain(BargainingProblem([Ball([1.0, 1.0]), np.zeros((1, 2))], [0.6, 0.8]))
    assert edge.gains.min() < 0 or edge.gains.max() <= 1e-6
    assert edge.individually_rational
    nothing = empty_agreement(edge.problem, NashBargaining(), np.array([0.5, 0.5]), Status.infeasible)
    assert not nothing.individually_rational
