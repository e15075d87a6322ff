"""Whatever is passed to the public names, only the library's own errors come out, and each is a proper sentence."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import FrozenInstanceError
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import largeworlds as lw
from largeworlds._core.errors import LargeWorldsError
from largeworlds.sets.algebra import MinkowskiSum, Scaled, Shifted

SQUARE = [[1.0, 0.0], [0.0, 1.0]]
PAIR = [SQUARE, SQUARE]
HALF = lw.Beliefs.independent([0.5, 0.5])
WORLD = lw.World(PAIR, HALF)
PROBLEM = lw.BargainingProblem(PAIR, [0.0, 0.0])
DEAL = lw.bargain(PROBLEM)
HUGE = 10**400


class Hostile:
    """Fails at whatever it is asked, like a broken table of another library."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("no array today")

    def __repr__(self):
        raise RuntimeError("no words today")


class Column:
    """Like a column of a table of another library: turns itself into an array."""

    def __init__(self, *values):
        self.values = values

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype=dtype)


def raises(w):
    raise ZeroDivisionError("by zero")


MASKED = np.ma.array([1.0, 2.0], mask=[False, True])
#: What is asked -> the sentence, up to the next step.
FAULTS = [
    (lambda: lw.World(5, HALF), "sets must be a list with at least one set, but it is 5"),
    (lambda: lw.World({1, 2}, HALF), "sets must be a list with at least one set, but it is {1, 2}"),
    (lambda: lw.World(None, HALF), "sets must be a list with at least one set, but it is None"),
    (lambda: lw.World([5, 5], HALF), "sets[0] must have two axes (rows and columns), but it is 5"),
    (lambda: lw.World(["ab", "cd"], HALF), "sets[0] must be numbers in two axes (rows and columns) of equal lengths"),
    (lambda: lw.World(PAIR, None), "beliefs must be Beliefs, but it is None"),
    (lambda: lw.World(PAIR, HALF, names=5), "names must be a list of 2 names, but it is 5"),
    (lambda: lw.World(PAIR, HALF, names=["a", " "]), "names[1] must have at least one visible character"),
    (lambda: lw.World(PAIR, HALF, names=["a", "a "]), "names must all differ, but it has 'a' and 'a ', which look the"),
    (lambda: lw.World(PAIR, HALF, notes=5), "notes must be a table of texts, but it is 5"),
    (lambda: lw.World(PAIR, HALF, notes=[]), "notes must be a table of texts, but it is []"),
    (lambda: lw.World(PAIR, HALF, notes={"title": 5}), "notes['title'] must be text, but it is 5"),
    (lambda: lw.World(PAIR, HALF, notes={5: "x"}), "notes must have keys that are text, but it has the key 5"),
    (
        lambda: lw.World(PAIR, HALF, HUGE),
        "players must be a whole number of at least 1 and at most 1e+150, or infinite",
    ),
    (lambda: lw.World(PAIR, HALF, True), "players must be a whole number"),
    (lambda: lw.World(PAIR, HALF, 2j), "players must be a whole number"),
    (lambda: lw.World(PAIR, HALF, defaults="x"), "defaults must be numbers in two axes (rows and columns)"),
    (lambda: lw.World(PAIR, HALF, weights=None), "weights must be numbers in one axis"),
    (lambda: lw.World(PAIR, HALF, disagreement=["a", "b"]), "disagreement must be numbers in one axis"),
    (lambda: WORLD.profile(5), "deal must be an agreement on this world with actions, but it is 5"),
    (lambda: WORLD.profile(DEAL), "deal must be an agreement on this world with actions, but it is one between"),
    (lambda: lw.BargainingProblem(None, [0, 0]), "sets must be a list with at least one set, but it is None"),
    (lambda: lw.BargainingProblem(PAIR, None), "disagreement must be numbers in one axis"),
    (lambda: lw.BargainingProblem(PAIR, iter([0, 0])), "disagreement must be numbers in one axis"),
    (lambda: lw.BargainingProblem(PAIR, [[0], [0, 0]]), "disagreement must be numbers in one axis of equal lengths"),
    (lambda: lw.BargainingProblem(PAIR, ["0", "0"]), "disagreement must be numbers in one axis"),
    (lambda: lw.BargainingProblem(PAIR, [True, 0.5]), "disagreement must be numbers in one axis"),
    (lambda: lw.BargainingProblem(PAIR, [1j, 0]), "disagreement must be numbers in one axis"),
    (lambda: lw.BargainingProblem(PAIR, [None, 0]), "disagreement must be numbers in one axis"),
    (lambda: lw.BargainingProblem(PAIR, MASKED), "disagreement must be numbers in one axis"),
    (
        lambda: lw.BargainingProblem(PAIR, np.array([[0, 0]]).view(np.matrix)),
        "disagreement must have one axis, but it is of shape (1, 2)",
    ),
    (lambda: lw.BargainingProblem(PAIR, np.array(1.0)), "disagreement must have one axis, but it is array(1.)"),
    (lambda: lw.BargainingProblem(PAIR, []), "disagreement must have at least one number, but it is empty"),
    (lambda: lw.BargainingProblem(PAIR, Hostile()), "disagreement must be numbers in one axis"),
    (lambda: lw.BargainingProblem(PAIR, [HUGE, 0]), "disagreement[0] must be a finite number, but it is inf"),
    (lambda: lw.BargainingProblem(PAIR, [1e300, 0]), "disagreement[0] must be at most 1e+150 in size"),
    (lambda: lw.BargainingProblem(PAIR, [0, 0], weights=[1e308, 1e308]), "weights[0] must be at most 1e+150 in size"),
    (lambda: lw.BargainingProblem(PAIR, [0, 0], weights=[1, 1e-300]), "weights[1] must be zero or at least 1e-150 of"),
    (lambda: lw.BargainingProblem(PAIR, [0, 0], units=5), "units must be text, but it is 5"),
    (lambda: lw.Polytope(SQUARE, actions=3), "actions must be a list of 2 names, but it is 3"),
    (lambda: lw.Polytope(SQUARE, actions="ab"), "actions must be a list of 2 names, but it is 'ab'"),
    (lambda: lw.Polytope(SQUARE, actions=[1, 2]), "actions[0] must be text, but it is 1"),
    (lambda: lw.Polytope(np.zeros((0, 2))), "vertices must have at least one number, but it is empty"),
    (
        lambda: lw.Polytope(np.zeros((2, 2, 2))),
        "vertices must have two axes (rows and columns), but it is of shape (2,",
    ),
    (lambda: lw.Polytope(np.array(SQUARE, dtype=object) > 0), "vertices must be numbers"),
    (lambda: lw.Polytope(np.array(["2020-01-01"], dtype="datetime64[D]")), "vertices must be numbers"),
    (lambda: lw.Ellipsoid(Hostile(), SQUARE), "center must be numbers in one axis"),
    (lambda: lw.Ellipsoid([0, 0], Hostile()), "shape must be numbers in two axes"),
    (lambda: lw.Ellipsoid([0, 0], [[1, 2], [2, 1]]), "shape must be positive semidefinite, but it has the eigenvalue"),
    (lambda: lw.Inequalities(None, [1]), "matrix must be numbers in two axes"),
    (lambda: lw.Inequalities(SQUARE, None), "bounds must be numbers in one axis"),
    (lambda: lw.Inequalities(SQUARE, [1, 1], Hostile()), "lower must be numbers, but it is"),
    (lambda: lw.Inequalities(SQUARE, [1, 1]), "matrix must describe a bounded set, but it is without end in direction"),
    (lambda: lw.Inequalities([[HUGE, 1]], [1]), "matrix[0, 0] must be a finite number, but it is inf"),
    (lambda: lw.hull(None), "parts must be a list of at least one set, but it is None"),
    (lambda: lw.hull(iter([])), "parts must be a list of at least one set, but it is"),
    (lambda: lw.hull([SQUARE]), "parts[0] must be a set, but it is [[1.0, 0.0], [0.0, 1.0]]"),
    (lambda: lw.BelowFrontier(None, 0, 1), "function must be a function of a number, but it is None"),
    (lambda: lw.BelowFrontier(lambda x: Hostile(), 0, 1), "function(0) must be a finite number"),
    (lambda: lw.BelowFrontier(raises, 0, 1), "function(0) must be a finite number, but it raises ZeroDivisionError"),
    (lambda: lw.BelowFrontier(lambda x: 1 - x, HUGE, 1), "lower must be a number of at most 1e+150 in size"),
    (lambda: lw.pie(iter([lw.Log()])), "utilities must be a list with one utility per player"),
    (lambda: lw.pie([lw.Log(), lambda x: x]), "utilities[1] must be a Linear, Power, Log or Isoelastic"),
    (lambda: lw.Allocation(1, 5), "returns must be a non-empty list of Linear, Power, Log or Isoelastic, but it is 5"),
    (lambda: lw.Allocation(1, iter([lw.Linear()])), "returns must be a non-empty list of Linear, Power, Log or Iso"),
    (lambda: lw.Allocation(1, [lw.Linear(), None]), "returns[1] must be a Linear, Power, Log or Isoelastic, but it is"),
    (
        lambda: lw.Allocation(HUGE, [lw.Linear()]),
        "budget must be zero or a positive number, but it is a whole number of",
    ),
    (lambda: lw.Allocation(1e-300, [lw.Linear()]), "budget must be zero or at least 1e-150"),
    (lambda: lw.Allocation(1e100, [lw.Linear(1e100)]), "returns[0] must bring at most 1e+150"),
    (lambda: lw.Allocation(1, [lw.Isoelastic(1e100, offset=0.5)]), "returns[0] must bring at most 1e+150"),
    (lambda: lw.Allocation(1, lw.Linear(), "a"), "efficiency must be numbers in one axis"),
    (lambda: lw.Linear(Decimal("sNaN")), "Linear scale must be zero or a positive number, but it is Decimal('sNaN')"),
    (lambda: lw.Power("a"), "Power exponent must be a positive number, but it is 'a'"),
    (lambda: lw.Log(1, 5e-324), "Log offset must be at least 1e-150"),
    (lambda: lw.Linear()("a"), "amount must be numbers, but it is 'a'"),
    (lambda: lw.Log()(-1.0), "amount must be zero or more, but it is -1.0"),
    (lambda: lw.Ball([1, 1], "two"), "p must be a number of at least 1, but it is 'two'"),
    (lambda: lw.Ball([1, 1], HUGE), "p must be a number of at least 1, but it is a whole number of about 400 digits"),
    (lambda: lw.Box("ab", [1, 1]), "lower must be numbers in one axis"),
    (lambda: lw.ExponentialBudget([1, 1], None), "total must be a positive number, but it is None"),
    (lambda: "a" * lw.Ball([1, 1]), "factors must be numbers, but it is 'a'"),
    (lambda: lw.Ball([1, 1]).shift(None), "v must be numbers in one axis"),
    (lambda: lw.Ball([1, 1]).support("ab"), "w must be numbers, but it is 'ab'"),
    (lambda: lw.Ball([1, 1]).contains(None), "x must be numbers in one axis"),
    (lambda: MinkowskiSum(5), "parts must be a list of at least one set, but it is 5"),
    (lambda: MinkowskiSum([]), "parts must be a list of at least one set, but it is empty"),
    (lambda: Scaled(5, [1]), "base must be a set, but it is 5"),
    (lambda: Shifted(None, [1]), "base must be a set, but it is None"),
    (lambda: lw.Oracle(HUGE, abs), "dim must be a whole number from 1 to 4,000, but it is a whole number of about 400"),
    (
        lambda: lw.Oracle(2, raises),
        "maximizer(w) must return the best point in direction w, but it raises ZeroDivisionErr",
    ),
    (lambda: lw.Oracle(2, lambda w: None), "maximizer(w) must be numbers in one axis of equal lengths, but it is None"),
    (lambda: lw.Oracle(2, lambda w: w[:1]), "maximizer(w) must have 2 numbers, one per coordinate, but it has 1"),
    (lambda: lw.Oracle(2, lambda w: [np.nan, 0]), "maximizer(w)[0] must be a finite number, but it is nan"),
    (lambda: lw.Oracle(2, lambda w: w > 0), "maximizer(w) must be numbers in one axis"),
    (lambda: lw.Beliefs("a"), "posterior must be numbers in two axes"),
    (lambda: lw.Beliefs(SQUARE, common_prior="no"), "common_prior must be True, False or None, but it is 'no'"),
    (lambda: lw.Beliefs.independent("a"), "prior must be numbers in one axis"),
    (lambda: lw.Beliefs.independent(1.0), "prior must have one axis, but it is 1.0"),
    (lambda: lw.Beliefs.mixture("a", SQUARE), "shares must be numbers in one axis"),
    (lambda: lw.Beliefs.mixture([0.5, 0.5], 3), "priors must have two axes (rows and columns), but it is 3"),
    (lambda: lw.Beliefs.similarity("ab", 1, [0.5, 0.5]), "features must be numbers"),
    (lambda: lw.Beliefs.similarity([0, 1e300], 1, [0.5, 0.5]), "features[1, 0] must be at most 1e+150 in size"),
    (lambda: lw.Beliefs.similarity([0, np.nan], 1, [0.5, 0.5]), "features[1, 0] must be a finite number"),
    (lambda: lw.Beliefs.similarity([0, 1], "a", [0.5, 0.5]), "scale must be a positive number, but it is 'a'"),
    (lambda: lw.Beliefs.similarity([0, 1], 1e300, [0.5, 0.5]), "scale must be at most 1e+150 in size"),
    (lambda: lw.bargain(None), "problem must be a BargainingProblem"),
    (lambda: lw.bargain(PROBLEM, lw.NashBargaining), "concept must be a bargaining concept"),
    (
        lambda: lw.bargain(PROBLEM, time_limit="1"),
        "time_limit must be a number of seconds, not negative, but it is '1'",
    ),
    (lambda: lw.bargain(PROBLEM, watch=3), "watch must be a Stopwatch, but it is 3"),
    (lambda: lw.load(None), "path must name a model file, but it is nothing"),
    (lambda: lw.load(3), "path must name a model file, but it is 3"),
    (lambda: lw.load("w.toml", [1]), "overrides must be a table of parameters and numbers, but it is a list of 1"),
    (lambda: lw.save(PROBLEM, None), "path must name a model file, but it is nothing"),
    (
        lambda: lw.save(None, "w.toml"),
        "obj must be a World, a BargainingProblem or a NormalFormGame, but it is nothing",
    ),
]


