from __future__ import annotations

import tomllib

import numpy as np
import pytest

import largeworlds as lw
from largeworlds import catalog
from largeworlds.catalog.listing import ANSWERS, data_folder


def test_every_stored_answer_belongs_to_an_entry_and_is_read() -> None:
    names = {entry.name for entry in catalog.entries()}
    count = 0
    for file in data_folder().rglob(ANSWERS):
        folder = file.parent.relative_to(data_folder()).as_posix()
        for key, answer in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if isinstance(answer, dict):
                assert f"{folder}/{key}" in names
                expected = catalog.expected(f"{folder}/{key}")
                assert expected is not None
                joint = np.isnan(expected.share_received).all() and len(expected.actions) == 1
                assert expected.actions.shape == (1 if joint else len(expected.payoffs), len(expected.payoffs))
                count += 1
    assert count >= 28


def test_an_entry_without_a_published_answer_has_none() -> None:
    assert catalog.expected("largeworlds/twelve-value-systems") is None


def test_same_as_means_the_other_entry() -> None:
    first, second = catalog.expected("treutlein-2023/example-1"), catalog.expected("treutlein-2023/example-10")
    assert first is not None and second is not None
    assert first.payoffs.tolist() == second.payoffs.tolist()
    assert first.how == second.how


def test_statuses_are_those_of_the_library() -> None:
    found = {expected.status for entry in catalog.entries() if (expected := catalog.expected(entry.name)) is not None}
    assert found == {lw.Status.solved.name, lw.Status.nobody_can_gain.name}


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(lw.InvalidProblem, match="name must be"):
        catalog.expected("treutlein-2023/example-99")
