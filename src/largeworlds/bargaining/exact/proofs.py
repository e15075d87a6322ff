"""Proofs of exact answers, recomputed from the problem's rows by sums, products and comparisons of fractions alone."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..._core.rationals import Vector, dot, plus
from .enclosure import Interval, enclosure
from .ladder import Floor, Rung
from .model import FiniteProblem, Shares
from .standing import feasible_ideals, proves_best


@dataclass(frozen=True)
class Check:
    """One claim in words, and whether it ``holds`` when recomputed."""

    claim: str
    holds: bool

    def __bool__(self) -> bool:
        return self.holds


class Proof(ABC):
    """A part of the proof of an exact answer."""

    @abstractmethod
    def checks(self, model: FiniteProblem, payoffs: Vector) -> Iterator[Check]:
        """Everything that has to hold, recomputed exactly."""


@dataclass(frozen=True)
class Membership(Proof):
    """The payoffs are reached by ``shares`` of the actions."""

    shares: Shares
    actions: tuple[Vector, ...]

    def checks(self, model: FiniteProblem, payoffs: Vector) -> Iterator[Check]:
        fits = model.are_shares(self.shares)
        yield Check("shares are none negative and sum to one in every budget", fits)
        yield Check("actions are what the shares bring", fits and model.actions(self.shares) == self.actions)
        total = tuple(sum(column, Fraction(0)) for column in zip(*self.actions, strict=True))
        yield Check("actions add up to the payoffs", total == payoffs)


@dataclass(frozen=True)
class Infeasible(Proof):
    """``support(w) < w . d`` for ``direction`` w >= 0: no feasible x has x >= d."""

    direction: Vector

    def checks(self, model: FiniteProblem, payoffs: Vector) -> Iterator[Check]:
        yield Check("the direction is not negative", min(self.direction) >= 0)
        below = model.support(self.direction) < dot(self.direction, model.disagreement)
        yield Check("all feasible points lie below d in this direction", below)


@dataclass(frozen=True)
class WhoGains(Proof):
    """``can_gain``: the others are held by ``direction`` w (positive for them, ``support(w) = w . d``).

    ``witness``: shares of a feasible x >= d where everybody who can gain does.
    """

    can_gain: tuple[bool, ...]
    direction: Vector | None
    witness: Shares

    def checks(self, model: FiniteProblem, payoffs: Vector) -> Iterator[Check]:
        d = model.disagreement
        if not all(self.can_gain):
            w = self.direction or (Fraction(0),) * model.dim
            proved = min(w) >= 0 and all(v > 0 or gains for v, gains in zip(w, self.can_gain, strict=True))
            yield Check("those who cannot gain have a positive weight in the direction", proved)
            yield Check("nothing feasible lies above d in this direction", model.support(w) == dot(w, d))
        gains = [x - own for x, own in zip(model.payoffs(self.witness), d, strict=True)]
        fine = all(gain >= 0 and (gain > 0) >= can for gain, can in zip(gains, self.can_gain, strict=True))
        yield Check("at one feasible point all who can gain do", fine and model.are_shares(self.witness))


@dataclass(frozen=True)
class Ideals(Proof):
    """The most that each can get: among all feasible points, or ("rational") among those with x >= d.

    For the latter with ``points`` that reach it and ``prices`` that bound it (see :mod:`.standing`).
    """

    kind: str
    values: Vector
    points: tuple[Shares, ...] = ()
    prices: tuple[Vector, ...] = ()

    def checks(self, model: FiniteProblem, payoffs: Vector) -> Iterator[Check]:
        if self.kind == "feasible":
            yield Check("ideal payoffs are the most that is feasible", self.values == feasible_ideals(model))
            return
        each = zip(self.values, self.points, self.prices, strict=True)
        proved = all(proves_best(model, t, most, point, w) for t, (most, point, w) in enumerate(each))
        complete = len(self.values) == model.dim
        yield Check("ideal payoffs are reached, and bounded by their prices, among x >= d", proved and complete)


@dataclass(frozen=True)
class Ladder(Proof):
    """Lexicographic optimality of ``base + level * ray`` (see :mod:`.ladder`).

    ``within`` w: among the best points in this direction alone (None: among all feasible points).
    """

    base: Vector
    ray: Vector
    floor: Floor | None
    rungs: tuple[Rung, ...]
    within: Vector | None = None

    def checks(self, model: FiniteProblem, payoffs: Vector) -> Iterator[Check]:
        if self.within is not None:
            best = min(self.within) > 0 and model.support(self.within) == dot(self.within, payoffs)
            yield Check("the payoffs are a best point for the weights", best)
            model = model.face(self.within)[0]
        floor = (None,) * model.dim if self.floor is None else self.floor
        kept = all(low is None or x >= low for x, low in zip(payoffs, floor, strict=True))
        yield Check("nobody is below the floor", kept)
        at_floor = {t for t, low in enumerate(floor) if low is not None and payoffs[t] == low}
        stopped: set[int] = set()
        for rung in self.rungs:
            w = rung.prices
            where = f"at level {rung.level}"
            there = all(payoffs[t] == self.base[t] + rung.level * self.ray[t] and self.ray[t] > 0 for t in rung.players)
            yield Check(f"those who stop {where} are there", there)
            stopped |= set(rung.players)
            right = min(w) >= 0 and all(w[t] > 0 for t in rung.players)
            right &= all(not v or t in stopped or t in at_floor for t, v in enumerate(w))
            yield Check(f"prices {where} are positive for them and zero for all who rise further", right)
            yield Check(f"prices {where} prove it: support = w . x", model.support(w) == dot(w, payoffs))
        rising = all(a.level < b.level for a, b in zip(self.rungs, self.rungs[1:], strict=False))
        everybody = all(t in stopped or (not slope and t in at_floor) for t, slope in enumerate(self.ray))
        yield Check("levels rise, and everybody is stopped somewhere or held at the floor", rising and everybody)


@dataclass(frozen=True)
class NashGap(Proof):
    """Optimality of the product of gains with weights ``nu``, up to ``gap`` (zero: exactly).

    ``w`` = nu / gains for those who count, ``held`` >= 0 the multipliers of x >= d for the others:
    ``gap = support(w + held) - w . x - held . d``, which bounds ``sum nu log gain`` at the solution from above.
    """

    nu: Vector
    w: Vector
    held: Vector
    gap: Fraction
    enclosure: tuple[Interval, ...]

    def checks(self, model: FiniteProblem, payoffs: Vector) -> Iterator[Check]:
        d = model.disagreement
        gains = [x - own for x, own in zip(payoffs, d, strict=True)]
        yield Check("weights of the question sum to one", sum(self.nu) == 1 and min(self.nu) >= 0)
        positive = all(gain > 0 if nu else gain >= 0 for gain, nu in zip(gains, self.nu, strict=True))
        yield Check("everybody who counts gains, and nobody loses", positive)
        yield Check(
            "w are the weights over gains, nu / g",
            all(w * gain == nu for w, gain, nu in zip(self.w, gains, self.nu, strict=True)),
        )
        spare = all(h >= 0 and not (h and nu) for h, nu in zip(self.held, self.nu, strict=True))
        spare &= all(w == 0 for w, nu in zip(self.w, self.nu, strict=True) if not nu)
        yield Check("multipliers are not negative, and none for those who count", spare)
        most = model.support(plus(self.w, self.held)) - dot(self.w, payoffs) - dot(self.held, d)
        yield Check("the gap is support(w + held) - w . x - held . d", most == self.gap >= 0)
        follow = self.gap >= 0 and enclosure(model, self.gap, self.nu, payoffs) == self.enclosure
        yield Check("the intervals are those that follow from the gap", follow)


@dataclass(frozen=True)
class Stay(Proof):
    """Whoever cannot gain gets exactly d."""

    can_gain: tuple[bool, ...]

    def checks(self, model: FiniteProblem, payoffs: Vector) -> Iterator[Check]:
        pairs = zip(payoffs, model.disagreement, self.can_gain, strict=True)
        yield Check("whoever cannot gain gets d", all(x == d if not can else x >= d for x, d, can in pairs))
