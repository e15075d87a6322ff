"""Statuses: the closed list of keys that results and files use."""

from __future__ import annotations

from largeworlds import Status


def test_the_names_are_stable_and_the_values_are_sentences():
    assert [status.name for status in Status] == [
        "solved",
        "some_cannot_gain",
        "nobody_can_gain",
        "infeasible",
        "not_converged",
        "time_limit",
        "none_exists",
        "not_found",
    ]
    for status in Status:
        assert status.value[0].isupper() and status.value.endswith(".")
        assert str(status) == status.name


def test_only_proved_answers_count_as_answers():
    assert {status.name for status in Status if status.answered} == {"solved", "some_cannot_gain", "nobody_can_gain"}
