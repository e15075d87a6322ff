"""ConsensusWeights: what it says, and that it cannot be changed."""

from __future__ import annotations

import numpy as np
import pytest

import largeworlds as lw
from largeworlds.bargaining.weights.consensus import off_frontier


def test_it_reads_as_a_sentence_or_as_weights():
    on = lw.consensus_weights(lw.Ball([1, 1]), [0.6, 0.8])
    assert isinstance(on, lw.ConsensusWeights) and on.on_frontier
    assert repr(on).startswith("ConsensusWeights(player 1: 0.428571, player 2: 0.571429, unique, gap=")
    off = off_frontier(on.problem, on.x, on.units, 0.5, "everybody can gain.", dominating=np.ones(2))
    assert not off and repr(off) == "ConsensusWeights(everybody can gain.)" and off.dominating.tolist() == [1, 1]


def test_nothing_can_be_changed():
    found = lw.consensus_weights(lw.Ball([1, 1]), [0.6, 0.8])
    for name in ("x", "weights", "range", "generators", "units"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(found, name)[0] = 5.0
    with pytest.raises(AttributeError):
        found.weights = np.ones(2)
