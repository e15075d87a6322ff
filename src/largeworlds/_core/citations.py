"""How to cite what a result rests on."""

from __future__ import annotations

from typing import Any

_TREUTLEIN = """@techreport{treutlein2023modeling,
  author = {Treutlein, Johannes},
  title  = {Modeling evidential cooperation in large worlds},
  year   = {2023}
}"""
_NASH = """@article{nash1950bargaining,
  author  = {Nash, John F.},
  title   = {The bargaining problem},
  journal = {Econometrica},
  volume  = {18},
  number  = {2},
  pages   = {155--162},
  year    = {1950}
}"""
_HARSANYI_SELTEN = """@article{harsanyi1972generalized,
  author  = {Harsanyi, John C. and Selten, Reinhard},
  title   = {A generalized {N}ash solution for two-person bargaining games with incomplete information},
  journal = {Management Science},
  volume  = {18},
  number  = {5},
  pages   = {80--106},
  year    = {1972}
}"""


def _software() -> str:
    from .. import __version__

    return f"""@software{{largeworlds,
  author  = {{{{The largeworlds developers}}}},
  title   = {{largeworlds: evidential cooperation in large worlds}},
  version = {{{__version__}}}
}}"""


def cite(result: Any = None) -> str:
    """BibTeX for the library and for what ``result`` (an Agreement; anything else is ignored) rests on.

    >>> "treutlein2023modeling" in cite()
    True
    """
    entries = [_software(), _TREUTLEIN]
    concept = getattr(result, "concept", None)
    if type(concept).__name__ == "NashBargaining":
        entries.append(_NASH)
        if len(set(getattr(result, "bargaining_weights", [0.0]))) > 1:
            entries.append(_HARSANYI_SELTEN)
    return "\n\n".join(entries)
