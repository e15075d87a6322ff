"""Three players in space: the feasible set, its Pareto frontier and the solutions on it."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from .._core.arrays import Array
from .._core.errors import invalid
from .._core.text import number, shown
from ..bargaining.problem import BargainingProblem
from ..bargaining.solutions.nash import NashBargaining
from ..worlds.world import World
from . import marks, style
from .plane import FRONTIER
from .space import Space
from .surface import Surface, surface

#: Surfaces, and how much of the colour they take: the set's, and the Pareto frontier's.
_SKIN = (style.SOFT, 0.36)
_FRONT = ("#33507a", 0.85)
#: Where the light comes from, in units of the box: from the left above the reader's shoulder.
_LIGHT = np.array([0.75, 0.2, 0.63])


@style.styled
def frontier_3d(
    problem: World | BargainingProblem,
    deals: marks.Wanted | None = None,
    *,
    view: tuple[float, float] = (27.0, 38.0),
) -> Figure:
    """The feasible set of three players in space, its Pareto frontier darker than the rest, and solutions marked on it.

    ``deals`` are agreements or concepts as in :func:`solutions`; the Nash solution by default. The surface is found
    from the set's best points in the directions of its own normals: exactly for polytopes, within
    :data:`~largeworlds.plots.surface.ACCURACY` of the set's size for curved sets, as a polygon or segment for sets
    without volume. It is seen from ``view``, elevation and azimuth in degrees between 0 and 90, so that the whole
    Pareto frontier faces the reader; thin dotted lines lead from the disagreement point to the solutions. The axes
    are the players' payoffs in the units of the problem, stretched to the same length, in the players' colours.

    Raises unless there are exactly three players.

    >>> import largeworlds as lw
    >>> lw.plots.frontier_3d(lw.BargainingProblem(lw.Ball([1, 2, 3]), [0, 0, 0])).get_label()[:47]
    'Feasible payoffs of player 1, player 2 and play'
    """
    asked = marks.problem_of(problem)
    if asked.dim != 3:
        fix = "draw lw.plots.solutions for a pair of them"
        raise invalid("problem", "must have three players to be drawn in space", f"one with {asked.dim}", fix)
    picked = marks.picked(asked, marks.answers(asked, [NashBargaining()] if deals is None else deals, "deals"))
    skin = surface(lambda w: np.asarray(sum(part.maximizer(w) for part in asked.sets)))
    points = np.array([mark.point for mark in picked.marks])
    space = Space.around([skin.points, points], _view(view))
    keys = [mark.label for mark in picked.marks] + picked.without + ["set"] * 3
    height = max(5.0, 0.5 + marks.legend_height(keys))
    fig = style.figure(8.2, height, _alt(asked, picked))
    ax = fig.add_axes((0.0, (height - 5.0) / height, 5.2 / 8.2, 4.95 / height))
    names = style.numbered(asked.names, 16)
    space.draw(ax, names, [style.colour(t) for t in range(3)])
    items = draw_surface(ax, space, skin)
    places = space.place(points)
    for place in places[1:]:
        ax.plot(*np.array([places[0], place]).T, color=style.INK, linewidth=0.9, linestyle=(0, (1, 1.6)), zorder=4)
    items += marks.draw(ax, picked.marks, places)
    marks.legend(fig, items, 5.35, height - 0.42, picked.without)
    return fig


def draw_surface(ax: Axes, space: Space, skin: Surface) -> list[tuple[Any, str]]:
    """The side of a surface that faces the reader, the Pareto frontier darker; the entries of the legend."""
    places = space.place(skin.points)
    normals = skin.normals * (space.high - space.low) / skin.size
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-300)
    front = normals @ space.axes[2] > 1e-9
    pareto, edges = skin.pareto, skin.pareto_edges
    for chosen, colour, alpha in ((front & ~pareto, *_SKIN), (front & pareto, *_FRONT)):
        if chosen.any():
            faces = places[skin.triangles[chosen]]
            colours = _shaded(colour, normals[chosen], alpha)
            ax.add_collection(
                PolyCollection(list(faces), facecolors=colours, edgecolors=colours, linewidths=0.4, zorder=1),
                autolim=False,
            )
    lines = [places[list(edge)] for edge in skin.creases() if _seen(edge, skin, front)]
    ax.add_collection(LineCollection(lines, colors=style.INK, linewidths=0.6, alpha=0.6, zorder=2), autolim=False)
    strong = [places[list(edge)] for edge in edges]
    look = {"colors": FRONTIER["color"], "linewidths": FRONTIER["linewidth"], "capstyle": "round"}
    ax.add_collection(LineCollection(strong, **look, zorder=3), autolim=False)
    items: list[tuple[Any, str]] = []
    if not skin.all_pareto:
        items.append((Patch(facecolor=_shaded(_SKIN[0], _LIGHT[None], _SKIN[1])[0], linewidth=0), "feasible payoffs"))
    if pareto.any():
        items.append((Patch(facecolor=_shaded(_FRONT[0], _LIGHT[None], _FRONT[1])[0], linewidth=0), "Pareto frontier"))
    elif edges:
        items.append((Line2D([], [], **FRONTIER), "Pareto frontier"))
    else:
        best = places[int(np.argmax(skin.unit(skin.points).sum(axis=1)))]
        dot = {"color": FRONTIER["color"], "marker": "s", "markersize": 5, "linestyle": "none"}
        ax.plot(*best, **dot, zorder=3)
        items.append((Line2D([], [], **dot), "Pareto frontier, a single point"))
    return items


def _seen(edge: tuple[int, int], skin: Surface, front: Array) -> bool:
    """True if a triangle beside the edge faces the reader."""
    beside = np.isin(skin.triangles, edge).sum(axis=1) == 2
    return bool(front[beside].any()) if beside.any() else True


def _shaded(colour: str, normals: Array, strength: float) -> Array:
    """Opaque colours (f, 3) of faces: ``colour`` mixed with white, the darker the more a face turns from the light."""
    light = np.clip(normals @ (_LIGHT / np.linalg.norm(_LIGHT)), -1.0, 1.0)
    share = strength * (0.78 - 0.34 * light)
    return np.asarray(1.0 - share[:, None] * (1.0 - np.array(to_rgb(colour))))


def _view(view: object) -> tuple[float, float]:
    fix = "use for example (27, 38)"
    rule = "must be elevation and azimuth, both between 0 and 90 degrees"
    try:
        elevation, azimuth = (float(angle) for angle in view)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        raise invalid("view", rule, shown(view), fix) from None
    if not (0 < elevation < 90 and 0 < azimuth < 90):
        raise invalid("view", rule, shown(view), fix)
    return elevation, azimuth


def _alt(problem: BargainingProblem, picked: marks.Picked) -> str:
    names = problem.names
    text = f"Feasible payoffs of {names[0]}, {names[1]} and {names[2]} in space with their Pareto frontier"
    said = [f"{mark.label} at ({', '.join(map(number, mark.point.tolist()))})" for mark in picked.marks]
    return f"{text}: {'; '.join([*said, *picked.without])}."
