"""A correction of something said before: the new value wins, and nothing of the old one stays."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from claims import parties
from claims.answers import (
    HOSPITAL_FACTS,
    VAGUE,
    contact_person,
    counted_on,
    hurt_after_all,
    injury_facts,
    is_anywhere,
    is_others,
    is_place,
    less_badly,
    named_as,
    of_hospital,
    one_more_elsewhere,
    own_name,
    read_answer,
    says,
    states,
    time_fact,
)
from claims.case_type import ALONE, SURE_UNASKED, case_type, overturns, weighed
from claims.clock import iso, moment
from claims.facts import IMPACTS
from claims.heard import Heard, Value
from claims.interview import OF_OTHERS, UNKNOWN, Facts, known, without_stale
from claims.place_words import short_of_it
from claims.report import SECTIONS
from claims.retold import retold
from claims.time_range import begun_as_before, ends_told, is_no_time_of_it, with_ends
from claims.volunteered import volunteered
from claims.volunteered.circumstances import take_flags, tow_later
from claims.volunteered.damage import take_belongings
from claims.volunteered.people import take_company
from claims.when_and_where import is_just_now, is_on_the_map, nearer, stands_alone, united
from claims.who import SELF
from claims.whose_number import NOT_TO_RING, OURS, holder_of, to_ring
from mandarin.aboard import told_aboard
from mandarin.corrections import slips
from mandarin.hospitals import leaves_open
from mandarin.house_numbers import renumbered
from mandarin.parts import NAMED_ONLY, fits, same_noun
from mandarin.place import short_of
from mandarin.property import struck_out
from mandarin.read import SURE_OF_EVENT
from mandarin.sides import speaks_of_others
from mandarin.tow import refuses_a_tow, towed_to, was_towed
from mandarin.whereabouts import STOOD

CUE = re.compile(
    r"(?:又|再|重新)(?:去|给)?(?:问|查|确认|核)了?[^,，。\s]{0,4}一?[遍下回]|嘴[瓢快笨]|[瞎胡乱][说讲]|[说讲记弄搞整]得?(?:颠倒|串)|整[错反混岔]|搅(?:混|一[搭起块])|昏了?头|不对|不是|错了|[说讲报记弄搞看听念写](?:[错反混岔]|颠倒)|口误|更正|纠正|改一下|改[成为]|哦不|噢不|应该是|重新说|刚才(说|讲)的.{0,6}(不|错)|(?<!没)没[说讲]全|[说讲]漏|少[说讲]了"
)

POLICY_FACTS = (
    "lookup", "looked_up", "named_only", "plate_confirmed", "policy", "verified", "policy_confirm", "coverage", "verdict",
    "verdict_cover", "elsewhere", "new_energy",
)  # fmt: skip
"""What was looked up for a vehicle, and falls with it."""

STORY_FACTS = ("third_parties", "verdict")
"""What hangs on the kind of accident."""


def is_correction(heard: Heard) -> bool:
    """Tell whether the caller takes something back that was told before; a slip of this very breath is none."""
    cues = list(CUE.finditer(heard.text))
    if cues and _in_one_breath(heard, cues):
        return bool(heard.amended)
    return heard.is_intent(("correct",), 0.5) or bool(heard.amended) or bool(cues)


def _in_one_breath(heard: Heard, cues: Sequence[re.Match[str]]) -> bool:
    """Tell whether all cues only take back what was said right before them: 拖到松江 不对 拖到青浦, 川G五T幺八 哦不是 幺九."""
    values = ((one.start, one.end) for one in heard.all("plate", "phone", "vin", "time"))
    ranges = [*slips(heard.text), *values]
    return all(any(start <= cue.start() and cue.end() <= end for start, end in ranges) for cue in cues)


def without_company(heard: Heard) -> Heard:
    """Return what was heard without that who rode along is well, which takes back nobody's injury: 后排坐了我妹子 她没事."""
    company = told_aboard(heard.text)
    if not company:
        return heard
    kept = (
        value
        for value in heard.values
        if value.kind != "injury" or value.value.get("any") is not False or value.text not in company
    )
    return replace(heard, values=tuple(kept))


def contradicts(heard: Heard, facts: Facts, asked: str | None) -> bool:
    """Tell whether the words correct something without a "不对".

    They deny or add to an injury told before, or name another car than the one the insurer does not know.
    """
    heard = without_company(heard)
    injury = heard.first("injury")
    hurt = injury.value if injury is not None else {}
    denied = hurt.get("any") is False and facts.get("injured") is True and not _of_one(injury, asked)
    # What is told after the number is an addition, and help comes first.
    after_all = not known(facts, "registered") and asked != "injured" and hurt_after_all(heard, facts)
    counted = (
        facts.get("injured_count") not in (None, UNKNOWN, hurt.get("count")) and asked != "injured_count"
    )
    recounted = counted and "count" in hurt and bool(_COUNTED_ANEW.search(heard.text))
    told_anew = _another_plate(heard, facts, asked) or _another_side(heard, facts, asked)
    undriven = isinstance(facts.get("driver"), Mapping) and bool(_NOBODY_IN_IT.search(heard.text))
    read_back = asked == "recap" and not heard.only_asks
    untowed = asked not in ("rescue", "rescue_to") and _tow(heard, facts) == {"rescue": False}
    thing = read_back and bool(_one_more_thing(heard, facts))
    one_more = bool(counted_on(heard, facts))
    unhappened = not heard.only_asks and bool(_struck_out(heard, facts))
    return any(
        (
            bool(_never_left(heard, facts)),
            unhappened,
            denied,
            after_all,
            recounted,
            undriven,
            untowed,
            thing,
            one_more,
            told_anew,
        )
    )


def _of_one(injury: Value | None, asked: str | None) -> bool:
    """Tell whether somebody alone is said to be well (车上还有我女儿 她没事), which denies nobody else's injury; at the recap it may."""
    if injury is None or asked == "recap" or injury.value.get("any") is not False:
        return False
    return bool(_ONE_IS_WELL.match(injury.text))


_ONE_IS_WELL = re.compile(
    r"(?:[我俺他她]|我?(?:女儿|儿子|老婆|老公|媳妇|妈|爸|娃|孩子|闺女))(?!们)[^，。,人都谁]{0,4}(?:没|好)"
)

_COUNTED_ANEW = re.compile(r"[就只][有是]?(?:我|他|她|这|那)|一共|总共|其实|没那么多")
"""Words with which the injured are counted anew: 就我老婆一个人受伤."""

_NOBODY_IN_IT = re.compile(
    r"(没|没有|没得|冇|无)人(在)?开(?!门)|车(上|里)头?(没|没有|没得|冇)人|(没|没有|没得|冇)人(在|坐)?(我|俺)?车(上|里)"
)
"""Words that nobody drove, whatever is asked; "车停着呢" answers where it is."""


def _another_side(heard: Heard, facts: Facts, asked: str | None) -> bool:
    """Tell whether the damage is told anew, with each part on the other side: 是右边 右前翼子板和右后视镜; or some of it denied."""
    before = facts.get("own_damage")
    if asked == "own_damage" or not isinstance(before, list) or heard.all("event"):
        return False
    denied = [value.value for value in heard.spoken_of("part") if value.assertion == "denied"]
    if any(fits(part, thin) for part in before for thin in denied):
        return True
    parts = heard.all("part")
    told_as_damage = any(part.confidence > NAMED_ONLY for part in parts)
    if not (told_as_damage or restates(heard) or _ON_A_SIDE.search(heard.text)):
        return False  # 王姐你那箱子先搁后门
    told = [value.value for value in parts]
    moved = [part for part in told if part not in before and any(same_noun(part, one) for one in before)]
    return bool(moved) and all(part in (*moved, *before) for part in told) and not ADDS.search(heard.text)


def _another_plate(heard: Heard, facts: Facts, asked: str | None) -> bool:
    if facts.get("lookup") not in ("none", "expired") or asked in OF_OTHERS:
        return False
    own = [v.value["plate"] for v in heard.all("plate") if v.problem is None and not is_others(heard, v)]
    return any(plate not in (facts.get("plate"), *parties.told(facts, "plate")) for plate in own)


