"""Exact answers for problems with finitely many actions: fractions in, fractions out, proved without a tolerance."""

from .agreement import ExactAgreement
from .proofs import Check
from .results import (
    exact_egalitarian,
    exact_equal_loss,
    exact_ideals,
    exact_kalai_smorodinsky,
    exact_ladder,
    exact_nash,
    exact_sum,
    exact_utilitarian,
)

__all__ = [
    "Check",
    "ExactAgreement",
    "exact_egalitarian",
    "exact_equal_loss",
    "exact_ideals",
    "exact_kalai_smorodinsky",
    "exact_ladder",
    "exact_nash",
    "exact_sum",
    "exact_utilitarian",
]