@pytest.mark.parametrize(("ask", "words"), FAULTS, ids=[words[:60] for _, words in FAULTS])
def test_every_fault_is_named_in_one_sentence(ask, words):
    with pytest.raises(LargeWorldsError) as caught:
        ask()
    sentence = str(caught.value)
    assert sentence.startswith(words)
    assert re.fullmatch(r".+ must .+, but it \w+ .+; .+\.", sentence), sentence
    assert len(sentence) < 350


def test_what_holds_numbers_is_taken():
    assert lw.Polytope(np.array(SQUARE).view(np.matrix)).vertices().tolist() == SQUARE
    assert lw.Polytope([Column(1, 0), Column(0, 1)]).vertices().tolist() == SQUARE
    assert lw.Polytope([(Fraction(1, 2), Decimal("0.25"))]).vertices().tolist() == [[0.5, 0.25]]
    assert lw.Ball([10**30, np.float16(2)]).radii.tolist() == [1e30, 2.0]
    assert lw.Ball(np.ma.array([1.0, 2.0])).radii.tolist() == [1.0, 2.0]
    assert lw.BargainingProblem(np.array(PAIR), (0, 0), np.array(["a", "b"])).names == ("a", "b")


@pytest.mark.parametrize(
    ("sets", "words"),
    [
        ([1e150 * lw.Ball([1e100, 1]), lw.Ball([1, 1])], "the largest payoff of 'player 1' must be at most 1e+150"),
        (
            [[[1e-310, 0], [0, 1]], [[0, 0], [0, 1]]],
            "the range of the payoff of 'player 1' must be zero or at least 1e",
        ),
    ],
)
def test_payoffs_near_the_ends_of_a_float_are_refused(sets, words):
    with pytest.raises(lw.InvalidProblem) as caught:
        lw.bargain(lw.BargainingProblem(sets, [0.0, 0.0]))
    assert str(caught.value).startswith(words)


