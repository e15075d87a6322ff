"""Whose units and whose name it is does not matter (Treutlein 2023, Axiom 8 (3) and (4))."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from .axiom import Axiom, AxiomCheck, Trial
from .transform import in_other_units, in_units_of, reordered

#: How far units are changed: factors between a tenth and ten.
_SPREAD = 1.0


class AffineInvariance(Axiom):
    """Changing anybody's unit and zero of utility changes nothing else: mu(phi(F), phi(d)) = phi(mu(F, d))."""

    key: ClassVar[str] = "affine-invariance"
    title: ClassVar[str] = "invariance to affine transformations"
    source: ClassVar[str] = "Treutlein 2023, Axiom 8 (3)"

    def look(self, trial: Trial) -> AxiomCheck:
        m = trial.problem.dim
        factors = 10.0 ** trial.rng.uniform(-_SPREAD, _SPREAD, m)
        shift = trial.rng.normal(size=m) * trial.unit * factors
        other = in_other_units(trial.problem, factors, shift)
        deal = trial.solve(other, in_units_of(trial.concept, factors, shift))
        back = (deal.gains / factors) + trial.problem.disagreement
        off, error = np.abs(back - trial.payoffs), deal.error / factors + trial.deal.error
        return self.compared(trial, other, deal.payoffs, off, error, "In other units another outcome is chosen")


class Anonymity(Axiom):
    """Renaming players renames their payoffs: pi(mu(F, d)) = mu(pi(F), pi(d)). Settings stay with the positions."""

    key: ClassVar[str] = "anonymity"
    title: ClassVar[str] = "anonymity"
    source: ClassVar[str] = "Treutlein 2023, Axiom 8 (4)"

    def look(self, trial: Trial) -> AxiomCheck:
        m = trial.problem.dim
        if m == 1:
            return self.not_here("There is only one player.")
        order = trial.rng.permutation(m)
        while (order == np.arange(m)).all():
            order = trial.rng.permutation(m)
        other = reordered(trial.problem, order.tolist())
        factors = np.ones(m)
        deal = trial.solve(other, in_units_of(trial.concept, factors, 0 * factors))
        back, error = np.empty(m), np.empty(m)
        back[order], error[order] = deal.payoffs, deal.error
        off = np.abs(back - trial.payoffs)
        return self.compared(
            trial, other, deal.payoffs, off, error + trial.deal.error, "Renamed players fare differently"
        )
