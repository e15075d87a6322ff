"""Feasible sets of two types: what each can give, what all can reach together (Treutlein 2023, Figures 10 to 14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from .._core.arrays import Array
from .._core.errors import invalid
from .._core.text import number
from ..bargaining.agreement import Agreement
from ..bargaining.problem import BargainingProblem
from ..worlds.world import World
from . import style
from .exchange import Exchange, exchange, strongest_pairs
from .outline import above, outline, projection
from .plane import COMPROMISE, DASHES, DISAGREEMENT, area, frame, touching_line

#: Marks nearer than this share of the set's size cover each other.
_HIDDEN = 0.01


@style.styled
def feasible_sets(
    source: World | BargainingProblem,
    deal: Agreement,
    pair: tuple[int, int] | None = None,
    *,
    line: bool = True,
    known: Exchange | None = None,
) -> Figure:
    """Left what each of two types can give the two of them, right what all types together can reach for them.

    With two types this is the whole problem. With more, ``pair`` (indices; by default the strongest mutual trade) names
    the two receivers, and every set is its exact projection on their payoffs: the others' payoffs are free. ``line``
    draws the consensus weights: no outcome that leaves the others at least their compromise payoffs lies beyond it.
    Axes are in the units of the problem. Raises for fewer than two types. ``known`` saves working out
    :func:`~largeworlds.plots.exchange.exchange` again.
    """
    found = known or exchange(source, deal)
    s, t = _pair(source, deal, pair, found)
    view = _View.of(deal, (s, t), found, line)
    names = style.numbered(deal.names, 20)
    names = [names[s], names[t]]
    alone = not deal.problem.joint
    fig = style.figure(7.6 if alone else 4.6, 4.35, _alt(deal, (s, t)))
    left, right, low = (0.085, 0.575, 0.25) if alone else (0.0, 0.15, 0.25)
    wide, high = (0.405, 0.655) if alone else (0.82, 0.655)
    lined = _each(fig.add_axes((left, low, wide, high)), view, names) if alone else False
    lined = _together(fig.add_axes((right, low, wide, high)), view, names) or lined
    _legend(fig, view, names, lined)
    return fig


@dataclass(frozen=True, eq=False)
class _View:
    """Everything that is drawn, in the units of the problem; columns are the two receivers."""

    deal: Agreement
    pair: tuple[int, int]
    singles: list[Array]
    whole: Array
    default: Array | None
    line: tuple[Array, Array] | None

    @classmethod
    def of(cls, deal: Agreement, pair: tuple[int, int], found: Exchange | None, line: bool) -> _View:
        problem, columns = deal.problem, list(pair)
        singles = [] if problem.joint else [outline(projection([problem.sets[i]], pair)) for i in pair]
        default = found.default[np.ix_(columns, columns)] if found is not None and found.matches else None
        weights = weights_line(deal, pair) if line else None
        return cls(deal, pair, singles, outline(projection(problem.sets, pair)), default, weights)

    @property
    def whole_problem(self) -> bool:
        return self.deal.problem.dim == 2

    def edge(self, t: int) -> Literal["-", "--"]:
        """The line around type t's set: dashed for the second of two types that share a colour."""
        first, second = self.pair
        return "--" if t == second and style.colour(first) == style.colour(second) else "-"

    def covered(self) -> tuple[bool, bool]:
        """Whether the compromise hides a mark of "without cooperation" somewhere, and whether one is left to see."""
        columns = list(self.pair)
        ends = [(self.deal.disagreement[columns], self.deal.payoffs[columns], self.whole)]
        if self.default is not None and np.isfinite(self.deal.actions).all():
            acts = self.deal.actions[np.ix_(columns, columns)]
            ends += list(zip(self.default, acts, self.singles, strict=True))
        same = [
            bool((np.abs(d - x) <= _HIDDEN * np.maximum(np.ptp(drawn, axis=0), 1e-300)).all()) for d, x, drawn in ends
        ]
        return any(same), not all(same)

    def better(self) -> Array | None:
        """The outcomes that both prefer to disagreement, for two types; None if there are none to speak of."""
        if not self.whole_problem or len(self.whole) < 3:
            return None
        region = above(self.whole, self.deal.disagreement)
        size = np.ptp(self.whole, axis=0)
        return region if len(region) > 2 and (np.ptp(region, axis=0) > 1e-6 * size).all() else None


def weights_line(deal: Agreement, pair: tuple[int, int]) -> tuple[Array, Array] | None:
    """Weights (2,) of the pair and the levels (giver 1, giver 2, all) of their line, or None if none can be proved.

    For y in F with y_r >= x_r for all others r: w_s y_s + w_t y_t <= support(w) - sum of w_r x_r, since w >= 0.
    """
    problem, columns = deal.problem, list(pair)
    w = deal.weights if np.isfinite(deal.weights).all() else deal.direction
    if w is None or (w < 0).any() or not (w[columns] > 0).any():
        return None
    fixed = deal.payoffs if np.isfinite(deal.payoffs).all() else deal.disagreement
    others = np.delete(np.arange(problem.dim), columns)
    total = float(problem.support(w))
    size = float(np.abs(w) @ np.ptp(np.array(problem.bounding_box()), axis=0))
    if np.isfinite(deal.payoffs).all() and total - float(w @ deal.payoffs) > 1e-4 * size:
        return None
    level = total - float(w[others] @ fixed[others])
    if problem.joint:
        return w[columns], np.array([level])
    own = [float(problem.sets[i].support(w)) - float(w[others] @ deal.actions[i][others]) for i in pair]
    return w[columns], np.array([*own, level])


