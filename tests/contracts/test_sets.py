"""Every set keeps the same promises; sets that break one are caught."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, note

from largeworlds.sets.algebra import Scaled, Shifted
from largeworlds.sets.allocation import Allocation
from largeworlds.sets.ball import Ball
from largeworlds.sets.base import ConvexSet
from largeworlds.sets.box import Box
from largeworlds.sets.polytope import Polytope
from largeworlds.sets.returns import Linear
from largeworlds.sets.uses import Budget, Uses
from tests.contracts.set_contract import CHECKS, broken_promises
from tests.representative_sets import SETS, TRIANGLE, describe, sets


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS.keys())
@pytest.mark.parametrize("part", [part for _, part in SETS], ids=[name for name, _ in SETS])
def test_representative_sets_keep_every_promise(part, check):
    check(part, np.random.default_rng(7))


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS.keys())
@given(part=sets())
def test_generated_sets_keep_every_promise(check, part):
    note(describe(part))
    check(part, np.random.default_rng(11))


# -- the suite bites: each set below breaks one promise, and the named check says so --------------------------------


class SupportTooLarge(Ball):
    def _supports(self, directions):
        return 1.001 * super()._supports(directions)


class MaximizerOutside(Ball):
    def _maximizers(self, directions):
        return 1.001 * super()._maximizers(directions)

    def _supports(self, directions):
        return 1.001 * super()._supports(directions)


class MaximizerNotBest(Ball):
    """Answers for p = 2 although the set has p = 3."""

    def _maximizers(self, directions):
        return Ball(self.radii, 2)._maximizers(directions)

    def _supports(self, directions):
        return Ball(self.radii, 2)._supports(directions)


class OnlyTheFirstOfABatch(Ball):
    def _maximizers(self, directions):
        return np.tile(super()._maximizers(directions[:1]), (len(directions), 1)) if len(directions) else directions

    def _supports(self, directions):
        return np.einsum("bi,bi->b", directions, self._maximizers(directions))


class BatchColumnsSwapped(Polytope):
    def _maximizers(self, directions):
        best = super()._maximizers(directions)
        return best[::-1] if len(best) > 1 else best


class NotSublinear(Ball):
    """The 'support' of a set that is not convex: the square of a norm."""

    def _supports(self, directions):
        return super()._supports(directions) ** 2


class NotSubadditive(Polytope):
    """The smallest instead of the largest value."""

    def _maximizers(self, directions):
        return self.vertices()[np.argmin(directions @ self.vertices().T, axis=1)]

    def _supports(self, directions):
        return (directions @ self.vertices().T).min(axis=1)


class ContainsEverything(Box):
    def contains(self, x, tolerance=1e-9):
        return True


class ContainsNothing(Box):
    def contains(self, x, tolerance=1e-9):
        return False


class ContainsItsBox(Ball):
    def contains(self, x, tolerance=1e-9):
        return bool((np.asarray(x) >= 0).all() and (np.asarray(x) <= self.radii * (1 + tolerance)).all())


class BoxTooWide(Ball):
    def bounding_box(self):
        return -self.radii, self.radii


class VertexForgotten(Polytope):
    def vertices(self):
        return super().vertices()[:-1]


class UseForgotten(Polytope):
    def uses(self):
        return Uses(np.zeros(self.dim), (Budget.linear(self._vertices[1:]),))


class UsesWithoutDisposal(Allocation):
    """The hull of the axes without the origin."""

    def uses(self):
        return Uses(np.zeros(self.dim), (Budget.linear(np.diag([self.budget * f.scale for f in self.returns])),))


class ConicTooLarge(Ball):
    def conic(self):
        return Ball(1.01 * self.radii, self.p).conic()


class ConicForgotten(Ball):
    def conic(self):
        return None


class TiesForgotten(Polytope):
    def face_point(self, w, then):
        return self.maximizer(w)


class FaceLeftBehind(Polytope):
    def face_point(self, w, then):
        return self.maximizer(then)


class ScaledTwice(Ball):
    def __rmul__(self, factor):
        return Scaled(Scaled(self, factor), factor)


class ShiftIgnored(Ball):
    def shift(self, v):
        return Shifted(self, np.zeros(self.dim))


class SumForgetsItself(Ball):
    def __add__(self, other):
        return other


WRONG = [
    (SupportTooLarge([1.0, 2.0]), "maximizers_attain_the_support"),
    (MaximizerOutside([1.0, 2.0]), "maximizers_lie_in_the_set"),
    (MaximizerNotBest([1.0, 2.0], 3), "no_member_beats_the_support"),
    (OnlyTheFirstOfABatch([1.0, 2.0]), "batches_equal_loops"),
    (BatchColumnsSwapped([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]), "batches_equal_loops"),
    (NotSublinear([1.0, 2.0]), "supports_are_sublinear"),
    (NotSubadditive([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]), "supports_are_sublinear"),
    (ContainsEverything([0.0, 0.0], [1.0, 1.0]), "contains_tells_inside_from_outside"),
    (ContainsNothing([0.0, 0.0], [1.0, 1.0]), "contains_tells_inside_from_outside"),
    (ContainsItsBox([1.0, 2.0]), "contains_tells_inside_from_outside"),
    (BoxTooWide([1.0, 2.0]), "boxes_are_tight"),
    (VertexForgotten([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]), "vertices_span_the_set"),
    (UseForgotten([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]), "uses_describe_the_set"),
    (UsesWithoutDisposal(1.0, [Linear(1.0), Linear(2.0)]), "uses_describe_the_set"),
    (ConicTooLarge([1.0, 2.0]), "conic_forms_describe_the_set"),
    (ConicForgotten([1.0, 2.0]), "conic_forms_describe_the_set"),
    (TiesForgotten([[1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]), "face_points_break_ties"),
    (FaceLeftBehind([[1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]), "face_points_break_ties"),
    (ScaledTwice([1.0, 2.0]), "scaling_shifting_and_adding_commute"),
    (ShiftIgnored([1.0, 2.0]), "scaling_shifting_and_adding_commute"),
    (SumForgetsItself([1.0, 2.0]), "scaling_shifting_and_adding_commute"),
]


@pytest.mark.parametrize(("part", "check"), WRONG, ids=[type(part).__name__ for part, _ in WRONG])
def test_a_wrong_set_is_caught(part: ConvexSet, check: str):
    assert check in broken_promises(part)


def test_their_right_counterparts_are_not():
    rights = [
        Ball([1.0, 2.0]),
        Ball([1.0, 2.0], 3),
        Box([0.0, 0.0], [1.0, 1.0]),
        TRIANGLE,
        Polytope([[1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]),
        Polytope([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]),
    ]
    assert [broken_promises(part) for part in rights] == [[]] * len(rights)


def test_every_check_catches_some_wrong_set():
    assert {check for _, check in WRONG} == set(CHECKS)
