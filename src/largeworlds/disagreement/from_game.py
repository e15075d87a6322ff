"""``game_problem``: a game in normal form as a bargaining problem, its disagreement point by name or as numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .._core.errors import invalid
from .._core.text import shown
from ..bargaining.from_game import contributions_of, problem_of
from ..bargaining.problem import BargainingProblem
from ..games.normal_form import NormalFormGame
from .nash import nash_profile


def game_problem(
    game: NormalFormGame, disagreement: ArrayLike | str | None = None, weights: ArrayLike | None = None
) -> BargainingProblem:
    """The bargaining problem (N, F, d) of a game in normal form (Treutlein 2023, Definition 2).

    A separable game brings its individual sets F_i, another one the joint hull of its outcomes (correlated mixing).
    ``disagreement`` (n,): the payoffs without agreement; "nash": every player does what is best for itself, ties as is
    worst for the others, which only a separable game defines. Without it the game's own is taken, and "nash" if it has
    none and is separable. ``weights`` (n,): bargaining weights, by default the game's own.

    Raises :class:`InvalidProblem` if a game that is not separable has no disagreement vector.

    >>> import largeworlds as lw
    >>> sexes = lw.NormalFormGame([[[2, 0], [0, 1]], [[1, 0], [0, 2]]])
    >>> lw.bargain(lw.game_problem(sexes, [0.0, 0.0])).payoffs.round(9).tolist()
    [1.5, 1.5]
    """
    if not isinstance(game, NormalFormGame):
        raise invalid("game", "must be a NormalFormGame", shown(game), "build one with lw.NormalFormGame")
    d = game.disagreement if disagreement is None else disagreement
    if not (d is None or isinstance(d, str)):
        return problem_of(game, d, weights)
    if isinstance(d, str) and d != "nash":
        raise invalid("disagreement", 'must be "nash" or payoffs', shown(d), "give one payoff per player")
    parts = contributions_of(game, weights)
    if parts.joint:
        raise invalid(
            "disagreement",
            "must be a list of payoffs for a game that is not additively separable, where what is best for a player "
            "depends on the others",
            "nothing" if d is None else f'"{d}"',
            "give the payoff of every player without agreement",
        )
    return parts.problem(np.asarray(nash_profile(parts.sets).sum(axis=0)))
