"""ExactAgreement: the answer to a bargaining problem in fractions, with a proof that needs no tolerance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ..._core.rationals import Vector
from ..._core.status import Status
from ..problem import BargainingProblem
from .condition import AlgebraicCondition
from .enclosure import Interval
from .inside import InsideFace
from .ladder import Rung
from .model import FiniteProblem, Shares
from .proofs import Check, Ideals, Ladder, Membership, NashGap, Proof, Stay, WhoGains

if TYPE_CHECKING:
    from ..concept import Concept

#: Longest fraction that is shown as one.
_LONGEST = 24


@dataclass(frozen=True, eq=False)
class ExactAgreement:
    """What the players should do and what everyone gets, in fractions; made by ``bargain(..., exact=True)``.

    ``payoffs`` and ``gains`` (m,), ``actions`` (one vector per giver) are tuples of fractions; ``shares`` holds the
    share of every action, per budget of the sets (a polytope is one budget; see ``ConvexSet.exact_uses``). ``weights``
    w are consensus weights: every giver's action maximises w over its own set, exactly (for an irrational solution up
    to ``gap``). ``unique``: no other payoffs are a solution (False: not proved so, or a tie was broken by the rule that
    the concept names). ``can_gain`` marks who can gain.

    A Nash bargaining solution may be irrational. Then ``is_exact`` is False, ``payoffs`` are those of a feasible point
    nearby, ``condition`` says which equations the solution solves, and ``enclosure`` holds an interval (low, high) per
    player that contains its payoff, by proof. For exact answers low and high are the payoff.

    ``proof`` lists what is claimed; :meth:`verify` recomputes all of it from the problem.
    """

    problem: BargainingProblem
    title: str
    status: Status
    payoffs: Vector = ()
    gains: Vector = ()
    actions: tuple[Vector, ...] = ()
    shares: Shares = ()
    weights: Vector = ()
    can_gain: tuple[bool, ...] = ()
    unique: bool = True
    enclosure: tuple[Interval, ...] = ()
    condition: AlgebraicCondition | None = None
    proof: tuple[Proof, ...] = ()
    direction: Vector | None = None
    reasons: tuple[str, ...] = ()
    concept: Concept | None = None

    @classmethod
    def at(
        cls, problem: BargainingProblem, model: FiniteProblem, title: str, status: Status, shares: Shares
    ) -> ExactAgreement:
        """The point that ``shares`` bring, to be completed by :meth:`but`."""
        actions, payoffs = model.actions(shares), model.payoffs(shares)
        gains = tuple(x - d for x, d in zip(payoffs, model.disagreement, strict=True))
        return cls(
            problem,
            title,
            status,
            payoffs,
            gains,
            actions,
            shares,
            enclosure=tuple((x, x) for x in payoffs),
            proof=(Membership(shares, actions),),
        )

    def but(self, *proofs: Proof, **more: object) -> ExactAgreement:
        """The same with further proofs and other fields."""
        return replace(self, proof=(*self.proof, *proofs), **more)  # type: ignore[arg-type]

    @property
    def names(self) -> tuple[str, ...]:
        return self.problem.names

    @property
    def disagreement(self) -> Vector:
        """d in fractions."""
        return FiniteProblem.of(self.problem).disagreement

    @property
    def is_answer(self) -> bool:
        """True if the status is a proved answer."""
        return self.status.answered

    @property
    def is_exact(self) -> bool:
        """True if the payoffs are the solution itself, not a point near an irrational one."""
        return self.is_answer and not self.gap

    @property
    def gap(self) -> Fraction:
        """The exact gap of the Nash product at the payoffs; zero where they are the solution."""
        return next((part.gap for part in self.proof if isinstance(part, NashGap)), Fraction(0))

    @property
    def bargaining_weights(self) -> Vector | None:
        """The weights nu (m,) of a Nash bargaining solution, zero for who does not count; None for other concepts."""
        return next((part.nu for part in self.proof if isinstance(part, NashGap)), None)

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """Where players stop one after the other, with exact prices; empty if the concept is no ladder."""
        return next((part.rungs for part in self.proof if isinstance(part, Ladder)), ())

    @property
    def completed(self) -> bool:
        """True if the solution's own ray ended below the frontier and some were raised further, one after the other."""
        from ..ladder import Climbing  # which is built on answers

        if not isinstance(self.concept, Climbing) or not self.payoffs:
            return False
        gaining = [[t for t in rung.players if self.can_gain[t]] for rung in self.rungs]
        later = [t for players in [one for one in gaining if one][1:] for t in players]
        # Who is only held up by d has not been raised.
        return any(self.gains[t] > 0 or not self.concept.keeps_disagreement for t in later)

    @property
    def ideal(self) -> Vector | None:
        """The ideal point (m,) that the concept measures from or towards; None if it needs none."""
        return next((part.values for part in self.proof if isinstance(part, Ideals)), None)

    def verify(self) -> list[Check]:
        """Recompute everything that is claimed from the problem, in fractions: a list of checks, each with its claim.

        >>> import largeworlds as lw
        >>> deal = lw.bargain(lw.BargainingProblem([[[1, 0], [0, 1]], [[1, 0], [0, 1]]], [0.5, 0.0]), exact=True)
        >>> deal.payoffs, all(deal.verify())
        ((Fraction(5, 4), Fraction(3, 4)), True)
        """
        model = FiniteProblem.of(self.problem)
        out = [check for part in self.proof for check in part.checks(model, self.payoffs)]
        if self.payoffs:
            gains = tuple(x - d for x, d in zip(self.payoffs, model.disagreement, strict=True))
            out.append(Check("gains are payoffs - d", gains == self.gains))
            out.append(Check("the fields are those of the proof", self._agrees_with_proof()))
        if self.weights and self.is_exact:
            each = zip(self.weights, zip(*self.actions, strict=True), strict=True)
            total = sum((w * sum(column) for w, column in each), Fraction(0))
            best = min(self.weights) >= 0 and model.support(self.weights) == total
            out.append(Check("everybody's action is best for the consensus weights", best))
        return out

    def _agrees_with_proof(self) -> bool:
        """True if what is published is what the parts of the proof speak of."""
        same = True
        for part in self.proof:
            if isinstance(part, Membership):
                same &= part.shares == self.shares and part.actions == self.actions
            elif isinstance(part, NashGap):
                same &= part.enclosure == self.enclosure
            elif isinstance(part, InsideFace):
                same &= part.condition == self.condition and part.nu == self.bargaining_weights
            elif isinstance(part, WhoGains):
                same &= part.can_gain == self.can_gain and part.direction == self.direction
            elif isinstance(part, Stay):
                same &= part.can_gain == self.can_gain
        proved = any(isinstance(part, InsideFace) for part in self.proof)
        return same and (self.condition is None or not self.condition.proved or proved)

    def __repr__(self) -> str:
        if not self.payoffs:
            return f"ExactAgreement({self.status.name})"
        each = zip(self.names, self.payoffs, self.gains, strict=True)
        about = "" if self.is_exact else "about "
        rows = ", ".join(f"{name}: {about}{_short(x)} ({_signed(gain)})" for name, x, gain in each)
        irrational = self.condition is not None and self.condition.irrational
        tail = "" if self.is_exact else f", {'irrational' if irrational else 'not exact'}, gap={float(self.gap):.1e}"
        return f"ExactAgreement({self.status.name}, {rows}{tail})"


def _short(value: Fraction) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else f"{float(value):.12g}"


def _signed(value: Fraction) -> str:
    return f"+{_short(value)}" if value >= 0 else _short(value)
