"""Faces: what maximises given weights, giver by giver."""

from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.bargaining.weights.face import face_at

LINE = [[2, -1], [-1, 2], [0, 0]]
W = np.array([0.5, 0.5])


def test_actions_that_are_not_best_are_dropped():
    face = face_at(lw.Contributions([LINE, LINE]), np.ones(2), W)
    assert len(face.points) == 4 and face.missing < 1e-12 and not face.rigid() and face.loose(0)
    assert face.middle() == pytest.approx(np.full((2, 2), 0.5))
    assert face.best(np.array([[1.0, 0.0], [0.0, 0.0]])) == pytest.approx(np.array([[2, -1], [-1, 2]]))


def test_flat_parts_in_different_directions_are_rigid():
    planes = [[[1, 0, 0], [0, 1, 0]], [[0, 1, 0], [0, 0, 1]], [[0, 0, 0]]]
    face = face_at(lw.Contributions(planes), np.array([0.5, 1.0, 0.5]), np.ones(3) / 3)
    assert face.rigid() and face.loose(0) and not face.loose(2)
    third = face_at(lw.Contributions([*planes[:2], [[1, 0, 0], [0, 0, 1]]]), np.ones(3), np.ones(3) / 3)
    assert not third.rigid()  # three directions in one plane


def test_curved_sets_without_weight_are_not_described():
    parts = lw.Contributions([lw.Ball([0, 1]), lw.Ball([1, 0])])
    face = face_at(parts, np.array([1.0, 1.0]), np.array([1.0, 0.0]))
    assert face.exact.tolist() == [False, True] and not face.rigid()
    low, high = face.outer(0).T
    assert low == pytest.approx([0, 0], abs=1e-6) and high == pytest.approx([0, 1], abs=1e-6)


def test_a_point_below_the_face_is_missed():
    box = lw.Box([0, 0], [1, 1])
    assert face_at(lw.Contributions([box, box]), np.array([2.0, -1.0]), np.array([1.0, 0.0])).missing == pytest.approx(
        0.5
    )
