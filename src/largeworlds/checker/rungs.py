"""Ladders: one proof per rung that nobody can rise further along its ray.

A rung states the program "maximise tau, x_t >= base_t + tau ray_t for all t, x feasible". Prices p >= 0 with
p . ray = 1 show that no feasible x has a level above h(p) - p . base. At an optimum whoever has a positive price is
tight, so it keeps its level: base becomes base + level * ray, its ray zero, and the others go on. Base and ray of every
rung are made again from the question; those that are printed are only compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from . import tolerances
from .arithmetic import ZERO, decimals, dot
from .claim import RungClaim
from .parts import Parts, Proof, Reach

_ROUNDING = Decimal(tolerances.ROUNDING)
_RESOLUTION = Decimal(tolerances.RESOLUTION)
_ARITHMETIC = Decimal(tolerances.ARITHMETIC)
_HELD = Decimal(tolerances.HELD)
_UNITS = Decimal(tolerances.UNITS)
_KEPT = Decimal(tolerances.KEPT)


@dataclass(frozen=True)
class Start:
    """Where a climb begins: ``base``, ``ray``, and who rises together, turn by turn.

    At the beginning of a turn everybody has at least ``bottom``. Nobody is kept below its entry of ``floors``.
    ``unsure`` is how much levels may change because base and ray are only known so well.
    """

    base: list[Decimal]
    ray: list[Decimal]
    turns: list[list[int]]
    bottom: list[Decimal]
    floors: list[Decimal] | None = None
    unsure: Decimal = ZERO


@dataclass
class Climbed:
    """What the rungs prove: the largest ``gap``, and per type how far it may be from the solution (``error``).

    ``problems`` are sentences on what is wrong; ``left`` are those who are not fixed by any rung.
    """

    gap: Decimal = ZERO
    lent: Decimal = ZERO
    error: dict[int, Decimal] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    left: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Climber:
    """The exact point, the size of the numbers behind each of its payoffs (range and disagreement included)."""

    names: Sequence[str]
    payoffs: Sequence[Decimal]
    sizes: Sequence[Decimal]
    floors: list[Decimal] | None


@dataclass(frozen=True)
class _Step:
    """A rung's right base and ray; those of everybody who could move (``own``, ``moving``) before some were kept."""

    reach: Reach
    base: list[Decimal]
    ray: list[Decimal]
    own: list[Decimal]
    moving: list[Decimal]

    @property
    def movers(self) -> list[int]:
        return [t for t, item in enumerate(self.ray) if item]

    def unit(self, t: int, size: Decimal) -> Decimal:
        """What the price of ``t`` is measured in: its ray, or its range where it does not rise."""
        return self.ray[t] or (self.reach.high[t] - self.reach.low[t]) / size


def climb(
    parts: Parts,
    start: Start,
    rungs: Sequence[RungClaim],
    names: Sequence[str],
    payoffs: Sequence[Decimal],
    sizes: Sequence[Decimal],
    answered: bool = True,
) -> Climbed:
    """Follow ``rungs`` from ``start`` to the point ``payoffs``; ``sizes`` are those of the numbers behind each.

    If the result claims to be an answer (``answered``), tiny prices that leave everything open fix nobody.
    """
    climber, out = _Climber(names, payoffs, sizes, start.floors), Climbed()
    base, left = list(start.base), list(start.ray)
    turns, level = [list(turn) for turn in start.turns], None
    fixed = [False] * len(parts.entries)
    proof: Proof | None = None
    for k, rung in enumerate(rungs):
        while turns and not any(left[t] for t in turns[0]):
            turns, level = turns[1:], None
        if not turns:
            out.problems.append(f"Rung {k + 1} raises nobody who could still rise.")
            return out
        done = list(rung.fixed) if rung.fixed is not None else [False] * len(fixed)
        if len(done) != len(fixed) or (done != fixed and not parts.may_fix(done, fixed, proof)):
            out.problems.append(f"Rung {k + 1} leaves no choice where earlier ones do not settle it.")
            return out
        fixed = done
        moving = [left[t] if t in turns[0] else ZERO for t in range(len(names))]
        step = _step(parts.reach(fixed), rung, base, moving, start.floors)
        bottom = [(start.bottom[t] - step.base[t]) / step.ray[t] for t in step.movers] if level is None else [level]
        found = _proved(climber, step, rung, min(bottom, default=ZERO), k == len(rungs) - 1)
        if isinstance(found, str):
            out.problems.append(f"Rung {k + 1} {found}.")
            return out
        prices, most = found
        size, level = Decimal(rung.size), Decimal(rung.level)
        proof = parts.proof(prices, max(most - level, ZERO))
        out.gap = max(out.gap, (most - level) / size)
        short = zip(prices, step.base, payoffs, step.ray, strict=True)
        out.lent = max(out.lent, sum((p * max(b - x, ZERO) for p, b, x, r in short if not r), ZERO) / size)
        least = min(Decimal(tolerances.TIGHT), max(prices[t] * step.ray[t] for t in step.movers))
        for t, over in enumerate(rung.ended):
            if not over:
                continue
            if not left[t]:
                out.problems.append(f"Rung {k + 1} ends the rise of {names[t]}, who did not rise any more.")
                return out
            left[t] = ZERO
            if prices[t] * step.unit(t, size) >= least:
                rounding = resolution(prices, step.base, sizes)
                more = max(most - level - rounding, ZERO) / prices[t]
                if answered and more > _KEPT * parts.wide(t) and parts.left_to(t, fixed, proof):
                    out.problems.append(f"Rung {k + 1} leaves {names[t]} behind, who could still rise by its price.")
                    return out
                base[t] = step.base[t] + level * step.ray[t]
                above = base[t] + (max(most - level, ZERO) + start.unsure) / prices[t] - payoffs[t]
                out.error[t] = max(above, abs(payoffs[t] - base[t]))
            elif not parts.left_to(t, fixed, proof):
                base[t] = payoffs[t]
                out.error[t] = ZERO
            else:
                out.problems.append(f"Rung {k + 1} leaves {names[t]} behind, who could perhaps still rise.")
                return out
    out.left = [t for turn in turns for t in turn if left[t]]
    return out


