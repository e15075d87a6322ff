"""The Nash bargaining solution against closed forms, exact enumeration and line searches."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from largeworlds import Ball, BargainingProblem, Box, NashBargaining, Oracle, Polytope, Status, bargain
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.bargaining.lowering import Lowered
from largeworlds.bargaining.search import Search
from largeworlds.sets.algebra import minkowski_sum
from tests.certificates import assert_proved, solve
from tests.representative_sets import corner, disc
from tests.worlds import random_set


def gains_of(problem: BargainingProblem, weights=None) -> np.ndarray:
    deal = solve(problem, weights)
    assert deal.status is Status.solved, deal
    assert_proved(deal)
    return deal.gains


# -- two players: exact ---------------------------------------------------------------------------------------------


def best_on_segments(points: np.ndarray, d: np.ndarray, nu: np.ndarray) -> np.ndarray:
    """The Nash solution of a polygon: on each segment between two points the optimum is a ratio."""
    best, gains = -np.inf, None
    for a, b in product(points, repeat=2):
        g, step = a - d, b - a
        bend = step[0] * step[1]
        part = 0.0 if bend >= 0 else np.clip(-(nu[0] * step[0] * g[1] + nu[1] * step[1] * g[0]) / bend, 0.0, 1.0)
        for tau in (0.0, part, 1.0):
            here = g + tau * step
            if (here > 0).all() and nu @ np.log(here) > best:
                best, gains = nu @ np.log(here), here
    return gains


@pytest.mark.parametrize("seed", range(40))
def test_two_players_with_finitely_many_actions(seed):
    rng = np.random.default_rng(seed)
    lists = [rng.random((rng.integers(1, 6), 2)) for _ in range(2)]
    nu = rng.dirichlet([2.0, 2.0])
    sums = (lists[0][:, None] + lists[1][None]).reshape(-1, 2)
    d = sums[rng.integers(len(sums))] - rng.uniform(0.001, 0.3, size=2)
    assert gains_of(BargainingProblem(lists, d), nu) == pytest.approx(best_on_segments(sums, d, nu), rel=1e-9)


@pytest.mark.parametrize("seed", range(40))
def test_two_players_with_curved_sets_by_a_search_along_the_frontier(seed):
    rng = np.random.default_rng(seed)
    sets = [Ball(rng.random(2) + 0.1, float(rng.choice([1.5, 2.0, 4.0])))]
    sets.append(random_set(rng, 2, str(rng.choice(["exponential", "ball"]))))
    nu = rng.dirichlet([2.0, 2.0])
    middle = np.sum([part.maximizer([0.7, 0.3] / part.bounding_box()[1]) for part in sets], axis=0)
    problem = BargainingProblem(sets, middle * rng.uniform(0.3, 0.95, size=2))

    def lost(angle: float) -> float:
        x = np.sum([part.maximizer([np.cos(angle), np.sin(angle)]) for part in sets], axis=0)
        g = x - problem.disagreement
        return -float(nu @ np.log(g)) if (g > 0).all() else 1e3 - float(g.min())

    start = min(np.linspace(0.001, np.pi / 2 - 0.001, 400), key=lost)
    found = minimize_scalar(lost, bounds=(start - 0.01, start + 0.01), method="bounded", options={"xatol": 1e-12})
    gains = gains_of(problem, nu)
    assert -float(nu @ np.log(gains)) <= found.fun + 1e-11
    angle = found.x
    by_search = np.sum([p.maximizer([np.cos(angle), np.sin(angle)]) for p in sets], axis=0) - problem.disagreement
    if lost(angle - 1e-6) < 1e2 and float(np.abs(by_search / gains - 1).max()) > 1e-6:
        # A flat part (p = 1 or a kink): the search cannot see inside it, so only the values are compared, above.
        assert any(getattr(part, "p", 2.0) in (1.0, 1.05, np.inf) for part in sets)


# -- tiny gains -----------------------------------------------------------------------------------------------------

SHARES_OF_RANGE = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 3e-9]


def accuracy(room: float) -> float:
    """What can be asked of gains that are ``room`` of the range: shares are doubles, so a few roundings of it."""
    return 1e-15 / room


@pytest.mark.parametrize("room", SHARES_OF_RANGE)
def test_tiny_gains_on_a_straight_frontier_are_exact(room):
    """x1 + x2 <= 1 from just below: each takes its weight's part of what is left, here in exact fractions."""
    d = np.array([0.3 - room, 0.7 - 0.5 * room])
    left = 1 - Fraction(float(d[0])) - Fraction(float(d[1]))
    gains = gains_of(BargainingProblem([Polytope(np.eye(2)), Polytope(np.zeros((1, 2)))], d), [0.25, 0.75])
    assert gains == pytest.approx([float(left / 4), float(3 * left / 4)], rel=accuracy(room), abs=0.0)


