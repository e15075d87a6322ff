"""Common priors: whether p(t) p(s | t) is symmetric for some prior p > 0 (anonymous players)."""

from __future__ import annotations

import numpy as np

from .._core import tolerances
from .._core.arrays import Array, locked

#: Smaller numbers have lost digits, so that their ratios say nothing.
_LEAST = float(np.finfo(float).tiny)


def prior_of(posterior: Array) -> Array | None:
    """The prior that explains ``posterior`` if there is exactly one; None if there is none or a choice of several."""
    candidate, connected = _candidate(posterior)
    return locked(candidate) if connected and _explains(posterior, candidate) else None


def exists(posterior: Array) -> bool:
    """True if some positive prior makes p(t) p(s | t) symmetric."""
    candidate, _ = _candidate(posterior)
    return _explains(posterior, candidate)


def _candidate(posterior: Array) -> tuple[Array, bool]:
    """Follow p(s) = p(t) p(s | t) / p(t | s) from type to type; each group of types that meet starts at weight one."""
    m = len(posterior)
    log_p = np.full(m, np.nan)
    groups = 0
    for root in range(m):
        if not np.isnan(log_p[root]):
            continue
        groups += 1
        log_p[root] = 0.0
        queue = [root]
        while queue:
            t = queue.pop()
            for s in np.flatnonzero((posterior[t] > _LEAST) & (posterior[:, t] > _LEAST) & np.isnan(log_p)):
                log_p[s] = log_p[t] + np.log(posterior[t, s]) - np.log(posterior[s, t])
                queue.append(int(s))
    p = np.exp(log_p - log_p.max())
    return p / p.sum(), groups == 1


def _explains(posterior: Array, prior: Array) -> bool:
    joint = prior[:, None] * posterior
    return symmetric(joint) and bool((prior > 0).all())


def symmetric(joint: Array) -> bool:
    """True if the two entries of every pair agree, relative to their size; what is below all normal doubles is zero."""
    return bool((np.abs(joint - joint.T) <= tolerances.SYMMETRY * np.maximum(joint, joint.T) + _LEAST).all())
