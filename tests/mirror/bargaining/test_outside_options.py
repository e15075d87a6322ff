"""Outside options: binding ones are met exactly, others do not matter, and the proof holds when recomputed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from largeworlds import (
    Ball,
    BargainingProblem,
    Egalitarian,
    InvalidProblem,
    NashBargaining,
    NoAgreement,
    Oracle,
    Polytope,
    Status,
    bargain,
)
from tests import conic
from tests.representative_sets import disc

PIE = Polytope([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])


def assert_proved(deal) -> None:
    """sum nu log(x - d) <= h(w) - w_d . d - w_o . o - 1 + sum nu log(nu / w_d) for every feasible x >= max(d, o)."""
    problem = deal.problem
    assert (deal.payoffs >= problem.floor - 1e-9).all()
    free, outside, nu = deal.weights - deal.outside_weights, deal.outside_weights, deal.bargaining_weights
    assert (free > 0).all() and (outside >= 0).all()
    most = sum(float(part.support(deal.weights)) for part in problem.sets)
    bound = most - float(free @ problem.disagreement) - float(outside @ problem.outside_options) - 1.0
    bound += float(nu @ np.log(nu / free)) - float(nu @ np.log(deal.gains))
    size = float(deal.weights @ (np.abs(deal.payoffs) + np.abs(problem.floor)))
    assert bound <= deal.gap + 1e-14 * size, (bound, deal.gap)
    assert deal.gap <= 1e-9


@pytest.mark.parametrize(
    ("outside", "expected"),
    [
        ([0.4, 0.0], [0.5, 0.5]),
        ([-1.0, -1.0], [0.5, 0.5]),
        ([0.5, 0.5], [0.5, 0.5]),
        ([0.6, 0.0], [0.6, 0.4]),
        ([0.0, 0.7], [0.3, 0.7]),
        ([0.6, 0.4], [0.6, 0.4]),
    ],
)
def test_deal_me_out(outside, expected):
    """Binmore, Shaked and Sutton 1989: the equal split, or the outside option where that is more; never in between."""
    deal = bargain(BargainingProblem(PIE, [0.0, 0.0], outside_options=outside))
    assert deal.status is Status.solved
    assert deal.payoffs == pytest.approx(expected, abs=1e-9)
    assert_proved(deal)


def test_it_is_not_splitting_the_difference():
    """Taking the outside option for the disagreement point would give (0.7, 0.3)."""
    split = bargain(BargainingProblem(PIE, [0.4, 0.0]))
    assert split.payoffs == pytest.approx([0.7, 0.3])
    assert bargain(BargainingProblem(PIE, [0.0, 0.0], outside_options=[0.4, 0.0])).payoffs == pytest.approx([0.5, 0.5])


def test_a_curved_frontier_and_an_oracle():
    balls = BargainingProblem([Ball([1.0, 1.0])] * 2, [1.0, 1.0], outside_options=[1.6, 0.0])
    deal = bargain(balls)
    assert deal.payoffs == pytest.approx([1.6, 1.2], abs=1e-9)
    assert_proved(deal)
    seen = bargain(BargainingProblem([Oracle(2, disc), Ball([1.0, 1.0])], [0.0, 0.0], outside_options=[1.8, 0.0]))
    assert seen.payoffs == pytest.approx([1.8, math.sqrt(4 - 1.8**2)], abs=1e-6)
    assert seen.actions.sum(axis=0) == pytest.approx(seen.payoffs, abs=1e-9)
    assert_proved(seen)


def test_unmet_options_are_infeasible_with_a_proof():
    with pytest.raises(NoAgreement, match="What is asked for by") as caught:
        bargain(BargainingProblem(PIE, [0.0, 0.0], outside_options=[0.6, 0.5]))
    result = caught.value.result
    assert float(result.direction @ result.problem.floor) > float(PIE.support(result.direction))


def test_an_option_at_its_most_leaves_nothing_to_the_other():
    deal = bargain(BargainingProblem(PIE, [0.0, 0.0], outside_options=[1.0, 0.0]))
    assert deal.status is Status.some_cannot_gain
    assert deal.payoffs == pytest.approx([1.0, 0.0])
    assert deal.can_gain.tolist() == [True, False]
    assert len(deal.reasons) == 1


def test_random_problems_against_the_conic_route(rng, count):
    """Constraints added to the conic program of the Nash solution give the same payoffs."""
    for _ in range(count(200, 10)):
        m = int(rng.integers(2, 5))
        sets = [
            Polytope(rng.random((5, m))) if rng.random() < 0.6 else Ball(rng.uniform(0.3, 1.0, m)) for _ in range(m)
        ]
        low = sum(part.bounding_box()[0] for part in sets)
        plain = bargain(BargainingProblem(sets, low - 0.1))
        who = int(rng.integers(m))
        outside = np.where(np.arange(m) == who, plain.payoffs[who] + 0.05 * rng.random(), low - 1.0)
        deal = bargain(BargainingProblem(sets, low - 0.1, outside_options=outside), throw=False)
        if deal.status is Status.infeasible:
            continue
        assert_proved(deal)
        assert deal.payoffs[who] == pytest.approx(outside[who], abs=1e-9)
        other = conic_route(sets, low - 0.1, outside)
        assert deal.payoffs == pytest.approx(other, abs=2e-4)


def conic_route(sets, d, outside):
    """The Nash solution with x >= outside by Clarabel, for equal weights."""
    m = len(d)
    form = conic.ConicForm.sum([part.conic() for part in sets])
    count = form.A.shape[1]
    wide = conic.ConicForm(
        np.hstack([form.points, np.zeros((m, m))]), form.offset, np.hstack([form.A, np.zeros((len(form.A), m))]),
        form.b, form.cones,
    )  # fmt: skip
    logs = np.eye(count + m)[count:]
    big = wide
    for t in range(m):
        big = big.require(
            "exponential", -np.array([logs[t], 0 * logs[t], wide.points[t]]), np.array([0, 1, form.offset[t] - d[t]])
        )
        big = big.require("nonnegative", -wide.points[t][None], np.array([form.offset[t] - outside[t]]))
    answer = conic.maximize(np.append(np.zeros(count), np.full(m, 1.0 / m)), big)
    return form.points @ answer.v[:count] + form.offset


def test_who_takes_them_and_what_they_must_be():
    problem = BargainingProblem(PIE, [0.0, 0.0], outside_options=[0.6, 0.0])
    with pytest.raises(
        InvalidProblem, match="outside_options are constraints of the Nash solution only, but it is given"
    ):
        bargain(problem, Egalitarian())
    with pytest.raises(InvalidProblem, match="outside_options must have 2 numbers, one per player, but it has 1"):
        BargainingProblem(PIE, [0.0, 0.0], outside_options=[0.6])
    assert NashBargaining.takes_outside_options
    assert problem.problem([0.0, 0.0]).outside_options is None
