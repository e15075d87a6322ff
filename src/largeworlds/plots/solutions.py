"""Several bargaining solutions on one picture: the feasible set, its Pareto frontier and what each concept picks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from .._core.arrays import Array
from .._core.errors import invalid
from .._core.status import Status
from .._core.text import number
from ..bargaining.agreement import Agreement
from ..bargaining.problem import BargainingProblem
from ..worlds.world import World
from . import marks, style
from .feasible_sets import weights_line
from .outline import above, frontier, outline, projection
from .plane import DASHES, FRONTIER, area, frame, touching_line

_RAY: dict[str, Any] = {"color": style.SOFT, "linewidth": 1.0, "linestyle": (0, (1, 1.6))}
_IDEAL: dict[str, Any] = {
    "marker": "+",
    "markersize": 9,
    "markeredgecolor": style.INK,
    "markeredgewidth": 1.3,
    "linestyle": "none",
}


@style.styled
def solutions(
    problem: World | BargainingProblem,
    concepts: marks.Wanted | None = None,
    *,
    pair: tuple[int, int] | None = None,
    rays: bool = False,
) -> Figure:
    """The feasible set of two players, its Pareto frontier, the disagreement point and what each concept picks.

    ``concepts`` are solved here; answers that are there already (:class:`~largeworlds.Agreement`) are taken as they
    are, and a mapping from names to either gives the names of the legend. Default: Nash, Kalai-Smorodinsky,
    egalitarian, equal-loss, Armstrong's and the range-normalised utilitarian solution. Solutions that coincide, up to
    what their proofs leave open, share one mark and one line of the legend; those that only come close are drawn
    around each other. A concept without an answer has no mark, and the legend says so.

    With more than two players ``pair`` (indices, the first two by default) names the two whose payoffs are drawn: the
    set is its exact projection, the payoffs of the others being free, and the line along it is what the two can get at
    most; :func:`triangle` and :func:`frontier_3d` show three at once. ``rays`` adds the lines on which
    Kalai-Smorodinsky, egalitarian and equal-loss solutions lie, and the ideal points that were used. Axes are in the
    units of the problem. Raises for fewer than two players and for concepts that refuse the problem.

    >>> import largeworlds as lw
    >>> pie = lw.BargainingProblem(lw.Ball([2, 1]), [0, 0])
    >>> picture = lw.plots.solutions(pie, [lw.NashBargaining(), lw.KalaiSmorodinsky()])
    >>> [text.get_text() for text in picture.legends[0].get_texts()][-1]
    'Nash bargaining, Kalai-Smorodinsky'
    """
    asked = marks.problem_of(problem)
    two = _pair(asked, pair)
    named = marks.answers(asked, concepts)
    picked = marks.picked(asked, named)
    columns, whole_problem = list(two), asked.dim == 2
    whole = outline(projection(asked.sets, two))
    names = [style.numbered(asked.names, 20)[t] for t in two]
    lines = _rays(picked.deals, two) if rays else []
    ideals = _ideals(picked.deals, two) if rays else np.zeros((0, 2))
    places = np.array([mark.point[columns] for mark in picked.marks])
    keys = [mark.label for mark in picked.marks] + picked.without + ["set"] * (4 + len(ideals) + bool(lines))
    height = max(4.35, 0.5 + marks.legend_height(keys))
    fig = style.figure(8.2, height, _alt(asked, two, picked))
    ax = fig.add_axes((0.78 / 8.2, 0.52 / height, 4.36 / 8.2, 3.4 / height + (height - 4.35) / height))
    frame(ax, [whole, places, ideals, *lines], names, "payoff of")
    items = _set(ax, asked, whole, whole_problem)
    items += _proof(ax, [deal for _, deal in named], two, whole)
    for line in lines:
        ax.plot(*line.T, **_RAY, zorder=3)
    if lines:
        items.append((Line2D([], [], **_RAY), "rays of the solutions"))
    for ideal in ideals:
        ax.plot(*ideal, **_IDEAL, zorder=4, clip_on=False)
    if len(ideals):
        items.append((Line2D([], [], **_IDEAL), "ideal point" if len(ideals) == 1 else "ideal points"))
    items += marks.draw(ax, picked.marks, places)
    ax.set_title("What they can reach together" if whole_problem else "What all can reach for these two")
    marks.legend(fig, items, 5.32, height - 0.42, picked.without)
    return fig


def _pair(problem: BargainingProblem, pair: tuple[int, int] | None) -> tuple[int, int]:
    m = problem.dim
    if m < 2:
        raise invalid(
            "problem", "must have at least two players to draw", f"one with {m}", "draw lw.plots.gains instead"
        )
    s, t = (0, 1) if pair is None else pair
    if not (0 <= s < m and 0 <= t < m and s != t):
        raise invalid("pair", f"must be two different indices below {m}", repr(pair), "name the two players to draw")
    return int(s), int(t)


def _set(ax: Axes, problem: BargainingProblem, whole: Array, all_of_it: bool) -> list[tuple[Any, str]]:
    """The feasible set, its frontier and the outcomes that both prefer to disagreement."""
    area(ax, whole, style.SOFT, 0.14)
    edge = frontier(whole)
    items: list[tuple[Any, str]] = []
    if len(edge) < len(whole) or len(whole) == 1:
        key = Patch(facecolor=(*to_rgb(style.SOFT), 0.14), edgecolor=style.SOFT, linewidth=1.6)
        dot = Line2D([], [], color=style.SOFT, marker="s", markersize=4, linestyle="none")
        items.append((key if len(whole) > 1 else dot, "feasible payoffs" if len(whole) > 1 else "the only payoffs"))
    if len(edge) > 1:
        ax.plot(*edge.T, **FRONTIER, zorder=3, clip_on=False)
        items.append(
            (Line2D([], [], **FRONTIER), frontier_name(all_of_it) + (", all that is feasible" if not items else ""))
        )
    better = above(whole, problem.disagreement) if all_of_it and len(whole) > 2 else np.zeros((0, 2))
    if len(better) > 2 and (np.ptp(better, axis=0) > 1e-6 * np.ptp(whole, axis=0)).all():
        ax.fill(*better.T, facecolor=style.PALETTE[2], alpha=0.2, linewidth=0, zorder=2)
        items.append((Patch(facecolor=(*to_rgb(style.PALETTE[2]), 0.2)), "better for both than disagreement"))
    return items


def frontier_name(all_of_it: bool) -> str:
    """What the line along the set is: the Pareto frontier, or that of the projection."""
    return "Pareto frontier" if all_of_it else "most for these two"


def _proof(ax: Axes, deals: Sequence[Agreement], pair: tuple[int, int], whole: Array) -> list[tuple[Any, str]]:
    """The line that proves that nothing feasible is as good as disagreement, if one of the answers says so."""
    for deal in deals:
        found = weights_line(deal, pair) if deal.status is Status.infeasible else None
        if found is not None and touching_line(ax, found[0], float(found[1][-1]), whole):
            return [(Line2D([], [], **DASHES), "line of the proof: nothing lies beyond")]
    return []


def _rays(deals: Sequence[Agreement], pair: tuple[int, int]) -> list[Array]:
    """The straight ways (k, 2) on which solutions that raise both of the pair together were reached."""
    columns, lines = list(pair), []
    for deal in deals:
        if not deal.rungs or not (deal.rungs[0].ray[columns] > 0).all():
            continue
        rung = deal.rungs[0]
        way = [rung.base, rung.base + rung.level * rung.ray]
        if deal.ideal is not None and np.allclose(rung.base + rung.ray, deal.ideal, rtol=1e-9, atol=0.0):
            way.append(deal.ideal)
        lines.append(np.array(way)[:, columns])
    return lines


def _ideals(deals: Sequence[Agreement], pair: tuple[int, int]) -> Array:
    """The different ideal points (k, 2) that the answers used."""
    found = [tuple(deal.ideal[list(pair)]) for deal in deals if deal.ideal is not None]
    points: list[tuple[float, ...]] = []
    for ideal in found:
        if not any(np.allclose(ideal, other, rtol=1e-9, atol=0.0) for other in points):
            points.append(ideal)
    return np.array(points).reshape(-1, 2)


def _alt(problem: BargainingProblem, pair: tuple[int, int], picked: marks.Picked) -> str:
    names = [problem.names[t] for t in pair]
    text = f"Feasible payoffs of {names[0]} (across) and {names[1]} (up)"
    if problem.dim > 2:
        text += ", the payoffs of the others being free"
    said = [f"{mark.label} at ({', '.join(number(mark.point[t]) for t in pair)})" for mark in picked.marks]
    return f"{text}: {'; '.join([*said, *picked.without])}."
