"""Asking back which thing a question means: "哪个车牌", "我的还是他的". The words are data, ``words/asking_back.yml``."""

from __future__ import annotations

import re
from functools import cache

from mandarin.rules import WORDS, written

RULES = WORDS / "asking_back.yml"

_LEAD = r"(?:[嗯啊哦那你您问说要指讲报给的是]|你们|到底|就是|是不是|是说)*"
_END = r"(?:啊|呀|呢|嘛|吗|么|吧|来着|[？?，,。\s])*"


@cache
def _asking_back(thing: str) -> re.Pattern[str]:
    rules = written(RULES)
    which, thing = rules["which"], f"(?:{thing})"
    one = f"(?:{rules['mine']}|{rules['theirs']}|{rules['other']}|{which})(?:{thing}的?)*"
    asked = f"(?:{which}(?:{thing}的?)+|{one}(?:啊|呀)?(?:还)是{_LEAD}{one}|(?:{thing})+{which}|{rules['other']}{thing}+[吗么]|{which}{rules['mine']})"
    return re.compile(f"{_LEAD}{asked}(?:{_END}{_LEAD}{asked})*{_END}")


def asks_back(text: str, asked: str | None) -> bool:
    """Tell whether all that is said asks which thing the open question means."""
    thing = written(RULES)["of"].get(asked)
    return thing is not None and bool(_asking_back(thing).fullmatch(text.strip()))


_REFERS_BACK = re.compile(
    r"^[嗯啊哦不是，,\s]*(?:我|俺)(?:刚刚?才?|前面|方才|上面)(?:就|也|都)?(?:是|想|在)*问的?(?:你们?|您)?(?:的)?(?:就)?(?:是|那个|说)*[，,\s]*"
)


def asked_before(text: str) -> str | None:
    """Return the question that is said to have been asked before: 能不能去 of 我刚才是问你能不能去; None where none is."""
    lead = _REFERS_BACK.match(text)
    return text[lead.end() :] if lead else None
