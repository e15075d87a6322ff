"""The family of returns against decimal arithmetic with 60 digits; splits against the optimality conditions."""

from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from largeworlds._numerics import returns

EXPONENTS = [-3.0, -1.0, -0.5, 0.0, 0.1, 0.5, 0.9, 0.999, 1.0]


def exact(amount: float, scale: float, offset: float, exponent: float) -> Decimal:
    """The return by its definition, with 60 digits."""
    with localcontext() as context:
        context.prec = 60
        r, c, o, b = (Decimal(x) for x in (amount, scale, offset, exponent))
        if b == 1:
            return c * r
        if b == 0:
            return c * (1 + r / o).ln()
        start = o**b if o > 0 else Decimal(0)
        return c * (((o + r) ** b if o + r > 0 else Decimal(0)) - start) / b


def arrays(*numbers: float) -> list[np.ndarray]:
    return [np.array([x]) for x in numbers]


@pytest.mark.parametrize("exponent", EXPONENTS)
@pytest.mark.parametrize("offset", [0.0, 1e-6, 0.3, 1.0, 1e6])
@pytest.mark.parametrize("amount", [0.0, 1e-12, 1e-3, 0.7, 1.0, 50.0, 1e6])
def test_value_is_exact_to_rounding(amount, offset, exponent):
    if offset == 0 and exponent <= 0:
        return  # not in the family: the payoff of nothing would be minus infinity
    offset = 0.0 if exponent == 1 else offset
    found = returns.value(*arrays(amount, 2.5, offset, exponent))[0]
    assert abs(Decimal(float(found)) - exact(amount, 2.5, offset, exponent)) <= Decimal("4e-15") * abs(
        exact(amount, 2.5, offset, exponent)
    )


@pytest.mark.parametrize("exponent", EXPONENTS)
@pytest.mark.parametrize("offset", [1e-3, 1.0, 30.0])
@pytest.mark.parametrize("amount", [1e-3, 0.7, 50.0])
def test_slope_and_bend_are_the_derivatives(amount, offset, exponent):
    offset = 0.0 if exponent == 1 else offset
    h = 1e-8 * amount

    def gained(r: float) -> Decimal:
        return exact(r, 2.5, offset, exponent)

    slope = float((gained(amount + h) - gained(amount - h)) / Decimal((amount + h) - (amount - h)))
    assert returns.slope(*arrays(amount, 2.5, offset, exponent))[0] == pytest.approx(slope, rel=1e-9)
    up = returns.slope(*arrays(amount * (1 + 1e-6), 2.5, offset, exponent))[0]
    down = returns.slope(*arrays(amount * (1 - 1e-6), 2.5, offset, exponent))[0]
    bend = returns.bend(*arrays(amount, 2.5, offset, exponent))[0]
    assert bend >= 0
    assert bend == pytest.approx((down - up) / (2e-6 * amount), rel=1e-5, abs=1e-9 * up / amount)


def test_slope_at_nothing_is_infinite_without_offset_and_not_with():
    assert returns.slope(*arrays(0.0, 1.0, 0.0, 0.5))[0] == np.inf
    assert returns.slope(*arrays(0.0, 3.0, 2.0, 0.0))[0] == 1.5
    assert returns.bend(*arrays(0.0, 3.0, 0.0, 1.0))[0] == 0.0


@pytest.mark.parametrize("exponent", EXPONENTS)
@pytest.mark.parametrize("offset", [0.0, 1e-3, 1.0, 1e3])
@pytest.mark.parametrize("amount", [0.0, 1e-9, 0.1, 1.0, 20.0, 1e4])
def test_cost_undoes_value(amount, offset, exponent):
    if offset == 0 and exponent <= 0:
        return
    offset = 0.0 if exponent == 1 else offset
    family = arrays(0.7, offset, exponent)
    gained = returns.value(np.array([amount]), *family)
    back = returns.cost(gained, *family)[0]
    # The last digit of the payoff is worth value / slope units of the resource where returns have flattened out.
    flat = float(gained[0] / returns.slope(np.array([amount]), *family)[0]) if amount > 0 else 0.0
    if 1e-14 * flat < amount:
        assert abs(back - amount) <= 1e-14 * (amount + flat)
    else:  # more resources bring nothing that a float could show: the amount is lost, but not less than it was
        assert back >= 0.01 * amount


def test_cost_knows_what_is_out_of_reach():
    limit = returns.value(*arrays(1e300, 2.0, 1.0, -1.0))[0]
    assert limit == pytest.approx(2.0)
    assert returns.cost(*arrays(2.1, 2.0, 1.0, -1.0))[0] == np.inf
    assert returns.cost(*arrays(0.5, 0.0, 1.0, 0.0))[0] == np.inf
    assert returns.cost(*arrays(0.0, 0.0, 1.0, 0.0))[0] == 0.0


