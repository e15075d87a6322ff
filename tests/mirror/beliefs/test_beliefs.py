"""Beliefs: identities of the constructors, consistency of prior and posterior, and errors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from largeworlds import Beliefs, InvalidProblem


def joint(beliefs: Beliefs) -> np.ndarray:
    return beliefs.prior[:, None] * beliefs.posterior


def random_prior(rng: np.random.Generator, m: int, least: float = 1e-3) -> np.ndarray:
    p = rng.dirichlet(np.ones(m)) + least
    return p / p.sum()


def test_row_t_is_what_type_t_believes():
    beliefs = Beliefs([[0.9, 0.1], [0.3, 0.7]])
    assert beliefs.posterior[0].tolist() == [0.9, 0.1]
    assert beliefs.prior == pytest.approx([0.75, 0.25])  # p(1) 0.1 = p(2) 0.3
    assert beliefs.is_common_prior and beliefs.count == 2


def test_independent_types_believe_the_prior():
    beliefs = Beliefs.independent([0.2, 0.3, 0.5])
    assert beliefs.posterior.tolist() == [[0.2, 0.3, 0.5]] * 3
    assert beliefs.is_common_prior and beliefs.prior.tolist() == [0.2, 0.3, 0.5]


@given(seed=st.integers(0, 10**6))
def test_mixtures_are_joint_distributions_of_a_pair_drawn_from_one_world(seed):
    rng = np.random.default_rng(seed)
    k, m = int(rng.integers(1, 5)), int(rng.integers(1, 7))
    shares, worlds = rng.dirichlet(np.ones(k)), rng.dirichlet(np.full(m, 0.5), size=k) + 1e-9
    worlds /= worlds.sum(axis=1, keepdims=True)
    beliefs = Beliefs.mixture(shares, worlds)
    pair = sum(share * np.outer(world, world) for share, world in zip(shares, worlds, strict=True))
    assert beliefs.prior == pytest.approx(pair.sum(axis=1), rel=1e-12)
    assert joint(beliefs) == pytest.approx(pair, rel=1e-9, abs=1e-15)
    assert beliefs.posterior.sum(axis=1) == pytest.approx(np.ones(m), abs=1e-14)
    assert beliefs.is_common_prior
    assert np.linalg.eigvalsh(joint(beliefs)).min() >= -1e-15


@given(seed=st.integers(0, 10**6))
def test_similarity_keeps_the_prior_and_is_symmetric_and_positive_semidefinite(seed):
    rng = np.random.default_rng(seed)
    m = int(rng.integers(1, 12))
    prior = random_prior(rng, m, float(rng.choice([1e-6, 1e-2])))
    scale = float(10.0 ** rng.uniform(-2, 3))
    beliefs = Beliefs.similarity(rng.normal(size=(m, 2)), scale, prior)
    assert beliefs.prior.tolist() == prior.tolist()
    pair = joint(beliefs)
    # The marginal of the pair is the prior to the last digits, along rows (by definition) and along columns.
    assert np.abs(pair.sum(axis=0) - prior).max() <= 1e-15
    assert np.abs(pair.sum(axis=0) / prior - 1).max() <= 1e-12
    assert np.abs(pair - pair.T).max() <= 1e-15
    assert np.linalg.eigvalsh(pair).min() >= -1e-15
    assert (beliefs.posterior >= 0).all() and beliefs.is_common_prior


def test_similarity_between_independence_and_certainty():
    features, prior = [[0.0], [1.0], [4.0]], [0.5, 0.3, 0.2]
    assert Beliefs.similarity(features, 1e6, prior).posterior == pytest.approx(np.tile(prior, (3, 1)), abs=1e-9)
    assert Beliefs.similarity(features, 0.01, prior).posterior == pytest.approx(np.eye(3), abs=1e-12)
    middle = Beliefs.similarity(features, 1.0, prior).posterior
    assert middle[0, 1] / prior[1] > middle[0, 2] / prior[2]  # nearer types are believed in more
    assert (np.diag(middle) > prior).all()


def test_features_may_be_a_plain_list():
    one = Beliefs.similarity([0.0, 1.0], 1.0, [0.5, 0.5])
    assert one.posterior.tolist() == Beliefs.similarity([[0.0], [1.0]], 1.0, [0.5, 0.5]).posterior.tolist()


def test_no_common_prior_is_allowed():
    loop = [[0.5, 0.4, 0.1], [0.1, 0.5, 0.4], [0.4, 0.1, 0.5]]
    beliefs = Beliefs(loop)
    assert beliefs.prior is None and not beliefs.is_common_prior
    declared = Beliefs(loop, [0.2, 0.3, 0.5], common_prior=False)
    assert declared.prior.tolist() == [0.2, 0.3, 0.5] and declared.common_prior is False
    # With common_prior = false nothing is looked for, even if there is something to be found.
    assert Beliefs([[0.9, 0.1], [0.3, 0.7]], common_prior=False).prior is None


def test_a_choice_of_priors_is_not_a_missing_one():
    """Types that never meet leave their shares open: many priors explain them, and none is picked."""
    apart = Beliefs(np.eye(2), common_prior=True)
    assert apart.prior is None and apart.is_common_prior
    assert Beliefs(np.eye(2), [0.3, 0.7]).prior.tolist() == [0.3, 0.7]


def test_arrays_are_locked_copies():
    rows = np.array([[0.5, 0.5], [0.5, 0.5]])
    beliefs = Beliefs(rows)
    rows[0] = [1.0, 0.0]
    assert beliefs.posterior[0].tolist() == [0.5, 0.5]
    with pytest.raises(ValueError, match="read-only"):
        beliefs.posterior[0, 0] = 1.0


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Beliefs([[0.5, 0.6], [0.5, 0.5]]), ["posterior[0]", "sum to one", "1.1"]),
        (lambda: Beliefs([[1.5, -0.5], [0.5, 0.5]]), ["posterior[0, 1]", "not negative", "-0.5"]),
        (lambda: Beliefs([[1.0, 0.0]]), ["posterior", "square", "(1, 2)"]),
        (lambda: Beliefs([[np.nan, 1.0], [0.5, 0.5]]), ["posterior[0, 0]", "finite", "nan"]),
        (lambda: Beliefs([[0.5], [0.5, 0.5]]), ["posterior", "equal lengths"]),
        (
            lambda: Beliefs([[0.9, 0.1], [0.3, 0.7]], [0.5, 0.5]),
            ["prior", "must fit the posterior", "0.05 against 0.15", "types 1 and 2", "common_prior = false"],
        ),
        (lambda: Beliefs(np.eye(2), [0.5, 0.6]), ["prior", "sum to one", "1.1"]),
        (lambda: Beliefs(np.eye(2), [1.0, 0.0]), ["prior[1]", "positive", "0.0", "drop types"]),
        (lambda: Beliefs(np.eye(2), [1.0]), ["prior must have 2 numbers", "it has 1;"]),
        (
            lambda: Beliefs([[0.5, 0.4, 0.1], [0.1, 0.5, 0.4], [0.4, 0.1, 0.5]], common_prior=True),
            ["posterior", "common prior", "not explained", "common_prior = false"],
        ),
        (
            lambda: Beliefs.mixture([0.5, 0.5], [[0.5, 0.5]]),
            ["shares must have 1 number, one per row of priors", "it has 2;"],
        ),
        (lambda: Beliefs.mixture([0.5, 0.6], np.eye(2)), ["shares", "sum to one"]),
        (lambda: Beliefs.mixture([0.5, 0.5], [[1.0, 0.0], [1.0, 0.0]]), ["prior[1]", "positive"]),
        (lambda: Beliefs.similarity([[0.0], [1.0]], 0.0, [0.5, 0.5]), ["scale", "positive", "0.0"]),
        (lambda: Beliefs.similarity([[0.0], [1.0]], np.nan, [0.5, 0.5]), ["scale", "positive", "nan"]),
        (lambda: Beliefs.similarity([[0.0]], 1.0, [0.5, 0.5]), ["features", "2 rows", "1"]),
        (lambda: Beliefs.similarity([[np.inf], [1.0]], 1.0, [0.5, 0.5]), ["features[0, 0]", "finite"]),
        (lambda: Beliefs.independent([0.5, 0.6]), ["prior", "sum to one"]),
        (lambda: Beliefs.independent([[0.5, 0.5]]), ["prior", "one axis"]),
    ],
)
def test_errors(make, words):
    with pytest.raises(InvalidProblem) as error:
        make()
    assert all(word in str(error.value) for word in words), str(error.value)
