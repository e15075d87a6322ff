"""The model in words: who there is, what they can do, what they believe, what happens without cooperation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .._core.status import Status
from .._core.text import clean, number, percent, superscript
from .facts import Facts
from .html import Html, Part, join, paragraphs, section, table, tag
from .options import common_power, options_in_words, reach_in_words, shared_returns
from .words import beliefs_in_words, no_cooperation, setting, units_in_words, weights_sentence

#: The table of beliefs is written out up to this many types.
_MOST_BELIEFS = 80


def notes(facts: Facts, model: Mapping[str, Any] | None) -> dict[str, str]:
    """Title, source, units, notes and description: those of the world, and of ``model`` where that has more."""
    found = dict(facts.world.notes) if facts.world is not None else {}
    for key in ("title", "source", "units", "notes", "description"):
        text = (model or {}).get(key)
        if key not in found and isinstance(text, str):
            found[key] = text
    return {key: text for key, text in found.items() if str(text).strip()}


def model_section(facts: Facts) -> Html:
    """The section on the model."""
    world = facts.world
    intro = [setting(facts.source)]
    weighed = [weights_sentence(facts.source, _weights(facts))] if facts.deal.concept.takes_weights else []
    if world is not None:
        intro.append(units_in_words(world))
    elif facts.problem.units != "utility":
        intro.append(f"Payoffs are in {facts.problem.units}.")
    return section(
        "model",
        "The model",
        tag("p", " ".join(intro)),
        _types(facts),
        tag("p", " ".join([_disagreement(facts), *weighed])),
        _beliefs(facts),
    )


def _types(facts: Facts) -> Html:
    """One row per type: prior, options, the most they give."""
    if facts.problem.joint:
        low, high = facts.problem.bounding_box()
        rows: list[list[Part]] = [
            [facts.name(t), number(float(low[t])), number(float(high[t]))] for t in range(facts.count)
        ]
        return table("The players and their payoffs over all outcomes.", ["Player", "Least", "Most"], rows)
    prior = facts.world.beliefs.prior if facts.world is not None else None
    shared, power = shared_returns(facts.source.sets, facts.deal.names), common_power(facts.source.sets)
    most = "The most one action gives" + (f" (× 10{superscript(power)})" if power else "")
    headers: list[Part] = [facts.noun.capitalize(), "What it can do", most]
    if prior is not None:
        headers.insert(1, "Prior")
    rows = []
    for t, part in enumerate(facts.source.sets):
        row: list[Part] = [
            facts.name(t),
            _capital(options_in_words(part, facts.deal.names, t, returns=shared is None)) + ".",
            reach_in_words(part, facts.deal.names, t, power),
        ]
        if prior is not None:
            row.insert(1, percent(float(prior[t])))
        rows.append(row)
    words = (0, 1, 2) if prior is None else (0, 2, 3)
    grid = table(f"The {facts.noun}s and their options.", headers, rows, words=words)
    return join(grid, tag("p", shared, class_="note") if shared else None)


def _disagreement(facts: Facts) -> str:
    """What the disagreement point of this result is; the model may have been asked another question than its own."""
    d, low, high = facts.deal.disagreement, *facts.problem.bounding_box()
    size = np.maximum(high - low, 1e-300)
    world = facts.world
    names = ["nash"] + (["defaults"] if world is not None and world.defaults is not None else [])
    if world is not None:
        for name in names:
            if (np.abs(world.expected_utility(world.default_profile(name)) - d) <= 1e-12 * size).all():
                return no_cooperation(name)
    word = "cooperation" if world is not None else "agreement"
    payoffs = [f"{clean(name)} {number(float(value))}" for name, value in zip(facts.deal.names, d, strict=True)]
    if len(payoffs) > 12:
        return f"The payoffs without {word} are given; they stand in the table of gains."
    return f"Without {word} the payoffs are given: {', '.join(payoffs)}."


def _weights(facts: Facts) -> np.ndarray:
    if facts.deal.status is Status.some_cannot_gain and facts.problem.weights is not None:
        return facts.problem.weights  # those of the result leave out who cannot gain
    return facts.deal.bargaining_weights


def _beliefs(facts: Facts) -> Html | None:
    world = facts.world
    if world is None:
        return None
    m = facts.count
    text = tag("p", " ".join(beliefs_in_words(world))) if m == 1 or m > 3 else None
    if m == 1 or m > _MOST_BELIEFS:
        return join(tag("h3", "Beliefs"), text)
    posterior = world.beliefs.posterior
    top = float(posterior.max())
    digits = 3 if m <= 12 else 2
    head = tag(
        "tr",
        tag("th", "A player of type …", scope="col"),
        *(tag("th", str(s + 1), scope="col", title=clean(name)) for s, name in enumerate(facts.deal.names)),
    )
    body = [
        tag(
            "tr",
            tag("th", facts.name(t), scope="row"),
            *(
                tag(
                    "td",
                    _share(float(p), digits),
                    class_="n",
                    style=f"background:rgba(var(--shade),{0.5 * p / top:.2f})",
                )
                for p in posterior[t]
            ),
        )
        for t in range(m)
    ]
    caption = "What each type (row) believes about the type of any other player (column), in percent."
    grid = tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *body), class_="beliefs")
    return join(
        tag("h3", "Beliefs"), text, tag("div", grid, class_="scroll", role="region", tabindex="0", aria_label="beliefs")
    )


def _share(p: float, digits: int) -> str:
    return "0" if p == 0 else percent(p, digits).removesuffix(" %")


def notes_section(texts: Mapping[str, str]) -> Html | None:
    """What the model's author says about it."""
    parts: list[Part] = [paragraphs(texts[key]) for key in ("description", "notes") if key in texts]
    if "source" in texts:
        parts.append(tag("p", f"Source: {texts['source'].strip()}", class_="note"))
    return section("notes", "Notes of the model's author", *parts) if parts else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
