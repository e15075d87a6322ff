from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

import largeworlds as lw
from largeworlds.plots import style, trade_graph
from largeworlds.plots.exchange import exchange
from largeworlds.plots.trade_graph import IMPORTANT, MOST, _width, important

from .models import TRADING, many, solved


def arrows(figure: Figure) -> list[FancyArrowPatch]:
    return [patch for patch in figure.axes[0].patches if isinstance(patch, FancyArrowPatch)]


@pytest.mark.parametrize("name", TRADING)
def test_every_important_gift_has_an_arrow(name: str) -> None:
    source, deal = solved(name)
    share = exchange(source, deal).trade.relative.copy()
    np.fill_diagonal(share, 0)
    drawn, dropped = len(arrows(trade_graph(source, deal))), int((share >= IMPORTANT).sum())
    assert drawn >= min(dropped, MOST)
    assert drawn <= MOST + len(share)


def test_a_ring_is_outlined() -> None:
    source, deal = solved("ring")
    figure = trade_graph(source, deal)
    assert len(arrows(figure)) == 3
    assert {patch.get_linewidth() for patch in arrows(figure)} == {1.1}
    assert "Outlined cycle: a to b to c to a" in figure.get_label()
    assert {patch.get_facecolor()[:3] for patch in arrows(figure)} == {
        tuple(style.to_rgb(style.colour(t))) for t in range(3)
    }


def test_the_widths_are_those_of_the_key() -> None:
    """Twice the gain is no wider than the whole gain, and the key says so; a fifth is as wide as a fifth."""
    assert _width(2.07) == _width(1.0) == 10 * _width(0.1) == 10 * _width(0.05)
    assert _width(0.2) == pytest.approx(_width(1.0) / 5)
    source, deal = solved("ring")
    texts = [text.get_text() for text in trade_graph(source, deal).axes[1].texts]
    assert texts[:3] == ["≤ 10 %", "30 %", "≥ 100 % of the receiver's gain"]


def test_the_rule_keeps_the_strongest_and_the_cycle() -> None:
    rng = np.random.default_rng(3)
    share = rng.uniform(0, 0.5, (20, 20))
    kept, dropped = important(share, [(0, 1), (1, 2)])
    off = share.copy()
    np.fill_diagonal(off, 0)
    strongest = np.sort(off[off >= IMPORTANT])[::-1][:MOST]
    assert sorted((share[edge] for edge in kept[:MOST]), reverse=True) == pytest.approx(strongest)
    assert {(0, 1), (1, 2)} <= set(kept)
    assert len(kept) == len(set(kept))
    assert dropped == int((off >= IMPORTANT).sum()) - sum(off[edge] >= IMPORTANT for edge in kept)


@pytest.mark.parametrize("m", [2, 3, 5, 12, 30])
def test_nodes_and_names_stay_inside_and_apart(m: int) -> None:
    source = many(m)
    figure = trade_graph(source, lw.bargain(source.problem()))
    names = [text for text in figure.axes[0].texts if not text.get_text().isdigit()]
    assert len(names) == m
    page = figure.bbox
    boxes = [text.get_window_extent() for text in names]
    for box in boxes:
        assert page.x0 <= box.x0 <= box.x1 <= page.x1
        assert page.y0 <= box.y0 <= box.y1 <= page.y1
    if m <= 16:
        for i, a in enumerate(boxes):
            assert not any(a.overlaps(b) for b in boxes[i + 1 :])


@pytest.mark.parametrize("name", ["joint", "infeasible", "one type that can gain"])
def test_givers_must_be_told_apart(name: str) -> None:
    source, deal = solved(name)
    with pytest.raises(lw.InvalidProblem, match="deal must say who does what for at least two types"):
        trade_graph(source, deal)
