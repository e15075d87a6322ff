"""Figures: one figure, one file. Each function returns a Matplotlib figure; :func:`svg` makes it text.

>>> import largeworlds as lw
>>> world = lw.World([lw.Ball([1, 1]), lw.Ball([1, 1])], lw.Beliefs.independent([0.5, 0.5]))
>>> picture = lw.plots.feasible_sets(world, lw.bargain(world.problem()))
>>> lw.plots.svg(picture)[:4]
'<svg'
"""

from .consensus_weights import consensus_weights
from .feasible_sets import feasible_sets
from .frontier_3d import frontier_3d
from .gains import gains
from .paper import figure
from .solutions import solutions
from .svg import svg
from .trade_graph import trade_graph
from .triangle import triangle
from .who_gives_whom import who_gives_whom

__all__ = [
    "consensus_weights",
    "feasible_sets",
    "figure",
    "frontier_3d",
    "gains",
    "solutions",
    "svg",
    "trade_graph",
    "triangle",
    "who_gives_whom",
]
