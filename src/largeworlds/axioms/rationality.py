"""Individual rationality, weak and strong (Treutlein 2023, Axiom 8 (1) and before Equation 7)."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from ..bargaining.ascent import ascend
from .axiom import VIOLATION, Axiom, AxiomCheck, Counterexample, Trial, Verdict


class WeakRationality(Axiom):
    """Nobody gets less than at disagreement: mu_i >= d_i for all i."""

    key: ClassVar[str] = "weak-individual-rationality"
    title: ClassVar[str] = "weak individual rationality"
    source: ClassVar[str] = "Treutlein 2023, Axiom 8 (1)"

    def look(self, trial: Trial) -> AxiomCheck:
        short = -trial.deal.gains
        who = int(np.argmax(short / trial.unit))
        text = f"{trial.problem.names[who]} gets less than at disagreement"
        return self.compared(trial, trial.problem, trial.payoffs, short, trial.deal.error, text)


class StrongRationality(Axiom):
    """Everybody gets more than at disagreement: mu_i > d_i for all i, where all can gain at once."""

    key: ClassVar[str] = "strong-individual-rationality"
    title: ClassVar[str] = "strong individual rationality"
    source: ClassVar[str] = "Treutlein 2023, before Equation 7; Roth 1977"

    def look(self, trial: Trial) -> AxiomCheck:
        if not trial.all_gain:
            return self.not_here("Not everybody can gain here.")
        share = trial.deal.gains / trial.unit
        who = int(np.argmin(share))
        if share[who] > VIOLATION:
            return self.verdict(Verdict.holds, f"The smallest gain is {share[who]:.2g} of its payoff's range.")
        possible = ascend(trial.problem, trial.problem.disagreement, trial.unit, trial.watch)
        amount = 0.0 if possible is None else possible.rung.level  # what everybody could have gained
        example = Counterexample(trial.problem, trial.payoffs, None, None, amount)
        return self.verdict(Verdict.fails, f"{trial.problem.names[who]} gains nothing although all could.", example)
