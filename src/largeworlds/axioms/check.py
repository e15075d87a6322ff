"""``check_axioms``: every axiom for one concept on one problem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from .._core.errors import invalid
from .._core.stopwatch import Stopwatch
from .._core.text import listed, shown
from ..bargaining.concept import Concept
from ..bargaining.problem import BargainingProblem
from .alternatives import HomogeneousIdealIndependence, IndependenceOfIrrelevantAlternatives
from .axiom import NO_TIME, Axiom, AxiomCheck, Known, Trial, Verdict
from .continuity import Continuity
from .invariance import AffineInvariance, Anonymity
from .monotonicity import IndividualMonotonicity, MidpointDomination
from .pareto import StrongPareto, WeakPareto
from .rationality import StrongRationality, WeakRationality
from .replication import ReplicationInvariance
from .stability import MultilateralStability

#: Every axiom, in the order in which tables show them. The first five and multilateral stability single out the
#: symmetric Nash solution (Lensberg 1988; Treutlein 2023, Theorem 12).
AXIOMS: Final[tuple[Axiom, ...]] = (
    WeakRationality(),
    StrongRationality(),
    WeakPareto(),
    StrongPareto(),
    AffineInvariance(),
    Anonymity(),
    MultilateralStability(),
    IndependenceOfIrrelevantAlternatives(),
    IndividualMonotonicity(),
    HomogeneousIdealIndependence(),
    MidpointDomination(),
    ReplicationInvariance(),
    Continuity(),
)
#: The axioms of Theorem 12, by key.
THEOREM_12: Final = (
    "weak-individual-rationality",
    "strong-pareto-optimality",
    "affine-invariance",
    "anonymity",
    "multilateral-stability",
)


@dataclass(frozen=True, eq=False)
class AxiomChecks(Mapping[str, AxiomCheck]):
    """The checks of one concept on one problem, by the axioms' keys, in the order of :data:`AXIOMS`."""

    concept: Concept
    problem: BargainingProblem
    checks: tuple[AxiomCheck, ...]

    def __getitem__(self, key: str) -> AxiomCheck:
        for check in self.checks:
            if check.axiom == key:
                return check
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(check.axiom for check in self.checks)

    def __len__(self) -> int:
        return len(self.checks)

    @property
    def broken(self) -> tuple[str, ...]:
        """Keys of the axioms with a counterexample here."""
        return tuple(check.axiom for check in self.checks if check.verdict is Verdict.fails)

    def __repr__(self) -> str:
        rows = "\n".join(f"  {check.title}: {check.verdict}. {check.text}" for check in self.checks)
        return f"{self.concept.title}\n{rows}"


def check_axioms(
    concept: Concept,
    problem: BargainingProblem,
    *,
    axioms: Sequence[str] | None = None,
    rng: np.random.Generator | None = None,
    watch: Stopwatch | None = None,
) -> AxiomChecks:
    """Look for counterexamples to the axioms of bargaining theory around one problem.

    Each axiom compares the concept's answer on ``problem`` with what it asks for, there or on problems made from it
    (other units, other order, fewer or more outcomes). The verdict is "fails" with a counterexample, "holds" (none
    was found here, which is no proof), "not applicable", or "undecided". ``axioms`` lists keys, all by default; ``rng``
    draws the changes (seed 0 if not given). What ``watch`` leaves no time for is undecided. The problem's bargaining
    weights, if any, count as settings of the concept.

    Raises InvalidProblem for an unknown axiom.

    >>> import largeworlds as lw
    >>> problem = lw.BargainingProblem(lw.Polytope([[0, 0], [1, 0], [0, 1], [0.8, 0.7]]), [0, 0])
    >>> lw.check_axioms(lw.KalaiSmorodinsky(), problem)["independence-of-irrelevant-alternatives"].verdict.name
    'fails'
    >>> lw.check_axioms(lw.NashBargaining(), problem).broken
    ('individual-monotonicity',)
    """
    if not isinstance(problem, BargainingProblem):
        raise invalid("problem", "must be a BargainingProblem", type(problem).__name__, "build one, or world.problem()")
    if not isinstance(concept, Concept):
        raise invalid("concept", "must be a bargaining concept", shown(concept), "pass for example lw.NashBargaining()")
    rng = np.random.default_rng(0) if rng is None else rng
    known = Known(problem, Stopwatch() if watch is None else watch)
    return checks_of(concept, known, axioms_of(axioms), rng)


def axioms_of(keys: Sequence[str] | None) -> tuple[Axiom, ...]:
    """The axioms with these keys, in that order; all of them for None."""
    by_key = {axiom.key: axiom for axiom in AXIOMS}
    for i, key in enumerate(keys or ()):
        if key not in by_key:
            rule = f"must be one of {listed(list(by_key), 20)}"
            raise invalid(f"axioms[{i}]", rule, shown(key), "name axioms by key")
    return AXIOMS if keys is None else tuple(by_key[key] for key in keys)


def checks_of(concept: Concept, known: Known, axioms: Sequence[Axiom], rng: np.random.Generator) -> AxiomChecks:
    """As :func:`check_axioms`; the concept is solved once, and what is ``known`` of the problem is shared."""
    trial = Trial.of(concept, known.problem, rng, known)
    if trial is None and known.watch.expired():
        late = tuple(axiom.verdict(Verdict.undecided, NO_TIME) for axiom in axioms)
        return AxiomChecks(concept, known.problem, late)
    return AxiomChecks(concept, known.problem, tuple(axiom.judge(trial) for axiom in axioms))
