"""Sums, scalings and shifts of sets. Supports follow: sums add, scalings and shifts act on the direction."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import Array, finite_array, listing, of_length, real_array
from .._core.errors import invalid
from .._core.rationals import Vector, exact_copy, plus, rows_of
from .._core.text import listed, shown
from .base import VANISHING, ConvexSet
from .conic import ConicForm
from .uses import ExactUses, Uses

#: A sum of polytopes lists its vertices only while their number stays moderate.
_MOST_VERTICES = 4096


class MinkowskiSum(ConvexSet):
    """``{y_1 + ... + y_k : y_i in parts_i}``; made by ``A + B``. Ties of ``maximizer``: those of each part."""

    def __init__(self, parts: Sequence[ConvexSet]) -> None:
        rule, fix = "must be a list of at least one set", "give the sets to add"
        self.parts = tuple(_a_set(part, f"parts[{i}]") for i, part in enumerate(listing(parts, "parts", rule, fix)))
        if not self.parts:
            raise invalid("parts", rule, "empty", fix)
        dims = {part.dim for part in self.parts}
        if len(dims) != 1:
            raise invalid(
                "parts",
                "must be sets of one dimension",
                f"a list of sets of dimensions {listed([str(dim) for dim in sorted(dims)])}",
                "give every set the same number of coordinates",
            )

    @property
    def dim(self) -> int:
        return self.parts[0].dim

    def _maximizers(self, directions: Array) -> Array:
        return np.asarray(sum(part._maximizers(directions) for part in self.parts))

    def _supports(self, directions: Array) -> Array:
        return np.asarray(sum(part._supports(directions) for part in self.parts))

    def face_point(self, w: Array, then: Array) -> Array:
        return np.asarray(sum(part.face_point(w, then) for part in self.parts))

    def vertices(self) -> Array | None:
        """Sums of the parts' vertices (some may be interior), if every part has vertices and they stay few."""
        lists = [part.vertices() for part in self.parts]
        known = [points for points in lists if points is not None]
        if len(known) < len(lists) or prod(len(points) for points in known) > _MOST_VERTICES:
            return None
        total = np.zeros((1, self.dim))
        for points in known:
            total = (total[:, None, :] + points[None, :, :]).reshape(-1, self.dim)
        return total

    def uses(self) -> Uses | None:
        return Uses.sum([part.uses() for part in self.parts])

    def _extent(self) -> Array:
        return np.asarray(np.sum([part._extent() for part in self.parts], axis=0))

    def _budgets(self) -> Uses | None:
        return Uses.sum([part._budgets() for part in self.parts])

    def exact_uses(self) -> ExactUses | None:
        total = ExactUses((Fraction(0),) * self.dim, ())
        for part in self.parts:
            known = part.exact_uses()
            if known is None:
                return None
            total = ExactUses(plus(total.offset, known.offset), (*total.budgets, *known.budgets))
        return total

    def conic(self) -> ConicForm | None:
        forms = [part.conic() for part in self.parts]
        known = [form for form in forms if form is not None]
        return ConicForm.sum(known) if len(known) == len(forms) else None


