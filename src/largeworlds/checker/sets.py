"""A set of the model, read into an offset and pieces: their sum, each stretched along the axes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import islice, product
from typing import Any

from .arithmetic import ONE, ZERO, decimals, dot, exactly, plus, times
from .pieces import Corners, Hull, Piece, Round, Segment, Sparse, Split
from .reading import (
    ResultFormatError,
    entry,
    known_keys,
    listed,
    matrix,
    number,
    positive,
    table,
    vector,
    word,
    wrong,
)
from .returns import Use
from .shapes import columns, corners

_KINDS = (
    *("polytope", "ball", "allocation", "exponential_budget", "box", "ellipsoid", "inequalities"),
    *("hull", "sum", "scaled", "shifted"),
)
_RETURNS = ("linear", "power", "log", "isoelastic")
#: Ties between actions are followed up to this many combinations.
_MOST_TIES = 64


@dataclass(frozen=True)
class Part:
    """``{(factors_1 y_1, ..., factors_dim y_dim) : y in piece}``; ``at`` is a chosen point y, if there is one."""

    piece: Piece
    factors: tuple[Decimal, ...]
    at: Sparse | None = None

    def sign(self, axis: int) -> int:
        """Whether more of the piece's ``axis`` is more (1), less (-1) or nothing (0) of the set's."""
        return (self.factors[axis] > 0) - (self.factors[axis] < 0)

    def at_most(self, axis: int) -> bool:
        """True if the chosen point has the largest value on ``axis``: compared within the piece, without rounding."""
        sign = self.sign(axis)
        if self.at is None or not sign:
            return self.at is not None
        value = self.at.get(axis, ZERO)
        return (value if sign > 0 else value.copy_negate()) == self.piece.most(axis, sign)


@dataclass(frozen=True)
class ModelSet:
    """``offset`` + the Minkowski sum of ``parts``, in R^dim.

    ``bulk`` is the size of the numbers that add up to the offset: shifts may cancel, their rounding does not.
    """

    dim: int
    offset: tuple[Decimal, ...]
    bulk: tuple[Decimal, ...]
    parts: tuple[Part, ...]

    @property
    def by_shares(self) -> bool:
        """True if a result describes its points by shares.

        Where a concave use is stretched by a negative number, it describes them by best points instead.
        """
        return not any(
            isinstance(part.piece, Split) and min(part.factors) < 0 and not _lines(part.piece) for part in self.parts
        )

    def support_above(self, w: Sequence[Decimal]) -> Decimal:
        """A number that no ``w . y`` with y in the set exceeds."""
        return dot(w, self.offset) + sum((p.piece.support_above(times(w, p.factors)) for p in self.parts), ZERO)

    def point(self, shares: Sequence[Sequence[Decimal]]) -> list[Decimal]:
        """The payoff vector of one list of shares per part."""
        out = list(self.offset)
        for part, given in zip(self.parts, shares, strict=True):
            for i, value in part.piece.point(given).items():
                out[i] += part.factors[i] * value
        return out

    def shares_for(self, point: Sequence[Decimal]) -> list[Decimal] | None:
        """The shares that make ``point`` in a set of a single budget over the axes; None if none do."""
        part = self.parts[0]
        if not isinstance(part.piece, Split):
            return None
        shares = []
        for use, value, start, factor in zip(part.piece.uses, point, self.offset, part.factors, strict=True):
            if not factor:
                shares.append(ZERO)
                continue
            share = use.share_for(max((value - start) / factor, ZERO))
            if share is None:
                return None
            shares.append(share)
        return shares

    def size(self, shares: Sequence[Sequence[Decimal]]) -> list[Decimal]:
        """The size of the numbers that :meth:`point` adds up."""
        out = list(self.bulk)
        for part, given in zip(self.parts, shares, strict=True):
            for i, value in part.piece.size(given).items():
                out[i] += abs(part.factors[i]) * value
        return out

    @cached_property
    def ranges(self) -> tuple[list[Decimal], list[Decimal]]:
        """On every axis the range of values, and the size of the numbers that enter them."""
        wide, size = [ZERO] * self.dim, list(self.bulk)
        for part in self.parts:
            for i, (low, high) in part.piece.ranges().items():
                factor = abs(part.factors[i])
                wide[i] += factor * (high - low)
                size[i] += factor * max(abs(low), abs(high))
        return wide, size

    def selfish(self, axis: int) -> list[ModelSet]:
        """The set with its point chosen that is best for ``axis``, ties broken as is worst for the others.

        What others get is measured in units of its range. More than one where rounding cannot tell which of them it is.
        """
        wide, _ = self.ranges
        others = [0.0 if i == axis or not b > 0 else -1.0 / max(float(b), 1e-300) for i, b in enumerate(wide)]
        options = []
        for part in self.parts:
            then = [float(f) * o for f, o in zip(part.factors, others, strict=True)]
            options.append(part.piece.best(axis, part.sign(axis), then))
        return [
            replace(self, parts=tuple(replace(part, at=at) for part, at in zip(self.parts, chosen, strict=True)))
            for chosen in islice(product(*options), _MOST_TIES)
        ]

    def chosen(self) -> list[Decimal]:
        """The point that is chosen in every part."""
        out = list(self.offset)
        for part in self.parts:
            for i, value in (part.at or {}).items():
                out[i] += part.factors[i] * value
        return out

    def most_above(self, axis: int) -> Decimal:
        """The largest value on ``axis``, exact or rounded up."""
        total = self.offset[axis]
        for part in self.parts:
            if sign := part.sign(axis):
                total += abs(part.factors[axis]) * part.piece.most_above(axis, sign)
        return total

    def face(self, axis: int) -> ModelSet:
        """The points of the set with the largest value on ``axis``."""
        offset, parts = list(self.offset), []
        for part in self.parts:
            sign = part.sign(axis)
            fixed, piece = part.piece.face(axis, sign) if sign else ({}, part.piece)
            for i, value in fixed.items():
                offset[i] += part.factors[i] * value
            if piece is not None:
                parts.append(replace(part, piece=piece))
        return ModelSet(self.dim, tuple(offset), self.bulk, tuple(parts))

    def scaled(self, factors: Sequence[Decimal]) -> ModelSet:
        parts = tuple(Part(p.piece, tuple(times(p.factors, factors))) for p in self.parts)
        bulk = tuple(times(self.bulk, [abs(factor) for factor in factors]))
        return ModelSet(self.dim, tuple(times(self.offset, factors)), bulk, parts)


def read_set(value: Any, place: str, dim: int) -> ModelSet:
    """The set that a model's table describes."""
    given = table(value, place)
    kind = word(entry(given, "kind", place), f"{place}.kind", _KINDS)
    if kind in ("sum", "scaled", "shifted"):
        return _composed(given, kind, place, dim)
    if kind == "hull":
        raise ResultFormatError(
            f"{place} is a hull of curved sets, whose points are made by no shares; this checker cannot judge it."
        )
    reader = {
        "polytope": _polytope,
        "ball": _ball,
        "allocation": _allocation,
        "exponential_budget": _exponential,
        "box": _box,
        "ellipsoid": _ellipsoid,
        "inequalities": _inequalities,
    }[kind]
    offset, pieces = reader(given, place, dim)
    ones = (ONE,) * dim
    bulk = tuple(abs(value) for value in offset)
    return ModelSet(dim, tuple(offset), bulk, tuple(Part(piece, ones) for piece in pieces))


