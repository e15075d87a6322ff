"""``largeworlds compare``: all solutions of one model side by side, and who prefers which."""

from __future__ import annotations

import json as json_module
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from .._core.errors import ModelFileError
from .._core.text import clean
from . import common
from .options import Disagreement, Model, Settings, Weights
from .solutions import SOLUTIONS, concept_of

if TYPE_CHECKING:
    from ..bargaining.comparison import Comparison

#: Without --axioms they are checked for up to so many players, with up to so many profiles of actions.
_FEW_PLAYERS, _FEW_PROFILES = 3, 100

Solutions = Annotated[
    str | None,
    typer.Option(metavar="NAME,NAME", help=f"Which solutions (default: all): {', '.join(SOLUTIONS)}."),
]


def compare(
    file: Model,
    solutions: Solutions = None,
    disagreement: Disagreement = None,
    weights: Weights = None,
    set_: Settings = None,
    json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON (see docs/comparing.md).")] = False,
    time_limit: Annotated[
        float | None, typer.Option(min=0.0, help="Seconds after which what was found so far is printed.")
    ] = None,
    axioms: Annotated[
        bool | None,
        typer.Option("--axioms/--no-axioms", help="Look for axioms that each breaks (default: for small problems)."),
    ] = None,
) -> None:
    """All solutions side by side: payoffs, gains, consensus weights, who prefers which, and the axioms each breaks.

    Ctrl-C prints what was found so far. Exit codes: 0 answered, 2 bad input, 3 some solution has no certified answer.
    """
    with common.errors_as_exit_codes():
        names = names_of(solutions)
        concepts = [concept_of(name, {}) for name in names]
        from ..bargaining.comparison import compare as set_beside
        from .question import ask

        weighted = any(concept.takes_weights for concept in concepts)
        question = ask(common.read_model(file, set_ or []), disagreement, weights, weighted=weighted)
        matrix, why = None, ""
        with common.interruptible(time_limit) as watch:
            found = set_beside(question.problem, concepts, watch=watch)
            if axioms is None:
                why = _too_much(found)
            if found.answered and (axioms or (axioms is None and not why)):
                from ..axioms.matrix import axiom_matrix

                matrix = axiom_matrix([concepts[i] for i in found.answered], [question.problem], watch=watch)
        if json:
            from .comparison_data import comparison_data

            data = comparison_data(found, names, matrix, question)
            typer.echo(json_module.dumps(data, indent=1, allow_nan=False))
        else:
            from .comparison_tables import print_comparison

            print_comparison(found, names, matrix, why, question.source)
        if unfinished := unanswered(found, names):
            common.complain(f"no certified answer: {' '.join(unfinished)}")
            raise typer.Exit(common.NO_ANSWER)


def names_of(solutions: str | None) -> list[str]:
    """The names of the solutions that were asked for, without repetition; all of them for None."""
    if solutions is None:
        return list(SOLUTIONS)
    names = list(dict.fromkeys(name.strip() for name in solutions.split(",")))
    for name in names:
        if name not in SOLUTIONS:
            known = ", ".join(SOLUTIONS)
            raise ModelFileError(
                f"--solutions must name solutions among {known}, but one is {name!r}; for example "
                "--solutions nash,kalai-smorodinsky."
            )
    return names


def unanswered(found: Comparison, names: Sequence[str]) -> list[str]:
    """A sentence for every reason why solutions have no certified answer, with their names."""
    reasons: dict[str, list[str]] = {}
    for i, deal in enumerate(found.deals):
        if deal is not None and not deal.is_answer:
            reasons.setdefault(clean(common.unanswered(deal)), []).append(names[i])
    return [f"{', '.join(which)}: {reason}" for reason, which in reasons.items()]


def _too_much(found: Comparison) -> str:
    """Why axioms are not checked unless asked for; "" for a small problem."""
    import math

    from ..axioms.cut import vertex_lists

    lists = vertex_lists(found.problem)
    if lists is None:
        return "some of its sets are curved, of which several axioms do not speak"
    if found.problem.dim > _FEW_PLAYERS:
        return f"with {found.problem.dim} players that may take minutes"
    if math.prod(len(rows) for rows in lists) > _FEW_PROFILES:
        return "with so many actions that may take minutes"
    return ""
