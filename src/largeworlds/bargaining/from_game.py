"""From games in normal form to bargaining (Treutlein 2023, Section 3.2): which payoffs can be agreed on."""

from __future__ import annotations

from numpy.typing import ArrayLike

from .._core.arrays import Array
from .._core.errors import invalid
from .._core.text import shown
from ..games.normal_form import NormalFormGame
from .problem import BargainingProblem, Contributions


def contributions_of(game: NormalFormGame, weights: ArrayLike | None = None) -> Contributions:
    """What the players of ``game`` can agree on: individual sets if it is separable, else the joint hull of outcomes.

    Both are what correlated mixing reaches; in a separable game independent mixing reaches the same. ``weights`` are
    bargaining weights, by default those of the game.
    """
    nu = game.weights if weights is None else weights
    if game.separability().separable:
        return Contributions(game.individual_sets(), game.players, weights=nu, units=game.units)
    return Contributions(game.feasible_set(), game.players, weights=nu, units=game.units)


def problem_of(
    game: NormalFormGame, disagreement: ArrayLike | None = None, weights: ArrayLike | None = None
) -> BargainingProblem:
    """The bargaining problem over what ``game`` makes feasible; ``disagreement`` (n,) is by default the game's own."""
    d = game.disagreement if disagreement is None else disagreement
    if d is None or isinstance(d, str):
        fix = 'give the payoff of every player without agreement, or lw.game_problem(game, "nash")'
        raise invalid("disagreement", "must be a list of payoffs", "nothing" if d is None else shown(d), fix)
    vector: Array | ArrayLike = d
    return contributions_of(game, weights).problem(vector)
