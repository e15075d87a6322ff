"""Time from a cold start: `largeworlds solve` on every catalog entry, and a bare import, beside `import numpy` alone.

Run with `make bench`. Each command runs in a fresh process of this interpreter on byte-compiled files; the median of
the rounds is reported, in seconds and as a ratio to the median of `import numpy` in the same run.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time


def seconds(arguments: list[str]) -> float:
    """Wall time of one fresh process; the command must answer (exit code 0)."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    elapsed = time.perf_counter() - started
    if done.returncode != 0:
        raise SystemExit(f"{arguments} failed with exit code {done.returncode}: {done.stderr.strip()}")
    return elapsed


def main() -> None:
    """Print one line per command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    from largeworlds import catalog

    commands = {"import numpy": ["-c", "import numpy"], "import largeworlds": ["-c", "import largeworlds"]}
    for entry in catalog.entries():
        commands[f"solve {entry.name}"] = ["-m", "largeworlds.cli.app", "solve", entry.name]
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(seconds(command))
    base = statistics.median(times["import numpy"])
    print(f"{'command':60s} {'median s':>9s} {'worst s':>9s} {'ratio':>7s}")
    for name, values in times.items():
        middle = statistics.median(values)
        print(f"{name:60s} {middle:9.3f} {max(values):9.3f} {middle / base:7.2f}")


if __name__ == "__main__":
    main()