@pytest.mark.parametrize("room", SHARES_OF_RANGE)
def test_tiny_gains_on_a_circle(room):
    """On the arc ((1 - t^2) / (1 + t^2), 2 t / (1 + t^2)) the optimum is one root, found with 60 digits."""
    d = np.array([0.6 - room, 0.8 - 0.5 * room])
    with localcontext() as context:
        context.prec = 60
        first, second = (Decimal(float(v)) for v in d)

        def point(t: Decimal) -> tuple[Decimal, Decimal]:
            return (1 - t * t) / (1 + t * t) - first, 2 * t / (1 + t * t) - second

        def slope(t: Decimal) -> Decimal:  # of log g1 + log g2, times (1 + t^2)^2 / 2
            one, two = point(t)
            return -2 * t * two + (1 - t * t) * one

        low, high = Decimal("0.5"), Decimal("0.5")
        while point(low)[1] > 0 and low > Decimal("0.3"):
            low -= Decimal(room) / 64
        while point(high)[0] > 0 and high < Decimal("0.7"):
            high += Decimal(room) / 64
        for _ in range(150):
            middle = (low + high) / 2
            low, high = (middle, high) if slope(middle) > 0 else (low, middle)
        exact = [float(g) for g in point(low)]
    gains = gains_of(BargainingProblem([Ball([1.0, 1.0]), Polytope(np.zeros((1, 2)))], d))
    assert gains == pytest.approx(exact, rel=accuracy(room), abs=0.0)


# -- sets known only by an oracle, joint sets -----------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_an_oracle_solves_like_the_set_it_hides(seed):
    rng = np.random.default_rng(seed)
    m = int(rng.integers(2, 5))
    open_sets = [random_set(rng, m, kind) for kind in rng.choice(["polytope", "ball", "exponential"], size=m)]
    hidden = [Oracle(m, part.maximizer) if rng.random() < 0.6 else part for part in open_sets]
    hidden[0] = Oracle(m, open_sets[0].maximizer)
    d = np.sum([part.maximizer(np.ones(m)) for part in open_sets], axis=0) - rng.uniform(0.05, 0.3, size=m)
    known, blind = solve(BargainingProblem(open_sets, d)), solve(BargainingProblem(hidden, d))
    assert known.status is blind.status is Status.solved, (known, blind)
    assert_proved(blind)
    assert (np.abs(known.gains - blind.gains) <= known.error + blind.error).all()
    assert blind.gains == pytest.approx(known.gains, rel=1e-4)


@pytest.mark.parametrize(
    "sets",
    [
        [Oracle(2, disc), Oracle(2, disc)],
        [Oracle(2, disc), corner([[0.0, 0.0], [2.0, 0.0], [0.0, 1.0], [1.2, 0.7]])],
        [corner([[0.0, 0.0], [2.0, 0.0]]), Ball([1.0, 1.0])],
        [Oracle(2, disc) + Ball([1.0, 1.0]), Polytope([[0.0, 1.0], [1.0, 0.0]])],
    ],
    ids=["smooth", "smooth and finite", "finite and open", "in a sum"],
)
def test_oracles_are_certified_too(sets):
    deal = solve(BargainingProblem(sets, [0.1, 0.2]))
    assert deal.status is Status.solved, deal
    assert_proved(deal)


def test_a_joint_set_is_solved_like_its_parts():
    sets = [Ball([1.0, 2.0]), Polytope([[0.0, 1.0], [1.0, 0.3], [0.8, 0.9]])]
    apart = bargain(BargainingProblem(sets, [0.5, 0.5]))
    joint = bargain(BargainingProblem(minkowski_sum(sets), [0.5, 0.5]))
    assert joint.payoffs == pytest.approx(apart.payoffs, rel=1e-9)
    assert joint.actions.shape == (1, 2)


# -- weights --------------------------------------------------------------------------------------------------------


