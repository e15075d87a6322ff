from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

import largeworlds as lw
from largeworlds.bargaining.measures import relative_gains
from largeworlds.plots import consensus_weights, gains, style
from largeworlds.plots.consensus_weights import weight_shares

from .models import TRADING, many, solved


def widths(figure: Figure) -> np.ndarray:
    return np.array([bar.get_width() for bar in figure.axes[0].patches])


@pytest.mark.parametrize("name", TRADING)
def test_bars_of_gains_are_as_long_as_the_gains(name: str) -> None:
    _, deal = solved(name)
    figure = gains(deal)
    expected = np.nan_to_num(np.maximum(relative_gains(deal), 0))
    assert widths(figure) == pytest.approx(expected, abs=1e-12)
    assert [bar.get_facecolor()[:3] for bar in figure.axes[0].patches] == [
        style.to_rgb(style.colour(t)) for t in range(len(expected))
    ]


def test_who_cannot_gain_is_told_so() -> None:
    _, deal = solved("some can gain")
    assert [text.get_text() for text in gains(deal).axes[0].texts][2] == "no gain"


@pytest.mark.parametrize("name", ["two types", "twelve", "plain"])
def test_bars_of_weights_do_not_depend_on_units(name: str) -> None:
    _, deal = solved(name)
    assert widths(consensus_weights(deal)) == pytest.approx(weight_shares(deal))
    unit = np.geomspace(1e-3, 1e3, deal.problem.dim)
    scaled = lw.BargainingProblem(
        [unit * part for part in deal.problem.sets], unit * deal.disagreement, weights=deal.bargaining_weights
    )
    assert weight_shares(lw.bargain(scaled)) == pytest.approx(weight_shares(deal), rel=1e-5)


def test_a_nash_weight_is_the_bargaining_weight_over_the_relative_gain() -> None:
    _, deal = solved("twelve")
    share = deal.bargaining_weights / relative_gains(deal)
    assert weight_shares(deal) == pytest.approx(share / share.sum(), rel=1e-6)


def test_lines_stand_at_the_bargaining_weights() -> None:
    _, deal = solved("twelve")
    lines = [line.get_xdata()[0] for line in consensus_weights(deal).axes[0].lines]
    assert lines == pytest.approx(deal.bargaining_weights)


def test_types_beyond_twelve_are_hatched() -> None:
    source = many(14)
    bars = gains(lw.bargain(source.problem())).axes[0].patches
    assert [bool(bar.get_hatch()) for bar in bars] == [False] * 12 + [True] * 2
