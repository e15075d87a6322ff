"""Parameters, overrides and expressions of a document."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.io import resolving
from largeworlds.io.document import Document
from largeworlds.io.files import load, model_of
from largeworlds.io.resolving import MOST_NESTED_SETS, resolve

from .conftest import Refusal
from .samples import TWO_TYPES


def test_parameters_enter_expressions_and_overrides_replace_them(folder: Path) -> None:
    (folder / "w.toml").write_text(TWO_TYPES)
    plain, changed = load("w.toml"), load("w.toml", {"p": 0.5})
    assert isinstance(plain, lw.World) and isinstance(changed, lw.World)
    assert np.array_equal(plain.beliefs.posterior, [[0.75, 0.25], [0.25, 0.75]])
    assert np.array_equal(changed.beliefs.posterior, [[0.5, 0.5], [0.5, 0.5]])
    assert "parameters" not in model_of(plain)


def test_overrides_reach_parameters_that_depend_on_them(folder: Path) -> None:
    (folder / "w.toml").write_text(TWO_TYPES.replace("p = 0.75", 'p = "= q / 4"\nq = 3'))
    for two in (2, 2.0, np.float64(2.0), np.int64(2)):
        found = load("w.toml", {"q": two})
        assert isinstance(found, lw.World) and found.beliefs.posterior[0, 0] == 0.5


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"q": 1.0}, 'w.toml: "q" is not a parameter of this file; known parameters: "p".'),
        ({"P": 1.0}, 'w.toml: "P" is not a parameter of this file; did you mean "p"? known parameters: "p".'),
        ({"p": float("nan")}, "w.toml: parameters.p must be set to a finite number, but it is nan"),
        ({"p": "1"}, 'w.toml: parameters.p must be set to a finite number, but it is the text "1"'),
        ({"p": True}, "w.toml: parameters.p must be set to a finite number, but it is true"),
        ({"p": 10**400}, "w.toml: parameters.p must be set to a finite number, but it is a whole number of about"),
    ],
)
def test_overrides_are_checked(refusal: Refusal, overrides: dict[str, float], words: str) -> None:
    assert refusal(TWO_TYPES, overrides=overrides).startswith(words)


def test_overriding_a_file_without_parameters(refusal: Refusal) -> None:
    text = TWO_TYPES.replace("[parameters]\np = 0.75\n", "").replace('"= p"', "0.5").replace('"= 1 - p"', "0.5")
    assert "it has no [parameters]" in refusal(text, overrides={"p": 0.5})


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('p = "0.75"', 'parameters.p must be a number or an expression, but it is the text "0.75"; write p = 0.5, or'),
        ("p = nan", "parameters.p must be a finite number, but it is nan"),
        ("p = [1]", "parameters.p must be a number or an expression, but it is a list of 1"),
        ("p = true", "parameters.p must be a number or an expression, but it is true"),
        ('p = "= q / 4"', 'parameters.p = "= q / 4" uses "q", which is not a parameter'),
        ('p = "= 1 / 0"', 'parameters.p = "= 1 / 0" divides by zero'),
        ('p = "= q"\nq = "= 2 * p"', "depends on itself (p -> q -> p); break the circle"),
        ('p = "= p"', "depends on itself (p -> p); break the circle"),
        ('"1p" = 3', "parameters.1p is not a name that expressions can use"),
        ('"ä" = 3', 'parameters."ä" is not a name that expressions can use'),
        ("lambda = 3", "parameters.lambda has a name that expressions cannot use"),
        ("pi = 3", "parameters.pi has a name that expressions cannot use"),
        ("sqrt = 3", "parameters.sqrt has a name that expressions cannot use"),
    ],
)
def test_parameters_are_checked(refusal: Refusal, line: str, words: str) -> None:
    assert words in refusal(TWO_TYPES, ("p = 0.75", line))


def test_parameters_are_a_table_of_limited_size(refusal: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    message = refusal(TWO_TYPES, ("[parameters]\np = 0.75\n", "parameters = 3\n"))
    assert message.startswith("w.toml: parameters must be a table of named numbers, but it is 3")
    monkeypatch.setattr(resolving, "MOST_PARAMETERS", 2)
    assert "has 3 entries; 2 are allowed" in refusal(TWO_TYPES, ("p = 0.75", "p = 0.75\nq = 1\nr = 1"))


def test_a_long_chain_of_parameters_is_fine(folder: Path) -> None:
    chain = "\n".join(f'a{i} = "= a{i + 1}"' for i in range(900))
    (folder / "w.toml").write_text(TWO_TYPES.replace("p = 0.75", f'p = "= a0"\n{chain}\na900 = 0.5'))
    found = load("w.toml")
    assert isinstance(found, lw.World) and found.beliefs.posterior[0, 0] == 0.5


def test_expressions_stand_for_numbers_and_never_for_text(folder: Path) -> None:
    text = TWO_TYPES.replace('name = "cosmos"', 'name = "= p"').replace("players = 10", 'players = "= 10 ** 9"')
    (folder / "w.toml").write_text('title = "= 1 / 0"\n' + text)
    found = load("w.toml")
    assert isinstance(found, lw.World)
    assert found.names[1] == "= p" and found.notes["title"] == "= 1 / 0" and found.players == 1e9


def test_messages_about_computed_values_show_the_expression(refusal: Refusal) -> None:
    message = refusal(TWO_TYPES, ("budget = 3", 'budget = "= p - 1"'))
    assert message.endswith('must be zero or a positive number, but it is -0.25 (from "= p - 1"); give at least 0.')
    message = refusal(TWO_TYPES, ('[["= p"', '[["= q"'))
    assert message.startswith(
        'w.toml: beliefs.posterior[0] ("hedonism")[0] = "= q" uses "q", which is not a parameter;'
    )
    assert message.endswith('; known parameters: "p".')


def test_a_misspelt_table_is_reported_before_what_follows_from_it(refusal: Refusal) -> None:
    message = refusal(TWO_TYPES, ("[parameters]", "[paramters]"))
    assert 'paramters is not a key of a world; did you mean "parameters"?' in message


def test_nesting_of_sets_is_limited(refusal: Refusal, folder: Path) -> None:
    ball = '{ kind = "ball", radii = [1, 1], p = 2 }'
    open_, close = '{ kind = "shifted", by = [0, 0], base = ', " }"
    deepest = open_ * MOST_NESTED_SETS + ball + close * MOST_NESTED_SETS
    (folder / "w.toml").write_text(TWO_TYPES.replace(ball, deepest))
    assert load("w.toml").names == ("hedonism", "cosmos")
    assert "sets may be nested 20 times" in refusal(TWO_TYPES, (ball, open_ + deepest + close))
    parts = '{ kind = "sum", parts = [' * 21 + ball + "] }" * 21
    assert "sets may be nested 20 times" in refusal(TWO_TYPES, (ball, parts))


def test_the_count_of_numbers_is_limited(refusal: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolving, "MOST_NUMBERS", 7)
    assert "takes the model beyond 7 numbers, the most allowed" in refusal(TWO_TYPES)


def test_numbers_of_tables_count_too(folder: Path, refusal: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "t.csv").write_text("1,2\n" * 10)
    rows = ("radii = [1, 1], p = 2", 'vertices = { csv = "t.csv" }'), ('"ball"', '"polytope"')
    monkeypatch.setattr(resolving, "MOST_NUMBERS", 25)
    assert "takes the model beyond 25 numbers" in refusal(TWO_TYPES, *rows)


def test_the_document_given_is_left_as_it_was() -> None:
    data = {"parameters": {"p": 2}, "players": "= p", "types": [{"name": "a", "set": {"kind": "= p"}}]}
    before = repr(data)
    resolved = resolve(Document.of(data, "m"))
    assert resolved.document.data["players"] == 2.0 and resolved.slip is None
    assert repr(data) == before
