"""Linear images: what rows of the matrix mean, which descriptions survive, errors (promises: the contract suite)."""

from __future__ import annotations

import numpy as np
import pytest

from largeworlds import (
    Allocation,
    Ball,
    BargainingProblem,
    InvalidProblem,
    KalaiSmorodinsky,
    Linear,
    Oracle,
    Polytope,
    bargain,
)
from largeworlds.sets.image import LinearImage
from tests.representative_sets import disc


def test_rows_are_payoffs_again_and_again_nobodys_or_a_groups():
    image = Ball([3.0, 4.0]).image([[1, 0], [1, 0], [0, 0], [1, 1]])
    assert isinstance(image, LinearImage) and image.dim == 4
    assert image.support([0.5, 0.5, 7.0, 0.0]) == 3.0
    assert image.support([0.0, 0.0, 0.0, 1.0]) == pytest.approx(5.0, rel=1e-15)
    assert image.maximizer([1.0, 0.0, 0.0, 0.0]).tolist() == [3.0, 3.0, 0.0, 3.0]


def test_an_image_of_an_image_is_the_image_by_the_product():
    first, second = np.array([[1.0, 2.0], [0.0, 1.0], [1.0, 1.0]]), np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 0.0]])
    ball, w = Ball([1.0, 2.0], 3), np.random.default_rng(0).normal(size=(20, 2))
    twice, once = ball.image(first).image(second), ball.image(second @ first)
    assert twice.support(w) == pytest.approx(once.support(w), rel=1e-13)


def test_points_of_an_image_are_images_of_points():
    image = Polytope([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]).image([[1.0, 1.0], [1.0, -1.0]])
    assert image.contains([0.5, 0.0]) and image.contains([1.0, -1.0])
    assert not image.contains([0.5, 0.6]) and not image.contains([-0.1, 0.0])
    assert image.vertices().tolist() == [[0.0, 0.0], [1.0, 1.0], [1.0, -1.0]]


def test_a_negative_entry_leaves_curved_sets_only_their_maximizer():
    flip = np.diag([1.0, -1.0])
    assert Ball([1.0, 1.0]).image(flip).uses() is None
    assert Ball([1.0, 1.0], 1).image(flip).uses().is_finite
    assert Allocation(1.0, [Linear(), Linear()]).image(flip).uses().is_finite
    assert Oracle(2, disc).image(np.eye(2)).uses() is None
    assert Oracle(2, disc).image(np.eye(2)).conic() is None
    assert Oracle(2, disc).image(np.eye(2)).vertices() is None


def test_its_best_point_breaks_ties_by_the_second_direction():
    square = Polytope([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]).image([[1.0, 0.0], [1.0, 1.0]])
    assert square.face_point(np.array([1.0, 0.0]), np.array([0.0, 1.0])).tolist() == [1.0, 2.0]
    assert square.face_point(np.array([1.0, 0.0]), np.array([0.0, -1.0])).tolist() == [1.0, 1.0]


def test_a_player_who_is_counted_twice_bargains_as_one():
    once = bargain(BargainingProblem(Ball([1.0, 1.0]), [0.2, 0.4]), KalaiSmorodinsky())
    rows = [[1, 0], [0, 1], [0, 1]]
    twice = bargain(BargainingProblem(Ball([1.0, 1.0]).image(rows), [0.2, 0.4, 0.4]), KalaiSmorodinsky())
    assert twice.payoffs == pytest.approx(once.payoffs[[0, 1, 1]], rel=1e-9)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: LinearImage([[1.0]], [[1.0]]),
            "base must be a set, but it is list; give a set such as lw.Ball or lw.Polytope.",
        ),
        (
            lambda: Ball([1.0, 1.0]).image([[1.0, 0.0, 0.0]]),
            (
                "matrix must have 2 columns, one per coordinate of the set, but it has 3; give one row per coordinate "
                "of the image."
            ),
        ),
        (
            lambda: Ball([1.0, 1.0]).image([1.0, 0.0]),
            (
                "matrix must have two axes (rows and columns), but it is of shape (2,); give one row per coordinate of "
                "the image."
            ),
        ),
    ],
    ids=["no set", "columns", "axes"],
)
def test_errors(make, sentence):
    with pytest.raises(InvalidProblem) as error:
        make()
    assert str(error.value) == sentence
