"""What tests of figures look at: marks, legends, and whether all text is on the paper and apart."""

from __future__ import annotations

import itertools
import warnings

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from largeworlds.plots import style


def marks(ax: Axes) -> list[tuple[str, np.ndarray]]:
    """(marker, place) of everything drawn as a single mark."""
    lines = [line for line in ax.lines if line.get_marker() not in ("", "None", None) and len(line.get_xydata()) == 1]
    return [(str(line.get_marker()), line.get_xydata()[0]) for line in lines]


def places(ax: Axes) -> np.ndarray:
    """Places (k, 2) of all marks in the order in which they were drawn."""
    return np.array([place for _, place in marks(ax)]).reshape(-1, 2)


def legend(figure: Figure) -> list[str]:
    """The lines of the legend, each on one line."""
    return [" ".join(text.get_text().split()) for text in figure.legends[0].get_texts()]


def boxes(figure: Figure, upright: bool | None = None) -> list[tuple[str, Bbox]]:
    """All visible texts of a figure, or only the upright or slanted ones, with the room they take, in pixels."""
    with style.settings(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.draw_without_rendering()
        hidden = set(map(id, _undrawn(figure)))
        texts = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip() and id(t) not in hidden]
        return [(t.get_text(), t.get_window_extent()) for t in texts if upright is None or upright == _upright(t)]


def _upright(text: Text) -> bool:
    return abs(text.get_rotation() % 90) < 1e-9


def _undrawn(figure: Figure) -> list[Text]:
    """Labels of ticks that Matplotlib keeps but does not draw: beyond the limits, or of axes that are off."""
    found = []
    for ax in figure.axes:
        for axis, (low, high) in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            room = 1e-9 * (high - low)
            for tick in axis.get_major_ticks():
                if not ax.axison or not low - room <= tick.get_loc() <= high + room:
                    found += [tick.label1, tick.label2]
    return found


def outside(figure: Figure) -> list[str]:
    """Texts that the edge of the paper cuts."""
    paper = figure.bbox
    inside = (paper.x0 - 0.5, paper.y0 - 0.5, paper.x1 + 0.5, paper.y1 + 0.5)
    return [
        text
        for text, box in boxes(figure)
        if box.x0 < inside[0] or box.y0 < inside[1] or box.x1 > inside[2] or box.y1 > inside[3]
    ]


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of upright texts that cover each other by more than a hair."""
    found = []
    for (a, one), (b, other) in itertools.combinations(boxes(figure, upright=True), 2):
        wide = min(one.x1, other.x1) - max(one.x0, other.x0)
        high = min(one.y1, other.y1) - max(one.y0, other.y0)
        if wide > 1 and high > 2:
            found.append((a, b))
    return found
