"""What characterises the Nash bargaining solution, as checks of any solver; and solvers that break one rule each.

A solver maps a BargainingProblem to gains (m,). A check raises AssertionError when the solver breaks the axiom on the
given problem. All comparisons are relative to gains.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from largeworlds.bargaining.bargain import bargain
from largeworlds.bargaining.problem import BargainingProblem
from largeworlds.bargaining.solutions.nash import NashBargaining
from largeworlds.sets.algebra import MinkowskiSum, Scaled, Shifted, minkowski_sum
from largeworlds.sets.allocation import Allocation
from largeworlds.sets.ball import Ball
from largeworlds.sets.base import ConvexSet
from largeworlds.sets.box import Box
from largeworlds.sets.exponential_budget import ExponentialBudget
from largeworlds.sets.polytope import Polytope
from tests import conic
from tests.members import member

Solver = Callable[[BargainingProblem], np.ndarray]
#: Largest change of a gain, relative to the gain, that counts as none.
SAME = 1e-7


def nash(problem: BargainingProblem) -> np.ndarray:
    """The library's own solution."""
    return bargain(problem).gains


def changed(problem: BargainingProblem, **parts: object) -> BargainingProblem:
    """The same problem with other sets, disagreement or weights."""
    now = {
        "sets": problem.sets[0] if problem.joint else problem.sets,
        "disagreement": problem.disagreement,
        "weights": problem.weights,
    }
    return BargainingProblem(**(now | parts))


def same(gains: np.ndarray, expected: np.ndarray) -> None:
    assert (np.abs(gains - expected) <= SAME * np.abs(expected)).all(), gains / expected - 1


# -- axioms ---------------------------------------------------------------------------------------------------------


def scale_covariance(solve: Solver, problem: BargainingProblem, rng: np.random.Generator) -> None:
    """Measuring anybody's utility in units from 1e-6 to 1e6 changes nothing but the units."""
    unit = 10.0 ** rng.uniform(-6, 6, size=problem.dim)
    other = changed(problem, sets=[unit * part for part in problem.sets], disagreement=unit * problem.disagreement)
    same(solve(other), unit * solve(problem))


def shift_covariance(solve: Solver, problem: BargainingProblem, rng: np.random.Generator) -> None:
    """Adding to anybody's utility up to a million times its gain changes nothing."""
    gains = solve(problem)
    moves = rng.uniform(-1, 1, size=(problem.dim, problem.dim)) * 1e6 / problem.dim * np.abs(gains)
    sets = [part.shift(v) for part, v in zip(problem.sets, moves, strict=True)]
    same(solve(changed(problem, sets=sets, disagreement=problem.disagreement + moves.sum(axis=0))), gains)


def anonymity(solve: Solver, problem: BargainingProblem, rng: np.random.Generator) -> None:
    """Listing the players in another order lists the gains in that order."""
    order = rng.permutation(problem.dim)
    sets = [permuted(problem.sets[i], order) for i in order]
    other = changed(problem, sets=sets, disagreement=problem.disagreement[order], weights=problem.weights[order])
    same(solve(other), solve(problem)[order])


def pareto_optimality(solve: Solver, problem: BargainingProblem, rng: np.random.Generator) -> None:
    """Nobody can be given more without taking from somebody: no feasible point is better for all."""
    gains = solve(problem)
    more = conic.common_gain(problem.sets, problem.disagreement + gains, np.maximum(np.abs(gains), 1e-9))
    assert more.high <= SAME, more.high


def individual_rationality(solve: Solver, problem: BargainingProblem, rng: np.random.Generator) -> None:
    """Nobody loses, and what is promised can be had."""
    gains = solve(problem)
    assert (gains >= 0).all(), gains
    best = conic.common_gain(problem.sets, problem.disagreement + gains, np.maximum(gains, 1e-9))
    assert best.low >= -SAME, best.low


def duplicated_actions(solve: Solver, problem: BargainingProblem, rng: np.random.Generator) -> None:
    """Listing an action twice, or a mixture of two actions, changes nothing."""
    problem, sets = finite(problem), []
    for part in problem.sets:
        points = part.vertices()
        more = points[rng.integers(len(points), size=(rng.integers(5), 2))].mean(axis=1).reshape(-1, problem.dim)
        sets.append(Polytope(np.vstack([points, points[rng.integers(len(points), size=3)], more])))
    same(solve(changed(problem, sets=sets)), solve(problem))


