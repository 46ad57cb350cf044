"""Where a car is now: 车在甘井子泉水家里地库, 不在了 车搁西苑路我家楼下, 现在停在九州饭店门口呢.

The words for the place, as said, in the clause that puts the car there and those right behind that go on about it. Words that no
surveyor finds (旁边, 前头, 家里) are none, and where people are (我在医院) no car is.
"""

from __future__ import annotations

import re

from mandarin.place import find_places
from mandarin.span import Span
from mandarin.tow import towed_to

KIND = "car_at"

MOVED, NOW, STOOD = "moved", "now", "stood"
"""How the car is put there: brought (拖到…), said to be there now, or only said to stand there, as it may have before."""

_CAR = r"(?:车子?|车辆|那车|它)"
_BY = r"(?:我|我们|俺|已经|也|都|就|还|先|人|现在|这会儿|目前|刚才|后来|才|一直|又|今天|昨天|前天|[昨今当]晚|[今当]早|夜里|晚上|早上|上午|中午|下午|当时|当天|凌晨|给|叫|让|被|交警|警察|人家|他们)*"
_PUT = r"(?:停|搁|放|扣|摆|靠|存|撂)(?:放|着|好)?"
_MOVED = r"(?:挪|开|拖|拉|弄|整|送|滑|溜|推|移|吊)(?:走|车)?"
_TO = r"(?:到|回|去|进|往|在|至)(?:了)?"
_NOW = r"(?:现在|这会儿|目前)"
_CUES = tuple(
    (how, re.compile(words))
    for how, words in (
        (MOVED, rf"{_CAR}{_BY}{_MOVED}{_TO}"),
        (MOVED, rf"(?:^|[,，。\s我])(?:{_BY})?(?:挪|开|拖|滑|溜|移|推){_TO}(?!医院|[这那])"),
        (MOVED, rf"(?:拖|吊|拉|弄)走(?:了|的)?[,，\s]+(?:现在|就|还)*(?:{_PUT})?在"),
        (NOW, rf"{_NOW}(?:我|我们|俺)?(?:人)?(?:和|跟)?{_CAR}?(?:都|就|还)?(?:{_PUT})?(?:在|搁)"),
        (NOW, rf"(?:我|我们|俺){_NOW}{_CAR}?(?:都|就|还)?(?:{_PUT})?(?:在|搁)"),
        (NOW, rf"{_CAR}{_NOW}{_BY}(?:{_PUT})?(?:在|搁|到)?"),
        (STOOD, rf"{_CAR}{_BY}(?:{_PUT})?(?:在|搁|到)(?!了?[这那])"),
        (STOOD, rf"{_CAR}{_BY}{_PUT}(?!在|着$)"),
        (STOOD, rf"(?:^|[,，。\s])(?:还|就)?(?:{_PUT})(?:在|到|(?=[我俺咱]))"),
    )
)

