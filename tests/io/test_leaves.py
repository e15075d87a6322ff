"""Numbers, lists and matrices: what is wrong with them, and that the published schema agrees."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from largeworlds.io.leaves import LEAVES, is_finite
from largeworlds.io.schema import schema


@pytest.mark.parametrize(
    ("leaf", "value", "words"),
    [
        ("number", "one", 'must be a number, but it is the text "one"; write a number, or text that starts with'),
        ("number", "1", 'must be a number, but it is the text "1"; leave out the quotes'),
        ("number", "nan", 'must be a number, but it is the text "nan"; write a finite number'),
        ("number", True, "must be a number, but it is true"),
        ("number", [1], "must be a number, but it is a list of 1; give a single one"),
        ("number", float("nan"), "must be a finite number, but it is nan; write a finite number"),
        ("number", 10**400, "must be a finite number, but it is a whole number of about 400 digits"),
        ("positive", 0, "must be a positive number, but it is 0; give more than 0"),
        ("amount", -1.5, "must be zero or a positive number, but it is -1.5; give at least 0"),
        ("exponent", 2, "must be a number above 0 and at most 1, but it is 2; give at most 1"),
        ("norm", 0.5, 'must be a number of at least 1, or "infinite", but it is 0.5; give at least 1'),
        ("norm", "infinity", 'but it is the text "infinity"; did you mean "infinite"'),
        ("norm", float("inf"), 'must be a finite number, but it is inf; write "infinite" in quotes'),
        ("players", 1.5, 'must be a whole number of at least 1, or "infinite", but it is 1.5; give a whole number'),
        ("players", 0, "give at least 1"),
        ("vector", 3, "must be a list of numbers, but it is 3; put brackets around it"),
        ("vector", {"cvs": "x"}, 'a table with the key cvs; write the numbers in brackets, or { csv = "name.csv" }'),
        ("vector", [], "must be a list of numbers, but it is an empty list; give at least one"),
        ("vector", [1, "2"], '[1] must be a number, but it is the text "2"; leave out the quotes'),
        ("vector", [1, [2]], "[1] must be a number, but it is a list of 1; give a single number"),
        ("vector", [1.0, float("inf")], "[1] must be a finite number, but it is inf"),
        ("vector", [1.0, 10**400], "[1] must be a finite number"),
        ("vector", [1e308, 1e308], ""),
        ("amounts", [1, -1], "[1] must be zero or a positive number, but it is -1; give at least 0"),
        ("matrix", [[1, 2], [3]], "[1] must have 2 numbers like the first row, but it has 1; make all rows"),
        ("matrix", [1, 2], "[0] must be a row (a list of numbers), but it is 1; put every row in brackets of its own"),
        ("matrix", [[1], []], "[1] must be a row with at least one number, but it is empty"),
        ("matrix", [[1, None]], "[0][1] must be a number, but it is nothing"),
        ("prior", [0, 1], "[0] must be a probability above 0, but it is 0; give more than 0"),
        ("prior", [0.5, 0.6], "must sum to one, but it sums to 1.1; scale it or add what is missing"),
        ("shares", [0, 1], ""),
        ("shares", [-0.8, 1.8], "[1] must be a probability, at most 1, but it is 1.8; give at most 1"),
        ("shares", [-0.8, 1], "[0] must be a probability, not negative, but it is -0.8; give at least 0"),
        ("distributions", [[1, 0], [1.8, -0.8]], "[1][0] must be a probability, at most 1, but it is 1.8"),
        ("shares", [-1, "x", 3], "[0] must be a probability, not negative"),
        ("distributions", [[1, 0], [0.5, 0.4]], "[1] must sum to one, but it sums to 0.9"),
        ("features", [1, 2], ""),
        ("features", [[1, 2], [3, 4]], ""),
        ("features", [[1, 2], 3], "[1] must be a row"),
        ("own_features", 3, ""),
        ("own_features", [3, 4], ""),
        ("world_weights", "prior", ""),
        ("world_weights", "priors", 'or "prior" or "equal", but it is the text "priors"; did you mean "prior"'),
        ("weights", "prior", 'must be a list of numbers, or "equal", but it is the text "prior"; write the numbers'),
        ("world_disagreement", "defaults", ""),
        ("disagreement", "nsah", 'did you mean "nash"'),
    ],
)
def test_first_slip(leaf: str, value: Any, words: str) -> None:
    slip = LEAVES[leaf].slip(value)
    if slip is None:
        assert words == ""
        return
    verb = "" if slip.came.startswith(("has", "sums")) else "is "
    sentence = f"{''.join(f'[{i}]' for i in slip.below)} {slip.rule}, but it {verb}{slip.came}; {slip.fix}".strip()
    assert words and words in sentence


def test_finite_means_that_a_float_can_hold_it() -> None:
    assert all(map(is_finite, (0, -1e308, 10**300)))
    assert not any(map(is_finite, (float("nan"), float("inf"), -(10**400))))


def test_every_leaf_is_described_in_the_schema() -> None:
    assert set(LEAVES) <= set(schema()["$defs"])


_NUMBERS = st.one_of(st.integers(-3, 3), st.sampled_from([0.25, 0.5, 0.75, 1.5, -0.5, 1e300]))
_VALUES = st.one_of(
    _NUMBERS,
    st.booleans(),
    st.none(),
    st.sampled_from(["infinite", "prior", "equal", "nash", "defaults", "x", ""]),
    st.lists(_NUMBERS, max_size=3),
    st.lists(st.one_of(_NUMBERS, st.just("x"), st.just([1])), max_size=3),
    st.lists(st.lists(_NUMBERS, min_size=2, max_size=2), max_size=3),
    st.dictionaries(st.sampled_from(["a", "csv"]), _NUMBERS, max_size=2),
)


@pytest.mark.parametrize("leaf", sorted(LEAVES))
def test_the_schema_accepts_what_the_checks_accept(leaf: str) -> None:
    """For plain finite numbers the two differ only where a schema cannot tell: sums, and rows of different lengths."""
    validator = Draft202012Validator({"$ref": f"#/$defs/{leaf}", "$defs": schema()["$defs"]})

    @given(_VALUES)
    def agree(value: Any) -> None:
        slip = LEAVES[leaf].slip(value)
        beyond = slip is not None and (slip.rule == "must sum to one" or "like the first row" in slip.rule)
        assert beyond or validator.is_valid(value) == (slip is None)

    agree()
