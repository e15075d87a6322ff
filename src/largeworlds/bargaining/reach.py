"""How much one of two players can get if the other one gets at least so much: the frontier read as a function."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .._core.arrays import Array
from .arc import Arc

#: Payoffs on moving parts are sought to this, in scaled units.
_FOUND = 1e-13
#: A piece is smooth if the point at its middle slope is at least this share of it from both ends.
_INSIDE = 0.2
_ROUNDS = 300


@dataclass(frozen=True, eq=False)
class Reach:
    """The most that somebody can get, by how much less it may be, and what one unit of the other's floor costs."""

    most: float
    missing: float
    price: float


@dataclass(frozen=True, eq=False)
class Reaches:
    """The frontier that ``arc`` describes, as a function of either player's payoff, in its scaled gains."""

    arc: Arc

    def best(self, player: int, floor: float, cubics: bool = True) -> Reach:
        """The most of ``player`` where the other one gets at least ``floor``, which must be feasible.

        Without ``cubics`` moving parts are searched, which is the quicker way to a single answer.
        """
        found, place = self._best(player, floor, cubics), self.arc.frontier.place
        rounded = float(place[player] + found.price * place[1 - player])
        return Reach(found.most, found.missing + rounded, found.price)

    def _best(self, player: int, floor: float, cubics: bool) -> Reach:
        """The same for the frontier as it is rounded."""
        arc, mine, other = self.arc, player, 1 - player
        if player == 1:
            i = min(int(np.searchsorted(self._ends, floor)), len(arc.t0) - 1)
            near, far = arc.start[i], arc.end[i]
        else:
            i = max(int(np.searchsorted(self._starts, -floor, side="right")) - 1, 0)
            near, far = arc.end[i], arc.start[i]
        if floor <= near[other]:
            return Reach(float(near[mine]), 0.0, 0.0)
        if floor >= far[other] and not arc.edge[i]:
            return Reach(float(far[mine]), 0.0, self._price(player, float((arc.t0, arc.t1)[player][i])))
        if arc.edge[i]:
            rate = float(arc.delta[i, mine] / arc.delta[i, other])
            return Reach(float(near[mine]) - rate * float(floor - near[other]), 0.0, rate)
        if cubics and self._off[i, player] <= _FOUND:
            return self._between(i, player, floor)
        return self._searched(i, player, floor)

    @cached_property
    def _ends(self) -> Array:
        return np.array(self.arc.end[:, 0])

    @cached_property
    def _starts(self) -> Array:
        return np.array(-self.arc.start[:, 1])

    @staticmethod
    def _price(player: int, t: float) -> float:
        """What one unit for the other costs ``player`` where the logarithm of the slope is ``t``."""
        return float(np.exp((2 * player - 1) * t))

    @cached_property
    def _off(self) -> Array:
        """How far cubics through the ends of every piece are from its middle (n, 2), as functions of either payoff."""
        arc = self.arc
        middle = arc.frontier.moving(0.5 * (arc.t0 + arc.t1))[:, 0] + arc.v
        out = np.full((len(middle), 2), np.inf)
        for player in (0, 1):
            sign = 2 * player - 1
            with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
                slopes = -np.exp(sign * arc.t0), -np.exp(sign * arc.t1)
                guess = _cubic(arc.start[:, ::sign], arc.end[:, ::sign], *slopes, middle[:, 1 - player])
                off = np.abs(guess - middle[:, player])
                way = (middle - arc.start)[:, 1 - player] / (arc.end - arc.start)[:, 1 - player]
            # Where a face is met, the middle slope's point is an end of it and says nothing about what lies between.
            out[:, player] = np.where(np.isfinite(off) & (way > _INSIDE) & (way < 1 - _INSIDE), off, np.inf)
        return out

    def _between(self, i: int, player: int, floor: float) -> Reach:
        """The cubic through the ends of piece ``i``."""
        arc, sign = self.arc, 2 * player - 1
        slopes = -self._price(player, float(arc.t0[i])), -self._price(player, float(arc.t1[i]))
        value = float(_cubic(arc.start[i, ::sign], arc.end[i, ::sign], *slopes, floor))
        return Reach(value, 2 * float(self._off[i, player]), max(-slopes[0], -slopes[1]))

    def _searched(self, i: int, player: int, floor: float) -> Reach:
        """The same by secants, both ends kept around the floor, from the tangents above and the chord below."""
        arc, mine, other = self.arc, player, 1 - player
        ends = [(float(arc.t0[i]), arc.start[i]), (float(arc.t1[i]), arc.end[i])]
        off = [float(point[other]) - floor for _, point in ends]
        best = Reach(np.inf, np.inf, 0.0)
        for turn in range(_ROUNDS):
            (ta, a), (tb, b) = ends
            prices = [self._price(player, t) for t in (ta, tb)]
            gaps = [float(point[other]) - floor for point in (a, b)]
            tangents = [float(point[mine]) + w * gap for point, w, gap in zip((a, b), prices, gaps, strict=True)]
            chord = float(a[mine] + gaps[0] / (gaps[0] - gaps[1]) * (b[mine] - a[mine]))
            near = int(abs(gaps[1]) < abs(gaps[0]))
            best = Reach(min(tangents), max(min(tangents) - chord, 0.0), prices[near])
            middle = 0.5 * (ta + tb)
            if best.missing <= _FOUND or not ta < middle < tb:
                break
            guess = (off[0] * tb - off[1] * ta) / (off[0] - off[1])
            t = guess if turn % 4 < 3 and ta < guess < tb else middle
            point = arc.frontier.moving(np.array([t]))[0, 0] + arc.v[i]
            gap = float(point[other]) - floor
            side = int((gap > 0) == (gaps[1] > 0))
            ends[side], off[side] = (t, point), gap
            off[1 - side] *= 0.5 if turn % 4 else 1.0
        return best


def _cubic(a: Array, b: Array, slope_a: Array | float, slope_b: Array | float, x: Array | float) -> Array:
    """The cubic from ``a`` to ``b`` (points (..., 2) of argument and value) with the given slopes there, at ``x``."""
    wide = b[..., 0] - a[..., 0]
    s = (x - a[..., 0]) / wide
    rise = b[..., 1] - a[..., 1]
    bent = (1 - s) * (slope_a * wide - rise) + s * (rise - slope_b * wide)
    return np.asarray(a[..., 1] + s * rise + s * (1 - s) * bent)
