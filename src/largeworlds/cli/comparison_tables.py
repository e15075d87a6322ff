"""What ``largeworlds compare`` prints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import typer

from .._core.arrays import Array
from .._core.text import clean, counted, listed, number, percent
from ..bargaining.measures import percent_gains
from ..worlds.advice import below_nash
from ..worlds.world import World
from .side_by_side import Column, print_side_by_side, say
from .tables import print_table

if TYPE_CHECKING:
    from ..axioms.matrix import AxiomMatrix
    from ..bargaining.comparison import Comparison
    from ..bargaining.problem import BargainingProblem


def print_comparison(
    found: Comparison,
    names: Sequence[str],
    matrix: AxiomMatrix | None,
    why: str,
    source: World | BargainingProblem,
) -> None:
    """The whole comparison; ``why`` says why axioms were not checked, where ``matrix`` is None."""
    if isinstance(source, World) and (title := clean(source.notes.get("title", ""))):
        typer.echo(f"{title}\n")
    for i, reason in found.left_out.items():
        say(f"{names[i]} is left out: {reason.split(';')[0].rstrip('.')}.")
    if not found.answered:
        return
    noun = "type" if isinstance(source, World) else "player"
    labels = group_labels(found, names)
    _say_groups(found, names, labels)
    _print_numbers(found, names, labels, noun, source)
    _print_preferences(found, labels, noun)
    _print_axioms(found, names, matrix, why)


def group_labels(found: Comparison, names: Sequence[str]) -> list[str]:
    """A short name per group: the solution, and how many others choose the same."""
    return [names[group[0]] + (f" +{len(group) - 1}" if len(group) > 1 else "") for group in found.groups]


def _say_groups(found: Comparison, names: Sequence[str], labels: Sequence[str]) -> None:
    count = len(found.answered)
    outcomes = len(found.groups)
    if outcomes == count:
        say(f"{counted(count, 'solution')}, {'all different' if count > 1 else 'nothing to compare it with'}.")
    else:
        say(f"{counted(count, 'solution')}, {counted(outcomes, 'outcome')}.")
    for label, group in zip(labels, found.groups, strict=True):
        if len(group) > 1:
            say(f"{label}: {listed([names[i] for i in group], 20)} choose the same, within their errors.")
    typer.echo("")


def _print_numbers(
    found: Comparison, names: Sequence[str], labels: Sequence[str], noun: str, source: World | BargainingProblem
) -> None:
    players, d = found.problem.names, found.problem.disagreement
    firsts = [group[0] for group in found.groups]

    def show(title: str, values: Callable[[int], Array], form: Callable[[float], str], extra: Sequence[Column]) -> None:
        told = [[form(float(value)) for value in values(i)] for i in firsts]
        columns = [Column(label, cells) for label, cells in zip(labels, told, strict=True)]
        print_side_by_side(title, noun, players, [*extra, *columns])

    own = Column("disagreement", [number(float(v)) for v in d])
    told = [Column(label, _payoffs(found, i)) for label, i in zip(labels, firsts, strict=True)]
    print_side_by_side(f"Payoffs ({clean(found.problem.units)})", noun, players, [own, *told])
    if any("*" in cell for column in told for cell in column.cells):
        say(f"* The solution does not determine this payoff; the {noun} is not counted as preferring it to anything.")
        typer.echo("")
    show("Gains over disagreement", found.gains, number, [])
    shares = {i: shares_of_disagreement(found, i, source) for i in firsts}
    if any(np.isfinite(share).any() for share in shares.values()):
        show("Gains in percent of the disagreement payoff", shares.__getitem__, lambda v: percent(v, 3), [])
    if any(np.isfinite(found.ideal_shares(i)).any() for i in firsts):
        top = Column("ideal payoff", [number(float(v)) for v in found.ideal])
        title = "Gains in percent of the ideal gain, the most that each can gain if nobody falls below disagreement"
        show(title, found.ideal_shares, lambda v: percent(v, 3), [top])
    columns = [Column(names[i], [number(float(w), 3) for w in consensus(found, i)]) for i in found.answered]
    title = "Consensus weights, scaled to sum to 1: everybody maximises the same weighted sum of payoffs"
    print_side_by_side(title, noun, players, columns)


def _payoffs(found: Comparison, i: int) -> list[str]:
    """Payoffs in words; those that a solution leaves open are marked."""
    sure = np.isfinite(found.deal(i).error)
    values = found.problem.disagreement + found.gains(i)
    return [number(float(v)) + ("" if known else "*") for v, known in zip(values, sure, strict=True)]


def consensus(found: Comparison, i: int) -> Array:
    """The consensus weights of solution ``i``, scaled to sum to one."""
    weights = found.deal(i).weights
    return np.asarray(weights / weights.sum() if weights.sum() > 0 else weights)


def shares_of_disagreement(found: Comparison, i: int, source: World | BargainingProblem) -> Array:
    """Gains as shares of the disagreement payoffs, NaN where that is no measure."""
    deal = found.deal(i)
    natural = np.isfinite(percent_gains(deal))
    if isinstance(source, World):
        natural &= ~below_nash(source, deal)
    return np.where(natural, found.gains(i) / np.where(natural, deal.disagreement, 1.0), np.nan)


def _print_preferences(found: Comparison, labels: Sequence[str], noun: str) -> None:
    m, groups = found.problem.dim, range(len(labels))
    best = [found.liked(t) for t in range(m)]
    least = [found.liked(t, best=False) for t in range(m)]
    rows = []
    for g, label in enumerate(labels):
        gains = found.gains(found.groups[g][0])
        up, down = int((gains > 0).sum()), int((gains < 0).sum())
        rational = "yes" if found.deal(found.groups[g][0]).individually_rational else "no"
        rows.append([label, str(up), str(down), rational, str(_count(best, g)), str(_count(least, g))])
    headers, last = ["solution", "gain", "lose", "nobody loses", "best for", "worst for"], len(labels) > 1
    liking = ", and like it best or least of all (several where they are indifferent)" if last else " and lose"
    say(f"How many {noun}s gain{', lose' if last else ''}{liking}")
    print_table(headers if last else headers[:4], rows if last else [row[:4] for row in rows])
    typer.echo("")
    if len(labels) < 2:
        return
    say(f"What each {noun} likes best and least")
    told = [[", ".join(labels[g] for g in liked) for liked in which] for which in (best, least)]
    rows = [[clean(name), *cells] for name, *cells in zip(found.problem.names, *told, strict=True)]
    print_table([noun, "best", "least"], rows, left=3)
    typer.echo("")
    table = found.preferences
    columns = [Column(labels[b], [str(table[a, b]) if a != b else "" for a in groups]) for b in groups]
    title = f"How many of the {counted(m, noun)} prefer the solution of the row to that of the column"
    print_side_by_side(title, "", labels, columns)


def _count(liked: Sequence[tuple[int, ...]], group: int) -> int:
    return sum(group in which for which in liked)


def _print_axioms(found: Comparison, names: Sequence[str], matrix: AxiomMatrix | None, why: str) -> None:
    from ..axioms.axiom import Verdict

    if matrix is None:
        say(f"Axioms were not checked: {why}. Give --axioms to check them." if why else "Axioms were left out.")
        return
    say("Axioms broken around this problem (that none was found broken is no proof)")
    for row, i in enumerate(found.answered):
        checks = matrix.checks[row][0].checks
        fails = [check.title for check in checks if check.verdict is Verdict.fails]
        open_ = [check.title for check in checks if check.verdict is Verdict.undecided]
        text = f"{names[i]}: {', '.join(fails) or 'none'}"
        say(text + (f" (undecided: {', '.join(open_)})" if open_ else ""), "  ", after="    ")
    silent = [key for key in matrix.axioms if matrix.silent(key)]
    if silent:
        titles = [check.title for check in matrix.checks[0][0].checks if check.axiom in silent]
        say(f"Of this problem these do not speak: {', '.join(titles)}.", "  ", after="    ")
