"""The face on which some have the most they can get: what remains of the problem, and proofs stated face by face."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, NashBargaining, Oracle, Polytope, Status, bargain
from largeworlds.bargaining.faces import face_of_the_stuck, lift, lift_infeasibility
from largeworlds.bargaining.lowering import Lowered
from tests.certificates import assert_proved, solve
from tests.representative_sets import disc
from tests.worlds import draw


def tower(levels: int, pair: bool, p: float = 2.0) -> BargainingProblem:
    """Each type can help the next one (and a ``pair`` that trades), but is asked to give itself all it can.

    Nobody can help type 1, so it keeps its unit; then nobody helps type 2, and so on.
    """
    m = levels + 2 * pair
    sets = []
    for t in range(levels):
        radii = np.zeros(m)
        radii[t : min(t + 2, levels)] = 1.0, *[0.8] * (t + 1 < levels)
        radii[levels:] = 0.5
        sets.append(Ball(radii, p))
    sets += [Ball(np.repeat([0.0, 1.0], [levels, 2]), p) for _ in range(2 * pair)]
    return BargainingProblem(sets, np.ones(m))


@pytest.mark.parametrize("p", [1.5, 2.0, 4.0])
@pytest.mark.parametrize("levels", [1, 2, 3, 6, 25])
def test_types_that_are_stuck_one_after_the_other_are_settled_level_by_level(levels, p):
    """Weights for the whole set would have to grow from level to level like a tower."""
    nobody = solve(tower(levels, pair=False, p=p))
    assert nobody.status is Status.nobody_can_gain
    assert nobody.settled == tuple(range(1, levels + 1))
    assert_proved(nobody)
    some = solve(tower(levels, pair=True, p=p))
    assert some.status is Status.some_cannot_gain, some
    assert some.settled == (*range(1, levels + 1), 0, 0)
    assert some.gains == pytest.approx([0.0] * levels + [2 * 0.5 ** (1 / p) - 1] * 2, abs=1e-9)
    assert_proved(some)


@pytest.mark.parametrize("seed", [20, 21, 23, 40, 54, 70])
def test_sparse_worlds_whose_stuck_types_need_several_faces(seed):
    deal = solve(draw("sparse_beliefs", seed).problem)
    assert deal.status is Status.some_cannot_gain
    assert any(deal.settled)
    assert_proved(deal)


# -- the face itself ------------------------------------------------------------------------------------------------


def test_no_face_if_nobody_has_its_most_or_somebody_is_known_by_an_oracle_only():
    balls = [Ball([1.0, 1.0]), Ball([0.0, 1.0])]
    assert face_of_the_stuck(BargainingProblem(balls, [0.9, 0.5])) is None
    assert face_of_the_stuck(BargainingProblem([Oracle(2, disc), balls[1]], [1.0, 0.5])) is None


def test_no_face_if_two_cannot_have_their_most_at_once():
    problem = BargainingProblem([Ball([1.0, 1.0]), Polytope([[0.0, 0.0]])], [1.0, 1.0])
    assert face_of_the_stuck(problem) is None
    assert solve(problem).status is Status.infeasible


def test_what_remains_of_points_and_of_a_curved_budget():
    """Type 1 has its most: of the points the two best remain, the ball gives it all, the others are left."""
    points = Polytope([[1.0, 0.0, 2.0], [0.5, 3.0, 3.0], [1.0, 1.0, 0.0]])
    problem = BargainingProblem([points, Ball([2.0, 1.0, 1.0]), Ball([0.0, 1.0, 1.0])], [3.0, 0.0, 0.5])
    face = face_of_the_stuck(problem)
    assert face.stuck.tolist() == [True, False, False] and face.exact
    assert face.smaller.names == ("player 2", "player 3")
    assert face.smaller.disagreement.tolist() == [0.0, 0.5]
    (size, fixed, allowed), ball, free = face.kept
    assert (size, fixed, allowed.tolist()) == (3, None, [0, 2])
    assert ball[1].tolist() == [1.0, 0.0, 0.0]
    assert free[1] is None and free[2].tolist() == [0, 1, 2]
    assert float(face.smaller.support([1.0, 0.0])) == pytest.approx(2.0)  # a point and the free ball
    assert float(face.smaller.support([0.0, 1.0])) == pytest.approx(3.0)
    smaller = bargain(face.smaller)
    shares = face.shares(smaller.choices[0])
    assert shares[1] == 0.0 and shares[3:6].tolist() == [1.0, 0.0, 0.0]
    assert Lowered.of(problem).stack.payoff(shares).shape == (3,)
    assert face.settled(smaller) == (1, 0, 0)


def test_everybody_is_stuck():
    problem = BargainingProblem([Polytope([[1.0, 0.0], [1.0, 1.0]]), Polytope([[0.0, 0.0]])], [1.0, 1.0])
    face = face_of_the_stuck(problem)
    assert face.smaller is None
    assert face.shares(None).tolist() == [0.0, 1.0, 1.0]
    assert face.settled(None) == (1, 1)


def test_the_most_up_to_the_tolerance_only_settles_nobody():
    """1e-13 below its most a type can gain next to nothing, but a curved set lends the others the square root of it."""
    sets = [Ball([1.0, 1.0]), Polytope([[0.0, 0.0], [0.0, 1.0]])]
    near = face_of_the_stuck(BargainingProblem(sets, [1.0 - 1e-13, 0.0]))
    assert near is not None and not near.exact and near.settled(None) == ()
    assert face_of_the_stuck(BargainingProblem(sets, [1.0 - 1e-11, 0.0])) is None
    deal = solve(BargainingProblem(sets, [1.0 - 1e-13, 0.0]))
    assert not any(deal.settled)
    lent = (2e-13) ** 0.5  # what player 2 has more by, on the arc next to (1, 0), than on the face
    assert deal.gains[1] + (deal.error[1] if np.isfinite(deal.error[1]) else 1.0) >= 1 + 0.99 * lent
    if deal.is_answer:
        assert_proved(deal)


# -- lifting proofs -------------------------------------------------------------------------------------------------


def test_on_finite_sets_the_lifted_weights_prove_it_on_the_whole_set():
    points = Polytope([[1.0, 0.0, 0.0], [0.0, 3.0, 2.0]])
    pair = [Polytope([[0.0, 1.0, 0.0], [0.0, 0.5, 1.0]]), Polytope([[0.0, 0.0, 1.0], [0.0, 1.0, 0.5]])]
    problem = BargainingProblem([points, *pair], [1.0, 1.0, 1.0])
    face = face_of_the_stuck(problem)
    smaller = bargain(face.smaller)
    lowered = Lowered.of(problem)
    nu = np.array([0.0, 0.5, 0.5])
    proof = lift(face, lowered, face.shares(smaller.choices[0]), nu, smaller)
    w = proof.w / lowered.scale
    gains = proof.gains * lowered.scale
    whole = float(problem.support(w)) - float(w @ problem.disagreement) - 1.0
    assert whole - float(nu[1:] @ np.log(w[1:] * gains[1:] / nu[1:])) == pytest.approx(0.0, abs=1e-9)
    v = proof.direction / lowered.scale
    assert v[0] > 0 and float(problem.support(v)) - float(v @ problem.disagreement) <= 1e-12
    assert proof.left == 0.0 and proof.gap < 1e-12


def test_infeasibility_on_the_face_is_infeasibility_of_the_whole():
    """Type 1 keeps its unit, then types 2 and 3 ask for more than the other two have."""
    sets = [Ball([1.0, 1.0, 1.0]), Ball([0.0, 1.0, 1.0]), Polytope([[0.0, 0.0, 0.0]])]
    problem = BargainingProblem(sets, [1.0, 0.8, 0.8])
    face = face_of_the_stuck(problem)
    inner = solve(face.smaller)
    assert inner.status is Status.infeasible
    direction, bound = lift_infeasibility(face, inner.direction)
    assert bound < 0 and float(direction @ problem.disagreement) > float(problem.support(direction))
    assert bargain(problem, NashBargaining(), throw=False).status is Status.infeasible
    assert lift_infeasibility(face, np.array([1.0, 0.0]))[0] is None


@pytest.mark.parametrize(
    ("far", "short", "d"),
    [(1000.0, 7 * np.spacing(1000.0), 0.7), (0.0, 2.0**-53, 1 - 1e-7), (0.0, 2.0**-53, 0.5)],
)
def test_a_rounding_of_d_below_the_most_lends_its_square_root_to_the_others(far, short, d):
    """On a circle 1 - e of one axis leaves sqrt(2 e) of the other: what is published must allow for it."""
    sets = [Ball([1.0, 1.0]).shift([far, 0.0]), Polytope([[0.0, 1.0]])]
    deal = bargain(BargainingProblem(sets, [far + 1 - short, d]), throw=False)
    true_gain = 1.0 + np.sqrt(2 * short) - d
    assert not any(deal.settled)
    assert abs(deal.gains[1] - true_gain) <= deal.error[1]
    if deal.status is Status.nobody_can_gain:  # a gain of 1e-7 counts as none: then its bound is published, not a gap
        assert deal.direction[1] * true_gain <= deal.bound
    else:
        assert np.log(true_gain / deal.gains[1]) <= deal.gap + 1e-12


def test_who_has_exactly_its_most_is_settled_beside_somebody_who_only_nearly_has():
    sets = [Ball([1.0, 0.0, 0.5]), Ball([0.0, 1.0, 0.5]), Ball([0.0, 0.0, 1.0])]
    deal = bargain(BargainingProblem(sets, [1.0, 1 - 2.0**-53, 0.5]), throw=False)
    assert deal.settled in ((), (1, 0, 0))
    assert face_of_the_stuck(deal.problem).stuck.tolist() == [True, False, False]
    assert abs(deal.gains[2] - (0.5 + 0.5 * np.sqrt(2.0**-52))) <= deal.error[2]


def test_budgets_without_a_choice_are_those_of_the_face_and_those_that_it_leaves_without():
    """Three curved budgets: the first player's own is spent, the other two are the face's."""
    balls = [Ball([1.0, 0.5, 0.5]), Ball([0.0, 1.0, 1.0]), Ball([0.0, 1.0, 2.0])]
    face = face_of_the_stuck(BargainingProblem(balls, [1.0, 0.1, 0.1]))
    assert face is not None
    assert face.fixed(np.array([True, False])).tolist() == [True, True, False]
    assert face.fixed(np.array([False, False])).tolist() == [True, False, False]
