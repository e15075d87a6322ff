"""NormalFormGame: players, their actions, and what every outcome is worth to everyone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from .._core.arrays import (
    Array,
    finite_array,
    listing,
    locked,
    names_or_default,
    none_negative,
    of_length,
    plain_text,
    real_array,
)
from .._core.errors import invalid
from .._core.text import clean, counted, listed, shown
from ..sets.algebra import MinkowskiSum
from ..sets.base import ConvexSet
from ..sets.polytope import Polytope
from .joint import JointDistribution, product_table

if TYPE_CHECKING:
    from .reachable import Reachability
    from .separability import Separability

#: Most players and most outcomes of a game that is written out outcome by outcome.
MOST_PLAYERS = 20
MOST_OUTCOMES = 1_000_000
_MIXING = ("correlated", "independent")


@dataclass(frozen=True, eq=False, init=False)
class NormalFormGame:
    """A game in normal form (Treutlein 2023, Definition 2, without the disagreement point unless one is given).

    Parameters
    ----------
    payoffs : (n, k_1, ..., k_n): ``payoffs[i, a_1, ..., a_n]`` is what player i gets if each plays its action a_j. At
        most 20 players and a million outcomes.
    players : n distinct names; "player 1", ... by default.
    actions : per player a list of k_i distinct names; "action 1", ... by default.
    disagreement : what happens without an agreement, if that is known: payoffs (n,), or "nash" (every player does what
        is best for itself, which a separable game defines).
    weights : bargaining weights (n,), none negative; equal if not given.
    notes : title, source, units and remarks to carry along (strings).

    Raises :class:`InvalidProblem` for payoffs of another shape, numbers that are not finite or larger than 1e150, and
    names that repeat.

    >>> import largeworlds as lw
    >>> sexes = lw.NormalFormGame([[[2, 0], [0, 1]], [[1, 0], [0, 2]]], ["she", "he"], [["opera", "boxing"]] * 2)
    >>> sexes.independent_payoffs([[0.5, 0.5], "opera"]).tolist()
    [1.0, 0.5]
    >>> sexes.separability().separable
    False
    """

    payoffs: Array
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    disagreement: Array | str | None = None
    weights: Array | None = None
    notes: Mapping[str, str] = field(default_factory=dict)

    def __init__(
        self,
        payoffs: ArrayLike,
        players: Sequence[str] | None = None,
        actions: Sequence[Sequence[str]] | None = None,
        *,
        disagreement: ArrayLike | str | None = None,
        weights: ArrayLike | None = None,
        notes: Mapping[str, str] | None = None,
    ) -> None:
        put = object.__setattr__
        table = _payoffs(payoffs)
        n = len(table)
        put(self, "payoffs", table)
        put(self, "players", names_or_default(players, n, "player", "players"))
        put(self, "actions", _actions(actions, table.shape[1:]))
        put(self, "disagreement", _disagreement(disagreement, n))
        put(self, "weights", None if weights is None else _weights(weights, n))
        put(self, "notes", MappingProxyType(_notes({} if notes is None else notes)))

    @property
    def count(self) -> int:
        """Number of players n."""
        return len(self.players)

    @property
    def names(self) -> tuple[str, ...]:
        """The players, by the word that worlds and bargaining problems use."""
        return self.players

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of actions of every player (k_1, ..., k_n)."""
        return tuple(self.payoffs.shape[1:])

    @property
    def units(self) -> str:
        """What payoffs are measured in."""
        return clean(self.notes.get("units", "")) or "utility"

    # -- payoffs ------------------------------------------------------------------------------------------------

    def outcome(self, actions: Sequence[str | int]) -> Array:
        """Payoffs (n,) if every player plays the named action (or the one at that position, from 0)."""
        rule, fix = f"must be a list of {counted(self.count, 'action')}, one per player", "name one action per player"
        given = listing(actions, "actions", rule, fix)
        if len(given) != self.count:
            raise invalid("actions", rule, f"has {len(given)}", fix)
        places = tuple(self._action(i, one, f"actions[{i}]") for i, one in enumerate(given))
        rest: tuple[Any, ...] = (slice(None), *places)
        return np.array(self.payoffs[rest])

    def independent_payoffs(self, profile: Sequence[ArrayLike | str]) -> Array:
        """Expected payoffs (n,) of a mixed profile: one list of probabilities (k_i,), or one action's name, per player.

        Players mix independently of each other: every outcome is as likely as the product of its actions.
        """
        return self._expected(product_table(self.strategies(profile)))

    def correlated_payoffs(self, joint: JointDistribution | ArrayLike) -> Array:
        """Expected payoffs (n,) of a joint distribution over the outcomes, or of its table (k_1, ..., k_n)."""
        found = joint if isinstance(joint, JointDistribution) else JointDistribution(joint)
        if found.shape != self.shape:
            rule = f"must have one entry per outcome, shape {self.shape}"
            raise invalid("joint", rule, f"of shape {found.shape}", "give one axis per player and one entry per action")
        return self._expected(found.table)

    def strategies(self, profile: Sequence[ArrayLike | str]) -> list[Array]:
        """The mixed strategies of a profile as arrays (k_i,); an action's name stands for playing it for sure."""
        rule = f"must be a list of {counted(self.count, 'strategy').replace('strategys', 'strategies')}, one per player"
        fix = "give each player a list of probabilities or the name of an action"
        given = listing(profile, "profile", rule, fix)
        if len(given) != self.count:
            raise invalid("profile", rule, f"has {len(given)}", fix)
        out = []
        for i, (one, k) in enumerate(zip(given, self.shape, strict=True)):
            if isinstance(one, str):
                out.append(np.eye(k)[self._action(i, one, f"profile[{i}]")])
                continue
            values = finite_array(one, f"profile[{i}]", 1, fix)
            of_length(values, k, f"profile[{i}]", f"action of {shown(self.players[i])}", fix)
            out.append(JointDistribution(values).table)
        return out

    def _expected(self, table: Array) -> Array:
        return np.asarray(self.payoffs.reshape(self.count, -1) @ table.reshape(-1))

    def _action(self, player: int, given: Any, place: str) -> int:
        names = self.actions[player]
        if isinstance(given, str) and given in names:
            return names.index(given)
        if isinstance(given, (int, np.integer)) and not isinstance(given, bool) and 0 <= given < len(names):
            return int(given)
        rule = f"must be an action of {shown(self.players[player])}"
        raise invalid(place, rule, shown(given), f"choose {listed([shown(name) for name in names])}")

    # -- sets ---------------------------------------------------------------------------------------------------

    def separability(self) -> Separability:
        """Whether payoffs are sums of what every player contributes by itself (Definition 3), and these contributions.

        See :class:`Separability`.
        """
        from .separability import separability

        return separability(self)

    def individual_sets(self) -> list[Polytope]:
        """F_1, ..., F_n (Treutlein 2023, Section 3.2): what each player can do for all, one row per action.

        Only a separable game has them; another one raises :class:`InvalidProblem` with outcomes that show it.
        """
        found = self.separability()
        if not found.separable:
            raise invalid(
                "game",
                "must be additively separable to have individual sets",
                f"has {found.why_not()}",
                "use feasible_set(), the joint set of all outcomes",
            )
        return [Polytope(rows, names) for rows, names in zip(found.contributions, self.actions, strict=True)]

    def feasible_set(self, mixing: str = "correlated") -> ConvexSet:
        """All expected payoffs that the players can reach together.

        With ``mixing="correlated"`` they may tie their actions to a common lottery: a :class:`Polytope` with one row
        per outcome. With "independent" each mixes by itself: for a separable game that is the same set (the sum of
        :meth:`individual_sets`); for others it need not be convex, so there is no such set, and
        :meth:`independent_payoffs` and :meth:`reachable_independently` answer for single points instead.
        """
        if mixing not in _MIXING:
            raise invalid("mixing", 'must be "correlated" or "independent"', shown(mixing), "choose one of these")
        if mixing == "correlated":
            rows = self.payoffs.reshape(self.count, -1).T
            return Polytope(rows, [", ".join(names) for names in product(*self.actions)])
        if not (found := self.separability()).separable:
            raise invalid(
                'mixing = "independent"',
                "needs an additively separable game, because what independent players reach need not be convex",
                f"has {found.why_not()}",
                'use mixing="correlated", or ask reachable_independently(x) for single points',
            )
        return MinkowskiSum(self.individual_sets())

    def reachable_independently(self, x: ArrayLike, *, most_boxes: int = 20_000) -> Reachability:
        """Whether two players who mix independently can reach the payoffs ``x`` (2,): yes with how, no with a proof.

        See :class:`Reachability`.
        """
        from .reachable import reachable_independently

        return reachable_independently(self, x, most_boxes)

    def __repr__(self) -> str:
        return f"NormalFormGame({counted(self.count, 'player')}, {' x '.join(map(str, self.shape))} actions)"


