"""Putting back the words of time where recognition kept only their sound."""

from __future__ import annotations

import re
from functools import lru_cache

from mandarin.homophones import sounds

# Words of time; a pair of characters that sounds like one of them is taken for it …
_WORDS = [
    "昨天",
    "昨晚",
    "昨夜",
    "前天",
    "今天",
    "今早",
    "今晚",
    "早上",
    "早晨",
    "上午",
    "中午",
    "下午",
    "傍晚",
    "晚上",
    "凌晨",
    "清晨",
    "半夜",
    "夜里",
    "深夜",
    "刚才",
    "刚刚",
    "星期",
    "礼拜",
    "点钟",
    "点半",
    "上周",
    "三刻",
    "晚黑",
    "昨儿",
    "前儿",
    "今儿",
    "昨日",
    "前日",
    "今日",
    "元旦",
]
# Days and parts of one: these are taken even when both characters are wrong, or another word is spelled, before a clock
# or between a day and the end of a clause.
_DAYS = frozenset(["昨天", "昨晚", "昨夜", "前天", "今天", "今早", "今晚"])
_PARTS = frozenset(
    ["早上", "早晨", "上午", "中午", "下午", "傍晚", "晚上", "凌晨", "清晨", "半夜", "夜里", "深夜"]
)
_BEFORE_CLOCK = re.compile(
    r"[上商伤尚]?(?:大概|大约|差不多|也就|将近|[得是有就])?[零〇一二两三四五六七八九十廿\d]{1,3}[点店电典]"
)
_CLAUSE_ENDS = re.compile(r"$|[，,。吧的呢啊左]|大概|差不多|那会|那时")
_DAY_ENDS = re.compile(r"(?:[昨今前]天|[昨今前][日儿]|[号日]|(?:周|星期|礼拜)[一二三四五六日天末])$")
_OTHER_UP_OR_DOWN = tuple("路车马身街桥楼手地网班早晚底脚一乡家其途空市")
_DAY_OR_PART_AHEAD = re.compile(
    r"[个各革格]?[早上下中晚凌傍半夜清深黑朝\d一二两三四五六七八九十]|个?(?:$|[，,。])"
)
# … only after a number or a measure for these, which sound like too much else.
_AFTER_NUMBER = ["分钟", "小时", "钟头", "点半", "点钟"]
_AFTER_MEASURE = ["以前", "之前"]
_MEASURE_ENDS = tuple("钟时头天期拜周月年")
# Ordinary words that sound like a word of time and are left alone.
_KEPT = frozenset(
    [
        "晌午",
        "作业",
        "做完",
        "坐完",
        "做晚",
        "钢材",
        "消失",
        "小事",
        "校时",
        "商务",
        "上屋",
        "上武",
        "重物",
        "中物",
        "众物",
        "值钱",
        "之钱",
        "一千",
        "已欠",
        "一前",
        "钱填",
        "半页",
        "半业",
        "作夜",
        "兴起",
        "性起",
        "行起",
        "姓齐",
        "星起",
        "坐弯",
        "左弯",
        "左湾",
        "夏雾",
        "下雾",
        "吓误",
        "下物",
        "今万",
        "进完",
        "紧完",
        "金碗",
        "点伴",
        "立牌",
        "店中",
        "典中",
        "电中",
        "尚舞",
        "上舞",
        "上物",
        "上五",
        "下五",
        "中五",
        "终无",
        "钟无",
        "找上",
        "玩上",
        "刚钢",
        "钢缸",
        "杠杠",
        "帮完",
        "绑完",
        "礼白",
        "灵臣",
        "零沉",
        "尚州",
        "商州",
        "上州",
        "上舟",
        "伤周",
        "商周",
        "尚周",
        "上粥",
    ]
)
_NUMBER = "一二两三四五六七八九十百半个来多几0123456789"
_SLOT = r"(?<=[\d一二两三四五六七八九十])"
_NEXT = r"(?=[\d一二三四五六七八九十半整多钟左来的了]|$|[，,。])"
_ALIKE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    # one character in the slot its sound belongs to
    (re.compile(pattern), heard)
    for pattern, heard in (
        (rf"{_SLOT}[典店电垫碘颠奠]{_NEXT}", "点"),
        (
            r"(?<=[晚早上午晨里夜天][\d一二两三四五六七八九十])[的地得](?=[一二三四五]?十|[零一二三四五]\d|\d\d|半)",
            "点",
        ),
        (r"(?<=点)[办伴班板搬般版](?!到)", "半"),
        (r"(?<=点[一三])[课克客科颗可]", "刻"),
        (r"(?<=点[一二三四五])[是时事石市式使实师食](?=[一二三四五六七八九分多左]|$|[，,。的了])", "十"),
        (r"(?<=[点十])[期其起骑齐器](?=分)", "七"),
        (r"(?<=[点十])[吧巴把爸](?=分)", "八"),
        (r"(?<=[点十])[无午物武舞误](?=分)", "五"),
        (r"(?<=[点十])[就酒久旧](?=分)", "九"),
        (r"(?<=[点十])[流留刘溜](?=分)", "六"),
        (r"[打达答搭](?=前[天儿日])", "大"),
        (r"(?<=[上下这])[各革葛格隔歌](?=礼拜|星期|周|月)", "个"),
        (r"候(?=半[夜宿晌])|(?<=饭)候", "后"),
        (r"(?<=[前后上下早]半)[商伤响]", "晌"),
        (r"(?<=夜)二(?=[早上中下晚黑前后])", "儿"),
        (r"(?<=分钟)[钱千](?=$|[，,。的])", "前"),
        (r"(?<=[天期拜周星])[钱千](?=$|[，,。的])", "前"),
        (r"(?<=[一二三四五六七八九十])[是事市](?=[一二三四五]?十[一二三四五六七八九]?分)", "时"),
        (r"[亲勤秦芹侵](?=日[早朝晚下上昼晏夜])", "琴"),
        (r"(?<=[昨前今]儿)[各革格](?=[早上下中晚半])", "个"),
        (r"[商伤尚](?=上个?(?:礼拜|星期|周|月))", "上"),
        (r"(?<=大年)[处出除楚](?=[一二三四五六七八九])", "初"),
        (r"[政证郑整](?=月[初一二十])", "正"),
        (r"(?<=[那也])[九久酒旧救](?=是)", "就"),
        (r"(?<=点)[达打答](?=[一二三四五六七八九](?:$|[，,。]))", "搭"),
        (r"(?<=点[一二三四五六七八九]个)[资自子](?=$|[，,。])", "字"),
        *(
            (rf"(?<=[晚早上午晨里夜天儿约概][{extra}])[{alike}](?=点(?![火燃着餐菜儿头]))", figure)
            if extra
            else (rf"(?<=[晚早上午晨里夜天儿约概])[{alike}](?=点(?![火燃着餐菜儿头]))", figure)
            for extra in ("", "十")
            for alike, figure in (
                ("期其起骑齐器气", "七"),
                ("吧巴把爸", "八"),
                ("就酒久旧救", "九"),
                ("流留刘溜", "六"),
                ("无午物武舞误", "五"),
                ("死丝思寺司似", "四"),
                ("伞散叁", "三"),
                ("量辆亮凉", "两"),
                ("时石市式实食", "十"),
                ("而儿耳尔", "二"),
            )
        ),
    )
)


