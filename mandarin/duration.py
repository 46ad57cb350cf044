"""How long something took, as callers say it."""

from __future__ import annotations

import re

from mandarin.corrections import chosen, corrected, instead
from mandarin.fillers import through_fillers
from mandarin.measure_sounds import mend_measures
from mandarin.numerals import NUMBER, neighbours, number, plain, stretched
from mandarin.span import Span

# Minutes in a unit. 刻钟 counts quarters; 宿 and 夜 are nights, given as ranges below.
_UNITS = {
    "分钟": 1,
    "分": 1,
    "刻钟": 15,
    "刻": 15,
    "小时": 60,
    "钟头": 60,
    "时辰": 120,
    "个钟": 60,
    "钟": 60,
    "天": 1440,
    "星期": 10080,
    "礼拜": 10080,
    "周": 10080,
    "个月": 43200,
    **dict.fromkeys(("小", "时", "头"), 60),  # half of 小时 or 钟头, the rest swallowed
}
_UNIT = (
    r"(?P<unit>分钟|刻钟|刻(?=$|[，,。吧啊呢左多前差])|小时|钟头|时辰|个钟|星期|礼拜|个月|[天周]|钟(?!头)|分(?![之析别米店公钱手成局期数贝])"
    r"|时(?=[一二三四五]?十[一二三四五六七八九]?分钟)|(?<=[个半])[小时头](?=$|[，,。吧啊呢左到倒多了前]|[一三]刻|[之以]前))"
)
_NAMED: tuple[tuple[str, tuple[float, float], float], ...] = (
    # words that name a quantity without a number, their range in minutes, and how sure that is
    (
        r"一整?(?:夜|晚上|晚黑|晚夕|晚|宿儿?)|整夜|一夜晚|整整一[晚夜宿]|整?个晚上|[整成]宿|成[夜晚]|通宵|过了夜",
        (480, 720),
        0.8,
    ),
    (r"大半[天日]", (300, 720), 0.5),
    (r"一整[天日]|整整一天|整天|成天|成日|一天到晚|一昼夜", (1440, 1440), 0.9),
    (r"[一整]个?(?:大)?(?:上午|下午|早上|早晨|晌午|前晌|后晌|上昼|下昼|晏昼)", (180, 300), 0.6),
    (r"小半[天日]", (120, 240), 0.5),
    (r"半[天日]", (180, 720), 0.5),
    (r"好几个?(?:小时|钟头|钟)", (180, 360), 0.6),
    (r"几个?(?:小时|钟头|钟)", (120, 300), 0.5),
    (r"好?几十分钟", (20, 60), 0.5),
    (r"十几分钟", (11, 19), 0.9),
    (r"(?:好)?几分钟", (2, 9), 0.6),
    (r"好几天", (4320, 10080), 0.6),
    (r"几天", (2880, 7200), 0.5),
    (r"[个点]把来?(?:小时|钟头|钟)", (60, 90), 0.9),
    (r"(?<![一二两三四五六七八九十几半那这有])个半(?:小时|钟头|钟)", (90, 90), 0.9),
)
_UNDER = "不到|不足|不满|没到|没有"
_OVER = "以上|往上|朝上|打底|开外"
_MEASURED = re.compile(
    rf"(?P<limit>{_UNDER}|最多|顶多|至多|不超过|超过|至少|起码|最少|顶天)?(?:大概|大约|约|差不多|有)?"
    rf"(?<![0-9零〇一二三四五六七八九十百千万])(?:(?:(?P<from>半个?|{NUMBER}个?)(?:[到倒道导至]|-|~))?"
    rf"(?:(?P<half>(?<!(?<![那这有])个)[大小]?半)(?:个|拉)?(?P<half_more>多|来)?|(?P<number>(?<!几){NUMBER})(?P<tail>多|来|好?几|余)?(?P<piece>个)?(?P<tail2>多|来)?(?P<and_half>半)?(?P<tail3>多)?))"
    rf"{_UNIT}(?P<more>多(?!远|大|高|深)|半(?!个|小时|拉|天)|出头|挂零)?(?:(?:还|都)?(?P<under>{_UNDER})(?![一二两三四五六七八九十\d半])|(?P<over>{_OVER}))?"
)
_WORDS = [(re.compile(pattern), minutes, sure) for pattern, minutes, sure in _NAMED]
_NIGHTS = re.compile(
    rf"(?P<days>{NUMBER})天(?P<same>{NUMBER})(?:夜|宿|晚上|晚|黑)|(?P<nights>{NUMBER})个?(?:夜|宿|晚上|通宵|晚)"
)
_RANGE = re.compile(r"[到倒道导至]|-|~|或者?")
_VAGUE = 0.7  # confidence of 半天, 好几个小时
# 二十分钟前 is a point in time, 三天两头 a habit, 第三天 an ordinal.
_NOT_AFTER = re.compile(r"(?:之|以)?(?:前(?!后)|后(?!半))|两头|(?:以|之)?内(?!涝)|左右前|假")
_NOT_BEFORE = re.compile(r"(?:第|每|星期|礼拜|周|[年月号点:.\d])$")
_WITHIN = re.compile("(?:以|之)内")


