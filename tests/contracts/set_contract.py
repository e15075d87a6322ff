"""What every convex set must satisfy: one function per promise, each taking a set and a source of randomness.

A check raises AssertionError when the set breaks the promise; ``CHECKS`` lists them all by name.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from largeworlds.sets.algebra import MinkowskiSum, Scaled, Shifted
from largeworlds.sets.base import ConvexSet
from largeworlds.sets.below_frontier import BelowFrontier
from largeworlds.sets.hull import Hull
from largeworlds.sets.image import LinearImage
from largeworlds.sets.inequalities import Inequalities
from largeworlds.sets.oracle import Oracle
from largeworlds.sets.polytope import Polytope
from largeworlds.sets.uses import Budget
from tests import conic
from tests.members import member

#: Rounding allowance of a computed support, in units of the largest value the direction could give.
ROUNDING = 1e-13
#: How far outside a set a point must be, in units of the set's size, to be recognised as outside.
OUTSIDE = 1e-6


def extent(part: ConvexSet) -> np.ndarray:
    """Largest absolute payoff of each coordinate that has to be computed on the way: parts of sums, shifts."""
    if isinstance(part, MinkowskiSum):
        return np.sum([extent(one) for one in part.parts], axis=0)
    if isinstance(part, Hull):
        return np.max([extent(one) for one in part.parts], axis=0)
    if isinstance(part, Shifted):
        return extent(part.base) + np.abs(part.v)
    if isinstance(part, Scaled):
        return extent(part.base) * np.abs(part.factors)
    if isinstance(part, LinearImage):
        return np.abs(part.matrix) @ extent(part.base)
    axes = np.eye(part.dim)
    return np.maximum(np.abs(part.support(axes)), np.abs(part.support(-axes)))


def size(part: ConvexSet) -> float:
    """Longest side of the bounding box (of a single point: a millionth of its distance from zero, or one)."""
    axes = np.eye(part.dim)
    side = float((part.support(axes) + part.support(-axes)).max())
    return max(side, 1e-6 * float(extent(part).max())) or 1.0


def slack(part: ConvexSet, w: np.ndarray) -> np.ndarray:
    """Rounding allowance for values in direction(s) ``w``."""
    return ROUNDING * (np.abs(w) @ extent(part)) + 1e-290


def directions(part: ConvexSet, rng: np.random.Generator) -> np.ndarray:
    """Axes, diagonals, zero, and random ones: dense, with zeros, positive, in units of the set, very uneven."""
    k = part.dim
    reach = extent(part)
    unit = 1.0 / np.where(reach > 0, reach, 1.0)
    dense = rng.normal(size=(6, k))
    sparse = rng.normal(size=(5, k)) * (rng.random((5, k)) < 0.5)
    positive = rng.dirichlet(np.ones(k), size=4) * unit
    uneven = rng.normal(size=(4, k)) * 10.0 ** rng.uniform(-6, 6, size=(4, k))
    axes = np.eye(k)
    return np.vstack(
        [
            axes,
            -axes,
            np.ones((1, k)),
            -np.ones((1, k)),
            np.zeros((1, k)),
            dense,
            dense * unit,
            sparse,
            sparse * unit,
            positive,
            -positive,
            uneven,
        ]
    )


def supports_are_sublinear(part: ConvexSet, rng: np.random.Generator) -> None:
    """h(a + b) <= h(a) + h(b), h(c a) = c h(a) for c >= 0."""
    w = directions(part, rng)
    other = w[rng.permutation(len(w))]
    h = part.support(w)
    assert np.isfinite(h).all()
    excess = part.support(w + other) - h - part.support(other)
    assert (excess <= slack(part, np.abs(w) + np.abs(other))).all(), excess.max()
    for c in (0.0, 1e-6, 0.3, 7.0, 1e6):
        assert (np.abs(part.support(c * w) - c * h) <= slack(part, c * w)).all(), c


def maximizers_attain_the_support(part: ConvexSet, rng: np.random.Generator) -> None:
    w = directions(part, rng)
    reached = np.einsum("bi,bi->b", w, part.maximizer(w))
    assert (np.abs(reached - part.support(w)) <= slack(part, w)).all(), np.abs(reached - part.support(w)).max()


def maximizers_lie_in_the_set(part: ConvexSet, rng: np.random.Generator) -> None:
    for best in part.maximizer(directions(part, rng)):
        assert part.contains(best), best


def no_member_beats_the_support(part: ConvexSet, rng: np.random.Generator) -> None:
    """Points made from the definition, and points made from uses() with random shares."""
    w = directions(part, rng)
    points = [member(part, rng) for _ in range(40)] + [
        p for p in (used_member(part, rng) for _ in range(20)) if p is not None
    ]
    lead = np.array(points) @ w.T - part.support(w)
    assert (lead <= slack(part, w)).all(), lead.max()


def used_member(part: ConvexSet, rng: np.random.Generator) -> np.ndarray | None:
    uses = part.uses()
    if uses is None:
        return None
    return uses.point(tuple(rng.dirichlet(np.full(len(b.scale), 0.5)) for b in uses.budgets))


def batches_equal_loops(part: ConvexSet, rng: np.random.Generator) -> None:
    w = directions(part, rng)
    h, best = part.support(w), part.maximizer(w)
    assert h.shape == (len(w),) and best.shape == w.shape
    assert part.support(w[:0]).shape == (0,) and part.maximizer(w[:0]).shape == (0, part.dim)
    for i, one in enumerate(w):
        alone, point = part.support(one), part.maximizer(one)
        assert np.shape(alone) == () and point.shape == (part.dim,)
        assert abs(float(alone) - h[i]) <= slack(part, one)
        # Ties may be broken differently by rounding, so points are compared by what they are worth ...
        assert abs(float(one @ (point - best[i]))) <= slack(part, one)
    # ... and exactly in random directions, where nothing ties.
    free = rng.normal(size=(8, part.dim))
    together, apart = part.maximizer(free), np.array([part.maximizer(one) for one in free])
    assert (np.abs(together - apart) <= 1e-9 * (extent(part) + size(part))).all()


def boxes_are_tight(part: ConvexSet, rng: np.random.Generator) -> None:
    low, high = part.bounding_box()
    axes = np.eye(part.dim)
    assert (np.abs(low - np.diag(part.maximizer(-axes))) <= ROUNDING * extent(part)).all()
    assert (np.abs(high - np.diag(part.maximizer(axes))) <= ROUNDING * extent(part)).all()
    assert (low <= high + ROUNDING * extent(part)).all()
    for _ in range(20):
        point = member(part, rng)
        assert (low - ROUNDING * extent(part) <= point).all() and (point <= high + ROUNDING * extent(part)).all()


def contains_tells_inside_from_outside(part: ConvexSet, rng: np.random.Generator) -> None:
    for _ in range(10):
        inside = member(part, rng)
        assert part.contains(inside), inside
    for w in directions(part, rng):
        if not np.abs(w).max() > 0:
            continue
        w = w / np.abs(w).max()
        beyond = part.maximizer(w) + OUTSIDE * size(part) * w / np.linalg.norm(w)
        assert not part.contains(beyond), (w, beyond)
        assert not part.contains(part.maximizer(w) + 3.0 * (size(part) + 1.0) * w), w


def scaling_shifting_and_adding_commute(part: ConvexSet, rng: np.random.Generator) -> None:
    """Supports of c * A, A + v, A + B follow from those of A and B; so do their points."""
    w = directions(part, rng)
    k = part.dim
    for factors in (
        2.5,
        0.0,
        -1.5,
        10.0 ** rng.uniform(-6, 6, size=k),
        rng.normal(size=k),
        rng.integers(-1, 2, size=k),
    ):
        scaled = factors * part
        expected = part.support(w * factors)
        assert (np.abs(scaled.support(w) - expected) <= slack(part, w * factors)).all()
        assert (np.abs(np.einsum("bi,bi->b", w, scaled.maximizer(w)) - expected) <= slack(part, w * factors)).all()
    v = rng.normal(size=k) * 10.0 ** rng.uniform(-3, 3) * size(part)
    moved = part.shift(v)
    room = slack(part, w) + slack(moved, w)
    assert (np.abs(moved.support(w) - part.support(w) - w @ v) <= room).all()
    assert (np.abs(moved.maximizer(w) - part.maximizer(w) - v) <= ROUNDING * (extent(part) + np.abs(v))).all()
    other = Polytope(size(part) * rng.normal(size=(3, k)))
    for total in (part + other, other + part, part + other + part):
        times = 2 if len(getattr(total, "parts", ())) > len(getattr(part + other, "parts", ())) else 1
        expected = times * part.support(w) + other.support(w)
        assert (np.abs(total.support(w) - expected) <= 3 * (slack(part, w) + slack(other, w))).all()


def vertices_span_the_set(part: ConvexSet, rng: np.random.Generator) -> None:
    points = part.vertices()
    if points is None:
        return
    assert points.ndim == 2 and points.shape[1] == part.dim and len(points) > 0
    w = directions(part, rng)
    assert (np.abs((w @ points.T).max(axis=1) - part.support(w)) <= slack(part, w)).all()


def uses_describe_the_set(part: ConvexSet, rng: np.random.Generator) -> None:
    uses = part.uses()
    if uses is None:
        return
    for w in directions(part, rng):
        found = math.fsum([float(uses.offset @ w), *(budget_support(budget, w) for budget in uses.budgets)])
        assert abs(found - float(part.support(w))) <= 10 * slack(part, w), (w, found, part.support(w))
    for _ in range(10):
        point = used_member(part, rng)
        assert point is not None and part.contains(point), point


def budget_support(budget: Budget, w: np.ndarray) -> float:
    """Largest value of one unit split over the uses: by bisection for the price at which demand is one."""
    worth = np.array([math.fsum(row * w) for row in budget.directions]) * budget.scale
    if (budget.exponent == 1).all():
        return float(worth.max())
    live = worth > 0
    if not live.any():
        return 0.0
    worth, o, b = worth[live], budget.offset[live], budget.exponent[live]
    curved = b < 1
    floor = float(worth[~curved].max()) if (~curved).any() else 0.0
    kappa = 1.0 / (1.0 - np.where(curved, b, 0.0))

    def demand(log_price: float) -> np.ndarray:
        with np.errstate(over="ignore"):
            return np.where(curved, np.maximum(np.exp(kappa * (np.log(worth) - log_price)) - o, 0.0), 0.0)

    low, high = math.log(worth.max()) - 800.0, math.log(worth.max()) + 800.0
    if floor > 0 and demand(math.log(floor)).sum() <= 1:
        low = high = math.log(floor)  # the straight lines take what is left
    for _ in range(200):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if demand(middle).sum() > 1 else (low, middle)
    amounts = demand(high)
    if floor == 0 or high > math.log(floor):
        amounts = amounts / amounts.sum()  # what the bisection left over by rounding
    rest = max(1.0 - amounts.sum(), 0.0)
    values = [w_a * _gain(r, o_a, b_a) for w_a, r, o_a, b_a in zip(worth, amounts, o, b, strict=True) if b_a < 1]
    return math.fsum([*values, floor * rest])


def _gain(r: float, o: float, b: float) -> float:
    if b == 0:
        return math.log1p(r / o)
    if o == 0:
        return float(r**b / b)
    return float(o**b * math.expm1(b * math.log1p(r / o)) / b)


def conic_forms_describe_the_set(part: ConvexSet, rng: np.random.Generator) -> None:
    """Clarabel's best value over conic() against the support, in units of what the direction could give."""
    form = part.conic()
    if form is None:
        assert has_oracle(part)
        return
    reach = extent(part)
    unit = np.where(reach > 0, reach, 1.0)
    form = form.scaled(1.0 / unit)
    w = directions(part, rng) * unit
    w = w[np.abs(w).max(axis=1) > 0]
    for one in w[rng.permutation(len(w))[:6]]:
        one = one / np.abs(one).max()
        found, answer = conic.support(form, one)
        assert answer.solved, answer.status
        # Clarabel loses digits where a cone is nearly flat (a logarithm of 1.000001); a wrong form would show anyway.
        assert abs(found - float(part.support(one / unit))) <= 1e-5 * len(one), (one, found, part.support(one / unit))


