"""From a point to its weights: closed forms, exact hulls, linear programs of another solver, and ugly input."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.spatial import ConvexHull

import largeworlds as lw
from largeworlds._core.errors import InvalidProblem

KINK = lw.Polytope([[0, 4], [3, 3], [4, 0]])


def sums(sets: list[np.ndarray]) -> np.ndarray:
    """All sums of one vertex per set."""
    total = np.zeros((1, sets[0].shape[1]))
    for points in sets:
        total = (total[:, None] + points[None]).reshape(-1, total.shape[1])
    return total


def interval(points: np.ndarray, x: np.ndarray, t: int) -> list[float]:
    """Smallest and largest w_t with w >= 0, sum w = 1 and no point worth more than ``x``."""
    m = len(x)
    ends = []
    for sign in (1, -1):
        answer = linprog(sign * np.eye(m)[t], points - x, np.zeros(len(points)) + 1e-12, np.ones((1, m)), [1])
        assert answer.status == 0
        ends.append(sign * answer.fun)
    return ends


def random_sets(rng, m):
    return [rng.normal(size=(int(rng.integers(2, 6)), m)).round(3) for _ in range(m)]


@pytest.mark.parametrize("m", [2, 3, 4, 5])
def test_intervals_are_those_of_linear_programs_over_all_vertices(rng, count, m):
    for _ in range(count(40, 4)):
        sets = random_sets(rng, m)
        points = sums(sets)
        w = rng.dirichlet(np.ones(m))
        faces = [[points[np.argmax(points @ w)]]]
        faces.append([lw.bargain(lw.BargainingProblem(sets, points.min(axis=0) - 0.1)).payoffs])
        for (x,) in faces:
            found = lw.consensus_weights(lw.Contributions(sets), x)
            assert found and found.weights.sum() == pytest.approx(1, abs=1e-12)
            assert (points @ found.weights).max() - x @ found.weights <= found.gap + 1e-12
            assert found.gap <= 1e-8
            expected = np.array([interval(points, x, t) for t in range(m)])
            assert found.range == pytest.approx(expected, abs=1e-6)
            assert found.unique == bool((np.ptp(expected, axis=1) < 1e-5).all())
            assert (found.generators is None) == (m > 4)


@pytest.mark.parametrize("m", [2, 3, 4])
def test_generators_of_any_sign_are_the_facets_at_a_vertex_of_the_exact_hull(rng, count, m):
    for _ in range(count(40, 5)):
        sets = random_sets(rng, m)
        points = sums(sets)
        hull = ConvexHull(points)
        x = points[hull.vertices[int(rng.integers(len(hull.vertices)))]]
        facets = hull.equations[np.abs(hull.equations[:, :-1] @ x + hull.equations[:, -1]) < 1e-9, :-1]
        facets = facets / np.abs(facets).sum(axis=1, keepdims=True)
        found = lw.consensus_weights(lw.Contributions(sets), x, nonnegative=False)
        assert found
        for one, others in ((found.generators, facets), (facets, found.generators)):
            assert all(np.abs(others - row).max(axis=1).min() < 1e-7 for row in one)
        assert (points @ found.weights).max() <= x @ found.weights + 1e-9


def test_generators_of_nonnegative_weights_are_extreme_and_span_the_interval():
    found = lw.consensus_weights(KINK, [3, 3])
    assert sorted(found.generators.tolist()) == [[0.25, 0.75], [0.75, 0.25]]
    assert found.range.tolist() == [[0.25, 0.75], [0.25, 0.75]] and not found.unique and found.positive
    on_edge = lw.consensus_weights(KINK, [3.5, 1.5])
    assert on_edge.unique and on_edge.weights == pytest.approx([0.75, 0.25], abs=1e-12)
    end = lw.consensus_weights(KINK, [0, 4])
    assert end.range == pytest.approx(np.array([[0, 0.25], [0.75, 1]]), abs=1e-12) and end.positive


def test_who_can_be_given_more_at_no_cost_has_no_weight():
    """With free disposal (4, -1) is on the frontier below the end (4, 0), and so is the lower end of a box's side."""
    for sets, x in ((KINK, [4, -1]), (lw.Box([0, 0], [1, 1]), [1, 0.3]), (lw.Ball([1, 1]), [1, -0.5])):
        found = lw.consensus_weights(sets, x)
        assert found.weights.tolist() == [1, 0] and found.unique and not found.positive


