"""The Nash bargaining solution in exact numbers: guessed in doubles, solved on its face, proved in fractions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from ..._core import tolerances
from ..._core.rationals import Vector, axis, dot, plus
from ..._core.status import Status
from ..._core.stopwatch import Stopwatch
from ..problem import BargainingProblem
from .agreement import ExactAgreement
from .condition import AlgebraicCondition
from .enclosure import enclosure
from .faces import OnFace, solve_on_face
from .guess import Question, candidates, held_at_d, in_doubles
from .inside import InsideFace, even_shares
from .model import FiniteProblem, Shares
from .outcomes import infeasible, who_gains_proof
from .proofs import NashGap, Proof, Stay, WhoGains
from .standing import standing

#: A point near an irrational solution has at most this gap: then its payoffs are right to about 15 digits, and more.
_NEAR = Fraction(1, 2**100)


def nash_point(
    problem: BargainingProblem, model: FiniteProblem, nu: Vector, title: str, watch: Stopwatch
) -> ExactAgreement:
    """The Nash bargaining solution for weights ``nu`` (m,) that sum to one, whatever its status."""
    stands = standing(model)
    if not stands.feasible:
        return infeasible(problem, title, stands)
    can = stands.gainers(model.disagreement)
    who = who_gains_proof(model, stands)
    counted = tuple(t for t in range(model.dim) if can[t] and nu[t])
    if not counted:
        return _nobody_who_counts(problem, model, title, who)
    total = sum((nu[t] for t in counted), Fraction(0))
    nu = tuple(v / total if t in counted else Fraction(0) for t, v in enumerate(nu))
    others = tuple(t for t in range(model.dim) if t not in counted)
    question = Question(model, stands, nu, counted, others)
    guess, w = in_doubles(question, watch)
    status = Status.solved if all(can) else Status.some_cannot_gain
    for active in candidates(question, guess, w):
        for held in held_at_d(question, guess):
            found = _on_face(question, active, held, guess)
            if found is None:
                continue
            shares, on_face = found
            proof = _proof(question, shares)
            if proof.gap > (0 if on_face.exact else _NEAR):
                continue  # not the face of the solution
            deal = ExactAgreement.at(problem, model, title, status, shares)
            deal = _finished(question, deal, proof, who)
            if on_face.exact:
                return deal
            condition, inside = _condition(question, on_face, active, deal.payoffs)
            return deal.but(*inside, condition=condition)
    proof = _proof(question, guess)
    if proof.gap > Fraction(tolerances.GAP_SOLVED):
        status = Status.time_limit if watch.expired() else Status.not_converged
    deal = ExactAgreement.at(problem, model, title, status, guess)
    return _finished(question, deal, proof, who)


def _finished(question: Question, deal: ExactAgreement, proof: NashGap, who: WhoGains) -> ExactAgreement:
    return deal.but(
        proof,
        who,
        Stay(who.can_gain),
        weights=plus(proof.w, proof.held),
        can_gain=who.can_gain,
        enclosure=proof.enclosure,
        unique=_is_unique(question, deal.payoffs, proof.gap),
        direction=who.direction,
    )


def _nobody_who_counts(problem: BargainingProblem, model: FiniteProblem, title: str, who: WhoGains) -> ExactAgreement:
    """d itself where nobody can gain; where only players who do not count can, a point where all of them do."""
    status = Status.some_cannot_gain if any(who.can_gain) else Status.nobody_can_gain
    deal = ExactAgreement.at(problem, model, title, status, who.witness)
    direction = who.direction or (Fraction(0),) * model.dim
    unique = not any(who.can_gain)
    return deal.but(
        who,
        Stay(who.can_gain),
        can_gain=who.can_gain,
        weights=direction if unique else (),
        direction=who.direction,
        unique=unique,
    )


# -- the proof --------------------------------------------------------------------------------------------------------


def _on_face(
    question: Question, active: Sequence[Sequence[int]], held: tuple[int, ...], guess: Shares
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


def _reached(question: Question, active: Sequence[Sequence[int]], gains: Vector) -> Shares | None:
    """Shares of the ``active`` actions that bring these gains and no loss for the others; None: impossible."""
    face, d = question.model.restricted(active), question.model.disagreement
    count = len(question.others)
    nothing = (Fraction(0),) * count
    lines = [(t, nothing, d[t] + gain) for t, gain in zip(question.counted, gains, strict=True)]
    lines += [(t, tuple(-v for v in axis(i, count)), d[t]) for i, t in enumerate(question.others)]
    answer = face.program(lines).maximize(face.objective((Fraction(0),) * face.dim, nothing))
    if answer.status != "optimal":
        return None
    return question.model.widened(face.shares_of(answer.x), active)


def _proof(question: Question, shares: Shares) -> NashGap:
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


def _is_unique(question: Question, payoffs: Vector, gap: Fraction) -> bool:
    """True if nobody's payoff can change while all who count keep theirs and nobody falls below d."""
    model, d = question.model, question.model.disagreement
    free = [t for t in question.others if question.stands.best[t] > d[t]]
    if not free or gap:
        return not free
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
    question: Question, on_face: OnFace, active: Sequence[Sequence[int]], payoffs: Vector
) -> tuple[AlgebraicCondition, tuple[Proof, ...]]:
    """The equations of the face, with the proof that the solution lies inside it if there is one."""
    model, kept = question.model, tuple(tuple(some) for some in active)
    condition = AlgebraicCondition(model.names, kept, on_face.blocks, True)
    shares = None if question.others else even_shares(model.restricted(kept), payoffs)
    if shares is not None:
        inside = InsideFace(condition, question.nu, shares)
        if all(inside.checks(model, payoffs)):
            return condition, (inside,)
    return replace(condition, proved=False), ()
