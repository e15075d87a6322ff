"""What an irrational Nash bargaining solution solves: equations on the face of the feasible set that it lies on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..._core.rationals import Vector
from ..._core.text import counted, listed

#: Coefficients longer than this are counted, not shown.
_LONGEST = 60


@dataclass(frozen=True)
class AlgebraicBlock:
    """Some ``players`` whose gains g depend on each other alone.

    On the face they are ``point + directions' z``; ``normals`` are the directions in which it is flat. ``kind``:

    - "rational": ``gains`` are fractions.
    - "line" (one direction v): g = point + v z where z is the only root of the polynomial between ``low`` and ``high``.
    - "pencil" (two normals n, k with k . g = 0): g = nu c / (n + s k) where s is that root and c = n . g / sum nu.
    - "system": ``sum_t nu_t v_t / g_t = 0`` for every direction v, with no polynomial in one variable at hand.

    ``coefficients`` are whole numbers, highest power first; empty for the other kinds.
    """

    players: tuple[int, ...]
    kind: str
    point: Vector
    directions: tuple[Vector, ...]
    normals: tuple[Vector, ...]
    gains: Vector = ()
    coefficients: tuple[int, ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def degree(self) -> int:
        return len(self.coefficients) - 1

    def words(self, names: tuple[str, ...]) -> str:
        """One sentence about these players."""
        who = listed([names[t] for t in self.players])
        if self.kind == "rational":
            return f"{who}: rational."
        if self.kind == "system":
            return (
                f"{who}: sum over t of nu_t v_t / gain_t = 0 for each of {counted(len(self.directions), 'direction')} "
                "v of the face; whether its solution is rational was not decided."
            )
        z = "z" if self.kind == "line" else "s"
        gain = "point + z direction" if self.kind == "line" else "nu c / (first normal + s second normal)"
        assert self.low is not None and self.high is not None
        return (
            f"{who}: gains are {gain}, {z} = {float((self.low + self.high) / 2):.15g} the only root in its interval of "
            f"{self.polynomial(z)}, which is irrational."
        )

    def polynomial(self, z: str = "z") -> str:
        """The polynomial as text.

        >>> AlgebraicBlock((0,), "line", (), (), (), (), (3, -6, 2)).polynomial()
        '3 z^2 - 6 z + 2'
        """
        text = ""
        for i, c in enumerate(self.coefficients):
            power = self.degree - i
            if not c:
                continue
            letter = "" if power == 0 else z if power == 1 else f"{z}^{power}"
            size = "" if abs(c) == 1 and letter else str(abs(c))
            sign = ("-" if c < 0 else "") if not text else (" - " if c < 0 else " + ")
            text += sign + " ".join(part for part in (size, letter) if part)
        return text if len(text) <= _LONGEST * 2 else f"a polynomial of degree {self.degree} with whole coefficients"


@dataclass(frozen=True)
class AlgebraicCondition:
    """The face that the solution lies on, and what it solves there.

    ``active``: per budget the actions that are used. ``proved``: the solution lies inside the hull of these and no
    other action is as good at its weights, so that the equations of ``blocks`` hold, by exact arithmetic; False: the
    equations are those of the face on which the feasible point lies, and only the agreement's intervals are proved.
    """

    names: tuple[str, ...]
    active: tuple[tuple[int, ...], ...]
    blocks: tuple[AlgebraicBlock, ...]
    proved: bool

    @property
    def irrational(self) -> bool:
        """True if it is proved that some payoff is irrational."""
        return self.proved and any(block.kind in ("line", "pencil") for block in self.blocks)

    def __str__(self) -> str:
        return " ".join(block.words(self.names) for block in self.blocks)
