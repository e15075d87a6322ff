"""Solutions in words: every setting is told, and what is said of an answer is true of it."""

from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds import BargainingProblem, Polytope, bargain
from largeworlds.bargaining.in_words import _PROMISES, _UNITS, certified, ideal_shares, losers, notes, promise
from largeworlds.bargaining.normalization import NORMALIZATIONS
from tests.axioms.counterexamples import BELOW_D, ONE_GOAL, PIE, PRISM

NAMED = BargainingProblem(Polytope([[0, 0], [1, 0], [0, 1]]), [0, 0], ["Ann", "Bob"])
ALL_F = "The ideal point is the most that each could get over all that is feasible."
ABOVE_D = "The ideal point is the most that each could get over outcomes in which nobody falls below disagreement."


@pytest.mark.parametrize(
    ("concept", "start", "end"),
    [
        (lw.KalaiSmorodinsky(), "Kalai-Smorodinsky solution: everybody gets the same share of its ideal", ABOVE_D),
        (lw.KalaiSmorodinsky("feasible"), "Kalai-Smorodinsky solution: everybody", ALL_F),
        (lw.Egalitarian(), "Egalitarian solution: everybody who can gain gains the same", "does, in the same way."),
        (
            lw.EqualLoss(),
            "Equal-loss solution: everybody stays equally far",
            "Nobody is asked to fall below disagreement.",
        ),
        (lw.EqualLoss(rational=False), "Equal-loss solution: everybody stays equally far", ABOVE_D),
        (lw.Armstrong(), "Armstrong's solution: the sum of gains, each as a share", ABOVE_D),
        (lw.Armstrong("feasible"), "Armstrong's solution: the sum of gains", ALL_F),
        (lw.Utilitarian("mad"), "Utilitarian solution (mad): the sum", "is its mean absolute deviation over outcomes."),
        (lw.Utilitarian(), "Utilitarian solution: the sum", "payoffs count as they are."),
        (lw.Dictatorial(["Bob"]), "Dictatorial solution: one after the other", "The order is Bob and Ann."),
        (lw.Raiffa(), "Discrete Raiffa solution: everybody rises", ABOVE_D),
        (lw.Raiffa("continuous"), "Continuous Raiffa solution: everybody rises towards its ideal point from", ABOVE_D),
        (lw.NashBargaining(), "Nash bargaining solution: the sum of bargaining weight × log(gain)", "as possible."),
    ],
    ids=lambda value: getattr(value, "title", ""),
)
def test_promises_tell_the_settings(concept, start, end):
    text = promise(bargain(NAMED, concept))
    assert text.startswith(start) and text.endswith(end), text


def test_every_concept_and_unit_has_words():
    assert set(_UNITS) == set(NORMALIZATIONS)
    concepts = {type(c).__name__ for c in (lw.Dictatorial(), lw.PerlesMaschler(), lw.Raiffa(), lw.Armstrong())}
    assert concepts < set(_PROMISES) and all(hasattr(lw, name) for name in _PROMISES)


def test_only_the_discrete_raiffa_solution_takes_steps():
    assert "again and again, each time by the same share" in promise(bargain(NAMED, lw.Raiffa()))
    flowing = promise(bargain(NAMED, lw.Raiffa("continuous")))
    assert "again" not in flowing and "all the time" in flowing


def test_who_loses_is_named_with_how_much():
    deal = bargain(BELOW_D, lw.Armstrong())
    assert losers(deal) == [2]
    assert notes(deal)[0] == (
        "Not individually rational: player 3 would do better without cooperation (by 0.3), so it has no reason to take "
        "part."
    )
    both = bargain(BargainingProblem(Polytope([[0, 0, 0], [5, -1, -2]]), [0, 0, 0]), lw.Utilitarian())
    assert losers(both) == [1, 2]
    assert "player 2 and player 3 would do better without cooperation (by 1 and 2), so they have no" in notes(both)[0]


def test_that_nobody_loses_is_said_only_where_it_was_not_promised():
    said = "Nobody falls below disagreement here, although this solution does not rule it out."
    assert said in notes(bargain(NAMED, lw.Utilitarian()))
    assert said not in notes(bargain(NAMED, lw.Egalitarian()))


def test_who_rose_further_is_named_and_nobody_where_nobody_did():
    assert notes(bargain(PRISM, lw.KalaiSmorodinsky())) == [
        (
            "Completed lexicographically: where the common level ended some could still rise (player 3), and did, in 2 "
            "steps in all."
        )
    ]
    assert notes(bargain(ONE_GOAL, lw.KalaiSmorodinsky())) == []  # all three stop at the same level
    assert notes(bargain(PRISM, lw.Dictatorial())) == []


def test_ties_are_told():
    tie = notes(bargain(PIE, lw.Utilitarian()))[-1]
    assert tie.startswith("Several outcomes are equally good by this sum;")
    assert not any("equally good" in one for one in notes(bargain(ONE_GOAL, lw.Utilitarian())))


def test_where_there_are_no_payoffs_there_is_nothing_to_note():
    beyond = bargain(BargainingProblem(lw.Ball([1.0, 1.0]), [0.9, 0.9]), lw.Egalitarian(), throw=False)
    assert notes(beyond) == [] and losers(beyond) == []


def test_ideal_shares_are_gains_over_ideal_gains():
    deal = bargain(BELOW_D, lw.Armstrong())
    assert ideal_shares(deal) == pytest.approx(deal.payoffs / deal.ideal)
    assert np.isnan(ideal_shares(bargain(NAMED, lw.Egalitarian()))).all()
    stuck = BargainingProblem([Polytope([[0, 0], [1, 0]]), Polytope([[0, 0]])], [0, 0])
    shares = ideal_shares(bargain(stuck, lw.KalaiSmorodinsky()))
    assert shares[0] == pytest.approx(1.0) and np.isnan(shares[1])


def test_certificates_speak_of_steps_or_of_sums():
    two = certified(bargain(PRISM, lw.KalaiSmorodinsky()))
    assert two.startswith("Certified: in each of 2 steps nobody who moves could be raised further together")
    one = certified(bargain(NAMED, lw.Egalitarian()))
    assert one.startswith("Certified: nobody who moves could be raised further")
    for tie in (bargain(PIE, lw.Utilitarian()), bargain(NAMED, lw.Utilitarian(weights=[0.6, 0.4]))):
        assert certified(tie).startswith("Certified: the weighted sum is within")
        assert "every payoff is proved right to within" in certified(tie)


def test_what_bounds_no_error_does_not_speak_of_it():
    oracle = lw.Oracle(2, lambda w: w / max(float(np.linalg.norm(w)), 1e-300))
    deal = bargain(BargainingProblem(oracle, [0, 0]), lw.Utilitarian(weights=[0.6, 0.4]))
    assert np.isinf(deal.error).all() and "proved right" not in certified(deal)


@pytest.mark.parametrize("kind", ["discrete", "continuous"])
def test_an_estimated_error_is_not_called_proved(kind):
    """Of Raiffa's path the concept itself says that its error is an estimate."""
    text = certified(bargain(NAMED, lw.Raiffa(kind)))
    assert "proved right" not in text and "every payoff is right, by an estimate, to within" in text
