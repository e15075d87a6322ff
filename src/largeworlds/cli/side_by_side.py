"""Tables with one column per solution, as many side by side as fit the terminal, and sentences on lines that fit."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import typer
from rich.cells import cell_len
from rich.console import Console

from .._core.text import clean
from .tables import print_table

#: Spaces between two columns.
_BETWEEN = 2


@dataclass(frozen=True)
class Column:
    """A heading, which may break at hyphens, and one cell per row."""

    heading: str
    cells: Sequence[str]

    @property
    def lines(self) -> str:
        """The heading on several lines."""
        return self.heading.replace("-", "-\n").replace(" ", "\n")

    @property
    def width(self) -> int:
        return max(cell_len(text) for text in [*self.lines.split("\n"), *self.cells])


def print_side_by_side(title: str, corner: str, rows: Sequence[str], columns: Sequence[Column]) -> None:
    """One table, or several below each other where the terminal (80 columns, where there is none) is too narrow."""
    rows = [clean(row) for row in rows]
    say(title)
    for part in _parts(max(map(cell_len, [corner, *rows])), columns):
        headers = [corner, *(column.lines for column in part)]
        print_table(headers, [[row, *(column.cells[i] for column in part)] for i, row in enumerate(rows)])
        typer.echo("")


def _parts(first: int, columns: Sequence[Column]) -> list[list[Column]]:
    """The columns in runs that fit beside a first column of that width, each run as wide as the others as can be."""
    room, parts = Console().width - first, [list[Column]()]
    for column in columns:
        if parts[-1] and sum(each.width + _BETWEEN for each in [*parts[-1], column]) > room:
            parts.append([])
        parts[-1].append(column)
    return parts


def say(text: str, indent: str = "", *, after: str | None = None) -> None:
    """A sentence on lines that fit the terminal; ``after`` is the indent of all lines but the first."""
    later = indent if after is None else after
    lines = textwrap.wrap(
        clean(text), Console().width, initial_indent=indent, subsequent_indent=later, break_on_hyphens=False
    )
    typer.echo("\n".join(lines))
