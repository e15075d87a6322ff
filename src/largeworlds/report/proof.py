"""The certificate, how to recompute it, and how to cite."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

import numpy as np

from .. import __version__
from .._core.citations import cite
from .._core.errors import LargeWorldsError
from .._core.status import Status
from .._core.text import number, upper
from ..bargaining.in_words import certified
from ..bargaining.solutions.dictatorial import Dictatorial
from ..bargaining.solutions.nash import NashBargaining
from ..io.files import model_of, model_sha256
from ..io.results import concept_key
from .facts import Facts
from .html import Html, Part, join, section, table, tag

_RUNGS = (
    "All who move rise from a base along a ray, together; whoever blocks them stays and the others go on. Why each "
    "step is a proof: it comes with prices p, none negative, by which its ray is worth 1, so that no point has a "
    "higher level than best(p) − p·base, with best(p) the most that a point is worth by p. Curved budgets that are "
    "worth something by the prices of one step have a single best split, so in later steps they stay as they are."
)
_TIE_RUNGS = (
    "Several outcomes are equally good. Of these the one is taken that makes gains, each times its weight, as equal as "
    "can be: step by step all rise together and whoever blocks them stays, with prices that prove each step."
)


def proof_section(facts: Facts, model: Mapping[str, Any] | None) -> Html:
    """What is proved and how anybody can check it."""
    status = facts.deal.status
    if status is Status.infeasible:
        body = _infeasible(facts)
    elif status is Status.nobody_can_gain:
        body = _nobody(facts)
    elif facts.has_payoffs:
        body = _gap(facts) if isinstance(facts.deal.concept, NashBargaining) else _other(facts)
    else:
        body = tag("p", f"{status.value} Nothing is proved about this problem yet; allow more time.")
    said = tag("p", tag("strong", status.value))
    return section("proof", "The certificate", said, body, _recompute(facts, model))


def _gap(facts: Facts) -> Html:
    deal = facts.deal
    counted = (facts.gains > 0) & np.isfinite(deal.error)
    worst = float((deal.error[counted] / deal.gains[counted]).max()) if counted.any() else np.nan
    start = (
        "The compromise is to make the sum of bargaining weight × log(gain) as large as possible. It falls short of "
        "the best by at most the "
    )
    text: list[Part] = [
        start,
        tag("strong", f"gap of {upper(deal.gap)}"),
        ".",
    ]
    if np.isfinite(worst):
        text.append(
            f" It follows that every gain is within {upper(worst)} of itself of the exact solution's "
            "(column “certified to” above)."
        )
    why = (
        "Why that is a proof: for the consensus weights w, no feasible point is worth more than the sum over all "
        f"{facts.noun}s of the best that each can do for w. For any such weights the shortfall is at most"
    )
    formula = "best(w) − w·d − 1 − Σ ν log(w · gain / ν)"
    after = (
        "with best(w) that sum, d the disagreement point, ν the bargaining weights, and sums over all whose gain "
        "counts. It needs one evaluation per set and no solver."
    )
    parts = [tag("p", *text), tag("p", why), tag("pre", tag("code", formula)), tag("p", after)]
    return join(*parts, *_unable(facts))


def _unable(facts: Facts) -> list[Html]:
    """The proof that some cannot gain, where that is so."""
    deal, parts = facts.deal, list[Html]()
    if deal.status is Status.some_cannot_gain and deal.direction is not None:
        parts.append(
            tag(
                "p",
                (
                    "That the others cannot gain is proved by a second set of weights: no outcome is worth more by "
                    f"them than the disagreement point, beyond {upper(max(deal.bound, 0.0))} in their units."
                ),
            )
        )
        parts += [table_ for table_ in [_direction(facts)] if table_ is not None]
    return parts


def _other(facts: Facts) -> Html:
    """The proof of a solution other than Nash's: rungs, or the weighted sum; and the ideal points."""
    deal = facts.deal
    if not np.isfinite(deal.gap):
        return tag("p", "No bound is proved: the outcome is possible, but how far it is from the solution is unknown.")
    parts: list[Part] = [tag("p", certified(deal))]
    if not deal.unique or not deal.rungs:
        text = (
            "Why that is a proof: for the weights w no feasible point is worth more than the sum over all "
            f"{facts.noun}s of the best that each can do for w, and what everybody does here is worth that sum, up to "
            "the gap. It needs one evaluation per set and no solver."
        )
        parts.append(tag("p", text))
    if deal.rungs:
        parts += [tag("p", _RUNGS if deal.unique else _TIE_RUNGS), _rungs(facts)]
    if deal.ideal_proofs:
        parts.append(
            tag(
                "p",
                "The ideal points are proved in the same way, one by one: an outcome that reaches each, and prices by "
                "which nothing better is left. The result has both.",
            )
        )
    return join(*parts, *_unable(facts))


