"""Who is hurt, how badly, and what became of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from claims.answers.answer import DONT_KNOW, NAMELESS, Answer, Reader, clean
from claims.answers.yes_no import reads_yes_no, says, settle
from claims.heard import Heard, Value
from claims.interview import UNKNOWN, Facts, told
from claims.parties import MOTOR, listed
from claims.report import SECTIONS
from mandarin.on_foot import stood_outside, struck_on_foot, struck_the_caller
from mandarin.severity import after, injuries_in, names_a_finding, tells_of_one, told_once
from mandarin.taken import TAKEN, doubt_before, is_awaited, taken


def read_injured(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether somebody is hurt, and whatever comes with it."""
    value = heard.first("injury")
    # "没问他有没有哪里不舒服" holds a no, and answers nothing.
    if value is not None and (value.value.get("any") or settle("injured", heard) != UNKNOWN):
        return Answer(injury_facts(value.value, facts, heard))
    return reads_yes_no("injured")(heard, facts)


def injury_facts(value: dict[str, Any], known: Facts, heard: Heard, corrects: bool = False) -> dict[str, Any]:
    """Spread an injury that was heard over the facts it settles.

    Whoever is on the way has no ward yet; how badly is told beside what was told before, unless it ``corrects`` that.
    """
    fields = SECTIONS["injuries"]
    facts = {
        fields[name]: item for name, item in value.items() if name in fields and item not in (None, [], "")
    }
    if facts.get("deaths"):
        facts["injured"] = True
    elif facts.get("injured") is False and known.get("deaths"):
        facts["deaths"] = 0  # nobody is hurt: nobody died either, whatever was heard before
    if severity := facts.get("injury_severity"):
        facts["injury_severity"] = after(_so_far(known), injuries_in(severity), heard.text, corrects)
    facts |= _who_they_are(facts.pop("injured_kind", None) or [], value, known)
    return facts | _of_the_hospital(value, heard)


def _so_far(facts: Facts) -> str:
    """Return how badly somebody is hurt as far as it was told."""
    before = str(facts["injury_severity"]) if told(facts, "injury_severity") else ""
    return "" if DONT_KNOW.search(before) and not tells_of_one(before) else before