def test_weights_of_the_problem_of_the_concept_and_equal():
    simplex = [Polytope(np.eye(2)), Polytope(np.zeros((1, 2)))]
    problem = BargainingProblem(simplex, [0.0, 0.0], weights=[1, 3])
    assert gains_of(problem) == pytest.approx([0.25, 0.75])
    assert gains_of(problem, [3, 1]) == pytest.approx([0.75, 0.25])
    assert gains_of(problem, "equal") == pytest.approx([0.5, 0.5])
    assert gains_of(BargainingProblem(simplex, [0.0, 0.0])) == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize("weight", [1e-2, 1e-4, 1e-8])
def test_small_weights(weight):
    simplex = [Polytope(np.eye(2)), Polytope(np.zeros((1, 2)))]
    nu = np.array([weight, 1 - weight])
    assert gains_of(BargainingProblem(simplex, [0.0, 0.0]), nu) == pytest.approx(nu, rel=1e-6)


def test_a_weight_of_zero_keeps_d_and_no_more():
    """The second player's gain does not count: it gets what it must, the first all the rest."""
    problem = BargainingProblem([Ball([1.0, 1.0]), Polytope(np.zeros((1, 2)))], [0.1, 0.6])
    deal = solve(problem, [1.0, 0.0])
    assert deal.status is Status.solved
    assert_proved(deal)
    assert deal.payoffs == pytest.approx([0.8, 0.6], abs=1e-8)
    free = solve(BargainingProblem([Ball([1.0, 1.0]), Box([0, 0], [0, 1])], [0.1, 0.0]), [1.0, 0.0])
    assert free.payoffs[0] == pytest.approx(1.0, abs=1e-8)
    assert free.error[1] == np.inf


def test_a_single_counting_player_among_many():
    simplex = Polytope(np.eye(4))
    deal = solve(BargainingProblem([simplex] * 4, np.full(4, 0.5)), [0, 0, 1, 0])
    assert_proved(deal)
    assert deal.payoffs == pytest.approx([0.5, 0.5, 2.5, 0.5], abs=1e-7)


def test_the_error_of_those_who_stay_allows_for_rounding_of_both_sums():
    """On an edge, away from anybody's best: shares and the disagreement point are both rounded."""
    problem = BargainingProblem(Polytope([[0.0, 0.0], [1.0, 0.0], [0.0, 0.5]]), [0.25, 0.375])
    deal = solve(problem)
    assert deal.status is Status.nobody_can_gain
    lowered = Lowered.of(problem)
    threshold = lowered.threshold(problem.disagreement)
    rounding = lowered.stack.rounding(deal.choices[0][0], threshold) * lowered.scale
    proved = max(deal.bound, 0.0) / deal.direction + np.abs(deal.gains)
    assert (deal.error >= proved + rounding).all(), (deal.error - proved) / rounding


class Looked(Stopwatch):
    """A watch that counts how often it is looked at, and expires after ``most`` looks."""

    def __init__(self, most: float = np.inf) -> None:
        super().__init__()
        self.looks, self.most = 0, most

    def expired(self) -> bool:
        self.looks += 1
        return self.looks > self.most


@pytest.mark.parametrize(
    "problem",
    [
        BargainingProblem([Ball([1.0, 1.0]), Ball([1.0, 1.0])], [1.5, 1.5]),
        BargainingProblem([Ball([1.0, 1.0]), Polytope(np.zeros((1, 2)))], [0.6, 0.80001]),
        BargainingProblem([Polytope(np.eye(2)), Ball([1.0, 1.0])], [1.3, 1.3]),
    ],
    ids=["two balls", "above a circle", "points and a ball"],
)
def test_the_search_ends_once_its_weights_exclude_every_outcome(problem):
    """It used to take a hundred steps against the wall, where weights only creep."""
    watch = Looked()
    assert Search(problem, watch).run(np.array([0.5, 0.5])) is None
    assert 1 < watch.looks <= 20
    deal = bargain(problem, throw=False)
    assert deal.status is Status.infeasible
    assert_proved(deal)


# -- sizes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1e-12, 1e-6, 1e6, 1e12])
@pytest.mark.parametrize("kind", ["polytope", "ball", "allocation", "exponential"])
def test_payoffs_of_any_size(size, kind):
    rng = np.random.default_rng(3)
    sets = [random_set(rng, 3, kind) for _ in range(3)]
    d = np.sum([part.maximizer(np.ones(3)) for part in sets], axis=0) * 0.7 - 0.05
    base = gains_of(BargainingProblem(sets, d))
    assert gains_of(BargainingProblem([size * part for part in sets], size * d)) == pytest.approx(size * base, rel=1e-7)


