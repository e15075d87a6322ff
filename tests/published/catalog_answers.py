"""What a catalog entry with an answer must pass, whoever published it; the same for every source."""

from __future__ import annotations

from functools import cache

import numpy as np

import largeworlds as lw
from largeworlds import catalog
from largeworlds.io.expressions import evaluate


def names(folder: str) -> list[str]:
    """The entries below ``folder``, such as "nash-1950/"."""
    return [entry.name for entry in catalog.entries() if entry.name.startswith(folder)]


@cache
def problem(name: str) -> lw.BargainingProblem:
    found = catalog.load(name)
    assert isinstance(found, lw.BargainingProblem)
    return found


def assert_reproduced(name: str) -> None:
    """The agreement is the answer within its tolerance, the error bound holds, and the answer is its closed form."""
    deal, expected = lw.bargain(problem(name)), catalog.expected(name)
    assert expected is not None, f"{name} has no expected answer"
    assert expected.tolerance <= 1e-9 and expected.how and expected.closed_form
    assert deal.status.name == expected.status and deal.gap <= 1e-12
    for part in ("payoffs", "disagreement", "gains", "actions"):
        np.testing.assert_allclose(getattr(deal, part), getattr(expected, part), rtol=0, atol=expected.tolerance)
    np.testing.assert_allclose(deal.share_received(), expected.share_received, rtol=0, atol=expected.tolerance)
    rounding = 4 * np.finfo(float).eps * np.abs(expected.payoffs)
    assert (np.abs(deal.gains - expected.gains) <= deal.error + rounding).all()
    np.testing.assert_allclose(expected.actions.sum(axis=0), expected.payoffs, rtol=4e-15)
    for quantity, form in expected.closed_form.items():
        texts = np.array(form, dtype=object)
        stated = np.array([evaluate(f"= {text}", {}) for text in texts.flat]).reshape(texts.shape)
        np.testing.assert_allclose(getattr(expected, quantity), stated, rtol=1e-14, atol=1e-14)


def assert_source(name: str, *words: str) -> None:
    """The entry names its source, and says enough about itself."""
    entry = next(entry for entry in catalog.entries() if entry.name == name)
    assert entry.title and len(entry.notes) > 80
    for word in words:
        assert word in entry.source, (name, word, entry.source)
