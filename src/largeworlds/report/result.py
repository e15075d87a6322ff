"""The answer: the headline, gains, consensus weights, and what each type should do."""

from __future__ import annotations

from typing import Final

import numpy as np

from .. import plots
from .._core.status import Status
from .._core.text import DASH, apart, clean, counted, listed, number, percent, upper
from ..bargaining.agreement import Agreement
from ..bargaining.in_words import ideal_shares, notes
from ..worlds.advice import break_even, remarks
from .facts import Facts
from .html import Html, Part, bullets, join, section, table, tag
from .options import action_in_words
from .pictures import picture

#: Costs and benefits below this share of the payoff's range are those of a type that has no part in the exchange.
_NOTHING: Final = 1e-6


def headline(facts: Facts) -> str:
    """The result in one sentence."""
    status = facts.deal.status
    if status is Status.infeasible:
        return f"There is no compromise: nothing feasible gives {facts.all_of_them()} at least the disagreement payoff."
    if not facts.has_payoffs:
        return "There is no answer yet: the computation stopped before it had one."
    if not facts.trades:
        return "Nobody can gain noticeably: cooperation has nothing to offer over what happens without it."
    gainers = np.flatnonzero(facts.gains > 0)
    if len(gainers) == facts.count:
        who = f"{facts.all_of_them()} gain" + ("s" if facts.count == 1 else "")
    else:
        who = f"{len(gainers)} of {counted(facts.count, facts.noun)} gain{'s' if len(gainers) == 1 else ''}"
    text = f"{who[:1].upper()}{who[1:]} if everybody acts on the compromise"
    shares = facts.relative_gains[gainers]
    if np.isfinite(shares).all():
        low, high = percent(float(shares.min())), percent(float(shares.max()))
        text += f": {low if low == high else f'from {low} to {high}'} of the most that each could ever gain"
    lost = np.flatnonzero(facts.gains < 0)
    rest = facts.count - len(gainers)
    if len(lost):
        named = listed([clean(facts.deal.names[t]) for t in lost], 4)
        text += f". {named} would do better without cooperation"
    elif rest:
        text += ". The other stays where it is" if rest == 1 else f". The other {rest} stay where they are"
    if not status.answered:
        text += ". The proof that nothing is better is unfinished"
    return text + "."


def no_answer(deal: Agreement) -> str:
    """What the first line of the page says where there is no certified answer."""
    return "No agreement exists." if deal.status is Status.infeasible else "Unfinished: no certified answer."


def in_short(facts: Facts) -> Html | None:
    """A few sentences on what is remarkable."""
    items: list[Part] = []
    if facts.trades:
        percents = np.where(facts.gains > 0, facts.percent_gains, np.nan)
        if np.isfinite(percents).any():
            best = int(np.nanargmax(percents))
            even = float(np.nanmax(percents) - np.nanmin(percents)) <= 1e-3 * float(np.nanmax(percents))
            least = int(np.nanargmin(percents))
            text = join("Payoffs rise most for ", facts.name(best), f" (by {percent(float(percents[best]))})")
            if best != least:
                among = " and, of those who gain, least for " if (facts.gains <= 0).any() else " and least for "
                text = join(text, among, facts.name(least), f" (by {percent(float(percents[least]))})")
            if even:
                whose = join("The payoff of ", facts.name(best), " rises") if np.isfinite(percents).sum() == 1 else None
                text = join(whose or "Payoffs rise", f" by {percent(float(percents[best]))}")
            items.append(join(text, "."))
        found = facts.exchange
        if found is not None and found.mutual and facts.count > 2:
            items.append(join("The strongest mutual trade is ", facts.chain(found.mutual[0], "⇄"), "."))
        if found is not None and found.cycles:
            cycle = found.cycles[0]
            items.append(join("Benefits also run in circles: ", facts.chain((*cycle, cycle[0]), "→"), "."))
        if found is not None and facts.count > 2:
            gives_nothing = found.trade.gives_nothing
            little = [t for t in found.trade.benefits_nobody if t not in gives_nothing]
            for who, members in (("Nobody", gives_nothing), ("Next to nobody", little)):
                if members:
                    items.append(_idle(facts, f"{who} else benefits from ", members))
    return bullets(items)


def _idle(facts: Facts, start: str, members: list[int]) -> Html:
    shown = [facts.name(t) for t in members[:4]]
    more = f" and {len(members) - len(shown)} more" if len(members) > len(shown) else None
    return join(start, join(*shown, between=", "), more, ".")


def reasons(facts: Facts) -> Html | None:
    """Why somebody, or everybody, cannot gain, and what else to mind in reading the gains."""
    deal = facts.deal
    texts: list[Part] = [] if deal.status is Status.solved else list(deal.reasons)
    if facts.has_payoffs:
        texts += [*notes(deal), *remarks(facts.world, deal)]
    if not deal.status.answered and deal.status is not Status.infeasible:
        texts = [deal.status.value, *texts]
    if not texts:
        return None
    title = "Why" if deal.status in (Status.infeasible, Status.nobody_can_gain) else "Mind"
    return tag("div", tag("p", tag("strong", title)), bullets(texts), class_="box warn-box")


def gains_section(facts: Facts) -> Html | None:
    """Gains per type, as bars and as a table."""
    if not facts.has_payoffs:
        return None
    chart = (
        picture(
            plots.gains(facts.deal),
            "Gain from the compromise as a share of the largest gain possible, which a "
            f"{facts.noun} would have if everybody served it alone."
            + (
                " In brackets the rise of the payoff itself, where zero is a natural origin."
                if np.isfinite(facts.percent_gains).any()
                else ""
            ),
        )
        if facts.trades
        else None
    )
    return section("gains", "What everyone gains", chart, _gains_table(facts))