@pytest.mark.parametrize("radii", [[1.0, 1.0], [1.0, 2.0, 3.0], [0.5, 1.0, 4.0, 2.0, 1.0]])
def test_balls(rng, radii):
    """The normal of sum (x_i / r_i)**2 = 1 at x is x_i / r_i**2."""
    ball, r = lw.Ball(radii), np.array(radii)
    for _ in range(3):
        x = r * (u := rng.uniform(0.05, 1, len(r))) / np.linalg.norm(u)
        normal = x / r**2
        for sets in (ball, lw.Contributions([ball] * len(r))):
            scale = 1 if sets is ball else len(r)
            found = lw.consensus_weights(sets, scale * x)
            assert found.weights == pytest.approx(normal / normal.sum(), abs=1e-9)
            assert found.unique and found.positive and found.gap < 1e-12
            assert found.range == pytest.approx(np.tile(found.weights[:, None], 2), abs=1e-8)


def test_exponential_budgets(rng):
    """The normal of sum exp(x_i / s_i) = total at x is exp(x_i / s_i) / s_i."""
    s = np.array([1.0, 2.0, 0.5])
    budget = lw.ExponentialBudget(s, 20.0)
    x = budget.maximizer(rng.uniform(0.5, 1.5, 3) / s)
    normal = np.exp(x / s) / s
    assert lw.consensus_weights(budget, x).weights == pytest.approx(normal / normal.sum(), abs=1e-9)
    kink = lw.consensus_weights(budget, [s[0] * np.log(18.0), 0, 0])
    assert kink.range == pytest.approx(np.array([[1 / (1 + 1 / 36 + 1 / 9), 1], [0, 1 / 37], [0, 1 / 10]]), abs=1e-7)


def test_where_a_smooth_frontier_ends_the_others_have_no_weight():
    found = lw.consensus_weights(lw.Ball([1.0, 2.0, 3.0]), [0, 2, 0])
    assert found.weights.tolist() == [0, 1, 0] and found.unique and not found.positive
    assert "gives player 1 and player 3 no weight" in found.reason


def test_sums_of_all_kinds_return_the_weights_that_made_the_point(rng, count):
    for _ in range(count(40, 5)):
        w = rng.dirichlet(np.ones(3) * 3)
        curved = [
            lw.Ball(rng.uniform(0.5, 2, 3), p=float(rng.uniform(1.5, 4))),
            lw.Allocation(2.0, [lw.Log(offset=0.1), lw.Power(0.5), lw.Isoelastic(2.0, offset=0.1)]),
            lw.Polytope(rng.normal(size=(6, 3))),
        ]
        x = sum(part.maximizer(w) for part in curved)
        found = lw.consensus_weights(lw.Contributions(curved), x)
        assert found.weights == pytest.approx(w, abs=1e-7) and found.unique


def test_oracles_leave_an_interval_that_holds_the_weights():
    ball = lw.Ball([1.0, 1.0, 2.0])
    w = np.array([0.2, 0.5, 0.3])
    found = lw.consensus_weights(lw.Oracle(3, ball.maximizer), ball.maximizer(w))
    assert found.generators is None and not found.unique and found.weights == pytest.approx(w, abs=1e-6)
    assert (
        (found.range[:, 0] <= w).all() and (w <= found.range[:, 1]).all() and np.ptp(found.range, axis=1).max() < 1e-2
    )


def test_points_inside_are_dominated_and_points_outside_are_separated():
    inside = lw.consensus_weights(KINK, [2, 2])
    assert not inside and inside.inside == pytest.approx(0.25) and (inside.dominating > [2, 2]).all()
    assert KINK.contains(inside.dominating) and np.isnan(inside.weights).all() and np.isnan(inside.range).all()
    for point in ([3.5, 3.5], [5, 0], [100, 100]):
        outside = lw.consensus_weights(KINK, point)
        assert not outside and outside.inside < 0
        assert outside.direction @ point > KINK.support(outside.direction)
    ball = lw.Ball([1.0, 1.0])
    assert ball.contains(lw.consensus_weights(ball, [0.1, 0.2]).dominating)
    far = lw.consensus_weights(ball, [9.0, 0.1])
    assert not far and far.direction @ [9.0, 0.1] > ball.support(far.direction)
    assert "out of reach" in repr(far)


def test_nobody_s_units_matter(rng):
    sets = [rng.normal(size=(5, 3)) for _ in range(3)]
    factor, shift = np.array([1e6, 1.0, 1e-6]), np.array([1e3, 0.0, -5.0])
    w = np.array([0.3, 0.3, 0.4])
    x = sum(part[np.argmax(part @ w)] for part in sets)
    here = lw.consensus_weights(lw.Contributions(sets), x)
    there = lw.consensus_weights(lw.Contributions([s * factor + shift for s in sets]), x * factor + 3 * shift)
    back = there.weights * factor
    assert back / back.sum() == pytest.approx(here.weights, rel=1e-7)
    in_ranges = [
        lw.weight_range(lw.Contributions([s * f for s in sets]), x * f, "range") * f[:, None]
        for f in (1.0 + 0 * w, factor)
    ]
    assert in_ranges[0] == pytest.approx(in_ranges[1], rel=1e-7)