def find_durations(text: str, asked: bool = False) -> list[Span]:
    """Find stretches of time said as a quantity.

    Accepts 二十分钟, 五六分钟 [5, 6], 三到五分钟 [3, 5], 半个小时, 一个半小时, 个半钟, 一刻钟, 两个来钟头, 一两个小时, 不到十分钟 and
    十分钟不到 [0, 10], 十来分钟 [10, 15], 二十多分钟 [20, 30], 十几分钟 [11, 19], 一夜 and 一晚上 [480, 720], 一天一夜 [1440, 1440].
    多 on whole hours and open ends (一个多小时, 一小时以上) reach half as much again: [60, 90]. 一会儿, 好久 name no quantity and
    are not found; 二十分钟前 is a point in time. What a later stretch corrects or sums up is left out.

    Args:
        text: What the caller said.
        asked: True when a stretch of time is the open question: 一小时以内 [0, 60] then counts.

    Returns:
        Spans of kind ``duration``; value ``[low, high]`` in minutes.
    """
    return through_fillers(text, lambda said: _find(said, asked))


def _find(text: str, asked: bool) -> list[Span]:
    said = mend_measures(plain(text))
    found: list[Span] = []
    for start, end, (low, high), sure in stretches(said):
        within = _WITHIN.match(said, end) if asked else None
        if within:
            low, end = 0, within.end()
        elif _NOT_AFTER.match(said, end) or said[start - 1 : start] == "前":
            continue
        last = found[-1] if found else None
        if (
            last and said[last.end : start] in ("", "零") and last.value[0] == last.value[1] > low
        ):  # 一小时二十分钟
            found[-1] = _span(text, last.start, end, (last.value[0] + low, last.value[1] + high), sure)
        elif last and _RANGE.fullmatch(said, last.end, start) and last.value[1] < high:  # 一个小时到两个小时
            found[-1] = _span(text, last.start, end, (last.value[0], high), sure)
        elif last and _is_sum(said, found, start, low):
            found = [_span(text, start, end, (low, high), sure)]
        elif last and (_retold(said, last, start, end) or _vague_before(last, start, low, high, sure)):
            found[-1] = _span(text, start, end, (low, high), sure)
        else:
            found.append(_span(text, start, end, (low, high), sure))
    return chosen(said, found)


def stretches(said: str) -> list[tuple[int, int, tuple[float, float], float]]:
    """Return every measured stretch of a plain text, before 前 as well: start, end, (low, high) minutes, confidence."""
    found: list[tuple[int, int, tuple[float, float], float]] = []

    def add(start: int, end: int, minutes: tuple[float, float], sure: float) -> None:
        if all(end <= other_start or start >= other_end for other_start, other_end, *_ in found):
            found.append((start, end, minutes, sure))

    for match in _NIGHTS.finditer(said):
        if (minutes := _nights(match)) and not _NOT_BEFORE.search(
            said[max(0, match.start() - 3) : match.start()]
        ):
            add(*match.span(), minutes, 0.9)
    for match in _MEASURED.finditer(said):
        before = said[max(0, match.start() - 3) : match.start()]
        low_high = _minutes(match)
        if (
            low_high is None
            or _NOT_BEFORE.search(before)
            or (match["unit"] == "分" and re.search("点$|(?<!小)时$", before))
        ):
            continue
        add(match.start(), match.end(), low_high, 1.0)
    for pattern, minutes, sure in _WORDS:
        for match in pattern.finditer(said):
            add(match.start(), match.end(), minutes, sure)
    return sorted(found)


