"""Every kind of tampering is caught, one by one, and by the check that is there for it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.checker import verify

from .making import Json, assert_verified, called, changed, failed, hashed, result_of


@pytest.fixture(scope="module")
def solved() -> Json:
    """A world with every building block: points, segments, and curved budgets, known and unknown to the prior."""
    sets = [
        lw.Polytope([[1.0, 0.0, 0.1], [0.2, 0.9, 0.4], [0.4, 0.2, 0.8]]),
        lw.Allocation(2.0, [lw.Log(), lw.Power(0.5), lw.Linear(0.4)]) + lw.Box([0, 0, 0.1], [0, 0.5, 0.2]),
        lw.Ball([0.5, 0.7, 1.0], 1.5),
    ]
    beliefs = lw.Beliefs.mixture([0.5, 0.5], [[0.6, 0.3, 0.1], [0.1, 0.3, 0.6]])
    result = result_of(lw.World(sets, beliefs, 5))
    assert result["status"] == "solved" and result["gap"] < 1e-13
    assert_verified(verify(result))
    return result


@pytest.fixture(scope="module")
def some() -> Json:
    """Type 1 cannot gain, the others can."""
    sets = [
        lw.Polytope([[1.0, 0, 0]]),
        lw.Polytope([[0, 1.0, 0], [0, 0.9, 0.5]]),
        lw.Polytope([[0, 0, 1], [0, 0.5, 0.9]]),
    ]
    result = result_of(lw.BargainingProblem(sets, [1.0, 1.0, 1.0]))
    assert result["status"] == "some_cannot_gain"
    assert_verified(verify(result))
    return result


@pytest.fixture(scope="module")
def nobody() -> Json:
    """The disagreement point lies inside a flat part of the frontier."""
    part = lw.Polytope([[1.0, 0.0], [0.0, 1.0]])
    result = result_of(lw.BargainingProblem([part, part], [1.0, 1.0]))
    assert result["status"] == "nobody_can_gain"
    assert_verified(verify(result))
    return result


@pytest.fixture(scope="module")
def infeasible() -> Json:
    result = result_of(lw.BargainingProblem([lw.Ball([1.0, 1.0]), lw.Ball([1.0, 1.0], 1)], [1.3, 1.3]))
    assert result["status"] == "infeasible"
    assert_verified(verify(result))
    return result


def _times(result: Json, factor: float, *path: Any) -> Json:
    value: Any = result
    for key in path:
        value = value[key]
    assert value != 0
    return changed(result, *path, to=value * factor)


def _move(result: Json, giver: int, receiver: int, by: float) -> Json:
    """Raise what a giver gives a receiver everywhere it shows, consistently: action, profile, payoff, gain."""
    out = changed(result, "profile", giver, receiver, to=result["profile"][giver][receiver] + by)
    posterior = result["model"]["beliefs"]["posterior"]
    met = (result["model"]["players"] - 1) * posterior[receiver][giver] + (giver == receiver)
    out["actions"][giver][receiver] = out["profile"][giver][receiver] * met
    out["payoffs"][receiver] = sum(row[receiver] for row in out["actions"])
    out["gains"][receiver] = out["payoffs"][receiver] - out["disagreement"][receiver]
    others = out["payoffs"][receiver] - out["actions"][receiver][receiver]
    out["share_received"][receiver] = others / out["payoffs"][receiver]
    return out


def _shift_shares(result: Json) -> Json:
    shares = result["choices"][0][0]
    most = int(np.argmax(shares))
    out = changed(result, "choices", 0, 0, most, to=shares[most] + 0.5)
    least = int(np.argmin(shares))
    out["choices"][0][0][least] -= 0.5
    return out


#: What is done to the solved result, and a check that must catch it.
TAMPERINGS: list[tuple[str, Callable[[Json], Json], str]] = [
    ("payoff raised", lambda r: _times(r, 1.0001, "payoffs", 1), "payoffs"),
    ("payoff raised a little", lambda r: _times(r, 1 + 1e-9, "payoffs", 1), "payoffs"),
    ("gain raised", lambda r: _times(r, 1 + 1e-9, "gains", 0), "gains"),
    ("payoff and gain raised together", lambda r: _times(_times(r, 1.01, "gains", 0), 1.01, "payoffs", 0), "payoffs"),
    ("action changed", lambda r: _times(r, 1.001, "actions", 2, 0), "actions"),
    ("profile changed", lambda r: _times(r, 1.001, "profile", 1, 1), "membership"),
    ("action outside its set, consistently", lambda r: _move(r, 2, 0, 1e-6), "membership"),
    ("action inside its set, but not what its shares make", lambda r: _move(r, 2, 0, -1e-6), "membership"),
    ("share negative", _shift_shares, "membership"),
    ("shares sum to more than one", lambda r: _times(r, 1.1, "choices", 2, 0, 0), "membership"),
    (
        "shares of points sum to less than one",
        lambda r: _times(r, 0.9, "choices", 0, 0, int(np.argmax(r["choices"][0][0]))),
        "membership",
    ),
    ("share of a segment changed", lambda r: changed(r, "choices", 1, 1, to=[0.3, 0.7]), "membership"),
    ("a whole budget swapped", lambda r: changed(r, "choices", 2, 0, to=r["choices"][2][0][::-1]), "membership"),
    ("consensus weight raised", lambda r: _times(r, 1.1, "weights", 0), "gap"),
    ("consensus weight raised a little", lambda r: _times(r, 1 + 1e-6, "weights", 0), "error bounds"),
    ("consensus weights doubled", lambda r: changed(r, "weights", to=[2 * w for w in r["weights"]]), "gap"),
    ("consensus weight zero", lambda r: changed(r, "weights", 2, to=0.0), "gap"),
    ("nu changed", lambda r: changed(r, "bargaining_weights", to=[0.4, 0.3, 0.3]), "bargaining weights"),
    ("nu changed a little", lambda r: _times(r, 1 + 1e-9, "bargaining_weights", 0), "bargaining weights"),
    (
        "nu not normalised",
        lambda r: changed(r, "bargaining_weights", to=[2 * w for w in r["bargaining_weights"]]),
        "bargaining weights",
    ),
    (
        "nu of the solution changed",
        lambda r: changed(r, "solution", "weights", to=[0.2, 0.3, 0.5]),
        "bargaining weights",
    ),
    ("disagreement lowered", lambda r: _times(r, 0.99, "disagreement", 1), "disagreement point"),
    ("disagreement lowered a little", lambda r: _times(r, 1 - 1e-10, "disagreement", 1), "disagreement point"),
    ("question swapped", lambda r: changed(r, "question", "weights", to="equal"), "bargaining weights"),
    (
        "question asks for missing defaults",
        lambda r: changed(r, "question", "disagreement", to="defaults"),
        "disagreement point",
    ),
    ("gap gone", lambda r: changed(r, "gap", to=None), "gap"),
    ("error too small", lambda r: _times(r, 1e-8, "error", 1), "error bounds"),
    ("error zero", lambda r: changed(r, "error", 1, to=0.0), "error bounds"),
    ("error negative", lambda r: changed(r, "error", 1, to=-1.0), "error bounds"),
    ("error gone", lambda r: changed(r, "error", 1, to=None), "error bounds"),
    ("share received", lambda r: _times(r, 1.001, "share_received", 0), "share received"),
    ("share received absurd", lambda r: changed(r, "share_received", 0, to=1e308), "share received"),
    ("a bound without a direction", lambda r: changed(r, "bound", to=1.0), "status"),
    ("share received gone", lambda r: changed(r, "share_received", 0, to=None), "share received"),
    ("somebody said to be unable to gain", lambda r: changed(r, "can_gain", 0, to=False), "status"),
    ("names swapped", lambda r: changed(r, "names", to=r["names"][::-1]), "names"),
    ("name changed", lambda r: changed(r, "names", 0, to="somebody"), "names"),
    ("hash changed", lambda r: changed(r, "model_sha256", to="0" * 64), "model hash"),
    ("model title added", lambda r: changed(r, "model", "title", to="another"), "model hash"),
    ("gap said to be open", lambda r: changed(r, "gap", to=1e-3), "status"),
    ("unfinished after all", lambda r: changed(r, "status", to="not_converged"), "status"),
    ("time limit after all", lambda r: changed(r, "status", to="time_limit"), "status"),
    ("infeasible after all", lambda r: changed(r, "status", to="infeasible"), "status"),
    ("nobody after all", lambda r: changed(r, "status", to="nobody_can_gain"), "cannot gain"),
    ("only some after all", lambda r: changed(r, "status", to="some_cannot_gain"), "status"),
]


@pytest.mark.parametrize(("tamper", "check"), [t[1:] for t in TAMPERINGS], ids=[t[0] for t in TAMPERINGS])
def test_a_tampered_result_is_caught(solved: Json, tamper: Callable[[Json], Json], check: str) -> None:
    verification = verify(tamper(solved))
    assert not verification.ok
    assert check in failed(verification), verification.text()
    assert verification.text().startswith("NOT VERIFIED")


#: What is done to the model; a check other than the hash must notice too once the hash is made to fit again.
MODEL_TAMPERINGS: list[tuple[str, Callable[[Json], Json], str]] = [
    ("posterior", lambda r: changed(r, "model", "beliefs", "posterior", 0, to=[0.5, 0.3, 0.2]), "actions"),
    ("posterior that does not sum to one", lambda r: _times(r, 1.01, "model", "beliefs", "posterior", 0, 1), "beliefs"),
    ("negative posterior", lambda r: changed(r, "model", "beliefs", "posterior", 0, to=[1.2, 0.3, -0.5]), "beliefs"),
    ("prior", lambda r: changed(r, "model", "beliefs", "prior", to=[0.4, 0.3, 0.3]), "beliefs"),
    ("players", lambda r: changed(r, "model", "players", to=6), "actions"),
    ("players infinite", lambda r: changed(r, "model", "players", to="infinite"), "actions"),
    (
        "weights",
        lambda r: changed(r, "model", "weights", to="equal") | {"question": r["question"] | {"weights": "equal"}},
        "bargaining weights",
    ),
    (
        "own best action of type 1 improved",
        lambda r: _times(r, 1.5, "model", "types", 0, "set", "vertices", 0, 0),
        "disagreement point",
    ),
    ("another point", lambda r: changed(r, "model", "types", 0, "set", "vertices", 1, to=[0.9, 0.9, 0.9]), "gap"),
    ("smaller budget", lambda r: _times(r, 0.9, "model", "types", 1, "set", "parts", 0, "budget"), "membership"),
    ("larger budget", lambda r: _times(r, 1.1, "model", "types", 1, "set", "parts", 0, "budget"), "membership"),
    (
        "other returns",
        lambda r: changed(r, "model", "types", 1, "set", "parts", 0, "returns", 1, "exponent", to=0.6),
        "membership",
    ),
    (
        "smaller box",
        lambda r: changed(r, "model", "types", 1, "set", "parts", 1, "upper", to=[0, 0.4, 0.2]),
        "membership",
    ),
    ("rounder ball", lambda r: changed(r, "model", "types", 2, "set", "p", to=1.6), "membership"),
    ("larger radius", lambda r: _times(r, 1.01, "model", "types", 2, "set", "radii", 1), "membership"),
]


@pytest.mark.parametrize(("tamper", "check"), [t[1:] for t in MODEL_TAMPERINGS], ids=[t[0] for t in MODEL_TAMPERINGS])
def test_a_tampered_model_is_caught_twice(solved: Json, tamper: Callable[[Json], Json], check: str) -> None:
    tampered = tamper(solved)
    assert "model hash" in failed(verify(tampered))
    careful = failed(verify(hashed(tampered)))
    assert "model hash" not in careful
    assert check in careful


def test_a_gap_is_caught_when_understated() -> None:
    """A point that is off by 1e-4 with its true gap is unfinished; the same with a small gap is a lie."""
    sets = [lw.Polytope([[1.0, 0.0], [0.0, 1.0]])] * 2
    honest = result_of(lw.BargainingProblem(sets, [0.5, 0.0]))
    off = 1e-4
    action = [0.25 + off, 0.75 - off]
    moved = honest | {
        "profile": [[1.0, 0.0], action],
        "actions": [[1.0, 0.0], action],
        "gains": [0.75 + off, 0.75 - off],
    }
    moved |= {"choices": [[[1.0, 0.0]], [action]], "payoffs": [1.25 + off, 0.75 - off]}
    moved |= {"share_received": [action[0] / (1.25 + off), 0.0]}
    # at w = nu / g of the true point: -(log(1 + off / 0.75) + log(1 - off / 0.75)) / 2
    true = -(math.log1p(off / 0.75) + math.log1p(-off / 0.75)) / 2
    verification = verify(moved)
    assert failed(verification) == {"gap", "error bounds", "status"}
    assert verification.gap == pytest.approx(true, rel=1e-6)
    proved = called(moved, "not_converged") | {"gap": verification.gap, "error": [1e-3, 1e-3]}
    assert_verified(verify(proved))
    assert failed(verify(proved | {"gap": verification.gap / 3})) == {"gap"}


def test_a_smaller_gap_than_can_be_proved_does_not_help_the_error(solved: Json) -> None:
    """A gap within the tolerance for "solved" passes, but the error bounds must then be those of the real gap."""
    weights = [w * (1 + 1e-6 * (-1) ** t) for t, w in enumerate(solved["weights"])]
    verification = verify(solved | {"weights": weights})
    assert 1e-14 < verification.gap < 1e-9
    assert failed(verification) == {"gap", "error bounds"}


def test_shares_must_be_shares_even_where_they_make_the_action() -> None:
    """Negative shares reach beyond the hull; shares that sum to two are spent twice."""
    part = lw.Polytope([[1.0, 0.0], [0.0, 1.0]])
    honest = result_of(lw.BargainingProblem([part, part], [0.5, 0.0]))
    twice = [2 * share for share in honest["choices"][0][0]]
    assert failed(verify(changed(honest, "choices", 0, 0, to=twice))) == {"membership", "certificate"}
    beyond = [1.25, -0.25]
    forged = honest | {"profile": [beyond, [0.25, 0.75]], "actions": [beyond, [0.25, 0.75]]}
    forged |= {"choices": [[beyond], [[0.25, 0.75]]], "payoffs": [1.5, 0.5], "gains": [1.0, 0.5]}
    forged |= {"share_received": [0.25 / 1.5, -0.25 / 0.5], "weights": [0.5, 1.0]}
    assert failed(verify(forged)) == {"membership", "certificate"}


@pytest.mark.parametrize(("receiver", "to"), [(0, 1.001), (1, 0.05), (1, -0.501)])
def test_an_action_outside_a_set_without_shares_is_caught(receiver: int, to: float) -> None:
    """The second axis of this ball is stretched by -1, so its actions are judged by the budget that they need."""
    costs = np.array([1.0, -1.0]) * lw.Ball([1.0, 0.5])
    honest = result_of(lw.BargainingProblem([costs, lw.Polytope([[0, 1], [1, 0], [-1, 2.0]])], [0.5, -0.2]))
    assert_verified(verify(honest))
    assert "membership" in failed(verify(changed(honest, "profile", 0, receiver, to=to)))


def test_a_weight_of_zero_must_be_zero() -> None:
    part = lw.Polytope([[1.0, 0.0], [0.0, 1.0]])
    honest = result_of(lw.BargainingProblem([part, part], [0.5, 0.0], weights=[1.0, 0.0]))
    assert_verified(verify(honest))
    assert "bargaining weights" in failed(verify(honest | {"bargaining_weights": [1.0, 1e-13]}))


def test_a_negative_direction_proves_nothing() -> None:
    """Its bound may hold but bounds nobody's gain, and d far below the feasible set would be infeasible."""
    part = lw.Polytope([[1.0, 0.0], [0.0, 1.0]])
    honest = result_of(lw.BargainingProblem([part, part], [-5.0, -5.0]))
    nothing = dict.fromkeys(
        ("payoffs", "gains", "actions", "profile", "choices", "weights", "gap", "error", "share_received")
    )
    nothing["individually_rational"] = None
    forged = called(honest | nothing, "infeasible") | {"can_gain": [False, False]}
    assert failed(verify(forged | {"direction": [-1.0, 0.0], "bound": -5.0})) == {"infeasible"}


