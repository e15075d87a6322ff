"""Payoffs of three players as seen from above the Pareto frontier: a straight projection with three labelled axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator

from .._core.arrays import Array
from .._core.text import number, superscript
from . import style

#: For each axis: the two fixed coordinates of its edge of the box, and the way out of the box from there.
_EDGES = (((0, 1, 0), (0, 1, 0)), ((1, 0, 0), (1, 0, 0)), ((1, 0, 0), (1, -1, 0)))


@dataclass(frozen=True, eq=False)
class Space:
    """The box from ``low`` (3,) to ``high`` (3,) seen from ``elevation`` and ``azimuth`` degrees, both from 0 to 90.

    From there every face of a set that some positive weights prefer is turned to the reader.
    """

    low: Array
    high: Array
    elevation: float
    azimuth: float

    @classmethod
    def around(cls, drawn: Sequence[Array], view: tuple[float, float]) -> Space:
        """The box around all points (k, 3) in ``drawn``, with some room."""
        everything = np.vstack(drawn)
        low, high = everything.min(axis=0), everything.max(axis=0)
        room = np.where(high > low, high - low, np.maximum(np.abs(high), 1.0))
        zero = (low >= 0) & (low <= 0.35 * high) & (high > 0)
        low = np.where(zero, 0.0, low - 0.04 * room)
        return cls(low, high + 0.06 * np.where(zero, high, room), *view)

    @property
    def axes(self) -> Array:
        """Directions (3, 3) in the box: to the right, up, and towards the reader."""
        a, e = np.radians(self.azimuth), np.radians(self.elevation)
        right = [-np.sin(a), np.cos(a), 0.0]
        up = [-np.sin(e) * np.cos(a), -np.sin(e) * np.sin(a), np.cos(e)]
        return np.array([right, up, [np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e)]])

    def unit(self, x: Array) -> Array:
        """Payoffs (k, 3) in units of the box."""
        return np.asarray((np.atleast_2d(x) - self.low) / (self.high - self.low))

    def flat(self, unit: Array) -> Array:
        """Places (k, 2) on paper of points (k, 3) in units of the box."""
        return np.asarray(np.atleast_2d(unit) @ self.axes[:2].T)

    def place(self, x: Array) -> Array:
        """Places (k, 2) on paper of payoffs (k, 3)."""
        return self.flat(self.unit(x))

    def draw(self, ax: Axes, labels: Sequence[str], colours: Sequence[str]) -> None:
        """The three walls behind everything with their grid, the axes in the players' colours, ticks and labels."""
        ax.set_axis_off()
        ax.set_aspect("equal")
        corners = self.flat(np.array([[i, j, k] for i in (0, 1) for j in (0, 1) for k in (0, 1)], dtype=float))
        low, high = corners.min(axis=0), corners.max(axis=0)
        ax.set_xlim(low[0] - 0.3, high[0] + 0.2)
        ax.set_ylim(low[1] - 0.28, high[1] + 0.06)
        for axis, (label, colour) in enumerate(zip(labels, colours, strict=True)):
            self._axis(ax, axis, label, colour)

    def _axis(self, ax: Axes, axis: int, label: str, colour: str) -> None:
        start, out = (np.array(part, dtype=float) for part in _EDGES[axis])
        step = np.eye(3)[axis]
        low, high = float(self.low[axis]), float(self.high[axis])
        ticks = [float(t) for t in MaxNLocator(4).tick_values(low, high) if low <= t <= high]
        base = style.common_part(low, high)
        power = style.power_of_ten(max(abs(low - base), abs(high - base)))
        for other in (k for k in range(3) if k != axis):  # lines on the two walls that contain this axis
            wall = np.eye(3)[other]
            ends = [(t - low) / (high - low) * step for t in [low, *ticks, high]]
            lines = [self.flat(np.array([at, at + wall])) for at in ends]
            ax.add_collection(LineCollection(lines, colors=style.GRID, linewidths=0.7, zorder=0), autolim=False)
        ax.plot(*self.flat(np.array([start, start + step])).T, color=colour, linewidth=2.0, zorder=0.5)
        away = self.flat(out[None])[0]
        away = away / np.hypot(*away)
        # The lowest of the upright axis would cover the first of the next one.
        ticks = [t for t in ticks if axis < 2 or t > low + 0.04 * (high - low)]
        for t, text in zip(ticks, style.PayoffTicks(power, base).format_ticks(ticks), strict=True):
            at = self.flat((start + (t - low) / (high - low) * step)[None])[0]
            ax.plot(*np.array([at, at + 0.02 * away]).T, color=style.SOFT, linewidth=0.8, zorder=0.5)
            side = "center" if abs(away[0]) < 0.3 else "left" if away[0] > 0 else "right"
            x, y = at + 0.045 * away
            ax.text(x, y, text, ha=side, va="center" if axis == 2 else "top", fontsize=8.0)
        if base:
            label += f" {'less' if base > 0 else 'plus'} {number(abs(base), 12)}"
        label += f"  (× 10{superscript(power)})" if power else ""
        along = self.flat(step[None])[0]
        turn = float(np.degrees(np.arctan2(along[1], along[0])))
        middle = self.flat((start + 0.5 * step)[None])[0] + (0.2 if axis == 2 else 0.23) * away
        turn = turn - 180 if turn > 90 else turn + 180 if turn < -90 else turn
        look: dict[str, Any] = {"rotation_mode": "anchor", "ha": "center", "va": "center", "fontsize": 9.0}
        ax.text(middle[0], middle[1], label, rotation=turn, **look)
