"""What the redrawn figures share: two panels side by side, marks with their names beside them, arrows, a legend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ..._core.arrays import Array
from .. import style
from ..plane import COMPROMISE, DISAGREEMENT

Items = list[tuple[Any, str]]
#: Keys of the legend for the two marks.
D_KEY = Line2D([], [], **DISAGREEMENT)
X_KEY = Line2D([], [], **COMPROMISE)


def two_panels(alt: str, height: float = 4.35) -> tuple[Figure, Axes, Axes]:
    """A sheet with two panels above the room for a legend."""
    fig = style.figure(7.6, height, alt)
    low = (height - 3.27) / height
    tall = 2.85 / height
    return fig, fig.add_axes((0.085, low, 0.4, tall)), fig.add_axes((0.575, low, 0.4, tall))


def one_panel(alt: str, height: float = 4.35) -> tuple[Figure, Axes]:
    """A sheet with one panel above the room for a legend."""
    fig = style.figure(5.2, height, alt)
    return fig, fig.add_axes((0.13, 1.08 / height, 0.83, (height - 1.5) / height))


def area_key(colour: str, alpha: float = 0.16) -> Patch:
    """The key of a filled set."""
    return Patch(facecolor=(*to_rgb(colour), alpha), edgecolor=colour, linewidth=1.6)


def legend(fig: Figure, items: Items, columns: int = 3) -> None:
    """The legend under the panels."""
    handles, labels = zip(*items, strict=True)
    fig.legend(handles, labels, loc="lower center", ncols=columns, columnspacing=1.6, handlelength=2.0,
               bbox_to_anchor=(0.5, 0.0))  # fmt: skip


def mark(ax: Axes, point: Array, look: dict[str, Any], text: str = "", shift: tuple[float, float] = (8, 6)) -> None:
    """A mark with its name beside it, ``shift`` points away."""
    ax.plot(*point, **look, zorder=6, clip_on=False)
    if text:
        sides: dict[str, Any] = {"ha": "left" if shift[0] >= 0 else "right", "va": "center"}
        x, y = point
        ax.annotate(text, (x, y), shift, textcoords="offset points", fontsize=8.5, zorder=7, **sides)


def arrow(ax: Axes, start: Array, step: Array, colour: str) -> None:
    """An arrow from ``start`` by ``step``, both in the units of the axes."""
    end = start + step
    how = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.4, "shrinkA": 0.0, "shrinkB": 0.0}
    ax.annotate("", (end[0], end[1]), (start[0], start[1]), arrowprops=how, zorder=5)


def square(ax: Axes, drawn: Sequence[Array], names: tuple[str, str]) -> None:
    """Limits around all points (k, 2), the same unit on both axes, so that what is perpendicular looks it."""
    everything = np.vstack(drawn)
    middle = 0.5 * (everything.min(axis=0) + everything.max(axis=0))
    box = ax.get_position()
    fig: Any = ax.get_figure()
    inches = np.array([fig.get_figwidth() * box.width, fig.get_figheight() * box.height])
    unit = float((np.ptp(everything, axis=0) / inches).max()) * 1.1
    for which, centre, size, name in zip("xy", middle.tolist(), inches.tolist(), names, strict=True):
        style.payoff_axis(ax, which, centre - 0.5 * unit * size, centre + 0.5 * unit * size, name)
    ax.grid(True)
