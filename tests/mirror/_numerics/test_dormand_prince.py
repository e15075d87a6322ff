"""The Runge-Kutta pair: known solutions within its own error estimate, and its order."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds._numerics.dormand_prince import steps


def followed(tolerance: float) -> tuple[float, float, int]:
    """(error at the end, sum of the estimates, number of steps) of a rotation by a bit more than one radian."""
    time, estimate = 0.0, 0.0
    for count, step in enumerate(
        steps(lambda y: np.array([y[1], -y[0]]), np.array([0.0, 1.0]), np.full(2, tolerance), 0.1)
    ):
        time, estimate = time + step.length, estimate + float(step.error.max())
        if time > 1.0:
            return float(np.abs(step.state - [np.sin(time), np.cos(time)]).max()), estimate, count + 1
    raise AssertionError


@pytest.mark.parametrize("tolerance", [1e-6, 1e-9, 1e-12])
def test_a_rotation_is_followed_within_the_estimates(tolerance):
    error, estimate, _ = followed(tolerance)
    assert error <= estimate + 1e-14


def test_steps_grow_with_the_fifth_root_of_the_tolerance():
    few, many = followed(1e-7)[2], followed(1e-12)[2]
    assert 6 <= many / few <= 14


def test_the_derivative_that_comes_with_a_step_is_that_of_its_state():
    step = next(steps(lambda y: -y, np.ones(1), np.full(1, 1e-9), 0.1))
    assert step.slope.tolist() == (-step.state).tolist()


def test_a_kink_makes_steps_short_and_is_passed():
    """y' = 1 until y = 1, then 1/2."""
    time = 0.0
    for step in steps(lambda y: np.where(y < 1.0, 1.0, 0.5), np.zeros(1), np.full(1, 1e-10), 0.3):
        time += step.length
        if time > 3.0:
            break
    assert step.state[0] == pytest.approx(1 + (time - 1) / 2, abs=1e-8)