def corrected(heard: Heard, facts: Facts, previous: str | None) -> dict[str, Any] | None:
    """Apply a correction.

    Args:
        heard: The turn.
        facts: What is known.
        previous: The question answered last, which a bare "不对，是两个" is about.

    Returns:
        All facts after the correction; None when the utterance changes nothing that is known.
    """
    changes = changes_in(heard, facts, previous)
    if not changes and previous and known(facts, previous) and not _about_another(heard, previous):
        answer = read_answer(previous, heard, {**facts, previous: None})
        if answer is not None and not answer.problem:
            changes = {name: value for name, value in answer.facts.items() if value != facts.get(name)}
    return put_right(changes, facts) if changes else None


def put_right(changes: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """Return the facts with some of them changed, without what depended on them."""
    return without_stale(_fallen(changes, facts) | dict(changes), facts)


def replaced_time(value: Value, before: object) -> dict[str, Any] | None:
    """Return the fact of a time that takes the place of one told before; None when it cannot be, or leaves the half of the day open.

    A clock without its half of the day (三点四十) keeps the half, and the day, of the time before.
    """
    told, readings = time_fact(value), value.value.get("readings") or _halves(value)
    if value.problem:
        return None
    if not isinstance(before, Mapping) or not before.get("start"):
        return None if readings else told
    if not readings:
        return begun_as_before(_moved(before, told), before)
    ends = [moment(end) for end in (before["start"], before.get("end")) if end]
    within = [at for at in readings if ends[0] <= moment(at) <= ends[-1]]
    nearest = min(within or readings, key=lambda at: abs(moment(at) - ends[0]))
    return {**told, "start": nearest, "end": None}


def _halves(value: Value) -> Sequence[str]:
    """Return both readings of a clock that names neither the day nor its half: 撞是八点来钟."""
    told = value.value
    if told.get("told") != "clock" or told.get("end") or _NAMES_THE_HALF.search(value.text):
        return ()
    at = moment(told["start"])
    return [(at + timedelta(hours=hours)).isoformat(timespec="minutes") for hours in (-36, -24, -12, 0, 12)]


_NAMES_THE_HALF = re.compile(
    r"[今昨前明]|[早晚夜晨午晌]|周|星期|礼拜|[月号日]|凌|后晌|擦黑|傍|(?:1[3-9]|2[0-3]|十[三-九]|二十)[点:：]"
)

_STILL_TO_COME = re.compile(
    r"(?:我|他|她|再|就|要|会|才|得|还)*(?:去(?!的|过|了)|来(?!的|过|了|钟)|过去|过来|拿|取|办|调|送)"
)
"""What follows a time that is still to come: 我下午去."""


def _about_another(heard: Heard, previous: str) -> bool:
    """Tell whether the words name an identifier, so that a "不对" in them is not about the question before."""
    return bool(heard.all("plate", "vin", "phone")) and previous not in IDENTIFIED_BY


IDENTIFIED_BY = frozenset(
    {
        "plate",
        "vin",
        "engine_no",
        "policy_no",
        "third_plate",
        "contact_name",
        "contact_phone",
        "callback_phone",
    }
)
"""Questions answered by a plate, a VIN or a telephone number."""

NAMED: Mapping[str, tuple[re.Pattern[str], tuple[str, ...]]] = {
    "plate": (re.compile(r"车牌|牌照|牌号"), ("plate",)),
    "accident_time": (re.compile(r"(?<!拖车)(?<!拖车的)(?<!救援)(?:时间|日期|几点)"), ("time",)),
    "place": (
        re.compile(r"地点|(?<![坏伤损碰撞刮蹭擦瘪]的)(?<![坏伤损碰撞刮蹭擦瘪]了的)地方|位置|地址"),
        ("place",),
    ),
    "description": (re.compile(r"经过|过程|怎么(出|撞|碰)的"), ("event", "manner")),
    "driver": (re.compile(r"驾驶(人|员)|开车的?人|司机|谁开的"), ("person",)),
    "own_damage": (
        re.compile(r"损失|受损|车损(?!险)|部位|(?:坏|烧|碎|刮|蹭|泡|砸)的(?=是|有|就)|坏的"),
        ("part",),
    ),
    "injured": (re.compile(r"受伤|伤者|伤亡|伤员"), ("injury", "count")),
    "contact_phone": (re.compile(r"电话|手机|号码"), ("phone",)),
    "contact_name": (re.compile(r"联系人|名字|姓名"), ("person",)),
}
"""Fact -> what callers call it, and the kinds of values that would put it right."""

_IS_WRONG = (
    r"({words})[^，。,]{{0,3}}(不对|错了|说错|报错|记错|弄错|有误)|不对[，,\s]*({words})[^，。,]{{0,2}}$"
)


def named_wrong(heard: Heard, facts: Facts) -> str | None:
    """Return the fact that the caller says is wrong without saying what is right: "车牌不对"."""
    for name, (words, kinds) in NAMED.items():
        wrong = _IS_WRONG.format(words=words.pattern)
        untold = not heard.all(*kinds) and name not in heard.amended
        if name in _OF_OTHERS_TOO and OF_OTHERS_TOLD.search(heard.text):
            continue
        if known(facts, name) and untold and re.search(wrong, heard.text):
            return name
    return None


_OF_OTHERS_TOO = frozenset({"plate", "own_damage"})
"""Facts of our car whose names are those of the others' as well: 对方的车损不对."""


def names_a_fact(text: str) -> bool:
    """Tell whether a fact is called by its name."""
    return any(words.search(text) for words, _ in NAMED.values())


def _meant(heard: Heard, facts: Facts) -> set[str]:
    """Return the known facts that the caller names."""
    return {name for name, (words, _) in NAMED.items() if known(facts, name) and words.search(heard.text)}


RESTATED = 0.5
"""Share of the words that are values from which a caller says these values anew, with no "不对" around them."""


def restates(heard: Heard) -> bool:
    """Tell whether the words are values and little else: "崂山区海尔路六十三号 数码科技中心", said to the recap."""
    covered = {at for value in heard.all(*_RESTATABLE) for at in range(value.start, value.end)}
    return len(covered) >= RESTATED * len(heard.text.replace(" ", ""))


_RESTATABLE = ("plate", "time", "place", "phone", "part", "person", "vin", "hospital", "money")


def without_fact(facts: Facts, name: str) -> dict[str, Any]:
    """Take a fact out, with all that hangs on it."""
    return {kept: value for kept, value in _fallen({name: None}, facts).items() if kept != name}


def _fallen(changes: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """Drop what depended on the values that change."""
    kept = {name: value for name, value in facts.items() if value is not None}
    if {"plate", "vin", "engine_no", "policy_no", "insured"} & changes.keys():
        if kept.get("lookup") == "found":
            for name in ("insured", "policy_no", "vin", "engine_no", "plate"):
                kept.pop(name, None)
        for name in POLICY_FACTS:
            kept.pop(name, None)
    if "case_type" in changes:
        for name in STORY_FACTS:
            kept.pop(name, None)
        kept.pop("third_party", None)
    if "flags" in changes:
        for name in ("coverage", "verdict", "verdict_cover"):
            kept.pop(name, None)
    if changes.get("injured") is False:
        kept.pop("deaths", None)
    if changes.get("rescue") is False:
        for name in ("rescue_to", "rescue_when", "rescue_not_before"):
            kept.pop(name, None)
    if changes.get("fee_paid") is False:
        kept.pop("fee_amount", None)
    if "sent_hospital" in changes:
        for name in HOSPITAL_FACTS:
            if name not in changes:
                kept.pop(name, None)
    kept.pop("duplicate_checked", None)
    kept.pop("recap", None)
    return kept


def changes_in(
    heard: Heard, facts: Facts, previous: str | None = None, read_back: bool = False
) -> dict[str, Any]:
    """Return the known facts that the values of an utterance put right, with their new values.

    A value changes the fact that the caller names, or the one it can only belong to; where a fact is named, whether somebody
    is hurt is no matter of it ("时间不对，你又没问过我时间"). Nothing else is touched.

    Args:
        heard: The turn.
        facts: What is known.
        previous: The question answered last, which tells whose plate is meant.
        read_back: Whether it is said to what was read back, and agrees to nothing: then whatever is told puts right.
    """
    before, said = facts, heard
    heard = without_company(heard)
    others_told: list[parties.Party] = []
    if read_back or is_correction(heard):
        others_told, heard = retold(heard, facts)
    if others_told:
        facts = {**facts, "third_parties": others_told}
    meant, others = _meant(heard, facts), _speaks_of_others(heard, facts)
    changes: dict[str, Any] = {"third_parties": others_told} if others_told else {}
    changes |= heard.amended
    corrects = is_correction(heard) or bool(meant) or restates(heard)
    ends = ends_told(heard, facts)
    if corrects or read_back:
        for value in heard.all(*(_PUT_RIGHT if corrects or states(heard) else _RETOLD)):
            if value.kind == "time" and is_no_time_of_it(heard, value, ends):
                continue
            if value.problem is None and not (others and value.kind in _THEIRS):
                changes |= _change(heard, value, {**facts, **changes}, previous)
    else:
        for value in heard.all("injury"):
            if not _of_one(value, None):
                changes |= _change(heard, value, {**facts, **changes}, previous)
    not_there = [one.value for one in heard.spoken_of("hospital") if one.assertion == "denied"]
    if "hospital" not in changes and str(facts.get("hospital") or "").endswith(tuple(not_there)):
        changes["hospital"] = None  # which one is asked again
    if facts.get("injured") is True and "injured" not in changes and "injury_severity" not in changes:
        changes |= less_badly(heard, facts)
    if corrects or read_back:
        changes |= _renumbered(heard, facts)
    both = any(value.value.get("end") for value in heard.all("time"))  # 从昨晚十点半到早上六点 两点是我看到的
    if ends and not both and "accident_time" not in changes and (corrects or read_back):
        moved = with_ends({**facts, **changes}["accident_time"], ends, iso(heard.now))
        changes |= {"accident_time": moved} if moved and not _same_time(moved, facts["accident_time"]) else {}
    if meant and "injured" not in meant and not hurt_after_all(heard, facts):  # 司机也伤了 names the driver
        changes = {
            name: value for name, value in changes.items() if name not in SECTIONS["injuries"].values()
        }
    renamed = _renamed(heard, facts)
    changes |= counted_on(heard, facts) | _drove(heard, facts, read_back) | renamed | _rung(heard, facts)
    changes |= _yes_or_no(heard, facts)
    if facts.get("hospital") not in (None, UNKNOWN) and leaves_open(heard.text):
        changes = {**changes, "hospital": UNKNOWN}
    changes |= _never_left(heard, facts)
    if corrects or read_back:
        changes |= _car_and_police(heard, facts) | _car_now(heard, facts)
    changes |= _tow(heard, facts)
    if not others and (corrects or read_back):
        changes |= _contact(heard, facts)
    if others and "third_parties" not in renamed:
        changes |= _of_others(heard, facts)
    elif not others:
        changes |= _damage(heard, facts, meant)
    if "third_parties" not in changes:
        changes |= _one_more_car(heard, facts) or _only_so_many(heard, facts)
    if read_back:
        changes |= take_belongings(heard, facts, None) | take_company(heard, facts, None)
    changes |= _things_named(heard, facts)
    things = _one_more_thing(heard, facts)
    if not (things and ADDS.search(heard.text)):  # what was struck as well makes no other story
        differs = any(value != facts.get(name) for name, value in changes.items())
        changes |= _story(heard, facts, read_back and not differs)
    changes = things | changes
    changes |= parties.not_alone({**facts, **changes}) if changes.get("third_parties") else {}
    if said is not heard and "description" in changes:  # the story keeps all the words
        changes["description"] = str(changes["description"]).replace(heard.meant, said.meant)
    return {name: value for name, value in changes.items() if value != before.get(name)}


OF_OTHERS_TOLD = re.compile(
    r"^[嗯啊哦哎呃那个这不对错了是，,\s]{0,8}(对方|他们?|她|人家|前车|后车|前面|后面|前头|后头|那[辆台部]|那个(?=[^，。,\s]{0,5}(?:车|的|皮卡|面包|三轮|司机)))(?!人|天|时|地|会儿|边|没(?:事|坏|碰)|(?:都|也)?(?:好好|没))"
)
"""Words that speak of the other parties from the start: what follows is theirs."""

_THEIRS = frozenset({"plate", "person", "insurer"})
"""Kinds of values that are the other party's in words about it."""


def _speaks_of_others(heard: Heard, facts: Facts) -> bool:
    """Tell whether what is put right is the other parties': they are spoken of from the start, or before anything that is theirs."""
    if OF_OTHERS_TOLD.search(heard.text):
        return True
    plates = parties.told(facts, "plate")
    if any(value.value["plate"] in plates for value in heard.all("plate") if value.problem is None):
        return True
    if any(parties.named_in_clause(heard, facts, one) for one in heard.all("insurer")):
        return True
    which = [one for one in heard.who("party") if set(one.value) & parties.TELLING]
    theirs = heard.all(*_THEIRS, "third_part")
    return bool(which and theirs) and which[0].start <= min(value.start for value in theirs)


_NO_PLATE = re.compile(
    r"(车牌|牌照|牌号|牌子)[^，。,]{0,4}(删|去掉|不要|没有|没看清|不知道)|没有?(车牌|牌照|上牌)|(删|去)掉[^，。,]{0,4}(车牌|牌照)"
)
_PLATE_WRONG = re.compile(_IS_WRONG.format(words=NAMED["plate"][0].pattern))


def _of_others(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Put right what was told of the other parties: what is said anew of one takes the place of what was said before.

    Another party (还有辆…) is added to those told of; a plate that is only wrong is asked for again, one there is not is unknown.
    """
    before, heard = parties.listed(facts), parties.by_number(heard, facts)
    if not before:
        return {}
    if not heard.all("plate") and (_NO_PLATE.search(heard.text) or _PLATE_WRONG.search(heard.text)):
        index = parties.about(heard, facts, "plate", len(heard.text))
        gone = UNKNOWN if _NO_PLATE.search(heard.text) else None
        return {} if index is None else parties.with_fields(facts, index, plate=gone)
    if _GONE.search(heard.text) and (struck := _named_by_plate(heard, before)) is not None:
        return {"third_parties": [party for index, party in enumerate(before) if index != struck]}
    if not heard.all("person") and _NO_OWNER.search(heard.text):
        index = parties.about(heard, facts, "owner", len(heard.text))
        return {} if index is None else parties.with_fields(facts, index, owner=UNKNOWN)
    plates = parties.told(facts, "plate")
    known_again = any(one.value["plate"] in plates for one in heard.all("plate") if one.problem is None)
    if not known_again and any(one.value.get("another") for one in heard.who("party")):
        told = volunteered(heard, facts, None).get("third_parties")
        return {"third_parties": told} if told else {}
    blank = [{name: party[name] for name in ("kind", *parties.CALLED) if party.get(name)} for party in before]
    blanked = {**facts, "third_parties": blank, parties.POINTED_AT: before}
    told = volunteered(heard, blanked, None).get("third_parties") or blank
    merged = [_put_right_of(heard, old, new) for old, new in zip(before, told, strict=False)]
    for part in heard.spoken_of("part", "third_part"):  # 对方的引擎盖去掉
        index = parties.about(heard, facts, "damage", part.start)
        if part.assertion != "asserted" and part.owner != "ours" and index is not None:
            listed = merged[index].get("damage")
            if isinstance(listed, list):
                merged[index]["damage"] = [one for one in listed if not fits(one, part.value)]
    for one in heard.who("party"):
        if "nth" in one.value and one.value["nth"] <= len(before) and _NOT_MINE.match(heard.text, one.end):
            party = merged[one.value["nth"] - 1]
            if party.get("owner") in (facts.get("reporter_name"), own_name(facts)):
                party.pop("owner")
    changed = [*merged, *told[len(before) :]]
    return {"third_parties": changed} if changed != before else {}


_NOT_MINE = re.compile(r"(?:车|那个?|[,，\s])*(?:根本|压根|可)?不是(?:我|俺|咱)(?:们|家|自己)*的")
"""Words behind a car that was read back as the caller's and is not."""


_NO_OWNER = re.compile(
    r"车主[^。]{0,12}?(?:不(?:知道|清楚|晓得)|(?:去掉|删|划)掉?|没有?说)|不(?:知道|清楚|晓得)[^，。,]{0,4}车主"
)
"""Words that nobody knows whose the other car is: 后车车主改成不清楚."""

_GONE = re.compile(
    r"(?:没有|没得|冇|哪来的?|多了?)(?:这|那|一)*[个辆台部]?(?:车|一辆)|(?:这|那)[个辆台部](?:车)?[^，。,]{0,4}(?:删|去掉|划掉)|(?:删|去|划)掉[^，。,]{0,4}[这那][个辆台部]"
)
"""Words with which a car is struck out of what is read back."""


def _named_by_plate(heard: Heard, before: Sequence[parties.Party]) -> int | None:
    """Return the one of several parties that is named by its plate; None when it is none of them."""
    said = {value.value["plate"] for value in heard.spoken_of("plate")}
    named = [index for index, party in enumerate(before) if party.get("plate") in said]
    return named[0] if len(named) == 1 and len(before) > 1 else None


def _put_right_of(heard: Heard, old: parties.Party, new: parties.Party) -> parties.Party:
    """Return a party after what was told of it anew: a field takes the place of what it was, damage as that of our car."""
    damage = new.get("damage")
    if not isinstance(damage, list):
        return {**old, **new}
    told = [
        replace(part, value=name)
        for part in heard.all("part", "third_part")
        if (name := parties.part_of(old, str(part.value), part.text)) in damage
    ]
    anew = not {"plate", "owner"}.isdisjoint(new)  # told from its plate on: 前车京A12345 张三的 后杠坏了
    return {**old, **new, "damage": _parts_after(heard, told, old.get("damage"), whole=anew)}


def _one_more_car(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Add another car that is told of only now: 后面还有一辆捷达也撞上来了."""
    if not (heard.all("event") or ADDS.search(heard.text)):
        return {}
    joined = parties.joined(heard, facts)
    return {"third_parties": joined} if joined else {}


def _only_so_many(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Strike out other cars that nothing was told of, where there are fewer: 那面包车就一辆, 没有别的车了 就两台."""
    said = _COUNT_OF_CARS.search(heard.text)
    before = parties.listed(facts)
    cars = [at for at, party in enumerate(before) if party.get("kind") == parties.MOTOR]
    if said is None or len(cars) <= (most := _AS_MANY[said["count"]]):
        return {}
    empty = [at for at in cars if not parties.is_told_of(before[at])]
    gone = empty[::-1][: len(cars) - most]
    return {"third_parties": [one for at, one in enumerate(before) if at not in gone]} if gone else {}


_AS_MANY = {"一": 1, "两": 2, "二": 2, "三": 3}
_COUNT_OF_CARS = re.compile(
    r"[就只](?:是|有|这|那)*(?P<count>[一两二三])[辆台部](?:车|(?=$|[，。,\s的啊呀]))"
)
"""Words that count the other cars."""


def _things_named(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Put right what was struck by the road where it is called by its name: 财物不对，是花坛; 财物没有损坏."""
    if not known(facts, "property_damage") or not _THINGS.search(heard.text):
        return {}
    told = [thing.value for thing in heard.all("property")]
    none = not heard.spoken_of("property") and _NO_THING.search(heard.text)
    anew = told and not ADDS.search(heard.text)
    return {
        "property_damage": [] if none else list(dict.fromkeys(told)) if anew else _things_after(heard, facts)
    }


_THINGS = re.compile(r"财物|物损|[撞碰坏]的(?:东西|物品|固定物)")
_NO_THING = re.compile(r"没有?(?:撞|碰|损|弄|压|别|其他|财物|东西|[,，。\s]|$)")


def _one_more_thing(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Add what else was damaged by the road: 柱子也蹭掉一块漆."""
    before = list(facts.get("property_damage") or ())
    told = [
        one.value
        for one in heard.all("property")
        if (
            heard.all("money")
            or _TO_BE_WRITTEN.search(heard.text)
            or _THING_DAMAGED.match(heard.text, one.end)
            or ADDS.search(heard.before(one, ADDED_BY))
            or _LEFT_OUT.match(heard.text, one.end)
            or _STRUCK_TOO.search(heard.text[: one.start])
            or _I_MEANT.search(heard.text[: one.start])
        )
        and not _DID_IT.search(heard.before(one, 5))
    ]
    new = [thing for thing in dict.fromkeys(told) if thing not in before]
    if not new:
        return {}
    story = facts.get("description")
    more = {"description": f"{story}；{heard.meant}"} if story else {}  # whose it is, what they ask
    return {"property_damage": [*before, *new], **more}


_LEFT_OUT = re.compile(r"[^,，。]{0,6}?(?:没|漏|忘|冇)[^,，。]{0,4}?[写记登说讲报]")
"""Words behind a thing that the recap has left out: 麦子没给我写上."""
_STRUCK_TOO = re.compile(r"(?:还|也|又|另外)(?:给|把|是)?(?:撞|碰|刮|蹭|压|轧|顶|带)[^，。,\s没]{0,12}$")
"""Words before a thing that was struck as well: 还撞歪了路边一个."""
_I_MEANT = re.compile(r"[说讲撞碰]的(?:就|其实)*是[^，。,\s]{0,4}$")
"""Words before a thing that was told already, and heard as another: 我说的是|喇叭杆子."""
_TO_BE_WRITTEN = re.compile(
    r"(?:没|漏|忘|少|冇)[^,，。]{0,4}?[写记登提报]|(?<![别莫])(?:加|补|添|写|记|登)(?:上|进去|一下)|改成|改为|换成"
)
"""Words at the recap that all the things named in them belong in it: 损失里加上 三筐苹果 一个电子秤."""
_DID_IT = re.compile(r"[让被叫给](?:那个?|一?[个根])?$")
"""Words before a thing that did the damage: 让柱子蹭了."""
_THING_DAMAGED = re.compile(
    r"(?:子|杆|上|那边|那儿?)*(?:也|都|还|就|被|给|让我|叫我|我)*(?:[蹭刮撞碰擦磕顶]?(?:得|坏|歪|裂|断|倒|破|瘪|弯|塌|掉)+了?|[蹭刮]了)(?![我俺咱车人])"
)
"""Words behind a thing by the road that tell what became of it."""


_PUT_RIGHT = (
    "plate", "time", "injury", "count", "place", "vin", "engine_no", "policy_no", "phone", "hospital", "ward",
    "insurer", "water_level", "duration", "money",
)  # fmt: skip


_RETOLD = tuple(kind for kind in _PUT_RIGHT if kind not in ("time", "plate"))
"""Kinds of values that put right what was read back with no word for it; a time by the way ("八点交警来的") does not."""


def _contact(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Put right whom to ring, where a number is told: the name beside it is whose it is (打我嘞 韩冬17637840255)."""
    numbers = [v for v in to_ring(heard, facts) if v.problem is None]
    if not numbers or not known(facts, "contact_name"):
        return {}
    beside = [
        v for v in heard.all("person") if v.value.get("name") and 0 <= numbers[0].start - v.end <= BESIDE
    ]
    if beside:
        return {"contact_name": beside[-1].value["name"]}
    if not _tells_whom_to_ring(heard):
        return {}
    answer = read_answer("contact_name", heard, {**facts, "contact_name": None})
    return {"contact_name": answer.facts["contact_name"]} if answer and "contact_name" in answer.facts else {}


def _tells_whom_to_ring(heard: Heard) -> bool:
    """Tell whether words say whom to ring; 我爸电话尾号是… only puts a number right, whoever's it is."""
    contact = next(iter(heard.who("contact")), None)
    if contact is None:
        return False
    of_number = heard.all("phone") or _OF_A_NUMBER.match(heard.text, contact.end)
    return bool(contact.value.get("name") or not of_number or _RINGS.search(heard.text))


_OF_A_NUMBER = re.compile("的?(?:电话|手机|号)")
_RINGS = re.compile(r"联系|[打找留写填换改][^,，。\s]{0,3}[我他她]|打给|换成|改成")


BESIDE = 3
"""Characters between a name and the number that is its."""


def _story(heard: Heard, facts: Facts, read_back: bool = False) -> dict[str, Any]:
    """Put the story right, and what kind of accident it was: "是他追我的尾，不是我撞他"."""
    events, things = ([value.value for value in heard.all(kind)] for kind in ("event", "property"))
    if not known(facts, "case_type"):
        return {}
    if not heard.spoken_of("event", "property"):
        return {"description": _retold(facts, heard)} if read_back and heard.all("manner") else {}
    before, things_now = facts.get("property_damage") or [], _things_after(heard, facts)
    struck = "hit_fixed" in events  # what is told to have been struck stands beside what was
    changes = {} if set(before) <= set(things_now) and not struck else {"property_damage": things_now}
    if denied := _struck_out(heard, facts):
        left = [event for event in facts["events"] if event not in denied]
        return changes | _happened_after(heard, facts, list(dict.fromkeys([*left, *events])))
    flags = [value.value for value in heard.all("flag")]
    vehicles = [value.value for value in heard.all("vehicle")]
    ranked = heard.learnt.get("case_type")
    case, weight = weighed(events, vehicles, things, flags, ranked)
    aside = frozenset(name for name, words in _ONLY_WITH.items() if not words.search(heard.text))
    of_damage = events and (_OF_DAMAGE | aside).issuperset(events) and not things  # 那是划的印子
    if aside.issuperset(events) and events:
        return {}
    told_by_the_way = heard.all("part") or weight < SURE_UNASKED or facts["case_type"] == "theft"
    if of_damage and told_by_the_way:
        return {}
    in_so_many_words = bool(things) or _takes_back(heard)
    happened = (
        event for event in heard.all("event") if event.value != "parked"
    )  # 车停在应急车道 tells no theft
    in_so_many_words |= any(event.confidence >= SURE_OF_EVENT for event in happened)
    retold = in_so_many_words and (weight >= SURE_UNASKED or _retells(heard, facts))
    if overturns(case, facts["case_type"], vehicles) and retold and not _leaves_out(case, facts):
        told_now = {"case_type": case, "events": events, "description": _retold(facts, heard)}
        return told_now | {"property_damage": things_now}
    if not (is_correction(heard) or read_back or AGREES_BUT.search(heard.text)):
        return {}
    return {"description": _retold(facts, heard)} | changes | _in_order(events, facts)


_ONLY_WITH: Mapping[str, re.Pattern[str]] = {
    "parts_theft": re.compile("偷|盗|撬|卸|拆|贼"),  # 倒车镜没了
    "hail_storm": re.compile("砸|掉|落|倒|冰雹|雹子"),  # 台风还在海上咧
}
"""Events that make no other story -> the words without which they do not."""


def _in_order(told: Sequence[str], facts: Facts) -> dict[str, Any]:
    """Return what happened in the order in which it is told anew: 是我们先撞的护栏 他后来才蹭的我们."""
    if len(IMPACTS.intersection(told)) < TOLD_IN_ORDER:
        return {}
    before = facts.get("events") or ()
    return {"events": list(dict.fromkeys([*(one for one in before if one not in told), *told]))}


TOLD_IN_ORDER = 2
"""Blows that are told one after the other from which on their order is told."""


def _leaves_out(case: str | None, facts: Facts) -> bool:
    """Tell whether a case without another party would wipe out others of whom something was told."""
    return case in ALONE | {"collision_single"} and any(map(parties.is_told_of, parties.listed(facts)))


def _struck_out(heard: Heard, facts: Facts) -> set[str]:
    """Return what was told to have happened and is now said not to have: 没翻车."""
    told = {one.value for one in heard.all("event")}
    denied = {one.value for one in heard.spoken_of("event") if one.assertion in ("denied", "put_right")}
    return (denied - told) & IMPACTS & set(facts.get("events") or ())


def _happened_after(heard: Heard, facts: Facts, events: list[str]) -> dict[str, Any]:
    """Return the story without what was denied of it; its case changes where what is left tells another."""
    vehicles, flags = parties.listed(facts), facts.get("flags") or ()
    case = case_type(events, vehicles, facts.get("property_damage") or (), flags)
    overturned = overturns(case, facts["case_type"], vehicles) and not _leaves_out(case, facts)
    changed = {"case_type": case} if overturned else {}
    return {"events": events, "description": _retold(facts, heard), **changed}


def _things_after(heard: Heard, facts: Facts) -> list[str]:
    """Return what was struck by the road after the story was put right: what is denied goes, all else was struck all the same."""
    before = list(facts.get("property_damage") or ())
    denied = {one.value for one in heard.spoken_of("property") if one.assertion in ("put_right", "denied")}
    denied |= {thing for thing in before if struck_out(heard.text, thing)}
    told = [*before, *(one.value for one in heard.all("property"))]
    return [thing for thing in dict.fromkeys(told) if thing not in denied]


def _takes_back(heard: Heard) -> bool:
    """Tell whether something that happened, or somebody it happened with, is denied or put right."""
    return any(v.assertion in ("put_right", "denied") for v in heard.spoken_of("event", "vehicle"))


def _retells(heard: Heard, facts: Facts) -> bool:
    """Tell whether words put right what happened, and not just hold a word of another case: "车主不知道是谁" of a car whose plate is known.

    Where more is known of the others than that they were there, something told before must be denied, or the story be named.
    """
    if not any(map(parties.is_told_of, parties.listed(facts))):
        return True
    return _takes_back(heard) or bool(NAMED["description"][0].search(heard.text)) or bool(heard.all("manner"))


AGREES_BUT = re.compile(r"不过|可是|但是?(?!愿)|其实|只是|就是有")
"""Words that agree and put one thing right all the same: "对，不过是他追我的尾"."""


def _drove(heard: Heard, facts: Facts, read_back: bool = False) -> dict[str, Any]:
    """Put right who drove our car, by name or relation ("是我老婆开的"); what was read back, by name alone: 开车的是薛红军."""
    before, told = facts.get("driver"), [one for one in heard.who("driver") if one.owner != "other"]
    if isinstance(before, Mapping) and _NOBODY_IN_IT.search(heard.text):
        return {"driver": UNKNOWN}
    named = read_back and bool(told) and bool(told[-1].value.get("name"))
    if not told or not known(facts, "driver") or not (named or is_correction(heard) or restates(heard)):
        return {}
    driver = named_as(told[-1])
    told_now = [name for name in ("name", "surname", "relation") if name in driver]
    same = isinstance(before, dict) and all(before.get(name) == driver[name] for name in told_now)
    return {} if same else {"driver": driver}


def _renamed(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Put a name right wherever it stands: "联系人不是孙浩，是孙皓"."""
    wrong = [v.value.get("name") for v in heard.spoken_of("person") if v.assertion in ("put_right", "denied")]
    wrong += [name for name in _names(facts) if _no_name(heard.text, name)]
    right = [v.value["name"] for v in heard.all("person") if v.value.get("name") not in (None, *wrong)]
    if not right:
        return {}
    changes: dict[str, Any] = {
        name: right[-1]
        for name in ("contact_name", "reporter_name")
        if facts.get(name) and facts[name] in wrong
    }
    driver = facts.get("driver")
    if isinstance(driver, dict) and driver.get("name") and driver["name"] in wrong:
        changes["driver"] = {**driver, "name": right[-1]}
    others = parties.renamed(facts, wrong, right[-1])
    return changes | ({"third_parties": others} if others else {})


def _names(facts: Facts) -> set[str]:
    """Return the names that are known: whom to ring, who calls, who drove, and who owns or drove the other cars."""
    driver = facts.get("driver")
    ours = [
        facts.get("contact_name"),
        facts.get("reporter_name"),
        driver.get("name") if isinstance(driver, Mapping) else None,
    ]
    return {str(name) for name in (*ours, *_names_of_others(facts)) if name and name != UNKNOWN}


def _names_of_others(facts: Facts) -> list[Any]:
    """Return the names of who owns or drives the other cars."""
    named = [party.get(field) for party in parties.listed(facts) for field in ("owner", "driver")]
    return [name for name in named if name and name != UNKNOWN]


def _no_name(text: str, name: str) -> bool:
    """Tell whether a name that was read back is said to be wrong: 胡军不是车主, 不叫孙浩."""
    said = re.escape(name)
    return bool(re.search(rf"{said}[^，。,\s]{{0,3}}(?:不是|不对|错)|不(?:是|叫){said}", text))


def _rung(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Put right whom to ring: "还是找我老公吧 崔建 139…"; a number alone changes nobody, and who rings is rung on their own."""
    who = (
        contact_person(heard, facts) if known(facts, "contact_name") and _tells_whom_to_ring(heard) else None
    )
    theirs = [str(name).removeprefix("姓")[0] for name in _names_of_others(facts)]
    if not who or (who.removeprefix("姓")[0] in theirs and not _TO_RING.search(heard.text)):
        return {}
    mine = any(one.value.get("relation") == SELF and "of" not in one.value for one in heard.who("contact"))
    own = (mine or who == own_name(facts)) and facts.get("caller_phone") and not heard.all("phone")
    return {"contact_name": who} | ({"contact_phone": facts["caller_phone"]} if own else {})


_TO_RING = re.compile(r"联系|找|打给|打[他她]|通知")
"""Words of whom to ring; beside the name of another party no other word makes them so."""


def _tow(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Put right where the car is to be towed, which is a wish to be towed, or that none is wished for: 哪来的拖车, 早拖回来了.

    Neither is a place of the accident.
    """
    done = was_towed(heard.text) or refuses_a_tow(heard.text)
    if done and facts.get("rescue") is True and not heard.only_asks:
        return {"rescue": False}
    to = None if done else towed_to(heard.text)
    later = {} if done else tow_later(heard, facts)
    return ({"rescue": True, "rescue_to": to} if to else {}) | later


def _yes_or_no(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Put right what was asked with yes or no, where its matter is named: "我又打了两下火", "早就不在现场了"."""
    said = {
        name: says(name, heard.text)
        for name, matter in _MATTERS.items()
        if known(facts, name) and matter.search(heard.text) and not heard.only_asks
    }
    settled = {name: value for name, value in said.items() if value is not None}
    if known(facts, "theft_documents") and _PAPERS.search(heard.text) and not heard.only_asks:
        lost = read_answer("theft_documents", heard, {**facts, "theft_documents": None})
        settled |= lost.facts if lost else {}
    return settled


def _never_left(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Take it back that our driver left the scene, where that is denied: 我没跑啊 跑的是那个SUV."""
    flags = facts.get("flags") or ()
    if "left_scene" not in flags or not _STAYED.search(heard.text):
        return {}
    return {"flags": [flag for flag in flags if flag != "left_scene"]}


_STAYED = re.compile(
    r"(?:我|俺|咱)(?:们)?(?:可|又|根本|压根|真的?)*(?:没|冇)(?:有)?(?:跑|走|离开|逃|蹽|溜)|(?:我|俺)一直(?:都)?在(?:现场|这|那)|跑的(?:不是我|是(?:他|那|对方))"
)


def _car_and_police(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Put right whether the car can be driven and the police know: "我车开不了", "交警我打过122了"."""
    told = take_flags(heard, facts, None)
    said = {"drivable": not heard.all("part"), "police": bool(_REPORTED.search(heard.text))}
    return {name: told[name] for name in said if name in told and said[name]}


def _by_now(heard: Heard) -> list[Value]:
    """Return where the car is said to have come to since: 车后来推到桥下港湾的, 车现在在顺发汽修."""
    return [where for where in heard.all("car_at") if where.value["how"] != STOOD]


def _car_now(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Put right where the car is now, which says that it is no longer where it happened."""
    where = _by_now(heard)
    if not where or heard.only_asks or not (known(facts, "at_scene") or known(facts, "car_location")):
        return {}
    return {"at_scene": False, "car_location": where[-1].value["text"]}


_REPORTED = re.compile(r"报|打|叫|122|110")
"""Words of having told the police, beside which who came when is no news."""


_PAPERS = re.compile(
    r"(行[驶车]证|登记证|驾驶?[证照]|钥匙|发票|保单)[^，。,]{0,6}(丢|没|在|拿|带)|(只|都)(是)?丢了?"
)
"""Words of papers that were lost with the car, or were not."""


_MATTERS: Mapping[str, re.Pattern[str]] = {
    "at_scene": re.compile(r"现场|不在那[了儿里边]?(?:$|[,，。\s])"),
    "flood_restarted": re.compile(r"[打点][^，。,]{0,4}火|打着|启动|发动(?!机)"),
    "treated": re.compile(r"抢救(?!费)"),
    "fee_paid": re.compile(r"抢救费|医药费|医疗费|押金|医院[^，。,]{0,3}钱|[交垫付][^，。,]{0,3}钱"),
}
"""Fact -> the words that name what its question is about."""


def _retold(facts: Facts, heard: Heard) -> str:
    """Keep both tellings: a description is evidence, and the later words say that they correct the earlier."""
    return f"{facts['description']}；更正：{heard.meant}" if known(facts, "description") else heard.meant


ADDS = re.compile(
    r"还有|还(?=[^，。,]{0,6}(坏|碎|瘪|掉|裂|刮|蹭|变形))|另外|再加|加上|补充|[漏忘落少差]了?(说|讲|报|记|写|登|[一两]?[个样处])"
    r"|少了(?=[^，。,]{2})|(没|冇)(给我)?(写|记|登)|不止|不光|也"
)
"""Words with which damage is added to what was told, and nothing taken back."""


_NOTHING_ELSE = re.compile(
    r"(?<!不)(?:只|就|光)(?:是|有|坏了?|一个|剩)|这[两俩三四五六七八几][个样处块]|一共"
    r"|(?<!不)[就只光](?:是|有|坏了?)?这?[一两二俩三四五六七八几](?:[样处]|个(?:地方|东西))"
)
"""Words with which all that is damaged is told."""

_OF_DAMAGE = frozenset({"glass", "fire", "self_ignition", "flood", "scratch"})
"""Events that tell what became of a part, and no story: 烧坏了引擎盖."""


def _damage(heard: Heard, facts: Facts, meant: Collection[str] = ()) -> dict[str, Any]:
    """Change the damage told of the own car, and of the other vehicle told last.

    A story put right names parts by the way; a list of parts is none, whatever befell them (发动机 座椅 内饰 泡水了).
    """
    changes: dict[str, Any] = {}
    own = facts.get("own_damage")
    told = _parts_told(heard, "part", "third_part")
    of_no_car = [part for part in told if part.kind == "part" and not part.owner]
    theirs = of_no_car if all(_can_only_be_theirs(heard, facts, part) for part in of_no_car) else []
    ours = [part for part in told if part.kind == "part" and part not in theirs]
    all_told = (_nothing_else(heard, ours) or _lists_again(heard, ours, own)) and not _adds(heard, ours)
    grows = bool(ours and ADDS.search(heard.text[: ours[0].start]))  # 车损不对，还有后视镜
    whole = ("own_damage" in meant and not grows) or bool(all_told and not _sides_only(heard, ours, own))
    if (
        (ours or not told)
        and known(facts, "own_damage")
        and (
            whole
            or not {event.value for event in heard.all("event")} - _OF_DAMAGE
            or _lists_parts(heard)
            or ADDS.search(heard.text)
            or any(part.assertion == "denied" for part in ours)
        )
    ):
        changes["own_damage"] = _parts_after(heard, ours, own, whole)
    parts = [part for part in told if part not in ours]
    index = parties.about(heard, facts, "damage", parts[0].start) if parts else None
    if index is not None:
        party = parties.listed(facts)[index]
        of_it = [replace(one, value=parties.part_of(party, str(one.value), one.text)) for one in parts]
        damage = _parts_after(heard, of_it, party["damage"], whole=False)
        changes |= parties.with_fields(facts, index, damage=damage)
    return changes


def _sides_only(heard: Heard, told: Sequence[Value], before: Any) -> bool:
    """Tell whether no more is told than on which side parts are that were told before: 就是那个后叶子板是左边的."""
    listed = before if isinstance(before, list) else []
    again = [part for part in told if any(same_noun(str(part.value), str(one)) for one in listed)]
    return bool(told) and len(again) == len(told) and bool(_ON_A_SIDE.search(heard.text))


_ON_A_SIDE = re.compile(
    r"(?:是|在|该是)(?:左|右)(?:手?[边侧面]|面那?边)?(?:的|那一?[个边]|这一?[个边])?[啊呀吧哦呢]*(?:$|[,，。\s])"
)


def _can_only_be_theirs(heard: Heard, facts: Facts, part: Value) -> bool:
    """Tell whether a part that nobody's car is named with is known of another vehicle, and none of its kind of ours.

    The front wheel of a bike is its own, whichever of our wheels is damaged: 是前轮撞歪了不是胎坏了.
    """
    if ADDS.search(heard.text):
        return False
    own = facts.get("own_damage")
    ours = [str(one) for one in own] if isinstance(own, list) else []
    like_ours = any(same_noun(one, str(part.value)) for one in ours)
    for party in parties.listed(facts):
        known_of_it = [str(one) for one in damage] if isinstance(damage := party.get("damage"), list) else []
        name = parties.part_of(party, str(part.value), part.text)
        if party.get("kind") == parties.NON_MOTOR:
            only_its = not name.startswith(("左", "右")) and part.value not in ours
            if only_its and any(same_noun(one, name) for one in known_of_it):
                return True
        elif not like_ours and any(same_noun(one, name) and fits(one, name) for one in known_of_it):
            return True
    return False


def _parts_told(heard: Heard, *kinds: str) -> list[Value]:
    """Return the parts spoken of; a plate of which no damage is told is the number on it (不是这个车牌)."""
    return [
        part
        for part in heard.spoken_of(*kinds)
        if part.confidence >= 1 or not str(part.value).endswith("牌照")
    ]


def _lists_parts(heard: Heard) -> bool:
    """Tell whether several parts are named and little else is said."""
    parts = heard.all("part")
    told = len(re.sub(r"\W", "", heard.text))
    return len(parts) > 1 and 2 * sum(part.end - part.start for part in parts) >= told


def _nothing_else(heard: Heard, told: Sequence[Value]) -> bool:
    """Tell whether no more than the parts told is damaged: 就这三样, 就后保险杠凹一点."""
    first = next((part for part in told if part.assertion == "asserted"), None)
    alone = first is not None and bool(_ONLY.search(heard.text[: first.start]))
    return alone or bool(_NOTHING_ELSE.search(heard.text))


_ONLY = re.compile(r"(?:^|[,，。\s])(?:就|只有?|光)[^,，。\s]{0,2}$")


def _lists_again(heard: Heard, told: Sequence[Value], before: Any) -> bool:
    """Tell whether the words are a list of what is damaged, some of which was told before: it takes the place of what was."""
    listed = before if isinstance(before, list) else []
    return _lists_parts(heard) and any(part.value in listed for part in told)


def _adds(heard: Heard, told: Sequence[Value]) -> bool:
    """Tell whether parts are added to what was told; within a list that says what is damaged 还有 only goes on: 是引擎盖 还有前挡."""
    first = min(told, key=lambda part: part.start, default=None)
    begins = first is not None and bool(_IS_ONLY.search(heard.text[: first.start]))
    return bool(ADDS.search(heard.text)) and not begins


_IS_ONLY = re.compile(r"(?<!不)(?:是|就|只有?|就是|才是)[^,，。\s]{0,2}$")


def _parts_after(heard: Heard, told: Sequence[Value], before: Any, whole: bool) -> Any:
    """Return the parts that are damaged after what was heard: one denied goes, one added stays beside the others.

    Of a part told on another side only that part changes (大灯是右边的); what is told of others alone is added (引擎盖翘了), unless
    the words tell all of it (坏的是…, 就这三样). Otherwise, and where the caller tells what is damaged as a ``whole``, what is
    told now is all of it.
    """
    named = list(dict.fromkeys(value.value for value in told if value.assertion == "asserted"))
    denied = [value.value for value in told if value.assertion != "asserted"]
    listed = before if isinstance(before, list) else []
    kept = [part for part in listed if not any(fits(part, thin) for thin in denied)]
    if not named:
        return before if kept == listed else kept
    asserted = [value for value in told if value.assertion == "asserted"]
    if whole and (not denied or _IS_ONLY.search(heard.text[: asserted[0].start])):
        return named
    added = [
        value.value
        for value in told
        if ADDS.search(heard.before(value, ADDED_BY)) or heard.after(value, 1) == "也"  # 右后门也坏了
    ]
    moved = {
        part
        for part in kept
        if part not in named and any(same_noun(part, name) for name in named if name not in added)
    }
    all_known = all(any(same_noun(name, part) for part in listed) for name in named)
    others = not any(same_noun(name, part) for name in named for part in listed)
    adds = denied or _adds(heard, told) or (others and not _ALL_OF_IT.search(heard.text))
    if adds or (moved and all_known):
        return list(dict.fromkeys([*(part for part in kept if part not in moved), *named]))
    if set(named) <= set(kept) and not _NOTHING_ELSE.search(heard.text):
        return kept  # 后杠是左边那一块: more of one of them, and nothing of the others
    return named


_ALL_OF_IT = re.compile(r"是|就|只|[两三四五六七八]样|一共|总共|这几|那几|[不没]对|错")
"""Words with which all that is damaged is told anew: 我车是前杠跟右前轮眉."""

ADDED_BY = 4
"""Characters before a part in which the word stands that adds it: 还有右边大灯."""

HURT_COUNT = re.compile(r"不对|不是|应该|伤")
"""Words that make "三个人" the number of the injured."""

NOW = frozenset({"现在", "目前", "这会儿", "这会", "当前", "刚才", "刚刚"})
"""Words for the moment of the call, which put no time right."""

NO_MOMENT = re.compile(r"(路|街|巷|道|弄|胡同|村|院|[一整半两几]个?)$")
"""Words before a time that make "4号" a house, and "一晚上" a length of time."""


def _renumbered(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Put the number of a house right, where nothing else of the place is told: 是五十八号门口 不是八十五号."""
    place = facts.get("place")
    if not isinstance(place, Mapping) or heard.all("plate", "phone") or not _OF_A_HOUSE.search(heard.text):
        return {}
    if any(is_on_the_map(value.value) for value in heard.all("place")):
        return {}
    text = renumbered(str(place["text"]), heard.text)
    if text is None:
        return {}
    parts = {name: renumbered(str(said), heard.text) or said for name, said in place.items()}
    return {"place": {**parts, "text": text}}


_OF_A_HOUSE = re.compile(
    "号(?!码|机|牌)(?:[院门楼附对旁]|$|[,，。\\s])|(?:楼层|(?<!不)是)(?:是|在)?(?:负|地下)?[一二三四五六七八九十\\d]{1,3}[楼层](?!下)"
)


def _change(heard: Heard, value: Value, facts: Facts, previous: str | None) -> dict[str, Any]:
    """Give the fact that a value of this kind corrects; nothing when no such fact is known."""
    if value.kind == "plate":
        plate = value.value["plate"]
        ours = re.search(r"我|本车|自己", heard.before(value))
        theirs = value.owner == "other" or is_others(heard, value) or _of_another_car(heard, value, facts)
        if theirs or (previous in OF_OTHERS and not ours):
            index = parties.about(heard, facts, "plate", value.start)
            if index is not None:
                return parties.with_fields(facts, index, plate=plate)
            return parties.assign(heard, facts, None, [parties.Item(value.start, "plate", plate)])
        return {} if plate in parties.told(facts, "plate") else {"plate": plate}
    if value.kind == "time" and known(facts, "accident_time") and not NO_MOMENT.search(heard.before(value)):
        told = time_fact(value)
        by_the_way = is_just_now(told) or told.get("told") == "now" or value.text in NOW
        by_the_way = by_the_way or bool(_STILL_TO_COME.match(heard.text, value.end))
        moved = None if by_the_way else replaced_time(value, facts["accident_time"])
        return {"accident_time": moved} if moved and not _same_time(moved, facts["accident_time"]) else {}
    if value.kind == "injury" and value.value.get("deaths") == 0 and facts.get("deaths"):
        return {"deaths": 0} | {
            name: told
            for name, told in injury_facts(value.value, facts, heard).items()
            if value.value.get("any") and name != "injured"
        }
    if value.kind == "injury" and known(facts, "injured"):
        if "any" not in value.value and facts["injured"] is not True:
            return {}
        if value.value.get("any") is False and facts["injured"] is True and _ONLY_IN_A_CAR.search(heard.text):
            return _unhurt_in_ours(facts)
        told = injury_facts(value.value, facts, heard, is_correction(heard) and not ADDS.search(heard.text))
        if facts["injured"] is True and _IS_IT_ONE.search(heard.text):
            return {}  # 我自己扭了一下脚算不算受伤: asked, and not told
        if _I_AS_WELL.search(heard.text) and (more := one_more_elsewhere(told, value.value, facts)):
            return told | more
        if value.value.get("named"):  # 受伤的改成我侄子: where he was is asked where it is not plain
            told.setdefault("injured_kind", None)
        elif ADDS.search(heard.text) and not is_correction(heard):
            told |= one_more_elsewhere(told, value.value, facts)
        return told
    if value.kind == "hospital" and facts.get("injured") is True:
        return of_hospital(heard, value, facts)
    if value.kind in AT_HOSPITAL and facts.get("injured") is True:
        told = {value.kind: value.value} if value.kind != "money" else {}
        if value.kind == "money" and _is_the_fee(heard):
            told = {"fee_paid": True, "fee_amount": value.value}
        return {"sent_hospital": True, **told} if told else {}
    of_people = ("人", "位", "个") if NAMED["injured"][0].search(heard.text) else ("人", "位")
    if value.kind == "count" and value.text.endswith(of_people) and facts.get("injured") is True:
        return {"injured_count": value.value["count"]} if HURT_COUNT.search(heard.text) else {}
    if value.kind == "place" and is_place(value):
        if any(one.start < value.end and value.start < one.end for one in heard.all("hospital", "ward")):
            return {}  # where somebody was taken
        if any(one.start < value.end and value.start < one.end for one in _by_now(heard)):
            return {}  # where the car is now
        name = (
            "car_location"
            if re.search(r"(车|现在)(停)?在", heard.text) and known(facts, "car_location")
            else "place"
        )
        if known(facts, name) and (name != "place" or not is_anywhere(value.value)):
            if name != "place":
                return {name: value.text}
            nearby = short_of(heard.text)
            if nearby and (place := short_of_it(facts[name], nearby)) is not None:
                return {name: place}
            if further := nearer(facts[name], value.value, heard.text, value.start, value.end):
                return {name: further}
            denied = _NOT_BUT.search(heard.text) or _BUT_NOT.search(heard.text)
            instead = bool(CUE.search(heard.text)) or states(heard) or restates(heard)
            anew = place_is_wrong(heard) and stands_alone(value.value, facts[name])
            wrong = denied["denied"] if denied else ""
            return {name: united(facts[name], value.value, instead, wrong, anew=anew)}
        return {}
    if value.kind == "phone":
        holder = holder_of(heard, facts, value)
        if holder in NOT_TO_RING or (holder not in (OURS, "") and _rings_caller(heard, facts)):
            return {}  # 车主那边也跟她讲一声 她手机139…
    if value.kind == "money" and not _is_the_fee(heard):
        return {}
    name = _ONE_TO_ONE.get(value.kind, "")
    return {name: value.value} if name and known(facts, name) else {}


def place_is_wrong(heard: Heard) -> bool:
    """Tell whether the place as such is said to be wrong, and not only a part of it: 地方不对."""
    words = NAMED["place"][0].pattern
    return bool(
        re.search(f"(?:{words})[^,，。]{{0,5}}(?:不对|[错反]了|有误)|不对[,，\\s]*(?:{words})", heard.text)
    )


def _is_the_fee(heard: Heard) -> bool:
    """Tell whether the sum spoken of is what was paid at the hospital, by a word of paying or set against another: 三千不是两千."""
    return bool(_PAID.search(heard.text) or _SUM_DENIED.search(heard.text))


_SUM_DENIED = re.compile(r"[千百万块]\d*(?:块|元)?[,，\s]?不是[^,，。\s]{1,4}[千百万块](?:$|[,，。\s])")


def _unhurt_in_ours(facts: Facts) -> dict[str, Any]:
    """Return who is hurt where only of those in our car it is said that they are well: 我弟车上没人受伤 就骑车的两个."""
    kinds = facts.get("injured_kind")
    left = [kind for kind in kinds if kind != "车上人员"] if isinstance(kinds, list) else []
    return {"injured_kind": left} if left and left != kinds else {}


_ONLY_IN_A_CAR = re.compile(
    r"(?:我|俺|咱|本)[^,，。\s]{0,4}车[上里](?:的)?(?:人)?(?:都|也|倒|是)*(?:没(?:有)?(?:人)?(?:受?伤|事)|好好)"
)
_I_AS_WELL = re.compile(
    r"(?:我|俺|咱)(?:自己|本人|自个儿?)?[^,，。\s]{0,2}(?:也|脚|手|腿|腰|脖|头|胳|膝|扭|崴|磕|擦)"
)
_IS_IT_ONE = re.compile(r"算不算|算是?[^,，。\s]{0,3}(?:吗|么|不)")


def _of_another_car(heard: Heard, value: Value, facts: Facts) -> bool:
    """Tell whether a plate can only be another car's: ours was found and confirmed, is nothing like it, and is not said to be wrong."""
    before, plate = str(facts.get("plate") or ""), str(value.value["plate"])
    if value.owner == "ours" or facts.get("lookup") != "found" or facts.get("policy_confirm") is not True:
        return False
    if parties.alike(before, plate):
        return False
    lead = heard.text[: value.start]
    return bool(heard.all("vehicle")) or speaks_of_others(lead) or not NAMED["plate"][0].search(lead)


def _rings_caller(heard: Heard, facts: Facts) -> bool:
    """Tell whether the caller is to be rung, and stays the one."""
    return facts.get("contact_name") == own_name(facts) and not heard.who("contact")


AT_HOSPITAL = frozenset({"ward", "money"})
"""Kinds of values that are told of who was taken to hospital."""

_NOT_BUT = re.compile(r"不[是在](?P<denied>[^，。,\s是]{2,12}?)[，,。\s]*(?:而|应该|就)?[是在]")
"""Words that say what a place is not before what it is: 这里不是鄞州 是南坪快速."""
_BUT_NOT = re.compile(r"[，。,\s]不[是在](?P<denied>[^，。,\s是吗]{2,12})(?=$|[，。,\s])")
_PAID = re.compile(r"付|垫|交|费|花|钱")
"""Words of what was paid."""

_ONE_TO_ONE = {
    "vin": "vin",
    "engine_no": "engine_no",
    "policy_no": "policy_no",
    "phone": "contact_phone",
    "hospital": "hospital",
    "ward": "ward",
    "insurer": "other_insurer_name",
    "water_level": "flood_level",
    "duration": "flood_duration",
    "money": "fee_amount",
}


def _same_time(new: Mapping[str, Any], old: Any) -> bool:
    """Tell whether a time says no more than the one told before: 五点半对."""
    return isinstance(old, Mapping) and all(new.get(end) == old.get(end) for end in ("start", "end"))


def _moved(old: Any, new: dict[str, Any]) -> dict[str, Any]:
    """Move the accident to another day and keep the hour told before: "不对，是前天晚上" says nothing of the hour."""
    if not isinstance(old, dict) or new["precision"] not in ("day", "part") or old.get("end"):
        return new
    if old.get("precision") in (None, *VAGUE):
        return new
    start = new["start"][:10] + old["start"][10:]
    within = new["precision"] == "day" or moment(new["start"]) <= moment(start) <= moment(new["end"])
    return {**old, "start": start, "said": f"{old['said']}，{new['said']}"} if within else new
