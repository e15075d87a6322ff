"""Harsanyi's theorem as a check: whether a compromise utility is a weighted sum (Treutlein 2023, Theorem 5).

If u* respects unanimous preferences over lotteries (Axiom 4: whenever ``u_i(p) >= u_i(q)`` for all i, ``u*(p) >=
u*(q)``) then ``u* = c + sum lambda_i u_i`` with ``lambda >= 0``, and conversely. The two sides are dual linear programs
(Farkas): the largest violation ``u*(q) - u*(p)`` among such p, q is twice the smallest largest deviation of u* from a
weighted sum. So there always is a proof: the weights, or two lotteries.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..._core import tolerances
from ..._core.arrays import LARGEST, Array, locked, positive_number, real_array
from ..._core.errors import NotConverged, invalid
from ..._core.text import number, shown
from ..._numerics.linear_program import maximize

#: Outcomes that are compared with all others where independent lotteries are sought.
_MOST_OUTCOMES = 10_000


@dataclass(frozen=True, eq=False)
class HarsanyiCheck:
    """Weights behind a compromise utility, or lotteries that show there are none; true if Axiom 4 holds.

    ``holds``: does Axiom 4 hold for the lotteries of ``mixing``? None if that is undecided. If there are weights, ``u*
    = constant + sum weights_i u_i`` up to ``deviation``, the largest error as a share of the range of u*. Otherwise
    they are None and ``better`` and ``worse`` are lotteries over outcomes (of u_star's shape) with ``u_i(better) >=
    u_i(worse)`` for every i but ``u*(better) < u*(worse)``, by ``violation`` of the range of u*.
    """

    holds: bool | None
    mixing: str
    weights: Array | None
    constant: float
    deviation: float
    better: Array | None
    worse: Array | None
    violation: float
    reason: str

    def __post_init__(self) -> None:
        for name in ("weights", "better", "worse"):
            value = getattr(self, name)
            object.__setattr__(self, name, None if value is None else locked(value))

    def __bool__(self) -> bool:
        return self.holds is True


def check_harsanyi(
    utilities: ArrayLike, u_star: ArrayLike, *, mixing: str = "correlated", tolerance: float = tolerances.HARSANYI
) -> HarsanyiCheck:
    """Whether ``u_star`` is a weighted sum of the players' ``utilities``, and so respects what they prefer unanimously.

    ``utilities`` is (n, k1, ..., kn), or (n, K) for a plain list of outcomes; ``u_star`` has the shape of one of them.
    With ``mixing="correlated"`` (default) lotteries are any distributions over outcomes, and then the two questions are
    one (Theorem 5). With ``mixing="independent"`` only products of the players' own mixtures count: weights still
    prove Axiom 4, two outcomes or products that break it disprove it, but it may hold without weights (u_1 = a_1, u_2 =
    a_2, u* = a_1 a_2), so the answer can be undecided. Deviations below ``tolerance`` of the range of u* are none.

    >>> check = check_harsanyi([[0, 1, 0, 1], [0, 0, 1, 1]], [5, 7, 8, 10])
    >>> check.weights.round(9).tolist(), round(check.constant, 9), bool(check)
    ([2.0, 3.0], 5.0, True)
    """
    u, star, shape = _checked(utilities, u_star, mixing)
    tolerance = positive_number(tolerance, "tolerance", "give a small share of the range of u_star, such as 1e-9")
    middle = u.mean(axis=1)
    size = np.ptp(u, axis=1)
    flat = size <= 1e-14 * np.abs(u).max(axis=1)
    size = np.where(flat, 1.0, size)
    scaled = np.where(flat[:, None], 0.0, (u - middle[:, None]) / size[:, None])
    star_size = float(np.ptp(star))
    if star_size <= 1e-14 * float(np.abs(star).max()):
        reason = "u_star is constant: all weights are zero."
        return HarsanyiCheck(True, mixing, np.zeros(len(u)), float(star.mean()), 0.0, None, None, 0.0, reason)
    goal = (star - star.mean()) / star_size
    lam, deviation = _nearest_sum(scaled, goal)
    if deviation <= tolerance:
        weights = lam * star_size / size
        constant = float((star - weights @ u).max() + (star - weights @ u).min()) / 2
        reason = "u_star is a weighted sum of the utilities, so it never goes against a unanimous preference."
        return HarsanyiCheck(True, mixing, weights, constant, deviation, None, None, 0.0, reason)
    better, worse, violation = _violation(scaled, goal)
    if not violation > tolerance:
        raise NotConverged(f"Undecided: u_star deviates from any weighted sum by {deviation:.3g} of its range.")
    if mixing == "independent":
        return _independent(scaled, goal, shape, deviation, tolerance, (better, worse))
    reason = f"two lotteries break it: u_star prefers what nobody prefers, by {number(violation)} of its range."
    lotteries = better.reshape(shape), worse.reshape(shape)
    return HarsanyiCheck(False, mixing, None, np.nan, deviation, *lotteries, violation, reason)


def _nearest_sum(u: Array, goal: Array) -> tuple[Array, float]:
    """(weights, largest deviation) of the weighted sum plus constant nearest to ``goal``."""
    n, k = u.shape
    rows = np.vstack([np.column_stack([u.T, np.ones(k), np.ones(k)]), np.column_stack([u.T, np.ones(k), -np.ones(k)])])
    far = np.full(k, np.inf)
    lower = np.concatenate([np.zeros(n), [-np.inf, 0.0]])
    answer = maximize(
        -np.eye(n + 2)[n + 1], rows, np.append(goal, -far), np.append(far, goal), lower, np.full(n + 2, np.inf)
    )
    if answer.status != "optimal":
        raise NotConverged(f"The linear program for the weights ended as {answer.status}.")
    lam = np.maximum(answer.x[:n], 0.0)
    rest = goal - lam @ u
    return lam, float(np.ptp(rest)) / 2


def _violation(u: Array, goal: Array) -> tuple[Array, Array, float]:
    """(better, worse, by how much): lotteries with ``u(better) >= u(worse)`` whose order u* reverses most."""
    n, k = u.shape
    rows = np.zeros((n + 2, 2 * k))
    rows[:n, :k], rows[:n, k:], rows[n, :k], rows[n + 1, k:] = u, -u, 1.0, 1.0
    low, high = np.append(np.zeros(n), [1.0, 1.0]), np.append(np.full(n, np.inf), [1.0, 1.0])
    answer = maximize(np.append(-goal, goal), rows, low, high, np.zeros(2 * k), np.ones(2 * k))
    if answer.status != "optimal":
        raise NotConverged(f"The linear program for the lotteries ended as {answer.status}.")
    better, worse = (np.maximum(part, 0.0) / np.maximum(part, 0.0).sum() for part in (answer.x[:k], answer.x[k:]))
    return better, worse, float(goal @ (worse - better))


def _independent(
    u: Array,
    goal: Array,
    shape: tuple[int, ...],
    deviation: float,
    tolerance: float,
    found: tuple[Array, Array],
) -> HarsanyiCheck:
    """No weights: look for a violation by the lotteries found, if they are products, and by pairs of outcomes."""
    candidates = [found] if all(_is_product(p.reshape(shape)) for p in found) else []
    k = u.shape[1]
    for liked in np.argsort(-goal)[:_MOST_OUTCOMES]:  # what u* likes best comes first
        unanimous = (u >= u[:, [liked]]).all(axis=0) & (goal < goal[liked] - tolerance)
        if unanimous.any():
            left = int(np.flatnonzero(unanimous)[np.argmin(goal[unanimous])])
            candidates.append((np.eye(k)[left], np.eye(k)[liked]))
            break
    if candidates:
        better, worse = candidates[0]
        gap = float(goal @ (worse - better))
        reason = (
            f"two independent lotteries break it: u_star prefers what nobody prefers, by {number(gap)} of its range."
        )
        lotteries = better.reshape(shape), worse.reshape(shape)
        return HarsanyiCheck(False, "independent", None, np.nan, deviation, *lotteries, gap, reason)
    reason = (
        "u_star is no weighted sum, but no independent lotteries were found that show it; among independent ones it "
        "may respect unanimous preferences all the same."
    )
    return HarsanyiCheck(None, "independent", None, np.nan, deviation, None, None, 0.0, reason)


def _is_product(table: Array) -> bool:
    """True if a joint distribution is the product of its marginals."""
    product = np.ones(())
    for axis in range(table.ndim):
        marginal = table.sum(axis=tuple(i for i in range(table.ndim) if i != axis))
        product = np.multiply.outer(product, marginal)
    return bool(np.abs(product - table).max() <= tolerances.PROBABILITY)


def _checked(utilities: ArrayLike, u_star: ArrayLike, mixing: str) -> tuple[Array, Array, tuple[int, ...]]:
    """(utilities (n, K), u_star (K,), shape of the outcomes)."""
    if mixing not in ("correlated", "independent"):
        raise invalid("mixing", 'must be "correlated" or "independent"', shown(mixing), "leave it out for correlated")
    fix = "give one utility per player and outcome, players first"
    u = real_array(utilities, "utilities", fix)
    if u.ndim < 2 or u.size == 0:
        raise invalid("utilities", "must have at least two axes, players first", f"of shape {u.shape}", fix)
    star = real_array(u_star, "u_star", "give one number per outcome")
    if star.shape != u.shape[1:]:
        rule = f"must have the shape {u.shape[1:]} of the outcomes"
        raise invalid("u_star", rule, f"of shape {star.shape}", "give one number per outcome")
    if mixing == "independent" and star.ndim != len(u):
        rule = f"must have one axis per player, {len(u)} in all, for independent mixing"
        raise invalid("u_star", rule, f"of shape {star.shape}", "reshape outcomes to (k1, ..., kn)")
    for name, array in (("utilities", u), ("u_star", star)):
        if not (np.abs(array) <= LARGEST).all():
            raise invalid(name, f"must be finite and at most {LARGEST:g} in size", shown(array.tolist()), "remove NaN")
    return u.reshape(len(u), -1), star.ravel(), star.shape
