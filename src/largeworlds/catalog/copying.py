"""Showing and copying an entry together with the files that it refers to."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from .._core.errors import invalid
from .._core.files import write_atomically
from .listing import data_folder, find


def show(name: str) -> str:
    """The text of the entry's file, then those of the files that it refers to, each under a line with its path."""
    main = find(name)
    texts = [_text(main)]
    for path in _referred(main).values():
        texts.append(f"# ---- {path.relative_to(data_folder()).as_posix()} ----\n{_text(path)}")
    return "\n".join(texts)


def copy(name: str, to: str | os.PathLike[str] = ".", *, overwrite: bool = False) -> tuple[Path, ...]:
    """Copy an entry, and the files that it refers to, to the file ``to`` (ending in .toml) or into the folder ``to``.

    Returns the files written, the model first. Folders are made as needed; each file appears whole or not at all, the
    model after what it refers to. Files that a copy of a sister entry brought along, unchanged since, are left alone.
    Raises InvalidProblem if a file is there already, unless ``overwrite``, and OSError where nothing can be written.
    """
    main = find(name)
    target = Path(to)
    if target.suffix.lower() != ".toml" or target.is_dir():
        target = target / main.name
    texts = {target: _text(main)}
    for relative, path in _referred(main).items():
        place = target.parent / relative
        if place == target:
            raise invalid(
                "to", "must differ from the files that the entry refers to", repr(str(to)), "choose another name"
            )
        if overwrite or not place.is_file() or place.read_bytes() != path.read_bytes():
            texts[place] = _text(path)
    for place in texts:
        if place.is_dir() or (os.path.lexists(place) and not overwrite):
            raise invalid(
                "to",
                "must not meet anything that is there already",
                f"taken by {str(place)!r}",
                "choose another place, or allow overwriting a file (--force, overwrite=True)",
            )
    for place, text in reversed(texts.items()):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(place, text)
    return tuple(texts)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _referred(path: Path, folder: PurePosixPath | None = None) -> dict[PurePosixPath, Path]:
    """Files that the model at ``path`` names, and that these name: place relative to the model's folder -> file."""
    here = folder or PurePosixPath()
    out: dict[PurePosixPath, Path] = {}
    for name in _names(tomllib.loads(_text(path))):
        place, file = here / name, path.parent / name
        if place not in out:
            out[place] = file
            if file.suffix == ".toml":
                out |= _referred(file, place.parent)
    return out


def _names(data: Any) -> Iterator[str]:
    """Values of ``extends`` and ``csv`` anywhere in ``data``."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in ("extends", "csv") and isinstance(value, str):
                yield value
            else:
                yield from _names(value)
    elif isinstance(data, list):
        for item in data:
            yield from _names(item)
