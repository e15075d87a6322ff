"""What a result claims: every number of it, read and counted, not yet believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .reading import (
    entry,
    flags,
    listed,
    matrix,
    maybe_vector,
    number,
    positive,
    table,
    vector,
    whole,
    whole_vector,
    word,
    wrong,
)

ANSWERS = ("solved", "some_cannot_gain", "nobody_can_gain", "infeasible")
UNFINISHED = ("not_converged", "time_limit")

Numbers = tuple[float, ...]


@dataclass(frozen=True)
class Deal:
    """The point that a result proposes; ``choices[giver][budget]`` are the shares behind ``profile[giver]``."""

    payoffs: Numbers
    gains: Numbers
    actions: tuple[Numbers, ...]
    profile: tuple[Numbers, ...]
    choices: tuple[tuple[Any, ...], ...]
    weights: Numbers


@dataclass(frozen=True)
class Claim:
    """A result, read. ``deal`` is None if it proposes no point; ``gap`` None if it claims none.

    ``settled`` are the levels at which some are said to have the most they can get: 1 at once, 2 on the face left by
    those of level 1, and so on; 0 for the others.
    """

    status: str
    names: tuple[str, ...]
    disagreement: Numbers
    nu: Numbers
    concept_weights: Numbers | None
    deal: Deal | None
    gap: float | None
    error: tuple[float | None, ...]
    can_gain: tuple[bool, ...]
    direction: Numbers | None
    bound: float | None
    settled: tuple[int, ...]
    share_received: tuple[float | None, ...]
    asked_disagreement: str
    asked_weights: str
    model_sha256: str


def read_claim(result: dict[str, Any], givers: int) -> Claim:
    """Read a result whose model has ``givers`` sets; the ``model`` is read elsewhere."""
    form = entry(result, "format", "The result")
    if isinstance(form, bool) or form != 1:
        raise wrong("format", "must be 1", form, "check it with the version of largeworlds that wrote it")
    kind = word(entry(result, "kind", "The result"), "kind", ("world", "bargaining"))
    model = table(entry(result, "model", "The result"), "model")
    if model.get("kind", "world") != kind:
        raise wrong("kind", "must be that of the model", kind)
    solution = table(entry(result, "solution", "The result"), "solution")
    word(entry(solution, "concept", "solution"), "solution.concept", ("nash",))
    names = tuple(
        word(name, f"names[{i}]") for i, name in enumerate(listed(entry(result, "names", "The result"), "names"))
    )
    m = len(names)
    if m == 0:
        raise wrong("names", "must have at least one entry", names)
    question = table(entry(result, "question", "The result"), "question")
    concept_weights = solution.get("weights")
    direction = entry(result, "direction", "The result")
    gap, bound = entry(result, "gap", "The result"), entry(result, "bound", "The result")
    return Claim(
        status=word(entry(result, "status", "The result"), "status", ANSWERS + UNFINISHED),
        names=names,
        disagreement=vector(entry(result, "disagreement", "The result"), "disagreement", m),
        nu=vector(entry(result, "bargaining_weights", "The result"), "bargaining_weights", m, zero=True),
        concept_weights=None if concept_weights is None else vector(concept_weights, "solution.weights", m, zero=True),
        deal=_deal(result, givers, m),
        gap=None if gap is None else positive(gap, "gap", zero=True),
        error=maybe_vector(entry(result, "error", "The result"), "error", m),
        can_gain=flags(entry(result, "can_gain", "The result"), "can_gain", m),
        direction=None if direction is None else whole_vector(direction, "direction", m),
        bound=None if bound is None else number(bound, "bound"),
        settled=tuple(
            whole(level, f"settled[{t}]")
            for t, level in enumerate(listed(entry(result, "settled", "The result"), "settled", m))
        ),
        share_received=maybe_vector(entry(result, "share_received", "The result"), "share_received", m),
        asked_disagreement=word(
            entry(question, "disagreement", "question"), "question.disagreement", ("nash", "defaults", "vector")
        ),
        asked_weights=word(entry(question, "weights", "question"), "question.weights", ("prior", "equal", "given")),
        model_sha256=word(entry(result, "model_sha256", "The result"), "model_sha256"),
    )


def _deal(result: dict[str, Any], givers: int, m: int) -> Deal | None:
    payoffs = whole_vector(entry(result, "payoffs", "The result"), "payoffs", m)
    if payoffs is None:
        for key in ("gains", "actions", "profile", "choices", "weights"):
            value = entry(result, key, "The result")
            if value is not None:
                raise wrong(key, "must be null where payoffs are", value)
        return None
    choices = tuple(
        tuple(listed(given, f"choices[{t}]"))
        for t, given in enumerate(listed(entry(result, "choices", "The result"), "choices", givers))
    )
    return Deal(
        payoffs=payoffs,
        gains=vector(entry(result, "gains", "The result"), "gains", m),
        actions=matrix(entry(result, "actions", "The result"), "actions", givers, m),
        profile=matrix(entry(result, "profile", "The result"), "profile", givers, m),
        choices=choices,
        weights=vector(entry(result, "weights", "The result"), "weights", m, zero=True),
    )
