"""Which actions realise a point of the frontier, and what may go wrong if everybody picks on its own.

X_i is the set of points of F_i that player i can choose from to realise x, given suitable choices of the others
(Treutlein 2023, Proposition 18). All of them maximise every normal w of F at x, so any independent combination is worth
as much as x, ``w . y = w . x``, and Pareto optimal if x is: with zero weights in w, x is best by a sequence of weights,
each deciding among what the ones before leave, and the same holds for each of them. (If x is only on the frontier's
end, where some can gain and nobody lose, a combination may be worse than x for them.) If F is strictly convex each X_i
is a single point (Proposition 19); what is needed is less: no two contributors may have parallel flat parts there.
Curved budgets whose receivers have weight have a single best split; what remains is linear.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..._core import tolerances
from ..._core.arrays import Array, Mask, locked
from ..._core.errors import invalid
from ..._core.text import listed, number
from ..._numerics.min_norm_point import nearest_in_hull
from ..problem import Contributions
from .face import Face, face_at
from .from_point import consensus_weights
from .reach import asked, asked_point, ranges

#: Widths below this share of the range are rounding.
_POINT = 1e-7
#: Distance, in units of ranges, to which the canonical actions are sought.
_NEAREST = 1e-13


@dataclass(frozen=True, eq=False)
class Decompositions:
    """All ways to realise ``x`` (m,) as a sum of actions, one per giver.

    ``box`` (givers, m, 2) is the bounding box of every X_i, and ``dimension`` (givers,) its dimension; both are exact
    where ``exact`` (givers,) is true and outer bounds (dimension -1: unknown) elsewhere. ``unique``: every X_i is one
    point; None if that is undecided. ``canonical`` (givers, m) are actions that sum to x, the nearest to the middle of
    everybody's face (the box around all that maximises ``weights``), in units of ranges: what to agree on if nothing
    else is said; the same whatever anybody's units are and however often an action is listed. ``worst`` (m,) <= 0 is
    what miscoordination can cost each player: the least that it gets if all choose from their X_i independently, minus
    x. ``weights`` (m,) are consensus weights at x in the relative interior of all. ``exact`` is False for oracles and
    for curved sets none of whose receivers has weight.
    """

    problem: Contributions
    x: Array
    weights: Array
    box: Array
    dimension: tuple[int, ...]
    exact: Mask
    unique: bool | None
    canonical: Array
    worst: Array
    reason: str

    def __post_init__(self) -> None:
        for name in ("x", "weights", "box", "canonical", "worst"):
            object.__setattr__(self, name, locked(getattr(self, name)))
        object.__setattr__(self, "exact", locked(self.exact, bool))

    def __repr__(self) -> str:
        return f"Decompositions({self.reason})"


def decompositions(problem: Any, x: ArrayLike) -> Decompositions:
    """All decompositions of ``x`` (m,), a feasible point of the frontier, into actions.

    ``problem`` is a :class:`BargainingProblem` or :class:`Contributions`; d plays no part. A joint set has a single
    decomposition, x itself; the mixture of joint actions behind it has to be agreed on as a whole. Several mixtures of
    one giver's actions with the same payoffs for all count as one. Raises :class:`InvalidProblem` if x is not feasible
    or not on the frontier, :class:`NotConverged` if that could not be decided.

    >>> import largeworlds as lw
    >>> line = [[2, -1], [-1, 2]]
    >>> found = lw.decompositions(lw.Contributions([line, line]), [1, 1])
    >>> found.unique, found.canonical.round(9).tolist(), found.worst.round(9).tolist()
    (False, [[0.5, 0.5], [0.5, 0.5]], [-3.0, -3.0])
    """
    parts = asked(problem)
    point = asked_point(x, parts)
    found = consensus_weights(parts, point)
    if not found:
        came = f"a point of which this holds: {found.reason[:-1]}"
        raise invalid("x", "must lie on the frontier", came, "give a point that maximises a weighted sum")
    if parts.joint:
        box, one, none = np.stack([point, point], axis=-1)[None], point[None], np.zeros(parts.dim)
        yes = np.ones(1, dtype=bool)
        return Decompositions(parts, point, found.weights, box, (0,), yes, True, one, none, _reason(parts, True, (0,)))
    face = face_at(parts, point, found.weights)
    size = np.where(ranges(parts) > 0, ranges(parts), 1.0)
    if face.missing > tolerances.SAME_POINT:
        came = f"below a feasible point, but {number(face.missing)} of somebody's range from any"
        raise invalid("x", "must be feasible", came, "give payoffs that can be had, for example deal.payoffs")
    box, dimension = _boxes(face, size)
    exact = face.exact
    box[..., 0], box[..., 1] = np.minimum(box[..., 0], face.actions), np.maximum(box[..., 1], face.actions)
    width = ((box[..., 1] - box[..., 0]) / size).max(axis=1)
    unique: bool | None = not (width[exact] > _POINT).any()
    if unique and (width[~exact] > _POINT).any():
        unique = None
    canonical = _canonical(face, size) if unique is False and exact.all() else face.actions
    worst = np.minimum(box[..., 0].sum(axis=0) - canonical.sum(axis=0), 0.0)
    worst = np.where(-worst > _POINT * size, worst, 0.0)
    dims = tuple(dimension)
    reason = _reason(parts, unique, dims)
    return Decompositions(parts, point, found.weights, box, dims, exact, unique, canonical, worst, reason)


def _reason(parts: Contributions, unique: bool | None, dimension: tuple[int, ...]) -> str:
    if parts.joint:
        return "a joint set: x is the only point; how to mix joint actions has to be agreed on as a whole."
    if unique:
        return "everybody has exactly one action that realises x."
    if unique is None:
        return "undecided: not every set has a description that tells where it is flat."
    free = [name for name, k in zip(parts.names, dimension, strict=True) if k > 0]
    return f"{listed(free)} can choose among several actions that realise x."


def _boxes(face: Face, size: Array) -> tuple[Array, list[int]]:
    """(bounding boxes (givers, m, 2), dimensions) of the sets X_i."""
    n, m = face.actions.shape
    box, dimension = np.stack([face.actions, face.actions], axis=-1), [0] * n
    if face.rigid():
        return box, dimension
    axes = np.diag(1.0 / size)
    for i in range(n):
        if not face.exact[i]:
            box[i], dimension[i] = face.outer(i), -1
            continue
        if not face.loose(i):
            continue
        seen = []
        for t in range(m):
            seen += [_best(face, i, -axes[t]), _best(face, i, axes[t])]
            box[i, t] = seen[-2][t], seen[-1][t]
        dimension[i] = _dimension(face, i, np.array(seen), size)
    return box, dimension


def _best(face: Face, giver: int, direction: Array) -> Array:
    """The point of X_giver that is best in ``direction`` (m,)."""
    goal = np.zeros((len(face.actions), len(direction)))
    goal[giver] = direction
    return np.asarray(face.best(goal)[giver])


def _dimension(face: Face, giver: int, seen: Array, size: Array) -> int:
    """Dimension of X_giver: look across what is known until nothing new comes out."""
    m = seen.shape[1]
    basis = np.zeros((0, m))
    across: list[Array] = []
    points = (seen - seen[0]) / size
    while len(basis) + len(across) < m:
        _, sizes, rows = np.linalg.svd(points)
        basis = rows[: int((sizes > _POINT).sum())]
        left = np.eye(m) - basis.T @ basis - sum((np.outer(a, a) for a in across), np.zeros((m, m)))
        _, rest, rows = np.linalg.svd(left)
        if rest[0] < 0.5:
            break
        direction = rows[0]
        ends = np.array([_best(face, giver, sign * direction / size) for sign in (-1.0, 1.0)])
        ends = (ends - seen[0]) / size
        if np.ptp(ends @ direction) > _POINT:
            points = np.vstack([points, ends])
        else:
            across.append(direction)
    return len(basis)


def _canonical(face: Face, size: Array) -> Array:
    """Actions that sum to x, nearest to the middle of every giver's face."""
    n, m = face.actions.shape
    middle = face.middle()

    def best(direction: Array) -> Array:
        return ((face.best(direction.reshape(n, m) / size) - middle) / size).ravel()

    nearest, _ = nearest_in_hull(best, np.zeros(n * m), _NEAREST)
    return np.asarray(middle + nearest.reshape(n, m) * size)
