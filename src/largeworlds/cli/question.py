"""The question that options put to a model: which disagreement point, which weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .._core.errors import ModelFileError
from . import common

if TYPE_CHECKING:
    from ..bargaining.problem import BargainingProblem
    from ..games.normal_form import NormalFormGame
    from ..worlds.world import World


@dataclass(frozen=True, eq=False)
class Question:
    """A model with what is asked about it.

    ``source`` is the model with the disagreement point and weights that were asked for, which every comparison with
    "without cooperation" means; ``record`` is the model to keep beside the answer, in which options replace numbers
    but not words; ``words`` say how both were chosen (``question`` in a result).
    """

    source: World | BargainingProblem
    record: World | BargainingProblem
    problem: BargainingProblem
    words: dict[str, str]


def ask(
    source: World | BargainingProblem | NormalFormGame,
    disagreement: str | None,
    weights: str | None,
    *,
    weighted: bool = True,
) -> Question:
    """The problem to solve; None takes what the file says. Raises ModelFileError for options that do not fit.

    A game is turned into the bargaining problem over what its players can reach together, which the answer then keeps.
    Without ``weighted`` the solution takes no bargaining weights, so that none are needed.
    """
    from ..games.normal_form import NormalFormGame
    from ..worlds.world import World

    if isinstance(source, NormalFormGame):
        return _game(source, disagreement, weights)
    if isinstance(source, World):
        return _world(source, disagreement, weights, weighted)
    return _plain(source, disagreement, weights)


def _game(game: NormalFormGame, disagreement: str | None, weights: str | None) -> Question:
    from ..disagreement.from_game import game_problem

    d = game.disagreement if disagreement is None else _disagreement(disagreement, False)
    if (d is None or isinstance(d, str)) and not (found := game.separability()).separable:
        raise ModelFileError(
            "solve needs the payoffs without an agreement, since what is best for a player may depend on the others "
            f"({found.interaction}); give --disagreement with one number per player, or write disagreement in the file."
        )
    named = "nash" if d is None or isinstance(d, str) else None
    return _plain(game_problem(game, d), named, weights)


def _world(world: World, disagreement: str | None, weights: str | None, weighted: bool) -> Question:
    d = world.disagreement if disagreement is None else _disagreement(disagreement, world.defaults is not None)
    nu = world.weights if weights is None else common.numbers_or_word(weights, ("prior", "equal"), "--weights")
    problem = world.problem(d, nu if weighted else "equal")
    words = {
        "disagreement": d if isinstance(d, str) else "vector",
        "weights": nu if isinstance(nu, str) else "given",
    }
    keep_d, keep_nu = isinstance(world.disagreement, str), isinstance(world.weights, str) or not weighted
    record = _with(
        world,
        world.disagreement if keep_d else problem.disagreement,
        world.weights if keep_nu or problem.weights is None else problem.weights,
    )
    return Question(_with(world, d, nu), record, problem, words)


def _with(world: World, disagreement: Any, weights: Any) -> World:
    from ..worlds.world import World

    return World(
        world.sets,
        world.beliefs,
        world.players,
        world.names,
        world.defaults,
        weights=weights,
        disagreement=disagreement,
        notes=world.notes,
    )


def _plain(source: BargainingProblem, disagreement: str | None, weights: str | None) -> Question:
    d = source.disagreement if disagreement is None else _disagreement(disagreement, False)
    if isinstance(d, str):
        from ..disagreement.nash import nash_profile

        if source.joint:
            raise ModelFileError(
                "--disagreement nash needs one set per player, but the file has one joint set; give payoffs."
            )
        d = nash_profile(source.sets).sum(axis=0)
    nu = source.weights if weights is None else common.numbers_or_word(weights, ("equal",), "--weights")
    equal = nu is None or isinstance(nu, str)
    named = "nash" if disagreement == "nash" else "vector"
    problem = source.problem(d, [1.0] * source.dim if equal else nu)
    return Question(problem, problem, problem, {"disagreement": named, "weights": "equal" if equal else "given"})


def _disagreement(text: str, has_defaults: bool) -> str | list[float]:
    words = ("nash", "defaults") if has_defaults else ("nash",)
    return common.numbers_or_word(text, words, "--disagreement")
