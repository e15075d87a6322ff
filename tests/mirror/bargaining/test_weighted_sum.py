"""The best weighted sum against full enumeration, and the rule for ties by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, Oracle, Polytope, Utilitarian, bargain
from largeworlds._core.stopwatch import Stopwatch
from largeworlds.bargaining.weighted_sum import best_sum
from largeworlds.sets.allocation import Allocation
from largeworlds.sets.returns import Linear, Power
from tests.representative_sets import corner, disc


def best(sets: object, w: list[float], d: list[float] | None = None, loose: float = 0.0):
    problem = BargainingProblem(sets, [0.0] * len(w) if d is None else d)
    return best_sum(problem, np.array(w), Stopwatch(), loose)


def payoffs(sets: object, w: list[float], d: list[float] | None = None) -> list[float]:
    """The point that is chosen, from what every contributor does."""
    found = best(sets, w, d)
    assert found.finished and found.gap <= 1e-9
    return found.actions.sum(axis=0).tolist()


@pytest.mark.parametrize("seed", range(12))
def test_the_sum_is_the_best_of_all_profiles(seed):
    """Small whole numbers, so that many profiles tie; some weights are zero."""
    rng = np.random.default_rng(seed)
    m = int(rng.integers(2, 5))
    lists = [rng.integers(-2, 4, size=(rng.integers(1, 4), m)).astype(float) for _ in range(m)]
    w = rng.integers(0, 3, size=m).astype(float) + np.eye(m)[0]
    values = np.array([w @ np.sum(rows, axis=0) for rows in product(*lists)])
    found = best(lists, w.tolist())
    assert float(w @ found.actions.sum(axis=0)) == pytest.approx(values.max(), abs=1e-12)
    ties = {tuple(np.sum(rows, axis=0)) for rows in product(*lists) if values.max() - w @ np.sum(rows, axis=0) < 1e-9}
    assert found.unique == (len(ties) == 1)
    for rows, action in zip(lists, found.actions, strict=True):
        assert Polytope(rows).contains(action)


# -- ties: gains, each times its weight, as equal as possible, leximin; weight zero last ------------------------------


def test_gains_times_weights_are_made_equal():
    """On the side from (1, 0) to (0, 2) the weights 2 and 1 tie: 2 x1 = x2."""
    assert payoffs(Polytope([[0, 0], [1, 0], [0, 2]]), [2, 1]) == pytest.approx([0.5, 1.0])


def test_gains_count_from_disagreement():
    assert payoffs(Polytope([[0, 0], [1, 0], [0, 1]]), [1, 1], [0.0, 0.5]) == pytest.approx([0.25, 0.75])
    assert payoffs(Polytope([[0, 0], [1, 0], [0, 1]]), [1, 1], [-9.0, 0.0]) == pytest.approx([0.0, 1.0])


def test_who_has_the_least_comes_first_and_then_the_next():
    """The third is held at 0.2 or below; the other two share the rest evenly, not anyhow."""
    points = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.4, 0.4, 0.2]]
    assert payoffs(Polytope(points), [1, 1, 1]) == pytest.approx([0.4, 0.4, 0.2])
    points = [[0.8, 0.0, 0.2], [0.0, 0.8, 0.2], [1.0, 0.0, 0.0]]
    assert payoffs(Polytope(points), [1, 1, 1]) == pytest.approx([0.4, 0.4, 0.2])


def test_weight_zero_has_its_turn_last_and_in_units_of_ranges():
    """The third could have 9 if the first two were uneven. With one payoff to settle, two others share 4 to 1."""
    points = [[1, 0, 9], [0, 1, 0], [0, 0, 0]]
    assert payoffs(Polytope(points), [1, 1, 0]) == pytest.approx([0.5, 0.5, 4.5])
    points = [[1, 0, 0], [1, 4, 0], [1, 0, 1], [0, 0, 0]]
    assert payoffs(Polytope(points), [1, 0, 0]) == pytest.approx([1.0, 2.0, 0.5])


def test_ties_of_several_contributors_are_settled_together():
    """Each alone would split its unit; the second's fixed 1 for player 2 is made up for by the first."""
    sets = [[[1, 0], [0, 1]], [[0, 1]]]
    assert payoffs(sets, [1, 1]) == pytest.approx([1.0, 1.0])


def test_an_action_listed_twice_is_no_tie():
    found = best([[[1.0, 0.0], [1.0, 0.0], [0.0, 0.5]], [[0.0, 1.0]]], [1, 1])
    assert found.unique and found.rungs == ()


