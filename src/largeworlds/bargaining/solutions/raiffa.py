"""Raiffa's solutions: step by step, or continuously, towards what everybody could still get."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..._core.arrays import Array, Mask
from ..._core.errors import invalid
from ..._core.stopwatch import Stopwatch
from ..._core.text import shown
from ..._numerics import dormand_prince
from ..agreement import Agreement
from ..arc import Frontier
from ..ascent import Ascent, most_for
from ..climb import Ground, IdealPoint
from ..ladder import Ask, Climbing, in_time
from ..lowering import Lowered
from ..problem import BargainingProblem
from ..reach import Reaches

#: Steps end when nobody can gain more than this share of its ideal gain.
_REACHED = 1e-10
_MOST_STEPS = 5000
#: Floors are kept this share of the gains below a point that may lie on the frontier.
_BELOW = 1e-12
#: Error that one step of the continuous solution may have, as a share of the ideal gains, and its first step.
_LOCAL = 5e-12
_FIRST = 0.01
#: Pieces of the frontier are cut until this share of its length is open: then cubics through their ends are exact.
_OPEN = 1e-8


@dataclass(frozen=True, eq=False)
class Raiffa(Climbing):
    """Everybody moves towards what it could get if all others kept what they have (Raiffa 1953; Luce and Raiffa 1957).

    From d, let b_t(d) be the most that player t can get over feasible x >= d. ``kind`` says how d rises:

    - "discrete": in steps to the mean of the n points at which one player gets b_t(d) and all others d, that is by
      ``(b(d) - d) / n``, without end. All these points are feasible with free disposal, so is their mean by convexity,
      and payoffs only rise: the steps have a limit, and it is Pareto-optimal since there b(d) = d. On the triangle of
      a pie it is the first step, the mean of the players' best points.
    - "continuous": along ``dd/dt = b(d) - d``, always in the direction of the remaining ideal gains (two players only).

    Who cannot gain is left out of n. ``deal.ideal`` is b(d) at the start. ``deal.gap`` is the largest ideal gain that
    remains, as a share of that at the start: solution and answer lie both between the last d and b there. To this
    ``deal.error`` adds what rounding and, for "continuous", the errors of the steps as they estimate themselves have
    become on the way, to first order: an estimate, not a proof.

    >>> import largeworlds as lw
    >>> dented = lw.BargainingProblem(lw.Polytope([[0, 0], [0, 1], [1, 1], [2, 0]]), [0, 0])
    >>> lw.bargain(dented, lw.Raiffa()).payoffs.round(9).tolist()
    [1.25, 0.75]
    """

    kind: str = "discrete"

    def __post_init__(self) -> None:
        if not isinstance(self.kind, str) or self.kind not in ("discrete", "continuous"):
            rule, fix = 'must be "discrete" or "continuous"', 'use "discrete" for steps to the mean of the best points'
            raise invalid("kind", rule, shown(self.kind), fix)

    @property
    def title(self) -> str:
        return f"{self.kind} Raiffa solution"

    def solve(self, problem: BargainingProblem, watch: Stopwatch) -> Agreement:
        if self.kind == "continuous" and problem.dim > 2:
            rule, fix = "must have at most two players for the continuous solution", 'use lw.Raiffa("discrete")'
            raise invalid("problem", rule, f"has {problem.dim}", fix)
        return in_time(super().solve(problem, watch), watch)

    def ground(self, ask: Ask, lowered: Lowered, watch: Stopwatch) -> Ground | None:
        problem, movers, d = ask.problem, ask.nash.can_gain, ask.problem.disagreement
        if movers.sum() == 1:
            return Ground(d, movers.astype(np.float64))
        still = _Still.of(problem, lowered, movers, watch)
        first = still.left(np.zeros(problem.dim))
        if first is None:
            return None
        top, last = np.where(movers, first.most, 1.0), None
        path = _steps(still, first) if self.kind == "discrete" else _flow(still, first)
        for last in path:
            room = np.where(movers, np.maximum(last.most + last.missing - last.gains, 0.0), 0.0)
            remaining = float((room / top).max())
            if remaining <= _REACHED or (room <= 2 * last.missing).all() or watch.expired():
                break
        if last is None or not (last.gains[movers] > 0).all():
            return None
        ideal = IdealPoint(d + np.where(movers, first.most, 0.0), np.where(movers, first.missing, 0.0))
        return Ground(d, last.gains, ideal=ideal, aim=last.gains, error=room + last.error, gap=remaining)


@dataclass(frozen=True, eq=False)
class _Spot:
    """A point on the way: ``gains`` (m,), off by about ``error`` (m,), and the most that everybody could still gain.

    ``most`` (m,) may be too small by ``missing`` (m,); ``cost[t, s]`` is what one unit more for s takes from most_t.
    """

    gains: Array
    most: Array
    missing: Array
    cost: Array
    error: Array


@dataclass(frozen=True, eq=False)
class _Still:
    """What everybody can still get, from the arc of two players' frontier or by one ascent per player."""

    problem: BargainingProblem
    lowered: Lowered
    movers: Mask
    watch: Stopwatch
    frontier: Reaches | None

    @classmethod
    def of(cls, problem: BargainingProblem, lowered: Lowered, movers: Mask, watch: Stopwatch) -> _Still:
        frontier = None
        if problem.dim == 2:
            frontier = Reaches(Frontier.of(lowered, problem.disagreement).arc().refined(_OPEN, watch))
        return cls(problem, lowered, movers, watch, frontier)

    def left(self, gains: Array) -> _Spot | None:
        """What everybody can still gain if all others keep ``gains`` (m,); None if that was not found."""
        m = self.problem.dim
        most, missing, cost = np.zeros(m), np.zeros(m), np.zeros((m, m))
        for t in np.flatnonzero(self.movers).tolist():
            if self.frontier is not None:
                scale = self.lowered.scale
                found = self.frontier.best(t, float(gains[1 - t] / scale[1 - t]))
                most[t], missing[t] = found.most * scale[t], found.missing * scale[t]
                cost[t, 1 - t] = found.price * scale[t] / scale[1 - t]
                continue
            floors = self.problem.disagreement + (1 - _BELOW) * gains
            climb = most_for(self.problem, t, floors, self.watch, self.lowered)
            if climb is None or not np.isfinite(climb.rung.most):
                return None
            cost[t] = np.where(np.arange(m) == t, 0.0, climb.rung.prices)
            most[t] = (1 - _BELOW) * gains[t] + climb.rung.level
            missing[t] = climb.rung.most - climb.rung.level + float(cost[t] @ (_BELOW * gains))
            missing[t] += _owed(climb, _BELOW * gains)
        return _Spot(np.array(gains), most, np.maximum(missing, 0.0), cost, np.zeros(m))


