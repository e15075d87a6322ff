"""Settings of the documentation site. Nothing on it is loaded from elsewhere (tools/check_site.py sees to that)."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import generate

import largeworlds

project = "largeworlds"
author = copyright = "The largeworlds developers"  # noqa: A001
release = version = largeworlds.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["deflist", "fieldlist"]
myst_heading_anchors = 3

smartquotes = False

autodoc_class_signature = "mixed"
autodoc_type_aliases = {name: name for name in ("Array", "ArrayLike", "Choice", "Mask", "SetLike")}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True

html_theme = "furo"
html_title = f"largeworlds {release}"
html_show_sphinx = False
html_copy_source = False


def house_docstrings(app, what, name, thing, options, lines):  # noqa: ARG001
    """Turn an underlined section and its lines "argument : what it is" into a heading and a list."""
    lines[:] = re.sub(
        r"^(\w+)\n-{3,}\n((?:.+\n)+)",
        lambda found: f".. rubric:: {found[1]}\n\n{re.sub(ARGUMENT, listed, found[2])}\n",
        "\n".join(lines) + "\n",
        flags=re.MULTILINE,
    ).split("\n")


ARGUMENT = re.compile(r"^([\w*, ]+?) : (.*(?:\n[ ]+.*)*)", re.MULTILINE)


def listed(argument):
    """One argument as an entry of a list."""
    text = re.sub(r"\n[ ]+", "\n  ", argument[2])
    return f"- ``{argument[1]}``: {text}"


def plain_aliases(app, what, name, thing, options, signature, returned):  # noqa: ARG001
    """Write the name of a type alias as it is."""
    return tuple(text and re.sub(r"TypeAliasForwardRef\('(\w+)'\)", r"\1", text) for text in (signature, returned))


def setup(app):
    """Sphinx calls this once."""
    app.connect("autodoc-process-docstring", house_docstrings)
    app.connect("autodoc-process-signature", plain_aliases)


generate.pages(Path(__file__).parent / "_generated")
