"""The stopwatch expires by time or by request."""

from __future__ import annotations

from largeworlds._core.stopwatch import Stopwatch


def test_no_limit_never_expires_until_stopped():
    watch = Stopwatch()
    assert not watch.expired()
    watch.stop()
    assert watch.expired()


def test_limits():
    assert Stopwatch(0.0).expired()
    assert not Stopwatch(1000.0).expired()
