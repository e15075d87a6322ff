"""From a document as written to plain numbers: parameters and expressions evaluated, tables read in."""

from __future__ import annotations

import keyword
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from .._core.errors import ModelFileError
from . import expressions
from .document import Document, Place
from .leaves import is_finite
from .sources import Refused, beside, read_text
from .tables import AXES, MOST_NUMBERS, Axes, Table, as_list, read_table
from .wording import came, listed, meant, quoted

#: Deepest nesting of sums, scalings and shifts of sets.
MOST_NESTED_SETS = 20
MOST_PARAMETERS = 1000

#: Keys whose value is text and never an expression.
_TEXT = frozenset(["kind", "title", "source", "units", "notes", "description", "name", "actions", "extends", "csv"])


@dataclass(eq=False)
class Resolved:
    """A document of plain numbers. ``slip`` is the first expression or table that failed; its text is left in place.

    ``parameters`` are the values that expressions were evaluated with.
    """

    document: Document
    slip: ModelFileError | None
    parameters: Mapping[str, float] = field(default_factory=dict)


def resolve(document: Document, overrides: Mapping[str, float] | None = None) -> Resolved:
    """``document`` without parameters, expressions and tables. ``overrides`` replace parameters."""
    values = _parameters(document, dict(overrides or {}))
    plain = {key: value for key, value in document.data.items() if key != "parameters"}
    if "extends" in plain:
        raise document.say(("extends",), "only works in a file; give the whole model here.")
    result = Document({}, document.sources, dict(document.remarks))
    walk = _Walk(document, result, values, _type_names(document.data))
    result.data = {str(key): walk.value(value, (str(key),)) for key, value in plain.items()}
    return Resolved(result, walk.slip, values)


def _type_names(data: dict[str, Any]) -> list[str]:
    types = data.get("types")
    tables = types if isinstance(types, list) else []
    return [str(table.get("name")) if isinstance(table, dict) else "" for table in tables]


@dataclass(eq=False)
class _Walk:
    """Copies plain data, resolving what is not a number yet."""

    document: Document
    result: Document
    parameters: Mapping[str, float]
    names: list[str]
    slip: ModelFileError | None = None
    count: int = 0
    cache: dict[str, float] = field(default_factory=dict)
    tables: dict[tuple[Path, Axes], Table] = field(default_factory=dict)

    def value(self, value: Any, place: Place, sets: int = 0) -> Any:
        if isinstance(value, dict):
            return self._table(value, place, sets)
        if isinstance(value, (list, tuple)):
            self._counted(len(value), place)
            if all(type(item) is float for item in value) and math.isfinite(sum(value)):
                return list(value)
            return [self.value(item, (*place, i), sets) for i, item in enumerate(value)]
        if expressions.is_expression(value) and next(k for k in reversed(place) if isinstance(k, str)) not in _TEXT:
            return self._expression(value, place)
        return float(value) if isinstance(value, float) else value

    def _table(self, table: dict[Any, Any], place: Place, sets: int) -> Any:
        key = place[-1]
        if set(table) == {"csv"} and isinstance(table["csv"], str) and key in AXES:
            try:
                read = self._read(table["csv"], place)
                self._counted(sum(map(len, read.numbers)), place)
                return read.numbers if self._axes(place).columns else as_list(read)
            except Refused as why:
                self._failed(self.document.say(place, f"= {{ csv = {quoted(table['csv'])} }} {why}"))
                return table
        if key == "base" or (isinstance(key, int) and place[-2] == "parts"):
            sets += 1
            if sets > MOST_NESTED_SETS:
                raise self.document.say(place, f"is nested too deeply; sets may be nested {MOST_NESTED_SETS} times.")
        out = {str(key): self.value(value, (*place, str(key)), sets) for key, value in table.items()}
        if isinstance(table.get("vertices"), dict) and isinstance(out["vertices"], list) and "actions" not in table:
            labels = self._read(table["vertices"]["csv"], (*place, "vertices")).labels
            out |= {} if labels is None else {"actions": labels}
        return out

    def _axes(self, place: Place) -> Axes:
        # A type's own features are one list.
        return Axes("free") if place[-1] == "features" and place[0] == "types" else AXES[str(place[-1])]

    def _read(self, name: str, place: Place) -> Table:
        folder = self.document.source(place).folder
        if folder is None:
            raise Refused("only works in a file; give the numbers here.")
        key = beside(folder, name, ".csv"), self._axes(place)
        if key not in self.tables:
            try:
                text = read_text(key[0])
            except Refused as why:
                raise Refused(f"names a file that {why}") from None
            self.tables[key] = read_table(text, key[1], self.names)
        self.result.remarks[place] = f"read from {quoted(name)}"
        return self.tables[key]

    def _expression(self, text: str, place: Place) -> Any:
        try:
            if text not in self.cache:
                self.cache[text] = expressions.evaluate(text, self.parameters)
        except expressions.ExpressionError as why:
            self._failed(self.document.say(place, f"= {quoted(text)} {why}."))
            return text
        self.result.remarks[place] = f"from {quoted(text)}"
        return self.cache[text]

    def _counted(self, more: int, place: Place) -> None:
        self.count += more
        if self.count > MOST_NUMBERS:
            raise self.document.say(
                place, f"takes the model beyond {MOST_NUMBERS:,} numbers, the most allowed; use fewer."
            )

    def _failed(self, error: ModelFileError) -> None:
        self.slip = self.slip or error


