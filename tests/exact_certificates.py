"""Recomputes exact answers from lists of rows and d alone, with fractions and nothing of the library."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Rows = Sequence[Sequence[Sequence[object]]]


def fractions(values: Sequence[object]) -> list[Fraction]:
    return [Fraction(v) for v in values]


def support(sets: Rows, w: Sequence[Fraction]) -> Fraction:
    """max w . x over the sum of the hulls."""
    return sum(max(sum(a * Fraction(b) for a, b in zip(w, row, strict=True)) for row in rows) for rows in sets)


def inner(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def assert_member(sets: Rows, payoffs: Sequence[Fraction], shares: Sequence[Sequence[Fraction]]) -> None:
    """``shares`` are mixtures, one per set, that bring the payoffs."""
    assert all(type(v) is Fraction for v in payoffs)
    total = [Fraction(0)] * len(payoffs)
    for rows, parts in zip(sets, shares, strict=True):
        assert sum(parts) == 1 and min(parts) >= 0
        for part, row in zip(parts, rows, strict=True):
            total = [x + part * Fraction(v) for x, v in zip(total, row, strict=True)]
    assert total == list(payoffs)


def assert_ladder(sets: Rows, base, ray, floor, payoffs, rungs) -> None:
    """Lexicographic optimality: prices of each rung hold those on it and below, and nobody above."""
    stopped: set[int] = set()
    held = {t for t, low in enumerate(floor) if low is not None and payoffs[t] == low}
    assert all(low is None or x >= low for x, low in zip(payoffs, floor, strict=True))
    levels = [rung.level for rung in rungs]
    assert levels == sorted(set(levels))
    for rung in rungs:
        assert all(payoffs[t] == base[t] + rung.level * ray[t] for t in rung.players)
        stopped |= set(rung.players)
        assert all(p >= 0 and (p == 0 or t in stopped | held) for t, p in enumerate(rung.prices))
        assert all(rung.prices[t] > 0 for t in rung.players)
        assert support(sets, rung.prices) == inner(rung.prices, payoffs)
    assert all(t in stopped or (ray[t] == 0 and t in held) for t in range(len(ray)))


def assert_nash(sets: Rows, d, nu, deal) -> None:
    """Exactly: w = nu / gains, and with multipliers for those held at d nothing feasible is better."""
    gains = [x - own for x, own in zip(deal.payoffs, d, strict=True)]
    w = deal.weights
    for t, (gain, weight) in enumerate(zip(gains, nu, strict=True)):
        if weight and deal.can_gain[t]:
            assert gain > 0
        else:
            assert gain >= 0 and w[t] >= 0 and (w[t] == 0 or gain == 0)
    counted = [t for t, weight in enumerate(nu) if weight and deal.can_gain[t]]
    total = sum(nu[t] for t in counted)
    assert all(w[t] * gains[t] == nu[t] / total for t in counted)
    assert support(sets, w) == inner(w, deal.payoffs)
