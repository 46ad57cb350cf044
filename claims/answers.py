"""Which of the values heard answer the question that was asked.

One reader a question, in the table ``READERS``. A reader gets what was heard and the facts so far and returns an
``Answer``: the facts it sets, or the reason why the value cannot stand. None means that the answer was not understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from claims.heard import Heard, Value
from claims.interview import MOTOR, NON_MOTOR, PEDESTRIAN, UNKNOWN, Facts
from claims.report import insured_person


@dataclass(frozen=True)
class Answer:
    """What an answer gives.

    Attributes:
        facts: Facts to set.
        problem: Why the value is asked for again, the name of a wording: "length", "check_digit", "province",
            "future", "am_pm", "confirm".
        pending: What the next answer will settle (the reading to confirm, the two times to choose from).
    """

    facts: dict[str, Any] = field(default_factory=dict)
    problem: str | None = None
    pending: dict[str, Any] | None = None


Reader = Callable[[Heard, Facts], Answer | None]

SURE_PLATE = 0.8
SURE_HEARING = 0.6
"""Below these a plate is read back before it is looked up; measured on the recogniser's own confidences."""

YES_KEY, NO_KEY = "1", "2"

DONT_KNOW = re.compile(
    r"不知道|不清楚|不晓得|不了解|没看清|没看见|没看到|没记住|没记|记不[得住清]|说不[准好清]|不认识|忘了|没注意"
)
REFUSED = re.compile(r"不想说|不方便说|不告诉|保密|没必要说|不愿意说|跳过|先不说")

# Words that settle a yes/no question better than "是" and "没有" do: question -> (no, yes). "No" is looked for first.
_WORDS: dict[str, tuple[str, str]] = {
    "at_scene": (
        r"不在(现场)?|没在|离开|走了|开走|开回|挪走|拖走|回[家来]|到家|已经走|(?<![还就])在(家|单位|修理厂|4s店)",
        r"还?在现场|还在(这|那|呢)|就在(这|现场)|在的|没走|没动|没离开|在呢|都在|在等",
    ),
    "flood_restarted": (
        r"(没|不)(有)?(再)?(敢)?(重新)?(打火|打着|启动|点火|发动|动)|没打|没敢|没有?动过|一直没",
        r"(打|点|启动|发动)(过|了)|又(打|启动|发动|点)|试(着|了|过)|重新(启动|打|发动)了?",
    ),
    "theft_police": (
        r"(还)?没(有)?(去)?报|没来得及",
        r"报(过|了|警|案了)|已经报|去过?派出所|派出所(来|立案)|备案|立案",
    ),
    "theft_parking": (
        r"不是|没有?停|没在|路边|街边|马路|楼下|门口|空地|胡同|巷子",
        r"停车场|存车|地库|车库|有人看|收费的|车位|小区里",
    ),
    "fire_brigade": (
        r"(还)?没(有)?(报|打|叫|通知)",
        r"报(过|了)|打(过|了)?(119|一一九|幺幺九|消防)|消防.{0,4}(来|到|灭)|叫了消防",
    ),
    "fire_put_out": (
        r"没(有)?(救|灭|来得及|办法|敢)|没采取|烧光|烧没",
        r"灭火器|浇|扑|灭(了|掉|过|的)|救(了|过)|用(水|土|沙)|拿(水|灭)",
    ),
    "sent_hospital": (
        r"(还)?没(有)?(送|去|来|到)|没上医院|不用去|在等(救护车|120)|等着?救护车",
        r"送(过去|去|到|了|医)|拉走|在医院|去了?医院|救护车.{0,4}(拉|送|接)|120.{0,3}(拉|送|接)",
    ),
    "treated": (
        r"没(有)?(抢救|做)|不用抢救|没到.{0,3}抢救",
        r"抢救(了|过|着|中|呢)|正在抢救|在(做)?手术|进了?(抢救|手术|icu)|缝|包扎|处理了",
    ),
    "fee_paid": (
        r"(还)?没(有)?(付|交|给|垫|支付)|没花|医院没要",
        r"(付|交|垫|给|花)(了|过|的)|垫付|支付了|已经(付|交|垫)",
    ),
    "other_insurer": (
        r"(还)?没(有)?(来|到|见|看见|其他)|没人来|就你们",
        r"来(了|过)|到了|(平安|人保|太保|太平洋|大地|阳光|中华|国寿).{0,6}(来|到|在)",
    ),
    "injured": (r"没(有)?(人|受伤|伤)|都没事|人(都)?没事|没伤", r"有人?(受伤|伤)|受伤了|伤了|伤着"),
    "policy_confirm": (r"不对|不是|错了|没有?在你们", r"对|没错|是"),
    "rescue": (r"不(用|需要|必)|算了|自己叫|自己找", r"需要|要|派|拖|来(吧|一)|麻烦|可以|行|好|赶紧|快"),
}
_WORD_PATTERNS = {name: (re.compile(no), re.compile(yes)) for name, (no, yes) in _WORDS.items()}

