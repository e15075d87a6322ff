"""The ladder: raise everybody along a ray as far as it goes, then those who can still rise, and so on, exactly.

Maximise tau such that some feasible x has x_t >= base_t + tau ray_t for everybody who still rises; whoever is stopped
in every optimum (a positive price proves it) keeps that level. Imai's (1983) lexicographic completion of the
Kalai-Smorodinsky solution; with a ray of ones the lexicographic maximin.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..._core.rationals import Vector, axis, plus
from .model import FiniteProblem, Shares

#: What each must get at least; None for whoever has no such bound.
Floor = tuple[Fraction | None, ...]


@dataclass(frozen=True)
class Rung:
    """Where ``players`` stop: at ``base + level * ray``.

    ``prices`` w (m,) prove it. They are positive for these players, zero for all who rise further (unless held up by
    the floor), and ``support(w) = w . x`` at the final x: whoever gives the players of this and all earlier rungs what
    they have gives them no more.
    """

    level: Fraction
    players: tuple[int, ...]
    prices: Vector


def climb(
    model: FiniteProblem, base: Vector, ray: Vector, floor: Floor | None
) -> tuple[tuple[Rung, ...], Shares | None]:
    """All rungs and the shares of the final point; players with a ray of zero only keep to the floor.

    Without ``floor`` there is no further condition. The shares are None if nothing is feasible above the floor.
    """
    rising = [t for t in range(model.dim) if ray[t]]
    levels: dict[int, Fraction] = {}
    rungs: list[Rung] = []
    shares: Shares | None = None
    while rising or shares is None:
        answer = _round(model, base, ray, floor, rising, levels)
        if answer is None:
            return (), None
        level, prices, row_prices, shares = answer
        stopped = tuple(t for t in rising if row_prices[t])
        if rungs and rungs[-1].level == level:  # they were stopped already, at other prices
            before = rungs.pop()
            ever = sum((prices[t] * ray[t] for t in (*before.players, *rising)), Fraction(0))
            mixed = plus(before.prices, tuple(v / ever for v in prices))
            rungs.append(Rung(level, tuple(sorted((*before.players, *stopped))), tuple(v / 2 for v in mixed)))
        elif stopped:
            rungs.append(Rung(level, stopped, prices))
        levels |= {t: base[t] + level * ray[t] for t in stopped}
        rising = [t for t in rising if t not in stopped]
    return tuple(rungs), shares


def _round(
    model: FiniteProblem,
    base: Vector,
    ray: Vector,
    floor: Floor | None,
    rising: list[int],
    levels: dict[int, Fraction],
) -> tuple[Fraction, Vector, Vector, Shares] | None:
    """(tau, prices, those of the rising rows alone, shares) of one linear program; None if there is no point."""
    wanted = [(t, base[t], ray[t]) for t in rising] + [(t, value, Fraction(0)) for t, value in levels.items()]
    if floor is not None:
        wanted += [
            (t, value, Fraction(0))
            for t, value in enumerate(floor)
            if value is not None and levels.get(t, value - 1) < value
        ]
    count = len(wanted)
    lines = []
    for i, (t, value, slope) in enumerate(wanted):
        above = tuple(-v for v in axis(i, count))
        lines.append((t, (*above, -slope, slope), value))
    up = (*((Fraction(0),) * count), Fraction(1), Fraction(-1)) if rising else (Fraction(0),) * (count + 2)
    program = model.program(lines)
    answer = program.maximize(model.objective((Fraction(0),) * model.dim, up))
    if answer.status == "infeasible":
        return None
    duals = answer.duals[len(model.budgets) :]
    prices, own = [Fraction(0)] * model.dim, [Fraction(0)] * model.dim
    for i, ((t, _, _), y) in enumerate(zip(wanted, duals, strict=True)):
        prices[t] -= y
        if i < len(rising):
            own[t] -= y
    return answer.value, tuple(prices), tuple(own), model.shares_of(answer.x)
