"""Cut: the part of a polytope that meets further inequalities, known by linear programs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .._core.arrays import Array
from .._core.errors import NotConverged
from .._numerics.linear_program import maximize
from ..bargaining.problem import Contributions
from ..sets.base import ConvexSet


def vertex_lists(parts: Contributions) -> list[Array] | None:
    """The vertices of every contributor's set; None if some set has no finite description."""
    lists = []
    for part in parts.sets:
        uses = part.uses()
        if uses is None or not uses.is_finite:
            return None
        lists.append(np.atleast_2d(uses.offset))
        lists += [budget.scale[:, None] * budget.directions for budget in uses.budgets]
    return lists


class Cut(ConvexSet):
    """``{y_kept : y in F, lower <= y <= upper}`` for a sum F of polytopes, given by their vertices.

    Bounds that hold in F anyway may be infinite; equal ones fix a coordinate. Ties of ``maximizer``: as the linear
    program has them.
    """

    def __init__(self, lists: Sequence[Array], lower: Array, upper: Array, kept: Sequence[int]) -> None:
        self._points, self._kept = np.vstack(lists), list(kept)
        # The linear program's tolerances are absolute, so bounds are put in units of what each payoff can vary.
        room = np.sum([np.ptp(rows, axis=0) for rows in lists], axis=0)
        unit = np.where(room > 0, room, 1.0)
        base = np.sum([rows[0] for rows in lists], axis=0)
        self._lower, self._upper = (np.asarray(lower) - base) / unit, (np.asarray(upper) - base) / unit
        owner = np.repeat(np.arange(len(lists)), [len(rows) for rows in lists])
        first = np.repeat(np.stack([rows[0] for rows in lists]), [len(rows) for rows in lists], axis=0)
        self._rows = np.vstack([((self._points - first) / unit).T, owner[None, :] == np.arange(len(lists))[:, None]])
        self._ones = np.ones(len(lists))

    @property
    def dim(self) -> int:
        return len(self._kept)

    def _maximizers(self, directions: Array) -> Array:
        return np.array([self._best(w) for w in directions])

    def _best(self, w: Array) -> Array:
        size = max(float(np.abs(w).max()), 1e-300)
        answer = maximize(
            self._points[:, self._kept] @ (w / size),
            self._rows,
            np.concatenate([self._lower, self._ones]),
            np.concatenate([self._upper, self._ones]),
            0.0,
            np.inf,
        )
        if answer.status != "optimal":
            raise NotConverged(f"A linear program over the cut set ended as {answer.status}; it may be empty.")
        return np.asarray(answer.x @ self._points)[self._kept]