_FILLERS = re.compile(r"^[嗯呃额啊哦噢那个就是这个，,。\s]+(?=.)")


def read_answer(asked: str, heard: Heard, facts: Facts) -> Answer | None:
    """Read the answer to the question ``asked``.

    Returns:
        What it gives; None when the utterance holds no answer to it.
    """
    reader = READERS.get(asked)
    return reader(heard, facts) if reader else None


def is_free(asked: str | None) -> bool:
    """Tell whether any words at all would do as an answer, so that other intents must be looked at first."""
    return asked in FREE


def gives_up(heard: Heard) -> bool:
    """Tell whether the caller says that they cannot or will not answer."""
    if heard.is_intent(("dont_know", "refuse"), 0.45):
        return True
    return bool(DONT_KNOW.search(heard.text) or REFUSED.search(heard.text)) or _polarity(heard) == "unknown"


def clean(text: str) -> str:
    """Take the fillers off the front of an answer that is kept in the caller's words."""
    return _FILLERS.sub("", text.strip()).strip(" ，,。") or text.strip()


def says(name: str, text: str) -> bool | None:
    """Read a yes/no question's own words out of a text that was no answer to it."""
    no, yes = _WORD_PATTERNS[name]
    if no.search(text):
        return False
    return True if _affirmed(yes, text) else None


def yes_or_no(name: str, heard: Heard) -> bool | None:
    """Read yes or no to a question: by key (1 and 2), by its own words, or by the polarity of the answer."""
    if heard.keys:
        return {YES_KEY: True, NO_KEY: False}.get(heard.keys)
    if _EITHER.search(heard.text) and DONT_KNOW.search(heard.text):
        return None
    patterns = _WORD_PATTERNS.get(name)
    if patterns and patterns[0].search(heard.text):
        return False
    if patterns and _affirmed(patterns[1], heard.text):
        return True
    polarity = _polarity(heard)
    if polarity == "no" or (polarity is None and heard.is_intent(("deny",), 0.6)):
        return False
    if polarity == "yes" or (polarity is None and heard.is_intent(("affirm",), 0.6)):
        return True
    return None


_EITHER = re.compile(r"(.)[没不]\1")
"""Words that leave it open: 付没付, 是不是."""


