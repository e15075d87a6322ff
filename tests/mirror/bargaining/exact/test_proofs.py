"""No part of a proof can be changed without a check that fails."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction

import pytest

from largeworlds import Polytope, bargain
from largeworlds.bargaining.exact import exact_equal_loss, exact_kalai_smorodinsky, exact_nash, exact_utilitarian
from largeworlds.bargaining.exact.condition import AlgebraicBlock, AlgebraicCondition
from largeworlds.bargaining.exact.ladder import Rung
from largeworlds.bargaining.problem import BargainingProblem
from tests.exact_problems import EXAMPLE_64

PROBLEM = BargainingProblem(EXAMPLE_64, [3, 3, 3])
SEGMENT = BargainingProblem(Polytope([[0, 2, 1], [3, 0, 2], [0, 0, 1]]), [0, 0, 0])
PENCIL = BargainingProblem(Polytope([[4, 0, 0, 1], [0, 1, 0, 1], [0, 0, 2, 3]]), [0, 0, 0, 0], weights=[1, 2, 3, 4])
DEALS = {
    "Nash": exact_nash(PROBLEM),
    "irrational": exact_nash(SEGMENT),
    "two normals": exact_nash(PENCIL),
    "held": exact_nash(BargainingProblem(Polytope([[3, 0], [0, 3]]), [0, 1]), [1, 0]),
    "some cannot gain": exact_nash(BargainingProblem(Polytope([[0, 2, 1], [3, 0, 1], [0, 2, 0]]), [0, 0, 1])),
    "Kalai-Smorodinsky": exact_kalai_smorodinsky(PROBLEM),
    "feasible ideals": exact_kalai_smorodinsky(PROBLEM, "feasible"),
    "equal loss": exact_equal_loss(PROBLEM, rational=True),
    "utilitarian": exact_utilitarian(PROBLEM, [1, 1, 1]),
    "infeasible": exact_nash(BargainingProblem(EXAMPLE_64, [6, 6, 6])),
}
GRAIN = Fraction(1, 10**60)
#: Fields that hold prices, directions and examples: others may do as well.
FREE = {"direction", "held", "prices", "witness", "points", "floor", "within"}


def turned(name, value):
    """A vector of prices as zero and with its sign turned, wherever it stands in the field ``name``."""
    if name in ("direction", "held") and value and any(value):
        yield tuple(0 * v for v in value)
        yield tuple(-v for v in value)
    elif name == "prices":
        for i, w in enumerate(value):
            for other in turned("direction", w):
                yield (*value[:i], other, *value[i + 1 :])
    elif name == "rungs":
        for i, rung in enumerate(value):
            for other in turned("direction", rung.prices):
                yield (*value[:i], replace(rung, prices=other), *value[i + 1 :])


def variants(value):
    """``value`` with one number moved by a grain, or one truth value turned, at every place."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, Fraction):
        yield value + GRAIN
        yield value - GRAIN
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            for other in variants(item):
                yield (*value[:i], other, *value[i + 1 :])
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, (Rung, AlgebraicBlock, AlgebraicCondition)):
        for field in fields(value):
            if field.name in ("level", "gains", "blocks", "coefficients", "point", "directions", "normals"):
                for other in variants(getattr(value, field.name)):
                    yield replace(value, **{field.name: other})


@pytest.mark.parametrize("name", DEALS)
def test_a_grain_anywhere_is_noticed(name):
    """Whatever is an equation: only prices and directions may be others, and points that show that something can be."""
    deal = DEALS[name]
    assert all(deal.verify())
    tried = 0
    for i, part in enumerate(deal.proof):
        for field in fields(part):
            if field.name in FREE:
                continue
            for other in variants(getattr(part, field.name)):
                changed = replace(part, **{field.name: other})
                altered = replace(deal, proof=(*deal.proof[:i], changed, *deal.proof[i + 1 :]))
                tried += 1
                assert not all(altered.verify()), (type(part).__name__, field.name, other)
    assert tried > 3 or name == "infeasible"


@pytest.mark.parametrize("name", DEALS)
def test_prices_that_prove_nothing_are_noticed(name):
    """Zero, or turned around: in every place where prices or a direction stand."""
    deal, tried = DEALS[name], 0
    for i, part in enumerate(deal.proof):
        for field in fields(part):
            for other in turned(field.name, getattr(part, field.name)):
                tried += 1
                changed = replace(part, **{field.name: other})
                altered = replace(deal, proof=(*deal.proof[:i], changed, *deal.proof[i + 1 :]), direction=other)
                assert not all(altered.verify()), (type(part).__name__, field.name, other)
    assert tried or name in ("irrational", "two normals", "Nash")


@pytest.mark.parametrize("name", [name for name in DEALS if name != "infeasible"])
def test_payoffs_gains_and_weights_are_checked(name):
    deal = DEALS[name]
    for field in ("payoffs", "gains"):
        for other in variants(getattr(deal, field)):
            assert not all(replace(deal, **{field: other}).verify())
    if any(deal.weights):
        wrong = tuple(-w for w in deal.weights)
        assert not deal.is_exact or not all(replace(deal, weights=wrong).verify())


def test_a_proof_is_that_of_its_own_problem():
    other = bargain(BargainingProblem(EXAMPLE_64, [3, 3, 3 + GRAIN]), exact=True)
    assert all(other.verify())
    assert not all(replace(other, problem=PROBLEM).verify())


def test_claims_are_sentences():
    for deal in DEALS.values():
        for check in deal.verify():
            assert check and len(check.claim) > 15 and not check.claim.endswith(".")
