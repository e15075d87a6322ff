"""Worlds: Eq. 52 by counting over all type vectors, its limits, profiles, and errors."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from largeworlds import (
    Allocation,
    Ball,
    Beliefs,
    Box,
    InvalidProblem,
    Linear,
    NashBargaining,
    Oracle,
    Polytope,
    Status,
    World,
    bargain,
)
from tests.certificates import assert_proved, solve
from tests.members import member
from tests.representative_sets import corner, disc
from tests.worlds import RECIPES, draw, random_beliefs, random_set

HALF = Beliefs([[0.5, 0.5], [0.5, 0.5]])
BALLS = [Ball([1.0, 1.0]), Ball([1.0, 1.0])]


def brute_force_utility(alpha: np.ndarray, posterior: np.ndarray, players: int, own: int) -> float:
    """Expected total of what everybody does for a player of type ``own``, over all types of the other players.

    Others' types are drawn independently given one's own; what they give adds up, so only the pairwise beliefs matter.
    """
    m = len(alpha)
    total = 0.0
    for others in product(range(m), repeat=players - 1):
        probability = math.prod(posterior[own, s] for s in others)
        total += probability * (alpha[own, own] + sum(alpha[s, own] for s in others))
    return total


@pytest.mark.parametrize("players", [1, 2, 3, 5])
@pytest.mark.parametrize("m", [1, 2, 3])
def test_expected_utility_is_a_sum_over_all_type_vectors(players, m):
    rng = np.random.default_rng([players, m])
    posterior = rng.dirichlet(np.ones(m), size=m)
    world = World(
        [Box(np.full(m, -5.0), np.full(m, 5.0))] * m, Beliefs(posterior, common_prior=False), players, weights="equal"
    )
    alpha = rng.normal(size=(m, m))
    expected = [brute_force_utility(alpha, posterior, players, t) for t in range(m)]
    assert world.expected_utility(alpha) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("players", [2, 3, 4])
def test_correlated_types_need_no_more_than_pairwise_beliefs(players):
    """Types drawn from a mixture of worlds: the exact conditional expectation over joint type vectors."""
    rng = np.random.default_rng(players)
    shares, rows = np.array([0.4, 0.6]), rng.dirichlet(np.ones(3), size=2)
    world = World([Box(np.full(3, -5.0), np.full(3, 5.0))] * 3, Beliefs.mixture(shares, rows), players)
    alpha = rng.normal(size=(3, 3))
    for t in range(3):
        weight = total = 0.0
        for types in product(range(3), repeat=players):
            if types[0] == t:
                p = sum(share * np.prod(row[list(types)]) for share, row in zip(shares, rows, strict=True))
                weight += p
                total += p * sum(alpha[s, t] for s in types)
        assert world.expected_utility(alpha)[t] == pytest.approx(total / weight, rel=1e-12)


def test_infinitely_many_players_are_the_limit_per_other_player():
    rng = np.random.default_rng(0)
    posterior, alpha = rng.dirichlet(np.ones(3), size=3), rng.random((3, 3))

    def world(players: float) -> World:
        return World(
            [Box(np.zeros(3), np.ones(3))] * 3, Beliefs(posterior, common_prior=False), players, weights="equal"
        )

    limit = world(math.inf).expected_utility(alpha)
    assert limit == pytest.approx(np.einsum("ts,st->s", alpha, posterior))
    many = world(10**12)
    assert many.expected_utility(alpha) / (10**12 - 1) == pytest.approx(limit, rel=1e-11)
    assert world(math.inf).units != many.units


def test_meetings_count_the_players_of_each_type():
    beliefs = Beliefs([[0.9, 0.1], [0.3, 0.7]])
    assert World(BALLS, beliefs, 3).meetings == pytest.approx(np.array([[2.8, 0.6], [0.2, 2.4]]))
    assert World(BALLS, beliefs).meetings == pytest.approx(np.array([[0.9, 0.3], [0.1, 0.7]]))
    assert World(BALLS, beliefs, 1).meetings.tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_a_single_player_has_nobody_to_trade_with():
    deal = solve(World(BALLS, HALF, 1).problem())
    assert deal.status is Status.nobody_can_gain
    assert_proved(deal)
    assert deal.payoffs == pytest.approx([1.0, 1.0], abs=1e-9)


def test_example_46_and_the_sum_of_contributions():
    """Three players, half of each type: F_t stretches its own axis to 1 + 2 / 2 = 2 and the other to 2 / 2 = 1."""
    world = World(BALLS, HALF, 3)
    assert [part.bounding_box()[1].tolist() for part in world.contributions().sets] == [[2.0, 1.0], [1.0, 2.0]]
    problem = world.problem()
    assert problem.disagreement.tolist() == [2.0, 2.0] and problem.weights.tolist() == [0.5, 0.5]
    assert bargain(problem).payoffs == pytest.approx([5**0.5, 5**0.5], rel=1e-12)


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("seed", [1, 4])
def test_a_deal_and_its_profile_say_the_same(recipe, seed):
    """Unscaled actions lie in the types' own sets and Eq. 52 turns them back into the payoffs of the deal."""
    drawn = draw(recipe, seed)
    deal = solve(drawn.problem)
    assert_proved(deal)
    profile = drawn.world.profile(deal)
    for part, row in zip(drawn.world.sets, profile, strict=True):
        assert part.contains(row)
    size = np.abs(drawn.problem.bounding_box()).max(axis=0)
    assert (np.abs(drawn.world.expected_utility(profile) - deal.payoffs) <= 1e-9 * size).all()


