"""Who can gain: a truth table against scipy's linear programs, one per player, exactly degenerate data included."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from largeworlds import Ball, BargainingProblem, ExponentialBudget, Oracle, Polytope, Status, bargain
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.bargaining import who_gains as module
from largeworlds.bargaining.lowering import Lowered
from largeworlds.bargaining.who_gains import who_gains
from tests import conic
from tests.certificates import assert_proved, ranges, recomputed_gap, solve
from tests.conftest import FULL
from tests.watches import LimitedWatch
from tests.worlds import draw

from ...representative_sets import disc

#: Integer data: a payoff that can rise at all can rise by more than this, and what solvers leave open is less.
CLEAR = 1e-5


def truth(lists: list[np.ndarray], d: np.ndarray) -> np.ndarray | None:
    """Which players can gain (one linear program each), or None if no mixture gives everyone d."""
    points = np.vstack(lists)
    owner = np.repeat(np.arange(len(lists)), [len(rows) for rows in lists])
    each = (owner[None, :] == np.arange(len(lists))[:, None]).astype(float)
    gainers = []
    for t in range(len(d)):
        answer = linprog(
            -points[:, t],
            A_ub=-points.T,
            b_ub=-d,
            A_eq=each,
            b_eq=np.ones(len(lists)),
            options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
        )
        if answer.status == 2:
            return None
        assert answer.status == 0, answer.message
        gainers.append(-answer.fun - d[t] > CLEAR)
    return np.array(gainers)


def integer_problem(seed: int) -> tuple[list[np.ndarray], np.ndarray]:
    """Small integers, many ties; d on, above and below the frontier."""
    rng = np.random.default_rng(seed)
    m = int(rng.integers(1, 6))
    lists = [rng.integers(-2, 4, size=(rng.integers(1, 5), m)).astype(float) for _ in range(m)]
    if rng.random() < 0.3:
        lists = [rows * (rng.random(m) < 0.6) for rows in lists]  # much that nobody can change

    def profile() -> np.ndarray:
        return np.sum([rows[rng.integers(len(rows))] for rows in lists], axis=0)

    def best(w: np.ndarray) -> np.ndarray:
        return np.sum([rows[int(np.argmax(rows @ w))] for rows in lists], axis=0)

    d = [
        profile,
        lambda: (profile() + profile()) / 2,
        lambda: best(rng.integers(0, 3, size=m)),
        lambda: (best(w := rng.integers(0, 3, size=m)) + best(w + 1e-9 * rng.normal(size=m))) / 2,
        lambda: best(rng.integers(1, 3, size=m)) - rng.integers(0, 2, size=m),
        lambda: best(rng.integers(1, 3, size=m)) + (rng.random(m) < 0.3) * 0.25,
    ][int(rng.integers(6))]()
    return lists, d


@pytest.mark.parametrize("block", range(4))
def test_truth_table_on_integer_data(block):
    """Statuses, gainers and proofs; every case must occur."""
    seen = set()
    for seed in range(block * 1000, block * 1000 + (1000 if FULL else 60)):
        lists, d = integer_problem(seed)
        expected = truth(lists, d)
        answer = who_gains(Lowered.of(BargainingProblem(lists, d)), d)
        assert answer.feasible is (expected is not None), seed
        deal = solve(BargainingProblem(lists, d))
        assert_proved(deal)
        if expected is None:
            assert deal.status is Status.infeasible, seed
            seen.add("infeasible")
            continue
        assert answer.gainers.tolist() == expected.tolist(), seed
        name = "all" if expected.all() else "some" if expected.any() else "nobody"
        seen.add(name)
        status = {"all": Status.solved, "some": Status.some_cannot_gain, "nobody": Status.nobody_can_gain}[name]
        assert deal.status is status, (seed, deal)
        assert deal.can_gain.tolist() == expected.tolist(), seed
    assert seen >= {"all", "some", "nobody", "infeasible"}


@pytest.mark.parametrize("seed", range(12))
def test_units_do_not_matter(seed):
    lists, d = integer_problem(seed)
    expected = truth(lists, d)
    unit = 10.0 ** np.random.default_rng(seed).uniform(-6, 6, size=len(d))
    deal = solve(BargainingProblem([rows * unit for rows in lists], d * unit))
    assert_proved(deal)
    assert (deal.status is Status.infeasible) == (expected is None)
    if expected is not None:
        assert deal.can_gain.tolist() == expected.tolist()


@pytest.mark.parametrize("seed", range(40))
def test_random_polytopes_with_the_disagreement_point_of_everybody_for_itself(seed):
    """Payoffs and beliefs in small binary fractions, so that the Nash point is exact and sits where it should."""
    rng = np.random.default_rng(seed)
    m = int(rng.integers(2, 8))
    posterior = rng.multinomial(16, rng.dirichlet(np.full(m, 0.5)), size=m) / 16
    lists = [rng.integers(0, 64, size=(rng.integers(1, 6), m)) / 64 * posterior[:, t] for t in range(m)]
    d = np.sum([rows[int(np.argmax(rows[:, t]))] for t, rows in enumerate(lists)], axis=0)
    expected = truth(lists, d)
    deal = solve(BargainingProblem(lists, d))
    assert_proved(deal)
    assert deal.can_gain.tolist() == expected.tolist()


def test_the_gainers_are_not_found_by_maximising_a_sum_of_gains_up_to_one():
    """In {x1 + 2 x2 <= 1, x >= 0} from 0 both can gain, though capped sums would leave the second with nothing."""
    deal = solve(BargainingProblem(Polytope([[0.0, 0.0], [1.0, 0.0], [0.0, 0.5]]), [0.0, 0.0]))
    assert deal.status is Status.solved
    assert deal.payoffs.tolist() == pytest.approx([0.5, 0.25], rel=1e-9)


@pytest.mark.parametrize(
    ("sets", "d", "feasible", "gainers"),
    [
        ([Ball([1.0, 1.0]), np.zeros((1, 2))], [0.5, 0.5], True, [True, True]),
        ([Ball([1.0, 1.0]), np.zeros((1, 2))], [0.6, 0.8], True, [False, False]),
        ([Ball([1.0, 1.0]), np.zeros((1, 2))], [1.0, 0.0], True, [False, False]),
        ([Ball([1.0, 1.0]), np.zeros((1, 2))], [0.6, 0.80001], False, [False, False]),
        ([Ball([1.0, 0.0]), Ball([0.0, 1.0])], [1.0, 0.5], True, [False, True]),
        ([Ball([1.0, 1.0]), Ball([1.0, 1.0])], [1.0, 1.0], True, [True, True]),
        ([Oracle(2, disc), np.zeros((1, 2))], [0.6, 0.8], True, [False, False]),
        ([Oracle(2, disc), np.zeros((1, 2))], [0.6, 0.79], True, [True, True]),
        ([Oracle(2, disc), np.zeros((1, 2))], [0.6, 0.81], False, [False, False]),
        ([ExponentialBudget([0.99, 0.01], 100.0)] * 2, [0.99 * np.log(99), 0.99 * np.log(99)], False, [False, False]),
    ],
)
def test_curved_sets(sets, d, feasible, gainers):
    deal = solve(BargainingProblem(sets, d))
    assert_proved(deal)
    assert (deal.status is not Status.infeasible) is feasible
    assert deal.can_gain.tolist() == gainers


@pytest.mark.parametrize(
    ("recipe", "seed", "status"),
    [("zero_weights", 13, Status.nobody_can_gain), ("sparse_beliefs", 18, Status.some_cannot_gain)],
)
def test_worlds_that_used_to_stay_open(recipe, seed, status):
    """Payoffs of 1e-9 and less beside others of one, where linear programs fail; large weights on those held at d."""
    deal = solve(draw(recipe, seed).problem)
    assert deal.status is status, deal
    assert_proved(deal)


@pytest.mark.parametrize("draws", range(12 if FULL else 4))
@pytest.mark.parametrize(("recipe", "seed"), [("zero_weights", 13), ("sparse_beliefs", 18)])
def test_a_unit_in_the_last_place_of_prices_does_not_decide(recipe, seed, draws, monkeypatch):
    """Prices that a rounding moves lead to other points, over which linear programs may fail: not the whole answer.

    In the first world one type can gain about half of what counts as nothing on curved sets, so that it may be told
    from nothing or not, each with its proof; in the second the answer must be the same.
    """
    rng, price = np.random.default_rng(draws), module._Pool._price

    def nudged(pool, w, known):
        return price(pool, w * (1 + 2e-16 * rng.integers(-1, 2, size=len(w))), known)

    problem = draw(recipe, seed).problem
    expected = who_gains(Lowered.of(problem), problem.disagreement)
    monkeypatch.setattr(module._Pool, "_price", nudged)
    answer = who_gains(Lowered.of(problem), problem.disagreement)
    assert answer.feasible is True
    differ = set(np.flatnonzero(answer.gainers != expected.gainers).tolist())
    assert differ <= ({1} if recipe == "zero_weights" else set())
    for found in (answer, expected):
        held = ~found.gainers
        assert (found.bound <= 1e-6 * (found.direction * ranges(problem))[held]).all()


# -- a watch that expires -------------------------------------------------------------------------------------------

#: Problems that take many linear programs when nobody stops them.
LONG = {
    "d on a circle": BargainingProblem([Ball([1.0, 1.0]), Polytope(np.zeros((1, 2)))], [0.6, 0.8]),
    "d on an oracle's circle": BargainingProblem([Oracle(2, disc), Polytope(np.zeros((1, 2)))], [0.6, 0.8]),
    "above an oracle's circle": BargainingProblem([Oracle(2, disc), Polytope(np.zeros((1, 2)))], [0.6, 0.81]),
    "a sparse world": draw("sparse_beliefs", 18).problem,
}


def counted(monkeypatch: pytest.MonkeyPatch, watch: Stopwatch, after: int) -> list[int]:
    """The number of linear programs so far, in a list of one; ``watch`` is stopped once there were ``after``."""
    programs, maximize = [0], module.maximize

    def counting(*given):
        programs[0] += 1
        if programs[0] == after:
            watch.stop()
        return maximize(*given)

    monkeypatch.setattr(module, "maximize", counting)
    return programs


@pytest.mark.parametrize("name", LONG)
def test_no_new_round_begins_once_the_watch_has_expired(name, monkeypatch):
    problem = LONG[name]
    free = counted(monkeypatch, Stopwatch(), 0)
    who_gains(Lowered.of(problem), problem.disagreement)
    watch = Stopwatch()
    stopped = counted(monkeypatch, watch, 1)
    who = who_gains(Lowered.of(problem), problem.disagreement, watch)
    assert stopped[0] <= 2 < free[0]  # the two programs of one round each
    if "oracle" in name:
        assert who.feasible is None and who.gainers is None and who.shares is None


@pytest.mark.parametrize("name", LONG)
def test_whenever_it_expires_what_comes_back_is_certified(name):
    problem = LONG[name]
    for most in (0, 1, 3, 10, 20, 40, 60, 80, 120, 200):
        deal = bargain(problem, throw=False, watch=LimitedWatch(most))
        if deal.status is not Status.time_limit:
            assert_proved(deal)
        elif np.isfinite(deal.payoffs).all():
            room = 1e-9 + conic.rounding(problem.sets, deal.disagreement, deal.weights)
            assert recomputed_gap(deal) <= deal.gap + room
