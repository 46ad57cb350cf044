"""The recap before registration: what costs the caller money or the surveyor a trip, in at most thirty seconds of speech.

One row a fact, in the order of the interview, in few words; while all of it takes too long, the rows take still fewer, all of them
once before any a second time, the one that gains most first: words become fewer before a part is only counted (等5处), and parts are
counted before anything is left out. What was not said well enough is read as it was said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from claims import parties
from claims.answers import own_name
from claims.clock import moment_or_none
from claims.interview import UNKNOWN, Facts, told
from claims.place_words import read_out, with_distance
from claims.when_and_where import LOCATED, LOCATED_READ, ORDER, is_just_now
from claims.who import INVERSE, SELF, driver_of
from mandarin.house_numbers import house_behind
from mandarin.kinship import NO_NAME
from mandarin.place import roads_in
from mandarin.severity import injuries_in, names_a_finding
from mandarin.speech import read_time, seconds
from mandarin.taken import is_hedged

LONGEST_S = 27.8
"""Seconds of the facts; with "让我确认：…对吗？" around them the recap stays within thirty."""

CASES: Mapping[str, str] = {
    "collision_single": "单方事故",
    "collision_multi": "与他车相撞",
    "collision_nonmotor": "与非机动车相撞",
    "pedestrian": "撞到行人",
    "parked_hit_unknown": "停放时被撞",
    "parked_damage": "停放时受损",
    "scratch": "车身被划",
    "flood": "车辆涉水",
    "theft": "车辆被盗",
    "fire": "车辆起火",
    "glass": "玻璃破损",
    "falling_object": "被坠物砸中",
}

HAPPENED: Mapping[str, Mapping[str, str]] = {
    "collision_multi": {"rear_ended": "被追尾", "rear_end": "追尾前车", "hit_by_vehicle": "被他车撞"},
    "collision_single": {"rollover": "翻车", "hit_animal": "撞到动物", "ran_off": "冲出路面"},
}
"""Case type -> event -> what happened, where the case alone leaves it open."""

WITH: Mapping[str, str] = {parties.MOTOR: "collision_multi", parties.NON_MOTOR: "collision_nonmotor"}
"""Kind of another party -> the case an accident is read as that was taken for one of our car alone."""

STARTED_AGAIN: Mapping[Any, str] = {True: "，进水后打过火", False: "，没有再打火"}
TAKEN: Mapping[Any, str] = {True: "已送医院", False: "没送医院"}

SHORTER: Sequence[tuple[str, str]] = (
    ("保险杠", "杠"),
    ("发动机盖", "机盖"),
    ("翼子板", "翼"),
    ("后视镜", "镜"),
    ("挡风玻璃", "挡"),
    ("车门", "门"),
    ("大灯", "灯"),
    ("后备箱盖", "尾盖"),
)
"""Parts of a car in the words of the trade, which callers use as well."""

WHO_IS_HURT: Mapping[str, tuple[str, str]] = {
    "车上人员": ("您车上", "我方"),
    "第三者车上人员": ("对方车上", "对方"),
    "非机动车人员": ("骑车的", "骑车的"),
    "行人": ("行人", "行人"),
}
"""Kinds of injured people (004/B-10) as people call them, and in still fewer words."""

SOONER: Sequence[tuple[str, str]] = (
    ("(今|昨)天(早|晚)上", r"\1\2"),
    ("今天(?=[凌上中下])", ""),
    ("(?<=点[二三四五]十)分|(?<=十[一二三四五六七八九])分", ""),
)
"""A time in fewer words: 今早七点五十五."""

Wordings = tuple[str, ...]
"""A fact in words, the fullest wording first; each next one is shorter. No words at all: there is nothing to read."""

Source = Callable[[Facts, datetime], Iterable[Wordings]]
"""What reads a kind of fact, a row each."""


def recap(facts: Facts, now: datetime) -> str:
    """Sum up what will be registered, only of what was said."""
    rows = [_Row(row, wordings) for row in ROWS for wordings in row(facts, now) if wordings]
    while seconds(_text(rows)) > LONGEST_S:
        gains = [(not row.counts, -row.at, row.gain, -number) for number, row in enumerate(rows) if row.gain]
        if gains:
            rows[-max(gains)[3]].at += 1
        elif left := [row for source in LEAST for row in rows if row.source is source]:
            rows.remove(left[0])
        else:
            break
    return _text(rows)


def changed(before: Facts, after: Facts, now: datetime) -> str:
    """Say what a correction has made of some facts; all of it is read again where what is left says nothing new."""
    known = [wordings[0] for row in ROWS for wordings in row(before, now) if wordings]
    new = [
        wordings[0] for row in ROWS for wordings in row(after, now) if wordings and wordings[0] not in known
    ]
    if _parties(before) and not _parties(after):
        new.append("没有别的车")
    return f"改为{'，'.join(new)}，其他不变" if new else f"现在记的是：{recap(after, now)}"


@dataclass
class _Row:
    """A fact that is read: where it comes from, its wordings, and which of them is chosen."""

    source: Source
    wordings: Wordings
    at: int = 0

    @property
    def gain(self) -> float:
        """Seconds that the next shorter words gain; 0 when there are none."""
        left = self.wordings[self.at : self.at + 2]
        return seconds(left[0]) - seconds(left[1]) if len(left) > 1 else 0.0

    @property
    def counts(self) -> bool:
        """Whether the next shorter words count parts that these name."""
        return bool(_COUNTED.search(self.wordings[self.at + 1]))


_COUNTED = re.compile(r"等\d+处")


def _text(rows: list[_Row]) -> str:
    return "，".join(row.wordings[row.at] for row in rows)


def _shorter_and_shorter(*wordings: str) -> Wordings:
    """Return the wordings that take less time than those before them."""
    kept: list[str] = []
    for words in wordings:
        if not kept or seconds(words) < seconds(kept[-1]):
            kept.append(words)
    return tuple(kept) if kept[0] else ()


def _put(rules: Iterable[tuple[str, str]], text: str) -> str:
    for pattern, words in rules:
        text = re.sub(pattern, words, text)
    return text


def _car(facts: Facts, now: datetime) -> Iterable[Wordings]:
    if told(facts, "plate"):
        yield (str(facts["plate"]),)
    elif told(facts, "vin"):
        yield (f"车架号末四位{str(facts['vin'])[-4:]}",)


def _time(facts: Facts, now: datetime) -> Iterable[Wordings]:
    heard = facts.get("accident_time")
    if not isinstance(heard, Mapping):
        return
    start, end = moment_or_none(heard.get("start")), moment_or_none(heard.get("end"))
    if start is None or is_just_now(heard):
        yield (str(heard["said"]),) if heard.get("said") else ()
    else:
        yield (_put(SOONER, read_time(start, end, heard.get("precision") or "minute", now)),)


def _place(facts: Facts, now: datetime) -> Iterable[Wordings]:
    """Read the place, without the province of a city; where it is long, the surveyor finds it without the district too."""
    place = facts.get("place")
    if not isinstance(place, Mapping):
        return
    if place.get("text") == LOCATED:
        yield (LOCATED_READ,)
        return
    said = _within(read_out(place), PLACE[0])
    parts = [part for part in ORDER if place.get(part) and not (part == "province" and place.get("city"))]
    if not set(ORDER[3:]) & set(parts):  # no more than a town, or nothing that has a name: as it was said
        yield _shorter_and_shorter(
            *said, *_cut(_close(str(place.get("text", "")).removeprefix("在")), *PLACE)
        )
        return
    road = str(place.get("road") or "")
    numbered = {**place, "road": road + house_behind(road, str(place.get("text") or ""))}
    numbered |= {part: with_distance(place, part) for part in ("crossing", "landmark") if place.get(part)}
    if place.get("crossing") and not roads_in(str(place["crossing"])):  # 屏山大道右转那个驾鹤路 就那个路口
        others = [name for name in roads_in(str(place.get("text") or "")) if name not in road]
        numbered["crossing"] = "".join([*others[:1], str(numbered["crossing"])])
    whole = [
        _close(_joined([str(numbered[part]) for part in parts if part not in left_out]))
        for left_out in LEFT_OUT
    ]
    yield _shorter_and_shorter(*said, *(_cut(text, PLACE[0])[0] for text in whole), *_cut(whole[-1], *PLACE))


def _within(pieces: list[str], length: int) -> list[str]:
    """Join the pieces of a place as far as they fit, as one wording; none where nothing does."""
    while pieces and len("".join(pieces)) > length:
        pieces = pieces[:-1]
    return ["".join(pieces)] if pieces else []


def _close(text: str) -> str:
    """Return a text without the pauses of who said it."""
    return re.sub(r"\s+", "", text)


def _joined(names: list[str]) -> str:
    """Join the parts of a place, each said once: 将军大道, 将军大道路口."""
    return "".join(
        name
        for at, name in enumerate(names)
        if not any(
            name in other and (name != other or at > before)
            for before, other in enumerate(names)
            if before != at
        )
    )


LEFT_OUT: tuple[frozenset[str], ...] = (
    frozenset(),
    frozenset({"province"}),
    frozenset({"province", "district"}),
)


def _cut(text: str, *lengths: int) -> Wordings:
    """Return the beginning of a text, ever shorter; no number is cut in two (K612+300)."""
    return tuple(dict.fromkeys(text[: _whole_number(text, length)] for length in lengths))


def _whole_number(text: str, at: int) -> int:
    """Return where a number ends that goes on across a character, else that character."""
    within = "+.0123456789"
    while 0 < at < len(text) and text[at] in within and text[at - 1] in within:
        at += 1
    return at


PLACE = (36, 24, 16)
"""Characters of a place, ever fewer."""


def _happened(facts: Facts, now: datetime) -> Iterable[Wordings]:
    """Read what happened, what was struck besides vehicles, and whether a flooded engine was started again."""
    case, events = str(facts.get("case_type") or ""), facts.get("events") or ()
    things = "、".join(facts.get("property_damage") or ())
    if case == "collision_single":  # nobody is told 单方事故 where another party is read
        case = next((WITH[str(kind)] for kind in map(_kind, _parties(facts)) if kind in WITH), case)
    if case == "collision_single" and things and not set(HAPPENED[case]) & set(events):
        yield (f"撞到{things}",)
        return
    if case == "collision_nonmotor":
        bikes = [
            str(party["type"])
            for party in _parties(facts)
            if _kind(party) != parties.MOTOR and party.get("type")
        ]
        yield (f"与{bikes[0]}相撞" if len(bikes) == 1 else CASES[case],)
    elif case in CASES:
        who = next((words for event, words in HAPPENED.get(case, {}).items() if event in events), CASES[case])
        if things and _struck_first(case, events):
            yield (f"撞到{things}，后{who}",)
            return
        again = STARTED_AGAIN.get(facts.get("flood_restarted"), "")
        yield (who + again * (case == "flood"),)
    if things:
        yield (f"{things}坏",)


def _struck_first(case: str, events: Sequence[str]) -> bool:
    """Tell whether our car struck a thing by the road before another car came into it."""
    others = [events.index(event) for event in HAPPENED.get(case, {}) if event in events]
    return (
        case == "collision_multi"
        and "hit_fixed" in events
        and events.index("hit_fixed") < min(others, default=-1)
    )


def _parties(facts: Facts) -> list[parties.Party]:
    """Return the other parties that have a car or a bike; the caller's own car is none, whatever was heard."""
    others = [party for party in parties.listed(facts) if _kind(party) != parties.PEDESTRIAN]
    return [party for party in others if not party.get("plate") or party["plate"] != facts.get("plate")]


