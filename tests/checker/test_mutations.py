"""One number or word of a result is changed at a time: what makes it false must be refused, what does not is listed.

A change that verifies is only right if the changed result is still true as stated: a weaker claim (a larger gap, error
or bound), consensus weights that prove the same, or what is no part of the proof.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.catalog import listing
from largeworlds.checker import ResultFormatError, verify

from ..worlds import RECIPES, draw
from .making import Json, assert_verified, result_of

NAMES = [entry.name for entry in listing.entries()]

#: Keys that say nothing which could be proved.
SILENT = {"largeworlds", "reasons", "steps"}
#: Claims that are only weaker, and so still true, where they are larger; null says nothing at all.
WEAKER = {"gap", "error", "bound"}
#: What is printed may be a rounding off; this is far below what mutations change.
SMALL = 1e-7
ROUNDING = 1e-15


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every leaf of a result but those of the model, which its hash guards as a whole."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if items is None:
        yield path, value
        return
    for key, item in items:
        if not path and key in {"model", *SILENT}:
            continue
        yield from _places(item, (*path, key))


def _mutants(value: Any, rng: np.random.Generator) -> Iterator[Any]:
    """Other values for one leaf: by little and by much, with another sign, nothing."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield value * (1 + SMALL) if value else SMALL
        yield value * (1 - SMALL) if value else -SMALL
        yield value * 2 + 1e-3
        yield -value if value else -1.0
        yield value + float(rng.normal())
    elif isinstance(value, str):
        yield value + "x"
    else:
        yield 0.0
    if value is not None:
        yield None


def _put(result: Json, path: tuple[Any, ...], to: Any) -> Json:
    out = {key: value if key == "model" else copy.deepcopy(value) for key, value in result.items()}
    place: Any = out
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return out


def _shuffled(result: Json) -> Iterator[tuple[tuple[Any, ...], Json]]:
    """Lists that belong to types in another order, keys left out, and keys exchanged."""
    for key, value in result.items():
        if key in {"model", "status_text", "units", *SILENT}:
            continue
        yield (key, "left out"), {k: v for k, v in result.items() if k != key}
        if isinstance(value, list) and len(value) > 1 and value != value[::-1]:
            yield (key, "reversed"), result | {key: value[::-1]}
    for one, other in (("payoffs", "disagreement"), ("gains", "payoffs"), ("weights", "gains"), ("actions", "choices")):
        if result[one] != result[other]:
            yield (one, other), result | {one: result[other], other: result[one]}


def _verifies(result: Json) -> bool:
    try:
        return verify(result).ok
    except ResultFormatError:
        return False


def _same(old: Any, to: Any, size: float) -> bool:
    """Whether numbers differ by no more than rounding of doubles of this size, as in an exchange of equals."""
    if not isinstance(old, int | float | list) or not isinstance(to, int | float | list):
        return False
    return np.shape(old) == np.shape(to) and np.allclose(old, to, rtol=ROUNDING, atol=ROUNDING * size)


def _size(result: Json, path: tuple[Any, ...]) -> float:
    """What a change is measured by: a gain is a difference of doubles, so it cannot be known better than these."""
    if path[0] != "gains" or len(path) != 2 or not isinstance(path[1], int):
        return 1.0
    return max(1.0, abs(result["payoffs"][path[1]]) + abs(result["disagreement"][path[1]]))


def _still_true(path: tuple[Any, ...], old: Any, to: Any, size: float = 1.0) -> bool:
    """Whether a mutant that verifies may be true as stated."""
    if _same(old, to, size):
        return True
    if path[0] in WEAKER:
        if isinstance(to, list):  # every one of them was proved again
            return True
        return to is None or (isinstance(to, float) and isinstance(old, float) and to >= old - 2 * SMALL * abs(old))
    # Other prices, or other shares that make the same actions: the proof was computed again with these.
    return path[0] in {"weights", "direction", "choices"}


def _drawn(result: Json, rng: np.random.Generator, most: int | None) -> list[tuple[tuple[Any, ...], Any, Any, Json]]:
    """(place, old value, new value, mutant), at most ``most`` of them, evenly from all keys."""
    by_key: dict[Any, list[tuple[tuple[Any, ...], Any, Any]]] = {}
    for path, value in _places(result):
        by_key.setdefault(path[0], []).extend((path, value, to) for to in _mutants(value, rng))
    out = [(path, result[path[0]], mutant.get(path[0]), mutant) for path, mutant in _shuffled(result)]
    for found in by_key.values():
        chosen = range(len(found)) if most is None else rng.choice(len(found), min(most, len(found)), replace=False)
        out += [(path, old, to, _put(result, path, to)) for path, old, to in (found[i] for i in chosen)]
    return out


SOURCES: dict[str, Callable[[], lw.World | lw.BargainingProblem | lw.NormalFormGame]] = {
    **{name: (lambda name=name: listing.load(name)) for name in NAMES},
    **{f"{recipe} {seed}": (lambda r=recipe, s=seed: draw(r, s).world) for recipe in RECIPES for seed in range(1)},
    "infeasible": lambda: lw.BargainingProblem([lw.Ball([1.0, 1.0]), lw.Ball([1.0, 1.0], 1)], [1.3, 1.3]),
}


@pytest.mark.parametrize("name", SOURCES)
def test_no_change_makes_a_false_result_that_verifies(
    name: str,
    rng: np.random.Generator,
    count: Callable[[int, int], int],
    record_property: Callable[[str, object], None],
) -> None:
    honest = result_of(SOURCES[name]())
    assert_verified(verify(honest))
    mutants = _drawn(honest, rng, None if count(1, 0) else 2)
    passing = [(path, old, to) for path, old, to, mutant in mutants if _verifies(mutant)]
    wrong = [found for found in passing if not _still_true(*found, _size(honest, found[0]))]
    record_property("mutants", f"{name}: {len(mutants)}, of which {len(passing)} verify, {len(wrong)} of these falsely")
    assert len(mutants) > 40
    assert not wrong


@pytest.mark.parametrize("name", NAMES)
def test_weaker_claims_and_words_without_meaning_are_accepted(name: str) -> None:
    honest = result_of(listing.load(name))
    weaker = honest | {"reasons": ["something else"], "steps": 10**6, "largeworlds": "another"}
    if honest["status"] == "solved":
        weaker |= {"gap": honest["gap"] * 2, "error": [2 * error for error in honest["error"]]}
    assert_verified(verify(weaker | {"a key of a later version": 1}))


@pytest.mark.parametrize("recipe", RECIPES)
def test_random_worlds_verify(recipe: str, count: Callable[[int, int], int]) -> None:
    """Every answer does; what is not converged, and says so, may also have nothing that could be proved."""
    answered = 0
    for seed in range(count(60, 6)):
        result = result_of(draw(recipe, seed).world)
        if result["status"] in {"solved", "some_cannot_gain", "nobody_can_gain", "infeasible"}:
            answered += 1
            verification = verify(result)
            assert verification.ok, f"{recipe} {seed}: {verification.text()}"
    assert answered >= count(45, 4)
