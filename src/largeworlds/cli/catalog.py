"""``largeworlds catalog``: the published examples that come with the library."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from . import common

app = typer.Typer(help="Published examples as data; the name is the citation.", no_args_is_help=True)


@app.command("list")
def list_() -> None:
    """List the entries: name, kind (a world, or a plain bargaining problem) and title."""
    with common.errors_as_exit_codes():
        from .. import catalog
        from .tables import print_table

        rows = [[entry.name, entry.kind, entry.title] for entry in catalog.entries()]
        print_table(["name", "kind", "title"], rows, left=3)


@app.command()
def show(name: Annotated[str, typer.Argument(help="Name of the entry.")]) -> None:
    """Print an entry's model file."""
    with common.errors_as_exit_codes():
        from .. import catalog

        typer.echo(catalog.show(name))


@app.command()
def copy(
    name: Annotated[str, typer.Argument(help="Name of the entry.")],
    to: Annotated[Path, typer.Argument(help="Folder or file to copy it to.")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Copy an entry, with the files it refers to, so that you can change it."""
    with common.errors_as_exit_codes():
        from .. import catalog

        for path in catalog.copy(name, to, overwrite=force):
            typer.echo(f"Wrote {path}")
