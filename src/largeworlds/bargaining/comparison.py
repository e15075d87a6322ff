"""Comparison: several solutions of one problem side by side, and who prefers which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .._core import tolerances
from .._core.arrays import Array, Mask
from .._core.errors import InvalidProblem, invalid
from .._core.stopwatch import Stopwatch
from .._core.text import shown
from .agreement import Agreement
from .bargain import bargain
from .concept import Concept
from .measures import shown_gains
from .problem import BargainingProblem
from .solutions.kalai_smorodinsky import KalaiSmorodinsky


@dataclass(frozen=True, eq=False)
class Comparison:
    """What :func:`compare` found.

    ``deals[i]`` is the answer of ``concepts[i]``, None where the concept does not speak of this problem; ``left_out``
    says why, by number. ``ideal`` (m,) are ideal points over feasible x >= d, the same for all; NaN if unknown. Only
    answers (``deal.is_answer``) are compared.
    """

    problem: BargainingProblem
    concepts: tuple[Concept, ...]
    deals: tuple[Agreement | None, ...]
    left_out: dict[int, str]
    ideal: Array

    @property
    def answered(self) -> tuple[int, ...]:
        """Numbers of the concepts with a proved answer."""
        return tuple(i for i, deal in enumerate(self.deals) if deal is not None and deal.is_answer)

    def deal(self, i: int) -> Agreement:
        """The answer of concept number ``i``, which must have one."""
        found = self.deals[i]
        if found is None:
            raise invalid("i", "must be the number of a concept that was not left out", i, "see left_out")
        return found

    @cached_property
    def ranges(self) -> Array:
        """The range of every payoff (m,)."""
        low, high = self.problem.bounding_box()
        return np.asarray(np.maximum(high - low, 1e-300))

    @cached_property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Numbers of the concepts that coincide: nobody's payoff differs by more than the errors of the answers allow.

        Payoffs that a solution leaves undetermined are compared as they came out.
        """
        groups: list[list[int]] = []
        for i in self.answered:
            for group in groups:
                if all(self._same(i, k) for k in group):
                    group.append(i)
                    break
            else:
                groups.append([i])
        return tuple(map(tuple, groups))

    def _same(self, i: int, k: int) -> bool:
        a, b = self.deal(i), self.deal(k)
        room = tolerances.SAME_POINT * self.ranges
        for error in (a.error, b.error):
            room = room + np.where(np.isfinite(error), error, 0.0)
        return bool((np.abs(a.gains - b.gains) <= room).all())

    def prefers(self, i: int, k: int) -> Mask:
        """Who is better off under concept ``i`` than under ``k`` (m,), by more than the errors of the answers allow."""
        a, b = self.deal(i), self.deal(k)
        return np.asarray(a.gains - b.gains > a.error + b.error + tolerances.SAME_POINT * self.ranges)

    def liked(self, t: int, *, best: bool = True) -> tuple[int, ...]:
        """Numbers of the groups that player ``t`` likes best (or least): those to which it prefers none (or to none).

        Only groups that determine its payoff are considered.
        """
        known = [g for g, group in enumerate(self.groups) if np.isfinite(self.deal(group[0]).error[t])]
        kept = []
        for g in known:
            i, others = self.groups[g][0], [self.groups[k][0] for k in known if k != g]
            beaten = [self.prefers(k, i)[t] if best else self.prefers(i, k)[t] for k in others]
            if not any(beaten):
                kept.append(g)
        return tuple(kept)

    @cached_property
    def preferences(self) -> np.ndarray:
        """``preferences[a, b]``: how many players prefer group a to group b (groups, groups)."""
        first = [group[0] for group in self.groups]
        table = [[int(self.prefers(i, k).sum()) if i != k else 0 for k in first] for i in first]
        return np.asarray(table, dtype=int).reshape(len(first), len(first))

    def gains(self, i: int) -> Array:
        """Gains (m,) as they are shown: zero where only rounding is left of them."""
        shown = shown_gains(self.deal(i))
        return np.where(np.abs(shown) > tolerances.TINY_GAIN * self.ranges, shown, 0.0)

    def ideal_shares(self, i: int) -> Array:
        """Gains as shares of the ideal gains (m,); NaN for who cannot gain."""
        room = self.ideal - self.problem.disagreement
        real = room > tolerances.TINY_GAIN * self.ranges
        return np.where(real, self.gains(i) / np.where(real, room, 1.0), np.nan)


def compare(problem: BargainingProblem, concepts: Sequence[Concept], *, watch: Stopwatch | None = None) -> Comparison:
    """Solve ``problem`` by every concept and set the answers side by side.

    A concept that does not speak of the problem (one for two players, on three) is left out. What ``watch`` leaves no
    time for comes back unfinished, as :func:`bargain` with ``throw=False`` returns it.

    Raises InvalidProblem if there is no concept, or if none speaks of the problem.

    >>> import largeworlds as lw
    >>> problem = lw.BargainingProblem(lw.Polytope([[0, 0], [10, 0], [8, 4], [0, 6]]), [0, 0])
    >>> found = lw.compare(problem, [lw.NashBargaining(), lw.KalaiSmorodinsky(), lw.Utilitarian()])
    >>> found.groups, found.preferences.tolist()
    (((0, 2), (1,)), [[0, 1], [1, 0]])
    """
    concepts = list(concepts)
    if not concepts:
        raise invalid("concepts", "must have at least one concept", "empty", "give a list of concepts")
    for i, concept in enumerate(concepts):
        if not isinstance(concept, Concept):
            raise invalid(f"concepts[{i}]", "must be a bargaining concept", shown(concept), "give a list of concepts")
    watch = Stopwatch() if watch is None else watch
    deals: list[Agreement | None] = []
    refused: dict[int, InvalidProblem] = {}
    for i, concept in enumerate(concepts):
        try:
            deals.append(bargain(problem, concept, throw=False, watch=watch))
        except InvalidProblem as error:
            deals.append(None)
            refused[i] = error
    if len(refused) == len(concepts):
        raise refused[0]
    left_out = {i: str(error) for i, error in refused.items()}
    return Comparison(problem, tuple(concepts), tuple(deals), left_out, _ideal(problem, deals, watch))


def _ideal(problem: BargainingProblem, deals: Sequence[Agreement | None], watch: Stopwatch) -> Array:
    """Ideal points over feasible x >= d, from the answers if one has them; NaN if they are not found."""
    for deal in deals:
        if deal is not None and deal.is_answer and getattr(deal.concept, "ideal", "") == "rational":
            return problem.disagreement if deal.ideal is None else deal.ideal
    deal = None if watch.expired() else KalaiSmorodinsky().solve(problem, watch)
    if deal is None or not deal.is_answer:
        return np.full(problem.dim, np.nan)
    return problem.disagreement if deal.ideal is None else deal.ideal
