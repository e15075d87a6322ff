"""Reading files safely."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from largeworlds._core.errors import ModelFileError
from largeworlds.io import sources
from largeworlds.io.files import load
from largeworlds.io.sources import Refused, beside, parse_toml, read_text, too_deep


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../a.csv", "sub/../../a.csv", "sub/../a.csv", "C:\\a.csv", "C:a.csv", "..\\a.csv",
     "\\\\host\\a.csv", "\\a.csv", "a\0.csv", "", "  ", "a" * 2000],
)  # fmt: skip
def test_names_that_may_lead_elsewhere_are_refused(folder: Path, name: str) -> None:
    (folder / "sub").mkdir()
    with pytest.raises(Refused, match=r"must name a file in the folder of this file or below it"):
        beside(folder, name, ".csv")


def test_names_in_the_folder_or_below_are_found(folder: Path) -> None:
    (folder / "sub").mkdir()
    for name in ("a.csv", "./a.csv", "sub/a.csv", "sub/./a.csv", "..a.csv"):
        assert beside(folder, name, ".csv").is_relative_to(folder.resolve())


def test_links_may_lead_within_the_folder_but_not_out_of_it(folder: Path) -> None:
    inside, outside = folder / "inside", folder / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "x.csv").write_text("1")
    (inside / "real.csv").write_text("1")
    (inside / "good.csv").symlink_to("real.csv")
    (inside / "bad.csv").symlink_to(outside / "x.csv")
    (inside / "way").symlink_to(outside)
    assert beside(inside, "good.csv", ".csv") == (inside / "real.csv").resolve()
    for name in ("bad.csv", "way/x.csv"):
        with pytest.raises(Refused, match="a link that leads out of it"):
            beside(inside, name, ".csv")


def test_a_missing_file_is_named_with_the_closest_one(folder: Path) -> None:
    (folder / "world.toml").write_text("")
    with pytest.raises(Refused, match=r'does not exist; did you mean "world.toml"\?'):
        read_text(folder / "wrold.toml")
    with pytest.raises(Refused, match="nor does its folder"):
        read_text(folder / "nowhere" / "world.toml")


def test_what_is_not_an_ordinary_file_is_refused_at_once(folder: Path) -> None:
    with pytest.raises(Refused, match="is a folder"):
        read_text(folder)
    os.mkfifo(folder / "pipe")
    with pytest.raises(Refused, match="not an ordinary file"):
        read_text(folder / "pipe")
    (folder / "loop").symlink_to("loop")
    with pytest.raises(Refused, match="cannot be opened"):
        read_text(folder / "loop")
    with pytest.raises(Refused, match="cannot be opened"):
        read_text(folder / ("x" * 300))


def test_size_is_limited(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_BYTES", 1_000_000)
    (folder / "full").write_bytes(b"#" * 1_000_000)
    assert len(read_text(folder / "full")) == 1_000_000
    (folder / "more").write_bytes(b"#" * 1_000_001)
    with pytest.raises(Refused, match="has more than 1 MB"):
        read_text(folder / "more")


def test_text_is_utf8_with_or_without_a_mark(folder: Path) -> None:
    (folder / "a").write_bytes(b"\xef\xbb\xbfx = 1")
    assert read_text(folder / "a") == "x = 1"
    (folder / "a").write_bytes(b"x = 1\ny = 'caf\xe9'")
    with pytest.raises(Refused, match=r"not text in UTF-8 \(line 2\)"):
        read_text(folder / "a")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "a = 1\nb 2\n",
            "w: line 2, column 3 is not valid TOML (expected '=' after a key in a key/value pair); the line reads: b 2",
        ),
        ("a = [1", "w: the end of the file is not valid TOML (unclosed array); finish what was begun there."),
        ("a = 1\na = 2", "cannot overwrite a value"),
        ("a = " + "1" * 5000, "at most 4300 digits"),
        ("a = " + "[" * 5000 + "]" * 5000, "nested too deeply; 64 levels are allowed"),
        ("a = " + "[" * 70 + "]" * 70, "nested too deeply; 64 levels are allowed"),
        ("a = \x01", "the line reads: a = ?"),
    ],
)
def test_slips_in_toml_have_a_line_and_a_reason(text: str, words: str) -> None:
    with pytest.raises(ModelFileError) as caught:
        parse_toml(text, "w")
    assert words in str(caught.value)


def test_depth_counts_tables_and_lists() -> None:
    nested: object = 1
    for _ in range(sources.MOST_LEVELS // 2 - 1):
        nested = {"a": [nested]}
    assert not too_deep(nested)
    assert too_deep([[[nested]]])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a" + ".a" * 200_000 + " = 1", "is nested too deeply; 64 levels are allowed"),
        ("[" + "'a' . " * 100 + "a]", "is nested too deeply; 64 levels are allowed"),
        ("k" * 1_000_000 + " = 1", "is not a key of"),
        ('[[types]]\nname = "' + "x" * 1_000_000 + '"', ""),
    ],
)
def test_long_keys_and_names_take_neither_time_nor_room(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "w.toml").write_text(text)
    began = time.monotonic()
    with pytest.raises(ModelFileError) as caught:
        load(tmp_path / "w.toml")
    assert time.monotonic() - began < 5
    assert words in str(caught.value)
    assert len(str(caught.value)) < 700


def test_points_in_prose_are_no_keys() -> None:
    prose = "One two. " * 100 + "." * 100 + "1.5, " * 100
    assert parse_toml(f'notes = "{prose}"', "w.toml") == {"notes": prose}


def test_a_file_that_breaks_off_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    (tmp_path / "w.toml").write_text("")
    monkeypatch.setattr(os, "fdopen", broken)
    with pytest.raises(Refused, match=r"^cannot be read \(Input/output error\); check the disk"):
        read_text(tmp_path / "w.toml")