def assert_optimal(spent, worth, offset, exponent, budget):
    """All is spent, equal marginal worth where something is spent, no more elsewhere."""
    assert (spent >= 0).all()
    assert abs(spent.sum() - budget) <= 1e-14 * budget
    assert not spent[worth <= 0].any()
    live = worth > 0
    with np.errstate(divide="ignore"):
        # What is spent may be too little for a float (an eightieth to the power of a thousand): not less than 1e-300.
        marginal = worth[live] * (offset[live] + np.maximum(spent[live], 1e-300)) ** (exponent[live] - 1)
    used = spent[live] > 1e-12 * budget
    price = marginal[used].max()
    # An amount is only known to rounding, and so is the marginal worth where it is steep.
    steep = 1 + (1 - exponent[live]) * budget * 1e-3 / (offset[live] + spent[live] + 1e-300)
    assert (marginal[used] >= price * (1 - 1e-12 * steep[used])).all(), marginal[used] / price - 1
    unused = spent[live] == 0
    assert (marginal[unused] <= price * (1 + 1e-9)).all()


@given(seed=st.integers(0, 10**6))
def test_best_split_meets_the_optimality_conditions(seed):
    rng = np.random.default_rng(seed)
    k = int(rng.integers(1, 8))
    exponent = rng.choice(EXPONENTS, size=k)
    offset = np.where(exponent == 1, 0.0, np.where(exponent <= 0, 1.0, rng.integers(2, size=k)))
    offset = offset * 10.0 ** rng.uniform(-2, 2, size=k)
    weights = rng.normal(size=(3, k)) + 0.5
    scale = rng.random(k) * rng.integers(2, size=k) + 0.1
    budget = float(10.0 ** rng.uniform(-2, 2))
    split = returns.best_split(weights, scale, offset, exponent, budget)
    assert split.shape == weights.shape
    for w, spent in zip(weights, split, strict=True):
        worth = np.maximum(w, 0) * scale
        if worth.any():
            assert_optimal(spent, worth, offset, exponent, budget)
        else:
            assert not spent.any()


@given(seed=st.integers(0, 10**6))
def test_best_split_of_two_uses_against_a_line_search(seed):
    rng = np.random.default_rng(seed)
    exponent = rng.choice([-1.0, 0.0, 0.3, 0.7, 1.0], size=2)
    offset = np.where(exponent == 1, 0.0, rng.random(2) + 0.1)
    weights, scale = rng.random(2) + 0.05, rng.random(2) + 0.1

    def lost(first: float) -> float:
        return -float(weights @ returns.value(np.array([first, 1.0 - first]), scale, offset, exponent))

    best = min(
        minimize_scalar(lost, bounds=(0, 1), method="bounded", options={"xatol": 1e-12}).fun, lost(0.0), lost(1.0)
    )
    spent = returns.best_split(weights[None], scale, offset, exponent, 1.0)[0]
    assert lost(float(spent[0])) <= best + 1e-12


def test_best_split_breaks_ties_and_handles_corners():
    one, zero = np.ones(3), np.zeros(3)
    assert returns.best_split(np.ones((1, 3)), one, zero, one, 2.0).tolist() == [[2.0, 0.0, 0.0]]
    assert returns.best_split(-np.ones((1, 3)), one, zero, one, 2.0).tolist() == [[0.0, 0.0, 0.0]]
    assert returns.best_split(np.zeros((2, 3)), one, zero, 0.5 * one, 2.0).tolist() == [[0.0] * 3] * 2
    assert returns.best_split(np.zeros((0, 3)), one, zero, one, 2.0).shape == (0, 3)
    # Equal powers have a closed form; a hair's breadth apart they must give the same.
    closed = returns.best_split(np.array([[1.0, 2.0, 3.0]]), one, zero, 0.5 * one, 5.0)
    general = returns.best_split(np.array([[1.0, 2.0, 3.0]]), one, zero, np.array([0.5, 0.5, 0.5 + 1e-13]), 5.0)
    assert np.abs(closed - general).max() < 1e-11
    assert closed[0].tolist() == pytest.approx(5 * np.array([1.0, 4.0, 9.0]) / 14)


@pytest.mark.parametrize("low", [1e-300, 1e-150, 1e-20, 1e-8])
def test_best_split_survives_any_size_of_weights(low):
    """No overflow, no division by zero (warnings are errors here)."""
    exponent = np.array([0.999, 0.5, 0.0, -2.0, 1.0])
    offset = np.array([0.0, 0.0, 1.0, 0.5, 0.0])
    for weights in ([low, 1.0, low, 1.0, low], [1.0, low, 1.0, low, 1.0], [low] * 5, [1 / low] * 5):
        spent = returns.best_split(np.array([weights]), np.ones(5), offset, exponent, 3.0)[0]
        assert np.isfinite(spent).all() and abs(spent.sum() - 3) < 1e-12 and (spent >= 0).all()
