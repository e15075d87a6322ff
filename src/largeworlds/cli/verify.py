"""``largeworlds verify``: recompute a result's certificate without the solver."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from .._core.errors import ModelFileError
from . import common


def verify(
    result: Annotated[Path, typer.Argument(help="A result written by `largeworlds solve FILE --json`.")],
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing; the exit code tells.")] = False,
) -> None:
    """Recompute the certificate of a result with the independent checker alone, which shares no code with the solver.

    Exit codes: 0 confirmed, 2 not a readable result, 3 not confirmed.
    """
    from ..checker import ResultFormatError
    from ..checker import verify as recompute

    with common.errors_as_exit_codes():
        content = _read(result)
        try:
            verification = recompute(content)
        except ResultFormatError as error:
            raise ModelFileError(f"{result}: {error}") from None
        if not quiet:
            typer.echo(verification.text())
        if not verification.ok:
            raise typer.Exit(common.NO_ANSWER)


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_constant)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError, ValueError) as error:
        raise ModelFileError(
            f"{path}: must be JSON as written by `largeworlds solve FILE --json`, but it is not ({error})."
        ) from None
    if not isinstance(content, dict):
        raise ModelFileError(f"{path}: must be a JSON object as written by `largeworlds solve FILE --json`.")
    return content


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is not a JSON number")
