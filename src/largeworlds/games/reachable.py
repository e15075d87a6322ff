"""What two players reach who mix independently; the set need not be convex (Treutlein 2023, Section 3.2).

If the first player mixes by p, the second one reaches exactly the hull of the points v(p, b) over its actions b. So x
is in reach iff x lies in that hull for some p. The simplex of all p is cut into smaller simplices. Whatever p a simplex
with corners p_1, ..., p_r holds, all that it reaches lies in the hull of the points v(p_l, b): if a line separates x
from these, the simplex is out. If lines do so for simplices that cover everything, x is out of reach, and the lines
prove it.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import Array, finite_array, locked, of_length
from .._core.errors import invalid
from .._core.text import shown
from .._numerics.linear_program import maximize

if TYPE_CHECKING:
    from .normal_form import NormalFormGame


@dataclass(frozen=True, eq=False)
class Reachability:
    """Whether independent mixing reaches the payoffs ``x`` (2,).

    ``reachable`` True: ``profile`` (one mixed strategy per player) brings ``payoffs``, which differ from x by at most
    ``error``, as a share of each payoff's range, and that is at most ``tolerances.REACHED``. False: ``cover`` is the
    proof, a list of (corners (r, k), direction w (2,)): the simplices of ``mixer``'s strategies with these corners
    cover all of them, and for each ``w . x`` exceeds ``w . u`` for every outcome u of a corner and an action of the
    other player. None: undecided within the number of simplices that was allowed; ``error`` is the smallest distance
    found.
    """

    x: Array
    reachable: bool | None
    mixer: str
    error: float
    profile: tuple[Array, Array] | None = None
    payoffs: Array | None = None
    cover: tuple[tuple[Array, Array], ...] = ()

    def __bool__(self) -> bool:
        return self.reachable is True

    def __repr__(self) -> str:
        words = {True: "reachable", False: "out of reach, proved", None: "undecided"}
        return f"Reachability({self.x.tolist()}: {words[self.reachable]})"


def reachable_independently(game: NormalFormGame, x: ArrayLike, most_boxes: int) -> Reachability:
    """Decide whether independent mixing reaches ``x``, looking at no more than ``most_boxes`` simplices."""
    if game.count != 2:
        raise invalid(
            "game", "must have two players", f"has {game.count}", "only two-player games can be decided in this way"
        )
    fix = "give the payoffs of the two players"
    point = finite_array(x, "x", 1, fix)
    of_length(point, 2, "x", "player", fix)
    if isinstance(most_boxes, bool) or not isinstance(most_boxes, (int, np.integer)) or most_boxes < 1:
        raise invalid("most_boxes", "must be a positive whole number", shown(most_boxes), "give for example 20000")
    return _Search(game, point).run(int(most_boxes))


class _Search:
    """Best-first search; the player with fewer actions is the one whose simplex is cut."""

    def __init__(self, game: NormalFormGame, x: Array) -> None:
        self.game, self.x = game, x
        self.first = 0 if game.shape[0] <= game.shape[1] else 1
        low, high = game.payoffs.min(axis=(1, 2)), game.payoffs.max(axis=(1, 2))
        size = np.maximum(np.abs(low), np.abs(high))
        self.unit = np.where(high - low > 1e-15 * size, high - low, np.where(size > 0, size, 1.0))
        table = game.payoffs if self.first == 0 else game.payoffs.transpose(0, 2, 1)
        self.table = (table - x[:, None, None]) / self.unit[:, None, None]  # x is the origin

    def points(self, corners: Array) -> Array:
        """What corners (r, k) and the other's actions bring, seen from x (r * k_other, 2)."""
        return np.asarray(np.einsum("iab,ra->rbi", self.table, corners).reshape(-1, 2))

    def run(self, most: int) -> Reachability:
        whole = np.eye(self.table.shape[1])
        nearest, waiting, cover, ticket = (np.inf, whole[0]), list[Any](), list[tuple[Array, Array]](), count()
        waiting.append((0.0, next(ticket), whole))
        for corner in whole:
            nearest = min(nearest, (_distance(self.points(corner[None])), corner), key=lambda found: found[0])
        for _ in range(most):
            if nearest[0] <= 0.5 * tolerances.REACHED or not waiting:
                break
            _, _, corners = heapq.heappop(waiting)
            w, margin = _separating(self.points(corners))
            if margin > tolerances.SEPARATED:
                cover.append((locked(corners), locked(-w / self.unit)))
                continue
            middle = corners.mean(axis=0)
            off = _distance(self.points(middle[None]))
            if off < nearest[0]:
                nearest = off, middle
            for half in _halves(corners):
                heapq.heappush(waiting, (off, next(ticket), half))
        return self._answer(nearest, bool(waiting), cover)

    def _answer(self, nearest: tuple[float, Array], open_: bool, cover: list[tuple[Array, Array]]) -> Reachability:
        mixer = self.game.players[self.first]
        off, p = nearest
        if off <= tolerances.REACHED:
            q = _mixture(self.points(p[None]))
            profile = (p, q) if self.first == 0 else (q, p)
            payoffs = self.game.independent_payoffs(profile)
            error = float((np.abs(payoffs - self.x) / self.unit).max())
            if error <= tolerances.REACHED:
                kept = locked(profile[0]), locked(profile[1])
                return Reachability(self.x, True, mixer, error, kept, locked(payoffs))
        if open_ or off <= tolerances.REACHED:
            return Reachability(self.x, None, mixer, off)
        return Reachability(self.x, False, mixer, off, cover=tuple(cover))


