"""What every bargaining concept must satisfy: one function per promise, each taking a deal and what it was made from.

Claimed proofs are recomputed from supports of the sets alone. ``CONCEPTS`` lists every concept with what is expected of
it; ``CHECKS`` every promise by name. A check raises AssertionError when the promise is broken.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from largeworlds import (
    Armstrong,
    BargainingProblem,
    Dictatorial,
    Egalitarian,
    EqualLoss,
    KalaiSmorodinsky,
    NashBargaining,
    Status,
    Utilitarian,
    bargain,
)
from largeworlds.bargaining.agreement import Agreement
from largeworlds.bargaining.ascent import Rung
from largeworlds.bargaining.concept import Concept
from largeworlds.bargaining.normalization import NORMALIZATIONS, SPREADS
from largeworlds.sets.uses import Budget
from tests import conic, conic_concepts
from tests.axioms.nash_axioms import changed, permuted
from tests.certificates import HELD, assert_proved, best_worth, free_prices, is_finite, ranges
from tests.contracts.set_contract import budget_support
from tests.faces import support_on_face

#: A solution is told from another one by this share of payoffs' ranges.
SAME = 1e-6
#: Players may stand below a level that they are to keep by this share of their range.
BELOW = 1e-10

#: Pure profiles are enumerated up to this number.
MOST_PROFILES = 5000


@dataclass(frozen=True)
class Case:
    """A concept as the contract knows it.

    ``make(problem, measure)`` is the concept; ``invariance`` says under which change of units payoffs stay the same:
    "own" (everybody its own unit and zero), "common" (one factor for all, own zeros). ``climbs`` says that it has
    rungs, ``ideal`` which ideal points it uses, ``rational`` that nobody may fall below d.
    """

    name: str
    make: Callable[[BargainingProblem, np.ndarray | None], Concept]
    invariance: str = "own"
    climbs: bool = False
    ideal: str | None = None
    rational: bool = True
    spread: str | None = None

    def concept(self, problem: BargainingProblem) -> Concept:
        return self.make(problem, self.measure(problem))

    def measure(self, problem: BargainingProblem) -> np.ndarray | None:
        """Outcomes to measure spread over, where the sets have no short list of pure profiles."""
        if self.spread not in SPREADS or (is_finite(problem) and profiles(problem) <= MOST_PROFILES):
            return None
        rng = np.random.default_rng(5)
        low, high = problem.bounding_box()
        axes = np.eye(problem.dim)
        w = np.vstack([rng.normal(size=(9, problem.dim)), axes, -axes]) / np.where(high > low, high - low, 1.0)
        return np.sum([part.maximizer(w) for part in problem.sets], axis=0)


def profiles(problem: BargainingProblem) -> float:
    """The number of pure profiles; infinite where there is no list of them."""
    listed = [part.vertices() for part in problem.sets]
    return math.prod(math.inf if points is None else float(len(points)) for points in listed)


def _utilitarian(kind: str) -> Case:
    def make(problem: BargainingProblem, measure: np.ndarray | None) -> Concept:
        return Utilitarian(kind, measure=measure)

    invariance = "common" if kind in ("none", "sum-of-squares", "variance") else "own"
    ideal = "rational" if kind == "ideal" else None
    return Case(f"utilitarian {kind}", make, invariance, ideal=ideal, rational=False, spread=kind)


CASES: tuple[Case, ...] = (
    Case("Nash", lambda p, _: NashBargaining()),
    Case("Nash, weighted", lambda p, _: NashBargaining(1.0 + np.arange(p.dim))),
    Case("Kalai-Smorodinsky", lambda p, _: KalaiSmorodinsky(), climbs=True, ideal="rational"),
    Case("Kalai-Smorodinsky, feasible", lambda p, _: KalaiSmorodinsky("feasible"), climbs=True, ideal="feasible"),
    Case("egalitarian", lambda p, _: Egalitarian(), "common", climbs=True),
    Case("equal loss", lambda p, _: EqualLoss(), "common", climbs=True, ideal="rational"),
    Case("equal loss, free", lambda p, _: EqualLoss(rational=False), "common", True, "rational", rational=False),
    Case("dictatorial", lambda p, _: Dictatorial(list(p.names)), climbs=True),
    Case("Armstrong", lambda p, _: Armstrong(), ideal="rational", rational=False),
    Case("Armstrong, feasible", lambda p, _: Armstrong("feasible"), ideal="feasible", rational=False),
    *(_utilitarian(kind) for kind in NORMALIZATIONS),
)


@dataclass(frozen=True)
class Trial:
    """A deal, the case it is of, and how to solve another problem by the same concept."""

    case: Case
    deal: Agreement
    solve: Callable[[BargainingProblem], Agreement]

    @property
    def problem(self) -> BargainingProblem:
        return self.deal.problem

    @property
    def has_point(self) -> bool:
        return self.deal.status in (Status.solved, Status.some_cannot_gain)


def trial(case: Case, problem: BargainingProblem) -> Trial:
    """The case's concept on ``problem``."""

    def solve(other: BargainingProblem) -> Agreement:
        return bargain(other, case.concept(other), throw=False)

    return Trial(case, solve(problem), solve)


