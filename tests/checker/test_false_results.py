"""False results that look right: each is true but for one thing that rounding, size or silence could hide."""

from __future__ import annotations

import math
from typing import Any

import pytest

import largeworlds as lw
from largeworlds.checker import ResultFormatError, verify

from ..certificates import ranges
from ..worlds import draw
from .making import Json, assert_verified, called, changed, failed, hashed, result_of

LINE = lw.Polytope([[1.0, 0.0], [0.0, 1.0]])


def _staying(result: Json, direction: list[float]) -> Json:
    """Claim of a solved two-player problem that nobody can gain, at the same point with no gain to show."""
    out = called(result, "nobody_can_gain") | {"can_gain": [False, False], "direction": direction}
    return out | {"weights": direction, "bound": 0.0, "gap": 0.0, "error": [1e9, 1e9]}


@pytest.mark.parametrize("far", [0.0, 1.0, 2.0**53, 1e20, 1e100])
def test_shifts_that_cancel_are_no_excuse(far: float) -> None:
    """Both can gain half a unit; beside terms of 1e20 that would be a rounding, but these cancel."""
    honest = result_of(lw.BargainingProblem([LINE, LINE], [0.5, 0.5]))
    assert_verified(verify(honest))
    forged = _staying(honest, [1.0, 1.0])
    for t, sign in enumerate((1, -1)):
        moved = {"kind": "shifted", "by": [sign * far, sign * far], "base": honest["model"]["types"][t]["set"]}
        forged = changed(forged, "model", "types", t, "set", to=moved)
        forged["profile"][t] = [value + sign * far for value in forged["profile"][t]]
    assert failed(verify(hashed(forged | {"actions": forged["profile"]}))) >= {"cannot gain", "gap"}


@pytest.mark.parametrize("key", ["payoffs", "gains"])
def test_payoffs_are_not_vague_because_large_numbers_cancel_in_them(key: str) -> None:
    sets = [LINE.shift([2.0**60, 0.0]), LINE.shift([-(2.0**60), 0.0])]
    result = result_of(lw.BargainingProblem([LINE, LINE], [0.5, 0.5]))
    model = hashed(result | {"model": result_of(lw.BargainingProblem(sets, [0.5, 0.5]))["model"]})
    for t, sign in enumerate((1, -1)):  # what they do is the same, moved
        model["profile"][t][0] += sign * 2.0**60
        model["actions"][t][0] += sign * 2.0**60
    wrong = changed(model, key, 0, to=model[key][0] + 1e-6)
    assert key in failed(verify(wrong))
    assert key not in failed(verify(model))


def test_a_rounding_below_the_most_lets_others_gain_on_a_curved_frontier() -> None:
    """Whoever asks for one rounding less than the most leaves the other (10 * 2**-53)**(1/10) = 0.032, not nothing."""
    sets = [lw.Ball([1.0, 1.0], 10.0), lw.Polytope([[0.0, 0.0]])]
    at_most = result_of(lw.BargainingProblem(sets, [1.0, 0.0]))
    assert at_most["status"] == "nobody_can_gain"
    assert_verified(verify(at_most))
    less = math.nextafter(1.0, 0.0)
    forged = changed(changed(at_most, "disagreement", 0, to=less), "model", "disagreement", 0, to=less)
    assert failed(verify(hashed(forged))) & {"cannot gain", "gap"}


def test_a_small_weight_is_not_a_vague_weight() -> None:
    """Twice a weight of 1e-13 is another weight, although the difference is less than any rounding of one."""
    honest = result_of(lw.BargainingProblem([LINE, lw.Ball([1.0, 1.0])], [0.1, 0.1], weights=[1e-13, 1.0]))
    assert_verified(verify(honest))
    nu = honest["bargaining_weights"]
    assert "bargaining weights" in failed(verify(changed(honest, "bargaining_weights", 0, to=2 * nu[0])))
    assert "bargaining weights" in failed(verify(changed(honest, "solution", "weights", 0, to=2 * nu[0])))


@pytest.mark.parametrize("weights", [[1e-12, 1.0], [1.0, 1e-9], [1e-6, 1.0], [1e-15, 1.0]])
def test_tiny_weights_are_no_reason_to_refuse(weights: list[float]) -> None:
    world = lw.World(
        [lw.Ball([1.0, 0.8]), lw.Polytope([[0.0, 1.0], [1.0, 0.7]])],
        lw.Beliefs([[0.75, 0.25], [0.25, 0.75]]),
        weights=weights,
    )
    assert_verified(verify(result_of(world)))


