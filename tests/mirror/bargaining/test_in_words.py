from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.bargaining.in_words import certified, ideal_shares, losers, notes, promise

PIE = lw.BargainingProblem(lw.Polytope([[0, 0], [2, 0], [0, 1]]), [0, 0], ["Ann", "Bob"])
#: By the plain sum Ann gets everything, although Bob could have a half without cooperation.
UNFAIR = lw.BargainingProblem(lw.Polytope([[0, 0], [2, 0], [0, 1]]), [0, 0.5], ["Ann", "Bob"])
STEPS = lw.BargainingProblem(
    [lw.Polytope([[1, 0, 0], [0, 1, 0]]), lw.Box([0, 0, 0], [0, 0, 1]), lw.Polytope([[0, 0, 0]])],
    [0, 0, 0],
    list("abc"),
)


@pytest.mark.parametrize(
    ("concept", "words"),
    [
        (lw.NashBargaining(), "Nash bargaining solution: the sum of bargaining weight × log(gain) is as large as"),
        (lw.KalaiSmorodinsky(), "over outcomes in which nobody falls below disagreement."),
        (lw.KalaiSmorodinsky("feasible"), "over all that is feasible."),
        (lw.Egalitarian(), "Egalitarian solution: everybody who can gain gains the same"),
        (lw.EqualLoss(), "Nobody is asked to fall below disagreement."),
        (lw.Dictatorial(["Bob"]), "The order is Bob and Ann."),
        (lw.Utilitarian("std"), "the unit of a payoff is its standard deviation over outcomes."),
        (lw.Armstrong(), "the sum of gains, each as a share of its ideal gain"),
    ],
)
def test_every_solution_says_what_it_promises(concept: object, words: str) -> None:
    assert words in promise(lw.bargain(PIE, concept))


def test_a_solution_without_words_is_called_by_its_name() -> None:
    class Other(lw.Egalitarian):
        @property
        def title(self) -> str:
            return "other solution"

    assert promise(lw.bargain(PIE, Other())) == "Other solution."


def test_who_falls_below_disagreement_is_named_with_the_loss() -> None:
    deal = lw.bargain(UNFAIR, lw.Utilitarian())
    assert losers(deal) == [1]
    assert notes(deal) == [
        "Not individually rational: Bob would do better without cooperation (by 0.5), so it has no reason to take part."
    ]
    kept = lw.bargain(PIE, lw.Utilitarian())
    assert notes(kept) == ["Nobody falls below disagreement here, although this solution does not rule it out."]
    assert notes(lw.bargain(UNFAIR, lw.KalaiSmorodinsky())) == []


def test_completion_and_ties_are_told() -> None:
    (note,) = notes(lw.bargain(STEPS, lw.Egalitarian()))
    assert note == (
        "Completed lexicographically: where the common level ended some could still rise (c), and did, "
        "in 2 steps in all."
    )
    assert not notes(lw.bargain(STEPS, lw.Dictatorial()))  # whose steps are its turns
    tied = lw.bargain(lw.BargainingProblem(lw.Polytope([[1, 0], [0, 1]]), [0, 0]), lw.Utilitarian())
    assert notes(tied)[-1].startswith("Several outcomes are equally good by this sum;")


def test_shares_of_ideal_gains() -> None:
    assert ideal_shares(lw.bargain(PIE, lw.KalaiSmorodinsky())) == pytest.approx([0.5, 0.5])
    assert np.isnan(ideal_shares(lw.bargain(PIE))).all()


def test_what_is_certified_is_said_in_numbers_that_are_bounds() -> None:
    text = certified(lw.bargain(STEPS, lw.Egalitarian()))
    assert text.startswith("Certified: in each of 2 steps nobody who moves could be raised further")
    assert "every payoff is proved right to within" in text
    assert certified(lw.bargain(PIE, lw.Utilitarian())).startswith("Certified: the weighted sum is within")
