"""Trade graph: types on a circle, an arrow for every important gift, the strongest cycle outlined."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import ArrowStyle, FancyArrowPatch

from .._core.arrays import Array
from .._core.text import percent
from ..bargaining.agreement import Agreement
from ..bargaining.problem import BargainingProblem
from ..worlds.world import World
from . import style
from .exchange import Exchange, exchange_to_draw

#: An arrow is drawn if the gift is at least this share of the receiver's gain ...
IMPORTANT = 0.05
#: ... and it is among this many strongest, so that the picture stays readable.
MOST = 48
_WIDEST = 9.0
#: The shares in the key; smaller gifts are drawn like the first, larger ones like the last.
_KEY = (0.1, 0.3, 1.0)


@style.styled
def trade_graph(source: World | BargainingProblem, deal: Agreement, *, known: Exchange | None = None) -> Figure:
    """Arrows from givers to receivers, as wide as the gift is large beside the receiver's gain, in the giver's colour.

    Widths end at a tenth of the gain and at the whole gain, as the key says.

    Drawn are gifts of at least :data:`IMPORTANT` of the receiver's gain, the :data:`MOST`
    strongest at most, and the strongest cycle i -> j -> k -> i, outlined. Raises where nothing can be attributed to a
    giver (one type, one joint set, no actions). ``known`` saves working out
    :func:`~largeworlds.plots.exchange.exchange` again.
    """
    found = exchange_to_draw(source, deal, known)
    share = found.trade.relative
    cycle = _steps(found.cycles[0]) if found.cycles else []
    arrows, dropped = important(share, cycle)
    m = len(share)
    size = 8.5 if m <= 16 else 7.5 if m <= 30 else 6.2
    slanted = m > 16
    names = style.numbered(deal.names, 16) if slanted else style.short(deal.names, 26)
    fig = style.figure(1, 1, _alt(deal, share, arrows, cycle))
    radius = 1.9 if m <= 6 else 2.25 if m <= 30 else 2.9
    node = float(np.clip(1.9 * radius / max(m, 8), 0.1, 0.2))
    # The first type is on top, or on the left of two.
    angles = np.pi / 2 - 2 * np.pi * (np.arange(m) - (0.5 if m == 2 else 0)) / m
    places = radius * np.column_stack([np.cos(angles), np.sin(angles)])
    margin = style.text_width(names, size) + 0.38
    low, high = places[:, 1].min() - (0.45 if m <= 16 else margin), places[:, 1].max() + (0.45 if m <= 16 else margin)
    if m == 2:
        low, high = low - 0.35, high + 0.35  # room for the bent arrows
    width, height, foot = 2 * (radius + margin), high - low + 0.62, 0.62
    fig.set_size_inches(width, height)
    ax = fig.add_axes((0, foot / height, 1, 1 - foot / height))
    ax.set_xlim(-width / 2, width / 2)
    ax.set_ylim(low, high)
    ax.axis("off")
    for giver, receiver in sorted(arrows, key=lambda edge: (edge in cycle, share[edge])):
        _arrow(
            ax,
            places[giver],
            places[receiver],
            share[giver, receiver],
            style.colour(giver),
            node,
            (giver, receiver) in cycle,
        )
    _nodes(ax, places, angles, names, node, size, slanted)
    _key(fig, width, height, dropped, bool(cycle))
    return fig


def important(share: Array, always: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], int]:
    """The arrows to draw, by the rule of :func:`trade_graph`, and how many notable ones are left out."""
    off = np.where(np.eye(len(share), dtype=bool), 0.0, share)
    strong = [(int(i), int(j)) for i, j in np.argwhere(off >= IMPORTANT)]
    strong.sort(key=lambda edge: (-off[edge], edge))
    kept = strong[:MOST]
    kept += [edge for edge in always if edge not in kept]
    return kept, len(strong) - sum(edge in kept for edge in strong)


def _steps(cycle: tuple[int, ...]) -> list[tuple[int, int]]:
    return list(zip(cycle, (*cycle[1:], cycle[0]), strict=True))


def _width(share: float) -> float:
    """Points: in proportion to the share of the receiver's gain between the thinnest and the widest of the key."""
    return _WIDEST * float(np.clip(share, _KEY[0], _KEY[-1]))