def test_a_point_on_the_frontier_is_not_infeasible() -> None:
    part = lw.Polytope([[1.0, 0.0], [0.0, 1.0]])
    honest = result_of(lw.BargainingProblem([part, part], [2.0, 2.0]))
    on_it = hashed(changed(changed(honest, "disagreement", to=[1.0, 1.0]), "model", "disagreement", to=[1.0, 1.0]))
    assert failed(verify(on_it | {"direction": [1.0, 1.0], "bound": -1e-18})) == {"infeasible"}


@pytest.mark.parametrize(
    ("tamper", "check"),
    [
        (lambda r: changed(r, "direction", to=None), "cannot gain"),
        (lambda r: changed(r, "direction", to=[1.0, -0.5, -0.5]), "cannot gain"),
        (lambda r: changed(r, "direction", to=[-1.0, 0.0, 0.0]), "cannot gain"),
        (lambda r: changed(r, "direction", to=[0.0, 1.0, 1.0]), "cannot gain"),
        (lambda r: changed(r, "direction", to=[1.0, 0.001, 0.001]), "cannot gain"),
        (lambda r: changed(r, "bound", to=-1.0), "cannot gain"),
        (lambda r: changed(r, "can_gain", to=[False, False, True]), "bargaining weights"),
        (lambda r: changed(r, "can_gain", to=[True, True, True]), "bargaining weights"),
        (lambda r: changed(r, "bargaining_weights", to=[1 / 3, 1 / 3, 1 / 3]), "bargaining weights"),
        (lambda r: changed(r, "status", to="solved"), "status"),
        (lambda r: changed(r, "status", to="nobody_can_gain"), "cannot gain"),
        (lambda r: changed(r, "error", 0, to=-1e-9), "error bounds"),
        (lambda r: changed(r, "error", 1, to=0.0), "error bounds"),
        (lambda r: changed(r, "gap", to=1.0), "status"),
        (lambda r: changed(r, "settled", to=[1, 1, 0]), "cannot gain"),
        (lambda r: changed(r, "settled", to=[0, 0, 3]), "cannot gain"),
    ],
)
def test_the_proof_that_some_cannot_gain(some: Json, tamper: Callable[[Json], Json], check: str) -> None:
    assert check in failed(verify(tamper(some)))


