"""check_axioms: what it returns and what it refuses; Theorem 12 on random problems."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import (
    Armstrong,
    BargainingProblem,
    Dictatorial,
    Egalitarian,
    EqualLoss,
    InvalidProblem,
    KalaiSmorodinsky,
    NashBargaining,
    Polytope,
    Utilitarian,
    check_axioms,
)
from largeworlds.axioms.check import AXIOMS, THEOREM_12
from tests.axioms.counterexamples import HOUSE


def test_a_mapping_in_the_order_of_the_axioms():
    checks = check_axioms(NashBargaining(), HOUSE)
    assert list(checks) == [axiom.key for axiom in AXIOMS]
    assert len(checks) == 13 and checks.problem is HOUSE
    assert set(THEOREM_12) <= set(checks)
    assert repr(checks).startswith("Nash bargaining solution\n  weak individual rationality: holds.")
    with pytest.raises(KeyError):
        checks["fairness"]


def test_the_same_every_time():
    first, second = (check_axioms(KalaiSmorodinsky(), HOUSE) for _ in range(2))
    assert [check.text for check in first.checks] == [check.text for check in second.checks]


def test_bad_input():
    with pytest.raises(
        InvalidProblem, match=r"axioms\[0\] must be one of weak-individual-rationality, .* but it is 'fair'"
    ):
        check_axioms(NashBargaining(), HOUSE, axioms=["fair"])
    with pytest.raises(InvalidProblem, match="problem must be a BargainingProblem"):
        check_axioms(NashBargaining(), 5)
    with pytest.raises(InvalidProblem, match="concept must be a bargaining concept"):
        check_axioms("nash", HOUSE)


def test_theorem_12_singles_out_nash(rng, count):
    """On random problems every other solution that is shipped breaks one of the theorem's axioms; Nash breaks none."""
    others = {
        "asymmetric": NashBargaining([0.5, 0.3, 0.2]),
        "kalai-smorodinsky": KalaiSmorodinsky(),
        "egalitarian": Egalitarian(),
        "equal-loss": EqualLoss(),
        "utilitarian": Utilitarian(),
        "armstrong": Armstrong(),
        "dictatorial": Dictatorial(),
    }
    broken = {name: set() for name in others}
    for _ in range(count(30, 4)):
        signs = np.where(rng.random((4, 3)) < 0.6, 1.0, -1.0)
        sets = [Polytope(np.vstack([np.zeros(3), signs * rng.random((4, 3))])) for _ in range(2)]
        problem = BargainingProblem(sets[0] + sets[1], np.zeros(3))
        assert check_axioms(NashBargaining(), problem, axioms=THEOREM_12, rng=rng).broken == ()
        for name, concept in others.items():
            if not broken[name]:
                broken[name] |= set(check_axioms(concept, problem, axioms=THEOREM_12, rng=rng).broken)
    unbroken = {name for name, axioms in broken.items() if not axioms}
    assert not unbroken, unbroken
