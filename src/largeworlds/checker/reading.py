"""Reading a result: every value is looked at before it is used, and what does not fit is said in one sentence."""

from __future__ import annotations

import math
from typing import Any, Final

#: Deepest nesting and largest number of values that are read; no model needs more.
MOST_LEVELS: Final = 100
MOST_VALUES: Final = 10_000_000

_FIX: Final = "write it with largeworlds solve --json"


class ResultFormatError(ValueError):
    """The result is not in the format that the checker reads; the message names the place, the rule and what came."""


def wrong(place: str, rule: str, came: object, fix: str = _FIX) -> ResultFormatError:
    """Compose the one sentence of a :class:`ResultFormatError`."""
    return ResultFormatError(f"{place} {rule}, but it is {short(came)}; {fix}.")


def short(value: object) -> str:
    """A value in at most 60 characters."""
    if isinstance(value, dict | list | tuple):
        kind = "a table" if isinstance(value, dict) else "a list"
        return f"{kind} with {len(value)} entries"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**50:
        return "a number of more than 50 digits"
    text = ascii(value)
    return text if len(text) <= 60 else text[:57] + "..."


def survey(value: object) -> None:
    """Walk through ``value`` without recursion: only JSON values, not too deep, not too many."""
    stack: list[tuple[object, int]] = [(value, 0)]
    seen = 0
    while stack:
        item, level = stack.pop()
        seen += 1
        if level > MOST_LEVELS:
            raise ResultFormatError(f"The result must not be nested deeper than {MOST_LEVELS} levels; {_FIX}.")
        if seen > MOST_VALUES:
            raise ResultFormatError(f"The result must not hold more than {MOST_VALUES} values; {_FIX}.")
        if isinstance(item, dict):
            for key in item:
                if not isinstance(key, str):
                    raise wrong("Every key of the result", "must be a string", key)
            stack.extend((part, level + 1) for part in item.values())
        elif isinstance(item, list | tuple) and all(type(part) is float for part in item):
            seen += len(item)
        elif isinstance(item, list | tuple):
            stack.extend((part, level + 1) for part in item)
        elif not (item is None or isinstance(item, str | bool | int | float)):
            raise wrong("Every value of the result", "must be a JSON value", type(item).__name__)


def table(value: object, place: str) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise wrong(place, "must be a table", value)
    return value


def entry(values: dict[str, Any], key: str, place: str) -> Any:
    """``values[key]``, which must be there."""
    if key not in values:
        raise ResultFormatError(f'{place} must have the key "{key}"; {_FIX}.')
    return values[key]


def known_keys(values: dict[str, Any], allowed: tuple[str, ...], place: str) -> None:
    """Refuse what the checker would have to ignore: it could change the meaning of the model."""
    for key in values:
        if key not in allowed:
            raise wrong(
                place,
                f"must only have the keys {', '.join(allowed)}",
                key,
                "check it with the version of largeworlds that wrote it",
            )


def number(value: object, place: str) -> float:
    """A finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong(place, "must be a finite number", value)
    try:
        found = float(value)
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise wrong(place, "must be a finite number", value)
    return found


def positive(value: object, place: str, *, zero: bool = False) -> float:
    """A positive number; with ``zero`` also zero."""
    found = number(value, place)
    if found < 0 or (found == 0 and not zero):
        raise wrong(place, "must be zero or more" if zero else "must be positive", found)
    return found


def whole(value: object, place: str) -> int:
    """A whole number, zero or more."""
    found = positive(value, place, zero=True)
    if found != int(found):
        raise wrong(place, "must be a whole number", found)
    return int(found)


def listed(value: object, place: str, count: int | None = None) -> list[Any]:
    """A list, of ``count`` entries if that is given."""
    if not isinstance(value, list | tuple):
        raise wrong(place, "must be a list", value)
    if count is not None and len(value) != count:
        raise wrong(place, f"must have {count} entries", len(value))
    return list(value)


def vector(value: object, place: str, count: int | None = None, *, zero: bool | None = None) -> tuple[float, ...]:
    """Finite numbers; with ``zero`` given none is negative, and zero allowed or not."""
    items = listed(value, place, count)
    if zero is None and all(type(item) is float for item in items) and math.isfinite(sum(items)):
        return tuple(items)
    if zero is None:
        return tuple(number(item, f"{place}[{i}]") for i, item in enumerate(items))
    return tuple(positive(item, f"{place}[{i}]", zero=zero) for i, item in enumerate(items))


def matrix(value: object, place: str, rows: int | None, columns: int) -> tuple[tuple[float, ...], ...]:
    """Rows of ``columns`` finite numbers each."""
    return tuple(vector(row, f"{place}[{i}]", columns) for i, row in enumerate(listed(value, place, rows)))


def maybe_vector(value: object, place: str, count: int) -> tuple[float | None, ...]:
    """Numbers or nulls; null for the whole means null for each."""
    if value is None:
        return (None,) * count
    items = listed(value, place, count)
    return tuple(None if item is None else number(item, f"{place}[{i}]") for i, item in enumerate(items))


def whole_vector(value: object, place: str, count: int) -> tuple[float, ...] | None:
    """Numbers, or None if all are null; a mixture is refused."""
    found = maybe_vector(value, place, count)
    known = tuple(item for item in found if item is not None)
    if not known and count:
        return None
    if len(known) < count:
        raise wrong(place, "must be all numbers or all null", "a mixture of both")
    return known


def flags(value: object, place: str, count: int) -> tuple[bool, ...]:
    """Truth values."""
    items = listed(value, place, count)
    for i, item in enumerate(items):
        if not isinstance(item, bool):
            raise wrong(f"{place}[{i}]", "must be true or false", item)
    return tuple(items)


def word(value: object, place: str, allowed: tuple[str, ...] | None = None) -> str:
    """A text, one of ``allowed`` if that is given."""
    if not isinstance(value, str):
        raise wrong(place, "must be a text", value)
    if allowed is not None and value not in allowed:
        raise wrong(place, f"must be one of {', '.join(allowed)}", value)
    return value
