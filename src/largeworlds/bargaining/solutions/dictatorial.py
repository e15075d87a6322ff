"""The dictatorial solution, for contrast: one player after the other takes what it can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from ..._core.arrays import listing
from ..._core.errors import invalid
from ..._core.stopwatch import Stopwatch
from ..._core.text import shown
from ..agreement import Agreement
from ..climb import Ground
from ..ladder import Ask, Climbing
from ..lowering import Lowered
from ..problem import BargainingProblem


@dataclass(frozen=True, eq=False)
class Dictatorial(Climbing):
    """Serial dictatorship over feasible x >= d: the first player gets the most it can, then the second, and so on.

    ``order`` lists players by name or position from 0; who is not listed follows in the order of the problem. It keeps
    Pareto optimality, invariance to units and independence of irrelevant alternatives, and breaks anonymity: a contrast
    to bargaining, not a proposal.

    >>> import largeworlds as lw
    >>> pie = lw.BargainingProblem(lw.Ball([1.0, 1.0]), [0.0, 0.6], names=["Ann", "Bob"])
    >>> lw.bargain(pie, lw.Dictatorial(["Ann"])).payoffs.round(9).tolist()
    [0.8, 0.6]
    """

    in_turns: ClassVar[bool] = True

    order: Sequence[str | int] = ()

    def __post_init__(self) -> None:
        fix = "list players by name or by position from 0"
        given = listing(self.order, "order", "must be a list of players", fix)
        for i, one in enumerate(given):
            if isinstance(one, bool) or not isinstance(one, str | int | np.integer):
                raise invalid(f"order[{i}]", "must be a name or a position", shown(one), fix)
        if len(set(given)) < len(given):
            raise invalid("order", "must list nobody twice", shown(given), fix)
        object.__setattr__(self, "order", tuple(given))

    @property
    def title(self) -> str:
        return "dictatorial solution"

    def turns(self, problem: BargainingProblem) -> list[int]:
        """Positions of all players in the order in which they choose."""
        places = [self._place(problem, i, one) for i, one in enumerate(self.order)]
        if len(set(places)) < len(places):
            fix = "name every player once, by name or by position"
            raise invalid("order", "must list nobody twice", shown(list(self.order)), fix)
        return [*places, *(t for t in range(problem.dim) if t not in places)]

    def _place(self, problem: BargainingProblem, i: int, one: str | int) -> int:
        if isinstance(one, str):
            if one not in problem.names:
                raise invalid(f"order[{i}]", "must be a player of the problem", shown(one), "use one of its names")
            return problem.names.index(one)
        if not 0 <= one < problem.dim:
            rule = f"must be a position from 0 to {problem.dim - 1}"
            raise invalid(f"order[{i}]", rule, one, "count players from 0")
        return int(one)

    def solve(self, problem: BargainingProblem, watch: Stopwatch) -> Agreement:
        # Names still tell who is who where some players are left out.
        named = Dictatorial([problem.names[t] for t in self.turns(problem)])
        return replace(super(Dictatorial, named).solve(problem, watch), concept=self)

    def ground(self, ask: Ask, lowered: Lowered, watch: Stopwatch) -> Ground:
        problem = ask.problem
        order = [name for name in self.order if name in problem.names]
        turns = tuple(np.arange(problem.dim) == problem.names.index(str(name)) for name in order)
        return Ground(problem.disagreement, ask.nash.can_gain.astype(np.float64), turns=turns)