def size(problem: BargainingProblem) -> np.ndarray:
    """Largest numbers that are computed on the way to each payoff."""
    return sum(np.maximum(*np.abs(part.bounding_box())) for part in problem.sets) + np.abs(problem.disagreement)


def noise(problem: BargainingProblem) -> np.ndarray:
    return 1e-13 * size(problem)


# -- promises -------------------------------------------------------------------------------------------------------


def status_is_an_answer(one: Trial, rng: np.random.Generator) -> None:
    """Everything is answered; who is said to be unable to gain has a proof, and keeps d where the status says so."""
    deal = one.deal
    assert deal.is_answer or deal.status is Status.infeasible, deal
    if deal.status in (Status.infeasible, Status.nobody_can_gain) or isinstance(deal.concept, NashBargaining):
        assert_proved(deal)
        return
    assert (deal.status is Status.some_cannot_gain) <= (not deal.can_gain.all())
    held = ~deal.can_gain
    if not held.any():
        return
    if deal.status is Status.some_cannot_gain:
        assert (np.abs(deal.gains[held]) <= (HELD * ranges(one.problem) + noise(one.problem))[held]).all()
    else:
        assert not one.case.rational
    v, d = deal.direction, deal.disagreement
    assert v is not None and (v >= 0).all() and deal.reasons
    if deal.settled:
        held, v = held & (np.array(deal.settled) == 0), free_prices(deal, v)
    left = best_worth(deal, v) - float(v @ d)
    assert left <= deal.bound + conic.rounding(one.problem.sets, d, v)
    if held.any():
        assert (v[held] > 0).all()
        most = max(deal.bound, 0.0) / v[held]
        assert (most <= (HELD * ranges(one.problem) + noise(one.problem))[held]).all(), most


def payoffs_are_made_by_the_actions(one: Trial, rng: np.random.Generator) -> None:
    deal, problem = one.deal, one.problem
    if deal.status is Status.infeasible:
        assert not np.isfinite(deal.payoffs).any()
        return
    for part, action in zip(problem.sets, deal.actions, strict=True):
        assert part.contains(action), (part, action)
    assert (np.abs(deal.actions.sum(axis=0) - deal.payoffs) <= noise(problem)).all()
    assert (np.abs(deal.payoffs - deal.disagreement - deal.gains) <= noise(problem)).all()
    if one.case.rational:
        assert (deal.gains >= -BELOW * ranges(problem) - noise(problem)).all(), deal.gains
        assert deal.individually_rational
    elif deal.individually_rational:
        assert (deal.gains >= -3 * BELOW * ranges(problem) - noise(problem)).all()
    else:
        assert (deal.gains < 0).any()


