"""Corrections of one part of an identifier already heard: 最后一位是八, 第三个是P不是B."""

from __future__ import annotations

import re

from mandarin.authorities import PROVINCES
from mandarin.corrections import SLIP, overlay
from mandarin.digits import DIGITS, LETTERS, fold, spell
from mandarin.grammar import VIN_LENGTH, is_phone, plate_type

_NUMBER = {**{c: int(DIGITS[c]) for c in "一二三四五六七八九123456789两"}, "十": 10, "十一": 11, "几": 0}
_ORDINAL = r"(?P<{0}>十[一二三四五六七]?|[一二三四五六七八九两1-9])"
_IS = r"(?:那|这)?(?:个|位|一个|一位)?(?:数字?|字母|号码)?\s*(?:[说报念记打写听]?[错反]了?|[不步部布][对队兑](?:了)?|有误)?\s*[，,、。]?\s*(?:应该是|应该|是|改成|改为|换成|写的是|为)?\s*[，,、]?\s*"
_WHERE = re.compile(
    rf"(?:(?P<back>倒数)第?{_ORDINAL.format('from_end')}(?:个|位)?"
    rf"|(?P<last>最后(?:面|边)?|末尾|尾号|尾巴|后(?:面|边)?|结尾)(?:的)?(?:{_ORDINAL.format('last_count')}(?:个|位)(?:数字?|字母|号)?)?"
    rf"|(?P<first>开头|最前面?|前(?:面|边)?|头|最开始)(?:的)?(?:{_ORDINAL.format('first_count')}(?:个|位)(?:数字?|字母|号)?)?"
    rf"|第\s*{_ORDINAL.format('nth')}\s*(?:个|位)?(?![辆台部])"
    rf"|(?P<middle>中间)(?:的)?(?:{_ORDINAL.format('middle_count')}(?:个|位))?){_IS}"
)
_ANY = "".join(PROVINCES)
_NAME = "|".join([*PROVINCES.values(), "内蒙"])
_OTHER = rf"(?:(?:{_NAME})的?)?[{_ANY}]?"
_PROVINCE = re.compile(
    rf"(?P<cue>(?:省份|第一个字|头一个字|开头|简称|车牌|牌照)?(?:应该)?(?:是|不是{_OTHER}[，,、\s]*(?:而是|应该是|是)))?"
    rf"(?:(?P<name>{_NAME})(?:省|市)?(?:的(?P<short>[{_ANY}])?(?:车|牌照|牌子|牌)?)?|(?P<bare>[{_ANY}]))"
    rf"(?P<denied>[，,、\s]*不是{_OTHER})?[吧啊呀的，。！!\s]*"
)
_ONE = "[A-Z0-9零幺一二两三四五六七八九洞拐勾]"
_SWAPS = (
    re.compile(
        rf"^(?:那个|这个)?(?P<old>{_ONE}{{1,3}})[，,、\s]*(?:不对|错了|不是(?:那个)?(?P=old))[，,、\s]*(?:应该)?(?:是|改成)?(?P<new>{_ONE}+)$"
    ),
    re.compile(rf"^(?P<old>{_ONE})(?:应该)?是(?P<new>{_ONE})$"),  # 前面那个六是九
    re.compile(r"^(?:是)?(?P<new>.+?)[，,、\s]*(?:而)?不是(?P<old>.+)$"),
    re.compile(r"^(?:那个|这个)?不是(?P<old>.+?)[，,、\s]*(?:而是|应该是|是)(?P<new>.+)$"),
    re.compile(r"^(?:把|将)?(?P<old>.+?)(?:应该是|改成|改为|换成|应该改成)(?P<new>.+)$"),
)
_MISSING = re.compile(
    r"(?:少|漏|缺|落|掉)(?:了|说了|念了|掉了)?(?:一个|个|一位)?(?P<lost>.+)$|(?:后面|最后|末尾)?(?:还有|再加|加上?)(?:一?个|一位)(?P<more>.+)$"
)
_EXTRA = re.compile(
    r"多(?:了|说了|念了|出)(?:一个|个|一位)?(?P<extra>.+)$|(?:没有|去掉|删掉)(?:那个|这个|一个)?(?P<gone>.+)$"
)
_AMENDS = re.compile(
    rf"{SLIP.pattern}"
    r"|[，,。、\s]*(?:[哦噢啊嗯呃]|应该|就是|那个)*(?=最后|末|尾|第.|倒数|中间|前[面头边]|把|将"
    rf"|(?:那个)?{_ONE}{{1,3}}[，,]?不对|(?:应该)?是[{_ANY}][A-Z]|(?:是)?.{{1,3}}不是|不是)"
)
_HEAD = re.compile(
    rf"(?:不是(?:那个)?[{_ANY}]?[A-Z][，,、\s]*(?:而|应该)?)?是(?P<head>[{_ANY}][A-Z])(?:[，,、\s]*不是(?:那个)?[{_ANY}]?[A-Z])?[吧啊的，。\s]*"
)
_COUNTED = re.compile(r"[一二两三四五六七八九十0-9](?:个|点|号)")  # "不是三个是四个" is no identifier
_LEAD = re.compile(
    r"^(?:不对|不是不是|不不|错了|说错了|嗯|呃|啊|哦|那个|你|您|听错了|记错了|应该|[，,、。\s])+"
)
_ALPHABET = LETTERS + "0123456789"


