"""Maximising a weighted sum of payoffs: every contributor takes its best point for the same weights.

Where the best points of finite sets tie, weights alone do not say which outcome to take. Then the gains, each times its
weight, are made as equal as the face of the best points allows, leximin: a rule that does not depend on names or units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .._core import tolerances
from .._core.arrays import Array
from .._core.errors import invalid
from .._core.status import Status
from .._core.stopwatch import Stopwatch
from .._numerics import compensated, returns
from ..sets.base import ConvexSet
from ..sets.from_uses import FromUses
from ..sets.uses import Budget, Uses
from .agreement import Agreement, Choice, empty_agreement
from .ascent import Rung
from .concept import Concept
from .faces import Kept, restricted, spread
from .ladder import Climb, climb
from .lowering import Lowered, act
from .problem import BargainingProblem, Contributions


@dataclass(frozen=True, eq=False)
class BestSum:
    """The point that maximises ``w . x``.

    ``gap`` is what it may fall short of the most, in units of ``w . range``, ``error`` (m,) how far its payoffs may be
    from the exact ones, ``unique`` False where the tie rule had to choose: ``rungs`` then prove its choice on the face
    of the best points, and ``gap`` is the largest of all.
    """

    choices: tuple[Choice, ...]
    actions: Array
    gains: Array
    gap: float
    error: Array
    unique: bool
    rungs: tuple[Rung, ...] = ()


def best_sum(problem: BargainingProblem, w: Array, watch: Stopwatch) -> BestSum | None:
    """Maximise ``w . x`` over F for weights ``w`` (m,) >= 0, not all zero; None if a tie was not broken in time."""
    parts = [_Part.of(part, w) for part in problem.sets]
    tied = any(part.tied for part in parts)
    choices = tuple(part.choice(None) for part in parts)
    evened: Climb | None = None
    if tied:
        evened = _even(problem, parts, choices, w, watch)
        if evened is None:
            return None
        pieces = iter(evened.last.choices[0])
        choices = tuple(part.choice(tuple(next(pieces) for _ in part.budgets)) for part in parts)
    actions = np.array([act(part, c) for part, c in zip(problem.sets, choices, strict=True)])
    lowered = Lowered.of(problem)
    gains, gap, error = _judged(problem, lowered, choices, actions, w)
    if evened is None:
        return BestSum(choices, actions, gains, gap, error, True)
    error = error + evened.error + np.abs(evened.kept - problem.disagreement - gains)
    return BestSum(choices, actions, gains, max(gap, evened.gap), error, False, evened.rungs)


@dataclass(frozen=True, eq=False)
class _Part:
    """What direction ``w`` leaves of one contributor's set: the budgets' uses that tie, or an oracle's one point."""

    offset: Array
    budgets: tuple[Budget, ...]
    kept: tuple[Kept, ...] | None
    w: Array

    @classmethod
    def of(cls, part: ConvexSet, w: Array) -> _Part:
        known = part.uses()
        if known is None:
            return cls(part.maximizer(w), (), None, w)
        offset, budgets, kept = np.array(known.offset), [], []
        for budget in known.budgets:
            fixed, allowed = restricted(budget, w)
            if fixed is None and budget.is_linear:
                points = budget.scale[allowed, None] * budget.directions[allowed]
                if (np.ptp(points, axis=0) <= 1e-15 * np.abs(points).max(initial=0.0)).all():
                    allowed = allowed[:1]  # the same point several times is no tie
            if fixed is None and not budget.is_linear:
                # Nothing that this curved budget brings is worth anything; what harms nobody who counts is free.
                allowed = allowed[(budget.directions[allowed] @ w >= 0) & budget.directions[allowed].any(axis=1)]
            if fixed is None and len(allowed) <= budget.is_linear:
                fixed = np.zeros(len(budget.scale))
                fixed[allowed] = 1.0
            kept.append((len(budget.scale), fixed, allowed))
            if fixed is not None:
                offset = offset + budget.point(fixed)
            else:
                family = budget.scale[allowed], budget.offset[allowed], budget.exponent[allowed]
                budgets.append(Budget(budget.directions[allowed], *family))
        return cls(offset, tuple(budgets), tuple(kept), w)

    @property
    def tied(self) -> bool:
        return bool(self.budgets)

    def choice(self, given: Choice | None) -> Choice:
        if self.kept is None:
            return self.w[None], np.ones(1)
        return tuple(spread(self.kept, given))


