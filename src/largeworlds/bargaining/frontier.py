"""``frontier``: the strict Pareto frontier, exactly for finite sets and up to a certified bound for others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .._core import tolerances
from .._core.arrays import Array, locked
from .._core.errors import invalid
from .._core.text import counted, number, shown
from .._numerics.dominated_hull import Facet, Point, corners, dominated_facets, maximal_bounded_faces
from .pareto import leaves
from .problem import Contributions
from .sampled_frontier import sample

#: Faces are worked out exactly up to this many payoffs, candidates for corners, and steps for each set and sum.
MOST_EXACT = 4
_MOST_CANDIDATES = 20_000
_MOST_STEPS = 10_000_000
#: Most points of a sampled frontier.
_MOST_POINTS = 100_000


@dataclass(frozen=True, eq=False)
class Frontier:
    """The strict Pareto frontier H of a feasible set (Treutlein 2023, Section 3.2).

    ``points`` (k, m) are feasible payoffs, in lexical order; ``faces`` are tuples of their positions, ``normals``
    (faces, m) > 0 weights that are largest on them, scaled so that ``normals @ ranges`` is one where ranges are those
    of the payoffs.

    ``exact``: H is the union of the hulls of the faces, none of which contains another; the points are the corners of
    F on it; every face is where its normal is largest in F. Where H has no full dimension, so have its faces: a single
    point, edges. ``missed`` is zero.

    Otherwise points are where sampled directions are largest, and ``faces`` are the patches between neighbouring
    directions, their normal the direction in the middle. ``missed`` bounds what lies beyond: for every feasible y
    some mixture z of the points has ``y <= z + missed * ranges``.
    """

    problem: Contributions
    points: Array
    faces: tuple[tuple[int, ...], ...]
    normals: Array
    exact: bool
    missed: float

    def __repr__(self) -> str:
        said = "exact" if self.exact else f"sampled, misses at most {number(self.missed, 2)} of the ranges"
        return f"Frontier({counted(len(self.points), 'point')}, {counted(len(self.faces), 'face')}, {said})"


def frontier(problem: Contributions, points: int = 200) -> Frontier:
    """The strict Pareto frontier of ``problem``: all that cannot be improved for one player without a loss to another.

    Exact for sets with finitely many corners (polytopes, boxes, and their sums and scalings) and up to four payoffs:
    computed in whole numbers from the doubles that describe the sets. For other sets, more payoffs, or hundreds of
    corners in four of them, ``points`` directions are sampled where most was missed so far, and a bound says how much
    still is.

    >>> import largeworlds as lw
    >>> found = lw.frontier(lw.Contributions([[[0, 0], [-2, 3]], [[0, 0], [3, -2], [-20, -1]]]))
    >>> found.points.tolist(), found.faces
    ([[-2.0, 3.0], [1.0, 1.0], [3.0, -2.0]], ((0, 1), (1, 2)))
    """
    if not isinstance(problem, Contributions):
        fix = "pass a BargainingProblem or lw.Contributions"
        raise invalid("problem", "must be a BargainingProblem or Contributions", shown(problem), fix)
    if isinstance(points, bool) or not isinstance(points, (int, np.integer)) or not 1 <= points <= _MOST_POINTS:
        rule = f"must be a whole number from 1 to {_MOST_POINTS:,}"
        raise invalid("points", rule, shown(points), "give how many directions to look in")
    low, high = problem.bounding_box()
    size = np.maximum(np.abs(low), np.abs(high))
    unit = np.where(high - low > 1e-15 * size, high - low, np.where(size > 0, size, 1.0))
    found = _exact(problem, unit)
    if found is not None:
        return found
    rows, faces, normals, missed = sample(problem, unit, int(points))
    return Frontier(problem, locked(rows), faces, locked(normals), False, missed)


def _exact(problem: Contributions, unit: Array) -> Frontier | None:
    """The frontier of a finite problem; None if it is not finite or too large."""
    if problem.dim > MOST_EXACT:
        return None
    parts = []
    for part in (leaf for whole in problem.sets for leaf in leaves(whole)):
        rows = part.vertices()
        if rows is None or len(rows) > _MOST_CANDIDATES:
            return None
        parts.append(rows)
    whole, exponents = _whole_numbers(parts)
    total: list[Point] = [(0,) * problem.dim]  # of no parts so far
    facets: list[Facet] = []
    for each in whole:
        reduced = _corner_points(each)
        if reduced is None or len(reduced[0]) * len(total) > _MOST_CANDIDATES:
            return None
        if not facets:
            total, facets = reduced
            continue
        summed = [tuple(map(sum, zip(a, b, strict=True))) for a in total for b in reduced[0]]
        answer = _corner_points(summed)
        if answer is None:
            return None
        total, facets = answer
    points = np.array([[_ratio(v, e) for v, e in zip(p, exponents, strict=True)] for p in total])
    rows, faces, normals = _tidied(points, *_faces(total, facets, exponents, unit), unit)
    return Frontier(problem, locked(rows), faces, locked(normals), True, 0.0)


def _corner_points(points: Sequence[Point]) -> tuple[list[Point], list[Facet]] | None:
    """Corners of what ``points`` dominate, and the facets, whose bit masks refer to these corners."""
    distinct = sorted(set(points))
    facets = dominated_facets(distinct, _MOST_STEPS)
    if facets is None:
        return None
    kept = corners(len(distinct), facets)
    renumbered = [Facet(f.normal, f.height, sum(1 << i for i, j in enumerate(kept) if f.on >> j & 1)) for f in facets]
    return [distinct[j] for j in kept], renumbered


def _whole_numbers(parts: Sequence[Array]) -> tuple[list[list[Point]], list[int]]:
    """The points times 2**exponent per coordinate, which makes all of them whole without rounding."""
    exponents = []
    for i in range(parts[0].shape[1]):
        denominators = (float(v).as_integer_ratio()[1] for rows in parts for v in rows[:, i])
        exponents.append(max(denominator.bit_length() - 1 for denominator in denominators))

    def whole(value: float, exponent: int) -> int:
        top, bottom = float(value).as_integer_ratio()
        return top << (exponent - bottom.bit_length() + 1)

    return [[tuple(map(whole, row, exponents)) for row in rows.tolist()] for rows in parts], exponents


def _ratio(value: int, exponent: int) -> float:
    return value / (1 << exponent)


def _faces(
    points: Sequence[Point], facets: Sequence[Facet], exponents: Sequence[int], unit: Array
) -> tuple[list[tuple[int, ...]], list[Array]]:
    """Maximal faces as positions of points, with a normal each: the mean of the facets that meet there."""
    faces, normals = [], []
    scaled = [_normal(facet, exponents, unit) for facet in facets]
    for mask, meeting in maximal_bounded_faces(facets, (1 << len(points)) - 1):
        faces.append(tuple(j for j in range(len(points)) if mask >> j & 1))
        normals.append(np.mean([scaled[f] for f in meeting], axis=0))
    return faces, normals


def _normal(facet: Facet, exponents: Sequence[int], unit: Array) -> Array:
    """The facet's normal in the problem's units, worth one on all ranges together."""
    lifted = [w << e for w, e in zip(facet.normal, exponents, strict=True)]
    w = np.array([v / max(lifted) for v in lifted])
    return np.asarray(w / float(w @ unit))


def _tidied(
    points: Array, faces: list[tuple[int, ...]], normals: list[Array], unit: Array
) -> tuple[Array, tuple[tuple[int, ...], ...], Array]:
    """Without what only rounding tells apart: equal points and faces with the same normal; in lexical order."""
    order = np.lexsort(points.T[::-1])
    place, kept = np.zeros(len(points), dtype=int), list[int]()
    for j in order.tolist():
        near = [i for i, k in enumerate(kept) if (np.abs(points[k] - points[j]) <= tolerances.TIE * unit).all()]
        if not near:
            kept.append(j)
        place[j] = near[0] if near else len(kept) - 1
    rows = points[kept]
    found: dict[tuple[int, ...], Array] = {}
    for face, w in zip(faces, normals, strict=True):
        values = (rows - rows.min(axis=0)) @ w
        own = {int(place[j]) for j in face}
        tied = own | set(np.flatnonzero(values >= max(values[list(own)]) - tolerances.TIE).tolist())
        found.setdefault(tuple(sorted(tied)), w)
    sets = [set(face) for face in found]
    largest = sorted(face for face, own in zip(found, sets, strict=True) if not any(own < other for other in sets))
    return rows, tuple(largest), np.array([found[face] for face in largest])