def _owed(climb: Ascent, slack: Array) -> float:
    """By how much a level is too large since others stand below their floors, over which ``slack`` (m,) is feasible.

    A part q / (q + slack_s) of the point with all that slack makes up for standing q below, and costs that part of it.
    """
    short = climb.below > 0
    if not (slack[short] > 0).all():
        return climb.lent
    part = float((climb.below / (climb.below + np.where(short, slack, 1.0)))[short].max(initial=0.0))
    return min(part * max(climb.rung.level, 0.0), climb.lent)


def _steps(still: _Still, first: _Spot) -> Iterator[_Spot]:
    """One mean of best points after the other."""
    here, n = first, int(still.movers.sum())
    for _ in range(_MOST_STEPS):
        yield here
        error = ((n - 1) * here.error + here.missing + here.cost @ here.error) / n
        rise = np.maximum(here.most - here.gains, 0.0) / n
        there = still.left(here.gains + np.where(still.movers, rise, 0.0))
        if there is None:
            return
        here = _Spot(there.gains, there.most, there.missing, there.cost, error)


def _flow(still: _Still, first: _Spot) -> Iterator[_Spot]:
    """Steps along the direction of what everybody can still gain, two players."""

    def slope(gains: Array) -> Array:
        there = still.left(gains)
        assert there is not None  # the arc always answers
        return there.most - gains

    error = np.zeros(2)
    for count, step in enumerate(dormand_prince.steps(slope, np.zeros(2), _LOCAL * first.most, _FIRST)):
        there = still.left(step.state)
        if there is None or count >= _MOST_STEPS:
            return
        # Errors grow as the flow does, here with cost for its slope: one implicit step of e' = cost e - e.
        spread = np.eye(2) + step.length * (np.eye(2) - there.cost)
        error = np.linalg.solve(spread, error + step.length * there.missing) + step.error
        yield _Spot(step.state, there.most, there.missing, there.cost, error)