LONELY = Beliefs([[0.0, 0.5, 0.5], [0.0, 0.5, 0.5], [0.0, 0.5, 0.5]], [0.2, 0.4, 0.4], common_prior=False)


@pytest.mark.parametrize(
    "strange",
    [
        Ball([1.0, 1.0, 1.0]),
        Polytope(np.random.default_rng(3).random((5, 3))),
        Allocation(2.0, [Linear(1.0), Linear(2.0), Linear(3.0)]),
        Oracle(3, disc),
        corner(np.random.default_rng(4).random((5, 3))),
        Box([0.2, 0.0, 0.0], [1.0, 1.0, 1.0]) + Ball([1.0, 1.0, 1.0], 3),
        Oracle(3, disc) + Ball([1.0, 1.0, 1.0]),
        [1.0, 0.0, 2.0] * Ball([1.0, 1.0, 1.0]).shift([1.0, 2.0, 3.0]),
    ],
    ids=repr,
)
def test_a_type_that_nobody_expects_to_meet_still_gets_an_action_of_its_own(strange):
    world = World([strange, Ball([1.0, 2.0, 1.0]), Ball([1.0, 1.0, 2.0])], LONELY)
    deal = solve(world.problem())
    assert deal.is_answer
    profile = world.profile(deal)
    assert strange.contains(profile[0]), profile[0]
    assert world.expected_utility(profile) == pytest.approx(deal.payoffs, abs=1e-9)


def test_the_nash_profile_is_an_equilibrium_for_any_beliefs():
    """One player that deviates changes only what it gives itself; the others of its type still play the profile."""
    rng = np.random.default_rng(5)
    for _ in range(5):
        m = int(rng.integers(2, 5))
        world = World([random_set(rng, m) for _ in range(m)], random_beliefs(rng, m), 4)
        alpha = world.nash_profile()
        for t in range(m):
            others = world.expected_utility(alpha)[t] - alpha[t, t]
            for _ in range(20):
                deviation = others + member(world.sets[t], rng)[t]
                assert deviation <= others + alpha[t, t] + 1e-12 * (1 + abs(others) + abs(alpha[t, t]))


def test_defaults_are_a_disagreement_point_of_their_own():
    defaults = [[0.5, 0.5], [0.0, 0.9]]
    world = World(BALLS, HALF, defaults=defaults)
    assert world.problem().disagreement == pytest.approx([0.25, 0.7])
    assert world.problem("nash").disagreement == pytest.approx([0.5, 0.5])
    assert world.problem([0.1, 0.2]).disagreement.tolist() == [0.1, 0.2]
    assert world.default_profile().tolist() == defaults
    assert World(BALLS, HALF, defaults=defaults, disagreement="nash").problem().disagreement == pytest.approx(
        [0.5, 0.5]
    )