def _nights(match: re.Match[str]) -> tuple[float, float] | None:
    """Return the minutes of 一天一夜 (whole days) or 两宿 (from the first evening to the last morning)."""
    days, nights = number(match["days"] or ""), number(match["same"] or match["nights"])
    if nights is None or (days is None and nights < 2) or days not in (None, nights):
        return None
    if days:
        return days * 1440, days * 1440
    return (nights - 1) * 1440 + 480, (nights - 1) * 1440 + 720


_HALVES = {"半": (0.5, 0.5), "小半": (0.25, 0.5), "大半": (0.5, 1.0)}


def _minutes(match: re.Match[str]) -> tuple[float, float] | None:
    """Return the low and high minutes of one measured stretch."""
    unit = _UNITS[match["unit"]]
    if match["half"]:
        if match["unit"] in ("分", "天", "周") or (match["unit"] == "钟" and "个" not in match[0]):
            return None
        low, high = (part * unit for part in _HALVES[match["half"]])
        high *= 1.5 if match["half_more"] else 1
    else:
        if match["piece"] and match["unit"] in ("分", "周"):
            return None
        said = re.sub("^零(?=[一二三四五六七八九十])", "", match["number"])  # 两个小时零十分
        said = re.sub("^九(?=[一二两三四五六七八]$)", "", said)  # 就两分钟, by its sound
        if match["unit"] == "钟" and not match["piece"]:
            unit = _UNITS["分钟"]  # two o'clock is 两点钟, two hours are 两个钟: what was lost is 分
        if (
            unit == 60
            and not neighbours(said)
            and (pointless := re.fullmatch("([一二三四五六七八九])五", said))
        ):
            said = f"{pointless[1]}点五"  # 1.5小时 read out without its point
        if match["tail"]:
            rough = stretched(said, match["tail"])
        else:
            rough = neighbours(said)
            if rough is None and (value := number(said)) is not None:
                rough = stretched(said, "左右")
                assert rough is not None and rough.low == value
        if rough is None:
            return None
        low, high = rough.low * unit, rough.high * unit
        if match["and_half"] or match["more"] == "半":
            low, high = low + unit / 2, high + unit / 2
        elif match["tail2"] == "来":
            high += unit / 4
        elif match["tail2"] or match["tail3"] or match["more"]:
            high += unit / 2
    if match["from"]:
        begin = 0.5 if match["from"][0] == "半" else number(match["from"].removesuffix("个"))
        if begin is None or begin * unit >= low:
            return None
        low = begin * unit
    limit = match["limit"]
    if match["under"] or limit in (*_UNDER.split("|"), "最多", "顶多", "至多", "不超过", "顶天"):
        low = 0
    elif (limit or match["over"]) and low == high:
        high = low * 1.5
    return low, high


_AGAIN = re.compile(r"[，,、\s]*[嗯呃哦噢啊哎不]+[，,、\s]*(?:得有|有|是)?")


def _retold(said: str, last: Span, start: int, end: int) -> bool:
    """Tell whether a stretch takes the place of the one before it: 十分钟，不对，二十分钟; 不是十分钟，是二十分钟."""
    between = said[last.end : start]
    return (
        corrected(between)
        or _AGAIN.fullmatch(between) is not None
        or (not between and last.text != said[start:end] and last.text[-2:] == said[end - 2 : end])
        or instead(said, last.start, last.end, start)
    )


_TOTAL = re.compile(r"(?:一共|总共|加起来|加一起|前后|拢共|合起来|统共|满共)[^，,。]{0,4}$")


def _vague_before(last: Span, start: int, low: float, high: float, sure: float) -> bool:
    """Tell whether a stretch makes a vague one before it exact: 半天吧，得有五个小时; 半个来钟，半个小时."""
    within = last.value[0] <= low and high <= last.value[1] and last.value[0] != last.value[1]
    return (last.confidence < _VAGUE < sure or within) and start - last.end <= 8


def _is_sum(said: str, found: list[Span], start: int, low: float) -> bool:
    """Tell whether a stretch sums up those before it: 泡了一个小时，又等了一个小时，一共两个小时."""
    return bool(_TOTAL.search(said[found[-1].end : start])) and low >= max(span.value[0] for span in found)


def _span(text: str, start: int, end: int, minutes: tuple[float, float], sure: float) -> Span:
    value = [int(edge) if edge == int(edge) else edge for edge in minutes]
    return Span("duration", start, end, value, text[start:end], sure)
