from __future__ import annotations

import itertools

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from largeworlds import plots
from largeworlds.plots import style

from .models import solved

#: How a colour (linear RGB) looks with each kind of colour vision (Machado et al. 2009, complete deficiency).
VISION = {
    "normal": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "deutan": [[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]],
    "protan": [[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]],
    "tritan": [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]],
}


def linear(colour: str) -> np.ndarray:
    c = np.array(to_rgb(colour))
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def seen(colour: str, vision: str) -> np.ndarray:
    """Place of the colour in the perceptual space OKLab, times 100."""
    rgb = np.clip(np.array(VISION[vision]) @ linear(colour), 0, 1)
    cones = np.cbrt(
        np.array(
            [
                [0.4122214708, 0.5363325363, 0.0514459929],
                [0.2119034982, 0.6806995451, 0.1073969566],
                [0.0883024619, 0.2817188376, 0.6299787005],
            ]
        )
        @ rgb
    )
    return 100 * np.array([
        [0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.808675766]]) @ cones  # fmt: skip


def nearest(colours: list[str], vision: str) -> float:
    places = [seen(c, vision) for c in colours]
    return min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(places, 2))


@pytest.mark.parametrize("vision", VISION)
def test_twelve_types_have_colours_apart_for_all_eyes(vision: str) -> None:
    colours = [style.colour(t) for t in range(12)]
    assert len(set(colours)) == 12
    assert nearest(colours, vision) > 4


def test_the_measure_of_colours_would_notice_a_bad_pair() -> None:
    assert nearest(["#009e73", "#a08a00"], "normal") > 10
    assert nearest(["#d55e00", "#a88a2a"], "deutan") < 4


def test_colours_stand_out_on_light_and_dark_paper() -> None:
    light = [float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in style.PALETTE]
    assert all(1.05 / (y + 0.05) > 1.5 for y in light)
    assert all((y + 0.05) / 0.06 > 1.8 for y in light)


def test_colour_with_hatch_and_colour_with_marker_tell_sixty_types_apart() -> None:
    assert len({(style.colour(t), style.hatch(t)) for t in range(60)}) == 60
    assert len({(style.colour(t), style.marker(t)) for t in range(132)}) == 132
    assert {style.hatch(t) for t in range(12)} == {""}


@pytest.mark.parametrize("colour", [*style.PALETTE, "#ffffff", "#000000"])
def test_letters_can_be_read_on_every_colour(colour: str) -> None:
    light = float(linear(colour) @ [0.2126, 0.7152, 0.0722])
    letters = float(linear(style.letters_on(colour)) @ [0.2126, 0.7152, 0.0722])
    assert (max(light, letters) + 0.05) / (min(light, letters) + 0.05) > 3.3


def test_short_names_are_short_and_differ() -> None:
    names = [
        "preservers of wild nature",
        "preservers of wild animals",
        "preservers of wild nature, twice",
        "x",
        "\x07",
        " ",
    ]
    found = style.short(names, 12)
    assert len(set(found)) == len(names)
    assert all(0 < len(name) <= 12 for name in found)
    assert found[3] == "x"


def test_numbered_names_do_not_say_the_number_twice() -> None:
    assert style.numbered(["type 1", "b", "player 3"]) == ["type 1", "2 b", "player 3"]


@pytest.mark.parametrize(
    ("values", "power", "labels"),
    [
        ([0, 0.25, 0.5], 0, ["0", "0.25", "0.50"]),
        ([-2, 0, 2], 0, ["−2", "0", "2"]),
        ([0, 2.5e8, 5e8], 8, ["0", "2.5", "5.0"]),
        ([1e9, 1e9 + 1], 9, ["1.000000000", "1.000000001"]),
        ([3.0], 0, ["3"]),
    ],
)
def test_tick_labels_have_as_many_places_as_they_need(values: list[float], power: int, labels: list[str]) -> None:
    assert style.PayoffTicks(power).format_ticks(values) == labels


@pytest.mark.parametrize(
    ("low", "high", "base"),
    [
        (0.0, 1.0, 0.0),
        (5.0, 6.0, 0.0),
        (1e6, 1e6 + 1, 1e6),
        (-4e5 - 0.3, -4e5 + 0.3, -400_000.0),
        (1e9 + 25, 1e9 + 75, 1e9),
    ],
)
def test_what_all_labels_share_is_taken_out(low: float, high: float, base: float) -> None:
    assert style.common_part(low, high) == pytest.approx(base, rel=1e-15)
    ax = style.figure(3, 3, "").add_axes((0, 0, 1, 1))
    style.payoff_axis(ax, "x", low, high, "payoff")
    labels = ax.xaxis.get_major_formatter().format_ticks(ax.get_xticks())
    assert max(map(len, labels)) <= 5
    assert ("less" in ax.get_xlabel() or "plus" in ax.get_xlabel()) == (base != 0)


@pytest.mark.parametrize(("largest", "power"), [(1.0, 0), (9999.0, 0), (1e4, 4), (0.009, -3), (0.0, 0), (2e9, 9)])
def test_powers_of_ten_are_taken_out_of_unusual_sizes(largest: float, power: int) -> None:
    assert style.power_of_ten(largest) == power


def test_figures_neither_change_nor_follow_the_callers_settings() -> None:
    source, deal = solved("two types")
    plain = plots.svg(plots.feasible_sets(source, deal))
    with matplotlib.rc_context(
        {"font.size": 33, "axes.facecolor": "red", "svg.fonttype": "path", "lines.linewidth": 9}
    ):
        before = dict(matplotlib.rcParams)
        again = plots.svg(plots.feasible_sets(source, deal))
        assert dict(matplotlib.rcParams) == before
    assert again == plain