_BELONGS = r"店|汽修|修理[厂部铺]|厂|站|场|队|中队|大队|单位|公司|村|镇|乡|小区|楼|院|部|门口|门前|路|街|道|区|县|市|库|桥|园|城|苑|府|馆|所|中心|广场|服务区|港湾|应急车道|路肩|空地|政府|村委会|车位|超市|[东南西北]侧"
_ENDS = re.compile(
    rf"(?:{_BELONGS}|底下|旁边|边上?|边|对面|附近|里面?|[这那][儿里边]?|[路街道楼门场院库桥河]上|大厅|跟前|前|门|上)"
    r"(?:停着|放着|扣着|搁着|守着|等着|停的|扣起)?(?:了|着|的|呢|嘞|呐|啊|呀|哦|嘛|吧|哩|咧)*$"
)
_PLACE = re.compile(_BELONGS)
_KEEPERS = re.compile(
    r"店|汽修|修理|厂|停车[场位楼]|车[库位场]|地库|收费站|服务区|港湾|应急车道|路肩|空地|桥底?下|加油站|交警|[中大]队|小区|村委会|政府|饭店|酒店|门口|楼下|院[里内子]"
)
"""Where a car stands and not only its driver: 我现在在雁栖湖停车场."""
_TAKEN = re.compile(
    rf"{_CAR}(?:已经|都|也|刚|先)*(?:被|让|叫|给)[^,，。\s]{{0,6}}?(?:拖|拉|扣|吊|开|弄)(?:走|去|到|回|了)"
)
"""The car is somewhere else than who speaks: 车子被交警拖走了."""
_ALREADY, _DRIVES = re.compile("已经|现在|这会儿|目前|后来|[都也]"), re.compile("开[到回去进往在至]")
"""What tells 已经开到修理厂 from 我开到路口."""
_VAGUE = re.compile(
    r"[我俺咱]?们?(?:自己)?(?:的)?(?:家|旁边|边上|前头|前面|路边|别处|外面|现场|原地|医院|急诊|病房|车[里上])(?:里|了|那|去)*"
)
_MENDS = re.compile("修|4S|四S")
"""Where no accident happens: a car that is there now was brought there."""
_BREATH = re.compile(r"[了呢嘛啊呀吧哈](?=[,，\s])")
_WARD = re.compile(r"急诊|病房|外科|内科|骨科|门诊里|走廊|[一二三四五六七八九十\d]+[楼床]|医院$")
_NOT = re.compile(r"(?:没|不|别|未)(?!受?伤|事|大?碍)[^,，。\s]{0,3}$")
_HIS = re.compile(
    r"(?:对方|他|她|人家|那|前|后|别人|三轮|电动|警|救护|拖|出租|货|公交|的士|停|倒|洗|修|开|堵|上|下|让|挪|会|汽)(?:的|那个?|辆|个)*$"
)
_TRAILS = re.compile(
    r"(?:停着|放着|扣着|搁着|守着|等着|停的|扣起|去|来)?(?:了|着|的|呢|嘞|呐|啊|呀|哦|嘛|吧|哩|咧|\s)*$"
)


def find_whereabouts(text: str) -> list[Span]:
    """Find where the car is said to be now, the last that is said; usually nothing."""
    found = []
    taken = _TAKEN.search(text)
    for how, cue in _CUES:
        for match in cue.finditer(text):
            if taken and how == NOW and "车" not in match[0]:
                continue  # 我现在在医院门口 车子被交警拖走了
            pause = match[0][:1].strip(" ,，。") == ""  # 不在啦 |开回单位了: denied is the clause before
            before = "" if pause else text[: match.start()]
            if _NOT.search(before) or _HIS.search(before):
                continue
            end = _reach(text, match.end())
            words = _TRAILS.sub("", text[match.end() : end])
            if not _tells(words) or ("车" not in match[0] and not _keeps_cars(text, match, words)):
                continue
            wished = towed_to(text)
            if wished and (words in wished or wished in words):
                continue  # 拖去坪山那个店 is where it is to be taken
            if how == NOW and _MENDS.search(words):
                how = MOVED
            value = {"text": _BREATH.sub("", words), "how": how}
            found.append(Span(KIND, match.end(), match.end() + len(words), value, words))
    found.sort(key=lambda span: (span.end, _ORDER.index(span.value["how"])), reverse=True)
    return found[:1]


_ORDER = (STOOD, NOW, MOVED)

