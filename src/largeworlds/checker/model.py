"""The model inside a result: types with their sets, beliefs, and how many of whom everybody expects to meet."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from . import tolerances
from .arithmetic import ZERO, dot, times
from .reading import entry, known_keys, listed, matrix, number, positive, table, vector, word, wrong
from .sets import ModelSet, read_set

_TEXTS = ("title", "source", "units", "notes", "description")
_TOP = ("kind", "players", "types", "joint", "beliefs", "weights", "disagreement", *_TEXTS)
_TYPE = ("name", "set", "prior", "features", "default")


@dataclass(frozen=True)
class Model:
    """``sets[t]`` is A_t; ``meetings[t][s]`` = S; type t contributes ``S[t] * A_t`` (entry by entry).

    ``posterior[t][s]`` = p(s | t); None, as is ``prior``, for a plain bargaining problem, where S is all ones.
    ``joint``: the only set is that of all players together.
    """

    kind: str
    joint: bool
    names: tuple[str, ...]
    sets: tuple[ModelSet, ...]
    meetings: tuple[tuple[Decimal, ...], ...]
    posterior: tuple[tuple[float, ...], ...] | None
    prior: tuple[float, ...] | None
    prior_must_fit: bool
    players: float
    weights: str | tuple[float, ...]
    disagreement: str | tuple[float, ...]
    defaults: tuple[tuple[float, ...], ...] | None

    @property
    def count(self) -> int:
        """Number of payoffs m."""
        return len(self.names)

    @property
    def givers(self) -> tuple[str, ...]:
        """Whose sets these are."""
        return ("the joint set",) if self.joint else self.names

    def contribution(self, giver: int, action: list[Decimal]) -> list[Decimal]:
        """What an action of ``giver`` brings to everyone: the action times S."""
        return times(action, self.meetings[giver])

    def support_above(self, w: Sequence[Decimal]) -> Decimal:
        """A number that no ``w . x`` with x feasible exceeds."""
        return sum(
            (part.support_above(times(w, row)) for part, row in zip(self.sets, self.meetings, strict=True)), ZERO
        )

    def most(self, receiver: int) -> Decimal:
        """The largest feasible payoff of ``receiver``."""
        return sum(
            (row[receiver] * part.most(receiver) for part, row in zip(self.sets, self.meetings, strict=True)), ZERO
        )

    def kept_to_faces(self, disagreement: Sequence[Decimal]) -> tuple[Model, set[int]]:
        """The model where whoever already has the most it can get keeps it, and who these are.

        Every outcome with x >= d gives such a type exactly d, so every contributor stays on its face for it; on these
        faces others may have the most they can get, and so on. "The most" is meant up to rounding of d to a double.
        """
        model, stuck = self, set[int]()
        _, sizes = self.ranges
        rounding = [
            Decimal(tolerances.RESOLUTION) * (Decimal(a) + abs(b)) for a, b in zip(sizes, disagreement, strict=True)
        ]
        while True:
            fresh = [t for t in range(self.count) if t not in stuck and model.most(t) <= disagreement[t] + rounding[t]]
            if not fresh:
                return model, stuck
            stuck.update(fresh)
            sets = model.sets
            for t in fresh:
                sets = tuple(part.face(t) if row[t] else part for part, row in zip(sets, self.meetings, strict=True))
            model = replace(model, sets=sets)

    @cached_property
    def ranges(self) -> tuple[list[float], list[float]]:
        """Per payoff: its range over the feasible set, and the size of the numbers that enter it."""
        wide, size = [0.0] * self.count, [0.0] * self.count
        for part, row in zip(self.sets, self.meetings, strict=True):
            low, high, big = part.ranges()
            for i, factor in enumerate(map(float, row)):
                wide[i] += abs(factor) * (high[i] - low[i])
                size[i] += abs(factor) * big[i]
        if not all(map(math.isfinite, size)):
            raise OverflowError("payoffs beyond the largest double")
        return wide, size

    @cached_property
    def units(self) -> list[float]:
        """Per payoff what small is measured by: its range, or its size if it has no range."""
        return [wide if wide > 1e-15 * size else size or 1.0 for wide, size in zip(*self.ranges, strict=True)]

    def magnitude(self, w: Sequence[Decimal], d: Sequence[Decimal]) -> Decimal:
        """The size of the numbers that enter ``w . x`` and ``w . d``, weighted."""
        _, size = self.ranges
        return dot([abs(item) for item in w], [Decimal(a) + abs(b) for a, b in zip(size, d, strict=True)])


def sha256(model: Mapping[str, Any]) -> str:
    """The hash by which a result names its model."""
    text = json.dumps(model, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        return hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError:
        raise wrong("model", "must be plain Unicode text", "text with half characters") from None


def read_model(value: Any) -> Model:
    """Read the resolved model of a result."""
    given = table(value, "model")
    kind = word(given.get("kind", "world"), "model.kind", ("world", "bargaining"))
    known_keys(given, _TOP, "model")
    for key in _TEXTS:
        if key in given:
            word(given[key], f"model.{key}")
    types = [
        table(item, f"model.types[{t}]") for t, item in enumerate(listed(entry(given, "types", "model"), "model.types"))
    ]
    m = len(types)
    if m == 0:
        raise wrong("model.types", "must have at least one type", types)
    for t, one in enumerate(types):
        known_keys(one, _TYPE, f"model.types[{t}]")
    names = tuple(
        word(one.get("name", f"{'type' if kind == 'world' else 'player'} {t + 1}"), f"model.types[{t}].name")
        for t, one in enumerate(types)
    )
    joint = "joint" in given
    if joint:
        if kind == "world" or any("set" in one for one in types):
            raise wrong("model.joint", "must only stand in a bargaining problem without other sets", given["joint"])
        sets: tuple[ModelSet, ...] = (read_set(given["joint"], "model.joint", m),)
    else:
        sets = tuple(
            read_set(entry(one, "set", f"model.types[{t}]"), f"model.types[{t}].set", m) for t, one in enumerate(types)
        )
    defaults = None
    if any("default" in one for one in types):
        defaults = matrix(
            [entry(one, "default", f"model.types[{t}]") for t, one in enumerate(types)], "model.types default", m, m
        )
    posterior, prior, must_fit = _beliefs(given, m) if kind == "world" else (None, None, False)
    players = _players(given.get("players", "infinite")) if kind == "world" else 1.0
    return Model(
        kind,
        joint,
        names,
        sets,
        _meetings(posterior, players, len(sets), m),
        posterior,
        prior,
        must_fit,
        players,
        _named(given.get("weights", "prior" if kind == "world" else "equal"), "model.weights", ("prior", "equal"), m),
        _named(
            given.get("disagreement", "nash" if defaults is None else "defaults"),
            "model.disagreement",
            ("nash", "defaults"),
            m,
        ),
        defaults,
    )


def _named(value: Any, place: str, allowed: tuple[str, ...], m: int) -> str | tuple[float, ...]:
    return word(value, place, allowed) if isinstance(value, str) else vector(value, place, m)


def _beliefs(given: dict[str, Any], m: int) -> tuple[tuple[tuple[float, ...], ...], tuple[float, ...] | None, bool]:
    beliefs = table(entry(given, "beliefs", "model"), "model.beliefs")
    word(entry(beliefs, "kind", "model.beliefs"), "model.beliefs.kind", ("posterior",))
    known_keys(beliefs, ("kind", "posterior", "prior", "common_prior"), "model.beliefs")
    posterior = matrix(entry(beliefs, "posterior", "model.beliefs"), "model.beliefs.posterior", m, m)
    prior = beliefs.get("prior")
    declared = beliefs.get("common_prior")
    if declared is not None and not isinstance(declared, bool):
        raise wrong("model.beliefs.common_prior", "must be true or false", declared)
    found = None if prior is None else vector(prior, "model.beliefs.prior", m, zero=False)
    return posterior, found, declared is not False


def _players(value: Any) -> float:
    if value == "infinite":
        return float("inf")
    found = positive(value, "model.players")
    if found < 1 or not number(value, "model.players").is_integer():
        raise wrong("model.players", 'must be a whole number of at least 1 or "infinite"', value)
    return found


def _meetings(
    posterior: tuple[tuple[float, ...], ...] | None, players: float, givers: int, m: int
) -> tuple[tuple[Decimal, ...], ...]:
    """S[t][s]: players of type t who act, as a player of type s expects, rounded to a double once it is added up.

    (n - 1) p(t | s), plus one for s itself; p(t | s) for infinitely many players; all ones without beliefs.
    """
    if posterior is None:
        return ((Decimal(1),) * m,) * givers
    rows = []
    for t in range(m):
        row = [posterior[s][t] for s in range(m)]
        if players != float("inf"):
            row = [(players - 1) * p + (1.0 if s == t else 0.0) for s, p in enumerate(row)]
        rows.append(tuple(Decimal(number(value, "the number of players a type expects to meet")) for value in row))
    return tuple(rows)


def check_beliefs(model: Model) -> tuple[bool, str]:
    """Rows of the posterior are distributions; the prior is one, and fits unless it is declared not to."""
    if model.posterior is None:
        return True, "A plain bargaining problem has none."
    off = max(abs(sum(row) - 1) for row in model.posterior)
    least = min(min(row) for row in model.posterior)
    said = f"rows sum to one within {off:.1e}, the smallest entry is {least:.3g}"
    good = off <= tolerances.PROBABILITY and least >= 0
    if model.prior is not None:
        total = abs(sum(model.prior) - 1)
        good = good and total <= tolerances.PROBABILITY
        said += f"; the prior sums to one within {total:.1e}"
        if model.prior_must_fit:
            unfit = max(
                abs(model.prior[t] * model.posterior[t][s] - model.prior[s] * model.posterior[s][t])
                for t in range(model.count)
                for s in range(model.count)
            )
            good = good and unfit <= tolerances.PROBABILITY
            said += f" and explains the posterior within {unfit:.1e}"
        else:
            said += " and is declared not to explain the posterior"
    return good, said[0].upper() + said[1:] + "."
