"""Structure: keys, kinds and shapes, each slip in one sentence."""

from __future__ import annotations

import pytest

from .conftest import Refusal
from .samples import BARGAINING, EVERY_SET, TWO_TYPES

HEAD = 'w.toml: types[0] ("hedonism").set'


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            ("radii", "raddi"),
            f'{HEAD}.raddi is not a key of a set of kind "ball"; did you mean "radii"? allowed are kind,',
        ),
        (
            ("p = 2", "budget = 2"),
            f'{HEAD}.budget is not a key of a set of kind "ball"; it belongs to a set of kind "alloc',
        ),
        (
            ("players", "plyers"),
            'w.toml: plyers is not a key of a world; did you mean "players"? allowed are kind, title,',
        ),
        (
            ("players", "joint"),
            "w.toml: joint is not a key of a world; it belongs to a bargaining problem; allowed are",
        ),
        (
            ("exponent", "Exponent"),
            'returns.Exponent is not a key of a return of kind "power"; did you mean "exponent"?',
        ),
        (
            ("posterior =", "posteriors ="),
            'beliefs.posteriors is not a key of beliefs of kind "posterior"; did you mean',
        ),
        (
            ('name = "cosmos"', 'name = "cosmos"\nnmae = 1'),
            'types[1] ("cosmos").nmae is not a key of a type; did you mean',
        ),
        (
            ('"ball"', '"bal"'),
            f'{HEAD}.kind must be "polytope", "ball", "allocation", "exponential_budget", "box", "ellipsoid", ',
        ),
        (
            ('name = "cosmos"', 'name = "cosmos"\ncredences = [0.5, 0.5]'),
            "credences is not a key of a type; write how common a type is as prior, and what types believe of others",
        ),
        (
            ("posterior =", "Credences ="),
            'Credences is not a key of beliefs of kind "posterior"; write how common a type is as prior',
        ),
        (
            ('kind = "world"', 'kind = "world"\ncredences = 1'),
            "credences is not a key of a world; allowed are",
        ),
        (('"ball"', '"bal"'), 'or "shifted", but it is the text "bal"; did you mean "ball"?'),
        (('"ball"', '"sphere"'), 'but it is the text "sphere"; choose one of these.'),
        (('"ball"', "3"), f'{HEAD}.kind must be "polytope"'),
        (
            ('"power"', '"pwr"'),
            '"linear", "power", "log" or "isoelastic", but it is the text "pwr"; did you mean "power"?',
        ),
        (
            ('kind = "posterior"', 'kind = "bayes"'),
            'beliefs.kind must be "posterior", "independent", "mixture" or "simil',
        ),
        (
            ('kind = "world"', 'kind = "gamble"'),
            'w.toml: kind must be "world", "bargaining" or "game", but it is the text "gamble"',
        ),
        (('kind = "ball", ', ""), f'{HEAD} lacks the key "kind"; it may be "polytope", "ball", "allocation", '),
        (
            ('kind = "posterior"\n', ""),
            'w.toml: beliefs lacks the key "kind"; it may be "posterior", "independent", "mix',
        ),
        (
            ("radii = [1, 1], ", ""),
            f'{HEAD} lacks the key "radii"; add it (the most that can be given to each type alone',
        ),
        (
            ("budget = 3, ", ""),
            'types[1] ("cosmos").set lacks the key "budget"; add it (how much of the resource there is).',
        ),
        (
            ('name = "hedonism"\n', ""),
            'w.toml: types[0] lacks the key "name"; add it (the name; every type has its own).',
        ),
        (('"hedonism"', '""'), 'w.toml: types[0].name must not be empty, but it is the text ""'),
        (('"hedonism"', "3"), "w.toml: types[0].name must be text, but it is 3; put it in quotes."),
        (
            ('{ kind = "ball", radii = [1, 1], p = 2 }', "[[1, 0]]"),
            "set must be a table, but it is a list of 1; write { kind",
        ),
        (('{ kind = "ball", radii = [1, 1], p = 2 }', "1"), "set must be a table, but it is 1; write it in braces"),
        (
            ('{ kind = "power", exponent = 0.5 }', "1"),
            "returns must be a table or a list, but it is 1; write it in braces",
        ),
        (
            ('{ kind = "power", exponent = 0.5 }', "[]"),
            "returns must have at least one entry, but it is empty; add one.",
        ),
        (("[[types]]", "[[kinds]]"), "w.toml: kinds is not a key of a world; "),
        (("players = 10", "types = []"), "is not valid TOML"),
        (("players = 10", "title = 2020-01-01"), "title must be text, but it is a date or time; put it in quotes."),
        (
            ("players = 10", "players = true"),
            'players must be a whole number of at least 1, or "infinite", but it is true',
        ),
        (
            ('kind = "posterior"', 'kind = "posterior"\ncommon_prior = "no"'),
            "common_prior must be true or false, but it is",
        ),
    ],
)
def test_slips_in_a_world(refusal: Refusal, change: tuple[str, str], words: str) -> None:
    assert words in refusal(TWO_TYPES, change)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 'w.toml: the file lacks the key "types"; add it (the types of agents, one [[types]] table each).'),
        ("types = []", "w.toml: types must have at least one entry, but it is empty; add one."),
        (
            'types = { name = "a" }',
            "types must be a list, but it is a table with the key name; head each of them with [[types]].",
        ),
        ("types = [1]", "w.toml: types[0] must be a table, but it is 1"),
        ('[[types]]\nname = "a"', 'w.toml: the file lacks the key "beliefs"; add it (what each type believes about'),
        (
            'kind = "bargaining"',
            'w.toml: the file lacks the key "types"; add it (the players, one [[types]] table each).',
        ),
        (
            'kind = "bargaining"\n[[types]]\nname = "a"',
            'types[0] ("a") lacks the key "set"; add it (what this type can do',
        ),
        ("types = [" + "{ name = 'a' }, " * 1001 + "]", "types must have at most 1000 entries, but it has 1001; join"),
    ],
)
def test_slips_of_whole_files(refusal: Refusal, text: str, words: str) -> None:
    assert words in refusal(text)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            ("disagreement = [0, 0.125]\n", ""),
            'w.toml: the file lacks the key "disagreement"; add it (the payoffs without',
        ),
        (
            ("disagreement =", "players ="),
            'players is not a key of a bargaining problem; it belongs to a file of kind "world"',
        ),
        (
            ('name = "Ann"', 'name = "Ann"\nset = {}'),
            'types[0] ("Ann").set is not a key of a player of a joint set; only name',
        ),
        (('name = "Ann"', 'name = "Ann"\nprior = 1'), 'it belongs to a file of kind "world"; only name is allowed.'),
        (("[0.25, 0.75]", '"prior"'), 'weights must be a list of numbers, or "equal", but it is the text "prior"'),
        (
            ("[0, 0.125]", '"defaults"'),
            'disagreement must be a list of numbers, or "nash", but it is the text "defaults"',
        ),
        (("joint = {", "joint = { nose = 1,"), 'joint.nose is not a key of a set of kind "polytope"; allowed are kind'),
        (('"polytope"', '"polygon"'), "joint.kind must be"),
    ],
)
def test_slips_in_a_bargaining_problem(refusal: Refusal, change: tuple[str, str], words: str) -> None:
    assert words in refusal(BARGAINING, change)


def test_slips_in_nested_sets_have_their_whole_path(refusal: Refusal) -> None:
    name = 'types[1] ("quote \\" and\\nnewline").set.parts'
    message = refusal(EVERY_SET, ("radii = [1, 0, 2]", "radius = [1, 0, 2]"))
    assert f'w.toml: {name}[1].parts[1].radius is not a key of a set of kind "ball"; did you mean "radii"?' in message
    message = refusal(EVERY_SET, ("upper = [1, 1, 1]", "upper = [1, nan, 1]"))
    assert f"w.toml: {name}[0].base.upper[1] must be a finite number, but it is nan; write a finite number." in message


def test_a_misspelt_key_is_reported_before_the_key_that_is_missing_for_it(refusal: Refusal) -> None:
    both = refusal(TWO_TYPES, ("radii", "raddi"), ("budget", "bugdet"), ("players = 10", "players = 0"))
    assert "raddi is not a key" in both
