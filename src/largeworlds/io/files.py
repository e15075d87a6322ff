"""Model files: ``load`` and ``save``, and models as plain data."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from .._core.errors import ModelFileError, invalid
from .._core.files import write_atomically
from ..bargaining.problem import BargainingProblem
from ..games.normal_form import NormalFormGame
from ..worlds.world import World
from .building import build
from .merging import read_document
from .model import from_model, model_of, model_sha256
from .resolving import resolve
from .schema import schema
from .toml_text import toml_text
from .validation import validated
from .wording import came

__all__ = ["from_model", "load", "model_of", "model_sha256", "save", "schema"]


def load(
    path: str | os.PathLike[str], overrides: Mapping[str, float] | None = None
) -> World | BargainingProblem | NormalFormGame:
    """The :class:`World`, :class:`BargainingProblem` or :class:`NormalFormGame` that a TOML file describes.

    ``overrides`` gives parameters of the file other values. Files are data: nothing in them is executed, and they may
    name other files (``extends``, tables) only in their own folder or below it. Raises :class:`ModelFileError`, which
    names the file, the place in it, what came and what is allowed.
    """
    shown = _path(path)
    if overrides is not None and not isinstance(overrides, Mapping):
        fix = 'give for example {"p": 0.75}'
        raise invalid("overrides", "must be a table of parameters and numbers", came(overrides), fix)
    try:
        return build(validated(resolve(read_document(Path(shown), shown), overrides)))
    except RecursionError:
        raise ModelFileError(f"{shown}: is nested too deeply; use fewer tables inside tables.") from None


def save(obj: World | BargainingProblem | NormalFormGame, path: str | os.PathLike[str]) -> None:
    """Write ``obj`` to ``path`` as a TOML file from which :func:`load` makes an equal object, to the last bit.

    The file appears whole or not at all. Raises :class:`InvalidProblem` for what a file cannot hold, such as sets known
    only by a function, and :class:`ModelFileError` if the file cannot be written.
    """
    shown = _path(path)
    model = model_of(obj)
    from_model(model, f"{shown} (not written)")  # what could not be loaded again is not written
    text = toml_text(model)
    try:
        write_atomically(shown, text)
    except UnicodeEncodeError:
        raise ModelFileError(
            f"{shown}: cannot be written, since a name or note has a broken character; correct it."
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ModelFileError(f"{shown}: cannot be written ({reason}); check the folder and its permissions.") from None


def _path(path: object) -> str:
    """``path`` as text."""
    rule, fix = "must name a model file", 'give for example "world.toml"'
    if not isinstance(path, (str, bytes, os.PathLike)):
        raise invalid("path", rule, came(path), fix)
    text = os.fsdecode(path)
    if not text:
        raise ModelFileError(f"path {rule}, but it is empty; {fix}.")
    return text
