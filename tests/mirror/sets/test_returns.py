"""Returns: the formula of each docstring, increasing and concave from zero, and errors."""

from __future__ import annotations

import math

import numpy as np
import pytest

from largeworlds import InvalidProblem, Isoelastic, Linear, Log, Power
from tests.members import payoff_of

ALL = [
    Linear(2.0),
    Linear(0.0),
    Power(0.5, 3.0),
    Power(1.0, 2.0),
    Power(0.01),
    Log(2.0, 0.3),
    Log(),
    Isoelastic(0.0, 2.0),
    Isoelastic(0.3),
    Isoelastic(1.0, 2.0),
    Isoelastic(1.0, 2.0, 5.0),
    Isoelastic(3.0),
    Isoelastic(0.5, 1.0, 2.0),
]


@pytest.mark.parametrize("f", ALL, ids=repr)
def test_they_follow_their_formula_and_diminish(f):
    amounts = np.array([0.0, 1e-6, 0.1, 1.0, 2.0, 3.0, 100.0])
    values = f(amounts)
    assert values == pytest.approx([payoff_of(f, r) for r in amounts], rel=1e-9, abs=1e-12)
    assert values[0] == 0.0
    steps = np.diff(values) / np.diff(amounts)
    assert (steps >= 0).all() and (np.diff(steps) <= 1e-9 * steps[:-1]).all()


def test_known_values():
    assert Linear(2.0)(3.0) == 6.0
    assert Power(0.5)(9.0) == 3.0
    assert Log(2.0)(math.e - 1) == pytest.approx(2.0)
    assert Isoelastic(0.5)(4.0) == pytest.approx(4.0)
    assert Isoelastic(2.0)(1.0) == pytest.approx(0.5)  # 1 - 1 / (1 + r)
    assert Isoelastic(1.0)(1.0) == pytest.approx(math.log(2))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Power(1.5), ["Power exponent", "at most 1", "diminish", "1.5", "Linear"]),
        (lambda: Power(0.0), ["Power exponent", "positive"]),
        (lambda: Power(0.5, -1.0), ["Power scale", "-1.0"]),
        (lambda: Linear(-1.0), ["Linear scale", "zero or a positive number"]),
        (lambda: Log(1.0, 0.0), ["Log offset", "positive"]),
        (lambda: Log(math.nan), ["Log scale", "nan"]),
        (lambda: Isoelastic(-0.1), ["Isoelastic eta", "-0.1"]),
        (lambda: Isoelastic(2.0, 1.0, 0.0), ["Isoelastic offset", "positive"]),
        (lambda: Linear(True), ["Linear scale", "True"]),
    ],
)
def test_errors(make, words):
    with pytest.raises(InvalidProblem) as error:
        make()
    assert all(word in str(error.value) for word in words), str(error.value)
