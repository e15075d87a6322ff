"""Independence of irrelevant alternatives, plain and homogeneous (Treutlein 2023, Axioms 13 and 15)."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from .._core.arrays import Array
from ..bargaining.ideal import ideal_point
from ..bargaining.lowering import Lowered
from ..sets.polytope import Polytope
from .axiom import Axiom, AxiomCheck, Trial, undecided
from .cut import below
from .transform import on

#: How many outcomes a smaller feasible set keeps beside the solution, per player.
_KEPT = 3
#: Smaller feasible sets that are tried.
_TRIES = 3


class IndependenceOfIrrelevantAlternatives(Axiom):
    """If the solution of a larger problem is still feasible in a smaller one, it is the solution there too."""

    key: ClassVar[str] = "independence-of-irrelevant-alternatives"
    title: ClassVar[str] = "independence of irrelevant alternatives"
    source: ClassVar[str] = "Treutlein 2023, Axiom 13; Nash 1950"

    def look(self, trial: Trial) -> AxiomCheck:
        x, d = trial.payoffs, trial.problem.disagreement
        check = None
        for _ in range(_TRIES):
            # Some outcomes of F, the solution, and what is worse than it: the solution stays on the frontier.
            w = trial.rng.normal(size=(_KEPT * len(x), len(x))) / trial.unit
            points = sum(np.asarray(part.maximizer(w)) for part in trial.problem.sets)
            mixed = trial.rng.random((len(w), 1))
            inside = x + mixed * (points - x)
            low = np.minimum(d, x)
            smaller = on(trial.problem, Polytope(np.vstack([x, low, inside])))
            if not trial.problem.disagreement.size or not _feasible(trial, low):
                smaller = on(trial.problem, Polytope(np.vstack([x, inside])))
            deal = trial.solve(smaller)
            off, error = np.abs(deal.payoffs - x), deal.error + trial.deal.error
            check = self.compared(
                trial, smaller, deal.payoffs, off, error, "Without irrelevant outcomes another is chosen"
            )
            if not check:
                return check
        assert check is not None
        return check


class HomogeneousIdealIndependence(Axiom):
    """The same, only for smaller problems whose ideal gains are all the same share of the larger one's.

    As corrected: the solution of the larger problem has to be feasible in the smaller one.
    """

    key: ClassVar[str] = "homogeneous-ideal-independence"
    title: ClassVar[str] = "homogeneous ideal independence of irrelevant alternatives"
    source: ClassVar[str] = "Treutlein 2023, Axiom 15 (corrected); Karos, Muto and Rachmilevitch 2018"

    def look(self, trial: Trial) -> AxiomCheck:
        lists, d = trial.known.lists, trial.problem.disagreement
        if lists is None:
            return self.not_here("Cutting off outcomes needs finitely many actions.")
        if not trial.all_gain or not _feasible(trial, d):
            return self.not_here("It needs a feasible disagreement point over which all can gain.")
        kind = str(getattr(trial.concept, "ideal", "rational"))
        ideal = ideals(trial, kind)
        share = float(((trial.payoffs - d) / (ideal - d)).max())
        r = share + trial.rng.uniform(0.0, 0.8) * (1 - share)
        if not 0 < r < 1:
            return self.not_here("The solution is somebody's ideal point, so nothing can be cut off.")
        smaller = on(trial.problem, below(lists, d + r * (ideal - d)))
        deal = trial.solve(smaller)
        off, error = np.abs(deal.payoffs - trial.payoffs), deal.error + trial.deal.error
        text = f"With all ideal gains cut to {r:.3g} of them another outcome is chosen"
        return self.compared(trial, smaller, deal.payoffs, off, error, text)


def ideals(trial: Trial, kind: str) -> Array:
    """The ideal points of a problem in which all can gain, found once per problem."""
    if kind not in trial.known.ideals:
        trial.known.ideals[kind] = _ideals(trial, kind)
    return trial.known.ideals[kind]


def _ideals(trial: Trial, kind: str) -> Array:
    found = ideal_point(trial.problem, kind, trial.nash, Lowered.of(trial.problem), trial.watch)
    if found is None:
        raise undecided("The ideal points were not found.")
    return found.b


def _feasible(trial: Trial, x: Array) -> bool:
    """True if ``x`` lies in the feasible set, up to rounding."""
    from ..sets.algebra import minkowski_sum

    return minkowski_sum(list(trial.problem.sets)).contains(x, 1e-9)
