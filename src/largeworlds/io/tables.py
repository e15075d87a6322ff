"""Tables of numbers from CSV files beside the model, with optional names above and before the numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .sources import Refused
from .wording import came, listed, quoted

#: Most numbers that one model may have in all its lists.
MOST_NUMBERS = 4_000_000

_TOO_MANY = f"has more than {MOST_NUMBERS:,} cells, the most that is read; use fewer."

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


@dataclass(frozen=True)
class Axes:
    """What rows and columns stand for: "types" (names must fit) or "free". ``columns`` None: a single list."""

    rows: str
    columns: str | None = None


#: Keys whose value may be ``{ csv = "name.csv" }``.
AXES = {
    "posterior": Axes("types", "types"),
    "vertices": Axes("free", "types"),
    "priors": Axes("free", "types"),
    "features": Axes("types", "free"),
    "shares": Axes("free"),
    **{
        key: Axes("types")
        for key in ("radii", "scales", "lower", "upper", "factors", "by", "efficiency", "prior", "default", "weights",
                    "disagreement")
    },
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """The numbers of a table, and the names before its rows if it has some."""

    numbers: list[list[float]]
    labels: list[str] | None


def read_table(text: str, axes: Axes, names: Sequence[str]) -> Table:
    """The numbers in ``text``; :class:`Refused` says what is wrong, by row (line) and column, counted from 1.

    A first row without numbers is read as headings, a first column without numbers as labels; where they stand for
    types they must be ``names`` in the same order.
    """
    rows = _cells(text)
    names = [name.strip() for name in names]
    has_headings, has_labels = _layout([cells for _, cells in rows], names)
    labels = [cells[0] for _, cells in rows[has_headings:]] if has_labels else None
    headings = rows[0][1][has_labels:] if has_headings else None
    numbers = []
    for line, cells in rows[has_headings:]:
        numbers.append([_number(cell, line, column) for column, cell in enumerate(cells, 1) if column > has_labels])
    flat_row = axes.columns is None and len(numbers) == 1
    along_columns = axes.rows if flat_row else axes.columns
    if headings is not None and along_columns == "types":
        _same(headings, names, "headings of the columns")
    if labels is not None and axes.rows == "types" and not flat_row:
        _same(labels, names, "names before the rows")
    return Table(numbers, labels)


def as_list(table: Table) -> list[float]:
    """One row or one column as a list."""
    if len(table.numbers) == 1:
        return table.numbers[0]
    if len(table.numbers[0]) == 1:
        return [row[0] for row in table.numbers]
    raise Refused(
        f"must have a single row or a single column of numbers, but it has {len(table.numbers)} rows and "
        f"{len(table.numbers[0])} columns; keep the one that is meant."
    )


def _cells(text: str) -> list[tuple[int, list[str]]]:
    """Lines (line number, cells without spaces around them), blank lines left out; all of the same length."""
    rows: list[tuple[int, list[str]]] = []
    total = 0
    if text.count(",") + text.count("\n") > 2 * MOST_NUMBERS:
        raise Refused(_TOO_MANY)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True)
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            total += len(cells)
            rows.append((reader.line_num, [cell.strip() for cell in cells]))
            if total > MOST_NUMBERS:
                raise Refused(_TOO_MANY)
            if len(cells) != len(rows[0][1]):
                raise Refused(
                    f"must have rows of equal length, but row {rows[-1][0]} has {_count(cells)} and row "
                    f"{rows[0][0]} has {_count(rows[0][1])}; add or remove cells.{_hint(text)}"
                )
    except csv.Error as error:
        raise Refused(
            f"cannot be read as comma separated values near line {reader.line_num} ({error}); check its quotes."
        ) from None
    if not rows:
        raise Refused("must have numbers, but it is empty; write one row per line, numbers separated by commas.")
    return rows


def _count(cells: Sequence[str]) -> str:
    return "1 cell" if len(cells) == 1 else f"{len(cells)} cells"


def _hint(text: str) -> str:
    return " Separate numbers by commas, and write decimals with a point." if ";" in text or "\t" in text else ""


def _layout(rows: list[list[str]], names: list[str]) -> tuple[bool, bool]:
    """(are there headings, are there labels)."""
    words = [[_NUMBER.fullmatch(cell) is None for cell in row] for row in rows]
    wide, tall = len(rows[0]) > 1, len(rows) > 1
    headings = tall and all(words[0])
    headings = headings or (tall and names in (rows[0], rows[0][1:]))
    body = slice(int(headings), None)
    labels = wide and all(row[0] for row in words[body])
    labels = labels or (wide and [row[0] for row in rows[body]] == names)
    return headings, labels


def _number(cell: str, line: int, column: int) -> float:
    if _NUMBER.fullmatch(cell) is None:
        what = f"is {came(cell)}" if cell else "is empty"
        semicolon = " Separate numbers by commas, and write decimals with a point." if re.search(r"[;\t]", cell) else ""
        raise Refused(
            f"must have a number in row {line}, column {column}, but that cell {what}; correct it.{semicolon}"
        )
    value = float(cell)
    if value in (float("inf"), float("-inf")):
        raise Refused(
            f"must have a finite number in row {line}, column {column}, but {cell} is too large; use other units."
        )
    return value


def _same(found: Sequence[str], names: Sequence[str], what: str) -> None:
    if len(found) != len(names):
        raise Refused(
            f"must have {len(names)} {what}, one per type ({listed(map(quoted, names), most=6)}), but it has "
            f"{len(found)}; name every type once."
        )
    for i, (have, want) in enumerate(zip(found, names, strict=True), 1):
        if have != want:
            raise Refused(
                f"must have the names of the types in their order as the {what}, but number {i} is {quoted(have)} "
                f"and that type is {quoted(want)}; expected are {listed(map(quoted, names), most=6)}."
            )
