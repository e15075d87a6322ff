"""The Nash profile: every type does what is best for itself in its own universe (Treutlein 2023, Prop. 49)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .._core.arrays import Array
from ..sets.base import ConvexSet


def nash_profile(sets: Sequence[ConvexSet]) -> Array:
    """Profile alpha (m, m): row t maximises ``alpha[t, t]`` over set t; ties are broken as is worst for the others.

    Worst is measured by the sum of the others' payoffs, each in units of its range in that set.
    """
    rows = []
    for t, part in enumerate(sets):
        low, high = part.bounding_box()
        others = -1.0 / np.where(high > low, np.maximum(high - low, 1e-300), np.inf)  # 1 / denormal is not finite
        others[t] = 0.0
        rows.append(part.face_point(np.eye(part.dim)[t], others))
    return np.array(rows)
