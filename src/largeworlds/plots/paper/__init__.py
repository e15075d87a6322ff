"""Figures 3 to 8 of Treutlein (2023), drawn anew from what the library computes; one figure, one file.

Every file states its model as data and solves it; nothing is copied from the printed pictures. Where the paper gives no
numbers (Figures 5, 7 and 8), the file says which were chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from matplotlib.figure import Figure

from ..._core.errors import invalid
from ..._core.text import listed, shown
from . import figure_3, figure_4, figure_5, figure_6, figure_7, figure_8

_DRAWN: Final[dict[int, Callable[[], Figure]]] = {
    3: figure_3.draw,
    4: figure_4.draw,
    5: figure_5.draw,
    6: figure_6.draw,
    7: figure_7.draw,
    8: figure_8.draw,
}
#: The numbers of the figures that can be drawn.
NUMBERS: Final = tuple(_DRAWN)


def figure(number: int) -> Figure:
    """Figure ``number`` of Treutlein (2023), from 3 to 8, from the library's own computations.

    3: individual and joint feasible sets of Example 1. 4: its disagreement point and Nash bargaining solution
    (Example 10). 5: what multilateral stability asks (Axiom 11). 6: a frontier on which many decompositions give one
    compromise (Example 17). 7 and 8: smooth sets with much and with almost nothing to gain (Section 3.5.2).

    >>> import largeworlds as lw
    >>> lw.plots.figure(6).get_label()[:31]
    'Example 17: individual feasible'
    """
    if isinstance(number, bool) or not isinstance(number, int) or number not in _DRAWN:
        fix = "ask for example for lw.plots.figure(3)"
        rule = f"must be one of {listed([str(one) for one in NUMBERS], 20)}"
        raise invalid("number", rule, shown(number), fix)
    return _DRAWN[number]()
