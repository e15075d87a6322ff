"""Advice: the break-even credence and gains as own resources, against calculations that share no formula with them."""

from __future__ import annotations

import math

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.worlds.advice import advise, below_nash, break_even, equivalent_resources, remarks, type_number
from largeworlds.worlds.trade import Trade, trade
from tests.worlds import draw


def expected_payoff(world: lw.World, alpha: np.ndarray, t: int) -> float:
    """Eq. 52 written out: what a player of type t expects from itself and from n - 1 others."""
    p = world.beliefs.posterior
    if math.isinf(world.players):
        return sum(p[t, s] * alpha[s, t] for s in range(world.count))
    return alpha[t, t] + (world.players - 1) * sum(p[t, s] * alpha[s, t] for s in range(world.count))


@pytest.mark.parametrize(("recipe", "seed"), [("mixed_kinds", 0), ("finite_actions", 1), ("smooth_sets", 3)])
def test_at_the_break_even_credence_cooperating_changes_nothing(recipe: str, seed: int) -> None:
    world = draw(recipe, seed).world
    deal = lw.bargain(world.problem(), throw=False)
    assert deal.can_gain.any()
    default, profile = world.nash_profile(), world.profile(deal)
    for t in np.flatnonzero(deal.can_gain):
        advice = advise(world, deal, int(t))
        assert advice.break_even is not None
        alone = default.copy()
        alone[t] = profile[t]
        base = expected_payoff(world, default, t)
        together = expected_payoff(world, profile, t) - base
        change = advice.break_even * together + (1 - advice.break_even) * (expected_payoff(world, alone, t) - base)
        assert abs(change) <= 1e-9 * max(abs(together), advice.cost)
        assert advice.gain == pytest.approx(together, rel=1e-6)
        assert advice.action.tolist() == profile[t].tolist()
        assert advice.default.tolist() == default[t].tolist()
        assert advice.received[t] == advice.given[t] == 0


def test_example_55_breaks_even_where_the_paper_has_it() -> None:
    world = lw.World([lw.Ball([1.0, 1.0])] * 2, lw.Beliefs([[0.75, 0.25], [0.25, 0.75]]), names=["ours", "theirs"])
    advice = advise(world, lw.bargain(world.problem()), "OURS")
    cost, benefit = 0.75 * (1 - 3 / math.sqrt(10)), 0.25 / math.sqrt(10)
    assert (advice.type, advice.cost, advice.benefit) == (0, pytest.approx(cost), pytest.approx(benefit))
    assert advice.break_even == pytest.approx(cost / benefit)


@pytest.mark.parametrize(
    ("cost", "benefit", "credence"),
    [(1.0, 2.0, 0.5), (0.0, 1.0, 0.0), (-1.0, 2.0, 0.0), (1.0, 1.0, 1.0), (2.0, 1.0, None), (0.0, 0.0, None),
     (1.0, -1.0, None), (-1.0, 0.0, 0.0)],
)  # fmt: skip
def test_break_even(cost: float, benefit: float, credence: float | None) -> None:
    assert break_even(cost, benefit) == credence


@pytest.mark.parametrize("asker", ["nobody", "", -1, 2, 1.5, True, None])
def test_unknown_types(asker: object) -> None:
    world = lw.World([lw.Ball([1.0, 1.0])] * 2, lw.Beliefs([[0.75, 0.25], [0.25, 0.75]]), names=["a", "b"])
    deal = lw.bargain(world.problem())
    with pytest.raises(lw.InvalidProblem, match=r"type must be one of the world's types, .* choose among a and b"):
        advise(world, deal, asker)  # type: ignore[arg-type]


def test_names_that_differ_only_in_case_must_be_exact() -> None:
    world = lw.World([lw.Ball([1.0, 1.0])] * 2, lw.Beliefs([[0.75, 0.25], [0.25, 0.75]]), names=["Ann", "ann"])
    deal = lw.bargain(world.problem())
    assert (advise(world, deal, "Ann").type, advise(world, deal, "ann").type, advise(world, deal, 1).type) == (0, 1, 1)
    with pytest.raises(lw.InvalidProblem, match="'ANN'"):
        advise(world, deal, "ANN")


RETURNS = [lw.Linear(2.0), lw.Power(0.5), lw.Power(0.8, 3.0), lw.Log(2.0, 0.5), lw.Isoelastic(0.5), lw.Isoelastic(2.0)]


