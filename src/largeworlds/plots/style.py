"""One look for all figures: a colour, hatch and marker per type, quiet axes, short names, plain numbers.

Figures are built with Matplotlib's object interface only. :func:`styled` runs a builder under the library's own
settings and puts the caller's back, so neither depends on the other.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, ParamSpec

import matplotlib
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import Formatter, MaxNLocator

from .._core.text import clean, number, superscript

#: Neutral colours; :func:`largeworlds.plots.svg.svg` can hand them to the page, which may be dark.
INK: Final = "#1c2430"
SOFT: Final = "#5a6572"
GRID: Final = "#d9dee6"
PAPER: Final = "#fefefe"
#: What is given and what is given up: the two ends of the diverging scale.
MORE: Final = "#0072b2"
LESS: Final = "#d55e00"

#: Okabe and Ito's colours without black and yellow, and six more kept apart for normal and colour-blind eyes.
PALETTE: Final = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#e69f00",
    "#56b4e9",
    "#7a3032",
    "#6a4bef",
    "#b4c0a8",
    "#164a86",
    "#546c6c",
    "#ddd04a",
)
_HATCHES: Final = ("", "///", "---", "xxx", "|||", "\\\\\\", "+++")
_MARKERS: Final = ("o", "s", "^", "D", "v", "P", "X", "p", "h", "<", ">")

_SETTINGS: Final[Any] = {
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
    "font.size": 9.0,
    "axes.titlesize": 10.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 9.0,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 8.0,
    "ytick.labelsize": 8.0,
    "text.color": INK,
    "text.parse_math": False,
    "text.usetex": False,
    "figure.facecolor": PAPER,
    "figure.edgecolor": PAPER,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "hatch.linewidth": 0.8,
    "hatch.color": INK,
    "svg.fonttype": "none",
    "svg.hashsalt": "largeworlds",
    "path.simplify": False,
}

_P = ParamSpec("_P")


@contextlib.contextmanager
def settings() -> Iterator[None]:
    """A context in which Matplotlib has the library's settings and nothing of the caller's."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        yield


def styled(build: Callable[_P, Figure]) -> Callable[_P, Figure]:
    """Run a figure builder under :func:`settings`."""

    @functools.wraps(build)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> Figure:
        with settings():
            return build(*args, **kwargs)

    return run


def colour(t: int) -> str:
    """The colour of type number ``t`` (from 0), the same in every figure and table."""
    return PALETTE[t % len(PALETTE)]


def hatch(t: int) -> str:
    """The pattern that tells apart types of one colour (none for the first twelve)."""
    return _HATCHES[t // len(PALETTE) % len(_HATCHES)]


def marker(t: int) -> str:
    """The marker of type ``t``; colour and marker together are unique for the first 132 types."""
    return _MARKERS[t % len(_MARKERS)]


def letters_on(colour: str) -> str:
    """White or nearly black letters, whichever stand out more on ``colour``."""
    weights = (0.2126, 0.7152, 0.0722)
    light = sum(weight * channel**2.2 for weight, channel in zip(weights, to_rgb(colour), strict=True))
    return "#ffffff" if light < 0.19 else "#111111"


def short(names: Sequence[str], width: int = 18) -> list[str]:
    """The names at no more than ``width`` characters each, still all different."""
    out: list[str] = []
    for place, name in enumerate(map(clean, names), 1):
        cut = name if len(name) <= width else name[: width - 1].rstrip() + "…"
        if cut in out or not cut:  # two long names may share their beginning: keep the end as well
            half = max((width - 1) // 2, 1)
            cut = f"{name[: width - 1 - half].rstrip()}…{name[-half:].lstrip()}"
        if cut in out or not cut:
            mark = f" ({place})"
            cut = name[: max(width - len(mark), 0)] + mark
        out.append(cut)
    return out


def numbered(names: Sequence[str], width: int = 18) -> list[str]:
    """Short names, each with its type's number in front."""
    return [
        name if name in (f"type {t}", f"player {t}") else f"{t} {name}" for t, name in enumerate(short(names, width), 1)
    ]


def figure(width: float, height: float, alt: str) -> Figure:
    """An empty figure (inches); ``alt`` says in words what it shows, and becomes the picture's text alternative."""
    fig = Figure(figsize=(width, height))
    fig.set_label(alt)
    return fig


def text_width(texts: Iterable[str], size: float) -> float:
    """Width in inches of the widest of ``texts`` at font size ``size``, as an estimate that needs no renderer."""
    wide = dict.fromkeys("MWmw@%…", 1.35) | dict.fromkeys("iljtfI.,:;'|!()[] ", 0.55)

    def units(text: str) -> float:
        return sum(wide.get(c, 1.7 if unicodedata.east_asian_width(c) in "WF" else 1.03) for c in text)

    return max((units(text) for text in texts), default=0.0) * size * 0.60 / 72


class PayoffTicks(Formatter):
    """Tick labels of payoffs, less ``base`` and in units of ten to the ``power`` (the axis label must say both)."""

    def __init__(self, power: int, base: float = 0.0) -> None:
        self.power = power
        self.base = base

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self.format_ticks([x])[0]

    def format_ticks(self, values: Any) -> list[str]:
        scaled = [(float(v) - self.base) / 10.0**self.power for v in values]
        steps = [abs(b - a) for a, b in itertools.pairwise(scaled) if b != a]
        step = min(steps, default=max((abs(v) for v in scaled), default=1.0) or 1.0)
        places = min(max(-math.floor(math.log10(step) + 1e-9), 0), 9)
        if any(abs(round(v, places) - v) > 0.05 * step for v in scaled):
            places += 1  # steps of 2.5
        return [f"{v + 0.0:.{places}f}".replace("-", "\N{MINUS SIGN}") if abs(v) > 1e-9 * step else "0" for v in scaled]


def power_of_ten(largest: float) -> int:
    """The power of ten to take out of tick labels: none for ordinary sizes."""
    if largest <= 0 or 1e-2 <= largest < 1e4:
        return 0
    return math.floor(math.log10(largest))


def common_part(low: float, high: float) -> float:
    """What to subtract from tick labels that would else share nearly all digits; zero for ordinary ranges."""
    span = high - low
    if span >= 1e-3 * max(abs(low), abs(high)):
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(span)) + 1)
    return round(0.5 * (low + high) / unit) * unit


def payoff_axis(ax: Axes, which: str, low: float, high: float, label: str) -> None:
    """Limits, ticks and label of a payoff axis; the data stay in the units of the problem."""
    axis = ax.xaxis if which == "x" else ax.yaxis
    base = common_part(low, high)
    power = power_of_ten(max(abs(low - base), abs(high - base)))
    if base:
        label += f" {'less' if base > 0 else 'plus'} {number(abs(base), 12)}"
    axis.set_major_locator(MaxNLocator(5))
    axis.set_major_formatter(PayoffTicks(power, base))
    axis.set_label_text(label + (f"  (× 10{superscript(power)})" if power else ""))
    (ax.set_xlim if which == "x" else ax.set_ylim)(low, high)
