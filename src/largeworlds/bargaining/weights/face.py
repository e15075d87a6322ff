"""The face of the feasible set where given weights are largest, giver by giver; how its points decompose.

Budgets with linear returns keep the actions that tie; curved ones have a single best split there, unless nobody whom
they serve has weight. So decompositions of a point are the solutions of a linear program's constraints.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..._core import tolerances
from ..._core.arrays import Array, Mask
from ..._core.errors import NotConverged
from ..._numerics import returns
from ..._numerics.linear_program import maximize
from ...sets.uses import Budget
from ..problem import Contributions
from .reach import furthest, ranges

#: An action ties with the best one if it is worth less by at most this share of the largest worth at stake.
_TIES = 1e-9
#: Tilt of the weights that bounds a face from outside, in units of ranges.
_TILT = 1e-6
#: Singular values below this share of the range are zero.
_FLAT = 1e-8


@dataclass(frozen=True, eq=False)
class Face:
    """Points of the face: giver i brings ``fixed[i]`` plus a mixture of every block of ``points`` that it owns.

    ``points`` (K, m) are the actions that tie, ``block`` (K,) the budget of each and ``owner`` (blocks,) that budget's
    giver. ``actions`` (givers, m) is one decomposition of x, and ``missing`` how far its sum is from x, as a share of a
    range. ``exact`` (givers,): the face of this giver is described completely.
    """

    parts: Contributions
    weights: Array
    size: Array
    fixed: Array
    points: Array
    block: np.ndarray
    owner: np.ndarray
    exact: Mask
    actions: Array
    missing: float

    def rigid(self) -> bool:
        """True if flat parts of different givers share no direction, and all are known: decompositions are unique."""
        if not self.exact.all():
            return False
        spans = [self._span(i) for i in range(len(self.fixed))]
        together = np.vstack(spans)
        return _rank(together) == sum(len(span) for span in spans)

    def _span(self, giver: int) -> Array:
        """An orthonormal basis of the directions in which the giver can move on its face, in units of ranges."""
        rows = [np.zeros((0, len(self.size)))]
        for b in np.flatnonzero(self.owner == giver):
            own = self.points[self.block == b] / self.size
            rows.append(own - own[0])
        edges = np.vstack(rows)
        return np.linalg.svd(edges, full_matrices=False)[2][: _rank(edges)]

    def loose(self, giver: int) -> bool:
        """True if the giver's face is more than a point."""
        return len(self._span(giver)) > 0

    def middle(self) -> Array:
        """The middle of the box around every giver's face (givers, m)."""
        out = np.array(self.fixed)
        for b, giver in enumerate(self.owner):
            own = self.points[self.block == b]
            out[giver] += (own.min(axis=0) + own.max(axis=0)) / 2
        return out

    def best(self, goal: Array) -> Array:
        """The decomposition (givers, m) of x that is best for ``goal`` (givers, m), a worth per giver and receiver."""
        blocks, count = len(self.owner), len(self.points)
        rows = np.zeros((len(self.size) + blocks, count))
        rows[: len(self.size)] = ((self.points - self._first()) / self.size[None]).T
        rows[len(self.size) + self.block, np.arange(count)] = 1.0
        target = ((self.actions.sum(axis=0) - self.fixed.sum(axis=0)) - self._firsts()) / self.size
        right = np.append(target, np.ones(blocks))
        worth = (self.points * goal[self.owner[self.block]]).sum(axis=1)
        answer = maximize(worth, rows, right, right, np.zeros(count), np.ones(count))
        if answer.status != "optimal":
            raise NotConverged(f"The linear program over decompositions ended as {answer.status}.")
        return self._actions(np.maximum(answer.x, 0.0))

    def _first(self) -> Array:
        """The first point of every block, for each of its points."""
        starts = np.searchsorted(self.block, np.arange(len(self.owner)))
        return np.asarray(self.points[starts][self.block])

    def _firsts(self) -> Array:
        starts = np.searchsorted(self.block, np.arange(len(self.owner)))
        return np.asarray(self.points[starts].sum(axis=0))

    def _actions(self, shares: Array) -> Array:
        out = np.array(self.fixed)
        np.add.at(out, self.owner[self.block], shares[:, None] * self.points)
        return out

    def outer(self, giver: int) -> Array:
        """A box (m, 2) around the giver's X_i, by its support beside the weights and by what the others can bring."""
        part, w = self.parts.sets[giver], self.weights
        best = float(part.support(w))
        slack = max(best - float(w @ self.actions[giver]), 0.0)
        box = np.stack(part.bounding_box(), axis=-1)
        for t, axis in enumerate(np.eye(len(w))):
            step = _TILT * float((w * self.size).max()) / self.size[t]
            for side, sign in enumerate((-1.0, 1.0)):
                most = (float(part.support(w + sign * step * axis)) - best + slack) / step
                box[t, side] = max(box[t, 0], -most) if side == 0 else min(box[t, 1], most)
        return box