@pytest.mark.parametrize("own", RETURNS, ids=str)
@pytest.mark.parametrize("players", [math.inf, 50])
def test_equivalent_resources_against_solving_for_the_budget(own: lw.Linear, players: float) -> None:
    budget, efficiency = 4.0, 0.7
    splitter = lw.Allocation(budget, [own, lw.Power(0.5, 2.0)], [efficiency, 1.0])
    other = lw.Polytope([[0.0, 2.0], [0.6, 1.8], [0.9, 0.0]])
    world = lw.World([splitter, other], lw.Beliefs([[0.6, 0.4], [0.4, 0.6]]), players)
    deal = lw.bargain(world.problem())
    factor, none = equivalent_resources(world, deal)
    assert math.isnan(none)  # actions, no resource
    meets = 0.6 if math.isinf(players) else 1 + 0.6 * (players - 1)

    def gain(times: float) -> float:
        return meets * (float(own(efficiency * budget * times)) - float(own(efficiency * budget)))

    if math.isnan(factor):
        assert gain(1e12) < deal.gains[0]  # no amount would do
        return
    low, high = 1.0, 1e6
    while high - low > 1e-12 * high and (low + high) / 2 not in (low, high):
        middle = (low + high) / 2
        low, high = (middle, high) if gain(middle) < deal.gains[0] else (low, middle)
    assert factor > 1
    assert factor == pytest.approx(high, rel=1e-6)


def test_no_resource_makes_up_for_bounded_returns() -> None:
    """Returns r / (1 + r) never exceed one; what the other gives is worth far more."""
    little = lw.Allocation(1.0, [lw.Isoelastic(2.0), lw.Power(0.5)])
    rich = lw.Polytope([[0.0, 10.0], [50.0, 9.0]])
    world = lw.World([little, rich], lw.Beliefs([[0.5, 0.5], [0.5, 0.5]]))
    assert np.isnan(equivalent_resources(world, lw.bargain(world.problem()))).all()


def test_balls_are_a_resource_too() -> None:
    """Example 55: payoffs r**0.5, so to gain 5.4 % alone takes 1.054**2 of the budget."""
    world = lw.World([lw.Ball([1.0, 1.0])] * 2, lw.Beliefs([[0.75, 0.25], [0.25, 0.75]]))
    factor = equivalent_resources(world, lw.bargain(world.problem()))
    assert factor == pytest.approx([(math.sqrt(0.625) / 0.75) ** 2] * 2)


def pair_of_discs(**more: object) -> lw.World:
    return lw.World([lw.Ball([1.0, 1.0])] * 2, lw.Beliefs([[0.75, 0.25], [0.25, 0.75]]), names=["a", "b"], **more)


def test_a_given_point_below_nash_is_noticed() -> None:
    """Everybody serving only itself gets 0.75 here."""
    world = pair_of_discs()
    assert below_nash(world, lw.bargain(world.problem([0.7, 0.76]))).tolist() == [True, False]
    assert not below_nash(world, lw.bargain(world.problem())).any()
    (told,) = remarks(world, lw.bargain(world.problem([0.7, 0.6])))
    assert told.startswith("The disagreement payoffs given for a and b are lower than what everybody serving only")


def test_the_worlds_own_defaults_are_no_mistake() -> None:
    """They say how things are without cooperation, even where that is worse than serving oneself."""
    world = pair_of_discs(defaults=[[0.5, 0.0], [0.0, 0.5]])
    deal = lw.bargain(world.problem())
    assert (deal.disagreement < 0.75).all()
    assert not below_nash(world, deal).any()
    assert remarks(world, deal) == []


def test_who_has_no_weight_is_named() -> None:
    world = pair_of_discs()
    assert remarks(world, lw.bargain(world.problem(weights=[0.0, 1.0]))) == [
        "The gain of a does not count (weight 0); only a loss there is ruled out."
    ]


def test_a_misspelt_name_is_guessed() -> None:
    world = pair_of_discs()
    with pytest.raises(lw.InvalidProblem, match=r"did you mean 'type 12'\? Else choose among"):
        type_number(lw.World(world.sets, world.beliefs, names=["type 12", "other"]), "tipe 12")


def test_resources_from_a_known_trade_are_the_same() -> None:
    world = pair_of_discs()
    deal = lw.bargain(world.problem())
    assert equivalent_resources(world, deal, trade(world, deal)).tolist() == equivalent_resources(world, deal).tolist()
    twice = Trade(2 * trade(world, deal).flows, 2 * trade(world, deal).gains)
    assert (equivalent_resources(world, deal, twice) > equivalent_resources(world, deal)).all()
