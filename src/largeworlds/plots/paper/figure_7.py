"""Figure 7: smooth feasible sets with much to gain (Section 3.5.2); parameters in :mod:`.smooth`, lean -0.3.

Where a player serves its own values only its frontier is upright: giving the other a little costs nothing at first.
"""

from __future__ import annotations

from matplotlib.figure import Figure

from .. import style
from .smooth import pictured

LEAN = -0.3


@style.styled
def draw() -> Figure:
    """Both players' sets, the normals where each serves itself only, and a compromise where they are parallel."""
    return pictured(LEAN, "A separable game with smooth sets")