def _kind(party: Mapping[str, Any]) -> Any:
    return party.get("kind")


def _driver(facts: Facts, now: datetime) -> Iterable[Wordings]:
    told, driver = facts.get("driver"), driver_of(facts)
    if not isinstance(told, Mapping):
        return
    # The insured's name is read to nobody who did not say it.
    if told.get("relation") == SELF and not told.get("of"):
        yield ("您开",)
        return
    named = facts.get("verified") or told.get("name") or facts.get("reporter_name")
    who = (driver.get("name") if named else None) or _in_callers_words(told) or driver.get("relation") or ""
    if who:
        yield (f"{who}开",)


def _in_callers_words(told: Mapping[str, Any]) -> str:
    """Return a driver told of by what they are to the caller, as the caller called them: 您弟弟, and never 兄弟姐妹."""
    word, relation = str(told.get("word") or ""), str(told.get("relation") or "")
    of_the_caller = relation in INVERSE or relation == NO_NAME
    return f"您{word}" if word and of_the_caller and not told.get("of") else word or relation


def _own_damage(facts: Facts, now: datetime) -> Iterable[Wordings]:
    damage = facts.get("own_damage")
    if isinstance(damage, list):
        yield _damaged("", damage) if damage else ("您的车没坏",)


def _damaged(before: str, damage: list[str]) -> Wordings:
    """Read damaged parts after some words about whose they are."""
    short = [_put(SHORTER, part) for part in damage]
    if any(_TOLD.search(part) for part in damage):
        return _shorter_and_shorter(*(f"{before}{cut}" for cut in _cut("、".join(short), 24, 12)))
    more = f"等{len(damage)}处"
    return _shorter_and_shorter(
        f"{before}{'、'.join(short)}坏",
        *(f"{before}{'、'.join(short[:n])}{more}坏" for n in (3, 1) if len(damage) > n),
    )