def test_straight_uses_tie_beside_a_curved_one():
    """2 sqrt(r) for player 1, r for 2 or 3: slopes meet at r = 1, and of four units three are left to share."""
    part = Allocation(4.0, [Power(0.5, 2.0), Linear(1.0), Linear(1.0)], [1.0, 1.0, 1.0])
    found = best(part, [1, 1, 1])
    assert not found.unique
    assert found.actions[0] == pytest.approx([2.0, 1.5, 1.5])
    assert np.isfinite(found.error).all() and (found.error < 1e-6).all()


def test_the_face_of_a_tie_is_proved_by_its_rungs():
    """Recomputed on the face of the best points, here the side of a triangle."""
    side = Polytope([[1, 0], [0, 2]])
    found = best(Polytope([[0, 0], [1, 0], [0, 2]]), [2, 1])
    (rung,) = found.rungs
    assert float(side.support(rung.prices) - rung.prices @ rung.base) <= rung.most + 1e-14
    assert rung.prices @ rung.ray == pytest.approx(1.0)
    assert ((found.actions[0] - rung.base) / rung.ray).min() == pytest.approx(rung.level, abs=1e-14)


def test_ties_of_an_oracle_are_its_own():
    found = best(corner(np.array([[1.0, 0.0], [0.0, 1.0]])), [1, 1])
    assert found.actions[0].tolist() == [1.0, 0.0]
    assert found.unique and np.isinf(found.error).all()


# -- gap, error, loose ------------------------------------------------------------------------------------------------


def test_the_error_covers_curved_answers():
    """w . x over a ball of radii (3, 4): x_i = r_i**2 w_i / |r w|."""
    found = best(Ball([3.0, 4.0]), [1, 1])
    assert (np.abs(found.actions[0] - [9 / 5, 16 / 5]) <= found.error + 1e-15).all()
    assert (found.error < 1e-6).all() and found.gap < 1e-14


def test_weights_that_may_be_off_open_the_error_as_far_as_they_move_the_answer():
    """One part in a hundred: what the best point of any such weights gets is covered."""
    found = best(Ball([3.0, 4.0]), [1, 1], loose=0.01)
    for tilt in product((0.99, 1.0, 1.01), repeat=2):
        assert (np.abs(Ball([3.0, 4.0]).maximizer(list(tilt)) - found.actions[0]) <= found.error).all()
    assert (found.error < 0.5).all()
    corners = [[1.0, 0.0], [0.0, 1.005], [0.0, 0.0]]
    assert (best(Polytope(corners), [1, 1], loose=0.01).error >= 1.0).all()
    assert (best(Polytope(corners), [1, 1], loose=0.001).error < 1e-12).all()


def test_the_sum_of_an_oracle_has_a_gap_of_its_own():
    """Its answers are checked against its support, not believed to be exact to the last digit."""
    found = best(Oracle(2, disc), [3, 4])
    assert found.actions[0] == pytest.approx([0.6, 0.8])
    assert 0 < found.gap < 1e-14


def test_who_has_no_unit_is_left_out_of_the_sum():
    """A payoff that nobody changes has no spread: it has no weight, and no division by zero either."""
    problem = BargainingProblem([[[0.0, 5.0], [1.0, 5.0]], [[0.0, 0.0]]], [0, 0])
    deal = bargain(problem, Utilitarian("std"))
    assert deal.payoffs.tolist() == [1.0, 5.0]
    assert deal.weights.tolist() == [1.0, 0.0]


def test_where_nobody_has_a_unit_everything_ties():
    problem = BargainingProblem([[[2.0, 5.0]], [[1.0, 0.0]]], [0, 0])
    deal = bargain(problem, Utilitarian("range"))
    assert deal.payoffs.tolist() == [3.0, 5.0] and deal.gap == 0


def test_time_that_is_up_during_a_tie_is_said():
    problem = BargainingProblem(
        Polytope([[x, y, z] for x, y in ((1, 0), (0, 1)) for z in (0.0, 1.0)]), [0, 0, 0], weights=[0.5, 0.5, 0.0]
    )
    deal = bargain(problem, Utilitarian(), time_limit=0.0, throw=False)
    assert deal.status.name == "time_limit" and np.isinf(deal.gap) and np.isinf(deal.error).all()
    assert deal.payoffs[:2].sum() == pytest.approx(1.0)  # still a best point, only not the one of the rule
