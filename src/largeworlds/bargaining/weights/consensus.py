"""ConsensusWeights: what a point of the frontier maximises, and how far that is determined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..._core.arrays import Array, locked
from ..problem import Contributions


@dataclass(frozen=True, eq=False)
class ConsensusWeights:
    """The weights that ``x`` (m,) maximises, with their proof; true in a condition if x is ``on_frontier``.

    ``weights`` (m,) is a normal of F at x, in the relative interior of all of them, with ``weights . units = 1``.
    ``range`` (m, 2) is the interval of every coordinate over all normals of that scale; ``generators`` (k, m) are the
    extreme ones among them (None if they were not listed: oracles, and more than four players). Players whose payoff
    nothing changes have weight 0. ``unique`` says that there is only one normal of that scale: the frontier is smooth
    at x. ``positive`` says that ``weights`` are all positive, which proves that x is Pareto optimal; with a zero among
    them only nobody-worse-and-everybody-better is excluded.

    ``gap = support_F(weights) - weights . x`` is the proof: no feasible outcome is worth more than x by more than that.
    ``inside`` is by how much, as a share of everybody's range, all could gain at once: 0 up to rounding on the
    frontier. If more, ``dominating`` (m,) is a feasible point that gives everybody more, and weights are NaN; if less,
    x is out of reach and ``direction`` (m,) proves it: ``direction . x > support_F(direction)``.
    """

    problem: Contributions
    x: Array
    on_frontier: bool
    weights: Array
    range: Array
    generators: Array | None
    unique: bool
    positive: bool
    gap: float
    units: Array
    inside: float
    dominating: Array | None = None
    direction: Array | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        for name in ("x", "weights", "range", "generators", "units", "dominating", "direction"):
            value = getattr(self, name)
            object.__setattr__(self, name, None if value is None else locked(value))

    def __bool__(self) -> bool:
        return self.on_frontier

    def __repr__(self) -> str:
        if not self:
            return f"ConsensusWeights({self.reason})"
        each = ", ".join(f"{name}: {w:.6g}" for name, w in zip(self.problem.names, self.weights, strict=True))
        return f"ConsensusWeights({each}, {'unique' if self.unique else 'not unique'}, gap={self.gap:.1e})"


def off_frontier(
    parts: Contributions, x: Array, units: Array, inside: float, reason: str, **proof: Any
) -> ConsensusWeights:
    """The answer for a point that maximises no weighted sum; ``proof`` is ``dominating`` or ``direction``."""
    m = len(x)
    nothing, ends = np.full(m, np.nan), np.full((m, 2), np.nan)
    unknown = (nothing, ends, None, False, False, np.nan)
    return ConsensusWeights(parts, x, False, *unknown, units, inside, reason=reason, **proof)
