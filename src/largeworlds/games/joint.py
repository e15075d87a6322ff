"""JointDistribution: how likely every outcome of a game is, whatever makes the players' actions go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import Array, finite_array, listing, locked, real_array
from .._core.errors import invalid
from .._core.text import number


@dataclass(frozen=True, eq=False, init=False)
class JointDistribution:
    """A distribution over the outcomes of a normal-form game (Treutlein 2023, Section 4.3, for one type each).

    Parameters
    ----------
    table : (k_1, ..., k_n), the probability of every outcome: one axis per player, one entry per action; none negative,
        summing to one within 1e-9. A sum that is not one to the last digit is scaled to one.

    Raises :class:`InvalidProblem` for anything else.

    >>> coin = JointDistribution([[0.5, 0.0], [0.0, 0.5]])
    >>> coin.marginal(0).tolist(), coin.is_independent
    ([0.5, 0.5], False)
    """

    table: Array

    def __init__(self, table: ArrayLike) -> None:
        fix = "give the probability of every outcome, one axis per player"
        ndim = real_array(table, "table", fix).ndim
        if ndim == 0:
            raise invalid("table", "must have one axis per player", "a single number", fix)
        object.__setattr__(self, "table", locked(_distribution(finite_array(table, "table", ndim, fix), "table")))

    @classmethod
    def independent(cls, profile: Sequence[ArrayLike]) -> JointDistribution:
        """The product of one mixed strategy (k_i,) per player."""
        rule, fix = "must be a list of mixed strategies", "give one list of probabilities per player"
        strategies = [
            _distribution(finite_array(one, f"profile[{i}]", 1, fix), f"profile[{i}]")
            for i, one in enumerate(listing(profile, "profile", rule, fix))
        ]
        if not strategies:
            raise invalid("profile", rule, "empty", fix)
        return cls(product_table(strategies))

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of actions of every player."""
        return tuple(self.table.shape)

    def marginal(self, player: int) -> Array:
        """How likely each action of the player at position ``player`` (from 0) is (k_i,)."""
        others = tuple(axis for axis in range(self.table.ndim) if axis != player)
        return np.asarray(self.table.sum(axis=others))

    @property
    def is_independent(self) -> bool:
        """True if no player's action says anything about the others': the table is the product of its marginals."""
        product = product_table([self.marginal(i) for i in range(self.table.ndim)])
        return bool(np.abs(self.table - product).max() <= tolerances.PROBABILITY)

    def __repr__(self) -> str:
        return f"JointDistribution({' x '.join(map(str, self.shape))}, {int((self.table > 0).sum())} outcomes possible)"


def product_table(strategies: Sequence[Array]) -> Array:
    """The outer product of distributions (k_i,)."""
    table = np.ones(())
    for strategy in strategies:
        table = np.multiply.outer(table, strategy)
    return np.asarray(table)


def _distribution(values: Array, name: str) -> Array:
    """``values``, none negative and summing to one; rounding of the sum is taken out."""
    if (values < 0).any():
        place = tuple(int(i) for i in np.argwhere(values < 0)[0])
        where = ", ".join(map(str, place))
        raise invalid(f"{name}[{where}]", "must not be negative", values[place], "give a probability")
    total = float(values.sum())
    if abs(total - 1) > tolerances.PROBABILITY:
        raise invalid(name, "must sum to one", f"sums to {number(total, 12)}", "scale it or add what is missing")
    return values if abs(total - 1) <= tolerances.SUM_ROUNDING else values / total
