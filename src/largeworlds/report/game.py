"""A game in normal form in plain words: who plays, with what, whether payoffs are sums, and what is asked."""

from __future__ import annotations

import math

import numpy as np

from .._core.text import clean, counted, listed, number, percent
from ..games.normal_form import NormalFormGame
from ..games.separability import Separability

#: Contributions are told one by one up to this many actions of a player.
_MOST_ACTIONS = 12


def game_in_words(game: NormalFormGame) -> list[str]:
    """The game as paragraphs of plain text."""
    found = game.separability()
    notes = game.notes
    out = [clean(notes["title"])] if notes.get("title") else []
    outcomes = math.prod(game.shape)
    setting = f"A game in normal form with {counted(game.count, 'player')} and {counted(outcomes, 'outcome')}."
    own = f" Payoffs are measured in: {game.units}." if game.units != "utility" else ""
    out.append(setting + own)
    low, high = (extreme(game.payoffs.reshape(game.count, -1), axis=1) for extreme in (np.min, np.max))
    out.append(
        "\n".join(
            f"- {clean(name)}: {listed([clean(action) for action in actions], _MOST_ACTIONS)}. "
            f"Payoffs from {number(float(low[i]))} to {number(float(high[i]))}."
            for i, (name, actions) in enumerate(zip(game.players, game.actions, strict=True))
        )
    )
    out.append(_separability(game, found))
    out.append(f"{_disagreement(game, found)} {_weights(game)}")
    for key in ("description", "notes", "source"):
        if text := notes.get(key):
            out.append(f"{key.capitalize()}: " + "\n".join(clean(line) for line in text.strip().splitlines()))
    return out


def _separability(game: NormalFormGame, found: Separability) -> str:
    if not found.separable:
        missed = f"the nearest sums miss by up to {percent(found.relative)} of a payoff's range"
        return (
            f"Payoffs are not sums of what each action contributes ({missed}): {clean(str(found.interaction))}. "
            "So what can be agreed on is the joint set of all lotteries over outcomes; players who mix independently "
            "may reach less."
        )
    exact = "exactly" if found.residual <= 0 else f"up to {number(found.relative, 2)} of their range"
    lines = [f"Payoffs are sums of what each action contributes ({exact}), so every player has its own feasible set:"]
    for name, actions, rows in zip(game.players, game.actions, found.contributions, strict=True):
        told = [f"{clean(action)} gives ({_row(row)})" for action, row in zip(actions, rows, strict=True)]
        lines.append(f"- {clean(name)}: {listed(told, _MOST_ACTIONS)}.")
    order = listed([clean(name) for name in game.players], 20)
    lines.append(f"The numbers are payoffs of {order}, in this order; what nobody changes is counted as one's own.")
    return "\n".join(lines)


def _row(row: np.ndarray) -> str:
    return ", ".join(number(float(value)) for value in row)


def _disagreement(game: NormalFormGame, found: Separability) -> str:
    d = game.disagreement
    if d is not None and not isinstance(d, str):
        payoffs = [f"{clean(name)} {number(float(v))}" for name, v in zip(game.players, d, strict=True)]
        return f"Without agreement the payoffs are given: {', '.join(payoffs)}."
    if found.separable:
        return "Without agreement every player does what is best for itself."
    return "What happens without agreement is not said: solve needs --disagreement with one number per player."


def _weights(game: NormalFormGame) -> str:
    if game.weights is None:
        return "Every gain counts the same."
    total = float(game.weights.sum())
    shares = [f"{clean(name)} {percent(float(w) / total)}" for name, w in zip(game.players, game.weights, strict=True)]
    return f"The gains count as follows: {', '.join(shares)}."