def dominated_actions(solve: Solver, problem: BargainingProblem, rng: np.random.Generator) -> None:
    """An action that is worse for everybody than another one changes nothing."""
    problem, sets = finite(problem), []
    for part in problem.sets:
        points = part.vertices()
        worse = points[rng.integers(len(points), size=2)] - rng.random((2, problem.dim)) * 2
        sets.append(Polytope(np.vstack([worse[:1], points, worse[1:]])))
    same(solve(changed(problem, sets=sets)), solve(problem))


def irrelevant_alternatives(solve: Solver, problem: BargainingProblem, rng: np.random.Generator) -> None:
    """Taking options away, but not the solution, changes nothing (Nash's fourth axiom)."""
    gains = solve(problem)
    rest = [np.sum([member(part, rng) for part in problem.sets], axis=0) for _ in range(4)]
    smaller = Polytope(np.array([problem.disagreement + gains, *rest]))
    same(solve(changed(problem, sets=smaller)), gains)


def only_the_sum_matters(solve: Solver, problem: BargainingProblem, rng: np.random.Generator) -> None:
    """Who contributes what is irrelevant: sets may change hands, or be joined into one."""
    gains = solve(problem)
    same(solve(changed(problem, sets=[problem.sets[i] for i in rng.permutation(problem.dim)])), gains)
    same(solve(changed(problem, sets=minkowski_sum(problem.sets))), gains)


def independence_of_unrelated_bargains(solve: Solver, problem: BargainingProblem, rng: np.random.Generator) -> None:
    """Two worlds without contact, put into one problem, are solved as each would be alone."""
    one = finite(problem)
    k = 2
    two = BargainingProblem([Polytope(rng.random((3, k))) for _ in range(k)], -rng.random(k), weights=[0.3, 0.7])

    def padded(part: ConvexSet, before: int, after: int) -> Polytope:
        return Polytope(np.pad(part.vertices(), ((0, 0), (before, after))))

    both = BargainingProblem(
        [*(padded(part, 0, k) for part in one.sets), *(padded(part, one.dim, 0) for part in two.sets)],
        np.concatenate([one.disagreement, two.disagreement]),
        weights=np.concatenate([0.8 * one.weights, 0.2 * two.weights]),
    )
    same(solve(both), np.concatenate([solve(one), solve(two)]))


def clones_share_a_weight(solve: Solver, problem: BargainingProblem, rng: np.random.Generator) -> None:
    """A player with weight nu is as good as two who always agree, with weights that add up to nu."""
    one = finite(problem)
    t, part = int(rng.integers(one.dim)), rng.uniform(0.1, 0.9)
    columns = [*range(one.dim), t]
    nu = one.weights[columns].copy()
    nu[t], nu[-1] = part * nu[t], (1 - part) * nu[t]
    sets = [Polytope(p.vertices()[:, columns]) for p in one.sets] + [Polytope(np.zeros((1, one.dim + 1)))]
    other = BargainingProblem(sets, one.disagreement[columns], weights=nu)
    same(solve(other), solve(one)[columns])


def moving_towards_the_solution(solve: Solver, problem: BargainingProblem, rng: np.random.Generator) -> None:
    """Disagreement payoffs that move straight towards the solution do not change it."""
    gains, part = solve(problem), rng.uniform(0.1, 0.9)
    same(solve(changed(problem, disagreement=problem.disagreement + part * gains)), (1 - part) * gains)


def a_better_fallback_does_not_hurt(solve: Solver, problem: BargainingProblem, rng: np.random.Generator) -> None:
    """Raising one player's disagreement payoff does not lower its payoff (Thomson 1987)."""
    gains, t = solve(problem), int(rng.integers(problem.dim))
    raised = problem.disagreement.copy()
    raised[t] += 0.5 * abs(gains[t])
    payoff = raised[t] + solve(changed(problem, disagreement=raised))[t]
    assert payoff >= problem.disagreement[t] + gains[t] - SAME * abs(gains[t])


def more_weight_does_not_hurt(solve: Solver, problem: BargainingProblem, rng: np.random.Generator) -> None:
    """Raising one player's weight does not lower its gain."""
    gains, t = solve(problem), int(rng.integers(problem.dim))
    nu = problem.weights.copy()
    nu[t] *= 3
    assert solve(changed(problem, weights=nu))[t] >= (1 - SAME) * gains[t]


