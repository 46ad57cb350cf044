"""Motorways by name: which there are, and where one is meant without the word 高速. The names are data, ``words/highways.yml``."""

from __future__ import annotations

from pathlib import Path

import yaml

from mandarin.lexicon import NUMERAL, one_of

_WORDS = yaml.safe_load((Path(__file__).parent / "words" / "highways.yml").read_text("utf-8"))

NATIONAL: dict[str, str] = {str(number): name for number, name in _WORDS["national"].items()}
"""National expressways by number."""
ALONE: tuple[str, ...] = tuple(dict.fromkeys([*NATIONAL.values(), *_WORDS["others"].split()]))
"""Names that are no town's: 京沪."""
OF_EVERY_TOWN: tuple[str, ...] = tuple(_WORDS["of_every_town"].split())
HIGHWAYS: tuple[str, ...] = (*ALONE, *OF_EVERY_TOWN, *_WORDS["towns"].split())
"""All names that may stand before 高速: 绕城, 合肥 too."""

_ANY = one_of(" ".join(ALONE))
_LONG = one_of(" ".join(name for name in ALONE if len(name) > 2))
_HAPPENS = r"[\s,，]|$|追|撞|被|让|堵|出"
_GOES_ON = (
    rf"[上浪](?:嘛|么|面|头|啊|呀|呢|的)?(?:{_HAPPENS}|往|×)|×|[上浪]?[\s,，]?(?:往|快要?到|刚?过了?|离)[\u4e00-\u9fff]{{2}}"
    rf"|[上浪]?(?:去|到)[\u4e00-\u9fff]{{2,5}}方向|[K开]\s?{NUMERAL}|[\s,，]?桩号|[\s,，]?{NUMERAL}公里"
)
BY_NAME = rf"(?:{_ANY}(?={_GOES_ON})|{_LONG}(?!高|[东西南北大]?[路街道])|(?<=[在走上]){_ANY}(?={_HAPPENS}))"
"""A regular expression of a motorway called by its name alone, where what follows speaks of one: 京港澳往石家庄方向, 京藏上嘛 538公里."""
