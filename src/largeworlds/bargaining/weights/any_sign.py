"""Normals of any sign, for points anywhere on the boundary of a feasible set with finitely many vertices."""

from __future__ import annotations

import numpy as np

from ..._core.arrays import Array
from ..._core.errors import invalid
from ..._core.text import number
from ..lowering import Lowered
from ..problem import Contributions
from .consensus import ConsensusWeights, off_frontier
from .normals import MOST_LISTED, normal_cone
from .reach import is_finite, nearest_mixture, ranges, worth_left


def weights_of_any_sign(parts: Contributions, x: Array, units: Array, tolerance: float) -> ConsensusWeights:
    """All normals of F at ``x`` (m,), scaled so that the sizes of the weights, times ``units``, sum to one.

    ``generators`` hold both directions of every line of normals, where F lies in a plane.
    """
    if not is_finite(parts):
        rule, fix = "may be False only if every set has finitely many vertices", "leave it out, or give polytopes"
        raise invalid("nonnegative", rule, "False for others", fix)
    if parts.dim > MOST_LISTED:
        rule = f"may be False for up to {MOST_LISTED} players"
        raise invalid("nonnegative", rule, f"False for {parts.dim}", "leave it out")
    lowered, size = Lowered.of(parts), ranges(parts)
    shares, away, prices = nearest_mixture(lowered, x)
    if away > tolerance:
        reason = f"x is out of reach by {number(away)} of somebody's range."
        return off_frontier(parts, x, units, -away, reason, direction=prices / lowered.scale)
    cone = normal_cone(lowered.stack, shares, None, np.zeros(len(x), dtype=bool), positive=False)
    rays = cone.rays()
    if rays is None or not len(rays):
        return off_frontier(parts, x, units, 0.0, "x lies inside of what is feasible: it maximises no weighted sum.")
    rays = rays / lowered.scale
    size = np.where(size > 0, size, lowered.scale)
    middle = (rays / (np.abs(rays) @ size)[:, None]).mean(axis=0)
    rays = rays / (np.abs(rays) @ units)[:, None]
    if float(np.abs(middle) @ size) <= 1e-9:  # a plane of normals, or a line: no direction lies in the middle
        middle = rays[0]
    w = middle / float(np.abs(middle) @ units)
    ends = np.column_stack([rays.min(axis=0), rays.max(axis=0)])
    unique, gap = len(rays) == 1, max(worth_left(lowered, x, w), 0.0)
    positive = bool((w > 0).all())
    reason = "x is on the boundary."
    return ConsensusWeights(parts, x, True, w, ends, rays, unique, positive, gap, units, 0.0, reason=reason)