def mend(said: str) -> str:
    """Return the text, same length, with words of time put back: 坐晚九店四石 becomes 昨晚九点四十."""
    said = _mend_numbers(_mend_words(said))
    for pattern, heard in _ALIKE:
        said = pattern.sub(heard, said)
    return said


_FIGURES = dict(
    zip(
        ["yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu", "shi", "liang", "ling"],
        "一二三四五六七八九十两零",
        strict=True,
    )
)
# Words of their own that sound like figures: never the outer end of a number.
_PARTICLES = frozenset("吧是事时就已以而把啊试")
_PART_END = re.compile(
    r"(?:早上|早晨|上午|中午|下午|晚上|傍晚|凌晨|夜里|半夜|今早|昨晚)(?:大概|大约|差不多|[是在，,约])?"
)
_MINUTES = re.compile(
    r"[一二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九]|[二三四五][一二三四五六七八九]|[一二三四五六七八九](?=[分份])"
)
_AMOUNT = re.compile(r"[一二两三四五六七八九]?十[一二三四五六七八九]?$|[一二两三四五六七八九]$")
_AGO = re.compile(r"(?:个?半?小时|个?钟头|分钟|刻钟)(?P<tail>[之以]?)(?P<ago>.)")
_OF_MONTH = re.compile(r"(?<=月)(?P<day>.)(?P<number>.)(?=$|[早上下中晚凌傍夜半，,的])")
_OF_WEEK = re.compile(
    r"(?<=上周|这周|本周)(?P<day>.)(?=$|[早上下中晚凌傍夜半，,的])|(?<=星期|礼拜)(?P<day2>.)(?=$|[早上下中晚凌傍夜半，,的])"
)


