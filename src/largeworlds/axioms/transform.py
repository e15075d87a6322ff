"""The same problem in other units, in another order, with a player twice, or on another feasible set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .._core.arrays import Array
from ..bargaining.concept import Concept
from ..bargaining.normalization import Measure
from ..bargaining.problem import BargainingProblem
from ..bargaining.solutions.dictatorial import Dictatorial
from ..bargaining.solutions.utilitarian import Utilitarian
from ..sets.base import ConvexSet
from ..sets.polytope import Polytope


def in_other_units(problem: BargainingProblem, factors: Array, shift: Array) -> BargainingProblem:
    """The problem with payoffs ``factors * x + shift``; whoever comes first carries the shift."""
    sets = [factors * part for part in problem.sets]
    sets[0] = sets[0].shift(shift)
    return _like(problem, sets, factors * problem.disagreement + shift)


def reordered(problem: BargainingProblem, order: Sequence[int]) -> BargainingProblem:
    """The problem whose t-th player is the ``order[t]``-th of the given one; names stay where they were."""
    rows = np.eye(problem.dim)[list(order)]
    sets = [part.image(rows) for part in problem.sets]
    if not problem.joint:
        sets = [sets[t] for t in order]
    return _like(problem, sets, problem.disagreement[list(order)])


def with_clone(problem: BargainingProblem, player: int) -> BargainingProblem:
    """The problem with one more player, who gets what ``player`` gets and contributes nothing."""
    rows = np.vstack([np.eye(problem.dim), np.eye(problem.dim)[player]])
    sets = [part.image(rows) for part in problem.sets]
    if not problem.joint:
        sets.append(Polytope(np.zeros((1, problem.dim + 1))))
    names = [*problem.names, f"a second {problem.names[player]}"]
    d = np.append(problem.disagreement, problem.disagreement[player])
    return BargainingProblem(sets[0] if problem.joint else sets, d, names)


def on(problem: BargainingProblem, feasible: ConvexSet, d: Array | None = None) -> BargainingProblem:
    """The problem with another feasible set for the same players."""
    return BargainingProblem(feasible, problem.disagreement if d is None else d, problem.names)


def in_units_of(concept: Concept, factors: Array, shift: Array) -> Concept:
    """The concept for payoffs in other units: a measure over outcomes is one of payoffs, so it changes with them."""
    if isinstance(concept, Utilitarian) and concept.measure is not None:
        measure: Measure = concept.measure
        moved = measure.payoffs * factors + shift
        return replace(concept, measure=Measure(moved, None if measure.uniform else measure.probabilities))
    return concept


def for_players(concept: Concept, kept: Sequence[int], problem: BargainingProblem) -> Concept:
    """The concept for the players ``kept`` alone: weights are restricted (and renormalised where they are used)."""
    weights = getattr(concept, "weights", None)
    if weights is not None and not isinstance(weights, str):
        concept = replace(concept, weights=np.asarray(weights)[list(kept)])  # type: ignore[type-var]
    if isinstance(concept, Utilitarian) and concept.measure is not None:
        measure: Measure = concept.measure
        fewer = measure.payoffs[:, list(kept)]
        concept = replace(concept, measure=Measure(fewer, None if measure.uniform else measure.probabilities))
    if isinstance(concept, Dictatorial):
        places = {t: problem.names[t] for t in kept}
        concept = Dictatorial([places[t] for t in concept.turns(problem) if t in places])
    return concept


def _like(problem: BargainingProblem, sets: Sequence[ConvexSet], d: Array) -> BargainingProblem:
    return BargainingProblem(sets[0] if problem.joint else list(sets), d, problem.names)
