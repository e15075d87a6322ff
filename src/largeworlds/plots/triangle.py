"""Three types as a triangle: how each solution splits what there is to gain, or whom its consensus weights favour."""

from __future__ import annotations

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

_TITLES: Final = {"gains": "How the gains are shared", "weights": "Whom the consensus weights favour"}
_NOTES: Final = {
    "gains": "A mark's distance from a side is the share of the type in the corner opposite: its gain, as a part of the "
    "largest gain it could have if everybody served it alone, over the sum of the three. In brackets the parts.",
    "weights": "A mark's distance from a side is the share of the type in the corner opposite: its consensus weight "
    "times the largest gain it could have if everybody served it alone, over the sum of the three. In brackets the "
    "shares.",
}
_CORNERS: Final = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(0.75)]])
#: A loss below this share of the largest possible gain is rounding.
_ROUNDING: Final = 1e-9
_EVEN: Final[dict[str, Any]] = {
    "marker": "+",
    "markersize": 9,
    "markeredgecolor": style.SOFT,
    "markeredgewidth": 1.2,
    "linestyle": "none",
}


@style.styled
def triangle(
    problem: World | BargainingProblem, deals: marks.Wanted | None = None, *, show: str = "gains"
) -> Figure:
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
    placed, without = _placed(asked, marks.answers(asked, deals), show)
    keys = [mark.label for mark in placed] + without + ["equal shares"]
    note = marks.wrapped(_NOTES[show], 46)
    foot = 0.15 * len(note.splitlines()) + 0.35
    height = max(4.6, 0.5 + marks.legend_height(keys) + foot)
    fig = style.figure(8.2, height, _alt(asked, placed, without, show))
    ax = fig.add_axes((0.02, (height - 4.35) / height, 4.9 / 8.2, 4.0 / height))
    _frame(ax, style.numbered(asked.names, 20))
    places = np.array([mark.point for mark in placed]).reshape(-1, 3) @ _CORNERS
    items: list[tuple[Any, str]] = [(Line2D([], [], **_EVEN), "equal shares")]
    items += marks.draw(ax, placed, places)
    ax.set_title(_TITLES[show], x=0.04)
    marks.legend(fig, items, 5.1, height - 0.42, without)
    fig.text(5.1 / 8.2, 0.16 / height, note, fontsize=7.8, color=style.SOFT, va="bottom", linespacing=1.35)
    return fig


def shares(deal: Agreement, show: str) -> tuple[Array, Array] | str:
    """The shares (3,) of a solution and what the legend shows in brackets (3,); why there are none otherwise."""
    if not deal.is_answer or not np.isfinite(deal.payoffs).all():
        return marks.why_not(deal)
    if show == "weights":
        found = weight_shares(deal)
        return (found, found) if np.isfinite(found).all() and (found >= 0).all() else "no consensus weights"
    parts = np.where(shown_gains(deal) <= 0, np.minimum(np.nan_to_num(shown_gains(deal)), 0.0), 0.0)
    relative = np.nan_to_num(relative_gains(deal))
    if (relative < -_ROUNDING).any() or (parts < 0).any() and (relative < 0).any():
        return "somebody loses"
    relative = np.maximum(relative, 0.0)
    total = float(relative.sum())
    return (relative / total, relative) if total > _ROUNDING else "nobody gains"


def _placed(
    problem: BargainingProblem, named: list[tuple[str, Agreement]], show: str
) -> tuple[list[marks.Mark], list[str]]:
    """One mark per place with its shares as point, and a line for each reason why solutions have none."""
    groups = [mark for mark in marks.picked(problem, named).marks if mark.labels]
    placed: list[marks.Mark] = []
    reasons: dict[str, list[str]] = {}
    for mark in groups:
        found = shares(mark.deals[0], show)
        if isinstance(found, str):
            reasons.setdefault(found, []).extend(mark.labels)
            continue
        share, parts = found
        said = f" ({', '.join(percent(float(part)) for part in parts)})"
        labels = (*mark.labels[:-1], mark.labels[-1] + said)
        placed.append(marks.Mark(share, mark.marker, labels, mark.deals))
    for label, deal in named:
        if not any(deal in mark.deals for mark in groups):
            reasons.setdefault(marks.why_not(deal), []).append(label)
    return placed, [f"no mark ({why}): {', '.join(labels)}" for why, labels in reasons.items()]


def _frame(ax: Axes, names: list[str]) -> None:
    """The triangle with a grid of fifths, names at the corners in the types' colours, percentages along the sides."""
    ax.set_axis_off()
    ax.set_aspect("equal")
    ax.set_xlim(-0.2, 1.2)
    ax.set_ylim(-0.17, 1.0)
    tenths = np.arange(1, 5) / 5
    lines = []
    for corner in range(3):
        a, b, c = _CORNERS[[corner, (corner + 1) % 3, (corner + 2) % 3]]
        for share in tenths:  # where the share of ``corner`` is the same
            ends = np.array([share * a + (1 - share) * b, share * a + (1 - share) * c])
            lines.append(ends)
            away = ends[1] - ends[0]
            at = ends[1] + 0.025 * away / np.hypot(*away)
            side = ("left", "right", "center")[(0, 2, 1)[corner]] if corner else "center"
            where = {"ha": ("right", "center", "left")[corner], "va": ("center", "top", "center")[corner]}
            ax.text(at[0], at[1], percent(float(share)), fontsize=7.5, color=style.colour(corner), **where)
            del side
    ax.add_collection(LineCollection(lines, colors=style.GRID, linewidths=0.7, zorder=0), autolim=False)
    ring = np.vstack([_CORNERS, _CORNERS[:1]])
    ax.plot(*ring.T, color=style.SOFT, linewidth=1.2, zorder=1)
    ax.plot(*(_CORNERS.mean(axis=0)), **_EVEN, zorder=3)
