"""The end of a conversation: recap, what to do next, anything else; and the number a complaint is about."""

from __future__ import annotations

import re

from claims.answers.answer import Answer, gives_up, lacks, polarity_of
from claims.answers.yes_no import NO_KEY, YES_KEY, settle, yes_or_no
from claims.heard import Heard
from claims.interview import UNKNOWN, Facts
from mandarin.objections import keeps_back


def read_recap(heard: Heard, facts: Facts) -> Answer | None:
    """Read the consent to the recap; what is said against it is a correction."""
    if keeps_back(heard.text):
        return None
    if ALL_RIGHT.search(heard.text):
        return Answer({"recap": True})
    agreed = yes_or_no("recap", heard) or heard.is_intent(("nothing_else",), 0.6)
    if _DONE_SO.search(heard.text) and not _ASSENT.search(heard.text):  # "报了" is news of the police
        return None
    return Answer({"recap": True}) if agreed else None


ALL_RIGHT = re.compile(
    r"(都|全|全部|其他)(是?对|没错|没问题|没毛病)|没(有)?(什么|啥)?(要|需要)?(改|更正|补充)的?|不(用|需要)改|就(这样|这么[着地]?)(吧|了|登记)"
)
"""Words of consent that leave no doubt, also after "哪一项需要更正"."""

_DONE_SO = re.compile(r"(报|送|付|交|垫|来|叫|打|救|灭|停|给)(警|案|交警)?(了|过)")
_ASSENT = re.compile(r"对|没错|是的|正确|嗯|好|行|可以|没问题|确认|准确|是这样|就这样|就这么")


def read_guidance(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether the caller has understood what to do next; not understood keeps the fact open."""
    if heard.only_asks:
        return None
    if heard.keys:
        keyed: dict[str, bool | None] = {YES_KEY: True, NO_KEY: None}
        return Answer({"guidance": keyed[heard.keys]}) if heard.keys in keyed else None
    if re.search(
        r"没(有|什么|啥|有什么)?不(明白|懂|清楚|理解)|都(明白|懂|清楚)|[，,。\s](明白|懂|清楚|知道)了?[啊呢吧哈。]*$",
        heard.text,
    ):
        return Answer({"guidance": True})
    if _UNDERSTOOD.match(heard.text) and not _STILL_OPEN.search(heard.text):
        return Answer({"guidance": True})
    if re.search(
        r"[不没](太|大|怎么|很|听|能)?(明白|清楚?|懂|理解|记[下住全得])|没听[着见]|再(说|讲)|什么意思",
        heard.text,
    ):
        return Answer({"guidance": None})
    if re.search(r"明白|清楚|听清|^懂|懂了|知(道了|[啦喇])|明了|晓得|了解|记(下|住|好)", heard.text):
        return Answer({"guidance": True})
    if heard.is_intent(("not_understood",)):
        return Answer({"guidance": None})
    if re.search(r"没有|没了|好的?(?!像)|行|嗯|可以|谢谢", heard.text) or heard.is_intent(
        ("affirm", "deny", "nothing_else", "thanks", "goodbye")
    ):
        return Answer({"guidance": True})
    if yes_or_no("guidance", heard):
        return Answer({"guidance": None})
    understood = settle("understood", heard)
    return None if understood is None else Answer({"guidance": understood is True or None})


_UNDERSTOOD = re.compile(
    r"[嗯啊哦噢好那个就是说，,\s]*((知道|明白|晓得|清楚|懂|有数|记下?|听懂|收到|妥|中|要得|得嘞|成|了解)(了|咧|啦|哈|啊|嘞|咯|噻|的)*)(?![不没吗么一])"
)
"""Words at the beginning of an answer of who has understood, whatever is said of it behind: "有数了 换玻璃之前不要动它"."""

_STILL_OPEN = re.compile(r"但|可是|不过|就是不|不太|没太|再(说|讲)|什么意思|吗|怎么|咋")


def read_anything_else(heard: Heard, facts: Facts) -> Answer | None:
    """Read that there is nothing else; whatever else is said is taken by the other moves."""
    if heard.is_intent(("nothing_else", "deny", "goodbye", "thanks"), 0.4) or polarity_of(heard) == "no":
        return Answer({"anything_else": False})
    if re.search(
        r"没(有)?(了|事|别的|其他)|再见|拜拜|不用了|算了|就这些|[就先]这样", heard.text
    ) or _DONE.fullmatch(heard.text):
        return Answer({"anything_else": False})
    return None


_DONE = re.compile(r"[嗯啊哦好的，,]*((听|都)?(明白|知道|清楚|懂)了?|好的?|行)[了吧啊哈，,。好的]*")
"""What a caller says to the end of a call: nothing else is wanted."""


def read_complaint_number(heard: Heard, facts: Facts) -> Answer | None:
    """Read the number of the report a complaint or a chaser is about."""
    value = heard.first("report_number")
    if value is not None and any(character.isdigit() for character in str(value.value)):
        return Answer({"complaint_report_number": value.value})
    return Answer({"complaint_report_number": UNKNOWN}) if gives_up(heard) or lacks(heard) else None
