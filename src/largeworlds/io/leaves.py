"""The leaves of a model: numbers, lists and matrices of numbers. One check for each kind that the schema names.

The schema describes each leaf for editors; these checks say the same about plain numbers, and more precisely what is
wrong.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from .._core import tolerances
from .wording import came, choices, meant, quoted

_EXPRESSION = 'write a number, or text that starts with "=" for an expression'


class Slip(NamedTuple):
    """What is wrong ``below`` a leaf: the rule, what came, and what to do."""

    below: tuple[int, ...]
    rule: str
    came: str
    fix: str


@dataclass(frozen=True)
class Leaf:
    """What a leaf may be.

    ``axes``: 0 a number, 1 a list, 2 a list of rows, in any combination; ``least`` and ``most`` bound every number
    (``above``: it must exceed ``least``); ``whole``: whole numbers; ``one``: every list sums to one; ``words`` may
    stand for the whole leaf; ``what`` says what a single number is.
    """

    axes: tuple[int, ...]
    what: str
    least: float | None = None
    above: bool = False
    most: float | None = None
    whole: bool = False
    one: bool = False
    words: tuple[str, ...] = ()

    def slip(self, value: Any) -> Slip | None:
        """The first thing that is wrong with ``value`` (plain finite numbers, or anything else), or None."""
        if isinstance(value, str) and value in self.words:
            return None
        if 0 in self.axes and not isinstance(value, list):
            return self._number(value, (), self.words)
        if not isinstance(value, list):
            return Slip((), self._rule(), came(value), self._meant(value) or self._list_fix(value))
        if 1 not in self.axes and 2 not in self.axes:
            return Slip((), self._rule(), came(value), "give a single one")
        if not value:
            return Slip((), self._rule(), "an empty list", "give at least one")
        if 2 in self.axes and (1 not in self.axes or isinstance(value[0], list)):
            return self._rows(value)
        return self._list(value, ())

    def _rows(self, rows: list[Any]) -> Slip | None:
        for i, row in enumerate(rows):
            if not isinstance(row, list):
                return Slip(
                    (i,), "must be a row (a list of numbers)", came(row), "put every row in brackets of its own"
                )
            if not row:
                return Slip((i,), "must be a row with at least one number", "empty", "give its numbers")
            if len(row) != len(rows[0]):
                return Slip(
                    (i,),
                    f"must have {len(rows[0])} number{'s' * (len(rows[0]) != 1)} like the first row",
                    f"has {len(row)}",
                    "make all rows equally long",
                )
            slip = self._list(row, (i,))
            if slip:
                return slip
        return None

    def _list(self, values: Sequence[Any], below: tuple[int, ...]) -> Slip | None:
        if not self._all_fit(values):
            for i, value in enumerate(values):
                slip = self._number(value, (*below, i))
                if slip:
                    return self._too_much(values, below) or slip
        if self.one and abs(sum(values) - 1) > tolerances.PROBABILITY:
            return Slip(below, "must sum to one", f"sums to {sum(values):.12g}", "scale it or add what is missing")
        return None

    def _too_much(self, values: Sequence[Any], below: tuple[int, ...]) -> Slip | None:
        """The probability above one beside which a negative one stands: the cause where that is its complement."""
        if self.one and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
            for i, value in enumerate(values):
                if is_finite(value) and value > 1:
                    return Slip((*below, i), "must be a probability, at most 1", came(value), "give at most 1")
        return None

    def _all_fit(self, values: Sequence[Any]) -> bool:
        """A quick look that says yes only if nothing is wrong with any of the numbers."""
        if self.whole or not set(map(type, values)) <= {float, int}:
            return False
        try:
            return math.isfinite(sum(values)) and self._fits(min(values)) and self._fits(max(values))
        except OverflowError:
            return False

    def _number(self, value: Any, below: tuple[int, ...], words: tuple[str, ...] = ()) -> Slip | None:
        rule = f"must be {self.what}" + (f", or {choices(words)}" if words else "")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return Slip(below, rule, came(value), (self._meant(value) if words else "") or _number_fix(value))
        if not is_finite(value):
            infinite = "infinite" in words and value > 0
            fix = 'write "infinite" in quotes' if infinite else "write a finite number"
            return Slip(below, "must be a finite number", came(value), fix)
        if not self._fits(value):
            return Slip(below, rule, came(value), self._bounds_fix(value))
        if self.whole and not float(value).is_integer():
            return Slip(below, rule, came(value), "give a whole number")
        return None

    def _fits(self, value: float) -> bool:
        if self.least is not None and (value < self.least or (self.above and value <= self.least)):
            return False
        return self.most is None or value <= self.most

    def _bounds_fix(self, value: float) -> str:
        if self.most is not None and value > self.most:
            return f"give at most {self.most:g}"
        return f"give {'more than' if self.above else 'at least'} {self.least:g}"

    def _meant(self, value: Any) -> str:
        return meant(value, self.words).strip().rstrip("?") if isinstance(value, str) else ""

    def _rule(self) -> str:
        shapes = {0: self.what, 1: "a list of numbers", 2: "a list of rows of numbers"}
        return f"must be {' or '.join(shapes[axis] for axis in self.axes)}" + (
            f", or {choices(self.words)}" if self.words else ""
        )

    def _list_fix(self, value: Any) -> str:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return "put brackets around it" if 1 in self.axes else "write one row in brackets for each"
        if isinstance(value, str) and value.strip().lower().endswith(".csv"):
            return f"write {{ csv = {quoted(value)} }} for a table beside the file"
        if isinstance(value, dict):
            return 'write the numbers in brackets, or { csv = "name.csv" } for a table beside the file'
        return "write the numbers in brackets"


_PAYOFF = Leaf((0,), "a number")


class Nested:
    """Lists in lists, as deep as they like, all of the same lengths, down to numbers: the payoffs of a game."""

    def slip(self, value: Any) -> Slip | None:
        """The first thing that is wrong with ``value``, or None."""
        rule = "must be a list with one table of numbers per player"
        if not isinstance(value, list):
            return Slip((), rule, came(value), "give payoffs[player][action of the first][action of the second]...")
        shape: list[int] = []
        level: Any = value
        while isinstance(level, list) and level:
            shape.append(len(level))
            level = level[0]
        return self._level(value, shape, ())

    def _level(self, value: Any, shape: list[int], below: tuple[int, ...]) -> Slip | None:
        if not shape:
            slip = _PAYOFF.slip(value)
            return slip._replace(below=below) if slip else None
        if not isinstance(value, list):
            return Slip(below, f"must be a list of {shape[0]} like the others", came(value), "put it in brackets")
        if len(value) != shape[0]:
            came_, rule = (
                f"has {len(value)}",
                f"must have {shape[0]} {'entry' if shape[0] == 1 else 'entries'} like the first",
            )
            return Slip(below, rule, came_ if value else "empty", "give one per action of that player")
        for i, item in enumerate(value):
            slip = self._level(item, shape[1:], (*below, i))
            if slip:
                return slip
        return None


def is_finite(value: Any) -> bool:
    """True for numbers that a float can hold; neither NaN nor infinite, whole numbers of any length."""
    return bool(abs(value) <= sys.float_info.max)


def _number_fix(value: Any) -> str:
    if isinstance(value, str):
        try:
            return "leave out the quotes" if math.isfinite(float(value)) else "write a finite number"
        except ValueError:
            return _EXPRESSION
    return "give a single number" if isinstance(value, (list, dict)) else _EXPRESSION


#: By the name that the schema gives them.
LEAVES: dict[str, Leaf | Nested] = {
    "number": Leaf((0,), "a number"),
    "positive": Leaf((0,), "a positive number", 0, above=True),
    "amount": Leaf((0,), "zero or a positive number", 0),
    "exponent": Leaf((0,), "a number above 0 and at most 1", 0, above=True, most=1),
    "norm": Leaf((0,), "a number of at least 1", 1, words=("infinite",)),
    "probability": Leaf((0,), "a probability above 0", 0, above=True),
    "players": Leaf((0,), "a whole number of at least 1", 1, whole=True, words=("infinite",)),
    "vector": Leaf((1,), "a number"),
    "amounts": Leaf((1,), "zero or a positive number", 0),
    "matrix": Leaf((2,), "a number"),
    "payoffs": Nested(),
    "prior": Leaf((1,), "a probability above 0", 0, above=True, one=True),
    "shares": Leaf((1,), "a probability, not negative", 0, one=True),
    "distributions": Leaf((2,), "a probability, not negative", 0, one=True),
    "features": Leaf((1, 2), "a number"),
    "own_features": Leaf((0, 1), "a number"),
    "world_weights": Leaf((1,), "zero or a positive number", 0, words=("prior", "equal")),
    "weights": Leaf((1,), "zero or a positive number", 0, words=("equal",)),
    "world_disagreement": Leaf((1,), "a number", words=("nash", "defaults")),
    "disagreement": Leaf((1,), "a number", words=("nash",)),
    "game_disagreement": Leaf((1,), "a number", words=("nash",)),
}
