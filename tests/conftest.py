"""Settings of the whole test suite: random draws are seeded, and LARGEWORLDS_FULL=1 runs every random count."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

FULL = os.environ.get("LARGEWORLDS_FULL") == "1"

_COMMON = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck), "database": None}
settings.register_profile("quick", max_examples=20, **_COMMON)
settings.register_profile("full", max_examples=200, **_COMMON)
settings.load_profile("full" if FULL else "quick")


@pytest.fixture
def count() -> Callable[[int, int], int]:
    """``count(full, quick)``: how many random draws to make, ``full`` if every count was asked for."""
    return lambda full, quick: full if FULL else quick


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """Randomness of the test's own, the same in every run."""
    return np.random.default_rng(zlib.crc32(request.node.nodeid.encode()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests measured on the way (``record_property``) is shown at the end of the run."""
    reports = [r for key in ("passed", "failed") for r in terminalreporter.stats.get(key, []) if r.when == "call"]
    told = [f"{name}: {text}" for report in reports for name, text in report.user_properties]
    if told:
        terminalreporter.section("measured")
        for line in told:
            terminalreporter.write_line(line)