def _figure(character: str) -> str | None:
    """Return the figure a character is or sounds like."""
    if character in "零〇一二两三四五六七八九十":
        return character
    return next((_FIGURES[sound] for sound in sounds(character) if sound in _FIGURES), None)


def _mend_numbers(said: str) -> str:
    """Return the text with figures, 点 and 前 put back where only a time can stand: 下午散店五失 is 下午三点五十."""
    heard = list(said)
    for match in _PART_END.finditer(said):
        _mend_hour(heard, match.end())
    for index, character in enumerate(heard):
        if character == "点" and index and heard[index - 1] in "零〇一二两三四五六七八九十":
            _mend_minutes(heard, index + 1)
    for index in range(1, len(heard) - 2):
        hours = "".join(heard[index + 1 : index + 3]) in ("小时", "钟头")
        if (
            hours
            and heard[index] != "个"
            and "ge" in sounds(heard[index])
            and heard[index - 1] in "一二两三四五六七八九十几半"
        ):
            heard[index] = "个"
    for match in _AGO.finditer("".join(heard)):
        if "qian" in sounds(match["ago"]) and match["ago"] not in "千欠":
            _mend_amount(heard, match.start())
            heard[match.start("ago")] = "前"
    for match in _OF_MONTH.finditer("".join(heard)):
        figure = _figure(match["day"])
        if (
            figure
            and "hao" in sounds(match["number"])
            and (match["number"] == "号" or match["day"] == figure)
        ):
            heard[match.start("day")], heard[match.start("number")] = figure, "号"
    for match in _OF_WEEK.finditer("".join(heard)):
        where = match.start("day") if match["day"] else match.start("day2")
        figure = _figure(heard[where])
        if figure and figure in "一二三四五六" and heard[where] not in _PARTICLES:
            heard[where] = figure
    return "".join(heard)


def _mend_hour(heard: list[str], start: int) -> None:
    """Put back one to three figures and the 点 after a part of the day."""
    for length in (1, 2, 3):
        figures = [_figure(character) for character in heard[start : start + length]]
        end = start + length
        if len(figures) < length or None in figures or end >= len(heard):
            return
        if heard[end] != "点" and "dian" not in sounds(heard[end]):
            continue
        after = heard[end + 1] if end + 1 < len(heard) else ""
        true = any(character == figure for character, figure in zip(heard[start:end], figures, strict=True))
        if (after in tuple("火燃着餐菜了") and not true) or (heard[end] != "点" and not true and length > 1):
            return
        heard[start : end + 1] = [*(figure for figure in figures if figure), "点"]
        return


def _mend_minutes(heard: list[str], start: int) -> None:
    """Put back the figures after 点 where at least one of them, or 分, was heard."""
    figures = ""
    for character in heard[start : start + 3]:
        figure = _figure(character)
        if figure is None:
            break
        figures += figure
    following = "".join(heard[start + len(figures) : start + len(figures) + 1])
    if following == "点" and heard[start] in _PARTICLES:
        return  # 八点是九点: what leads to the next clock
    while figures:
        match = _MINUTES.match(figures + following)
        if match is None or match.end() == 0:
            return
        length = min(match.end(), len(figures))
        last = heard[start + length - 1]
        follower = heard[start + length] if start + length < len(heard) else ""
        tens = length == 2 and figures[1] == "十" and heard[start] in "二三四五" and last not in _PARTICLES
        if last != figures[length - 1] and not tens and follower not in ("分", "份"):  # 拔 for 吧 is no eight
            figures, following = figures[: length - 1], last
            continue
        true = any(heard[start + place] == figures[place] for place in range(length))
        if true or follower in ("分", "份"):
            heard[start : start + length] = figures[:length]
        return


