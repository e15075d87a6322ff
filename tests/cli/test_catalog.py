"""``largeworlds catalog``: list, show, copy."""

from __future__ import annotations

from pathlib import Path

from largeworlds import __version__, catalog

from .running import process, refused, run


def test_list_names_every_entry_in_full() -> None:
    lines = run("catalog", "list").stdout.splitlines()[1:]
    entries = catalog.entries()
    assert len(lines) == len(entries) >= 20
    for line, entry in zip(lines, entries, strict=True):
        assert line.split()[:2] == [entry.name, entry.kind]
        assert entry.title in line


def test_show_prints_the_file() -> None:
    result = run("catalog", "show", "treutlein-2023/example-1")
    assert result.stdout.rstrip("\n") == catalog.show("treutlein-2023/example-1").rstrip("\n")


def test_a_copy_works_elsewhere_and_is_not_overwritten(tmp_path: Path) -> None:
    result = run("catalog", "copy", "treutlein-2023/figure-9", tmp_path)
    assert result.stdout.splitlines() == [f"Wrote {tmp_path / name}" for name in ("figure-9.toml", "example-46.toml")]
    assert run("solve", tmp_path / "figure-9.toml", "-q").exit_code == 0
    (tmp_path / "figure-9.toml").write_text("mine", encoding="utf-8")
    assert "--force" in refused("catalog", "copy", "treutlein-2023/figure-9", tmp_path)
    assert (tmp_path / "figure-9.toml").read_text(encoding="utf-8") == "mine"
    assert run("catalog", "copy", "treutlein-2023/figure-9", tmp_path, "--force").exit_code == 0
    assert (tmp_path / "figure-9.toml").read_text(encoding="utf-8") != "mine"


def test_unknown_names() -> None:
    said = refused("catalog", "show", "example-55")
    assert "did you mean treutlein-2023/example-55/" in said
    assert refused("catalog", "copy", "zzzz").endswith("it is 'zzzz'; `largeworlds catalog list` names all.")


def test_version_help_and_unknown_commands() -> None:
    assert run("--version").stdout == f"largeworlds {__version__}\n"
    assert "Exit codes: 0 answered, 2 bad input, 3 no certified answer." in run("--help").stdout
    unknown = process("frob")
    assert unknown.returncode == 2
    assert "No such command 'frob'" in unknown.stderr
