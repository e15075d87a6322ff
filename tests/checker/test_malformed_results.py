"""What is not a result is refused in one clear sentence: never another exception, never a hang."""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.checker import ResultFormatError, verify

from ..conftest import FULL
from .making import Json, changed, failed, hashed, result_of


def _solved() -> Json:
    split = lw.Allocation(2.0, [lw.Log(), lw.Isoelastic(0.5)], [1.0, 0.5])
    sets = [
        lw.Polytope([[1.0, 0.0], [0.2, 0.9]], ["keep", "give"]),
        0.5 * (split + lw.Box([0.0, 0.0], [0.1, 0.2])).shift([0.1, 0.2]),
    ]
    return result_of(lw.World(sets, lw.Beliefs([[0.6, 0.4], [0.4, 0.6]]), 5, notes={"title": "two"}))


RESULTS = {
    "solved": _solved(),
    "infeasible": result_of(lw.BargainingProblem([lw.Ball([1.0, 1.0]), lw.ExponentialBudget([1, 1], 4)], [2.3, 2.3])),
    "nobody": result_of(lw.World([lw.Ball([1.0, 0.5]), lw.Polytope([[0.0, 1.0]])], lw.Beliefs.independent([0.5, 0.5]))),
}

#: Keys that tell a reader something but prove nothing.
WORDS = {"largeworlds", "status_text", "reasons", "units", "steps"}
#: Keys that came later: results of the Nash solution from before do without.
LATER = {"ideal", "ideal_proof", "rungs", "unique", "individually_rational"}

WEIRD: list[Any] = [
    None, True, "NaN", "", "0", -1, 0, 1.5, 1e308, -1e308, 5e-324, 10**400, math.nan, math.inf, -math.inf,
    [], [[]], {}, [None], ["x"], [1.0], {"kind": "ball"}, "\ud800", b"bytes", {1: 2}, 3j,
]  # fmt: skip


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _places(item, (*path, key))


def _judge(result: Any) -> str:
    """One of the words refused, failed, passed; anything else that happens is an error of the test."""
    try:
        verification = verify(result)
    except ResultFormatError as error:
        sentence = str(error)
        assert sentence.endswith(".") and "\n" not in sentence and len(sentence) < 400, sentence
        return "refused"
    assert verification.text()
    return "passed" if verification.ok else "failed"


@pytest.mark.parametrize("name", RESULTS)
def test_every_missing_key_is_named(name: str) -> None:
    result = RESULTS[name]
    for key in result:
        without = {k: v for k, v in result.items() if k != key}
        if key in WORDS | LATER:
            assert _judge(without) == "passed"
            continue
        with pytest.raises(ResultFormatError, match=f'The result must have the key "{key}"'):
            verify(without)


@pytest.mark.parametrize("name", RESULTS)
def test_nothing_at_any_place_breaks_the_checker(name: str) -> None:
    result = RESULTS[name]
    places = [path for path in _places(result) if path]
    rng = np.random.default_rng(0)
    for path in places:
        for i in range(len(WEIRD)) if FULL else rng.integers(len(WEIRD), size=4):
            tampered = changed(result, *path, to=copy.deepcopy(WEIRD[i]))
            _judge(tampered)
            if path[0] == "model" and len(path) > 1 and isinstance(tampered["model"], dict):
                try:
                    careful = hashed(tampered)
                except (TypeError, ValueError):
                    continue
                _judge(careful)


@pytest.mark.parametrize("name", RESULTS)
def test_nothing_missing_at_any_place_breaks_the_checker(name: str) -> None:
    result = RESULTS[name]
    for path in [path for path in _places(result) if len(path) > 1]:
        tampered = copy.deepcopy(result)
        place: Any = tampered
        for key in path[:-1]:
            place = place[key]
        del place[path[-1]]
        assert (
            _judge(tampered) != "passed"
            or path[:2] == ("solution", "title")
            or path[0] in WORDS
            or path[1] == "weights"
        )


@pytest.mark.parametrize("key", ["payoffs", "gains", "weights", "bargaining_weights", "disagreement"])
@pytest.mark.parametrize("value", [math.nan, math.inf, "NaN", "1.0", True, [1.0], 10**400])
def test_what_is_no_finite_number_is_refused_by_place(key: str, value: Any) -> None:
    with pytest.raises(ResultFormatError, match=rf"^{key}(\[1\])? must be a(ll numbers| finite number)"):
        verify(changed(RESULTS["solved"], key, 1, to=value))


@pytest.mark.parametrize(
    "key", ["payoffs", "gains", "weights", "names", "error", "can_gain", "actions", "profile", "choices"]
)
def test_one_entry_too_many_is_refused(key: str) -> None:
    value = RESULTS["solved"][key]
    with pytest.raises(ResultFormatError, match=r"must have [23] entries, but it is [23]; "):
        verify(changed(RESULTS["solved"], key, to=[*value, value[-1]]))


