"""The consensus weights: what they mean, how to find one's own part with them, and the numbers needed for that."""

from __future__ import annotations

import math

import numpy as np

from .. import plots
from .._core.text import number, percent
from ..bargaining.solutions.nash import NashBargaining
from ..plots.consensus_weights import weight_shares
from ..worlds.advice import price_only
from ..worlds.world import World
from .facts import Facts
from .html import Html, Part, join, section, table, tag
from .pictures import picture

#: The table of what a gift counts is written out up to this many types.
_MOST_COUNTED = 12


def weights_section(facts: Facts) -> Html | None:
    """The consensus weights and what they mean."""
    deal = facts.deal
    if facts.count < 2 or not facts.trades or not np.isfinite(deal.weights).all() or not (deal.weights > 0).any():
        return None
    share = deal.weights / float(deal.weights.sum())
    free = weight_shares(deal)
    weighted = deal.concept.takes_weights
    rows: list[list[Part]] = [
        [
            facts.name(t),
            number(float(share[t])),
            percent(float(free[t])),
            *([percent(float(deal.bargaining_weights[t]))] if weighted else []),
        ]
        for t in range(facts.count)
    ]
    about = (
        "The weights are the same for all; that is what is agreed upon. They depend on the units of payoff (twice the "
        f"unit, half the weight), so the picture shows them times the largest possible gain, which has no unit. "
        f"{_whence(facts)}"
    )
    chart = picture(
        plots.consensus_weights(deal),
        "Consensus weights, free of units" + (", and bargaining weights." * weighted or "."),
    )
    headers: list[Part] = [facts.noun.capitalize(), "Weight (sum 1)", "Free of units"]
    headers += ["Bargaining weight"] * weighted
    priced = price_only(deal)
    return section(
        "weights",
        "Consensus weights",
        tag("p", _recipe(facts)),
        tag("p", about),
        tag("p", priced) if priced else None,
        chart,
        table("Consensus weights per unit of payoff.", headers, rows),
        None if facts.world is None else _counts(facts, facts.world, share),
    )


def _whence(facts: Facts) -> str:
    """Where the weights come from."""
    deal = facts.deal
    if isinstance(deal.concept, NashBargaining):
        return (
            "The Nash solution sets weight × gain in proportion to the bargaining weight: who gains little of what is "
            "possible has a large weight."
        )
    if deal.rungs and deal.unique:
        return (
            "They are the prices of the proof: no outcome is worth more by them than the compromise. Where that lies "
            "at a corner of what is feasible other weights would serve as well."
        )
    return "They are the solution itself: one over the unit of payoff, times how much each counts."


def _recipe(facts: Facts) -> str:
    """How each finds its own part of the compromise from the weights."""
    if facts.problem.joint:
        return "The compromise is the outcome with the largest sum of weight × payoff over all players."
    text = f"Every {facts.noun} can find its own part of the compromise alone: of all that it can do, "
    if facts.world is None:
        text += "the action with the largest sum of weight × payoff over all receivers. "
    else:
        met = (
            "the receiver's belief that another player is of the giver's type"
            if math.isinf(facts.world.players)
            else "the number of players of the giver's type that the receiver expects, counting itself"
        )
        text += (
            "the action with the largest sum of weight × credence × gift over all receivers. The gift is what the "
            f"action gives one receiver of that type; the credence is {met}. The weight alone is not enough: a gift "
            "counts for a receiver only as far as the receiver expects to meet the giver's type. "
        )
    return text + "Where several actions are best, the section on what each should do says how they are mixed."


def _counts(facts: Facts, world: World, share: np.ndarray) -> Html | None:
    """Weight x credence for every giver and receiver, so that anybody can recompute the parts of the compromise."""
    if facts.count > _MOST_COUNTED:
        return None
    counts = world.meetings * share
    rows: list[list[Part]] = [
        [facts.name(t), *(number(float(value)) for value in counts[t])] for t in range(facts.count)
    ]
    words = "credence" if math.isinf(world.players) else "players expected"
    caption = (
        f"What a gift counts: the receiver's weight (sum 1) × {words}. A giver (row) multiplies what an action gives "
        "each receiver (column) by these numbers and takes the action with the largest sum; only their ratios matter."
    )
    grid = table(caption, ["Giver", *(facts.name(t) for t in range(facts.count))], rows)
    return join(tag("h3", "To recompute a part of the compromise"), grid)
