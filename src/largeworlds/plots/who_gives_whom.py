"""Who gives whom: a heat map of what every type's cooperation brings every other type."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from .._core.arrays import Array
from .._core.text import percent
from ..bargaining.agreement import Agreement
from ..bargaining.problem import BargainingProblem
from ..worlds.world import World
from . import style
from .exchange import Exchange, exchange_to_draw

#: Cells carry numbers up to this many types.
_MOST_NUMBERS = 20
#: Off the diagonal, colour reaches its full strength at this share of the gain, or at the largest value if smaller.
_FULL = 1.0


@style.styled
def who_gives_whom(source: World | BargainingProblem, deal: Agreement, *, known: Exchange | None = None) -> Figure:
    """Cell (giver, receiver): what the giver's cooperation changes for the receiver, in percent of the receiver's gain.

    Rows are givers, columns receivers; the gain goes from acting alone to the compromise, so a column adds up to 100 %
    and columns compare across units. The framed diagonal is what a type's own kind gives up. Blue is more than without
    cooperation, orange less; receivers without a gain have an empty column. Raises where nothing can be attributed to
    a giver (one type, one joint set, no actions). ``known`` saves working out
    :func:`~largeworlds.plots.exchange.exchange` again.
    """
    found = exchange_to_draw(source, deal, known)
    share = found.relative
    m = len(share)
    full = _full(share)
    cell = float(np.clip(6.6 / m, 0.155, 0.62))
    size = float(np.clip(cell * 15, 5.2, 8.5))
    rows, columns = style.numbered(deal.names, 26), style.numbered(deal.names, 22)
    fig = style.figure(1, 1, _alt(deal, share))
    left = style.text_width(rows, size) + 0.32
    head = 0.72 * style.text_width(columns, size) + 0.42
    side, foot = m * cell, 0.78
    spare = 0.72 * style.text_width(columns[-1:], size) + 0.05
    width = max(left + side + spare, left + 4.0)
    height = head + side + foot
    fig.set_size_inches(width, height)
    ax = fig.add_axes((left / width, foot / height, side / width, side / height))
    _cells(ax, share, full, size if m <= _MOST_NUMBERS else 0.0)
    _names(ax, rows, columns, size, cell)
    fig.text(0.04 / width, (foot + side / 2) / height, "giver", rotation=90, va="center", ha="left", color=style.SOFT)
    fig.text((left + side / 2) / width, 1 - 0.05 / height, "receiver", va="top", ha="center", color=style.SOFT)
    _scale(fig, full, left / width, width, height, min(side, 4.6))
    return fig


def _full(share: Array) -> float:
    """The share at which colours are strongest: a round number not above 100 %."""
    others = np.abs(share[~np.eye(len(share), dtype=bool)])
    largest = float(np.nanmax(others)) if np.isfinite(others).any() else 0.0
    return next((s for s in (0.1, 0.2, 0.3, 0.5, 0.75) if largest <= s), _FULL)


def shade(value: float, full: float) -> tuple[float, float, float, float]:
    """Colour of a cell: hue by sign, strength by size; transparent at zero so that it suits any background."""
    strength = min(abs(value) / full, 1.0) if np.isfinite(value) else 0.0
    return to_rgba(style.MORE if value >= 0 else style.LESS, 0.92 * strength**0.8)


def _cells(ax: Axes, share: Array, full: float, size: float) -> None:
    m = len(share)
    faces = {(i, j): shade(share[i, j], full) for i in range(m) for j in range(m)}
    seen = [cell for cell, face in faces.items() if face[3] > 0.004]
    squares = [[(j, i), (j + 1, i), (j + 1, i + 1), (j, i + 1)] for i, j in seen]
    ax.add_collection(PolyCollection(squares, facecolors=[faces[cell] for cell in seen], linewidths=0), autolim=False)
    for (i, j), face in faces.items():
        if size and (text := _number(share[i, j])):
            ax.text(
                j + 0.5,
                i + 0.5,
                text,
                ha="center",
                va="center_baseline",
                fontsize=min(size, 60 / m + 3),
                color="#ffffff" if face[3] > 0.72 else style.INK,
            )
    for k in range(m + 1):
        ax.plot([0, m], [k, k], [k, k], [0, m], color=style.GRID, linewidth=0.6 if m <= 24 else 0.3, zorder=1.5)
    own = [[(k, k), (k + 1, k), (k + 1, k + 1), (k, k + 1)] for k in range(m)]
    ax.add_collection(
        PolyCollection(own, facecolors="none", edgecolors=style.SOFT, linewidths=1.1 if m <= 24 else 0.5, zorder=2),
        autolim=False,
    )
    for empty in np.flatnonzero(np.isnan(share).all(axis=0)):
        j = int(empty)
        ax.plot([j + 0.5, j + 0.5], [0.15, m - 0.15], color=style.SOFT, linewidth=0.8, linestyle=":", zorder=2)
    ax.set_xlim(0, m)
    ax.set_ylim(m, 0)
    for side in ax.spines.values():
        side.set_visible(False)


def _number(value: float) -> str:
    if not np.isfinite(value) or abs(value) < 0.005:
        return ""
    return (
        f"{100 * value:+,.0f}".replace("-", "\N{MINUS SIGN}")
        if abs(value) < 99.5
        else (f"{value:+.2g}k".replace("-", "\N{MINUS SIGN}").replace("k", "·10²"))
    )


def _names(ax: Axes, rows: list[str], columns: list[str], size: float, cell: float) -> None:
    """Names along the rows and, slanted, over the columns, each with its type's colour beside it."""
    m = len(rows)
    ax.set_xticks([])
    ax.set_yticks([])
    gap = (0.31 * size + 2.5) / 72 / cell  # half a marker and some room, in cells
    for t in range(m):
        for x, y in ((-gap, t + 0.5), (t + 0.5, -gap)):
            ax.plot(
                [x],
                [y],
                marker=style.marker(t),
                color=style.colour(t),
                markersize=0.62 * size,
                markeredgewidth=0,
                clip_on=False,
            )
        ax.annotate(
            rows[t],
            (-gap, t + 0.5),
            (-0.62 * size, 0),
            textcoords="offset points",
            ha="right",
            va="center_baseline",
            fontsize=size,
            annotation_clip=False,
        )
        ax.annotate(
            columns[t],
            (t + 0.5, -gap),
            (0, 0.62 * size),
            textcoords="offset points",
            ha="left",
            va="bottom",
            rotation=45,
            rotation_mode="anchor",
            fontsize=size,
            annotation_clip=False,
        )


