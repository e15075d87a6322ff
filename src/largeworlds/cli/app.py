"""The command line: ``largeworlds COMMAND``. One command, one file; each calls the library and prints."""

from __future__ import annotations

import sys
import warnings

import typer

from . import advise, axioms, catalog, check, compare, new, solve, verify

app = typer.Typer(
    name="largeworlds",
    help="Evidential cooperation in large worlds: the compromise, what everyone gains, and the proof.\n\n"
    "Exit codes: 0 answered, 2 bad input, 3 no certified answer.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(show: bool) -> None:
    if show:
        from .. import __version__

        typer.echo(f"largeworlds {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    """What all commands share."""


app.command("solve")(solve.solve)
app.command("compare")(compare.compare)
app.command("axioms")(axioms.axioms)
app.command("check")(check.check)
app.command("verify")(verify.verify)
app.command("advise")(advise.advise)
app.command("new")(new.new)
app.add_typer(catalog.app, name="catalog")


def main() -> None:
    """Entry point of the ``largeworlds`` program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without Unicode still gets its numbers
    warnings.simplefilter("ignore", RuntimeWarning)  # overflow in extreme models: the certificate judges the answer
    app()


if __name__ == "__main__":
    main()
