"""Gains per type: how much of what is possible at all the compromise brings each."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from .._core.arrays import Array
from .._core.text import percent
from ..bargaining.agreement import Agreement
from ..bargaining.measures import percent_gains, relative_gains, shown_gains
from . import style


@style.styled
def gains(deal: Agreement) -> Figure:
    """One bar per type: gain over the disagreement point as a share of its largest possible gain.

    The largest possible gain leads from the disagreement payoff to the payoff that a type would have if everybody
    served it alone. Beside it stands the gain in percent of the disagreement payoff where zero is a natural origin.
    """
    shares, percents = relative_gains(deal), percent_gains(deal)
    real, lost = shown_gains(deal) > 0, shown_gains(deal) < 0
    labels = []
    for t in range(len(shares)):
        text = percent(float(shares[t])) if real[t] else "loses" if lost[t] else "no gain"
        if real[t] and np.isfinite(percents[t]):
            text += f"   (payoff +{percent(float(percents[t]))})".replace("+<", "<").replace("+≈", "≈")
        labels.append(text)
    alt = (
        "Gains as a share of the largest possible gain: "
        + ", ".join(f"{name} {label.split('   ')[0]}" for name, label in zip(deal.names, labels, strict=True))
        + "."
    )
    fig, ax = bars(deal, np.nan_to_num(np.maximum(shares, 0.0)), labels, alt)
    ax.set_xlabel("gain, as a share of the largest gain possible (everybody serving this type alone)")
    return fig


def bars(
    deal: Agreement, values: Array, labels: list[str], alt: str, *, reach: float | None = None
) -> tuple[Figure, Axes]:
    """Horizontal bars in the types' colours, the first type on top, with a text at the end of each.

    With ``reach``, the largest value that will be drawn, the texts stand in a column at the right of it instead.
    """
    m = len(values)
    row = 0.3 if m <= 24 else 0.2
    size = 8.5 if m <= 24 else 7.0
    names = style.numbered(deal.names, 26)
    fig = style.figure(1, 1, alt)
    left = style.text_width(names, size) + 0.22
    width, height = left + 5.4, row * m + 0.75
    fig.set_size_inches(width, height)
    ax = fig.add_axes((left / width, 0.55 / height, 5.25 / width, (row * m + 0.1) / height))
    top = max(float(values.max(initial=0.0)) if reach is None else reach, 1e-3)
    side = style.text_width(labels, size) / 5.25
    for t, value in enumerate(values):
        look: dict[str, Any] = {
            "facecolor": style.colour(t),
            "hatch": style.hatch(t),
            "edgecolor": style.INK,
            "linewidth": 0.5,
        }
        ax.barh(t, value, height=0.68, **look)
        place, frame = (value, "data") if reach is None else (1 - side, "axes fraction")
        ax.annotate(
            labels[t],
            (place, t),
            (4, 0),
            textcoords="offset points",
            xycoords=(frame, "data"),
            va="center_baseline",
            fontsize=size,
        )
    ax.set_yticks(range(m), names, fontsize=size)
    ax.set_ylim(m - 0.4, -0.6)
    ax.set_xlim(0, top / max(0.98 - side, 0.3))
    ax.tick_params(axis="y", length=0)
    ax.xaxis.set_major_locator(MaxNLocator(5))
    ax.xaxis.set_major_formatter(lambda x, pos: f"{100 * x:.3g} %")
    ax.spines["left"].set_visible(False)
    ax.grid(True, axis="x")
    return fig, ax
