"""Checked and locked arrays: what enters a problem is copied once and never changes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .errors import invalid

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def locked(values: ArrayLike) -> Array:
    """A read-only float copy of ``values``."""
    copy = np.array(values, dtype=np.float64)
    copy.setflags(write=False)
    return copy


def finite_array(values: ArrayLike, name: str, ndim: int, fix: str) -> Array:
    """A locked float copy of ``values`` with ``ndim`` axes, all entries finite."""
    try:
        array = locked(values)
    except (TypeError, ValueError):
        raise invalid(name, f"must be numbers in {_axes(ndim)} of equal lengths", _short(values), fix) from None
    if array.ndim != ndim:
        raise invalid(name, f"must have {_axes(ndim)}", f"of shape {array.shape}", fix)
    if not np.isfinite(array).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        place = ", ".join(map(str, where))
        raise invalid(f"{name}[{place}]", "must be a finite number", array[where], fix)
    return array


def positive_number(value: Any, name: str, fix: str, *, zero: bool = False) -> float:
    """A finite float that is positive (or, with ``zero``, not negative)."""
    rule = "must be zero or a positive number" if zero else "must be a positive number"
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise invalid(name, rule, repr(value), fix)
    number = float(value)
    if not math.isfinite(number) or number < 0 or (number == 0 and not zero):
        raise invalid(name, rule, number, fix)
    return number


def names_or_default(names: Sequence[str] | None, count: int, what: str) -> tuple[str, ...]:
    """Given names, checked for number and distinctness, or 'type 1', 'type 2', ..."""
    if names is None:
        return tuple(f"{what} {i + 1}" for i in range(count))
    if isinstance(names, str) or not all(isinstance(name, str) and name for name in names):
        raise invalid("names", "must be a list of non-empty strings", _short(names), "name each one")
    if len(names) != count:
        raise invalid("names", f"must have {count} entries, one per {what}", len(names), f"name each {what} once")
    if len(set(names)) != count:
        twice = next(name for name in names if list(names).count(name) > 1)
        raise invalid("names", "must all differ", f"twice {twice!r}", "give each its own name")
    return tuple(names)


def _axes(ndim: int) -> str:
    return {0: "no axis", 1: "one axis", 2: "two axes (rows and columns)"}.get(ndim, f"{ndim} axes")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
