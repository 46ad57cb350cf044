"""Amounts of yuan, as callers say them."""

from __future__ import annotations

import re

from mandarin.corrections import chosen, settle
from mandarin.fillers import through_fillers
from mandarin.measure_sounds import mend_measures
from mandarin.numerals import NUMBER, last_number, neighbours, number, plain, stretched
from mandarin.span import Span

_UNIT = r"(?:块钱|块|元钱|元|人民币|rmb|大洋|蚊|钱)"
_TAIL = r"(?:多一?点儿?|多|来|余|大几|把|出头(?:一点儿?)?|几)"
_RANGE = rf"(?:(?P<low>{NUMBER})(?:块钱|块|元)?(?:[到道倒导至]|-|~|—+|或者|或)(?P<high>{NUMBER}))"
_AMOUNT = re.compile(
    rf"(?P<not_yet>不到|将近|小|近)?(?:{_RANGE}|(?P<one>{NUMBER})(?!(?:(?<=零)[一二三四五六七八九])?[毛角]))(?P<tail>{_TAIL})?(?P<scale>[百千万kw])?(?P<unit>{_UNIT})?"
    rf"(?P<cents>(?:零(?=.[毛角]))?[一二两三四五六七八九1-9](?:毛|角)?(?:[一二三四五六七八九1-9]分?)?(?=钱|$|[，。,. ]|左右|[^\w]))?钱?"
)
_NAMED: tuple[tuple[str, float, float | None], ...] = (
    (
        r"(?:一分|一毛|一块|一个子儿?|一分一毛)钱?(?:都|也)?(?:没|未|不用)有?(?:花|交|付|掏|出|给|垫|要|收)",
        0,
        None,
    ),
    (r"(?:没|未|不用|不要|没有)(?:花|掏|出|要|收)(?:过)?(?:什么|啥)?钱", 0, None),
    (r"(?:一分钱|一毛钱)(?:都)?没有?", 0, None),
    (r"(?<![一二两三四五六七八九千万])百八十(?:来)?(?:块钱?|元)?", 80, 100),
    (r"(?<![一二两三四五六七八九几])千儿?八百(?:来?块钱?|元)?", 800, 1000),
    (r"百十(?:来)?(?:块钱?|元)", 100, 110),
    (r"(?<![一二两三四五六七八九十百几])万儿?八千(?:来?块钱?|元)?", 8000, 10_000),
    (r"千(?:把来?(?:块钱?|元)?|八块)", 1000, None),
    (r"(?<![一二两三四五六七八九十百千几])万(?:把来?(?:块钱?|元)?|八块)", 10_000, None),
    (r"百把来?(?:块钱?|元)?", 100, None),
    (r"分文(?:都|也)?(?:没|未)", 0, None),
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
_ALONE = re.compile(
    r"\W*(?:[嗯呃啊哦吧呢了的就是才花交垫付给收报估定损修要大概也有约共只得￥¥]|那个|这个|就是说|总共|一共|左右)*\W*"
)
_THING_AFTER = re.compile(r"[玻板砖牌地石木铁漆皮头护挡塑]|钢板|保险杠")
_PIECE_AFTER = re.compile(rf"{_THING_AFTER.pattern}|[破儿去被上走都大]|来的|过来")


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
    return through_fillers(text, lambda said: _find(said, asked))


def _find(text: str, asked: bool) -> list[Span]:
    said = mend_measures(plain(text))
    found: list[Span] = []
    for pattern, low, high in _WORDS:
        for match in pattern.finditer(said):
            if all(match.end() <= span.start or match.start() >= span.end for span in found):
                found.append(_span(text, match.start(), match.end(), low, high, 0.9 if high or low else 1.0))
    for match in _AMOUNT.finditer(said):
        if any(match.start() < span.end and span.start < match.end() for span in found):
            continue
        reading = _reading(match)
        contrast = _NOT_THAT.match(said, match.end())  # 三千不是两千
        if reading is None or not (contrast or _is_money(said, match, reading[0], asked)):
            continue
        low, top = reading
        sure = 1.0 if match["unit"] else 0.9
        found.append(_span(text, match.start(), match.end(), low, top if top != low else None, sure))
    spans = chosen(said, settle(sorted(found, key=lambda span: span.start), said))
    spans = spans[-1:] if _in_all(said, spans) else spans
    return _added(text, said, spans) if asked else spans


def _added(text: str, said: str, spans: list[Span]) -> list[Span]:
    """Add up what was paid at one time and another: 先交了一千，又补了五百."""
    added = spans[:1]
    for span in spans[1:]:
        last = added[-1]
        if _FURTHER.search(said[last.end : span.start]):
            value = last.value + span.value
            added[-1] = Span("money", last.start, span.end, value, text[last.start : span.end], 0.8)
        else:
            added.append(span)
    return added


_NOT_THAT = re.compile(r"[,，\s]?不是[一二两三四五六七八九\d][\d一二两三四五六七八九]*[十百千万]")
_SERVICES = frozenset(["一二零", "幺二零", "一一九", "一一零", "一二二", "120", "110", "119", "122"])
_FURTHER = re.compile(r"[又再](?:给|让|叫)?(?:我|他|她|人家|医院)?(?:补|交|垫|付|给|花|缴|掏|拿|转)了?$")
_TOTAL = re.compile(
    r"(?:一共|总共|共|加起来|加一起|加一块儿?|合起来|拢共|统共|满共|合计|总计|共计|前后)(?:是|花了?|有|得|就是)?[，,]?$"
)
_SLIP = re.compile(r"[，,、。]?(?:哎[呀哟]?|哦|噢|喔|呸)(?:[^，,]{0,2}了)?[，,]?")


def _in_all(said: str, spans: list[Span]) -> bool:
    """Tell whether the last amount sums up, or takes back, those before it: 门诊三百住院五千，总共五千三."""
    if len(spans) < 2:
        return False
    between = said[spans[-2].end : spans[-1].start]
    return bool(_TOTAL.search(between) or _SLIP.fullmatch(between))


_SCALES = {"百": 100, "千": 1000, "万": 10_000, "k": 1000, "w": 10_000}


def _reading(match: re.Match[str]) -> tuple[float, float] | None:
    """Return the low and high yuan of one amount."""
    scale = _SCALES.get(match["scale"] or "", 1)
    if match["low"]:
        low, high = number(match["low"]), number(match["high"])
        if low is None or high is None:
            return None
        last = match["high"][-1]
        if low < high and match["low"][-1] not in "百千万kw" and last in "百千万kw" and low < 10 <= high:
            low *= _SCALES[last]  # 两到三万
        return (low * scale, high * scale) if low < high else None
    one = last_number(match["one"])
    rough = neighbours(one)
    if rough is None and one[-1] == "八" and number(one) is None:
        rough = stretched(one[:-1], "左右")  # 四千三吧
    if rough is None:
        rough = stretched(one, match["tail"] if match["tail"] not in (None, "把") else "左右")
    if rough is None:
        return None
    cents = 0.0
    particle = match["cents"] in ("八", "吧") and rough.low >= 100 and rough.low % 100 == 0  # 七千块吧
    if match["cents"] and (match["unit"] or re.search("[毛角]", match["cents"])) and not particle:
        figures = re.findall(r"[一二两三四五六七八九1-9]", match["cents"])
        cents = sum((number(figure) or 0) * step for figure, step in zip(figures, (0.1, 0.01), strict=False))
    elif match["cents"] and not particle:
        return None
    low, high = (round(edge * scale + cents, 2) for edge in rough)
    return (int(low) if low == int(low) else low, int(high) if high == int(high) else high)


def _is_money(said: str, match: re.Match[str], yuan: float, asked: bool) -> bool:
    """Return whether the number is an amount by its unit, by the words around it, or by being asked for."""
    before, after = said[: match.start()], said[match.end() :]
    core = match["one"] or match["high"]
    if re.search(r"[第\d.:一二三四五六七八九十百千万零〇年月点幺]$", before) or before.endswith("百分之"):
        return False
    if re.search(r"[a-z]$", before) and not re.search(r"[百千万]", core):  # CT两百七, but no P六
        return False
    unit = match["unit"]
    if core in "百千万" and before.endswith("几"):
        return False  # 几百块 names no amount
    if unit:
        if core == "一" and re.search("[加合在]$", before):
            return False  # 加一块
        if unit == "块" and yuan < 10 and not match["cents"]:
            return (asked and not _PIECE_AFTER.match(after)) or (yuan > 1 and not re.match(r"\w", after))
        pieces = _PIECE_AFTER if yuan < 100 else _THING_AFTER
        return not (unit == "块" and pieces.match(after))
    if _MEASURE_AFTER.match(after) or re.match(r"\d" if re.search("[百千万]", core) else r"[a-z\d]", after):
        return False
    if core.isdigit() and (len(core) > 6 or core.startswith("0")):
        return False
    if core in _SERVICES:
        return False
    if core in ("万", "千", "百", "十", "亿") or re.match(
        r"[万千](?:一|斤|万|分)", said[match.start() : match.end() + 1]
    ):
        return False
    alone = _ALONE.fullmatch(before) is not None and _ALONE.fullmatch(after) is not None
    if not core.isascii() and len(core) > 1 and not re.search(r"[十百千万]", core):
        return asked and alone and len(core) <= 5  # digits read out one by one
    if asked:
        return yuan >= 10 or alone
    sizeable = yuan >= 100 and (not core.isascii() or core[-1] in "kw万千" or yuan >= 100)
    return sizeable and bool(_CUE.search(before))


def _span(text: str, start: int, end: int, low: float, high: float | None, sure: float) -> Span:
    return Span("money", start, end, low, text[start:end], sure, () if high is None else (high,))
