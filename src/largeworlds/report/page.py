"""The page: head, sections, foot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import __version__
from ..bargaining.agreement import Agreement
from ..bargaining.in_words import promise
from ..bargaining.problem import BargainingProblem
from ..bargaining.solutions.nash import NashBargaining
from ..worlds.world import World
from .css import CSS
from .facts import Facts
from .html import Html, join, tag
from .model import model_section, notes, notes_section
from .proof import cite_section, proof_section
from .result import (
    actions_section,
    gains_section,
    headline,
    in_short,
    no_answer,
    quick_facts,
    reasons,
    title,
)
from .trades import feasible_section, trades_section
from .weights import weights_section
from .words import players_in_words

#: Nothing may be loaded and nothing may run, whatever the page contains.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def page(source: World | BargainingProblem, deal: Agreement, model: Mapping[str, Any] | None) -> str:
    """The whole page as text; see :func:`largeworlds.report.report`."""
    facts = Facts(source, deal)
    texts = notes(facts, model)
    heading = title(facts, texts.get("title"))
    sections = {
        "model": ("Model", model_section(facts)),
        "sets": ("What can be reached", feasible_section(facts)),
        "trades": ("Who gives whom", trades_section(facts)),
        "gains": ("Gains", gains_section(facts)),
        "weights": ("Consensus weights", weights_section(facts)),
        "actions": ("What to do", actions_section(facts)),
        "proof": ("Certificate", proof_section(facts, model)),
        "notes": ("Author's notes", notes_section(texts)),
        "cite": ("Citing", cite_section(facts)),
    }
    present = [(name, label, body) for name, (label, body) in sections.items() if body is not None]
    links = tag("ul", *(tag("li", tag("a", label, href=f"#{name}")) for name, label, _ in present))
    top = tag("dl", *(tag("div", tag("dt", key), tag("dd", value)) for key, value in _numbers(facts)), class_="facts")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="generator", content=f"largeworlds {__version__}"),
        tag("title", heading if deal.is_answer else f"{no_answer(deal)} {heading}"),
        tag("style", Html(CSS)),
    )
    body = tag(
        "body",
        tag(
            "header",
            None if deal.is_answer else tag("p", tag("strong", no_answer(deal)), class_="warn"),
            tag("p", f"largeworlds report · {deal.concept.title}", class_="over"),
            tag("h1", heading),
            tag("p", headline(facts), class_="lead"),
            None if isinstance(deal.concept, NashBargaining) else tag("p", promise(deal)),
            in_short(facts),
            reasons(facts),
            top,
        ),
        tag("nav", links, aria_label="sections"),
        tag("main", *(body for _, _, body in present)),
        tag("footer", tag("p", f"Made with largeworlds {__version__}. One file, nothing loaded from elsewhere.")),
    )
    return join(Html("<!DOCTYPE html>\n"), tag("html", head, "\n", body, lang="en"), "\n")


def _numbers(facts: Facts) -> list[tuple[str, Any]]:
    """What stands in the boxes at the top."""
    world = facts.world
    out: list[tuple[str, Any]] = [(f"{facts.noun.capitalize()}s", str(facts.count))]
    if world is not None:
        out.append(("Players", players_in_words(world.players)))
    return out + list(quick_facts(facts))