class Scaled(ConvexSet):
    """``{(w_1 y_1, ..., w_dim y_dim) : y in base}``; made by ``w * A``. Ties of ``maximizer``: those of the base."""

    def __init__(self, base: ConvexSet, factors: ArrayLike) -> None:
        fix = "give one factor for all coordinates of the set, or one for each"
        self.base = _a_set(base, "base")
        array = real_array(factors, "factors", fix)
        self.factors = finite_array(np.full(base.dim, float(array)) if array.ndim == 0 else array, "factors", 1, fix)
        self._exact = exact_copy(factors, np.full(1, array) if array.ndim == 0 else self.factors)
        of_length(self.factors, base.dim, "factors", "coordinate", fix)

    @property
    def dim(self) -> int:
        return self.base.dim

    def _maximizers(self, directions: Array) -> Array:
        return self.base._maximizers(directions * self.factors) * self.factors

    def _supports(self, directions: Array) -> Array:
        return self.base._supports(directions * self.factors)

    def face_point(self, w: Array, then: Array) -> Array:
        return self.base.face_point(np.asarray(w) * self.factors, np.asarray(then) * self.factors) * self.factors

    def contains(self, x: ArrayLike, tolerance: float = tolerances.MEMBERSHIP) -> bool:
        """As for the base, unless some coordinate is scaled to zero, or to what loses digits on its way there."""
        point = self._point(x)
        if (np.maximum(*np.abs(self.bounding_box())) < VANISHING).any():
            return super().contains(point, tolerance)
        return self.base.contains(point / self.factors, tolerance)

    def vertices(self) -> Array | None:
        points = self.base.vertices()
        return None if points is None else points * self.factors

    def uses(self) -> Uses | None:
        base = self.base.uses()
        if base is None or ((self.factors < 0).any() and not all(b.is_linear or b.is_round for b in base.budgets)):
            return None  # a negative factor turns concave returns convex; the maximizer still serves
        return base.scaled(self.factors)

    def _extent(self) -> Array:
        return self.base._extent() * np.abs(self.factors)

    def _budgets(self) -> Uses | None:
        base = self.base._budgets()
        return None if base is None else base.scaled(self.factors)

    @property
    def exact_factors(self) -> Vector:
        """The factors (dim,) as they were given."""
        exact = rows_of(None, self.factors)[0] if self._exact is None else self._exact
        return exact * self.dim if len(exact) < self.dim else exact

    def exact_uses(self) -> ExactUses | None:
        base = self.base.exact_uses()
        return None if base is None else base.scaled(self.exact_factors)

    def conic(self) -> ConicForm | None:
        form = self.base.conic()
        return None if form is None else form.scaled(self.factors)


class Shifted(ConvexSet):
    """``{y + v : y in base}``; made by ``A.shift(v)``. Ties of ``maximizer``: those of the base."""

    def __init__(self, base: ConvexSet, v: ArrayLike) -> None:
        fix = "give one number per coordinate of the set"
        self.base = _a_set(base, "base")
        self.v = finite_array(v, "v", 1, fix)
        self._exact = exact_copy(v, self.v)
        of_length(self.v, base.dim, "v", "coordinate", fix)

    @property
    def dim(self) -> int:
        return self.base.dim

    def _maximizers(self, directions: Array) -> Array:
        return self.base._maximizers(directions) + self.v

    def _supports(self, directions: Array) -> Array:
        return self.base._supports(directions) + directions @ self.v

    def face_point(self, w: Array, then: Array) -> Array:
        return self.base.face_point(w, then) + self.v

    def contains(self, x: ArrayLike, tolerance: float = tolerances.MEMBERSHIP) -> bool:
        """As for the base, unless that is so small beside the shift that its rounding has to be allowed for."""
        low, high = self.base.bounding_box()
        if (high - low < 1e-6 * np.abs(self.v)).any():
            return super().contains(x, tolerance)
        return self.base.contains(self._point(x) - self.v, tolerance)

    def vertices(self) -> Array | None:
        points = self.base.vertices()
        return None if points is None else points + self.v

    def uses(self) -> Uses | None:
        base = self.base.uses()
        return None if base is None else base.shifted(self.v)

    def _extent(self) -> Array:
        return self.base._extent() + np.abs(self.v)

    def _budgets(self) -> Uses | None:
        base = self.base._budgets()
        return None if base is None else base.shifted(self.v)

    def exact_uses(self) -> ExactUses | None:
        base = self.base.exact_uses()
        return None if base is None else base.moved(rows_of(self._exact, self.v)[0])

    def conic(self) -> ConicForm | None:
        form = self.base.conic()
        return None if form is None else form.shifted(self.v)


def minkowski_sum(parts: Sequence[ConvexSet]) -> ConvexSet:
    """The sum of the given sets, sums of sums flattened."""
    flat: list[ConvexSet] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, MinkowskiSum) else [part])
    return flat[0] if len(flat) == 1 else MinkowskiSum(flat)


def _a_set(part: object, name: str) -> ConvexSet:
    if not isinstance(part, ConvexSet):
        raise invalid(name, "must be a set", shown(part), "give a set such as lw.Ball or lw.Polytope")
    return part
