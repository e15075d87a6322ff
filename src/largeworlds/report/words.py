"""A model in plain words; quick to import, since the command line needs no pictures for this."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from .._core.arrays import Array
from .._core.text import clean, counted, listed, number, percent, superscript
from ..bargaining.problem import BargainingProblem
from ..beliefs.beliefs import Beliefs
from ..beliefs.common_prior import symmetric
from ..worlds.world import World
from .options import action_in_words, common_power, options_in_words, reach_in_words, shared_returns

__all__ = ["action_in_words", "model_in_words", "options_in_words", "reach_in_words"]

#: Beliefs are told type by type up to this many types.
_MOST_BELIEFS = 4


def model_in_words(source: World | BargainingProblem, tables: Mapping[str, Any] | None = None) -> list[str]:
    """The model as paragraphs of plain text: who there is, what they can do, what they believe, what is asked.

    ``tables`` are those of the model's file, if it has one: they say how the beliefs came about.
    """
    out: list[str] = []
    if isinstance(source, World):
        if title := source.notes.get("title"):
            out.append(clean(title))
        out.append(" ".join([setting(source), units_in_words(source)]))
    else:
        out.append(setting(source))
    out.append("\n".join(each_type(source)))
    if isinstance(source, World):
        out.append(" ".join([*similarity_in_words(source, tables or {}), *beliefs_in_words(source)]))
    out.append(" ".join([disagreement_in_words(source), weights_in_words(source)]))
    if isinstance(source, World):
        for key in ("description", "notes", "source"):
            if text := source.notes.get(key):
                out.append(f"{key.capitalize()}: " + "\n".join(clean(line) for line in text.strip().splitlines()))
    return out


def setting(source: World | BargainingProblem) -> str:
    """Who takes part."""
    if not isinstance(source, World):
        if source.joint:
            return f"A bargaining problem of {counted(source.dim, 'player')} over one joint set of outcomes."
        return (
            f"A bargaining problem of {counted(source.dim, 'player')}, each with its own options, whose payoffs add up."
        )
    crowd = "infinitely many" if math.isinf(source.players) else players_in_words(source.players)
    return (
        f"A world of {counted(source.count, 'type')} of agents and {crowd} player{'' if source.players == 1 else 's'}."
    )


def players_in_words(players: float) -> str:
    """The number of players: 12, 1,000, 10⁹ or infinite."""
    if math.isinf(players):
        return "infinite"
    power = round(math.log10(players))
    if players >= 1e7 and players == 10.0**power:
        return f"10{superscript(power)}"
    return f"{int(players):,}" if players < 1e7 else number(players)


def units_in_words(world: World) -> str:
    """What payoffs are measured in."""
    note = clean(world.notes.get("units", ""))
    own = f" Utility is measured in: {note}." if note and note != world.units else ""
    if math.isinf(world.players):
        return f"Payoffs are expected utilities per other player.{own}"
    if world.players == 1:
        return f"A payoff is what the only player gets.{own}"
    return f"Payoffs are expected utilities in total: from oneself and from all the others.{own}"


def each_type(source: World | BargainingProblem) -> list[str]:
    """One line per type: its share, what it can do and the most that this gives."""
    lines = []
    if not isinstance(source, World) and source.joint:
        low, high = source.bounding_box()
        return [
            f"- {clean(name)}: payoffs from {number(low[t])} to {number(high[t])}."
            for t, name in enumerate(source.names)
        ]
    prior = source.beliefs.prior if isinstance(source, World) else None
    common = isinstance(source, World) and _explains(source.beliefs)
    shared, power = shared_returns(source.sets, source.names), common_power(source.sets)
    for t, (name, part) in enumerate(zip(source.names, source.sets, strict=True)):
        share = (
            "" if prior is None else f" ({'' if common else 'prior '}{percent(float(prior[t]))}{' of all' * common})"
        )
        lines.append(
            f"- {clean(name)}{share}: {options_in_words(part, source.names, t, returns=shared is None)}. "
            f"Gives at most: {reach_in_words(part, source.names, t, power)}."
        )
    if power:
        lines.append(f"What an action gives at most is in 10{superscript(power)} of the unit of payoff.")
    return lines if shared is None else [*lines, shared]


def of_type(name: str) -> str:
    """``type gardeners``, but ``type 1`` for a type that is called so already."""
    shown = clean(name)
    return shown if shown.startswith(("type ", "player ")) else f"type {shown}"


def beliefs_in_words(world: World) -> list[str]:
    """What the types believe about any other player."""
    posterior, names = world.beliefs.posterior, [clean(name) for name in world.names]
    m = len(names)
    if m == 1:
        return ["There is one type only, and everybody knows it."]
    if np.abs(posterior - posterior[0]).max() <= 1e-12:
        shares = [f"{name} {percent(float(p))}" for name, p in zip(names, posterior[0], strict=True)]
        return [f"All types believe the same about any other player: {listed(shares, 12)}."]
    if m <= _MOST_BELIEFS:
        return [
            f"A player of {of_type(name)} believes of any other player: "
            + listed([f"{other} {percent(float(p))}" for other, p in zip(names, row, strict=True)])
            + "."
            for name, row in zip(names, posterior, strict=True)
        ]
    own = np.diag(posterior)
    low, high = int(np.argmin(own)), int(np.argmax(own))
    text = "Types differ in what they believe: the chance that another player is of one's own type is between "
    out = [f"{text}{percent(float(own[low]))} ({names[low]}) and {percent(float(own[high]))} ({names[high]})."]
    prior = world.beliefs.prior
    if prior is not None and _explains(world.beliefs):
        more = int((own > prior * (1 + 1e-9)).sum())
        out.append(
            f"{counted(more, 'type').capitalize()} of {m} think their own kind more common than it is on average."
        )
    elif not world.beliefs.is_common_prior:
        out.append("No common prior explains these beliefs.")
    return out


def similarity_in_words(world: World, tables: Mapping[str, Any]) -> list[str]:
    """Where beliefs by similarity come from: the features of the types and the scale; nothing for other beliefs."""
    beliefs = tables.get("beliefs", {})
    if beliefs.get("kind") != "similarity":
        return []
    rows = beliefs.get("features") or [table["features"] for table in tables["types"]]
    points = np.asarray([row if isinstance(row, list) else [row] for row in rows], dtype=float)
    scale = float(beliefs["scale"])
    near, twice, thrice = (percent(math.exp(-(k**2) / 2)) for k in (1, 2, 3))
    text = (
        f"Beliefs come from similarity: every type is a point with {counted(points.shape[1], 'feature')}, and players "
        "expect types near their own to be more common than the prior says. Nearness falls with the distance, "
        f"measured by the scale {number(scale)}: from 100 % for equal features to {near} at a distance of one scale, "
        f"{twice} at two and {thrice} at three. A smaller scale leaves each type more among its own kind."
    )
    out = [text]
    gap = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    if len(points) > 2:
        gap[np.tril_indices(len(points))] = np.nan
        ends = []
        for place in (np.nanargmin(gap), np.nanargmax(gap)):
            one, two = divmod(int(place), len(points))
            apart = number(float(gap[one, two]), 3)
            ends.append(f"{clean(world.names[one])} and {clean(world.names[two])} ({apart} apart)")
        out.append(f"Nearest are {ends[0]}, furthest {ends[1]}.")
    elif len(points) == 2:
        out.append(f"The two are {number(float(gap[0, 1]), 3)} apart.")
    return out


def disagreement_in_words(source: World | BargainingProblem) -> str:
    """What happens without cooperation."""
    given = source.disagreement
    if isinstance(given, str):
        return no_cooperation(given)
    word = "cooperation" if isinstance(source, World) else "agreement"
    return f"Without {word} the payoffs are given: {_payoffs(source.names, given)}."


def no_cooperation(name: str) -> str:
    """The sentence for a named disagreement point, "nash" or "defaults"."""
    if name == "nash":
        return (
            "Without cooperation everybody takes the action that gives its own type most; "
            "if several do, the one worst for the others."
        )
    return "Without cooperation every type takes the default action that the model names."


def weights_in_words(source: World | BargainingProblem) -> str:
    """How much each type's gain counts."""
    if isinstance(source, World):
        weights = source.bargaining_weights(source.weights, required=False)
        if weights is None:
            return 'The model names no weights for the bargain, and solve needs them: "equal" or one number per type.'
    else:
        weights = np.ones(source.dim) if source.weights is None else source.weights
    return weights_sentence(source, weights)


def weights_sentence(source: World | BargainingProblem, weights: Array) -> str:
    """The sentence for bargaining weights (m,): equal, the prior, or given."""
    prior = source.beliefs.prior if isinstance(source, World) else None
    if np.ptp(weights) <= 1e-12 * float(np.max(weights)):
        return "In the bargain all gains count equally."
    if isinstance(source, World) and prior is not None and np.abs(prior - weights).max() <= 1e-12:
        text = "In the bargain the gain of each type counts in proportion to its prior probability"
        return f"{text}." if _explains(source.beliefs) else f"{text}, although that prior does not explain the beliefs."
    shares = [f"{clean(name)} {percent(float(v))}" for name, v in zip(source.names, weights, strict=True)]
    return f"In the bargain the gains count with given weights: {listed(shares, 12)}."


def _payoffs(names: tuple[str, ...], values: Array) -> str:
    return listed([f"{clean(name)} {number(float(v))}" for name, v in zip(names, values, strict=True)], 12)


def _explains(beliefs: Beliefs) -> bool:
    """True if the prior explains the posterior; False if it was only given to weigh the gains, or there is none."""
    if beliefs.prior is None:
        return False
    return beliefs.common_prior is not False or symmetric(beliefs.prior[:, None] * beliefs.posterior)
