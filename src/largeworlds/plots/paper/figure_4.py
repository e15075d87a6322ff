"""Figure 4: disagreement point and Nash bargaining solution of Example 1 (Example 10)."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..._core.text import number
from ...bargaining.bargain import bargain
from .. import style
from ..outline import above, frontier, outline, projection
from ..plane import COMPROMISE, DASHES, DISAGREEMENT, FRONTIER, area, frame
from . import sheet
from .example_1 import problem


@style.styled
def draw() -> Figure:
    """The joint feasible set with both points and the curve of outcomes whose gains have the same product."""
    asked = problem()
    deal = bargain(asked)
    d, x = asked.disagreement, deal.payoffs
    whole = outline(projection(asked.sets, (0, 1)))
    spent = deal.actions[:, 0]  # one unit of the resource gives Alice one unit of utility
    fig, ax = sheet.one_panel(
        f"Example 10: without agreement Alice gets {number(d[0])} and Bob {number(d[1])}; in the Nash bargaining "
        f"solution {number(x[0])} and {number(x[1])}, Alice spending {number(spent[0])} and Bob {number(spent[1])} on "
        "Alice's values."
    )
    area(ax, whole, style.SOFT, 0.14)
    ax.fill(*above(whole, d).T, facecolor=style.PALETTE[2], alpha=0.2, linewidth=0, zorder=2)
    ax.plot(*frontier(whole).T, **FRONTIER, zorder=3, clip_on=False)
    frame(ax, [whole], asked.names, "payoff of")
    across = np.linspace(x[0] - 0.62 * (x[0] - d[0]), whole[:, 0].max(), 80)
    equal = np.column_stack([across, d[1] + deal.gains.prod() / (across - d[0])])
    ax.plot(*equal.T, **DASHES, zorder=4)
    sheet.mark(ax, d, DISAGREEMENT, f"({number(d[0])}, {number(d[1])})", (-8, -9))
    sheet.mark(ax, x, COMPROMISE, f"({number(x[0])}, {number(x[1])})", (9, 9))
    items = [
        (Line2D([], [], **FRONTIER), "Pareto frontier"),
        (sheet.D_KEY, "disagreement"),
        (sheet.X_KEY, "Nash bargaining solution"),
        (Line2D([], [], **DASHES), "same product of gains"),
    ]
    sheet.legend(fig, items, 2)
    return fig