def _each(ax: Axes, view: _View, names: list[str]) -> bool:
    """The sets of the two types alone, with the action each takes; True if a line was drawn."""
    lined = False
    for place, (points, t) in enumerate(zip(view.singles, view.pair, strict=True)):
        area(ax, points, style.colour(t), 0.16, view.edge(t))
        if view.line is not None and np.isfinite(view.line[1][place]):
            lined = touching_line(ax, view.line[0], view.line[1][place], points) or lined
        ends = [] if view.default is None else [(view.default[place], DISAGREEMENT)]
        if np.isfinite(view.deal.actions).all():
            ends.append((view.deal.actions[t][list(view.pair)], COMPROMISE))
        for point, look in ends:
            ax.plot(*point, **(look | {"markeredgecolor": style.colour(t)}), zorder=4, clip_on=False)
    ax.set_title("What each of the two can give" if not view.whole_problem else "What each can give")
    frame(ax, view.singles, names, "to")
    return lined


def _together(ax: Axes, view: _View, names: list[str]) -> bool:
    """The sum of all sets, with the disagreement point and the compromise; True if a line was drawn."""
    columns = list(view.pair)
    d, x = view.deal.disagreement[columns], view.deal.payoffs[columns]
    area(ax, view.whole, style.SOFT, 0.14)
    better = view.better()
    if better is not None:
        ax.fill(*better.T, facecolor=style.PALETTE[2], alpha=0.22, linewidth=0, zorder=2)
    lined = view.line is not None and touching_line(ax, view.line[0], view.line[1][-1], view.whole)
    ax.plot(*d, **DISAGREEMENT, zorder=4, clip_on=False)
    marks = [view.whole, d[None]]
    if np.isfinite(x).all():
        ax.plot(*np.array([d, x]).T, color=style.INK, linewidth=1.1, linestyle=":", zorder=3)
        ax.plot(*x, **COMPROMISE, zorder=5, clip_on=False)
        marks.append(x[None])
    ax.set_title("What they reach together" if view.whole_problem else "What all types together can reach")
    frame(ax, marks, names, "payoff of")
    return lined


def _legend(fig: Figure, view: _View, names: list[str], lined: bool) -> None:
    """What the pictures show and nothing else; ``lined`` says whether a dashed line came out."""
    items: list[tuple[Any, str]] = []
    for t, name in zip(view.pair, names, strict=True):
        if view.singles:
            face = style.colour(t)
            points = view.singles[view.pair.index(t)]
            if len(points) == 1:  # nothing but a dot in the picture
                items.append((Line2D([], [], color=face, marker="s", markersize=4, linestyle="none"), f"by {name}"))
                continue
            patch = Patch(facecolor=(*to_rgb(face), 0.16), edgecolor=face, linewidth=1.6, linestyle=view.edge(t))
            items.append((patch, f"by {name}"))
    covered, shown = view.covered()
    if shown:
        items.append(
            (Line2D([], [], **DISAGREEMENT), "without cooperation" + (" (where it differs)" if covered else ""))
        )
    if np.isfinite(view.deal.payoffs).all():
        items.append((Line2D([], [], **COMPROMISE), "compromise" + (", also without cooperation" if not shown else "")))
    if lined:
        gain = np.isfinite(view.deal.gains).all() and view.deal.can_gain.any()
        name = "line of the consensus weights" if gain else "line of the proof: nothing lies beyond"
        items.append((Line2D([], [], **DASHES), name))
    if view.better() is not None:
        items.append((Patch(facecolor=(*to_rgb(style.PALETTE[2]), 0.22)), "better for both"))
    handles, labels = zip(*items, strict=True)
    fig.legend(
        handles,
        labels,
        loc="lower center",
        ncols=3 if len(items) > 4 else 2,
        columnspacing=1.6,
        handlelength=2.0,
        bbox_to_anchor=(0.5, 0.0),
    )


def _pair(
    source: World | BargainingProblem, deal: Agreement, pair: tuple[int, int] | None, found: Exchange | None
) -> tuple[int, int]:
    m = deal.problem.dim
    if m < 2:
        raise invalid("deal", "must have at least two types to draw", f"one with {m}", "draw lw.plots.gains instead")
    if pair is None:
        return (strongest_pairs(source, deal, 1, found) or [(0, 1)])[0]
    s, t = pair
    if not (0 <= s < m and 0 <= t < m and s != t):
        raise invalid("pair", f"must be two different indices below {m}", repr(pair), "name the two receivers")
    return int(s), int(t)


def _alt(deal: Agreement, pair: tuple[int, int]) -> str:
    s, t = pair
    text = f"Feasible payoffs of {deal.names[s]} (across) and {deal.names[t]} (up)"
    if deal.problem.dim > 2:
        text += ", the payoffs of the others being free"
    d = [number(deal.disagreement[i]) for i in pair]
    text += f". Without cooperation they get {d[0]} and {d[1]}"
    if np.isfinite(deal.payoffs).all():
        x = [number(deal.payoffs[i]) for i in pair]
        text += f"; in the compromise {x[0]} and {x[1]}"
    return text + "."
