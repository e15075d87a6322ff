"""Reading files safely: only regular files of moderate size, and named ones only from the model's own folder."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from .._core.errors import ModelFileError
from .wording import meant, quoted

#: Largest file that is read, in bytes.
MOST_BYTES = 50_000_000
#: Deepest nesting of tables and lists.
MOST_LEVELS = 64
#: A key of more parts than that, such as a.a.a...; the parser's time would grow with the square of their number.
_DEEP_KEY = re.compile(rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{MOST_LEVELS + 1}}}""")


class Refused(ValueError):
    """Why a file is not read; the message follows on its name or on the place that names it."""


def beside(folder: Path, name: str, ending: str) -> Path:
    """The file ``name`` in ``folder`` or below it; :class:`Refused` for anything else.

    Absolute paths, ".." and links that lead out of the folder are refused.
    """
    rule = f'must name a file in the folder of this file or below it, such as "name{ending}"'
    parts = (*PurePosixPath(name).parts, *PureWindowsPath(name).parts)
    if not name.strip() or "\0" in name or len(name) > 1000:
        raise Refused(f"{rule}, but it is {quoted(name)}; give the file's name.")
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor or ".." in parts:
        raise Refused(f"{rule}, but it is {quoted(name)}; put the file there and leave out the folders above.")
    try:
        real = Path(os.path.realpath(folder / name))
    except (OSError, ValueError):
        raise Refused(f"{rule}, but it is {quoted(name)}, which cannot be followed; give the file's name.") from None
    if not real.is_relative_to(os.path.realpath(folder)):
        raise Refused(f"{rule}, but {quoted(name)} is a link that leads out of it; copy the file there.")
    return real


def read_text(path: Path) -> str:
    """The text (UTF-8) of a regular file of at most :data:`MOST_BYTES`; :class:`Refused` says why not."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise Refused(f"does not exist;{_similar(path)} check the name and the folder.") from None
    except PermissionError:
        raise Refused("may not be read; ask its owner for permission or copy it.") from None
    except IsADirectoryError:
        raise Refused("is a folder; give the file in it.") from None
    except (OSError, ValueError) as error:
        raise Refused(f"cannot be opened ({getattr(error, 'strerror', None) or error}); check the name.") from None
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        kind = (
            "a folder; give the file in it" if stat.S_ISDIR(mode) else "not an ordinary file; copy its content to one"
        )
        raise Refused(f"is {kind}.")
    try:
        with os.fdopen(handle, "rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refused(f"cannot be read ({error.strerror or error}); check the disk or copy the file.") from None
    if len(raw) > MOST_BYTES:
        raise Refused(
            f"has more than {MOST_BYTES // 1_000_000} MB, the most that is read; split it or use fewer numbers."
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Refused(f"is not text in UTF-8 (line {line}); save it in that encoding.") from None


def _similar(path: Path) -> str:
    try:
        names = [entry.name for entry in list(os.scandir(path.parent))[:1000]]
    except OSError:
        return f" nor does its folder {quoted(str(path.parent))};"
    return meant(path.name, names)


def parse_toml(text: str, file: str) -> dict[str, Any]:
    """The tables of a TOML text; ModelFileError with line and column for a slip."""
    if _DEEP_KEY.search(text):
        raise ModelFileError(f"{file}: is nested too deeply; {MOST_LEVELS} levels are allowed.")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ModelFileError(f"{file}: {_slip(str(error), text)}") from None
    except RecursionError:
        raise ModelFileError(f"{file}: is nested too deeply; {MOST_LEVELS} levels are allowed.") from None
    except ValueError:  # what Python itself refuses
        raise ModelFileError(
            f"{file}: has a number or a date that cannot be read; a number may have at most 4300 digits."
        ) from None
    if too_deep(data):
        raise ModelFileError(f"{file}: is nested too deeply; {MOST_LEVELS} levels are allowed.")
    return data


def too_deep(data: object) -> bool:
    """True if tables and lists are nested more than :data:`MOST_LEVELS` deep."""
    level: list[object] = [data]
    for _ in range(MOST_LEVELS):
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                below.extend(value.values())
            elif isinstance(value, (list, tuple)):
                below.extend(item for item in value if isinstance(item, (dict, list, tuple)))
        if not below:
            return False
        level = below
    return True


def _slip(message: str, text: str) -> str:
    """``line 3, column 9 is not valid TOML: ...; the line reads "..."``, from the parser's own message."""
    reason, _, place = message.rpartition(" (at ")
    place = place.rstrip(")")
    reason = reason[:1].lower() + reason[1:]
    if not place.startswith("line "):
        return f"the end of the file is not valid TOML ({reason}); finish what was begun there."
    number = int(place.split()[1].rstrip(","))
    lines = text.split("\n")
    line = lines[number - 1].strip() if number <= len(lines) else ""
    shown = "".join(c if c.isprintable() else "?" for c in line[:100])
    return f"{place} is not valid TOML ({reason}); the line reads: {shown}"