@pytest.mark.parametrize("size", [1e-149, 1e-100, 1e100, 1e149])
def test_payoffs_within_the_limits_are_solved(size):
    sets = [lw.Ball([size, size]), lw.Polytope([[0.0, 0.0], [size, size]])]
    deal = lw.bargain(lw.BargainingProblem(sets, [0.0, 0.0], weights=[1e-10, 1e-10]))
    assert deal.payoffs == pytest.approx(size * (1 + math.sqrt(0.5)) * np.ones(2), rel=1e-9)


def test_distances_far_beyond_the_scale_mean_certainty():
    far = lw.Beliefs.similarity([0.0, 1e150], 1e-149, [0.25, 0.75])
    assert far.posterior.tolist() == SQUARE
    near = lw.Beliefs.similarity([0.0, 1e-149], 1e150, [0.25, 0.75])
    assert near.posterior == pytest.approx(np.tile([0.25, 0.75], (2, 1)), abs=1e-12)


ARRAYS = ("payoffs", "gains", "actions", "weights", "bargaining_weights", "error", "can_gain", "disagreement")


@pytest.mark.parametrize("name", ARRAYS)
def test_the_arrays_of_an_agreement_are_locked(name):
    with pytest.raises(ValueError, match="read-only"):
        getattr(DEAL, name)[0] = 1
    for choice in DEAL.choices:
        for piece in choice:
            assert not piece.flags.writeable


