from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.plots import who_gives_whom
from largeworlds.plots.exchange import exchange
from largeworlds.plots.who_gives_whom import shade

from .models import TRADING, many, solved


def cells(figure: object) -> dict[tuple[int, int], str]:
    """The numbers in the cells, by (giver, receiver)."""
    ax = figure.axes[0]
    texts = [text for text in ax.texts if text.get_text()[0] in "+\N{MINUS SIGN}"]
    return {(int(t.get_position()[1]), int(t.get_position()[0])): t.get_text() for t in texts}


def test_cells_say_the_share_of_the_receivers_gain() -> None:
    source, deal = solved("two types")
    p, root = 0.75, np.hypot(0.75, 0.25)
    gain = root - p  # Treutlein 2023, Example 55
    given, kept = 0.25**2 / root, 0.75**2 / root
    shown = cells(who_gives_whom(source, deal))
    plus, minus = f"+{100 * given / gain:.0f}", f"\N{MINUS SIGN}{100 * (p - kept) / gain:.0f}"
    assert shown == {(0, 0): minus, (1, 1): minus, (0, 1): plus, (1, 0): plus}


@pytest.mark.parametrize("name", TRADING)
def test_every_notable_number_is_shown_in_its_cell(name: str) -> None:
    source, deal = solved(name)
    share = exchange(source, deal).relative
    shown = cells(who_gives_whom(source, deal))
    notable = {(i, j) for i, j in np.argwhere(np.abs(share) >= 0.005)}
    assert set(shown) == notable
    for place, text in shown.items():
        if abs(share[place]) < 99:
            assert float(text.replace("\N{MINUS SIGN}", "-").replace(",", "")) == round(100 * share[place])


def test_large_maps_have_colours_only() -> None:
    source = many(24)
    deal = lw.bargain(source.problem())
    figure = who_gives_whom(source, deal)
    assert cells(figure) == {}
    share = exchange(source, deal).relative
    squares = figure.axes[0].collections[0]
    assert len(squares.get_paths()) > 100
    for path, face in zip(squares.get_paths(), squares.get_facecolors(), strict=True):
        column, row = path.vertices.min(axis=0).astype(int)
        assert face == pytest.approx(np.array(shade(share[row, column], 1.0)), abs=0.75)
        assert (face[2] > face[0]) == (share[row, column] > 0)  # blue for more, orange for less


@pytest.mark.parametrize("value", [0.1, 0.5, 1.0, 7.0])
def test_colours_are_opposite_and_grow_with_size(value: float) -> None:
    more, less = shade(value, 1.0), shade(-value, 1.0)
    assert more[3] == less[3] >= shade(0.9 * value, 1.0)[3]
    assert more[2] > more[0]
    assert less[0] > less[2]


def test_nothing_has_no_colour() -> None:
    assert shade(0.0, 1.0)[3] == shade(float("nan"), 1.0)[3] == 0


@pytest.mark.parametrize("name", ["joint", "three joint", "infeasible", "one type that can gain"])
def test_givers_must_be_told_apart(name: str) -> None:
    source, deal = solved(name)
    with pytest.raises(lw.InvalidProblem, match="deal must say who does what for at least two types"):
        who_gives_whom(source, deal)
