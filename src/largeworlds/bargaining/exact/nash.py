"""The Nash bargaining solution in exact numbers: guessed in doubles, solved on its face, proved in fractions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from ..._core import tolerances
from ..._core.arrays import Array
from ..._core.rationals import Vector, axis, dot, plus, vector
from ..._core.status import Status
from ..._core.stopwatch import Stopwatch
from ...sets.from_uses import FromUses
from ...sets.uses import Budget, Uses
from ..problem import BargainingProblem
from .agreement import ExactAgreement
from .condition import AlgebraicCondition
from .enclosure import enclosure
from .faces import OnFace, solve_on_face
from .model import FiniteProblem, Shares
from .proofs import NashGap, Stay, WhoGains
from .standing import Standing, standing

#: Shares below one of these are taken for zero, reduced costs below one of those for ties, in turn.
_SHARES = (1e-6, 1e-8, 1e-4, 1e-10, 1e-3, 1e-12)
_COSTS = (1e-8, 1e-6, 1e-10)
#: Gains below this share of what is possible are taken for none, of players whose gain does not count.
_HELD = Fraction(1, 10**7)


@dataclass(frozen=True, eq=False)
class _Question:
    """Who counts: the players ``counted`` with weights ``nu`` (m,), zero for the ``others``."""

    model: FiniteProblem
    stands: Standing
    nu: Vector
    counted: tuple[int, ...]
    others: tuple[int, ...]

    @property
    def weights(self) -> Vector:
        return tuple(self.nu[t] for t in self.counted)


def nash_point(problem: BargainingProblem, model: FiniteProblem, nu: Vector, title: str, watch: Stopwatch) -> ExactAgreement:
    """The Nash bargaining solution for weights ``nu`` (m,), summing to one, of a problem in which some x >= d is feasible."""
    stands = standing(model)
    can = stands.gainers(model.disagreement) if stands.feasible else ()
    from .results import infeasible, who_gains_proof  # results are assembled in one place

    if not stands.feasible:
        return infeasible(problem, title, stands)
    who = who_gains_proof(model, stands)
    counted = tuple(t for t in range(model.dim) if can[t] and nu[t])
    if not counted:
        return _nobody_who_counts(problem, model, title, stands, who)
    total = sum((nu[t] for t in counted), Fraction(0))
    nu = tuple(v / total if t in counted else Fraction(0) for t, v in enumerate(nu))
    others = tuple(t for t in range(model.dim) if t not in counted)
    question = _Question(model, stands, nu, counted, others)
    guess, w = _in_doubles(question, watch)
    status = Status.solved if all(can) else Status.some_cannot_gain
    for active in _candidates(model, guess, w):
        for held in _held(question, guess):
            found = _on_face(question, active, held, guess)
            if found is None:
                continue
            shares, on_face = found
            proof = _proof(question, shares)
            if on_face.exact and proof.gap:
                continue
            deal = ExactAgreement.at(problem, model, title, status, shares)
            condition = None if on_face.exact else _condition(question, on_face, active, shares, proof)
            return _finished(question, deal, proof, who, condition)
    proof = _proof(question, guess)
    if proof.gap > Fraction(tolerances.GAP_SOLVED):
        status = Status.time_limit if watch.expired() else Status.not_converged
    deal = ExactAgreement.at(problem, model, title, status, guess)
    return _finished(question, deal, proof, who, None)


def _finished(
    question: _Question, deal: ExactAgreement, proof: NashGap, who: WhoGains, condition: AlgebraicCondition | None
) -> ExactAgreement:
    unique = not proof.gap and _is_unique(question, deal.payoffs)
    unique |= condition is not None and condition.proved and not question.others
    return deal.but(
        proof,
        who,
        Stay(who.can_gain),
        weights=plus(proof.w, proof.held),
        can_gain=who.can_gain,
        enclosure=proof.enclosure,
        condition=condition,
        unique=unique,
        direction=who.direction,
    )


def _nobody_who_counts(
    problem: BargainingProblem, model: FiniteProblem, title: str, stands: Standing, who: WhoGains
) -> ExactAgreement:
    """d itself where nobody can gain; where only players who do not count can, a point where all of them do."""
    status = Status.some_cannot_gain if any(who.can_gain) else Status.nobody_can_gain
    deal = ExactAgreement.at(problem, model, title, status, who.witness)
    direction = who.direction or (Fraction(0),) * model.dim
    unique = not any(who.can_gain)
    return deal.but(who, Stay(who.can_gain), can_gain=who.can_gain, weights=direction if unique else (), direction=who.direction, unique=unique)


# -- the guess --------------------------------------------------------------------------------------------------------


def _in_doubles(question: _Question, watch: Stopwatch) -> tuple[Shares, Array]:
    """Shares of a feasible point with gains for all who count, and weights, near the solution in doubles.

    Payoffs are measured from d in units of what each can gain at most, so no unit or large common payoff costs digits.
    """
    from ..solutions.nash import NashBargaining

    model, best, d = question.model, question.stands.best, question.model.disagreement
    low, high = (
        tuple(min(row[t] for rows in model.budgets for row in rows) for t in range(model.dim)),
        tuple(max(row[t] for rows in model.budgets for row in rows) for t in range(model.dim)),
    )
    unit = tuple(b - own if b > own else (h - lo or Fraction(1)) for b, own, h, lo in zip(best, d, high, low, strict=True))
    offset = list(plus(model.offset, tuple(-v for v in d)))
    budgets = []
    for rows in model.budgets:
        middle = tuple(sum(column, Fraction(0)) / len(rows) for column in zip(*rows, strict=True))
        offset = [a + b for a, b in zip(offset, middle, strict=True)]
        small = [[float((v - c) / u) for v, c, u in zip(row, middle, unit, strict=True)] for row in rows]
        budgets.append(Budget.linear(np.array(small)))
    start = np.array([float(v / u) for v, u in zip(offset, unit, strict=True)])
    nu = np.array([float(v) for v in question.nu])
    spare = question.stands.points
    inside = model.average([spare[t] for t in range(model.dim)])
    try:
        easy = BargainingProblem(FromUses(Uses(start, tuple(budgets))), np.zeros(model.dim))
        deal = NashBargaining(nu).solve(easy, watch)
    except (ArithmeticError, ValueError, np.linalg.LinAlgError):
        return inside, np.zeros(model.dim)
    if not deal.choices or not all(np.isfinite(piece).all() for piece in deal.choices[0]):
        return inside, np.zeros(model.dim)
    weights = np.array([float(w) for w in deal.weights]) if np.isfinite(deal.weights).all() else np.zeros(model.dim)
    units = np.array([float(u) for u in unit])
    return _made_feasible(question, tuple(vector(piece.tolist()) for piece in deal.choices[0]), inside), weights / units


def _made_feasible(question: _Question, guess: Shares, inside: Shares) -> Shares:
    """Shares that sum to one exactly, moved towards ``inside`` until nobody is below d and all who count gain."""
    model, d = question.model, question.model.disagreement
    clean = tuple(tuple(max(v, Fraction(0)) for v in parts) for parts in guess)
    clean = tuple(tuple(v / sum(parts) for v in parts) for parts in clean)
    for digits in (None, 50, 40, 30, 20, 10, 3, 1):
        part = Fraction(0) if digits is None else Fraction(1, 2**digits)
        mixed = tuple(
            tuple((1 - part) * a + part * b for a, b in zip(one, two, strict=True))
            for one, two in zip(clean, inside, strict=True)
        )
        x = model.payoffs(mixed)
        if all(v > own if t in question.counted else v >= own for t, (v, own) in enumerate(zip(x, d, strict=True))):
            return mixed
    return inside


def _candidates(model: FiniteProblem, guess: Shares, w: Array) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Which actions may be in use, the most likely sets first, each once."""
    seen = set()
    parts = [np.array([float(v) for v in one]) for one in guess]
    exact_w = vector(w.tolist())
    worths = [np.array([float(dot(exact_w, row)) for row in rows]) for rows in model.budgets] if any(exact_w) else []
    lost = [worth.max() - worth for worth in worths]
    scale = float(sum(v for one in lost for v in one)) / max(sum(len(one) for one in lost), 1) or 1.0
    tried = [[one > small * one.max() for one in parts] for small in _SHARES]
    tried += [[one <= small * scale for one in lost] for small in _COSTS if lost]
    for masks in tried:
        active = tuple(tuple(np.flatnonzero(mask).tolist()) for mask in masks)
        if active not in seen and all(active):
            seen.add(active)
            yield active


