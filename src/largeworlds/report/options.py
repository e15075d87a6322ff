"""What a type can do, and what it should do, in words: one sentence per kind of set."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .._core.arrays import Array
from .._core.text import clean, counted, listed, number, percent
from ..bargaining.agreement import Choice
from ..sets.algebra import MinkowskiSum, Scaled, Shifted
from ..sets.allocation import Allocation
from ..sets.ball import Ball
from ..sets.base import ConvexSet
from ..sets.below_frontier import BelowFrontier
from ..sets.box import Box
from ..sets.ellipsoid import Ellipsoid
from ..sets.exponential_budget import ExponentialBudget
from ..sets.hull import Hull
from ..sets.inequalities import Inequalities
from ..sets.oracle import Oracle
from ..sets.polytope import Polytope
from ..sets.returns import Isoelastic, Linear, Power, Return

#: Kinds of sets of which there is one thing to say.
_PLAIN: dict[type[ConvexSet], str] = {
    BelowFrontier: "payoffs of two players below a frontier given as a function",
    Box: "payoffs chosen one by one between two bounds each",
    Ellipsoid: "payoffs anywhere within an ellipsoid",
    Oracle: "options known only by the best one in every direction",
}
#: Uses named one by one in a sentence; the rest is summed up.
_MOST_NAMED = 6
#: What spending on a receiver with returns of scale zero buys.
_NONE = "nothing"
#: Shares below this are only summed up.
_SMALL = 0.005
#: A share this close to zero or one counts as that.
_TINY = 1e-6


def options_in_words(part: ConvexSet, names: Sequence[str], own: int | None = None, *, returns: bool = True) -> str:
    """What the actions of ``part`` are. ``names`` (dim) are the receivers; number ``own`` is called "itself".

    Without ``returns`` those of budgets are left out, for readers who were told :func:`shared_returns`.
    """
    called = _called(names, own)
    if isinstance(part, Polytope):
        return _polytope(part)
    if isinstance(part, Allocation):
        told = f", with {_returns(part.returns, called)}" if returns else ""
        return f"a budget of {number(part.budget)} to split{told}{_efficiency(part, called)}"
    if isinstance(part, Ball):
        if np.isinf(part.p):
            return "payoffs chosen one by one between zero and an upper bound each"
        shape = {1.0: "linear", 2.0: "square-root"}.get(part.p, f"power 1/{number(part.p)}")
        return f"one unit of a resource to split, with {shape} returns (a ball, p = {number(part.p)})"
    if isinstance(part, ExponentialBudget):
        return f"payoffs whose exponentials share a total of {number(part.total)} (logarithmic returns)"
    if type(part) in _PLAIN:
        return _PLAIN[type(part)]
    if isinstance(part, Inequalities):
        return f"payoffs anywhere within {counted(len(part.matrix), 'linear bound')}"
    if isinstance(part, Hull):
        parts = [options_in_words(p, names, own, returns=returns) for p in part.parts]
        return "one of these, or a mixture: " + "; ".join(f"({k}) {text}" for k, text in enumerate(parts, 1))
    if isinstance(part, MinkowskiSum):
        parts = [options_in_words(p, names, own, returns=returns) for p in part.parts]
        return "together: " + "; ".join(f"({k}) {text}" for k, text in enumerate(parts, 1))
    if isinstance(part, Scaled):
        return options_in_words(part.base, names, own, returns=returns) + ", scaled for each receiver"
    if isinstance(part, Shifted):
        return options_in_words(part.base, names, own, returns=returns) + ", plus fixed payoffs"
    return f"a convex set of kind {type(part).__name__}"


def shared_returns(sets: Sequence[ConvexSet], names: Sequence[str]) -> str | None:
    """One sentence on the returns on budgets, where they depend on the receiver only; None if there is less to say.

    That is where at least two types split a budget and each receiver has returns of the same kind from all of them.
    """
    found = [part for each in sets for part in _allocations(each)]
    kinds = {tuple(_return(f) for f in part.returns) for part in found}
    if len(found) < 2 or len(kinds) != 1 or len(set(next(iter(kinds)))) == 1:
        return None
    groups: dict[str, list[str]] = {}
    for kind, name in zip(next(iter(kinds)), names, strict=True):
        groups.setdefault(kind, []).append(clean(name))
    told = "; ".join(f"{kind} for {listed(users, len(users))}" for kind, users in groups.items())
    return f"Returns on what is spent of a budget depend on whom it is spent on, not on who spends it: {told}."


def _allocations(part: ConvexSet) -> list[Allocation]:
    """The budgets with returns in a set."""
    if isinstance(part, (Scaled, Shifted)):
        return _allocations(part.base)
    if isinstance(part, MinkowskiSum):
        return [found for each in part.parts for found in _allocations(each)]
    return [part] if isinstance(part, Allocation) else []


def common_power(sets: Sequence[ConvexSet]) -> int:
    """The power of ten to take out of the largest payoffs that single actions of ``sets`` give: 0 for ordinary ones."""
    top = max((float(np.abs(part.support(np.eye(part.dim))).max()) for part in sets), default=0.0)
    return 0 if top == 0 or 1e-2 <= top < 1e5 else math.floor(math.log10(top))


def reach_in_words(part: ConvexSet, names: Sequence[str], own: int | None = None, power: int = 0) -> str:
    """The most that one action of ``part`` can give each receiver, the largest first; long lists keep both ends.

    Numbers are in units of ten to the ``power``.
    """
    most = part.support(np.eye(part.dim))
    order = [int(t) for t in np.argsort(-most, kind="stable")]
    if own is not None:
        order.remove(own)
        order.insert(0, own)
    called = _called(names, own)
    words = [f"{called[t]} {number(float(most[t]) / 10.0**power, 3)}" for t in order]
    if len(words) > _MOST_NAMED:
        words = [*words[: _MOST_NAMED - 2], f"… {words[-1]}"]
    return ", ".join(words)


def action_in_words(
    part: ConvexSet, choice: Choice, names: Sequence[str], own: int | None = None, gives: Array | None = None
) -> str:
    """How the action ``choice`` (from ``deal.choices``) of ``part`` is made, as a command: "spend 60 % on ...".

    ``gives`` (dim,), what the action gives each receiver, helps where the set does not say how its actions are made.
    """
    called = _called(names, own)
    splits = _splits(part)
    if splits is None or [len(split.uses) for split in splits] != [len(shares) for shares in choice]:
        return _plain(called, gives)
    texts = [split.in_words(shares, called) for split, shares in zip(splits, choice, strict=True)]
    levels = [text for text, split in zip(texts, splits, strict=True) if isinstance(split, _Level)]
    if len(levels) > _MOST_NAMED:
        texts = [text for text in texts if text not in levels]
        texts.append(_plain(called, gives) if gives is not None else f"set {counted(len(levels), 'payoff')} one by one")
    return "; ".join(dict.fromkeys(texts)) if texts else "do the only thing there is to do"


def action_names(part: Polytope) -> list[str]:
    """The actions of a polytope by name: as given, or by number."""
    if part.actions is None:
        return [f"action {k}" for k in range(1, len(part.vertices()) + 1)]
    return [f"“{clean(name)}”" for name in part.actions]


@dataclass(frozen=True)
class _Spend:
    """Shares of a resource; ``uses`` are receivers, None for what stays unspent."""

    uses: tuple[int | None, ...]
    what: str

    def in_words(self, shares: Array, called: Sequence[str]) -> str:
        spent = [(float(share), called[t]) for t, share in zip(self.uses, shares, strict=True) if t is not None]
        left = max(1.0 - sum(share for share, _ in spent), 0.0)
        parts = _shares(spent, "on ", "on")
        if not parts:
            return f"spend nothing of {self.what}"
        text = (
            f"spend all of {self.what} {parts[0][1]}"
            if _whole(parts)
            else (
                "spend "
                + listed(
                    [
                        f"{share} of {self.what} {use}" if k == 0 else f"{share} {use}"
                        for k, (share, use) in enumerate(parts)
                    ],
                    20,
                )
            )
        )
        return text + (f", and leave {percent(left)} unspent" if left > _SMALL else "")


@dataclass(frozen=True)
class _Mix:
    """Probabilities of named actions."""

    uses: tuple[str, ...]

    def in_words(self, shares: Array, called: Sequence[str]) -> str:
        parts = _shares([(float(share), use) for use, share in zip(self.uses, shares, strict=True)], "", "")
        if _whole(parts):
            return f"take {parts[0][1]}"
        return "mix " + listed([f"{use} ({share})" for share, use in parts], 20)


@dataclass(frozen=True)
class _Level:
    """One payoff between two bounds."""

    receiver: int
    low: float
    high: float
    uses: tuple[str, str] = ("low", "high")

    def in_words(self, shares: Array, called: Sequence[str]) -> str:
        share = float(shares[1])
        level = self.low + share * (self.high - self.low)
        if share > 1 - _TINY or share < _TINY:
            return f"give {called[self.receiver]} the {'most' if share > 0.5 else 'least'} it can ({number(level, 3)})"
        return f"give {called[self.receiver]} {number(level, 3)} (of {number(self.low, 3)} to {number(self.high, 3)})"


_Split = _Spend | _Mix | _Level


def _splits(part: ConvexSet) -> list[_Split] | None:
    """What the budgets of ``part.uses()`` mean, in their order; None if the set has none or is of an unknown kind."""
    if isinstance(part, (Scaled, Shifted)):
        return _splits(part.base)
    if isinstance(part, MinkowskiSum):
        lists = [_splits(p) for p in part.parts]
        known = [entries for entries in lists if entries is not None]
        return [split for entries in known for split in entries] if len(known) == len(lists) else None
    uses = part.uses()
    if uses is None:
        return None
    if isinstance(part, Polytope):
        return [_Mix(tuple(action_names(part)))]
    if isinstance(part, Box) or (isinstance(part, Ball) and np.isinf(part.p)):
        low, high = part.bounding_box()
        return [_Level(int(t), float(low[t]), float(high[t])) for t in np.flatnonzero(high > low)]
    if isinstance(part, (Allocation, Ball, ExponentialBudget)):
        what = f"the budget of {number(part.budget)}" if isinstance(part, Allocation) else "the resource"
        receivers: list[int | None] = [*range(part.dim), None]  # the last: nothing, where a budget lists it
        return [_Spend(tuple(receivers[: len(budget.directions)]), what) for budget in uses.budgets]
    return None


def _shares(entries: list[tuple[float, str]], before: str, rest: str) -> list[tuple[str, str]]:
    """(percentage, use) from the largest share down; small ones together as "n others"."""
    ordered = sorted(((share, use) for share, use in entries if share > 1e-9), key=lambda entry: -entry[0])
    named = [entry for entry in ordered if entry[0] >= _SMALL]
    if len(named) > _MOST_NAMED:
        named = named[: _MOST_NAMED - 1]
    named = named or ordered[:1]
    small = ordered[len(named) :]
    out = [(_part(share), before + use) for share, use in named]
    if len(small) == 1:
        out.append((_part(small[0][0]), before + small[0][1]))
    elif small:
        out.append((_part(sum(share for share, _ in small)), f"{rest} {len(small)} others".strip()))
    return out


def _part(share: float) -> str:
    """A percentage inside a sentence."""
    return percent(share).replace("> ", "more than ").replace("< ", "less than ")


def _whole(parts: list[tuple[str, str]]) -> bool:
    return len(parts) == 1 and parts[0][0] == "100 %"


def _plain(called: Sequence[str], gives: Array | None) -> str:
    """An action by what it gives, where nothing is known about how it is made."""
    if gives is None or not np.isfinite(gives).all():
        return "do what is best for the weighted sum of all payoffs"
    order = np.argsort(-np.abs(gives), kind="stable")
    words = [f"{called[int(t)]} {number(float(gives[t]), 3)}" for t in order]
    return "give " + listed(words, _MOST_NAMED)


def _called(names: Sequence[str], own: int | None) -> list[str]:
    return ["itself" if t == own else clean(name) for t, name in enumerate(names)]


def _polytope(part: Polytope) -> str:
    count = len(part.vertices())
    if count == 1:
        return "one action and no choice"
    if part.actions is None:
        return f"{count} actions and all mixtures of them"
    return f"the actions {listed(action_names(part), _MOST_NAMED)}, and all mixtures of them"


def _efficiency(part: Allocation, called: Sequence[str]) -> str:
    e = part.efficiency
    if np.ptp(e) <= 1e-12 * max(float(e.max()), 1e-300):
        return "" if abs(float(e[0]) - 1) <= 1e-12 else f", of which {percent(float(e[0]))} arrives"
    low, high = int(np.argmin(e)), int(np.argmax(e))
    return f"; a unit counts {number(float(e[low]), 3)} ({called[low]}) to {number(float(e[high]), 3)} ({called[high]})"


def _returns(returns: Sequence[Return], called: Sequence[str]) -> str:
    """Kinds of returns; where they differ, whom each is for."""
    groups: dict[str, list[str]] = {}
    for f, name in zip(returns, called, strict=True):
        groups.setdefault(_return(f), []).append(name)
    if len(groups) == 1:
        return next(iter(groups)).replace(_NONE, "no returns")
    kinds = sorted(groups.items(), key=lambda item: (item[0] == _NONE, -len(item[1])))
    if len(kinds) <= 3:
        return listed([f"{kind} for {listed(users, 4)}" for kind, users in kinds])
    families = list(dict.fromkeys(_family(f) for f in returns if _return(f) != _NONE))
    if "itself" not in called:
        return f"returns that differ by receiver ({listed(families)})"
    own = _return(returns[called.index("itself")])
    return f"{own} for itself, and for others {', '.join(families[:-1])} or {families[-1]} ones"


def _family(f: Return) -> str:
    return _return(f).split(" returns")[0]


def _return(f: Return) -> str:
    scale, offset, exponent = f.parameters
    if scale == 0:
        return _NONE
    if isinstance(f, Linear) or exponent == 1.0:
        return "linear returns"
    if exponent == 0.0:
        return f"logarithmic returns log(1 + r/{number(offset)})" if offset != 1 else "logarithmic returns log(1 + r)"
    if isinstance(f, Power) or (exponent > 0 and offset == 0):
        return "square-root returns" if exponent == 0.5 else f"power returns r^{number(exponent)}"
    eta = f.eta if isinstance(f, Isoelastic) else 1 - exponent
    return f"isoelastic returns (η = {number(eta)})"
