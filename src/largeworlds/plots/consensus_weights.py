"""Consensus weights: what everybody's choice is worth to everybody, free of units."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from .._core.arrays import Array
from .._core.text import percent
from ..bargaining.agreement import Agreement
from ..bargaining.measures import most_possible
from . import style
from .gains import bars


@style.styled
def consensus_weights(deal: Agreement) -> Figure:
    """One bar per type: its consensus weight times its largest possible gain, as shares of their sum.

    The product does not depend on units; it says how much the common sum counts leading that type from disagreement to
    its best. The upright line marks the type's bargaining weight,
    where the solution takes any.
    """
    shares = weight_shares(deal)
    nu = deal.bargaining_weights
    weighted = deal.concept.takes_weights
    labels = [
        f"{percent(float(s))}  (line: {percent(float(v))})" if weighted else percent(float(s))
        for s, v in zip(shares, nu, strict=True)
    ]
    alt = (
        "Consensus weights, free of units: "
        + ", ".join(f"{name} {label.split('  ')[0]}" for name, label in zip(deal.names, labels, strict=True))
        + "."
    )
    largest = np.maximum(np.nan_to_num(shares), nu if weighted else 0.0)
    fig, ax = bars(deal, np.nan_to_num(shares), labels, alt, reach=float(largest.max()))
    for t, weight in enumerate(nu if weighted else []):
        ax.plot([weight, weight], [t - 0.42, t + 0.42], color=style.INK, linewidth=1.8, solid_capstyle="butt", zorder=3)
    line = " (line: bargaining weight)" if weighted else ""
    ax.set_xlabel(f"consensus weight × largest possible gain, share of the sum{line}")
    return fig


def weight_shares(deal: Agreement) -> Array:
    """Consensus weights times largest possible gains, scaled to sum to one (m,); NaN without weights."""
    room = np.maximum(most_possible(deal.problem) - deal.disagreement, 0.0)
    worth = deal.weights * room
    total = float(worth.sum())
    return worth / total if total > 0 else np.full(len(worth), np.nan)
