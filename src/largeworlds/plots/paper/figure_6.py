"""Figure 6: a frontier that many pairs of actions reach at the same point (Example 17).

Both individual frontiers are ``{x >= 0 : x1 + x2 = 1}``, with free disposal below, and the disagreement point is 0.
"""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..._core.text import number
from ...bargaining.bargain import bargain
from ...bargaining.problem import BargainingProblem
from .. import style
from ..outline import frontier, outline, projection
from ..plane import COMPROMISE, DISAGREEMENT, FRONTIER, area, frame
from . import sheet

_INDIVIDUAL: dict[str, Any] = {"color": style.SOFT, "linewidth": 2.2, "linestyle": (0, (4, 1.5))}


def problem() -> BargainingProblem:
    """Two players who can each hand out one unit in any parts."""
    return BargainingProblem([[[0, 0], [1, 0], [0, 1]]] * 2, [0, 0])


@style.styled
def draw() -> Figure:
    """The joint frontier H, the individual frontiers H1 = H2, disagreement and Nash bargaining solution."""
    asked = problem()
    deal = bargain(asked)
    d, x = asked.disagreement, deal.payoffs
    single, whole = (outline(projection(parts, (0, 1))) for parts in (asked.sets[:1], asked.sets))
    fig, ax = sheet.one_panel(
        f"Example 17: individual feasible sets with the frontier H1 = H2, their sum with the frontier H, disagreement "
        f"at ({number(d[0])}, {number(d[1])}) and the Nash bargaining solution at ({number(x[0])}, {number(x[1])})."
    )
    area(ax, whole, style.SOFT, 0.1)
    area(ax, single, style.SOFT, 0.14)
    h, own = frontier(whole), frontier(single)
    ax.plot(*h.T, **FRONTIER, zorder=3, clip_on=False)
    ax.plot(*own.T, **_INDIVIDUAL, zorder=3, clip_on=False)
    frame(ax, [whole], asked.names, "payoff of")
    for line, name in ((h, "H"), (own, "H₁ = H₂")):
        at = 0.8 * line[0] + 0.2 * line[-1]
        ax.annotate(name, (at[0], at[1]), (6, 5), textcoords="offset points", fontsize=9.0)
    sheet.mark(ax, d, DISAGREEMENT, "d", (8, 8))
    sheet.mark(ax, x, COMPROMISE, f"({number(x[0])}, {number(x[1])})", (8, 6))
    items: sheet.Items = [
        (Line2D([], [], **FRONTIER), "Pareto frontier H of both"),
        (Line2D([], [], **_INDIVIDUAL), "individual frontiers H₁ = H₂"),
        (sheet.D_KEY, "disagreement"),
        (sheet.X_KEY, "Nash bargaining solution"),
    ]
    sheet.legend(fig, items, 2)
    return fig
