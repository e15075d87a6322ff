"""Objects as plain data and back, to the last bit."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given

import largeworlds as lw
from largeworlds.io.files import from_model, model_of, model_sha256
from largeworlds.sets.algebra import MinkowskiSum

from .drawn import problems, worlds
from .samples import same


def alike(world: Any, back: Any) -> bool:
    """Equal to the last bit; only "no prior explains this", found out before, is declared after."""
    if isinstance(world, lw.World) and world.beliefs.common_prior is None and world.beliefs.prior is None:
        assert back.beliefs.common_prior is (None if world.beliefs.is_common_prior else False)
        object.__setattr__(back.beliefs, "common_prior", None)
    return same(world, back)


@given(worlds())
def test_worlds_come_back_exactly(world: lw.World) -> None:
    model = model_of(world)
    back = from_model(json.loads(json.dumps(model, allow_nan=False)))
    assert alike(world, back)
    assert model_of(back) == model and model_sha256(model_of(back)) == model_sha256(model)


@given(problems())
def test_problems_come_back_exactly(problem: lw.BargainingProblem) -> None:
    model = model_of(problem)
    back = from_model(json.loads(json.dumps(model, allow_nan=False)))
    assert alike(problem, back) and model_of(back) == model


def test_the_check_of_equality_sees_the_last_bit() -> None:
    one = lw.BargainingProblem([lw.Ball([1.0, 1.0])] * 2, [0.0, 0.0])
    for other in (
        lw.BargainingProblem([lw.Ball([1.0, 1.0])] * 2, [0.0, -0.0]),
        lw.BargainingProblem([lw.Ball([1.0, 1.0]), lw.Ball([1.0, 1.0 + 2e-16])], [0.0, 0.0]),
        lw.BargainingProblem([lw.Ball([1.0, 1.0]), lw.Ball([1.0, 1.0], 3)], [0.0, 0.0]),
        lw.BargainingProblem([lw.Ball([1.0, 1.0])] * 2, [0.0, 0.0], ["a", "b"]),
        lw.BargainingProblem([lw.Ball([1.0, 1.0])] * 2, [0.0, 0.0], weights=[0.5, 0.5]),
    ):
        assert not same(one, other)
    assert same(one, lw.BargainingProblem([lw.Ball([1.0, 1.0])] * 2, [0.0, 0.0]))


def test_the_model_of_a_problem_has_nothing_but_the_problem() -> None:
    model = model_of(lw.BargainingProblem([[[1, 0], [0, 1]], lw.Ball([1, 2], math.inf)], [0, 0.5], ["a", "b"]))
    assert model == {
        "kind": "bargaining",
        "weights": "equal",
        "disagreement": [0.0, 0.5],
        "types": [
            {"name": "a", "set": {"kind": "polytope", "vertices": [[1.0, 0.0], [0.0, 1.0]]}},
            {"name": "b", "set": {"kind": "ball", "radii": [1.0, 2.0], "p": "infinite"}},
        ],
    }


def test_the_model_of_a_world_is_resolved() -> None:
    world = lw.World(
        [lw.Allocation(2, [lw.Log()] * 2), lw.Ball([1, 1]).shift([1, 0])],
        lw.Beliefs.independent([0.25, 0.75]),
        players=10**9,
        defaults=[[0, 0], [1, 0]],
        notes={"notes": "why", "title": "t"},
    )
    assert model_of(world) == {
        "kind": "world",
        "title": "t",
        "notes": "why",
        "players": 10**9,
        "weights": "prior",
        "disagreement": "defaults",
        "beliefs": {"kind": "posterior", "posterior": [[0.25, 0.75], [0.25, 0.75]], "prior": [0.25, 0.75]},
        "types": [
            {
                "name": "type 1",
                "set": {"kind": "allocation", "budget": 2.0, "returns": {"kind": "log", "scale": 1.0, "offset": 1.0}},
                "default": [0.0, 0.0],
            },
            {
                "name": "type 2",
                "set": {"kind": "shifted", "by": [1.0, 0.0], "base": {"kind": "ball", "radii": [1.0, 1.0], "p": 2.0}},
                "default": [1.0, 0.0],
            },
        ],
    }


@pytest.mark.parametrize(
    ("beliefs", "declared"),
    [
        (lw.Beliefs([[0.5, 0.5], [0.5, 0.5]]), None),
        (lw.Beliefs([[0.5, 0.5], [0.5, 0.5]], common_prior=True), True),
        (lw.Beliefs([[0.5, 0.5], [0.5, 0.5]], [0.5, 0.5], common_prior=False), False),
        (lw.Beliefs([[0.0, 1, 0], [0, 0, 1], [1, 0, 0]]), False),  # no prior explains a circle
        (lw.Beliefs(np.eye(2)), None),  # many priors explain this
    ],
)
def test_a_missing_common_prior_is_declared(beliefs: lw.Beliefs, declared: bool | None) -> None:
    world = lw.World([lw.Ball(np.ones(beliefs.count))] * beliefs.count, beliefs)
    table = model_of(world)["beliefs"]
    assert table.get("common_prior") is declared
    assert ("prior" in table) == (beliefs.prior is not None)


def test_hash_is_that_of_the_sorted_json() -> None:
    assert model_sha256({"b": [1.0, 0.1], "a": "é"}) == hashlib.sha256('{"a":"é","b":[1.0,0.1]}'.encode()).hexdigest()
    with pytest.raises(ValueError, match="JSON compliant"):
        model_sha256({"a": float("nan")})


def test_sets_known_only_by_a_function_have_no_model() -> None:
    oracle = lw.Oracle(2, lambda w: w / max(np.hypot(*w), 1e-300))
    for part in (oracle, oracle + lw.Ball([1, 1]), 2 * oracle, oracle.shift([1, 0])):
        with pytest.raises(
            lw.InvalidProblem, match='the set of "x" must be of a kind that a model file can describe, but'
        ):
            model_of(lw.BargainingProblem([part, lw.Ball([1, 1])], [0, 0], ["x", "y"]))
    with pytest.raises(lw.InvalidProblem, match="the joint set must be of a kind"):
        model_of(lw.BargainingProblem(oracle, [0, 0]))


def test_notes_that_a_file_has_no_place_for_are_not_lost_in_silence() -> None:
    def world(notes: Any) -> lw.World:
        return lw.World([lw.Ball([1])], lw.Beliefs.independent([1.0]), notes=notes)

    with pytest.raises(lw.InvalidProblem, match=r'notes\["author"\] must be text under one of the keys title,'):
        model_of(world({"author": "Ann"}))
    with pytest.raises(lw.InvalidProblem, match=r"notes\['title'\] must be text, but it is 3"):
        model_of(world({"title": 3}))


def test_only_worlds_and_problems_have_models() -> None:
    with pytest.raises(lw.InvalidProblem, match="obj must be a World, a BargainingProblem or a NormalFormGame"):
        model_of(lw.Contributions([lw.Ball([1])]))  # type: ignore[arg-type]
    with pytest.raises(lw.InvalidProblem, match="model must be a table of plain data, but it is a list of 1"):
        from_model([1])  # type: ignore[arg-type]


def test_plain_data_is_checked_like_a_file() -> None:
    good = model_of(lw.World([lw.Ball([1])], lw.Beliefs.independent([1.0])))
    changes: list[tuple[Any, str]] = [
        ({"extends": "x.toml"}, "model: extends only works in a file"),
        (
            {"beliefs": {"kind": "independent", "prior": {"csv": "x.csv"}}},
            "only works in a file; give the numbers here",
        ),
        ({1: 2}, "model: 1 is not a key of a world"),
        ({"types": None}, "model: types must be a list, but it is nothing"),
        ({"players": np.float32(2)}, "model: players must be a whole number"),
        ({"beliefs": {"kind": {}}}, "model: beliefs.kind must be"),
        ({"beliefs": {"kind": "independent", "prior": np.ones(1)}}, "but it is an object of type ndarray"),
    ]
    for change, words in changes:
        with pytest.raises(lw.ModelFileError) as caught:
            from_model({**good, **change})
        assert words in str(caught.value)
    with pytest.raises(lw.ModelFileError, match=r"^result\.json: players must be"):
        from_model({**good, "players": 0}, "result.json")
    nested: Any = []
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(lw.ModelFileError, match="nested too deeply"):
        from_model({**good, "title": nested})
    assert same(from_model(good), from_model({**good, "types": tuple(good["types"])}))


def test_sums_of_sums_keep_their_brackets() -> None:
    inner = MinkowskiSum([lw.Ball([1, 1]), lw.Box([0, 0], [1, 1])])
    problem = lw.BargainingProblem(MinkowskiSum([inner, MinkowskiSum([lw.Ball([0.1, 0.2])])]), [0, 0])
    assert same(problem, from_model(model_of(problem)))


def test_weights_come_back_exactly_however_they_were_given(rng: np.random.Generator) -> None:
    for _ in range(300):
        m = int(rng.integers(1, 40))
        weights = rng.random(m) ** 3 * 10.0 ** rng.integers(-9, 9)
        problem = lw.BargainingProblem(lw.Ball(np.ones(m)), np.zeros(m), weights=weights)
        assert same(problem, from_model(model_of(problem)))