@pytest.mark.parametrize(
    ("tamper", "check"),
    [
        (lambda r: changed(r, "direction", to=None), "cannot gain"),
        (lambda r: changed(r, "direction", 0, to=0.0), "cannot gain"),
        (lambda r: changed(r, "can_gain", 1, to=True), "status"),
        (lambda r: changed(r, "weights", to=[1.0, 2.0]), "consensus weights"),
        (lambda r: changed(r, "status", to="solved"), "gap"),
        (lambda r: changed(r, "status", to="infeasible"), "status"),
        (lambda r: changed(r, "status", to="some_cannot_gain"), "status"),
        (lambda r: changed(r, "gap", to=None), "gap"),
        (lambda r: changed(r, "payoffs", 0, to=1.1), "payoffs"),
    ],
)
def test_the_proof_that_nobody_can_gain(nobody: Json, tamper: Callable[[Json], Json], check: str) -> None:
    assert check in failed(verify(tamper(nobody)))


def test_who_has_the_most_it_can_get_cannot_be_said_to_gain() -> None:
    """Player 1 has zero weight, so no gain shows whether it can gain; but it cannot."""
    sets = [
        lw.Ball([1.0, 1.0, 0.0]),
        lw.Polytope([[0, 1.0, 0], [0, 0.9, 0.5]]),
        lw.Polytope([[0, 0, 1], [0, 0.5, 0.9]]),
    ]
    honest = result_of(lw.BargainingProblem(sets, [1.0, 1.0, 1.0], weights=[0.0, 1.0, 1.0]))
    assert honest["status"] == "some_cannot_gain"
    assert_verified(verify(honest))
    assert "cannot gain" in failed(verify(honest | {"can_gain": [True, True, True]}))