def less_badly(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Return how badly somebody is hurt after what is denied of it: "没抢救 就包扎了一下"."""
    before = _so_far(facts)
    left = after(before, (), heard.text) if before and not heard.only_asks else before
    return {} if left == before else {"injury_severity": left or clean(heard.text)}


def _who_they_are(kinds: list[str], value: dict[str, Any], known: Facts) -> dict[str, Any]:
    """Return who the injured are, as far as it is plain from the words and the accident; what is not plain is asked (004/B-10).

    Who is told of by age, kin or seat alone is who was told of before. An old man whom we struck, where a bike was, rode it; where cars crashed he may have sat in one. In the other car nobody was where there is none. The caller's own people
    rode along where cars crashed and nobody is told of who stood outside; else they may have been struck by the car.
    """
    thin = any(value.get(by) for by in ("by_age", "by_kin", "by_seat")) and not value.get("named")
    if thin and told(known, "injured_kind"):
        return {}
    case = known.get("case_type")
    if kinds == ["行人"] and case == "collision_nonmotor":
        kinds = ["非机动车人员"]
    if case == "collision_single" and not any(party.get("kind") == MOTOR for party in listed(known)):
        kinds = [kind for kind in kinds if kind != "第三者车上人员"]
    if value.get("by_age") and case not in STRUCK_SOMEBODY:
        kinds = [kind for kind in kinds if kind != "行人"]
    story = str(known.get("description") or "")
    outside = stood_outside(story) or bool(struck_on_foot(story))
    if (value.get("by_kin") and (case not in CRASHES or outside)) or (outside and struck_the_caller(story)):
        kinds = [kind for kind in kinds if kind != "车上人员"]
    return {"injured_kind": kinds} if kinds else {}


def one_more_elsewhere(found: Mapping[str, Any], value: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    """Take one more of the injured, who was elsewhere than those told of before: 他车上小孩额头起了个包."""
    before, now = facts.get("injured_kind"), found.get("injured_kind")
    if not isinstance(before, list) or not isinstance(now, list) or "severity" not in value:
        return {}
    if not set(before).isdisjoint(now):
        return {}
    count = facts.get("injured_count")
    more = {"injured_count": count + 1} if isinstance(count, int) and "count" not in value else {}
    return {"injured_kind": [*before, *now], **more}


STRUCK_SOMEBODY = frozenset({"pedestrian", "collision_nonmotor"})
CRASHES = frozenset({"collision_single", "collision_multi", "collision_nonmotor"})
"""Accidents in which whoever belongs to us sat in our car."""

HOSPITAL_FACTS = (
    "hospital",
    "treated",
    "ward",
    "fee_paid",
    "fee_amount",
    "hospital_awaited",
    "hospital_planned",
)
"""What hangs on whether somebody was taken to hospital."""


def planned_hospital(heard: Heard) -> dict[str, Any]:
    """Return the hospital somebody is to be taken to, who is at none yet: 一会儿去常州一院."""
    to = [one.value for one in heard.spoken_of("hospital") if one.assertion == "supposed"]
    return {"hospital_planned": to[-1]} if to else {}


def _of_the_hospital(value: dict[str, Any], heard: Heard) -> dict[str, Any]:
    """Return what goes with how far somebody is on the way to hospital: whoever is not there yet has no ward and no bill, who does not go no hospital."""
    if value.get("arrived") is False:
        return {"treated": UNKNOWN, "ward": UNKNOWN, "fee_paid": UNKNOWN}
    if value.get("sent_hospital") is not False:
        return {}
    awaited = {"hospital_awaited": True} if is_awaited(heard.text) else {}
    return {**dict.fromkeys(HOSPITAL_FACTS), **awaited, **planned_hospital(heard)}


def hurt_after_all(heard: Heard, facts: Facts) -> bool:
    """Tell whether somebody is told of as hurt where nobody was; who was told of as unhurt is not hurt by a mere word (他摔了一下)."""
    injury = heard.first("injury")
    if injury is None or facts.get("injured") is not False or injury.value.get("any") is False:
        return False
    return bool("any" in injury.value and _TOLD_OF_THE_HURT & injury.value.keys()) or bool(
        _HURT_SAID.search(heard.text)
    )


_TOLD_OF_THE_HURT = frozenset({"severity", "count", "deaths"})
_HURT_SAID = re.compile(
    r"有人(?:也|还)?(?:受(?:了)?|被)?[^,，。\s]{0,2}伤|(?<!没)受(?:了|到)?[轻重点]*伤(?!吗|没|的话)|(?<!没)伤(?:着|到)?了"
)
"""Words that say of people that they are hurt: 可是有人受伤了啊."""


def read_injured_count(heard: Heard, facts: Facts) -> Answer | None:
    """Read how many are hurt: by key, by number, by the injuries told."""
    if heard.keys.isdigit():
        return Answer({"injured_count": int(heard.keys)})
    updates: dict[str, Any] = {}
    injury = heard.first("injury")
    if injury is not None and injury.value.get("any") is not False:
        updates = injury_facts(injury.value, facts, heard)
    value = next((v for v in heard.all("count") if not _OF_A_WOUND.match(heard.after(v, 4))), None)
    if "injured_count" not in updates and value is not None:
        updates["injured_count"] = value.value["count"]
    if updates.get("injured_count") == 0:
        return Answer({"injured": False}) if _NOBODY.search(heard.text) else None
    return Answer(updates) if "injured_count" in updates else None


_OF_A_WOUND = re.compile(r"个?[大小水血]?(泡|包|口子|伤口|道|处|块|针|颗|根)")
"""What makes "起了俩泡" no two people."""

_NOBODY = re.compile(r"没(有)?(人)?(受伤|伤)|^[嗯啊，, ]*没(有)?(人)?[了啊呢]?$|都没事|一个(人)?(都|也)没")


def read_severity(heard: Heard, facts: Facts) -> Answer | None:
    """Read how badly, in the caller's words."""
    value = heard.first("injury")
    updates = injury_facts(value.value, facts, heard) if value and value.value.get("any") is not False else {}
    updates.pop("injured_count", None) if facts.get("injured_count") else None
    updates["injury_severity"] = _in_their_words(heard, updates.get("injury_severity"))
    return Answer(updates) if len(updates["injury_severity"]) >= 1 else None


def _in_their_words(heard: Heard, found: str | None) -> str:
    """Return how badly, as said: of a long answer the clauses in which it was found (就是额头上一个大口子 刚缝完 四针).

    A finding that was only understood by its sound (左手骨着) is told as it was understood.
    """
    hospitals = [one.text for one in heard.spoken_of("hospital")]
    told = re.split(r"[，,。\s]+", clean(heard.text))
    clauses = [one for one in told if not any(name in one for name in hospitals)] or told
    once = told_once(clauses)
    said = " ".join(once)
    if found and names_a_finding(found) and not names_a_finding(said):
        return found
    if len(said) <= LONGEST or not found:
        return said if once != told else clean(heard.text)
    words = [word for one in injuries_in(found) for word in re.split(r"\s+", one)]
    hits = [at for at, clause in enumerate(clauses) if any(word in clause for word in words)]
    return " ".join(clauses[hits[0] : hits[-1] + 1]) if hits else found


LONGEST = 24
"""Characters up to which an answer to how badly is kept whole."""


def read_sent_hospital(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether the injured were taken to hospital; naming one says yes, as does being on the way."""
    if yet_to_come := _yet_to_come(heard, facts):
        return Answer(yet_to_come)
    hospital = heard.first("hospital")
    said = settle("sent_hospital", heard)
    if hospital is not None and said is not False:
        return Answer(of_hospital(heard, hospital, facts))
    return None if said is None else Answer({"sent_hospital": said})


def of_hospital(heard: Heard, named: Value, facts: Facts) -> dict[str, Any]:
    """Return what a hospital that is named tells; a doubt stays one (好像去市二院看了), and is no doubt that they were taken (送走了 好像是二院)."""
    doubt = doubt_before(heard.text, named.start)
    if not doubt:
        return {"sent_hospital": True, "hospital": hospital_told(heard, facts) or named.value}
    sure = facts.get("sent_hospital") is True or taken(heard.text) == TAKEN
    return {"sent_hospital": sure or UNKNOWN, "hospital": f"{doubt.removesuffix('是')}是{named.value}"}


def read_hospital(heard: Heard, facts: Facts) -> Answer | None:
    """Read which hospital the injured are in, or which ones."""
    named = heard.first("hospital")
    if named is None or named.problem or named.value in NAMELESS:
        return None
    return Answer({"hospital": of_hospital(heard, named, facts)["hospital"]})


def at_hospital(name: str, reader: Reader) -> Reader:
    """Let a caller whose injured are not at the hospital yet pass on from a question about it."""

    def read(heard: Heard, facts: Facts) -> Answer | None:
        if heard.all(name) or not (yet_to_come := _yet_to_come(heard, facts)):
            return reader(heard, facts)
        return Answer({name: UNKNOWN if yet_to_come["sent_hospital"] else None, **yet_to_come})

    return read


def _yet_to_come(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Return what is told of injured who are on the way, or were not taken to hospital at all."""
    told = heard.first("injury")
    if told is None or (
        told.value.get("sent_hospital") is not False and told.value.get("arrived") is not False
    ):
        return {}
    return injury_facts(told.value, facts, heard)


def hospital_told(heard: Heard, facts: Facts) -> str | None:
    """Return where the injured are, each hospital once: 省三院、儿童医院 of two who were taken to two; None where none is named.

    One more who was taken elsewhere adds a hospital; somebody who was moved is where they are now.
    """
    names = [
        str(one.value) for one in heard.all("hospital") if not _BESIDE_A_HOSPITAL.match(heard.after(one))
    ]
    if not names:
        return None
    more = is_one_more(heard)
    if facts.get("injured_count") == 1 and not more:
        return names[0]
    before = str(facts["hospital"]).split("、") if more and told(facts, "hospital") else []
    return "、".join(dict.fromkeys([*before, *names]))


def is_one_more(heard: Heard) -> bool:
    """Tell whether another one of the injured is spoken of, and nobody who was moved or put right."""
    return bool(_ONE_MORE.search(heard.text)) and not _MOVED.search(heard.text)


def counted_on(heard: Heard, facts: Facts) -> dict[str, Any]:
    """Count on the injured: 第二个人也受伤了, 还有一个也伤了."""
    found, count = _NEXT_HURT.search(heard.text), facts.get("injured_count")
    if not found or not isinstance(count, int) or facts.get("injured") is not True:
        return {}
    now = _ORDINALS[found.group(1)] if found.group(1) else count + 1
    return {"injured_count": now} if now > count else {}


_ORDINALS = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_NEXT_HURT = re.compile(r"第([二三四五])个(人|乘客)?.{0,6}伤|(还有|又有|另外)(一|1)?个.{0,8}伤")
"""Words of one more who is said to be hurt; those of ``_ONE_MORE`` speak of one more, hurt or not."""

_BESIDE_A_HOSPITAL = re.compile(r"(?:的)?(?:旁边|对面|隔壁|附近|门口|斜对)")
_ONE_MORE = re.compile(
    r"(?:还有|另外?|又有?)一?(?:[个位名]|人)|第[二三四五](?:[个位名]|人(?!民))|另外?的?(?:那|一)[个位]|(?:其他|剩下|别)的?(?:人|[两几三]个)"
)
_MOVED = re.compile(r"转|换|改|不是|不对|错|现在在")


def read_injured_kind(heard: Heard, facts: Facts) -> Answer | None:
    """Read who the injured are (004/B-10)."""
    injury = heard.first("injury")
    told = injury_facts(injury.value, facts, heard) if injury else {}
    if not told.get("injured_kind") and _SAT_IN_OURS.search(heard.text):
        told = {**told, "injured_kind": ["车上人员"]}
    return Answer(told) if told.get("injured_kind") else None


_SAT_IN_OURS = re.compile(
    r"^[嗯啊是就也都，,\s]*(?:我们?|俺们?|咱们?)?(?:这|的)?车[上里](?:的|坐的|人员?)|坐(?:在)?(?:我|俺)[^，。,]{0,4}(?:旁边|边上|后面|后头|副驾)|(?<!对方)(?<!他)(?:副驾|后[排座])"
)
"""Words of who sat in our car, to the question who the injured are: 车上的, 她坐我爸旁边."""


def read_fee_paid(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether the rescue fee was paid; a sum says yes."""
    money = heard.first("money")
    said = settle("fee_paid", heard)
    if money is not None and said is not False and says("fee_paid", heard.text) is not False and money.value:
        return Answer({"fee_paid": True, "fee_amount": money.value})
    return None if said is None else Answer({"fee_paid": said})
