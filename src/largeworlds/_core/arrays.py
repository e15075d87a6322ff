"""Checked and locked arrays: what enters a problem is copied once and never changes."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Set
from decimal import Decimal
from numbers import Real
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from .errors import invalid
from .text import clean, counted, shown

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: No number of a problem may be larger in size, and no number that must be positive smaller than its inverse: products
#: of two such numbers are still well inside the range of a float.
LARGEST: Final = 1e150

#: Longest list of names, sets or returns.
_MOST_ENTRIES: Final = 1_000_000

#: Longest name.
MOST_CHARACTERS: Final = 1000

_TOO_LARGE = f"must be at most {LARGEST:g} in size (measure in larger units)"


def locked(values: ArrayLike, dtype: DTypeLike = np.float64) -> NDArray[Any]:
    """A read-only copy of ``values``, of floats if nothing else is asked for."""
    copy = np.array(values, dtype=dtype)
    copy.setflags(write=False)
    return copy


def finite_array(values: ArrayLike, name: str, ndim: int, fix: str, *, largest: float = LARGEST) -> Array:
    """A locked float copy of ``values`` with ``ndim`` axes: at least one number, all finite and at most ``largest``.

    Lists, tuples and arrays of real numbers are taken, and what turns itself into an array (such as tables of other
    libraries). Text, truth values, complex numbers and masked entries are refused rather than converted.
    """
    array = locked(real_array(values, name, fix, f" in {_axes(ndim)} of equal lengths"))
    if array.ndim != ndim:
        what = shown(values) if array.ndim == 0 else f"of shape {array.shape}"
        raise invalid(name, f"must have {_axes(ndim)}", what, fix)
    if array.size == 0:
        raise invalid(name, "must have at least one number", "empty", fix)
    fits = np.abs(array) <= largest
    if not fits.all():
        where = tuple(int(i) for i in np.argwhere(~fits)[0])
        place, value = ", ".join(map(str, where)), array[where]
        rule = _TOO_LARGE if math.isfinite(value) else "must be a finite number"
        raise invalid(f"{name}[{place}]", rule, value, fix)
    return array


def real_array(values: ArrayLike, name: str, fix: str, form: str = "") -> Array:
    """``values`` as floats, finite or not, of any shape; not a copy if they are that already."""
    try:
        given = np.asarray(values)
        if given.dtype.kind == "O":
            given = np.array([_as_float(item) for item in given.ravel()]).reshape(given.shape)
        if given.dtype.kind in "iuf" and not _hides_odd_values(values, given.ndim):
            with np.errstate(over="ignore"):  # larger than a float: infinite, which no caller takes
                return np.asarray(given, dtype=np.float64)
    except Exception:  # noqa: BLE001 - whatever an object raises when it is asked for an array
        pass
    raise invalid(name, f"must be numbers{form}", shown(values), fix)


def _as_float(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (Real, Decimal)):
        raise TypeError
    try:
        return float(value)
    except OverflowError:  # whole numbers and fractions beyond any float
        return math.inf


def _hides_odd_values(values: Any, depth: int) -> bool:
    """True if there are truth values or masked entries among the numbers, which numpy would convert without a word."""
    if isinstance(values, (list, tuple)):
        kinds = set(map(type, values))
        if bool in kinds or np.bool_ in kinds:
            return True
        return not kinds <= {float, int} and depth > 1 and any(_hides_odd_values(item, depth - 1) for item in values)
    if isinstance(values, np.ma.MaskedArray):
        return bool(np.ma.is_masked(values))
    return isinstance(values, np.ndarray) and values.dtype.kind == "b"


def real_number(value: Any, name: str, rule: str, fix: str) -> float:
    """A plain real number as a float, possibly infinite or NaN; ``rule`` says in messages what it must be."""
    try:
        number = _as_float(value)
    except (TypeError, ValueError, ArithmeticError):
        raise invalid(name, rule, shown(value), fix) from None
    if math.isinf(number) and isinstance(value, int):
        raise invalid(name, rule, shown(value), fix)
    return number


def positive_number(value: Any, name: str, fix: str, *, zero: bool = False) -> float:
    """A float that is positive (or, with ``zero``, not negative), between 1 / :data:`LARGEST` and that."""
    rule = "must be zero or a positive number" if zero else "must be a positive number"
    number = real_number(value, name, rule, fix)
    if not math.isfinite(number) or number < 0 or (number == 0 and not zero):
        raise invalid(name, rule, number, fix)
    if number > LARGEST:
        raise invalid(name, _TOO_LARGE, number, fix)
    if 0 < number < 1 / LARGEST:
        least = f"must be {'zero or ' if zero else ''}at least {1 / LARGEST:g} (measure in smaller units)"
        raise invalid(name, least, number, fix)
    return number


def listing(values: Any, name: str, rule: str, fix: str) -> list[Any]:
    """The entries of a list, a tuple, an array or the like; text, tables, sets and iterators are refused."""
    if isinstance(values, Collection) and not isinstance(values, (str, bytes, Mapping, Set)):
        try:
            if len(values) > _MOST_ENTRIES:
                raise invalid(name, f"must have at most {_MOST_ENTRIES:,} entries", f"has {len(values):,}", fix)
            return list(values)
        except TypeError:  # such as an array without axes
            pass
    raise invalid(name, rule, shown(values), fix)


def plain_text(value: Any, name: str, fix: str) -> str:
    """``value``, if it is text."""
    if not isinstance(value, str):
        raise invalid(name, "must be text", shown(value), fix)
    return str(value)


def names_or_default(names: Any, count: int, what: str, argument: str = "names") -> tuple[str, ...]:
    """Given names, checked for number, readability and distinctness, or 'type 1', 'type 2', ..."""
    if names is None:
        return tuple(f"{what} {i + 1}" for i in range(count))
    rule, fix = f"must be a list of {count} names", f"name each {what} once"
    given = [named(name, f"{argument}[{i}]") for i, name in enumerate(listing(names, argument, rule, fix))]
    if len(given) != count:
        raise invalid(argument, f"must have {counted(count, 'name')}, one per {what}", f"has {len(given)}", fix)
    seen: dict[str, str] = {}
    for name in given:
        other = seen.get(clean(name))
        if other is not None:
            both = f"{shown(name)} twice" if other == name else f"{shown(other)} and {shown(name)}, which look the same"
            raise invalid(argument, "must all differ", f"has {both}", "give each its own name")
        seen[clean(name)] = name
    return tuple(given)


def named(name: Any, place: str) -> str:
    """``name``, if it is text with something to see in it."""
    fix = "give a name that can be read"
    if len(plain_text(name, place, fix)) > MOST_CHARACTERS:
        raise invalid(place, f"must have at most {MOST_CHARACTERS:,} characters", f"has {len(name):,}", fix)
    if not visible(name):
        raise invalid(place, "must have at least one visible character", shown(name), fix)
    return str(name)


def visible(text: str) -> bool:
    """True if something of ``text`` can be seen: not only spaces, control characters and joiners."""
    return bool(clean(text).strip("\u200c\u200d"))


def same_dim(found: int, dim: int, name: str, whose: str, fix: str) -> None:
    """InvalidProblem unless the set called ``name`` has ``dim`` coordinates."""
    if found != dim:
        rule = f"must have dimension {dim}, one coordinate per {whose}"
        raise invalid(name, rule, f"of dimension {found}", fix)


def of_length(values: Collection[Any], count: int, name: str, per: str, fix: str) -> None:
    """InvalidProblem unless ``values`` has ``count`` numbers, one per ``per``."""
    if len(values) != count:
        raise invalid(name, f"must have {counted(count, 'number')}, one per {per}", f"has {len(values)}", fix)


def none_negative(values: Array, name: str, fix: str) -> None:
    """InvalidProblem if an entry of ``values`` (k,) is negative."""
    if (values < 0).any():
        i = int(np.argmin(values))
        raise invalid(f"{name}[{i}]", "must not be negative", values[i], fix)


def _axes(ndim: int) -> str:
    return {0: "no axis", 1: "one axis", 2: "two axes (rows and columns)"}.get(ndim, f"{ndim} axes")