def amend(identifier: str, said: str) -> str | None:
    """Apply what a caller says about one part of a plate, phone, VIN or other identifier read back to them.

    Understood: 最后一位是八, 最后是八, 后四位是幺幺零幺, 第三个是P不是B, 倒数第二个是七, 中间是七不是一, 开头是幺三八,
    是P不是B, 不是B是P, B改成P, 省份是冀, 是河北的, 少了个八, 最后还有个八, 多了个零. Places are counted in the whole
    identifier; with a plate, in its serial when that is what fits.

    Returns the new identifier, or None when the words do not say how, or the result would break the rules that the
    identifier kept before. It is strict, so that answers to other questions change nothing; when several
    identifiers are known, ask only about the one just read back.
    """
    for result in _results(identifier, _plain(said), _alphabet(identifier)):
        if result != identifier and _keeps(identifier, result):
            return result
    return None


def amended_after(text: str, at: int, identifier: str) -> tuple[str, int] | None:
    """Return an identifier put right in the same breath, and where the words for that end: …七二K，最后一位是Q; …是P不是B."""
    lead = _AMENDS.match(text, at)
    if not lead:
        return None
    begin = lead.end()
    for end in range(min(len(text), begin + 14), begin + 1, -1):
        if end < len(text) and text[end] in f"{DIGITS}个位" and text[end - 1] in DIGITS:
            continue  # half a run of digits, of 两个六 or of 最后两位
        if _restates(identifier, text[begin:end]):
            return None
        if _ONLY_DENIES.fullmatch(text[lead.start() : end]):
            continue
        amended = amend(identifier, text[begin:end])
        if amended and (
            amended[:2] == identifier[:2] or not re.match(r"\w", text[end:])
        ):  # 是川A来的 is a place
            return amended, end
    return None


_ONLY_DENIES = re.compile(r"[，,。、\s]*不是[^是]*")
"""Words behind an identifier that only say what it is not: …M8 不是9."""


def _restates(identifier: str, said: str) -> bool:
    """Tell whether the words only say a part of the identifier again: …零零六八，最后两位是六八."""
    return identifier in _results(identifier, _plain(said), _alphabet(identifier))


def _plain(said: str) -> str:
    return _LEAD.sub("", re.sub("[嗯呃]", "", fold(said))).rstrip("，,、。 ")


def _alphabet(identifier: str) -> str:
    return "0123456789" if identifier.isdigit() else _ALPHABET


def _keeps(before: str, after: str) -> bool:
    """Tell whether the result follows the rules; a broken identifier may become any that is nearer to them."""
    if before[:1] in PROVINCES:
        return plate_type(after) is not None or plate_type(before) is None
    if is_phone(before):
        return is_phone(after)
    return len(before) != VIN_LENGTH or len(after) == VIN_LENGTH