def has_oracle(part: ConvexSet) -> bool:
    """True if some part answers only as well as a function or a linear program does."""
    match part:
        case Inequalities():
            return part.vertices() is None
        case MinkowskiSum() | Hull():
            return any(has_oracle(one) for one in part.parts)
        case Scaled() | Shifted() | LinearImage():
            return has_oracle(part.base)
    return isinstance(part, (Oracle, BelowFrontier))


def face_points_break_ties(part: ConvexSet, rng: np.random.Generator) -> None:
    """face_point(w, then) attains the support in direction w and, among the points that do, is best for ``then``."""
    k = part.dim
    exact = not has_oracle(part)
    reach = extent(part)
    for w in directions(part, rng):
        then = rng.normal(size=k) if rng.random() < 0.7 else rng.integers(-1, 2, size=k).astype(float)
        point = part.face_point(w, then)
        assert part.contains(point)
        room = 4 * slack(part, w) if exact else 1e-7 * float(np.abs(w) @ reach)
        assert float(w @ point) >= float(part.support(w)) - room - 1e-290, (w, then, point)
        if not exact:
            continue
        # On a curved set (a ball with p = 10, say) points that lose nothing to rounding still spread over a twentieth
        # of the set; a tie that is broken wrongly costs much more. Finite sets answer exactly.
        width = 0.1 if part.vertices() is None else 1e-9
        for other in face_members(part, w, rng):
            assert float(then @ other) <= float(then @ point) + width * float(np.abs(then) @ reach), (
                w,
                then,
                point,
                other,
            )


