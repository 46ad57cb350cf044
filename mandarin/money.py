"""Amounts of yuan, as callers say them."""

from __future__ import annotations

import re

from mandarin.corrections import settle
from mandarin.numerals import NUMBER, neighbours, number, plain, stretched
from mandarin.span import Span

_UNIT = r"(?:块钱|块|元钱|元|人民币|rmb|大洋|钱)"
_TAIL = r"(?:多|来|余|大几|把|出头|几)"
_RANGE = rf"(?:(?P<low>{NUMBER})(?:块钱|块|元)?(?:到|至|-|~|—+|或者|或)(?P<high>{NUMBER}))"
_AMOUNT = re.compile(
    rf"(?P<not_yet>不到|将近|小|近)?(?:{_RANGE}|(?P<one>{NUMBER}))(?P<tail>{_TAIL})?(?P<scale>[百千万])?(?P<unit>{_UNIT})?"
    rf"(?P<cents>[一二两三四五六七八九1-9](?:毛|角)?(?:[一二三四五六七八九1-9]分?)?(?=钱|$|[，。,. ]|左右|[^\w]))?钱?"
)
_NAMED: tuple[tuple[str, float, float | None], ...] = (
    (
        r"(?:一分|一毛|一块|一个子儿?|一分一毛)钱?(?:都|也)?(?:没|未|不用)有?(?:花|交|付|掏|出|给|垫|要|收)",
        0,
        None,
    ),
    (r"(?:没|未|不用|不要|没有)(?:花|掏|出|要|收)(?:过)?(?:什么|啥)?钱", 0, None),
    (r"(?:一分钱|一毛钱)(?:都)?没有?", 0, None),
    (r"百八十(?:来)?(?:块钱?|元)?", 80, 100),
    (r"千儿八百(?:块钱?|元)?", 800, 1000),
    (r"百十(?:来)?(?:块钱?|元)", 100, 110),
    (r"万儿八千(?:块钱?|元)?", 8000, 10_000),
    (r"千把(?:块钱?|元|来块)?", 1000, None),
    (r"万把(?:块钱?|元)?", 10_000, None),
    (r"百把(?:块钱?|元)?", 100, None),
)
_WORDS = [(re.compile(pattern), low, high) for pattern, low, high in _NAMED]
# Without a unit an amount is one only next to words of paying and costing, or when it was asked for.
_CUE = re.compile(
    r"(?:交|垫|花|付|给|赔|估|值|损失|费|押金|定金|要|掏|钱|价|转|收|预缴|缴|充|存|刷|报价|私了|修|定损|大概|得|是)"
    r"(?:了|给|上|出|去|他|她|我|对方|医院|的|额|是|大概|大约|差不多|一共|总共|估计|先|也就|有|到|个|用|在|就|约|金额|已经){0,5}$"
)
_MEASURE_AFTER = re.compile(
    r"(?:张|共(?!计)|定(?!金)|直|样|起|公里|米|千米|厘米|公分|斤|公斤|吨|升|人|个|位|名|辆|台|年|月|日|号|天|小时|分|点|秒|度|次|迈|码|岁|路|街|道|楼|层|块(?!钱)[玻板砖牌地石木铁漆皮]|cc|转|公交|国道|高速|平|伏|英里|"
    r"里|多公里|多米|多里|克|回|遍|条|只|头|家|座|栋|间|环|线|成|%|一|分之|吨位|把|起)"
)
_PIECE_AFTER = re.compile(r"(?:[玻板砖牌地石木铁漆皮石头护挡塑破儿去]|钢板|保险杠|来的|被|过来|上|走|都|大)")