def most_worth(deal: Agreement, w: np.ndarray, fixed: np.ndarray | None) -> float:
    """The largest ``w . x``: over the feasible set; or with the ``fixed`` budgets spent as they are.

    Where some have exactly their most at d, over the face on which they keep that.
    """
    problem = deal.problem
    if fixed is None:
        return support_on_face(problem, deal.settled, w) if any(deal.settled) else best_worth(deal, w)
    given, total = iter(fixed.tolist()), []
    for part, choice in zip(problem.sets, deal.choices, strict=True):
        uses = part.uses()
        total.append(float(uses.offset @ w))
        for budget, shares in zip(uses.budgets, choice, strict=True):
            total.append(float(budget.point(shares) @ w) if next(given) else budget_support(on_face(budget, deal), w))
    return math.fsum(total)


def on_face(budget: Budget, deal: Agreement) -> Budget:
    """The uses of a finite budget that are left where settled types have their most; others as they are."""
    rows = budget.directions * budget.scale[:, None]
    for level in range(1, max(deal.settled, default=0) + 1):
        for t in [t for t, at in enumerate(deal.settled) if at == level] if budget.is_linear else []:
            rows = rows[rows[:, t] >= rows[:, t].max() - 1e-12 * np.abs(rows[:, t]).max()]
    return Budget.linear(rows) if budget.is_linear else budget


def nothing_is_left_to_choose(deal: Agreement, at: int, rung: Rung) -> None:
    """The fixed budgets are spent in the one way that is best at an earlier rung's prices, or for who is settled."""
    problem = deal.problem
    axes = np.eye(problem.dim)[[t for t, level in enumerate(deal.settled) if level]]
    normals = [*axes, *(one.prices for one in deal.rungs[:at])]
    budgets = [b for part in problem.sets for b in part.uses().budgets]
    choices = [shares for choice in deal.choices for shares in choice]
    for is_fixed, budget, shares in zip(rung.fixed, budgets, choices, strict=True):
        if is_fixed:
            worth = [budget_support(budget, w) for w in normals]
            lost = [h - float(budget.point(shares) @ w) for h, w in zip(worth, normals, strict=True)]
            total = [float(w @ ranges(problem)) for w in normals]
            assert any(h > 1e-9 * s and q <= 1e-9 * s for h, q, s in zip(worth, lost, total, strict=True))


def gap_is_proved(one: Trial, rng: np.random.Generator) -> None:
    """The published gap, recomputed: by prices for every rung of a climb, by weights for a sum."""
    deal, problem = one.deal, one.problem
    if not one.has_point or isinstance(deal.concept, NashBargaining):
        return
    if not one.case.climbs:
        assert 0 <= deal.gap <= 1e-9
        w, wide = deal.weights, ranges(problem)
        left = conic.total_support(problem.sets, w) - float(w @ deal.payoffs)
        assert left <= deal.gap * float(w @ wide) + conic.rounding(problem.sets, deal.disagreement, w), left
        return
    ideals = [proof.rung for proof in deal.ideal_proofs if proof is not None]
    assert deal.rungs and abs(deal.gap - max(rung.gap for rung in [*deal.rungs, *ideals])) <= 1e-15
    low, high = problem.bounding_box()
    low = np.minimum(low, deal.disagreement)
    for at, rung in enumerate(deal.rungs):
        rising = rung.ray > 0
        if rung.fixed is not None:
            nothing_is_left_to_choose(deal, at, rung)
        rounding = conic.rounding(problem.sets, rung.base, rung.prices) / rung.size
        assert 0 <= rung.gap <= 1e-9 + min(rounding, 1e-6)
        assert (rung.prices >= 0).all() and (rung.ray >= 0).all() and rising.any()
        assert abs(float(rung.prices @ rung.ray) - 1) <= 1e-9
        allowed = conic.rounding(problem.sets, rung.base, rung.prices)
        worth = most_worth(deal, rung.prices, rung.fixed)
        assert worth - float(rung.prices @ rung.base) <= rung.most + allowed, (worth, rung)
        # a gap is a share of something: of no more than payoffs can move at all
        room = np.maximum(high - low, 1e-4 * np.maximum(np.abs(low), np.abs(high)))[rising] / rung.ray[rising]
        assert rung.size <= (1 + 1e-6) * room.max() + 1e-300


