"""The utilitarian solution: Example 7 in every unit, what units do to it, and its arguments."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import BargainingProblem, InvalidProblem, Polytope, Utilitarian, bargain
from largeworlds.bargaining.normalization import NORMALIZATIONS
from tests.axioms.counterexamples import STRONGER_7

#: Treutlein 2023, Example 7, relative to (a1, a2): rows are (a_i, b_i).
EXAMPLE_7 = BargainingProblem([[[0, 0], [-1, 3]], [[0, 0], [-3, -1]]], [0, 0])
#: In other units of player 1: three times as large.
SMALLER_7 = BargainingProblem([[[0, 0], [-1 / 3, 3]], [[0, 0], [-1, -1]]], [0, 0])


@pytest.mark.parametrize("kind", [kind for kind in NORMALIZATIONS if kind != "ideal"])
def test_example_7_leaves_the_first_player_worse_off_than_without_compromise(kind):
    """(b1, a2) in every unit: the normalised sum is 0.2 with sums of squares, against 0 at (a1, a2)."""
    deal = bargain(EXAMPLE_7, Utilitarian(kind))
    assert deal.payoffs.tolist() == [-1.0, 3.0]
    assert not deal.individually_rational and deal.unique


def test_with_ideal_gains_as_units_nobody_can_gain_in_example_7():
    deal = bargain(EXAMPLE_7, Utilitarian("ideal"))
    assert not deal.can_gain.any() and deal.payoffs.tolist() == [0.0, 0.0]


def test_dividing_by_a_squared_unit_depends_on_everybodys_units():
    """Erratum 22: u1 -> u1 / 3 flips the winner by variance, and by standard deviation not."""
    for kind in ("variance", "sum-of-squares"):
        assert bargain(SMALLER_7, Utilitarian(kind)).payoffs.tolist() == [0.0, 0.0]
    for kind in ("std", "sample-std", "mad", "range"):
        assert bargain(SMALLER_7, Utilitarian(kind)).payoffs == pytest.approx([-1 / 3, 3.0])


def test_in_the_stronger_example_all_could_gain_and_one_loses():
    deal = bargain(STRONGER_7, Utilitarian("std"))
    assert deal.payoffs.tolist() == [-2.0, 3.0] and not deal.individually_rational


def test_the_weights_multiply_payoffs_in_their_units():
    """max 3 a x + b y over corners (2, 0), (0, 5): with ranges as units 3/4 against 1/4."""
    problem = BargainingProblem(Polytope([[0, 0], [2, 0], [0, 5]]), [0, 0])
    assert bargain(problem, Utilitarian()).payoffs.tolist() == [0.0, 5.0]
    assert bargain(problem, Utilitarian("range", [0.75, 0.25])).payoffs.tolist() == [2.0, 0.0]
    assert bargain(problem, Utilitarian(weights=[0.75, 0.25])).payoffs.tolist() == [2.0, 0.0]
    assert bargain(problem, Utilitarian(weights=[0.7, 0.3])).payoffs.tolist() == [0.0, 5.0]  # 1.4 against 1.5


def test_the_problems_own_weights_count_unless_others_are_given():
    problem = BargainingProblem(Polytope([[0, 0], [1, 0], [0, 1]]), [0, 0], weights=[0.6, 0.4])
    assert bargain(problem, Utilitarian()).payoffs.tolist() == [1.0, 0.0]
    assert bargain(problem, Utilitarian(weights="equal")).payoffs == pytest.approx([0.5, 0.5])
    assert bargain(problem, Utilitarian(weights=[0.4, 0.6])).payoffs.tolist() == [0.0, 1.0]


def test_disagreement_plays_no_part_where_nothing_ties():
    points = [[0, 0], [3, 1], [1, 2]]
    for d in ([0, 0], [-100, 5], [2, 0.5]):
        assert bargain(BargainingProblem(Polytope(points), d), Utilitarian()).payoffs.tolist() == [3.0, 1.0]


def test_ideal_gains_as_units_are_those_over_x_above_d():
    """Over x >= (0, 0.5) of the triangle to (4, 1) ideal gains are 2 and 0.5: the side of slope -1/4 ties."""
    deal = bargain(BargainingProblem(Polytope([[0, 0], [4, 0], [0, 1]]), [0, 0.5]), Utilitarian("ideal"))
    assert deal.ideal == pytest.approx([2.0, 1.0])
    assert not deal.unique and deal.payoffs == pytest.approx([1.0, 0.75])


def test_a_measure_replaces_the_pure_profiles():
    """Player 1's payoff hardly varies in it, so its units are small and its sum rules."""
    problem = BargainingProblem(Polytope([[0, 0], [2, 0], [0, 5]]), [0, 0])
    assert bargain(problem, Utilitarian("std")).payoffs == pytest.approx([1.0, 2.5])  # 2/std and 5/std tie
    skewed = Utilitarian("std", measure=[[0.0, 0.0], [0.1, 5.0]])
    assert bargain(problem, skewed).payoffs.tolist() == [2.0, 0.0]
    likely = Utilitarian("std", measure=([[0.0, 0.0], [2.0, 0.0], [0.0, 5.0]], [0.02, 0.02, 0.96]))
    assert bargain(problem, likely).payoffs.tolist() == [2.0, 0.0]  # 2 / 0.28 against 5 / 0.98


def test_the_title_names_the_unit():
    assert Utilitarian().title == "utilitarian solution"
    assert Utilitarian("mad").title == "utilitarian solution (mad)"


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: Utilitarian(None),
            (
                "normalization must be one of none, range, ideal, sum-of-squares, variance, std, sample-std and mad, "
                'but it is None; use for example "std".'
            ),
        ),
        (
            lambda: Utilitarian("ideal", measure=[[0.0, 1.0], [1.0, 0.0]]),
            (
                "measure must belong to a normalization by spread, but it is 'ideal'; leave it out, or use one of "
                "sum-of-squares, variance, std, sample-std and mad."
            ),
        ),
    ],
)
def test_bad_settings_get_one_sentence(make, sentence):
    with pytest.raises(InvalidProblem) as error:
        make()
    assert str(error.value) == sentence


@pytest.mark.parametrize("bad", [["std"], {"std": 1}, np.array(["std", "mad"])])
def test_a_normalization_that_is_no_text_gets_the_same_sentence(bad):
    with pytest.raises(InvalidProblem, match="normalization must be one of none"):
        Utilitarian(bad)
