"""``largeworlds advise``: what an agent of one type should do."""

from __future__ import annotations

import json as json_module
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import typer

from .._core.errors import ModelFileError
from .._core.text import clean, listed, number, percent, upper
from . import common
from .options import Disagreement, Model, Settings, Weights

if TYPE_CHECKING:
    from .._core.arrays import Array
    from ..bargaining.agreement import Agreement
    from ..worlds.advice import Advice
    from ..worlds.world import World


#: Partners with less than this, in units of the receivers' gains, are not listed.
_NEGLIGIBLE = 1e-6
#: How reasons, which speak of a type, are said to it.
_TO_YOU = (
    ("its disagreement payoff", "your disagreement payoff"),
    ("the most it can get", "the most you can get"),
    ("changes its payoff", "changes your payoff"),
    ("can change its payoff", "can change your payoff"),
    (
        "it expects to meet only its own type, or nobody can help it",
        "you expect to meet only your own type, or nobody can help you",
    ),
    ("every gain for it would cost", "every gain for you would cost"),
)


def advise(
    file: Model,
    type_: Annotated[str, typer.Option("--type", metavar="NAME", help="The type that asks.")],
    disagreement: Disagreement = None,
    weights: Weights = None,
    set_: Settings = None,
    json: Annotated[bool, typer.Option("--json", help="Print the advice as JSON (see docs/result-format.md).")] = False,
) -> None:
    """What an agent of this type should do, what it gives and receives, and when cooperating would stop paying."""
    with common.errors_as_exit_codes():
        from ..bargaining.bargain import bargain
        from ..bargaining.problem import BargainingProblem
        from ..worlds.advice import advise as work_out
        from ..worlds.advice import type_number
        from ..worlds.world import World
        from .question import ask

        read = common.read_model(file, set_ or [])
        if not isinstance(read, World):
            kind = "bargaining" if isinstance(read, BargainingProblem) else "game"
            raise ModelFileError(f'{file}: advise needs a world, but this file has kind = "{kind}"; use solve.')
        asker = type_number(read, type_)
        question = ask(read, disagreement, weights)
        world = question.source
        assert isinstance(world, World)
        with common.interruptible(None) as watch:
            deal = bargain(question.problem, throw=False, watch=watch)
        if not deal.is_answer:
            raise common.without_answer(deal, "There is no advice")
        advice = work_out(world, deal, asker)
        common.warn(world, deal)
        if json:
            typer.echo(json_module.dumps(_data(world, deal, advice), indent=1, allow_nan=False))
        else:
            _print(world, deal, advice)


def _do(world: World, deal: Agreement, t: int) -> str:
    from ..report.words import action_in_words

    return action_in_words(world.sets[t], deal.choices[t], world.names, t, world.profile(deal)[t])


def _data(world: World, deal: Agreement, advice: Advice) -> dict[str, Any]:
    """The advice as plain data; the keys are described in docs/result-format.md."""
    from .. import __version__
    from ..bargaining.measures import shown_gains
    from ..io.results import FORMAT, numbers

    t = advice.type
    return {
        "format": FORMAT,
        "largeworlds": __version__,
        "kind": "advice",
        "type": world.names[t],
        "names": list(world.names),
        "units": deal.problem.units,
        "status": deal.status.name,
        "can_gain": bool(deal.can_gain[t]),
        "weight": numbers(deal.bargaining_weights[t]),
        "disagreement": numbers(deal.disagreement[t]),
        "payoff": numbers(deal.payoffs[t]),
        "payoff_gain": numbers(shown_gains(deal)[t]),
        "do": _do(world, deal, t),
        "action": numbers(advice.action),
        "default": numbers(advice.default),
        "given": numbers(advice.given),
        "received": numbers(advice.received),
        "cost": numbers(advice.cost),
        "benefit": numbers(advice.benefit),
        "gain": numbers(advice.gain),
        "break_even": advice.break_even,
    }