@pytest.mark.parametrize(
    ("path", "to", "sentence"),
    [
        (("format",), 2, "format must be 1, but it is 2; check it with the version of largeworlds that wrote it."),
        (("kind",), "bargaining", "kind must be that of the model, but it is 'bargaining'; "),
        (("status",), "not_found", "status must be one of solved, some_cannot_gain, "),
        (
            ("solution", "concept"),
            "median",
            "solution.concept must be one of nash, kalai-smorodinsky, egalitarian, ",
        ),
        (("model",), None, "The result has no model, because a set known only by a function cannot be written down; "),
        (("model", "surprise"), 1, "model must only have the keys "),
        (("model", "types", 0, "set", "vertexes"), 1, "model.types[0].set must only have the keys "),
        (("model", "types", 0, "set", "kind"), "blob", "model.types[0].set.kind must be one of polytope, ball, "),
        (
            ("model", "types", 1, "set", "base", "base", "parts", 0, "budget"),
            -1,
            "parts[0].budget must be zero or more",
        ),
        (
            ("model", "types", 1, "set", "base", "base", "parts", 0, "returns", 1, "eta"),
            "x",
            "returns[1].eta must be a finite",
        ),
        (("model", "beliefs", "kind"), "similarity", "model.beliefs.kind must be one of posterior"),
        (("model", "players"), 2.5, 'model.players must be a whole number of at least 1 or "infinite", but it is 2.5'),
        (("choices", 1, 0), [1.0], "choices[1][0] must have 2 entries, but it is 1; "),
        (("payoffs", 0), None, "payoffs must be all numbers or all null"),
        (("direction",), [1.0], "direction must have 2 entries, but it is 1; "),
    ],
)
def test_the_sentence_names_place_rule_what_came_and_what_to_do(path: tuple[Any, ...], to: Any, sentence: str) -> None:
    with pytest.raises(ResultFormatError) as caught:
        verify(changed(RESULTS["solved"], *path, to=to))
    assert sentence in str(caught.value)


@pytest.mark.parametrize("not_a_result", [None, [], "text", 3.0, {}, [RESULTS["solved"]]])
def test_what_is_no_table_is_refused(not_a_result: Any) -> None:
    with pytest.raises(ResultFormatError):
        verify(not_a_result)


@pytest.mark.parametrize("name", RESULTS)
def test_a_model_of_another_size_is_refused(name: str) -> None:
    other = result_of(lw.BargainingProblem([lw.Ball([1.0, 1.0, 1.0])] * 3, [2.0, 2.0, 2.0]))
    model = other["model"] | {"kind": "bargaining"}
    with pytest.raises(ResultFormatError, match="must have 3 entries"):
        verify(hashed(RESULTS[name] | {"kind": "bargaining", "model": model}))


def test_huge_nesting_is_refused_quickly() -> None:
    deep: Any = 1.0
    for _ in range(100_000):
        deep = [deep]
    begin = time.monotonic()
    with pytest.raises(ResultFormatError, match="nested deeper than 100 levels"):
        verify(RESULTS["solved"] | {"reasons": deep})
    part: Json = {"kind": "ball", "radii": [1.0, 1.0]}
    for _ in range(60):
        part = {"kind": "shifted", "base": part, "by": [0.0, 0.0]}
    assert _judge(changed(RESULTS["solved"], "model", "types", 0, "set", to=part)) == "failed"
    for _ in range(1000):
        part = {"kind": "shifted", "base": part, "by": [0.0, 0.0]}
    with pytest.raises(ResultFormatError, match="nested deeper"):
        verify(changed(RESULTS["solved"], "model", to=part))
    circle: list[Any] = []
    circle.append(circle)
    with pytest.raises(ResultFormatError, match="nested deeper"):
        verify(RESULTS["solved"] | {"reasons": circle})
    while isinstance(deep, list):  # taken apart here, so that no recursive destructor is needed
        deep = deep[0]
    assert time.monotonic() - begin < 10


def test_a_list_that_repeats_itself_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("largeworlds.checker.reading.MOST_VALUES", 10_000)
    many: Any = [1, 2]
    for _ in range(60):
        many = [many, many]
    with pytest.raises(ResultFormatError, match="must not hold more than 10000 values"):
        verify(RESULTS["solved"] | {"reasons": many})


@pytest.mark.parametrize("factor", [1e-300, 1e300])
def test_extreme_sizes_end_in_a_verdict(factor: float) -> None:
    for path in [
        ("weights", 0), ("model", "types", 0, "set", "vertices", 0, 0), ("model", "types", 1, "set", "factors", 0),
        ("model", "types", 1, "set", "base", "base", "parts", 0, "budget"),
        ("model", "types", 1, "set", "base", "base", "parts", 0, "efficiency", 0),
        ("model", "types", 1, "set", "base", "base", "parts", 0, "returns", 1, "scale"),
        ("model", "types", 1, "set", "base", "base", "parts", 0, "returns", 1, "eta"),
    ]:  # fmt: skip
        verdict = _judge(hashed(changed(RESULTS["solved"], *path, to=factor)))
        # A use that nobody is served by may become as useless as it likes.
        assert verdict != "passed" or path[-2:] == ("efficiency", 0)


def test_a_share_too_small_to_matter_is_no_reason_to_stop() -> None:
    result = hashed(
        changed(
            RESULTS["solved"], "model", "types", 1, "set", "base", "base", "parts", 0, "returns", 1, "eta", to=1e-17
        )
    )
    assert "gap" in failed(verify(result)) or "membership" in failed(verify(result))
