"""Document: the plain data of a model, and where each part of it was written, so that messages can say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from .._core.errors import InvalidProblem, ModelFileError, but_it
from .wording import quoted

#: Keys and list positions (from 0) that lead to a value, such as ("types", 2, "set", "radii").
Place = tuple[str | int, ...]

#: Lists with one entry per type: their positions are shown with the type's name.
_PER_TYPE = ("types", "posterior")


@dataclass(frozen=True)
class Source:
    """A place in a file. ``folder`` is where files named there are looked for; None if there is none."""

    file: str
    folder: Path | None
    place: Place = ()


@dataclass(eq=False)
class Document:
    """Plain data with its origin.

    ``sources`` says for places where the value there, and what is below it, was written (the longest known beginning of
    a place counts); ``remarks`` says how a value came about (computed, or read from a table).
    """

    data: dict[str, Any]
    sources: dict[Place, Source]
    remarks: dict[Place, str] = field(default_factory=dict)

    @classmethod
    def of(cls, data: dict[str, Any], file: str, folder: Path | None = None) -> Document:
        return cls(data, {(): Source(file, folder)})

    def source(self, place: Place) -> Source:
        """Where the value at ``place`` was written."""
        for length in range(len(place), -1, -1):
            known = self.sources.get(place[:length])
            if known is not None:
                return Source(known.file, known.folder, known.place + place[length:])
        raise AssertionError("a document knows the source of its root")

    def remark(self, place: Place) -> str:
        """`` (from "= 1 - p")`` or nothing."""
        for length in range(len(place), 0, -1):
            if place[:length] in self.remarks:
                return f" ({self.remarks[place[:length]]})"
        return ""

    def label(self, place: Place) -> str:
        """``types[2] ("cosmos").set.radii``; ``the file`` for its root."""
        source = self.source(place)
        if not source.place:
            return "the file"
        out, before = "", None
        for mine, key in zip(place, source.place, strict=True):
            if isinstance(key, str):
                bare = re.fullmatch(r"[A-Za-z0-9_-]{1,60}", key) is not None
                out += ("." if out else "") + (key if bare else quoted(key))
            else:
                name = self.type_name(mine) if before in _PER_TYPE else None
                out += f"[{key}]" + (f" ({quoted(name)})" if name else "")
            before = key
        return out

    def type_name(self, index: str | int) -> str | None:
        """The name of a type, if it has a proper one."""
        types = self.data.get("types")
        if isinstance(types, list) and isinstance(index, int) and index < len(types) and isinstance(types[index], dict):
            name = types[index].get("name")
            return name if isinstance(name, str) else None
        return None

    def error(self, place: Place, rule: str, came: str, fix: str) -> ModelFileError:
        """``FILE: PLACE must ..., but it is ...; fix.`` If ``came`` starts with a verb, it replaces "is"."""
        end = "?" if fix.startswith("did you mean") else "."
        return self.say(place, f"{rule}, {but_it(came)}{self.remark(place)}; {fix}{end}")

    def say(self, place: Place, sentence: str) -> ModelFileError:
        """``FILE: PLACE sentence``."""
        return ModelFileError(f"{self.source(place).file}: {self.label(place)} {sentence}")

    @contextmanager
    def guard(self, place: Place, arguments: Mapping[str, Place] | None = None) -> Iterator[None]:
        """Turn what the objects object to into a message about the file.

        ``arguments`` maps an argument as the objects call it (a regular expression) to the keys below ``place``; ``*``
        in the keys stands for the position that the argument names.
        """
        try:
            with np.errstate(over="raise", invalid="raise", divide="raise"):
                yield
        except InvalidProblem as error:
            raise self._reworded(place, str(error), arguments or {}) from None
        except (ArithmeticError, np.linalg.LinAlgError):
            raise self.say(
                place, "has numbers that are too large or too small to compute with; choose other units."
            ) from None

    def _reworded(self, place: Place, sentence: str, arguments: Mapping[str, Place]) -> ModelFileError:
        for pattern, keys in arguments.items():
            match = re.match(rf"({pattern})(?:\[(\d+)\])? ", sentence)
            if match:
                index = match.group(2)
                below: Place = tuple(int(index or 0) if key == "*" else key for key in keys)
                if index is not None and "*" not in keys:
                    below = (*below, int(index))
                return self.say(place + below, self._with_names(sentence[match.end() :]))
        return ModelFileError(f"{self.source(place).file}: {self.label(place)}: {self._with_names(sentence)}")

    def _with_names(self, sentence: str) -> str:
        """Types by name, where an object that does not know their names counts them from 1."""

        def name(match: re.Match[str]) -> str:
            first, second = (quoted(self.type_name(int(number) - 1) or number) for number in match.groups())
            return f"for types {first} and {second}"

        return re.sub(r"for types (\d+) and (\d+)", name, sentence)