FROZEN = [
    (lw.Polytope(SQUARE, ["a", "b"]), "actions"),
    (lw.Ball([1.0]), "radii"),
    (lw.Box([0.0], [1.0]), "upper"),
    (lw.Allocation(1.0, [lw.Linear()]), "budget"),
    (lw.ExponentialBudget([1.0], 3.0), "total"),
    (lw.Oracle(1, lambda w: [0.0]), "_function"),
    (lw.Ball([1.0]) + lw.Ball([1.0]), "parts"),
    (2.0 * lw.Ball([1.0]), "factors"),
    (lw.Ball([1.0]).shift([1.0]), "v"),
    (lw.Ball([1.0]), "support"),
    (lw.Ball([1.0]), "dim"),
    (HALF, "posterior"),
    (WORLD, "sets"),
    (PROBLEM, "disagreement"),
    (DEAL, "payoffs"),
    (lw.Power(0.5), "exponent"),
]


@pytest.mark.parametrize(("thing", "name"), FROZEN, ids=[f"{type(t).__name__}.{n}" for t, n in FROZEN])
def test_attributes_can_be_neither_replaced_nor_deleted(thing, name):
    before = getattr(thing, name)
    with pytest.raises(FrozenInstanceError):
        setattr(thing, name, None)
    with pytest.raises(FrozenInstanceError):
        delattr(thing, name)
    assert getattr(thing, name) == before if callable(before) else getattr(thing, name) is not None


