"""The verb: what it returns, what it raises, and how it can be stopped."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import (
    Ball,
    BargainingProblem,
    InvalidProblem,
    NashBargaining,
    NoAgreement,
    NotConverged,
    Status,
    bargain,
)
from largeworlds._core.stopwatch import Stopwatch
from tests.axioms.nash_axioms import random_problem
from tests.certificates import recomputed_gap
from tests.watches import LimitedWatch

EASY = BargainingProblem([Ball([1.0, 1.0]), Ball([1.0, 1.0])], [1.0, 1.0])
UNEVEN = BargainingProblem([Ball([1.0, 2.0], 3), Ball([1.0, 1.0])], [1.0, 2.0], weights=[0.3, 0.7])


def test_the_nash_solution_is_the_default():
    assert bargain(EASY).payoffs.tolist() == bargain(EASY, NashBargaining()).payoffs.tolist()
    assert bargain(EASY).concept.title == "Nash bargaining solution"


def test_infeasible_problems_raise_with_the_reason_and_the_proof():
    beyond = BargainingProblem([Ball([1.0, 1.0]), Ball([1.0, 1.0])], [5.0, 0.0])
    with pytest.raises(NoAgreement, match=r"player 1 asks for 5 without agreement but can get at most 2") as error:
        bargain(beyond)
    assert error.value.result.status is Status.infeasible
    assert bargain(beyond, throw=False).status is Status.infeasible


def test_no_time_at_all():
    deal = bargain(UNEVEN, throw=False, time_limit=0)
    assert deal.status is Status.time_limit and not deal.is_answer
    with pytest.raises(NotConverged, match="Stopped early") as error:
        bargain(UNEVEN, time_limit=0)
    assert error.value.result.status is Status.time_limit


def test_stopped_before_it_starts():
    watch = Stopwatch()
    watch.stop()
    assert bargain(UNEVEN, throw=False, watch=watch).status is Status.time_limit


@pytest.mark.parametrize("seed", range(4))
def test_stopped_at_any_step_the_gap_stays_honest(seed):
    """Whenever it is stopped, it returns its best point so far, with a gap that holds; more time never hurts."""
    problem = random_problem(seed)
    full = bargain(problem)
    best = sum(full.bargaining_weights * np.log(full.gains))
    statuses, gaps = [], []
    for steps in range(0, 60, 3):
        deal = bargain(problem, throw=False, watch=LimitedWatch(steps))
        statuses.append(deal.status)
        gaps.append(deal.gap)
        if np.isfinite(deal.gap):
            value = sum(deal.bargaining_weights * np.log(deal.gains))
            assert -1e-12 <= best - value <= deal.gap + 1e-12
            assert recomputed_gap(deal) <= deal.gap + 1e-9
            assert (np.abs(deal.gains - full.gains) <= deal.error + full.error).all()
    assert set(statuses) <= {Status.time_limit, Status.solved}
    assert statuses[0] is Status.time_limit and statuses[-1] is Status.solved
    assert sum(np.isfinite(gaps)) >= 3
    assert gaps[-1] <= 1e-12


def test_a_generous_limit_changes_nothing():
    assert bargain(EASY, time_limit=1000).status is Status.solved


@pytest.mark.parametrize(
    ("arguments", "more", "words"),
    [
        (("a problem",), {}, ["problem", "BargainingProblem", "str", "world.problem()"]),
        ((EASY, "nash"), {}, ["concept", "bargaining concept", "'nash'", "lw.NashBargaining()"]),
        ((EASY,), {"time_limit": -1}, ["time_limit", "not negative", "-1"]),
        ((EASY,), {"time_limit": np.nan}, ["time_limit", "nan"]),
        ((EASY, NashBargaining("fair")), {}, ["weights", '"equal"', "'fair'"]),
        ((EASY, NashBargaining([1.0])), {}, ["weights must have 2 numbers", "it has 1;"]),
        ((EASY, NashBargaining([-1.0, 2.0])), {}, ["weights[0]", "not be negative"]),
    ],
)
def test_errors(arguments, more, words):
    with pytest.raises(InvalidProblem) as error:
        bargain(*arguments, **more)
    assert all(word in str(error.value) for word in words), str(error.value)