def _held(question: _Question, guess: Shares) -> Iterator[tuple[int, ...]]:
    """Which of the others may be held exactly at d, the most likely sets first."""
    model, best, d = question.model, question.stands.best, question.model.disagreement
    x = model.payoffs(guess)
    tight = tuple(t for t in question.others if x[t] - d[t] <= _HELD * (best[t] - d[t]))
    stuck = tuple(t for t in question.others if best[t] == d[t])
    yield from dict.fromkeys((tight, stuck, question.others))


# -- the proof --------------------------------------------------------------------------------------------------------


def _on_face(
    question: _Question, active: Sequence[Sequence[int]], held: tuple[int, ...], guess: Shares
) -> tuple[Shares, OnFace] | None:
    """Shares that bring the solution on this face (or a point near an irrational one), if they are feasible."""
    model, d = question.model, question.model.disagreement
    x = model.payoffs(guess)
    near = tuple(x[t] - d[t] for t in question.counted)
    on_face = solve_on_face(model, active, question.counted, held, question.weights, near)
    if on_face is None:
        return None
    shares = _reached(question, active, on_face.gains)
    return None if shares is None else (shares, on_face)


def _reached(question: _Question, active: Sequence[Sequence[int]], gains: Vector) -> Shares | None:
    """Shares of the ``active`` actions with these gains for all who count and no loss for the others; None: impossible."""
    face, d = question.model.restricted(active), question.model.disagreement
    count = len(question.others)
    nothing = (Fraction(0),) * count
    lines = [(t, nothing, d[t] + gain) for t, gain in zip(question.counted, gains, strict=True)]
    lines += [(t, tuple(-v for v in axis(i, count)), d[t]) for i, t in enumerate(question.others)]
    answer = face.program(lines).maximize(face.objective((Fraction(0),) * face.dim, nothing))
    if answer.status != "optimal":
        return None
    return question.model.widened(face.shares_of(answer.x), active)


