"""Pictures of the feasible sets, and who gives whom: heat map, graph, mutual trades, cycles, balances."""

from __future__ import annotations

import numpy as np

from .. import plots
from .._core.status import Status
from .._core.text import counted, number, percent
from ..plots.exchange import Exchange, strongest_pairs
from ..worlds.trade import NOTABLE
from .facts import Facts
from .html import Html, Part, bullets, join, section, tag
from .pictures import picture

#: Pairs of receivers drawn where there are more than two types.
_PAIRS = 3
_MOST_LISTED = 8


def feasible_section(facts: Facts) -> Html | None:
    """The feasible sets: exact for two types, projections for the strongest trades of more."""
    if facts.count < 2:
        return None
    if facts.count == 2:
        pairs = [(0, 1)]
        intro = tag("p", _two(facts))
    elif facts.trades:
        pairs = strongest_pairs(facts.source, facts.deal, _PAIRS, facts.exchange)
        mutual = [] if facts.exchange is None else [pair for pair in pairs if pair in facts.exchange.mutual]
        if facts.exchange is None:
            how = "the first two players"
        elif len(mutual) == len(pairs):
            how = "the strongest mutual trades, measured by the weaker direction"
        else:
            how = "the strongest mutual trades and then the largest gifts" if mutual else "the largest gifts"
        intro = tag(
            "p",
            f"With {facts.count} {facts.noun}s the feasible set has {facts.count} dimensions. Shown are its exact "
            f"projections on pairs of receivers, {how}. In a projection the payoffs of all others are free, so the "
            "compromise lies inside. The dashed line is an upper bound, drawn from the consensus weights: no outcome "
            "beyond it leaves everyone else at least its compromise payoff. It touches what the two can reach in this "
            "way at the compromise; elsewhere they may reach less, and the line may even run outside the set.",
        )
    else:
        return None
    figures = [
        picture(plots.feasible_sets(facts.source, facts.deal, pair, known=facts.exchange), *_caption(facts, pair))
        for pair in pairs
    ]
    return section("sets", "What can be reached", intro, *figures)


def _two(facts: Facts) -> str:
    text = "Every point is a pair of payoffs. "
    if not facts.problem.joint:
        text += "On the left what each can do alone, for itself and the other; on the right the sum of both. "
    if facts.trades:
        lines = "line touches the" if facts.problem.joint else "lines are parallel and touch each"
        what = "payoffs" if facts.world is None else "what is drawn here, that is of gifts × the receivers' credences"
        return text + (
            f"Everybody maximises the same weighted sum of {what}: the dashed {lines} set where the compromise "
            "takes it."
        )
    if facts.deal.status is Status.infeasible:
        return text + "No feasible point lies beyond the dashed line, but the disagreement point does."
    return text + "No feasible point lies beyond the dashed line, so none is better for both than disagreement."


def _caption(facts: Facts, pair: tuple[int, int]) -> list[Part]:
    s, t = pair
    out: list[Part] = [facts.name(s), " across, ", facts.name(t), " up"]
    if facts.count > 2:
        out.append("; the payoffs of the others are free")
    return [*out, f". In {facts.units}."]


def trades_section(facts: Facts) -> Html | None:
    """Who gives whom, in pictures and words."""
    found = facts.exchange
    if found is None:
        return None
    heat = picture(
        plots.who_gives_whom(facts.source, facts.deal, known=found),
        "Each row is a giver, each column a receiver. A cell says how much the giver's cooperation changes the "
        "receiver's payoff, in percent of the receiver's whole gain; ",
        "so every column adds up to 100 % and columns compare although units differ. "
        if found.matches
        else "changes are counted from what everybody would do alone, which is not the disagreement point here, so "
        "columns need not add up to 100 %. ",
        "The framed diagonal is what a type's own kind gives up. A dotted column marks a receiver without a gain."
        if not (facts.gains > 0).all()
        else "The framed diagonal is what a type's own kind gives up.",
    )
    graph = picture(
        plots.trade_graph(facts.source, facts.deal, known=found),
        "An arrow leads from giver to receiver in the giver's colour, the wider the larger the gift is beside the "
        "receiver's gain; from 100 % on arrows get no wider, and below 10 % no thinner.",
    )
    return section(
        "trades",
        "Who gives whom",
        tag("p", _base(facts)),
        heat,
        graph,
        _mutual(facts, found),
        _cycles(facts, found),
        _balance(facts, found),
    )


