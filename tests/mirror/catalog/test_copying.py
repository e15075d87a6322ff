from __future__ import annotations

from pathlib import Path

import pytest

import largeworlds as lw
from largeworlds import catalog
from largeworlds.catalog import copying
from largeworlds.io.files import load
from largeworlds.io.model import model_of

FIGURE = "treutlein-2023/figure-12"  # extends a file that extends another one


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_show_gives_the_file_and_what_it_refers_to() -> None:
    text = catalog.show(FIGURE)
    assert text.startswith('extends = "example-55/p-3-4.toml"')
    heads = [line for line in text.splitlines() if line.startswith("# ----")]
    assert heads == [
        "# ---- treutlein-2023/example-55/p-3-4.toml ----",
        "# ---- treutlein-2023/example-55/base.toml ----",
    ]


def test_show_of_a_single_file_is_that_file() -> None:
    name = "largeworlds/twelve-value-systems"
    path = next(entry.path for entry in catalog.entries() if entry.name == name)
    assert catalog.show(name) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [entry.name for entry in catalog.entries()])
def test_a_copy_is_the_same_model(name: str, tmp_path: Path) -> None:
    written = catalog.copy(name, tmp_path / "new" / "folder")
    assert written[0] == tmp_path / "new" / "folder" / f"{name.rsplit('/', 1)[-1]}.toml"
    assert sorted(path.relative_to(tmp_path).as_posix() for path in written) == files(tmp_path)
    assert model_of(load(written[0])) == model_of(catalog.load(name))


def test_copy_to_a_file_renames_the_model_only(tmp_path: Path) -> None:
    written = catalog.copy(FIGURE, str(tmp_path / "mine.toml"))
    assert files(tmp_path) == ["example-55/base.toml", "example-55/p-3-4.toml", "mine.toml"]
    assert written[0] == tmp_path / "mine.toml"


def test_copy_refuses_to_overwrite_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "figure-12.toml").write_text("mine")
    with pytest.raises(lw.InvalidProblem, match="must not meet anything that is there already"):
        catalog.copy(FIGURE, tmp_path)
    assert files(tmp_path) == ["figure-12.toml"]
    assert (tmp_path / "figure-12.toml").read_text() == "mine"
    catalog.copy(FIGURE, tmp_path, overwrite=True)
    assert len(files(tmp_path)) == 3
    assert load(tmp_path / "figure-12.toml")


def test_copy_refuses_to_overwrite_a_changed_file_that_the_model_refers_to(tmp_path: Path) -> None:
    catalog.copy("treutlein-2023/example-55/p-3-4", tmp_path)
    catalog.copy("treutlein-2023/example-55/p-1-2", tmp_path)  # the same base.toml: left as it is
    (tmp_path / "base.toml").write_text("mine")
    with pytest.raises(lw.InvalidProblem, match=r"base\.toml"):
        catalog.copy("treutlein-2023/example-55/p-3-5", tmp_path)
    assert files(tmp_path) == ["base.toml", "p-1-2.toml", "p-3-4.toml"]


def test_copy_refuses_a_name_that_the_model_refers_to(tmp_path: Path) -> None:
    with pytest.raises(lw.InvalidProblem, match="must differ from the files that the entry refers to"):
        catalog.copy("treutlein-2023/example-55/p-3-4", tmp_path / "base.toml", overwrite=True)
    assert files(tmp_path) == []


def test_copy_never_replaces_a_folder(tmp_path: Path) -> None:
    (tmp_path / "figure-12.toml").mkdir()
    with pytest.raises(lw.InvalidProblem, match="there already"):
        catalog.copy(FIGURE, tmp_path, overwrite=True)


def test_the_model_comes_last_so_that_it_never_refers_to_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = []
    write = copying.write_atomically

    def failing(path: Path, text: str) -> None:
        order.append(path.name)
        if path.name == "figure-12.toml":
            raise OSError("disk full")
        write(path, text)

    monkeypatch.setattr(copying, "write_atomically", failing)
    with pytest.raises(OSError, match="disk full"):
        catalog.copy(FIGURE, tmp_path)
    assert order == ["base.toml", "p-3-4.toml", "figure-12.toml"]
    assert files(tmp_path) == ["example-55/base.toml", "example-55/p-3-4.toml"]


def test_tables_beside_the_model_come_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, to = tmp_path / "data", tmp_path / "to"
    (data / "sub").mkdir(parents=True)
    (data / "model.toml").write_text('extends = "sub/base.toml"\ndisagreement = { csv = "d.csv" }\n')
    (data / "d.csv").write_text("0,0\n")
    (data / "sub" / "base.toml").write_text(
        'kind = "bargaining"\n[[types]]\nname = "a"\nset = { kind = "polytope", vertices = { csv = "v.csv" } }\n'
        '[[types]]\nname = "b"\nset = { kind = "ball", radii = [1, 1] }\n'
    )
    (data / "sub" / "v.csv").write_text("1,0\n0,1\n")
    monkeypatch.setattr(copying, "find", lambda _name: data / "model.toml")
    catalog.copy("anything", to)
    assert files(to) == ["d.csv", "model.toml", "sub/base.toml", "sub/v.csv"]
    assert model_of(load(to / "model.toml")) == model_of(load(data / "model.toml"))


def test_an_unknown_entry_copies_nothing(tmp_path: Path) -> None:
    with pytest.raises(lw.InvalidProblem, match="name must be"):
        catalog.copy("treutlein-2023/figure-99", tmp_path)
    assert files(tmp_path) == []
