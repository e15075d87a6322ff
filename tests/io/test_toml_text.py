"""TOML that people can read and that reads back exactly."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from largeworlds.io.files import model_of
from largeworlds.io.toml_text import toml_text

from .drawn import problems, texts, worlds


def test_a_small_model_reads_well() -> None:
    model = {
        "kind": "world",
        "title": 'the "small" one',
        "notes": "first line\n\nlast line",
        "players": 10,
        "weights": "prior",
        "beliefs": {"kind": "posterior", "posterior": [[0.75, 0.25], [0.25, 0.75]], "common_prior": False},
        "types": [
            {"name": "a", "set": {"kind": "ball", "radii": [1.0, 2.5], "p": 2.0}, "default": [0.0, 1e-07]},
            {
                "name": "b",
                "set": {"kind": "sum", "parts": [{"kind": "box", "lower": [0.0] * 9, "upper": [1.0] * 9}] * 2},
            },
        ],
    }
    assert (
        toml_text(model)
        == '''\
kind = "world"
title = "the \\"small\\" one"
notes = """
first line

last line"""
players = 10
weights = "prior"

[beliefs]
kind = "posterior"
posterior = [[0.75, 0.25], [0.25, 0.75]]
common_prior = false

[[types]]
name = "a"
set = { kind = "ball", radii = [1.0, 2.5], p = 2.0 }
default = [0.0, 1e-07]

[[types]]
name = "b"

[types.set]
kind = "sum"

[[types.set.parts]]
kind = "box"
lower = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
upper = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]

[[types.set.parts]]
kind = "box"
lower = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
upper = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
'''
    )
    assert tomllib.loads(toml_text(model)) == model


def test_matrices_have_a_line_per_row_and_long_rows_are_wrapped() -> None:
    wide = {"m": [[0.125] * 12] * 3, "long": [1 / 3] * 20}
    text = toml_text(wide)
    assert text.count("\n    [0.125, ") == 3
    assert max(map(len, text.splitlines())) <= 100
    assert tomllib.loads(text) == wide
    very = {"m": [[1 / 3] * 40] * 2}
    assert max(map(len, toml_text(very).splitlines())) <= 100
    assert tomllib.loads(toml_text(very)) == very


def test_lists_of_small_tables_have_a_line_per_table() -> None:
    returns = [{"kind": "power", "exponent": 0.5, "scale": 1 / 3}] * 3
    model = {"types": [{"name": "a", "set": {"kind": "allocation", "budget": 1.0, "returns": returns}}]}
    assert toml_text(model).endswith(
        """[types.set]
kind = "allocation"
budget = 1.0
returns = [
    { kind = "power", exponent = 0.5, scale = 0.3333333333333333 },
    { kind = "power", exponent = 0.5, scale = 0.3333333333333333 },
    { kind = "power", exponent = 0.5, scale = 0.3333333333333333 },
]
"""
    )
    assert tomllib.loads(toml_text(model)) == model


def test_whole_numbers_beyond_64_bits_are_written_as_floats() -> None:
    assert toml_text({"n": 2**63 - 1}) == "n = 9223372036854775807\n"
    assert toml_text({"n": 10**30}) == "n = 1e+30\n"


@given(texts)
@example("\x7f")
@example("".join(map(chr, range(128))))
@example('"""')
@example('ends with "')
@example("\\")
def test_any_text_reads_back(text: str) -> None:
    for value in (text, f"{text}\n{text}", f'\n"""{text}\r\n', f"{text}\\\n"):
        assert tomllib.loads(toml_text({"notes": value, "t": [{"name": value}]})) == {
            "notes": value,
            "t": [{"name": value}],
        }


@given(st.floats(allow_nan=False, allow_infinity=False), st.booleans())
def test_numbers_read_back_to_the_last_bit(number: float, flag: bool) -> None:
    back = tomllib.loads(toml_text({"x": number, "y": [number], "flag": flag}))
    assert back["x"].hex() == number.hex() == back["y"][0].hex() and back["flag"] is flag


@given(st.one_of(worlds(), problems()))
def test_models_read_back(obj: Any) -> None:
    model = model_of(obj)
    assert tomllib.loads(toml_text(model)) == model


@pytest.mark.parametrize("depth", [1, 5, 20])
def test_nested_sets_read_back(depth: int) -> None:
    part: dict[str, Any] = {"kind": "ball", "radii": [1 / 3, 2 / 3]}
    for i in range(depth):
        part = {"kind": "sum", "parts": [part]} if i % 2 else {"kind": "scaled", "factors": [1.5, 2.5], "base": part}
    model = {"kind": "bargaining", "joint": part, "types": [{"name": "a"}, {"name": "b"}]}
    assert tomllib.loads(toml_text(model)) == model
