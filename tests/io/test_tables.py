"""Numbers from CSV files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from largeworlds import Polytope, World
from largeworlds.io import tables
from largeworlds.io.files import load, model_of
from largeworlds.io.sources import Refused
from largeworlds.io.tables import AXES, Axes, as_list, read_table

from .conftest import Refusal
from .samples import TWO_TYPES

SQUARE = AXES["posterior"]
NAMES = ["a", "b"]
NUMBERS = [[0.75, 0.25], [0.5, 0.5]]


@pytest.mark.parametrize(
    "text",
    [
        "0.75,0.25\n0.5,0.5",
        "0.75, 0.25\r\n\r\n .5 , 5e-1 \r\n",
        "a,b\n0.75,0.25\n0.5,0.5\n",
        "a,0.75,0.25\nb,0.5,0.5\n",
        ",a,b\na,0.75,0.25\nb,0.5,0.5\n",
        'type,"a","b"\n"a","0.75",0.25\nb,0.5,0.5\n',
    ],
)
def test_headings_and_labels_are_optional(text: str) -> None:
    assert read_table(text, SQUARE, NAMES).numbers == NUMBERS


def test_names_that_look_like_numbers_or_have_line_ends_are_recognised() -> None:
    assert read_table("1,2\n0.75,0.25\n0.5,0.5\n", SQUARE, ["1", "2"]).numbers == NUMBERS
    assert read_table(",1,2\n1,0.75,0.25\n2,0.5,0.5\n", SQUARE, ["1", "2"]).numbers == NUMBERS
    assert read_table('"x\ny",b\n0.75,0.25\n0.5,0.5\n', SQUARE, ["x\ny", "b"]).numbers == NUMBERS
    assert read_table(" a ,b\n0.75,0.25\n0.5,0.5\n", SQUARE, ["a ", "b"]).numbers == NUMBERS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "b,a\n0.75,0.25\n0.5,0.5",
            'as the headings of the columns, but number 1 is "b" and that type is "a"; expected are "a" and "b".',
        ),
        ("a,0.75,0.25\nc,0.5,0.5", 'as the names before the rows, but number 2 is "c" and that type is "b"'),
        ("a,b,c\n0,0,1\n0,1,0", 'must have 2 headings of the columns, one per type ("a" and "b"), but it has 3'),
        ("0.75,O.25\n0.5,0.5", 'a number in row 1, column 2, but that cell is the text "O.25"'),
        ("a,b\n0.75,0.25\n0.5,x", 'a number in row 3, column 2, but that cell is the text "x"'),
        ("a,0.75,\nb,0.5,0.5", "a number in row 1, column 3, but that cell is empty"),
        ("0.75,nan\n0.5,0.5", 'row 1, column 2, but that cell is the text "nan"'),
        ("0.75,inf\n0.5,0.5", 'that cell is the text "inf"'),
        ("0.75,1_0\n0.5,0.5", 'that cell is the text "1_0"'),
        ("0.75,1e999\n0.5,0.5", "a finite number in row 1, column 2, but 1e999 is too large"),
        ("0.75,0.25\n\n0.5", "rows of equal length, but row 3 has 1 cell and row 1 has 2 cells"),
        ("0.75;0.25\n0.5;0.5", "Separate numbers by commas, and write decimals with a point."),
        ("0,75;0,25\n0,5;0,5", "Separate numbers by commas, and write decimals with a point."),
        ("", "must have numbers, but it is empty"),
        ("\n \n,\n", "must have numbers, but it is empty"),
        ('"0.75,0.25\n0.5,0.5', "cannot be read as comma separated values near line 2"),
        ("9" * 200_000, "cannot be read as comma separated values near line 1"),
    ],
)
def test_slips_have_a_row_and_a_column(text: str, words: str) -> None:
    with pytest.raises(Refused) as caught:
        read_table(text, SQUARE, NAMES)
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["1,2", "1\n2", "a,b\n1,2", "a,1\nb,2", "name,r\na,1\nb,2", "row,a,b\nr,1,2"])
def test_a_list_is_one_row_or_one_column(text: str) -> None:
    assert as_list(read_table(text, AXES["radii"], NAMES)) == [1.0, 2.0]


def test_a_list_has_not_two_rows_and_columns() -> None:
    with pytest.raises(Refused, match="a single row or a single column of numbers, but it has 2 rows and 2 columns"):
        as_list(read_table("1,2\n3,4", AXES["radii"], NAMES))
    with pytest.raises(Refused, match='names before the rows, but number 1 is "b"'):
        read_table("b,1\na,2", AXES["radii"], NAMES)


def test_free_axes_take_any_names() -> None:
    table = read_table("world,a,b\nbright,1,0\ndark,0.5,0.5", AXES["priors"], NAMES)
    assert table.labels == ["bright", "dark"]
    assert as_list(read_table("bright,dark\n0.5,0.5", Axes("free"), NAMES)) == [0.5, 0.5]


def test_the_number_of_cells_is_limited_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_NUMBERS", 6)
    assert len(read_table("1,2\n3,4\n5,6", AXES["vertices"], NAMES).numbers) == 3
    with pytest.raises(Refused, match="the most that is read"):
        read_table("1,2\n3,4\n5,6\n7,8", AXES["vertices"], NAMES)
    with pytest.raises(Refused, match="the most that is read"):
        read_table("1,2\n" * 100, AXES["vertices"], NAMES)


def with_table(text: str, key: str = "posterior") -> str:
    """The world of two types with a table for its posterior, or for the radii of its first set."""
    if key == "posterior":
        return text.replace('[["= p", "= 1 - p"], ["= 1 - p", "= p"]]', '{ csv = "t.csv" }')
    return text.replace("radii = [1, 1], p = 2", f'{key} = {{ csv = "t.csv" }}').replace("ball", "polytope")


def test_a_table_becomes_part_of_the_model(folder: Path) -> None:
    (folder / "t.csv").write_text(",hedonism,cosmos\nhedonism,0.9,0.1\ncosmos,0.1,0.9\n")
    (folder / "w.toml").write_text(with_table(TWO_TYPES))
    world = load("w.toml")
    assert isinstance(world, World)
    assert np.array_equal(world.beliefs.posterior, [[0.9, 0.1], [0.1, 0.9]])
    assert model_of(world)["beliefs"]["posterior"] == [[0.9, 0.1], [0.1, 0.9]]


def test_labels_of_actions_become_their_names(folder: Path) -> None:
    (folder / "t.csv").write_text("action,hedonism,cosmos\nhelp,1,2\nrest,3,0\n")
    (folder / "w.toml").write_text(with_table(TWO_TYPES, "vertices"))
    part = load("w.toml").sets[0]
    assert isinstance(part, Polytope) and part.actions == ("help", "rest")
    (folder / "w.toml").write_text(with_table(TWO_TYPES, 'actions = ["x", "y"], vertices'))
    named = load("w.toml").sets[0]
    assert isinstance(named, Polytope) and named.actions == ("x", "y")


def test_messages_name_the_key_and_the_table(folder: Path, refusal: Refusal) -> None:
    (folder / "t.csv").write_text("0.9,0.2\n0.1,0.9\n")
    assert refusal(with_table(TWO_TYPES)) == (
        'w.toml: beliefs.posterior[0] ("hedonism") must sum to one, but it sums to 1.1 (read from "t.csv"); '
        "scale it or add what is missing."
    )
    (folder / "t.csv").write_text("0.9,x\n0.1,0.9\n")
    assert refusal(with_table(TWO_TYPES)).startswith(
        'w.toml: beliefs.posterior = { csv = "t.csv" } must have a number in row 1, column 2'
    )
    (folder / "t.csv").unlink()
    assert "names a file that does not exist" in refusal(with_table(TWO_TYPES))
    assert "must name a file in the folder" in refusal(with_table(TWO_TYPES), ("t.csv", "../t.csv"))


def test_a_table_stands_only_where_lists_do(folder: Path, refusal: Refusal) -> None:
    (folder / "t.csv").write_text("1")
    message = refusal(TWO_TYPES, ("budget = 3", 'budget = { csv = "t.csv" }'))
    assert "set.budget must be zero or a positive number, but it is a table with the key csv" in message
    message = refusal(with_table(TWO_TYPES), ('"t.csv"', '"t.csv", sheet = 2'))
    assert "must be a list of rows of numbers, but it is a table with the keys csv and sheet" in message
