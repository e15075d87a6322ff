"""Advice to one type: what to do, what it costs, what it brings, and when it would stop paying."""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass

import numpy as np

from .._core.arrays import Array, Mask
from .._core.errors import invalid
from .._core.text import clean, listed
from .._numerics import returns
from ..bargaining.agreement import Agreement
from ..bargaining.measures import shown_gains, uncounted
from ..sets.uses import Budget
from .trade import Trade, trade
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
    t = type_number(world, asker)
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


def type_number(world: World, asker: str | int) -> int:
    """The index of the type called ``asker`` (name, in any case, or index); InvalidProblem names the nearest one."""
    if isinstance(asker, str):
        if asker in world.names:
            return world.names.index(asker)
        folded = [name.casefold() for name in world.names]
        if folded.count(asker.casefold()) == 1:
            return folded.index(asker.casefold())
    elif isinstance(asker, (int, np.integer)) and not isinstance(asker, bool) and 0 <= asker < world.count:
        return int(asker)
    near = difflib.get_close_matches(str(asker).casefold(), [name.casefold() for name in world.names], 1, 0.6)
    meant = [name for name in world.names if name.casefold() in near][:1]
    known = [clean(name) for name in world.names]
    choose = f"choose among {listed(known, 30)}"
    fix = f"did you mean {clean(meant[0])!r}? Else {choose}" if meant else choose
    raise invalid("type", "must be one of the world's types", repr(asker), fix)


def below_nash(world: World, deal: Agreement) -> Mask:
    """Who has less in the disagreement point than where everybody serves only itself (m,).

    Its gain then counts what it would have had anyway. False throughout for the disagreement point of the world's own
    defaults, which says how things are without cooperation.
    """
    low, high = deal.problem.bounding_box()
    size = np.maximum(high - low, 1e-300)
    d = deal.disagreement
    if world.defaults is not None and (np.abs(world.expected_utility(world.defaults) - d) <= 1e-9 * size).all():
        return np.zeros(world.count, dtype=bool)
    return np.asarray(d < world.expected_utility(world.nash_profile()) - 1e-9 * size)


def remarks(world: World | None, deal: Agreement) -> list[str]:
    """What a reader must know about the question asked so as not to misread the gains, one sentence each."""
    out = []
    names = [clean(name) for name in deal.names]
    idle = [names[t] for t in np.flatnonzero(uncounted(deal))]
    if idle:
        one = len(idle) == 1
        kept = "only a loss there is ruled out" if deal.concept.keeps_disagreement else "a loss there is not ruled out"
        out.append(
            f"The gain{'' if one else 's'} of {listed(idle)} {'does' if one else 'do'} not count (weight 0); {kept}."
        )
    below = [names[t] for t in np.flatnonzero(below_nash(world, deal))] if world is not None else []
    if below:
        one = len(below) == 1
        out.append(
            f"The disagreement payoff{'' if one else 's'} given for {listed(below)} {'is' if one else 'are'} lower "
            "than what everybody serving only itself would bring; the gains count that difference too, and are not "
            "shown in percent."
        )
    return out


def price_only(deal: Agreement) -> str:
    """A sentence on consensus weights of those whose gain does not count: prices, not shares; "" if there are none."""
    if not np.isfinite(deal.weights).all():
        return ""
    priced = np.flatnonzero((deal.bargaining_weights == 0) & (deal.weights > 0))
    if not len(priced) or not (deal.bargaining_weights > 0).any():
        return ""
    return (
        f"The weight of {listed([clean(deal.names[t]) for t in priced])} is a price, not a share in the gains: the "
        "bargain counts no gain there (bargaining weight 0), and the weight only says what a loss there would cost."
    )


def equivalent_resources(world: World, deal: Agreement, known: Trade | None = None) -> Array:
    """Gain as own resources (m,): by which factor a type's own budget would have to grow to gain as much alone.

    Defined where the type splits a resource (its set is one budget, other than a mixture of actions) and plays its own
    best use without cooperation: the factor k with ``S_tt (f(k R) - f(R)) = gain``. NaN where there is no such resource
    or no amount of it would do. ``known`` saves working out :func:`~largeworlds.worlds.trade.trade` again.
    """
    exchange = known or trade(world, deal)
    meetings = world.meetings
    out = np.full(world.count, np.nan)
    real = shown_gains(deal) > 0
    for t, part in enumerate(world.sets):
        uses = part.uses()
        if uses is None or len(uses.budgets) != 1 or not real[t]:
            continue
        budget = uses.budgets[0]
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