def face_at(parts: Contributions, x: Array, w: Array) -> Face:
    """The face of ``parts`` where ``w`` (m,) is largest, with a decomposition of ``x`` (m,)."""
    size = ranges(parts)
    size = np.where(size > 0, size, 1.0)
    n, m = len(parts.sets), parts.dim
    fixed, exact = np.zeros((n, m)), np.ones(n, dtype=bool)
    points, block = [np.zeros((0, m))], [np.zeros(0, dtype=int)]
    owner: list[int] = []
    worth = float(w @ size)
    for i, part in enumerate(parts.sets):
        known = part.uses()
        if known is None:
            exact[i] = False
            continue
        fixed[i] += known.offset
        for budget in known.budgets:
            tied = _tied(budget, w, worth)
            if tied is None:
                exact[i] = False
            elif len(tied) == 1:
                fixed[i] += tied[0]
            else:
                points.append(tied)
                block.append(np.full(len(tied), len(owner)))
                owner.append(i)
    if not exact.all():  # what the unknown can do leaves the others free within unknown bounds
        exact &= ~np.isin(np.arange(n), owner)
    made = (np.vstack(points), np.concatenate(block), np.array(owner, dtype=int))
    face = Face(parts, w, size, fixed, *made, exact, fixed, np.inf)
    return _decomposed(face, x)


def _tied(budget: Budget, w: Array, worth: float) -> Array | None:
    """Points (k, m) whose hull is the budget's face; None if the face has no vertices."""
    value = budget.directions @ w * budget.scale
    if budget.is_linear:
        keep = value >= value.max() - _TIES * worth
        return np.asarray((budget.directions * budget.scale[:, None])[keep])
    if not (value > tolerances.USED_PAYOFF * worth).any():
        return None if budget.scale.any() else np.zeros((1, len(w)))
    family = budget.scale, budget.offset, budget.exponent
    shares = returns.best_split((budget.directions @ w)[None], *family, 1.0)[0]
    lines = (budget.exponent == 1.0) & (value > 0)
    tied = lines & (value >= (1 - _TIES) * value[lines].max(initial=0.0))
    left = float(shares[tied].sum())
    if tied.sum() < 2 or left <= tolerances.USED_SHARE:
        return budget.point(shares)[None]
    rest = budget.point(np.where(tied, 0.0, shares))
    return np.asarray(rest + left * budget.directions[tied] * budget.scale[tied, None])


def _decomposed(face: Face, x: Array) -> Face:
    """``face`` with a decomposition of the point of the face nearest to ``x``."""
    parts, size = face.parts, face.size
    if not face.exact.all():
        reach = furthest(parts, x, np.where(ranges(parts) > 0, size, 0.0))
        missing = float((np.abs(reach.point - x) / size).max())
        return replace(face, actions=reach.actions, missing=missing)
    blocks, count, m = len(face.owner), len(face.points), len(x)
    rows = np.zeros((2 * m + blocks, count + 1))
    moves = ((face.points - face._first()) / size).T if count else np.zeros((m, 0))
    target = (x - face.fixed.sum(axis=0) - face._firsts()) / size
    rows[:m, :count], rows[m : 2 * m, :count] = moves, moves
    rows[:m, count], rows[m : 2 * m, count] = 1.0, -1.0
    rows[2 * m + face.block, np.arange(count)] = 1.0
    one, far = np.ones(blocks), np.full(m, np.inf)
    low, high = np.concatenate([target, -far, one]), np.concatenate([far, target, one])
    answer = maximize(
        -np.eye(count + 1)[count], rows, low, high, np.zeros(count + 1), np.append(np.ones(count), np.inf)
    )
    if answer.status != "optimal":
        raise NotConverged(f"The linear program for a decomposition ended as {answer.status}.")
    shares = np.maximum(answer.x[:count], 0.0)
    if count:
        shares = shares / np.bincount(face.block, weights=shares)[face.block]
    actions = face._actions(shares)
    return replace(face, actions=actions, missing=float((np.abs(actions.sum(axis=0) - x) / size).max()))


def _rank(rows: Array) -> int:
    return int((np.linalg.svd(rows, compute_uv=False) > _FLAT).sum()) if rows.size else 0