# -- any nasty value in any place -----------------------------------------------------------------------------------

NASTY = [
    None, True, 0, -1, 5, 0.5, 5e-324, 1e-300, 1e150, 1e300, -1e308, math.nan, math.inf, -math.inf, HUGE, -HUGE, 1j, "",
    "a", "nash", "equal", "prior", b"x", "\x00", "\ud800", [], [[]], [1], [1, 1], [0.5, 0.5], [1, [2]], [[1, 2], [3]],
    SQUARE, PAIR, [None], ["1", "2"], [True, False], [1j, 1], [math.nan, 1], [1e308, 1e308], [5e-324, 5e-324],
    [HUGE, 1], [[[[1]]]], {}, {"a": 1}, {1}, (), (1, 1), range(2), range(10**12), iter([1, 1]), object(), Hostile(),
    Column(1, 2), abs, int, np.array(1.0), np.zeros(0), np.zeros((0, 2)), np.zeros((2, 0)), np.ones((2, 2, 2)),
    np.ones((2, 2))[::-1, ::-1], np.array(SQUARE).view(np.matrix), MASKED, np.array([1, None]), np.array(["a", "b"]),
    np.array([1, 2], dtype="datetime64[D]"), np.array([True, False]), np.float64(1), np.longdouble("1e4000"),
    Fraction(1, 3), Fraction(HUGE), Decimal("1e4000"), Decimal("sNaN"), np.array([(1, 2.0)], dtype="i4,f8"),
    lw.Ball([1, 1]), lw.Ball([1]), [lw.Ball([1, 1])] * 2, lw.Linear(), [lw.Linear()] * 2, HALF, WORLD, PROBLEM, DEAL,
]  # fmt: skip

