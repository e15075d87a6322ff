"""Harsanyi's theorem: weights or lotteries, and never both."""

from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds._core.errors import InvalidProblem


def assert_violates(check: lw.HarsanyiCheck, u: np.ndarray, star: np.ndarray) -> None:
    """The two lotteries show that Axiom 4 does not hold."""
    for lottery in (check.better, check.worse):
        assert lottery.shape == star.shape and (lottery >= 0).all() and lottery.sum() == pytest.approx(1)
    change = check.better - check.worse
    axes = tuple(range(1, u.ndim))
    assert ((u * change).sum(axis=axes) >= -1e-9 * np.ptp(u, axis=axes)).all()
    assert (star * change).sum() == pytest.approx(-check.violation * np.ptp(star)) and check.violation > 0


def test_weighted_sums_give_their_weights_back(rng, count):
    for _ in range(count(100, 20)):
        u = rng.normal(size=(3, 2, 3, 2)) * rng.choice([1e-6, 1.0, 1e6], 3)[:, None, None, None]
        weights = rng.uniform(0, 2, 3) * (rng.random(3) > 0.3) / np.ptp(u, axis=(1, 2, 3))
        star = 4 + np.tensordot(weights, u, 1)
        check = lw.check_harsanyi(u, star)
        assert check and check.better is None and (check.weights >= 0).all()
        size = np.ptp(star) or 1.0
        assert check.constant + np.tensordot(check.weights, u, 1) == pytest.approx(star, abs=1e-8 * size)


def test_others_are_refuted_by_two_lotteries(rng, count):
    refuted = 0
    for _ in range(count(100, 20)):
        u, star = rng.normal(size=(2, 3, 3)), rng.normal(size=(3, 3))
        check = lw.check_harsanyi(u, star)
        assert check.holds is False and check.weights is None
        assert_violates(check, u, star)
        assert check.violation == pytest.approx(2 * check.deviation, rel=1e-6)  # Farkas: the two programs are dual
        refuted += 1
    assert refuted >= 20


def test_a_negative_weight_is_refuted():
    u = np.array([[0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]])
    check = lw.check_harsanyi(u, u[0] - 0.01 * u[1])
    assert check.holds is False
    assert_violates(check, u, u[0] - 0.01 * u[1])


def test_independent_mixing_is_undecided_only_where_it_may_hold():
    a = np.array([0.0, 1.0, 2.0])
    u = np.array([np.add.outer(a, 0 * a), np.add.outer(0 * a, a)])
    assert lw.check_harsanyi(u, u[0] + 2 * u[1], mixing="independent").holds is True
    assert lw.check_harsanyi(u, u[0] * u[1], mixing="independent").holds is None
    against = lw.check_harsanyi(u, -u[0] * u[1], mixing="independent")
    assert against.holds is False
    assert_violates(against, u, -u[0] * u[1])


def test_constants():
    check = lw.check_harsanyi([[1.0, 2.0], [3.0, 3.0]], [5.0, 5.0])
    assert check and check.weights.tolist() == [0, 0] and check.constant == 5
    assert lw.check_harsanyi([[1.0, 1.0]], [0.0, 1.0]).holds is False


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([1.0, 2.0], [1.0, 2.0]), "utilities must have at least two axes, players first, but it is of shape (2,)"),
        (([[1.0, 2.0]], [1.0]), "u_star must have the shape (2,) of the outcomes, but it is of shape (1,)"),
        (([[1.0, np.nan]], [1.0, 2.0]), "utilities must be finite"),
        (("x", [1.0]), "utilities must be numbers, but it is 'x'"),
    ],
)
def test_bad_input_gets_one_sentence(arguments, words):
    with pytest.raises(InvalidProblem) as caught:
        lw.check_harsanyi(*arguments)
    assert words in str(caught.value)
    with pytest.raises(InvalidProblem, match="tolerance must be a positive number, but it is -1"):
        lw.check_harsanyi([[1.0, 2.0]], [1.0, 2.0], tolerance=-1)
    with pytest.raises(InvalidProblem, match="mixing must be"):
        lw.check_harsanyi([[1.0, 2.0]], [1.0, 2.0], mixing="x")
    with pytest.raises(InvalidProblem, match="u_star must have one axis per player, 2 in all"):
        lw.check_harsanyi([[1.0, 2.0]] * 2, [1.0, 2.0], mixing="independent")