def test_weights_prior_equal_or_given():
    world = World(BALLS, Beliefs([[0.9, 0.1], [0.3, 0.7]]))
    assert world.problem().weights == pytest.approx([0.75, 0.25])
    assert world.problem(weights="equal").weights.tolist() == [0.5, 0.5]
    assert world.problem(weights=[1, 3]).weights.tolist() == [0.25, 0.75]
    assert World(BALLS, world.beliefs, weights=[2, 2]).problem().weights.tolist() == [0.5, 0.5]
    assert bargain(world.problem(), NashBargaining("equal")).bargaining_weights.tolist() == [0.5, 0.5]


def test_names_and_units_reach_the_problem():
    world = World(BALLS, HALF, names=["a", "b"], notes={"title": "two"})
    assert world.problem().names == ("a", "b") and world.problem().units == world.units
    assert world.notes["title"] == "two"
    assert World(BALLS, HALF).names == ("type 1", "type 2")
    with pytest.raises(TypeError):
        world.notes["title"] = "three"


NO_PRIOR = Beliefs([[0.5, 0.4, 0.1], [0.1, 0.5, 0.4], [0.4, 0.1, 0.5]])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: World(BALLS, [[0.5, 0.5]]), ["beliefs", "must be Beliefs", "[[0.5, 0.5]]", "lw.Beliefs"]),
        (lambda: World(BALLS[:1], HALF), ["sets must have 2 sets", "it has 1;"]),
        (lambda: World([Ball([1.0]), Ball([1.0, 1.0])], HALF), ["sets[0]", "dimension 2", "of dimension 1"]),
        (lambda: World(BALLS, HALF, 0), ["players", "at least 1", "0"]),
        (lambda: World(BALLS, HALF, 2.5), ["players", "whole number", "2.5"]),
        (lambda: World(BALLS, HALF, -math.inf), ["players", "-inf"]),
        (lambda: World(BALLS, HALF, math.nan), ["players", "nan"]),
        (lambda: World(BALLS, HALF, "many"), ["players", "'many'"]),
        (lambda: World(BALLS, HALF, names=["a"]), ["names must have 2 names", "it has 1;"]),
        (lambda: World(BALLS, HALF, names=["a", "a"]), ["names", "differ", "'a'"]),
        (lambda: World(BALLS, HALF, defaults=[[1.0, 1.0], [0.0, 1.0]]), ["defaults[0]", "action that this type has"]),
        (lambda: World(BALLS, HALF, defaults=[[1.0, 0.0]]), ["defaults", "(2, 2)", "(1, 2)"]),
        (lambda: World(BALLS, HALF, weights=[1.0]), ["weights must have 2 numbers", "it has 1;"]),
        (lambda: World(BALLS, HALF, weights=[1.0, -1.0]), ["weights[1]", "not be negative"]),
        (lambda: World(BALLS, HALF, weights="votes"), ["weights", '"prior", "equal"', "'votes'"]),
        (lambda: World(BALLS, HALF, disagreement="threats"), ["disagreement", '"nash"', "'threats'"]),
        (lambda: World(BALLS, HALF, disagreement=[1.0]), ["disagreement must have 2 numbers", "it has 1;"]),
        (lambda: World(BALLS, HALF).problem("defaults"), ["disagreement", '"nash"', "'defaults'"]),
        (lambda: World([Ball([1.0] * 3)] * 3, NO_PRIOR).problem(), ["weights", "no unique common prior", '"equal"']),
        (lambda: World(BALLS, HALF).expected_utility([[1.0, 2.0]]), ["profile", "(2, 2)", "(1, 2)"]),
        (lambda: World(BALLS, HALF).default_profile("defaults"), ["disagreement", '"nash"']),
    ],
)
def test_errors(make, words):
    with pytest.raises(InvalidProblem) as error:
        make()
    assert all(word in str(error.value) for word in words), str(error.value)


def test_a_deal_of_another_world_or_without_actions_has_no_profile():
    world = World(BALLS, HALF)
    beyond = solve(world.problem([5.0, 5.0]))
    assert beyond.status is Status.infeasible
    with pytest.raises(InvalidProblem, match="deal must be an agreement on this world with actions"):
        world.profile(beyond)


def test_the_authors_units_are_part_of_the_units():
    def units(**notes):
        return World([Ball([1.0, 1.0])] * 2, Beliefs.independent([0.5, 0.5]), notes=notes).problem().units

    plain = units()
    assert plain == "expected utility per other player"
    assert units(units="happy\nyears") == f"{plain} (happy years)"
    assert units(units=plain) == plain
