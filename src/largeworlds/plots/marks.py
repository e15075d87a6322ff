"""Several solutions on one picture: which of them are drawn, which coincide, and how each is marked."""

from __future__ import annotations

import dataclasses
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from .._core import tolerances
from .._core.arrays import Array
from .._core.errors import invalid
from .._core.status import Status
from .._core.text import clean, shown
from ..bargaining.agreement import Agreement
from ..bargaining.bargain import bargain
from ..bargaining.concept import Concept
from ..bargaining.problem import BargainingProblem
from ..bargaining.solutions.armstrong import Armstrong
from ..bargaining.solutions.egalitarian import Egalitarian
from ..bargaining.solutions.equal_loss import EqualLoss
from ..bargaining.solutions.kalai_smorodinsky import KalaiSmorodinsky
from ..bargaining.solutions.nash import NashBargaining
from ..bargaining.solutions.utilitarian import Utilitarian
from ..worlds.world import World
from . import style

#: Concepts, or answers that are there already; a mapping gives them names.
Wanted = Sequence[Concept | Agreement] | Mapping[str, Concept | Agreement]

#: The mark of each concept, by the name of its class; the others take those that are left.
_MARKERS: Final = {
    "NashBargaining": "o",
    "KalaiSmorodinsky": "D",
    "Egalitarian": "s",
    "EqualLoss": "^",
    "Armstrong": "P",
    "Utilitarian": "X",
    "PerlesMaschler": "p",
    "Raiffa": "h",
    "StableNash": "*",
    "Dictatorial": "v",
}
_SPARE: Final = ("v", "*", "<", ">", "p", "h", "d", "8", "H", "D", "s", "^", "P", "X", "o")
#: Two solutions are one if they differ by less than what their proofs leave open, but by no more than this share of
#: the range of a payoff.
_PROOF: Final = 1e-5
#: Marks nearer than this (inches) are drawn around each other; so are rings, which are larger, at twice the distance.
_NEAR: Final = 0.085
#: Characters in a line of the legend, and inches if they are wide ones.
_LINE: Final = 38
_ROOM: Final = 2.35


@dataclass(frozen=True, eq=False)
class Mark:
    """One point and everything that stands there: ``labels`` of the solutions and the marker that they share.

    ``disagreement`` is True if the disagreement point stands there too; ``deals`` are the answers, in the order of
    ``labels``.
    """

    point: Array
    marker: str
    labels: tuple[str, ...] = ()
    deals: tuple[Agreement, ...] = ()
    disagreement: bool = False

    @property
    def label(self) -> str:
        """What the legend says."""
        return ", ".join([*(("disagreement",) if self.disagreement else ()), *self.labels])

    def look(self, ring: int = 0) -> dict[str, Any]:
        """How it is drawn: filled, or as a hollow ``ring`` around others."""
        only_d = self.disagreement and not self.labels
        size = {"*": 10.5, "P": 8.5, "X": 8.5, "D": 6.6, "s": 6.8}.get(self.marker, 7.4)
        hollow = only_d or ring > 0
        return {
            "marker": self.marker,
            "markersize": size - 0.5 * only_d + 6.0 * ring,
            "markerfacecolor": "none" if ring else style.PAPER if only_d else style.INK,
            "markeredgecolor": style.INK if hollow else style.PAPER,
            "markeredgewidth": 1.4 if hollow else 0.8,
            "linestyle": "none",
        }


@dataclass(frozen=True, eq=False)
class Picked:
    """What is to be drawn: the marks, the first the disagreement point's, and who has none, a line per reason."""

    marks: list[Mark]
    without: list[str] = field(default_factory=list)

    @property
    def deals(self) -> list[Agreement]:
        """All answers that have a mark."""
        return [deal for mark in self.marks for deal in mark.deals]


def problem_of(source: World | BargainingProblem) -> BargainingProblem:
    """The bargaining problem that a figure is about."""
    if isinstance(source, World):
        return source.problem()
    if not isinstance(source, BargainingProblem):
        fix = "build a BargainingProblem, or pass a World"
        raise invalid("problem", "must be a BargainingProblem or a World", type(source).__name__, fix)
    return source


def usual(problem: BargainingProblem) -> list[Concept]:
    """The concepts that are drawn if none are named; with outside options only the Nash solution can take them."""
    if problem.outside_options is not None:
        return [NashBargaining()]
    low, high = problem.bounding_box()
    found: list[Concept] = [NashBargaining(), KalaiSmorodinsky(), Egalitarian(), EqualLoss(), Armstrong()]
    if (high > low).any():  # without any range there is no unit to sum in
        found.append(Utilitarian("range"))
    return found


