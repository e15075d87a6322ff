"""From checked tables to games in normal form."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .._core.arrays import Array
from .._core.text import counted
from ..games.normal_form import MOST_OUTCOMES, MOST_PLAYERS, NormalFormGame
from .document import Document, Place
from .per_type import NOTES, PerType
from .wording import choices, listed, quoted

#: Arguments of the game and the places that they come from.
_FROM: dict[str, Place] = {
    "payoffs": ("payoffs",),
    "players": ("types", "*", "name"),
    "actions": ("types", "*", "actions"),
    "weights": ("weights",),
    "disagreement": ("disagreement",),
}


def build_game(types: PerType) -> NormalFormGame:
    """The game that a checked document describes; ModelFileError where numbers or names do not fit together."""
    document, data = types.document, types.document.data
    if ("payoffs" in data) == ("outcomes" in data):
        both = "has both payoffs and outcomes" if "payoffs" in data else "has neither payoffs nor outcomes"
        raise document.say((), f"{both}; give one nested list of payoffs, or one row per outcome.")
    actions = types.values("actions") or []
    shape = tuple(map(len, actions))
    if len(shape) > MOST_PLAYERS or math.prod(shape) > MOST_OUTCOMES:
        rule = f"must describe at most {MOST_PLAYERS} players and {MOST_OUTCOMES:,} outcomes"
        came = f"has {counted(len(shape), 'player')} and {math.prod(shape):,} outcomes"
        raise document.error(("types",), rule, came, 'use kind = "bargaining" where payoffs are sums')
    table = _nested(types, actions) if "payoffs" in data else _rows(types, actions)
    weights = data.get("weights", "equal")
    with document.guard((), _FROM):
        return NormalFormGame(
            table,
            types.names,
            actions,
            disagreement=data.get("disagreement"),
            weights=None if weights == "equal" else weights,
            notes={key: data[key] for key in NOTES if key in data},
        )


def _nested(types: PerType, actions: list[list[str]]) -> Array:
    """The nested list as an array, if it has one entry per player and action."""
    document, place = types.document, ("payoffs",)
    table = np.asarray(types.document.data["payoffs"], dtype=float)
    want = (len(actions), *map(len, actions))
    if table.shape != want:
        words = f"must be nested like players x actions of {listed(map(quoted, types.names), most=6)}, {_sizes(want)}"
        came = f"nested {_sizes(table.shape)}"
        fix = "give payoffs[player][action of the first][action of the second]..., in the order of types and actions"
        raise document.error(place, words, came, fix)
    return table


def _sizes(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape))


def _rows(types: PerType, actions: list[list[str]]) -> Array:
    """One row per outcome as an array; every outcome must be there once."""
    document = types.document
    table = np.full((len(actions), *map(len, actions)), np.nan)
    seen: dict[tuple[int, ...], int] = {}
    for row, outcome in enumerate(document.data["outcomes"]):
        place: Place = ("outcomes", row)
        types.fit(outcome["actions"], (*place, "actions"), "name")
        types.fit(outcome["payoffs"], (*place, "payoffs"))
        at = tuple(
            _action(document, actions[i], name, (*place, "actions", i)) for i, name in enumerate(outcome["actions"])
        )
        if at in seen:
            first = document.label(("outcomes", seen[at]))
            raise document.say(place, f"is the same outcome as {first}; give every outcome once.")
        seen[at] = row
        cell: tuple[Any, ...] = (slice(None), *at)
        table[cell] = outcome["payoffs"]
    if len(seen) < math.prod(table.shape[1:]):
        missing = np.argwhere(np.isnan(table[0]))
        example = listed(quoted(names[a]) for names, a in zip(actions, missing[0], strict=True))
        more = f" and {counted(len(missing) - 1, 'other')}" if len(missing) > 1 else ""
        raise document.say(("outcomes",), f"lacks the outcome {example}{more}; give every outcome once.")
    return table


def _action(document: Document, known: list[str], name: str, place: Place) -> int:
    if name not in known:
        raise document.error(
            place, "must be an action of that player", f"the text {quoted(name)}", f"choose {choices(known)}"
        )
    return known.index(name)
