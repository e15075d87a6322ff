"""An independent route to the library's answers: Clarabel on the sets' conic forms, errors certified from scratch.

Nothing here calls the library's solvers. From a set it uses ``conic()`` (its constraints) and, to bound the error,
``support`` (which the contract suite checks against this very conic form). Every point that is handed back lies in its
set by definition: what the conic solver returns is repaired set by set (:func:`settle`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import clarabel
import numpy as np
from scipy import sparse
from scipy.optimize import brentq, nnls

from largeworlds.sets.algebra import MinkowskiSum, Scaled, Shifted
from largeworlds.sets.allocation import Allocation
from largeworlds.sets.ball import Ball
from largeworlds.sets.base import ConvexSet
from largeworlds.sets.box import Box
from largeworlds.sets.conic import ConicForm
from largeworlds.sets.ellipsoid import Ellipsoid
from largeworlds.sets.exponential_budget import ExponentialBudget
from largeworlds.sets.hull import Hull
from largeworlds.sets.image import LinearImage
from largeworlds.sets.inequalities import Inequalities
from largeworlds.sets.polytope import Polytope

from .members import payoff_of


@dataclass(frozen=True)
class ConicSolution:
    """What Clarabel said: its status, the variables, the multipliers, and minus its objective."""

    status: str
    v: np.ndarray
    duals: np.ndarray
    value: float

    @property
    def solved(self) -> bool:
        return self.status in ("Solved", "AlmostSolved")


def _cone(kind: str, size: int, exponent: float) -> object:
    if kind == "exponential":
        return clarabel.ExponentialConeT()
    if kind == "power":
        return clarabel.PowerConeT(exponent)
    if kind == "second_order":
        return clarabel.SecondOrderConeT(size)
    return {"zero": clarabel.ZeroConeT, "nonnegative": clarabel.NonnegativeConeT}[kind](size)


#: (scale the rows?, tolerance) in the order in which they are tried. Clarabel's own scaling more often costs digits
#: here, since the forms come in natural units; where it fails without, it may succeed with.
ATTEMPTS = ((False, 1e-13), (False, 1e-11), (True, 1e-12), (True, 1e-8))


def maximize(
    objective: np.ndarray, form: ConicForm, attempts: tuple[tuple[bool, float], ...] = ATTEMPTS
) -> ConicSolution:
    """Maximise ``objective . v`` over the variables v of ``form``: the first attempt that Clarabel calls solved."""
    for scaled, tolerance in attempts:
        answer = _attempt(objective, form, scaled, tolerance)
        if answer.solved:
            break
    return answer


def _attempt(objective: np.ndarray, form: ConicForm, scaled: bool, tolerance: float) -> ConicSolution:
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = tolerance
    settings.equilibrate_enable = scaled
    settings.max_threads = 1
    n = len(objective)
    answer = clarabel.DefaultSolver(
        sparse.csc_matrix((n, n)),
        -np.asarray(objective, dtype=float),
        sparse.csc_matrix(form.A),
        form.b,
        [_cone(*cone) for cone in form.cones],
        settings,
    ).solve()
    v = np.nan_to_num(np.array(answer.x))  # a failed run may leave no numbers; its status says so
    return ConicSolution(str(answer.status).rsplit(".", 1)[-1], v, np.array(answer.z), -answer.obj_val)


def support(form: ConicForm, w: np.ndarray) -> tuple[float, ConicSolution]:
    """``max w . y`` over the set that ``form`` describes."""
    answer = maximize(w @ form.points, form)
    return float(w @ form.offset) + answer.value, answer


def settle(part: ConvexSet, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:  # noqa: C901 - one case per kind of set
    """(a point of ``part`` next to what the variables ``v`` of its conic form say, the variables left over)."""
    k = part.dim
    match part:
        case MinkowskiSum():
            total = np.zeros(k)
            for one in part.parts:
                point, v = settle(one, v)
                total = total + point
            return total, v
        case Scaled():
            point, v = settle(part.base, v)
            return point * part.factors, v
        case Shifted():
            point, v = settle(part.base, v)
            return point + part.v, v
        case LinearImage():
            point, v = settle(part.base, v)
            return part.matrix @ point, v
        case Polytope():
            count = len(part.vertices())
            share = np.maximum(v[:count], 1e-300)
            return share @ part.vertices() / share.sum(), v[count:]
        case Box():
            return np.clip(v[:k], part.lower, part.upper), v[k:]
        case Ellipsoid():
            u = v[:k] / max(1.0, float(np.linalg.norm(v[:k])))
            return part.center + part.conic().points @ u, v[k:]
        case Inequalities():
            corners = part.vertices()
            unit = np.maximum(np.ptp(corners, axis=0), 1e-300)
            rows = np.vstack([((corners - corners[0]) / unit).T, np.ones(len(corners))])
            share = nnls(rows, np.append((v[:k] - corners[0]) / unit, 1.0))[0]
            return share @ corners / share.sum(), v[k:]
        case Hull():
            return _settled_hull(part, v)
        case Ball():
            x = np.clip(v[:k], 0.0, 1e9)  # a failed run may leave anything
            size = x.max() if math.isinf(part.p) else (x**part.p).sum() ** (1 / part.p)
            if math.isinf(part.p):
                return part.radii * np.minimum(x, 1.0), v[2 * k :]
            return part.radii * x / max(size, 1.0), v[2 * k :]
        case ExponentialBudget():
            room = part.total - k
            spent = np.expm1(np.maximum(v[:k], 0.0) * math.log1p(room))
            spent = spent * min(1.0, room / spent.sum()) if spent.sum() > 0 else spent
            return part.scales * np.log1p(spent), v[2 * k :]
        case Allocation():
            spent = part.budget * np.maximum(v[k : 2 * k], 0.0) / max(1.0, np.maximum(v[k : 2 * k], 0.0).sum())
            each = list(zip(part.returns, part.efficiency, spent, strict=True))
            wish = np.maximum(v[:k], 0.0) * [payoff_of(f, e * part.budget) for f, e, _ in each]
            return np.minimum(wish, [payoff_of(f, e * r) for f, e, r in each]), v[2 * k :]
    raise TypeError(f"no conic form for {part!r}")


def _settled_hull(part: Hull, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mixture of settled points of the parts; of a part of size c the form has c times its variables, then c."""
    points, sizes = [], []
    for one in part.parts:
        count = one.conic().A.shape[1]
        size = max(float(v[count]), 0.0)
        point, _ = settle(one, v[:count] / max(size, 1e-300) if size > 1e-9 else 0.0 * v[:count])
        points.append(point)
        sizes.append(size)
        v = v[count + 1 :]
    return np.array(sizes) @ np.array(points) / sum(sizes), v


