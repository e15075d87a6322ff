"""Every concept keeps the same promises on awkward and random problems; concepts that break one are caught."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from largeworlds import (
    BargainingProblem,
    InvalidProblem,
    KalaiSmorodinsky,
    Polytope,
    Status,
    Utilitarian,
    bargain,
)
from largeworlds.bargaining.agreement import Agreement
from largeworlds.bargaining.concept import Concept
from tests.axioms.nash_axioms import changed
from tests.contracts.concept_contract import CASES, CHEAP, CHECKS, Case, Trial, broken_promises, trial
from tests.contracts.drawn_problems import KINDS, drawn_problem
from tests.contracts.test_agreements import AWKWARD

NAMES = [case.name for case in CASES]


def in_units(problem: BargainingProblem, unit: np.ndarray | float) -> BargainingProblem:
    sets = [unit * part for part in problem.sets]
    return changed(problem, sets=sets[0] if problem.joint else sets, disagreement=unit * problem.disagreement)


#: What payoffs are multiplied by: nothing, one factor, or one per player in turn.
UNITS = {"": [1.0], "times 1e12": [1e12], "times 1e-12": [1e-12], "unequal": [1e6, 1e-6]}


@pytest.mark.parametrize("place", range(len(AWKWARD)), ids=[case[0] for case in AWKWARD])
def test_awkward_problems(place, count):
    """All units and all concepts in the full run; otherwise some of them, in turn."""
    _, problem, status, _ = AWKWARD[place]
    step = count(1, 72)
    pairs = [(case, unit) for unit in UNITS for case in CASES]
    for at, (case, unit) in enumerate(pairs):
        if (at + 5 * place) % step:
            continue
        if unit == "unequal" and case.invariance == "common":
            continue  # equal gains in units that differ by twelve orders of magnitude are nobody's question
        one = trial(case, in_units(problem, np.resize(UNITS[unit], problem.dim)))
        assert broken_promises(one, CHEAP) == {}, (case.name, unit)
        if case.rational or case.ideal is not None:
            proved = one.deal.status
            assert proved is status or (
                not case.rational and (proved, status) == (Status.solved, Status.some_cannot_gain)
            )


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_random_problems(case, count):
    """Units and order included, for every kind of set."""
    kinds = [(kind, seed) for kind in KINDS for seed in range(count(12, 1))]
    for at, (kind, seed) in enumerate(kinds):
        if len(kinds) == len(KINDS) and (at + CASES.index(case)) % len(KINDS):
            continue
        problem, _ = drawn_problem(kind, 1000 + seed)
        assert broken_promises(trial(case, problem)) == {}, (kind, seed)


@pytest.mark.parametrize("name", ["two trade, two are opposed", "d on a side of a box", "a joint set", "above an edge"])
def test_awkward_problems_in_other_units_and_orders(name, count):
    problem = next(case[1] for case in AWKWARD if case[0] == name)
    for case in CASES[:: count(1, 7)]:
        assert broken_promises(trial(case, problem)) == {}, case.name


# -- the suite bites: each concept below breaks one promise, and the named check says so ------------------------------

#: Two share a pie of one, a third is alone with its own: after the first rung it can still rise.
PIE = BargainingProblem(Polytope([[x, y, z] for x, y in ((0, 0), (1, 0), (0, 1)) for z in (0.0, 1.0)]), [0.0, 0.0, 0.0])
UNEVEN = BargainingProblem(Polytope([[0, 0], [3, 0], [2, 2], [0, 3]]), [0.1, 0.2])
STUCK = BargainingProblem(
    [Polytope([[0, 0, 1], [1, 0, 1]]), Polytope([[0, 0, 0], [0, 1, 0]]), Polytope([[0, 0, 0]])], [0, 0, 1]
)


def moved(deal: Agreement, x: np.ndarray) -> Agreement:
    """``deal`` with the payoffs ``x`` of a joint set instead."""
    return replace(deal, payoffs=x, gains=x - deal.disagreement, actions=x[None])


@dataclass(frozen=True, eq=False)
class Wrong(Concept):
    """What ``spoil`` makes of another concept's deals."""

    right: Concept
    spoil: object

    @property
    def title(self) -> str:
        return "a wrong concept"

    def solve(self, problem, watch):
        return self.spoil(self.right.solve(problem, watch))


def stops_after_the_first_rung(deal: Agreement) -> Agreement:
    """Claims solved where the first ascent ends, with the third player at its level only."""
    rung = deal.rungs[0]
    return replace(moved(deal, rung.base + rung.level * rung.ray), rungs=deal.rungs[:1], gap=rung.gap)


def forges_a_gap(deal: Agreement) -> Agreement:
    """Stops half way and says that nothing more is possible."""
    half = tuple(replace(r, level=0.5 * r.level, most=0.5 * r.level) for r in deal.rungs)
    return replace(moved(deal, deal.disagreement + 0.5 * deal.gains), rungs=half, gap=0.0)


def measures_gaps_in_worlds(deal: Agreement) -> Agreement:
    """Stops half way; as a share of everything there is, that is little."""
    big = tuple(replace(r, level=0.5 * r.level, size=1e15) for r in deal.rungs)
    return replace(moved(deal, deal.disagreement + 0.5 * deal.gains), rungs=big, gap=max(r.gap for r in big))


def claims_too_small_an_error(deal: Agreement) -> Agreement:
    """A millionth beside the solution, with an error that says otherwise."""
    x = deal.payoffs * (1 - 1e-6)
    return replace(moved(deal, x), error=np.full(len(x), 1e-12))