_Read = tuple[list[Decimal], list[Piece]]


def _composed(given: dict[str, Any], kind: str, place: str, dim: int) -> ModelSet:
    if kind == "sum":
        known_keys(given, ("kind", "parts"), place)
        items = listed(entry(given, "parts", place), f"{place}.parts")
        sets = [read_set(item, f"{place}.parts[{i}]", dim) for i, item in enumerate(items)]
        if not sets:
            raise wrong(f"{place}.parts", "must have at least one set", items)
        offset, bulk = [ZERO] * dim, [ZERO] * dim
        for one in sets:
            offset, bulk = plus(offset, one.offset), plus(bulk, one.bulk)
        return ModelSet(dim, tuple(offset), tuple(bulk), tuple(part for one in sets for part in one.parts))
    known_keys(given, ("kind", "base", "factors" if kind == "scaled" else "by"), place)
    base = read_set(entry(given, "base", place), f"{place}.base", dim)
    if kind == "scaled":
        factors = entry(given, "factors", place)
        many = isinstance(factors, list | tuple)
        stretch = vector(factors, f"{place}.factors", dim) if many else (number(factors, f"{place}.factors"),) * dim
        return base.scaled(decimals(stretch))
    by = decimals(vector(entry(given, "by", place), f"{place}.by", dim))
    moved, size = plus(base.offset, by), plus(base.bulk, [abs(value) for value in by])
    return ModelSet(dim, tuple(moved), tuple(size), base.parts)


def _polytope(given: dict[str, Any], place: str, dim: int) -> _Read:
    known_keys(given, ("kind", "vertices", "actions"), place)
    points = matrix(entry(given, "vertices", place), f"{place}.vertices", None, dim)
    if "actions" in given:
        for i, name in enumerate(listed(given["actions"], f"{place}.actions", len(points))):
            word(name, f"{place}.actions[{i}]")
    if not points:
        raise wrong(f"{place}.vertices", "must have at least one row", points)
    return [ZERO] * dim, [Hull(points)]


def _ball(given: dict[str, Any], place: str, dim: int) -> _Read:
    known_keys(given, ("kind", "radii", "p"), place)
    radii = vector(entry(given, "radii", place), f"{place}.radii", dim, zero=True)
    p = given.get("p", 2)
    power = math.inf if p == "infinite" else number(p, f"{place}.p")
    if power < 1:
        raise wrong(f"{place}.p", "must be at least 1", p)
    if math.isinf(power):
        return [ZERO] * dim, [Segment(i, Decimal(radius)) for i, radius in enumerate(radii) if radius > 0]
    if not any(radii):
        return [ZERO] * dim, []
    with exactly():
        exponent = ONE / Decimal(power)
    uses = tuple(Use(Decimal(radius) * exponent, ZERO, exponent, ONE, Decimal(radius)) for radius in radii)
    return [ZERO] * dim, [Split(uses)]


