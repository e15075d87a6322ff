"""Agreement: the answer to a bargaining problem, with its proof."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from .._core import tolerances
from .._core.arrays import Array, Mask, locked
from .._core.status import Status
from .problem import BargainingProblem

if TYPE_CHECKING:
    from .ascent import Ascent, Rung
    from .concept import Concept

#: How one contributor reaches its point: shares per budget (see largeworlds.sets.uses), or, for a set known only by
#: its maximizer, (directions (k, m), shares (k,)).
Choice = tuple[Array, ...]


@dataclass(frozen=True, eq=False)
class Agreement:
    """What the players should do, what everyone gets, and why nothing better exists.

    ``payoffs`` (m,) and ``gains = payoffs - disagreement`` (m,) are in the units of the problem; ``gains`` is computed
    without cancellation. ``actions[giver, receiver]`` sums over givers to the payoffs. ``weights`` (m,) are the
    consensus weights w: every contributor's action maximises ``w . y`` over its own set (Treutlein 2023, Theorem 6);
    for the Nash solution w = nu / gains, scaled so that ``w . gains = 1``. ``gap`` >= 0 bounds how far the concept's
    objective is from its optimum. Where nobody can gain w is ``direction``, ``gap`` is ``bound``, and
    ``bargaining_weights`` are those of the question, not zero for those who cannot gain. ``error`` (m,)
    bounds how far each payoff is from the true solution's (infinite where the solution leaves a payoff undetermined).
    ``can_gain`` (m,) marks who can gain at all. ``direction`` (m,) is the proof when somebody cannot: weights w >= 0
    with ``support(w) <= w . d`` up to ``bound``. ``settled`` (m,) says for whom no such proof is needed: types of level
    1 have at d exactly the most that they can get; types of level 2 have it on the face where those of level 1 keep
    theirs, and so on; 0 stands for all others. ``gap`` and ``bound`` are those of the face where all of them keep it:
    ``support`` is that of the face, and the weights of settled types play no part. Empty if there are
    none.

    With outside options o, ``outside_weights`` (m,) say which part of ``weights`` is the multiplier of x >= o: positive
    only where an outside option binds. Everybody who cannot gain then cannot over x >= max(d, o).

    Solutions other than Nash's say more. ``ideal`` (m,) are the ideal points that were used; those over x >= d bring
    ``ideal_proofs``, one ascent per player (None for who cannot gain) that reaches them and bounds them from above.
    ``rungs`` are the steps of a solution that raises everybody along a ray and goes on for those who can rise further
    (see :class:`~largeworlds.bargaining.ascent.Rung`): each carries its own proof, ``gap`` is then the largest of
    theirs and of the ideal points', and ``weights`` their mean. ``unique`` is False where the concept alone leaves
    several points and a further rule, named in the concept, picked one; ``rungs`` are then the steps of that rule, on
    the face of the best points. Their weights are scaled so that ``w . range = 1`` for the ranges of payoffs.
    """

    problem: BargainingProblem
    concept: Concept
    status: Status
    payoffs: Array
    gains: Array
    actions: Array
    choices: tuple[Choice, ...]
    weights: Array
    bargaining_weights: Array
    gap: float
    error: Array
    can_gain: Mask
    direction: Array | None = None
    bound: float = 0.0
    settled: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()
    steps: int = 0
    outside_weights: Array | None = None
    ideal: Array | None = None
    ideal_proofs: tuple[Ascent | None, ...] = ()
    rungs: tuple[Rung, ...] = ()
    unique: bool = True

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "outside_weights", None if self.outside_weights is None else locked(self.outside_weights))
        put(self, "ideal", None if self.ideal is None else locked(self.ideal))
        for name in ("payoffs", "gains", "actions", "weights", "bargaining_weights", "error"):
            put(self, name, locked(getattr(self, name)))
        put(self, "can_gain", locked(self.can_gain, bool))
        put(self, "direction", None if self.direction is None else locked(self.direction))
        put(self, "choices", tuple(tuple(locked(piece) for piece in choice) for choice in self.choices))

    @property
    def names(self) -> tuple[str, ...]:
        return self.problem.names

    @property
    def disagreement(self) -> Array:
        return self.problem.disagreement

    @property
    def is_answer(self) -> bool:
        """True if the status is a proved answer."""
        return self.status.answered

    @property
    def individually_rational(self) -> bool:
        """True if nobody gets less than at disagreement, up to what those who are held there may stand below it."""
        low, high = self.problem.bounding_box()
        return bool((self.gains >= -2 * tolerances.BELOW * np.maximum(high - low, 1e-300)).all())

    @property
    def completed(self) -> bool:
        """True if the solution's own ray ended below the frontier and some were raised further, one after the other.

        Further rungs may only say of others that they are at their end too: what counts is a level above the first.
        """
        if not self.rungs or not self.unique or self.concept.in_turns:
            return False
        first = self.rungs[0]
        return any(rung.level > first.most + tolerances.GAP_SOLVED * first.size for rung in self.rungs[1:])

    @cached_property
    def weight_range(self) -> Array:
        """The interval (m, 2) of every consensus weight, over all normals of the feasible set at ``payoffs``.

        In the units of ``weights``: normals are scaled so that ``w . gains`` is what it is for ``weights`` where
        everybody gains, and ``w . ranges`` elsewhere. Both ends agree where the frontier is smooth. Computed on first
        use; NaN where there is no answer or it is undecided.
        """
        from .weights.from_point import weight_range_of  # it solves problems of its own

        return weight_range_of(self)

    def share_received(self) -> Array:
        """The paper's share (Example 55): the part of a payoff that comes from others, sum over t != s of x_ts / x_s.

        NaN where a payoff is not positive, so that a share means nothing, or where there is one joint set.
        """
        if self.problem.joint:
            return np.full(len(self.payoffs), np.nan)
        others = self.actions.sum(axis=0) - np.diag(self.actions)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.payoffs > 0, others / self.payoffs, np.nan)

    def __repr__(self) -> str:
        each = zip(self.names, self.payoffs, self.gains, strict=True)
        rows = ", ".join(f"{name}: {payoff:.6g} ({gain:+.3g})" for name, payoff, gain in each)
        return f"Agreement({self.status.name}, {rows}, gap={self.gap:.1e})"


def empty_agreement(problem: BargainingProblem, concept: Any, nu: Array, status: Status, **more: Any) -> Agreement:
    """An agreement without payoffs, for outcomes that have none (infeasible, stopped before any answer)."""
    m = problem.dim
    nothing = np.full(m, np.nan)
    defaults: dict[str, Any] = {
        "payoffs": nothing,
        "gains": nothing,
        "actions": np.full((len(problem.sets), m), np.nan),
        "choices": (),
        "weights": nothing,
        "gap": float("inf"),
        "error": np.full(m, np.inf),
        "can_gain": np.zeros(m, dtype=bool),
    }
    return Agreement(problem=problem, concept=concept, status=status, bargaining_weights=nu, **(defaults | more))
