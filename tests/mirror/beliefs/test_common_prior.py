"""Detection of a common prior: symmetric joints have one, Kolmogorov's loops tell where there is none."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from largeworlds import Beliefs
from largeworlds.beliefs.common_prior import exists, prior_of


def loops_agree(posterior: np.ndarray) -> bool:
    """Kolmogorov's criterion: around every loop the product of beliefs is the same in both directions."""
    m = len(posterior)
    for size in range(2, m + 1):
        for loop in permutations(range(m), size):
            steps = list(zip(loop, (*loop[1:], loop[0]), strict=True))
            there = np.prod([posterior[a, b] for a, b in steps])
            back = np.prod([posterior[b, a] for a, b in steps])
            if abs(there - back) > 1e-6:
                return False
    return bool(((posterior > 0) == (posterior.T > 0)).all())


@given(seed=st.integers(0, 10**6))
def test_a_symmetric_joint_is_recognised_and_its_marginal_found(seed):
    rng = np.random.default_rng(seed)
    m = int(rng.integers(1, 9))
    joint = rng.random((m, m)) * (rng.random((m, m)) < 0.7)
    joint = joint + joint.T + np.diag(rng.random(m))
    for t in range(m - 1):
        joint[t, t + 1] = joint[t + 1, t] = joint[t, t + 1] + 0.1  # so that everybody is connected
    joint /= joint.sum()
    prior = joint.sum(axis=1)
    posterior = joint / prior[:, None]
    assert exists(posterior)
    assert prior_of(posterior) == pytest.approx(prior, rel=1e-10)


@given(seed=st.integers(0, 10**6))
def test_random_posteriors_against_the_loops(seed):
    rng = np.random.default_rng(seed)
    m = int(rng.integers(2, 5))
    posterior = rng.dirichlet(np.ones(m), size=m)
    if rng.random() < 0.5:  # reversible half of the time
        joint = posterior + posterior.T
        posterior = joint / joint.sum(axis=1, keepdims=True)
    assert exists(posterior) == loops_agree(posterior)
    assert (prior_of(posterior) is not None) == loops_agree(posterior)


@pytest.mark.parametrize(
    "posterior",
    [
        [[0.5, 0.4, 0.1], [0.1, 0.5, 0.4], [0.4, 0.1, 0.5]],  # a loop that turns one way
        [[0.5, 0.5], [0.0, 1.0]],  # one believes in the other, who excludes it
        [[0.5, 0.5, 0.0], [0.5, 0.0, 0.5], [0.5, 0.0, 0.5]],
        [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]],
    ],
)
def test_counterexamples(posterior):
    assert not exists(np.array(posterior))
    assert prior_of(np.array(posterior)) is None


def test_groups_that_never_meet_have_many_priors():
    blocks = np.array([[0.5, 0.5, 0.0], [0.25, 0.75, 0.0], [0.0, 0.0, 1.0]])
    assert exists(blocks)
    assert prior_of(blocks) is None
    broken = np.zeros((4, 4))
    broken[:3, :3] = [[0.5, 0.4, 0.1], [0.1, 0.5, 0.4], [0.4, 0.1, 0.5]]
    broken[3, 3] = 1.0
    assert not exists(broken)


def test_priors_over_many_orders_of_magnitude():
    """A chain in which each type is a hundred times rarer than the one before."""
    m = 8
    prior = 100.0 ** -np.arange(m)
    prior /= prior.sum()
    joint = np.zeros((m, m))
    for t in range(m - 1):
        joint[t, t + 1] = joint[t + 1, t] = 0.1 * prior[t + 1]
    joint[np.diag_indices(m)] = prior - joint.sum(axis=1)
    found = prior_of(joint / prior[:, None])
    assert found == pytest.approx(prior, rel=1e-10)


def test_beliefs_below_all_normal_doubles_are_no_evidence():
    """They have lost their digits: two groups linked by them alone have a common prior, but no single one."""
    beliefs = Beliefs.similarity([[0.0], [38.5], [39.5]], 1.0, [0.2, 0.3, 0.5])
    assert 0 < beliefs.posterior[0, 1] < np.finfo(float).tiny
    assert beliefs.is_common_prior
    assert prior_of(beliefs.posterior) is None