def face_members(part: ConvexSet, w: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    """Points of the set (from its definition or tilted directions) that attain the support in direction ``w``."""
    reach = extent(part)
    unit = 1.0 / np.where(reach > 0, reach, 1.0)
    tilts = np.vstack([np.eye(part.dim), -np.eye(part.dim), rng.normal(size=(6, part.dim))]) * unit
    near = part.maximizer(w + 1e-13 * float(np.abs(w) @ reach) * tilts)
    listed = part.vertices()
    points = [*near, *(listed if listed is not None else []), *(member(part, rng) for _ in range(10))]
    least = float(part.support(w)) - 0.1 * float(slack(part, w))
    return [p for p in points if float(w @ p) >= least]


CHECKS: dict[str, Callable[[ConvexSet, np.random.Generator], None]] = {
    check.__name__: check
    for check in (
        supports_are_sublinear,
        maximizers_attain_the_support,
        maximizers_lie_in_the_set,
        no_member_beats_the_support,
        batches_equal_loops,
        boxes_are_tight,
        contains_tells_inside_from_outside,
        scaling_shifting_and_adding_commute,
        vertices_span_the_set,
        uses_describe_the_set,
        conic_forms_describe_the_set,
        face_points_break_ties,
    )
}


def broken_promises(part: ConvexSet, seed: int = 0) -> list[str]:
    """Names of the checks that ``part`` fails."""
    failed = []
    for name, check in CHECKS.items():
        try:
            check(part, np.random.default_rng(seed))
        except AssertionError:
            failed.append(name)
    return failed
