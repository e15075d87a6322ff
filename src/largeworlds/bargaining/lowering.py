"""From sets to arrays: the problem in scaled coordinates that the numerical kernels work on.

Coordinates are divided by powers of two near the range of each payoff, so that scaling is exact and no unit matters,
and every linear budget is moved to the mean of its points, so that no large shift is carried along.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .._core.arrays import Array
from .._numerics import compensated
from .._numerics.budgets import Stack
from ..sets.base import ConvexSet
from ..sets.uses import Budget, Uses
from .agreement import Choice
from .problem import Contributions


@dataclass(eq=False)
class Sampled:
    """A contributor that is known only by its maximizer: the best points seen so far and where they were best."""

    owner: int
    part: ConvexSet
    directions: Array
    points: Array

    def learn(self, w: Array, least: float) -> bool:
        """Ask for the best point in direction ``w``; keep it and say yes if it beats the known ones by ``least``."""
        best = self.part.maximizer(w)
        if float(best @ w) <= float((self.points @ w).max()) + least:
            return False
        self.directions = np.vstack([self.directions, w])
        self.points = np.vstack([self.points, best])
        return True


@dataclass(eq=False)
class Lowered:
    """A contributions problem in scaled coordinates: payoff_t = scale_t * (stack payoff_t + base_t).

    ``most`` (m,) is the most that everybody can get at all where the problem is only a part of another, a face of it.
    """

    parts: Contributions
    scale: Array
    uses: list[Uses | None]
    sampled: list[Sampled]
    most: Array | None = None
    stack: Stack = field(init=False)
    base: Array = field(init=False)
    owners: list[tuple[int, int]] = field(init=False)  # (player, budget index) per stacked budget; -1: sampled

    def __post_init__(self) -> None:
        self.restack()

    @classmethod
    def of(cls, parts: Contributions) -> Lowered:
        low, high = parts.bounding_box()
        size = np.maximum(np.abs(low), np.abs(high))
        wide = np.where(high - low > 1e-15 * size, high - low, np.where(size > 0, size, 1.0))
        scale = np.asarray(2.0 ** np.round(np.log2(wide)), dtype=np.float64)
        uses = [part.uses() for part in parts.sets]
        sampled = []
        for owner, (part, known) in enumerate(zip(parts.sets, uses, strict=True)):
            if known is None:
                probes = np.vstack([np.diag(1 / scale), -np.diag(1 / scale), 1 / scale])
                sampled.append(Sampled(owner, part, probes, part.maximizer(probes)))
        return cls(parts, scale, uses, sampled)

    def restack(self) -> None:
        """Build the stack again, after points were added or the scale changed."""
        stacked, owners, base = [], [], []
        m = len(self.scale)
        for player, known in enumerate(self.uses):
            if known is None:
                continue
            base.append(known.offset)
            for index, budget in enumerate(known.budgets):
                stacked.append(self._centred(budget, base))
                owners.append((player, index))
        for one in self.sampled:
            stacked.append(self._centred(Budget.linear(one.points), base))
            owners.append((one.owner, -1))
        self.stack = Stack.of(stacked, m)
        self.owners = owners
        self._base_parts = np.array(base) if base else np.zeros((1, m))
        self.base = compensated.column_sums(self._base_parts) / self.scale

    def _centred(self, budget: Budget, base: list[Array]) -> tuple[Array, Array, Array, Array]:
        directions = budget.directions
        if budget.is_linear:
            directions = directions * budget.scale[:, None]
            middle = directions.mean(axis=0)
            base.append(middle)
            one = np.ones(len(directions))
            return (directions - middle) / self.scale, one, 0.0 * one, one
        return directions / self.scale, budget.scale, budget.offset, budget.exponent

    def learn(self, w: Array, least: float) -> bool:
        """Let every oracle show its best point at scaled weights ``w``; restacks and says yes if one was news."""
        news = [one.learn(w / self.scale, least) for one in self.sampled]
        if any(news):
            self.restack()
        return any(news)

    def unseen(self, w: Array) -> float:
        """How much the oracles' best points beat the known ones at scaled weights ``w``, summed."""
        return sum(
            max(float(one.part.support(w / self.scale)) - float((one.points @ (w / self.scale)).max()), 0.0)
            for one in self.sampled
        )

    def threshold(self, d: Array) -> Array:
        """``d`` in the coordinates of the stack, with compensation: what the stack's payoff must exceed."""
        return compensated.column_sums(np.vstack([d[None], -self._base_parts])) / self.scale

    def support(self, w: Array) -> float:
        """Support of the whole feasible set in scaled weights ``w``."""
        return float(self.parts.support(w / self.scale))

    def budget(self, b: int) -> Budget:
        """The ``b``-th budget of the stack, in the units of the problem; that of a set with a finite description."""
        player, index = self.owners[b]
        known = self.uses[player]
        assert known is not None
        return known.budgets[index]

    def choices(self, shares: Array) -> tuple[Choice, ...]:
        """Shares of the stack handed back to their owners, tidied to sum to one."""
        found: list[list[Array]] = [[] for _ in self.uses]
        sampled = {one.owner: one for one in self.sampled}
        for (player, index), uses in zip(self.owners, self.stack.slices, strict=True):
            piece = shares[uses]
            if index >= 0:
                found[player].append(piece)
            else:
                used = piece > 0
                found[player] = [sampled[player].directions[used], piece[used]]
        return tuple(tuple(pieces) for pieces in found)


def act(part: ConvexSet, choice: Choice) -> Array:
    """The payoff vector that ``choice`` produces in ``part``."""
    known = part.uses()
    if known is not None:
        return known.point(choice)
    directions, shares = choice
    return np.asarray(shares @ part.maximizer(directions))
