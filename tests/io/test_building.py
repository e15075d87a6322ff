"""Numbers that do not fit together, in one sentence each."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.io.files import load

from .conftest import Refusal
from .samples import BARGAINING, MIXTURE, TWO_TYPES

BALL = 'kind = "ball", radii = [1, 1], p = 2'
ONE, OTHER = 'types[0] ("hedonism")', 'types[1] ("cosmos")'
EACH = 'one per type ("hedonism" and "cosmos")'
SIMILARITY = 'kind = "similarity"\nfeatures = [0, 1]\nscale = 1\nprior = [0.5, 0.5]'
POSTERIOR = 'kind = "posterior"\nposterior = [["= p", "= 1 - p"], ["= 1 - p", "= p"]]'


def own(key: str, first: str, second: str) -> tuple[tuple[str, str], ...]:
    """The changes that give each of the two types a key."""
    return (
        ('name = "hedonism"', f'name = "hedonism"\n{key} = {first}'),
        ('name = "cosmos"', f'name = "cosmos"\n{key} = {second}'),
    )


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (
            'kind = "ball", radii = [1]',
            f"set.radii must have 2 numbers, {EACH}, but it has 1; give one number per type.",
        ),
        (
            'kind = "ball", radii = [1, -1]',
            "set.radii[1] must be zero or a positive number, but it is -1; give at least 0.",
        ),
        ('kind = "polytope", vertices = [[1, 2, 3]]', f"set.vertices[0] must have 2 numbers, {EACH}, but it has 3"),
        (
            'kind = "polytope", vertices = [[1, 2], [3]]',
            "set.vertices[1] must have 2 numbers like the first row, but it has 1",
        ),
        (
            'kind = "polytope", vertices = [[1, 2]], actions = []',
            "set.actions must have 1 name, one per row of vertices, but it has 0; name every row",
        ),
        ('kind = "box", lower = [0], upper = [1, 1]', "set.lower must have 2 numbers"),
        ('kind = "box", lower = [0, 0], upper = [1]', "set.upper must have 2 numbers"),
        (
            'kind = "box", lower = [0, 2], upper = [1, 1]',
            "set.lower[1] must not exceed upper[1] = 1, but it is 2.0; swap",
        ),
        (
            'kind = "exponential_budget", scales = [1, 1], total = 1',
            "set.total must be at least 2, the sum of exponentials",
        ),
        ('kind = "exponential_budget", scales = [1], total = 9', "set.scales must have 2 numbers"),
        ('kind = "scaled", factors = [1], base = { kind = "ball", radii = [1, 1] }', "set.factors must have 2 numbers"),
        ('kind = "shifted", by = [1], base = { kind = "ball", radii = [1, 1] }', "set.by must have 2 numbers"),
        ('kind = "shifted", by = [1, 1], base = { kind = "ball", radii = [1] }', "set.base.radii must have 2 numbers"),
        ('kind = "sum", parts = [{ kind = "ball", radii = [1, 1, 1] }]', "set.parts[0].radii must have 2 numbers"),
        (
            'kind = "allocation", budget = -1, returns = { kind = "linear" }',
            "set.budget must be zero or a positive number",
        ),
        (
            'kind = "allocation", budget = 1, returns = [{ kind = "linear" }]',
            f"set.returns must have 2 returns, {EACH}, but",
        ),
        (
            'kind = "allocation", budget = 1, returns = { kind = "linear" }, efficiency = [1]',
            "set.efficiency must have 2 num",
        ),
        (
            'kind = "allocation", budget = 1, returns = { kind = "power", exponent = 2 }',
            "set.returns.exponent must be a num",
        ),
        (
            'kind = "allocation", budget = 1, returns = { kind = "isoelastic", eta = 1, offset = 0 }',
            "set.returns.offset must be a positive number, but it is 0.0; give the baseline amount.",
        ),
        (
            'kind = "allocation", budget = 1, returns = { kind = "linear", scale = 1e308 }, efficiency = [9, 1]',
            "set.returns.scale must be at most 1e+150 in size (measure in larger units), but it is 1e+308",
        ),
    ],
)
def test_sets(refusal: Refusal, part: str, words: str) -> None:
    assert f"w.toml: {ONE}.{words}" in refusal(TWO_TYPES, (BALL, part))


@pytest.mark.parametrize(
    ("beliefs", "words"),
    [
        (
            'kind = "posterior"\nposterior = [[1.0]]',
            f"beliefs.posterior must have 2 rows, {EACH}, but it has 1; give one row",
        ),
        ('kind = "posterior"\nposterior = [[1.0], [1.0]]', 'beliefs.posterior[0] ("hedonism") must have 2 numbers'),
        (
            'kind = "posterior"\nposterior = [[0.5, 0.6], [1, 0]]',
            'posterior[0] ("hedonism") must sum to one, but it sums to 1.1',
        ),
        (
            'kind = "posterior"\nposterior = [[1.5, -0.5], [1, 0]]',
            'posterior[0] ("hedonism")[0] must be a probability, at most 1, but it is 1.5',
        ),
        (
            POSTERIOR + "\nprior = [0.25, 0.75]",
            "beliefs.prior must fit the posterior: p(t) p(s | t) = p(s) p(t | s), but it",
        ),
        (
            POSTERIOR + "\nprior = [0.25, 0.75]",
            'for types "hedonism" and "cosmos"; correct one of the two, leave the prior',
        ),
        (POSTERIOR + "\nprior = [1.0]", "beliefs.prior must have 2 numbers"),
        (
            'kind = "posterior"\nposterior = [[0, 1], [0.5, 0.5]]\ncommon_prior = true\nprior = [0.5, 0.5]',
            "beliefs.prior must fit",
        ),
        (
            'kind = "posterior"\nposterior = [[0, 1], [0, 1]]\ncommon_prior = true',
            "beliefs.posterior must come from a common",
        ),
        (
            'kind = "independent"',
            'beliefs lacks the key "prior"; add one probability per type, or give every type its prior.',
        ),
        (
            'kind = "independent"\nprior = [0, 1]',
            "beliefs.prior[0] must be a probability above 0, but it is 0; give more",
        ),
        ('kind = "independent"\nprior = [0.5, 0.6]', "beliefs.prior must sum to one, but it sums to 1.1"),
        ('kind = "independent"\nprior = [1]', "beliefs.prior must have 2 numbers"),
        (
            'kind = "mixture"\nshares = [1]\npriors = [[1, 0], [0, 1]]',
            "beliefs.shares must have 2 numbers, one per row of priors",
        ),
        (
            'kind = "mixture"\nshares = [0.5, 0.6]\npriors = [[1, 0], [0, 1]]',
            "beliefs.shares must sum to one, but it sums to 1.1",
        ),
        (
            'kind = "mixture"\nshares = [1, 0]\npriors = [[1, 0], [0, 1]]',
            'but type "cosmos" (column 1) has none; drop types',
        ),
        ('kind = "mixture"\nshares = [1]\npriors = [[1]]', "beliefs.priors[0] must have 2 numbers"),
        (SIMILARITY.replace("features = [0, 1]\n", ""), 'beliefs lacks the key "features"; add one row per type'),
        (SIMILARITY.replace("[0, 1]", "[0]"), "beliefs.features must have 2 numbers"),
        (SIMILARITY.replace("[0, 1]", "[[0, 1]]"), "beliefs.features must have 2 rows"),
        (
            SIMILARITY.replace("scale = 1", "scale = 0"),
            "beliefs.scale must be a positive number, but it is 0; give more than 0.",
        ),
        (
            SIMILARITY.replace("scale = 1", "scale = 1e-200"),
            "beliefs.scale must be at least 1e-150 (measure in smaller units), but it is 1e-200",
        ),
        (SIMILARITY.replace("prior = [0.5, 0.5]", ""), 'beliefs lacks the key "prior"'),
    ],
)
def test_beliefs(refusal: Refusal, beliefs: str, words: str) -> None:
    message = refusal(TWO_TYPES, (POSTERIOR, beliefs))
    assert message.startswith("w.toml: beliefs") and words in message


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            own("prior", "0.5", "0.6"),
            "w.toml: types must have priors that sum to one, but they sum to 1.1; scale them or add",
        ),
        (own("prior", "0.5", "0"), f"w.toml: {OTHER}.prior must be a probability above 0, but it is 0"),
        (
            own("prior", "0.5", "0.5")[:1],
            f'w.toml: {OTHER} lacks the key "prior", which {ONE} has; give it to all types',
        ),
        (
            own("features", "[0]", "[1]"),
            f'w.toml: {ONE}.features only serves beliefs of kind "similarity", but these are of',
        ),
        (
            (*own("prior", "0.5", "0.5"), (POSTERIOR, POSTERIOR + "\nprior = [0.5, 0.5]")),
            "w.toml: beliefs.prior is given, but",
        ),
        (
            (*own("features", "0", "1"), (POSTERIOR, SIMILARITY)),
            "w.toml: beliefs.features is given, but so is features for",
        ),
        (
            (*own("features", "0", "[1, 2]"), (POSTERIOR, SIMILARITY.replace("features = [0, 1]\n", ""))),
            f"w.toml: {OTHER}.features must have 1 number like those of the first type, but it has 2",
        ),
        (
            (*own("prior", "0.5", "0.5"), (POSTERIOR, MIXTURE.split("[beliefs]\n")[1])),
            f'w.toml: {ONE}.prior does not go with beliefs of kind "mixture"',
        ),
        (
            own("default", "[0, 0]", "[5, 5]"),
            f"w.toml: {OTHER}.default must be an action that this type has, but it is [5.0, 5.0]",
        ),
        (own("default", "[0, 0]", "[0]"), f"w.toml: {OTHER}.default must have 2 numbers, {EACH}, but it has 1"),
        (own("default", "[0, 0]", "[0]")[1:], f'w.toml: {ONE} lacks the key "default", which {OTHER} has'),
        (
            (('"cosmos"', '"hedonism"'),),
            'w.toml: types[1] ("hedonism").name is also the name of types[0] ("hedonism"); give',
        ),
        (
            (("players", 'disagreement = "defaults"\nplayers'),),
            'w.toml: disagreement is "defaults", but no type has a default; add default = [...] to every [[types]]',
        ),
        (
            (("players", "disagreement = [1]\nplayers"),),
            f"w.toml: disagreement must have 2 numbers, {EACH}, but it has 1",
        ),
        ((("players", "weights = [1, 2, 3]\nplayers"),), f"w.toml: weights must have 2 numbers, {EACH}, but it has 3"),
        (
            (("players", "weights = [0, 0]\nplayers"),),
            "w.toml: weights must not all be zero, but it is [0.0, 0.0]; give some",
        ),
        (
            (("players", "weights = [1, -1]\nplayers"),),
            "w.toml: weights[1] must be zero or a positive number, but it is -1",
        ),
        (
            (("[1, 1]", "[1e308, 1e308]"),),
            'w.toml: types[0] ("hedonism").set.radii[0] must be at most 1e+150 in size (measure in larger units)',
        ),
    ],
)
def test_worlds(refusal: Refusal, changes: tuple[tuple[str, str], ...], words: str) -> None:
    assert refusal(TWO_TYPES, *changes).startswith(words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            ("[0, 0.125]", '"nash"'),
            'disagreement is "nash", but in a joint set nobody has actions of its own; give one payoff',
        ),
        (("[0, 0.125]", "[0]"), 'disagreement must have 2 numbers, one per type ("Ann" and "Bo"), but it has 1'),
        (
            ("[[1, 0], [0, 1], [0, 0]]", "[[1]]"),
            'joint.vertices[0] must have 2 numbers, one per type ("Ann" and "Bo"), but',
        ),
        (("[0.25, 0.75]", "[0, 0]"), "weights must not all be zero"),
    ],
)
def test_problems(refusal: Refusal, change: tuple[str, str], words: str) -> None:
    assert refusal(BARGAINING, change).startswith(f"w.toml: {words}")


def world(folder: Path, *changes: tuple[str, str]) -> lw.World:
    text = TWO_TYPES
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "w.toml").write_text(text)
    found = load("w.toml")
    assert isinstance(found, lw.World)
    return found


def test_priors_and_features_of_the_types_serve_as_those_of_the_beliefs(folder: Path) -> None:
    bare = 'kind = "similarity"\nscale = 2'
    there = world(folder, (POSTERIOR, bare), *own("prior", "0.25", '"= p"'), *own("features", "[0, 1]", "[1, 1]"))
    assert np.array_equal(there.beliefs.posterior, lw.Beliefs.similarity([[0, 1], [1, 1]], 2, [0.25, 0.75]).posterior)
    flat = world(folder, (POSTERIOR, bare), *own("prior", "0.25", "0.75"), *own("features", "0", "1"))
    assert np.array_equal(flat.beliefs.posterior, lw.Beliefs.similarity([0, 1], 2, [0.25, 0.75]).posterior)
    mixed = world(folder, (POSTERIOR, bare + "\nfeatures = [0, 1]"), *own("prior", "0.25", "0.75"))
    assert np.array_equal(mixed.beliefs.posterior, flat.beliefs.posterior)
    given = world(folder, *own("prior", "0.5", "0.5"))
    assert given.beliefs.prior is not None and given.beliefs.prior.tolist() == [0.5, 0.5]


def test_defaults_are_the_disagreement_where_nothing_else_is_said(folder: Path) -> None:
    assert world(folder).disagreement == "nash"
    assert world(folder, *own("default", "[0, 0]", "[0, 0]")).disagreement == "defaults"
    kept = world(folder, *own("default", "[0, 0]", "[0, 0]"), ("players", 'disagreement = "nash"\nplayers'))
    assert kept.disagreement == "nash" and kept.defaults is not None


def test_players_may_be_counted_in_any_way(folder: Path) -> None:
    for text, players in (("1", 1), ('"= 10 ** 9"', 1e9), ("1e30", 1e30), ('"infinite"', math.inf), ("2.0", 2)):
        assert world(folder, ("players = 10", f"players = {text}")).players == players
    assert math.isinf(world(folder, ("players = 10\n", "")).players)


def test_a_posterior_without_any_prior_is_a_world_all_the_same(folder: Path) -> None:
    free = world(folder, ('["= 1 - p", "= p"]', "[0, 1]"))
    assert free.beliefs.prior is None and not free.beliefs.is_common_prior
    unlike = world(folder, ('["= 1 - p", "= p"]]', "[0, 1]]\nprior = [0.5, 0.5]\ncommon_prior = false"))
    assert unlike.beliefs.prior is not None and unlike.beliefs.common_prior is False


def test_one_return_serves_all_types_and_lists_may_mix_kinds(folder: Path) -> None:
    part = world(folder).sets[1]
    assert isinstance(part, lw.Allocation) and part.returns == (lw.Power(0.5), lw.Power(0.5))
    several = '[{ kind = "linear" }, { kind = "log", scale = 2 }]'
    part = world(folder, ('{ kind = "power", exponent = 0.5 }', several)).sets[1]
    assert isinstance(part, lw.Allocation) and part.returns == (lw.Linear(), lw.Log(2))


def test_payoffs_may_be_as_small_as_floats_go(folder: Path) -> None:
    tiny = world(folder, ("[1, 1]", "[1e-320, 1e-320]"))
    assert tiny.sets[0].bounding_box()[1].tolist() == [1e-320, 1e-320]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('"hedonism"', '" \\t"'), "name must have at least one visible character"),
        (('"hedonism"', '"\\u0000"'), "name must have at least one visible character"),
        (('"hedonism"', '"cosmos "'), 'name looks like the name of types[0] ("cosmos ")'),
        (('"hedonism"', f'"{"x" * 1001}"'), "name must have at most 1,000 characters, but it has 1,001"),
        (("radii = [1, 1]", 'radii = "v.csv"'), 'write { csv = "v.csv" } for a table beside the file'),
    ],
)
def test_names_and_tables_that_cannot_be_meant(refusal: Refusal, change: tuple[str, str], words: str) -> None:
    assert words in refusal(TWO_TYPES, change)
