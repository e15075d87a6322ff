"""BelowFrontier: two players and a concave frontier given as a function."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import LARGEST, Array, real_number
from .._core.errors import invalid
from .._core.text import shown
from .base import ConvexSet, membership_units

#: Points between the ends at which the function is asked when the set is made.
_PROBES = 129
#: A point below the line between its neighbours by more than this share of the function's range breaks concavity.
_CONVEX = 1e-10
#: Golden section: after so many steps a bracket is at rounding level.
_STEPS = 90
_GOLDEN = 0.5 * (math.sqrt(5.0) - 1.0)


class BelowFrontier(ConvexSet):
    """``{(x, y) : lower <= x <= upper, floor <= y <= f(x)}`` for two players and a concave function ``y = f(x)``.

    ``floor`` is the smaller value at the two ends unless it is given; it must not lie above either. The function must
    be deterministic; it is asked at 129 points when the set is made and refused with three points that show that it is
    not concave, but that is no proof that it is. Best points are found by golden section, which needs no derivative:
    ``support`` is right to rounding of f, ``maximizer`` where the frontier curves to about 1e-8 of ``upper - lower``
    and at kinks to rounding. Ties of ``maximizer``: any of the best points, at the floor ``lower``.

    No model file can describe it.

    >>> lens = BelowFrontier(lambda x: 1.0 - x * x, 0.0, 1.0)
    >>> lens.maximizer([1.0, 1.0]).round(6).tolist()
    [0.5, 0.75]
    """

    def __init__(
        self, function: Callable[[float], Any], lower: float, upper: float, floor: float | None = None
    ) -> None:
        if not callable(function):
            fix = "pass a function that takes x and returns y, such as lambda x: 1 - x**2"
            raise invalid("function", "must be a function of a number", shown(function), fix)
        self._function = function
        self.lower = _number(lower, "lower", "give the least payoff of the first player")
        self.upper = _number(upper, "upper", "give the largest payoff of the first player")
        if not self.lower < self.upper:
            raise invalid("lower", f"must be below upper = {self.upper:g}", self.lower, "swap the two bounds")
        ends = self._value(self.lower), self._value(self.upper)
        given = min(ends) if floor is None else _number(floor, "floor", "give the least payoff of the second player")
        self.floor = given
        if given > min(ends):
            x = (self.lower, self.upper)[int(ends[1] < ends[0])]
            fix = "lower the floor, or give the part of the frontier above it"
            raise invalid("floor", f"must not be above the frontier, {min(ends):g} at x = {x:g}", given, fix)
        self._check_concave()
        self._top = self._best(0.0, 1.0)[1]

    @property
    def dim(self) -> int:
        return 2

    def _maximizers(self, directions: Array) -> Array:
        return np.array([self._point_for(float(a), float(b)) for a, b in directions]).reshape(-1, 2)

    def bounding_box(self) -> tuple[Array, Array]:
        return np.array([self.lower, self.floor]), np.array([self.upper, self._top])

    def contains(self, x: ArrayLike, tolerance: float = tolerances.MEMBERSHIP) -> bool:
        first, second = self._point(x).tolist()
        low, high = self.bounding_box()
        slack = (tolerance * membership_units(low, high)).tolist()
        if not (self.lower - slack[0] <= first <= self.upper + slack[0] and second >= self.floor - slack[1]):
            return False
        near = (min(max(first + step, self.lower), self.upper) for step in (-slack[0], 0.0, slack[0]))
        return bool(second <= max(map(self._value, near)) + slack[1])

    def __repr__(self) -> str:
        return f"BelowFrontier(lower={self.lower:g}, upper={self.upper:g}, floor={self.floor:g})"

    def _point_for(self, a: float, b: float) -> tuple[float, float]:
        if b > 0:
            return self._best(a, b)
        end = self.upper if a > 0 else self.lower
        if b == 0:
            return end, self._value(end)
        return end, self.floor

    def _best(self, a: float, b: float) -> tuple[float, float]:
        """Where ``a x + b f(x)`` is largest, for b > 0: the best of all points that golden section asks for."""
        size = max(abs(a), b)
        a, b = a / size, b / size
        low, high = self.lower, self.upper
        inner = [high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)]
        seen = {x: self._value(x) for x in (low, high, *inner)}

        def worth(x: float) -> float:
            return a * x + b * seen[x]

        for _ in range(_STEPS):
            if worth(inner[0]) >= worth(inner[1]):
                high = inner[1]
                inner = [high - _GOLDEN * (high - low), inner[0]]
                new = inner[0]
            else:
                low = inner[0]
                inner = [inner[1], low + _GOLDEN * (high - low)]
                new = inner[1]
            if not low < new < high:
                break
            seen.setdefault(new, self._value(new))
        best = max(seen, key=worth)
        return best, seen[best]

    def _value(self, x: float) -> float:
        fix = "fix the function there, or leave that part of the frontier out"
        name, rule = f"function({x:g})", "must be a finite number"
        try:
            answer = self._function(x)
        except Exception as error:
            came = f"raises {type(error).__name__} ({shown(str(error))})"
            raise invalid(name, rule, came, fix) from error
        value = real_number(
            answer.item() if isinstance(answer, np.ndarray) and answer.size == 1 else answer, name, rule, fix
        )
        if not abs(value) <= LARGEST:
            raise invalid(name, f"{rule} of at most {LARGEST:g} in size", value, fix)
        return value

    def _check_concave(self) -> None:
        """InvalidProblem with three points of which the middle one lies below the line between the others."""
        turn = 0.5 - 0.5 * np.cos(np.linspace(0.0, math.pi, _PROBES))  # denser towards the ends
        xs = np.clip(self.lower + (self.upper - self.lower) * turn, self.lower, self.upper)
        ys = np.array([self._value(float(x)) for x in xs])
        part = (xs[1:-1] - xs[:-2]) / (xs[2:] - xs[:-2])
        short = ys[:-2] + part * (ys[2:] - ys[:-2]) - ys[1:-1]
        rounding = _CONVEX * float(np.ptp(ys)) + 1e-14 * float(np.abs(ys).max())
        if (short > rounding).any():
            i = int(np.argmax(short))
            points = ", ".join(f"({x:.6g}, {y:.6g})" for x, y in zip(xs[i : i + 3], ys[i : i + 3], strict=True))
            came = f"convex at {points}"
            fix = "give a concave frontier, or the hull of the feasible points"
            raise invalid("function", "must be concave", came, fix)


def _number(value: Any, name: str, fix: str) -> float:
    rule = f"must be a number of at most {LARGEST:g} in size"
    number = real_number(value, name, rule, fix)
    if not abs(number) <= LARGEST:
        raise invalid(name, rule, number, fix)
    return number
