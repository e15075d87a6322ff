"""Is a payoff vector Pareto optimal? Yes with positive weights that it maximises, no with an outcome that beats it.

Three linear programs over points of the players' sets, in units of each payoff's range:

1. *Is x below F?* The smallest t with y + t >= x for some y in F. If t > 0 its prices w >= 0 have w . x > support(w).
2. *Can somebody gain?* The largest sum of s >= 0 with y >= x + s. If it is positive, y dominates x. If not, the prices
   w >= 1 prove it: w . y <= w . x for all y in F (for polytopes such w exist, Isermann 1974).
3. *Is x in F?* Only where it is dominated: the smallest t with |y - x| <= t.

Finite sets enter by all their points. Others enter by the points found so far and are asked for their best point at the
prices until those prove the answer (cutting planes).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import Array, finite_array, locked, of_length
from .._core.errors import invalid
from .._core.text import listed, number, shown
from .._numerics.linear_program import LinearProgramResult, maximize
from ..sets.algebra import MinkowskiSum
from ..sets.base import ConvexSet
from .problem import Contributions

_ROUNDS = 300
#: A point of a curved set is news if it beats the known ones by this much, in units of the ranges.
_NEWS = 1e-13


@dataclass(frozen=True, eq=False)
class ParetoCheck:
    """Whether ``x`` (m,) lies on the strict Pareto frontier H (Treutlein 2023, Section 3.2), and why.

    ``optimal`` True, False, or None where neither is proved; ``bool(check)`` is true only for True. True comes with
    ``weights`` (m,) > 0 such that x is in F and no feasible outcome has a larger weighted sum; by those weights nobody
    can gain, without a loss to others, more than ``most_gain`` as a share of its range. False comes with ``dominating``
    (m,), the feasible payoffs of ``actions`` (one row per set) that nobody likes less than x and somebody more, or with
    ``separating`` (m,), a direction in which x lies beyond F. ``feasible`` says whether x is in F, None if undecided.
    All is meant up to ``tolerances.REACHED`` as a share of each payoff's range; ``reason`` says it in words.
    """

    problem: Contributions
    x: Array
    optimal: bool | None
    feasible: bool | None
    reason: str
    dominating: Array | None = None
    actions: Array | None = None
    weights: Array | None = None
    separating: Array | None = None
    most_gain: float = np.inf

    def __bool__(self) -> bool:
        return self.optimal is True

    def __repr__(self) -> str:
        return f"ParetoCheck({self.reason})"


def is_pareto_optimal(problem: Contributions, x: ArrayLike) -> ParetoCheck:
    """Whether no feasible outcome of ``problem`` is better for somebody than ``x`` (m,) and worse for nobody.

    The answer is a :class:`ParetoCheck`; x must be feasible itself. On curved sets the frontier may end where only
    weights of zero for somebody support x (the end of a quarter circle): no positive weights prove anything there, and
    the answer is None.

    >>> import largeworlds as lw
    >>> square = lw.Contributions(lw.Box([0.0, 0.0], [1.0, 1.0]))
    >>> check = lw.is_pareto_optimal(square, [1.0, 0.0])  # maximises the weights (1, 0), and yet
    >>> bool(check), check.dominating.tolist()
    (False, [1.0, 1.0])
    >>> bool(lw.is_pareto_optimal(square, [1.0, 1.0]))
    True
    """
    if not isinstance(problem, Contributions):
        fix = "pass a BargainingProblem or lw.Contributions"
        raise invalid("problem", "must be a BargainingProblem or Contributions", shown(problem), fix)
    fix = "give the payoff of every player"
    point = finite_array(x, "x", 1, fix)
    of_length(point, problem.dim, "x", "player", fix)
    return _Check(problem, point).run()


class _Check:
    """The known points of every part (owner, payoffs) in units of the ranges, and the programs over them."""

    def __init__(self, problem: Contributions, x: Array) -> None:
        self.problem, self.x = problem, x
        low, high = problem.bounding_box()
        size = np.maximum(np.abs(low), np.abs(high))
        self.unit = np.where(high - low > 1e-15 * size, high - low, np.where(size > 0, size, 1.0))
        self.m = problem.dim
        self.owners, self.parts, self.curved = [], [], []
        points: list[Array] = []
        probes = np.vstack([np.eye(self.m), -np.eye(self.m), np.ones((1, self.m))]) / self.unit
        for owner, whole in enumerate(problem.sets):
            for part in leaves(whole):
                rows = part.vertices()
                self.owners.append(owner)
                self.parts.append(part)
                self.curved.append(rows is None)
                points.append(part.maximizer(probes) if rows is None else np.asarray(rows))
        self.base = np.array([rows.min(axis=0) for rows in points])
        self.points = [(rows - base) / self.unit for rows, base in zip(points, self.base, strict=True)]
        self.goal = (x - self.base.sum(axis=0)) / self.unit
        # On a curved frontier a rounding of one payoff is worth its square root to others.
        self.loss, self.gain = (
            (1e-14, tolerances.NO_GAIN) if any(self.curved) else (tolerances.SEPARATED, tolerances.REACHED)
        )

    def run(self) -> ParetoCheck:
        below, direction = self._below()
        if direction is not None:
            return self._beyond(direction)
        if below is None:
            return self._undecided(None, "whether x is feasible")
        return self._gain(self.goal - max(below, 0.0))

    # -- the three questions --------------------------------------------------------------------------------------

    def _below(self) -> tuple[float | None, Array | None]:
        """(t, None) with y + t >= x for some y in F and t at most the tolerance, or (None, w) with x beyond F."""
        m = self.m
        for _ in range(_ROUNDS):
            answer = self._solve(np.array([-1.0]), np.ones((m, 1)), np.zeros(1), np.full(1, np.inf), self.goal, np.inf)
            if answer.status != "optimal":
                break
            t = float(answer.x[-1])
            if t <= 0.1 * tolerances.REACHED:
                return t, None
            w = np.maximum(-answer.duals[:m], 0.0)
            if w.sum() > 0 and self._beats(w) > tolerances.REACHED:
                return None, w
            if not self._learn(w):
                return (t, None) if t <= tolerances.REACHED else (None, None)
        return None, None

    def _gain(self, goal: Array) -> ParetoCheck:
        m = self.m
        # The last column lowers the goal at a price that bounds the weights; finite sets need no bound.
        cost = np.append(np.ones(m), -1 / tolerances.PROPER)
        columns = np.hstack([-np.eye(m), np.ones((m, 1))])
        upper = np.append(np.full(m, np.inf), np.inf if any(self.curved) else 0.0)
        best, best_w = np.inf, np.ones(m)
        for _ in range(_ROUNDS):
            answer = self._solve(cost, columns, np.zeros(m + 1), upper, goal, np.inf)
            if answer.status != "optimal":
                break
            actions = self._actions(answer.x)
            gains = (actions.sum(axis=0) - self.x) / self.unit
            if -gains.min() <= self.loss and gains.sum() > self.gain:
                return self._dominated(actions)
            w = np.maximum(-answer.duals[:m], 1.0)
            # w . (y - x) <= left for all y in F, so gains without losses sum to at most left / min w.
            bound = max(0.0, -self._beats(w) * float(w.sum() / w.min()))
            if bound < best:
                best, best_w = bound, w
            if best <= tolerances.REACHED:
                return self._optimal(best_w, best)
            if not self._learn(w):
                break
        return self._undecided(best, "whether somebody can gain")

    def _member(self) -> tuple[bool | None, Array | None]:
        """(True, None), or (False, direction in which x is beyond F), or (None, None)."""
        m = self.m
        for _ in range(_ROUNDS):
            # Both y - x <= t and x - y <= t, as rows y - t <= x and y + t >= x.
            k = sum(map(len, self.points))
            payoffs, owner = self._matrix()
            rows = np.vstack(
                [
                    np.hstack([payoffs, np.ones((m, 1))]),
                    np.hstack([payoffs, -np.ones((m, 1))]),
                    np.hstack([owner, np.zeros((len(owner), 1))]),
                ]
            )
            one = np.ones(len(owner))
            lower = np.concatenate([self.goal, np.full(m, -np.inf), one])
            upper = np.concatenate([np.full(m, np.inf), self.goal, one])
            answer = maximize(np.append(np.zeros(k), -1.0), rows, lower, upper, np.zeros(k + 1), np.inf)
            if answer.status != "optimal":
                break
            if answer.x[-1] <= tolerances.REACHED:
                return True, None
            w = -(answer.duals[:m] + answer.duals[m : 2 * m])
            if np.abs(w).sum() > 0 and self._beats(w) > tolerances.REACHED:
                return False, w
            if not self._learn(w):
                break
        return None, None

    # -- answers --------------------------------------------------------------------------------------------------

    def _optimal(self, w: Array, bound: float) -> ParetoCheck:
        reason = (
            f"Pareto optimal: x maximises positive weights, so nobody can gain without a loss to others{_up_to(bound)}."
        )
        weights = w / self.unit
        return ParetoCheck(
            self.problem, self.x, True, True, reason, weights=locked(weights / weights.sum()), most_gain=bound
        )

    def _dominated(self, actions: Array) -> ParetoCheck:
        y = actions.sum(axis=0)
        feasible, direction = self._member()
        gains = (y - self.x) / self.unit
        better = [self.problem.names[t] for t in np.flatnonzero(gains > 0.1 * tolerances.REACHED)]
        words = {True: "feasible, but", False: "not feasible, and", None: "perhaps feasible, but"}[feasible]
        return ParetoCheck(
            self.problem,
            self.x,
            False,
            feasible,
            f"Not Pareto optimal: x is {words} another outcome is better for {listed(better)} and worse for nobody.",
            dominating=locked(y),
            actions=locked(actions),
            separating=None if direction is None else locked(direction / self.unit),
        )

    def _beyond(self, w: Array) -> ParetoCheck:
        direction = w / self.unit
        asked, most = float(direction @ self.x), float(self.problem.support(direction))
        scale = 1.0 / max(abs(asked), abs(most), 1e-300)
        reason = (
            "Not feasible: weighted by the separating direction x asks for "
            f"{number(asked * scale, 8)}, and no outcome is worth more than {number(most * scale, 8)}."
        )
        return ParetoCheck(self.problem, self.x, False, False, reason, separating=locked(direction * scale))

    def _undecided(self, bound: float | None, what: str) -> ParetoCheck:
        if bound is None or not np.isfinite(bound):
            return ParetoCheck(self.problem, self.x, None, None, f"Undecided: it was not settled {what}.")
        reason = (
            "Undecided: no better outcome was found, and together all could gain at most "
            f"{number(bound, 2)} (in shares of their ranges); a proof would need weights further apart than "
            f"{number(1 / tolerances.PROPER)}, as where a curved frontier ends and only zero weights support x."
        )
        return ParetoCheck(self.problem, self.x, None, self._member()[0], reason, most_gain=bound)

    # -- programs and points --------------------------------------------------------------------------------------

    def _solve(
        self, cost: Array, columns: Array, lower: Array, upper: Array, goal: Array, most: float
    ) -> LinearProgramResult:
        """max cost . z over mixtures and z in [lower, upper] with goal <= payoffs + columns z <= most."""
        payoffs, owner = self._matrix()
        k = payoffs.shape[1]
        one = np.ones(len(owner))
        rows = np.vstack([np.hstack([payoffs, columns]), np.hstack([owner, np.zeros((len(owner), len(cost)))])])
        return maximize(
            np.append(np.zeros(k), cost),
            rows,
            np.concatenate([goal, one]),
            np.concatenate([np.full(self.m, most), one]),
            np.append(np.zeros(k), lower),
            np.append(np.full(k, np.inf), upper),
        )

    def _matrix(self) -> tuple[Array, Array]:
        payoffs = np.vstack(self.points).T
        owner = np.repeat(np.arange(len(self.points)), [len(rows) for rows in self.points])
        return payoffs, (owner[None, :] == np.arange(len(self.points))[:, None]).astype(float)

    def _beats(self, w: Array) -> float:
        """By how much ``w . x`` exceeds the support of F, per unit of the weights (negative: it does not)."""
        most = sum(float(part.support(w / self.unit)) - float(w @ (base / self.unit)) for part, base in self._bases())
        return (float(w @ self.goal) - most) / float(np.abs(w).sum())

    def _bases(self) -> Iterator[tuple[ConvexSet, Array]]:
        return zip(self.parts, self.base, strict=True)

    def _learn(self, w: Array) -> bool:
        """Ask the curved parts for their best points at ``w``; True if one is news."""
        grew = False
        size = max(float(np.abs(w).max()), 1e-300)
        for i in np.flatnonzero(self.curved):
            best = (self.parts[i].maximizer(w / self.unit) - self.base[i]) / self.unit
            if float(best @ w) > float((self.points[i] @ w).max()) + _NEWS * size:
                self.points[i] = np.vstack([self.points[i], best])
                grew = True
        return grew

    def _actions(self, x: Array) -> Array:
        """The payoff vectors (sets, m) that the mixtures in ``x`` bring, in the units of the problem."""
        actions = np.zeros((len(self.problem.sets), self.m))
        start = 0
        for owner, rows, base in zip(self.owners, self.points, self.base, strict=True):
            shares = np.maximum(x[start : start + len(rows)], 0.0)
            start += len(rows)
            total = shares.sum()
            actions[owner] += base + (shares @ rows / (total if total > 0 else 1.0)) * self.unit
        return actions


def leaves(part: ConvexSet) -> list[ConvexSet]:
    """``part``, or what it is the sum of."""
    return [leaf for each in part.parts for leaf in leaves(each)] if isinstance(part, MinkowskiSum) else [part]


def _up_to(bound: float) -> str:
    return "" if bound <= 0 else f" (up to {number(bound, 2)} of the ranges)"
