"""Every concept once more, by Clarabel on the sets' conic forms: ideals, climbs and sums, with errors from scratch.

Nothing here calls the library's solvers. A climb is a sequence of conic programs; what each proves is recomputed from
the supports of the sets at its multipliers. Where a program ends short of a bound by e, the players whose price w_t is
positive may be off by e / w_t. Later programs inherit the errors of earlier ones: at their prices on finite sets,
without any bound (infinite) on curved ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from largeworlds.bargaining.problem import BargainingProblem
from largeworlds.sets.base import ConvexSet
from tests import conic

#: A player whose price, in shares of the sum of all, is larger than this is tight in every optimum.
TIGHT = 1e-6


@dataclass(frozen=True)
class Answer:
    """Payoffs, how far each may be from the solution's, and ideal points; ``solved`` says what Clarabel says."""

    payoffs: np.ndarray
    error: np.ndarray
    solved: bool
    ideal: np.ndarray | None = None


@dataclass(frozen=True)
class Rise:
    """The largest tau with x >= base + tau ray: bounds on it, a point, its prices and by how much it misses floors."""

    low: float
    high: float
    x: np.ndarray
    w: np.ndarray
    below: np.ndarray
    solved: bool

    @property
    def open(self) -> float:
        """How far the best level may be from the one reached, floors missed counted at their prices."""
        return max(self.high - self.low, 0.0) + float(self.w @ self.below)


def spans(parts: Sequence[ConvexSet]) -> np.ndarray:
    """Lengths of the bounding box of the sum; the size of a payoff that nothing changes, one if that is zero."""
    low, high = (sum(side) for side in zip(*(part.bounding_box() for part in parts), strict=True))
    size = np.maximum(np.abs(high), np.abs(low))
    return np.where(high - low > 1e-12 * size, high - low, np.where(size > 0, size, 1.0))


def rise(parts: Sequence[ConvexSet], base: np.ndarray, ray: np.ndarray) -> Rise:
    """One conic program: x_t >= base_t + tau ray_t, where ray_t = 0 is a plain floor."""
    unit, form = spans(parts), conic._joint(parts)
    count, m = form.A.shape[1], len(base)
    rising = ray > 0
    size = float((unit[rising] / ray[rising]).min())  # tau in units that suit
    big = conic._widened(form, 1)
    rows = big.points / unit[:, None]
    rows[:, -1] -= ray * size / unit
    first = len(big.b)
    big = big.require("nonnegative", -rows, (big.offset - base) / unit)
    best = None
    for attempt in conic.ATTEMPTS:
        answer = conic.maximize(np.eye(count + 1)[-1], big, (attempt,))
        x = conic._total(parts, answer.v[:count])
        w = np.clip(answer.duals[first : first + m], 0.0, 1e100) / unit  # a failed run may leave anything
        w = w if w @ ray * size > 1e-10 * (w @ unit) else np.where(rising, 1.0 / np.where(rising, ray, 1.0), 0.0)
        w = w / float(w @ ray)
        high = conic.total_support(parts, w) - float(w @ base) + conic.rounding(parts, base, w)
        low = float(((x - base)[rising] / ray[rising]).min())
        below = np.where(rising, 0.0, np.maximum(base - x, 0.0))
        found = Rise(low, high, x, w, below, answer.solved)
        best = found if best is None or found.open < best.open else best
        if best.open <= 1e-13 * size:
            break
    return best