def find_money(text: str, asked: bool = False) -> list[Span]:
    """Find amounts of yuan.

    Accepts 三千, 三千五, 两万三, 一千二百块, 3000元, 3k, 1w, 十块三毛, 八百来块, 一万多 (value 10000, near 20000), 三四千 and
    三千到五千 (value the low end, near the high end), 千把块, 百八十, 小一万, 一分没花 (0). 还没交 names no amount.

    Args:
        text: What the caller said.
        asked: True when an amount is the open question: bare numbers then count.

    Returns:
        Spans of kind ``money``; value in yuan, ``near`` the other end of a range.
    """
    said = plain(text)
    found: list[Span] = []
    for pattern, low, high in _WORDS:
        for match in pattern.finditer(said):
            if all(match.end() <= span.start or match.start() >= span.end for span in found):
                found.append(_span(text, match.start(), match.end(), low, high, 0.9 if high or low else 1.0))
    for match in _AMOUNT.finditer(said):
        if any(match.start() < span.end and span.start < match.end() for span in found):
            continue
        reading = _reading(match)
        if reading is None or not _is_money(said, match, reading[0], asked):
            continue
        low, top = reading
        sure = 1.0 if match["unit"] else 0.9
        found.append(_span(text, match.start(), match.end(), low, top if top != low else None, sure))
    return settle(sorted(found, key=lambda span: span.start), said)


def _reading(match: re.Match[str]) -> tuple[float, float] | None:
    """Return the low and high yuan of one amount."""
    scale = {"百": 100, "千": 1000, "万": 10_000}.get(match["scale"] or "", 1)
    if match["low"]:
        low, high = number(match["low"]), number(match["high"])
        if low is None or high is None:
            return None
        last = match["high"][-1]
        if low < high and match["low"][-1] not in "百千万kw" and last in "百千万kw" and low < 10 <= high:
            low *= {"百": 100, "千": 1000, "万": 10_000, "k": 1000, "w": 10_000}[last]  # 两到三万
        return (low * scale, high * scale) if low < high else None
    rough = neighbours(match["one"])
    if rough is None:
        rough = stretched(match["one"], match["tail"] if match["tail"] not in (None, "把") else "左右")
    if rough is None:
        return None
    cents = 0.0
    if match["cents"] and match["unit"]:
        figures = re.findall(r"[一二两三四五六七八九1-9]", match["cents"])
        cents = sum((number(figure) or 0) * step for figure, step in zip(figures, (0.1, 0.01), strict=False))
    elif match["cents"]:
        return None
    low, high = (round(edge * scale + cents, 2) for edge in rough)
    return (int(low) if low == int(low) else low, int(high) if high == int(high) else high)


def _is_money(said: str, match: re.Match[str], yuan: float, asked: bool) -> bool:
    """Return whether the number is an amount by its unit, by the words around it, or by being asked for."""
    before, after = said[: match.start()], said[match.end() :]
    if re.search(r"[第\d.:a-z一二三四五六七八九十百千万零〇年月点幺]$", before) or before.endswith("百分之"):
        return False
    core = match["one"] or match["high"]
    unit = match["unit"]
    if unit:
        if unit == "块" and yuan < 10 and not match["cents"]:
            return (asked and not _PIECE_AFTER.match(after)) or (yuan > 1 and not re.match(r"\w", after))
        return not (unit == "块" and _PIECE_AFTER.match(after))
    if _MEASURE_AFTER.match(after) or re.match(r"[a-z\d]", after):
        return False
    if core.isdigit() and (len(core) > 6 or core.startswith("0")):
        return False
    if core in ("万", "千", "百", "十", "亿") or re.match(
        r"[万千](?:一|斤|万|分)", said[match.start() : match.end() + 1]
    ):
        return False
    if not core.isascii() and len(core) > 3 and not re.search(r"[十百千万]", core):
        return False  # digits read out one by one
    if asked:
        return True
    sizeable = yuan >= 100 and (not core.isascii() or core[-1] in "kw万千" or yuan >= 100)
    return sizeable and bool(_CUE.search(before))


def _span(text: str, start: int, end: int, low: float, high: float | None, sure: float) -> Span:
    return Span("money", start, end, low, text[start:end], sure, () if high is None else (high,))
