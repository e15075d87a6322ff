"""Figure 3: what Alice and Bob can each do, and what they can reach together (Example 1)."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..._core.text import number
from .. import style
from ..outline import frontier, outline, projection
from ..plane import DISAGREEMENT, FRONTIER, area, frame
from . import sheet
from .example_1 import problem


@style.styled
def draw() -> Figure:
    """Left the two individual feasible sets, right their sum; marked is where each serves its own values only."""
    asked = problem()
    singles = [outline(projection([part], (0, 1))) for part in asked.sets]
    whole = outline(projection(asked.sets, (0, 1)))
    own = [part.maximizer(np.eye(2)[t]) for t, part in enumerate(asked.sets)]
    d = asked.disagreement
    fig, left, right = sheet.two_panels(
        "Example 1: individual feasible sets of Alice and Bob, and what they can reach together. If each serves its "
        f"own values only, Alice gets {number(d[0])} and Bob {number(d[1])}."
    )
    items: sheet.Items = []
    for t, (points, name) in enumerate(zip(singles, asked.names, strict=True)):
        colour = style.colour(t)
        area(left, points, colour, 0.16)
        left.plot(*frontier(points).T, color=colour, linewidth=2.6, zorder=3, clip_on=False)
        sheet.mark(left, own[t], DISAGREEMENT | {"markeredgecolor": colour})
        items.append((sheet.area_key(colour), f"by {name}"))
    area(right, whole, style.SOFT, 0.14)
    right.plot(*frontier(whole).T, **FRONTIER, zorder=3, clip_on=False)
    sheet.mark(right, d, DISAGREEMENT, f"({number(d[0])}, {number(d[1])})", (-8, -9))
    items += [
        (Line2D([], [], **FRONTIER), "Pareto frontier"),
        (sheet.D_KEY, "each serves its own values only"),
    ]
    left.set_title("(a) What each can give")
    right.set_title("(b) What they reach together")
    frame(left, singles, ["Alice", "Bob"], "to")
    frame(right, [whole], ["Alice", "Bob"], "payoff of")
    sheet.legend(fig, items, 4)
    return fig
