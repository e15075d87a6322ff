"""Two players with smooth individual sets (Section 3.5.2), for Figures 7 and 8.

The paper gives no data. Chosen here: player 1's set is the ellipse with centre (2, 1) and half-width 1 in its own
payoff and 0.7 in the other's; player 2's is its mirror image. ``lean``, between -1 and 1, says how far what is best for
one is also good for the other: the ellipse is ``{c + S^(1/2) u : |u| <= 1}`` with ``S = [[1, 0.7 lean], [0.7 lean,
0.49]]``.
"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..._core.text import percent
from ...bargaining.agreement import Agreement
from ...bargaining.bargain import bargain
from ...bargaining.problem import BargainingProblem
from ...sets.base import ConvexSet
from ...sets.ellipsoid import Ellipsoid
from .. import style
from ..outline import frontier, outline, projection
from ..plane import COMPROMISE, DISAGREEMENT, area
from . import sheet

CENTRE = np.array([2.0, 1.0])
HALF_WIDTHS = np.array([1.0, 0.7])
_NORMAL = style.SOFT


def ellipse(lean: float, t: int) -> Ellipsoid:
    """The set of player ``t`` (0 or 1)."""
    shape = np.outer(HALF_WIDTHS, HALF_WIDTHS) * np.array([[1.0, lean], [lean, 1.0]])
    turn = slice(None, None, -1 if t else 1)
    return Ellipsoid(CENTRE[turn], shape[turn, turn])


def solved(lean: float) -> Agreement:
    """The Nash bargaining solution from where each serves its own values only."""
    sets = [ellipse(lean, t) for t in (0, 1)]
    own = np.sum([part.maximizer(np.eye(2)[t]) for t, part in enumerate(sets)], axis=0)
    return bargain(BargainingProblem(sets, own))


def pictured(lean: float, told: str) -> Figure:
    """Either player's set with its frontier, the normals at what it does alone and at its part of the compromise."""
    deal = solved(lean)
    sets = deal.problem.sets
    low, high = deal.problem.bounding_box()
    share = percent(float((deal.gains / (high - low)).max()))
    fig, *panels = sheet.two_panels(
        f"{told}: the feasible sets of players 1 and 2 with their Pareto frontiers. Where each serves its own values "
        f"only the normals point along the axes; in the compromise they are parallel, and either gains {share} of the "
        "range of its payoffs.",
        height=4.75,
    )
    for t, (ax, part) in enumerate(zip(panels, sets, strict=True)):
        _panel(ax, part, t, deal)
    items: sheet.Items = [
        (Line2D([], [], color=style.INK, linewidth=2.6), "Pareto frontiers H₁, H₂"),
        (sheet.D_KEY, "d₁, d₂: each serves its own values only"),
        (sheet.X_KEY, f"x₁, x₂: the compromise, each gains {share} of its range"),
        (Line2D([], [], color=_NORMAL, linewidth=1.4), "normal and slope at d₁, d₂"),
        (Line2D([], [], color=style.INK, linewidth=1.4), "normal at x₁, x₂, the same for both"),
    ]
    sheet.legend(fig, items, 2)
    return fig


def _panel(ax: Axes, part: ConvexSet, t: int, deal: Agreement) -> None:
    points = outline(projection([part], (0, 1)))
    edge = frontier(points)
    own, x = part.maximizer(np.eye(2)[t]), deal.actions[t]
    normal = deal.weights / np.hypot(*deal.weights)
    length = 0.42
    short = bool((np.ptp(edge, axis=0) < length).any())  # its marks then need names on either side
    sheet.square(ax, [points, own + length * np.eye(2), (x + length * normal)[None]], ("to player 1", "to player 2"))
    area(ax, points, style.colour(t), 0.14)
    ax.plot(*edge.T, color=style.INK, linewidth=2.6, zorder=3)
    sheet.arrow(ax, own, length * np.eye(2)[t], _NORMAL)
    slope = 0.5 * length * np.eye(2)[1 - t]
    ax.plot(*np.array([own - slope, own + slope]).T, color=_NORMAL, linewidth=1.4, zorder=4)
    sheet.arrow(ax, x, length * normal, style.INK)
    sheet.mark(ax, own, DISAGREEMENT, f"d{'₁₂'[t]}", ((9, -9), (-9, 9))[t])
    sheet.mark(ax, x, COMPROMISE, f"x{'₁₂'[t]}", ((-8, 7), (8, -8))[t] if short else (-7, -8))
    ax.set_title(f"What player {t + 1} can give")
