"""``largeworlds check``: validate a model, explain it in plain words, or say how two models differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from .._core.text import clean, counted
from . import common

if TYPE_CHECKING:
    from ..bargaining.agreement import Agreement
    from ..bargaining.problem import BargainingProblem
    from ..worlds.world import World


def check(
    file: Annotated[str, typer.Argument(help="A model file (TOML), or a name from the catalog.")],
    other: Annotated[str | None, typer.Argument(help="A second model to compare with.")] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a parameter of the file(s).")
    ] = None,
) -> None:
    """Validate a model and explain it in plain words; with two files: what differs in model, compromise and gains."""
    with common.errors_as_exit_codes():
        first = common.read_model(file, set_ or [])
        if other is None:
            from ..report.words import model_in_words

            typer.echo(f"{file} is a valid model.\n")
            typer.echo("\n\n".join(model_in_words(first)))
            return
        second = common.read_model(other, set_ or [])
        _compare(first, second, file, other)


def _compare(first: World | BargainingProblem, second: World | BargainingProblem, file: str, other: str) -> None:
    from ..io.files import model_of

    lines = list(differences(model_of(first), model_of(second)))
    typer.echo("The two models are the same." if not lines else f"{counted(len(lines), 'difference')} in the model:")
    for line in lines[:60]:
        typer.echo(f"  {clean(line)}")
    if len(lines) > 60:
        typer.echo(f"  ... and {len(lines) - 60} more")
    one, two = _solved(first), _solved(second)
    from .tables import number, print_table

    rows = []
    for name in dict.fromkeys([*one.names, *two.names]):
        a = one.names.index(name) if name in one.names else None
        b = two.names.index(name) if name in two.names else None
        cells = [_at(one.payoffs, a), _at(two.payoffs, b), _at(one.gains, a), _at(two.gains, b)]
        rows.append([name, *(number(c) for c in cells), number(cells[3] - cells[2], 3)])
    typer.echo(f"\nCompromise of A = {file} ({one.status.name}) and B = {other} ({two.status.name}):")
    print_table(["", "payoff A", "payoff B", "gain A", "gain B", "gain B - A"], rows)


def _at(values: Any, index: int | None) -> float:
    return float("nan") if index is None else float(values[index])


def _solved(source: World | BargainingProblem) -> Agreement:
    from ..bargaining.bargain import bargain
    from ..bargaining.problem import BargainingProblem

    problem = source if isinstance(source, BargainingProblem) else source.problem()
    return bargain(problem, throw=False)


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