def answers(
    problem: BargainingProblem, wanted: Wanted | None, argument: str = "concepts"
) -> list[tuple[str, Agreement]]:
    """Every wanted solution of ``problem`` with the name that the legend gives it; concepts are solved here.

    ``argument`` is what the caller's argument is called, for messages.
    """
    given: Any = usual(problem) if wanted is None else wanted
    fix = "give for example [lw.NashBargaining(), lw.KalaiSmorodinsky()], or agreements on this problem"
    if isinstance(given, Concept | Agreement):
        given = [given]
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise invalid(argument, "must be a list of concepts or agreements", shown(given), fix)
    named = list(given.items()) if isinstance(given, Mapping) else [(None, one) for one in given]
    deals = []
    for i, (name, one) in enumerate(named):
        place = f"{argument}[{i if name is None else repr(name)}]"
        if isinstance(one, Agreement):
            _same_problem(one, problem, place)
            deals.append(one)
        elif isinstance(one, Concept):
            deals.append(bargain(problem, one, throw=False))
        else:
            raise invalid(place, "must be a concept or an agreement", shown(one), fix)
    names = _names([deal.concept for deal in deals])
    return [(own if name is None else clean(str(name)) or own, deal)
            for own, deal, (name, _) in zip(names, deals, named, strict=True)]  # fmt: skip


def picked(problem: BargainingProblem, named: Iterable[tuple[str, Agreement]]) -> Picked:
    """The marks of all answers, one per point, after the disagreement point's."""
    low, high = problem.bounding_box()
    size = np.maximum(high - low, np.maximum(1e-12 * np.maximum(np.abs(low), np.abs(high)), 1e-300))
    found, without = [], Reasons()
    for label, deal in named:
        if not deal.is_answer or not np.isfinite(deal.payoffs).all():
            without.add(why_not(deal), label)
            continue
        slack = tolerances.SAME_POINT * size + np.minimum(deal.error, _PROOF * size)
        found.append((label, deal, np.asarray(deal.payoffs), slack))
    return Picked(grouped(found, problem.disagreement), without.lines())