def _proof(question: _Question, shares: Shares) -> NashGap:
    """The gap of the point that ``shares`` bring, with the multipliers that make it smallest."""
    model, d, nu = question.model, question.model.disagreement, question.nu
    x = model.payoffs(shares)
    w = tuple(v / (x[t] - d[t]) if v else Fraction(0) for t, v in enumerate(nu))
    held = [Fraction(0)] * model.dim
    if question.others:
        count = len(question.others)
        program = model.program([(t, tuple(-v for v in axis(i, count)), d[t]) for i, t in enumerate(question.others)])
        answer = program.maximize(model.objective(w, (Fraction(0),) * count))
        for t, y in zip(question.others, answer.duals[-count:], strict=True):
            held[t] = -y
    most = model.support(plus(w, tuple(held)))
    gap = most - dot(w, x) - dot(tuple(held), d)
    return NashGap(nu, w, tuple(held), gap, enclosure(model, gap, nu, x))


def _is_unique(question: _Question, payoffs: Vector) -> bool:
    """True if nobody's payoff can change while all who count keep theirs and nobody falls below d."""
    model, d = question.model, question.model.disagreement
    free = [t for t in question.others if question.stands.best[t] > d[t]]
    if not free:
        return True
    count = len(question.others)
    nothing = (Fraction(0),) * count
    lines = [(t, nothing, payoffs[t]) for t in question.counted]
    lines += [(t, tuple(-v for v in axis(i, count)), d[t]) for i, t in enumerate(question.others)]
    program = model.program(lines)
    for t in free:
        for sign in (1, -1):
            w = tuple(sign * v for v in axis(t, model.dim))
            if program.maximize(model.objective(w, nothing)).value != sign * (payoffs[t] - model.offset[t]):
                return False
    return True


