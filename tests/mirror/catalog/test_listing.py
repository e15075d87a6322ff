from __future__ import annotations

from pathlib import Path

import pytest

import largeworlds as lw
from largeworlds import catalog
from largeworlds.catalog import listing as module

Model = lw.World | lw.BargainingProblem | lw.NormalFormGame


def problem_of(model: Model) -> lw.BargainingProblem:
    if isinstance(model, lw.NormalFormGame):
        return lw.game_problem(model)
    return model.problem() if isinstance(model, lw.World) else model


NAMES = [entry.name for entry in catalog.entries()]


def test_there_are_entries_and_their_names_are_their_paths() -> None:
    assert len(NAMES) == len(set(NAMES)) >= 24
    for entry in catalog.entries():
        assert entry.path == module.data_folder() / f"{entry.name}.toml"
        assert entry.path.is_file()


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_has_title_source_notes_loads_and_solves(name: str) -> None:
    entry = next(entry for entry in catalog.entries() if entry.name == name)
    assert entry.title and entry.source and entry.notes
    model = catalog.load(name)
    kinds = {"world": lw.World, "bargaining": lw.BargainingProblem, "game": lw.NormalFormGame}
    assert isinstance(model, kinds[entry.kind])
    deal = lw.bargain(problem_of(model))
    assert deal.is_answer
    assert deal.gap <= 1e-12


def test_titles_differ() -> None:
    titles = [entry.title for entry in catalog.entries()]
    assert len(set(titles)) == len(titles)


def test_numbers_in_names_sort_as_numbers() -> None:
    names = ["a-10", "a-9", "a-9/b", "a-1", "b"]
    assert sorted(names, key=module._order) == ["a-1", "a-9", "a-9/b", "a-10", "b"]


def test_shared_files_are_no_entries() -> None:
    assert not [name for name in NAMES if name.endswith(("/base", "/expected"))]
    with pytest.raises(lw.InvalidProblem, match="must be the name of a catalog entry"):
        catalog.load("treutlein-2023/example-55/base")


def test_the_ending_may_be_given() -> None:
    assert module.find("treutlein-2023/example-46.toml") == module.find("treutlein-2023/example-46")


def test_overrides_replace_parameters() -> None:
    model = catalog.load("treutlein-2023/example-55/p-3-4", {"p": 0.6})
    assert isinstance(model, lw.World)
    assert model.beliefs.posterior.tolist() == [[0.6, 0.4], [0.4, 0.6]]
    with pytest.raises(lw.ModelFileError, match="not a parameter"):
        catalog.load("treutlein-2023/example-55/p-3-4", {"q": 0.6})


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("example-46", "treutlein-2023/example-46"),
        ("treutlein-2023/exampel-46", "treutlein-2023/example-46"),
        ("example-55", "treutlein-2023/example-55/p-1-2"),
        ("Twelve", "largeworlds/twelve-value-systems"),
        ("twelve-values-sytems", "largeworlds/twelve-value-systems"),
    ],
)
def test_an_unknown_name_brings_the_nearest_ones(wrong: str, near: str) -> None:
    with pytest.raises(lw.InvalidProblem) as caught:
        catalog.load(wrong)
    sentence = str(caught.value)
    assert sentence.startswith(f"name must be the name of a catalog entry, but it is {wrong!r}; did you mean ")
    assert near in sentence


@pytest.mark.parametrize("wrong", ["qqqqq", "", "../../../etc/passwd", "/etc/passwd"])
def test_a_name_like_no_other_points_to_the_list(wrong: str) -> None:
    with pytest.raises(lw.InvalidProblem, match="largeworlds catalog list"):
        catalog.load(wrong)


def test_a_catalog_inside_an_archive_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    class Archived:
        def __truediv__(self, _name: str) -> Archived:
            return self

        def __str__(self) -> str:
            return "largeworlds.zip/catalog/data"

    monkeypatch.setattr(module.resources, "files", lambda _package: Archived())
    with pytest.raises(lw.LargeWorldsError, match="inside an archive"):
        module.data_folder()


def test_data_folder_is_in_the_package() -> None:
    assert module.data_folder() == Path(module.__file__).parent / "data"
