"""Units of utility, from the definitions: over pure profiles one by one, and over measures."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, Box, InvalidProblem, Polytope
from largeworlds.bargaining.normalization import NORMALIZATIONS, SPREADS, Measure, scales

#: Treutlein 2023, Example 7: two players with two actions each.
EXAMPLE = BargainingProblem([[[0, -3], [-1, 0]], [[0, 3], [-3, 2]]], [0, 0])
FORMULAS = {
    "sum-of-squares": lambda x: ((x - x.mean(axis=0)) ** 2).sum(axis=0),
    "variance": lambda x: x.var(axis=0),
    "std": lambda x: x.std(axis=0),
    "sample-std": lambda x: x.std(axis=0, ddof=1),
    "mad": lambda x: np.abs(x - x.mean(axis=0)).mean(axis=0),
}


def profiles(problem: BargainingProblem) -> np.ndarray:
    return np.array([np.sum(rows, axis=0) for rows in product(*(part.vertices() for part in problem.sets))])


def test_the_papers_example_has_sums_of_squares_ten_and_ten():
    assert scales(EXAMPLE, "sum-of-squares", None) == pytest.approx([10.0, 10.0], rel=1e-14)
    assert scales(EXAMPLE, "variance", None) == pytest.approx([2.5, 2.5], rel=1e-14)


@pytest.mark.parametrize("kind", SPREADS)
@pytest.mark.parametrize("seed", range(8))
def test_spreads_over_pure_profiles_are_those_of_the_enumeration(kind, seed):
    rng = np.random.default_rng(seed)
    m = int(rng.integers(1, 5))
    values = rng.integers(-2, 3, size=(50, m)) if seed % 2 else rng.normal(size=(50, m))  # with ties and without
    sets = [Polytope(values[rng.integers(50, size=rng.integers(1, 6))]) for _ in range(m)]
    problem = BargainingProblem(sets, np.zeros(m))
    if len(profiles(problem)) > 1:
        assert scales(problem, kind, None) == pytest.approx(FORMULAS[kind](profiles(problem)), rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("kind", SPREADS)
def test_spreads_over_a_measure_are_those_of_its_outcomes(kind):
    outcomes = np.random.default_rng(3).normal(size=(7, 2))
    problem = BargainingProblem([Ball([1.0, 1.0]), Ball([1.0, 2.0])], [0, 0])
    assert scales(problem, kind, Measure(outcomes)) == pytest.approx(FORMULAS[kind](outcomes), rel=1e-12)


@pytest.mark.parametrize("kind", ["variance", "std", "mad"])
def test_probabilities_count_outcomes_as_often_as_they_say(kind):
    outcomes = np.random.default_rng(3).normal(size=(3, 2))
    weighted = Measure(outcomes, [0.5, 0.25, 0.25]).spread(kind)
    assert weighted == pytest.approx(Measure(outcomes[[0, 0, 1, 2]]).spread(kind), rel=1e-13)


def test_none_range_and_what_never_varies():
    problem = BargainingProblem([Box([0, -1], [3, -1]), Polytope([[1, 1], [2, 1]])], [0, 0])
    assert scales(problem, "none", None).tolist() == [1.0, 1.0]
    assert scales(problem, "range", None).tolist() == [4.0, 0.0]
    assert scales(problem, "std", None)[1] == 0.0
    assert Measure([[0.1 + 0.2, 1.0], [0.3, 2.0]]).spread("std")[0] == 0.0  # rounding is no spread


def test_so_many_profiles_that_their_number_is_no_float():
    part = Polytope([[0.0], [1.0], [2.0]])
    problem = BargainingProblem(part, [0.0])
    many = BargainingProblem([Polytope(np.eye(700)[:3]) for _ in range(700)], np.zeros(700))
    assert np.isfinite(scales(many, "sum-of-squares", None)).all()
    assert scales(many, "sample-std", None)[0] == pytest.approx(scales(many, "std", None)[0], rel=1e-14)
    assert scales(problem, "sample-std", None)[0] == pytest.approx(1.0, rel=1e-14)


def test_what_may_stand_for_a_measure():
    outcomes, chances = [[0.0, 1.0], [1.0, 0.0], [2.0, 5.0]], [0.2, 0.3, 0.5]
    assert Measure.of(outcomes).uniform and not Measure.of((outcomes, chances)).uniform
    assert Measure.of((outcomes, chances)).probabilities.tolist() == chances
    ready = Measure(outcomes)
    assert Measure.of(ready) is ready


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: Measure([1.0, 2.0]),
            (
                "measure must have two axes (rows and columns), but it is of shape (2,); give one row of payoffs "
                "per outcome."
            ),
        ),
        (
            lambda: Measure([[1.0], [2.0]], [0.5]),
            (
                "measure probabilities must have 2 numbers, one per outcome, but it has 1; give one "
                "probability per outcome."
            ),
        ),
        (
            lambda: Measure([[1.0], [2.0]], [0.5, 0.6]),
            ("measure probabilities must sum to one, but it sums to 1.1; give one probability per outcome."),
        ),
        (
            lambda: Measure([[1.0], [2.0]], [1.5, -0.5]),
            ("measure probabilities[1] must not be negative, but it is -0.5; give one probability per outcome."),
        ),
        (
            lambda: Measure([[1.0], [2.0]], [0.4, 0.6]).spread("sample-std"),
            (
                "normalization sample-std counts outcomes, so all must be equally likely, but it is sample-std; use "
                '"variance" or "std", or list the outcomes without probabilities.'
            ),
        ),
        (
            lambda: scales(BargainingProblem([Ball([1.0, 1.0]), Ball([1.0, 1.0])], [0, 0], ["a", "b"]), "std", None),
            (
                "measure must be given for the normalization 'std' where a set has no finite list of actions, but it "
                "is missing, and the set of 'a' has none; give payoff vectors (k, m) to measure spread over."
            ),
        ),
    ],
    ids=["axes", "count", "sum", "sign", "uniform", "curved"],
)
def test_errors(make, sentence):
    with pytest.raises(InvalidProblem) as error:
        make()
    assert str(error.value) == sentence


def test_every_name_has_its_words():
    assert set(SPREADS) < set(NORMALIZATIONS) and all(NORMALIZATIONS.values())
