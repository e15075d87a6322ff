"""Similarity as a mixture: one world centred on each type, balanced so that the marginal is the given prior."""

from __future__ import annotations

import numpy as np

from .._core.arrays import Array


def worlds(features: Array, scale: float, prior: Array) -> tuple[Array, Array]:
    """World probabilities (m,) and their distributions over types (m, m).

    The joint of (type t, centre k) is a_t K_tk a_k with the Gaussian kernel K, scaled (Sinkhorn) so that both its
    marginals are ``prior``: world k has probability prior[k], and mixing the worlds gives back exactly ``prior``.
    """
    with np.errstate(over="ignore"):  # very far apart: the distance becomes infinite and the kernel zero
        apart = (features[:, None, :] - features[None, :, :]) / scale
        kernel = np.exp(-(apart**2).sum(axis=2) / 2)
    a = np.sqrt(prior)
    for _ in range(100_000):
        # The geometric mean of the old and the Sinkhorn update converges for a symmetric kernel.
        a_next = np.sqrt(a * prior / (kernel @ a))
        done = np.abs(a_next / a - 1).max() < 1e-15
        a = a_next
        if done:
            break
    joint = a[:, None] * kernel * a[None, :]
    centre = joint / joint.sum(axis=0)  # column k: the distribution of world k
    # Remove the last rounding errors of the marginal: nudge every row to its prior share.
    for _ in range(3):
        centre *= (prior / (centre @ prior))[:, None]
        centre /= centre.sum(axis=0)
    return prior, centre.T
