"""Linear images: definition, structure and errors (that they are convex sets like all others: the contract suite)."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import Ball, BargainingProblem, Box, InvalidProblem, Oracle, Polytope, bargain
from largeworlds.sets.image import LinearImage
from tests.members import member
from tests.representative_sets import MIXED, TRIANGLE, disc

MATRICES = [[[1.0, 2.0], [0.0, 1.0], [0.0, 0.0]], [[2.0, 0.5]], [[1.0, -1.0], [-2.0, 0.5]], [[0.0, 0.0]]]
SETS = [TRIANGLE, Ball([1.0, 2.0]), Ball([1.0, 2.0], 1), Box([-1.0, 0.0], [1.0, 3.0]), Oracle(2, disc)]


@pytest.mark.parametrize("matrix", MATRICES)
@pytest.mark.parametrize("base", SETS, ids=repr)
def test_the_support_is_the_bases_in_the_mapped_direction(base, matrix, rng):
    image, m = base.image(matrix), np.array(matrix)
    assert image.dim == len(m)
    for w in rng.normal(size=(8, len(m))):
        assert float(image.support(w)) == pytest.approx(float(base.support(m.T @ w)), abs=1e-14)
        assert image.maximizer(w) == pytest.approx(m @ base.maximizer(m.T @ w), abs=1e-14)
        assert float(image.maximizer(w) @ w) == pytest.approx(float(image.support(w)), abs=1e-14)


@pytest.mark.parametrize("matrix", MATRICES[:2])
@pytest.mark.parametrize("base", [TRIANGLE, Ball([1.0, 2.0]), Box([0.0, 0.0], [1.0, 3.0])], ids=repr)
def test_mapped_points_are_members_and_points_beyond_are_not(base, matrix, rng):
    image, m = base.image(matrix), np.array(matrix)
    for _ in range(5):
        assert image.contains(m @ member(base, rng))
    w = rng.random(len(m)) + 0.1
    assert not image.contains(image.maximizer(w) + 1e-3 * w)


@pytest.mark.parametrize("matrix", MATRICES)
@pytest.mark.parametrize("base", SETS, ids=repr)
def test_uses_make_the_points_that_the_maximizer_makes(base, matrix):
    """Solvers read uses, proofs read supports: both must be the same set."""
    image = base.image(matrix)
    known = image.uses()
    if known is None:
        return
    m, given = np.array(matrix), base.uses()
    rng = np.random.default_rng(3)
    for _ in range(5):
        shares = tuple(rng.dirichlet(np.ones(len(budget.scale))) for budget in given.budgets)
        assert known.point(shares) == pytest.approx(m @ given.point(shares), abs=1e-14)


def test_a_negative_entry_turns_concave_returns_convex_and_leaves_only_the_maximizer():
    """Half of a unit gives more than half of the loss: a solver that took that for concave would be wrong."""
    turned = [[1.0, -1.0]]
    assert Ball([1.0, 1.0]).image(turned).uses() is None
    assert MIXED.image([[1.0, 0.0, -1e-9, 0.0]]).uses() is None
    assert Ball([1.0, 1.0]).image([[1.0, 0.0]]).uses() is not None
    assert Ball([1.0, 1.0], 1).image(turned).uses().is_finite  # straight returns stay straight
    assert Ball([1.0, 1.0]).image(turned).support([-1.0]) == 1.0
    assert Ball([1.0, 1.0]).image(turned).contains([0.9]) and not Ball([1.0, 1.0]).image(turned).contains([1.1])
    assert Oracle(2, disc).image([[1.0, 0.0]]).uses() is None


def test_an_image_without_uses_is_bargained_over_all_the_same():
    """The unit disc in the positive quarter, turned around by [[-1, 0], [0, -1]]: over x >= (-0.8, -0.9)."""
    problem = BargainingProblem(Ball([1.0, 1.0]).image([[-1.0, 0.0], [0.0, -1.0]]), [-0.8, -0.9])
    assert bargain(problem).payoffs == pytest.approx([0.0, 0.0], abs=1e-8)


def test_vertices_are_mapped_where_there_are_some():
    assert TRIANGLE.image([[1.0, 1.0]]).vertices().tolist() == [[0.0], [2.0], [1.0]]
    assert Ball([1.0, 1.0]).image([[1.0, 1.0]]).vertices() is None


def test_a_face_of_the_image_is_the_bases():
    """Among all points with the same sum, the one with the most of the first coordinate."""
    square = Polytope([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    image = square.image([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    assert image.face_point(np.array([0.0, 1.0, 5.0]), np.array([1.0, 0.0, 0.0])).tolist() == [1.0, 1.0, 0.0]
    assert image.face_point(np.array([0.0, 1.0, 5.0]), np.array([-1.0, 0.0, 0.0])).tolist() == [0.0, 1.0, 0.0]


def test_images_of_images_and_of_sums():
    """(M N) A = M (N A), and the image of a sum is the sum of images."""
    a, b, m, n = TRIANGLE, Ball([1.0, 2.0]), np.array([[1.0, 2.0]]), np.array([[0.0, 1.0], [3.0, 0.0]])
    w = np.array([[1.0], [-1.0], [0.3]])
    assert a.image(n).image(m).support(w) == pytest.approx(a.image(m @ n).support(w))
    assert (a + b).image(m).support(w) == pytest.approx((a.image(m) + b.image(m)).support(w))


def test_a_player_counted_twice_gets_the_same_twice():
    """Rows (1, 0), (1, 0), (0, 1): the product x1 x1 x2 over x1 + x2 <= 1 is largest at 2/3."""
    doubled = Polytope([[0, 0], [1, 0], [0, 1]]).image([[1, 0], [1, 0], [0, 1]])
    assert bargain(BargainingProblem(doubled, [0, 0, 0])).payoffs == pytest.approx([2 / 3, 2 / 3, 1 / 3])


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: TRIANGLE.image([[1.0, 2.0, 3.0]]),
            (
                "matrix must have 2 columns, one per coordinate of the set, but it has 3; give one row per "
                "coordinate of the image."
            ),
        ),
        (
            lambda: LinearImage([[1.0, 2.0]], [[1.0, 2.0]]),
            "base must be a set, but it is list; give a set such as lw.Ball or lw.Polytope.",
        ),
        (
            lambda: TRIANGLE.image([[1.0, np.nan]]),
            "matrix[0, 1] must be a finite number, but it is nan; give one row per coordinate of the image.",
        ),
    ],
)
def test_bad_input_gets_one_sentence(make, sentence):
    with pytest.raises(InvalidProblem) as error:
        make()
    assert str(error.value) == sentence


@pytest.mark.parametrize("bad", [[], [1.0, 2.0], [[]], "ab", None, [[1.0, 2.0], [1.0]], np.zeros((0, 2))])
def test_a_matrix_that_is_no_table_of_numbers_is_refused_by_name(bad):
    with pytest.raises(InvalidProblem, match=r"^matrix"):
        TRIANGLE.image(bad)
