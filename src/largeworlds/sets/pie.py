"""The divide-the-pie problem: players with risk-averse utilities share one good."""

from __future__ import annotations

from collections.abc import Sequence

from .._core.arrays import positive_number
from .allocation import Allocation, listed_returns
from .returns import Return


def pie(utilities: Sequence[Return], size: float = 1.0) -> Allocation:
    """The joint set of players who divide ``size`` units of a good; ``utilities[i]`` is player i's utility of a piece.

    That is an :class:`Allocation` whose uses are the players; concave utilities are risk aversion, and some of the good
    may be left over. Pass it to :class:`BargainingProblem` as the single joint set. Of two players the one that is less
    risk averse gets more (Kihlstrom, Roth and Schmeidler 1981).

    >>> import largeworlds as lw
    >>> deal = lw.bargain(lw.BargainingProblem(lw.pie([lw.Linear(), lw.Power(0.5)]), [0.0, 0.0]))
    >>> (deal.payoffs ** [1.0, 2.0]).round(9).tolist()  # the pieces
    [0.666666667, 0.333333333]
    """
    rule, fix = "must be a list with one utility per player", "give each player a Linear, Power, Log or Isoelastic"
    given = listed_returns(utilities, "utilities", rule, fix)
    return Allocation(positive_number(size, "size", "give the amount of the good to divide"), given)
