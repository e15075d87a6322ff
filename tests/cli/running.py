"""Running the program: in this process for speed, or as a process of its own where that is what is tested."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

import largeworlds
from largeworlds.cli.app import app

SOURCE = Path(largeworlds.__file__).parents[1]
PROGRAM = [sys.executable, "-m", "largeworlds.cli.app"]


def run(*arguments: object) -> Any:
    """The finished run of ``largeworlds ARGUMENTS`` with ``exit_code``, ``stdout`` and ``stderr``."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def refused(*arguments: object) -> str:
    """The one sentence with which bad input is refused; nothing goes to standard output."""
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    sentence = result.stderr
    assert sentence.startswith("largeworlds: ")
    assert sentence.endswith("\n")
    assert sentence.count("\n") == 1
    return str(sentence.removeprefix("largeworlds: ").rstrip("\n"))


def environment(**more: str) -> dict[str, str]:
    """The environment in which a process finds the library."""
    path = os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    return {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **more}


def process(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """``largeworlds ARGUMENTS`` as a process of its own."""
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", timeout=120, env=environment(**more), check=False,
    )  # fmt: skip


def leaves(value: Any) -> Iterator[Any]:
    """Everything in plain data that is neither a table nor a list."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value