def _parameters(document: Document, overrides: dict[str, float]) -> dict[str, float]:
    """The values of ``[parameters]``, in an order in which each uses only earlier ones."""
    table = document.data.get("parameters", {})
    place: Place = ("parameters",)
    if not isinstance(table, dict):
        raise document.error(
            place, "must be a table of named numbers", came(table), "write [parameters] and p = 0.5 below it"
        )
    if len(table) > MOST_PARAMETERS:
        raise document.say(place, f"has {len(table)} entries; {MOST_PARAMETERS} are allowed.")
    for name, value in table.items():
        _check_parameter(document, (*place, name), name, value)
    known = f"known parameters: {listed(map(quoted, table))}" if table else "it has no [parameters]"
    for name, value in overrides.items():
        if name not in table:
            raise ModelFileError(
                f"{document.source(()).file}: {quoted(str(name))} is not a parameter of this file;"
                f"{meant(str(name), table)} {known}."
            )
        if (
            isinstance(value, bool)
            or not isinstance(value, (int, float, np.integer, np.floating))
            or not is_finite(value)
        ):
            raise document.error((*place, name), "must be set to a finite number", came(value), "give a number")
    written: dict[str, Any] = {**table, **{name: float(value) for name, value in overrides.items()}}
    values: dict[str, float] = {}
    for name in _in_order(document, written):
        value = written[name]
        try:
            values[name] = expressions.evaluate(value, values) if isinstance(value, str) else float(value)
        except expressions.ExpressionError as why:
            raise document.say((*place, name), f"= {quoted(value)} {why}.") from None
    return values


def _check_parameter(document: Document, place: Place, name: str, value: object) -> None:
    if not (name.isascii() and name.isidentifier() and len(name) <= 60):
        raise document.say(
            place, "is not a name that expressions can use; take letters, digits and _, beginning with a letter."
        )
    if name in expressions.RESERVED or keyword.iskeyword(name):
        raise document.say(
            place, "has a name that expressions cannot use (it has a meaning already); choose another one."
        )
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number and not expressions.is_expression(value):
        fix = f'write {name} = 0.5, or {name} = "= 1 / 2" for an expression'
        raise document.error(place, "must be a number or an expression", came(value), fix)
    if number and not is_finite(value):
        raise document.error(place, "must be a finite number", came(value), "write a finite number")


def _in_order(document: Document, written: dict[str, Any]) -> list[str]:
    """Names of parameters, each after those that it uses."""
    from graphlib import CycleError, TopologicalSorter

    uses: dict[str, list[str]] = {}
    for name, value in written.items():
        try:
            uses[name] = sorted(expressions.names_in(value)) if isinstance(value, str) else []
            for used in uses[name]:
                if used not in written and used not in expressions.RESERVED:
                    raise expressions.unknown_parameter(used, written)
        except expressions.ExpressionError as why:
            raise document.say(("parameters", name), f"= {quoted(value)} {why}.") from None
    try:
        return [name for name in TopologicalSorter(uses).static_order() if name in written]
    except CycleError as error:
        circle = [str(name) for name in reversed(error.args[1])]
        raise document.say(
            ("parameters", circle[0]), f"depends on itself ({' -> '.join(circle)}); break the circle."
        ) from None
