"""Pareto optimality, strong and weak (Treutlein 2023, Axiom 8 (2))."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from ..bargaining.ascent import ascend
from ..bargaining.lowering import Lowered
from .axiom import VIOLATION, Axiom, AxiomCheck, Counterexample, Trial, Verdict, undecided


class WeakPareto(Axiom):
    """No feasible outcome is better for everybody."""

    key: ClassVar[str] = "weak-pareto-optimality"
    title: ClassVar[str] = "weak Pareto optimality"
    source: ClassVar[str] = "Nash 1950; Treutlein 2023, Axiom 8 (2) in its weak form"

    def look(self, trial: Trial) -> AxiomCheck:
        found = ascend(trial.problem, trial.payoffs, trial.unit, trial.watch)
        if found is None:
            raise undecided("No better outcome was found, nor a proof that there is none.")
        if found.rung.level > VIOLATION:
            text = f"Everybody could get {found.rung.level:.3g} of its payoff's range more."
            better = trial.payoffs + found.rung.level * trial.unit
            return self.verdict(Verdict.fails, text, _dominated(trial, better, found.rung.level))
        if found.rung.most > 2 * VIOLATION:
            raise undecided("No better outcome was found, nor a proof that there is none.")
        return self.verdict(Verdict.holds, f"Nobody can do better by more than {max(found.rung.most, 0.0):.1e}.")


class StrongPareto(Axiom):
    """No feasible outcome is better for somebody and worse for nobody."""

    key: ClassVar[str] = "strong-pareto-optimality"
    title: ClassVar[str] = "strong Pareto optimality"
    source: ClassVar[str] = "Treutlein 2023, Axiom 8 (2)"

    def look(self, trial: Trial) -> AxiomCheck:
        lowered, m = Lowered.of(trial.problem), trial.problem.dim
        most = 0.0
        for t in range(m):
            found = ascend(trial.problem, trial.payoffs, trial.unit * (np.arange(m) == t), trial.watch, lowered=lowered)
            if found is None:
                raise undecided("No better outcome was found, nor a proof that there is none.")
            if found.rung.level > VIOLATION:
                name, share = trial.problem.names[t], found.rung.level
                better = trial.payoffs + share * trial.unit * (np.arange(m) == t)
                text = f"{name} could get {share:.3g} of its payoff's range more at nobody's cost."
                return self.verdict(Verdict.fails, text, _dominated(trial, better, share))
            most = max(most, found.rung.most)
        if most > 2 * VIOLATION:
            raise undecided("No better outcome was found, nor a proof that there is none.")
        return self.verdict(Verdict.holds, f"Nobody can get more than {most:.1e} at nobody's cost.")


def _dominated(trial: Trial, better: np.ndarray, amount: float) -> Counterexample:
    return Counterexample(trial.problem, trial.payoffs, trial.problem, better, amount)
