"""Trade: who gives whom how much, compared with what each type would do without cooperation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .._core.arrays import Array, Mask
from ..bargaining.agreement import Agreement
from ..bargaining.measures import shown_gains
from .world import World

#: A flow counts if it is worth more than this share of the receiver's gain.
NOTABLE = 0.01
_MOST_CYCLES = 20
_LONGEST_CYCLE = 5


@dataclass(frozen=True, eq=False)
class Trade:
    """``flows[giver, receiver]`` (m, m): change in the receiver's expected utility because the giver cooperates.

    In the units of the problem; columns sum to the change from default to compromise. The diagonal is what a type's own
    kind loses by not serving itself only (negative or zero if the default is the Nash profile).
    """

    flows: Array
    gains: Array

    @property
    def own_cost(self) -> Array:
        """What each type gives up of its own payoff (m,)."""
        return np.asarray(-np.diag(self.flows))

    @property
    def received(self) -> Array:
        """What each type receives from the others (m,)."""
        return np.asarray(self.flows.sum(axis=0) - np.diag(self.flows))

    @property
    def relative(self) -> Array:
        """Flows in units of the receiver's gain (m, m), so that they compare across types; 0 where nobody gains."""
        unit = np.where(self.gains > 0, self.gains, np.inf)
        return np.asarray(self.flows / unit)

    @property
    def given(self) -> Array:
        """What each type brings to the others, as the sum of their gains' shares (m,)."""
        relative = self.relative
        return np.asarray(relative.sum(axis=1) - np.diag(relative))

    @property
    def taken(self) -> Array:
        """What each type receives from the others, in units of its own gain (m,)."""
        relative = self.relative
        return np.asarray(relative.sum(axis=0) - np.diag(relative))

    @property
    def mutual(self) -> list[tuple[int, int]]:
        """Pairs that benefit each other notably, the strongest (by the weaker direction) first."""
        relative = self.relative
        both = np.minimum(relative, relative.T)
        pairs = [(int(i), int(j)) for i, j in np.argwhere(np.triu(both > NOTABLE, 1))]
        return sorted(pairs, key=lambda pair: -both[pair])

    @property
    def cycles(self) -> list[tuple[int, ...]]:
        """Chains i -> j -> k -> i of at least three types, each bringing the next more than it gets back from it.

        Strongest weakest link first; at most 20, of length up to 5 (Treutlein 2023, Section 3.5.3).
        """
        relative = self.relative
        edges = (relative > NOTABLE) & (relative > 2 * relative.T)
        np.fill_diagonal(edges, False)
        found: list[tuple[float, tuple[int, ...]]] = []
        for first in range(len(edges)):
            self._extend((first,), np.inf, edges, relative, found)
        found.sort(key=lambda item: (-item[0], item[1]))
        return [cycle for _, cycle in found[:_MOST_CYCLES]]

    def _extend(
        self,
        path: tuple[int, ...],
        weakest: float,
        edges: Mask,
        relative: Array,
        found: list[tuple[float, tuple[int, ...]]],
    ) -> None:
        """Depth-first search over cycles that start at their smallest index, up to a limit on their number."""
        if len(found) > 4000:
            return
        first, last = path[0], path[-1]
        if len(path) >= 3 and edges[last, first]:
            found.append((float(min(weakest, relative[last, first])), path))
        if len(path) == _LONGEST_CYCLE:
            return
        for step in np.flatnonzero(edges[last]):
            if step > first and step not in path:
                self._extend((*path, int(step)), min(weakest, float(relative[last, step])), edges, relative, found)

    @property
    def net_givers(self) -> list[int]:
        """Types that bring the others more than they receive, both in units of the receivers' gains; largest first."""
        balance = self.given - self.taken
        return [int(t) for t in np.argsort(-balance) if balance[t] > NOTABLE]

    @property
    def gives_nothing(self) -> list[int]:
        """Types whose cooperation changes nobody else's payoff: exactly, not only by little."""
        others = np.where(np.eye(len(self.flows), dtype=bool), 0.0, self.flows)
        return [int(t) for t in np.flatnonzero((others == 0).all(axis=1))]

    @property
    def benefits_nobody(self) -> list[int]:
        """Types whose cooperation brings no other type a notable benefit (Treutlein 2023, Section 3.5.3)."""
        relative = self.relative.copy()
        np.fill_diagonal(relative, 0.0)
        return [int(t) for t in np.flatnonzero((relative <= NOTABLE).all(axis=1))]


def trade(world: World, deal: Agreement) -> Trade:
    """Compare the compromise with the world's default profile (Nash unless the world says otherwise)."""
    flows = world.meetings * (world.profile(deal) - world.fallback_profile())
    return Trade(flows, np.where(shown_gains(deal) > 0, flows.sum(axis=0), 0.0))