def test_nobody_can_gain_is_not_believed_where_somebody_can() -> None:
    honest = result_of(lw.BargainingProblem([lw.Polytope([[1.0, 0.0], [0.0, 1.0]])] * 2, [0.9, 0.9]))
    stay = called(honest, "nobody_can_gain") | {
        "can_gain": [False, False],
        "direction": [1.0, 1.0],
        "weights": [1.0, 1.0],
    }
    found = failed(verify(stay | {"bound": 0.2, "gap": 0.2, "error": [1.0, 1.0]}))
    assert found == {"cannot gain"}


@pytest.mark.parametrize(
    ("tamper", "check"),
    [
        (lambda r: changed(r, "direction", to=None), "infeasible"),
        (lambda r: changed(r, "direction", to=[0.0, 0.0]), "infeasible"),
        (lambda r: changed(r, "direction", to=[1.0, -1.0]), "infeasible"),
        (lambda r: changed(r, "direction", to=[1.0, 0.0]), "infeasible"),
        (lambda r: changed(r, "bound", to=-10.0), "infeasible"),
        (lambda r: changed(r, "bound", to=1.0), "infeasible"),
        (lambda r: changed(r, "bound", to=None), "infeasible"),
        (lambda r: changed(r, "disagreement", to=[1.0, 1.0]), "disagreement point"),
        (
            lambda r: hashed(changed(changed(r, "disagreement", to=[1, 1.0]), "model", "disagreement", to=[1, 1.0])),
            "infeasible",
        ),
        (lambda r: changed(r, "status", to="not_converged") | {"can_gain": [True, True]}, "no outcome"),
        (lambda r: changed(r, "status", to="solved"), "status"),
        (lambda r: changed(r, "status", to="nobody_can_gain"), "status"),
        (lambda r: changed(r, "gap", to=0.0), "no outcome"),
        (lambda r: changed(r, "can_gain", 0, to=True), "no outcome"),
    ],
)
def test_the_proof_that_nothing_is_feasible(infeasible: Json, tamper: Callable[[Json], Json], check: str) -> None:
    assert check in failed(verify(tamper(infeasible)))


