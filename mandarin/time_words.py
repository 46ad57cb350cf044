"""The words callers tell time with: days, parts of the day, clocks, and what only sounds like them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from mandarin.duration import stretches
from mandarin.house_numbers import THINGS
from mandarin.kinship import WORDS
from mandarin.numerals import Rough, neighbours, number

_TENS = "[一二三四五六七八九]"
HOUR = rf"(?:[01]?\d|2[0-4]|二十[一二三四]?|廿[一二三四]?|十{_TENS}?|[一1][零〇一二三四五六七八九](?=[点时])|二[零〇一二四](?=[点时])|[零〇]?[一二两三四五六七八九]|[零〇])"
_MINUTE = rf"(?:[0-5]\d|[一二三四五]?十{_TENS}?|廿{_TENS}?|[零〇0](?:{_TENS}|两)|[零〇]\d|[二三四五]{_TENS}|[一二三四五][零〇]|一{_TENS}|零零)"
_FEW = rf"(?:\d{{1,2}}|{_TENS}|两)"


@dataclass(frozen=True)
class Clock:
    """A clock time as said: ``hour`` 0-24 before any am/pm, the grain of the saying, and the far end of 三四点."""

    hour: int
    minute: int = 0
    grain: str = "minute"
    until: tuple[int, int] | None = None
    exact: bool = False  # written on 24 hours, as 05:40


@dataclass(frozen=True)
class Day:
    """One or more whole days, ``first`` to ``last``, with the precision they were told in."""

    first: date
    last: date
    precision: str = "day"
    sure: float = 1.0
    ago: bool = False  # told as so many days before now


@dataclass(frozen=True)
class Part:
    """A part of the day: from and to in hours (past 24 into the next day), and how its clock hours count."""

    name: str
    begin: float
    finish: float


@dataclass(frozen=True)
class Piece:
    """One token of time in the compact text."""

    kind: str
    start: int
    end: int
    value: Any
    sure: float = 1.0


PARTS: tuple[tuple[str, Part], ...] = (
    (r"凌晨|拂晓|天不亮|天没亮|天还没亮|鸡叫|五更天?", Part("凌晨", 0, 6)),
    (r"[后下]半[夜宿]", Part("后半夜", 24, 30)),
    (
        r"天刚亮|天亮|蒙蒙亮|麻麻亮|[大一]?清早上?|黎明|清晨|清早起?|清起来?|一大早上?|大早上|大早|早上头?|早晨|早起(?=[\d一二两三四五六七八九十])|早间|早高峰"
        r"|朝头?早|朝晨|透早|打早|早浪向?|早头(?=[\d一二两三四五六七八九十])",
        Part("早上", 5, 9),
    ),
    (r"上午|[头前]晌(?!午)|[头上前早]半[晌天日]|上昼|小晌午", Part("上午", 8, 12)),
    (
        r"大中午|中午|正午|正?晌午头?|晌乎头|晌火|中浪|昼边|(?:[午中晌]饭)(?:点儿?|时候|那会儿|后|以后|的时候)",
        Part("中午", 11, 13),
    ),
    (r"下午|[下后过]晌午?|晌午?后|过午|午后|[下后]半[晌天日]|下昼|晏昼|晏昼头|下晡", Part("下午", 12, 18)),
    (
        r"晚高峰|傍晚|傍黑|(?<![昨前今明])天擦黑|擦黑|天刚黑|[断煞抹]黑|麻麻黑|黄昏|[挨下]晚儿?(?!班)|晚么晌儿?|晚半[晌天]|晚边子?|夜快|掌灯|(?:晚饭|夜饭)(?:点儿?|时候|那会儿|后|以后|的时候)",
        Part("傍晚", 17, 19),
    ),
    (
        r"大晚上|晚上头?|晚间|夜晚|[前上]半[夜宿]|黑下|(?<!一)下黑(?!色|的|车)|黑夜|黑间|黑家|晚夕|晚黑|晚头|夜头|夜到|夜里[厢向]|暗时",
        Part("晚上", 18, 24),
    ),
    (
        r"大?半夜(?:三更)?|三更半夜|深更半夜|深夜|午夜|夜里头?|夜间|夜裡|大夜里|夜半|半宿",
        Part("夜里", 22, 29),
    ),
)
_NAMED = {part.name: part for _, part in PARTS}
_SHORT_PARTS = {
    "早": _NAMED["早上"],
    "晨": _NAMED["早上"],
    "晚": _NAMED["晚上"],
    "夜": _NAMED["夜里"],
    "午": _NAMED["中午"],
    "黑": _NAMED["晚上"],
    "朝": _NAMED["早上"],
    "上": _NAMED["晚上"],
}
_PART = [(re.compile(rf"(?:{words})(?!好(?![像多几])|茶)"), part) for words, part in PARTS]
_SHORT_PART = re.compile(
    r"(?<=[今昨前明当])(?:[早晚夜晨午])(?!饭|高峰|班|餐)|(?<=[琴寻噚])[晚夜朝]|(?<=[日天])夜(?=[\d一二两三四五六七八九十])|(?<=[今昨夜前儿])黑[儿了]?(?!灯|漆|乎|咕|车|色)|(?<=昨)上(?=[\d一二两三四五六七八九十])|(?:早|晚)(?=(?:大概|大约|差不多)?(?:[\d一二两三四五六七八九十]{1,2})点(?!儿|[来去走回]))"
)

_RELATIVE = re.compile(
    r"(?<![以之目每])(?:(?P<big>大*|(?<![早晚路马身街])上)(?P<front>前(?:天(?!气|窗)|日子?|儿个?(?!子|童)|个儿?(?=[早晚夜上中下半黑])|(?=[晚夜早黑][上里头晨\d一二两三四五六七八九十])))"
    r"|(?P<last>昨(?:天(?!气)|日子?|儿个?|个儿?|朝|暝|昏)?|夜儿个?(?![里])|夜来个?(?!香)|夜[个隔](?=[早晚上中下后前半黑晌])|(?<![半黑深昨今前大当午])夜(?=黑(?![灯漆乎咕车色]))|[琴寻噚](?:日|(?=[晚夜朝])))"
    r"|(?P<this>今(?:天|日|儿个?|个儿?|朝|仔日|(?=[晚夜早晨下上中凌傍半黑])))|(?P<next>明(?:天|日|儿个?|朝|(?=[早晚]))|[听聽]日)|(?P<after>大*后(?:天(?!窗)|儿个?)))"
)
_NUMBER_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|元)"
_NUMBER_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二两三四五六七八九])"
_YEAR = r"(?:(?P<year>(?:(?:20|19)\d{2}|\d{2})|[二两]?[零〇]?[零〇一二三四五六七八九]{2}|[二两][零〇][零〇一二三四五六七八九]{2})年|(?P<year_word>今年|去年|前年|大前年))"
_DATE = re.compile(
    rf"(?:{_YEAR}的?)?(?P<month>{_NUMBER_MONTH})月(?:份的?|初(?=[一二三四五六七八九\d]号))?(?P<day>{_NUMBER_DAY})(?:[号日](?!{'楼|线|院|门|路|桥|公路|店|库'})|(?=晚|早|上午|下午|中午|凌晨|夜|半夜|傍晚|$|[，,。]))"
    rf"|(?P<month_word>[大上]上个?月|上一?个?月|这个?月|本月|当月|下个?月)的?(?P<day2>{_NUMBER_DAY})[号日]"
    rf"|(?P<year3>20\d\d)[-/.](?P<month3>1[0-2]|0?[1-9])[-/.](?P<day3>3[01]|[12]\d|0?[1-9])(?!\d)"
    rf"|(?<![\d.\-/])(?P<month4>1[0-2]|0?[1-9])[-/](?P<day4>3[01]|[12]\d|0?[1-9])(?![\d.\-/])"
)
_DAY_OF_MONTH = re.compile(
    rf"(?<![\d一二三四五六七八九十百零〇幺第路街巷弄道里区村镇段桥楼栋座尾工编账单案a-z])(?P<day>{_NUMBER_DAY})(?:号(?!{THINGS}|停|口|高速|国道|的?车位|位|病|床|地|台|车|汽油|油|港|码|的那?个?车|店|环)|日(?!子|产|本|常))"
)
_WEEKDAY = re.compile(
    r"(?<![每姓叫])(?P<week>大*上+一?个?|这个?|本|下+一?个?)?(?:(?<=[上下这本个一])(?:周|星期|礼拜)的?)?(?:周|星期|礼拜|(?<=[上下这个])(?:[星期礼拜]))(?P<weekday>[一二三四五六日天末1-6])(?![个条点辆年周趟次样分鸣到至]|天天)"
    r"|(?<![早晚路街桥车马面边楼路身])(?P<week2>上)(?P<weekday2>[一二三四五六])(?=早上|上午|中午|下午|晚上|傍晚|凌晨|半夜)"
)
_SAME_DAY = re.compile(r"(?P<week>大*上+一?个?)(?:周|星期|礼拜)的?今[天日儿]")
_WEEK = re.compile(r"(?P<week>大*上+一?个?|这个?|本)(?:周|星期|礼拜)(?![一二三四五六日天末\d])")
_MONTH = re.compile(
    rf"(?:{_YEAR}的?)?(?<![\d一二三四五六七八九十])(?P<month>{_NUMBER_MONTH})月(?:份|底|初(?![一二三四五六七八九十])|中旬|上旬|下旬)?|(?P<month_word>[大上]上个?月|上一?个?月|这个?月|[本当]月|下个?月)(?P<where>底|初|中旬|上旬|下旬|月底|末)?"
)
_MANY_DAYS = r"(?P<number>(?<![\d.])[\d.]{1,6}|[一二两三四五六七八九十半几百]{1,6})(?P<tail>多|来)?[个拉]?(?P<tail2>多|来)?(?P<half>半(?=月))?(?P<unit>天|星期|礼拜|周(?!年|[一二三四五六日末])|月|年(?!检|审|轻))(?P<more>多|半)?(?:左右)?"
_LONG_AGO = re.compile(
    rf"{_MANY_DAYS.replace('礼拜|', '礼拜|[星期礼拜](?=[之以]?前)|')}[之以]?前(?![面方边车台挡杠轮后保])(?:的?(?:今|这一?)天)?"
)
LONG_SINCE = re.compile(
    rf"(?<![第每])(?:差不多|大概|得?有个?|怎么[也着]有|过去|快|都)*{_MANY_DAYS}(?<!年)(?:[了咯啦嘞喽哩](?=$|[，,。吧啊呢呀\s都还才就])|(?<=[天拜期])(?:吧|的样子|左右)?$)"
)
"""How many days, weeks or months it has been: 有一个礼拜了, 差不多三天了. Only where the time was asked."""
_VAGUE_DAYS: tuple[tuple[str, int, int], ...] = (
    (r"前[两俩]天|头[两俩]天|前一两天|这一两天", 3, 1),
    (r"前几天|头几天|前些天|前些日子|前阵子|前段时间|好几天前|几天前", 10, 2),
    (r"这两天|这几天", 4, 0),
)
_NOW = re.compile(
    r"(?:就|才|也就|就是)?(?:(?:刚才|刚刚)(?!(?:大概|差不多|也就)?[一二两三四五六七八九十几半\d]+[来多]?(?:分钟|个?半?小时|个?钟头?|刻钟)[以之]?前)|方才|适才|刚将|将将|将才|才将|头先|啱啱|岩岩|啱(?=[撞俾畀碰])|正话|拄才|刚啱|先头(?!部队|的)|就刚(?=$|[，,。])|刚(?=一会儿?|没一会|没多久|没多大|不久|[，,]?不到|出(?:的?事|的?险|了)|发生|撞|被(?!追着)|追尾|碰|刮|蹭|剐|给人|让人)|才刚|才(?=撞|出的?事|被撞|发生))"
    r"(?!(?:不是|我|都|就|已经|也|那个|您|你|前面|在电话里)*(?:跟|和|给|对|同)?(?:你|您|你们|我|他|她|她们|他们)?(?:们)?(?:不是|都|已经|也|就)*(?:说过|说了|说的|讲|问|报过|告诉|提到|说|打(?:过|了)?(?:电话|你|过来)|打|那个?(?:人|客服|小姑娘|电话|客服说)))"
)
_PRESENT = re.compile(
    r"(?:就)?(?:现在|而家|依家|(?<=就)宜家|这会儿?|这阵儿|这哈儿?|这咱|这当口|这时候|眼下|眼目前儿?|当下)"
)
_PAIR = (
    "(?:"
    + "|".join(
        f"[十二]?{low}[、,，]?{high}"
        for low, high in ("一两", "两三", "二三", "三四", "四五", "五六", "六七", "七八", "八九")
    )
    + "|十一[、,，]?二|九[、,，]?十)"
)
_CLOCK = re.compile(
    rf"(?<![\d.:：第百千万零〇一二两三四五六七八九十幺])(?:"
    rf"(?:[差欠缺]|还[有剩](?=[^点]{{1,3}}分))(?P<short>一刻|{_MINUTE}|{_FEW})(?:分钟?)?(?:不到|到|就)?(?P<hour1>{HOUR})点钟?"
    rf"|(?P<pair>{_PAIR}|十?[1-9][、,，][2-9])(?:点)(?P<pair_tail>半|来钟|多钟|多|钟)?"
    rf"|(?P<open>{HOUR})(?=(?:到|至|~|-|—{{1,2}}){HOUR}点)"
    rf"|(?P<hour>{HOUR})(?:点(?!点)|[:：](?=\d\d)|时(?![间候速常段不尚代刻期而]))"
    rf"(?:(?P<half>半)(?![天个小路道截年夜])|(?P<fives>十一?|[一二两三四五六七八九])个字|[搭踏](?P<fives2>十一?|[一二两三四五六七八九])|过?(?P<quarter>[一二两三123])(?:刻钟?|个骨)|(?:还?[差欠缺]|(?:还?不到|没到)(?=(?:一刻|[^点]{{1,3}}分)))(?P<lacking>一刻|{_MINUTE}|{_FEW})(?:分钟?)?"
    rf"|过?(?P<minutes_low>[一二三四])(?P<minutes_high>[二三四五])十分?"
    rf"|过?(?P<minute>{_MINUTE}|{_FEW}(?=分))(?:分钟?|时|(?=[^\d十点万千百块元公米度吨升斤厘倍%个号]|$))|(?P<even>整|踏?正(?![好在要准是常]))|(?P<rough>来钟|多钟|多|许|零?几分|过几分|出头|过一点|过|钟(?!方向))|)"
    rf"(?P<tail>多|来分|几分?|左右|前后|上下|的?样子|刚过|来钟|出头)?)"
)
_NO_CLOCK_AFTER = re.compile(
    r"(?:[一二三四五六七八九\d]+(?:公里|千米|米|万|块|元|度|吨|升|斤|公斤|厘米|倍|%|亿|折|寸|公分)|钟?方向|损失|原因|意见|建议|要求|问题|说明|赞|火|燃|评|名|外卖|餐|菜|漆|儿(?!了)|油(?!耗)|公里|千米|米|万|块|元|度|吨|升|斤|公斤|厘米|倍|%|个百分|缸|寸|折|亿|平米|平方|击|皮外|擦伤|皮肤|小伤|事(?!故)|钱)"
)
_LITTLE_AFTER = re.compile(
    r"(?:都|也|没|不(?!到)|小|点|伤|擦|划|轻|毛病|印|痕|破|坏|责任|疼|痛|酸|晕|红|血|水|痒|凹|变|掉|而已|了$)"
)
_LITTLE_BEFORE = re.compile(
    r"(?:有|早|晚|快|慢|大|小|多|少|近|远|稍微?|好|这么|那么|掉|了|轻|偏|破|坏|急|高|低|重|前|后|说|就|凹|疼|痛|酸|肿|往[左右前后]边?|差|过|这)$"
)
_SAID_AS_POINTS = re.compile(r"(?:有|说|讲|这|那|以下|几)$")

_HABIT = re.compile(r"(?:每天|每日|天天|平时|平常|一般|通常)(?:都|是|的)?(?:早上|晚上|上午|下午|中午)?$")

Scan = Iterator[Piece]
_FIGURES = {
    **dict(zip("零一二三四五六七八九", "0123456789", strict=True)),
    "〇": "0",
    **{d: d for d in "0123456789"},
}


def pieces(said: str, now: datetime, dated: Iterable[Piece] = ()) -> list[Piece]:
    """Cut the tokens of time out of a compact text, in order; where two overlap the earlier, then the longer, wins.

    Args:
        said: The compact text.
        now: The call's start.
        dated: Days found by other means.
    """
    found = [*dated, *(piece for scan in _SCANS for piece in scan(said, now))]
    found.sort(key=lambda piece: (piece.start, -(piece.end - piece.start)))
    kept: list[Piece] = []
    for piece in found:
        if _HABIT.search(said[: piece.start]):
            continue
        if not kept or piece.start >= kept[-1].end:
            kept.append(piece)
    return [piece for index, piece in enumerate(kept) if _is_time(said, kept, index)]


def _is_time(said: str, kept: list[Piece], index: int) -> bool:
    """Return whether a clock is one: 一点 and 两点 need company or a plain setting."""
    piece = kept[index]
    if piece.kind != "clock":
        return True
    words = said[piece.start : piece.end]
    if not re.fullmatch(r"(?:一|两|1|2)点", words):
        return True
    before, after = said[: piece.start], said[piece.end :]
    last = kept[index - 1] if index else None
    if (
        last
        and last.kind in ("day", "part", "now")
        and piece.start - last.end <= 4
        and not _LITTLE_BEFORE.search(said[last.end : piece.start])
    ):
        return not _LITTLE_AFTER.match(after)
    if words[0] in "两2":
        return not _SAID_AS_POINTS.search(before)
    return not (_LITTLE_AFTER.match(after) or _LITTLE_BEFORE.search(before)) and not re.match(
        r"\w", after.lstrip("的了吧呢啊")
    )


def _clocks(said: str, now: datetime) -> Scan:
    for match in _CLOCK.finditer(said):
        if _NO_CLOCK_AFTER.match(said, match.end()) and not match["half"]:
            continue
        clock = _clock(match)
        if clock is not None:
            yield Piece("clock", match.start(), match.end(), clock)


_SPELLED_CLOCK = re.compile(
    r"(?<=[日号天上午晚晨夜早])(?P<hour>[零〇0]?\w|[一1]\w|[二2][零〇一二三四0-4])(?P<minute>[零〇一二三四五0-5][零〇一二三四五六七八九\d])(?=$|左|分|[的多，,。吧前])"
)


def figures(said: str) -> int | None:
    """Return the number read out figure by figure (零六, 四五), None where one is no figure."""
    read = [_FIGURES.get(character) for character in said]
    return None if None in read else int("".join(figure or "" for figure in read))


def _spelled_clocks(said: str, now: datetime) -> Scan:
    """Find the clock read out digit by digit after a day or a part of it: 九号二一一五, 早上六四零."""
    for match in _SPELLED_CLOCK.finditer(said):
        hour, minute = figures(match["hour"]), figures(match["minute"])
        if hour is not None and minute is not None and hour < 24:
            exact = len(match["hour"] + match["minute"]) == 4
            yield Piece("clock", match.start(), match.end(), Clock(hour, minute, exact=exact))


def _clock(match: re.Match[str]) -> Clock | None:
    """Return the clock time of one match."""
    if match["hour1"]:
        short = 15 if match["short"] == "一刻" else number(match["short"])
        hour = number(match["hour1"])
        if short is None or hour is None or short > 59:
            return None
        return Clock((int(hour) - 1) % 24, 60 - int(short)) if short else None
    if match["pair"]:
        rough = Rough(9, 10) if match["pair"][0] == "九" else neighbours(match["pair"])
        if rough is None or rough.high - rough.low != 1 or rough.high > 24:
            return None
        extra = 30 if match["pair_tail"] == "半" else 0
        return Clock(int(rough.low), extra, "hour", (int(rough.high), extra))
    hour = number(match["open"] or match["hour"])
    if hour is None:
        return None
    hour = int(hour)
    if match["open"]:
        return Clock(hour, 0, "hour")
    if match[0].endswith("分钟") and "时" in match[0]:
        return None  # an hour and fifty minutes
    formal = match["hour"][0] == "0" or match[0][len(match["hour"])] == "时"
    if match["half"]:
        return Clock(hour, 30, "quarter")
    if fives := match["fives"] or match["fives2"]:  # in Guangdong the face of a clock has twelve 字
        return Clock(hour, int((number(fives) or 0) * 5), "quarter")
    if match["quarter"]:
        return Clock(hour, int((number(match["quarter"]) or 0) * 15), "quarter")
    if match["lacking"]:
        short = 15 if match["lacking"] == "一刻" else number(match["lacking"]) or 0
        return Clock((hour - 1) % 24, 60 - int(short)) if 0 < short < 60 else None
    if match["minutes_low"]:
        low, high = (int(number(match[name]) or 0) for name in ("minutes_low", "minutes_high"))
        return Clock(hour, low * 10, "quarter", (hour, high * 10)) if high - low == 1 else None
    if match["minute"]:
        value = _minute(match["minute"])
        return (
            None
            if value is None
            else Clock(hour, value, "quarter" if match["tail"] else "minute", exact=formal)
        )
    if ":" in match[0] or "：" in match[0]:
        return None
    return Clock(hour, 0, "minute" if match["even"] else "hour", exact=formal)


def _minute(said: str) -> int | None:
    value = number(said)
    return int(value) if value is not None and 0 <= value < 60 else None


def parts_of_day(said: str) -> list[Piece]:
    """Return the parts of the day a compact text names, in order."""
    found = sorted(_parts(said, datetime.min), key=lambda piece: (piece.start, piece.start - piece.end))
    return [piece for i, piece in enumerate(found) if not i or piece.start >= found[i - 1].end]


def _parts(said: str, now: datetime) -> Scan:
    for pattern, part in _PART:
        for match in pattern.finditer(said):
            yield Piece("part", match.start(), match.end(), part)
    for match in _SHORT_PART.finditer(said):
        yield Piece("part", match.start(), match.end(), _SHORT_PARTS[match[0][0]])


def _relative_days(said: str, now: datetime) -> Scan:
    for match in _RELATIVE.finditer(said):
        if match["front"]:
            offset = -2 - len(match["big"] or "")
        else:
            offset = (
                -1
                if match["last"]
                else 0
                if match["this"]
                else 1
                if match["next"]
                else 2 + match["after"].count("大")
            )
        day = now.date() + timedelta(days=offset)
        yield Piece("day", match.start(), match.end(), Day(day, day))


def _dates(said: str, now: datetime) -> Scan:
    for match in _DATE.finditer(said):
        day = _date(match, now.date())
        if day is not None:
            yield Piece("day", match.start(), match.end(), Day(day, day))
    for match in _DAY_OF_MONTH.finditer(said):
        day = _day_of_month(int(number(match["day"]) or 0), now.date())
        if day is not None:
            yield Piece("day", match.start(), match.end(), Day(day, day))


def _date(match: re.Match[str], today: date) -> date | None:
    """Return the date of a match, the latest one not after today when no year was said."""
    if match["day2"]:
        year, month = _months_back(today, -_steps(match["month_word"]))
        return _safe_date(year, month, int(number(match["day2"]) or 0))
    if match["year3"]:
        return _safe_date(int(match["year3"]), int(match["month3"]), int(match["day3"]))
    month = _month_number(match["month4"] or match["month"])
    day = int(number(match["day4"] or match["day"]) or 0)
    told = _year(match, today)
    if told is not None:
        return _safe_date(told, month, day)
    for year in range(today.year, today.year - 5, -1):
        found = _safe_date(year, month, day)
        if found and found <= today:
            return found
    return None


def _year(match: re.Match[str], today: date) -> int | None:
    if match["year_word"]:
        return today.year - ("今年", "去年", "前年", "大前年").index(match["year_word"])
    if not match["year"]:
        return None
    figures = "".join(str(number(char)) for char in match["year"])
    if len(figures) == 4:
        return int(figures)
    century = 2000 if int(figures[-2:]) <= today.year % 100 + 1 else 1900
    return century + int(figures[-2:])


def _month_number(said: str) -> int:
    return 1 if said == "元" else int(number(said) or 0)


def _day_of_month(day: int, today: date) -> date | None:
    for back in range(0, 3):
        year, month = _months_back(today, back)
        found = _safe_date(year, month, day)
        if found and found <= today:
            return found
    return None


def _months_back(today: date, back: int) -> tuple[int, int]:
    months = today.year * 12 + today.month - 1 - back
    return months // 12, months % 12 + 1


def _safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _steps(word: str) -> int:
    """Return how many weeks or months ahead a word points: 上 -1, 上上 and 大上 -2, 下 1, 这 0."""
    return word.count("下") - word.count("上") - word.count("大")


def _weekdays(said: str, now: datetime) -> Scan:
    today = now.date()
    monday = today - timedelta(days=today.weekday())
    for match in _SAME_DAY.finditer(said):
        day = today + timedelta(weeks=_steps(match["week"]))
        yield Piece("day", match.start(), match.end(), Day(day, day))
    for match in _WEEKDAY.finditer(said):
        week, name = match["week"] or match["week2"] or "", match["weekday"] or match["weekday2"]
        shift = _steps(week)
        if name == "末":
            saturday = monday + timedelta(
                days=5, weeks=shift if week else (0 if today.weekday() >= 5 else -1)
            )
            yield Piece("day", match.start(), match.end(), Day(saturday, saturday + timedelta(days=1)))
            continue
        weekday = 6 if name in "日天" else int(number(name) or 1) - 1
        day = monday + timedelta(days=weekday, weeks=shift)
        if day > today and "下" not in week:  # 这个礼拜天, told on a Tuesday, is behind us
            day -= timedelta(weeks=1)
        yield Piece("day", match.start(), match.end(), Day(day, day))
    for match in _WEEK.finditer(said):
        first = monday + timedelta(weeks=_steps(match["week"]))
        yield Piece("day", match.start(), match.end(), Day(first, first + timedelta(days=6), sure=0.7))


def _months(said: str, now: datetime) -> Scan:
    today = now.date()
    for match in _MONTH.finditer(said):
        if match["month_word"]:
            year, month = _months_back(today, -_steps(match["month_word"]))
        else:
            month = _month_number(match["month"])
            told = _year(match, today)
            year = told if told is not None else today.year - (month > today.month)
        if not 1 <= month <= 12:
            continue
        first = date(year, month, 1)
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        words = match[0]
        if words.endswith(("底", "末", "下旬")):
            first = first.replace(day=21 if words.endswith("下旬") else 25)
        elif words.endswith(("初", "上旬")):
            last = first.replace(day=10 if words.endswith("上旬") else 7)
        elif words.endswith("中旬"):
            first, last = first.replace(day=11), first.replace(day=20)
        yield Piece("day", match.start(), match.end(), Day(first, last, "month"))


def _ago(said: str, now: datetime) -> Scan:
    for start, end, (low, high), sure in stretches(said):
        tail = re.compile(
            r"(?:左右|吧)?[之以]?前(?:(?![面方边车台挡杠轮后保])|(?=车[爆坏被着熄抛就自没不]))|[之以]$|的(?:事儿?|功夫|工夫)"
        ).match(said, end)
        since = re.compile(r"(?:左右|吧)?了").match(said, end) and re.search(
            r"(?:撞完?了?|发生|出事|到现在|完事儿?)(?:大概|差不多|已经|都|快|得|也|就|应该){0,3}(?:有|过了|过去)?(?:大概|差不多)?$",
            said[:start],
        )
        within = re.compile(r"(?:以内|之内|内)(?!涝)").match(said, end)
        before = re.search(
            r"(?:(?<![目之以])前|刚过去?|刚刚过去?|才过去?|才过了|过去)了?(?:大概|差不多)?$", said[:start]
        )
        if re.search(r"[天周期拜月]", said[start:end]) or not (tail or before or within or since):
            continue
        begin = before.start() if before else start
        if within:
            yield Piece("ago", start, within.end(), (timedelta(minutes=high), timedelta(0), "quarter"), 0.7)
            continue
        yield Piece(
            "ago",
            begin,
            tail.end() if tail else end,
            gone_by(low, high, said[start : tail.end() if tail else end]),
            sure,
        )
    for match in _LONG_AGO.finditer(said):
        yield from long_ago(match, now)
    for pattern, far, near in _VAGUE_DAYS:
        for match in re.finditer(pattern, said):
            first, last = (now.date() - timedelta(days=days) for days in (far, near))
            yield Piece("day", match.start(), match.end(), Day(first, last, sure=0.5))


def gone_by(low: float, high: float, words: str) -> tuple[timedelta, timedelta | None, str]:
    """Return how far back something lies, the near end of 五六分钟 too, and how exactly the words tell it."""
    rough = re.search(r"多|来|几|把|不到|左右|半", words)
    grain = "hour" if low >= 60 else "quarter" if rough or (low % 5 == 0 and low > 10) else "minute"
    low = low or high
    far = low if rough else high
    return timedelta(minutes=far), timedelta(minutes=low) if far != low else None, grain


def long_ago(match: re.Match[str], now: datetime) -> Scan:
    """Yield the day that so many days, weeks, months or years lie behind, as words of ``_MANY_DAYS`` tell it."""
    unit = {"天": 1, "月": 30, "年": 365}.get(match["unit"], 7)
    said = match["number"]
    if "几" in said:
        return
    rough = neighbours(said)
    value = 0.5 if said == "半" else rough.low if rough else number(said)
    if value is None or value * unit > 36500 or (said == "半" and unit == 1):
        return
    far = rough.high if rough else value
    if match["more"] == "半" or match["half"]:
        value, far = value + 0.5, far + 0.5
    elif match["tail"] or match["tail2"] or match["more"]:
        far += 0.5
    first, last = (now.date() - timedelta(days=round(amount * unit)) for amount in (far, value))
    exact = unit == 1 or (unit == 7 and value == far)
    yield Piece(
        "day",
        match.start(),
        match.end(),
        Day(first, last, "day" if exact else "month", 1.0 if exact else 0.6, ago=True),
    )


def _nows(said: str, now: datetime) -> Scan:
    for match in _NOW.finditer(said):
        yield Piece("now", match.start(), match.end(), None, 0.9)
    for match in _PRESENT.finditer(said):
        alone = re.fullmatch(
            r"(?:就|是|就是|嗯|啊|的|吧|发生的?|出的?事|[，,。])*",
            said[: match.start()] + said[match.end() :],
        )
        yield Piece("now", match.start(), match.end(), None, 0.9 if alone else 0.3)


def _following_days(said: str, now: datetime) -> Scan:
    for match in re.finditer(r"第二天|次日|隔天|转天|转过天", said):
        yield Piece("next_day", match.start(), match.end(), None)


FESTIVALS = {
    "元旦": (1, 1),
    "情人节": (2, 14),
    "妇女节": (3, 8),
    "植树节": (3, 12),
    "劳动节": (5, 1),
    "青年节": (5, 4),
    "儿童节": (6, 1),
    "建军节": (8, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "平安夜": (12, 24),
    "圣诞": (12, 25),
}
"""Festivals of the common calendar: month and day."""
_SURNAMES = "".join(WORDS["common_surnames"].split())
_FEASTS = "|".join(name.removesuffix("节") for name in FESTIVALS)
_NAMESAKE = re.compile(rf"(?<=[{_SURNAMES}])(?:{_FEASTS})(?!节)")
_FESTIVAL = re.compile(
    rf"(?<![年后前])(?:{'|'.join(FESTIVALS)})节?(?!前|后|期间|假|放|长假|路|街|桥|村)(?:那天|当天|那日)?"
)


def without_namesakes(said: str) -> str:
    """Return the words, of the same length, without people who are called after a festival: 赵国庆."""
    return _NAMESAKE.sub(lambda name: " " * len(name[0]), said)


def _festivals(said: str, now: datetime) -> Scan:
    """Find festivals told without a year: the last one that has begun."""
    for match in _FESTIVAL.finditer(without_namesakes(said)):
        month, day = FESTIVALS[next(name for name in FESTIVALS if match[0].startswith(name))]
        date_of = [date(year, month, day) for year in (now.year, now.year - 1)]
        found = next(one for one in date_of if one <= now.date())
        yield Piece("day", match.start(), match.end(), Day(found, found))


_SCANS = (
    _following_days,
    _ago,
    _dates,
    _relative_days,
    _weekdays,
    _months,
    _parts,
    _clocks,
    _spelled_clocks,
    _festivals,
    _nows,
)
