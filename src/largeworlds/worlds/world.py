"""World: types with their options and beliefs, as an ECL Bayesian bargaining game."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from .._core.arrays import (
    LARGEST,
    Array,
    finite_array,
    locked,
    names_or_default,
    of_length,
    plain_text,
    real_number,
    same_dim,
)
from .._core.errors import invalid
from .._core.text import clean, counted, listed, shown
from ..bargaining.agreement import Agreement
from ..bargaining.lowering import act
from ..bargaining.problem import BargainingProblem, Contributions, Origin, SetLike, as_sets, checked_weights
from ..beliefs.beliefs import Beliefs
from ..disagreement.nash import nash_profile
from ..sets.algebra import Scaled
from ..sets.base import ConvexSet


@dataclass(frozen=True, eq=False, init=False)
class World:
    """An additively separable, anonymous ECL Bayesian bargaining game (Treutlein 2023, Definition 42).

    Parameters
    ----------
    sets : one set A_t per type, each in R^m: ``alpha[t, s]`` is what one player of type t gives one player of type s.
        A plain array (k, m) stands for the :class:`Polytope` of its rows.
    beliefs : p(s | t) and the prior, see :class:`Beliefs`.
    players : n >= 1, or ``math.inf``. Finite n: expected utilities are the totals of Eq. 52. Infinite n: per other
        player, that is Eq. 52 divided by n - 1 with the own term gone. n = 1: the own term only.
    names : one per type.
    defaults : (m, m), what each type does without cooperation, if not the Nash profile; row t must lie in A_t.
    weights : bargaining weights (m,), or "prior" (default) or "equal".
    disagreement : what :meth:`problem` uses if nothing else is said: "nash", "defaults" or payoffs (m,).
    notes : title, source, units and remarks to carry along (strings).

    Two types, each of which can build for itself or do something for the other; both think that others are like
    themselves with probability 0.6. Each gives up a little and gains more:

    >>> import largeworlds as lw
    >>> options = [[4.0, 0.0], [3.5, 1.5]], [[0.0, 4.0], [1.5, 3.5]]  # per type, one row per action: (to first, second)
    >>> world = lw.World(options, lw.Beliefs([[0.6, 0.4], [0.4, 0.6]]), names=["first", "second"])
    >>> deal = lw.bargain(world.problem())
    >>> deal.disagreement.round(4).tolist(), deal.payoffs.round(4).tolist()
    ([2.4, 2.4], [2.7, 2.7])
    >>> world.profile(deal).round(4).tolist()  # row: who acts; column: for whom
    [[3.5, 1.5], [1.5, 3.5]]
    """

    sets: tuple[ConvexSet, ...]
    beliefs: Beliefs
    players: float
    names: tuple[str, ...]
    defaults: Array | None
    weights: Array | str
    disagreement: Array | str
    notes: Mapping[str, str] = field(default_factory=dict)

    def __init__(
        self,
        sets: Sequence[SetLike],
        beliefs: Beliefs,
        players: float = math.inf,
        names: Sequence[str] | None = None,
        defaults: ArrayLike | None = None,
        *,
        weights: ArrayLike | str = "prior",
        disagreement: ArrayLike | str | None = None,
        notes: Mapping[str, str] | None = None,
    ) -> None:
        parts = tuple(as_sets(sets, "type"))
        m = len(parts)
        if not isinstance(beliefs, Beliefs):
            raise invalid("beliefs", "must be Beliefs", shown(beliefs), "build them with lw.Beliefs")
        if m != beliefs.count:
            rule = f"must have {counted(beliefs.count, 'set')}, one per type of the beliefs"
            raise invalid("sets", rule, f"has {m}", "give one action set per type")
        for t, part in enumerate(parts):
            same_dim(part.dim, m, f"sets[{t}]", "type", "give what this type can do for every type")
        put = object.__setattr__
        put(self, "sets", parts)
        put(self, "beliefs", beliefs)
        put(self, "players", _players(players))
        put(self, "names", names_or_default(names, m, "type"))
        put(self, "defaults", None if defaults is None else self._checked_defaults(defaults))
        put(self, "weights", weights if isinstance(weights, str) else checked_weights(weights, m))
        given = disagreement if disagreement is not None else ("nash" if defaults is None else "defaults")
        put(
            self,
            "disagreement",
            given if isinstance(given, str) else finite_array(given, "disagreement", 1, "give one payoff per type"),
        )
        put(self, "notes", MappingProxyType(_notes({} if notes is None else notes)))
        self._disagreement_point(self.disagreement)
        if isinstance(self.weights, str):
            self.bargaining_weights(self.weights, required=False)

    @property
    def count(self) -> int:
        """Number of types m."""
        return len(self.sets)

    @property
    def units(self) -> str:
        """What payoffs are measured in, with the author's own word for it (``notes["units"]``) in brackets."""
        kind = "expected utility per other player" if math.isinf(self.players) else "expected utility, total"
        own = clean(self.notes.get("units", ""))
        return f"{kind} ({own})" if own and own != kind else kind

    @property
    def meetings(self) -> Array:
        """S (m, m): how many players of type t a player of type s expects; Eq. 52 is ``sum_t S[t, s] alpha[t, s]``.

        Finite n: (n - 1) p(t | s), plus one for s itself; infinite n: p(t | s), per other player.
        """
        others = self.beliefs.posterior.T
        if math.isinf(self.players):
            return np.array(others)
        return np.asarray((self.players - 1) * others + np.eye(self.count))

    def expected_utility(self, profile: ArrayLike) -> Array:
        """Ex-interim expected utility (m,) of an anonymous pure profile alpha (m, m), Eq. 52, in :attr:`units`."""
        alpha = self._checked_profile(profile, "profile")
        return np.asarray((self.meetings * alpha).sum(axis=0))

    def nash_profile(self) -> Array:
        """The Bayesian Nash profile alpha (m, m) (Prop. 49): own payoff maximised, ties as is worst for the others."""
        return nash_profile(self.sets)

    def contributions(self) -> Contributions:
        """Individual feasible sets F_t (Definition 45): A_t scaled by :attr:`meetings` row t."""
        scaled = [Scaled(part, row) for part, row in zip(self.sets, self.meetings, strict=True)]
        return Contributions(scaled, self.names, units=self.units)

    def problem(
        self, disagreement: ArrayLike | str | None = None, weights: ArrayLike | str | None = None
    ) -> BargainingProblem:
        """The bargaining problem: contributions, disagreement point and weights (default: the world's own)."""
        asked = self.disagreement if disagreement is None else disagreement
        d = self._disagreement_point(asked)
        nu = self.bargaining_weights(self.weights if weights is None else weights)
        return self.contributions().problem(d, nu, origin=self._origin(asked))

    def _origin(self, asked: ArrayLike | str) -> Origin:
        """What the disagreement point stands for: a profile, of which the doubles are a rounding, or these numbers."""
        if isinstance(asked, str) and asked == "nash":
            return Origin(selfish=True)
        factors: tuple[tuple[Fraction, ...], ...] | None = None
        if not math.isinf(self.players):
            others, believed = Fraction(self.players) - 1, self.beliefs.posterior.T.tolist()
            factors = tuple(
                tuple(others * Fraction(p) + (s == t) for s, p in enumerate(row)) for t, row in enumerate(believed)
            )
        if not isinstance(asked, str):
            return Origin(factors=factors)
        met = self.meetings.tolist() if factors is None else factors
        exact = [Fraction(0)] * self.count
        for row, action in zip(met, self.default_profile(asked).tolist(), strict=True):
            exact = [d + Fraction(a) * Fraction(b) for d, a, b in zip(exact, row, action, strict=True)]
        return Origin(exact=tuple(exact), factors=factors)

    def default_profile(self, disagreement: str | None = None) -> Array:
        """The profile behind a named disagreement point ("nash" or "defaults")."""
        name = disagreement if disagreement is not None else self.disagreement
        if isinstance(name, str) and name == "defaults" and self.defaults is not None:
            return self.defaults
        if isinstance(name, str) and name == "nash":
            return self.nash_profile()
        raise invalid(
            "disagreement",
            'must be "nash"' + (' or "defaults"' if self.defaults is not None else ""),
            shown(name) if isinstance(name, str) else "a vector",
            "name one of these, since a vector has no profile of its own",
        )

    def fallback_profile(self) -> Array:
        """The profile (m, m) without cooperation: the one the world names, or Nash where it only gives payoffs."""
        return self.default_profile(None if isinstance(self.disagreement, str) else "nash")

    def _disagreement_point(self, disagreement: ArrayLike | str) -> Array:
        if isinstance(disagreement, str):
            return self.expected_utility(self.default_profile(disagreement))
        d = finite_array(disagreement, "disagreement", 1, "give one payoff per type")
        of_length(d, self.count, "disagreement", "type", "give one payoff per type")
        return d

    def bargaining_weights(self, weights: ArrayLike | str, *, required: bool = True) -> Array | None:
        """Numbers for "prior", "equal" or given weights; they sum to one."""
        if not isinstance(weights, str):
            return checked_weights(weights, self.count)
        if weights == "equal":
            return locked(np.full(self.count, 1.0 / self.count))
        if weights != "prior":
            raise invalid("weights", 'must be "prior", "equal" or one number per type', shown(weights), "choose one")
        if self.beliefs.prior is None and required:
            raise invalid(
                "weights",
                "are needed where the beliefs have no unique common prior",
                "not given",
                'say weights = "equal" or give one number per type (in a file the key weights, as an option '
                "--weights equal)",
            )
        return self.beliefs.prior

    def profile(self, deal: Agreement) -> Array:
        """The unscaled actions alpha (m, m) of ``deal``: row t lies in A_t, also where nobody meets type t."""
        rule, fix = "must be an agreement on this world with actions", "solve world.problem() first"
        if not isinstance(deal, Agreement):
            raise invalid("deal", rule, shown(deal), fix)
        if deal.names != self.names:
            raise invalid("deal", rule, f"one between {listed([shown(name) for name in deal.names])}", fix)
        if len(deal.choices) != self.count:
            raise invalid("deal", rule, f"one with status {deal.status}", fix)
        rows = []
        for part, row, choice in zip(self.sets, self.meetings, deal.choices, strict=True):
            if part.uses() is None:
                choice = (choice[0] * row, *choice[1:])  # directions of the scaled set, seen by the set itself
            rows.append(act(part, choice))
        return np.array(rows)

    def _checked_profile(self, profile: ArrayLike, name: str) -> Array:
        """``profile`` (m, m), of the right shape."""
        alpha = finite_array(profile, name, 2, "give what each type does for each type")
        if alpha.shape != (self.count, self.count):
            rule, came = f"must have shape ({self.count}, {self.count})", f"of shape {alpha.shape}"
            raise invalid(name, rule, came, "give what each type does for each type")
        return alpha

    def _checked_defaults(self, profile: ArrayLike) -> Array:
        alpha = self._checked_profile(profile, "defaults")
        for t, (part, row) in enumerate(zip(self.sets, alpha, strict=True)):
            if not part.contains(row):
                rule = "must be an action that this type has"
                raise invalid(f"defaults[{t}]", rule, shown(row.tolist()), "choose a point of its set")
        return alpha


def _players(players: float) -> float:
    rule = f"must be a whole number of at least 1 and at most {LARGEST:g}, or infinite"
    fix = "give a whole number of players or math.inf"
    n = real_number(players, "players", rule, fix)
    if n != math.inf and not (1 <= n <= LARGEST and n.is_integer()):
        raise invalid("players", rule, n, fix)
    return n


def _notes(notes: object) -> dict[str, str]:
    fix = 'give for example {"title": "..."}'
    if not isinstance(notes, Mapping):
        raise invalid("notes", "must be a table of texts", shown(notes), fix)
    for key, text in notes.items():
        if not isinstance(key, str):
            raise invalid("notes", "must have keys that are text", f"has the key {shown(key)}", fix)
        plain_text(text, f"notes[{shown(key)}]", "write it in words")
    return dict(notes)
