"""Solutions other than Nash's: honest results verify, and forged ones are refused by the check that is there for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.bargaining.concept import Concept
from largeworlds.bargaining.normalization import NORMALIZATIONS
from largeworlds.catalog import listing
from largeworlds.checker import ResultFormatError, verify

from ..worlds import RECIPES, draw
from .making import Json, assert_verified, called, changed, failed, random_set, result_of

CONCEPTS: dict[str, Concept] = {
    "kalai-smorodinsky": lw.KalaiSmorodinsky(),
    "kalai-smorodinsky feasible": lw.KalaiSmorodinsky("feasible"),
    "egalitarian": lw.Egalitarian(),
    "equal-loss": lw.EqualLoss(),
    "equal-loss not rational": lw.EqualLoss("feasible", False),
    "dictatorial": lw.Dictatorial([1]),
    "utilitarian": lw.Utilitarian(),
    "utilitarian ideal": lw.Utilitarian("ideal"),
    "armstrong": lw.Armstrong(),
    "armstrong feasible": lw.Armstrong("feasible"),
}

NOTHING = lw.Polytope([[0, 0, 0]])
#: Equal gains end at a half for the first two; the third can go on to one.
STEPS = lw.BargainingProblem(
    [lw.Polytope([[1, 0, 0], [0, 1, 0], [0, 0, 0]]), lw.Box([0, 0, 0], [0, 0, 1]), NOTHING], [0, 0, 0], ["a", "b", "c"]
)
#: The third is kept at d at first, since its ideal gain is small, and gets it all the same.
SMALL = lw.BargainingProblem(
    [lw.Polytope([[1, 0, 0], [0, 1, 0], [0, 0, 0]]), lw.Box([0, 0, 0], [0, 0, 0.1]), NOTHING],
    [0, 0, 0],
    ["a", "b", "c"],
)
CURVED = lw.BargainingProblem(
    [lw.Ball([1.0, 0.5, 0.3]), lw.Polytope([[0, 1, 0.2], [0.3, 0.4, 0.9]]), lw.Ball([0.4, 0.6, 1.0], 1.5)],
    [0.9, 0.8, 0.7],
    ["a", "b", "c"],
)
#: By the plain sum every mixture is equally good.
FLAT = lw.BargainingProblem(lw.Polytope([[1, 0], [0, 1]]), [0.2, 0.0], ["a", "b"])


@pytest.mark.parametrize("name", CONCEPTS)
@pytest.mark.parametrize("problem", [STEPS, SMALL, CURVED], ids=["steps", "small", "curved"])
def test_honest_results_verify(name: str, problem: lw.BargainingProblem) -> None:
    result = result_of(problem, concept=CONCEPTS[name])
    assert result["status"] == "solved"
    verification = verify(result)
    assert_verified(verification)
    assert verification.gap < 1e-10
    assert verification.solution.lower() in verification.text().lower()


@pytest.mark.parametrize("recipe", RECIPES)
def test_random_worlds_verify(recipe: str, count: Callable[[int, int], int]) -> None:
    """Every answer does."""
    answered, few = 0, count(0, 1)
    place = list(RECIPES).index(recipe) * few
    for seed in range(count(20, 1)):
        world = draw(recipe, seed).world
        for concept in [*CONCEPTS.values()][place % len(CONCEPTS) :][: few or None]:
            result = result_of(world, concept=concept)
            if result["status"] in {"solved", "some_cannot_gain", "nobody_can_gain", "infeasible"}:
                answered += 1
                verification = verify(result)
                assert verification.ok, f"{recipe} {seed} {concept}: {verification.text()}"
    assert answered >= count(100, 0)


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_every_unit_of_a_utilitarian_solution(normalization: str, rng: np.random.Generator) -> None:
    sets = [lw.Polytope(rng.normal(size=(4, 3)).round(2)), random_set("box", 3, rng), random_set("linear", 3, rng)]
    low, high = lw.Contributions(sets).bounding_box()
    problem = lw.BargainingProblem(sets, low + 0.2 * (high - low), weights=[0.2, 0.3, 0.5])
    result = result_of(problem, concept=lw.Utilitarian(normalization))
    assert result["status"] == "solved"
    assert_verified(verify(result))
    other = "range" if normalization != "range" else "std"
    wrong = changed(result, "solution", "normalization", to=other)
    wrong = changed(wrong, "solution", "title", to=f"utilitarian solution ({other})")
    assert "consensus weights" in failed(verify(wrong))


@pytest.mark.parametrize("normalization", ["variance", "std", "sample-std", "sum-of-squares", "mad"])
def test_a_measure_is_part_of_the_result(normalization: str) -> None:
    measure = [[1.0, 0.2, 0.3], [0.4, 1.9, 0.4], [0.0, 0.0, 1.0]]
    result = result_of(CURVED, concept=lw.Utilitarian(normalization, measure=measure))
    assert result["solution"]["measure"] == {"payoffs": measure, "probabilities": None}
    assert_verified(verify(result))
    assert "consensus weights" in failed(verify(changed(result, "solution", "measure", "payoffs", 0, 0, to=1.5)))
    with_chances = lw.Utilitarian("std", measure=(measure, [0.5, 0.25, 0.25]))
    assert_verified(verify(result_of(CURVED, concept=with_chances)))


def test_ties_are_broken_by_a_rule_that_is_proved() -> None:
    result = result_of(FLAT, concept=lw.Utilitarian())
    assert result["unique"] is False and result["payoffs"] == pytest.approx([0.6, 0.4])
    assert_verified(verify(result))
    assert "best points" in failed(verify(changed(result, "unique", to=True)))
    assert "best points" in failed(verify(changed(result, "rungs", to=[])))
    other = {"choices": [[[0.7, 0.3]]], "profile": [[0.7, 0.3]], "actions": [[0.7, 0.3]], "payoffs": [0.7, 0.3]}
    assert "best points" in failed(verify(result | other | {"gains": [0.5, 0.3]}))
    single = result_of(CURVED, concept=lw.Utilitarian())
    assert "best points" in failed(verify(changed(single, "unique", to=False)))


def test_an_unequal_step_after_the_ray_ends_is_proved() -> None:
    result = result_of(STEPS, concept=lw.Egalitarian())
    assert result["payoffs"] == pytest.approx([0.5, 0.5, 1.0]) and len(result["rungs"]) == 2
    kept = result_of(SMALL, concept=lw.EqualLoss())
    assert kept["payoffs"] == pytest.approx([0.5, 0.5, 0.1])
    assert kept["rungs"][0]["ray"] == [1.0, 1.0, 0.0]


@pytest.fixture(scope="module")
def steps() -> Json:
    result = result_of(STEPS, concept=lw.KalaiSmorodinsky())
    assert_verified(verify(result))
    return result


@pytest.fixture(scope="module")
def curved() -> Json:
    result = result_of(CURVED, concept=lw.KalaiSmorodinsky())
    assert_verified(verify(result))
    return result


def _worse(result: Json, share: float = 0.9) -> Json:
    """A forged result of STEPS: everybody gets less, levels and mosts say that it is all there is."""
    half = 0.5 * share
    actions = [[half, half, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]
    out = result | {"actions": actions, "profile": actions, "payoffs": [half, half, 1.0], "gains": [half, half, 1.0]}
    out |= {"choices": [[[half, half, 1 - share]], [[0.0, 1.0]], [[1.0]]], "share_received": [0.0, 1.0, 1.0]}
    rungs = [dict(rung) for rung in result["rungs"]]
    rungs[0] |= {"level": half, "most": half}
    rungs[1]["base"] = [half, half, 0.0]
    return out | {"rungs": rungs}


FORGERIES: list[tuple[str, Callable[[Json], Json], str]] = [
    ("a level too low with a forged most", _worse, "rungs"),
    ("a level that is not reached", lambda r: changed(r, "rungs", 1, "level", to=1.1), "rungs"),
    ("a most below what the prices prove", lambda r: changed(r, "rungs", 0, "most", to=0.4), "rungs"),
    ("the last rung dropped", lambda r: r | {"rungs": r["rungs"][:-1]}, "rungs"),
    ("the first rung dropped", lambda r: r | {"rungs": r["rungs"][1:]}, "rungs"),
    ("all rungs dropped", lambda r: r | {"rungs": []}, "rungs"),
    ("a rung twice", lambda r: r | {"rungs": [*r["rungs"], r["rungs"][-1]]}, "rungs"),
    ("a ray changed", lambda r: changed(r, "rungs", 0, "ray", to=[1.0, 1.0, 0.5]), "rungs"),
    ("a base changed", lambda r: changed(r, "rungs", 0, "base", to=[0.0, 0.1, 0.0]), "rungs"),
    ("a size too large", lambda r: changed(r, "rungs", 0, "size", to=2.0), "rungs"),
    ("prices doubled", lambda r: changed(r, "rungs", 0, "prices", to=[1.0, 1.0, 0.0]), "rungs"),
    ("prices that prove less", lambda r: changed(r, "rungs", 0, "prices", to=[1.0, 0.0, 0.0]), "rungs"),
    ("somebody fixed who could rise", lambda r: changed(r, "rungs", 0, "ended", to=[True] * 3), "rungs"),
    ("somebody fixed too late", lambda r: changed(r, "rungs", 0, "ended", 0, to=False), "rungs"),
    ("a budget said to be settled", lambda r: changed(r, "rungs", 1, "fixed", to=[True, False, False]), "rungs"),
    ("budgets of another problem", lambda r: changed(r, "rungs", 1, "fixed", to=[False]), "rungs"),
    ("gap too small", lambda r: changed(r, "gap", to=-0.0), "gap"),
    ("gap gone", lambda r: changed(r, "gap", to=None), "gap"),
    ("error too small", lambda r: changed(r, "error", 0, to=-1e-3), "error bounds"),
    ("an ideal point raised", lambda r: changed(r, "ideal", 0, to=1.1), "ideal points"),
    ("an ideal point lowered", lambda r: changed(r, "ideal", 0, to=0.9), "ideal points"),
    ("no ideal points", lambda r: changed(r, "ideal", to=None), "ideal points"),
    ("no proof of an ideal point", lambda r: changed(r, "ideal_proof", 0, to=None), "ideal points"),
    ("an ideal level that is not reached", lambda r: _ideal(r, 1.1, 1.1), "ideal points"),
    ("an ideal level too low", lambda r: _ideal(r, 0.9, 0.9), "ideal points"),
    ("ideal prices too low", lambda r: changed(r, "ideal_proof", 0, "prices", to=[0.5, 0.0, 0.0]), "ideal points"),
    ("other ideal points", lambda r: changed(r, "solution", "ideal", to="feasible"), "ideal points"),
    ("not individually rational", lambda r: changed(r, "individually_rational", to=False), "individually rational"),
    ("consensus weights", lambda r: changed(r, "weights", to=[1.0, 0.0, 0.0]), "consensus weights"),
    ("no consensus weights", lambda r: changed(r, "weights", to=[0.0] * 3), "consensus weights"),
    ("bargaining weights", lambda r: changed(r, "bargaining_weights", to=[0.5, 0.3, 0.2]), "bargaining weights"),
    ("unfinished after all", lambda r: called(r, "not_converged"), "status"),
    ("unable to gain", lambda r: changed(r, "can_gain", 2, to=False), "status"),
    ("another title", lambda r: changed(r, "solution", "title", to="egalitarian solution"), "words"),
]


def _ideal(result: Json, level: float, most: float) -> Json:
    out = changed(result, "ideal", 0, to=level)
    proof: dict[str, Any] = out["ideal_proof"][0]
    proof |= {"level": level, "most": most}
    return out


@pytest.mark.parametrize(("forge", "check"), [(f, c) for _, f, c in FORGERIES], ids=[n for n, _, _ in FORGERIES])
def test_forged_results_are_refused(steps: Json, forge: Callable[[Json], Json], check: str) -> None:
    assert check in failed(verify(forge(steps)))


def test_an_ideal_point_reached_by_pushing_others_below_disagreement_is_refused(curved: Json) -> None:
    """The choices that give a the most at all do that at the expense of b and c."""
    most = result_of(CURVED, concept=lw.KalaiSmorodinsky("feasible"))["ideal"][0]
    assert most > curved["ideal"][0] + 0.05
    forged = changed(curved, "ideal", 0, to=most)
    selfish = [[[1.0, 0.0, 0.0]], [[0.0, 1.0]], [[1.0, 0.0, 0.0]]]
    gain = most - curved["disagreement"][0]
    forged["ideal_proof"][0] |= {"level": gain, "most": gain, "prices": [1.0, 0.0, 0.0], "choices": selfish}
    said = next(c.detail for c in verify(forged).failures() if c.name == "ideal points")
    assert "is not reached: its choices give b" in said


def test_a_gap_below_the_proved_one_is_refused(curved: Json) -> None:
    loose = changed(curved, "rungs", 0, "prices", to=[p * (1 + 1e-3 * k) for k, p in enumerate(_prices(curved))])
    worth = sum(p * r for p, r in zip(_prices(loose), curved["rungs"][0]["ray"], strict=True))
    loose = changed(loose, "rungs", 0, "prices", to=[p / worth for p in _prices(loose)])
    loose = changed(loose, "rungs", 0, "most", to=1.0)
    verification = verify(loose)
    assert {"gap", "status"} <= failed(verification)
    honest = loose | {"gap": 2 * verification.gap, "error": [1.0] * 3}
    assert verify(called(honest, "not_converged")).ok


def _prices(result: Json) -> list[float]:
    return list(result["rungs"][0]["prices"])


def test_the_order_is_part_of_the_question() -> None:
    result = result_of(STEPS, concept=lw.Dictatorial(["b"]))
    assert result["solution"]["order"] == ["b", "a", "c"]
    assert_verified(verify(result))
    assert "rungs" in failed(verify(changed(result, "solution", "order", to=["a", "b", "c"])))
    with pytest.raises(ResultFormatError, match=r"solution\.order must name everybody once"):
        verify(changed(result, "solution", "order", to=["a", "a", "c"]))


def test_who_is_pushed_below_disagreement_is_named() -> None:
    world = listing.load("largeworlds/twelve-value-systems")
    result = result_of(world, concept=lw.Utilitarian("range"))
    assert result["individually_rational"] is False
    verification = verify(result)
    assert_verified(verification)
    assert "joy, play, new minds would do better without cooperation" in verification.text()
    assert "individually rational" in failed(verify(changed(result, "individually_rational", to=True)))


@pytest.mark.parametrize("concept", [lw.PerlesMaschler(), lw.Raiffa(), lw.Raiffa("continuous")])
def test_what_cannot_be_proved_is_not_called_proved(concept: Concept) -> None:
    result = result_of(lw.BargainingProblem(lw.Ball([2.0, 1.0]), [0.1, 0.1]), concept=concept)
    assert result["status"] == "solved"
    verification = verify(result)
    assert failed(verification) == {"solution"}
    assert "Not checked: this checker cannot prove" in verification.text()


@pytest.mark.parametrize("concept", [lw.KalaiSmorodinsky(), lw.EqualLoss(), lw.Armstrong(), lw.Utilitarian("ideal")])
def test_whoever_cannot_gain_is_proved_to_be_unable(concept: Concept) -> None:
    sets = [
        lw.Polytope([[1.0, 0, 0]]),
        lw.Polytope([[0, 1.0, 0], [0, 0.9, 0.5]]),
        lw.Polytope([[0, 0, 1], [0, 0.5, 0.9]]),
    ]
    result = result_of(lw.BargainingProblem(sets, [1.0, 1.0, 1.0]), concept=concept)
    assert result["can_gain"] == [False, True, True]
    assert_verified(verify(result))
    assert failed(verify(changed(result, "can_gain", 0, to=True)))
    assert failed(verify(changed(result, "direction", to=None)))


@pytest.mark.parametrize("concept", [lw.KalaiSmorodinsky(), lw.Utilitarian("ideal"), lw.Armstrong()])
def test_nobody_gains_and_no_agreement_exists(concept: Concept) -> None:
    part = lw.Polytope([[1.0, 0.0], [0.0, 1.0]])
    for d, status in ([1.0, 1.0], "nobody_can_gain"), ([1.3, 1.3], "infeasible"):
        result = result_of(lw.BargainingProblem([part, part], d), concept=concept)
        assert result["status"] == status
        assert_verified(verify(result))


#: The second set is worth nothing while equal gains last; then b and c share it equally.
ROUND = lw.BargainingProblem(
    [lw.Box([0, 0, 0], [0.5, 0, 0]), lw.Ball([0.0, 1.0, 1.0]), NOTHING], [0, 0, 0], ["a", "b", "c"]
)


def test_prices_next_to_nothing_settle_no_budget() -> None:
    """By a price of 1e-300 for b every split of the round set is said to be over; it is not the egalitarian one."""
    result = result_of(ROUND, concept=lw.Egalitarian())
    assert_verified(verify(result))
    assert result["payoffs"] == pytest.approx([0.5, 0.5**0.5, 0.5**0.5])
    for x in ([0.5, 0.6, 0.8], [0.5, 0.5, 0.5]):
        actions = [[0.5, 0.0, 0.0], [0.0, *x[1:]], [0.0, 0.0, 0.0]]
        forged = result | {"payoffs": x, "gains": x, "actions": actions, "profile": actions, "error": [1e-12] * 3}
        spent = [0.0, x[1] ** 2, x[2] ** 2]
        forged |= {"choices": [result["choices"][0], [spent], [[1.0]]], "share_received": [0.0, 1.0, 1.0]}
        first = result["rungs"][0] | {"prices": [1.0, 1e-300, 0.0], "ended": [True] * 3}
        forged |= {"rungs": [first], "weights": [2.0, 0.0, 0.0]}
        assert "rungs" in failed(verify(forged))
        # Nor may a later rung leave the set as it is.
        first = first | {"ended": [True, False, False]}
        second = result["rungs"][1] | {"prices": [0.0, 1.0, 0.0], "level": x[1], "most": x[1]}
        second |= {"fixed": [False, True, False], "size": 1e-4}
        assert "rungs" in failed(verify(forged | {"rungs": [first, second]}))


def test_tiny_prices_fix_nobody_who_could_rise() -> None:
    """A price of 1.5e-9 costs less than the gap that an answer may have, and would leave c at half of what it gets."""
    result = result_of(STEPS, concept=lw.Egalitarian())
    q, x = 1.5e-9, [0.5, 0.5, 0.5]
    actions = [[0.5, 0.5, 0.0], [0.0, 0.0, 0.5], [0.0, 0.0, 0.0]]
    forged = result | {"payoffs": x, "gains": x, "actions": actions, "profile": actions, "error": [1e-8, 1e-8, None]}
    forged |= {"choices": [result["choices"][0], [[0.5, 0.5]], [[1.0]]], "share_received": [0.0, 1.0, 1.0]}
    prices = [(1 - q) / 2, (1 - q) / 2, q]
    first = result["rungs"][0] | {"prices": prices, "most": 0.5 + 0.5 * q + 1e-16, "ended": [True] * 3}
    verification = verify(forged | {"rungs": [first], "weights": prices, "gap": 1e-9})
    said = next(check.detail for check in verification.failures() if check.name == "rungs")
    assert said == "Rung 1 leaves c behind, who could still rise by its price."


def test_whom_nothing_is_left_to_change_keeps_what_it_gets() -> None:
    """Once curved budgets are settled the third and seventh have what these bring, less than their ideal points."""
    result = result_of(draw("mixed_kinds", 103).problem, concept=lw.EqualLoss(rational=False))
    assert result["status"] == "solved" and any(rung["fixed"] for rung in result["rungs"])
    assert_verified(verify(result))


#: Payoffs that vary by less than what doubles round them to.
TINY = lw.Polytope([[0, 0], [1e-13, -1e-13], [3e-13, 1e-13]])


@pytest.mark.parametrize(
    ("problem", "concept"),
    [
        (lw.BargainingProblem([TINY.shift([1e6, 1e6]), TINY], [1e6 - 1] * 2), lw.Utilitarian()),
        (lw.BargainingProblem([TINY.shift([1e6, 1e6]), TINY], [1e6 - 1] * 2), lw.Egalitarian()),
        (lw.BargainingProblem([TINY.shift([1e6, 0]), lw.Polytope([[0, 1], [0, 1.5]])], [1e6 - 1, 1]), lw.EqualLoss()),
        (lw.BargainingProblem(lw.Ellipsoid(np.ones(3), np.eye(3) - 1 / 3), [0.2, 0.5, 0.5]), lw.Utilitarian()),
        (lw.BargainingProblem([lw.Ball([1, 1, 0]), lw.Ball([1, 1, 0]), lw.Box([0] * 3, [0, 0, 1])], [1] * 3), None),
    ],
    ids=["nothing varies", "nothing varies, egalitarian", "one hardly varies", "a flat disc", "one is alone"],
)
def test_best_points_that_are_nearly_one_verify(problem: lw.BargainingProblem, concept: Concept | None) -> None:
    for one in [lw.Utilitarian(), lw.Armstrong()] if concept is None else [concept]:
        result = result_of(problem, concept=one)
        assert result["status"] == "solved"
        assert_verified(verify(result))


def test_an_unfinished_result_claims_nothing() -> None:
    result = result_of(CURVED, time_limit=0.0, concept=lw.KalaiSmorodinsky())
    assert result["status"] == "time_limit" and result["gap"] is None
    assert_verified(verify(result))
