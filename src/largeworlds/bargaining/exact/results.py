"""The exact answers: each concept's question asked, solved and proved in fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from ..._core.errors import invalid
from ..._core.rationals import Vector, axis, plus, rational
from ..._core.status import Status
from ..._core.stopwatch import Stopwatch
from ..._core.text import shown
from ..problem import BargainingProblem, exact_numbers
from .agreement import ExactAgreement
from .ladder import Floor, climb
from .model import FiniteProblem
from .nash import nash_point
from .outcomes import answered, infeasible, who_gains_proof
from .proofs import Ideals, Ladder, Stay
from .standing import Standing, feasible_ideals, standing

IDEALS: Final = ("rational", "feasible")


def exact_nash(
    problem: BargainingProblem, weights: Sequence[Any] | str | None = None, watch: Stopwatch | None = None
) -> ExactAgreement:
    """The Nash bargaining solution; ``weights`` as in :class:`NashBargaining`, kept as they are given.

    >>> import largeworlds as lw
    >>> deal = exact_nash(lw.BargainingProblem([[[2, 0], [0, 1]], [[1, 0], [0, 2]]], [0, 0]))
    >>> [str(x) for x in deal.payoffs]
    ['2', '2']
    """
    if isinstance(weights, str) or (weights is None and problem.exact_weights is None):
        nu: Vector = (Fraction(1, problem.dim),) * problem.dim
    else:
        given = problem.exact_weights if weights is None else exact_numbers(weights, "weights")
        assert given is not None
        nu = tuple(v / sum(given) for v in given)
    title, clock = "Nash bargaining solution", Stopwatch() if watch is None else watch
    return answered(problem, title, clock, lambda model: nash_point(problem, model, nu, title, clock))


def exact_kalai_smorodinsky(
    problem: BargainingProblem, ideal: str = "rational", watch: Stopwatch | None = None
) -> ExactAgreement:
    """The Kalai-Smorodinsky solution, continued lexicographically: up from d in proportion to ``ideal - d``.

    ``ideal``: "rational" (the most that each can get among feasible x >= d) or "feasible" (among all feasible x). Who
    cannot gain keeps d.
    """
    title = "Kalai-Smorodinsky solution"

    def solve(model: FiniteProblem) -> ExactAgreement:
        stands = standing(model)
        if not stands.feasible:
            return infeasible(problem, title, stands)
        ideals = _ideals(model, stands, ideal)
        ray = tuple(b - d for b, d in zip(ideals.values, model.disagreement, strict=True))
        floor = tuple(None if slope else d for slope, d in zip(ray, model.disagreement, strict=True))
        deal = _climbed(problem, model, title, model.disagreement, ray, floor)
        return _with_gainers(deal.but(ideals), model, stands)

    return answered(problem, title, watch, solve)


def exact_egalitarian(problem: BargainingProblem, watch: Stopwatch | None = None) -> ExactAgreement:
    """The lexicographic egalitarian solution: raise the smallest gain over d, then the next, and so on."""
    title = "egalitarian solution"

    def solve(model: FiniteProblem) -> ExactAgreement:
        stands = standing(model)
        if not stands.feasible:
            return infeasible(problem, title, stands)
        deal = _climbed(problem, model, title, model.disagreement, (Fraction(1),) * model.dim, None)
        return _with_gainers(deal, model, stands)

    return answered(problem, title, watch, solve)


def exact_equal_loss(
    problem: BargainingProblem, ideal: str = "rational", rational: bool = False, watch: Stopwatch | None = None
) -> ExactAgreement:
    """The equal-loss solution (Chun 1988), lexicographically: make the largest loss ``ideal - x`` smallest, and so on.

    ``rational``: only among x >= d; otherwise somebody may end below d.
    """
    title = "equal-loss solution"

    def solve(model: FiniteProblem) -> ExactAgreement:
        stands = standing(model)
        if not stands.feasible:
            return infeasible(problem, title, stands)
        ideals = _ideals(model, stands, ideal)
        floor = model.disagreement if rational else None
        deal = _climbed(problem, model, title, ideals.values, (Fraction(1),) * model.dim, floor).but(ideals)
        return _with_gainers(deal, model, stands)

    return answered(problem, title, watch, solve)


def exact_ladder(
    problem: BargainingProblem,
    base: Sequence[Any],
    ray: Sequence[Any],
    floor: Sequence[Any] | None = None,
    title: str = "ladder",
    watch: Stopwatch | None = None,
) -> ExactAgreement:
    """Raise everybody from ``base`` (m,) along ``ray`` (m,) >= 0 as far as it goes, then those who can still rise.

    ``floor`` (m,): what everybody must get at least (None: no bound, also as an entry); needed for whoever has a ray of
    zero and thus does not rise. InvalidProblem if no feasible point keeps to it.
    """
    start, slopes = exact_numbers(base, "base"), exact_numbers(ray, "ray")
    for name, values in (("base", start), ("ray", slopes), ("floor", floor)):
        if values is not None and len(values) != problem.dim:
            raise invalid(
                name, f"must have {problem.dim} numbers, one per player", f"has {len(values)}", "give them all"
            )
    if min(slopes) < 0:
        i = slopes.index(min(slopes))
        raise invalid(f"ray[{i}]", "must not be negative", str(slopes[i]), "measure so that more is better")
    low = None if floor is None else tuple(None if v is None else rational(v) for v in floor)
    for i, slope in enumerate(slopes):
        if not slope and (low is None or low[i] is None):
            raise invalid(
                f"floor[{i}]", "must be given where the ray is zero", "not given", "say what this player keeps"
            )
    return answered(problem, title, watch, lambda model: _climbed(problem, model, title, start, slopes, low))


def exact_utilitarian(
    problem: BargainingProblem, weights: Sequence[Any], watch: Stopwatch | None = None
) -> ExactAgreement:
    """The best feasible point for positive ``weights`` w (m,), whatever d is.

    If there are several, that which raises the smallest ``w_t (x_t - d_t)``, then the next, and so on; it is marked as
    not unique.
    """
    w = exact_numbers(weights, "weights")
    if len(w) != problem.dim:
        raise invalid("weights", f"must have {problem.dim} numbers, one per player", f"has {len(w)}", "give them all")
    if min(w) <= 0:
        i = w.index(min(w))
        raise invalid(f"weights[{i}]", "must be positive", str(w[i]), "give everybody a positive weight")
    title = "utilitarian solution"

    def solve(model: FiniteProblem) -> ExactAgreement:
        face, kept = model.face(w)
        ray = tuple(1 / v for v in w)
        rungs, shares = climb(face, model.disagreement, ray, None)
        assert shares is not None  # without a floor there is always a point
        deal = ExactAgreement.at(problem, model, title, Status.solved, model.widened(shares, kept))
        single = all(len(set(rows)) == 1 for rows in face.budgets)
        can = tuple(gain > 0 for gain in deal.gains)
        proof = Ladder(model.disagreement, ray, None, rungs, w)
        return deal.but(proof, weights=w, unique=single, can_gain=can)

    return answered(problem, title, watch, solve)


def exact_sum(
    problem: BargainingProblem,
    normalization: str,
    weights: Sequence[Any] | str | None = None,
    watch: Stopwatch | None = None,
    ideal: str = "rational",
) -> ExactAgreement:
    """The best sum of weighted utilities, each in its unit: "none", "range" (most minus least) or "ideal" (ideal gain).

    Spreads such as standard deviations have no exact answers here; nor have ideal gains where somebody has none.
    """
    model = FiniteProblem.of(problem)
    nu = problem.exact_weights if weights is None else None
    if isinstance(weights, str) or (weights is None and nu is None):
        nu = (Fraction(1, problem.dim),) * problem.dim
    nu = exact_numbers(weights, "weights") if nu is None else nu  # type: ignore[arg-type]
    unit: Vector = (Fraction(1),) * problem.dim
    if normalization == "range":
        axes = [axis(t, problem.dim) for t in range(problem.dim)]
        unit = tuple(model.support(e) + model.support(tuple(-v for v in e)) for e in axes)
    elif normalization == "ideal":
        unit = tuple(b - d for b, d in zip(exact_ideals(problem, ideal), model.disagreement, strict=True))
    elif normalization != "none":
        fix = "use one of these, or leave out exact=True"
        raise invalid("normalization", 'must be "none", "range" or "ideal" for an exact answer', normalization, fix)
    if min(unit) <= 0:
        name = shown(problem.names[unit.index(min(unit))])
        fix = "leave out exact=True, or leave this player out of the problem"
        raise invalid("normalization", "needs a unit for everybody", f"zero for {name}", fix)
    return exact_utilitarian(problem, [v / u for v, u in zip(nu, unit, strict=True)], watch)


def exact_ideals(problem: BargainingProblem, kind: str = "rational") -> Vector:
    """The ideal point (m,) in fractions; InvalidProblem if no x >= d is feasible and ``kind`` is "rational"."""
    model = FiniteProblem.of(problem)
    if kind == "feasible":
        return feasible_ideals(model)
    stands = standing(model)
    if not stands.feasible:
        raise invalid(
            "ideal", "must be over feasible x >= d", "empty: d is out of reach", 'lower d, or ask for "feasible"'
        )
    return _ideals(model, stands, kind).values


# -- assembling -------------------------------------------------------------------------------------------------------


def _climbed(
    problem: BargainingProblem, model: FiniteProblem, title: str, base: Vector, ray: Vector, floor: Floor | None
) -> ExactAgreement:
    rungs, shares = climb(model, base, ray, floor)
    if shares is None:
        raise invalid("floor", "must be within reach of all at once", "beyond every feasible point", "lower it")
    deal = ExactAgreement.at(problem, model, title, Status.solved, shares)
    weights = (Fraction(0),) * model.dim
    for rung in rungs:
        weights = plus(weights, rung.prices)
    can = tuple(gain > 0 for gain in deal.gains)
    return deal.but(Ladder(base, ray, floor, rungs), weights=weights if any(weights) else (), can_gain=can)


def _with_gainers(deal: ExactAgreement, model: FiniteProblem, stands: Standing) -> ExactAgreement:
    """The status that follows from who can gain, and its proof."""
    who = who_gains_proof(model, stands)
    status = Status.solved if all(who.can_gain) else Status.some_cannot_gain
    status = status if any(who.can_gain) else Status.nobody_can_gain
    kept = all(gain >= 0 for gain in deal.gains)
    stay = (Stay(who.can_gain),) if kept else ()
    weights = deal.weights or who.direction or axis(0, model.dim)
    return deal.but(who, *stay, status=status, can_gain=who.can_gain, direction=who.direction, weights=weights)


def _ideals(model: FiniteProblem, stands: Standing, kind: str) -> Ideals:
    if kind not in IDEALS:
        raise invalid("ideal", 'must be "rational" or "feasible"', shown(kind), "choose one")
    if kind == "feasible":
        return Ideals(kind, feasible_ideals(model))
    return Ideals(kind, stands.best, stands.points, stands.prices)
