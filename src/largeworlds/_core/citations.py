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

_KALAI_SMORODINSKY = """@article{kalai1975other,
  author  = {Kalai, Ehud and Smorodinsky, Meir},
  title   = {Other solutions to {N}ash's bargaining problem},
  journal = {Econometrica},
  volume  = {43},
  number  = {3},
  pages   = {513--518},
  year    = {1975}
}"""
_KALAI = """@article{kalai1977proportional,
  author  = {Kalai, Ehud},
  title   = {Proportional solutions to bargaining situations: interpersonal utility comparisons},
  journal = {Econometrica},
  volume  = {45},
  number  = {7},
  pages   = {1623--1630},
  year    = {1977}
}"""
_IMAI = """@article{imai1983individual,
  author  = {Imai, Haruo},
  title   = {Individual monotonicity and lexicographic maxmin solution},
  journal = {Econometrica},
  volume  = {51},
  number  = {2},
  pages   = {389--401},
  year    = {1983}
}"""
_CHUN = """@article{chun1988equal,
  author  = {Chun, Youngsub},
  title   = {The equal-loss principle for bargaining problems},
  journal = {Economics Letters},
  volume  = {26},
  number  = {2},
  pages   = {103--106},
  year    = {1988}
}"""
_HERRERO_MARCO = """@article{herrero1993rational,
  author  = {Herrero, Carmen and Marco, Mar{\\'i}a Carmen},
  title   = {Rational equal-loss solutions for bargaining problems},
  journal = {Mathematical Social Sciences},
  volume  = {26},
  number  = {3},
  pages   = {273--286},
  year    = {1993}
}"""
_HARSANYI = """@article{harsanyi1955cardinal,
  author  = {Harsanyi, John C.},
  title   = {Cardinal welfare, individualistic ethics, and interpersonal comparisons of utility},
  journal = {Journal of Political Economy},
  volume  = {63},
  number  = {4},
  pages   = {309--321},
  year    = {1955}
}"""
_ARMSTRONG = """@misc{armstrong2013gains,
  author       = {Armstrong, Stuart},
  title        = {Gains from trade: slug versus galaxy -- how much would {I} give up to control you?},
  howpublished = {LessWrong},
  year         = {2013}
}"""
_PERLES_MASCHLER = """@article{perles1981superadditive,
  author  = {Perles, Micha A. and Maschler, Michael},
  title   = {The super-additive solution for the {N}ash bargaining game},
  journal = {International Journal of Game Theory},
  volume  = {10},
  pages   = {163--193},
  year    = {1981}
}"""
_RAIFFA = """@incollection{raiffa1953arbitration,
  author    = {Raiffa, Howard},
  title     = {Arbitration schemes for generalized two-person games},
  booktitle = {Contributions to the Theory of Games, Volume {II}},
  editor    = {Kuhn, Harold W. and Tucker, Albert W.},
  series    = {Annals of Mathematics Studies},
  number    = {28},
  pages     = {361--387},
  publisher = {Princeton University Press},
  year      = {1953}
}"""
#: Name of a concept's class -> what it rests on.
_CONCEPTS = {
    "NashBargaining": (_NASH,),
    "KalaiSmorodinsky": (_KALAI_SMORODINSKY,),
    "Egalitarian": (_KALAI,),
    "EqualLoss": (_CHUN,),
    "Utilitarian": (_HARSANYI,),
    "Armstrong": (_ARMSTRONG,),
    "PerlesMaschler": (_PERLES_MASCHLER,),
    "Raiffa": (_RAIFFA,),
}


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
    name = type(getattr(result, "concept", None)).__name__
    entries.extend(_CONCEPTS.get(name, ()))
    if name == "NashBargaining" and len(set(getattr(result, "bargaining_weights", [0.0]))) > 1:
        entries.append(_HARSANYI_SELTEN)
    if name == "EqualLoss" and getattr(result.concept, "rational", False):
        entries.append(_HERRERO_MARCO)
    if getattr(result, "completed", False):
        entries.append(_IMAI)
    return "\n\n".join(entries)
