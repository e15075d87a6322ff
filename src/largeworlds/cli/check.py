"""``largeworlds check``: validate a model, explain it in plain words, or say how two models differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .._core.errors import InvalidProblem
from .._core.status import Status
from .._core.text import apart, clean, counted, number
from . import common
from .options import Model, Settings

if TYPE_CHECKING:
    from ..bargaining.agreement import Agreement
    from ..bargaining.problem import BargainingProblem
    from ..games.normal_form import NormalFormGame
    from ..worlds.world import World

    Source = World | BargainingProblem | NormalFormGame


def check(
    file: Model,
    other: Annotated[str | None, typer.Argument(help="A second model to compare with.")] = None,
    set_: Settings = None,
) -> None:
    """Validate a model and explain it in plain words; with two files: what differs in model, compromise and gains."""
    with common.errors_as_exit_codes():
        first = common.read_model(file, set_ or [])
        if other is None:
            parameters, tables = common.read_tables(file, set_ or [])
            typer.echo(f"{_needed(file, first) or f'{file} is a valid model.'}\n")
            typer.echo("\n\n".join([*_in_words(first, tables), *_parameters_in_words(parameters)]))
            return
        second = common.read_model(other, set_ or [])
        one, two = (common.read_tables(each, set_ or [])[0] for each in (file, other))
        _compare(first, second, differences({"parameters": dict(one)}, {"parameters": dict(two)}), file, other)


def _in_words(source: Source, tables: Mapping[str, Any]) -> list[str]:
    from ..games.normal_form import NormalFormGame
    from ..report.game import game_in_words
    from ..report.words import model_in_words

    return game_in_words(source) if isinstance(source, NormalFormGame) else model_in_words(source, tables)


def _needed(file: str, source: Source) -> str:
    """What ``solve`` still needs, in a sentence; "" if nothing."""
    from ..worlds.world import World

    if not isinstance(source, World) or source.bargaining_weights(source.weights, required=False) is not None:
        return ""
    return (
        f"{file} can be read, but solve needs weights too: no prior is given, and the beliefs do not determine one "
        'that could say how much each gain counts. Give solve --weights equal, or write weights = "equal" (or one '
        "number per type) at the top of the file."
    )


def _parameters_in_words(parameters: Mapping[str, float]) -> list[str]:
    if not parameters:
        return []
    told = ", ".join(f"{name} = {number(value)}" for name, value in parameters.items())
    return [f"Parameters, which --set changes: {told}."]


def _compare(first: Source, second: Source, parameters: list[str], file: str, other: str) -> None:
    from ..bargaining.bargain import bargain
    from ..io.files import model_of

    lines = parameters + differences(model_of(first), model_of(second))
    typer.echo("The two models are the same." if not lines else f"{counted(len(lines), 'difference')} in the model:")
    for line in lines[:60]:
        typer.echo(f"  {clean(line)}")
    if len(lines) > 60:
        typer.echo(f"  ... and {len(lines) - 60} more")
    try:
        problems = _problem(first), _problem(second)
    except InvalidProblem as error:
        typer.echo(f"\nThe compromises are not compared: {clean(str(error))}")
        return
    with common.interruptible(None) as watch:
        one, two = (bargain(problem, throw=False, watch=watch) for problem in problems)
    for deal in (one, two):
        if deal.status is Status.time_limit:
            raise common.without_answer(deal, "The compromises cannot be compared")
    _print_answers(one, two, file, other)


def _print_answers(one: Agreement, two: Agreement, file: str, other: str) -> None:
    from ..bargaining.measures import shown_gains
    from .tables import print_table

    rows = []
    gains_one, gains_two = shown_gains(one), shown_gains(two)
    for name in dict.fromkeys([*one.names, *two.names]):
        a = one.names.index(name) if name in one.names else None
        b = two.names.index(name) if name in two.names else None
        payoffs = apart(_at(one.payoffs, a), _at(two.payoffs, b), 5)
        gains = _at(gains_one, a), _at(gains_two, b)
        rows.append([name, *payoffs, *apart(*gains), number(gains[1] - gains[0], 3)])
    typer.echo(f"\nCompromise of A = {file} ({one.status.word}) and B = {other} ({two.status.word}):")
    print_table(["", "payoff A", "payoff B", "gain A", "gain B", "gain B less A"], rows)
    for label, deal in (("A", one), ("B", two)):
        for reason in deal.reasons:
            typer.echo(f"{label}: {clean(reason)}")


def _at(values: Any, index: int | None) -> float:
    return float("nan") if index is None else float(values[index])


def _problem(source: Source) -> BargainingProblem:
    from ..bargaining.problem import BargainingProblem
    from ..disagreement.from_game import game_problem
    from ..worlds.world import World

    if isinstance(source, BargainingProblem):
        return source
    return source.problem() if isinstance(source, World) else game_problem(source)


def differences(a: Any, b: Any, path: str = "") -> list[str]:
    """Where two plain models differ, one line each: key path, then the value in A and in B."""
    if isinstance(a, dict) and isinstance(b, dict):
        out = []
        for key in dict.fromkeys([*a, *b]):
            where = f"{path}.{key}" if path else str(key)
            if key not in a:
                out.append(f"{where}: only in B ({_short(b[key])})")
            elif key not in b:
                out.append(f"{where}: only in A ({_short(a[key])})")
            else:
                out.extend(differences(a[key], b[key], where))
        return out
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return [line for i, (x, y) in enumerate(zip(a, b, strict=True)) for line in differences(x, y, f"{path}[{i}]")]
    return [] if a == b else [f"{path}: {_short(a)} in A, {_short(b)} in B"]


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 50 else text[:47] + "..."
