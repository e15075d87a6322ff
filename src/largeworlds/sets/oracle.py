"""Oracle: a set that is known only through a function that returns its best point in a direction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .._core.arrays import Array, finite_array, of_length
from .._core.errors import invalid
from .._core.text import shown
from .base import ConvexSet

#: The function is asked in 2 dim + 1 directions of dim numbers when the set is made.
_MOST_DIMENSIONS = 4000


class Oracle(ConvexSet):
    """The convex set whose best point in direction w (dim,) is ``maximizer(w)`` (dim,). Ties: as it has them.

    The function must be deterministic and right: on first use it is checked that no answer beats another one in that
    answer's own direction (the axes, their opposites and the diagonal).

    >>> disc = Oracle(2, lambda w: w / np.hypot(*w) if np.any(w) else np.zeros(2))
    >>> round(disc.support([3.0, 4.0]).item(), 12)
    5.0
    """

    def __init__(self, dim: int, maximizer: Callable[[Array], Any]) -> None:
        if isinstance(dim, bool) or not isinstance(dim, (int, np.integer)) or not 1 <= dim <= _MOST_DIMENSIONS:
            rule = f"must be a whole number from 1 to {_MOST_DIMENSIONS:,}"
            raise invalid("dim", rule, shown(dim), "give the number of coordinates")
        if not callable(maximizer):
            raise invalid(
                "maximizer",
                "must be a function of a direction",
                shown(maximizer),
                "pass a function that takes w of shape (dim,) and returns the best point",
            )
        self._dim = int(dim)
        self._function = maximizer
        probes = np.vstack([np.eye(self._dim), -np.eye(self._dim), np.ones((1, self._dim))])
        answers = self._maximizers(probes)
        values = probes @ answers.T
        lead = values.max(axis=1) - np.diag(values)
        scale = np.abs(values).max(axis=1)
        if (lead > 1e-9 * scale).any():
            i = int(np.argmax(lead - 1e-9 * scale))
            raise invalid(
                "maximizer",
                f"must return the best point in direction {probes[i].tolist()}",
                f"worth {values[i, i]:g} there while its answer to {probes[int(np.argmax(values[i]))].tolist()} is "
                f"worth {values[i].max():g}",
                "make it maximise w . y over one fixed set",
            )

    @property
    def dim(self) -> int:
        return self._dim

    def _maximizers(self, directions: Array) -> Array:
        out = np.empty_like(directions)
        for row, w in enumerate(directions):
            out[row] = self._answer(w)
        return out

    def _answer(self, w: Array) -> Array:
        fix = f"fix its answer for w = {shown(w.tolist())}"
        try:
            answer = self._function(w.copy())
        except Exception as error:
            came = f"raises {type(error).__name__} ({shown(str(error))})"
            raise invalid("maximizer(w)", "must return the best point in direction w", came, fix) from error
        point = finite_array(answer, "maximizer(w)", 1, fix)
        of_length(point, self._dim, "maximizer(w)", "coordinate", fix)
        return point
