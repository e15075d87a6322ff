"""Words of messages."""

from __future__ import annotations

import datetime

import pytest

from largeworlds.io.wording import came, choices, listed, meant, quoted


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        (True, "true"),
        (3, "3"),
        (10**400, "a whole number of about 400 digits"),
        (0.5, "0.5"),
        ('a "b"', r'the text "a \"b\""'),
        ([], "an empty list"),
        ([1, 2], "a list of 2"),
        ({}, "an empty table"),
        ({"a": 1}, "a table with the key a"),
        ({"a": 1, "b": 1}, "a table with the keys a and b"),
        (datetime.date(2020, 1, 1), "a date or time"),
        ({1, 2}, "an object of type set"),
    ],
)
def test_what_came_in_words(value: object, words: str) -> None:
    assert came(value) == words


def test_integers_beyond_what_python_prints_are_described() -> None:
    assert came(1 << 100_000) == "a whole number of about 30103 digits"


def test_long_texts_are_cut_and_stay_on_one_line() -> None:
    shown = quoted("x\n" * 500)
    assert len(shown) <= 64 and "\n" not in shown and shown.endswith('..."')


def test_lists_of_words() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"], "or") == "a, b or c"
    assert listed(map(str, range(20)), most=3) == "0, 1 and 18 others"
    assert choices(["x", "y"]) == '"x" or "y"'


def test_meant_names_a_close_word_and_nothing_far() -> None:
    assert meant("raddi", ["radii", "p"]) == ' did you mean "radii"?'
    assert meant("Radii", ["radii"]) == ' did you mean "radii"?'
    assert meant("budget", ["radii", "p"]) == ""
