"""What pictures of the plane share: marks, areas, a line that touches a set, and the frame around it all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from .._core.arrays import Array
from . import style

DISAGREEMENT: dict[str, Any] = {
    "marker": "o",
    "markersize": 6.5,
    "markerfacecolor": style.PAPER,
    "markeredgecolor": style.INK,
    "markeredgewidth": 1.4,
    "linestyle": "none",
}
COMPROMISE: dict[str, Any] = {
    "marker": "o",
    "markersize": 7,
    "markerfacecolor": style.INK,
    "markeredgecolor": style.PAPER,
    "markeredgewidth": 0.8,
    "linestyle": "none",
}
DASHES: dict[str, Any] = {"color": style.INK, "linewidth": 1.0, "linestyle": (0, (5, 3))}
#: The Pareto frontier, in every figure that shows one; no colour, since colours are the types'.
FRONTIER: dict[str, Any] = {"color": style.INK, "linewidth": 2.6, "solid_capstyle": "round"}


def area(ax: Axes, points: Array, colour: str, alpha: float, edge: str = "-") -> None:
    """A polygon (k, 2) filled and outlined; a dot where it is a single point."""
    ring = np.vstack([points, points[:1]])
    ax.fill(*ring.T, facecolor=colour, alpha=alpha, linewidth=0, zorder=1)
    marker = "s" if len(points) == 1 else ""
    ax.plot(
        *ring.T,
        color=colour,
        linewidth=1.6,
        linestyle=edge,
        marker=marker,
        markersize=4,
        zorder=2,
        solid_joinstyle="round",
        clip_on=False,
    )


def touching_line(ax: Axes, w: Array, level: float, points: Array) -> bool:
    """The part of ``w . y = level`` beside the set, a little longer than what touches it; False if there is none."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.maximum(high - low, 1e-300)
    low, high = low - 0.04 * room, high + 0.04 * room
    ends = []
    for axis in (0, 1):
        other = 1 - axis
        if w[other] > 0:
            for at in (low[axis], high[axis]):
                across = (level - w[axis] * at) / w[other]
                if low[other] <= across <= high[other]:
                    ends.append((at, across) if axis == 0 else (across, at))
    if len(ends) < 2 or ends[0] == ends[-1]:
        return False
    ends.sort()
    ax.plot(*np.array([ends[0], ends[-1]]).T, **DASHES, zorder=3)
    return True


def frame(ax: Axes, drawn: Sequence[Array], names: Sequence[str], what: str) -> None:
    """Limits around all that is drawn, grid and labels."""
    everything = np.vstack(drawn)
    for axis, which in enumerate("xy"):
        low, high = float(everything[:, axis].min()), float(everything[:, axis].max())
        room = high - low if high > low else max(abs(high), 1.0)
        if 0 <= low <= 0.35 * high and high > 0:
            low, room = 0.0, high
        low -= (0.03 if low == 0 else 0.06) * room
        style.payoff_axis(ax, which, low, high + 0.07 * room, f"{what} {names[axis]}")
    ax.grid(True)
