"""Whether a call we placed was taken by the person it is for."""

from __future__ import annotations

import re

from claims.answers.answer import Answer
from claims.answers.yes_no import yes_or_no
from claims.heard import Heard
from claims.interview import Facts
from claims.outbound import AWAY
from mandarin.reached import who_took_it

KIN = r"(爱人|老婆|老公|妻子|丈夫|媳妇儿?|对象|爸爸?|妈妈?|父亲?|母亲?|儿子|女儿|闺女|哥哥?|弟弟?|姐姐?|妹妹?|家里?人|同事|秘书|司机)"
OF_THE_HOUSE = re.compile(
    rf"(我|俺)(是|系)(他|她|车主|机主)(的)?{KIN}|(他|她|(我|俺)(们)?{KIN})[^，。]{{0,4}}(不在|没在|出去|出门|出差|睡|开会|上班|有事|在忙|在洗)|(他|她|(我|俺){KIN})的?(手机|电话|号码?)(?!换)"
)
"""Words of who has taken the call for the person, whatever else they deny: "不是 我是他媳妇"."""

_SAID = {"right": True, "wrong": False, "away": AWAY}


def read_right_person(heard: Heard, facts: Facts) -> Answer | None:
    """Read the answer to J-01: yes, no (a wrong number), or ``AWAY``."""
    took = None if heard.keys else "away" if OF_THE_HOUSE.search(heard.text) else who_took_it(heard.text)
    name = (facts.get("order") or {}).get("name")
    if took is None and name and heard.text.rstrip("，。 ").endswith(f"我是{name}"):
        return Answer({"right_person": True})
    if took == "who_rings":
        return None
    said = _SAID[took] if took else yes_or_no("right_person", heard)
    return None if said is None else Answer({"right_person": said})