def rungs_are_reached(one: Trial, rng: np.random.Generator) -> None:
    """Every rung's level holds at the end, so earlier ones are kept; and nobody could have risen further unseen."""
    deal, problem = one.deal, one.problem
    if not one.has_point or not one.case.climbs:
        return
    wide, allowed = ranges(problem), BELOW * ranges(problem) + noise(problem)
    for rung in deal.rungs:
        assert (deal.payoffs >= rung.base + rung.level * rung.ray - allowed).all(), (deal.payoffs, rung)
    settled = np.zeros(problem.dim, dtype=bool)
    for rung in deal.rungs:
        rise = np.where(settled, rung.ray, 0.0)
        assert not rise.any(), "who has a price and a level rises again"
        settled |= (rung.prices * rung.ray > 1e-7) | ((rung.ray <= 0) & (rung.prices * wide > 1e-7 * rung.size))
    for t in np.flatnonzero((deal.can_gain | ~np.array(one.case.rational)) & ~settled):
        fixed = valued(deal)
        assert (fixed is not None) or positive(deal)[t], "neither a price nor an end"
        most = most_worth(deal, np.eye(problem.dim)[t], fixed) if fixed is not None else -math.inf
        assert positive(deal)[t] or deal.payoffs[t] >= most - noise(problem)[t], (t, most, deal.payoffs)


def positive(deal: Agreement) -> np.ndarray:
    """Who has a price in some rung, however small."""
    return np.any([rung.prices > 0 for rung in deal.rungs], axis=0)


def valued(deal: Agreement) -> np.ndarray | None:
    """The curved budgets that some rung's prices leave no choice; None if sets are known by oracles alone."""
    uses = [part.uses() for part in deal.problem.sets]
    if any(one is None for one in uses):
        return None
    budgets = [b for one in uses for b in one.budgets]
    out = np.zeros(len(budgets), dtype=bool)
    for rung in deal.rungs:
        worth = np.array([0.0 if b.is_linear else budget_support(b, rung.prices) for b in budgets])
        out |= worth > 1e-9 * float(rung.prices @ ranges(deal.problem))
    return out


def rungs_are_the_concepts(one: Trial, rng: np.random.Generator) -> None:
    """Base and ray of every rung are what the definition says, for those who rise in it."""
    deal, d, m = one.deal, one.deal.disagreement, one.problem.dim
    if not one.has_point or not one.case.climbs:
        return
    concept = deal.concept
    base, ray = d, np.ones(m)
    if isinstance(concept, KalaiSmorodinsky):
        ray = deal.ideal - d
    elif isinstance(concept, EqualLoss):
        base = deal.ideal
    first = deal.rungs[0].ray > 0
    if isinstance(concept, Dictatorial):
        assert first.sum() == 1 and first[np.flatnonzero(deal.can_gain)[0]]
        owner = [int(np.flatnonzero(rung.ray > 0)[0]) for rung in deal.rungs]
        assert owner == sorted(owner)  # the order in which they are named
    elif isinstance(concept, EqualLoss):
        low = base + deal.rungs[0].level < d + 1e-9 * ranges(one.problem)
        assert (first | ~deal.can_gain | low).all() or not concept.rational
        assert first.all() or concept.rational
    else:
        assert (first == deal.can_gain).all()
    for rung in deal.rungs:
        rising = rung.ray > 0
        assert (np.abs(rung.ray - ray)[rising] <= 1e-9 * ray[rising]).all()
        assert (np.abs(rung.base - base)[rising] <= noise(one.problem)[rising]).all()
        if one.case.rational:
            assert (rung.base[~rising] >= d[~rising] - BELOW * ranges(one.problem)[~rising]).all()


