"""The report: one self-contained HTML file that explains a model, its compromise and the proof.

The parts that need no pictures (:mod:`.words`, :mod:`.options`) load without Matplotlib.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .._core.files import write_atomically

if TYPE_CHECKING:
    from ..bargaining.agreement import Agreement
    from ..bargaining.problem import BargainingProblem
    from ..worlds.world import World

__all__ = ["report", "write_report"]


def report(source: World | BargainingProblem, deal: Agreement, *, model: Mapping[str, Any] | None = None) -> str:
    """The report as HTML text: no script, nothing loaded from elsewhere, the same text for the same arguments.

    ``deal`` is an agreement on ``source.problem()`` (for a world) or ``source`` itself, whatever its status. ``model``
    is the resolved model as plain data, whose hash the report names; by default it is made from ``source``, where a
    file could hold it. Raises :class:`InvalidProblem` if ``deal`` answers another problem.
    """
    from .page import page

    return page(source, deal, model)


def write_report(
    path: str | os.PathLike[str],
    source: World | BargainingProblem,
    deal: Agreement,
    *,
    model: Mapping[str, Any] | None = None,
) -> None:
    """Write :func:`report` to ``path``: the whole file or nothing. Raises OSError if it cannot be written."""
    write_atomically(path, report(source, deal, model=model))
