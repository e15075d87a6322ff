"""What an entry must reproduce, as data of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .._core.arrays import Array, locked
from .listing import ANSWERS, data_folder, find


@dataclass(frozen=True, eq=False)
class Expected:
    """The answer to an entry.

    ``status`` is the name of a ``Status``; ``payoffs``, ``disagreement``, ``gains`` and ``share_received`` are (m,),
    ``actions[giver, receiver]`` (m, m), in the units of the entry; ``tolerance`` is absolute. ``how`` says how the
    numbers were obtained; ``closed_form`` states them as arithmetic (nested lists of text), as far as they have one.
    """

    status: str
    payoffs: Array
    disagreement: Array
    gains: Array
    share_received: Array
    actions: Array
    tolerance: float
    how: str
    closed_form: Mapping[str, Any]


def expected(name: str) -> Expected | None:
    """What the entry called ``name`` must reproduce; None for one with no published answer. Raises as ``load`` does."""
    path = find(name)
    top = data_folder()
    for folder in path.parents:
        if (folder / ANSWERS).is_file():
            return _read(folder / ANSWERS, path.relative_to(folder).with_suffix("").as_posix())
        if folder == top:
            break
    return None


def _read(file: Path, key: str) -> Expected | None:
    answers = tomllib.loads(file.read_text(encoding="utf-8"))
    if key not in answers:
        return None
    answer = answers[answers[key].get("same_as", key)]
    numbers = {part: locked(answer[part]) for part in ("payoffs", "disagreement", "gains", "share_received", "actions")}
    return Expected(
        status=answer["status"],
        tolerance=answer.get("tolerance", answers["tolerance"]),
        how=answer["how"],
        closed_form=answer.get("closed_form", {}),
        **numbers,
    )