def _results(identifier: str, said: str, alphabet: str) -> list[str]:
    results: list[str | None] = []
    if (match := _MISSING.search(said)) and (lost := _symbols(match["lost"] or match["more"], alphabet)):
        results.append(identifier + lost)
    where = _WHERE.match(said)
    body = said[where.end() :] if where and where.end() else said
    old, new = "", body
    for pattern in _SWAPS:
        if match := pattern.match(body):
            pair = _symbols(match["old"], alphabet), _symbols(match["new"], alphabet)
            if all(pair):
                old, new = pair[0] or "", match["new"]
                break
    symbols = _symbols(new, alphabet)
    if symbols and where:
        results += [_put(identifier, at, symbols) for at in _places(identifier, where, symbols, old)]
    elif symbols and old and identifier.count(old) == 1 and not _COUNTED.search(body):
        results.append(_put(identifier, identifier.index(old), symbols, len(old)))
    if (match := _EXTRA.search(said)) and (extra := _symbols(match["extra"] or match["gone"], alphabet)):
        results += [_put(identifier, at, "", len(extra)) for at in reversed(_occurrences(identifier, extra))]
    if identifier[:1] in PROVINCES and (head := _HEAD.fullmatch(said)):
        results.append(head["head"] + identifier[2:])
    if identifier[:1] in PROVINCES or plate_type("冀" + identifier):
        results += _other_province(identifier, said)
    return [r for r in results if r]


def _symbols(words: str, alphabet: str) -> str | None:
    if re.search(r"[辆人位天年月日层]\W*$", words):  # things counted, not symbols
        return None
    reading = spell(words.strip(" ，,、。"), alphabet)
    return reading.symbols if reading else None


def _occurrences(identifier: str, part: str) -> list[int]:
    return [at for at in range(len(identifier)) if identifier.startswith(part, at)]


def _put(identifier: str, at: int, symbols: str, length: int | None = None) -> str | None:
    length = len(symbols) if length is None else length
    if not 0 <= at <= len(identifier) - length:
        return None
    return identifier[:at] + symbols + identifier[at + length :]


def _places(identifier: str, where: re.Match[str], symbols: str, old: str) -> list[int]:
    """Return where the named position may be, likeliest first."""
    size = len(identifier)
    if where["from_end"]:
        return [size - _NUMBER[where["from_end"]]]
    if where["last"]:
        return [size - len(symbols)] if not old else sorted(_occurrences(identifier, old), reverse=True)
    if where["first"]:
        starts = [0, 1, 2] if identifier[:1] in PROVINCES else [0]
        return starts if not old else _occurrences(identifier, old)
    if where["nth"]:
        at = _NUMBER[where["nth"]] - 1
        offsets = [at, at + 2, at + 1] if identifier[:1] in PROVINCES else [at]
        if old:
            return [a for a in offsets if identifier.startswith(old, a)] or sorted(
                _occurrences(identifier, old), key=lambda a: abs(a - at)
            )
        return offsets
    if is_phone(identifier) and len(symbols) == 4:
        return [3]  # 139 0000 1107 has a middle
    middle = (size - len(symbols) + 1) // 2
    if old:
        return sorted(_occurrences(identifier, old), key=lambda a: abs(a - middle))
    best = overlay(identifier, symbols, size, lambda _: True)
    similar = [at for at in range(1, size - len(symbols)) if best == _put(identifier, at, symbols)]
    return similar if len(symbols) > 1 else []


def _other_province(identifier: str, said: str) -> list[str]:
    """Return the identifier with another province, when nothing but that is said.

    A plate that has its province is changed only by words that put it right (是河北的冀, 省份是冀, 是冀不是吉): 河北
    alone may answer another question.
    """
    match = _PROVINCE.fullmatch(said)
    if not match:
        return []
    whole = identifier[:1] in PROVINCES
    if whole and not (match["cue"] or match["short"] or match["denied"]):
        return []
    short = {name: character for character, name in PROVINCES.items()} | {"内蒙": "蒙"}
    return [
        (match["short"] or match["bare"] or short[match["name"]]) + (identifier[1:] if whole else identifier)
    ]
