"""``largeworlds verify``: recompute a result's certificate without the solver."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from .._core.errors import ModelFileError
from . import common

#: Larger files are not read.
_MOST_BYTES = 200_000_000


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
    with path.open("rb") as file:
        raw = file.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise ModelFileError(f"{path}: must not be larger than {_MOST_BYTES} bytes; no result of this library is.")
    try:
        content = json.loads(raw.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_without_repeats)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError, ValueError) as error:
        raise ModelFileError(
            f"{path}: must be JSON as written by `largeworlds solve FILE --json`, but it is not ({error})."
        ) from None
    if not isinstance(content, dict):
        raise ModelFileError(f"{path}: must be a JSON object as written by `largeworlds solve FILE --json`.")
    return content


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) < len(pairs):
        raise ValueError("a key stands twice in one table, so that it is not clear which of them counts")
    return out


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is not a JSON number")
