"""One face: blocks, what is rational in them, those held at d, and faces without a solution."""

from __future__ import annotations

from fractions import Fraction

from largeworlds import Polytope
from largeworlds._core.rationals import vector
from largeworlds.bargaining.exact.faces import gains_on, solve_on_face
from largeworlds.bargaining.exact.model import FiniteProblem
from largeworlds.bargaining.problem import BargainingProblem

HALF = Fraction(1, 2)


def face(rows, d, counted, near, held=(), active=None):
    model = FiniteProblem.of(BargainingProblem(Polytope(rows), d))
    used = (tuple(range(len(rows))),) if active is None else (active,)
    nu = (Fraction(1, len(counted)),) * len(counted)
    return solve_on_face(model, used, counted, held, nu, vector(near))


def test_a_segment_a_point_and_a_flat_face():
    assert face([[2, 0], [0, 2]], [0, 0], (0, 1), [1.1, 0.9]).gains == (1, 1)
    point = face([[2, 1], [0, 2]], [0, 0], (0, 1), [2, 1], active=(0,))
    assert point.exact and point.gains == (2, 1) and [block.kind for block in point.blocks] == ["rational"] * 2
    flat = face([[3, 0, 0], [0, 3, 0], [0, 0, 3]], [0, 0, 0], (0, 1, 2), [1.2, 1.1, 0.7])
    assert flat.exact and flat.gains == (1, 1, 1)


def test_who_is_held_at_d_takes_a_dimension():
    found = face([[4, 0, 0], [0, 4, 0], [0, 0, 4]], [0, 0, 1], (0, 1), [1.4, 1.6], held=(2,))
    assert found.exact and found.gains == (3 * HALF, 3 * HALF)
    model = FiniteProblem.of(BargainingProblem(Polytope([[1, 0], [0, 0]]), [0, 1]))
    assert gains_on(model, ((0, 1),), (0,), (1,)) is None  # nobody on this face gives d to the second


def test_faces_without_a_solution():
    assert face([[2, 1], [1, HALF]], [0, 0], (0, 1), [1.5, 0.75]) is None  # both want to go further
    assert face([[2, 1], [0, 2]], [3, 0], (0, 1), [-1, 1], active=(0,)) is None  # no gains there


def test_a_pole_apart_is_one_polynomial():
    found = face([[0, 2, 1], [3, 0, 2]], [0, 0, 0], (0, 1, 2), [1.7, 0.87, 1.57])
    block = found.blocks[0]
    assert not found.exact and block.kind == "line" and block.coefficients == (1, 0, -3)
    assert abs(found.gains[0] ** 2 - 3) < Fraction(1, 2**160)
    assert [sum(found.gains[:1]) / 3 * 2 + found.gains[1], found.gains[2] - found.gains[0] / 3] == [2, 1]  # on the face