def ideals(problem: BargainingProblem, kind: str, gain: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(b, by how much it may be off): over x >= d, or over everything; d for who cannot gain."""
    parts, d = problem.sets, problem.disagreement
    b, error = np.array(d), np.zeros(problem.dim)
    for t in np.flatnonzero(gain):
        axis = np.eye(problem.dim)[t]
        if kind == "feasible":
            b[t] = conic.total_support(parts, axis)
            continue
        found = rise(parts, d, axis)
        b[t], error[t] = d[t] + found.low, found.open
    return b, error


def finite(problem: BargainingProblem) -> bool:
    return all(part.uses() is not None and part.uses().is_finite for part in problem.sets)


def ladder(
    problem: BargainingProblem,
    base: np.ndarray,
    ray: np.ndarray,
    *,
    loose: float = 0.0,
    floor: np.ndarray | None = None,
    turns: Sequence[Sequence[int]] | None = None,
) -> Answer:
    """Lexicographic climb: programs one after the other, each settling those whose prices are positive."""
    parts, m, unit = problem.sets, problem.dim, spans(problem.sets)
    base, left = np.array(base), np.array(ray, dtype=float)
    error, solved = np.where(left > 0, math.inf, 0.0), True
    x = None
    for turn in turns or [range(m)]:
        mask = np.isin(np.arange(m), list(turn))
        while (moving := np.where(mask, left, 0.0)).any():
            fallen = np.zeros(m, dtype=bool)
            while True:
                start = base if floor is None else np.where(fallen, floor, base)
                found = rise(parts, start, np.where(fallen, 0.0, moving))
                if floor is None:
                    break
                below = (moving > 0) & ~fallen & (base + found.high * moving < floor)
                if not below.any() or (fallen | below)[moving > 0].all():
                    break
                fallen |= below
            if x is not None and (not found.solved or (found.below > 1e-6 * unit).any()):
                # nothing was found in what earlier levels left: the last point is kept, without a word on who rises
                return Answer(x, np.where(left > 0, math.inf, error + np.abs(x - base) * (ray > 0)), False)
            solved &= found.solved
            risers = (moving > 0) & ~fallen
            size = float((unit[risers] / moving[risers]).min())
            worth = found.w * np.where(fallen, unit / size, moving)
            tight = (moving > 0) & (worth >= min(TIGHT, worth[risers].max()))
            owed = (found.w > 0) & (error > 0) & (left <= 0)
            lent = 0.0
            if owed.any():
                lent = float(found.w[owed] @ error[owed]) if finite(problem) else math.inf
            missed = float(found.w @ found.below)
            if missed > 0 and not finite(problem):
                lent += 2 * missed  # beside an interior point the value is nearly linear in the floors
            error[tight] = (found.open + loose + lent) / found.w[tight]
            base = np.where(tight, start + found.low * np.where(fallen, 0.0, moving), base)
            left = np.where(tight, 0.0, left)
            x = found.x
    return Answer(x, error + np.abs(x - base) * (ray > 0), solved)


# -- the concepts ---------------------------------------------------------------------------------------------------


def kalai_smorodinsky(problem: BargainingProblem, kind: str, gain: np.ndarray) -> Answer:
    b, missing = ideals(problem, kind, gain)
    ray = np.where(gain, b - problem.disagreement, 0.0)
    loose = float((missing[gain] / ray[gain]).max())
    found = ladder(problem, problem.disagreement, ray, loose=loose)
    return Answer(found.payoffs, found.error, found.solved, b)


def egalitarian(problem: BargainingProblem, gain: np.ndarray) -> Answer:
    return ladder(problem, problem.disagreement, gain.astype(float))


def equal_loss(problem: BargainingProblem, gain: np.ndarray, kind: str = "rational", rational: bool = True) -> Answer:
    b, missing = ideals(problem, kind, gain)
    ray = gain.astype(float) if rational else np.ones(problem.dim)
    floor = problem.disagreement if rational else None
    found = ladder(problem, b, ray, loose=float(missing.max()), floor=floor)
    return Answer(found.payoffs, found.error, found.solved, b)


def dictatorial(problem: BargainingProblem, gain: np.ndarray) -> Answer:
    return ladder(problem, problem.disagreement, gain.astype(float), turns=[[t] for t in range(problem.dim)])


def best_sum(problem: BargainingProblem, w: np.ndarray) -> tuple[np.ndarray, float, bool]:
    """(Clarabel's best point, a bound on the most, solved) for weights ``w``."""
    form, unit = conic._joint(problem.sets), spans(problem.sets)
    answer = conic.maximize((w @ form.points) / max(float(w @ unit), 1e-300), form)
    return conic._total(problem.sets, answer.v), conic.total_support(problem.sets, w), answer.solved


def spread(problem: BargainingProblem, kind: str, measure: np.ndarray | None = None) -> np.ndarray:
    """What payoffs are divided by: from the definition, over all pure profiles one by one or over ``measure``."""
    if kind == "none":
        return np.ones(problem.dim)
    if kind == "range":
        low, high = problem.bounding_box()
        return high - low
    points = measure
    if points is None:
        points = np.array([np.sum(rows, axis=0) for rows in product(*(p.vertices() for p in problem.sets))])
    formulas: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "sum-of-squares": lambda x: ((x - x.mean(axis=0)) ** 2).sum(axis=0),
        "variance": lambda x: x.var(axis=0),
        "std": lambda x: x.std(axis=0),
        "sample-std": lambda x: x.std(axis=0, ddof=1),
        "mad": lambda x: np.abs(x - x.mean(axis=0)).mean(axis=0),
    }
    return formulas[kind](points)
