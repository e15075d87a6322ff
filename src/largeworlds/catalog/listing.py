"""Entries: what the catalog has, and loading it."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from .._core.errors import LargeWorldsError, invalid

if TYPE_CHECKING:
    from ..bargaining.problem import BargainingProblem
    from ..games.normal_form import NormalFormGame
    from ..worlds.world import World

#: Files with this name hold what the entries of a folder share; they are no entries themselves.
_SHARED = "base.toml"
#: Files with this name hold what the entries of a folder must reproduce.
ANSWERS = "expected.toml"
_MOST_SUGGESTIONS = 5


@dataclass(frozen=True)
class Entry:
    """One model of the catalog.

    ``name`` is its path below the data folder without the ending, and so the citation of a published example; ``kind``
    is "world", "bargaining" or "game"; ``source`` and ``notes`` say where it comes from and what was chosen how;
    ``path`` is its file on disk (it may extend other files in its folder: ``catalog.copy`` takes them along).
    """

    name: str
    title: str
    source: str
    notes: str
    kind: str
    path: Path


@functools.cache
def entries() -> tuple[Entry, ...]:
    """All entries, by name (numbers in names count as numbers: example-10 comes after example-9)."""
    return tuple(_entry(name, path) for name, path in _paths().items())


def load(name: str, overrides: Mapping[str, float] | None = None) -> World | BargainingProblem | NormalFormGame:
    """The model called ``name``; ``overrides`` replace its parameters.

    Raises InvalidProblem, with the nearest names, if there is no such entry, and ModelFileError for an override that is
    not a parameter of the model.
    """
    path = find(name)
    from ..io import files

    return files.load(path, overrides)


def find(name: str) -> Path:
    """The file of the entry called ``name`` (with or without ".toml"); InvalidProblem names the nearest ones."""
    paths = _paths()
    path = paths.get(name.removesuffix(".toml")) if isinstance(name, str) else None
    if path is None:
        raise invalid("name", "must be the name of a catalog entry", repr(name), suggestion(name))
    return path


def data_folder() -> Path:
    """Where the catalog's files are."""
    folder = resources.files(__package__) / "data"
    if not isinstance(folder, Path):
        raise LargeWorldsError(
            f"The catalog must lie in a folder, but it is inside an archive ({folder}); install largeworlds unpacked."
        )
    return folder


@functools.cache
def _paths() -> dict[str, Path]:
    folder = data_folder()
    files = (path for path in folder.rglob("*.toml") if path.name not in (_SHARED, ANSWERS))
    named = {path.relative_to(folder).with_suffix("").as_posix(): path for path in files}
    return {name: named[name] for name in sorted(named, key=_order)}


def _order(name: str) -> list[tuple[int, str]]:
    """Sort key in which runs of digits compare as numbers."""
    parts = "".join(c if c.isdigit() else f"\0{c}\0" for c in name).split("\0")
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts if part]


def _entry(name: str, path: Path) -> Entry:
    from ..io.merging import read_document

    data = read_document(path, name).data
    texts = {key: " ".join(str(data.get(key, "")).split()) for key in ("title", "source", "notes")}
    return Entry(name=name, kind=str(data.get("kind", "world")), path=path, **texts)


def suggestion(name: object) -> str:
    """What to do about a name that no entry has: the nearest ones, and where all stand."""
    names, wanted = list(_paths()), str(name).casefold()
    close = [known for known in names if wanted and wanted in known.casefold()]
    tails = {known.split("/", 1)[-1]: known for known in names}
    close += [
        tails[tail] for tail in difflib.get_close_matches(wanted.split("/", 1)[-1], tails, _MOST_SUGGESTIONS, 0.5)
    ]
    close += difflib.get_close_matches(wanted, names, _MOST_SUGGESTIONS, 0.6)
    near = list(dict.fromkeys(close))[:_MOST_SUGGESTIONS]
    asked = f"did you mean {' or '.join(near)}? " if near else ""
    return f"{asked}`largeworlds catalog list` names all"