@pytest.mark.parametrize("m", [2, 5, 20, 60])
def test_many_types(m):
    rng = np.random.default_rng(m)
    posterior = rng.dirichlet(np.full(m, 2.0), size=m)
    sets = [posterior[:, t] * random_set(rng, m, str(rng.choice(["polytope", "ball"]))) for t in range(m)]
    d = np.sum([part.maximizer(np.eye(m)[t] + 1e-9) for t, part in enumerate(sets)], axis=0)
    deal = solve(BargainingProblem(sets, d))
    assert deal.is_answer, deal
    assert_proved(deal)


def test_two_hundred_types_with_ten_actions_each():
    m = 200
    rng = np.random.default_rng(200)
    posterior = rng.dirichlet(np.full(m, 1.0), size=m)
    sets = [Polytope(rng.random((10, m)) * posterior[:, t]) for t in range(m)]
    d = np.sum([part.maximizer(np.eye(m)[t]) for t, part in enumerate(sets)], axis=0)

    deal = solve(BargainingProblem(sets, d, weights=rng.dirichlet(np.full(m, 2.0))))

    assert deal.status is Status.solved, deal
    assert_proved(deal)


def test_settings_are_not_changed_by_solving():
    concept = NashBargaining([1.0, 3.0])
    problem = BargainingProblem([Ball([1.0, 1.0]), Ball([1.0, 1.0])], [1.0, 1.0], weights=[5.0, 5.0])
    first, second = bargain(problem, concept), bargain(problem, concept)
    assert first.payoffs.tolist() == second.payoffs.tolist()
    assert concept.weights == [1.0, 3.0] and problem.weights.tolist() == [0.5, 0.5]


@pytest.mark.parametrize("short", [1e-6, 1e-8, 1e-10, 1e-13])
def test_solved_means_that_the_published_gap_is_small(short):
    """Near the frontier rounding of the payoffs is worth more than any gap that could count as solved."""
    for weights in ([0.0, 1.0], [0.5, 0.5]):
        problem = BargainingProblem([Ball([1.0, 1.0]), Ball([0.5, 1.0])], [1.5 - short, -1e-6], weights=weights)
        deal = bargain(problem, throw=False)
        assert deal.gap <= 1e-9 + 1e-6 or not deal.is_answer


def test_an_agreement_that_needs_more_than_a_rounding_below_d_does_not_exist():
    deal = bargain(BargainingProblem(Polytope([[1, 0], [0, 1], [0, 0]]), [0.5 + 2.5e-10] * 2), throw=False)
    assert deal.status is Status.infeasible
    assert deal.direction is not None
    assert deal.problem.support(deal.direction) < deal.direction @ deal.disagreement


def test_those_who_are_held_are_held_nearer_where_curvature_lends_too_much():
    part = Ball([1.0, 1.0, 1.0], 4)
    x = part.maximizer([1e-11, 0.7, 1.0])
    deal = bargain(BargainingProblem([Ball([1, 0, 0]), part, Polytope([[0, 0, 0]])], [0, x[1], x[2]]), throw=False)
    assert deal.status is Status.some_cannot_gain
    assert float(deal.weights @ np.maximum(-deal.gains, 0.0)) <= 1e-4
    assert np.isinf(deal.error[0])


def test_a_constant_payoff_that_is_no_double_is_off_by_its_rounding():
    problem = BargainingProblem([Polytope([[0.1, 0]]), Polytope([[0.2, 0], [0.2, 1]])], [0.3, 0.5])
    deal = bargain(problem)
    exact = Fraction(0.1) + Fraction(0.2)
    assert deal.error[0] >= float(abs(exact - Fraction(float(deal.payoffs[0])))) > 0


def test_where_nobody_can_gain_the_proof_is_that_of_the_direction():
    problem = BargainingProblem(Polytope([[1, 0], [0, 1], [0, 0]]), [0.5, 0.5], weights=[0.25, 0.75])
    deal = bargain(problem)
    assert deal.status is Status.nobody_can_gain
    assert deal.bargaining_weights.tolist() == [0.25, 0.75]
    assert deal.gap == max(deal.bound, 0.0)
    assert deal.direction is not None
    assert deal.weights == pytest.approx(deal.direction, rel=1e-12)
