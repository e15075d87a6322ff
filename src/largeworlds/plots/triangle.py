"""Three types as a triangle: how each solution splits what there is to gain, or its consensus weights."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from .._core.arrays import Array
from .._core.errors import invalid
from .._core.text import percent, shown
from ..bargaining.agreement import Agreement
from ..bargaining.measures import relative_gains, shown_gains
from ..bargaining.problem import BargainingProblem
from ..worlds.world import World
from . import marks, style
from .consensus_weights import weight_shares

_TITLES: Final = {"gains": "How the gains are shared", "weights": "How the consensus weights are shared"}
_NOTES: Final = {
    "gains": "A mark's distance from a side is the share of the type in the corner opposite: its gain, as a part of "
    "the largest gain it could have if everybody served it alone, over the sum of the three. In brackets the parts.",
    "weights": "A mark's distance from a side is the share of the type in the corner opposite: its consensus weight "
    "times the largest gain it could have if everybody served it alone, over the sum of the three. In brackets the "
    "shares.",
}
_CORNERS: Final = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(0.75)]])
#: Room on either side of the triangle, in its sides, and inches per side.
_ROOM: Final = 0.27
_INCHES: Final = 4.9 / (1 + 2 * _ROOM)
#: A loss below this share of the largest possible gain is rounding.
_ROUNDING: Final = 1e-9
#: Two places are one if no part differs by more than this.
_SAME: Final = 1e-6
_EVEN: Final[dict[str, Any]] = {
    "marker": "+",
    "markersize": 9,
    "markeredgecolor": style.SOFT,
    "markeredgewidth": 1.2,
    "linestyle": "none",
}


@style.styled
def triangle(problem: World | BargainingProblem, deals: marks.Wanted | None = None, *, show: str = "gains") -> Figure:
    """Three types as the corners of a triangle, every solution as a mark whose place says how it treats them.

    With ``show="gains"`` (default) the shares are those of gains: each type's gain as a part of its largest possible
    gain (as in :func:`gains`), divided by the sum of the three parts. The parts themselves stand in the legend, since
    a share does not say how much there is to share. With ``show="weights"`` they are those of the consensus weights
    times the largest possible gains (as in :func:`consensus_weights`). Neither depends on anybody's units. A mark in a
    corner means everything for that type, one on a side nothing for the type opposite, the cross in the middle equal
    shares. A solution in which somebody loses, or without weights, has no mark, and the legend says so.

    ``deals`` are agreements or concepts as in :func:`solutions`. Raises unless there are exactly three types.

    >>> import largeworlds as lw
    >>> pie = lw.BargainingProblem(lw.Polytope([[0, 0, 0], [1, 0, 0], [0, 2, 0], [0, 0, 3]]), [0, 0, 0])
    >>> lw.plots.triangle(pie, [lw.NashBargaining()]).legends[0].get_texts()[-1].get_text()
    'Nash bargaining (33 %, 33 %, 33 %)'
    """
    asked = marks.problem_of(problem)
    if asked.dim != 3:
        fix = "draw lw.plots.solutions for a pair of them, or lw.plots.gains"
        raise invalid("problem", "must have three players to be drawn as a triangle", f"one with {asked.dim}", fix)
    if show not in _TITLES:
        raise invalid("show", 'must be "gains" or "weights"', shown(show), 'use for example "gains"')
    placed, without = _placed(marks.answers(asked, deals, "deals"), show)
    keys = [mark.label for mark in placed] + without + ["equal shares"]
    note = marks.wrapped(_NOTES[show], 46, 4.0)
    foot = 0.15 * len(note.splitlines()) + 0.35
    height = max(4.6, 0.5 + marks.legend_height(keys) + foot)
    fig = style.figure(8.2, height, _alt(asked, placed, without, show))
    ax = fig.add_axes((0.02, (height - 4.35) / height, 4.9 / 8.2, 4.0 / height))
    _frame(ax, style.numbered(asked.names, 14))
    places = np.array([mark.point for mark in placed]).reshape(-1, 3) @ _CORNERS
    items: list[tuple[Any, str]] = [(Line2D([], [], **_EVEN), "equal shares")]
    items += marks.draw(ax, placed, places)
    ax.set_title(_TITLES[show], x=0.04)
    marks.legend(fig, items, 5.1, height - 0.42, without)
    fig.text(5.1 / 8.2, 0.16 / height, note, fontsize=7.8, color=style.SOFT, va="bottom", linespacing=1.35)
    return fig


def parts(deal: Agreement, show: str) -> Array | str:
    """What the shares (3,) are shares of, gains or consensus weights free of units; why there are none otherwise."""
    if not deal.is_answer or not np.isfinite(deal.payoffs).all():
        return marks.why_not(deal)
    if show == "weights":
        weights = weight_shares(deal)
        return weights if np.isfinite(weights).all() and (weights >= 0).all() else "no consensus weights"
    low, high = deal.problem.bounding_box()
    if (shown_gains(deal) < -_ROUNDING * (high - low)).any():
        return "somebody loses"
    found = np.maximum(np.nan_to_num(relative_gains(deal)), 0.0)
    return found if found.sum() > _ROUNDING else "nobody gains"


def _placed(named: list[tuple[str, Agreement]], show: str) -> tuple[list[marks.Mark], list[str]]:
    """One mark per place with its shares as point, and a line for each reason why solutions have none."""
    found, without = [], marks.Reasons()
    for label, deal in named:
        three = parts(deal, show)
        if isinstance(three, str):
            without.add(three, label)
        else:
            found.append((label, deal, three, np.full(3, _SAME)))
    placed = []
    for mark in marks.grouped(found):
        said = f" ({', '.join(percent(float(part)) for part in mark.point)})"
        labels = (*mark.labels[:-1], mark.labels[-1] + said)
        placed.append(replace(mark, point=mark.point / mark.point.sum(), labels=labels))
    return placed, without.lines()


def _frame(ax: Axes, names: list[str]) -> None:
    """The triangle with lines of equal shares, names at the corners, percentages in the types' colours."""
    ax.set_axis_off()
    ax.set_aspect("equal")
    ax.set_xlim(-_ROOM, 1 + _ROOM)
    ax.set_ylim(-0.19, 1.0)
    lines = []
    for corner in range(3):
        a, b, c = _CORNERS[[corner, (corner + 1) % 3, (corner + 2) % 3]]
        colour = style.colour(corner)
        side: dict[str, Any] = {"ha": ("right", "center", "left")[corner], "va": ("center", "top", "center")[corner]}
        for share in (0.2, 0.4, 0.6, 0.8):
            ends = np.array([share * a + (1 - share) * b, share * a + (1 - share) * c])
            lines.append(ends)
            x, y = ends[1] + 0.03 * (c - b)
            ax.text(x, y, percent(share), fontsize=7.5, color=colour, **side)
        half = 0.62 * style.text_width([names[corner]], 9.0) / _INCHES
        x, y = float(np.clip(a[0], -_ROOM + half, 1 + _ROOM - half)), float(a[1])
        ax.text(x, y + (0.06 if corner == 2 else -0.11), names[corner], ha="center", va="center", fontsize=9.0)
        ax.plot(*a, marker="o", markersize=5, color=colour, zorder=2, clip_on=False)
    ax.add_collection(LineCollection(lines, colors=style.GRID, linewidths=0.7, zorder=0), autolim=False)
    ax.plot(*np.vstack([_CORNERS, _CORNERS[:1]]).T, color=style.SOFT, linewidth=1.2, zorder=1)
    ax.plot(*_CORNERS.mean(axis=0), **_EVEN, zorder=3)


def _alt(problem: BargainingProblem, placed: list[marks.Mark], without: list[str], show: str) -> str:
    what = "gains" if show == "gains" else "consensus weights, free of units,"
    text = f"Shares of {problem.names[0]}, {problem.names[1]} and {problem.names[2]} in the {what} as a triangle"
    said = [f"{mark.label} at {', '.join(percent(float(share)) for share in mark.point)}" for mark in placed]
    return f"{text}: {'; '.join([*said, *without])}."
