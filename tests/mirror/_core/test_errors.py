"""Errors: their family and their one sentence."""

from __future__ import annotations

from largeworlds import InvalidProblem, LargeWorldsError, ModelFileError, NoAgreement, NotConverged
from largeworlds._core.errors import invalid


def test_the_sentence_has_argument_rule_value_and_next_step():
    error = invalid("budget", "must be positive", -1.0, "give more")
    assert str(error) == "budget must be positive, but it is -1.0; give more."
    assert isinstance(error, InvalidProblem)


def test_all_belong_to_one_family_and_bad_input_is_a_value_error():
    for kind in (InvalidProblem, ModelFileError, NoAgreement, NotConverged):
        assert issubclass(kind, LargeWorldsError)
    assert issubclass(InvalidProblem, ValueError) and issubclass(ModelFileError, ValueError)


def test_failed_searches_carry_their_result():
    assert NoAgreement("no", 7).result == 7 and NotConverged("not yet").result is None
