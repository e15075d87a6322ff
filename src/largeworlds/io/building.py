"""From checked plain numbers to worlds, bargaining problems and games."""

from __future__ import annotations

import math

from ..bargaining.problem import BargainingProblem
from ..disagreement.nash import nash_profile
from ..games.normal_form import NormalFormGame
from ..sets.base import ConvexSet
from ..worlds.world import World
from .build_beliefs import build_beliefs
from .build_game import build_game
from .build_sets import build_set
from .document import Document, Place
from .per_type import NOTES, PerType

#: Arguments of the objects and the places that they come from.
_FROM: dict[str, Place] = {
    "sets": ("types", "*", "set"),
    "defaults": ("types", "*", "default"),
    "weights": ("weights",),
    "disagreement": ("disagreement",),
}


def build(document: Document) -> World | BargainingProblem | NormalFormGame:
    """The object that a checked document describes; ModelFileError where numbers do not fit together."""
    types = PerType(document)
    types.fit_key("disagreement")
    types.fit_key("weights")
    kind = document.data.get("kind")
    if kind == "game":
        return build_game(types)
    return _bargaining(types) if kind == "bargaining" else _world(types)


def _world(types: PerType) -> World:
    document, data = types.document, types.document.data
    sets = _sets(types)
    beliefs = build_beliefs(types)
    defaults = types.values("default")
    for i, row in enumerate(defaults or []):
        types.fit(row, ("types", i, "default"))
    disagreement = data.get("disagreement")
    if disagreement == "defaults" and defaults is None:
        raise document.say(
            ("disagreement",),
            'is "defaults", but no type has a default; add default = [...] to every [[types]], or say "nash".',
        )
    players = data.get("players", "infinite")
    with document.guard((), _FROM):
        return World(
            sets,
            beliefs,
            math.inf if players == "infinite" else float(players),
            types.names,
            defaults,
            weights=data.get("weights", "prior"),
            disagreement=disagreement,
            notes={key: data[key] for key in NOTES if key in data},
        )


def _bargaining(types: PerType) -> BargainingProblem:
    document, data = types.document, types.document.data
    given = data.get("disagreement", "nash")
    weights = data.get("weights", "equal")
    joint = "joint" in data
    if joint and given == "nash":
        reason = 'is "nash", but in a joint set nobody has actions of its own; give one payoff per player.'
        raise document.say(("disagreement",), reason)
    sets = [build_set(types, data["joint"], ("joint",))] if joint else _sets(types)
    with document.guard((), _FROM):
        d = nash_profile(sets).sum(axis=0) if given == "nash" else given
        return BargainingProblem(
            sets[0] if joint else sets,
            d,
            types.names,
            None if weights == "equal" else weights,
            units=data.get("units", "utility"),
        )


def _sets(types: PerType) -> list[ConvexSet]:
    return [build_set(types, table["set"], ("types", i, "set")) for i, table in enumerate(types.tables)]