def _scale(fig: Figure, full: float, left: float, width: float, height: float, span: float) -> None:
    """The colour scale under the map."""
    steps = np.array([-1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0])
    ax = fig.add_axes((left, 0.36 / height, span / width, 0.15 / height))
    for k, step in enumerate(steps):
        ax.add_patch(Rectangle((k, 0), 1, 1, facecolor=shade(step * full, full), edgecolor=style.GRID, linewidth=0.6))
    ax.set_xlim(0, len(steps))
    ax.set_ylim(0, 1)
    labels = [percent(step * full) for step in steps]
    labels[0], labels[-1] = f"≤ {labels[0]}", f"≥ {labels[-1]}"
    keep = slice(None, None, 2 if span > 2.6 else 4)
    ax.set_xticks((np.arange(len(steps)) + 0.5)[keep], labels[keep], fontsize=7.5)
    ax.tick_params(length=0, pad=2)
    ax.set_yticks([])
    for side in ax.spines.values():
        side.set_visible(False)
    fig.text(
        left,
        0.02 / height,
        "share of the receiver's gain from cooperation",
        fontsize=7.5,
        color=style.SOFT,
        va="bottom",
    )


def _alt(deal: Agreement, share: Array) -> str:
    others = np.where(np.eye(len(share), dtype=bool) | np.isnan(share), 0.0, share)
    text = f"Heat map of what each of {len(share)} types gives each other type, as a share of the receiver's gain."
    giver, receiver = np.unravel_index(int(others.argmax()), others.shape)
    if others[giver, receiver] > 0:
        text += (
            f" The largest gift: from {deal.names[giver]} to {deal.names[receiver]}, "
            f"{percent(float(others[giver, receiver]))} of the receiver's gain."
        )
    return text
