"""Recomputes the proof that an agreement carries, from the sets' supports (on a face: their uses) alone."""

from __future__ import annotations

import math

import numpy as np

from largeworlds._core.status import Status
from largeworlds.bargaining.agreement import Agreement
from largeworlds.bargaining.bargain import bargain
from largeworlds.bargaining.problem import BargainingProblem
from largeworlds.bargaining.solutions.nash import NashBargaining

from . import conic
from .faces import support_on_face

#: Rounding allowance of a recomputed gap, in units of the total weighted gain.
RECHECK = 1e-9
#: What "cannot gain" may leave open, as a share of the payoff's range (rounding d by e lets curved sets give sqrt(e)).
HELD = 1e-6


def solve(problem: BargainingProblem, weights: object = None) -> Agreement:
    """The Nash bargaining solution, whatever its status."""
    return bargain(problem, NashBargaining(weights), throw=False)


def ranges(problem: BargainingProblem) -> np.ndarray:
    low, high = problem.bounding_box()
    return np.maximum(high - low, 1e-15 * np.maximum(np.abs(low), np.abs(high)))


def is_finite(problem: BargainingProblem) -> bool:
    """True if every set is the hull of finitely many points."""
    known = [part.uses() for part in problem.sets]
    return all(uses is not None and uses.is_finite for uses in known)


def assert_proved(deal: Agreement) -> None:
    """The status is an answer (or infeasibility), and its proof holds when recomputed here."""
    assert deal.status in (Status.solved, Status.some_cannot_gain, Status.nobody_can_gain, Status.infeasible), (
        deal.status
    )
    if deal.status is Status.infeasible:
        _assert_infeasible(deal)
        return
    _assert_feasible(deal)
    nu = deal.bargaining_weights
    assert abs(nu.sum() - 1) < 1e-12 and (nu >= 0).all()
    if deal.status is Status.nobody_can_gain:
        assert not deal.can_gain.any()
        _assert_held(deal, np.ones(len(nu), dtype=bool))
        return
    assert (deal.gains[nu > 0] > 0).all(), deal.gains
    gap = recomputed_gap(deal)
    room = RECHECK + conic.rounding(deal.problem.sets, deal.disagreement, deal.weights)
    assert gap <= deal.gap + room, (gap, deal.gap, room)
    assert deal.gap <= room, (deal.gap, room)  # solved: nothing is left open but rounding
    error, small = deal.error[nu > 0], 1e-3 * deal.gains[nu > 0] + 1e-7 * ranges(deal.problem)[nu > 0]
    # Where somebody is held at d on a curved frontier, the rounding of d alone lends the others a square root of it: no
    # error is proved there, and the result has to say so.
    open_ended = deal.status is Status.some_cannot_gain and not is_finite(deal.problem)
    assert ((error <= small) | (open_ended & np.isinf(error))).all(), deal.error
    if deal.status is Status.some_cannot_gain:
        assert not deal.can_gain.all()
        assert not (nu[~deal.can_gain] > 0).any()
        _assert_held(deal, ~deal.can_gain)
    else:
        assert deal.can_gain[nu > 0].all()


def recomputed_gap(deal: Agreement) -> float:
    """Bound on ``f(x*) - f(x)`` from the consensus weights alone (Lagrangian dual with x >= d)."""
    w, g, nu, d = free_prices(deal, deal.weights), deal.gains, deal.bargaining_weights, deal.disagreement
    assert (w >= 0).all() and (w[nu > 0] > 0).all()
    counted = nu > 0
    logs = math.fsum(nu[counted] * np.log(w[counted] * g[counted] / nu[counted]))
    return best_worth(deal, w) - float(w @ d) - 1.0 - logs


def free_prices(deal: Agreement, w: np.ndarray) -> np.ndarray:
    """``w`` without the prices of settled types: they get d on the whole face, whatever its price."""
    return np.where(np.array(deal.settled) > 0, 0.0, w) if deal.settled else w


def best_worth(deal: Agreement, w: np.ndarray) -> float:
    """The largest ``w . x`` over the feasible set, or over the face on which settled types keep their most."""
    if any(deal.settled):
        return support_on_face(deal.problem, deal.settled, w)
    return conic.total_support(deal.problem.sets, w)


def _assert_feasible(deal: Agreement) -> None:
    problem, size = deal.problem, sum(np.maximum(*np.abs(part.bounding_box())) for part in deal.problem.sets)
    noise = 1e-13 * (size + np.abs(deal.disagreement))
    for part, action in zip(problem.sets, deal.actions, strict=True):
        assert part.contains(action), (part, action)
    assert (np.abs(deal.actions.sum(axis=0) - deal.payoffs) <= noise).all(), deal.actions.sum(axis=0) - deal.payoffs
    assert (np.abs(deal.payoffs - deal.disagreement - deal.gains) <= noise).all()
    assert (deal.gains >= -1e-10 * ranges(problem) - noise).all(), deal.gains / ranges(problem)


def _assert_held(deal: Agreement, held: np.ndarray) -> None:
    """The direction proves that those who are held cannot gain."""
    v, d = deal.direction, deal.disagreement
    assert v is not None and (v >= 0).all() and np.isfinite(v).all()
    assert deal.reasons
    if deal.settled:
        assert not deal.can_gain[np.array(deal.settled) > 0].any()
        held, v = held & (np.array(deal.settled) == 0), free_prices(deal, v)
    counts = held if deal.status is Status.some_cannot_gain else held & (deal.bargaining_weights > 0)
    assert (v[counts] > 0).all(), v
    room = conic.rounding(deal.problem.sets, d, v)
    left = best_worth(deal, v) - float(v @ d)
    assert left <= deal.bound + room, (left, deal.bound, room)
    box = deal.problem.bounding_box()[1] - d
    most = np.minimum(max(deal.bound, 0.0) / v[counts], box[counts])
    allowed = HELD * ranges(deal.problem)[counts] + 1e-13 * np.abs(d[counts]) + 1e-300
    assert (most <= allowed).all(), most / allowed


def _assert_infeasible(deal: Agreement) -> None:
    v, d = deal.direction, deal.disagreement
    assert v is not None and (v >= 0).all() and v.max() > 0
    assert float(v @ d) > conic.total_support(deal.problem.sets, v) + conic.rounding(deal.problem.sets, d, v)
    assert not np.isfinite(deal.payoffs).any() and deal.reasons
