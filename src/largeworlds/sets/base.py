"""ConvexSet: a compact convex set of payoff vectors, known by its best point in every direction.

``set.support(w) = max {w . y : y in set}`` and ``set.maximizer(w)`` attains it; both take one direction (dim,) or a
batch (batch, dim). Minkowski sums add supports, which is why a weighted sum of utilities decentralises
(Treutlein 2023, Theorem 6): every contributor maximises the same weights over its own set.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import Array, finite_array, of_length, real_array
from .._core.errors import invalid
from .._core.frozen import Frozen
from .._core.text import shown
from .._numerics.budgets import Stack
from .._numerics.min_norm_point import distance_from_hull
from .._numerics.nearest_point import is_within

if TYPE_CHECKING:
    from .conic import ConicForm
    from .uses import ExactUses, Uses

#: What a side counts at least as, relative to the numbers behind it: their rounding is within the tolerance then.
_ROUNDED = 1e-6
#: Below this size doubles lose digits when they are multiplied.
VANISHING = 1e-290


class ConvexSet(Frozen, ABC):
    """A compact convex subset of R^dim. Immutable; sums, scalings and shifts make new sets.

    Numbers that describe a set may be at most 1e150 in size; those that must be positive at least 1e-150.
    """

    @property
    @abstractmethod
    def dim(self) -> int:
        """Number of coordinates: how many players or types receive payoffs."""

    @abstractmethod
    def _maximizers(self, directions: Array) -> Array:
        """Best points (batch, dim) for ``directions`` (batch, dim)."""

    def maximizer(self, w: ArrayLike) -> Array:
        """A point of the set where ``w . y`` is largest, shape of ``w``; the class says how ties are broken."""
        directions, single = self._directions(w)
        best = self._maximizers(directions)
        return np.asarray(best[0] if single else best)

    def support(self, w: ArrayLike) -> Array:
        """``max {w . y : y in set}``: shape () for one direction, (batch,) for a batch."""
        directions, single = self._directions(w)
        values = self._supports(directions)
        return np.asarray(values[0] if single else values)

    def _supports(self, directions: Array) -> Array:
        return np.asarray(np.einsum("bi,bi->b", directions, self._maximizers(directions)))

    def face_point(self, w: Array, then: Array) -> Array:
        """Among the best points in direction ``w``, (nearly) the best in direction ``then``.

        The default tilts ``w`` by a thousandth of a millionth of ``then``, both in units of the set's size; finite sets
        and budgets answer exactly.
        """
        w, then = np.asarray(w, dtype=float), np.asarray(then, dtype=float)
        low, high = self.bounding_box()
        weight, pull = float((np.abs(w) * (high - low)).max()), float((np.abs(then) * (high - low)).max())
        if weight <= 0 or pull <= 0:
            return self.maximizer(then if weight <= 0 else w)
        return self.maximizer(w + (1e-9 * weight / pull) * then)

    def bounding_box(self) -> tuple[Array, Array]:
        """Smallest and largest value of each coordinate."""
        axes = np.eye(self.dim)
        return -self._supports(-axes), self._supports(axes)

    def contains(self, x: ArrayLike, tolerance: float = tolerances.MEMBERSHIP) -> bool:
        """True if ``x`` lies in the set up to ``tolerance``, in units of the sides of its bounding box.

        A side counts at least as a millionth of its distance from zero, or of the numbers that cancel in it; one that
        is rounding error beside the others counts as the longest.
        """
        point = self._point(x)
        low, high = self.bounding_box()
        unit = np.maximum(membership_units(low, high), _ROUNDED * self._extent())
        if (point < low - tolerance * unit).any() or (point > high + tolerance * unit).any():
            return False

        def seen_from_x(d: Array) -> Array:
            return np.asarray((self._maximizers((d / unit)[None])[0] - point) / unit)

        def has_near_point() -> bool:
            return distance_from_hull(seen_from_x, np.zeros(self.dim), tolerance) <= tolerance

        budgets = self._budgets()
        if budgets is None:
            return has_near_point()
        if budgets.is_hull_of_few and has_near_point():
            return True
        parts = [(one.directions / unit, one.scale, one.offset, one.exponent) for one in budgets.budgets]
        proved = is_within(Stack.of(parts, self.dim), (point - budgets.offset) / unit, tolerance)
        return has_near_point() if proved is None else proved

    def vertices(self) -> Array | None:
        """Points whose convex hull is the set, or None if it has no finite description of this kind."""
        return None

    def uses(self) -> Uses | None:
        """The set as budgets over uses (what solvers read), or None if only its maximizer is known."""
        return None

    def exact_uses(self) -> ExactUses | None:
        """The set in exact numbers if it is the hull of finitely many points, or a sum of such hulls; else None.

        Numbers given as fractions, decimals or large whole numbers count as given, doubles as the rationals they are.
        """
        from .uses import ExactUses

        return ExactUses.of(self.uses())

    def _extent(self) -> Array:
        """The size of the numbers that are added up to each coordinate."""
        return np.asarray(np.maximum(*np.abs(self.bounding_box())))

    def _budgets(self) -> Uses | None:
        """The set as budgets, also where curved returns have negative directions, which no solver reads."""
        return self.uses()

    def conic(self) -> ConicForm | None:
        """The set as conic constraints, stated independently of :meth:`uses`; None if only a maximizer is known."""
        return None

    # -- algebra ------------------------------------------------------------------------------------------------

    def __add__(self, other: ConvexSet) -> ConvexSet:
        """Minkowski sum ``{a + b}``."""
        if not isinstance(other, ConvexSet):
            return NotImplemented
        from .algebra import minkowski_sum

        return minkowski_sum([self, other])

    def __rmul__(self, factor: ArrayLike) -> ConvexSet:
        """Scale by a number, or each coordinate by its own: ``{(w_1 y_1, ..., w_dim y_dim)}``."""
        from .algebra import Scaled

        return Scaled(self, factor)

    __array_ufunc__ = None  # so that ndarray * set reaches __rmul__

    def shift(self, v: ArrayLike) -> ConvexSet:
        """The set moved by ``v``."""
        from .algebra import Shifted

        return Shifted(self, v)

    def image(self, matrix: ArrayLike) -> ConvexSet:
        """The set mapped by ``matrix`` (new dim, dim): ``{matrix @ y}``."""
        from .image import LinearImage

        return LinearImage(self, matrix)

    # -- arguments ----------------------------------------------------------------------------------------------

    def _directions(self, w: ArrayLike) -> tuple[Array, bool]:
        fix = "give one weight per coordinate of the set"
        array = w if type(w) is np.ndarray and w.dtype == np.float64 else real_array(w, "w", fix)
        if array.ndim not in (1, 2) or array.shape[-1] != self.dim:
            raise invalid(
                "w",
                f"must have shape ({self.dim},) or (batch, {self.dim})",
                f"of shape {array.shape}",
                fix,
            )
        if not np.isfinite(array).all():
            raise invalid("w", "must be finite", shown(array.tolist()), "remove NaN and infinity")
        return np.atleast_2d(array), array.ndim == 1

    def _point(self, x: ArrayLike) -> Array:
        fix = "give one number per coordinate of the set"
        point = finite_array(x, "x", 1, fix, largest=np.finfo(float).max)
        of_length(point, self.dim, "x", "coordinate", fix)
        return point

    def __repr__(self) -> str:
        return f"{type(self).__name__}(dim={self.dim})"


def membership_units(low: Array, high: Array) -> Array:
    """What the tolerance of ``contains`` is measured in, per coordinate of a set with this bounding box."""
    unit = np.maximum(high - low, _ROUNDED * np.maximum(np.abs(low), np.abs(high)))
    return np.maximum(np.where(unit > 1e-15 * unit.max(), unit, unit.max()), VANISHING)
