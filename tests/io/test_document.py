"""Where things were written, and messages about them."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds._core.errors import InvalidProblem, ModelFileError, invalid
from largeworlds.io.document import Document, Source


@pytest.fixture
def document() -> Document:
    data = {"types": [{"name": "a"}, {"name": 'b "c"'}, {"name": 3}], "x y": {"": 1}}
    return Document.of(data, "w.toml")


def test_labels(document: Document) -> None:
    assert document.label(()) == "the file"
    assert document.label(("types", 0, "set", "returns", 1, "scale")) == 'types[0] ("a").set.returns[1].scale'
    assert document.label(("types", 1)) == 'types[1] ("b \\"c\\"")'
    assert document.label(("types", 2, "name")) == "types[2].name"
    assert document.label(("types", 9)) == "types[9]"
    assert document.label(("beliefs", "posterior", 0, 1)) == 'beliefs.posterior[0] ("a")[1]'
    assert document.label(("x y", "")) == '"x y".""'


def test_the_longest_known_beginning_says_where_a_value_was_written(document: Document) -> None:
    document.sources["types",] = Source("top.toml", None, ("types",))
    document.sources["types", 1] = Source("base.toml", None, ("types", 0))
    assert document.source(("x y",)) == Source("w.toml", None, ("x y",))
    assert document.source(("types", 0, "name")) == Source("top.toml", None, ("types", 0, "name"))
    assert document.source(("types", 1, "name")) == Source("base.toml", None, ("types", 0, "name"))
    assert str(document.say(("types", 1, "set"), "is odd.")) == 'base.toml: types[0] ("b \\"c\\"").set is odd.'


def test_sentences(document: Document) -> None:
    document.remarks["types", 0, "prior"] = 'from "= p"'
    assert str(document.error(("types", 0, "prior"), "must be small", "5", "shrink it")) == (
        'w.toml: types[0] ("a").prior must be small, but it is 5 (from "= p"); shrink it.'
    )
    assert str(document.error((), "must be short", "has 9 keys", "did you mean this")) == (
        "w.toml: the file must be short, but it has 9 keys; did you mean this?"
    )


@pytest.mark.parametrize(
    ("argument", "words"),
    [
        ("radii", 'w.toml: types[0] ("a").set.radii must be long, but it is short; add some.'),
        ("radii[2]", 'w.toml: types[0] ("a").set.radii[2] must be long, but it is short; add some.'),
        ("Power exponent", 'w.toml: types[0] ("a").set.exponent must be long, but it is short; add some.'),
        ("other", 'w.toml: types[0] ("a").set: other must be long, but it is short; add some.'),
    ],
)
def test_objections_of_objects_get_the_key_path(document: Document, argument: str, words: str) -> None:
    moved = {"radii": ("radii",), "Power exponent": ("exponent",)}
    with pytest.raises(ModelFileError) as caught, document.guard(("types", 0, "set"), moved):
        raise invalid(argument, "must be long", "short", "add some")
    assert str(caught.value) == words


def test_objections_about_one_of_several_lead_to_its_table(document: Document) -> None:
    with pytest.raises(ModelFileError) as caught, document.guard((), {"sets": ("types", "*", "set")}):
        raise invalid("sets[1]", "must have dimension 3", "of dimension 2", "fix it")
    assert str(caught.value).startswith(
        'w.toml: types[1] ("b \\"c\\"").set must have dimension 3, but it is of dimension 2'
    )


def test_types_that_are_counted_from_one_are_named(document: Document) -> None:
    with pytest.raises(ModelFileError, match=r'for types "a" and "b \\"c\\""; fix'), document.guard((), {}):
        raise InvalidProblem("prior is 1 against 2 for types 1 and 2; fix it.")


def test_arithmetic_beyond_floats_is_an_error_about_the_place(document: Document) -> None:
    with (
        pytest.raises(ModelFileError, match="the file has numbers that are too large or too small"),
        document.guard(()),
    ):
        np.array([1e308]) * np.array([1e308])
    with pytest.raises(ModelFileError, match="too large or too small"), document.guard(("types",)):
        np.linalg.inv(np.zeros((2, 2)))
    with pytest.raises(KeyError), document.guard(()):
        raise KeyError("not ours")
