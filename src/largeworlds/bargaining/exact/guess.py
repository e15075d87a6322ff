"""What doubles say about the Nash bargaining solution: a feasible point nearby and the actions that may be in use.

Nothing of this is believed: every candidate is solved and proved in fractions.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ..._core.rationals import Vector, dot, plus, vector
from ..._core.stopwatch import Stopwatch
from ...sets.from_uses import FromUses
from ...sets.uses import Budget, Uses
from ..problem import BargainingProblem
from .model import FiniteProblem, Shares
from .standing import Standing

#: Shares below one of these are taken for zero, reduced costs below one of those for ties, in turn.
_SHARES = (1e-6, 1e-8, 1e-4, 1e-10, 1e-3, 1e-12)
_COSTS = (1e-9, 1e-7, 1e-12)
#: Gains below this share of what is possible are taken for none, of players whose gain does not count.
_HELD = Fraction(1, 10**7)


@dataclass(frozen=True, eq=False)
class Question:
    """Who counts: the players ``counted`` with weights ``nu`` (m,), zero for the ``others``."""

    model: FiniteProblem
    stands: Standing
    nu: Vector
    counted: tuple[int, ...]
    others: tuple[int, ...]

    @property
    def weights(self) -> Vector:
        return tuple(self.nu[t] for t in self.counted)


def in_doubles(question: Question, watch: Stopwatch) -> tuple[Shares, Vector]:
    """Shares of a feasible point with gains for all who count, and weights (m,), near the solution in doubles.

    Payoffs are measured from d in units of what each can gain at most, so no unit or large common payoff costs digits.
    """
    from ..solutions.nash import NashBargaining

    model, best, d = question.model, question.stands.best, question.model.disagreement
    inside = model.average(question.stands.points)
    nothing = inside, (Fraction(0),) * model.dim
    columns = [[row[t] for rows in model.budgets for row in rows] for t in range(model.dim)]
    widths = [max(column) - min(column) or Fraction(1) for column in columns]
    unit = tuple(b - own if b > own else width for b, own, width in zip(best, d, widths, strict=True))
    try:
        easy = BargainingProblem(FromUses(_measured(model, unit)), np.zeros(model.dim))
        deal = NashBargaining(np.array([float(v) for v in question.nu])).solve(easy, watch)
    except (ArithmeticError, ValueError, np.linalg.LinAlgError):  # too far apart for doubles
        return nothing
    if not deal.choices or not all(np.isfinite(piece).all() for piece in (*deal.choices[0], deal.weights)):
        return nothing
    weights = tuple(w / u for w, u in zip(vector(deal.weights.tolist()), unit, strict=True))
    return _made_feasible(question, tuple(vector(piece.tolist()) for piece in deal.choices[0]), inside), weights


def _measured(model: FiniteProblem, unit: Vector) -> Uses:
    """The feasible set measured from d in these units, every budget from its middle, in doubles."""
    offset = plus(model.offset, tuple(-v for v in model.disagreement))
    budgets = []
    for rows in model.budgets:
        middle = tuple(sum(column, Fraction(0)) / len(rows) for column in zip(*rows, strict=True))
        offset = plus(offset, middle)
        small = [[float((v - c) / u) for v, c, u in zip(row, middle, unit, strict=True)] for row in rows]
        budgets.append(Budget.linear(np.array(small)))
    return Uses(np.array([float(v / u) for v, u in zip(offset, unit, strict=True)]), tuple(budgets))


def _made_feasible(question: Question, guess: Shares, inside: Shares) -> Shares:
    """Shares that sum to one exactly, as far on the way to ``inside`` as is best: where all who count gain."""
    model, d = question.model, question.model.disagreement
    clean = tuple(tuple(max(v, Fraction(0)) for v in parts) for parts in guess)
    clean = tuple(tuple(v / sum(parts) for v in parts) for parts in clean)
    best, most = inside, -math.inf
    for part in (Fraction(0), *(Fraction(1, 2**digits) for digits in (50, 40, 30, 20, 10, 3, 1, 0))):
        mixed = tuple(
            tuple((1 - part) * a + part * b for a, b in zip(one, two, strict=True))
            for one, two in zip(clean, inside, strict=True)
        )
        gains = [x - own for x, own in zip(model.payoffs(mixed), d, strict=True)]
        if min(gains) >= 0 and all(gains[t] for t in question.counted):
            logs = (float(question.nu[t]) * _log(gains[t]) for t in question.counted)
            if (value := sum(logs)) > most:
                best, most = mixed, value
    return best


def _log(value: Fraction) -> float:
    return math.log(value.numerator) - math.log(value.denominator)


def candidates(question: Question, guess: Shares, w: Vector) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Which actions may be in use, the most likely sets first, each once.

    By their shares, by what they lose at the weights ``w``, and, where doubles saw nothing, by what the prices say that
    prove who can gain how much.
    """
    model, seen = question.model, set()
    tried = [[[v > Fraction(small) * max(parts) for v in parts] for parts in guess] for small in (*_SHARES, 0)]
    for prices, limits in ((w, _COSTS), (_added(question.stands.prices), (0.0,))):
        for small in limits if any(prices) else ():
            tried.append([])
            for rows in model.budgets:
                worth = [dot(prices, row) for row in rows]
                size = sum(
                    (p * (max(c) - min(c)) for p, c in zip(prices, zip(*rows, strict=True), strict=True)), Fraction(0)
                )
                tried[-1].append([max(worth) - v <= Fraction(small) * size for v in worth])
    for masks in tried:
        active = tuple(tuple(a for a, used in enumerate(mask) if used) for mask in masks)
        if active not in seen and all(active):
            seen.add(active)
            yield active


def _added(prices: Sequence[Vector]) -> Vector:
    return tuple(sum(column, Fraction(0)) for column in zip(*prices, strict=True))


def held_at_d(question: Question, guess: Shares) -> Iterator[tuple[int, ...]]:
    """Which of the others may be held exactly at d, the most likely sets first."""
    model, best, d = question.model, question.stands.best, question.model.disagreement
    x = model.payoffs(guess)
    tight = tuple(t for t in question.others if x[t] - d[t] <= _HELD * (best[t] - d[t]))
    stuck = tuple(t for t in question.others if best[t] == d[t])
    yield from dict.fromkeys((tight, stuck, question.others))
