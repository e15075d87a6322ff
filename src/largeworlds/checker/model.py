"""The model inside a result: types with their sets, beliefs, and how many of whom everybody expects to meet."""

from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from . import tolerances
from .arithmetic import ZERO, more_digits, times
from .reading import entry, known_keys, listed, matrix, number, positive, table, vector, word, wrong
from .sets import ModelSet, read_set

_TEXTS = ("title", "source", "units", "notes", "description")
#: What payoffs of a world are measured in, for infinitely and for finitely many players.
_UNITS = ("expected utility per other player", "expected utility, total")
_TOP = ("kind", "players", "types", "joint", "beliefs", "weights", "disagreement", *_TEXTS)
_WORLD_ONLY = ("players", "beliefs")
_TYPE = ("name", "set", "default")
#: The smallest normal double: ratios of smaller ones say nothing.
_LEAST_NORMAL = 2.0**-1022
#: More digits than sums and products of doubles have in any sensible model.
EXACT = 1500


@dataclass(frozen=True)
class Model:
    """``sets[t]`` is A_t; ``meetings[t][s]`` = S; type t contributes ``S[t] * A_t`` (entry by entry).

    ``posterior[t][s]`` = p(s | t); None, as is ``prior``, for a plain bargaining problem, where S is all ones.
    ``joint``: the only set is that of all players together. ``chosen``: every part of every set has a point chosen,
    and together they bring the disagreement payoffs.
    """

    kind: str
    joint: bool
    names: tuple[str, ...]
    sets: tuple[ModelSet, ...]
    meetings: tuple[tuple[Decimal, ...], ...]
    posterior: tuple[tuple[float, ...], ...] | None
    prior: tuple[float, ...] | None
    prior_must_fit: bool
    prior_claimed: bool
    weights: str | tuple[float, ...]
    disagreement: str | tuple[float, ...]
    defaults: tuple[tuple[float, ...], ...] | None
    units: str
    chosen: bool = False

    @property
    def count(self) -> int:
        """Number of payoffs m."""
        return len(self.names)

    @property
    def is_finite(self) -> bool:
        """True if every set is the hull of finitely many points."""
        return all(part.piece.finite for given in self.sets for part in given.parts)

    @cached_property
    def rounds(self) -> bool:
        """True if points of the sets are no doubles: by what they are, or stretched or shifted so."""
        factors = (
            a * factor
            for given, row in zip(self.sets, self.meetings, strict=True)
            for part in given.parts
            for a, factor in zip(row, part.factors, strict=True)
        )
        if any(part.piece.rounded for given in self.sets for part in given.parts):
            return True
        shifts = (value for given in self.sets for value in given.offset)
        return not all(map(_keeps_digits, factors)) or any(Decimal(float(value)) != value for value in shifts)

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

    def most_above(self, receiver: int) -> Decimal:
        """The largest feasible payoff of ``receiver``, exact or rounded up."""
        with more_digits(EXACT):
            return sum(
                (row[receiver] * part.most_above(receiver) for part, row in zip(self.sets, self.meetings, strict=True)),
                ZERO,
            )

    def _has_most(self, t: int, d: Decimal) -> bool:
        """True if no feasible outcome gives ``t`` more than ``d``, its payoff at disagreement.

        Said of the chosen actions giver by giver, otherwise of the numbers without rounding: on a curved frontier even
        a rounding of d below the most lets others gain. Only of a payoff that is the same for every outcome, where
        there is no such trade, d may be a rounding away.
        """
        if self.chosen:
            pairs = zip(self.sets, self.meetings, strict=True)
            return all(part.at_most(t) for given, row in pairs if row[t] for part in given.parts)
        if self.ranges[0][t]:
            return self.most_above(t) <= d  # a sum, even with zero, would round d
        return self.most_above(t) <= d + self.grain(t, d)

    def grain(self, t: int, d: Decimal) -> Decimal:
        """What rounding a payoff of the size of ``d`` to doubles may change it by."""
        least = Decimal(tolerances.ALLOWANCE) * self.ranges[1][t]
        return Decimal(tolerances.RESOLUTION) * (abs(d) + abs(self.most_above(t))) + least

    def held(self, t: int, d: Decimal) -> Decimal:
        """How far ``t`` may fall below ``d`` and still count as held there."""
        least = Decimal(tolerances.ALLOWANCE) * self.ranges[1][t]
        wide = self.ranges[0][t]
        return Decimal(tolerances.HELD) * wide + least if wide else self.grain(t, d)

    def kept_to_faces(self, disagreement: Sequence[Decimal]) -> tuple[Model, dict[int, int], dict[int, Decimal]]:
        """The model where whoever already has the most it can get keeps it; who these are, with their levels; the most.

        Every outcome with x >= d gives such a type exactly d, so every contributor stays on its face for it; on these
        faces others may have the most they can get, and so on.
        """
        model, stuck, most, level = self, dict[int, int](), dict[int, Decimal](), 0
        while True:
            fresh = [t for t in range(self.count) if t not in stuck and model._has_most(t, disagreement[t])]
            if not fresh:
                return model, stuck, most
            level += 1
            most.update((t, min(model.most_above(t), disagreement[t])) for t in fresh)
            stuck.update(dict.fromkeys(fresh, level))
            sets = model.sets
            for t in fresh:
                sets = tuple(part.face(t) if row[t] else part for part, row in zip(sets, self.meetings, strict=True))
            model = replace(model, sets=sets)

    @cached_property
    def ranges(self) -> tuple[list[Decimal], list[Decimal]]:
        """Per payoff: its range over the feasible set, and the size of the numbers that enter it."""
        wide, size = [ZERO] * self.count, [ZERO] * self.count
        for part, row in zip(self.sets, self.meetings, strict=True):
            far, big = part.ranges
            for i, factor in enumerate(map(abs, row)):
                wide[i] += factor * far[i]
                size[i] += factor * big[i]
        if not all(math.isfinite(float(value)) for value in size):
            raise OverflowError("payoffs beyond the largest double")
        return wide, size


