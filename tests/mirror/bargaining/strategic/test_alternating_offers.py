"""Alternating offers: published closed forms, the definition recomputed, the limit and its rate, and bad input."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from largeworlds import (
    Ball,
    BargainingProblem,
    Box,
    InvalidProblem,
    NashBargaining,
    NoAgreement,
    NotConverged,
    Oracle,
    Polytope,
    alternating_offers,
    bargain,
)
from largeworlds.bargaining.strategic import alternating_offers as module
from tests import conic
from tests.representative_sets import disc
from tests.two_players import random_problem


def pie(m: int) -> BargainingProblem:
    return BargainingProblem(Polytope(np.vstack([np.zeros(m), np.eye(m)])), np.zeros(m))


@pytest.mark.parametrize(("one", "two"), [(0.9, 0.8), (0.5, 0.999), (0.01, 0.3), (0.99, 0.99)])
def test_two_players_share_a_pie_as_rubinstein_says(one, two):
    """Rubinstein 1982: the first gets (1 - delta_2) / (1 - delta_1 delta_2)."""
    for first, mine, other in ((0, one, two), (1, two, one)):
        game = alternating_offers(pie(2), discounts=[one, two], first=first)
        assert game.expected[first] == pytest.approx((1 - other) / (1 - mine * other), rel=1e-11)
        assert game.residual <= 1e-12


@pytest.mark.parametrize("m", [1, 2, 3, 5])
def test_m_players_share_a_pie_in_geometric_proportion(m):
    game = alternating_offers(pie(m), breakdown=0.1, first=0)
    shares = 0.9 ** np.arange(m)
    assert game.expected == pytest.approx(shares / shares.sum(), rel=1e-11)
    assert game.offers[m - 1] == pytest.approx(np.roll(shares, m - 1) / shares.sum(), rel=1e-11)


def test_two_players_on_a_ball_solve_one_equation():
    """u_2 = sqrt(1 - (delta u_1)^2) and u_1 = sqrt(1 - (delta_2 u_2)^2), by bisection."""
    one, two = 0.7, 0.4
    game = alternating_offers(BargainingProblem(Ball([2.0, 3.0]), [0, 0]), discounts=[one, two])
    u = brentq(lambda u: u - np.sqrt(1 - two**2 * (1 - one**2 * u**2)), 0, 1, xtol=1e-15)
    assert game.offers[0, 0] == pytest.approx(2 * u, rel=1e-12)
    assert game.offers[1, 1] == pytest.approx(3 * np.sqrt(1 - one**2 * u**2), rel=1e-12)


def definition(game) -> float:
    """The largest breach of the equilibrium's definition: responders' indifference, and what a proposer leaves."""
    problem, d, n = game.problem, game.problem.disagreement, len(game.offers)
    worst = 0.0
    for i in range(n):
        waits = d + game.continuation * (game.offers[(i + 1) % n] - d)
        off = np.abs(game.offers[i] - waits) / (game.offers[i] - d)
        worst = max(worst, float(np.delete(off, i).max()))
        unit = game.offers[i] - d
        more = conic.common_gain(problem.sets, game.offers[i], np.where(np.arange(n) == i, unit, 0.1 * unit))
        worst = max(worst, more.high, -conic.common_gain(problem.sets, game.offers[i], unit).low)
    return worst


@pytest.mark.parametrize("kind", ["polytope", "ball", "sum"])
def test_two_players_keep_the_definition_on_random_sets(kind, rng, count):
    seen = 0
    for _ in range(count(100, 1)):
        problem = random_problem(rng, kind)
        if bargain(problem, NashBargaining("equal"), throw=False).can_gain.all():
            game = alternating_offers(problem, discounts=rng.uniform(0.05, 0.95, size=2))
            assert definition(game) <= 1e-6
            seen += 1
    assert seen


def test_three_players_keep_the_definition(rng):
    sets = [Polytope(rng.random((5, 3))), Ball(rng.random(3) + 0.2), Ball(rng.random(3) + 0.2, 3)]
    game = alternating_offers(BargainingProblem(sets, [0.3, 0.3, 0.3]), discounts=rng.uniform(0.3, 0.95, size=3))
    assert definition(game) <= 1e-6


def test_the_recomputed_definition_notices_a_false_offer():
    game = alternating_offers(BargainingProblem(Ball([2.0, 3.0]), [0, 0]), breakdown=0.2)
    false = module.AlternatingOffers(
        game.problem, game.continuation, None, game.offers * [[1.0, 1.001], [1.0, 1.0]], 0.0, game.limit
    )
    assert definition(false) > 1e-4


@pytest.mark.parametrize("discounts", [[1.0, 1.0], [1.0, 2.0], [3.0, 1.0, 2.0]])
def test_offers_come_near_the_nash_solution_with_weights_from_discount_rates(discounts):
    """Footnote 12: weights 1 / r for discount factors exp(-r t) as t goes to zero; an offer is off by O(t)."""
    rates, m = np.array(discounts), len(discounts)
    problem = BargainingProblem(Ball(np.arange(1.0, m + 1)), np.full(m, 0.1))
    expected = bargain(problem, NashBargaining(1 / rates)).payoffs
    far = []
    for t in (1e-3, 1e-4):
        game = alternating_offers(problem, discounts=np.exp(-rates * t), first=0)
        assert game.limit.payoffs == pytest.approx(expected, rel=1e-8)
        far.append(game.distance)
    assert far[0] / far[1] == pytest.approx(10, rel=0.05)


def test_a_first_proposer_drawn_by_lot_is_nearer_by_one_order():
    problem = BargainingProblem(Ball([1.0, 2.0]), [0.1, 0.7])
    far = [alternating_offers(problem, breakdown=p).distance for p in (1e-1, 1e-2)]
    assert far[0] / far[1] == pytest.approx(100, rel=0.15)


def test_three_players_at_an_edge_do_not_come_near_the_nash_solution():
    """Kultti and Vartiainen 2010: without a single normal convergence need not hold.

    Facets x + y + z <= 3 and 4x + y + z <= 9/2 meet at x = 1/2. Nash's solution is (1/2, 5/4, 5/4). The offers of
    players 2 and 3 are both on the first facet, so to first order x - 2y + z = 0 whatever the product says: the limit
    is (1/2, 1, 3/2), and listing the players the other way round turns it about.
    """
    points = np.array([[0, 0, 0], [0, 3, 0], [0, 0, 3], [0.5, 2.5, 0], [0.5, 0, 2.5], [1.125, 0, 0]])
    for order, limit in (([0, 1, 2], [0.5, 1.0, 1.5]), ([2, 1, 0], [1.0, 1.5, 0.5])):
        problem = BargainingProblem(Polytope(points[:, order]), np.zeros(3))
        assert bargain(problem).payoffs == pytest.approx(np.array([0.5, 1.25, 1.25])[order], abs=1e-9)
        for breakdown in (1e-2, 1e-4):
            game = alternating_offers(problem, breakdown=breakdown)
            assert definition(game) <= 1e-6
            assert game.offers == pytest.approx(np.array([limit] * 3), abs=3 * breakdown)
            assert game.distance == pytest.approx(0.2, abs=1e-6)


def test_what_an_oracle_shows_is_enough():
    known = alternating_offers(BargainingProblem(Ball([1.0, 1.0]), [0, 0]), breakdown=0.3)
    seen = alternating_offers(BargainingProblem(Oracle(2, disc), [0, 0]), breakdown=0.3)
    assert seen.offers == pytest.approx(known.offers, abs=1e-7)


def test_names_say_who_is_first_and_the_text_says_who_gets_what():
    problem = BargainingProblem(pie(2).sets[0], [0, 0], names=["Ann", "Bob"])
    game = alternating_offers(problem, breakdown=0.5, first="Bob")
    assert game.first == 1
    assert game.expected == pytest.approx([1 / 3, 2 / 3], rel=1e-12)
    assert repr(game).startswith("AlternatingOffers(Ann: 0.333333, Bob: 0.666667, distance=3.3e-01, residual=")


def test_a_residual_that_stays_open_is_an_error_with_the_result(monkeypatch):
    monkeypatch.setattr(module, "_RESIDUAL", -1.0)
    with pytest.raises(NotConverged) as caught:
        alternating_offers(pie(2), breakdown=0.5)
    assert caught.value.result.offers == pytest.approx(np.array([[2, 1], [1, 2]]) / 3)
    assert alternating_offers(pie(2), breakdown=0.5, throw=False).residual <= 1e-12


FACTOR = "give what a gain is worth one round later, as a share of a gain now."
BOTH = "give breakdown=0.01, say, or discounts with one factor per player."
CHANCE = "give the chance that a rejection ends the game."


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({}, f"breakdown or discounts must be given, one of the two, but it has neither; {BOTH}"),
        (
            {"breakdown": 0.1, "discounts": 0.9},
            f"breakdown or discounts must be given, one of the two, but it has both; {BOTH}",
        ),
        ({"breakdown": 1}, f"breakdown must be a probability from 1e-10 to below 1, but it is 1.0; {CHANCE}"),
        ({"breakdown": 1e-17}, f"breakdown must be a probability from 1e-10 to below 1, but it is 1e-17; {CHANCE}"),
        ({"breakdown": "x"}, f"breakdown must be a probability from 1e-10 to below 1, but it is 'x'; {CHANCE}"),
        ({"discounts": [0.5]}, f"discounts must have 2 numbers, one per player, but it has 1; {FACTOR}"),
        ({"discounts": [0.5, 1.0]}, f"discounts[1] must be above 0 and at most 1 - 1e-10, but it is 1.0; {FACTOR}"),
        (
            {"breakdown": 0.1, "first": "Zoe"},
            (
                "first must be a player of the problem, but it is 'Zoe'; "
                "use one of the problem's names, or count players from 0."
            ),
        ),
    ],
)
def test_bad_arguments_are_named(arguments, sentence):
    with pytest.raises(InvalidProblem) as caught:
        alternating_offers(pie(2), **arguments)
    assert str(caught.value) == sentence


def test_who_cannot_gain_or_agree_is_told():
    with pytest.raises(
        InvalidProblem, match="must let every player gain over the disagreement point, but it has 'player 2'"
    ):
        alternating_offers(BargainingProblem(Box([0, 0], [1, 1]), [0, 1]), breakdown=0.1)
    with pytest.raises(NoAgreement):
        alternating_offers(BargainingProblem(Box([0, 0], [1, 1]), [0, 2]), breakdown=0.1)
