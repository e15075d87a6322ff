"""The normal cone of the feasible set at a frontier point, as linear conditions on the weights.

``w`` is a normal of F = sum F_i at x = sum p_i exactly if it is one of every F_i at p_i: ``w . x = support_F(w)`` is a
sum of ``w . p_i <= support_i(w)``, so equality holds for each. Whichever decomposition is used, the cone is the same.
Within a budget whose uses have shares r, w is a normal exactly if no use is worth more at the margin than those in use:
with g_a = f_a'(r_a) u_a (for a polytope: its vertices) ``w . g_a <= w . g_b`` for every b in use, with equality if a is
too. So the cone is polyhedral for curved sets as well.

Weights are in scaled coordinates here, each multiplied by the range of its payoff.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..._core import tolerances
from ..._core.arrays import Array, Mask
from ..._core.errors import NotConverged
from ..._numerics import returns
from ..._numerics.budgets import Stack
from ..._numerics.cones import cone_generators
from ..._numerics.linear_program import maximize

#: Conditions that a known normal breaks by no more than this share of their length are taken to hold with equality.
_TIE = 1e-9
#: Differences between payoff vectors shorter than this share of the range are none.
_SHORT = 1e-12
#: Conditions whose singular value is below this share of the largest follow from the others.
_RANK = 1e-8
#: A weight of a known normal below this share of the largest is one of zero if some set says that it must be.
_NOTHING = 1e-6
#: Up to this many coordinates the cone's extreme rays are listed.
MOST_LISTED = 4


@dataclass(frozen=True, eq=False)
class NormalCone:
    """``{w : equal @ w = 0, less @ w <= 0}`` in scaled coordinates; ``known`` is a member that is not zero, or None."""

    equal: Array
    less: Array
    known: Array | None

    def rays(self) -> Array | None:
        """Unit generators (k, m): extreme rays, and both directions of every line; None beyond four coordinates."""
        if self.equal.shape[1] > MOST_LISTED:
            return None
        found = cone_generators(self.less, self.equal)
        return None if found is None else np.vstack([found[1], found[0], -found[0]])

    def extremes(self, units: Array) -> tuple[Array, Array]:
        """(interval of every coordinate (m, 2), a point of the relative interior (m,)) where ``units . w = 1``.

        By linear programs, for a cone within w >= 0. Raises :class:`NotConverged` if one of them fails.
        """
        m = self.equal.shape[1]
        rows = np.vstack([self.equal, self.less, units[None]])
        low = np.concatenate([np.zeros(len(self.equal)), np.full(len(self.less), -np.inf), [1.0]])
        high = np.concatenate([np.zeros(len(self.equal) + len(self.less)), [1.0]])
        points = []
        for t in range(m):
            for sign in (-1.0, 1.0):
                answer = maximize(sign * np.eye(m)[t], rows, low, high, np.zeros(m), np.inf)
                if answer.status != "optimal":
                    raise NotConverged(f"The linear program for the range of a weight ended as {answer.status}.")
                points.append(answer.x)
        found = np.array(points)
        ends = np.sort(found[np.arange(2 * m), np.repeat(np.arange(m), 2)].reshape(m, 2), axis=1)
        inner = np.vstack([found, self._inner(units)[None]]).mean(axis=0)
        return ends, np.asarray(inner / float(inner @ units))

    def _inner(self, units: Array) -> Array:
        """A normal that keeps as many conditions as possible strictly: those that can be kept so add up."""
        m, k = self.equal.shape[1], len(self.less)
        rows = np.zeros((len(self.equal) + k, m + k))
        rows[: len(self.equal), :m], rows[len(self.equal) :, :m] = self.equal, self.less
        rows[len(self.equal) :, m:] = np.eye(k)
        low = np.concatenate([np.zeros(len(self.equal)), np.full(k, -np.inf)])
        goal = np.append(np.zeros(m), np.ones(k))
        upper = np.append(np.full(m, 1e6), np.ones(k))
        answer = maximize(goal, rows, low, np.zeros(len(rows)), np.zeros(m + k), upper)
        w = answer.x[:m]
        return w / float(units @ w) if answer.status == "optimal" and float(units @ w) > 0 else self._known(units)

    def _known(self, units: Array) -> Array:
        assert self.known is not None
        return np.asarray(self.known / float(self.known @ units))


def normal_cone(stack: Stack, shares: Array, known: Array | None, above: Mask, *, positive: bool = True) -> NormalCone:
    """The normals at the payoff of ``shares``.

    ``known`` (m,) is a normal, or None. With ``positive`` only those with w >= 0, and zero for coordinates that are
    ``above`` (m,) the point in question, which is then a normal there too.
    """
    m = stack.directions.shape[1]
    equal: list[Array] = []
    less = [-np.eye(m)] if positive else []
    small = np.ones(m, dtype=bool) if known is None else known <= _NOTHING * float(known.max())
    for uses, curved in zip(stack.slices, stack.curved, strict=True):
        family = stack.scale[uses], stack.offset[uses], stack.exponent[uses]
        if not curved:
            tied, others = _linear_rows(stack.directions[uses], family, shares[uses])
        else:
            tied, others, steep = _curved_rows(stack.directions[uses], family, shares[uses])
            above = above | ((steep > 0).any(axis=0) & small)
        equal.append(tied)
        less.append(others)
    equal.append(np.eye(m)[above])
    if known is not None:
        known = np.where(above, 0.0, np.maximum(known, 0.0) if positive else known)
    return _tidied(np.vstack(equal), np.vstack(less) if less else np.zeros((0, m)), known)


def _linear_rows(directions: Array, family: tuple[Array, Array, Array], shares: Array) -> tuple[Array, Array]:
    points = directions * family[0][:, None]
    used = shares > tolerances.USED_SHARE
    base = points[int(np.argmax(shares))]
    return points[used] - base, points[~used] - base


def _curved_rows(directions: Array, family: tuple[Array, Array, Array], shares: Array) -> tuple[Array, Array, Array]:
    """(differences that are zero, those that are not positive, directions of idle uses with infinite marginal worth).

    Whoever gains from the last must have no weight: otherwise they would not be idle.
    """
    scale, offset, exponent = family
    brings = returns.value(shares, *family) * np.abs(directions).max(axis=1)
    straight = exponent == 1.0
    used = np.where(straight, shares > tolerances.USED_SHARE, brings > tolerances.USED_PAYOFF)
    used &= (scale > 0) & (np.abs(directions).max(axis=1) > 0)
    alive = (scale > 0) & ~used
    steep = alive & (offset == 0) & ~straight
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes = returns.slope(np.where(used, shares, 0.0), *family)
    gradients = directions * np.where(steep, 1.0, np.where(used | alive, slopes, 0.0))[:, None]
    if not used.any():
        return gradients[:0], gradients[alive], gradients[steep]
    base = gradients[int(np.argmax(np.where(used, brings, -1.0)))]
    rests = straight & ~directions.any(axis=1) & (shares > tolerances.USED_PAYOFF)
    if rests.any():  # part of the unit is left: more of what is used would bring nothing either
        used_rows = np.vstack([gradients[used], gradients[steep]])
        return used_rows, gradients[:0], gradients[:0]
    less = np.vstack([gradients[alive & ~steep] - base, gradients[steep], -base[None]])
    return gradients[used] - base, less, gradients[steep]


def _tidied(equal: Array, less: Array, known: Array | None) -> NormalCone:
    """Rows of length one without rounding: what ``known`` keeps with equality, it keeps exactly.

    Conditions that follow from others up to rounding are dropped.
    """
    m = equal.shape[1]
    equal, less = _unit(equal), _unit(less)
    if known is not None:
        known = known / np.linalg.norm(known)
        equal = _unit(equal - np.outer(equal @ known, known))
        tie = less @ known >= -_TIE
        less[tie] = less[tie] - np.outer(less[tie] @ known, known)
        less = _unit(less)
    if len(equal):
        _, sizes, basis = np.linalg.svd(equal, full_matrices=False)
        equal = basis[sizes > _RANK * max(float(sizes[0]), 1.0)]
        if known is not None:
            equal = equal - np.outer(equal @ known, known)
    less = less - (less @ equal.T) @ equal  # what points along the equalities says nothing more
    return NormalCone(equal.reshape(-1, m), _unit(less, _TIE), known)


def _unit(rows: Array, least: float = _SHORT) -> Array:
    length = np.linalg.norm(rows, axis=1)
    return np.asarray(rows[length > least] / length[length > least, None])