def _base(facts: Facts) -> str:
    base = "what is best for itself" if facts.world is None or facts.world.defaults is None else "its default action"
    return (
        f"What changes when every {facts.noun} plays its part of the compromise instead of {base}. Gifts are "
        "measured by what they are worth to the receiver, as a share of its gain from the whole compromise."
    )


def _mutual(facts: Facts, found: Exchange) -> Html:
    share = found.trade.relative
    pairs = found.mutual
    head = tag("h3", "Mutual trades")
    if not pairs:
        return join(head, tag("p", "No two benefit each other directly."))
    items = [
        join(
            facts.chain((i, j), "⇄"),
            f": {percent(float(share[i, j]))} of the gain one way, {percent(float(share[j, i]))} the other",
        )
        for i, j in pairs[:_MOST_LISTED]
    ]
    text = f"{counted(len(pairs), 'pair')} benefit{'s' if len(pairs) == 1 else ''} each other by at least "
    text += f"{percent(NOTABLE)} of each one's gain"
    text += f"; the {_MOST_LISTED} strongest:" if len(pairs) > _MOST_LISTED else ":"
    return join(head, tag("p", text), bullets(items))


def _cycles(facts: Facts, found: Exchange) -> Html | None:
    if facts.count < 3:
        return None
    share = found.trade.relative
    cycles = found.cycles
    head = tag("h3", "Trade in circles")
    if not cycles:
        return join(
            head,
            tag(
                "p",
                (
                    "No circle stands out in which each benefits the next and gets little back from it: what is "
                    "traded is traded in pairs."
                ),
            ),
        )
    items = []
    for cycle in cycles[:5]:
        links = zip(cycle, (*cycle[1:], cycle[0]), strict=True)
        weakest = min(float(share[i, j]) for i, j in links)
        items.append(join(facts.chain((*cycle, cycle[0]), "→"), f" (weakest link: {percent(weakest)} of the gain)"))
    text = "In these circles everyone benefits the next at least twice as much as it gets back from it directly"
    text += ", the strongest first:" if len(cycles) <= 5 else "; the five strongest:"
    return join(head, tag("p", text), bullets(items))


def _balance(facts: Facts, found: Exchange) -> Html | None:
    """Net givers, net receivers, and who benefits nobody."""
    balance = found.trade.given - found.trade.taken
    order = [int(t) for t in np.argsort(-balance, kind="stable")]
    givers = [t for t in order if balance[t] > NOTABLE]
    receivers = [t for t in reversed(order) if balance[t] < -NOTABLE]
    items: list[Part] = []
    for label, members in (
        ("Net givers (gifts less receipts)", givers),
        ("Net receivers (receipts less gifts)", receivers),
    ):
        if members:
            words = [join(facts.name(t), f" ({number(abs(float(balance[t])), 2)})") for t in members]
            items.append(join(tag("strong", label), ": ", _members(words), "."))
    nothing = found.trade.gives_nothing
    little = [t for t in found.trade.benefits_nobody if t not in nothing]
    for label, rest, idle in (
        ("No gift to others", " at all", nothing),
        ("No notable gift to others", f" (none above {percent(NOTABLE)} of the receiver's gain)", little),
    ):
        if idle:
            items.append(join(tag("strong", label), rest, ": ", _members([facts.name(t) for t in idle]), "."))
    if not items:
        return None
    own = "need not lose" if (facts.gains < 0).any() else "does not lose"
    note = (
        "Gifts are added up in units of each receiver's own gain, so 1 is one whole gain of one receiver. A net giver "
        f"{own}: the balance says how much others depend on it; what it gains stands in the table of gains."
    )
    return join(tag("h3", "Balance"), bullets(items), tag("p", note, class_="note"))


def _members(words: list[Html]) -> Html:
    shown = words[:_MOST_LISTED]
    more = f" and {len(words) - len(shown)} more" if len(words) > len(shown) else None
    return join(join(*shown, between=", "), more)
