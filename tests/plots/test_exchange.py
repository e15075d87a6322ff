from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.bargaining.measures import percent_gains, relative_gains
from largeworlds.plots.exchange import exchange, strongest_pairs

from .models import NAMES, TRADING, many, solved


@pytest.mark.parametrize("name", TRADING)
def test_columns_add_up_to_the_gain_where_the_default_gives_the_disagreement_point(name: str) -> None:
    source, deal = solved(name)
    found = exchange(source, deal)
    assert found is not None
    total = found.trade.flows.sum(axis=0)
    assert np.allclose(total, deal.payoffs - found.default.sum(axis=0), rtol=1e-7, atol=1e-9)
    if found.matches:
        shares = found.relative[:, deal.can_gain].sum(axis=0)
        assert shares == pytest.approx(np.ones(len(shares)), abs=1e-6)
    assert found.matches == (name not in {"given disagreement", "plain", "negative"})


@pytest.mark.parametrize("name", NAMES)
def test_there_is_an_exchange_where_givers_can_be_told_apart(name: str) -> None:
    source, deal = solved(name)
    known = exchange(source, deal) is not None
    alone = deal.problem.joint or deal.problem.dim < 2
    assert known == (not alone and np.isfinite(deal.actions).all())


def test_who_cannot_gain_has_no_column() -> None:
    source, deal = solved("some can gain")
    found = exchange(source, deal)
    assert found is not None
    assert np.isnan(found.relative[:, 2]).all()
    assert np.isfinite(found.relative[:, :2]).all()
    assert not any(2 in pair for pair in found.trade.mutual)


def test_the_strongest_pairs_are_those_with_the_largest_weaker_direction() -> None:
    source = many(12)
    deal = lw.bargain(source.problem())
    found = exchange(source, deal)
    assert found is not None
    weaker = np.minimum(found.trade.relative, found.trade.relative.T)
    order = sorted(((i, j) for i in range(12) for j in range(i + 1, 12)), key=lambda pair: -weaker[pair])
    assert strongest_pairs(source, deal, 3) == order[:3]
    assert len(set(strongest_pairs(source, deal, 66))) == len(strongest_pairs(source, deal, 66)) <= 66


def test_without_mutual_trade_the_largest_gifts_are_chosen() -> None:
    source, deal = solved("ring")
    assert sorted(strongest_pairs(source, deal, 3)) == [(0, 1), (0, 2), (1, 2)]


def test_gains_relative_to_the_largest_possible() -> None:
    _source, deal = solved("two types")
    assert relative_gains(deal) == pytest.approx(deal.gains / (1 - 0.75), rel=1e-9)
    assert percent_gains(deal) == pytest.approx(deal.gains / 0.75, rel=1e-9)


def test_percentages_need_a_natural_zero() -> None:
    _, deal = solved("negative")
    assert np.isnan(percent_gains(deal)).all()
    assert np.isfinite(relative_gains(deal)).all()


def test_who_has_the_most_already_has_no_relative_gain() -> None:
    _, deal = solved("nobody can gain")
    assert np.isnan(relative_gains(deal)).all()