_STILL = r"(?:还是?|都|也|仍然?|就|一直|照旧|好好)+的?"
_AT = r"(?:停放?|放|搁|摆|趴|撂|扔)?(?:在|搁|喺|到|[了勒辣来](?=现场|原|老地方|路|桥|应急))?"
_WHERE_IT_WAS = r"(?:(?:事故|出事)?现场|原[地处位]|老地方|老位置|原来(?:的)?|(?:出事|撞)的?(?:那|地方)|[那这](?![边头]?[个家])[儿里点块搭达疙]?)"
_UNMOVED = r"(?:[没冇未]有?|呒没|一?动也?[没不]|[没冇]敢)(?:人)?(?:再)?(?:动(?!静|手)|挪(?!走了)|移)"
_STANDS = re.compile(
    rf"(?<![他她])(?<!对方)(?<!人家)(?<!的)(?:{_CAR})[^,，。\s不离]{{0,8}}?{_UNMOVED}"
    rf"|(?<![他她])(?<!对方)(?<!人家)(?<!的)(?:{_CAR}){_STILL}{_AT}{_WHERE_IT_WAS}"
    rf"|(?:^|[,，。\s])(?:我)?{_STILL}{_AT}(?:(?:事故|出事)?现场|原[地处位]|老地方|老位置)"
    rf"|(?:^|[,，。\s])还(?:是)?[停放搁摆撂][在了到]?{_WHERE_IT_WAS}"
    rf"|(?:^|[,，。\s])还[了勒辣来](?:现场|原|老地方|路|桥|应急)"
    rf"|(?:^|[,，。\s])还在[,，\s]+(?:就|停)?在(?!家|单位|修理|公司|医院|4|交警|路上)"
    rf"|(?:^|[,，。\s])还在(?:应急车道|服务区|收费站|桥|路边|楼下|地库|车库|院里|弄堂|胡同|[那这](?:搭|里|儿|块|点|达))"
)
"""The car has not moved from where it happened: 车在桥头没动, 还停在老地方, 还了现场 (了 is 在 in Wu), 还在那搭咧."""
_DENIED_THAT = re.compile(r"(?:^|[,，。\s])(?:早就?|都|已经?)?(?:不在了?|没在|离开了?|走了|开走了?|拖走了?)")
_BY_THE_CAR = re.compile(
    rf"{_CAR}{_STILL}{_AT}(?:现场|原)|{_CAR}[^,，。\s]{{0,8}}?{_UNMOVED}|{_STILL}在现场没动"
)


def stands_where_it_was(text: str) -> bool:
    """Tell whether the words say that the car still stands where it happened, whoever is there: 车在桥头没动 人在医院."""
    denied = _DENIED_THAT.search(text)
    return bool((_BY_THE_CAR if denied else _STANDS).search(text))


def _keeps_cars(text: str, cue: re.Match[str], words: str) -> bool:
    """Tell whether a place is one where a car stands, of which the words speak without naming the car: 已经开到修理厂了."""
    if _WARD.search(words) or not _KEEPERS.search(words):
        return False
    told = _ALREADY.search(cue[0]) or text.startswith(("了", "来了", "去了"), cue.end() + len(words))
    return bool(told) or not _DRIVES.search(cue[0])


def _tells(words: str) -> bool:
    """Tell whether a surveyor finds what these words name."""
    bare = _TRAILS.sub("", words)
    return len(bare) > 1 and not _VAGUE.fullmatch(bare) and bool(_PLACE.search(bare) or find_places(bare))


_BROUGHT = re.compile(rf"[^了]{{1,12}}?(?:{_BELONGS})(?=了)")
"""A place that is reached with 了, whatever runs on behind it: 拖到顺发修理厂|了左前门和车顶都变形了."""


_WHERE_PEOPLE_ARE = re.compile(r"(?:[我俺咱他她]们?|人)(?:都|也|还|自己|现在|这会儿)*(?:不在|没在|在)")
"""Words of where people are, behind where the car is: 车还在沟里 我不在现场."""


def _reach(text: str, start: int) -> int:
    """Return where the words for a place that begin there end: with their clause, and those that name more of it."""
    end = start
    for clause in re.finditer(r"[^,，。;；!！?？\s]+", text[start:]):
        if end > start and (not _ENDS.search(clause[0]) or _WHERE_PEOPLE_ARE.match(clause[0])):
            break
        if end == start and not _ENDS.search(clause[0]) and (brought := _BROUGHT.match(clause[0])):
            return start + brought.end()
        end = start + clause.end()
        if not _ENDS.search(clause[0]) and not find_places(clause[0]):
            break
    return end