def _payoffs(given: ArrayLike) -> Array:
    fix = "give payoffs[player, action of the first, action of the second, ...]"
    form = ", one table over all outcomes per player"
    ndim = real_array(given, "payoffs", fix, form).ndim
    if ndim < 2:
        raise invalid("payoffs", "must have an axis of players and one more per player", _axes(ndim), fix)
    table = finite_array(given, "payoffs", ndim, fix)
    n = len(table)
    if n > MOST_PLAYERS:
        raise invalid("payoffs", f"must have at most {MOST_PLAYERS} players", f"has {n}", "join or leave out some")
    if ndim != n + 1:
        rule = (
            f"must have {n + 1} axes for {counted(n, 'player')} (the length of the first axis): one of players and one"
        )
        raise invalid("payoffs", f"{rule} per player's actions", f"of shape {table.shape}", fix)
    outcomes = math.prod(table.shape[1:])
    if outcomes > MOST_OUTCOMES:
        rule, came = f"must have at most {MOST_OUTCOMES:,} outcomes", f"has {outcomes:,}"
        raise invalid("payoffs", rule, came, "use individual sets (lw.BargainingProblem) where payoffs add up")
    return table


def _axes(ndim: int) -> str:
    return "a single number" if ndim == 0 else "a list of numbers"


