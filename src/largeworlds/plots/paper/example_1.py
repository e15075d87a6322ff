"""Example 1 of Treutlein (2023): Alice has 10 and Bob 5 units of a resource that serves either's values.

A unit gives Alice one unit of utility wherever it comes from. To give Bob the utility y, each of the two spends
``y ** 2 / 2`` of their own; what both give adds up.
"""

from __future__ import annotations

import math

from ...bargaining.problem import BargainingProblem
from ...sets.allocation import Allocation
from ...sets.returns import Linear, Power

#: What each of the two has to spend.
BUDGETS = (10.0, 5.0)


def problem() -> BargainingProblem:
    """The bargaining problem whose disagreement point is what each gets if both serve their own values only."""
    returns = [Linear(), Power(0.5, math.sqrt(2))]
    sets = [Allocation(budget, returns) for budget in BUDGETS]
    own = sets[0].maximizer([1.0, 0.0]) + sets[1].maximizer([0.0, 1.0])
    return BargainingProblem(sets, own, names=["Alice", "Bob"])