_TOLD = re.compile("[了没被都]")
"""What tells of damage instead of naming a part: 车都叫人偷走了."""


def _others(facts: Facts, now: datetime) -> Iterable[Wordings]:
    """Read each of the other parties: whose it is, its plate, its damage, whether it is gone, and where there is time its number."""
    listed = _parties(facts)
    for number, party in enumerate(listed, start=1):
        callers = facts.get("relation") == parties.THIRD and number == parties.CALLERS
        which = "您的车" if callers else _called(party, number if len(listed) > 1 else 0)
        plate, owner = (str(party.get(field) or "").replace(UNKNOWN, "") for field in ("plate", "owner"))
        known = which + (f"{owner}的{plate or '车'}" if owner else plate)
        seen = f"车牌只看到{party['plate_part']}" if party.get("plate_part") else "没记下车牌"
        ending = "，已离开" * bool(party.get("fled")) + f"，{seen}" * (party.get("plate") == UNKNOWN)
        damage = party.get("damage")
        wordings: Wordings = ()
        if isinstance(damage, list) and damage:
            mark = "，" * (known != which)
            told_of = _damaged(known + mark, [str(part) for part in damage])
            wordings = tuple(f"{words}{ending}" for words in told_of)
        elif damage == []:
            wordings = (f"{known}没坏{ending}",)
        elif known != which or len(listed) > 1 or (ending and facts.get("case_type") not in UNSEEN):
            wordings = (known + (ending if known != which else ending.removeprefix("，")),)
        if party.get("phone"):
            full = f"{wordings[0]}，电话" if wordings else f"{which}电话"
            wordings = (f"{full}{party['phone']}", *wordings) if wordings else (f"{full}{party['phone']}",)
        yield wordings


