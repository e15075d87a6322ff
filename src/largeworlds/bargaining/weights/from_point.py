"""From a point of the frontier to the weights that it maximises, and how far they are determined.

Every point x on the frontier of F maximises ``w . y`` for some w >= 0 (Treutlein 2023, Section 3.3); then every
contributor's part of x maximises the same w over its own set (Theorem 6). Where the frontier is smooth w is unique up
to scale; at a kink all normals of F do, a cone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..._core import tolerances
from ..._core.arrays import Array, finite_array, locked, of_length, positive_number
from ..._core.errors import NotConverged, invalid
from ..._core.text import listed, number, shown
from ..._numerics.linear_program import maximize
from ..problem import Contributions
from .any_sign import weights_of_any_sign
from .consensus import ConsensusWeights, off_frontier
from .normals import NormalCone, normal_cone
from .reach import Reach, asked, asked_point, furthest, ranges, worth_left


def consensus_weights(
    problem: Any,
    x: ArrayLike,
    *,
    units: str | ArrayLike = "payoffs",
    nonnegative: bool = True,
    tolerance: float = tolerances.ON_FRONTIER,
) -> ConsensusWeights:
    """The weights w whose sum ``w . y`` is largest at ``x`` (m,) among all feasible outcomes y.

    ``problem`` is a :class:`BargainingProblem`, :class:`Contributions` (d plays no part) or a set. ``units`` says how
    weights are scaled: so that they sum to one in the problem's own payoffs ("payoffs"), in shares of everybody's
    range ("range"), or ``w . units = 1`` for given positive numbers (m,). Points below the frontier's end count as on
    it if some coordinate cannot be raised for everybody (free disposal). With ``nonnegative=False`` normals of any
    sign are taken, and x may lie anywhere on the boundary; all sets must then have finitely many vertices.
    ``tolerance`` is how far from the frontier x may lie, as a share of everybody's range.

    A point off the frontier is an answer too: see :class:`ConsensusWeights`. Raises :class:`InvalidProblem` for
    arguments that break a rule, :class:`NotConverged` if it could not be decided where x lies.

    >>> import largeworlds as lw
    >>> found = lw.consensus_weights(lw.Polytope([[0, 4], [3, 3], [4, 0]]), [3, 3])
    >>> found.range.round(9).tolist(), found.unique
    ([[0.25, 0.75], [0.25, 0.75]], False)
    """
    parts = asked(problem)
    point = asked_point(x, parts)
    tolerance = positive_number(tolerance, "tolerance", "give a small share of everybody's range, such as 1e-8")
    scale = _units(units, parts)
    if not nonnegative:
        return weights_of_any_sign(parts, point, scale, tolerance)
    wide = ranges(parts)
    if not wide.any():
        return _of_a_point(parts, point, scale)
    reach = furthest(parts, point, wide)
    if not reach.feasible or reach.bound < -tolerance:
        return _off(parts, point, scale, reach, tolerance)
    if reach.tau > tolerance:
        return _off(parts, point, scale, reach, tolerance)
    if reach.bound > tolerance or reach.tau < -tolerance:
        raise NotConverged(
            f"It is undecided whether x lies on the frontier: everybody can be moved by something between "
            f"{number(reach.tau)} and {number(reach.bound)} of its range, and the tolerance is {tolerance:g}; allow a "
            "larger one."
        )
    return _on(parts, point, scale, reach, wide)


def weight_range(problem: Any, x: ArrayLike, units: str | ArrayLike = "payoffs") -> Array:
    """The interval (m, 2) of every consensus weight at ``x``: ``consensus_weights(...).range``.

    Raises :class:`InvalidProblem` if x is not on the frontier.

    >>> import largeworlds as lw
    >>> weight_range(lw.Ball([1.0, 1.0]), [0.6, 0.8]).round(9).tolist()
    [[0.428571429, 0.428571429], [0.571428571, 0.571428571]]
    """
    found = consensus_weights(problem, x, units=units)
    if not found:
        raise invalid(
            "x", "must lie on the frontier", f"no such point ({found.reason[:-1]})", "give an efficient point"
        )
    return found.range


def weight_range_of(deal: Any) -> Array:
    """The interval (m, 2) of every consensus weight of an agreement, in the units of its ``weights``.

    Normals are scaled like them: ``w . gains`` is the same where everybody gains, and ``w . ranges`` elsewhere. NaN
    where there is no answer, or where it is undecided.
    """
    parts = deal.problem
    nothing = np.full((parts.dim, 2), np.nan)
    if not deal.is_answer or not np.isfinite(deal.payoffs).all():
        return nothing
    size = ranges(parts)
    size = np.where(size > 0, size, 1.0)
    units = deal.gains if (deal.gains > tolerances.TINY_GAIN * size).all() else size
    worth = float(deal.weights @ units)
    try:
        found = consensus_weights(parts, deal.payoffs, units=units)
    except NotConverged:
        return nothing
    return locked(found.range * worth) if found and worth > 0 else nothing


def normals_at(x: Array, reach: Reach, wide: Array) -> NormalCone | None:
    """All w >= 0 that ``x`` maximises, scaled coordinates; None if there is an oracle."""
    if reach.shares is None:
        return None
    unit = np.where(wide > 0, wide, 1.0)
    flat = wide <= 0
    above = ((reach.point - x) / unit > max(10 * abs(reach.tau), tolerances.SAME_POINT)) | flat
    known = np.where(flat, 0.0, reach.w * reach.lowered.scale)
    if (known[above] > 1e-6 * known.max()).any():
        above = flat
    return normal_cone(reach.lowered.stack, reach.shares, known, above)


def _on(parts: Contributions, x: Array, units: Array, reach: Reach, wide: Array) -> ConsensusWeights:
    cone = normals_at(x, reach, wide)
    if cone is None:
        w, ends = _by_supports(reach, x, units, wide)
        rays, unique = None, False
    else:
        w, ends, rays = _of_cone(cone, reach.lowered.scale, units, wide)
        spread = (ends[:, 1] - ends[:, 0]) * np.where(wide > 0, wide, 0.0)
        unique = bool((spread <= tolerances.SAME_POINT * float(w @ wide)).all())
    tiny = w * wide <= tolerances.USED_PAYOFF * float((w * wide).max())
    positive = not bool((tiny & (wide > 0)).any())
    gap = max(worth_left(reach.lowered, x, w), 0.0)
    zero = [name for name, none in zip(parts.names, tiny & (wide > 0), strict=True) if none]
    reason = "x is on the frontier"
    if zero:
        reason += f", but every weighted sum that it maximises gives {listed(zero)} no weight"
    inside = max(reach.tau, 0.0)
    return ConsensusWeights(parts, x, True, w, ends, rays, unique, positive, gap, units, inside, reason=reason + ".")


def _of_cone(cone: NormalCone, scale: Array, units: Array, wide: Array) -> tuple[Array, Array, Array | None]:
    """(relative-interior normal, intervals, extreme normals), all with ``w . units = 1``."""
    rays = cone.rays()
    if rays is None or not len(rays):
        ends, inner = cone.extremes(units / scale)
        return inner / scale, ends / scale[:, None], None
    rays = np.maximum(rays, 0.0) / scale
    rays = np.where(rays * wide > 1e-13 * (rays * wide).max(axis=1, keepdims=True), rays, 0.0)
    middle = (rays / (rays @ wide)[:, None]).mean(axis=0)  # the same whatever anybody's units are
    rays = rays / (rays @ units)[:, None]
    return middle / float(middle @ units), np.column_stack([rays.min(axis=0), rays.max(axis=0)]), rays


def _by_supports(reach: Reach, x: Array, units: Array, wide: Array) -> tuple[Array, Array]:
    """With an oracle: the prices found, and the interval that cutting planes leave, which holds all normals.

    Any normal w has ``w . (y - x) <= 0`` for every feasible y; the y asked for are best points beside the prices.
    """
    m = len(x)
    w = reach.w / float(reach.w @ units)
    live = wide > 0
    size = np.where(live, 1.0 / np.where(live, wide, 1.0), 0.0)
    around = [
        size * (reach.w * wide + step * side) for step in (1e-6, 1e-4, 1e-2) for side in (*np.eye(m), *-np.eye(m))
    ]
    points = np.array(
        [sum(part.maximizer(v) for part in reach.lowered.parts.sets) for v in np.array([reach.w, *around])]
    )
    rows = np.vstack([(points - x), units[None]])
    top = np.append(np.full(len(points), 1e-9), 1.0)
    low = np.append(np.full(len(points), -np.inf), 1.0)
    scaled = np.where(live, wide, 1.0)
    rows = rows / scaled
    ends = np.column_stack([np.zeros(m), 1 / units])
    for t in range(m):
        for side, sign in enumerate((-1.0, 1.0)):
            answer = maximize(sign * np.eye(m)[t], rows, low, top, np.zeros(m), np.inf)
            if answer.status == "optimal":
                ends[t, side] = answer.x[t] / scaled[t]
    return w, np.where(live[:, None], ends, 0.0)


def _off(parts: Contributions, x: Array, units: Array, reach: Reach, tolerance: float) -> ConsensusWeights:
    """Not on the frontier: what everybody would rather have, or the proof that x is out of reach."""
    if reach.tau > tolerance:
        reason = f"everybody can gain {number(reach.tau)} of its range at once."
        return off_frontier(parts, x, units, reach.tau, reason, dominating=reach.point)
    if not reach.feasible:
        reason = "x is out of reach: no outcome is worth as much, weighted by the direction of the proof."
        return off_frontier(parts, x, units, -np.inf, reason, direction=reach.w)
    reason = f"x is out of reach: everybody has to give up {number(-reach.bound)} of its range."
    return off_frontier(parts, x, units, reach.bound, reason, direction=reach.w)


def _of_a_point(parts: Contributions, x: Array, units: Array) -> ConsensusWeights:
    """Nothing that anybody does changes anything: any weights do, if x is what everybody gets."""
    only, m = parts.bounding_box()[0], len(x)
    size = np.maximum(np.abs(only), np.abs(x))
    more = x - only > 1e-12 * size
    if more.any():
        reason = "x is out of reach: nothing that anybody does changes any payoff."
        return off_frontier(parts, x, units, -np.inf, reason, direction=np.where(more, 1.0, 0.0))
    if (only - x > 1e-12 * size).all():
        return off_frontier(parts, x, units, np.inf, "everybody gets more whatever happens.", dominating=only)
    ends = np.column_stack([np.zeros(m), 1 / units])
    reason = "nothing that anybody does changes any payoff, so every weighted sum is as large as it can be."
    weights = np.full(m, 1.0 / float(units.sum()))
    rays = np.diag(1 / units)
    return ConsensusWeights(parts, x, True, weights, ends, rays, m == 1, True, 0.0, units, 0.0, reason=reason)


def _units(given: str | ArrayLike, parts: Contributions) -> Array:
    """How much of everybody's payoff a weight of one is worth (m,)."""
    rule, fix = 'must be "payoffs", "range" or a list of positive numbers', "leave it out for weights that sum to one"
    if isinstance(given, str):
        if given not in ("payoffs", "range"):
            raise invalid("units", rule, shown(given), fix)
        size = ranges(parts)
        return np.ones(parts.dim) if given == "payoffs" else np.where(size > 0, size, 1.0)
    units = finite_array(given, "units", 1, fix)
    of_length(units, parts.dim, "units", "player", fix)
    if not (units > 0).all():
        i = int(np.argmin(units))
        raise invalid(f"units[{i}]", "must be a positive number", units[i], fix)
    return units
