"""Replication of a player: whether a second player with the same utility changes anything (Treutlein 2023, 3.4.2)."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from .axiom import Axiom, AxiomCheck, Trial
from .transform import for_players, with_clone


class ReplicationInvariance(Axiom):
    """A second player with the utility function of an existing one, who contributes nothing, changes nobody's payoff.

    Whether that is desirable is disputed: the paper holds it against Kalai and Smorodinsky's solution that two with the
    same goal together get no more than one of them would; the Nash solution moves towards them.
    """

    key: ClassVar[str] = "replication-invariance"
    title: ClassVar[str] = "invariance to replication of a player"
    source: ClassVar[str] = "Treutlein 2023, Section 3.4.2"

    def look(self, trial: Trial) -> AxiomCheck:
        if not isinstance(getattr(trial.concept, "weights", None), str | None):
            return self.not_here("Given bargaining weights do not say what the second player's would be.")
        m, player = trial.problem.dim, int(trial.rng.integers(trial.problem.dim))
        other = with_clone(trial.problem, player)
        concept = for_players(trial.concept, [*range(m), player], trial.problem)
        deal = trial.solve(other, concept)
        off, error = np.abs(deal.payoffs[:m] - trial.payoffs), deal.error[:m] + trial.deal.error
        text = f"A second {trial.problem.names[player]} changes the outcome"
        return self.compared(trial, other, deal.payoffs, off, error, text)
