"""What the commands share: finding the model, reading options, reporting errors with the right exit code."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import typer

from .._core.errors import InvalidProblem, LargeWorldsError, ModelFileError, NoAgreement, NotConverged
from .._core.status import Status
from .._core.stopwatch import Stopwatch
from .._core.text import clean

if TYPE_CHECKING:
    from ..bargaining.agreement import Agreement
    from ..bargaining.problem import BargainingProblem
    from ..games.normal_form import NormalFormGame
    from ..worlds.world import World

BAD_INPUT, NO_ANSWER, INTERRUPTED = 2, 3, 130


@contextmanager
def errors_as_exit_codes() -> Iterator[None]:
    """Bad input exits with 2 and one sentence on stderr, an unproved or missing agreement with 3, Ctrl-C with 130."""
    try:
        yield
    except KeyboardInterrupt:
        complain("stopped by Ctrl-C before there was an answer.")
        raise typer.Exit(INTERRUPTED) from None
    except (NoAgreement, NotConverged) as error:
        complain(str(error))
        raise typer.Exit(NO_ANSWER) from None
    except LargeWorldsError as error:
        complain(str(error))
        raise typer.Exit(BAD_INPUT) from None
    except BrokenPipeError:
        # The reader went away (for example `| head`): not an error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except OSError as error:
        reason = error.strerror or error
        if error.filename:
            complain(f"cannot use {error.filename}: {reason}; check the path and its permissions.")
        else:
            complain(f"cannot write the output: {reason}; send it to another place.")
        raise typer.Exit(BAD_INPUT) from None


def complain(sentence: str) -> None:
    """One line on stderr, without control characters that names in a file may hold."""
    typer.echo(f"largeworlds: {clean(sentence)}", err=True)


def warn(source: World | BargainingProblem, deal: Agreement) -> None:
    """On stderr, what a reader must know so as not to misread the answer."""
    if not deal.is_answer:
        return
    from ..worlds.advice import remarks
    from ..worlds.world import World

    for sentence in remarks(source if isinstance(source, World) else None, deal):
        complain(f"mind that {sentence[0].lower() if sentence.startswith('The ') else sentence[0]}{sentence[1:]}")


def without_answer(deal: Agreement, what: str) -> typer.Exit:
    """Say why there is no certified answer, and that ``what`` needs one; the exit to raise."""
    why = unanswered(deal)
    if deal.status is Status.time_limit:
        why = "Stopped before the answer was certified."
    complain(f"{why} {what} without a certified answer.")
    return typer.Exit(NO_ANSWER)


def unanswered(deal: Agreement) -> str:
    """Why there is no certified answer, in words."""
    if deal.status is Status.time_limit and deal.gap == float("inf"):
        return "Stopped before any answer was certified; allow more time."
    return " ".join([deal.status.value, *deal.reasons])


def read_model(file: str, settings: Sequence[str] = ()) -> World | BargainingProblem | NormalFormGame:
    """Load a model file, or the catalog entry of that name if there is no such file."""
    from ..io.files import load

    return load(model_path(file), overrides(settings) or None)


def read_tables(file: str, settings: Sequence[str] = ()) -> tuple[Mapping[str, float], Mapping[str, Any]]:
    """The parameters of a model file and its tables with every number worked out, as plain data."""
    from ..io.merging import read_document
    from ..io.resolving import resolve

    resolved = resolve(read_document(model_path(file), file), overrides(settings) or None)
    return resolved.parameters, resolved.document.data


def model_path(file: str) -> Path:
    """The path of a model file, or of the catalog entry of that name."""
    if not file:
        raise ModelFileError("FILE must not be empty; give a model file or a name from `largeworlds catalog list`.")
    path = Path(file)
    if path.exists():
        return path
    if not path.suffix and "/" in file:
        from ..catalog.listing import find, suggestion

        try:
            return find(file)
        except InvalidProblem:
            raise ModelFileError(
                f"{file}: there is no such file, and no entry of that name in the catalog; {suggestion(file)}."
            ) from None
    raise ModelFileError(f"{file}: there is no such file; give a model file or a name from `largeworlds catalog list`.")


def overrides(settings: Sequence[str]) -> dict[str, float]:
    """``KEY=VALUE`` options as numbers."""
    out: dict[str, float] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not equals or not key.strip() or not abs(number) < float("inf"):
            raise ModelFileError(f"--set must be KEY=NUMBER, but it is {setting!r}; for example --set p=0.75.")
        out[key.strip()] = number
    return out


def numbers_or_word(text: str, words: Sequence[str], option: str) -> str | list[float]:
    """One of ``words``, or comma-separated numbers."""
    if text in words:
        return text
    try:
        return [float(part) for part in text.split(",")]
    except ValueError:
        listed = ", ".join(words)
        raise ModelFileError(
            f"{option} must be one of {listed}, or numbers separated by commas, but it is {text!r}; "
            f"for example {option} {words[0]}."
        ) from None


@contextmanager
def interruptible(limit: float | None) -> Iterator[Stopwatch]:
    """A stopwatch that Ctrl-C stops: the best certified answer so far is returned. A second Ctrl-C ends the program."""
    watch = Stopwatch(limit)

    def stop(_signum: int, _frame: FrameType | None) -> None:
        watch.stop()
        signal.signal(signal.SIGINT, previous)

    previous = signal.signal(signal.SIGINT, stop)
    try:
        yield watch
    finally:
        signal.signal(signal.SIGINT, previous)