class Reasons:
    """Who has no mark and why."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}

    def add(self, why: str, label: str) -> None:
        """Note that ``label`` has no mark."""
        self._found.setdefault(why, []).append(label)

    def lines(self) -> list[str]:
        """One line of the legend per reason."""
        return [f"no mark ({why}): {', '.join(labels)}" for why, labels in self._found.items()]


def grouped(found: Iterable[tuple[str, Agreement, Array, Array]], disagreement: Array | None = None) -> list[Mark]:
    """One mark for all that stand at one point, up to their slack; every ``found`` is (label, deal, point, slack).

    With ``disagreement`` its mark comes first, whether or not an answer stands there too.
    """
    points: list[tuple[Array, Array]] = [] if disagreement is None else [(disagreement, np.zeros(len(disagreement)))]
    groups: list[list[tuple[str, Agreement]]] = [[] for _ in points]
    for label, deal, point, slack in found:
        for (other, room), group in zip(points, groups, strict=True):
            if (np.abs(point - other) <= slack + room).all():
                group.append((label, deal))
                break
        else:
            points.append((point, slack))
            groups.append([(label, deal)])
    own = {_marker(group[0][1]) for group in groups if group}
    free = [marker for marker in _SPARE if marker not in own]
    marks: list[Mark] = []
    used: set[str] = set()
    for (point, _), group in zip(points, groups, strict=True):
        marker = _marker(group[0][1]) if group else "o"
        if group and marker in used:
            marker = free.pop(0) if free else marker
        used |= {marker} if group else set()
        is_d = disagreement is not None and not marks
        labels, deals = tuple(label for label, _ in group), tuple(deal for _, deal in group)
        marks.append(Mark(point, marker, labels, deals, disagreement=is_d))
    return marks


def rings(places: Array) -> list[int]:
    """How far out each mark at ``places`` (k, 2), in inches, is drawn so that none covers another: 0, 1, 2, ..."""
    out: list[int] = []
    for i, place in enumerate(places):
        near = {ring for ring, other in zip(out, places[:i], strict=True)
                if np.hypot(*(other - place)) < _NEAR * min(1 + ring, 2)}  # fmt: skip
        out.append(next(ring for ring in range(len(places)) if ring not in near))
    return out


def draw(ax: Axes, marks: Sequence[Mark], places: Array) -> list[tuple[Any, str]]:
    """Draw the marks at ``places`` (k, 2) of ``ax``, whose limits stand; their entries in the legend."""
    box = ax.get_position()
    fig: Any = ax.get_figure()
    inches = np.array([fig.get_figwidth() * box.width, fig.get_figheight() * box.height])
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    at = (places - [left, low]) / [right - left, high - low] * inches
    items: list[tuple[Any, str]] = []
    for mark, place, ring in zip(marks, places, rings(at), strict=True):
        ax.plot(*place, **mark.look(ring), zorder=6 if mark.labels else 5, clip_on=False)
        items.append((Line2D([], [], **(mark.look(ring) | {"markersize": mark.look(min(ring, 1))["markersize"]})),
                      mark.label))  # fmt: skip
    return items


def wrapped(text: str, line: int = _LINE, room: float = _ROOM) -> str:
    """The text in lines of the legend."""
    line = min(line, max(int(line * room / style.text_width([text[:line]], 8.5)), 8)) if text else line
    kept = textwrap.wrap(text.replace(" %", "\u00a0%"), line, break_on_hyphens=False)  # no number without its sign
    return "\n".join(kept).replace("\u00a0%", " %") or text


def legend(fig: Figure, items: Sequence[tuple[Any, str]], left: float, top: float, without: Sequence[str] = ()) -> None:
    """One entry under the other from (``left``, ``top``) inches, what has no mark at the end."""
    width, height = fig.get_figwidth(), fig.get_figheight()
    handles = [handle for handle, _ in items]
    labels = [wrapped(label) for _, label in items]
    for text in without:
        handles.append(Line2D([], [], linestyle="none"))
        labels.append(wrapped(text))
    fig.legend(
        handles,
        labels,
        loc="upper left",
        bbox_to_anchor=(left / width, top / height),
        borderaxespad=0.0,
        handlelength=1.8,
        labelspacing=0.75,
        alignment="left",
    )


def legend_height(labels: Iterable[str]) -> float:
    """Inches that a legend of these labels takes, as an estimate that needs no renderer."""
    return sum(0.145 * len(wrapped(label).splitlines()) + 0.09 for label in labels)


def _same_problem(deal: Agreement, problem: BargainingProblem, place: str) -> None:
    same = deal.problem is problem
    if not same and deal.problem.names == problem.names:  # a World makes its problem anew each time it is asked
        ends = zip(deal.problem.bounding_box(), problem.bounding_box(), strict=True)
        same = np.array_equal(deal.disagreement, problem.disagreement) and all(
            np.allclose(one, other, rtol=1e-9, atol=0.0) for one, other in ends
        )
    if not same:
        fix = "solve the problem that is drawn"
        raise invalid(place, "must be an agreement on the problem that is drawn", "one on another problem", fix)


def _names(concepts: Sequence[Any]) -> list[str]:
    """Titles without the word "solution", with settings where the title alone would not tell two apart."""
    titles = [str(concept.title).replace("bargaining solution", "bargaining").replace(" solution", "").strip()
              for concept in concepts]  # fmt: skip
    out: list[str] = []
    for title, concept in zip(titles, concepts, strict=True):
        name = title if titles.count(title) == 1 else f"{title}{_settings(concept)}"
        while name in out:
            name += "′"
        out.append(name)
    return out


def _settings(concept: Any) -> str:
    """The settings of a concept that differ from the usual ones, in brackets."""
    if not dataclasses.is_dataclass(concept):
        return ""
    said = []
    for part in dataclasses.fields(concept):
        value = getattr(concept, part.name)
        usual_value = part.default_factory() if callable(part.default_factory) else part.default
        if not np.array_equal(np.asarray(value, dtype=object), np.asarray(usual_value, dtype=object)):
            said.append(f"{part.name}: {_plain(value)}")
    return f" ({', '.join(said)})" if said else ""


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple) and all(isinstance(one, str | int) for one in value):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else shown(value, 24)


def _marker(deal: Agreement) -> str:
    return _MARKERS.get(type(deal.concept).__name__, "p")


def why_not(deal: Agreement) -> str:
    """Why an answer has no mark, in a few words."""
    """Why an answer has no mark, in a few words."""
    return "disagreement is out of reach" if deal.status is Status.infeasible else deal.status.word