def _actions(given: Any, shape: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    if given is None:
        return tuple(names_or_default(None, k, "action") for k in shape)
    rule, fix = "must be a list with one list of names per player", "name every action of every player"
    lists = listing(given, "actions", rule, fix)
    if len(lists) != len(shape):
        raise invalid(
            "actions", f"must have {counted(len(shape), 'list')} of names, one per player", f"has {len(lists)}", fix
        )
    pairs = enumerate(zip(lists, shape, strict=True))
    return tuple(
        names_or_default(listing(one, f"actions[{i}]", rule, fix), k, "action", f"actions[{i}]")
        for i, (one, k) in pairs
    )


def _disagreement(given: ArrayLike | str | None, n: int) -> Array | str | None:
    if given is None or (isinstance(given, str) and given == "nash"):
        return given
    fix = 'give the payoff of every player without agreement, or "nash"'
    if isinstance(given, str):
        raise invalid("disagreement", 'must be "nash" or payoffs', shown(given), fix)
    d = finite_array(given, "disagreement", 1, fix)
    of_length(d, n, "disagreement", "player", fix)
    return d


def _weights(given: ArrayLike, n: int) -> Array:
    fix = "give one bargaining weight per player"
    nu = finite_array(given, "weights", 1, fix)
    of_length(nu, n, "weights", "player", fix)
    none_negative(nu, "weights", "use zero for a player whose gain does not count")
    if not nu.any():
        raise invalid("weights", "must not all be zero", shown(nu.tolist()), "give somebody a positive weight")
    return locked(nu)


def _notes(given: Mapping[str, str]) -> dict[str, str]:
    fix = 'give for example {"title": "Battle of the sexes"}'
    if not isinstance(given, Mapping):
        raise invalid("notes", "must be a table of texts", shown(given), fix)
    return {
        plain_text(key, "a key of notes", fix): plain_text(text, f"notes[{shown(key)}]", fix)
        for key, text in given.items()
    }