def _box(given: dict[str, Any], place: str, dim: int) -> _Read:
    known_keys(given, ("kind", "lower", "upper"), place)
    lower = decimals(vector(entry(given, "lower", place), f"{place}.lower", dim))
    upper = decimals(vector(entry(given, "upper", place), f"{place}.upper", dim))
    for i, (a, b) in enumerate(zip(lower, upper, strict=True)):
        if a > b:
            raise wrong(f"{place}.lower[{i}]", f"must not exceed upper[{i}]", float(a))
    return lower, [Segment(i, b - a) for i, (a, b) in enumerate(zip(lower, upper, strict=True)) if b > a]


def _ellipsoid(given: dict[str, Any], place: str, dim: int) -> _Read:
    known_keys(given, ("kind", "center", "shape"), place)
    center = decimals(vector(entry(given, "center", place), f"{place}.center", dim))
    shape = matrix(entry(given, "shape", place), f"{place}.shape", dim, dim)
    found = tuple(columns(shape, f"{place}.shape"))
    if len(found) == 1:  # a segment: its ends
        return center, [Corners((found[0], tuple(-value for value in found[0])))]
    return center, [Round(found)] if found else []


def _inequalities(given: dict[str, Any], place: str, dim: int) -> _Read:
    known_keys(given, ("kind", "matrix", "bounds"), place)
    rows = matrix(entry(given, "matrix", place), f"{place}.matrix", None, dim)
    bounds = vector(entry(given, "bounds", place), f"{place}.bounds", len(rows))
    if not rows:
        raise wrong(f"{place}.matrix", "must have at least one row", rows)
    with exactly():
        found = [
            tuple(Decimal(x.numerator) / Decimal(x.denominator) for x in point)
            for point in corners(rows, bounds, place)
        ]
    return [ZERO] * dim, [Corners(tuple(found))]


def _exponential(given: dict[str, Any], place: str, dim: int) -> _Read:
    known_keys(given, ("kind", "scales", "total"), place)
    scales = decimals(vector(entry(given, "scales", place), f"{place}.scales", dim, zero=True))
    total = Decimal(positive(entry(given, "total", place), f"{place}.total"))
    if total < dim:
        raise wrong(f"{place}.total", f"must be at least {dim}", float(total))
    uses = tuple(Use(scale, ONE, ZERO, total - dim) for scale in scales)
    return [ZERO] * dim, [Split(uses)] if any(use.live for use in uses) else []


def _allocation(given: dict[str, Any], place: str, dim: int) -> _Read:
    known_keys(given, ("kind", "budget", "returns", "efficiency"), place)
    budget = Decimal(positive(entry(given, "budget", place), f"{place}.budget", zero=True))
    returns = entry(given, "returns", place)
    items = [returns] * dim if isinstance(returns, dict) else listed(returns, f"{place}.returns", dim)
    efficiency = given.get("efficiency")
    factors = (1.0,) * dim if efficiency is None else vector(efficiency, f"{place}.efficiency", dim, zero=True)
    uses = tuple(
        Use(*_return(item, f"{place}.returns[{i}]"), budget * Decimal(factor))
        for i, (item, factor) in enumerate(zip(items, factors, strict=True))
    )
    return [ZERO] * dim, [Split(uses)] if any(use.live for use in uses) else []


def _return(value: Any, place: str) -> tuple[Decimal, Decimal, Decimal]:
    """Coefficient, offset and exponent of a return in the family of :class:`Use`."""
    given = table(value, place)
    kind = word(entry(given, "kind", place), f"{place}.kind", _RETURNS)
    scale = Decimal(positive(given.get("scale", 1), f"{place}.scale", zero=True))
    if kind == "linear":
        known_keys(given, ("kind", "scale"), place)
        return scale, ZERO, ONE
    if kind == "power":
        known_keys(given, ("kind", "exponent", "scale"), place)
        exponent = Decimal(positive(entry(given, "exponent", place), f"{place}.exponent"))
        if exponent > 1:
            raise wrong(f"{place}.exponent", "must be at most 1", float(exponent))
        return scale * exponent, ZERO, exponent
    if kind == "log":
        known_keys(given, ("kind", "scale", "offset"), place)
        return scale, Decimal(positive(given.get("offset", 1), f"{place}.offset")), ZERO
    known_keys(given, ("kind", "eta", "scale", "offset"), place)
    eta = positive(entry(given, "eta", place), f"{place}.eta", zero=True)
    stated = given.get("offset")
    offset = (0.0 if eta < 1 else 1.0) if stated is None else positive(stated, f"{place}.offset", zero=eta < 1)
    exponent = ONE - Decimal(eta)
    return scale, ZERO if exponent == 1 else Decimal(offset), exponent


def _lines(piece: Split) -> bool:
    return all(use.straight for use in piece.uses)
