"""Tables and plain words for the terminal."""

from __future__ import annotations

import math

import numpy as np
import typer
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from .._core import tolerances
from .._core.arrays import Array
from .._core.status import Status
from .._core.text import DASH, apart, clean, counted, listed, number, percent, upper
from ..bargaining.agreement import Agreement
from ..bargaining.in_words import certified, ideal_shares, losers, notes, promise
from ..bargaining.measures import percent_gains, shown_gains
from ..bargaining.problem import BargainingProblem
from ..bargaining.solutions.nash import NashBargaining
from ..worlds.advice import below_nash, equivalent_resources, price_only
from ..worlds.trade import Trade, trade
from ..worlds.world import World


def print_table(headers: list[str], rows: list[list[str]], left: int = 1) -> None:
    """A plain table: the first ``left`` columns aligned left, the others right; never cut when piped.

    Where a terminal is too narrow for that without breaking numbers, every row becomes a block of lines.
    """
    rows = [[clean(cell) for cell in row] for row in rows]
    table = Table(box=None, pad_edge=False, header_style="bold", show_header=any(headers))
    for i, header in enumerate(headers):
        table.add_column(header, justify="left" if i < left else "right", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        wide = sum(max(map(cell_len, column)) + 2 for column in zip(headers, *rows, strict=True))
        console = Console(highlight=False, markup=False, emoji=False, width=max(200, wide))
    elif _narrowest(headers, rows) > console.width:
        _print_blocks(headers, rows)
        return
    with console.capture() as text:  # printed by us: rich itself would end the program if the reader went away
        console.print(table)
    typer.echo("\n".join(line.rstrip() for line in text.get().splitlines()))


def _narrowest(headers: list[str], rows: list[list[str]]) -> int:
    """The width at which no cell and no word of a header is broken."""
    words = [max((cell_len(word) for word in header.split()), default=0) for header in headers]
    cells = [max(map(cell_len, column)) for column in zip(*rows, strict=True)] if rows else words
    return sum(max(pair) + 1 for pair in zip(words, cells, strict=True))


def _print_blocks(headers: list[str], rows: list[list[str]]) -> None:
    """Every row as lines of their own: the first cell, then the others under their headers."""
    for first, *others in rows:
        typer.echo(first)
        for header, cell in zip(headers[1:], others, strict=True):
            typer.echo(f"  {header + ': ' if header else ''}{cell}")


def print_agreement(source: World | BargainingProblem, deal: Agreement) -> None:
    """The answer as ``largeworlds solve`` shows it."""
    world = source if isinstance(source, World) else None
    if not np.isfinite(deal.payoffs).all():
        return  # the caller says why
    if world is not None and (title := clean(world.notes.get("title", ""))):
        typer.echo(f"{title}\n")
    if not isinstance(deal.concept, NashBargaining):
        typer.echo(f"{promise(deal)}\n")
    found = trade(world, deal) if world is not None else None
    columns = _columns(world, deal, found)
    rows = zip(*(cells for _, cells, _ in columns), strict=True)
    print_table([heading for heading, _, _ in columns], [list(row) for row in rows])
    typer.echo(f"\nPayoffs: {clean(deal.problem.units)}.")
    for heading, _, told in columns:
        if told:
            typer.echo(f"{heading}: {told}.")
    typer.echo(f"\nConsensus weights (scaled to sum to 1). {recipe(world, deal)}")
    share = deal.weights / deal.weights.sum() if deal.weights.sum() > 0 else deal.weights
    print_table(["", ""], [[name, number(float(w))] for name, w in zip(deal.names, share, strict=True)])
    if priced := price_only(deal):
        typer.echo(priced)
    typer.echo("\n" + certificate(deal))
    for note in notes(deal):
        typer.echo("\n" + note)
    typer.echo("\n" + meaning(world, deal, found))


def recipe(world: World | None, deal: Agreement) -> str:
    """How each finds its own part of the compromise from the consensus weights."""
    several = "" if isinstance(deal.concept, NashBargaining) else ", and where several do, one of them"
    if world is None:
        return f"Everybody maximises the same sum of weight x payoff over all receivers{several}:"
    endless = math.isinf(world.players)
    met = "belief in the giver's type" if endless else "expected number of players of the giver's type, itself included"
    return (
        "Every type takes the action with the largest sum, over all receivers, of weight x credence x gift"
        f"{several}; credence "
        f"is the receiver's {met} (meetings[giver, receiver] of the world{', = posterior[receiver, giver]' * endless}):"
    )


def _columns(world: World | None, deal: Agreement, found: Trade | None) -> list[tuple[str, list[str], str]]:
    """(heading, cells, what it means) of every column that has something to say."""
    many = f"{'type' if world is not None else 'player'}s"
    d, gains, percents = deal.disagreement, shown_gains(deal), percent_gains(deal)
    weights = deal.bargaining_weights if deal.problem.weights is None else deal.problem.weights
    prior = world.beliefs.prior if world is not None else None
    own: Array = np.full(len(d), np.nan)
    if world is not None:
        own = equivalent_resources(world, deal, found)
        percents = np.where(below_nash(world, deal), np.nan, percents)
    ideal = np.full(len(d), np.nan) if deal.ideal is None else deal.ideal
    payoffs = np.where(gains == 0, d, deal.payoffs)  # a gain that is only rounding is not to be seen in the payoff
    pairs = [apart(float(a), float(b), 5, 3) for a, b in zip(d, payoffs, strict=True)]
    columns = [
        (many[:-1], list(deal.names), ""),
        ("prior", [DASH if prior is None else number(float(prior[t])) for t in range(len(d))], ""),
        ("weight", [number(float(v)) for v in weights], "how much each gain counts in the bargain"),
        ("ideal", [number(float(v)) for v in ideal], "ideal point"),
        ("disagreement", [before for before, _ in pairs], "payoff without cooperation"),
        ("compromise", [after for _, after in pairs], "payoff if everybody acts on the compromise"),
        ("gain", [number(float(v)) for v in gains], ""),
        ("gain %", [percent(float(v), 3) for v in percents], "gain in percent of the disagreement payoff"),
        ("of ideal gain", [percent(float(v), 3) for v in ideal_shares(deal)], "gain / (ideal − disagreement)"),
        (
            "like own budget",
            [f"× {number(float(v), 3)}" if np.isfinite(v) else DASH for v in own],
            "how many times its own budget would bring a type the same gain without anybody's cooperation",
        ),
        (
            "from others",
            [percent(float(v)) for v in deal.share_received()],
            f"part of the compromise payoff that the other {many} provide",
        ),
    ]
    weighted = deal.concept.takes_weights
    if not weighted or (prior is not None and np.abs(prior - weights).max() <= tolerances.PROBABILITY):
        columns = [column for column in columns if column[0] != "weight"]
    empty = {heading for heading, cells, _ in columns if all(cell == DASH for cell in cells)}
    dashes = {
        "gain %": "where that payoff is no measure (negative, very small, or given below what a type can secure)",
        "like own budget": "where a type has no budget to split, or no amount would do",
        "from others": "where the payoff is not positive",
    }
    out = []
    for heading, cells, told in columns:
        if heading in dashes and heading not in empty and DASH in cells:
            told += f"; {DASH} {dashes[heading]}"
        if heading not in empty:
            out.append((heading, cells, told))
    return out


def certificate(deal: Agreement) -> str:
    """What is proved, in words: the status, then how far from the best."""
    text = f"Status: {deal.status.word}. "
    answered = deal.status in (Status.solved, Status.some_cannot_gain) and np.isfinite(deal.gap)
    if answered and not isinstance(deal.concept, NashBargaining):
        text += certified(deal)
    elif answered:
        finite = np.isfinite(deal.error) & (shown_gains(deal) > 0)
        worst = float((deal.error[finite] / deal.gains[finite]).max()) if finite.any() else float("nan")
        text += f"Certified: the weighted sum of log gains is within {upper(deal.gap)} of the best possible"
        text += f", so every gain is proved right to {upper(worst)} of itself." if np.isfinite(worst) else "."
    elif deal.status is Status.nobody_can_gain:
        text += "Certified: at the weights above no outcome is worth more than the disagreement point"
        text += f", beyond {upper(deal.gap)}." if deal.gap > 0 else "."
    else:
        text += f"{deal.status.value} Gap proved so far: {upper(deal.gap)}."
    return clean(" ".join([text, *deal.reasons]) if deal.status is not Status.solved else text)


def meaning(world: World | None, deal: Agreement, found: Trade | None) -> str:
    """One paragraph on what the answer means; ``found`` is the trade in a world."""
    noun = "player" if world is None else "type"
    gainers = np.flatnonzero(shown_gains(deal) > 0)
    if not len(gainers) and losers(deal):
        return f"No {noun} gains from this outcome."
    if not len(gainers):
        return "There is no trade to be had here: everybody does best to act as without cooperation."
    all_gain = len(gainers) == len(deal.names)
    who = f"Every {noun}" if all_gain else f"{len(gainers)} of {counted(len(deal.names), noun)}"
    gain = "gains" if all_gain or len(gainers) == 1 else "gain"
    text = f"{who} {gain} if all act on the compromise, that is if everyone maximises the sum above."
    if world is None or found is None:
        return text
    names = [clean(name) for name in world.names]
    mutual, cycles, givers, idle = found.mutual, found.cycles, found.net_givers, found.benefits_nobody
    if mutual and len(names) > 2:
        i, j = mutual[0]
        text += f" The strongest mutual trade is between {names[i]} and {names[j]}."
    if cycles:
        text += " Benefits also run in circles: " + " -> ".join(names[k] for k in (*cycles[0], cycles[0][0])) + "."
    if givers:
        out, back = (percent(float(share[givers[0]]), 2) for share in (found.given, found.taken))
        text += f" Largest net giver: {names[givers[0]]}. Added up, its gifts are worth {out} of the receivers' gains"
        if float(shown_gains(deal)[givers[0]]) < 0:
            text += "; it loses by them."
        else:
            text += f", what others give it {back} of its own gain. "
            text += "That is no loss: what it gains itself stands in the table."
    nothing = found.gives_nothing
    if nothing:
        text += f" Others get exactly nothing from {listed([names[t] for t in nothing], 4)}."
    if little := [t for t in idle if t not in nothing]:
        text += f" Others get next to nothing from {listed([names[t] for t in little], 4)}."
    return text