def test_falling_below_disagreement_by_more_than_rounding_is_caught() -> None:
    """With zero weight a player's gain does not count, but it must not be negative."""
    sets = [lw.Polytope([[1.0, 0.0], [0.0, 1.0]]), lw.Polytope([[0.0, 1.0], [0.5, 0.5]])]
    honest = result_of(lw.BargainingProblem(sets, [0.5, 0.8], weights=[1.0, 0.0]))
    assert_verified(verify(honest))
    greedy = result_of(lw.BargainingProblem(sets, [0.5, 0.2], weights=[1.0, 0.0]))
    assert_verified(verify(greedy))
    forged = greedy | {key: honest[key] for key in ("disagreement", "model", "model_sha256")}
    forged["gains"] = [x - d for x, d in zip(greedy["payoffs"], honest["disagreement"], strict=True)]
    assert "at least disagreement" in failed(verify(forged))


def test_a_gain_bought_by_a_rounding_below_disagreement_is_caught() -> None:
    """On x1**10 + x2**10 <= 1 a loss of 1e-11 for player 1, within tolerance, buys player 2 a tenth."""
    give = 1e-11
    first = (1 - give) ** 10
    shares = [first, 1 - first]
    bought = shares[1] ** 0.1
    x = [[1 - give, bought], [0.0, 1.0]]
    # player 1's multiplier at that point: the slope of the trade, per unit of player 2's gain
    weights = [((1 - give) / bought) ** 9 / (1 + bought), 1 / (1 + bought)]
    honest = result_of(
        lw.BargainingProblem([lw.Polytope([[1.0, 0.0]]), lw.Polytope([[0.0, 0.0], [0.0, 1.0]])], [1.0, 0.0])
    )
    assert honest["status"] == "some_cannot_gain"
    model = changed(honest, "model", "types", 0, "set", to={"kind": "ball", "radii": [1.0, 1.0], "p": 10.0})["model"]
    forged = honest | {"model": model, "profile": x, "actions": x, "payoffs": [1 - give, 1 + bought]}
    forged |= {"gains": [-give, 1 + bought], "choices": [[shares], [[0.0, 1.0]]], "weights": weights}
    forged |= {"share_received": [0.0, bought / (1 + bought)], "gap": 1e-12, "error": [1e-9, 1e-5]}
    verification = verify(hashed(forged))
    assert failed(verification) == {"gap"}
    assert verification.gap < -1e-3