def _step(
    reach: Reach, rung: RungClaim, base: list[Decimal], moving: list[Decimal], floors: list[Decimal] | None
) -> _Step:
    """Where a rung must start. Whom it does not raise although it could must be kept at its floor."""
    here, ray = list(base), list(moving)
    for t, floor in enumerate(floors or []):
        if moving[t] and not rung.ray[t]:
            here[t], ray[t] = floor, ZERO
    return _Step(reach, here, ray, base, moving)


def _proved(
    climber: _Climber, step: _Step, rung: RungClaim, low: Decimal, last: bool
) -> tuple[list[Decimal], Decimal] | str:
    """Prices, scaled to ``prices . ray = 1``, and the largest level that they allow; or what is wrong with a rung."""
    wrong = _off(climber, step, rung)
    if wrong:
        return wrong
    if not step.movers:
        return "raises nobody"
    worth = dot(decimals(rung.prices), step.ray)
    if not abs(worth - 1) <= _UNITS:
        return f"has prices by which its ray is worth {float(worth):.12g}, not 1"
    prices = [price / worth for price in decimals(rung.prices)]
    most = most_level(step.reach, prices, step.base, climber.sizes)
    if rung.most is not None and Decimal(rung.most) < most - resolution(prices, step.base, climber.sizes):
        return f"has prices that allow a level of {float(most):.12g}, not {rung.most:.12g} at most"
    size = most_size(step.reach, step.base, step.ray, low)
    if not Decimal(rung.size) <= size * (1 + _UNITS):
        return f"has the size {rung.size:.6g}, but ranges of payoffs allow {float(size):.6g} at most"
    return _unreached(climber, step, Decimal(rung.level), most, last) or (prices, most)


def _unreached(climber: _Climber, step: _Step, level: Decimal, most: Decimal, last: bool) -> str:
    """Who does not get what a rung says, or is kept at its floor or below it wrongly; "" if nobody."""
    for t, name in enumerate(climber.names):
        size = _RESOLUTION * (climber.sizes[t] + abs(level) * step.ray[t])
        rounding = _HELD * (step.reach.high[t] - step.reach.low[t]) + size
        asked = step.base[t] + level * step.ray[t]
        if climber.payoffs[t] < asked - (size if last and step.ray[t] else rounding):
            return f"asks {float(asked):.12g} for {name}, who gets only {float(climber.payoffs[t]):.12g}"
        if climber.floors is None or not step.moving[t]:
            continue
        floor = climber.floors[t]
        if not step.ray[t] and step.own[t] + most * step.moving[t] > floor + rounding:
            return f"keeps {name} at disagreement, although its own level would bring it more"
        if step.ray[t] and asked < floor - rounding:
            return f"asks {name} to fall below disagreement"
    return ""


def most_level(reach: Reach, prices: Sequence[Decimal], base: Sequence[Decimal], sizes: Sequence[Decimal]) -> Decimal:
    """The level that no feasible point exceeds by these prices, rounded up."""
    entering = dot(prices, [abs(item) for item in base]) + dot(prices, sizes)
    return reach.support(prices) - dot(prices, base) + _ARITHMETIC * entering


def resolution(prices: Sequence[Decimal], base: Sequence[Decimal], sizes: Sequence[Decimal]) -> Decimal:
    """How well doubles determine such a level."""
    return _RESOLUTION * (dot(prices, [abs(item) for item in base]) + dot(prices, sizes))


def most_size(reach: Reach, base: Sequence[Decimal], ray: Sequence[Decimal], low: Decimal) -> Decimal:
    """The largest level beyond ``low`` that the payoffs' ranges allow, or a small share of these if that is nothing."""
    movers = [t for t, item in enumerate(ray) if item]
    top = min((reach.high[t] - base[t]) / ray[t] for t in movers)
    sizes = {t: max(abs(reach.high[t]), abs(reach.low[t])) for t in movers}
    wides = {t: reach.high[t] - reach.low[t] for t in movers}
    spans = [wides[t] / ray[t] for t in movers if wides[t] > Decimal(tolerances.CONSTANT) * sizes[t]]
    spans += [sizes[t] / ray[t] for t in movers if sizes[t]]
    wide = min(spans, default=Decimal(1))
    return max(top - low, Decimal(tolerances.NEAR) * wide)


def _off(climber: _Climber, step: _Step, rung: RungClaim) -> str:
    """How the printed base or ray differs from the right one; "" if it does not."""
    for t, size in enumerate(climber.sizes):
        base, ray = step.base[t], step.ray[t]
        if abs(Decimal(rung.base[t]) - base) > _ROUNDING * (abs(base) + size):
            return f"starts from {rung.base[t]:.12g} for {climber.names[t]}, not from {float(base):.12g}"
        # A ray may be a difference of printed payoffs.
        if abs(Decimal(rung.ray[t]) - ray) > (_ROUNDING * ray + _RESOLUTION * size if ray else ZERO):
            return f"raises {climber.names[t]} by {rung.ray[t]:.12g} per level, not by {float(ray):.12g}"
    return ""
