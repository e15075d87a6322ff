"""Mixtures of independent worlds: exchangeable beliefs by construction (de Finetti)."""

from __future__ import annotations

import numpy as np

from .._core.arrays import Array


def posterior_and_prior(shares: Array, priors: Array) -> tuple[Array, Array]:
    """p(s | t) (m, m) and p(t) (m,) of the mixture with world probabilities ``shares`` (k,) and ``priors`` (k, m)."""
    prior = shares @ priors
    joint = (priors * shares[:, None]).T @ priors
    with np.errstate(divide="ignore", invalid="ignore"):
        posterior = np.where(prior[:, None] > 0, joint / prior[:, None], priors.mean(axis=0))
    return posterior / posterior.sum(axis=1, keepdims=True), prior
