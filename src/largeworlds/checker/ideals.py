"""Ideal points: the most that everybody can get, over all feasible x or over those with x >= d."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from . import tolerances
from .arithmetic import ONE, ZERO, decimals
from .certificate import Case
from .claim import IdealClaim
from .feasibility import reached
from .parts import Reach
from .rungs import most_level, most_size, resolution
from .verification import Check

_ROUNDING = Decimal(tolerances.ROUNDING)
_RESOLUTION = Decimal(tolerances.RESOLUTION)


@dataclass(frozen=True)
class Ideals:
    """Ideal points as published, by how much they may be off, and the gap of their proofs, which has no unit."""

    points: list[Decimal]
    missing: list[Decimal]
    gap: Decimal

    def gains(self, disagreement: Sequence[Decimal], able: Sequence[bool]) -> list[Decimal]:
        """Ideal gains; zero for who cannot gain."""
        pairs = zip(self.points, disagreement, able, strict=True)
        return [max(b - d, ZERO) if gains else ZERO for b, d, gains in pairs]


def check_ideals(case: Case, kind: str) -> tuple[Check, Ideals | None]:
    """The ideal points of ``kind`` ("rational" or "feasible") that the result claims."""
    name, claim, d = "ideal points", case.claim, case.point.disagreement
    if claim.ideal is None:
        return Check(name, False, "The result does not say what the ideal points are."), None
    points, missing, gap = list(d), [ZERO] * len(d), ZERO
    sizes = case.sizes()
    for t, (who, gains) in enumerate(zip(claim.names, claim.can_gain, strict=True)):
        proof = claim.ideal_proof[t] if claim.ideal_proof else None
        said = Decimal(claim.ideal[t])
        if not gains:
            if abs(said - d[t]) > _ROUNDING * (abs(d[t]) + sizes[t]) or proof is not None:
                return Check(name, False, f"{who} cannot gain, so its ideal point must be disagreement."), None
            continue
        points[t] = said
        if kind == "feasible":
            most = case.model.most_above(t)
            if proof is not None or abs(said - most) > _ROUNDING * (abs(most) + sizes[t]):
                return Check(name, False, f"The most that {who} can get is {float(most):.12g}, not {said:.12g}."), None
            missing[t] = abs(said - most)
            continue
        if proof is None:
            return Check(name, False, f"Nothing proves the ideal point of {who}."), None
        found = _rational(case, t, said, proof, sizes)
        if isinstance(found, str):
            return Check(name, False, f"The ideal point of {who} {found}."), None
        missing[t], here = found
        gap = max(gap, here)
    over = (
        "feasible outcomes in which nobody falls below disagreement" if kind == "rational" else "all that is feasible"
    )
    said_ = f"Each is the most over {over}"
    said_ += f", within {float(gap):.1e} of what ranges allow; the choices that reach it are possible." * (gap > 0)
    return Check(name, True, said_ if gap > 0 else said_ + "."), Ideals(points, missing, gap)


def _rational(
    case: Case, t: int, said: Decimal, proof: IdealClaim, sizes: Sequence[Decimal]
) -> tuple[Decimal, Decimal] | str:
    """(by how much it may be off, gap) of the ideal point of ``t`` over x >= d; or what is wrong with it."""
    d, level = list(case.point.disagreement), Decimal(proof.level)
    if abs(said - d[t] - level) > _RESOLUTION * (abs(said) + sizes[t]):
        return f"is not its level {proof.level:.12g} above disagreement"
    model, prices = case.free_of_settled(decimals(proof.prices))
    if not abs(prices[t] - ONE) <= Decimal(tolerances.UNITS):
        return f"has prices by which it is worth {float(prices[t]):.12g}, not 1"
    prices = [price / prices[t] for price in prices]
    high = [model.most_above(s) for s in range(model.count)]
    low = [most - wide for most, wide in zip(high, model.ranges[0], strict=True)]
    reach = Reach(model.support_above, low, high)
    most = most_level(reach, prices, d, sizes)
    if proof.most is not None and Decimal(proof.most) < most - resolution(prices, d, sizes):
        return f"has prices that allow a gain of {float(most):.12g}, not {proof.most:.12g} at most"
    point = reached(case.model, proof.choices, f"ideal_proof[{t}].choices")
    if isinstance(point, str):
        return f"is not reached: {point}"
    for s, (x, least) in enumerate(zip(point, d, strict=True)):
        asked = least + level if s == t else least
        allowed = _RESOLUTION * (sizes[s] + abs(asked)) if s == t else case.allowed(s) + _RESOLUTION * sizes[s]
        if x < asked - allowed:
            return f"is not reached: its choices give {case.claim.names[s]} {float(x):.12g}, not {float(asked):.12g}"
    ray = [ONE if s == t else ZERO for s in range(len(d))]
    return max(most - level, ZERO) + abs(said - d[t] - level), (most - level) / most_size(reach, d, ray, ZERO)