def _affirmed(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether the words stand there without a negation just before them."""
    return any(
        not re.search(r"[没不别未无][^，。,]{0,2}$", text[: found.start()])
        for found in pattern.finditer(text)
    )


def _polarity(heard: Heard) -> str | None:
    value = heard.first("answer")
    return value.value if value else None


# --- readers -----------------------------------------------------------------------------------------------------


def _yes_no(name: str) -> Reader:
    def read(heard: Heard, facts: Facts) -> Answer | None:
        said = yes_or_no(name, heard)
        if said is not None:
            return Answer({name: said})
        return Answer({name: UNKNOWN}) if gives_up(heard) else None

    return read


def _or_unknown(reader: Reader, name: str) -> Reader:
    """Let a caller who cannot tell pass on."""

    def read(heard: Heard, facts: Facts) -> Answer | None:
        answer = reader(heard, facts)
        if answer is None and (gives_up(heard) or _polarity(heard) == "no"):
            return Answer({name: UNKNOWN})
        return answer

    return read


def _plate(heard: Heard, facts: Facts) -> Answer | None:
    own = [value for value in heard.all("plate") if not is_others(heard, value)]
    value = next((v for v in own if v.problem is None), own[0] if own else None)
    if value is None:
        if heard.first("vin"):
            return Answer({"vin": heard.first("vin").value, "plate": UNKNOWN})  # type: ignore[union-attr]
        if _NO_PLATE.search(heard.text) or gives_up(heard):
            return Answer({"plate": UNKNOWN})
        return None
    if value.problem:
        return Answer(problem=f"plate_{value.problem}")
    plate = value.value["plate"]
    if value.value.get("by_sound") or value.confidence < SURE_PLATE or heard.heard < SURE_HEARING:
        return Answer(problem="confirm", pending={"fact": "plate", "value": plate})
    return Answer({"plate": plate})


_NO_PLATE = re.compile(
    r"没有?(上)?(车)?牌|没上牌|没挂牌|新车|临牌|临时牌|还没上|牌.{0,4}(丢|没)了|不记得车牌|记不.{0,3}车牌"
)


def is_others(heard: Heard, value: Value) -> bool:
    """Tell whether a plate is said to be the other party's."""
    return bool(_OTHERS.search(heard.before(value)))


_OTHERS = re.compile(r"(对方|他的?|她的?|人家|那个?车|前车|后车|前面|后面|货车|肇事|撞我的?)[^，。,]{0,6}$")


def _identifier(name: str) -> Reader:
    def read(heard: Heard, facts: Facts) -> Answer | None:
        value = heard.first(name)
        if value is None:
            plate = heard.first("plate")
            if plate and plate.problem is None:
                return Answer({"plate": plate.value["plate"]})
            return Answer({name: UNKNOWN}) if gives_up(heard) or _lacks(heard) else None
        if value.problem and (value.problem == "length" or value.problem == "characters"):
            return Answer(problem=f"{name}_{value.problem}")
        return Answer({name: value.value})

    return read


def _lacks(heard: Heard) -> bool:
    return _polarity(heard) == "no" or bool(re.search(r"没有|没带|找不到|没找到|看不[到见]", heard.text))


def _insured(heard: Heard, facts: Facts) -> Answer | None:
    value = heard.first("person")
    if value and value.value.get("name"):
        return Answer({"insured": value.value["name"]})
    return None


def _time(heard: Heard, facts: Facts) -> Answer | None:
    value = best_time(heard)
    if value is None:
        return None
    if value.problem == "future":
        return Answer(problem="future")
    if len(value.value.get("readings") or ()) == 2:
        return Answer(
            problem="am_pm",
            pending={"fact": "accident_time", "readings": value.value["readings"], "value": value.value},
        )
    return Answer({"accident_time": time_fact(value)})


def time_fact(value: Value) -> dict[str, Any]:
    """Make the fact ``accident_time`` of a time that was heard."""
    return {
        "start": value.value["start"],
        "end": value.value.get("end"),
        "precision": value.value.get("precision", "minute"),
        "said": value.value.get("said") or value.text,
    }


_WEATHER = re.compile(r"^[^，。,]{0,4}(下的?(大|暴)?雨|下(大|暴)雨|下的?雪|刮的?风|下冰雹)")


_NOW = ("现在", "目前", "这会儿", "这会", "当前")
"""Words for the moment of the call: "现在还在现场" does not tell when it happened."""


def best_time(heard: Heard) -> Value | None:
    """Choose the accident's time: the time of a rain, of buying or of parking alone is not it (issue of the story)."""
    times = [v for v in heard.all("time") if not _WEATHER.match(heard.after(v, 10))]
    if not times and {"flood", "hail_storm", "falling_object"} & {v.value for v in heard.all("event")}:
        times = heard.all("time")  # here the weather is what happened
    sound = [v for v in times if v.problem is None]
    sound = [v for v in sound if v.text not in _NOW] or sound
    if not sound:
        return times[0] if times else None
    intervals = [v for v in sound if v.value.get("end")]
    if intervals:
        return intervals[-1]
    events = heard.all("event")
    if events and len(sound) > 1:
        return min(sound, key=lambda v: min(abs(v.end - event.start) for event in events))
    return sound[-1]


def _place(heard: Heard, facts: Facts) -> Answer | None:
    found = [value for value in heard.all("place") if re.search(r"[\u4e00-\u9fff]", value.text)]
    if found:
        return Answer({"place": max(found, key=lambda v: len(v.text)).value})
    return None


def _words(name: str, shortest: int = 1) -> Reader:
    """Keep the answer in the caller's own words."""

    def read(heard: Heard, facts: Facts) -> Answer | None:
        said = clean(heard.text)
        if len(said) < shortest or heard.is_intent(("noise",), 0.6):
            return None
        return Answer({name: UNKNOWN if _only_unknown(heard) else said})

    return read


def _only_unknown(heard: Heard) -> bool:
    """Tell whether the whole answer is "I don't know", and not a story that contains these words."""
    return gives_up(heard) and len(heard.text) <= 12


_NAMELESS = ("医院", "病房")
"""What names neither a hospital nor a ward: "不知道哪个病房"."""


def _value(name: str, *kinds: str) -> Reader:
    """Take the value as it is; else the caller's words."""

    def read(heard: Heard, facts: Facts) -> Answer | None:
        value = next((v for v in heard.all(*kinds) if v.value not in _NAMELESS and not v.problem), None)
        if value is not None:
            return Answer(
                {name: value.value if isinstance(value.value, (str, list, int, float)) else value.text}
            )
        return None

    return read


def _driver(heard: Heard, facts: Facts) -> Answer | None:
    if _NOBODY_DROVE.search(heard.text):
        return Answer({"driver": UNKNOWN, "events": [*(facts.get("events") or ()), "parked"]})
    value = heard.first("person")
    if value is not None:
        return Answer({"driver": dict(value.value)})
    if re.search(r"^[嗯啊就是，,\s]*(是)?(我|本人|自己|俺)", heard.text):
        return Answer({"driver": {"relation": "本人"}})
    return Answer({"driver": UNKNOWN}) if gives_up(heard) else None


_NOBODY_DROVE = re.compile(r"没(有)?人(在)?开|车(是|就)?停(着|在|放)|(停|放)着(呢|的)")


def _parts(name: str, *kinds: str) -> Callable[[Heard, Facts], list[str] | None]:
    def read(heard: Heard, facts: Facts) -> list[str] | None:
        parts = [value.value for value in heard.all(*kinds)]
        if parts:
            return list(dict.fromkeys(parts))
        if heard.no_damage:
            return []
        if gives_up(heard):
            return None
        said = clean(heard.text)
        return [said] if len(said) >= 2 and not heard.is_intent(("noise",), 0.6) else None

    return read


def _own_damage(heard: Heard, facts: Facts) -> Answer | None:
    parts = _parts("own_damage", "part")(heard, facts)
    if parts is None:
        return Answer({"own_damage": UNKNOWN}) if gives_up(heard) else None
    return Answer({"own_damage": parts})


def _third_damage(heard: Heard, facts: Facts) -> Answer | None:
    parts = _parts("third_damage", "part", "third_part")(heard, facts)
    given = list(facts.get("third_damage") or ())
    if parts is None and not gives_up(heard):
        return None
    return Answer({"third_damage": [*given, UNKNOWN if parts is None else parts]})


def _third_plate(heard: Heard, facts: Facts) -> Answer | None:
    given = list(facts.get("third_plate") or ())
    found = [v.value["plate"] for v in heard.all("plate") if v.problem is None]
    found = [plate for plate in found if plate != facts.get("plate") and plate not in given]
    if found:
        return Answer({"third_plate": [*given, *found]})
    if _GONE.search(heard.text):
        return Answer(untold_party(facts) | fled(facts))
    if _LEFT.search(heard.text):
        return Answer(untold_party(facts))
    if gives_up(heard) or (_lacks(heard) and not heard.first("injury")):
        return Answer({"third_plate": [*given, UNKNOWN]})
    wrong = heard.first("plate")
    return Answer(problem=f"plate_{wrong.problem}") if wrong and wrong.problem else None


def untold_party(facts: Facts) -> dict[str, Any]:
    """Settle the questions about a party that left unrecognised: nobody can tell its plate, owner or damage."""
    names = ("third_plate", "third_owner", "third_damage")
    return {name: [*(facts.get(name) or ()), UNKNOWN] for name in names}


def fled(facts: Facts) -> dict[str, Any]:
    """Note that the other party fled."""
    parties = list(facts.get("third_parties") or [{"kind": MOTOR}])
    parties[-1] = {**parties[-1], "fled": True}
    flags = dict.fromkeys([*(facts.get("flags") or ()), "fled_other"])
    return {"third_parties": parties, "flags": list(flags)}


_GONE = re.compile(r"跑(了|掉|没影)|逃|溜(走)?了|没停")
_LEFT = re.compile(r"走了|不在了|离开了")


def _third_owner(heard: Heard, facts: Facts) -> Answer | None:
    given = list(facts.get("third_owner") or ())
    value = heard.first("person")
    if value is not None and value.value.get("name"):
        return Answer({"third_owner": [*given, value.value["name"]]})
    if gives_up(heard) or _lacks(heard):
        return Answer({"third_owner": [*given, UNKNOWN]})
    said = clean(heard.text)
    return Answer({"third_owner": [*given, said]}) if 2 <= len(said) <= 20 else None


def _third_party(heard: Heard, facts: Facts) -> Answer | None:
    vehicles = [v.value for v in heard.all("vehicle")]
    kinds = {v["kind"] for v in vehicles}
    case = next(
        (
            case
            for kind, case in (
                (PEDESTRIAN, "pedestrian"),
                (MOTOR, "collision_multi"),
                (NON_MOTOR, "collision_nonmotor"),
            )
            if kind in kinds
        ),
        None,
    )
    if case:
        return Answer({"third_party": True, "case_type": case, "third_parties": vehicles})
    things = [v.value for v in heard.all("property")]
    if things:
        return Answer({"third_party": True, "case_type": "collision_single", "property_damage": things})
    if yes_or_no("third_party", heard) is False or gives_up(heard):
        return Answer({"third_party": False, "case_type": "collision_single", "third_parties": []})
    if yes_or_no("third_party", heard):
        return Answer({"third_party": True, "case_type": "collision_multi"})
    return None


def _injured(heard: Heard, facts: Facts) -> Answer | None:
    value = heard.first("injury")
    if value is not None:
        return Answer(injury_facts(value.value))
    said = yes_or_no("injured", heard)
    if said is not None:
        return Answer({"injured": said})
    return Answer({"injured": UNKNOWN}) if gives_up(heard) else None


def injury_facts(value: dict[str, Any]) -> dict[str, Any]:
    """Spread an injury that was heard over the facts it settles."""
    names = {
        "any": "injured",
        "count": "injured_count",
        "deaths": "deaths",
        "severity": "injury_severity",
        "kinds": "injured_kind",
        "sent_hospital": "sent_hospital",
    }
    facts = {names[key]: item for key, item in value.items() if key in names and item not in (None, [], "")}
    if facts.get("deaths"):
        facts["injured"] = True
    return facts


def _injured_count(heard: Heard, facts: Facts) -> Answer | None:
    if heard.keys.isdigit():
        return Answer({"injured_count": int(heard.keys)})
    updates: dict[str, Any] = {}
    injury = heard.first("injury")
    if injury is not None and injury.value.get("any") is not False:
        updates = injury_facts(injury.value)
    value = heard.first("count")
    if "injured_count" not in updates and value is not None:
        updates["injured_count"] = value.value["count"]
    if updates.get("injured_count") == 0:
        return Answer({"injured": False}) if _NOBODY.search(heard.text) else None
    return Answer(updates) if "injured_count" in updates else None


_NOBODY = re.compile(r"没(有)?(人)?(受伤|伤)|^[嗯啊，, ]*没(有)?(人)?[了啊呢]?$|都没事|一个(人)?(都|也)没")


def _severity(heard: Heard, facts: Facts) -> Answer | None:
    value = heard.first("injury")
    updates = injury_facts(value.value) if value and value.value.get("any") is not False else {}
    updates.pop("injured_count", None) if facts.get("injured_count") else None
    updates.setdefault("injury_severity", clean(heard.text))
    return Answer(updates) if len(updates["injury_severity"]) >= 1 else None


def _sent_hospital(heard: Heard, facts: Facts) -> Answer | None:
    hospital = heard.first("hospital")
    said = yes_or_no("sent_hospital", heard)
    if hospital is not None and said is not False:
        return Answer({"sent_hospital": True, "hospital": hospital.value})
    if said is not None:
        return Answer({"sent_hospital": said})
    return Answer({"sent_hospital": UNKNOWN}) if gives_up(heard) else None


def _kind(heard: Heard, facts: Facts) -> Answer | None:
    about_the_hurt = _UNHURT.sub("", heard.text)
    kinds = [kind for kind, pattern in _KINDS if pattern.search(about_the_hurt)]
    return Answer({"injured_kind": kinds}) if kinds else None


_UNHURT = re.compile(
    r"(我们?|自己|咱们?|本车)(这边|车上|自己|车里)?(的?人)?(倒是|都|也)?(没有?(事儿?|受?伤)|还好)"
)

_KINDS = (
    (
        "第三者车上人员",
        re.compile(r"第三者|(对方|他们?|那个?|前|后|另)(一?辆)?(车)?(上|里|车)?的?(司机|乘客|人|车上)|对面"),
    ),
    ("非机动车人员", re.compile(r"电动|骑车|自行车|三轮|电瓶|骑.{0,3}的")),
    ("行人", re.compile(r"行人|路人|走路|过马路|老(太|人|头|奶|爷)|步行|小孩")),
    (
        "车上人员",
        re.compile(
            r"(我|我们|自己|咱|本)(的)?(车)?(上|里|车上)?|车上|乘客|司机|副驾|家人|老婆|老公|媳妇|孩子"
        ),
    ),
)


def _fee_paid(heard: Heard, facts: Facts) -> Answer | None:
    money = heard.first("money")
    said = yes_or_no("fee_paid", heard)
    if money is not None and said is not False and money.value:
        return Answer({"fee_paid": True, "fee_amount": money.value})
    if said is not None:
        return Answer({"fee_paid": said})
    return Answer({"fee_paid": UNKNOWN}) if gives_up(heard) else None


def _other_insurer(heard: Heard, facts: Facts) -> Answer | None:
    insurer = heard.first("insurer")
    said = yes_or_no("other_insurer", heard)
    if said is not False and insurer is not None:
        updates: dict[str, Any] = {"other_insurer": True, "other_insurer_name": insurer.value}
        money = heard.first("money")
        if money is not None:
            updates["other_insurer_estimate"] = money.value
        return Answer(updates)
    if said is not None:
        return Answer({"other_insurer": said})
    return Answer({"other_insurer": UNKNOWN}) if gives_up(heard) else None


def _at_scene(heard: Heard, facts: Facts) -> Answer | None:
    said = yes_or_no("at_scene", heard)
    if said is False:
        updates: dict[str, Any] = {"at_scene": False}
        moved = _MOVED.search(heard.text)
        if moved:
            updates["car_location"] = moved.group(1)
        return Answer(updates)
    if said is not None:
        return Answer({"at_scene": said})
    return Answer({"at_scene": UNKNOWN}) if gives_up(heard) else None


_MOVED = re.compile(r"(?:拖|开|挪|停|送)(?:到|回|去|在|进)了?([^，。,]{2,20}?)(?:了|呢|啊|吧)?$")


def _contact_name(heard: Heard, facts: Facts) -> Answer | None:
    updates: dict[str, Any] = {}
    phone = heard.first("phone")
    if phone is not None and phone.problem is None:
        updates["contact_phone"] = phone.value
    elif heard.own_number and heard.caller_phone:
        updates["contact_phone"] = heard.caller_phone
    name = _contact_person(heard, facts)
    if name or updates:
        updates["contact_name"] = name or own_name(facts)
    return Answer(updates) if updates else None


def _contact_person(heard: Heard, facts: Facts) -> str | None:
    """Name whom to contact: by name, else by relation ("我媳妇"), else the caller."""
    person = heard.first("person")
    if person is not None and person.value.get("name"):
        return str(person.value["name"])
    if person is not None and person.value.get("relation") not in (None, "本人"):
        return person.text
    return own_name(facts) if person is not None or _MYSELF.search(heard.text) else None


_MYSELF = re.compile(r"(^|[找跟和就是联系，,嗯])(我|本人|俺|自己)")


def own_name(facts: Facts) -> str:
    """Name the caller: as said; as the verified insured; else 本人."""
    driver = facts.get("driver")
    if facts.get("reporter_name"):
        return str(facts["reporter_name"])
    if isinstance(driver, dict) and driver.get("relation") == "本人" and driver.get("name"):
        return str(driver["name"])
    return insured_person(facts) or "本人"


def _phone(name: str) -> Reader:
    def read(heard: Heard, facts: Facts) -> Answer | None:
        if heard.keys:
            return Answer({name: heard.keys}) if len(heard.keys) == 11 else Answer(problem="phone_length")
        value = heard.first("phone")
        if value is not None and value.problem:
            return Answer(problem="phone_length")
        if value is not None:
            person = heard.first("person")
            named = person is not None and person.value.get("name") and name == "contact_phone"
            return Answer(
                {name: value.value, **({"contact_name": person.value["name"]} if person and named else {})}
            )
        if heard.caller_phone and (heard.own_number or yes_or_no(name, heard)):
            return Answer({name: heard.caller_phone})
        return None

    return read


def _documents(heard: Heard, facts: Facts) -> Answer | None:
    found = [
        word
        for word in ("行驶证", "行车证", "登记证", "驾驶证", "驾照", "保单", "购车发票", "钥匙")
        if word in heard.text
    ]
    if _polarity(heard) == "no" or re.search(r"没(有)?丢|都在(家|我|手)|在我(这|身上)|在家", heard.text):
        return Answer({"theft_documents": []})
    if found:
        return Answer({"theft_documents": ["行驶证" if word == "行车证" else word for word in found]})
    if yes_or_no("theft_documents", heard):
        return Answer({"theft_documents": ["行驶证"]})
    return Answer({"theft_documents": UNKNOWN}) if gives_up(heard) else None


def _theft_parking(heard: Heard, facts: Facts) -> Answer | None:
    answer = _yes_no("theft_parking")(heard, facts)
    if answer is not None and re.search(r"票|小票|凭证", heard.text):
        answer.facts["theft_receipt"] = not re.search(
            r"没(有)?(给|拿|票|小票|凭证|留)|票.{0,3}(丢|没)", heard.text
        )
    return answer


def _theft_police(heard: Heard, facts: Facts) -> Answer | None:
    answer = _yes_no("theft_police")(heard, facts)
    station = station_in(heard.text)
    if answer is not None and station and answer.facts.get("theft_police") is True:
        answer.facts["theft_station"] = station
    return answer


def station_in(text: str) -> str | None:
    """Find the police station a caller names."""
    named = re.search(r"([\u4e00-\u9fff]{2,12}派出所)", text)
    name = re.sub(r"^.*(在|到|去|向|给|了|被偷|报警?|案)", "", named.group(1)) if named else ""
    return name if len(name) > 3 else None


def _duration(heard: Heard, facts: Facts) -> Answer | None:
    value = heard.first("duration")
    if value is not None:
        low, high = value.value
        return Answer({"flood_duration": [low, high]})
    return Answer({"flood_duration": UNKNOWN}) if gives_up(heard) else None


def _flood_restarted(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether the engine was tried again; trying in vain ("打了两次没打着") is trying."""
    if any(v.value == "second_start" for v in heard.all("flag")):
        return Answer({"flood_restarted": True})
    return _yes_no("flood_restarted")(heard, facts)


def _fire_origin(heard: Heard, facts: Facts) -> Answer | None:
    return _words("fire_origin")(heard, facts)


def _recap(heard: Heard, facts: Facts) -> Answer | None:
    agreed = yes_or_no("recap", heard) or heard.is_intent(("nothing_else",), 0.6)
    return Answer({"recap": True}) if agreed else None


def _guidance(heard: Heard, facts: Facts) -> Answer | None:
    if re.search(r"没(有|什么|啥|有什么)?不(明白|懂|清楚|理解)|都(明白|懂|清楚)", heard.text):
        return Answer({"guidance": True})
    if re.search(r"不(太)?(明白|懂|理解)|没(听)?(懂|明白)|再(说|讲)|什么意思", heard.text) or heard.is_intent(
        ("not_understood",)
    ):
        return Answer({"guidance": None})
    if re.search(
        r"明白|清楚|懂了?|知道了|了解|没有|没了|好的?|行|嗯|可以|谢谢", heard.text
    ) or heard.is_intent(("affirm", "deny", "nothing_else", "thanks", "goodbye")):
        return Answer({"guidance": True})
    return Answer({"guidance": None}) if yes_or_no("guidance", heard) else None


def _anything_else(heard: Heard, facts: Facts) -> Answer | None:
    if heard.is_intent(("nothing_else", "deny", "goodbye", "thanks"), 0.4) or _polarity(heard) == "no":
        return Answer({"anything_else": False})
    if re.search(r"没(有)?(了|事|别的|其他)|再见|拜拜|不用了|就这些|就这样", heard.text):
        return Answer({"anything_else": False})
    return None


def _complaint_number(heard: Heard, facts: Facts) -> Answer | None:
    value = heard.first("report_number")
    if value is not None:
        return Answer({"complaint_report_number": value.value})
    return Answer({"complaint_report_number": UNKNOWN}) if gives_up(heard) or _lacks(heard) else None


READERS: dict[str, Reader] = {
    "plate": _plate,
    "vin": _identifier("vin"),
    "engine_no": _identifier("engine_no"),
    "policy_no": _identifier("policy_no"),
    "insured": _or_unknown(_insured, "insured"),
    "policy_confirm": _yes_no("policy_confirm"),
    "manual_record": _yes_no("manual_record"),
    "accident_time": _time,
    "place": _place,
    "description": _words("description", 2),
    "flood_duration": _duration,
    "flood_level": _or_unknown(_value("flood_level", "water_level"), "flood_level"),
    "flood_restarted": _flood_restarted,
    "rescue": _yes_no("rescue"),
    "theft_police": _theft_police,
    "theft_parking": _theft_parking,
    "theft_documents": _documents,
    "fire_how": _words("fire_how", 2),
    "fire_origin": _fire_origin,
    "fire_brigade": _yes_no("fire_brigade"),
    "fire_put_out": _yes_no("fire_put_out"),
    "third_party": _third_party,
    "late_reason": _words("late_reason", 2),
    "driver": _driver,
    "own_damage": _own_damage,
    "third_plate": _third_plate,
    "third_owner": _third_owner,
    "third_damage": _third_damage,
    "injured": _injured,
    "injured_count": _or_unknown(_injured_count, "injured_count"),
    "injury_severity": _or_unknown(_severity, "injury_severity"),
    "sent_hospital": _sent_hospital,
    "hospital": _or_unknown(_value("hospital", "hospital"), "hospital"),
    "treated": _yes_no("treated"),
    "ward": _or_unknown(_value("ward", "ward"), "ward"),
    "injured_kind": _or_unknown(_kind, "injured_kind"),
    "fee_paid": _fee_paid,
    "fee_amount": _or_unknown(_value("fee_amount", "money"), "fee_amount"),
    "other_insurer": _other_insurer,
    "other_insurer_name": _or_unknown(_value("other_insurer_name", "insurer"), "other_insurer_name"),
    "other_insurer_estimate": _or_unknown(
        _value("other_insurer_estimate", "money"), "other_insurer_estimate"
    ),
    "at_scene": _at_scene,
    "car_location": _words("car_location", 2),
    "contact_name": _contact_name,
    "contact_phone": _phone("contact_phone"),
    "recap": _recap,
    "guidance": _guidance,
    "anything_else": _anything_else,
    "relation": _words("relation"),
    "callback_phone": _phone("callback_phone"),
    "complaint_surname": _words("complaint_surname"),
    "complaint_report_number": _complaint_number,
    "complaint_relation": _words("complaint_relation"),
    "complaint_detail": _words("complaint_detail", 2),
    "complaint_want": _words("complaint_want", 2),
}
"""The reader of each question's answer."""

FREE = frozenset(
    {
        "description", "fire_how", "fire_origin", "late_reason", "car_location", "injury_severity", "relation",
        "own_damage", "third_damage", "third_owner",
        "complaint_surname", "complaint_relation", "complaint_detail", "complaint_want",
    }
)  # fmt: skip
"""Questions to which any words at all are an answer."""
