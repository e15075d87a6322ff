"""Random families of small problems, on which axioms are tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from .._core.arrays import Array
from .._core.errors import invalid
from .._core.stopwatch import Stopwatch
from .._core.text import shown
from ..bargaining.problem import BargainingProblem
from ..bargaining.solutions.nash import NashBargaining
from ..sets.polytope import Polytope

#: Outcomes of a joint set beside d, near an ellipsoid around it; how long its axes may be (least, most); by how many
#: standard deviations directions lean towards more for all.
_OUTCOMES, _AXES, _TOWARDS_ALL = 10, (5, 20), 0.3
#: Actions of each player beside doing nothing; what one brings its own player and the others (low, high).
_ACTIONS, _OWN, _OTHERS = 3, (-9, 3), (-4, 9)
#: Fewest and most players: for one there is nothing to agree on, and with many the checks take minutes.
PLAYERS: Final = (2, 6)
#: Most problems.
MOST_PROBLEMS: Final = 10_000


def random_family(players: Sequence[int], count: int, rng: np.random.Generator) -> tuple[BargainingProblem, ...]:
    """``count`` problems with finitely many outcomes, in which all can gain over d = 0.

    The numbers of players in ``players`` take turns. For each, joint sets of outcomes, about as far from d
    in all directions, alternate with individual sets, in which every player may do nothing, or something that tends to
    cost it and to help others. Payoffs are whole numbers, so that a counterexample can be copied by hand.

    Raises InvalidProblem for fewer than 2 or more than 6 players, or no problem at all.

    >>> import numpy as np
    >>> [(problem.dim, problem.joint) for problem in random_family([2, 3], 4, np.random.default_rng(0))]
    [(2, True), (3, True), (2, False), (3, False)]
    """
    sizes = [_whole(m, f"players[{i}]", *PLAYERS) for i, m in enumerate(players)]
    if not sizes:
        raise invalid("players", "must have at least one number of players", "empty", "give for example [2, 3]")
    count = _whole(count, "count", 1, MOST_PROBLEMS)
    return tuple(_problem(sizes[k % len(sizes)], k // len(sizes) % 2 == 0, rng) for k in range(count))


def _whole(value: Any, name: str, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or not least <= value <= most:
        rule = f"must be a whole number from {least} to {most:,}"
        raise invalid(name, rule, shown(value), f"give for example {max(least, 3)}")
    return int(value)


def _problem(m: int, joint: bool, rng: np.random.Generator) -> BargainingProblem:
    """One problem: draws in which not all can gain at once are thrown away."""
    d = np.zeros(m)
    while True:
        if joint:
            problem = BargainingProblem(Polytope(np.vstack([d, _outcomes(m, rng)])), d)
        else:
            problem = BargainingProblem([_actions(m, player, rng) for player in range(m)], d)
        nash = NashBargaining("equal").solve(problem, Stopwatch())
        if nash.is_answer and nash.can_gain.all():
            return problem


def _outcomes(m: int, rng: np.random.Generator) -> Array:
    axes = rng.integers(*_AXES, size=m, endpoint=True)
    towards = rng.normal(_TOWARDS_ALL, size=(_OUTCOMES, m))
    return np.asarray(np.rint(axes * towards / np.linalg.norm(towards, axis=1)[:, None]))


def _actions(m: int, player: int, rng: np.random.Generator) -> Polytope:
    gifts = rng.integers(*_OTHERS, size=(_ACTIONS, m), endpoint=True)
    gifts[:, player] = rng.integers(*_OWN, size=_ACTIONS, endpoint=True)
    return Polytope(np.vstack([np.zeros(m), gifts]))
