"""Advice to one type: what to do, what it costs, what it brings, and when it would stop paying."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .._core.arrays import Array
from .._core.errors import invalid
from .._core.text import listed
from .._numerics import returns
from ..bargaining.agreement import Agreement
from ..sets.uses import Budget
from .trade import trade
from .world import World


@dataclass(frozen=True, eq=False)
class Advice:
    """For type ``type``: ``action`` (m,) to take instead of ``default`` (m,), and what hangs on it.

    ``cost`` is what the type loses when it and its likes cooperate alone, ``benefit`` what the others' cooperation
    brings it, ``gain = benefit - cost`` (relative to the default profile, in the problem's units). ``received`` (m,)
    and ``given`` (m,) list them per partner (``given`` in the partners' units). ``break_even`` is the credence in the
    others' cooperation at which cooperating stops paying: cost / benefit, in [0, 1]; None if it never pays.
    """

    type: int
    action: Array
    default: Array
    cost: float
    benefit: float
    received: Array
    given: Array
    break_even: float | None

    @property
    def gain(self) -> float:
        return self.benefit - self.cost


def advise(world: World, deal: Agreement, asker: str | int) -> Advice:
    """What a player of type ``asker`` (name or index) should do in ``deal``.

    Evidential reasoning: cooperating is evidence that one's own type cooperates everywhere and, with some credence c,
    that the other types do; not cooperating is evidence that nobody does. Then cooperating is worth c * benefit - cost.
    """
    t = _index(world, asker)
    exchange = trade(world, deal)
    flows = exchange.flows
    received = np.array(flows[:, t])
    received[t] = 0.0
    given = np.array(flows[t])
    given[t] = 0.0
    cost, benefit = float(-flows[t, t]), float(received.sum())
    profile = world.profile(deal)
    default = world.fallback_profile()
    return Advice(t, profile[t], default[t], cost, benefit, received, given, break_even(cost, benefit))


def break_even(cost: float, benefit: float) -> float | None:
    """The credence in [0, 1] above which ``credence * benefit - cost`` is positive; None if it never is."""
    if benefit <= 0:
        return 0.0 if cost < 0 else None
    return None if cost > benefit * (1 + 1e-12) else min(max(cost / benefit, 0.0), 1.0)


def _index(world: World, asker: str | int) -> int:
    if isinstance(asker, str):
        if asker in world.names:
            return world.names.index(asker)
        folded = [name.casefold() for name in world.names]
        if folded.count(asker.casefold()) == 1:
            return folded.index(asker.casefold())
    elif isinstance(asker, (int, np.integer)) and not isinstance(asker, bool) and 0 <= asker < world.count:
        return int(asker)
    raise invalid("type", "must be one of the world's types", repr(asker), f"choose among {listed(world.names, 12)}")


def equivalent_resources(world: World, deal: Agreement) -> Array:
    """Gain as own resources (m,): by which factor a type's own budget would have to grow to gain as much alone.

    Defined where the type splits a resource (its set is one budget, other than a mixture of actions) and plays its own
    best use without cooperation: the factor k with ``S_tt (f(k R) - f(R)) = gain``. NaN where there is no such resource
    or no amount of it would do.
    """
    exchange = trade(world, deal)
    meetings = world.meetings
    out = np.full(world.count, np.nan)
    for t, part in enumerate(world.sets):
        known = part.uses()
        if known is None or len(known.budgets) != 1 or deal.gains[t] <= 0:
            continue
        budget = known.budgets[0]
        serving = np.flatnonzero(budget.directions[:, t] != 0)
        resource = len(budget.directions) == part.dim and (np.count_nonzero(budget.directions, axis=1) <= 1).all()
        if not resource or len(serving) != 1 or meetings[t, t] <= 0:
            continue
        out[t] = _factor(budget, int(serving[0]), t, float(exchange.gains[t] / meetings[t, t]))
    return out


def _factor(budget: Budget, use: int, t: int, needed: float) -> float:
    """Budget multiple at which use ``use`` alone brings type t ``needed`` more than one unit of budget does."""
    family = budget.scale[use : use + 1], budget.offset[use : use + 1], budget.exponent[use : use + 1]
    unit = float(budget.directions[use, t])
    now = float(returns.value(np.ones(1), *family)[0])
    factor = float(returns.cost(np.array([now + needed / unit]), *family)[0])
    return factor if math.isfinite(factor) else math.nan