def consistency(solve: Solver, problem: BargainingProblem, rng: np.random.Generator) -> None:
    """If one of three players leaves with its solution payoff, the others' solution stays (Lensberg 1988)."""
    points = rng.random((6, 3))
    nu = rng.dirichlet(np.full(3, 3.0))
    d = np.full(3, -0.1)
    gains = solve(BargainingProblem(Polytope(points), d, weights=nu))
    left = np.clip(d[2] + gains[2], points[:, 2].min(), points[:, 2].max())
    # The slice of the hull at x_3 = left: the points on it, and where the segments between points cross it.
    cut = [a for a in points if abs(a[2] - left) <= 1e-12]
    cut += [a + (left - a[2]) / (b[2] - a[2]) * (b - a) for a in points for b in points if a[2] < left < b[2]]
    rest = BargainingProblem(Polytope(np.array(cut)[:, :2]), d[:2], weights=nu[:2])
    same(solve(rest), gains[:2])


AXIOMS = {
    axiom.__name__: axiom
    for axiom in (
        scale_covariance,
        shift_covariance,
        anonymity,
        pareto_optimality,
        individual_rationality,
        duplicated_actions,
        dominated_actions,
        irrelevant_alternatives,
        only_the_sum_matters,
        independence_of_unrelated_bargains,
        clones_share_a_weight,
        moving_towards_the_solution,
        a_better_fallback_does_not_hurt,
        more_weight_does_not_hurt,
        consistency,
    )
}


# -- solvers that break a rule --------------------------------------------------------------------------------------


def without_weights(problem: BargainingProblem) -> np.ndarray:
    """Maximises the plain sum of logarithms."""
    return bargain(problem, NashBargaining("equal")).gains


def upside_down_weights(problem: BargainingProblem) -> np.ndarray:
    return bargain(problem, NashBargaining(1.0 / problem.weights)).gains


def favours_the_first(problem: BargainingProblem) -> np.ndarray:
    return bargain(problem, NashBargaining(problem.weights / np.arange(1, problem.dim + 1))).gains


def favours_large_contributors(problem: BargainingProblem) -> np.ndarray:
    spans = [float(np.subtract(*part.bounding_box()[::-1]).sum()) for part in problem.sets]
    nu = problem.weights * (spans if not problem.joint else 1.0)
    return bargain(problem, NashBargaining(nu)).gains


def utilitarian(problem: BargainingProblem) -> np.ndarray:
    """Maximises the weighted sum of payoffs in whatever units they come."""
    return np.sum([part.maximizer(problem.weights) for part in problem.sets], axis=0) - problem.disagreement


def egalitarian(problem: BargainingProblem) -> np.ndarray:
    """Equal gains in whatever units they come."""
    return conic.common_gain(problem.sets, problem.disagreement, np.ones(problem.dim)).x - problem.disagreement


def kalai_smorodinsky(problem: BargainingProblem) -> np.ndarray:
    """Gains in proportion to the largest feasible ones."""
    ideal = problem.bounding_box()[1] - problem.disagreement
    return conic.common_gain(problem.sets, problem.disagreement, ideal).x - problem.disagreement


def half_way(problem: BargainingProblem) -> np.ndarray:
    return 0.5 * bargain(problem).gains


def too_good(problem: BargainingProblem) -> np.ndarray:
    return 1.01 * bargain(problem).gains


def from_the_lowest_payoffs(problem: BargainingProblem) -> np.ndarray:
    """Measures gains from the worst that could happen."""
    low, high = problem.bounding_box()
    return bargain(changed(problem, disagreement=low - 0.01 * (high - low))).payoffs - problem.disagreement


def from_the_average_action(problem: BargainingProblem) -> np.ndarray:
    """Measures gains from what evenly mixed actions bring (with a little room below)."""
    even = np.sum([part.vertices().mean(axis=0) for part in problem.sets], axis=0)
    low, high = problem.bounding_box()
    return bargain(changed(problem, disagreement=even - 0.01 * (high - low))).payoffs - problem.disagreement


