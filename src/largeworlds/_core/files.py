"""Files that are either written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write_atomically(path: str | os.PathLike[str], text: str) -> None:
    """Write ``text`` (UTF-8, line ends as they are) to ``path`` so that nobody ever sees half a file.

    The text goes to a new file in the same folder, reaches the disk, and then takes the name ``path``; if anything
    fails, the new file is removed and what stood at ``path`` stays. A link at ``path`` is followed. An existing file
    keeps its permissions, a new one gets those that the process gives to new files. Raises OSError, and
    UnicodeEncodeError (a ValueError) for text that UTF-8 cannot express.
    """
    target = Path(os.path.realpath(path))
    payload = text.encode("utf-8")
    draft = target.with_name(f".{target.name[:100]}.{os.urandom(8).hex()}.tmp")
    try:
        _write(draft, target, payload)
    except OSError as error:
        error.filename = os.fspath(path)  # the draft's name would mean nothing to the caller
        del error.filename2
        raise
    _sync_folder(target.parent)


def _write(draft: Path, target: Path, payload: bytes) -> None:
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(payload)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            os.chmod(draft, target.stat().st_mode & 0o7777)
        os.replace(draft, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(draft)
        raise


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can do that."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):  # some network file systems refuse; the file itself is already safe
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
