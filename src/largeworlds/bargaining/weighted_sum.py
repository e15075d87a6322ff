"""Maximising a weighted sum of payoffs: every contributor takes its best point for the same weights.

Where the best points tie, weights alone do not say which outcome to take. Then the gains, each times its weight, are
made as equal as the face of the best points allows, leximin, and after them the gains of those whose weight is zero, in
units of their ranges: a rule that depends on neither names nor units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from .._core import tolerances
from .._core.arrays import Array
from .._core.status import Status
from .._core.stopwatch import Stopwatch
from .._numerics import compensated
from ..sets.base import ConvexSet
from ..sets.from_uses import FromUses
from ..sets.uses import Budget, Uses
from .agreement import Agreement, Choice
from .ascent import Rung
from .climb import Ground, climb
from .concept import Concept
from .faces import Indices, restricted
from .lowering import Lowered, act
from .problem import BargainingProblem, Contributions
from .slips import slips

#: A payoff whose range is a smaller share of its size than this is the same whatever happens.
_FLAT = 1e-15


@dataclass(frozen=True, eq=False)
class BestSum:
    """The point that maximises ``w . x``.

    ``gap`` is what it may fall short of the most, in units of ``w . range``, ``error`` (m,) how far its payoffs may be
    from the exact ones, ``unique`` False where the tie rule had to choose, ``finished`` False if it could not;
    ``rungs`` prove its choice on the face of the best points, and ``gap`` is the largest of all.
    """

    choices: tuple[Choice, ...]
    actions: Array
    gains: Array
    gap: float
    error: Array
    unique: bool
    finished: bool
    rungs: tuple[Rung, ...] = ()


def best_sum(problem: BargainingProblem, w: Array, watch: Stopwatch, loose: float = 0.0) -> BestSum:
    """Maximise ``w . x`` over F for weights ``w`` (m,) >= 0 that may be off by the share ``loose`` of each."""
    parts = [_Part.of(part, w) for part in problem.sets]
    choices = tuple(part.choice(None) for part in parts)
    face = _levelling(problem, parts, choices, w, loose) if any(part.tied for part in parts) else None
    error, finished, steepest = np.zeros(problem.dim), True, 0.0
    rungs: tuple[Rung, ...] = ()
    if face is not None:
        lowered, ground = face
        found = climb(lowered, ground, watch)
        finished = found is not None and found.solved
        if found is None:
            error += np.inf
        else:
            off = np.abs(lowered.stack.payoff(found.shares) - lowered.threshold(found.target)) * lowered.scale
            error += found.error + np.where(ground.ray > 0, off, 0.0)
            rungs, steepest = found.rungs, found.gap
            pieces = iter(lowered.choices(found.shares)[0])
            choices = tuple(part.choice(tuple(next(pieces) for _ in part.budgets)) for part in parts)
    else:  # several best points may still be one up to rounding
        error += sum((part.open_range for part in parts), np.zeros(problem.dim))
    actions = np.array([act(part, c) for part, c in zip(problem.sets, choices, strict=True)])
    gains, gap, slip = _judged(problem, choices, actions, w, loose)
    return BestSum(choices, actions, gains, max(gap, steepest), error + slip, face is None, finished, rungs)


@dataclass(frozen=True, eq=False)
class _Kept:
    """One budget: shares that are ``fixed``, and the uses ``open`` to which the part ``left`` may go."""

    fixed: Array
    open: Indices
    left: float
    budget: Budget | None

    @classmethod
    def of(cls, budget: Budget, w: Array) -> _Kept:
        fixed, allowed = restricted(budget, w)
        if fixed is None and not budget.is_linear:  # nothing that this budget brings is worth anything
            rest = budget.kept(np.isin(np.arange(len(budget.scale)), allowed))
            idle = not (rest.directions * rest.scale[:, None]).any()
            return cls(np.zeros(len(budget.scale)), allowed, 1.0, None if idle else rest)
        left = 1.0
        if fixed is None:
            fixed = np.zeros(len(budget.scale))
        else:
            allowed = _tied_lines(budget, w)
            left = float(fixed[allowed].sum())
            fixed = np.array(fixed)
            fixed[allowed] = 0.0
        points = budget.scale[allowed, None] * budget.directions[allowed]
        if len(allowed) and not (np.ptp(points, axis=0) <= _FLAT * np.abs(points).max()).all():
            return cls(fixed, allowed, left, Budget.linear(left * points))
        fixed[allowed[:1]] = left  # the same point several times is no tie
        return cls(fixed, allowed, left, None)

    def shares(self, given: Array | None) -> Array:
        """The shares of all uses if the open ones get ``given``; by default the first of them gets all."""
        out = np.array(self.fixed)
        if self.budget is not None:
            out[self.open] = self.left * (np.eye(len(self.open))[0] if given is None else given)
        return out


def _tied_lines(budget: Budget, w: Array) -> Indices:
    """The uses with straight returns that are worth most among these, up to ties."""
    worth = np.where(budget.exponent == 1.0, budget.directions @ w * budget.scale, 0.0)
    return np.flatnonzero((worth > 0) & (worth >= (1 - tolerances.TIE) * worth.max()))


@dataclass(frozen=True, eq=False)
class _Part:
    """What direction ``w`` leaves of one contributor's set: ``kept`` per budget, or an oracle's one point (None)."""

    offset: Array
    kept: tuple[_Kept, ...] | None
    w: Array

    @classmethod
    def of(cls, part: ConvexSet, w: Array) -> _Part:
        known = part.uses()
        if known is None:
            return cls(part.maximizer(w), None, w)
        kept = tuple(_Kept.of(budget, w) for budget in known.budgets)
        fixed = [budget.point(one.fixed) for budget, one in zip(known.budgets, kept, strict=True)]
        return cls(np.sum([known.offset, *fixed], axis=0), kept, w)

    @property
    def budgets(self) -> list[Budget]:
        """What is left to choose."""
        return [one.budget for one in self.kept or () if one.budget is not None]

    @property
    def tied(self) -> bool:
        return bool(self.budgets)

    @property
    def open_range(self) -> Array:
        """How far what is left to choose can change the payoffs (m,)."""
        low, high = FromUses(Uses(np.zeros(len(self.offset)), tuple(self.budgets))).bounding_box()
        return np.asarray(high - low)

    def choice(self, given: Choice | None) -> Choice:
        if self.kept is None:
            return self.w[None], np.ones(1)
        pieces = None if given is None else iter(given)
        return tuple(one.shares(None if one.budget is None or pieces is None else next(pieces)) for one in self.kept)


def _levelling(
    problem: BargainingProblem, parts: list[_Part], first: tuple[Choice, ...], w: Array, loose: float
) -> tuple[Lowered, Ground] | None:
    """The climb on the face of the best points to weighted gains as equal as they can be; those of weight zero last.

    None if all points of the face are the same.
    """
    offset = np.sum([part.offset for part in parts], axis=0)
    face = FromUses(Uses(offset, tuple(budget for part in parts for budget in part.budgets)))
    some = np.sum([act(part, c) for part, c in zip(problem.sets, first, strict=True)], axis=0)
    low, high = face.bounding_box()
    wide = high - low > _FLAT * np.maximum(np.abs(low), np.abs(high))
    counted, others = wide & (w > 0), wide & (w <= 0)
    whole = np.subtract(*problem.bounding_box()[::-1])
    ray = np.where(counted, 1.0 / np.where(counted, w, 1.0), np.where(others, whole, 0.0))
    # Whose turn comes later, or never, is bound by nothing until then.
    base = np.where(counted, problem.disagreement, low - np.maximum(high - low, tolerances.TIE * np.abs(low)))
    turns = tuple(turn for turn in (counted, others) if turn.any())
    if not turns:
        return None
    rise = ((some - base) / np.where(ray > 0, ray, 1.0))[turns[0]]
    off = loose * float((w * np.maximum(np.abs(high - base), np.abs(low - base)))[counted].max(initial=0.0))
    ground = Ground(base, ray, float(rise.min()), turns=turns, loose=off)
    return Lowered.of(Contributions(face, problem.names)), ground


def _judged(
    problem: BargainingProblem, choices: tuple[Choice, ...], actions: Array, w: Array, loose: float
) -> tuple[Array, float, Array]:
    """(gains, gap, error) of the point that ``choices`` make."""
    lowered = Lowered.of(problem)
    low, high = problem.bounding_box()
    unit = max(float(w @ np.maximum(high - low, 1e-300)), 1e-300)
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
    return gains, gap, (rounding + slips(stack, w * scale, short, shares, loose)) * scale


def summed(
    problem: BargainingProblem,
    concept: Concept,
    weights: Array,
    unit: Array,
    watch: Stopwatch,
    *,
    loose: float = 0.0,
    unit_gap: float = 0.0,
    **more: Any,
) -> Agreement:
    """The agreement that maximises ``sum weights_t x_t / unit_t``; who has no unit is left out of the sum.

    ``loose`` is the share by which units may be off, ``unit_gap`` what their proof leaves open. Where nobody is left in
    the sum all outcomes tie.
    """
    low, high = problem.bounding_box()
    wide = high - low
    live = (unit > 0) & (wide > _FLAT * np.maximum(np.abs(low), np.abs(high)))
    counted = np.where(live, weights / np.where(live, unit, 1.0), 0.0)
    total = float(counted @ wide)
    w = counted / total if total > 0 else counted
    best = best_sum(problem, w, watch, loose)
    status, gap = Status.solved, max(best.gap, unit_gap)
    if not best.finished:
        gap = np.inf
    if gap > tolerances.GAP_SOLVED:
        status = Status.time_limit if watch.expired() else Status.not_converged
    return Agreement(
        problem=problem,
        concept=concept,
        status=status,
        payoffs=compensated.column_sums(np.vstack([problem.disagreement, best.gains])),
        gains=best.gains,
        actions=best.actions,
        choices=best.choices,
        weights=w,
        bargaining_weights=weights,
        gap=gap,
        error=best.error if best.finished else np.full(problem.dim, np.inf),
        unique=best.unique,
        rungs=best.rungs,
        **({"can_gain": np.ones(problem.dim, dtype=bool)} | more),
    )