def punishes_good_fallbacks(problem: BargainingProblem) -> np.ndarray:
    low, _ = problem.bounding_box()
    return bargain(changed(problem, disagreement=low - (problem.disagreement - low))).payoffs - problem.disagreement


def from_zero(problem: BargainingProblem) -> np.ndarray:
    """Forgets d: maximises the product of payoffs above zero, or above the lowest ones if they are negative."""
    low, high = problem.bounding_box()
    least = np.minimum(0.0, low) - 0.1 * np.maximum(np.abs(low), np.abs(high))
    return bargain(changed(problem, disagreement=least)).payoffs - problem.disagreement


#: Axiom -> a solver that must fail it.
BREAKERS: dict[str, Solver] = {
    "scale_covariance": egalitarian,
    "shift_covariance": from_zero,
    "anonymity": favours_the_first,
    "pareto_optimality": half_way,
    "individual_rationality": too_good,
    "duplicated_actions": from_the_average_action,
    "dominated_actions": from_the_lowest_payoffs,
    "irrelevant_alternatives": kalai_smorodinsky,
    "only_the_sum_matters": favours_large_contributors,
    "independence_of_unrelated_bargains": kalai_smorodinsky,
    "clones_share_a_weight": without_weights,
    "moving_towards_the_solution": punishes_good_fallbacks,
    "a_better_fallback_does_not_hurt": punishes_good_fallbacks,
    "more_weight_does_not_hurt": upside_down_weights,
    "consistency": kalai_smorodinsky,
}


# -- problems -------------------------------------------------------------------------------------------------------


def random_problem(
    seed: int, kinds: tuple[str, ...] = ("polytope", "ball", "allocation", "exponential")
) -> BargainingProblem:
    """Two to five players who can all gain between a twentieth and a half of their payoff's range, or more."""
    rng = np.random.default_rng(seed)
    m = int(rng.integers(2, 6))
    sets = [_part(rng, m, str(rng.choice(kinds))) for _ in range(m)]
    low, high = (np.sum(side, axis=0) for side in zip(*(part.bounding_box() for part in sets), strict=True))
    inside = np.sum([member(part, rng) for part in sets], axis=0)
    nu = rng.dirichlet(np.ones(m)) + 0.05
    return BargainingProblem(sets, inside - rng.uniform(0.05, 0.5, size=m) * (high - low), weights=nu)


def _part(rng: np.random.Generator, m: int, kind: str) -> ConvexSet:
    if kind == "polytope":
        return Polytope(rng.random((rng.integers(2, 7), m)))
    if kind == "ball":
        return Ball(rng.random(m) + 0.05, float(rng.choice([1.0, 1.3, 2.0, 4.0])))
    if kind == "exponential":
        return ExponentialBudget(rng.random(m) + 0.05, m + float(rng.choice([1.0, 1e3, 1e6])))
    from tests.worlds import random_set

    return random_set(rng, m, "allocation")


def finite(problem: BargainingProblem) -> BargainingProblem:
    """The problem with every curved set replaced by the hull of a few of its points."""
    rng = np.random.default_rng(problem.dim)
    sets = []
    for part in problem.sets:
        points = part.vertices()
        sets.append(Polytope([member(part, rng) for _ in range(5)]) if points is None else part)
    inside = np.sum([part.vertices().mean(axis=0) for part in sets], axis=0)
    low, high = (np.sum(side, axis=0) for side in zip(*(part.bounding_box() for part in sets), strict=True))
    return changed(problem, sets=sets, disagreement=inside - 0.1 * (high - low))


def permuted(part: ConvexSet, order: np.ndarray) -> ConvexSet:
    """The set with its coordinates in another order."""
    match part:
        case Polytope():
            return Polytope(part.vertices()[:, order])
        case Ball():
            return Ball(part.radii[order], part.p)
        case Box():
            return Box(part.lower[order], part.upper[order])
        case ExponentialBudget():
            return ExponentialBudget(part.scales[order], part.total)
        case Allocation():
            return Allocation(part.budget, [part.returns[i] for i in order], part.efficiency[order])
        case MinkowskiSum():
            return minkowski_sum([permuted(one, order) for one in part.parts])
        case Scaled():
            return part.factors[order] * permuted(part.base, order)
        case Shifted():
            return permuted(part.base, order).shift(part.v[order])
    raise TypeError(f"cannot permute {part!r}")