def _mend_amount(heard: list[str], end: int) -> None:
    """Put back the figures of an amount that ends here."""
    figures = ""
    for character in reversed(heard[max(0, end - 3) : end]):
        figure = _figure(character)
        if figure is None:
            break
        figures = figure + figures
    while figures and heard[end - len(figures)] in _PARTICLES:
        figures = figures[1:]
    match = _AMOUNT.search(figures)
    if match:
        heard[end - len(match[0]) : end] = match[0]


def _mend_words(said: str) -> str:
    by_sound = _by_sound()
    firsts = {first for first, _ in by_sound}
    mended = list(said)
    index = 0
    while index < len(said) - 1:
        pair = said[index : index + 2]
        word = None
        if any(sound in firsts for sound in sounds(pair[0])):
            word = next(
                (
                    by_sound[first, second]
                    for first in sounds(pair[0])
                    for second in sounds(pair[1])
                    if (first, second) in by_sound
                ),
                None,
            )
        if word is None or word == pair or not (_placed(word, said, index) or _fits(word, said, index)):
            index += 1
            continue
        mended[index : index + 2] = word
        index += 2
    return "".join(mended)


def _placed(word: str, said: str, index: int) -> bool:
    """Return whether a day or a part of one stands where only such a word can: before a clock, after a day."""
    if word not in _DAYS and word not in _PARTS:
        return False
    pair, before = said[index : index + 2], said[:index]
    if pair in _exact() or said[index - 1 : index + 1] in _exact() or said[index + 1 : index + 3] in _exact():
        return False
    if word[0] in "上下中" and before.endswith(_OTHER_UP_OR_DOWN):
        return False
    after_day = _DAY_ENDS.search(before[-3:]) is not None
    if _BEFORE_CLOCK.match(said, index + 2):
        return after_day or not before or pair[1] != "五"
    return after_day and word in _PARTS and _CLAUSE_ENDS.match(said, index + 2) is not None


def _fits(word: str, said: str, index: int) -> bool:
    """Return whether the word may stand here: parts of a word of time are not torn out of their own."""
    before = said[index - 1 : index]
    pair = said[index : index + 2]
    if pair in _KEPT:
        return False
    if pair in _exact() or said[index - 1 : index + 1] in _exact() or said[index + 1 : index + 3] in _exact():
        return False
    if pair[0] == "作" and before and before in "工合动操制协运写创":
        return False
    if pair[0] == "弯" and before and before in "个急条那这大小道转拐陡处":
        return False  # 那个弯上
    if word in _AFTER_NUMBER:
        return before != "" and before in _NUMBER
    if word in _AFTER_MEASURE:
        return before in _MEASURE_ENDS
    if word[0] in "昨前今" and word[1] in "儿日":  # 千儿八百 is no day
        alike = word[1] == pair[1] or word[0] == pair[0]
        return alike and _DAY_OR_PART_AHEAD.match(said, index + 2) is not None
    if word in ("星期", "礼拜"):
        return said[index + 2 : index + 3] in tuple("一二三四五六日天")
    if word == "三刻":
        return before == "点"
    if word == "上周":
        return said[index + 2 : index + 3] in tuple("一二三四五六日天末")
    return sum(a == b for a, b in zip(word, pair, strict=True)) == 1 or word in (
        "刚才",
        "凌晨",
        "傍晚",
        "昨天",
        "昨晚",
    )


@lru_cache(maxsize=1)
def _exact() -> frozenset[str]:
    return frozenset((*_WORDS, *_AFTER_NUMBER, *_AFTER_MEASURE, "晌午"))


@lru_cache(maxsize=1)
def _by_sound() -> dict[tuple[str, str], str]:
    from pypinyin import lazy_pinyin  # costs 0.3 s, so only once a call needs it

    found: dict[tuple[str, str], str] = {}
    for word in (*_WORDS, *_AFTER_NUMBER, *_AFTER_MEASURE):
        first, second = lazy_pinyin(word)
        found.setdefault((first, "er" if word.endswith("儿") else second), word)
    return found
