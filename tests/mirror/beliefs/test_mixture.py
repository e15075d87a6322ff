"""Mixtures against counting over all type vectors."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from largeworlds.beliefs.mixture import posterior_and_prior


def test_posterior_and_prior_follow_from_the_joint_distribution_of_three_players():
    shares, worlds = np.array([0.3, 0.7]), np.array([[0.2, 0.5, 0.3], [0.6, 0.1, 0.3]])
    posterior, prior = posterior_and_prior(shares, worlds)
    joint = {
        types: sum(share * np.prod(world[list(types)]) for share, world in zip(shares, worlds, strict=True))
        for types in product(range(3), repeat=3)
    }
    for t in range(3):
        own = sum(p for types, p in joint.items() if types[0] == t)
        assert prior[t] == pytest.approx(own)
        for s in range(3):
            for other in (1, 2):
                both = sum(p for types, p in joint.items() if types[0] == t and types[other] == s)
                assert posterior[t, s] == pytest.approx(both / own)


def test_a_type_without_probability_gets_some_beliefs_but_no_prior():
    posterior, prior = posterior_and_prior(np.array([1.0]), np.array([[1.0, 0.0]]))
    assert prior.tolist() == [1.0, 0.0]
    assert posterior.sum(axis=1).tolist() == [1.0, 1.0]
