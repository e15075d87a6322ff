"""What is asked: who contributes what, and what happens without an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import (
    LARGEST,
    Array,
    finite_array,
    listing,
    locked,
    names_or_default,
    none_negative,
    of_length,
    plain_text,
    same_dim,
)
from .._core.errors import invalid
from .._core.rationals import exact_copy, vector
from .._core.text import shown
from ..sets.base import ConvexSet
from ..sets.polytope import Polytope

SetLike = ConvexSet | ArrayLike


@dataclass(frozen=True)
class Origin:
    """What the doubles of a problem stand for, where they are rounded.

    ``selfish``: d is what everybody gets if each serves itself best, not the number it is rounded to. ``exact`` (m,): d
    without rounding. ``factors`` (m, m): those of every player's set, which is scaled by their rounding.
    """

    selfish: bool = False
    exact: tuple[Fraction, ...] | None = None
    factors: tuple[tuple[Fraction, ...], ...] | None = None

    @property
    def of_profile(self) -> bool:
        """True if d is a rounding of what a profile brings, not the numbers themselves."""
        return self.selfish or self.exact is not None

    def of(self, kept: Sequence[int]) -> Origin:
        """The same for the players ``kept`` alone."""
        return replace(self, exact=None if self.exact is None else tuple(self.exact[t] for t in kept))


@dataclass(frozen=True, eq=False, init=False)
class Contributions:
    """What every player can contribute to everyone: individual feasible sets F_i (Treutlein 2023, Section 3.2).

    Parameters
    ----------
    sets : list of m sets of dimension m (player i's payoff vectors for all), summed to the feasible set F; or a single
        joint set F. A plain array (k, m) stands for the :class:`Polytope` of its rows.
    names : m distinct names; "player 1", ... by default.
    """

    sets: tuple[ConvexSet, ...]
    names: tuple[str, ...]
    joint: bool
    weights: Array | None = field(default=None)
    units: str = "utility"
    _given_weights: Sequence[float | Fraction] | None = field(default=None, repr=False)

    def __init__(
        self,
        sets: Sequence[SetLike] | ConvexSet,
        names: Sequence[str] | None = None,
        *,
        weights: ArrayLike | None = None,
        units: str = "utility",
    ) -> None:
        joint = isinstance(sets, ConvexSet)
        listed = [sets] if isinstance(sets, ConvexSet) else as_sets(sets, "player")
        dim = listed[0].dim if joint else len(listed)
        for i, part in enumerate(listed):
            same_dim(part.dim, dim, f"sets[{i}]", "player", "give every player's payoffs for all players")
        put = object.__setattr__
        put(self, "sets", tuple(listed))
        put(self, "joint", joint)
        put(self, "names", names_or_default(names, dim, "player"))
        put(self, "weights", None if weights is None else checked_weights(weights, dim))
        put(self, "_given_weights", None if weights is None else _as_given(weights, "weights"))
        put(self, "units", plain_text(units, "units", "say what payoffs are measured in"))

    @property
    def dim(self) -> int:
        """Number of players (or types)."""
        return len(self.names)

    def support(self, w: ArrayLike) -> Array:
        """Support of the feasible set: the sum of the players' supports."""
        return np.asarray(sum(part.support(w) for part in self.sets))

    def bounding_box(self) -> tuple[Array, Array]:
        """Smallest and largest feasible payoff of every player."""
        boxes = [part.bounding_box() for part in self.sets]
        return np.sum([low for low, _ in boxes], axis=0), np.sum([high for _, high in boxes], axis=0)

    def problem(
        self,
        disagreement: ArrayLike,
        weights: ArrayLike | None = None,
        *,
        outside_options: ArrayLike | None = None,
        origin: Origin | None = None,
    ) -> BargainingProblem:
        """The bargaining problem with disagreement point ``disagreement`` (m,)."""
        own: Any = self._given_weights
        nu = own if weights is None else weights
        return BargainingProblem._of(self, disagreement, nu, origin, outside_options)

    @property
    def exact_weights(self) -> tuple[Fraction, ...] | None:
        """The weights without rounding: those that were given, divided by their sum."""
        if self._given_weights is None:
            return None
        nu = vector(self._given_weights)
        total = sum(nu)
        return tuple(v / total for v in nu)


@dataclass(frozen=True, eq=False, init=False)
class BargainingProblem(Contributions):
    """A bargaining game B = (N, (F_i), d) (Treutlein 2023, Definition 2 and Section 3.2).

    Parameters
    ----------
    sets : one set per player (summed), or a single joint set; see :class:`Contributions`.
    disagreement : d (m,), the payoffs without agreement, in the units of the sets. It need not be feasible: the
        problem has an agreement if some feasible x has x >= d.
    names : m distinct names.
    weights : bargaining weights nu (m,), none negative, scaled to sum to one; equal if not given.
    outside_options : o (m,), what every player can get by leaving; an agreement has to give at least that. Unlike d it
        does not enter gains: an outside option that does not bind has no influence (Binmore, Shaked and Sutton 1989).
        The Nash solution takes them.

    Fractions, decimals and large whole numbers, in d, weights and sets, are kept for exact answers.
    Numbers may be at most 1e150 in size; :func:`largeworlds.bargain` says what else it can compute with.

    >>> import largeworlds as lw
    >>> problem = lw.BargainingProblem([lw.Ball([1.0, 1.0]), lw.Ball([1.0, 1.0])], [1.0, 1.0])
    >>> lw.bargain(problem).payoffs.round(6).tolist()
    [1.414214, 1.414214]
    """

    disagreement: Array = field(default_factory=lambda: np.zeros(0))
    outside_options: Array | None = field(default=None)
    origin: Origin = field(default=Origin(), repr=False)
    _given_disagreement: Sequence[float | Fraction] = field(default=(), repr=False)

    def __init__(
        self,
        sets: Sequence[SetLike] | ConvexSet,
        disagreement: ArrayLike,
        names: Sequence[str] | None = None,
        weights: ArrayLike | None = None,
        *,
        units: str = "utility",
        outside_options: ArrayLike | None = None,
    ) -> None:
        super().__init__(sets, names, weights=weights, units=units)
        fix = "give the payoff of every player without agreement"
        d = finite_array(disagreement, "disagreement", 1, fix)
        of_length(d, self.dim, "disagreement", "player", fix)
        object.__setattr__(self, "disagreement", d)
        if outside_options is not None:
            fix = "give what every player can get by leaving, its disagreement payoff if nothing better"
            outside_options = finite_array(outside_options, "outside_options", 1, fix)
            of_length(outside_options, self.dim, "outside_options", "player", fix)
        object.__setattr__(self, "outside_options", outside_options)
        object.__setattr__(self, "_given_disagreement", _as_given(disagreement, "disagreement"))

    @property
    def floor(self) -> Array:
        """The least that an agreement must give every player (m,): d, or the outside option where that is more."""
        return (
            self.disagreement if self.outside_options is None else np.maximum(self.disagreement, self.outside_options)
        )

    @property
    def exact_disagreement(self) -> tuple[Fraction, ...]:
        """d without rounding, where it was given so or stands for what a profile brings; else the doubles it is."""
        return self.origin.exact or vector(self._given_disagreement)

    @classmethod
    def _of(
        cls,
        parts: Contributions,
        disagreement: ArrayLike,
        weights: ArrayLike | None,
        origin: Origin | None = None,
        outside_options: ArrayLike | None = None,
    ) -> BargainingProblem:
        sets: Any = parts.sets[0] if parts.joint else parts.sets
        made = cls(sets, disagreement, parts.names, weights, units=parts.units, outside_options=outside_options)
        object.__setattr__(made, "origin", Origin() if origin is None else origin)
        return made

    @classmethod
    def _raised(
        cls, sets: Sequence[ConvexSet], disagreement: Array, names: Sequence[str], units: str
    ) -> BargainingProblem:
        """A problem with more coordinates than contributors: constraints that are written as players of weight zero."""
        made = object.__new__(cls)
        fields = {
            "sets": tuple(sets),
            "joint": False,
            "names": tuple(names),
            "weights": None,
            "units": units,
            "disagreement": locked(disagreement),
            "outside_options": None,
            "origin": Origin(),
            "_given_disagreement": (),
            "_given_weights": None,
        }
        for name, value in fields.items():
            object.__setattr__(made, name, value)
        return made


def checked_weights(weights: ArrayLike, dim: int) -> Array:
    """Bargaining weights: finite, none negative, not all zero, scaled to sum to one."""
    nu = finite_array(weights, "weights", 1, "give one bargaining weight per player")
    of_length(nu, dim, "weights", "player", "give one bargaining weight per player")
    none_negative(nu, "weights", "use zero for a player whose gain does not count")
    if not nu.any():
        raise invalid("weights", "must not all be zero", shown(nu.tolist()), "give somebody a positive weight")
    tiny = (nu > 0) & (nu / nu.max() < 1 / LARGEST)
    if tiny.any():
        i = int(np.argmax(tiny))
        rule = f"must be zero or at least {1 / LARGEST:g} of the largest weight"
        raise invalid(f"weights[{i}]", rule, nu[i], "use zero for a player whose gain does not count")
    if abs(nu.sum() - 1) <= tolerances.SUM_ROUNDING:
        return nu  # scaling again would only change the last bits, and saving and loading must not
    return locked(nu / nu.sum())


def exact_numbers(values: ArrayLike, name: str) -> tuple[Fraction, ...]:
    """A vector as fractions: what was given, not what doubles make of it."""
    return vector(_as_given(values, name))


def _as_given(values: ArrayLike, name: str) -> Sequence[float | Fraction]:
    """A checked vector for exact answers: fractions where doubles would round it."""
    rounded = finite_array(values, name, 1, "give one number per player")
    return exact_copy(values, rounded) or rounded.tolist()


def as_sets(given: object, whose: str) -> list[ConvexSet]:
    """A non-empty list of sets; a plain array (k, m) among them stands for the :class:`Polytope` of its rows."""
    rule, fix = "must be a list with at least one set", f"give one set per {whose}"
    sets = [_as_set(one, f"sets[{i}]") for i, one in enumerate(listing(given, "sets", rule, fix))]
    if not sets:
        raise invalid("sets", rule, "empty", fix)
    return sets


def _as_set(given: Any, name: str) -> ConvexSet:
    if isinstance(given, ConvexSet):
        return given
    fix = "give a set such as lw.Ball, or a list with one row of payoffs per action"
    finite_array(given, name, 2, fix)  # complains in the caller's words
    return Polytope(given)
