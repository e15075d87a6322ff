"""Arguments and options that several commands share, so that they look and work alike."""

from __future__ import annotations

from typing import Annotated

import typer

Model = Annotated[str, typer.Argument(metavar="FILE", help="A model file (TOML), or a name from the catalog.")]
Settings = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a parameter of the file.")
]
Disagreement = Annotated[
    str | None, typer.Option(help="nash, defaults, or payoffs separated by commas (default: as the file says).")
]
Weights = Annotated[
    str | None, typer.Option(help="prior, equal, or numbers separated by commas (default: as the file says).")
]
