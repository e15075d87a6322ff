"""``largeworlds solve``: the main job."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import Annotated

import typer

from . import common
from .options import Disagreement, Model, Settings, Weights
from .solutions import SOLUTIONS, concept_of


def solve(
    file: Model,
    solution: Annotated[str, typer.Option(help=f"Bargaining solution: {', '.join(SOLUTIONS)}.")] = "nash",
    disagreement: Disagreement = None,
    weights: Weights = None,
    ideal: Annotated[
        str | None,
        typer.Option(
            help="Ideal points over outcomes in which nobody falls below disagreement (rational, the default) or over "
            "all that is feasible (feasible): kalai-smorodinsky, equal-loss, armstrong."
        ),
    ] = None,
    normalization: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Unit of every payoff, for utilitarian: none (default), range, ideal, sum-of-squares, variance, std, "
            "sample-std or mad.",
        ),
    ] = None,
    order: Annotated[
        str | None,
        typer.Option(metavar="NAME,NAME", help="Who chooses first, second, ..., for dictatorial; then the others."),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="How claims rise, for raiffa: discrete (default) or continuous.")
    ] = None,
    set_: Settings = None,
    json: Annotated[bool, typer.Option("--json", help="Print the result as JSON (see docs/result-format.md).")] = False,
    report: Annotated[Path | None, typer.Option(help="Write a self-contained HTML report here.")] = None,
    time_limit: Annotated[
        float | None, typer.Option(min=0.0, help="Seconds after which the best certified answer so far is returned.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Solve a model: who gives what to whom, what everyone gains, the common weights, and the proof.

    Ctrl-C returns the best certified answer so far. Exit codes: 0 answered, 2 bad input, 3 no certified answer. A
    report is written before anything is printed; without a certified answer its first line says so.
    """
    with common.errors_as_exit_codes():
        options = {"ideal": ideal, "normalization": normalization, "order": order, "kind": kind, "weights": weights}
        concept = concept_of(solution, options)
        from .question import ask

        model = common.read_model(file, set_ or [])
        question = ask(model, disagreement, weights, weighted=concept.takes_weights)
        from ..bargaining.bargain import bargain

        with common.interruptible(time_limit) as watch:
            deal = bargain(question.problem, concept, throw=False, watch=watch)
        if report is not None:
            from ..io.files import model_of
            from ..report import write_report

            write_report(report, question.source, deal, model=model_of(question.record))
        if not quiet:
            common.warn(question.source, deal)
        if json and not quiet:
            from ..io.results import result_dict

            result = result_dict(deal, question=question.words, source=question.record)
            typer.echo(json_module.dumps(result, indent=1, allow_nan=False))
        elif not quiet:
            from .tables import print_agreement

            print_agreement(question.source, deal)
        if report is not None and not quiet:
            without = "" if deal.is_answer else " (it says that there is no certified answer)"
            typer.echo(f"Report written to {report}{without}", err=json)
        if not deal.is_answer:
            common.complain(common.unanswered(deal))
            raise typer.Exit(common.NO_ANSWER)
