"""Figure 8: smooth feasible sets with almost nothing to gain (Section 3.5.2); parameters in :mod:`.smooth`, lean 0.9.

What is best for one is nearly best for the other, so the frontiers are short and strongly curved, and the compromise is
close to what each does alone.
"""

from __future__ import annotations

from matplotlib.figure import Figure

from .. import style
from .smooth import pictured

LEAN = 0.9


@style.styled
def draw() -> Figure:
    """As Figure 7, with frontiers that bend so strongly that hardly any trade is possible."""
    return pictured(LEAN, "A separable game with smooth sets and strongly curved frontiers")
