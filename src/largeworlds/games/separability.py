"""Additive separability: is every payoff a sum of what each player contributes by itself (Definition 3).

Between two actions of player j the contributions to player i differ by the mean, over all that the others do, of the
difference in u_i: the least-squares fit (analysis of variance, main effects). A separable game is fitted exactly, and
its numbers stay as round as they were, since differences and means of equal numbers are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .._core import tolerances
from .._core.arrays import Array, locked
from .._core.text import number, percent
from .._numerics import compensated

if TYPE_CHECKING:
    from .normal_form import NormalFormGame


@dataclass(frozen=True)
class Interaction:
    """Four outcomes that no sum of contributions fits.

    In one situation of the others the action ``to`` of ``mover`` instead of its action ``of`` changes the payoff of
    ``receiver`` by ``change_before``, in another one by ``change_after``; in a separable game both are the same.
    ``outcomes`` are the four, ``payoffs`` what they give the receiver: of and to in the first situation, of and to in
    the second.
    """

    receiver: str
    mover: str
    of: str
    to: str
    outcomes: tuple[tuple[str, ...], ...]
    payoffs: tuple[float, float, float, float]

    @property
    def change_before(self) -> float:
        return self.payoffs[1] - self.payoffs[0]

    @property
    def change_after(self) -> float:
        return self.payoffs[3] - self.payoffs[2]

    @property
    def violation(self) -> float:
        """How far the two changes are apart."""
        return abs(self.change_after - self.change_before)

    def __str__(self) -> str:
        first, _, third, _ = (f"({', '.join(outcome)})" for outcome in self.outcomes)
        return (
            f"if {self.mover} goes from {self.of} to {self.to}, the payoff of {self.receiver} changes by "
            f"{number(self.change_before, 6)} at {first}, but by {number(self.change_after, 6)} at {third}"
        )


@dataclass(frozen=True, eq=False)
class Separability:
    """The decomposition u_i(a) = sum_j u_ij(a_j) of a game that comes nearest (Treutlein 2023, Definition 3).

    ``contributions[j]`` (k_j, n): what each action of player j gives to everyone; its hull is F_j. Definition 3 fixes
    the u_ij only up to constants. Here the first action of every player gives nothing to the others, and what a player
    has if all play their first action is its own contribution to itself. Another choice moves the F_j by vectors that
    add up to zero: F, and whatever is computed from F, is the same. ``residual`` is the largest absolute error over all
    players and outcomes, ``relative`` the largest one as a share of a player's range of payoffs. ``separable`` if that
    is at most ``tolerances.SEPARABLE`` or rounding; otherwise ``interaction`` shows four outcomes as a proof.
    """

    contributions: tuple[Array, ...]
    residual: float
    relative: float
    separable: bool
    interaction: Interaction | None = None

    def __bool__(self) -> bool:
        return self.separable

    def why_not(self) -> str:
        """A clause on why there is no decomposition; "" if there is one."""
        if self.interaction is None:
            return ""
        return f"payoffs that miss the nearest sum by up to {percent(self.relative)} of their range: {self.interaction}"


def separability(game: NormalFormGame) -> Separability:
    """The nearest decomposition of ``game``, and a proof if payoffs are no sums."""
    payoffs, n = game.payoffs, game.count
    contributions = _contributions(payoffs)
    fitted = np.zeros_like(payoffs)
    for j, rows in enumerate(contributions):
        axes = [1] * n
        axes[j] = len(rows)
        fitted = fitted + rows.T.reshape(n, *axes)
    flat, size = payoffs.reshape(n, -1), np.abs(payoffs.reshape(n, -1)).max(axis=1)
    missed = np.abs(payoffs - fitted).reshape(n, -1).max(axis=1)
    wide = np.ptp(flat, axis=1)
    relative = np.where(wide > 0, missed / np.where(wide > 0, wide, 1.0), 0.0)
    rounding = 8 * n * np.finfo(float).eps * size
    separable = bool((missed <= tolerances.SEPARABLE * wide + rounding).all())
    return Separability(
        tuple(locked(rows) for rows in contributions),
        float(missed.max()),
        float(relative.max()),
        separable,
        None if separable else _interaction(game, int(np.argmax(relative))),
    )


def _contributions(payoffs: Array) -> list[Array]:
    """Rows u_.j(a) (k_j, n) per player j: least squares, measured from everybody's first action."""
    n = len(payoffs)
    out = []
    rest = np.array(payoffs)
    for j in range(n):
        along = np.moveaxis(payoffs, j + 1, 1)  # (n, k_j, others)
        k = along.shape[1]
        gain = (along - along[:, :1]).reshape(n * k, -1)
        effects = (compensated.column_sums(gain.T) / gain.shape[1]).reshape(n, k)
        out.append(np.array(effects.T))
        rest -= effects.reshape(n, *(k if axis == j else 1 for axis in range(n)))
    constant = compensated.column_sums(rest.reshape(n, -1).T) / rest[0].size
    for i in range(n):
        out[i][:, i] += constant[i]
    return out


def _interaction(game: NormalFormGame, receiver: int) -> Interaction:
    """The move and the two situations between which what it brings to ``receiver`` differs most."""
    best = (-1.0, 0, 0, 0, 0)
    table = game.payoffs[receiver]
    for j in range(game.count):
        along = np.moveaxis(table, j, 0).reshape(table.shape[j], -1)
        gain = along - along[0]
        low, high = gain.argmin(axis=1), gain.argmax(axis=1)
        apart = np.ptp(gain, axis=1)
        a = int(np.argmax(apart))
        best = max(best, (float(apart[a]), j, a, int(low[a]), int(high[a])))
    _, j, to, before, after = best
    others = table.shape[:j] + table.shape[j + 1 :]
    outcomes, values = [], []
    for situation in (before, after):
        rest = list(map(int, np.unravel_index(situation, others)))
        for action in (0, to):
            places = (*rest[:j], action, *rest[j:])
            outcomes.append(tuple(names[a] for names, a in zip(game.actions, places, strict=True)))
            values.append(float(table[places]))
    first, second, third, fourth = values
    return Interaction(
        game.players[receiver],
        game.players[j],
        game.actions[j][0],
        game.actions[j][to],
        tuple(outcomes),
        (first, second, third, fourth),
    )
