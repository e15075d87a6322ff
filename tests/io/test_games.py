"""Model files of kind "game": both ways to write payoffs, exact round trips, and every message."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import largeworlds as lw
from largeworlds.io.files import from_model, model_of, schema
from largeworlds.io.toml_text import toml_text

from .drawn import names, numbers, texts

NESTED = """
kind = "game"
title = "Gifts"
units = "hours"
disagreement = "nash"
weights = [1, 2]
payoffs = [[["= k", 5], [0, 3]], [["= k", 0], [5, 3]]]

[parameters]
k = 2

[[types]]
name = "one"
actions = ["keep", "give"]

[[types]]
name = "two"
actions = ["keep", "give"]
"""
ROWS = """
kind = "game"
disagreement = [0, 0]
outcomes = [
    { actions = ["keep", "give"], payoffs = [5, 0] },
    { actions = ["keep", "keep"], payoffs = [2, 2] },
    { actions = ["give", "give"], payoffs = [3, 3] },
    { actions = ["give", "keep"], payoffs = [0, 5] },
]
types = [{ name = "one", actions = ["keep", "give"] }, { name = "two", actions = ["keep", "give"] }]
"""


def read(text: str, tmp_path: Path) -> lw.NormalFormGame:
    (tmp_path / "game.toml").write_text(text, encoding="utf-8")
    found = lw.load(tmp_path / "game.toml")
    assert isinstance(found, lw.NormalFormGame)
    return found


def test_nested_payoffs(tmp_path: Path) -> None:
    game = read(NESTED, tmp_path)
    assert game.payoffs.tolist() == [[[2, 5], [0, 3]], [[2, 0], [5, 3]]]
    assert (game.players, game.actions) == (("one", "two"), (("keep", "give"),) * 2)
    assert game.disagreement == "nash" and game.weights is not None and game.weights.tolist() == [1, 2]
    assert dict(game.notes) == {"title": "Gifts", "units": "hours"}
    again = lw.load(tmp_path / "game.toml", {"k": 4})
    assert isinstance(again, lw.NormalFormGame) and again.payoffs[0, 0, 0] == 4


def test_rows_in_any_order(tmp_path: Path) -> None:
    game = read(ROWS, tmp_path)
    np.testing.assert_array_equal(game.payoffs, read(NESTED, tmp_path).payoffs)
    assert game.weights is None and not isinstance(game.disagreement, str) and game.disagreement is not None
    assert game.disagreement.tolist() == [0, 0]


def test_both_ways_fit_the_schema() -> None:
    import tomllib

    for text in (NESTED, ROWS):
        Draft202012Validator(schema()).validate(tomllib.loads(text))
    assert not Draft202012Validator(schema()).is_valid(tomllib.loads(NESTED.replace("weights", "players")))


def test_a_game_may_extend_another(tmp_path: Path) -> None:
    read(NESTED, tmp_path)
    (tmp_path / "more.toml").write_text(
        'extends = "game.toml"\ndisagreement = [1, 1]\n[[types]]\nname = "two"\nactions = ["hold", "send"]\n'
    )
    game = lw.load(tmp_path / "more.toml")
    assert isinstance(game, lw.NormalFormGame)
    assert game.actions == (("keep", "give"), ("hold", "send"))
    assert isinstance(game.disagreement, np.ndarray)


@st.composite
def games(draw: st.DrawFn) -> lw.NormalFormGame:
    n = draw(st.integers(1, 3))
    shape = draw(st.lists(st.integers(1, 3), min_size=n, max_size=n))
    size = n * int(np.prod(shape))
    payoffs = np.array(draw(st.lists(numbers, min_size=size, max_size=size))).reshape(n, *shape)

    def distinct(k: int) -> list[str]:
        from largeworlds._core.text import clean

        return draw(st.lists(names, min_size=k, max_size=k, unique_by=clean))

    vector = st.lists(numbers, min_size=n, max_size=n)
    weights = draw(st.one_of(st.none(), st.lists(st.floats(0.1, 9), min_size=n, max_size=n)))
    keys = st.sampled_from(["title", "source", "units", "description", "notes"])
    return lw.NormalFormGame(
        payoffs,
        distinct(n),
        [distinct(k) for k in shape],
        disagreement=draw(st.one_of(st.none(), st.just("nash"), vector)),
        weights=weights,
        notes=draw(st.dictionaries(keys, texts, max_size=3)),
    )


@given(games())
def test_games_survive_files_to_the_last_bit(game: lw.NormalFormGame) -> None:
    import tomllib

    model = model_of(game)
    Draft202012Validator(schema()).validate(model)
    assert json.loads(json.dumps(model, allow_nan=False)) == model
    again = from_model(tomllib.loads(toml_text(model)))
    assert isinstance(again, lw.NormalFormGame)
    assert model_of(again) == model
    assert again.payoffs.tobytes() == game.payoffs.tobytes()
    assert (again.players, again.actions) == (game.players, game.actions)
    assert dict(again.notes) == dict(game.notes)


def test_save_and_load(tmp_path: Path) -> None:
    game = read(NESTED, tmp_path)
    lw.save(game, tmp_path / "copy.toml")
    again = lw.load(tmp_path / "copy.toml")
    assert isinstance(again, lw.NormalFormGame) and model_of(again) == model_of(game)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"= k", 5]', '"= k"]', "payoffs[0][1] must have 1 entry like the first, but it has 2; give one per action of"),
        (
            ", [5, 3]]]",
            "]]",
            "payoffs[1] must have 2 entries like the first, but it has 1; give one per action of that",
        ),
        ("[5, 3]]]", '[5, "x"]]]', 'payoffs[1][1][1] must be a number, but it is the text "x"'),
        ("[5, 3]]]", "[5, [3]]]]", "payoffs[1][1][1] must be a number, but it is a list of 1; give a single one"),
        ("[5, 3]]]", "5]]", "payoffs[1][1] must be a list of 2 like the others, but it is 5; put it in brackets"),
        (
            '[[["= k", 5], [0, 3]], [["= k", 0], [5, 3]]]',
            "3",
            "payoffs must be a list with one table of numbers per player",
        ),
        (
            '[[["= k", 5], [0, 3]], [["= k", 0], [5, 3]]]',
            "[[2, 3], [4, 5]]",
            'payoffs must be nested like players x actions of "one" and "two", 2 x 2 x 2, but it is nested 2 x 2; give',
        ),
        ('actions = ["keep", "give"]\n\n', "\n", 'types[0] ("one") lacks the key "actions"'),
        ('["keep", "give"]\n\n', '["keep", "keep"]\n\n', "actions"),
        ('disagreement = "nash"', 'disagreement = "threat"', 'disagreement must be a list of numbers, or "nash"'),
        ('disagreement = "nash"', "disagreement = [1]", "disagreement must have 2 numbers, one per type"),
        ("weights = [1, 2]", "weights = [0, 0]", "weights must not all be zero"),
        ("weights = [1, 2]", "players = 3", "players is not a key of a game; it belongs to"),
        ("payoffs", "payofs", 'payofs is not a key of a game; did you mean "payoffs"?'),
        ('kind = "game"', 'kind = "gmae"', 'kind must be "world", "bargaining" or "game"'),
        ("weights = [1, 2]", 'outcomes = [{ actions = ["keep"], payoffs = [1] }]', "has both payoffs and outcomes"),
        ('name = "two"', 'name = "one"', "is also the name of"),
    ],
)
def test_slips_in_nested_payoffs(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert old in NESTED
    with pytest.raises(lw.ModelFileError) as caught:
        read(NESTED.replace(old, new, 1), tmp_path)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '"keep", "give"], payoffs = [5, 0]',
            '"keep", "gift"], payoffs = [5, 0]',
            "outcomes[0].actions[1] must be an action",
        ),
        (
            '"keep", "give"], payoffs',
            '"keep", "keep"], payoffs',
            "outcomes[1] is the same outcome as outcomes[0]; give",
        ),
        ("payoffs = [5, 0]", "payoffs = [5]", "outcomes[0].payoffs must have 2 numbers, one per type"),
        ('actions = ["keep", "give"], payoffs = [5, 0]', "payoffs = [5, 0]", 'outcomes[0] lacks the key "actions"'),
        (
            '    { actions = ["keep", "give"], payoffs = [5, 0] },\n',
            "",
            'outcomes lacks the outcome "keep" and "give"; give',
        ),
        ("outcomes = [", "unused = [", "unused is not a key of a game"),
    ],
)
def test_slips_in_rows(old: str, new: str, said: str, tmp_path: Path) -> None:
    assert old in ROWS
    with pytest.raises(lw.ModelFileError) as caught:
        read(ROWS.replace(old, new, 1), tmp_path)
    assert said in str(caught.value)


def test_neither_payoffs_nor_outcomes(tmp_path: Path) -> None:
    with pytest.raises(lw.ModelFileError, match="the file has neither payoffs nor outcomes; give one nested list"):
        read('kind = "game"\ntypes = [{ name = "a", actions = ["b"] }]', tmp_path)


def test_a_game_too_large_is_refused_before_it_is_built(tmp_path: Path) -> None:
    types = "".join(f'[[types]]\nname = "{i}"\nactions = {[str(a) for a in range(9)]}\n' for i in range(7))
    row = '{ actions = ["0", "0", "0", "0", "0", "0", "0"], payoffs = [0, 0, 0, 0, 0, 0, 0] }'
    with pytest.raises(lw.ModelFileError, match="at most 20 players and 1,000,000 outcomes, but it has 7 players"):
        read(f'kind = "game"\noutcomes = [{row}]\n{types}', tmp_path)


def test_other_objects_are_refused() -> None:
    with pytest.raises(lw.InvalidProblem, match="obj must be a World, a BargainingProblem or a NormalFormGame"):
        model_of(3)  # type: ignore[arg-type]
