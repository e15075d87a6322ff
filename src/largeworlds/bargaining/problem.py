"""What is asked: who contributes what, and what happens without an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import Array, finite_array, locked, names_or_default
from .._core.errors import InvalidProblem, invalid
from ..sets.base import ConvexSet
from ..sets.polytope import Polytope

SetLike = ConvexSet | ArrayLike


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

    def __init__(
        self,
        sets: Sequence[SetLike] | ConvexSet,
        names: Sequence[str] | None = None,
        *,
        weights: ArrayLike | None = None,
        units: str = "utility",
    ) -> None:
        joint = isinstance(sets, ConvexSet)
        listed: list[ConvexSet] = [sets] if isinstance(sets, ConvexSet) else [_as_set(s, i) for i, s in enumerate(sets)]
        if not listed:
            raise invalid("sets", "must have at least one set", "empty", "give one set per player")
        dim = listed[0].dim if joint else len(listed)
        for i, part in enumerate(listed):
            if part.dim != dim:
                raise invalid(
                    f"sets[{i}]",
                    f"must have dimension {dim}, one coordinate per player",
                    f"of dimension {part.dim}",
                    "give every player's payoffs for all players",
                )
        put = object.__setattr__
        put(self, "sets", tuple(listed))
        put(self, "joint", joint)
        put(self, "names", names_or_default(names, dim, "player"))
        put(self, "weights", None if weights is None else checked_weights(weights, dim))
        put(self, "units", units)

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

    def problem(self, disagreement: ArrayLike, weights: ArrayLike | None = None) -> BargainingProblem:
        """The bargaining problem with disagreement point ``disagreement`` (m,)."""
        return BargainingProblem._of(self, disagreement, self.weights if weights is None else weights)


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

    >>> import largeworlds as lw
    >>> problem = lw.BargainingProblem([lw.Ball([1.0, 1.0]), lw.Ball([1.0, 1.0])], [1.0, 1.0])
    >>> lw.bargain(problem).payoffs.round(6).tolist()
    [1.414214, 1.414214]
    """

    disagreement: Array = field(default_factory=lambda: np.zeros(0))

    def __init__(
        self,
        sets: Sequence[SetLike] | ConvexSet,
        disagreement: ArrayLike,
        names: Sequence[str] | None = None,
        weights: ArrayLike | None = None,
        *,
        units: str = "utility",
    ) -> None:
        super().__init__(sets, names, weights=weights, units=units)
        d = finite_array(disagreement, "disagreement", 1, "give the payoff of every player without agreement")
        if len(d) != self.dim:
            raise invalid(
                "disagreement",
                f"must have {self.dim} entries, one per player",
                len(d),
                "give the payoff of every player without agreement",
            )
        object.__setattr__(self, "disagreement", d)

    @classmethod
    def _of(cls, parts: Contributions, disagreement: ArrayLike, weights: ArrayLike | None) -> BargainingProblem:
        sets: Any = parts.sets[0] if parts.joint else parts.sets
        return cls(sets, disagreement, parts.names, weights, units=parts.units)


def checked_weights(weights: ArrayLike, dim: int) -> Array:
    """Bargaining weights: finite, none negative, not all zero, scaled to sum to one."""
    nu = finite_array(weights, "weights", 1, "give one bargaining weight per player")
    if len(nu) != dim:
        raise invalid("weights", f"must have {dim} entries, one per player", len(nu), "give one weight per player")
    if (nu < 0).any():
        i = int(np.argmin(nu))
        raise invalid(f"weights[{i}]", "must not be negative", nu[i], "use zero for a player whose gain does not count")
    if nu.sum() <= 0:
        raise invalid("weights", "must not all be zero", nu.tolist(), "give somebody a positive weight")
    if abs(nu.sum() - 1) <= tolerances.SUM_ROUNDING:
        return nu  # scaling again would only change the last bits, and saving and loading must not
    return locked(nu / nu.sum())


def _as_set(given: SetLike, index: int) -> ConvexSet:
    if isinstance(given, ConvexSet):
        return given
    try:
        return Polytope(given)
    except InvalidProblem as error:
        raise InvalidProblem(f"sets[{index}]: {error}") from None
