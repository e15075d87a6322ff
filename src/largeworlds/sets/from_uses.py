"""FromUses: a set given directly as budgets over uses, for parts and faces of other sets."""

from __future__ import annotations

import numpy as np

from .._core.arrays import Array
from .._numerics import returns
from .base import ConvexSet
from .uses import Uses


class FromUses(ConvexSet):
    """The set ``uses`` describes. Ties of ``maximizer``: the first best use of a linear budget."""

    def __init__(self, uses: Uses) -> None:
        self._uses = uses

    @property
    def dim(self) -> int:
        return len(self._uses.offset)

    def _maximizers(self, directions: Array) -> Array:
        best = np.tile(self._uses.offset, (len(directions), 1))
        for budget in self._uses.budgets:
            family = budget.scale, budget.offset, budget.exponent
            worth = directions @ budget.directions.T
            if budget.is_linear:
                best += (budget.scale[:, None] * budget.directions)[np.argmax(worth * budget.scale, axis=1)]
            else:
                shares = returns.best_split(worth, *family, 1.0)
                best += returns.value(shares, *family) @ budget.directions
        return best

    def uses(self) -> Uses:
        return self._uses
