"""``largeworlds axioms``: which solution keeps which axiom, computed over a random family or around one model."""

from __future__ import annotations

import json as json_module
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import typer

from .._core.errors import ModelFileError
from .._core.text import DASH, clean, counted, listed
from . import common
from .compare import Solutions, names_of
from .options import Disagreement, Settings, Weights
from .side_by_side import Column, print_side_by_side, say
from .solutions import concept_of

if TYPE_CHECKING:
    from ..axioms.matrix import AxiomMatrix
    from ..bargaining.problem import BargainingProblem

#: Players and problems of the random family where none are asked for.
_PLAYERS, _PROBLEMS = (2, 3), 10


def axioms(
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="A model file, or a name from the catalog; else random problems."),
    ] = None,
    players: Annotated[
        int | None, typer.Option(help="Players of each random problem, 2 to 6 (default: 2 and 3 in turn).")
    ] = None,
    problems: Annotated[int | None, typer.Option(help=f"How many random problems (default: {_PROBLEMS}).")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Draws the problems, and the changes that axioms speak of.")] = 0,
    solutions: Solutions = None,
    disagreement: Disagreement = None,
    weights: Weights = None,
    set_: Settings = None,
    json: Annotated[bool, typer.Option("--json", help="Print the matrix as JSON (see docs/comparing.md).")] = False,
    time_limit: Annotated[
        float | None, typer.Option(min=0.0, help="Seconds after which what was found so far is printed.")
    ] = None,
) -> None:
    """Which solution keeps which axiom: the table of the textbooks, computed, and what Theorem 12 leaves.

    Every cell is found by looking for counterexamples, so "holds" is no proof. Ctrl-C prints what was found so far.
    Exit codes: 0 answered, 2 bad input, 3 stopped before all was looked at.
    """
    with common.errors_as_exit_codes():
        names = names_of(solutions)
        concepts = [concept_of(name, {}) for name in names]
        rng = np.random.default_rng(seed)
        if file is None:
            asked: dict[str, Any] = {"--disagreement": disagreement, "--weights": weights, "--set": set_}
            _only(asked, "belong to a model", "name a FILE, or leave it out")
            family = _family(players, problems, rng)
        else:
            asked = {"--players": players, "--problems": problems}
            _only(asked, "draw random problems", "leave it out, or leave out FILE")
            from .question import ask

            weighted = any(concept.takes_weights for concept in concepts)
            model = common.read_model(file, set_ or [])
            family = (ask(model, disagreement, weights, weighted=weighted).problem,)
        from ..axioms.matrix import axiom_matrix

        with common.interruptible(time_limit) as watch:
            matrix = axiom_matrix(concepts, family, rng, watch, told=_progress())
        if json:
            typer.echo(json_module.dumps(matrix_data(matrix, names, seed), indent=1, allow_nan=False))
        else:
            _print(matrix, names, file, seed)
        if not matrix.complete:
            common.complain("stopped before all was looked at; allow more time, or ask for fewer problems.")
            raise typer.Exit(common.NO_ANSWER)


def _only(asked: dict[str, Any], rule: str, fix: str) -> None:
    """ModelFileError if one of these options was given where it has no meaning."""
    for option, value in asked.items():
        if value:
            given = ", ".join(value) if isinstance(value, list) else value
            raise ModelFileError(f"{option} can only {rule}, but it is {given}; {fix}.")


def _family(players: int | None, problems: int | None, rng: np.random.Generator) -> tuple[BargainingProblem, ...]:
    from ..axioms.family import MOST_PROBLEMS, PLAYERS, random_family

    count = _PROBLEMS if problems is None else problems
    for option, value, (least, most) in (("--players", players, PLAYERS), ("--problems", count, (1, MOST_PROBLEMS))):
        if value is not None and not least <= value <= most:
            raise ModelFileError(f"{option} must be from {least} to {most:,}, but it is {value}; for example 3.")
    return random_family(_PLAYERS if players is None else [players], count, rng)


def _progress() -> Callable[[int, int], None] | None:
    """Tells a terminal how far the work is; None where nobody is watching."""
    if not sys.stderr.isatty():
        return None

    def told(done: int, every: int) -> None:
        sys.stderr.write(f"\r{done} of {every} looked at " if done < every else "\r" + " " * 40 + "\r")
        sys.stderr.flush()

    return told


# -- the table ----------------------------------------------------------------------------------------------------