#: By how much a player whose gain does not count is kept above d, so that rounding cannot push it below.
MARGIN = 1e-10
#: Certified gap at which no further attempt is made.
GOOD_ENOUGH = 1e-14


@dataclass(frozen=True)
class ConicBargain:
    """A feasible ``x``, its gains, and what is proved: ``gap`` and ``error`` (m,) against the true solution."""

    x: np.ndarray
    gains: np.ndarray
    gap: float
    error: np.ndarray
    status: str


def _joint(parts: Sequence[ConvexSet]) -> ConicForm:
    forms = [part.conic() for part in parts]
    assert all(form is not None for form in forms), "an oracle has no conic form"
    return ConicForm.sum([form for form in forms if form is not None])


def _total(parts: Sequence[ConvexSet], v: np.ndarray) -> np.ndarray:
    total = np.zeros(parts[0].dim)
    for part in parts:
        point, v = settle(part, v)
        total = total + point
    return total


def _widened(form: ConicForm, more: int) -> ConicForm:
    return ConicForm(
        np.hstack([form.points, np.zeros((len(form.points), more))]),
        form.offset,
        np.hstack([form.A, np.zeros((len(form.A), more))]),
        form.b,
        form.cones,
    )


def rounding(parts: Sequence[ConvexSet], d: np.ndarray, w: np.ndarray) -> float:
    """Rounding error to expect in ``support(w) - w . d``."""
    size = np.abs(d) + sum(np.maximum(*np.abs(part.bounding_box())) for part in parts)
    return 4e-16 * (len(d) + len(parts)) * float(np.abs(w) @ size)


def total_support(parts: Sequence[ConvexSet], w: np.ndarray) -> float:
    """Support of the sum; for sets that list their vertices by trying them all."""
    listed = [part.vertices() for part in parts]
    return math.fsum(
        float(part.support(w)) if points is None else float((points @ w).max())
        for part, points in zip(parts, listed, strict=True)
    )