UNSEEN = frozenset({"parked_hit_unknown"})
"""Cases that say themselves that nobody knows the other car."""


def _called(party: Mapping[str, Any], number: int) -> str:
    """Name a party: 对方 where there is one, else by where it was, what it is, or its number."""
    if not number:
        return "对方"
    if party.get("at") in ("前", "后"):
        return f"{party['at']}车"
    kind = "" if _kind(party) == parties.MOTOR else "那辆非机动车"
    named = party.get("type") or parties.name_of(dict(party))
    return f"那辆{named}" if named else kind or f"第{parties.ORDINALS[number - 1]}辆车"


def _injuries(facts: Facts, now: datetime) -> Iterable[Wordings]:
    """Read the dead, the injured, and where they are; the dead are never called injured."""
    if facts.get("injured") is False:
        yield ("无人受伤",)
    if facts.get("injured") is not True:
        return
    count, deaths = facts.get("injured_count"), facts.get("deaths") or 0
    kinds = facts.get("injured_kind")
    kind = str(kinds[0]) if isinstance(kinds, list) and len(kinds) == 1 else ""
    if deaths:
        yield _shorter_and_shorter(f"{deaths}名{kind}死亡" if kind else f"{deaths}人死亡", f"{deaths}人死亡")
        count = count - deaths if isinstance(count, int) else 0
        if count <= 0:
            return
    many = str(count) if isinstance(count, int) else "有"
    among = [str(one) for one in kinds] if isinstance(kinds, list) and not deaths else []
    others = "另有" * bool(deaths)
    long, few = ("和".join(WHO_IS_HURT.get(one, (one, one))[n] for one in among) for n in (0, 1))
    full, short = f"{others}{long}{many}人受伤", f"{others}{few}{many}人伤"
    ward = str(facts["ward"]) if told(facts, "ward") else ""
    where = _taken_where(facts)
    severity = _severity(facts)
    rows = ((full, severity, where + ward), (full, where + ward), (short, where + ward), (short, where))
    yield _shorter_and_shorter(*("，".join(filter(None, row)) for row in rows))


def _taken_where(facts: Facts) -> str:
    """Return whether and where the injured were taken, as certain as it was told."""
    if told(facts, "hospital"):
        name = str(facts["hospital"])
        return f"医院{name}" if is_hedged(name) else f"在{name}"
    if told(facts, "hospital_planned"):
        return f"准备送{facts['hospital_planned']}"
    if facts.get("hospital_awaited"):
        return "还没送到医院"
    return TAKEN.get(facts.get("sent_hospital"), "")


def _severity(facts: Facts) -> str:
    """Return how badly in as many injuries as there is time for; none of it where the caller cannot tell."""
    read = ""
    for one in injuries_in(facts.get("injury_severity") if told(facts, "injury_severity") else ""):
        if _NOT_KNOWN.search(one) and not names_a_finding(one):
            continue
        if read and len(read) + len(one) > SEVERITY:
            break
        read = f"{read}、{one}" if read else one[:SEVERITY]
    return read