def takes_more_than_there_is(deal: Agreement) -> Agreement:
    return moved(deal, 1.1 * deal.payoffs)


def forgets_its_actions(deal: Agreement) -> Agreement:
    return replace(deal, actions=np.zeros_like(deal.actions))


def says_that_all_can_gain(deal: Agreement) -> Agreement:
    return replace(deal, direction=np.zeros(len(deal.gains)), bound=0.0, settled=())


def raises_by_another_ray(deal: Agreement) -> Agreement:
    tilt = np.arange(1.0, 1 + len(deal.gains))
    return replace(deal, rungs=tuple(replace(r, ray=r.ray * tilt) for r in deal.rungs))


def doubles_the_ideal(deal: Agreement) -> Agreement:
    return replace(deal, ideal=2 * deal.ideal)


def weighs_the_first_more(deal: Agreement) -> Agreement:
    w = deal.weights * (1 + np.eye(len(deal.weights))[0])
    return replace(deal, weights=w)


def lets_prices_slip(deal: Agreement) -> Agreement:
    """Weights that are no normal at its own point."""
    return replace(deal, weights=deal.weights[::-1])


def favours_the_first(deal: Agreement) -> Agreement:
    """Gives the first named all of the pie and calls the gap what it is for sums, nothing."""
    best = deal.problem.sets[0].face_point(deal.weights, np.eye(len(deal.weights))[0])
    return moved(deal, best)


def _case(name: str) -> Case:
    return CASES[NAMES.index(name)]


ALL = BargainingProblem(Polytope([[2, 0, 0], [0, 2, 0], [0, 0, 2]]), [0, 0, 0])
KS, SUM = _case("Kalai-Smorodinsky"), _case("utilitarian range")
#: Case that the wrong concept claims to be, what spoils it, on which problem, and the check that must say so.
WRONG = [
    (KS, stops_after_the_first_rung, PIE, "rungs_are_reached"),
    (KS, forges_a_gap, UNEVEN, "gap_is_proved"),
    (KS, measures_gaps_in_worlds, UNEVEN, "gap_is_proved"),
    (KS, claims_too_small_an_error, UNEVEN, "errors_are_honest"),
    (KS, takes_more_than_there_is, UNEVEN, "payoffs_are_made_by_the_actions"),
    (KS, forgets_its_actions, UNEVEN, "payoffs_are_made_by_the_actions"),
    (KS, says_that_all_can_gain, STUCK, "status_is_an_answer"),
    (KS, raises_by_another_ray, UNEVEN, "rungs_are_the_concepts"),
    (KS, doubles_the_ideal, UNEVEN, "ideal_points_are_right"),
    (SUM, weighs_the_first_more, UNEVEN, "sums_are_the_concepts"),
    (KS, lets_prices_slip, UNEVEN, "weights_are_normal"),
    (SUM, favours_the_first, ALL, "order_does_not_matter"),
]


def spoiled(case: Case, spoil, problem: BargainingProblem) -> Trial:
    """A trial of ``case`` whose deals are all spoiled; only the first class of its concept is kept."""

    def solve(other: BargainingProblem) -> Agreement:
        right = case.concept(other)
        return replace(bargain(other, Wrong(right, spoil), throw=False), concept=right)

    return Trial(case, solve(problem), solve)


@pytest.mark.parametrize(("case", "spoil", "problem", "check"), WRONG, ids=[row[1].__name__ for row in WRONG])
def test_a_wrong_concept_is_caught(case, spoil, problem, check):
    assert broken_promises(trial(case, problem)) == {}
    assert check in broken_promises(spoiled(case, spoil, problem))


def test_a_concept_that_depends_on_units_is_caught():
    """The egalitarian solution, if it were said to keep anybody's own units."""
    case = replace(_case("egalitarian"), invariance="own")
    assert "units_do_not_matter" in broken_promises(trial(case, UNEVEN))


def test_every_check_catches_something():
    assert {row[3] for row in WRONG} | {"units_do_not_matter"} == set(CHECKS)


# -- bad arguments --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: KalaiSmorodinsky("best"),
            (
                'ideal must be "rational" or "feasible", but it is \'best\'; use "rational" for the most among '
                'feasible x >= d, or "feasible" for the most at all.'
            ),
        ),
        (
            lambda: Utilitarian("sd"),
            (
                "normalization must be one of none, range, ideal, sum-of-squares, variance, std, sample-std and mad, "
                "but it is 'sd'; use for example \"std\"."
            ),
        ),
        (
            lambda: Utilitarian("range", measure=[[0.0, 1.0]]),
            (
                "measure must belong to a normalization by spread, but it is 'range'; leave it out, or use one of "
                "sum-of-squares, variance, std, sample-std and mad."
            ),
        ),
        (
            lambda: bargain(UNEVEN, Utilitarian("std", measure=[[0.0, 1.0, 2.0], [1.0, 1.0, 1.0]])),
            ("measure must have one column per player, 2 in all, but it has 3; give everybody's payoffs."),
        ),
        (
            lambda: bargain(UNEVEN, Utilitarian("std", measure=[[0.0, 1.0], [1.0, 1.0]])),
            ("measure must let the payoff of 'player 2' vary, but it is constant; give outcomes that differ for it."),
        ),
    ],
)
def test_bad_arguments_get_one_sentence(make, sentence):
    with pytest.raises(InvalidProblem) as error:
        make()
    assert str(error.value) == sentence
