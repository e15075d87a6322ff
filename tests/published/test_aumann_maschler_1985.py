"""Aumann and Maschler (1985), "Game theoretic analysis of a bankruptcy problem from the Talmud", J. Econ. Theory 36.

Claims c on an estate E smaller than their sum. The rules (as in Herrero and Villar 2001, "The three musketeers"): equal
awards, min(c, a); equal losses, max(0, c - l); the rule of the Talmud, equal awards with half claims up to half of all
claims and equal losses beyond. Each is a bargaining solution of {x >= 0 : sum x <= E, x <= caps} from d = 0.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from largeworlds import (
    BargainingProblem,
    Egalitarian,
    EqualLoss,
    Inequalities,
    KalaiSmorodinsky,
    NashBargaining,
    bargain,
)

from .catalog_answers import assert_reproduced, assert_source, names

FOLDER = "aumann-maschler-1985/"
#: The Mishnah, Ketubot 10:4: estates, and what claims of 100, 200 and 300 get.
KETUBOT = {100: (Fraction(100, 3),) * 3, 200: (50, 75, 75), 300: (50, 100, 150)}


def estate(amount, caps, d=None) -> BargainingProblem:
    n = len(caps)
    rows = [[1] * n, *([int(i == j) for j in range(n)] for i in range(n))]
    return BargainingProblem(Inequalities(rows, [amount, *caps], lower=0), [0] * n if d is None else d)


def answer(asked, concept=None):
    deal = bargain(asked, concept, exact=True)
    assert deal.is_exact and all(deal.verify())
    assert bargain(asked, concept).payoffs == pytest.approx([float(x) for x in deal.payoffs], abs=1e-9)
    return deal.payoffs


@pytest.mark.parametrize("name", names(FOLDER))
def test_catalog(name):
    assert_reproduced(name)
    assert_source(name, "Aumann and Maschler (1985)", "Talmud")


@pytest.mark.parametrize(("amount", "awards"), KETUBOT.items())
def test_three_widows(amount, awards):
    """The table of the Mishnah: Nash's solution, and the egalitarian one, with caps of half a claim."""
    halves = estate(amount, [50, 100, 150])
    assert answer(halves) == answer(halves, Egalitarian()) == awards


def test_beyond_half_of_all_claims_losses_are_divided_as_awards_are_before():
    """Claims 100, 300 and 200 on 501 give 67, 267 and 167: everybody loses 33, the third part of the 99 that lack."""
    lost = answer(estate(99, [50, 150, 100]))
    assert lost == (33, 33, 33)
    other_way = answer(estate(501, [100, 300, 200], d=[50, 150, 100]), EqualLoss())
    assert other_way == tuple(c - x for c, x in zip((100, 300, 200), lost, strict=True)) == (67, 267, 167)


@pytest.mark.parametrize(
    ("amount", "claims", "conceded", "awards"),
    [
        (200, (200, 200), (0, 0), (100, 100)),
        (200, (200, 100), (100, 0), (150, 50)),
        (Fraction(6), (6, 2), (4, 0), (5, 1)),
        (50, (100, 200), (0, 0), (25, 25)),
        (100, (100, 200), (0, 0), (50, 50)),
        (150, (100, 200), (0, 50), (50, 100)),
        (250, (100, 200), (50, 150), (75, 175)),
    ],
)
@pytest.mark.parametrize("concept", [NashBargaining(), KalaiSmorodinsky(), Egalitarian(), EqualLoss()], ids=repr)
def test_two_hold_a_garment(amount, claims, conceded, awards, concept):
    """Bava Metzia 1:1 and the Tosefta (all and a third: 5/6 and 1/6): what is conceded, and half of the rest.

    From what the others concede the ideal gains are equal, so that all symmetric solutions agree.
    """
    assert tuple(max(amount - other, 0) for other in claims[::-1]) == conceded
    assert answer(estate(amount, claims, conceded), concept) == awards


@pytest.mark.parametrize(("amount", "awards"), [(120, (40, 40, 40)), (330, (100, 115, 115)), (520, (100, 220, 200))])
@pytest.mark.parametrize("concept", [NashBargaining(), Egalitarian()], ids=repr)
def test_equal_awards(amount, awards, concept):
    assert answer(estate(amount, [100, 300, 200]), concept) == awards


@pytest.mark.parametrize(
    ("amount", "awards"),
    [(330, (10, 210, 110)), (520, (Fraction(220, 3), Fraction(820, 3), Fraction(520, 3)))],
)
def test_equal_losses(amount, awards):
    """The equal-loss solution, where nobody claims more than the estate: losses of 90 and of 80/3."""
    assert answer(estate(amount, [100, 300, 200]), EqualLoss()) == awards


@pytest.mark.parametrize(
    ("amount", "awards"),
    [
        (120, (Fraction(600, 17), Fraction(720, 17), Fraction(720, 17))),
        (330, (55, 165, 110)),
        (520, (Fraction(260, 3), 260, Fraction(520, 3))),
    ],
)
def test_proportional_awards(amount, awards):
    """Kalai and Smorodinsky's solution: in proportion to the claims, cut down to the estate; 330 of 600 is 11/20."""
    assert answer(estate(amount, [100, 300, 200]), KalaiSmorodinsky()) == awards


def test_nash_weighted_by_claims_is_proportional_too():
    """nu proportional to the claims: x_i = c_i E / sum c, for every estate, as nobody reaches its claim."""
    for amount in (120, 330, 520):
        awards = tuple(Fraction(c * amount, 600) for c in (100, 300, 200))
        assert answer(estate(amount, [100, 300, 200]), NashBargaining([100, 300, 200])) == awards
