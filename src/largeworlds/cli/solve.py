"""``largeworlds solve``: the main job."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .._core.errors import ModelFileError
from . import common

if TYPE_CHECKING:
    from ..bargaining.problem import BargainingProblem
    from ..worlds.world import World

SOLUTIONS = ("nash",)


def solve(
    file: Annotated[str, typer.Argument(help="A model file (TOML), or a name from the catalog.")],
    solution: Annotated[str, typer.Option(help="Bargaining solution: nash.")] = "nash",
    disagreement: Annotated[
        str | None, typer.Option(help="nash, defaults, or payoffs separated by commas (default: as the file says).")
    ] = None,
    weights: Annotated[
        str | None, typer.Option(help="prior, equal, or numbers separated by commas (default: as the file says).")
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a parameter of the file.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the result as JSON (see docs/result-format.md).")] = False,
    report: Annotated[Path | None, typer.Option(help="Write a self-contained HTML report here.")] = None,
    time_limit: Annotated[
        float | None, typer.Option(min=0.0, help="Seconds after which the best certified answer so far is returned.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Solve a model: who gives what to whom, what everyone gains, the common weights, and the proof.

    Ctrl-C returns the best certified answer so far. Exit codes: 0 answered, 2 bad input, 3 no certified answer.
    """
    with common.errors_as_exit_codes():
        if solution not in SOLUTIONS:
            raise ModelFileError(f"--solution must be one of {', '.join(SOLUTIONS)}, but it is {solution!r}; use nash.")
        source = common.read_model(file, set_ or [])
        problem, question = _problem(source, disagreement, weights)
        from ..bargaining.bargain import bargain

        with common.interruptible(time_limit) as watch:
            deal = bargain(problem, throw=False, watch=watch)
        if json and not quiet:
            from ..io.results import result_dict

            typer.echo(
                json_module.dumps(
                    result_dict(deal, question=question, source=_as_asked(source, problem)), indent=1, allow_nan=False
                )
            )
        if report is not None:
            from ..report import write_report

            write_report(report, source, deal)
        if not json and not quiet:
            from .tables import print_agreement

            print_agreement(source, deal)
        if report is not None and not quiet:
            typer.echo(f"Report written to {report}", err=json)
        if not deal.is_answer:
            common.complain(common.unanswered(deal))
            raise typer.Exit(common.NO_ANSWER)


def _as_asked(source: World | BargainingProblem, problem: BargainingProblem) -> World | BargainingProblem:
    """The model with the numbers that were solved, where options replaced numbers of the file: so that it verifies."""
    from ..worlds.world import World

    if not isinstance(source, World):
        return problem
    keep_d, keep_nu = isinstance(source.disagreement, str), isinstance(source.weights, str)
    if keep_d and keep_nu:
        return source
    return World(
        source.sets,
        source.beliefs,
        source.players,
        source.names,
        source.defaults,
        weights=source.weights if keep_nu or problem.weights is None else problem.weights,
        disagreement=source.disagreement if keep_d else problem.disagreement,
        notes=source.notes,
    )


def _problem(
    source: World | BargainingProblem, disagreement: str | None, weights: str | None
) -> tuple[BargainingProblem, dict[str, str]]:
    """The problem to solve, and the question in words for the result's record."""
    from ..worlds.world import World

    if isinstance(source, World):
        d = source.disagreement if disagreement is None else _disagreement(disagreement, source.defaults is not None)
        nu = source.weights if weights is None else common.numbers_or_word(weights, ("prior", "equal"), "--weights")
        question = {
            "disagreement": d if isinstance(d, str) else "vector",
            "weights": nu if isinstance(nu, str) else "given",
        }
        return source.problem(d, nu), question
    d_given = source.disagreement if disagreement is None else _disagreement(disagreement, False)
    if isinstance(d_given, str):
        from ..disagreement.nash import nash_profile

        if source.joint:
            raise ModelFileError(
                "--disagreement nash needs one set per player, but the file has one joint set; give payoffs."
            )
        d_given = nash_profile(source.sets).sum(axis=0)
    nu_given = source.weights if weights is None else common.numbers_or_word(weights, ("equal",), "--weights")
    equal = nu_given is None or isinstance(nu_given, str)
    named = "nash" if disagreement == "nash" else "vector"
    question = {"disagreement": named, "weights": "equal" if equal else "given"}
    return source.problem(d_given, [1.0] * source.dim if equal else nu_given), question


def _disagreement(text: str, has_defaults: bool) -> str | list[float]:
    words = ("nash", "defaults") if has_defaults else ("nash",)
    return common.numbers_or_word(text, words, "--disagreement")