def _rungs(facts: Facts) -> Html:
    deal = facts.deal
    rows: list[list[Part]] = []
    for k, rung in enumerate(deal.rungs):
        movers = [facts.name(int(t)) for t in np.flatnonzero(rung.ray > 0)]
        shown: Part = f"all {len(movers)}" if len(movers) == facts.count > 4 else join(*movers[:6], between=", ")
        if len(movers) > 6 and len(movers) < facts.count:
            shown = join(shown, f" and {len(movers) - 6} more")
        rows.append([str(k + 1), shown, number(rung.level, 6), number(rung.most, 6), upper(rung.gap)])
    headers: list[Part] = ["Step", "Who rises", "Level reached", "At most", "Gap"]
    caption = "Step by step: levels, and what the prices of each step prove to be the most (gap: a share of the range)."
    return table(caption, headers, rows, words=(0, 1))


def _nobody(facts: Facts) -> Html:
    deal = facts.deal
    text = (
        "By the weights below no feasible outcome is worth more than the disagreement point"
        + (f" (beyond {upper(deal.bound)})" if deal.bound > 0 else "")
        + ". An outcome in which somebody with a weight gained and nobody lost would be worth more, so there is none."
    )
    return join(tag("p", text), _direction(facts))


def _infeasible(facts: Facts) -> Html:
    deal = facts.deal
    if deal.direction is None:
        return tag("p", "No outcome reaches the disagreement payoffs.")
    asked = float(deal.direction @ deal.disagreement)
    most = float(facts.problem.support(deal.direction))
    text = (
        f"By the weights below the disagreement payoffs are worth {number(asked, 6)}, but no feasible outcome is "
        f"worth more than {number(most, 6)}. An outcome that gave everybody at least the disagreement payoff would "
        "be."
    )
    return join(tag("p", text), _direction(facts))


def _direction(facts: Facts) -> Html | None:
    direction = facts.deal.direction
    if direction is None:
        return None
    rows: list[list[Part]] = [
        [facts.name(t), number(float(direction[t]), 6)] for t in range(facts.count) if direction[t] > 0
    ]
    return table("Weights of the proof (zero for all others).", [facts.noun.capitalize(), "Weight"], rows)


def _recompute(facts: Facts, model: Mapping[str, Any] | None) -> Html:
    options = _options(facts)
    solve = "" if options is None else f"largeworlds solve FILE{options} --json > result.json\n"
    commands = f"{solve}largeworlds verify result.json"
    text = "FILE is the model file. The second command recomputes"
    if options is None:
        text = (
            "result.json is the result as JSON; this solution has settings that only Python has. The command recomputes"
        )
    text += " the certificate from the result alone, with code that shares nothing with the solver."
    digest = _digest(facts, model)
    last = (
        None
        if digest is None
        else tag("p", "Model hash (SHA-256), as in the result: ", tag("code", digest), class_="note")
    )
    return join(tag("h3", "How to recompute it"), tag("pre", tag("code", commands)), tag("p", text), last)


def _options(facts: Facts) -> str | None:
    """The options of ``largeworlds solve`` that ask for this solution; None if there are none that do."""
    concept = facts.deal.concept
    if isinstance(concept, NashBargaining):
        return ""
    out = f" --solution {concept_key(concept)}"
    for option in ("ideal", "normalization"):
        value = getattr(concept, option, None)
        if value not in (None, "rational", "none"):
            out += f" --{option} {value}"
    if isinstance(concept, Dictatorial):
        out += f" --order {shlex.quote(','.join(facts.deal.names[t] for t in concept.turns(facts.problem)))}"
    plain = getattr(concept, "measure", None) is None and getattr(concept, "rational", True)
    return out if plain else None


def _digest(facts: Facts, model: Mapping[str, Any] | None) -> str | None:
    if model is not None:
        return model_sha256(model)
    try:
        return model_sha256(model_of(facts.source))
    except LargeWorldsError:
        return None  # a set that no file can hold


def cite_section(facts: Facts) -> Html:
    """References."""
    text = (
        "The model and its solution: Johannes Treutlein, Modeling evidential cooperation in large worlds, 2023. "
        f"The computation: largeworlds {__version__}."
    )
    return section("cite", "How to cite", tag("p", text), tag("pre", tag("code", cite(facts.deal))))
