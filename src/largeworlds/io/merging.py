"""``extends``: a model file that changes another one.

Tables merge key by key and ``[[types]]`` by name; other values replace the older ones. A table that names its ``kind``
(a set, the beliefs) and one that names a ``csv`` replace the older table whole.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from .._core.errors import ModelFileError
from .document import Document, Place, Source
from .sources import Refused, beside, parse_toml, read_text
from .wording import came, quoted

#: Longest chain of files that extend each other.
MOST_FILES = 8


def read_document(path: Path, shown: str) -> Document:
    """The merged data of the file at ``path``, called ``shown`` in messages, and of the files that it extends."""
    chain: list[tuple[dict[str, Any], Source]] = []
    seen: list[Path] = []
    try:
        text = read_text(path)
    except Refused as why:
        raise ModelFileError(f"{shown}: {why}") from None
    real = Path(os.path.realpath(path))
    while True:
        source = Source(shown, real.parent)
        data = parse_toml(text, shown)
        named = data.pop("extends", None)
        chain.append((data, source))
        seen.append(real)
        if named is None:
            break
        if len(chain) == MOST_FILES:
            raise ModelFileError(
                f"{shown}: extends is the {MOST_FILES}th file of a chain, the longest allowed; merge some of them."
            )
        real, text = _extended(named, source, seen)
        shown = str(Path(shown).parent / named)
    base, source = chain.pop()
    document = Document(base, {(): source})
    while chain:
        document = _merged(document, *chain.pop())
    return document


def _extended(named: object, source: Source, seen: list[Path]) -> tuple[Path, str]:
    """The file that ``extends = named`` means, and its text."""
    assert source.folder is not None
    if not isinstance(named, str):
        raise ModelFileError(
            f'{source.file}: extends must name one file, but it is {came(named)}; write extends = "base.toml".'
        )
    try:
        real = beside(source.folder, named, ".toml")
    except Refused as why:
        raise ModelFileError(f"{source.file}: extends {why}") from None
    if real in seen:
        raise ModelFileError(
            f"{source.file}: extends leads back to {quoted(named)}, which is read already; break the circle."
        )
    try:
        return real, read_text(real)
    except Refused as why:
        raise ModelFileError(f"{source.file}: extends names {quoted(named)}, which {why}") from None


def _merged(base: Document, data: dict[str, Any], source: Source) -> Document:
    return _Merge(base, data, source).run()


class _Merge:
    """One merge of ``data`` from ``source`` into ``base``; places are those of the merged document."""

    def __init__(self, base: Document, data: dict[str, Any], source: Source) -> None:
        self.base = base
        self.data = data
        self.new = source
        self.sources: dict[Place, Source] = {}

    def run(self) -> Document:
        return Document(self._table(self.base.data, self.data, (), ()), self.sources)

    def _table(self, old: dict[str, Any], new: dict[str, Any], place: Place, here: Place) -> dict[str, Any]:
        self._mark(place, here)
        out = dict(old)
        for key in old:
            if key not in new:
                self._keep((*place, key))
        for key, value in new.items():
            if key in old:
                out[key] = self._value(old[key], value, (*place, key), (*here, key))
            else:
                out[key] = value
                self._mark((*place, key), (*here, key))
        return out

    def _value(self, old: object, new: object, place: Place, here: Place) -> object:
        if isinstance(old, dict) and isinstance(new, dict) and not {"kind", "csv"} & set(new):
            return self._table(old, new, place, here)
        if place == ("types",) and _all_named(old) and _all_named(new):
            assert isinstance(old, list) and isinstance(new, list)
            return self._types(old, new)
        self._mark(place, here)
        return new

    def _types(self, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[dict[str, Any]]:
        self._mark(("types",), ("types",))
        out = list(old)
        index = {table["name"]: i for i, table in enumerate(old)}
        for j, table in enumerate(new):
            i = index.get(table["name"])
            if i is None:
                self._mark(("types", len(out)), ("types", j))
                out.append(table)
            else:
                out[i] = self._table(old[i], table, ("types", i), ("types", j))
        for i in set(range(len(old))) - {index[table["name"]] for table in new if table["name"] in index}:
            self._keep(("types", i))
        return out

    def _mark(self, place: Place, here: Place) -> None:
        self.sources[place] = Source(self.new.file, self.new.folder, here)

    def _keep(self, place: Place) -> None:
        """What stands at ``place`` still comes from the base."""
        self.sources[place] = self.base.source(place)
        for known, source in self.base.sources.items():
            if len(known) > len(place) and known[: len(place)] == place:
                self.sources[known] = source


def _all_named(types: object) -> bool:
    return isinstance(types, list) and all(isinstance(t, dict) and isinstance(t.get("name"), str) for t in types)