def _arrow(ax: Axes, start: Array, end: Array, share: float, colour: str, node: float, outlined: bool) -> None:
    wide = _width(share)
    shape = ArrowStyle.Simple(tail_width=wide, head_width=wide + 5, head_length=min(wide + 4, 11))
    gap = 72 * node + 2
    ax.add_patch(
        FancyArrowPatch(
            (start[0], start[1]),
            (end[0], end[1]),
            arrowstyle=shape,
            connectionstyle="arc3,rad=0.16",
            mutation_scale=1,
            shrinkA=gap,
            shrinkB=gap,
            facecolor=colour,
            alpha=None if outlined else 0.72,
            edgecolor=style.INK if outlined else "none",
            linewidth=1.1 if outlined else 0,
            zorder=3 if outlined else 2,
        )
    )


def _nodes(ax: Axes, places: Array, angles: Array, names: list[str], node: float, size: float, slanted: bool) -> None:
    for t, (place, angle, name) in enumerate(zip(places, angles, names, strict=True)):
        ax.plot(
            *place,
            marker="o",
            markersize=144 * node,
            color=style.colour(t),
            markeredgecolor=style.INK,
            markeredgewidth=0.8,
            zorder=4,
        )
        ax.text(
            place[0],
            place[1],
            str(t + 1),
            ha="center",
            va="center_baseline",
            fontsize=min(size, 100 * node),
            zorder=5,
            color=style.letters_on(style.colour(t)),
            fontweight="bold",
        )
        away = place + (node + 0.09) * np.array([np.cos(angle), np.sin(angle)])
        across = np.cos(angle)
        turn = np.degrees(angle) if across >= 0 else np.degrees(angle) + 180
        side = "center" if abs(across) < 0.05 and not slanted else "left" if across >= -1e-9 else "right"
        up = "center_baseline" if abs(np.sin(angle)) < 0.9 or slanted else "bottom" if np.sin(angle) > 0 else "top"
        ax.text(
            away[0],
            away[1],
            name,
            ha=side,
            va=up,
            fontsize=size,
            rotation=turn if slanted else 0,
            rotation_mode="anchor",
            zorder=5,
        )


def _key(fig: Figure, width: float, height: float, dropped: int, cycle: bool) -> None:
    """Sample widths and the rule, at the foot."""
    ax = fig.add_axes((0, 0, 1, 0.62 / height))
    ax.set_xlim(0, width)
    ax.set_ylim(0, 0.62)
    ax.axis("off")
    x = max(width / 2 - 2.35, 0.08)
    for share, bound in zip(_KEY, ("≤ ", "", "≥ "), strict=True):
        wide = _width(share)
        shape = ArrowStyle.Simple(tail_width=wide, head_width=wide + 5, head_length=min(wide + 4, 11))
        ax.add_patch(
            FancyArrowPatch(
                (x, 0.47),
                (x + 0.5, 0.47),
                arrowstyle=shape,
                mutation_scale=1,
                shrinkA=0,
                shrinkB=0,
                facecolor=style.SOFT,
                linewidth=0,
            )
        )
        ax.text(
            x + 0.56,
            0.47,
            f"{bound}{100 * share:.0f} %" + (" of the receiver's gain" if share == 1 else ""),
            fontsize=7.5,
            va="center_baseline",
            color=style.SOFT,
        )
        x += 1.08
    rule = f"Gifts of at least {100 * IMPORTANT:.0f} % of the receiver's gain"
    rule += f"; {dropped} weaker ones left out" if dropped else ""
    rule += "; strongest cycle outlined." if cycle else "."
    ax.text(max(width / 2 - 2.35, 0.08), 0.12, rule, fontsize=7.5, va="center_baseline", color=style.SOFT)


def _alt(deal: Agreement, share: Array, arrows: list[tuple[int, int]], cycle: list[tuple[int, int]]) -> str:
    text = f"Trade graph of {len(share)} types with {len(arrows)} arrows from givers to receivers."
    best = sorted(arrows, key=lambda edge: -share[edge])[:3]
    if best:
        text += (
            " Strongest: "
            + "; ".join(
                f"{deal.names[i]} to {deal.names[j]}, {percent(float(share[i, j]))} of the gain" for i, j in best
            )
            + "."
        )
    if cycle:
        text += " Outlined cycle: " + " to ".join(deal.names[i] for i, _ in [*cycle, cycle[0]]) + "."
    return text
