from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import largeworlds as lw


def test_marginals_and_independence() -> None:
    coin = lw.JointDistribution([[0.5, 0], [0, 0.5]])
    assert coin.shape == (2, 2)
    assert coin.marginal(0).tolist() == coin.marginal(1).tolist() == [0.5, 0.5]
    assert not coin.is_independent
    product = lw.JointDistribution.independent([[0.25, 0.75], [0.5, 0.3, 0.2]])
    assert product.is_independent
    np.testing.assert_allclose(product.marginal(1), [0.5, 0.3, 0.2], rtol=1e-15)


def test_a_sum_off_by_rounding_is_scaled_and_the_table_is_locked() -> None:
    third = lw.JointDistribution([1 / 3 + 1e-11, 1 / 3, 1 / 3])
    assert third.table.sum() == pytest.approx(1, abs=1e-15)
    with pytest.raises(ValueError, match="read-only"):
        third.table[0] = 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        third.table = np.ones(3) / 3  # type: ignore[misc]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ([[0.5, 0.6], [-0.1, 0]], r"table\[1, 0\] must not be negative, but it is -0.1; give a probability"),
        ([[0.5, 0.6]], "table must sum to one, but it sums to 1.1; scale it"),
        ([[0.5, np.nan]], "must be a finite number"),
        (0.5, "table must have one axis per player, but it is a single number"),
        ("even", "table must be numbers"),
        ([], "table must have at least one number"),
    ],
)
def test_bad_tables_are_refused(table: object, said: str) -> None:
    with pytest.raises(lw.InvalidProblem, match=said):
        lw.JointDistribution(table)  # type: ignore[arg-type]


def test_bad_profiles_are_refused() -> None:
    with pytest.raises(lw.InvalidProblem, match="profile must be a list of mixed strategies, but it is empty"):
        lw.JointDistribution.independent([])
    with pytest.raises(lw.InvalidProblem, match=r"profile\[1\] must sum to one, but it sums to 0.9"):
        lw.JointDistribution.independent([[1.0], [0.5, 0.4]])


def test_it_reads_well() -> None:
    assert repr(lw.JointDistribution([[0.5, 0], [0, 0.5]])) == "JointDistribution(2 x 2, 2 outcomes possible)"
