"""Hull: all mixtures of points of several sets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .._core import tolerances
from .._core.arrays import Array, listing
from .._core.errors import invalid
from .._core.text import listed
from .algebra import _a_set
from .base import ConvexSet
from .conic import ConicForm
from .polytope import Polytope


class Hull(ConvexSet):
    """The convex hull of the union of ``parts``: one may choose a part by lot. Made by :func:`hull`.

    Its support is the largest of the parts' supports. Ties of ``maximizer``: the first best part's point. Where some
    part is curved it is no budget over uses: solvers learn its best points one by one until their certificate closes.
    """

    def __init__(self, parts: Sequence[ConvexSet]) -> None:
        self.parts = tuple(parts)

    @property
    def dim(self) -> int:
        return self.parts[0].dim

    def _supports(self, directions: Array) -> Array:
        return np.asarray(np.max([part._supports(directions) for part in self.parts], axis=0))

    def _maximizers(self, directions: Array) -> Array:
        first = np.argmax([part._supports(directions) for part in self.parts], axis=0)
        return np.asarray(np.array([part._maximizers(directions) for part in self.parts])[first, np.arange(len(first))])

    def face_point(self, w: Array, then: Array) -> Array:
        w, then = np.asarray(w, dtype=float), np.asarray(then, dtype=float)
        values = np.array([float(part.support(w)) for part in self.parts])
        low, high = self.bounding_box()
        rounding = 1e-14 * float(np.abs(w) @ np.maximum(np.abs(low), np.abs(high)))
        tied = np.flatnonzero(values >= values.max() - tolerances.TIE * float(np.abs(w) @ (high - low)) - rounding)
        points = np.array([self.parts[i].face_point(w, then) for i in tied])
        return np.asarray(points[int(np.argmax(points @ then))])

    def conic(self) -> ConicForm | None:
        """Mixtures as sums of parts of sizes that add up to one: ``v`` of a part of size c has ``c b - A v`` in K."""
        forms = [part.conic() for part in self.parts]
        known = [form for form in forms if form is not None]
        if len(known) < len(forms):
            return None
        whole = [form.grown() for form in known]
        total = ConicForm.sum(whole)
        sizes = np.zeros(total.A.shape[1])
        sizes[np.cumsum([form.A.shape[1] for form in whole]) - 1] = 1.0
        return total.require("zero", sizes[None], np.ones(1))

    def __repr__(self) -> str:
        return f"hull({list(self.parts)})"


def hull(parts: Sequence[ConvexSet]) -> ConvexSet:
    """All mixtures of points of the given sets: the convex hull of their union, hulls of hulls flattened.

    Sets that list their vertices give a :class:`Polytope`; a single set is its own hull.

    >>> import largeworlds as lw
    >>> either = lw.hull([lw.Ball([1.0, 1.0]), lw.Polytope([[1.2, 0.5]])])
    >>> either.support([1.0, 0.0]).item(), either.support([0.0, 1.0]).item()
    (1.2, 1.0)
    """
    rule, fix = "must be a list of at least one set", "give the sets that may be mixed"
    flat: list[ConvexSet] = []
    for i, given in enumerate(listing(parts, "parts", rule, fix)):
        part = _a_set(given, f"parts[{i}]")
        flat.extend(part.parts if isinstance(part, Hull) else [part])
    if not flat:
        raise invalid("parts", rule, "empty", fix)
    dims = {part.dim for part in flat}
    if len(dims) != 1:
        came = f"a list of sets of dimensions {listed([str(dim) for dim in sorted(dims)])}"
        raise invalid("parts", "must be sets of one dimension", came, "give every set the same number of coordinates")
    if len(flat) == 1:
        return flat[0]
    corners = [part.vertices() for part in flat]
    known = [points for points in corners if points is not None]
    return Polytope(np.vstack(known)) if len(known) == len(corners) else Hull(flat)
