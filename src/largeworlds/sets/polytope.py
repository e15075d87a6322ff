"""Polytope: the convex hull of finitely many payoff vectors, one per action."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import Array, finite_array, listing, plain_text
from .._core.errors import invalid
from .._core.rationals import exact_copy, rows_of
from .._core.text import counted
from .base import ConvexSet
from .conic import ConicForm
from .uses import Budget, ExactUses, Uses

if TYPE_CHECKING:
    from collections.abc import Sequence


class Polytope(ConvexSet):
    """Convex hull of the rows of ``vertices`` (k, dim): mixtures over k actions (Treutlein 2023, Section 3.2).

    Rows may repeat or lie inside the hull. Ties of ``maximizer``: the first best row. ``actions`` names the rows.
    Entries given as fractions, decimals or large whole numbers are kept for exact answers and rounded for all others.

    >>> Polytope([[1.0, 0.0], [0.0, 1.0]]).support([2.0, 1.0]).item()
    2.0
    """

    def __init__(self, vertices: ArrayLike, actions: Sequence[str] | None = None) -> None:
        self._vertices = finite_array(vertices, "vertices", 2, "give one row of payoffs per action")
        self._exact = exact_copy(vertices, self._vertices)
        self.actions = None if actions is None else _names(actions, len(self._vertices))

    @property
    def dim(self) -> int:
        return int(self._vertices.shape[1])

    def _maximizers(self, directions: Array) -> Array:
        return np.asarray(self._vertices[np.argmax(directions @ self._vertices.T, axis=1)])

    def _supports(self, directions: Array) -> Array:
        return np.asarray((directions @ self._vertices.T).max(axis=1))

    def face_point(self, w: Array, then: Array) -> Array:
        values = self._vertices @ np.asarray(w)
        rounding = 1e-14 * float(np.abs(self._vertices * np.asarray(w)).max())
        tied = np.flatnonzero(values >= values.max() - tolerances.TIE * np.ptp(values) - rounding)
        return np.asarray(self._vertices[tied[int(np.argmax(self._vertices[tied] @ np.asarray(then)))]])

    def vertices(self) -> Array:
        """The given rows (k, dim), redundant ones included."""
        return self._vertices

    def uses(self) -> Uses:
        return Uses(np.zeros(self.dim), (Budget.linear(self._vertices),))

    def exact_uses(self) -> ExactUses:
        return ExactUses((Fraction(0),) * self.dim, (rows_of(self._exact, self._vertices),))

    def conic(self) -> ConicForm:
        k = len(self._vertices)
        form = ConicForm.empty(self._vertices.T, np.zeros(self.dim))
        form = form.require("zero", np.ones((1, k)), np.ones(1))
        return form.require("nonnegative", -np.eye(k), np.zeros(k))

    def __repr__(self) -> str:
        return f"Polytope({len(self._vertices)} actions, dim={self.dim})"


def _names(actions: object, count: int) -> tuple[str, ...]:
    rule, fix = f"must be a list of {counted(count, 'name')}", "name every row of vertices"
    names = tuple(plain_text(a, f"actions[{i}]", fix) for i, a in enumerate(listing(actions, "actions", rule, fix)))
    if len(names) != count:
        raise invalid(
            "actions", f"must have {counted(count, 'name')}, one per row of vertices", f"has {len(names)}", fix
        )
    return names