#: Public constructors and verbs with arguments that work.
CALLS = [
    (lw.Polytope, {"vertices": SQUARE, "actions": ["a", "b"]}),
    (lw.Ball, {"radii": [1, 1], "p": 2}),
    (lw.Box, {"lower": [0, 0], "upper": [1, 1]}),
    (lw.Allocation, {"budget": 1, "returns": [lw.Linear()] * 2, "efficiency": [1, 1]}),
    (lw.ExponentialBudget, {"scales": [1, 1], "total": 4}),
    (lw.Oracle, {"dim": 2, "maximizer": lambda w: np.zeros(2)}),
    (lw.Linear, {"scale": 1}),
    (lw.Power, {"exponent": 0.5, "scale": 1}),
    (lw.Log, {"scale": 1, "offset": 1}),
    (lw.Isoelastic, {"eta": 0.5, "scale": 1, "offset": 1}),
    (MinkowskiSum, {"parts": [lw.Ball([1, 1])] * 2}),
    (Scaled, {"base": lw.Ball([1, 1]), "factors": [1, 1]}),
    (Shifted, {"base": lw.Ball([1, 1]), "v": [1, 1]}),
    (lw.Beliefs, {"posterior": [[0.5, 0.5]] * 2, "prior": [0.5, 0.5], "common_prior": True}),
    (lw.Beliefs.independent, {"prior": [0.5, 0.5]}),
    (lw.Beliefs.mixture, {"shares": [0.5, 0.5], "priors": [[0.5, 0.5], [0.2, 0.8]]}),
    (lw.Beliefs.similarity, {"features": [0, 1], "scale": 1, "prior": [0.5, 0.5]}),
    (lw.Contributions, {"sets": PAIR, "names": ["a", "b"], "weights": [1, 1], "units": "u"}),
    (lw.BargainingProblem, {"sets": PAIR, "disagreement": [0, 0], "names": ["a", "b"], "weights": [1, 1]}),
    (
        lw.World,
        {"sets": PAIR, "beliefs": HALF, "players": 5, "names": ["a", "b"], "defaults": SQUARE, "weights": [1, 1],
         "disagreement": [0, 0], "notes": {"title": "t"}},
    ),
    (WORLD.problem, {"disagreement": "nash", "weights": "equal"}),
    (WORLD.expected_utility, {"profile": SQUARE}),
    (WORLD.profile, {"deal": lw.bargain(WORLD.problem())}),
    (lw.Ball([1, 1]).support, {"w": [1, 1]}),
    (lw.Ball([1, 1]).maximizer, {"w": [1, 1]}),
    (lw.Ball([1, 1]).contains, {"x": [1, 1]}),
    (lw.Ball([1, 1]).shift, {"v": [1, 1]}),
    (lw.bargain, {"problem": PROBLEM, "concept": None, "time_limit": 5, "watch": None}),
    (lw.load, {"path": "missing.toml", "overrides": {}}),
    (lw.save, {"obj": PROBLEM, "path": "p.toml"}),
]  # fmt: skip


def test_only_errors_of_the_library_come_out_of_nasty_values(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    taken = refused = 0
    for call, good in CALLS:
        for name, value in itertools.product(good, NASTY):
            try:
                with np.errstate(all="raise", under="ignore"):
                    call(**good | {name: value})
                taken += 1
            except LargeWorldsError as error:
                refused += len(str(error)) < 500
            except Exception as error:
                raise AssertionError(f"{call} with {name} = NASTY[{NASTY.index(value)}]: {error!r}") from error
    assert taken + refused == sum(len(good) for _, good in CALLS) * len(NASTY)
    assert refused > 3 * taken > 300
