"""One explicit tuple of sets that every contract runs over, and hypothesis strategies for many more."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import strategies as st

from largeworlds.sets.algebra import MinkowskiSum, Scaled, Shifted
from largeworlds.sets.allocation import Allocation
from largeworlds.sets.ball import Ball
from largeworlds.sets.base import ConvexSet
from largeworlds.sets.below_frontier import BelowFrontier
from largeworlds.sets.box import Box
from largeworlds.sets.ellipsoid import Ellipsoid
from largeworlds.sets.exponential_budget import ExponentialBudget
from largeworlds.sets.hull import Hull, hull
from largeworlds.sets.image import LinearImage
from largeworlds.sets.inequalities import Inequalities
from largeworlds.sets.oracle import Oracle
from largeworlds.sets.pie import pie
from largeworlds.sets.polytope import Polytope
from largeworlds.sets.returns import Isoelastic, Linear, Log, Power


def describe(part: ConvexSet) -> str:
    """Enough to build the set again."""
    if isinstance(part, MinkowskiSum):
        return "(" + " + ".join(describe(one) for one in part.parts) + ")"
    if isinstance(part, Scaled):
        return f"(np.array({part.factors.tolist()}) * {describe(part.base)})"
    if isinstance(part, Shifted):
        return f"{describe(part.base)}.shift({part.v.tolist()})"
    if isinstance(part, LinearImage):
        return f"{describe(part.base)}.image({part.matrix.tolist()})"
    if isinstance(part, Polytope):
        return f"Polytope({part.vertices().tolist()})"
    if isinstance(part, Allocation):
        return f"Allocation({part.budget}, {list(part.returns)}, {part.efficiency.tolist()})"
    if isinstance(part, ExponentialBudget):
        return f"ExponentialBudget({part.scales.tolist()}, {part.total})"
    if isinstance(part, Inequalities):
        return f"Inequalities({part.matrix.tolist()}, {part.bounds.tolist()})"
    if isinstance(part, Hull):
        return "hull([" + ", ".join(describe(one) for one in part.parts) + "])"
    return repr(part)


def disc(w: np.ndarray) -> np.ndarray:
    """The unit disc around zero as an oracle."""
    return w / np.linalg.norm(w) if np.any(w) else np.zeros(len(w))


def corner(points: np.ndarray) -> Oracle:
    """The hull of ``points`` (k, dim) as an oracle."""
    rows = np.asarray(points, dtype=float)
    return Oracle(rows.shape[1], lambda w: rows[int(np.argmax(rows @ w))])


TRIANGLE = Polytope([[0.0, 0.0], [2.0, 0.0], [0.0, 1.0]])
MIXED = Allocation(3.0, [Linear(0.7), Power(0.5, 2.0), Log(1.5, 0.3), Isoelastic(2.0, 1.2)], [1.0, 0.5, 2.0, 1.0])
CLOUD = Polytope(np.random.default_rng(1).normal(size=(9, 4)))
TILTED = np.array([[2.0, 0.0, 0.0], [-1.0, 1.0, 0.0], [0.5, 2.0, 0.1]])
#: A polygon with too many corners to list: slow, so it keeps its promises in a test of its own.
ANGLES = 2 * np.pi * np.arange(520) / 520
MANY = Inequalities(np.column_stack([np.cos(ANGLES), 2.0 * np.sin(ANGLES)]), np.ones(520))

#: Name -> set. Every kind, its limits, degenerate ones, extreme units, and the algebra over them.
SETS: tuple[tuple[str, ConvexSet], ...] = (
    ("triangle", TRIANGLE),
    ("cloud of actions", CLOUD),
    ("one action", Polytope([[0.3, -0.2, 5.0]])),
    ("one action at zero", Polytope([[0.0, 0.0]])),
    ("duplicate actions", Polytope([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [0.5, 0.5]])),
    ("flat polytope", Polytope([[1.0, 2.0, 0.0], [2.0, 4.0, 0.0], [3.0, 6.0, 0.0]])),
    ("segment in a plane", Polytope([[1.0, 0.0], [0.0, 1.0]])),
    ("one dimension", Polytope([[-1.0], [2.0]])),
    ("near ties", Polytope([[1.0, 0.0], [1.0 - 1e-15, 1.0], [1.0 - 1e-9, 2.0]])),
    ("payoffs 1e12", Polytope(1e12 * np.array([[1.0, 0.2], [0.1, 0.9], [0.7, 0.7]]))),
    ("payoffs 1e-12", Polytope(1e-12 * np.array([[1.0, 0.2], [0.1, 0.9], [0.7, 0.7]]))),
    ("unequal payoffs", Polytope(np.array([[1.0, 0.2], [0.1, 0.9], [0.7, 0.7]]) * [1e12, 1e-12])),
    ("large common payoff", Polytope(1e6 + np.array([[1.0, 0.2], [0.1, 0.9], [0.7, 0.7]]))),
    ("ball p=1", Ball([1.0, 2.0, 0.5], 1)),
    ("ball p=1.05", Ball([1.0, 2.0, 0.5], 1.05)),
    ("ball p=2", Ball([1.0, 2.0, 0.5])),
    ("ball p=3", Ball([1.0, 2.0, 0.5], 3)),
    ("ball p=10", Ball([1.0, 2.0], 10.0)),
    ("ball p=inf", Ball([1.0, 2.0, 0.5], math.inf)),
    ("ball with a zero radius", Ball([1.0, 0.0, 0.5], 2)),
    ("ball with all radii zero", Ball([0.0, 0.0], 2)),
    ("ball p=1 with a zero radius", Ball([1.0, 0.0], 1)),
    ("ball p=inf with a zero radius", Ball([1.0, 0.0], math.inf)),
    ("ball, one dimension", Ball([2.0], 3)),
    ("ball 1e12", Ball([1e12, 2e12], 2)),
    ("ball 1e-12", Ball([1e-12, 2e-12], 2)),
    ("uneven ball", Ball([1e6, 1e-6], 2)),
    ("uneven ball p=1.05", Ball([1e6, 1e-6], 1.05)),
    ("linear allocation", Allocation(2.0, [Linear(1.0), Linear(3.0), Linear(1.0)])),
    ("tied linear allocation", Allocation(2.0, [Linear(1.0), Linear(1.0)])),
    ("square root allocation", Allocation(4.0, [Power(0.5), Power(0.5)])),
    ("unequal powers", Allocation(4.0, [Power(0.5), Power(0.9), Power(0.1)])),
    ("power of one", Allocation(4.0, [Power(1.0), Power(0.5)])),
    ("logarithms", Allocation(10.0, [Log(1.0, 0.01), Log(2.0, 1.0), Log(0.5, 100.0)])),
    ("isoelastic", Allocation(2.0, [Isoelastic(0.3), Isoelastic(1.0), Isoelastic(2.0), Isoelastic(4.0, 3.0, 0.5)])),
    ("isoelastic eta=0", Allocation(2.0, [Isoelastic(0.0, 2.0), Isoelastic(0.5, 1.0, 0.7)])),
    ("mixed allocation", MIXED),
    ("lines and curves", Allocation(1.0, [Linear(1.0), Linear(1.0), Power(0.5), Log(2.0)])),
    ("efficiency zero", Allocation(1.0, [Power(0.5), Linear(1.0), Log(1.0)], [0.0, 1.0, 0.5])),
    ("linear allocation, nothing useful", Allocation(1.0, [Linear(0.0), Linear(0.0)])),
    ("budget zero", Allocation(0.0, [Power(0.5), Linear(1.0)])),
    ("small budget", Allocation(1e-6, [Power(0.5), Linear(1.0), Log(1.0, 1e-6)])),
    # At a budget of 1e-6 this logarithm is so flat that Clarabel calls values off by 6e-5 solved; here it is not.
    ("nearly flat logarithm", Allocation(1e-3, [Power(0.5), Linear(1.0), Log(1.0)])),
    ("large budget", Allocation(1e6, [Power(0.5), Linear(1.0), Log(1.0)])),
    ("exponential budget", ExponentialBudget([0.5, 0.5], 100.0)),
    ("exponential budget 1e9", ExponentialBudget([0.05, 0.95], 1e9)),
    ("exponential budget without room", ExponentialBudget([0.5, 0.5], 2.0)),
    ("exponential budget with a zero scale", ExponentialBudget([0.5, 0.0, 1.0], 10.0)),
    ("box", Box([0.0, -1.0, 2.0], [2.0, 1.0, 3.0])),
    ("flat box", Box([0.0, -1.0], [2.0, -1.0])),
    ("box that is a point", Box([1.0, -1.0], [1.0, -1.0])),
    ("ellipsoid", Ellipsoid([1.0, -2.0, 0.5], TILTED @ TILTED.T)),
    ("round ellipsoid", Ellipsoid([0.0, 0.0], np.eye(2))),
    ("flat ellipsoid", Ellipsoid([1.0, 0.0, 3.0], TILTED[:, :2] @ TILTED[:, :2].T)),
    ("ellipsoid that is a segment", Ellipsoid([1.0, 1.0], [[1.0, -2.0], [-2.0, 4.0]])),
    ("ellipsoid that is a point", Ellipsoid([1.0, -1.0], np.zeros((2, 2)))),
    ("ellipsoid without one coordinate", Ellipsoid([1.0, 2.0, 3.0], np.diag([4.0, 0.0, 1.0]))),
    ("uneven ellipsoid", Ellipsoid([1e6, 0.0], [[1e12, 0.3], [0.3, 1e-12]])),
    ("thin ellipsoid", Ellipsoid([0.0, 0.0], [[1.0, 1.0 - 1e-10], [1.0 - 1e-10, 1.0]])),
    ("ellipsoid with a negative factor", [-1.0, 2.0, 0.5] * Ellipsoid([1.0, -2.0, 0.5], TILTED @ TILTED.T)),
    ("sum with an ellipsoid", Ellipsoid([0.0, 1.0], [[2.0, 1.0], [1.0, 1.0]]) + Ball([1.0, 2.0], 3)),
    ("inequalities", Inequalities([[1.0, 2.0, 3.0], [1.0, -1.0, 0.0]], [6.0, 0.5], lower=0.0)),
    ("flat inequalities", Inequalities([[1.0, 1.0, 1.0], [-1.0, -1.0, -1.0]], [1.0, -1.0], lower=[0.0, -1.0, 0.0])),
    ("inequalities that leave a point", Inequalities([[1.0, 1.0], [1.0, 0.0]], [0.0, 5.0], lower=0.0)),
    ("degenerate inequalities", Inequalities([[1.0, 1.0], [2.0, 1.0], [1.0, 2.0], [0.0, 0.0]], [1, 1, 1, 0], lower=0)),
    ("uneven inequalities", Inequalities([[1e-6, 1e6]], [1.0], lower=0.0)),
    ("inequalities of thirds", Inequalities([[3.0, 1.0], [1.0, 3.0]], [1.0, 0.1], lower=-1.0)),
    ("hull of a ball and a polytope", hull([Ball([1.0, 1.0]), TRIANGLE])),
    ("hull of ellipsoids", hull([Ellipsoid([3.0, 0.0], np.eye(2)), Ellipsoid([0.0, 0.0], [[2.0, 1.0], [1.0, 2.0]])])),
    ("hull of finite sets", hull([TRIANGLE, Box([1.0, 1.0], [2.0, 2.0])])),
    ("hull with an oracle", hull([Oracle(2, disc), TRIANGLE])),
    ("hull of sums", hull([Ball([1.0, 2.0]) + TRIANGLE, Allocation(4.0, [Power(0.5), Log()]).shift([-1.0, 3.0])])),
    ("below a parabola", BelowFrontier(lambda x: 4.0 - x * x, -1.0, 2.0)),
    ("below a kink", BelowFrontier(lambda x: min(1.0, 2.0 - x, 5.0 - 3.0 * x), 0.0, 1.6, floor=-1.0)),
    ("below a root", BelowFrontier(lambda x: 3.0 * (1.0 - x) ** 0.5, 0.0, 1.0)),
    ("pie", pie([Power(0.5), Log(), Linear(2.0)], 3.0)),
    ("disc by oracle", Oracle(2, disc)),
    ("polytope by oracle", corner([[0.0, 0.0], [2.0, 0.0], [0.0, 1.0], [1.0, 0.9]])),
    ("small disc by oracle", 1e-12 * Oracle(2, disc)),
    ("sum of a ball and a polytope", Ball([1.0, 1.0]) + TRIANGLE),
    ("nested sum", (Ball([1.0, 1.0], 3) + (TRIANGLE + Box([0.0, 0.0], [1.0, 1.0]))) + Allocation(1.0, [Log(), Log()])),
    ("sum of sums of polytopes", (TRIANGLE + TRIANGLE) + (TRIANGLE + Polytope([[1.0, 1.0], [2.0, 0.0]]))),
    ("sum with an oracle", Oracle(2, disc) + TRIANGLE),
    ("sum of very unequal sizes", 1e6 * Ball([1.0, 1.0]) + 1e-6 * TRIANGLE),
    ("scaled ball", [2.0, 0.5, 1.0] * Ball([1.0, 2.0, 0.5])),
    ("scaled by zero", 0.0 * Ball([1.0, 2.0])),
    ("one coordinate scaled by zero", [1.0, 0.0] * Ball([1.0, 2.0])),
    ("coordinate of a sum scaled by zero", [0.0, 1.0] * (Ball([1.0, 2.0]) + TRIANGLE)),
    ("ball with a negative factor", [-1.0, 2.0, 1.0] * Ball([1.0, 2.0, 0.5])),
    ("polytope with negative factors", -2.0 * TRIANGLE),
    ("linear allocation with a negative factor", [-1.0, 1.0] * Allocation(1.0, [Linear(1.0), Linear(2.0)])),
    ("ball p=1 with a negative factor", [-1.0, 1.0] * Ball([1.0, 2.0], 1)),
    ("allocation with a negative factor", [1.0, -3.0, 1.0, 1.0] * MIXED),
    ("unevenly scaled ball", [1e6, 1e-6] * Ball([1.0, 1.0])),
    ("uneven ball made even", [1e-6, 1e6] * Ball([1e6, 1e-6])),
    ("scaled scaled", [0.5, 2.0] * ([2.0, 0.5] * TRIANGLE)),
    ("shifted by 1e6", Ball([1.0, 2.0]).shift([1e6, -1e6])),
    ("allocation shifted by 1e6", MIXED.shift([1e6, -1e6, 0.0, 1.0])),
    ("sum of shifted sets", Ball([1.0, 2.0]).shift([1e6, 0.0]) + TRIANGLE.shift([-1e6, 3.0])),
    (
        "scaled sum of shifted sets",
        [0.3, 3.0] * (Ball([1.0, 2.0], 1.5).shift([1.0, -2.0]) + TRIANGLE).shift([0.5, 0.5]),
    ),
    ("image of a ball", Ball([1.0, 2.0], 1.5).image([[1.0, 0.0], [0.5, 0.25], [0.0, 0.0], [1.0, 0.0]])),
    ("image of a polytope, mirrored", CLOUD.image([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 2.0, 1.0]])),
    ("image of a ball, mirrored", Ball([1.0, 2.0]).image([[1.0, -1.0], [0.0, 1.0]])),
    ("image of a mixed allocation", MIXED.image([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]])),
    (
        "image of an image of a shifted sum",
        (Ball([1.0, 1.0]) + TRIANGLE.shift([1.0, -3.0])).image([[1, 1]]).image([[2]]),
    ),
    ("image of an oracle", Oracle(2, disc).image([[1.0, 0.0], [1.0, 1.0], [0.0, 2.0]])),
)


def _number(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers with at most four decimals: nothing denormal, where conic solvers give up."""
    return st.floats(low, high, allow_nan=False, allow_infinity=False).map(lambda x: round(x, 4))