def test_units():
    by_range = lw.consensus_weights(KINK, [3.5, 1.5], units="range")
    assert by_range.weights @ [4, 4] == pytest.approx(1) and by_range.units.tolist() == [4, 4]
    given = lw.consensus_weights(KINK, [3.5, 1.5], units=[1.0, 3.0])
    assert given.weights @ [1, 3] == pytest.approx(1)


def test_a_payoff_that_nothing_changes_has_no_weight():
    found = lw.consensus_weights(lw.Contributions([[[1, 0, 7], [0, 1, 7]], [[0, 0, 1]], [[0, 0, 0]]]), [0.5, 0.5, 8])
    assert found.weights == pytest.approx([0.5, 0.5, 0]) and found.unique and found.positive
    point = lw.consensus_weights(lw.Polytope([[1.0, 2.0]]), [1, 2])
    assert point and not point.unique and point.range.tolist() == [[0, 1], [0, 1]]
    assert not lw.consensus_weights(lw.Polytope([[1.0, 2.0]]), [1, 3])
    assert not lw.consensus_weights(lw.Polytope([[1.0, 2.0]]), [0, 1])


def test_agreements_know_the_interval_of_their_weights():
    flat = lw.bargain(lw.BargainingProblem([[[2, -1], [-1, 2]]] * 2, [0, 0]))
    assert flat.weight_range == pytest.approx(np.tile(flat.weights[:, None], 2), abs=1e-9)
    kink = lw.bargain(lw.BargainingProblem(KINK, [0, 0]))
    assert kink.weight_range == pytest.approx(np.array([[1 / 12, 1 / 4], [1 / 12, 1 / 4]]), abs=1e-9)
    assert kink.weight_range is kink.weight_range  # computed once
    nobody = lw.bargain(lw.BargainingProblem(KINK, [9, 9]), throw=False)
    assert np.isnan(nobody.weight_range).all()


def test_the_interval_of_an_agreement_holds_its_weights(rng, count):
    for _ in range(count(40, 6)):
        sets = [*random_sets(rng, 3)[:2], lw.Ball(rng.uniform(0.5, 2, 3))]
        deal = lw.bargain(lw.BargainingProblem(sets, [-3.0, -3.0, -3.0]))
        low, high = deal.weight_range.T
        assert (low <= deal.weights * (1 + 1e-7)).all() and (deal.weights <= high * (1 + 1e-7)).all()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: lw.consensus_weights(5, [1, 2]), "problem must be a BargainingProblem, Contributions or a set"),
        (lambda: lw.consensus_weights(KINK, [1]), "x must have 2 numbers, one per player, but it has 1"),
        (lambda: lw.consensus_weights(KINK, [1, np.nan]), "x[1] must be a finite number, but it is nan"),
        (lambda: lw.consensus_weights(KINK, None), "x must be numbers in one axis"),
        (lambda: lw.consensus_weights(KINK, [3, 3], units="x"), "units must be \"payoffs\", \"range\" or a list"),
        (lambda: lw.consensus_weights(KINK, [3, 3], units=[1, 0]), "units[1] must be a positive number, but it is 0"),
        (lambda: lw.consensus_weights(KINK, [3, 3], tolerance=-1), "tolerance must be a positive number, but it is -1"),
        (lambda: lw.consensus_weights(lw.Ball([1, 1]), [1, 0], nonnegative=False), "nonnegative may be False only if"),
        (lambda: lw.weight_range(KINK, [1, 1]), "x must lie on the frontier, but it is no such point (everybody can"),
    ],
)  # fmt: skip
def test_bad_input_gets_one_sentence(make, words):
    with pytest.raises(InvalidProblem) as caught:
        make()
    assert words in str(caught.value)


def test_inside_a_flat_ellipsoid_only_its_normal_supports_a_point():
    """Where some of the unit is left, nothing that is used may be worth anything."""
    disc = lw.Ellipsoid(np.ones(3), np.eye(3) - 1 / 3)
    assert lw.weight_range(disc, [0.8, 1.1, 1.1]) == pytest.approx(np.full((3, 2), 1 / 3), abs=1e-9)


def test_on_an_ellipsoid_weights_are_its_gradient():
    shape = np.array([[1.0, -0.6], [-0.6, 1.0]])
    w = np.array([0.3, 0.7])
    x = shape @ w / np.sqrt(w @ shape @ w)
    assert lw.weight_range(lw.Ellipsoid([0, 0], shape), x) == pytest.approx(np.column_stack([w, w]), abs=1e-4)
