"""Objects whose attributes are set once."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from largeworlds._core.frozen import Frozen


class Thing(Frozen):
    kind = "thing"

    def __init__(self) -> None:
        self.size = 1


def test_attributes_are_set_once_and_stay():
    thing = Thing()
    for name in ("size", "kind"):
        with pytest.raises(FrozenInstanceError, match=f"{name} of a Thing cannot be replaced; make a new Thing"):
            setattr(thing, name, 2)
    with pytest.raises(FrozenInstanceError, match="size of a Thing cannot be deleted"):
        del thing.size
    assert (thing.size, thing.kind) == (1, "thing")