def _vector(dim: int, low: float, high: float) -> st.SearchStrategy[list[float]]:
    return st.lists(_number(low, high), min_size=dim, max_size=dim)


_scale = st.one_of(st.just(0.0), _number(0.0625, 16.0))
_returns = st.one_of(
    st.builds(Linear, _scale),
    st.builds(Power, _number(0.25, 1.0), _scale),
    st.builds(Log, _scale, _number(0.0625, 16.0)),
    st.builds(Isoelastic, st.sampled_from([0.0, 0.25, 0.5, 1.0, 1.5, 3.0]), _scale),
)


@st.composite
def simple_sets(draw: st.DrawFn, dim: int) -> ConvexSet:
    """One set of a basic kind, with small round numbers when hypothesis shrinks it."""
    kind = draw(
        st.sampled_from(["polytope", "ball", "allocation", "exponential", "box", "oracle", "ellipsoid", "inequalities"])
    )
    if kind in ("polytope", "oracle"):
        coordinate = st.one_of(st.integers(-3, 3).map(float), _number(-8.0, 8.0))
        rows = draw(st.lists(st.lists(coordinate, min_size=dim, max_size=dim), min_size=1, max_size=6))
        return Polytope(rows) if kind == "polytope" else corner(np.array(rows))
    if kind == "ball":
        power = draw(st.sampled_from([1.0, 1.05, 1.5, 2.0, 3.0, 10.0, math.inf]))
        return Ball(draw(st.lists(_scale, min_size=dim, max_size=dim)), power)
    if kind == "allocation":
        budget = draw(st.one_of(st.just(0.0), _number(0.0625, 64.0)))
        efficiency = draw(st.lists(_scale, min_size=dim, max_size=dim))
        return Allocation(budget, draw(st.lists(_returns, min_size=dim, max_size=dim)), efficiency)
    if kind == "exponential":
        return ExponentialBudget(
            draw(st.lists(_scale, min_size=dim, max_size=dim)),
            dim + draw(st.one_of(st.just(0.0), _number(0.0625, 1024.0))),
        )
    if kind == "ellipsoid":
        axes = np.array(draw(st.lists(_vector(dim, -4.0, 4.0), min_size=1, max_size=dim)))
        return Ellipsoid(draw(_vector(dim, -4.0, 4.0)), axes.T @ axes)
    low = np.array(draw(_vector(dim, -4.0, 4.0)))
    if kind == "inequalities":
        rows = np.array(draw(st.lists(_vector(dim, -2.0, 2.0), min_size=1, max_size=4)))
        room = np.array(draw(st.lists(_scale, min_size=len(rows), max_size=len(rows))))
        bound = rows @ low + room + 1e-9 * np.abs(rows) @ np.abs(low)
        return Inequalities(np.vstack([rows, np.eye(dim)]), np.concatenate([bound, low + 1.0]), lower=low)
    return Box(low, low + np.array(draw(st.lists(_scale, min_size=dim, max_size=dim))))


@st.composite
def sets(draw: st.DrawFn, dim: int | None = None) -> ConvexSet:
    """A basic set, or one made from basic sets by sums, scaling (zero and negative too) and shifts."""
    k = draw(st.integers(1, 4)) if dim is None else dim
    made = draw(simple_sets(k))
    for step in draw(st.lists(st.sampled_from(["add", "scale", "shift", "mix", "image"]), max_size=3)):
        if step == "add":
            made = made + draw(simple_sets(k))
        elif step == "mix":
            made = hull([made, draw(simple_sets(k))])
        elif step == "scale":
            factors = draw(st.lists(st.sampled_from([0.0, -1.0, 1.0, 0.5, 3.0, 1e-3, 1e3]), min_size=k, max_size=k))
            made = np.array(factors) * made
        elif step == "image":
            entry = st.sampled_from([0.0, 1.0, 0.5, -1.0, 2.0])
            made = made.image(draw(st.lists(st.lists(entry, min_size=k, max_size=k), min_size=k, max_size=k)))
        else:
            made = made.shift(draw(_vector(k, -64.0, 64.0)))
    return made
