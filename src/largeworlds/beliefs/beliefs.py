"""Beliefs: what each type believes about the type of any other player."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .._core import tolerances
from .._core.arrays import Array, finite_array, none_negative, of_length, positive_number, real_array
from .._core.errors import invalid
from .._core.text import counted, shown
from . import common_prior as _common
from . import mixture as _mixture
from . import similarity as _similarity


@dataclass(frozen=True, eq=False, init=False)
class Beliefs:
    """Posterior beliefs p(s | t) and, if there is one, the prior p(t) (Treutlein 2023, Section 4.2).

    Parameters
    ----------
    posterior : (m, m); ``posterior[t, s]`` = p(s | t), what a player of type t believes about any other player: row t
        is what type t believes, and sums to one.
    prior : (m,) positive, sums to one. Must fit the posterior: p(t) p(s | t) symmetric (anonymous players).
    common_prior : None checks that and finds the prior if the posterior determines one; False allows posteriors that
        no prior explains (then ``prior``, if given, only serves as bargaining weights).

    >>> beliefs = Beliefs([[0.75, 0.25], [0.25, 0.75]])
    >>> beliefs.is_common_prior, beliefs.prior.tolist()
    (True, [0.5, 0.5])
    """

    posterior: Array
    prior: Array | None
    common_prior: bool | None

    def __init__(
        self, posterior: ArrayLike, prior: ArrayLike | None = None, *, common_prior: bool | None = None
    ) -> None:
        if common_prior is not None and not isinstance(common_prior, bool):
            fix = "leave it out to have it found"
            raise invalid("common_prior", "must be True, False or None", shown(common_prior), fix)
        rows = _probability_rows(posterior, "posterior", "give one row of beliefs per type")
        m = len(rows)
        if rows.shape != (m, m):
            raise invalid(
                "posterior",
                "must be square, one row and one column per type",
                f"of shape {rows.shape}",
                "give every type's belief in every type",
            )
        given = None if prior is None else _prior(prior, m)
        if given is not None and common_prior is not False:
            joint = given[:, None] * rows
            worst = np.abs(joint - joint.T)
            if not _common.symmetric(joint):
                t, s = (int(i) for i in np.unravel_index(int(worst.argmax()), worst.shape))
                raise invalid(
                    "prior",
                    "must fit the posterior: p(t) p(s | t) = p(s) p(t | s)",
                    f"{joint[t, s]:.6g} against {joint[s, t]:.6g} for types {t + 1} and {s + 1}",
                    "correct one of the two, leave the prior out, or declare common_prior = false (in a file: under "
                    "[beliefs]), so that the prior only says how much each gain counts",
                )
        found = _common.prior_of(rows) if given is None and common_prior is not False else None
        if common_prior is True and given is None and not _common.exists(rows):
            raise invalid(
                "posterior",
                "must come from a common prior when common_prior = true",
                "not explained by any",
                "correct it or declare common_prior = false",
            )
        put = object.__setattr__
        put(self, "posterior", rows)
        put(self, "prior", given if given is not None else found)
        put(self, "common_prior", common_prior)

    @property
    def is_common_prior(self) -> bool:
        """True if some prior p > 0 makes p(t) p(s | t) symmetric: it explains all beliefs about one other player.

        Whether it extends to a joint prior over the types of all players is a further question.
        """
        return _common.exists(self.posterior)

    @property
    def count(self) -> int:
        """Number of types m."""
        return len(self.posterior)

    # -- constructors -------------------------------------------------------------------------------------------

    @classmethod
    def independent(cls, prior: ArrayLike) -> Beliefs:
        """Types of different players are independent: p(s | t) = p(s) for every t.

        >>> Beliefs.independent([0.75, 0.25]).posterior.tolist()
        [[0.75, 0.25], [0.75, 0.25]]
        """
        p = _prior(prior)
        return cls(np.tile(p, (len(p), 1)), p)

    @classmethod
    def mixture(cls, shares: ArrayLike, priors: ArrayLike) -> Beliefs:
        """A mixture of independent worlds: world k has probability shares[k] and draws every type from priors[k].

        Then p(t) = sum_k shares[k] priors[k, t] and p(s | t) p(t) = sum_k shares[k] priors[k, t] priors[k, s]: a common
        prior that extends to any number of exchangeable players.
        """
        rows = _probability_rows(priors, "priors", "give one distribution over types per world")
        fix = "give one probability per world"
        weights = finite_array(shares, "shares", 1, fix)
        of_length(weights, len(rows), "shares", "row of priors", fix)
        none_negative(weights, "shares", "drop worlds that cannot be")
        _sums_to_one(weights, "shares", "scale them or add the missing world")
        posterior, prior = _mixture.posterior_and_prior(weights, rows)
        return cls(posterior, _prior(prior))

    @classmethod
    def similarity(cls, features: ArrayLike, scale: float, prior: ArrayLike) -> Beliefs:
        """Players tend to meet types like themselves: closer ``features`` (m, k), stronger belief.

        A mixture of independent worlds, one centred on each type, whose shares of types fall off with the squared
        distance as exp(-distance**2 / (2 scale**2)); the marginal is exactly the given ``prior``. A large scale gives
        independence, a small one certainty of one's own type.
        """
        p = _prior(prior)
        fix = "give one row of features per type"
        points = real_array(features, "features", fix)
        points = finite_array(points[:, None] if points.ndim == 1 else points, "features", 2, fix)
        if len(points) != len(p):
            rule = f"must have {counted(len(p), 'row')}, one per type"
            raise invalid("features", rule, f"has {len(points)}", "give every type's features")
        width = positive_number(scale, "scale", "give the distance at which similarity fades")
        shares, rows = _similarity.worlds(points, width, p)
        posterior, _ = _mixture.posterior_and_prior(shares, rows)
        return cls(posterior, p)


def _probability_rows(values: ArrayLike, name: str, fix: str) -> Array:
    rows = finite_array(values, name, 2, fix)
    if (rows < 0).any():
        i, j = (int(k) for k in np.argwhere(rows < 0)[0])
        raise invalid(f"{name}[{i}, {j}]", "must be a probability, not negative", rows[i, j], fix)
    for i, row in enumerate(rows):
        _sums_to_one(row, f"{name}[{i}]", "scale the row or add what is missing")
    return rows


def _sums_to_one(values: Array, name: str, fix: str) -> None:
    total = values.sum()
    if abs(total - 1) > tolerances.PROBABILITY:
        raise invalid(name, "must sum to one", f"sums to {total:.12g}", fix)


def _prior(values: ArrayLike, count: int | None = None) -> Array:
    fix = "give one probability per type"
    p = finite_array(values, "prior", 1, fix)
    of_length(p, len(p) if count is None else count, "prior", "type", fix)
    if (p <= 0).any():
        i = int(np.argmin(p))
        raise invalid(f"prior[{i}]", "must be positive", p[i], "drop types that do not exist")
    _sums_to_one(p, "prior", "scale it or add the missing type")
    return p
