"""Units of utility: closed forms, full enumeration of the pure profiles, and what a measure must look like."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, Box, InvalidProblem, Polytope
from largeworlds.bargaining import normalization
from largeworlds.bargaining.normalization import NORMALIZATIONS, SPREADS, Measure, scales

#: Treutlein 2023, Example 7: payoffs of (a1, a2), (a1, b2), (b1, a2), (b1, b2) relative to (a1, a2).
OUTCOMES = np.array([[0.0, 0.0], [-3.0, -1.0], [-1.0, 3.0], [-4.0, 2.0]])
EXAMPLE_7 = BargainingProblem([[[0, 0], [-1, 3]], [[0, 0], [-3, -1]]], [0, 0])
#: By hand: deviations of player 1 are 2, -1, 1, -2, of player 2 they are -1, -2, 2, 1.
UNITS_7 = {
    "none": 1.0,
    "range": 4.0,
    "sum-of-squares": 10.0,
    "variance": 2.5,
    "std": 2.5**0.5,
    "sample-std": (10 / 3) ** 0.5,
    "mad": 1.5,
}


def enumerated(outcomes: np.ndarray, kind: str) -> np.ndarray:
    """The spread over a list of equally likely outcomes, by its definition."""
    off = outcomes - outcomes.mean(axis=0)
    return {
        "sum-of-squares": (off**2).sum(axis=0),
        "variance": outcomes.var(axis=0),
        "std": outcomes.std(axis=0),
        "sample-std": outcomes.std(axis=0, ddof=1),
        "mad": np.abs(off).mean(axis=0),
    }[kind]


@pytest.mark.parametrize("kind", UNITS_7)
def test_the_units_of_example_7_are_those_by_hand(kind):
    assert scales(EXAMPLE_7, kind, None) == pytest.approx([UNITS_7[kind]] * 2, rel=1e-14)
    if kind in SPREADS:  # one joint list of the same four outcomes, and the same as a measure
        assert scales(BargainingProblem(Polytope(OUTCOMES), [0, 0]), kind, None) == pytest.approx([UNITS_7[kind]] * 2)
        assert scales(EXAMPLE_7, kind, Measure(OUTCOMES)) == pytest.approx([UNITS_7[kind]] * 2)


@pytest.mark.parametrize("kind", SPREADS)
def test_a_sum_of_many_sets_has_the_spread_of_all_its_profiles(kind, rng):
    """Six contributors of up to three actions, ties and a whole part that does nothing among them; d plays no part."""
    lists = [rng.integers(-3, 4, size=(1 + i % 3, 6)).astype(float) for i in range(6)]
    lists[5] = np.zeros((3, 6))
    sums = np.array([np.sum(rows, axis=0) for rows in product(*lists)])
    for d in (np.zeros(6), np.full(6, -50.0)):
        assert scales(BargainingProblem(lists, d), kind, None) == pytest.approx(enumerated(sums, kind), rel=1e-12)


def test_a_sum_of_sets_inside_one_contributor_counts_as_independent_choices():
    """The corners of a box are the profiles of its sides, so a square of side 2 has variance 1 in each payoff."""
    square = BargainingProblem(Box([0.0, 0.0], [2.0, 4.0]), [0, 0])
    assert scales(square, "variance", None) == pytest.approx([1.0, 4.0])
    twice = BargainingProblem(Polytope([[0.0, 0], [2, 0]]) + Polytope([[0.0, 0], [0, 4]]), [0, 0])
    assert scales(twice, "variance", None) == pytest.approx([1.0, 4.0])


def test_the_mean_absolute_deviation_of_many_two_way_choices_is_the_binomial_one(count):
    """n fair coins: E|X - n/2| = n binom(n - 1, n // 2) / 2**n for even n; values that coincide are merged."""
    n = count(40, 12)
    coins = [Polytope([[0.0] * n, [1.0] + [0.0] * (n - 1)]) for _ in range(n)]
    from math import comb

    found = scales(BargainingProblem(coins, np.zeros(n)), "mad", None)
    assert found[0] == pytest.approx(n * comb(n - 1, n // 2) / 2**n, rel=1e-12)
    assert (found[1:] == 0).all()


def test_too_many_values_ask_for_a_measure(monkeypatch):
    monkeypatch.setattr(normalization, "_MOST_VALUES", 10)
    powers = [Polytope([[0.0] * 4, [2.0**i] * 4]) for i in range(4)]
    with pytest.raises(InvalidProblem) as error:
        scales(BargainingProblem(powers, [0] * 4), "mad", None)
    assert str(error.value) == (
        "measure must be given where payoffs take more than 10 values over pure profiles, but it is missing; give "
        "payoff vectors (k, m) to measure spread over."
    )


def test_what_nobody_changes_has_no_spread_however_large_it_is():
    """0.1 + 0.2 and the like: rounding of a mean is no spread, or its inverse would rule the sum."""
    for kind in SPREADS:
        assert Measure([[0.1, 1.0], [0.1, 2.0], [0.1, 4.0]]).spread(kind)[0] == 0
        flat = BargainingProblem([[[0.1, 1.0], [0.1, 2.0], [0.1, 4.0]], [[1e9, 0.0]]], [0, 0])
        assert scales(flat, kind, Measure([[1e9, 1.0], [1e9, 2.0]]))[0] == 0


def test_probabilities_weigh_outcomes():
    measure = Measure([[0.0, 1.0], [4.0, 1.0]], [0.25, 0.75])
    assert measure.spread("variance") == pytest.approx([3.0, 0.0])  # 16 * 3/16
    assert measure.spread("std") == pytest.approx([3.0**0.5, 0.0])
    assert measure.spread("mad") == pytest.approx([1.5, 0.0])  # 3/4 * 1 + 1/4 * 3
    again = Measure.of(([[0.0, 1.0], [4.0, 1.0]], [0.25, 0.75]))
    assert again.probabilities.tolist() == [0.25, 0.75] and not again.uniform
    assert Measure.of(measure) is measure


def test_one_outcome_has_no_spread():
    """Divided by k - 1 = 0 the sample standard deviation would be no number."""
    assert [Measure([[3.0, 4.0]]).spread(kind).tolist() for kind in SPREADS] == [[0.0, 0.0]] * len(SPREADS)


def test_every_name_is_known_to_scales_or_needs_a_solver():
    assert set(NORMALIZATIONS) == {*UNITS_7, "ideal"}
    assert set(SPREADS) < set(NORMALIZATIONS)


PART = "give one row of payoffs per outcome"
CURVED = BargainingProblem([Ball([1.0, 1.0]), [[0.0, 0.0]]], [0, 0], ["Ann", "Bob"])


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: scales(CURVED, "std", None),
            (
                "measure must be given for the normalization 'std' where a set has no finite list of actions, but it "
                "is missing, and the set of 'Ann' has none; give payoff vectors (k, m) to measure spread over."
            ),
        ),
        (
            lambda: scales(BargainingProblem(Ball([1.0, 1.0]), [0, 0]), "mad", None),
            (
                "measure must be given for the normalization 'mad' where a set has no finite list of actions, but it "
                "is missing, and the set of 'all players' has none; give payoff vectors (k, m) to measure spread over."
            ),
        ),
        (
            lambda: Measure([[0.0, 1.0]], [0.5, 0.5]),
            (
                "measure probabilities must have 1 number, one per outcome, but it has 2; give one probability per "
                "outcome."
            ),
        ),
        (
            lambda: Measure([[0.0, 1.0], [1.0, 0.0]], [1.5, -0.5]),
            "measure probabilities[1] must not be negative, but it is -0.5; give one probability per outcome.",
        ),
        (
            lambda: Measure([[0.0, 1.0], [1.0, 0.0]], [0.5, 0.4]),
            "measure probabilities must sum to one, but it sums to 0.9; give one probability per outcome.",
        ),
        (
            lambda: Measure([[0.0, 1.0], [1.0, 0.0]], [0.5, 0.5]).spread("sample-std"),
            (
                "normalization sample-std counts outcomes, so all must be equally likely, but it is sample-std; use "
                '"variance" or "std", or list the outcomes without probabilities.'
            ),
        ),
    ],
)
def test_bad_measures_get_one_sentence(make, sentence):
    with pytest.raises(InvalidProblem) as error:
        make()
    assert str(error.value) == sentence


@pytest.mark.parametrize("bad", [[], [1.0, 2.0], [[np.nan, 1.0]], [["a", "b"]], None, [[1.0], [2.0, 3.0]]])
def test_a_measure_that_is_no_table_of_numbers_is_refused_by_name(bad):
    with pytest.raises(InvalidProblem, match=r"^measure"):
        Measure(bad)
