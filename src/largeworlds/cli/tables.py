"""Tables and plain words for the terminal."""

from __future__ import annotations

import numpy as np
import typer
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from .._core.arrays import Array
from .._core.status import Status
from .._core.text import clean
from ..bargaining.agreement import Agreement
from ..bargaining.problem import BargainingProblem
from ..worlds.world import World


def number(value: float, digits: int = 5) -> str:
    """A number to read: ``digits`` significant digits, a dash for what has no value."""
    return "-" if not np.isfinite(value) else f"{value:.{digits}g}"


def percent(value: float) -> str:
    """A share as a percentage, a dash for what has no value."""
    return "-" if not np.isfinite(value) else f"{100 * value:.3g} %"


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
    title = world.notes.get("title") if world is not None else None
    if title:
        typer.echo(f"{clean(title)}\n")
    if not np.isfinite(deal.payoffs).all():
        return  # the caller says why
    headers = ["type" if world else "player", "weight", "disagreement", "compromise", "gain", "gain %"]
    if world is not None:
        headers += ["like own budget", "from others"]
        headers[1] = "prior" if world.beliefs.prior is not None else "weight"
    print_table(headers, _rows(world, deal))
    note = world.notes.get("units") if world is not None else None
    typer.echo(f"\nPayoffs: {deal.problem.units}{f' ({clean(note)})' if note else ''}.")
    typer.echo("\nConsensus weights (everybody maximises the same weighted sum of payoffs; scaled to sum to 1):")
    share = deal.weights / deal.weights.sum() if deal.weights.sum() > 0 else deal.weights
    print_table(["", ""], [[name, number(w)] for name, w in zip(deal.names, share, strict=True)])
    typer.echo("\n" + certificate(deal))
    typer.echo("\n" + meaning(world, deal))


def _rows(world: World | None, deal: Agreement) -> list[list[str]]:
    d = deal.disagreement
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(d > 0, deal.gains / d, np.nan)
    prior = deal.bargaining_weights
    own: Array = np.full(len(d), np.nan)
    if world is not None:
        from ..worlds.advice import equivalent_resources

        prior = world.beliefs.prior if world.beliefs.prior is not None else prior
        own = equivalent_resources(world, deal)
    received = deal.share_received()
    rows = []
    for t, name in enumerate(deal.names):
        row = [
            name,
            number(prior[t], 4),
            number(d[t]),
            number(deal.payoffs[t]),
            number(deal.gains[t], 4),
            percent(relative[t]),
        ]
        if world is not None:
            row += ["-" if not np.isfinite(own[t]) else f"x {own[t]:.3g}", percent(received[t])]
        rows.append(row)
    return rows


def certificate(deal: Agreement) -> str:
    """What is proved, in words."""
    if deal.status in (Status.solved, Status.some_cannot_gain) and np.isfinite(deal.gap):
        finite = np.isfinite(deal.error) & (deal.gains > 0)
        worst = float((deal.error[finite] / deal.gains[finite]).max()) if finite.any() else float("nan")
        text = f"Certified: the weighted sum of log gains is within {deal.gap:.1e} of the best possible"
        text += f", so every gain is proved right to {worst:.1e} of itself." if np.isfinite(worst) else "."
    elif deal.status is Status.nobody_can_gain:
        text = "Certified: at the weights above no outcome is worth more than the disagreement point, "
        text += f"up to {deal.gap:.1e}."
    else:
        text = f"{deal.status.value} Gap proved so far: {deal.gap:.1e}."
    return clean(" ".join([text, *deal.reasons]) if deal.status is not Status.solved else text)


def meaning(world: World | None, deal: Agreement) -> str:
    """One paragraph on what the answer means."""
    if not deal.can_gain.any():
        return "There is no trade to be had here: everybody does best to act as without cooperation."
    gainers = [name for name, can in zip(deal.names, deal.can_gain, strict=True) if can]
    who = "Every type" if len(gainers) == len(deal.names) else f"{len(gainers)} of {len(deal.names)} types"
    if world is None:
        who = "Every player" if len(gainers) == len(deal.names) else f"{len(gainers)} of {len(deal.names)} players"
    text = f"{who} gains if all act on the compromise, that is if everyone maximises the weighted sum above."
    if world is None:
        return text
    from ..worlds.trade import trade

    exchange = trade(world, deal)
    names = [clean(name) for name in world.names]
    if exchange.mutual:
        i, j = exchange.mutual[0]
        text += f" The strongest mutual trade is between {names[i]} and {names[j]}."
    if exchange.cycles:
        cycle = exchange.cycles[0]
        text += " Benefits also run in circles: " + " -> ".join(names[k] for k in (*cycle, cycle[0])) + "."
    if exchange.net_givers:
        text += f" {names[exchange.net_givers[0]]} brings the others more than it receives (in units of their gains)."
    if exchange.benefits_nobody:
        idle = [names[t] for t in exchange.benefits_nobody]
        text += f" {' and '.join(idle[:3])} {'bring' if len(idle) > 1 else 'brings'} the others next to nothing."
    return text
