"""Who gives whom, for worlds and plain bargaining problems alike: what the pictures and the report draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from .._core import tolerances
from .._core.arrays import Array
from .._core.errors import invalid
from ..bargaining.agreement import Agreement
from ..bargaining.measures import shown_gains
from ..bargaining.problem import BargainingProblem
from ..disagreement.nash import nash_profile
from ..worlds.trade import Trade, trade
from ..worlds.world import World


@dataclass(frozen=True, eq=False)
class Exchange:
    """What changes hands in ``deal``: ``trade`` against ``default[giver, receiver]`` (m, m), in the problem's units.

    ``default`` is what each does without cooperation; the gains in ``trade`` are those of ``deal``. ``matches`` is True
    if the default's column sums are the disagreement point, so that a receiver's column of flows adds up to its gain.
    """

    trade: Trade
    default: Array
    matches: bool

    @property
    def relative(self) -> Array:
        """Flows (m, m) in units of the receiver's gain; NaN in the column of a receiver who does not gain."""
        return np.where(self.trade.gains > 0, self.trade.relative, np.nan)

    @cached_property
    def mutual(self) -> list[tuple[int, int]]:
        """The trade's mutual pairs, found once."""
        return self.trade.mutual

    @cached_property
    def cycles(self) -> list[tuple[int, ...]]:
        """The trade's cycles, found once."""
        return self.trade.cycles


def exchange(source: World | BargainingProblem, deal: Agreement) -> Exchange | None:
    """What each gives whom in ``deal``, or None where that has no meaning: no actions, one joint set, one player."""
    problem = deal.problem
    if problem.joint or problem.dim < 2 or not np.isfinite(deal.actions).all():
        return None
    if isinstance(source, World):
        found = trade(source, deal)
        default = source.meetings * source.fallback_profile()
    else:
        default = nash_profile(problem.sets)
        flows = deal.actions - default
        found = Trade(flows, flows.sum(axis=0))
    low, high = problem.bounding_box()
    size = np.maximum(high - low, 1e-300)
    real = deal.gains > tolerances.TINY_GAIN * size
    found = replace(found, gains=np.where(real, shown_gains(deal), 0.0))
    matches = bool((np.abs(default.sum(axis=0) - problem.disagreement) <= 1e-9 * size).all())
    return Exchange(found, default, matches)


def exchange_to_draw(source: World | BargainingProblem, deal: Agreement, known: Exchange | None) -> Exchange:
    """``known``, or :func:`exchange` worked out anew; raises where nothing can be attributed to a giver."""
    found = known or exchange(source, deal)
    if found is None:
        raise invalid(
            "deal",
            "must say who does what for at least two types",
            f"one with status {deal.status}",
            "draw it for a solved world or for a problem with one set per player",
        )
    return found


def strongest_pairs(
    source: World | BargainingProblem, deal: Agreement, count: int, known: Exchange | None = None
) -> list[tuple[int, int]]:
    """Up to ``count`` pairs worth a picture: the strongest mutual trades, then the strongest one-way gifts.

    ``known`` saves working out :func:`exchange` again.
    """
    found = known or exchange(source, deal)
    m = deal.problem.dim
    if found is None:
        return [(0, 1)][: min(count, m - 1)]
    pairs = list(found.mutual[:count])
    relative = found.trade.relative.copy()
    np.fill_diagonal(relative, 0.0)
    for place in np.argsort(-relative, axis=None, kind="stable"):
        giver, receiver = divmod(int(place), m)
        pair = (min(giver, receiver), max(giver, receiver))
        if len(pairs) >= count or relative[giver, receiver] <= 0:
            break
        if pair not in pairs:
            pairs.append(pair)
    return pairs
