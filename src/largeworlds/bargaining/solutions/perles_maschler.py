"""The super-additive bargaining solution of Perles and Maschler, for two players."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..._core.arrays import Array
from ..._core.errors import invalid
from ..._core.stopwatch import Stopwatch
from ..agreement import Agreement
from ..arc import Arc, Frontier
from ..climb import Ground, IdealPoint
from ..ladder import Ask, Climbing, in_time
from ..lowering import Lowered
from ..problem import BargainingProblem
from ..reach import Reaches

#: The arc is refined until this share of its length is open.
_OPEN = 1.2e-9
#: The piece that holds the solution is cut until it is this small, in scaled units.
_SMALL = 1e-14
_ROUNDS = 400
#: Pieces to both sides of the solution among which it is sought when they are cut.
_AROUND = 3
#: Shorter arcs than this share of the longest between the same ideal points count as this long.
_SHORT = 1e-6


@dataclass(frozen=True, eq=False)
class PerlesMaschler(Climbing):
    """Both players travel the frontier from their own best points at equal speed until they meet; two players only.

    On the Pareto frontier over x >= d, from the point that is best for player 1 and the one that is best for player 2,
    both move towards each other so that the products of what one gives up and what the other gains stay equal: the
    solution halves the integral of sqrt(-dx dy) along it (Perles and Maschler 1981). It is the one solution that is
    Pareto-optimal, symmetric, covariant with units, continuous and *super-additive*: nobody loses if two bargains, both
    over x >= d, are struck at once instead of separately. Where the frontier is straight this is its midpoint.

    ``deal.gap`` bounds the difference of the two lengths, as a share of the whole; ``deal.error`` follows from it;
    ``deal.ideal`` are the two best points. On finite sets both are rounding only. ``deal.rungs`` prove that the point
    lies on the frontier, on the ray from d towards it.

    Raises :class:`InvalidProblem` if there are more than two players.

    >>> import largeworlds as lw
    >>> kinked = lw.BargainingProblem(lw.Polytope([[0, 0], [0, 2], [1, 2], [2, 0]]), [0, 0])
    >>> lw.bargain(kinked, lw.PerlesMaschler()).payoffs.round(9).tolist()
    [1.5, 1.0]
    """

    @property
    def title(self) -> str:
        return "Perles-Maschler solution"

    def solve(self, problem: BargainingProblem, watch: Stopwatch) -> Agreement:
        if problem.dim > 2:
            rule, fix = (
                "must have at most two players for this solution",
                "use another one, such as lw.NashBargaining()",
            )
            raise invalid("problem", rule, f"has {problem.dim}", fix)
        return in_time(super().solve(problem, watch), watch)

    def ground(self, ask: Ask, lowered: Lowered, watch: Stopwatch) -> Ground | None:
        d, can_gain = ask.problem.disagreement, ask.nash.can_gain
        if not can_gain.all() or len(d) == 1:
            return Ground(d, can_gain.astype(np.float64))
        frontier = Frontier.of(lowered, d)
        arc = frontier.arc().refined(_OPEN, watch)
        top = np.array([Reaches(arc).best(player, 0.0, cubics=False).most for player in (0, 1)])
        if not (top > 0).all():
            return None
        meeting = _meeting(arc, float(np.sqrt(top.prod())))
        if not (meeting.point > 0).all():
            return None
        scale = frontier.scale
        aim, error = meeting.point * scale, (meeting.error + frontier.place) * scale
        ideal = IdealPoint(d + top * scale, frontier.place * scale)
        return Ground(d, aim, ideal=ideal, aim=aim, error=error, gap=meeting.gap)


@dataclass(frozen=True, eq=False)
class _Meeting:
    """Where both meet, how far the exact point may be from it (2,), and the difference of both lengths, as a share."""

    point: Array
    error: Array
    gap: float


def _meeting(arc: Arc, longest: float) -> _Meeting:
    """The point that halves the length of ``arc``; a straight one with the same ideal points would be ``longest``."""
    arc, i, within = _found(arc)
    first, last = (float(one[i]) for one in arc.kept)
    share = first + within * (last - first)  # of the way along piece i
    point = np.array(arc.start[i] + share * arc.delta[i] * [1.0, -1.0])
    low, high = arc.bounds
    if arc.edge[i]:
        less = most = float(low[i]) * np.array([within, 1.0 - within])
    else:  # from here to either end of the piece the slope is between those at its ends
        run = float(arc.delta[i, 0]) * np.array([share - first, last - share])
        less = np.minimum(np.exp(0.5 * arc.t0[i]) * run, float(high[i]))
        most = np.minimum(np.exp(0.5 * arc.t1[i]) * (run + arc.rounding[i, 0]), float(high[i]))
    less = np.add(less, [low[:i].sum(), low[i + 1 :].sum()])
    most = np.add(most, [high[:i].sum(), high[i + 1 :].sum()])
    total = float(low.sum())
    off = max(float(most[0] - less[1]), float(most[1] - less[0]), 0.0) + 1e-15 * len(low) ** 0.5 * total
    error = np.maximum(*(_moved(arc, i, share, 0.5 * off, way) for way in (1, -1)))
    return _Meeting(point, error, off / max(total, _SHORT * longest))


def _found(arc: Arc) -> tuple[Arc, int, float]:
    """The arc cut finely around the point of half length, the piece that holds it, and at which share of its length."""
    lengths = arc.lengths
    near = min(int(np.searchsorted(np.cumsum(lengths), 0.5 * float(lengths.sum()))), len(lengths) - 1)
    first, last = max(near - _AROUND, 0), min(near + _AROUND + 1, len(lengths))
    before, after = float(lengths[:first].sum()), float(lengths[last:].sum())
    middle = arc.taken(np.arange(first, last))
    for _ in range(_ROUNDS):
        passed = before + np.cumsum(middle.lengths)
        half = 0.5 * (float(passed[-1]) + after)
        i = min(int(np.searchsorted(passed, half)), len(passed) - 1)
        around = (np.abs(np.arange(len(passed)) - i) <= 1) & (middle.delta.max(axis=1) > _SMALL) & ~middle.fine
        if not around.any():
            break
        middle = middle.split(around)
    length = float(middle.lengths[i])
    within = (half - float(passed[i]) + length) / length if length > 0 else 0.5
    whole = arc.taken(np.arange(first)).joined(middle).joined(arc.taken(np.arange(last, len(lengths))))
    return whole, first + i, float(np.clip(within, 0.0, 1.0))


def _moved(arc: Arc, i: int, share: float, length: float, way: int) -> Array:
    """How far (2,) one gets at most by ``length`` to the right or left, from ``share`` of the way along piece ``i``."""
    low, (first, last) = arc.bounds[0], arc.kept
    moved = np.zeros(2)
    for j in range(i, len(low) if way > 0 else -1, way):
        here = share if j == i else (first if way > 0 else last)[j]
        room = abs(float((last if way > 0 else first)[j]) - here)
        if arc.edge[j]:
            passed = room * float(np.sqrt(arc.delta[j].prod()))
            step = np.sqrt(arc.delta[j, 0] / arc.delta[j, 1]), np.sqrt(arc.delta[j, 1] / arc.delta[j, 0])
        else:
            passed = float(low[j]) if j != i else room * float(arc.delta[j, 0] * np.exp(0.5 * arc.t0[j]))
            step = np.exp(-0.5 * arc.t0[j]), np.exp(0.5 * arc.t1[j])
        moved += np.minimum(room * arc.delta[j] + arc.rounding[j], length * np.array(step))
        length -= passed
        if length <= 0:
            break
    return moved
