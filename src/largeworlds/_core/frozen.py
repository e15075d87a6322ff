"""Frozen: objects whose attributes are set once, while they are made, and never again."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any


class Frozen:
    """A class of which every attribute of an object can be set once and neither replaced nor deleted."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self.__dict__ or hasattr(type(self), name):
            raise FrozenInstanceError(f"{_of(self, name)} cannot be replaced; make a new {type(self).__name__} instead")
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"{_of(self, name)} cannot be deleted; make a new {type(self).__name__} instead")


def _of(owner: object, name: str) -> str:
    return f"{name} of a {type(owner).__name__}"
