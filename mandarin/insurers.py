"""Names of insurers as callers say them."""

from __future__ import annotations

import re
from functools import lru_cache

from mandarin.corrections import settle
from mandarin.homophones import Sounding
from mandarin.lexicon import Hit, Lexicon, fold, variants
from mandarin.sides import side_of
from mandarin.span import Span

_NAMES = variants(
    {
        "人保": "中国人保 人保财险 人民保险 中国人民保险 中国人民 人民财险 人民财产 人财 老人保 PICC 皮西西 屁西西 皮爱西西",
        "平安": "中国平安 平保 平安保险 平安财险 平安产险 平安车险",
        "太平洋": "太保 中国太平洋 中国太平洋财险 中国太平洋保险 太平洋保险 太平洋财险 太平洋产险 中国太保 太保财险 太保产险",
        "国寿财": "国寿 人寿 人寿保险 国寿财产 国寿财险 国寿财产 中国人寿 人寿财险 中国人寿财险 国寿产险",
        "中华": "中华联合 中华保险 中华联合财险 中华财险 中华联合保险",
        "大地": "大地保险 大地财险 中国大地 中国大地保险",
        "阳光": "阳光保险 阳光财险 阳光产险",
        "太平": "太平保险 太平财险 中国太平",
        "华安": "华安保险 华安财险",
        "众安": "众安保险 众安在线",
        "天安": "天安保险 天安财险",
        "永安": "永安保险 永安财险",
        "中银": "中银保险",
        "安盛": "安盛天平 安盛保险 天平保险 天平车险 天平",
        "永诚": "永诚保险 永诚财险",
        "华泰": "华泰保险 华泰财险",
        "英大": "英大泰和 英大保险 英大财险",
        "安诚": "安诚保险 安诚财险",
        "安邦": "安邦保险 安邦财险",
        "大家": "大家财险 大家保险",
        "紫金": "紫金保险 紫金财险",
        "浙商": "浙商保险 浙商财险",
        "国任": "国任保险 国任财险 信达财险",
        "都邦": "都邦保险 都邦财险",
        "渤海": "渤海保险 渤海财险",
        "鼎和": "鼎和保险 鼎和财险",
        "亚太": "亚太财险 亚太保险 民安亚太",
        "民安": "民安保险",
        "安华": "安华农险 安华农业保险",
        "长安责任": "长安保险 长安责任险",
        "富德": "富德产险 富德财险 生命产险",
        "泰山": "泰山保险 泰山财险",
        "锦泰": "锦泰保险 锦泰财险",
        "众诚": "众诚保险 众诚车险",
        "鑫安": "鑫安保险 鑫安车险",
        "中航安盟": "安盟保险",
        "利宝": "利宝保险 利宝互助",
        "京东安联": "安联保险 安联 京东安联保险",
        "中意": "中意财险",
        "黄河": "黄河财险",
        "泰康": "泰康在线 泰康保险",
        "申能": "申能财险 安信农险",
        "比亚迪": "比亚迪财险 比亚迪保险",
        "华农": "华农财险",
        "阳光农业": "阳光农险 阳光农业相互",
        "中煤": "中煤财险",
        "中原农险": "中原农业保险",
        "国元": "国元农险 国元农业保险",
        "燕赵": "燕赵财险",
        "诚泰": "诚泰财险",
        "恒邦": "恒邦财险",
        "北部湾": "北部湾财险",
        "长江财险": "长江财产",
        "前海": "前海财险 前海联合",
        "安心": "安心财险",
        "合众": "合众财险",
        "三星": "三星财险",
        "现代财险": "现代财产",
        "国泰": "国泰产险 国泰财险",
        "富邦": "富邦财险",
        "美亚": "美亚保险",
        "融盛": "融盛财险",
        "海峡金桥": "海峡金桥财险",
    }
)
_KINDS_OF = ("财险", "产险", "车险", "保险", "财产", "财产险", "财产保险", "保险公司", "财险公司")
INSURERS = _NAMES | {
    fold(word) + kind: name
    for word, name in _NAMES.items()
    for kind in _KINDS_OF
    if not word.endswith(("险", "财产"))
}
# Short names that are also everyday words count only where an insurer is spoken of.
ORDINARY = frozenset(
    [
        "平安",
        "中华",
        "大地",
        "阳光",
        "太平",
        "天平",
        "大家",
        "黄河",
        "渤海",
        "泰山",
        "亚太",
        "国寿",
        "中意",
        "紫金",
        "永安",
        "长安",
        "天安",
        "太平洋",
        "人寿",
        "安心",
        "比亚迪",
        "合众",
        "三星",
        "国泰",
        "北部湾",
        "中国人民",
        "前海",
        "人财",
        "国元",
        "恒邦",
        "富邦",
        "中煤",
        "燕赵",
        "申能",
    ]
)
_LEXICON = Lexicon({fold(word): name for word, name in INSURERS.items() if name != "大家" or word != "大家"})
_CUE = re.compile(r"保险|财险|车险|产险|投保|入的|上的|买的|承保|险|保的|公司|定损|查勘")
# 对方是平安的, 他在太平洋买的: whose cover it is, said without a word of insurance.
_WHOSE = re.compile(r"(?:是|在|归)(?:中国)?$")
_WHOSE_END = re.compile(
    r"^(?:的|家的|那边|那家|买|入|上的|投)?(?:$|[，,。、\s]|吧|啊|呀|呢|买|入|的车|的?[客保]户)"
)
_SAFE_PEOPLE = re.compile(r"(?:人|大家|孩子|乘客)[都也全]?(?:还)?是$")
_FOLLOWED_BY_PLACE = re.compile(r"^(?:路|街|大街|大道|道|桥|广场|大厦|小区|花园|镇|村|无事)")


