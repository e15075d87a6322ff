"""Files that extend others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from largeworlds import World
from largeworlds._core.errors import ModelFileError
from largeworlds.io.files import load
from largeworlds.io.merging import MOST_FILES, read_document

from .conftest import Refusal
from .samples import TWO_TYPES


def world(path: str) -> World:
    found = load(path)
    assert isinstance(found, World)
    return found


@pytest.fixture
def base(folder: Path) -> Path:
    (folder / "base.toml").write_text(TWO_TYPES)
    return folder


def test_values_replace_and_tables_merge(base: Path) -> None:
    (base / "w.toml").write_text('extends = "base.toml"\nplayers = 7\ntitle = "new"\n[parameters]\np = 0.5\nq = 1\n')
    merged = world("w.toml")
    assert merged.players == 7 and merged.notes["title"] == "new"
    assert merged.names == ("hedonism", "cosmos")
    assert np.array_equal(merged.beliefs.posterior, [[0.5, 0.5], [0.5, 0.5]])


def test_types_merge_by_name_and_new_ones_are_added(base: Path) -> None:
    (base / "w.toml").write_text(
        'extends = "base.toml"\n'
        '[[types]]\nname = "third"\nset = { kind = "ball", radii = [1, 1, 1] }\n'
        '[[types]]\nname = "hedonism"\nset = { radii = [2, 3, 4] }\n'
        '[[types]]\nname = "cosmos"\nset = { kind = "box", lower = [0, 0, 0], upper = [1, 1, 1] }\n'
        '[beliefs]\nkind = "independent"\nprior = [0.5, 0.25, 0.25]\n'
    )
    merged = world("w.toml")
    assert merged.names == ("hedonism", "cosmos", "third")
    assert [repr(part) for part in merged.sets] == [
        "Ball(radii=[2.0, 3.0, 4.0], p=2)",
        "Box(lower=[0.0, 0.0, 0.0], upper=[1.0, 1.0, 1.0])",
        "Ball(radii=[1.0, 1.0, 1.0], p=2)",
    ]


def test_a_table_that_names_its_kind_replaces_the_older_one(base: Path) -> None:
    (base / "w.toml").write_text('extends = "base.toml"\n[beliefs]\nkind = "independent"\nprior = [0.25, 0.75]\n')
    assert np.array_equal(world("w.toml").beliefs.posterior, [[0.25, 0.75], [0.25, 0.75]])


def test_parameters_of_either_file_serve_the_other(base: Path) -> None:
    (base / "w.toml").write_text('extends = "base.toml"\n[parameters]\np = "= third * 1.5"\nthird = "= 1 / 3"\n')
    assert np.array_equal(world("w.toml").beliefs.posterior, [[0.5, 0.5], [0.5, 0.5]])


def test_a_slip_is_reported_in_the_file_that_has_it(base: Path, refusal: Refusal) -> None:
    sub = base / "sub"
    sub.mkdir()
    (sub / "b.toml").write_text(TWO_TYPES.replace("radii", "raddi"))
    assert refusal('extends = "sub/b.toml"').startswith('sub/b.toml: types[0] ("hedonism").set.raddi is not a key')
    (sub / "b.toml").write_text(TWO_TYPES.replace("budget = 3", "budget = -3"))
    other = '[[types]]\nname = "hedonism"\nset = { p = 1 }\n'
    assert refusal('extends = "sub/b.toml"\n' + other).startswith('sub/b.toml: types[1] ("cosmos").set.budget must be')
    own = '[[types]]\nname = "cosmos"\nset = { budget = "= -p" }\n'
    assert refusal('extends = "base.toml"\n' + own) == (
        'w.toml: types[0] ("cosmos").set.budget must be zero or a positive number, but it is -0.75 (from "= -p"); '
        "give at least 0."
    )
    (sub / "b.toml").write_text("x = ")
    assert refusal('extends = "sub/b.toml"').startswith("sub/b.toml: the end of the file is not valid TOML")


def test_a_slip_of_three_files_is_found(folder: Path, refusal: Refusal) -> None:
    (folder / "one.toml").write_text(TWO_TYPES.replace("p = 2", "p = 0.5"))
    (folder / "two.toml").write_text('extends = "one.toml"\nplayers = 3\n[[types]]\nname = "cosmos"\nprior = 0.5\n')
    text = 'extends = "two.toml"\n[[types]]\nname = "hedonism"\nprior = 0.5\n'
    assert refusal(text).startswith('one.toml: types[0] ("hedonism").set.p must be a number of at least 1')
    (folder / "one.toml").write_text(TWO_TYPES)
    assert refusal(text, ("0.5", '"half"')).startswith('w.toml: types[0] ("hedonism").prior must be a probability')
    (folder / "two.toml").write_text((folder / "two.toml").read_text().replace("0.5", "0"))
    assert refusal(text).startswith('two.toml: types[0] ("cosmos").prior must be a probability above 0, but it is 0')


def test_tables_are_looked_for_beside_the_file_that_names_them(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "b.csv").write_text("1,0\n0,1\n")
    text = TWO_TYPES.replace('[["= p", "= 1 - p"], ["= 1 - p", "= p"]]', '{ csv = "b.csv" }')
    (folder / "sub" / "b.toml").write_text(text)
    (folder / "w.toml").write_text('extends = "sub/b.toml"')
    assert np.array_equal(world("w.toml").beliefs.posterior, np.eye(2))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ('"bse.toml"', 'w.toml: extends names "bse.toml", which does not exist; did you mean "base.toml"?'),
        ('"../base.toml"', "w.toml: extends must name a file in the folder of this file or below it"),
        ('"/base.toml"', "w.toml: extends must name a file in the folder of this file or below it"),
        ('"w.toml"', 'w.toml: extends leads back to "w.toml", which is read already; break the circle.'),
        ("3", 'w.toml: extends must name one file, but it is 3; write extends = "base.toml".'),
        ('["base.toml"]', "w.toml: extends must name one file, but it is a list of 1"),
    ],
)
def test_what_cannot_be_extended(base: Path, refusal: Refusal, value: str, words: str) -> None:
    assert refusal(f"extends = {value}").startswith(words)


def test_circles_and_long_chains_end(folder: Path, refusal: Refusal) -> None:
    (folder / "a.toml").write_text('extends = "b.toml"')
    (folder / "b.toml").write_text('extends = "a.toml"')
    assert "b.toml: extends leads back to" in refusal('extends = "a.toml"')
    for i in range(MOST_FILES + 2):
        (folder / f"n{i}.toml").write_text(f'extends = "n{i + 1}.toml"')
    assert "the 8th file of a chain, the longest allowed" in refusal('extends = "n0.toml"')
    (folder / f"n{MOST_FILES - 2}.toml").write_text(TWO_TYPES)
    (folder / "w.toml").write_text('extends = "n0.toml"')
    assert world("w.toml").players == 10


def test_types_that_cannot_be_matched_are_replaced_and_refused(base: Path, refusal: Refusal) -> None:
    assert refusal('extends = "base.toml"\ntypes = 3').startswith("w.toml: types must be a list, but it is 3")
    assert refusal('extends = "base.toml"\ntypes = [{ name = 3 }]').startswith("w.toml: types[0].name must be text")


def test_the_document_alone_knows_what_was_written(base: Path) -> None:
    (base / "w.toml").write_text('extends = "base.toml"\ntitle = "t"')
    data = read_document(base / "w.toml", "w.toml").data
    assert data["title"] == "t" and data["players"] == 10 and "extends" not in data


def test_a_missing_file_is_named_as_given(folder: Path) -> None:
    with pytest.raises(ModelFileError, match=r"^some/where\.toml: does not exist"):
        read_document(Path("some/where.toml"), "some/where.toml")
