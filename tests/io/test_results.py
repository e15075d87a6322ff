"""Results as plain data."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.checker import verify
from largeworlds.io.files import model_of, model_sha256
from largeworlds.io.results import FORMAT, numbers, result_dict

KEYS = {
    "format",
    "largeworlds",
    "kind",
    "solution",
    "question",
    "status",
    "status_text",
    "reasons",
    "names",
    "settled",
    "units",
    "payoffs",
    "disagreement",
    "gains",
    "actions",
    "profile",
    "choices",
    "weights",
    "bargaining_weights",
    "gap",
    "error",
    "can_gain",
    "direction",
    "bound",
    "share_received",
    "individually_rational",
    "unique",
    "ideal",
    "ideal_proof",
    "rungs",
    "steps",
    "model",
    "model_sha256",
}
NASH = {"disagreement": "nash", "weights": "prior"}
VECTOR = {"disagreement": "vector", "weights": "equal"}


@pytest.fixture
def world() -> lw.World:
    return lw.World(
        [lw.Ball([1, 1]), lw.Allocation(3, [lw.Power(0.5)] * 2)], lw.Beliefs([[0.75, 0.25], [0.25, 0.75]]), 10
    )


def through_json(result: dict[str, Any]) -> dict[str, Any]:
    """The result after JSON, which must be able to hold it."""
    found: dict[str, Any] = json.loads(json.dumps(result, allow_nan=False))
    assert found == result
    return found


def test_a_solved_world(world: lw.World) -> None:
    deal = lw.bargain(world.problem())
    result = through_json(result_dict(deal, question=NASH, source=world))
    assert set(result) == KEYS
    assert result["format"] == FORMAT and result["largeworlds"] == lw.__version__
    assert (result["kind"], result["status"], result["question"]) == ("world", "solved", NASH)
    assert result["status_text"] == deal.status.value and result["reasons"] == []
    assert result["solution"] == {"concept": "nash", "title": "Nash bargaining solution", "weights": [0.5, 0.5]}
    assert result["units"] == "expected utility, total" and result["names"] == ["type 1", "type 2"]
    for key in ("payoffs", "gains", "actions", "weights", "bargaining_weights", "disagreement", "error"):
        assert np.array_equal(result[key], getattr(deal, key))
    assert np.array_equal(result["profile"], world.profile(deal))
    assert not np.allclose(result["profile"], result["actions"])
    assert np.allclose(np.sum(result["actions"], axis=0), result["payoffs"], rtol=1e-14)
    assert result["gap"] == deal.gap and result["can_gain"] == [True, True] and result["direction"] is None
    assert result["settled"] == [0, 0]
    assert [len(budgets) for budgets in result["choices"]] == [1, 1]
    assert np.allclose([sum(shares) for budgets in result["choices"] for shares in budgets], 1)
    assert result["model"] == model_of(world) and result["model_sha256"] == model_sha256(model_of(world))
    assert verify(result).ok


def test_a_solved_problem_is_its_own_source() -> None:
    problem = lw.BargainingProblem([lw.Ball([1, 2]), lw.Ball([2, 1])], [1, 1], ["a", "b"], [1, 3])
    result = through_json(result_dict(lw.bargain(problem), question={"disagreement": "vector", "weights": "given"}))
    assert result["kind"] == "bargaining" and result["profile"] == result["actions"] and result["units"] == "utility"
    assert result["solution"]["weights"] == [0.25, 0.75] and result["model"] == model_of(problem)
    assert verify(result).ok


def test_a_joint_set_has_one_giver() -> None:
    deal = lw.bargain(lw.BargainingProblem(lw.Polytope([[1, 0], [0, 1]]), [0, 0.25]))
    result = through_json(result_dict(deal, question=VECTOR))
    assert len(result["actions"]) == 1 and result["share_received"] == [None, None]
    assert verify(result).ok


def test_those_who_cannot_gain_are_marked_and_the_weights_asked_for_stay() -> None:
    parts = [lw.Polytope([[1, 0, 0], [0, 1, 0]]), lw.Polytope([[0, 1, 0], [1, 0, 0]]), lw.Polytope([[0, 0, 1]])]
    problem = lw.BargainingProblem(parts, [0.5, 0.5, 1.0], weights=[0.25, 0.25, 0.5])
    result = through_json(result_dict(lw.bargain(problem), question=VECTOR))
    assert result["status"] == "some_cannot_gain" and result["can_gain"] == [True, True, False]
    assert result["solution"]["weights"] == [0.25, 0.25, 0.5] and result["bargaining_weights"] == [0.5, 0.5, 0.0]
    assert result["reasons"] and len(result["direction"]) == 3


def test_an_infeasible_problem_has_nulls_and_a_proof() -> None:
    problem = lw.BargainingProblem([lw.Ball([1, 1]), lw.Ball([1, 1])], [5, 5])
    result = through_json(result_dict(lw.bargain(problem, throw=False), question=VECTOR))
    nothing = ("payoffs", "gains", "actions", "profile", "choices", "weights", "gap", "error", "share_received")
    assert result["status"] == "infeasible" and all(result[key] is None for key in nothing)
    assert result["disagreement"] == [5.0, 5.0] and result["can_gain"] == [False, False]
    assert np.dot(result["direction"], [5, 5]) > problem.support(result["direction"])
    assert verify(result).ok


def test_an_unbounded_error_is_null(world: lw.World) -> None:
    deal = lw.bargain(world.problem(weights=[1, 0]))
    assert np.isinf(deal.error[1])
    result = through_json(result_dict(deal, question={"disagreement": "nash", "weights": "given"}, source=world))
    assert result["error"][1] is None and result["error"][0] == deal.error[0]


def test_a_source_that_no_file_describes_leaves_the_model_null() -> None:
    oracle = lw.Oracle(2, lambda w: w / max(float(np.hypot(*w)), 1e-300))
    deal = lw.bargain(lw.BargainingProblem([oracle, lw.Ball([1, 1])], [0.5, 0.5]))
    result = through_json(result_dict(deal, question=VECTOR))
    assert result["model"] is None and result["model_sha256"] is None
    directions, shares = result["choices"][0]
    assert len(directions) == len(shares) and np.isclose(sum(shares), 1)
    assert np.allclose(np.asarray(shares) @ oracle.maximizer(directions), result["actions"][0])


def test_a_given_model_is_taken_as_it_is(world: lw.World) -> None:
    model = {**model_of(world), "title": "given"}
    result = result_dict(lw.bargain(world.problem()), question=NASH, model=model, source=world)
    assert result["model"] == model and result["model_sha256"] == model_sha256(model)


def test_only_agreements_have_results() -> None:
    with pytest.raises(lw.InvalidProblem, match="deal must be an Agreement, but it is an empty list"):
        result_dict([], question=VECTOR)  # type: ignore[arg-type]


def test_numbers_that_json_has_not_become_null() -> None:
    assert numbers([[1, np.nan], [np.inf, -0.5]]) == [[1.0, None], [None, -0.5]]
    assert numbers(np.float64("inf")) is None and numbers(np.int64(3)) == 3.0
    assert type(numbers(True)) is float and numbers([]) == []


def test_settings_and_proofs_of_other_solutions() -> None:
    problem = lw.BargainingProblem(lw.Polytope([[0, 0], [2, 0], [0, 1]]), [0, 0], ["Ann", "Bob"], [1, 2])
    ks = through_json(result_dict(lw.bargain(problem, lw.KalaiSmorodinsky()), question=VECTOR))
    assert ks["solution"] == {
        "concept": "kalai-smorodinsky",
        "title": "Kalai-Smorodinsky solution",
        "weights": None,
        "ideal": "rational",
    }
    assert ks["question"] == {"disagreement": "vector", "weights": None}
    assert ks["ideal"] == pytest.approx([2, 1]) and len(ks["ideal_proof"]) == 2
    assert set(ks["ideal_proof"][0]) == {"level", "most", "prices", "choices"}
    (rung,) = ks["rungs"]
    assert set(rung) == {"base", "ray", "level", "most", "prices", "size", "fixed", "ended"}
    assert rung["ended"] == [True, True] and rung["fixed"] is None
    feasible = result_dict(lw.bargain(problem, lw.EqualLoss("feasible", False)), question=VECTOR)
    assert feasible["ideal_proof"] is None and feasible["solution"]["rational"] is False
    measured = lw.Utilitarian("std", measure=([[0, 0], [1, 2]], [0.25, 0.75]))
    found = through_json(result_dict(lw.bargain(problem, measured), question=VECTOR))
    assert found["solution"]["measure"] == {"payoffs": [[0, 0], [1, 2]], "probabilities": [0.25, 0.75]}
    assert found["solution"]["weights"] == pytest.approx([1 / 3, 2 / 3]) and found["question"] == VECTOR
    assert found["unique"] is True and found["individually_rational"] is True and found["rungs"] == []
    order = result_dict(lw.bargain(problem, lw.Dictatorial([1])), question=VECTOR)["solution"]["order"]
    assert order == ["Bob", "Ann"]


def test_outside_options_leave_no_model() -> None:
    problem = lw.BargainingProblem(lw.Ball([1, 1]), [0, 0], outside_options=[0.9, 0.0])
    assert result_dict(lw.bargain(problem), question=VECTOR)["model"] is None