def _print(matrix: AxiomMatrix, names: Sequence[str], file: str | None, seed: int) -> None:
    count = len(matrix.problems)
    sizes = listed([str(m) for m in sorted({problem.dim for problem in matrix.problems})])
    where = f"around {file}" if file is not None else f"on {counted(count, 'random problem')} (seed {seed})"
    rows = [label(key) for key in matrix.axioms]
    columns = [Column(name, [cell(matrix, i, key) for key in matrix.axioms]) for i, name in enumerate(names)]
    print_side_by_side(f"Axioms and solutions {where}, {sizes} players", "axiom", rows, columns)
    if count > 1:
        say(f"holds: no counterexample was found on the {count} problems, or on the number in brackets where the axiom "
            f"speaks of fewer. n of k: there are counterexamples on n of the k problems of which it speaks. {DASH}: it "
            "speaks of none of them. open: not decided on some.")  # fmt: skip
    else:
        say(f"holds: no counterexample was found, which is no proof. {DASH}: the axiom does not speak of this problem. "
            "open: not decided.")  # fmt: skip
    _print_theorem(matrix, names)
    if file is not None:
        _print_examples(matrix, names)
    elif not all(matrix.counterexample(i, key) is None for i in range(len(names)) for key in matrix.axioms):
        typer.echo("")
        say("--json has every counterexample in words and numbers.")


def label(key: str) -> str:
    """The name of an axiom in a table: its key, as words."""
    return key.replace("-", " ").replace("pareto", "Pareto")


def cell(matrix: AxiomMatrix, i: int, key: str) -> str:
    """What the table says of concept number ``i`` and an axiom."""
    from ..axioms.axiom import Verdict

    found, count = matrix.cell(i, key), len(matrix.problems)
    spoken = count - found.not_applicable
    if found.verdict is Verdict.fails:
        return "fails" if count == 1 else f"{found.fails} of {spoken}"
    words = {Verdict.holds: "holds", Verdict.not_applicable: DASH, Verdict.undecided: "open"}
    return words[found.verdict] + (f" ({spoken})" if found.verdict is Verdict.holds and spoken < count else "")


def _print_theorem(matrix: AxiomMatrix, names: Sequence[str]) -> None:
    """What the axioms of Theorem 12 leave, one after the other, and each four of them."""
    from ..axioms.check import THEOREM_12

    typer.echo("")
    say(
        "Theorem 12 of Treutlein 2023 (Lensberg 1988): five axioms leave only the symmetric Nash solution. Taken one "
        "after the other, they leave here, without a counterexample (in brackets: decided on how many problems, where "
        "not on all):"
    )
    for count, key in enumerate(THEOREM_12, 1):
        left = [_left(matrix, i, THEOREM_12[:count], names[i]) for i in matrix.unbroken(THEOREM_12[:count])]
        say(f"{'+ ' if count > 1 else ''}{label(key)}: {', '.join(left) or 'none'}", "  ", after="      ")
    every = matrix.unbroken()
    for key in THEOREM_12:
        more = [names[i] for i in matrix.unbroken([other for other in THEOREM_12 if other != key]) if i not in every]
        if more:
            say(f"without {label(key)}: also {', '.join(more)}", "  ", after="      ")


def _left(matrix: AxiomMatrix, i: int, keys: Sequence[str], name: str) -> str:
    """A concept that is left; in brackets the number of problems on which every one of the axioms was decided."""
    decided = min(matrix.cell(i, key).holds + matrix.cell(i, key).fails for key in keys)
    return name if decided == len(matrix.problems) else f"{name} ({decided or 'not tested'})"


def _print_examples(matrix: AxiomMatrix, names: Sequence[str]) -> None:
    told = []
    for i, name in enumerate(names):
        for key in matrix.axioms:
            check = matrix.counterexample(i, key)
            if check is not None:
                told.append(f"{name}, {label(key)}: {clean(check.text)}")
    if told:
        typer.echo("")
        say("Counterexamples")
    for line in told:
        say(line, "  ", after="      ")


# -- as data ------------------------------------------------------------------------------------------------------


def matrix_data(matrix: AxiomMatrix, names: Sequence[str], seed: int) -> dict[str, Any]:
    """The matrix as plain data; the keys are described in docs/comparing.md."""
    from .. import __version__
    from ..axioms.check import THEOREM_12
    from ..io.results import FORMAT

    return {
        "format": FORMAT,
        "largeworlds": __version__,
        "kind": "axioms",
        "seed": seed,
        "complete": matrix.complete,
        "problems": [_problem_data(problem) for problem in matrix.problems],
        "axioms": list(matrix.axioms),
        "solutions": list(names),
        "cells": {name: {key: _cell_data(matrix, i, key) for key in matrix.axioms} for i, name in enumerate(names)},
        "theorem_12": {"axioms": list(THEOREM_12), "left": [names[i] for i in matrix.unbroken()]},
    }


def _cell_data(matrix: AxiomMatrix, i: int, key: str) -> dict[str, Any]:
    found = matrix.cell(i, key)
    counts = {name: getattr(found, name) for name in ("holds", "fails", "not_applicable", "undecided")}
    checks = [checks[key] for checks in matrix.checks[i]]
    return {
        "verdict": found.verdict.name,
        **counts,
        "texts": [check.text for check in checks],
        "counterexamples": [k for k, check in enumerate(checks) if not check],
    }


def _problem_data(problem: BargainingProblem) -> dict[str, Any] | None:
    """The problem as a model file would hold it; null if no file can."""
    from ..io.model import NotWritable, model_of

    try:
        return dict(model_of(problem))
    except NotWritable:
        return None