def _separating(points: Array) -> tuple[Array, float]:
    """(w, margin): the unit vector w with the largest ``min w . point``; margin <= 0 if the origin is in the hull."""
    if (np.abs(points).max(axis=1) <= 0).any():
        return np.zeros(2), 0.0
    angles = np.arctan2(points[:, 1], points[:, 0])
    order = np.argsort(angles)
    turned = angles[order]
    gaps = np.diff(np.append(turned, turned[0] + 2 * np.pi))
    widest = int(np.argmax(gaps))
    if gaps[widest] <= np.pi:
        return np.zeros(2), 0.0
    # All points lie in a cone: the nearest point of their hull decides, or where rounding blurs it the cone's middle.
    middle = turned[widest] + gaps[widest] / 2 + np.pi
    options = [np.array([np.cos(middle), np.sin(middle)])]
    nearest = _nearest(points)
    length = float(np.hypot(*nearest))
    if length > 0:
        options.append(nearest / length)
    return max(((w, float((points @ w).min())) for w in options), key=lambda found: found[1])


def _nearest(points: Array) -> Array:
    """The point of all segments between two of ``points`` that is nearest to the origin."""
    start, edge = points[:, None, :], points[None, :, :] - points[:, None, :]
    length = (edge**2).sum(axis=2)
    along = np.clip(-(start * edge).sum(axis=2) / np.where(length > 0, length, 1.0), 0.0, 1.0)
    foot = (start + along[:, :, None] * edge).reshape(-1, 2)
    return np.asarray(foot[int(np.argmin((foot**2).sum(axis=1)))])


def _distance(points: Array) -> float:
    """How far the origin is from the hull of ``points``; zero inside."""
    _, margin = _separating(points)
    return float(np.hypot(*_nearest(points))) if margin > 0 else 0.0


def _halves(corners: Array) -> tuple[Array, Array]:
    """The simplex cut in two at the middle of its longest edge."""
    length = ((corners[:, None] - corners[None]) ** 2).sum(axis=2)
    i, j = divmod(int(np.argmax(length)), len(corners))
    one, two = corners.copy(), corners.copy()
    one[j] = two[i] = 0.5 * (corners[i] + corners[j])
    return one, two


def _mixture(points: Array) -> Array:
    """Shares of ``points`` whose mixture is as near to the origin as can be."""
    k = len(points)
    rows = np.vstack(
        [np.hstack([points.T, np.ones((2, 1))]), np.hstack([-points.T, np.ones((2, 1))]), np.append(np.ones(k), 0.0)]
    )
    lower, upper = np.append(np.zeros(4), 1.0), np.append(np.full(4, np.inf), 1.0)
    found = maximize(np.append(np.zeros(k), -1.0), rows, lower, upper, np.zeros(k + 1), np.inf)
    shares = np.maximum(found.x[:k], 0.0)
    return np.asarray(shares / shares.sum() if shares.sum() > 0 else np.full(k, 1.0 / k))