def ideal_points_are_right(one: Trial, rng: np.random.Generator) -> None:
    deal, problem = one.deal, one.problem
    if not one.has_point or one.case.ideal is None:
        return
    ideal, d = deal.ideal, deal.disagreement
    assert ideal is not None
    assert (np.abs(ideal - d)[~deal.can_gain] <= noise(problem)[~deal.can_gain]).all()
    for t in np.flatnonzero(deal.can_gain):
        axis = np.eye(problem.dim)[t]
        most = conic.total_support(problem.sets, axis)
        if one.case.ideal == "feasible":
            assert abs(ideal[t] - most) <= noise(problem)[t]
            continue
        assert ideal[t] <= most + BELOW * ranges(problem)[t] + noise(problem)[t]
        if one.case.rational:
            assert ideal[t] >= deal.payoffs[t] - BELOW * ranges(problem)[t] - noise(problem)[t]
        if any(part.conic() is None for part in problem.sets):
            continue
        found = conic_concepts.rise(problem.sets, d, axis)
        assert ideal[t] - d[t] <= found.high + BELOW * ranges(problem)[t] + noise(problem)[t]
        if found.solved:  # where others are held on a curved frontier, its own tolerance moves it by a root
            assert ideal[t] - d[t] >= found.low - 1e-4 * ranges(problem)[t] - noise(problem)[t]


def sums_are_the_concepts(one: Trial, rng: np.random.Generator) -> None:
    """The weights of a sum are one over the unit that the concept names, recomputed from its definition."""
    deal, problem, case = one.deal, one.problem, one.case
    if deal.status is not Status.solved or case.climbs or isinstance(deal.concept, NashBargaining):
        return
    low, high = problem.bounding_box()
    if case.ideal is not None:
        unit = np.where(deal.can_gain, deal.ideal - deal.disagreement, 0.0)
    elif case.spread in ("none", "range") or case.measure(problem) is not None:
        unit = conic_concepts.spread(problem, case.spread, case.measure(problem))
    elif case.spread == "sample-std" and profiles(problem) <= 1:
        return
    else:
        unit = conic_concepts.spread(problem, case.spread)
    live = (high - low > 1e-14 * np.maximum(np.abs(low), np.abs(high))) & (unit > 0)
    expected = np.where(live, deal.bargaining_weights / np.where(live, unit, 1.0), 0.0)
    total = float(expected @ (high - low))
    if total > 0:
        expected = expected / total
    assert np.abs((deal.weights - expected) * (high - low)).max() <= 1e-9, (deal.weights, expected)


def weights_are_normal(one: Trial, rng: np.random.Generator) -> None:
    """No feasible point is worth more by the consensus weights; where they are positive that is Pareto optimality."""
    deal, problem = one.deal, one.problem
    if not one.has_point or isinstance(deal.concept, NashBargaining):
        return
    w, wide = deal.weights, ranges(problem)
    assert (w >= 0).all() and np.isfinite(w).all()
    left = best_worth(deal, w) if one.case.climbs else conic.total_support(problem.sets, w)
    assert left - float(w @ deal.payoffs) <= 1e-8 * float(w @ wide) + conic.rounding(problem.sets, deal.payoffs, w)
    if one.case.climbs and all(rung.fixed is None for rung in deal.rungs):
        who = deal.can_gain & (np.array(deal.settled or np.zeros(problem.dim)) == 0)
        assert (w * wide > 0)[who].all(), w


def errors_are_honest(one: Trial, rng: np.random.Generator) -> None:
    """Payoffs of the conic route lie within the sum of both errors."""
    deal, problem, case = one.deal, one.problem, one.case
    if not one.has_point:
        return
    assert (deal.error >= 0).all() and not np.isnan(deal.error).any()
    if any(part.conic() is None for part in problem.sets) or not case.climbs or any(deal.settled):
        return
    other = by_cones(deal)
    allowed = deal.error + other.error + noise(problem)
    gainers = deal.can_gain
    assert (np.abs(deal.payoffs - other.payoffs) <= allowed)[gainers].all(), (deal.payoffs - other.payoffs, allowed)


def by_cones(deal: Agreement, problem: BargainingProblem | None = None) -> conic_concepts.Answer:
    """The answer of a climbing concept by Clarabel, for the deal's problem or one that has the same sets."""
    problem, gain, concept = problem or deal.problem, deal.can_gain, deal.concept
    if isinstance(concept, KalaiSmorodinsky):
        return conic_concepts.kalai_smorodinsky(problem, concept.ideal, gain)
    if isinstance(concept, EqualLoss):
        return conic_concepts.equal_loss(problem, gain, concept.ideal, concept.rational)
    if isinstance(concept, Dictatorial):
        return conic_concepts.dictatorial(problem, gain)
    return conic_concepts.egalitarian(problem, gain)


