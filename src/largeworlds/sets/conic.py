"""ConicForm: a set as ``{X v + x0 : b - A v in K}``, for conic solvers that check the library's own route."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .._core.arrays import Array


@dataclass(frozen=True, eq=False)
class ConicForm:
    """Points ``points @ v + offset`` over v with ``b - A v`` in each cone.

    ``cones`` lists (kind, size, exponent) in row order; kinds are zero, nonnegative, second_order
    ``{(t, u) : |u| <= t}``, exponential ``{(x, y, z) : y exp(x / y) <= z}`` and power
    ``{(x, y, z) : x**a y**(1 - a) >= |z|}`` (size 3 each).
    """

    points: Array
    offset: Array
    A: Array
    b: Array
    cones: tuple[tuple[str, int, float], ...]

    @classmethod
    def empty(cls, points: Array, offset: Array) -> ConicForm:
        """All of ``{X v + x0}``, before any constraint."""
        return cls(
            np.asarray(points, dtype=float),
            np.asarray(offset, dtype=float),
            np.zeros((0, points.shape[1])),
            np.zeros(0),
            (),
        )

    def require(self, kind: str, rows: Array, right: Array, exponent: float = 0.0) -> ConicForm:
        """Add ``right - rows @ v`` in one more cone."""
        if len(right) == 0:
            return self
        return replace(
            self,
            A=np.vstack([self.A, rows]),
            b=np.concatenate([self.b, right]),
            cones=(*self.cones, (kind, len(right), exponent)),
        )

    def scaled(self, factors: Array) -> ConicForm:
        return replace(self, points=factors[:, None] * self.points, offset=factors * self.offset)

    def grown(self) -> ConicForm:
        """The cone over the set, over one more variable c >= 0: points of c times the set, with ``c b - A v`` in K."""
        points = np.hstack([self.points, self.offset[:, None]])
        rows = np.hstack([self.A, -self.b[:, None]])
        form = ConicForm(points, 0.0 * self.offset, rows, 0.0 * self.b, self.cones)
        return form.require("nonnegative", -np.eye(points.shape[1])[-1:], np.zeros(1))

    def shifted(self, v: Array) -> ConicForm:
        return replace(self, offset=self.offset + v)

    @staticmethod
    def sum(forms: list[ConicForm]) -> ConicForm:
        """The Minkowski sum: variables side by side."""
        widths = [form.A.shape[1] for form in forms]
        total = ConicForm.empty(np.hstack([f.points for f in forms]), np.sum([f.offset for f in forms], axis=0))
        start = 0
        for form, width in zip(forms, widths, strict=True):
            row = 0
            for kind, size, exponent in form.cones:
                block = np.zeros((size, sum(widths)))
                block[:, start : start + width] = form.A[row : row + size]
                total = total.require(kind, block, form.b[row : row + size], exponent)
                row += size
            start += width
        return total
