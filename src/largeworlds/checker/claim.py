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
from .solution import Solution, read_solution

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
class RungClaim:
    """One step of a ladder: nobody rises along ``ray`` from ``base`` beyond ``most``; the point reaches ``level``.

    ``fixed`` are budgets, of all givers in order, that are spent as in the point; ``ended`` are those who rise no more.
    """

    base: Numbers
    ray: Numbers
    level: float
    most: float | None
    prices: Numbers
    size: float
    fixed: tuple[bool, ...] | None
    ended: tuple[bool, ...]


@dataclass(frozen=True)
class IdealClaim:
    """Why an ideal point is right: d + ``level`` is reached by ``choices``; ``prices`` prove ``most``."""

    level: float
    most: float | None
    prices: Numbers
    choices: tuple[tuple[Any, ...], ...]


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
    solution: Solution
    deal: Deal | None
    gap: float | None
    error: tuple[float | None, ...]
    can_gain: tuple[bool, ...]
    direction: Numbers | None
    bound: float | None
    settled: tuple[int, ...]
    share_received: tuple[float | None, ...]
    asked_disagreement: str
    asked_weights: str | None
    model_sha256: str
    ideal: Numbers | None
    ideal_proof: tuple[IdealClaim | None, ...]
    rungs: tuple[RungClaim, ...]
    unique: bool
    individually_rational: bool | None


def read_claim(result: dict[str, Any], givers: int) -> Claim:
    """Read a result whose model has ``givers`` sets; the ``model`` is read elsewhere."""
    form = entry(result, "format", "The result")
    if isinstance(form, bool) or form != 1:
        raise wrong("format", "must be 1", form, "check it with the version of largeworlds that wrote it")
    kind = word(entry(result, "kind", "The result"), "kind", ("world", "bargaining"))
    model = table(entry(result, "model", "The result"), "model")
    if model.get("kind", "world") != kind:
        raise wrong("kind", "must be that of the model", kind)
    names = tuple(
        word(name, f"names[{i}]") for i, name in enumerate(listed(entry(result, "names", "The result"), "names"))
    )
    m = len(names)
    if m == 0:
        raise wrong("names", "must have at least one entry", names)
    question = table(entry(result, "question", "The result"), "question")
    solution = read_solution(entry(result, "solution", "The result"), names)
    direction = entry(result, "direction", "The result")
    gap, bound = entry(result, "gap", "The result"), entry(result, "bound", "The result")
    return Claim(
        status=word(entry(result, "status", "The result"), "status", ANSWERS + UNFINISHED),
        names=names,
        disagreement=vector(entry(result, "disagreement", "The result"), "disagreement", m),
        nu=vector(entry(result, "bargaining_weights", "The result"), "bargaining_weights", m, zero=True),
        solution=solution,
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
        asked_weights=_asked_weights(entry(question, "weights", "question"), solution),
        model_sha256=word(entry(result, "model_sha256", "The result"), "model_sha256"),
        ideal=None if result.get("ideal") is None else vector(result["ideal"], "ideal", m),
        ideal_proof=_ideal_proof(result.get("ideal_proof"), givers, m),
        rungs=tuple(_rung(item, f"rungs[{k}]", m) for k, item in enumerate(listed(result.get("rungs", []), "rungs"))),
        unique=_flag(result.get("unique", True), "unique"),
        individually_rational=None
        if result.get("individually_rational") is None
        else _flag(result["individually_rational"], "individually_rational"),
    )


def _flag(value: Any, place: str) -> bool:
    return flags([value], place, 1)[0]


def _asked_weights(value: Any, solution: Solution) -> str | None:
    if solution.weighted:
        return word(value, "question.weights", ("prior", "equal", "given"))
    if value is not None:
        raise wrong("question.weights", f"must be null for the {solution.title}, which uses none", value)
    return None


def _rung(value: Any, place: str, m: int) -> RungClaim:
    given = table(value, place)
    most, fixed = entry(given, "most", place), entry(given, "fixed", place)
    return RungClaim(
        base=vector(entry(given, "base", place), f"{place}.base", m),
        ray=vector(entry(given, "ray", place), f"{place}.ray", m, zero=True),
        level=number(entry(given, "level", place), f"{place}.level"),
        most=None if most is None else number(most, f"{place}.most"),
        prices=vector(entry(given, "prices", place), f"{place}.prices", m, zero=True),
        size=positive(entry(given, "size", place), f"{place}.size"),
        fixed=None if fixed is None else flags(fixed, f"{place}.fixed", len(listed(fixed, f"{place}.fixed"))),
        ended=flags(entry(given, "ended", place), f"{place}.ended", m),
    )


def _ideal_proof(value: Any, givers: int, m: int) -> tuple[IdealClaim | None, ...]:
    if value is None:
        return ()
    out: list[IdealClaim | None] = []
    for t, one in enumerate(listed(value, "ideal_proof", m)):
        place = f"ideal_proof[{t}]"
        if one is None:
            out.append(None)
            continue
        given = table(one, place)
        most = entry(given, "most", place)
        choices = listed(entry(given, "choices", place), f"{place}.choices", givers)
        out.append(
            IdealClaim(
                level=number(entry(given, "level", place), f"{place}.level"),
                most=None if most is None else number(most, f"{place}.most"),
                prices=vector(entry(given, "prices", place), f"{place}.prices", m, zero=True),
                choices=tuple(tuple(listed(item, f"{place}.choices[{i}]")) for i, item in enumerate(choices)),
            )
        )
    return tuple(out)


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