def test_a_gap_of_nothing_must_be_proved() -> None:
    """A point that is off by 1e-5 has a gap of about 1e-10: less than "solved" allows, more than the result claims."""
    honest = result_of(lw.BargainingProblem([LINE, LINE], [0.5, 0.0]))
    off = 1e-5
    action = [0.25 + off, 0.75 - off]
    moved = honest | {"profile": [[1.0, 0.0], action], "actions": [[1.0, 0.0], action], "error": [1e-4, 1e-4]}
    moved |= {"gains": [0.75 + off, 0.75 - off], "choices": [[[1.0, 0.0]], [action]]}
    moved |= {"payoffs": [1.25 + off, 0.75 - off], "share_received": [action[0] / (1.25 + off), 0.0]}
    assert failed(verify(moved | {"gap": 1e-15})) == {"gap"}
    assert_verified(verify(moved | {"gap": 1e-9}))


def test_large_payoffs_do_not_excuse_errors_of_small_gains() -> None:
    """Gains of 1e-7 beside payoffs of one: the errors must still be those of the gap, not of the payoffs' rounding."""
    sets = [lw.Ball([1.0, 1.0]), lw.Ball([1.0, 1.0])]
    honest = result_of(lw.BargainingProblem(sets, [math.sqrt(2) - 1e-7] * 2))
    assert honest["status"] == "solved"
    assert_verified(verify(honest))
    weights = [honest["weights"][0] * (1 + 2e-9), honest["weights"][1] * (1 - 2e-9)]
    claimed = honest | {"weights": weights, "error": [1e-13, 1e-13]}
    verification = verify(claimed)
    assert 1e-12 < verification.gap < 1e-9
    assert failed(verification) == {"error bounds"}
    assert failed(verify(claimed | {"gap": 1e-15})) == {"gap", "error bounds"}


@pytest.mark.parametrize(
    ("path", "to"),
    [
        (("direction",), [1.0, 1.0]),
        (("units",), "lives saved"),
        (("status_text",), "Nobody can gain over the disagreement point, up to the bound that is published."),
        (("solution", "title"), "Kalai-Smorodinsky solution"),
    ],
)
def test_what_a_solved_result_says_beside_the_numbers(path: tuple[str, ...], to: Any) -> None:
    honest = result_of(lw.BargainingProblem([LINE, LINE], [0.5, 0.5]))
    assert failed(verify(changed(honest, *path, to=to))) & {"words", "status", "cannot gain"}


@pytest.mark.parametrize("players", [2, math.inf])
def test_the_units_of_a_world_are_those_of_its_number_of_players(players: float) -> None:
    world = lw.World([LINE, lw.Ball([1.0, 1.0])], lw.Beliefs.independent([0.5, 0.5]), players)
    honest = result_of(world)
    assert_verified(verify(honest))
    other = {"expected utility per other player", "expected utility, total"} - {world.units}
    assert failed(verify(honest | {"units": other.pop()})) == {"words"}


def test_where_there_is_no_outcome_nobody_receives_a_share() -> None:
    honest = result_of(lw.BargainingProblem([LINE, LINE], [1.5, 1.5]))
    assert honest["status"] == "infeasible"
    assert failed(verify(honest | {"share_received": [0.5, 0.5]})) == {"no outcome"}


@pytest.mark.parametrize(
    ("kind", "path", "to"),
    [
        ("bargaining", ("model", "players"), 2),
        ("bargaining", ("model", "beliefs"), {"kind": "posterior", "posterior": [[1.0, 0.0], [0.0, 1.0]]}),
        ("bargaining", ("model", "types", 0, "default"), [1.0, 0.0]),
        ("world", ("model", "types", 0, "prior"), 0.9),
        ("world", ("model", "types", 0, "features"), [1.0]),
        ("world", ("model", "types", 0, "set", "actions"), ["only one name"]),
    ],
)
def test_what_the_checker_would_ignore_is_refused(kind: str, path: tuple[Any, ...], to: Any) -> None:
    """A prior beside the beliefs, or beliefs in a bargaining problem, would say something that nothing checks."""
    world = lw.World([LINE, lw.Ball([1.0, 1.0])], lw.Beliefs.independent([0.5, 0.5]))
    honest = result_of(world if kind == "world" else lw.BargainingProblem([LINE, LINE], [0.5, 0.5]))
    with pytest.raises(ResultFormatError):
        verify(hashed(changed(honest, *path, to=to)))


def test_a_rare_type_needs_a_prior_that_fits_too() -> None:
    """Twice a prior of 1e-11 is wrong by less than any rounding of one, but it is the weight of that type."""
    prior = [1 - 1e-11, 1e-11]
    honest = result_of(lw.World([LINE, lw.Ball([1.0, 1.0])], lw.Beliefs([prior, prior], prior, common_prior=True)))
    assert_verified(verify(honest))
    twice = changed(honest, "model", "beliefs", "prior", 1, to=2e-11)
    twice = changed(twice, "bargaining_weights", 1, to=2e-11)
    assert "beliefs" in failed(verify(hashed(changed(twice, "solution", "weights", 1, to=2e-11))))