def _same(one: Trial, deal: Agreement, payoffs: np.ndarray, unit: np.ndarray) -> None:
    """``deal`` is the trial's own with ``payoffs`` in its units, as far as both say that they are right."""
    base = one.deal
    assert deal.status is base.status, (deal, base)
    if base.status is Status.infeasible:
        return
    wide, open_ = ranges(deal.problem), deal.error + unit * base.error
    tolerance = SAME * wide + 1e3 * noise(deal.problem)
    sure = np.isfinite(open_)
    apart = np.abs(deal.payoffs - payoffs)
    assert (apart <= np.where(sure, open_, np.inf) + tolerance).all(), (apart, open_)
    if one.case.climbs and one.has_point:  # what is not sure is the solution all the same where a price says so
        assert (apart <= np.maximum(open_, tolerance) + 1e-3 * wide)[sure].all()


def units_do_not_matter(one: Trial, rng: np.random.Generator) -> None:
    """Everybody's own units and zero where the concept promises that, one factor for all otherwise."""
    problem = one.problem
    own = one.case.invariance == "own"
    unit = 10.0 ** rng.uniform(-6, 6, size=problem.dim if own else 1) * np.ones(problem.dim)
    moved = rng.normal(size=problem.dim) * unit * ranges(problem)
    sets = [unit * part for part in problem.sets]
    sets[0] = sets[0].shift(moved)
    d = unit * problem.disagreement + moved
    other = changed(problem, sets=sets[0] if problem.joint else sets, disagreement=d)
    _same(one, one.solve(other), unit * one.deal.payoffs + moved, unit)


def order_does_not_matter(one: Trial, rng: np.random.Generator) -> None:
    """Listing the players in another order lists the payoffs in that order."""
    problem, case = one.problem, one.case
    if any(part.conic() is None for part in problem.sets) or case.name == "Nash, weighted":
        return
    order = rng.permutation(problem.dim)
    sets = [permuted(part, order) for part in problem.sets]
    if not problem.joint:
        sets = [sets[i] for i in order]
    nu = None if problem.weights is None else problem.weights[order]
    names = [problem.names[i] for i in order]
    d = problem.disagreement[order]
    other = BargainingProblem(sets[0] if problem.joint else sets, d, names, nu)
    concept = one.deal.concept
    if isinstance(concept, Utilitarian) and concept.measure is not None:
        concept = replace(concept, measure=concept.measure.payoffs[:, order])
    elif isinstance(concept, Dictatorial):
        concept = Dictatorial(list(problem.names))
    deal = bargain(other, concept, throw=False)
    back = replace_order(deal, problem, order)
    _same(one, back, one.deal.payoffs, np.ones(problem.dim))


def replace_order(deal: Agreement, problem: BargainingProblem, order: np.ndarray) -> Agreement:
    """``deal``, made with players in another ``order``, for ``problem``."""
    inverse = np.argsort(order)
    return replace(deal, problem=problem, payoffs=deal.payoffs[inverse], error=deal.error[inverse])


CHECKS: dict[str, Callable[[Trial, np.random.Generator], None]] = {
    check.__name__: check
    for check in (
        status_is_an_answer,
        payoffs_are_made_by_the_actions,
        gap_is_proved,
        rungs_are_reached,
        rungs_are_the_concepts,
        ideal_points_are_right,
        sums_are_the_concepts,
        weights_are_normal,
        errors_are_honest,
        units_do_not_matter,
        order_does_not_matter,
    )
}
#: Those that solve nothing again.
CHEAP = tuple(name for name in CHECKS if name not in ("units_do_not_matter", "order_does_not_matter"))


def broken_promises(one: Trial, names: tuple[str, ...] = tuple(CHECKS), seed: int = 0) -> dict[str, str]:
    """Names of the checks that fail, with what they say."""
    failed = {}
    for name in names:
        try:
            CHECKS[name](one, np.random.default_rng(seed))
        except AssertionError as error:
            failed[name] = str(error)[:400] or "fails"
    return failed
