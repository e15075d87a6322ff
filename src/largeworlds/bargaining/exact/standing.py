"""Where everybody stands: whether some x >= d is feasible, who can gain and at most how much, decided exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..._core.rationals import Vector, axis, dot, plus
from .model import FiniteProblem, Shares


@dataclass(frozen=True, eq=False)
class Standing:
    """``best`` (m,): the most that each can get among feasible x >= d, reached at ``points[t]``.

    ``prices[t]`` w >= e_t prove it: ``support(w) - (w - e_t) . d = best_t``. ``direction`` w >= 0 proves infeasibility
    (``support(w) < w . d``; then all else is empty), or that nobody with w_t > 0 can gain (``support(w) = w . d``).
    """

    feasible: bool
    best: Vector = ()
    points: tuple[Shares, ...] = ()
    prices: tuple[Vector, ...] = ()
    direction: Vector | None = None

    def gainers(self, d: Vector) -> tuple[bool, ...]:
        """Who can gain over ``d``."""
        return tuple(most > own for most, own in zip(self.best, d, strict=True))


def standing(model: FiniteProblem) -> Standing:
    """Where everybody stands, by one exact linear program per player."""
    m, d = model.dim, model.disagreement
    program = model.at_least(d)
    above = (Fraction(0),) * m
    best, points, prices = [], [], []
    direction = (Fraction(0),) * m
    for t in range(m):
        answer = program.maximize(model.objective(axis(t, m), above))
        w = tuple(-v for v in answer.duals[-m:])
        if answer.status == "infeasible":
            return Standing(False, direction=w)
        best.append(answer.value + model.offset[t])
        points.append(model.shares_of(answer.x))
        prices.append(plus(w, axis(t, m)))
        if best[t] == d[t]:
            direction = plus(direction, prices[t])
    return Standing(True, tuple(best), tuple(points), tuple(prices), direction if any(direction) else None)


def feasible_ideals(model: FiniteProblem) -> Vector:
    """The most that each can get among all feasible points."""
    return tuple(model.support(axis(t, model.dim)) for t in range(model.dim))


def proves_best(model: FiniteProblem, t: int, most: Fraction, point: Shares, w: Vector) -> bool:
    """True if ``w`` and ``point`` prove that ``t`` gets at most ``most``, and that much, among feasible x >= d."""
    extra = plus(w, tuple(-v for v in axis(t, model.dim)))
    bound = model.support(w) - dot(extra, model.disagreement)
    reached = model.payoffs(point)
    kept = all(x >= d for x, d in zip(reached, model.disagreement, strict=True))
    return min(extra) >= 0 and bound == most == reached[t] and kept and model.are_shares(point)