def _keeps_digits(factor: Decimal) -> bool:
    """True for zero and powers of two, with either sign: products with them are exact."""
    near = float(abs(factor))
    return not factor or (Decimal(near) == abs(factor) and math.frexp(near)[0] == 0.5)


def sha256(model: Mapping[str, Any]) -> str:
    """The hash by which a result names its model."""
    text = json.dumps(model, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        return hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError:
        raise wrong("model", "must be plain Unicode text", "text with half characters") from None


def read_model(value: Any) -> Model:
    """Read the resolved model of a result. Its numbers are added and multiplied without rounding."""
    with more_digits(EXACT):
        return _read_model(value)


def _read_model(value: Any) -> Model:
    given = table(value, "model")
    kind = word(given.get("kind", "world"), "model.kind", ("world", "bargaining"))
    known_keys(given, _TOP if kind == "world" else tuple(key for key in _TOP if key not in _WORLD_ONLY), "model")
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
        known_keys(one, _TYPE if kind == "world" else _TYPE[:2], f"model.types[{t}]")
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
    posterior, prior, declared = _beliefs(given, m) if kind == "world" else (None, None, False)
    players = _players(given.get("players", "infinite")) if kind == "world" else Decimal("Infinity")
    return Model(
        kind,
        joint,
        names,
        sets,
        _meetings(posterior, players, len(sets), m),
        posterior,
        prior,
        declared is not False,
        declared is True,
        _named(given.get("weights", "prior" if kind == "world" else "equal"), "model.weights", ("prior", "equal"), m),
        _named(
            given.get("disagreement", "nash" if defaults is None else "defaults"),
            "model.disagreement",
            ("nash", "defaults"),
            m,
        ),
        defaults,
        _units(given, players, kind),
    )


def _units(given: dict[str, Any], players: Decimal, kind: str) -> str:
    """What payoffs are measured in; a world names what its expected utility is, then the author's own word."""
    own = word(given.get("units", "utility" if kind == "bargaining" else ""), "model.units")
    if kind == "bargaining":
        return own
    joiners = "\u200c\u200d"  # parts of words in some scripts; other marks and spaces separate words
    marks = (c if c in joiners or unicodedata.category(c)[0] not in "CZ" else " " for c in own)
    shown, usual = " ".join("".join(marks).split()), _UNITS[players.is_finite()]
    return f"{usual} ({shown})" if shown and shown != usual else usual


def _named(value: Any, place: str, allowed: tuple[str, ...], m: int) -> str | tuple[float, ...]:
    return word(value, place, allowed) if isinstance(value, str) else vector(value, place, m)


def _beliefs(
    given: dict[str, Any], m: int
) -> tuple[tuple[tuple[float, ...], ...], tuple[float, ...] | None, bool | None]:
    beliefs = table(entry(given, "beliefs", "model"), "model.beliefs")
    word(entry(beliefs, "kind", "model.beliefs"), "model.beliefs.kind", ("posterior",))
    known_keys(beliefs, ("kind", "posterior", "prior", "common_prior"), "model.beliefs")
    posterior = matrix(entry(beliefs, "posterior", "model.beliefs"), "model.beliefs.posterior", m, m)
    prior = beliefs.get("prior")
    declared = beliefs.get("common_prior")
    if declared is not None and not isinstance(declared, bool):
        raise wrong("model.beliefs.common_prior", "must be true or false", declared)
    found = None if prior is None else vector(prior, "model.beliefs.prior", m, zero=False)
    return posterior, found, declared


def _players(value: Any) -> Decimal:
    if value == "infinite":
        return Decimal("Infinity")
    found = positive(value, "model.players")
    if found < 1 or not number(value, "model.players").is_integer():
        raise wrong("model.players", 'must be a whole number of at least 1 or "infinite"', value)
    return Decimal(value)


def _meetings(
    posterior: tuple[tuple[float, ...], ...] | None, players: Decimal, givers: int, m: int
) -> tuple[tuple[Decimal, ...], ...]:
    """S[t][s]: players of type t who act, as a player of type s expects.

    (n - 1) p(t | s), plus one for s itself; p(t | s) for infinitely many players; all ones without beliefs.
    """
    if posterior is None:
        return ((Decimal(1),) * m,) * givers
    rows = []
    for t in range(m):
        row = [Decimal(posterior[s][t]) for s in range(m)]
        if players.is_finite():
            row = [(players - 1) * p + (s == t) for s, p in enumerate(row)]
        rows.append(tuple(row))
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
            unfit = _unfit(model.posterior, model.prior)
            good = good and unfit <= tolerances.SYMMETRY
            said += f" and explains the posterior within {unfit:.1e} of each pair of types"
        else:
            said += " and is declared not to explain the posterior"
    elif model.prior_claimed:
        unfit = _unfit(model.posterior, _prior_of(model.posterior))
        good = good and unfit <= tolerances.SYMMETRY
        said += f"; the prior that comes nearest explains them within {unfit:.1e} of each pair of types"
    return good, said[0].upper() + said[1:] + "."


def _unfit(posterior: Sequence[Sequence[float]], prior: Sequence[float]) -> float:
    """How far p(t) p(s | t) and p(s) p(t | s) are apart, as a share of the larger; below the normal doubles is zero."""
    pairs = [
        sorted((prior[t] * posterior[t][s], prior[s] * posterior[s][t])) for t in range(len(prior)) for s in range(t)
    ]
    return max((1 - low / high for low, high in pairs if high - low > _LEAST_NORMAL), default=0.0)


def _prior_of(posterior: Sequence[Sequence[float]]) -> list[float]:
    """The only candidate in every group of types that believe in each other: p(s) = p(t) p(s | t) / p(t | s)."""
    logs = dict[int, float]()
    for root in range(len(posterior)):
        queue = [] if root in logs else [root]
        logs.setdefault(root, 0.0)
        while queue:
            t = queue.pop()
            for s, (there, back) in enumerate(zip(posterior[t], (row[t] for row in posterior), strict=True)):
                if s not in logs and min(there, back) > _LEAST_NORMAL:
                    logs[s] = logs[t] + math.log(there) - math.log(back)
                    queue.append(s)
    top = max(logs.values())
    return [math.exp(logs[t] - top) for t in range(len(posterior))]