SEVERITY = 16
"""Characters of how badly somebody is hurt that are read back."""

_NOT_KNOWN = re.compile("不知道|不清楚|不晓得|说不[准好]|没看|可能|好像|大概|差不多|应该")
"""Words of a caller who cannot tell how badly somebody is hurt; they are kept, and not read back."""


def _fee(facts: Facts, now: datetime) -> Iterable[Wordings]:
    if facts.get("fee_paid") is True:
        amount = facts.get("fee_amount") if told(facts, "fee_amount") else None
        # 那一千二是缝针的钱 没抢救
        paid, plain = ("已付医院", "已付医院费用") if facts.get("treated") is False else ("已付抢救费",) * 2
        yield _shorter_and_shorter(*([f"{paid}{amount}元"] if amount else ()), plain)


def _tow(facts: Facts, now: datetime) -> Iterable[Wordings]:
    if facts.get("rescue") is False:
        yield ("不用拖车",)
    if facts.get("rescue") is True:
        to = _where(str(facts["rescue_to"])) if told(facts, "rescue_to") else ""
        where = f"拖车到{to}" if to and not _UNDECIDED.search(to) else "要拖车"
        when = _tow_when(str(facts["rescue_when"])) if told(facts, "rescue_when") else ""
        yield (f"{where}，{when}" if when else where,)  # who comes too early has come for nothing


def _tow_when(said: str) -> str:
    """Return when the tow may come, as said, without the words that name it again: 拖车下午来."""
    return re.sub(
        r"^(拖车|救援车?|吊车)的?(时间|不对|错了?|[，,\s]|改[成到为在]|写一?下|是|你|让他们?)*", "", said
    )[:14]


_UNDECIDED = re.compile("你们|安排|随便|都行|都可以|没想好|不知道|^[要好行对嗯呢啊吧的]+$")
"""Words to where the car is to be towed that name no place."""


def _where(said: str) -> str:
    """Return a whereabouts that goes behind 在 or 到, of words that tell it: "停在小区里呢", "今早开到城北店里去了 建设路那家"."""
    said = max(said.split(), key=lambda piece: (bool(_KIND_OF_PLACE.search(piece)), len(piece)), default="")
    said = _put(NO_PLACE, said)
    return found[-1] if len((found := _AT.findall(said) or [said])[-1]) > 1 else said


_KIND_OF_PLACE = re.compile("[部铺厂店场库院队所家楼区村镇路街门站里口桥港]|4[sS]|公司|单位|中心|医院")


NO_PLACE: Sequence[tuple[str, str]] = (
    (r"^(嗯|呃|啊|哦|那个|这个|就是说?|说|就(?!近)|近(?!的)|现在|目前|车子?|送|拉|拖|到)+(?=[^，。])", ""),
    (r"(来了|去了|这[里儿]?了|了|呢|啊|吧|呀|嘛)$", ""),
)
_AT = re.compile(r"(?:停|放|搁|扔|开|拖|挪|送|弄|还|走|都|就)(?:在|到|去|进|回)+了?([^，。]{2,})")


def _whereabouts(facts: Facts, now: datetime) -> Iterable[Wordings]:
    if facts.get("at_scene") is True:
        yield ("车在现场", "在现场")
    elif facts.get("at_scene") is False and told(facts, "car_location"):
        told_where = str(facts["car_location"])
        where = LOCATED_READ if told_where == LOCATED else _where(told_where).removeprefix("在")
        yield _shorter_and_shorter(*(f"车在{cut}" for cut in _cut(where, 16, 8)))


def _contact(facts: Facts, now: datetime) -> Iterable[Wordings]:
    """Read whom to ring; the number that calls need not be read to who calls from it."""
    name, phone = (
        str(facts[fact]) if told(facts, fact) else "" for fact in ("contact_name", "contact_phone")
    )
    if not (name or phone):
        return
    own = phone and phone == facts.get("caller_phone")
    who = f"联系{'您' if name == SELF or (own and name == own_name(facts)) else name}"
    yield (f"{who}本机尾号{phone[-4:]}", f"{who}本机") if own else (f"{who}{phone}",)


ROWS: tuple[Source, ...] = (
    _car, _time, _place, _happened, _driver, _own_damage, _others, _injuries, _fee, _tow, _whereabouts, _contact,
)  # fmt: skip

LEAST: tuple[Source, ...] = (_fee, _driver, _whereabouts, _happened)
"""What is left out first where even the fewest words for everything take too long."""
