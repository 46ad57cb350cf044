"""What a complaint asks besides its story: the surname, which may be kept back, and the plate where no number is at hand."""

from __future__ import annotations

import re

from claims.answers.answer import Answer, cannot_name, clean, gives_up, lacks
from claims.complaints import wants_to_stay_nameless
from claims.heard import Heard
from claims.interview import UNKNOWN, Facts
from mandarin.people import COMPOUND_SURNAMES, SURNAME


def read_surname(heard: Heard, facts: Facts) -> Answer | None:
    """Read the surname of who complains; who wants to stay nameless may."""
    if _keeps_name_back(heard):
        return Answer({"complaint_surname": UNKNOWN})
    named = _SURNAME.search(heard.text)
    if named:
        return Answer({"complaint_surname": named["surname"]})
    bare = _BARE.fullmatch(heard.text)
    return Answer({"complaint_surname": bare["surname"]}) if bare else None


def _keeps_name_back(heard: Heard) -> bool:
    """Tell whether the caller will not say who they are: 怕报复, 不方便透露, 这个不清楚."""
    refuses = wants_to_stay_nameless(heard.text) or _REFUSED.search(heard.text)
    return bool(refuses) or (gives_up(heard) and len(heard.text) <= MOST)


_SURNAME = re.compile(
    rf"(?<![他她个位])姓(?P<surname>{'|'.join(sorted(COMPOUND_SURNAMES))}|(?![啥什名甚])[\u4e00-\u9fff])(?!什么|名)"
)
_BARE = re.compile(
    rf"[嗯啊哦呃，,。\s]*(?:我(?:是|叫)|叫|免贵)?(?P<surname>(?![不没他她你我有这那都还快赶别行好要转给本就])(?!.?[啥么嘛]){SURNAME}[\u4e00-\u9fff]{{0,2}}?)(?:先生|女士|小姐)?[啊呀吧的，,。\s]*"
)
"""A surname told as one, of who calls and not of whom the complaint is about; and a name that is all that is said."""


_REFUSED = re.compile(r"不(方?便|想|愿意?|用|能)(透露|留|说|讲|告诉|提|报)")
"""Words that keep a name back where it was asked for, and may be of anything else elsewhere."""


def read_complaint_plate(heard: Heard, facts: Facts) -> Answer | None:
    """Read the plate of the car a complaint is about."""
    value = heard.first("plate")
    if value is not None and value.problem is None:
        return Answer({"complaint_plate": value.value["plate"]})
    return Answer({"complaint_plate": UNKNOWN}) if cannot_name(heard) or lacks(heard) else None


def read_complaint_relation(heard: Heard, facts: Facts) -> Answer | None:
    """Read what who complains is to the insured, in their words."""
    if heard.who("caller", "owner"):
        return Answer({"complaint_relation": clean(heard.text)})
    return Answer({"complaint_relation": UNKNOWN}) if gives_up(heard) else None


def read_enquirer(heard: Heard, facts: Facts) -> Answer | None:
    """Read the name of who asks how a report stands; who will not tell it hears nothing."""
    named = next((one.value["name"] for one in heard.all("person") if one.value.get("name")), None)
    if named:
        return Answer({"enquirer_name": named})
    if _keeps_name_back(heard):
        return Answer({"enquirer_name": UNKNOWN})
    bare = _CALLED.sub("", clean(heard.text))
    return Answer({"enquirer_name": bare}) if LEAST <= len(bare) <= MOST else None


_CALLED = re.compile(r"^(我|俺)?(是|叫|姓名是|名字(叫|是))?|[，。啊呀的]+$")
LEAST, MOST = 2, 12
"""Characters of a name."""
