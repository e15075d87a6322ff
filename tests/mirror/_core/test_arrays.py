"""Checked arrays, numbers and names."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import InvalidProblem
from largeworlds._core.arrays import finite_array, locked, names_or_default, positive_number


def test_locked_is_a_read_only_copy_of_floats():
    original = np.array([1, 2])
    copy = locked(original)
    original[0] = 9
    assert copy.tolist() == [1.0, 2.0] and copy.dtype == float
    with pytest.raises(ValueError, match="read-only"):
        copy[0] = 3.0


@pytest.mark.parametrize(
    ("values", "ndim", "words"),
    [
        ([1.0, np.nan], 1, ["load[1]", "finite", "nan", "check it"]),
        ([[1.0], [np.inf]], 2, ["load[1, 0]", "inf"]),
        ([1.0], 2, ["load", "two axes (rows and columns)", "(1,)"]),
        ([[1.0], [1.0, 2.0]], 2, ["load", "equal lengths"]),
        ("abc", 1, ["load", "numbers", "'abc'"]),
        (None, 1, ["load"]),
    ],
)
def test_finite_array_says_what_is_wrong_and_where(values, ndim, words):
    with pytest.raises(InvalidProblem) as error:
        finite_array(values, "load", ndim, "check it")
    assert all(word in str(error.value) for word in words), str(error.value)


def test_long_values_are_cut_short_in_messages():
    with pytest.raises(InvalidProblem) as error:
        finite_array(["x" * 500], "load", 1, "check it")
    assert len(str(error.value)) < 200


@pytest.mark.parametrize("value", [0, -1.0, np.nan, np.inf, True, "1", None, [1.0]])
def test_positive_numbers(value):
    with pytest.raises(InvalidProblem, match="budget must be a positive number"):
        positive_number(value, "budget", "give one")


def test_zero_is_positive_only_on_request():
    assert positive_number(0, "budget", "give one", zero=True) == 0.0
    assert positive_number(np.float32(2), "budget", "give one") == 2.0
    with pytest.raises(InvalidProblem, match="zero or a positive number, but it is -1"):
        positive_number(-1, "budget", "give one", zero=True)


def test_names():
    assert names_or_default(None, 2, "type") == ("type 1", "type 2")
    assert names_or_default(["a", "b"], 2, "type") == ("a", "b")
    for names, words in (
        ("ab", "names must be a list of 2 names, but it is 'ab'"),
        (5, "names must be a list of 2 names, but it is 5"),
        ({"a": 1, "b": 2}, "names must be a list of 2 names"),
        (iter(["a", "b"]), "names must be a list of 2 names"),
        (["a"], "must have 2 names, one per type, but it has 1"),
        (["a", "a"], "must all differ, but it has 'a' twice"),
        (["a", " a\n"], "must all differ, but it has 'a' and ' a.n', which look the same"),
        ([1, 2], r"names\[0\] must be text, but it is 1"),
        (["a", ""], r"names\[1\] must have at least one visible character, but it is ''"),
        (["a", " \t\x00"], r"names\[1\] must have at least one visible character"),
        (["a", "\u200d\u200b"], r"names\[1\] must have at least one visible character"),
    ):
        with pytest.raises(InvalidProblem, match=words):
            names_or_default(names, 2, "type")
