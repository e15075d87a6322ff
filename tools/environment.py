"""Make the virtual environment .venv and install the project into it, with the extras named on the command line.

Run by make with whatever ``python3`` the machine has, so it needs nothing but the standard library and reads on any
Python 3. What is already there is left alone; two runs at once wait for each other; a broken ``.venv`` is made anew.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
OLDEST = (3, 11)
EXTRAS = ("test", "dev", "docs")


def main(wanted):
    refuse_unfit_python()
    unknown = [name for name in wanted if name not in EXTRAS]
    if unknown:
        sys.exit("environment.py: {} is not one of {}.".format(unknown[0], ", ".join(EXTRAS)))
    with one_at_a_time():
        state = fingerprint()
        missing = [name for name in ("base", *wanted) if read(STAMPS / name) != state]
        if missing:
            install(state, [name for name in missing if name != "base"])
        for name in ("base", *wanted):
            (STAMPS / name).touch()  # make compares times


def refuse_unfit_python():
    """End with one sentence if this Python cannot make the environment."""
    if sys.version_info < OLDEST:
        sys.exit(
            "largeworlds needs Python {0}.{1} or newer, but {2} is Python {3}.{4}: "
            "install a newer one and name it, for example `make PYTHON=python{0}.{1} demo`.".format(
                *OLDEST, sys.executable, *sys.version_info[:2]
            )
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        sys.exit(
            "largeworlds needs Python's venv module, which this machine's Python lacks: "
            "install the package python3-venv (for example `apt-get install python3-venv`) and try again."
        )


class one_at_a_time:  # noqa: N801
    """Holds a lock on this very file, so that no lock file is left behind."""

    def __enter__(self):
        self.file = open(__file__, "rb")
        try:
            import fcntl

            fcntl.flock(self.file, fcntl.LOCK_EX)
        except ImportError:  # no such locks on this system
            pass

    def __exit__(self, *_):
        self.file.close()


def fingerprint():
    """Changes when the wanted packages or the Python change."""
    said = hashlib.sha256(sys.version.encode() + str(ROOT).encode())
    for name in ("constraints.txt", "pyproject.toml"):
        said.update((ROOT / name).read_bytes())
    return said.hexdigest()


def read(path):
    try:
        return path.read_text()
    except OSError:
        return ""


def install(state, extras):
    python = VENV / "bin" / "python"
    origin = sys.version + str(ROOT)
    if read(STAMPS / "python") != origin:
        print("Making the virtual environment .venv ...", flush=True)
        run([sys.executable, "-m", "venv", "--clear", str(VENV)])
        STAMPS.mkdir()
        (STAMPS / "python").write_text(origin)
    what = "largeworlds" + ("[{}]".format(",".join(extras)) if extras else "")
    print("Installing {} into .venv (the first time takes about half a minute) ...".format(what), flush=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    run([*pip, "--constraint", "constraints.txt", "--editable", "." + what[len("largeworlds") :]])
    # pip would compile on one core; this takes all
    compiler = [str(python), "-m", "compileall", "-q", "-j0", "-x", r"[/\\]tests[/\\]"]
    run([*compiler, *map(str, VENV.glob("lib/python*/site-packages")), "src"], quiet=True, check=False)
    for name in ("base", *extras):
        (STAMPS / name).write_text(state)


def run(command, quiet=False, check=True):
    """Run one step in the project's folder; a failing one ends everything with its own words above."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL if quiet else None, check=False)
    if check and done.returncode:
        sys.exit("This step failed (its words are above): {}".format(" ".join(command)))


if __name__ == "__main__":
    main(sys.argv[1:])
