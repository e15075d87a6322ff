"""The smoothed demand game: the equilibrium by other means, regrets on a grid, the limit and its rate, bad input."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from largeworlds import (
    Ball,
    BargainingProblem,
    Box,
    InvalidProblem,
    NashBargaining,
    NoAgreement,
    NotConverged,
    Polytope,
    bargain,
    smoothed_demand_game,
)
from largeworlds.bargaining.strategic import demand_game as module
from tests import conic

PIE = BargainingProblem(Polytope([[0, 0], [3, 0], [0, 1]]), [0, 0])


def chance(game, demands) -> float:
    """h: with what probability ``demands`` are met, from the sets' conic forms."""
    found = conic.common_gain(game.problem.sets, np.asarray(demands), game.ideal_gains)
    return float(np.exp(-0.5 * (max(-found.low, 0.0) / game.noise) ** 2))


@pytest.mark.parametrize("noise", [1.0, 0.3, 0.03, 0.001])
def test_a_pie_in_closed_form(noise):
    """Shares u of the ideal gains: e = (u + u - 1) / 2 and 1 / u = e / (2 noise^2), so e (1 + 2e) = 4 noise^2."""
    e = (-1 + np.sqrt(1 + 32 * noise**2)) / 4
    game = smoothed_demand_game(PIE, noise=noise)
    assert game.excess == pytest.approx(e, rel=1e-7)
    assert game.demands == pytest.approx(np.array([3.0, 1.0]) * (0.5 + e), rel=1e-10)
    assert game.compatible == pytest.approx(np.exp(-0.5 * (e / noise) ** 2), rel=1e-7)
    assert game.payoffs == pytest.approx(game.compatible * game.demands, rel=1e-12)


GAMES = {
    "ball": (BargainingProblem(Ball([1.0, 2.0]), [0.1, 0.7]), 0.2),
    "kink": (BargainingProblem(Polytope([[0, 0], [0, 1], [1, 1], [2, 0]]), [0, 0]), 0.1),
    "three": (
        BargainingProblem(
            [Ball([1.0, 0.5, 0.5]), Polytope([[0, 1, 0], [0.5, 0, 1]]), Box([0] * 3, [0.1] * 3)], [0.2] * 3
        ),
        0.3,
    ),
}


@pytest.mark.parametrize(("problem", "noise"), GAMES.values(), ids=GAMES.keys())
def test_nobody_gains_by_another_demand(problem, noise):
    """Every best answer is searched anew with another solver for h."""
    game = smoothed_demand_game(problem, noise=noise)
    now = (game.demands - problem.disagreement) * chance(game, game.demands)
    for t in range(problem.dim):

        def loss(gain, t=t):
            demands = np.where(np.arange(problem.dim) == t, problem.disagreement + gain, game.demands)
            return -gain * chance(game, demands)

        most = 3 * (game.demands - problem.disagreement)[t]
        best = -minimize_scalar(loss, bounds=(1e-6, most), method="bounded", options={"xatol": 1e-8 * most}).fun
        assert best <= now[t] * (1 + game.regret[t]) + 1e-7
    assert (game.regret <= 1e-9).all()


def test_the_search_for_better_demands_finds_them_away_from_equilibrium():
    game = smoothed_demand_game(GAMES["ball"][0], noise=0.2)
    shifted = game.demands * [1.05, 1.0]
    d = game.problem.disagreement
    assert (game.demands - d)[0] * chance(game, game.demands) > (shifted - d)[0] * chance(game, shifted) + 1e-4
    excess, normals = module._excess(game.problem, shifted, game.ideal_gains, module.Stopwatch())
    assert module._regret(game.problem, shifted, game.ideal_gains, 0.2, excess, normals)[0] > 1e-4


@pytest.mark.parametrize(("problem", "noise"), GAMES.values(), ids=GAMES.keys())
def test_demands_come_near_the_nash_solution_with_the_square_of_the_noise(problem, noise):
    far = [smoothed_demand_game(problem, noise=noise).distance for noise in (1e-2, 1e-3)]
    assert far[0] / far[1] == pytest.approx(100, rel=0.05)
    assert far[1] <= 1e-4
    limit = smoothed_demand_game(problem, noise=1e-3).limit
    assert limit.payoffs.tolist() == bargain(problem, NashBargaining("equal")).payoffs.tolist()


def test_units_and_shifts_do_not_matter():
    unit = np.array([1e-6, 1e6])
    one = smoothed_demand_game(GAMES["ball"][0], noise=0.2)
    moved = BargainingProblem((unit * Ball([1.0, 2.0])).shift(5 * unit), unit * [5.1, 5.7])
    other = smoothed_demand_game(moved, noise=0.2)
    assert other.demands / unit - 5 == pytest.approx(one.demands, rel=1e-9)


def test_regret_that_stays_open_is_an_error_with_the_result(monkeypatch):
    monkeypatch.setattr(module, "_REGRET", -1.0)
    with pytest.raises(NotConverged) as caught:
        smoothed_demand_game(PIE, noise=0.3)
    assert caught.value.result.demands == pytest.approx([2.227329, 0.742443], abs=1e-6)
    assert smoothed_demand_game(PIE, noise=0.3, throw=False).noise == 0.3


def test_the_text_says_who_asks_for_what():
    assert repr(smoothed_demand_game(PIE, noise=0.3)).startswith(
        "SmoothedDemandGame(player 1: 2.22733, player 2: 0.742443, compatible=0.7214, regret="
    )


@pytest.mark.parametrize("noise", [0.0, -1.0, float("nan"), "x", 11.0, None])
def test_noise_has_to_be_a_positive_share(noise):
    with pytest.raises(InvalidProblem, match=r"^noise must be .*; give the share of ideal gains"):
        smoothed_demand_game(PIE, noise=noise)


def test_who_cannot_gain_or_agree_is_told():
    with pytest.raises(InvalidProblem, match="must let every player gain over the disagreement point"):
        smoothed_demand_game(BargainingProblem(Box([0, 0], [1, 1]), [0, 1]), noise=0.1)
    with pytest.raises(NoAgreement):
        smoothed_demand_game(BargainingProblem(Box([0, 0], [1, 1]), [0, 2]), noise=0.1)