def _even(
    problem: BargainingProblem, parts: list[_Part], first: tuple[Choice, ...], w: Array, watch: Stopwatch
) -> Climb | None:
    """The climb on the face of the best points that makes weighted gains as equal as they can be.

    Those of weight zero come last, their payoffs in shares of their ranges.
    """
    offset = np.sum([part.offset for part in parts], axis=0)
    face = FromUses(Uses(offset, tuple(budget for part in parts for budget in part.budgets)))
    some = np.sum([act(part, c) for part, c in zip(problem.sets, first, strict=True)], axis=0)
    counted = w > 0
    low, high = problem.bounding_box()
    wide = np.maximum(high - low, 1e-300)
    ray = np.where(counted, 1.0 / np.where(counted, w, 1.0), wide)
    d = problem.disagreement
    start = float(((some - d) / ray)[counted].min())
    # Below everything that is feasible at the level where a turn starts, so that nobody's floor binds before its turn.
    base = np.where(counted, d, low - (1.0 + start) * wide)
    turns = [counted] if counted.all() else [counted, ~counted]
    lowered = Lowered.of(Contributions(face, problem.names))
    return climb(lowered, base, ray, watch, start, turns)


def _judged(
    problem: BargainingProblem, lowered: Lowered, choices: tuple[Choice, ...], actions: Array, w: Array
) -> tuple[Array, float, Array]:
    """(gains, gap, error) of the point that ``choices`` make."""
    low, high = problem.bounding_box()
    unit = float(w @ np.maximum(high - low, 1e-300))
    if lowered.sampled:
        gains = actions.sum(axis=0) - problem.disagreement
        missing = float(problem.support(w)) - float(w @ actions.sum(axis=0))
        noise = 4e-16 * float(np.abs(w) @ (np.abs(actions).sum(axis=0) + np.abs(problem.disagreement)))
        return gains, (max(missing, 0.0) + noise) / unit, np.full(problem.dim, np.inf)
    stack, scale = lowered.stack, lowered.scale
    shares = np.concatenate([piece for choice in choices for piece in choice]) if len(stack.block) else np.zeros(0)
    threshold = lowered.threshold(problem.disagreement)
    rounding = stack.rounding(shares, threshold)
    gains = (stack.payoff(shares) - threshold) * scale
    short = stack.shortfall(w * scale, shares)
    gap = (float(short.sum()) + float(w * scale @ rounding)) / unit
    return gains, gap, (rounding + _slips(lowered, short, shares, w)) * scale


def _slips(lowered: Lowered, short: Array, shares: Array, w: Array) -> Array:
    """How far curved budgets' shares may be from the best, in payoffs (m,): a shortfall s moves them by its root."""
    stack = lowered.stack
    worth = stack.directions @ (w * lowered.scale)
    curved = stack.curved[stack.block] & (shares > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        strength = worth * returns.bend(shares, *stack.family)
        moved = np.sqrt(4 * (short[stack.block] + 1e-16 * np.abs(worth)) / strength)
        moved = np.where(curved, np.where(moved <= 0.1 * (stack.offset + shares), moved, np.inf), 0.0)
        slopes = np.where(curved, returns.slope(shares, *stack.family), 0.0)
        lost = moved * slopes
    out = np.zeros(len(w))
    for t in range(len(w)):
        serves = np.abs(stack.directions[:, t])
        out[t] = float(np.where(serves > 0, serves * np.where(serves > 0, lost, 0.0), 0.0).sum())
    return out


def summed(
    problem: BargainingProblem,
    concept: Concept,
    weights: Array,
    unit: Array,
    watch: Stopwatch,
    unit_gap: float = 0.0,
    **more: Any,
) -> Agreement:
    """The agreement that maximises ``sum weights_t x_t / unit_t``; who has no unit is left out of the sum.

    ``unit_gap`` is what the proof of the units leaves open, without a unit itself.
    """
    low, high = problem.bounding_box()
    wide = high - low
    live = (unit > 0) & (wide > 1e-15 * np.maximum(np.abs(low), np.abs(high)))
    counted = np.where(live, weights / np.where(live, unit, 1.0), 0.0)
    if not (counted > 0).any():
        rule = "must leave somebody whose utility varies and counts"
        raise invalid("normalization", rule, "no unit for anybody", "give a measure over outcomes that differ")
    w = counted / float(counted @ np.maximum(wide, 1e-300))
    best = best_sum(problem, w, watch)
    if best is None:
        return empty_agreement(
            problem, concept, weights, Status.time_limit if watch.expired() else Status.not_converged
        )
    status, gap = Status.solved, max(best.gap, unit_gap)
    if gap > tolerances.GAP_SOLVED:
        status = Status.time_limit if watch.expired() else Status.not_converged
    filled: dict[str, Any] = {"can_gain": np.ones(problem.dim, dtype=bool), "status": status}
    if status is not Status.solved:
        more.pop("status", None)
    return Agreement(
        problem=problem,
        concept=concept,
        payoffs=compensated.column_sums(np.vstack([problem.disagreement, best.gains])),
        gains=best.gains,
        actions=best.actions,
        choices=best.choices,
        weights=w,
        bargaining_weights=weights,
        gap=gap,
        error=best.error,
        unique=best.unique,
        rungs=best.rungs,
        **(filled | more),
    )
