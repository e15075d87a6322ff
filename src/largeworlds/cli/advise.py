"""``largeworlds advise``: what an agent of one type should do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer

from .._core.errors import ModelFileError
from .._core.text import clean
from . import common

if TYPE_CHECKING:
    from ..bargaining.agreement import Agreement
    from ..worlds.advice import Advice
    from ..worlds.world import World


#: Partners with less than this, in units of the receivers' gains, are not listed.
_NEGLIGIBLE = 1e-6


def advise(
    file: Annotated[str, typer.Argument(help="A world file (TOML), or a name from the catalog.")],
    type_: Annotated[str, typer.Option("--type", metavar="NAME", help="The type that asks.")],
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a parameter of the file.")
    ] = None,
) -> None:
    """What an agent of this type should do, what it gives and receives, and when cooperating would stop paying."""
    with common.errors_as_exit_codes():
        from ..bargaining.bargain import bargain
        from ..worlds.advice import advise as work_out
        from ..worlds.world import World

        source = common.read_model(file, set_ or [])
        if not isinstance(source, World):
            raise ModelFileError(f'{file}: advise needs a world, but this file has kind = "bargaining"; use solve.')
        deal = bargain(source.problem(), throw=False)
        if not deal.is_answer:
            common.complain(common.unanswered(deal))
            raise typer.Exit(common.NO_ANSWER)
        advice = work_out(source, deal, type_)
        _print(source, deal, advice, source.names[advice.type])


def _print(world: World, deal: Agreement, advice: Advice, name: str) -> None:
    from ..report.words import action_in_words
    from .tables import number, print_table

    typer.echo(f"Advice to an agent of type {clean(name)}\n")
    if not deal.can_gain[advice.type]:
        typer.echo("You cannot gain from the compromise, and nothing is asked of you beyond what you would do anyway:")
    typer.echo(f"Do: {action_in_words(world.sets[advice.type], deal.choices[advice.type], world.names)}")
    units = np.where(deal.gains > 0, deal.gains, np.inf)
    weight = np.abs(advice.given) / units + np.abs(advice.received) / units[advice.type]
    rows = []
    for s in np.argsort(-weight):
        if weight[s] < _NEGLIGIBLE:
            continue
        rows.append(
            [world.names[s], _amount(advice.given[s], units[s]), _amount(advice.received[s], units[advice.type])]
        )
    typer.echo(f"\nWhat changes against acting alone ({world.units}; given in the partner's units, received in yours):")
    print_table(["partner", "you give", "you receive"], rows)
    typer.echo(
        f"\nIt costs you {number(advice.cost, 4)} and brings you {number(advice.benefit, 4)}: "
        f"gain {number(advice.gain, 4)}."
    )
    typer.echo(break_even_sentence(advice))


def _amount(value: float, unit: float) -> str:
    from .tables import number

    return "0" if abs(value) < _NEGLIGIBLE * unit else number(value, 4)


def break_even_sentence(advice: Advice) -> str:
    """At which credence in the others' cooperation it stops paying, in words."""
    if advice.break_even is None:
        return "There is no credence in the others' cooperation at which this pays you."
    if advice.break_even <= 0:
        return "It pays at any credence that the others cooperate if you do: your part costs you nothing."
    return (
        "It pays as long as your credence that the other types cooperate if you do is above "
        f"{100 * advice.break_even:.3g} % (taking for granted "
        "that your own type acts as you do, and that nobody cooperates otherwise)."
    )