def _print(world: World, deal: Agreement, advice: Advice) -> None:
    t = advice.type
    typer.echo(f"Advice to an agent of type {clean(world.names[t])}\n")
    typer.echo(f"Do: {_do(world, deal, t)}.")
    sizes = _sizes(deal)
    if not deal.can_gain[t]:
        typer.echo("\n" + _no_gain(world, deal, advice, sizes))
        return
    _table(world, advice, sizes)
    typer.echo(
        f"\nIt costs you {number(advice.cost)} and brings you {number(advice.benefit)}: "
        + (f"gain {number(advice.gain)}." if abs(advice.gain) > _NEGLIGIBLE * sizes[t] else "no gain.")
    )
    if one_way := _one_way(world, advice, sizes):
        typer.echo(one_way)
    typer.echo(break_even_sentence(advice))


def _one_way(world: World, advice: Advice, sizes: Array) -> str:
    """Why one gives to those who give nothing back; "" if there are none."""
    gives = advice.given > _NEGLIGIBLE * sizes
    back = advice.received > _NEGLIGIBLE * sizes[advice.type]
    if not (gives & ~back).any() or not back.any():
        return ""
    name = [clean(text) for text in world.names]
    to, source = (listed([name[s] for s in np.flatnonzero(mask)]) for mask in (gives & ~back, back))
    return (
        f"You get nothing back from {to}: the compromise makes the common weighted sum as large as possible rather "
        f"than every single exchange even, and what you gain comes from {source}."
    )


def _sizes(deal: Agreement) -> Array:
    """What is large for each receiver (m,): its gain, or the range of its payoff if it has none."""
    from ..bargaining.measures import shown_gains

    low, high = deal.problem.bounding_box()
    gains = shown_gains(deal)
    return np.where(gains > 0, gains, np.maximum(high - low, 1e-300))


def _no_gain(world: World, deal: Agreement, advice: Advice, sizes: Array) -> str:
    """Why there is nothing in it for this type, and whom its part helps."""
    from ..bargaining.measures import most_gain

    t = advice.type
    most = float(most_gain(deal)[t])
    name = world.names[t]
    reason = next((text.split(": ", 1)[-1] for text in deal.reasons if text.startswith(f"{name} cannot gain")), "")
    text = "You cannot gain noticeably from the compromise"
    text += f" (at most {upper(most)})" if np.isfinite(most) and most > 0 else ""
    text += f": {clean(_to_you(reason))}" if reason else "."
    helped = [clean(world.names[s]) for s in np.flatnonzero(advice.given > _NEGLIGIBLE * sizes)]
    if helped:
        return f"{text} Your part helps {listed(helped)} and costs you nothing noticeable."
    return f"{text} Nothing is asked of you beyond what you would do anyway."


def _to_you(reason: str) -> str:
    """A reason of :mod:`..bargaining.explain`, said to the type itself."""
    for theirs, yours in _TO_YOU:
        reason = reason.replace(theirs, yours)
    return reason


def _table(world: World, advice: Advice, sizes: Array) -> None:
    from .tables import print_table

    t = advice.type
    weight = np.abs(advice.given) / sizes + np.abs(advice.received) / sizes[t]
    rows = []
    for s in np.argsort(-weight, kind="stable"):
        if weight[s] < _NEGLIGIBLE:
            continue
        rows.append([world.names[s], _amount(advice.given[s], sizes[s]), _amount(advice.received[s], sizes[t])])
    typer.echo(f"\nWhat changes against acting alone, in {world.units}")
    typer.echo("(what you give in the partner's payoff, what you receive in yours):")
    print_table(["partner", "you give", "you receive"], rows)


def _amount(value: float, size: float) -> str:
    return "0" if abs(value) < _NEGLIGIBLE * size else number(float(value))


def break_even_sentence(advice: Advice) -> str:
    """At which credence in the others' cooperation it stops paying, in words."""
    if advice.break_even is None:
        return "There is no credence in the others' cooperation at which this pays you."
    if advice.break_even <= 0:
        return "It pays at any credence that the others cooperate if you do: your part costs you nothing."
    if advice.break_even > 1 - _NEGLIGIBLE:
        return "It pays only if you are certain that the other types cooperate if you do."
    return (
        "It pays as long as your credence that the other types cooperate if you do is above "
        f"{percent(advice.break_even, 3)} (taking for granted "
        "that your own type acts as you do, and that nobody cooperates otherwise)."
    )
