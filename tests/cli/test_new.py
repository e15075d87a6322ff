"""``largeworlds new``: a starter file that works."""

from __future__ import annotations

from pathlib import Path

import pytest

from largeworlds.cli.new import STARTER

from .running import refused, run


def test_the_starter_works_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("new")
    assert result.exit_code == 0
    assert result.stdout.startswith("Wrote world.toml. Next: largeworlds check world.toml")
    assert run("check", "world.toml").exit_code == 0
    assert run("solve", "world.toml", "-q").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["world.toml"]


def test_nothing_is_overwritten_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("mine", encoding="utf-8")
    assert refused("new", path) == (f"{path}: exists already; choose another name, or overwrite it with --force.")
    assert path.read_text(encoding="utf-8") == "mine"
    assert run("new", path, "--force").exit_code == 0
    assert path.read_text(encoding="utf-8").startswith("# A world for largeworlds.")


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    assert f"cannot use {tmp_path / 'no' / 'w.toml'}: No such file" in refused("new", tmp_path / "no" / "w.toml")
    assert f"cannot use {tmp_path}: Is a directory" in refused("new", tmp_path, "--force")
    assert list(tmp_path.iterdir()) == []


def test_the_commented_alternatives_work_too(tmp_path: Path) -> None:
    """Similarity beliefs and a table beside the file, as the comments show them."""
    head = STARTER[: STARTER.index("# What each type believes")]
    lines = STARTER[STARTER.index("# [beliefs]") :].splitlines()
    similar = "\n".join(line.removeprefix("# ") for line in lines[:4])
    path = tmp_path / "similar.toml"
    path.write_text(f"{head}\n{similar}\n", encoding="utf-8")
    assert "Beliefs come from similarity" in run("check", path).stdout
    table = next(line.removeprefix("# ") for line in lines if "posterior = { csv" in line)
    path.write_text(f'{head}\n[beliefs]\nkind = "posterior"\n{table}\n', encoding="utf-8")
    (tmp_path / "beliefs.csv").write_text(
        ",gardeners,builders\ngardeners,0.7,0.3\nbuilders,0.3,0.7\n", encoding="utf-8"
    )
    assert "gardeners 70 % and builders 30 %" in run("check", path).stdout
