"""Figure 5: multilateral stability (Axiom 11, after Lensberg 1988), a drawing of our own.

The paper's picture is schematic. Chosen here: three players, the joint set
``{x >= 0 : (x1/3)^2 + (x2/2.2)^2 + (x3/2)^2 <= 1}`` and disagreement at (0.3, 0.5, 0.3). Player 3 keeps what the
solution gives it; players 1 and 2 bargain anew over what is left, the slice of the set at that height.
"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..._core.arrays import Array
from ..._core.text import number
from ...bargaining.agreement import Agreement
from ...bargaining.bargain import bargain
from ...bargaining.problem import BargainingProblem
from ...sets.ball import Ball
from .. import style
from ..frontier_3d import draw_surface
from ..outline import frontier, outline, projection
from ..plane import COMPROMISE, DISAGREEMENT, FRONTIER, area, frame
from ..space import Space
from ..surface import surface
from . import sheet

RADII = np.array([3.0, 2.2, 2.0])
DISAGREEMENT_POINT = np.array([0.3, 0.5, 0.3])
_SLICE = style.PALETTE[4]


def both() -> tuple[Agreement, Agreement]:
    """The solution for all three, and that for players 1 and 2 on the slice where player 3 keeps its payoff."""
    whole = bargain(BargainingProblem(Ball(RADII), DISAGREEMENT_POINT))
    left = np.sqrt(1.0 - (whole.payoffs[2] / RADII[2]) ** 2)
    return whole, bargain(BargainingProblem(Ball(RADII[:2] * left), DISAGREEMENT_POINT[:2]))


@style.styled
def draw() -> Figure:
    """Left the set with the slice through the solution, right the slice with the solution that two find on it."""
    whole, slice_deal = both()
    x, y = whole.payoffs, slice_deal.payoffs
    cut = outline(projection(slice_deal.problem.sets, (0, 1)))
    fig = style.figure(
        7.6,
        4.35,
        f"Multilateral stability: for three players the solution is ({', '.join(map(number, x.tolist()))}). With "
        f"player 3's payoff fixed at {number(x[2])} players 1 and 2 choose ({number(y[0])}, {number(y[1])}), the same "
        "as before.",
    )
    space = fig.add_axes((-0.01, 0.16, 0.52, 0.76))
    plane = fig.add_axes((0.6, 1.08 / 4.35, 0.375, 2.85 / 4.35))
    _in_space(space, x, cut)
    area(plane, cut, _SLICE, 0.3)
    plane.plot(*frontier(cut).T, **FRONTIER, zorder=3, clip_on=False)
    frame(plane, [cut], ["player 1", "player 2"], "payoff of")
    sheet.mark(plane, DISAGREEMENT_POINT[:2], DISAGREEMENT)
    sheet.mark(plane, y, COMPROMISE, f"({number(y[0])}, {number(y[1])})", (8, 8))
    fig.text(0.02, 0.945, "Three bargain", fontsize=10.0, fontweight="bold")
    plane.set_title(f"Player 3 keeps {number(x[2])}")
    items: sheet.Items = [
        (sheet.area_key(_SLICE, 0.3), "what is then left for players 1 and 2"),
        (Line2D([], [], **FRONTIER), "Pareto frontier"),
        (sheet.D_KEY, "disagreement"),
        (sheet.X_KEY, "Nash bargaining solution, the same in both"),
    ]
    sheet.legend(fig, items, 2)
    return fig


def _in_space(ax: Axes, x: Array, cut: Array) -> None:
    """The set of all three with the slice at the height of the solution, and the solution on it."""
    skin = surface(Ball(RADII).maximizer)
    space = Space.around([skin.points], (25.0, 40.0))
    space.draw(ax, [f"player {t}" for t in (1, 2, 3)], [style.colour(t) for t in range(3)])
    draw_surface(ax, space, skin)
    ring = space.place(np.column_stack([cut, np.full(len(cut), x[2])]))
    ax.fill(*ring.T, facecolor=_SLICE, alpha=0.3, linewidth=0, zorder=4)
    ax.plot(*np.vstack([ring, ring[:1]]).T, color=_SLICE, linewidth=1.8, zorder=4)
    sheet.mark(ax, space.place(DISAGREEMENT_POINT)[0], DISAGREEMENT)
    sheet.mark(ax, space.place(x)[0], COMPROMISE)
