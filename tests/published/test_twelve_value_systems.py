"""The large world of our own making: solved, certified, and as uneven as a world of trade should be."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import largeworlds as lw
from largeworlds import catalog
from largeworlds.sets.algebra import MinkowskiSum
from largeworlds.sets.base import ConvexSet
from largeworlds.worlds.trade import trade

NAME = "largeworlds/twelve-value-systems"


@cache
def world(unit: float | None = None) -> lw.World:
    model = catalog.load(NAME, None if unit is None else {"u": unit})
    assert isinstance(model, lw.World)
    return model


@cache
def deal(unit: float | None = None) -> lw.Agreement:
    return lw.bargain(world(unit).problem())


def parts(part: ConvexSet) -> list[ConvexSet]:
    return list(part.parts) if isinstance(part, MinkowskiSum) else [part]


def test_it_is_a_real_sized_world_with_mixed_sets() -> None:
    model = world()
    assert model.count == 12
    assert model.players == 10**9
    assert model.beliefs.prior is not None and model.beliefs.is_common_prior
    assert len(set(model.beliefs.prior.tolist())) > 4
    kinds = [type(part) for given in model.sets for part in parts(given)]
    assert set(kinds) == {lw.Allocation, lw.Ball, lw.Box, lw.ExponentialBudget, lw.Polytope}
    named = [part.actions for part in model.sets if isinstance(part, lw.Polytope)]
    assert len(named) >= 2 and all(named)
    returns = {type(f) for given in model.sets for p in parts(given) if isinstance(p, lw.Allocation) for f in p.returns}
    assert returns == {lw.Linear, lw.Power, lw.Log, lw.Isoelastic}


def test_returns_bring_one_world_equivalent_per_unit_and_belong_to_the_receiver() -> None:
    allocations = [p for given in world().sets for p in parts(given) if isinstance(p, lw.Allocation)]
    for allocation in allocations:
        assert allocation.returns == allocations[0].returns
    np.testing.assert_allclose([float(f(1.0)) for f in allocations[0].returns], 1e-6, rtol=1e-12)


def test_saturating_values_gain_more_from_the_first_tenth_elsewhere_than_from_the_last_half_at_home() -> None:
    """As the notes say."""
    names = world().names
    first = world().sets[0]
    assert isinstance(first, lw.Allocation)
    concerned = (
        "relief of suffering",
        "knowledge",
        "liberty",
        "justice",
        "tradition",
        "contemplation",
        "living nature",
    )
    for name in concerned:
        f = first.returns[names.index(name)]
        assert f(0.1) > f(1.0) - f(0.5)


def test_belief_in_ones_own_kind_is_as_the_notes_say() -> None:
    beliefs = world().beliefs
    assert beliefs.prior is not None
    own = np.diag(beliefs.posterior)
    ratio = own / beliefs.prior
    assert round(float(ratio.min()), 1) == pytest.approx(1.1)
    assert round(float(ratio.max())) == 5
    assert (own < 0.5).all()


def test_everybody_gains_and_unequally() -> None:
    found = deal()
    assert found.status is lw.Status.solved
    assert found.gap <= 1e-12
    relative = found.gains / found.disagreement
    assert (found.gains > 100 * found.error).all()
    assert relative.min() > 0
    assert relative.max() > 10 * relative.min()


def test_trade_has_pairs_cycles_and_somebody_who_helps_few() -> None:
    exchange = trade(world(), deal())
    assert exchange.mutual
    assert any(len(cycle) >= 3 for cycle in exchange.cycles)
    helped = (exchange.relative > 0.05) & ~np.eye(12, dtype=bool)
    assert helped.sum(axis=1).min() <= 3 < 6 <= helped.sum(axis=1).max()
    assert (exchange.own_cost > 0).all()


def test_somebody_plays_a_compromise_policy_or_a_mixture() -> None:
    model, found = world(), deal()
    mixes = []
    for t, part in enumerate(model.sets):
        if isinstance(part, lw.Polytope):
            selfish = int(np.argmax(part.vertices()[:, t]))
            shares = found.choices[t][0]
            assert shares.sum() == pytest.approx(1)
            assert shares[selfish] < 0.5, f"{model.names[t]} does not compromise"
            mixes.append(int((shares > 0.01).sum()))
    assert max(mixes) >= 2


def test_the_gift_that_costs_nothing_is_given_only_in_the_deal() -> None:
    model = world()
    giver, taker = model.names.index("contemplation"), model.names.index("living nature")
    assert model.nash_profile()[giver, taker] == pytest.approx(0, abs=1e-15)
    assert model.profile(deal())[giver, taker] >= 0.4e-6 * (1 - 1e-9)


def test_units_do_not_matter() -> None:
    small, large = deal(), deal(1.0)
    np.testing.assert_allclose(large.gains * 1e-6, small.gains, rtol=1e-7)


def test_certainty_of_ones_own_kind_ends_trade() -> None:
    apart = catalog.load(NAME, {"similarity": 0.15})
    assert isinstance(apart, lw.World)
    found = lw.bargain(apart.problem())
    assert (found.gains < deal().gains).all()
