"""The closed list of outcomes; each value is a sentence that a person can read."""

from __future__ import annotations

from enum import Enum


class Status(Enum):
    """What a computation achieved. ``status.name`` is the stable key, ``status.value`` the sentence."""

    solved = "Solved: the answer carries a certificate."
    some_cannot_gain = "Solved for those who can gain; the others stay at their disagreement payoff."
    nobody_can_gain = "Nobody can gain over the disagreement point, up to the bound that is published."
    infeasible = "No feasible outcome gives everyone at least the disagreement payoff."
    not_converged = "The certificate did not close to the required tolerance."
    time_limit = "Stopped early; this is the best certified answer so far."
    none_exists = "It is proved that none exists."
    not_found = "None was found; this is not a proof that none exists."

    def __str__(self) -> str:
        return self.name

    @property
    def word(self) -> str:
        """The name as people read it: "solved", "some cannot gain"."""
        return self.name.replace("_", " ")

    @property
    def answered(self) -> bool:
        """True if the question has a proved answer that can be acted upon."""
        return self in (Status.solved, Status.some_cannot_gain, Status.nobody_can_gain)