def test_who_does_not_count_cannot_gain_if_the_direction_says_so() -> None:
    """Player 1 has no weight and stands at its most: the published direction itself refutes that it can gain."""
    sets = [lw.Polytope([[1.0, 0.0, 0.0]]), lw.Polytope([[0, 1.0, 0], [0, 0.0, 0.5]]), lw.Polytope([[0, 0, 1.0]])]
    honest = result_of(lw.BargainingProblem(sets, [1.0, 0.5, 1.0], weights=[0.0, 0.5, 0.5]))
    assert honest["status"] == "some_cannot_gain" and not honest["can_gain"][0]
    assert_verified(verify(honest))
    assert "cannot gain" in failed(verify(changed(honest, "can_gain", 0, to=True)))


def test_a_millionth_of_the_range_is_no_rounding_on_a_finite_set() -> None:
    """Half a unit each is the solution; beside a range of a million the whole unit could be called nothing."""
    d = [0.0, 1e6 - 1]
    honest = result_of(lw.BargainingProblem(lw.Polytope([[0, 0], [0, 1e6], [1, 1e6 - 1]]), d))
    assert_verified(verify(honest))
    point = [1.0, 1e6 - 1]
    forged = called(honest, "some_cannot_gain") | {
        "can_gain": [True, False],
        "bargaining_weights": [1.0, 0.0],
        "direction": [0.0, 1.0],
        "bound": 1.01,
        "weights": [1.0, 1.0],
        "gap": 1e-14,
        "choices": [[[0.0, 0.0, 1.0]]],
        "payoffs": point,
        "actions": [point],
        "profile": [point],
        "gains": [1.0, 0.0],
        "error": [1e-6, 1.1],
    }
    assert failed(verify(forged)) == {"cannot gain"}


def test_what_cannot_be_gained_is_said_in_units() -> None:
    result = result_of(lw.BargainingProblem(lw.Polytope([[1, 0], [0, 1], [0, 0]]), [0.5, 0.5]))
    said = next(check.detail for check in verify(result).checks if check.name == "cannot gain")
    assert "of the payoff's range (" in said and "utility)" in said


def test_large_payoffs_do_not_excuse_false_gains() -> None:
    """Gains of 1e-9 beside payoffs of 1e6: both are doubles, and so is their difference."""
    triangle = lw.Polytope([[0, 0], [2e-9, 0], [0, 2e-9]]).shift([1e6, 1e6])
    honest = result_of(lw.BargainingProblem(triangle, [1e6, 1e6]))
    assert_verified(verify(honest))
    forged = honest | {"gap": 1e-14, "error": [2e-16, 2e-16], "gains": [2.7e-9, 2.7e-9]}
    assert failed(verify(forged)) >= {"gains", "error bounds"}


def test_a_common_prior_is_not_taken_on_trust() -> None:
    posterior = [[0.9, 0.1], [0.0, 1.0]]
    beliefs = lw.Beliefs(posterior, common_prior=False)
    honest = result_of(lw.World([LINE, lw.Ball([1.0, 1.0])], beliefs, weights="equal"))
    assert_verified(verify(honest))
    assert "prior" not in honest["model"]["beliefs"]
    claimed = changed(honest, "model", "beliefs", "common_prior", to=True)
    assert failed(verify(hashed(claimed))) == {"beliefs"}
    claimed = changed(claimed, "model", "beliefs", "posterior", to=[[0.9, 0.1], [0.2, 0.8]])
    assert "beliefs" not in failed(verify(hashed(claimed)))


def test_a_bound_below_zero_is_no_proof_that_somebody_cannot_gain() -> None:
    """Doubles know such a bound to 1e-14 only; below zero it would say that disagreement itself is out of reach."""
    honest = result_of(draw("finite_actions", 0).world)
    assert honest["status"] == "nobody_can_gain"
    assert 0 <= honest["bound"] <= 1e-13
    assert failed(verify(honest | {"bound": -1e-16})) == {"cannot gain"}


def test_gains_are_known_to_a_few_units_in_the_last_place_of_payoffs() -> None:
    drawn = draw("zero_weights", 0)
    honest, wide = result_of(drawn.world), ranges(drawn.problem)
    assert honest["status"] == "solved"
    for t, gain in enumerate(honest["gains"]):
        gains = list(honest["gains"])
        gains[t] = gain + 2e-15 * (abs(honest["payoffs"][t]) + abs(honest["disagreement"][t]) + wide[t])
        assert "gains" in failed(verify(honest | {"gains": gains}))