def _condition(
    question: _Question, on_face: OnFace, active: Sequence[Sequence[int]], shares: Shares, proof: NashGap
) -> AlgebraicCondition:
    """The equations of the face, and whether it is proved that the solution lies inside it."""
    kept = tuple(tuple(some) for some in active)
    proved = not question.others and _others_are_worse(question, kept, proof) and _stays_inside(question, kept, proof)
    return AlgebraicCondition(question.model.names, kept, on_face.blocks, proved)


def _others_are_worse(question: _Question, active: tuple[tuple[int, ...], ...], proof: NashGap) -> bool:
    """True if no action outside ``active`` is best at any weights nu / g with gains in the intervals."""
    d = question.model.disagreement
    most = [nu / (low - own) for nu, (low, _), own in zip(question.nu, proof.enclosure, d, strict=True)]
    least = [nu / (high - own) for nu, (_, high), own in zip(question.nu, proof.enclosure, d, strict=True)]
    for rows, some in zip(question.model.budgets, active, strict=True):
        for a in set(range(len(rows))) - set(some):
            ahead = [v - u for v, u in zip(rows[a], rows[some[0]], strict=True)]
            if sum(gain * (high if gain > 0 else low) for gain, high, low in zip(ahead, most, least, strict=True)) >= 0:
                return False
    return True


def _stays_inside(question: _Question, active: tuple[tuple[int, ...], ...], proof: NashGap) -> bool:
    """True if every point of the face in the intervals uses all ``active`` actions in some mixture.

    The centre can be mixed with at least ``least`` of every action; a move along the face is a combination of
    independent differences of actions, whose sizes the intervals bound.
    """
    from ..._numerics.rational_algebra import reduced

    face = question.model.restricted(active)
    m, d = face.dim, face.disagreement
    centre = tuple(d[t] + nu / w for t, (nu, w) in enumerate(zip(question.nu, proof.w, strict=True)))
    least = _even_shares(face, centre)
    moves = []
    for rows in face.budgets:
        moves += [plus(row, tuple(-v for v in rows[0])) for row in rows[1:]]
    picked = reduced(list(zip(*moves, strict=True)))[1] if moves else []
    basis = [moves[j] for j in picked]
    wide = [max(high - x, x - low) for (low, high), x in zip(proof.enclosure, centre, strict=True)]
    # sizes c of a move v = sum c_i basis_i: solve on independent coordinates
    _, leads = reduced(basis)
    system = [(*(one[t] for one in basis), *axis(i, len(leads))) for i, t in enumerate(leads)]
    inverse = [row[len(basis) :] for row in reduced(system)[0]] if basis else []
    total = sum((abs(v) * wide[t] for row in inverse for v, t in zip(row, leads, strict=True)), Fraction(0))
    return m > 0 and least > total


def _even_shares(face: FiniteProblem, x: Vector) -> Fraction:
    """The largest share that every action can have in a mixture with payoffs ``x``; zero or less if ``x`` needs less."""
    count = sum(map(len, face.budgets))
    rows, rhs = list[Vector](), list[Fraction]()
    for b, budget in enumerate(face.budgets):
        inside = [Fraction(b == k) for k, one in enumerate(face.budgets) for _ in one]
        rows.append((*inside, Fraction(len(budget))))
        rhs.append(Fraction(1))
    for t, offset in enumerate(face.offset):
        column = [row[t] for budget in face.budgets for row in budget]
        rows.append((*column, sum(column, Fraction(0))))
        rhs.append(x[t] - offset)
    from ..._numerics.rational_program import RationalProgram

    answer = RationalProgram(rows, tuple(rhs), face.stop).maximize((*((Fraction(0),) * count), Fraction(1)))
    return answer.value if answer.status == "optimal" else Fraction(-1)


__all__ = ["nash_point", "replace"]