def nash(parts: Sequence[ConvexSet], d: np.ndarray, nu: np.ndarray) -> ConicBargain:
    """Maximise ``sum nu_t log(x_t - d_t)`` over the sum of ``parts`` with one exponential cone per player.

    Players with nu_t = 0 only need x_t >= d_t; their payoff gets an infinite error.
    """
    m = len(d)
    form = _joint(parts)
    low, high = (sum(side) for side in zip(*(part.bounding_box() for part in parts), strict=True))
    unit = np.maximum(high - low, 1e-300)
    count = form.A.shape[1]
    big = _widened(form, m)
    gain = big.points / unit[:, None]
    base = (big.offset - d) / unit
    rows = np.zeros(m, dtype=int)  # where each player's gain stands; its multiplier is a consensus weight
    for t in range(m):
        rows[t] = len(big.b) + (2 if nu[t] > 0 else 0)
        log_gain = np.eye(count + m)[count + t]
        if nu[t] > 0:
            big = big.require("exponential", -np.array([log_gain, 0 * log_gain, gain[t]]), np.array([0, 1, base[t]]))
        else:
            big = big.require("nonnegative", -gain[t][None], np.array([base[t] - MARGIN]))
            big = big.require("zero", log_gain[None], np.zeros(1))
    best = None
    for attempt in ATTEMPTS:
        answer = maximize(np.concatenate([np.zeros(count), nu]), big, (attempt,))
        multipliers = np.maximum(answer.duals[rows], 0.0) / unit
        found = _certified(parts, d, nu, _total(parts, answer.v[:count]), multipliers, answer.status)
        best = found if best is None or found.gap < best.gap else best
        if best.gap <= GOOD_ENOUGH:
            break
    return best


def _certified(
    parts: Sequence[ConvexSet], d: np.ndarray, nu: np.ndarray, x: np.ndarray, multipliers: np.ndarray, status: str
) -> ConicBargain:
    gains = x - d
    if (gains[nu > 0] <= 0).any() or (gains < 0).any():
        return ConicBargain(x, gains, math.inf, np.full(len(d), math.inf), status)
    count = nu > 0
    gap = math.inf
    for w in (np.where(count, nu / np.where(count, gains, 1.0), multipliers), multipliers):
        if (w[count] > 0).all():
            # Weak duality: f(x*) <= max over g of sum nu log g - w . g, plus support(w) - w . d, for every feasible x*.
            logs = math.fsum(nu[count] * np.log(w[count] * gains[count] / nu[count]))
            bound = total_support(parts, w) - float(w @ d) - float(nu.sum()) - logs
            gap = min(gap, max(bound, 0.0) + rounding(parts, d, w))
    error = np.where(count, relative_error(gap, nu) * np.where(count, gains, 1.0), math.inf)
    return ConicBargain(x, gains, gap, error, status)


def relative_error(gap: float, nu: np.ndarray) -> np.ndarray:
    """Largest |g* / g - 1| that ``f(g*) - f(g) <= gap`` allows for the true gains g*; inf for nu_t = 0.

    Since g* is optimal and f concave, ``sum nu_t (q_t - 1 - log q_t) <= gap`` for q = g / g*.
    """
    out = np.full(len(nu), math.inf)
    for t in np.flatnonzero(nu > 0):
        level = max(gap, 1e-17) / nu[t]
        if level < 100:
            least = brentq(lambda q, level=level: q - 1 - math.log(q) - level, math.exp(-2 - level), 1.0, xtol=1e-300)
            out[t] = 1 / least - 1
    return out


@dataclass(frozen=True)
class CommonGain:
    """Bounds on the largest tau with x_t - d_t >= tau * unit_t for some feasible x: ``low`` by x, ``high`` by w."""

    low: float
    high: float
    x: np.ndarray
    w: np.ndarray
    status: str


def common_gain(parts: Sequence[ConvexSet], d: np.ndarray, unit: np.ndarray) -> CommonGain:
    """The egalitarian solution in units ``unit`` (m,); ``high < 0`` proves that no x >= d exists."""
    m = len(d)
    form = _joint(parts)
    count = form.A.shape[1]
    big = _widened(form, 1)
    rows = big.points / unit[:, None]
    rows[:, -1] -= 1.0
    first_row = len(big.b)
    big = big.require("nonnegative", -rows, (big.offset - d) / unit)
    answer = maximize(np.eye(count + 1)[-1], big)
    x = _total(parts, answer.v[:count])
    w = np.maximum(answer.duals[first_row : first_row + m], 0.0) / unit
    if w @ unit <= 0:
        w = 1.0 / unit
    w /= w @ unit
    high = total_support(parts, w) - float(w @ d) + rounding(parts, d, w)
    return CommonGain(float(((x - d) / unit).min()), high, x, w, answer.status)


def most_for_one(parts: Sequence[ConvexSet], d: np.ndarray, t: int) -> float:
    """The largest gain of player ``t`` over all feasible x >= d, by Clarabel; -inf if it finds no such x."""
    form = _joint(parts)
    low, high = (sum(side) for side in zip(*(part.bounding_box() for part in parts), strict=True))
    unit = np.maximum(high - low, 1e-300)
    form = form.require("nonnegative", -form.points / unit[:, None], (form.offset - d) / unit)
    answer = maximize(form.points[t] / unit[t], form)
    if not answer.solved:
        return -math.inf
    return float(answer.value * unit[t] + form.offset[t] - d[t])
