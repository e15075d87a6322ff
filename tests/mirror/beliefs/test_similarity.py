"""The worlds behind similarity beliefs."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds.beliefs.similarity import worlds


@pytest.mark.parametrize("scale", [1e-3, 0.3, 1.0, 30.0])
@pytest.mark.parametrize("count", [1, 2, 7, 25])
def test_one_world_per_type_balanced_so_that_the_marginal_is_the_prior(scale, count):
    rng = np.random.default_rng(count)
    prior = rng.dirichlet(np.ones(count)) + 1e-4
    prior /= prior.sum()
    shares, rows = worlds(rng.normal(size=(count, 3)), scale, prior)
    assert shares.tolist() == prior.tolist() and rows.shape == (count, count)
    assert rows.sum(axis=1) == pytest.approx(np.ones(count), abs=1e-14)
    assert np.abs(shares @ rows / prior - 1).max() <= 1e-13
    assert (rows >= 0).all()


def test_the_shape_is_gaussian_up_to_the_balance():
    """Ratios of ratios of the joint are those of the kernel: the balancing factors cancel."""
    features = np.array([[0.0], [1.0], [2.5]])
    shares, rows = worlds(features, 0.7, np.array([0.2, 0.3, 0.5]))
    joint = shares[:, None] * rows
    kernel = np.exp(-((features - features.T) ** 2) / (2 * 0.7**2))
    for a, b, c, d in ((0, 1, 0, 2), (1, 2, 0, 1), (0, 2, 1, 2)):
        assert joint[a, c] * joint[b, d] / (joint[a, d] * joint[b, c]) == pytest.approx(
            kernel[a, c] * kernel[b, d] / (kernel[a, d] * kernel[b, c]), rel=1e-9
        )


def test_equal_features_are_independent():
    _, rows = worlds(np.zeros((3, 1)), 1.0, np.array([0.2, 0.3, 0.5]))
    assert rows == pytest.approx(np.tile([0.2, 0.3, 0.5], (3, 1)), abs=1e-14)
