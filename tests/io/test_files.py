"""Loading and saving files."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import largeworlds as lw
from largeworlds.io import files
from largeworlds.io.files import from_model, load, model_of, save

from .conftest import Refusal
from .drawn import problems, worlds
from .samples import ALL, EVERY_SET, TWO_TYPES, damaged, same
from .test_model import alike

Loaded = lw.World | lw.BargainingProblem


@pytest.mark.parametrize("text", ALL)
def test_load_save_load_is_exact(folder: Path, text: str) -> None:
    (folder / "a.toml").write_text(text, encoding="utf-8")
    first = load("a.toml")
    save(first, "b.toml")
    second = load("b.toml")
    assert same(first, second) and model_of(first) == model_of(second)
    save(second, "c.toml")
    assert (folder / "b.toml").read_bytes() == (folder / "c.toml").read_bytes()


@given(obj=st.one_of(worlds(), problems()))
def test_any_object_comes_back_from_its_file(tmp_path_factory: pytest.TempPathFactory, obj: lw.World) -> None:
    path = tmp_path_factory.mktemp("files") / "x.toml"
    save(obj, path)
    assert alike(obj, load(path))


def test_the_public_names_are_these() -> None:
    assert lw.load is load and lw.save is save
    assert set(files.__all__) == {"from_model", "load", "model_of", "model_sha256", "save", "schema"}


def test_all_keys_of_a_world_file_arrive(folder: Path) -> None:
    (folder / "a.toml").write_text(EVERY_SET, encoding="utf-8")
    world = load(folder / "a.toml")
    assert isinstance(world, lw.World)
    assert world.names == ("a.b", 'quote " and\nnewline', "γ")
    assert dict(world.notes) == {
        "title": "Every kind of set",
        "source": "nowhere",
        "units": "utils",
        "description": "d",
        "notes": "two\nlines",
    }
    assert list(world.weights) == [1 / 6.5, 2.5 / 6.5, 3 / 6.5]
    assert world.disagreement == "defaults" and world.players == float("inf")
    assert list(world.beliefs.prior) == [0.5, 0.25, 0.25]  # type: ignore[arg-type]
    assert [type(part).__name__ for part in world.sets] == ["Polytope", "MinkowskiSum", "Allocation"]


def test_a_bargaining_file_keeps_its_units_and_weights(folder: Path) -> None:
    (folder / "a.toml").write_text(
        'kind = "bargaining"\nunits = "shells"\n'
        '[[types]]\nname = "Ann"\nset = { kind = "polytope", vertices = [[0, 3], [1, 0]] }\n'
        '[[types]]\nname = "Bo"\nset = { kind = "polytope", vertices = [[2, 0], [0, 1]] }\n'
    )
    problem = load("a.toml")
    assert isinstance(problem, lw.BargainingProblem)
    assert problem.units == "shells" and problem.weights is None and not problem.joint
    assert problem.disagreement.tolist() == [1.0, 1.0]  # each does what is best for itself
    assert model_of(problem)["units"] == "shells"


def test_ties_at_the_disagreement_point_go_against_the_others(folder: Path) -> None:
    (folder / "a.toml").write_text(
        'kind = "bargaining"\n'
        '[[types]]\nname = "Ann"\nset = { kind = "polytope", vertices = [[1, 5], [1, -5]] }\n'
        '[[types]]\nname = "Bo"\nset = { kind = "box", lower = [-1, 0], upper = [1, 2] }\n'
    )
    problem = load("a.toml")
    assert isinstance(problem, lw.BargainingProblem)
    assert problem.disagreement.tolist() == [1.0 - 1.0, -5.0 + 2.0]


def test_paths_may_be_text_or_path_objects_and_links(folder: Path) -> None:
    (folder / "real").mkdir()
    (folder / "real" / "base.toml").write_text(TWO_TYPES)
    (folder / "real" / "w.toml").write_text('extends = "base.toml"')
    (folder / "link.toml").symlink_to("real/w.toml")
    for path in ("link.toml", folder / "link.toml", os.fsencode("link.toml")):
        assert load(path).names == ("hedonism", "cosmos")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", "path must name a model file, but it is empty"),
        (".", ".: is a folder; give the file in it."),
        ("nope.toml", "nope.toml: does not exist"),
        ("a\0b", "cannot be opened"),
    ],
)
def test_paths_that_cannot_be_loaded(folder: Path, path: str, words: str) -> None:
    with pytest.raises(lw.ModelFileError) as caught:
        load(path)
    assert words in str(caught.value)


def test_saving_replaces_whole_files_and_leaves_no_drafts(folder: Path) -> None:
    problem = lw.BargainingProblem([lw.Ball([1.0])], [0])
    save(problem, "a.toml")
    before = (folder / "a.toml").read_text()
    oracle = lw.BargainingProblem([lw.Oracle(1, lambda w: w * 0)], [0])
    with pytest.raises(lw.InvalidProblem, match="must be of a kind that a model file can describe"):
        save(oracle, "a.toml")
    assert (folder / "a.toml").read_text() == before
    assert [path.name for path in folder.iterdir()] == ["a.toml"]


def test_what_could_not_be_loaded_again_is_not_written(folder: Path) -> None:
    part: lw.ConvexSet = lw.Ball([1.0])
    for _ in range(21):
        part = part.shift([0.0])
    with pytest.raises(lw.ModelFileError, match=r"^a\.toml \(not written\): .*nested 20 times"):
        save(lw.BargainingProblem([part], [0]), "a.toml")
    with pytest.raises(lw.ModelFileError, match="a name or note has a broken character"):
        save(lw.BargainingProblem([lw.Ball([1.0])], [0], ["a\ud800"]), "a.toml")
    with pytest.raises(lw.ModelFileError, match=r"nowhere/a\.toml: cannot be written \(No such file"):
        save(lw.BargainingProblem([lw.Ball([1.0])], [0]), "nowhere/a.toml")
    with pytest.raises(lw.ModelFileError, match=r"^\.: cannot be written"):
        save(lw.BargainingProblem([lw.Ball([1.0])], [0]), ".")
    with pytest.raises(lw.InvalidProblem, match="obj must be a World, a BargainingProblem or a NormalFormGame"):
        save("world", "a.toml")  # type: ignore[arg-type]
    assert list(folder.iterdir()) == []


def test_nothing_in_a_file_is_executed(refusal: Refusal, folder: Path) -> None:
    for text in ("= __import__('os').mkdir('made')", "= open('made', 'w')", "= exec('1')", "= (1).__class__"):
        assert "w.toml" in refusal(TWO_TYPES, ("budget = 3", f'budget = "{text}"'))
    assert [path.name for path in folder.iterdir()] == ["w.toml"]


def test_damaged_files_load_or_are_refused_with_a_reason(folder: Path, count: Callable[[int, int], int]) -> None:
    """Random slips in files that use every key: never anything but an object or ModelFileError."""
    (folder / "a.csv").write_text("a,b\n1,2\n3,4\n")
    loaded = refused = 0
    for seed in range(count(3000, 300)):
        chance = random.Random(seed)
        (folder / "self.toml").write_text(damaged(chance.choice(ALL), chance), encoding="utf-8")
        found = _loaded_or_refused(lambda: load("self.toml"))
        if isinstance(found, str):
            refused += 1
            assert found.startswith("self.toml: ")
            assert found.endswith((".", "?")) or "the line reads:" in found
        else:
            loaded += 1
            assert model_of(from_model(model_of(found))) == model_of(found)
    assert loaded > 10
    assert refused > 200


def _loaded_or_refused(make: Callable[[], Loaded]) -> Loaded | str:
    try:
        return make()
    except lw.ModelFileError as error:
        return str(error)


def test_damaged_models_become_objects_or_are_refused(count: Callable[[int, int], int]) -> None:
    """The same for plain data, where a value of any kind may stand anywhere."""
    refused = 0
    for seed in range(count(3000, 300)):
        chance = random.Random(seed)
        model = tomllib.loads(chance.choice(ALL))
        for _ in range(chance.randint(1, 2)):
            spot: list[dict[str, object]] = [model]
            while chance.random() < 0.8:
                inner = [value for value in _values(spot[-1]) if isinstance(value, (dict, list)) and value]
                if not inner:
                    break
                spot.append(chance.choice(inner))  # type: ignore[arg-type]
            keys = list(spot[-1]) if isinstance(spot[-1], dict) else list(range(len(spot[-1])))
            spot[-1][chance.choice(keys)] = chance.choice(_junk())  # type: ignore[index]
        found = _loaded_or_refused(lambda model=model: from_model(model))  # type: ignore[misc]
        if isinstance(found, str):
            refused += 1
            assert found.startswith("model: ")
        else:
            assert model_of(from_model(model_of(found))) == model_of(found)
    assert refused > 200


def _junk() -> list[object]:
    some: list[object] = [None, True, 0, -1, 0.5, 1e308, 10**400, float("nan"), "", "nash", "= 1/0"]
    return [*some, [], [1], [[1, 2], [3]], {}, {"kind": "sum"}]


def _values(table: object) -> list[object]:
    return list(table.values()) if isinstance(table, dict) else list(table)  # type: ignore[call-overload]


def test_loading_needs_no_heavy_module(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(TWO_TYPES)
    script = f"""
import sys, largeworlds.io.files as files
print("jsonschema" in sys.modules)
files.load({str(tmp_path / "a.toml")!r})
print(sorted({{"scipy", "pandas", "matplotlib", "highspy", "rich"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n[]\n"