def find_insurers(text: str, asked: bool = False) -> list[Span]:
    """Find insurers; the value is the canonical short name ("平安", "人保").

    A short name that is an everyday word (阳光, 大地) needs a word of insurance in the utterance,
    or ``asked`` when the question was which insurer.
    """
    folded = fold(text)
    spoken_of = asked or bool(_CUE.search(folded))
    if asked and not next(_LEXICON.find(folded), None):
        folded = _heard_by_sound(folded)
    spans = [
        Span(
            "insurer",
            hit.start,
            hit.end,
            hit.value,
            text[hit.start : hit.end],
            owner=side_of(folded[: hit.start]),
        )
        for hit in _LEXICON.find(folded)
        if (spoken_of or hit.word not in ORDINARY or _told_whose(folded, hit))
        and not _FOLLOWED_BY_PLACE.match(folded[hit.end :])
        and not _is_another_word(folded, hit)
    ]
    return settle(spans, folded)


def _is_another_word(text: str, hit: Hit[str]) -> bool:
    """Tell whether the characters are no name here: their 保险 (人保险还没来), a promise (那人保证), or a car (黑色比亚迪秦)."""
    before, after = text[: hit.start], text[hit.end :]
    if hit.word.endswith("保"):
        return bool(_GOES_ON.match(after)) or (hit.word == "人保" and bool(_THAT_ONE.search(before)))
    return hit.word in _MAKES and bool(_A_CAR.search(before) or not _ENDS_OR_INSURES.match(after))


_MAKES = frozenset(["比亚迪"])
"""Insurers that are called as a make of cars is."""
_GOES_ON = re.compile(r"险(?!费)|证|护|住|不|持|养|修")
_THAT_ONE = re.compile(r"(?:别|[那这本男女]|[那这]个|两个|几个|一个|工)$")
_A_CAR = re.compile(r"(?:[白黑红蓝灰银黄绿紫橙棕]色?的?|[辆台部]|开的?|个)$")
_ENDS_OR_INSURES = re.compile(
    r"(?:自己|自家|家|它家|那边|那)?的?(?:保|承保|投保|财险|车险|产险|$|[,，。\s吧啊呀呢了])"
)


@lru_cache(maxsize=1)
def _sounds() -> Sounding:
    return Sounding(word for word in INSURERS if len(word) > 1 and not word.isascii())


def _heard_by_sound(text: str) -> str:
    """Return the text, of the same length, with the name put back that only sounds like what was written (话安)."""
    found = [(len(word), -index, word) for index in range(len(text)) for word in _sounds().at(text, index)]
    kept = [
        (length, index, word)
        for length, index, word in found
        if any(one == other for one, other in zip(word, text[-index:], strict=False))
    ]
    if not kept:
        return text
    length, index, word = max(kept)
    return text[:-index] + word + text[length - index :]


def _told_whose(text: str, hit: Hit[str]) -> bool:
    before = text[: hit.start]
    return bool(
        _WHOSE.search(before) and not _SAFE_PEOPLE.search(before) and _WHOSE_END.match(text[hit.end :])
    )