def _gains_table(facts: Facts) -> Html:
    deal, world = facts.deal, facts.world
    nu = deal.bargaining_weights if world is None or world.beliefs.prior is None else world.beliefs.prior
    shares = deal.share_received()
    ideal = np.full(facts.count, np.nan) if deal.ideal is None else deal.ideal
    payoffs = np.where(facts.gains == 0, deal.disagreement, deal.payoffs)
    pairs = [apart(float(a), float(b), 5, 3) for a, b in zip(deal.disagreement, payoffs, strict=True)]
    columns: list[tuple[str, list[str]]] = [
        ("Weight" if world is None or world.beliefs.prior is None else "Prior", [percent(float(v), 3) for v in nu]),
        ("Without cooperation", [before for before, _ in pairs]),
        ("Compromise", [after for _, after in pairs]),
        ("Gain", [number(float(v)) for v in facts.gains]),
        ("Ideal point", [number(float(v)) for v in ideal]),
        ("Of ideal gain", [percent(float(v)) for v in ideal_shares(deal)]),
        ("Of largest gain", [percent(float(v)) for v in facts.relative_gains]),
        ("Payoff rises by", [percent(float(v)) for v in facts.percent_gains]),
        ("Like own budget ×", [number(float(v), 3) for v in facts.resources]),
        ("From others", [percent(float(v)) for v in shares]),
        ("Certified to", [DASH if not np.isfinite(v) else f"± {upper(float(v), 1)}" for v in deal.error]),
    ]
    if columns[0][0] == "Weight" and not deal.concept.takes_weights:
        columns = columns[1:]
    columns = [entry for entry in columns if any(cell != DASH for cell in entry[1])]
    rows: list[list[Part]] = [[facts.name(t), *(cells[t] for _, cells in columns)] for t in range(facts.count)]
    named = {title for title, _ in columns}
    told = {
        "Of ideal gain": "gain / (ideal point − payoff without cooperation)",
        "Of largest gain": "gain / (largest possible payoff − payoff without cooperation)",
        "Payoff rises by": "gain / payoff without cooperation, only where payoffs cannot be negative",
        "Like own budget ×": "multiple of its own budget that would bring as much without anyone's cooperation",
        "From others": f"part of the compromise payoff that other {facts.noun}s provide",
        "Certified to": "no payoff of the exact solution is further away than this",
    }
    legend = [join(tag("strong", title), f": {text}.") for title, text in told.items() if title in named]
    grid = table(f"Payoffs in {facts.units}.", [facts.noun.capitalize(), *(title for title, _ in columns)], rows)
    return join(grid, tag("p", join(*legend, between=" "), class_="note"))


def actions_section(facts: Facts) -> Html | None:
    """What each type should do, in words."""
    deal, profile = facts.deal, facts.profile
    if profile is None or not deal.choices:
        return None
    if not facts.trades:
        text = "Nothing is asked of anyone beyond what they would do anyway."
        return section("actions", f"What each {facts.noun} should do", tag("p", text))
    found = facts.exchange if facts.world is not None else None
    headers: list[Part] = [facts.noun.capitalize(), "Its part of the compromise"]
    if found is not None:
        headers += ["Costs it", "Brings it", "Pays above"]
    rows = []
    for t, (part, choice) in enumerate(zip(facts.source.sets, deal.choices, strict=True)):
        words = action_in_words(part, choice, deal.names, t, profile[t])
        row: list[Part] = [facts.name(t), f"{words[:1].upper()}{words[1:]}."]
        if found is not None:
            cost, benefit = float(found.trade.own_cost[t]), float(found.trade.received[t])
            row += [number(cost, 3), number(benefit, 3), _pays_above(facts, t, cost, benefit)]
        rows.append(row)
    caption = "Percentages are shares of the giver's own resource or chances of its actions. "
    if found is not None:
        caption += (
            "“Costs it” is what its own kind gives up and “brings it” what the others' cooperation is worth to it, "
            "both in its own payoff; cooperating pays if the credence that the others cooperate too is above the "
            "last column"
        )
        caption += (
            f"; {DASH} where cooperation neither costs nor brings it anything."
            if DASH in (r[-1] for r in rows)
            else "."
        )
    return section("actions", f"What each {facts.noun} should do", table(caption, headers, rows, words=(0, 1)))


def _pays_above(facts: Facts, t: int, cost: float, benefit: float) -> str:
    low, high = facts.problem.bounding_box()
    if max(abs(cost), abs(benefit)) <= _NOTHING * float(high[t] - low[t]):
        return DASH
    credence = break_even(cost, benefit)
    if credence is None:
        return "never"
    return "always" if credence <= 0 else percent(credence)


def quick_facts(facts: Facts) -> list[tuple[str, Part]]:
    """The numbers at the top of the page."""
    deal = facts.deal
    good = deal.status in (Status.solved, Status.some_cannot_gain)
    state = tag("span", deal.status.word, class_="good" if good else "warn")
    out: list[tuple[str, Part]] = [("Status", state)]
    if facts.trades and facts.exchange is not None:
        out.append(("Mutual trades", str(len(facts.exchange.mutual))))
    if np.isfinite(deal.gap):
        out.append(("Certified gap", upper(deal.gap)))
    return out


def title(facts: Facts, given: str | None) -> str:
    """The page's title."""
    if given:
        return clean(given)
    names = listed([clean(name) for name in facts.deal.names], 4)
    return f"Cooperation between {names}" if facts.count > 1 else f"The options of {names}"
