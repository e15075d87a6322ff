"""Gains as people read them: what counts as one, beside what is possible, and in percent."""

from __future__ import annotations

from typing import Final

import numpy as np

from .._core import tolerances
from .._core.arrays import Array, Mask
from .agreement import Agreement
from .problem import BargainingProblem
from .solutions.nash import NashBargaining

#: A disagreement payoff below this share of the largest possible one is no measure for gains: percentages of it are
#: huge and say nothing.
_ORIGIN: Final = 0.01


def most_possible(problem: BargainingProblem) -> Array:
    """The largest feasible payoff of every player (m,), reached if all served it alone."""
    return np.asarray(problem.support(np.eye(problem.dim)), dtype=float)


def relative_gains(deal: Agreement) -> Array:
    """Gain as a share of the largest possible at all, (x - d) / (largest payoff - d) (m,); NaN if there is none."""
    room = most_possible(deal.problem) - deal.problem.disagreement
    real = room > tolerances.TINY_GAIN * _size(deal)
    return np.where(real, shown_gains(deal) / np.where(real, room, 1.0), np.nan)


def percent_gains(deal: Agreement) -> Array:
    """Gain as a share of the disagreement payoff (m,); NaN where zero is no natural origin.

    Zero counts as natural if no feasible payoff is negative and d is at least a hundredth of the largest possible one.
    """
    low, high = deal.problem.bounding_box()
    d = deal.problem.disagreement
    natural = (low >= -1e-12 * np.abs(high)) & (d > _ORIGIN * high)
    return np.where(natural, shown_gains(deal) / np.where(natural, d, 1.0), np.nan)


def uncounted(deal: Agreement) -> Mask:
    """Who has weight zero (m,): its gain does not count and need not be what it could be, only x_t >= d_t is kept."""
    return np.asarray(deal.can_gain & (deal.bargaining_weights == 0))


def shown_gains(deal: Agreement) -> Array:
    """Gains (m,), zero where what is left is rounding: for who cannot gain, and tiny ones of who does not count.

    Solutions that do not keep everybody at or above disagreement may take from both.

    Without cooperation somebody who cannot gain gets the same up to ``deal.error``; NaN where there is no answer.
    """
    rounding = np.abs(deal.gains) <= tolerances.TINY_GAIN * _size(deal)
    if isinstance(deal.concept, NashBargaining):  # whose gains are positive wherever they count
        rounding &= uncounted(deal)
    if deal.concept.keeps_disagreement:
        rounding |= ~deal.can_gain | (uncounted(deal) & (deal.gains < 0))
    return np.where(np.isfinite(deal.gains) & rounding, 0.0, deal.gains)


def most_gain(deal: Agreement) -> Array:
    """What each can gain at most by the published proof, ``bound / direction`` (m,); infinite where it says nothing."""
    if deal.direction is None:
        return np.full(len(deal.gains), np.inf)
    proved = ~deal.can_gain & (deal.direction > 0)
    return np.where(proved, max(deal.bound, 0.0) / np.where(proved, deal.direction, 1.0), np.inf)


def _size(deal: Agreement) -> Array:
    low, high = deal.problem.bounding_box()
    return np.asarray(np.maximum(high - low, 1e-300))
