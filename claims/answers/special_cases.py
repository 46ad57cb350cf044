"""What is asked only about a flood, a fire or a theft, or of a car that cannot go on."""

from __future__ import annotations

import re

from claims.answers.answer import Answer, clean, gives_up
from claims.answers.whereabouts import is_like_a_place, place_words
from claims.answers.yes_no import reads_yes_no, settle
from claims.heard import Heard
from claims.interview import UNKNOWN, Facts
from mandarin.tow import is_seen_to, refuses_a_tow, towed_to, was_towed


def read_duration(heard: Heard, facts: Facts) -> Answer | None:
    """Read how long the car stood in water, as a range of minutes."""
    value = heard.first("duration")
    if value is not None:
        low, high = value.value
        return Answer({"flood_duration": [low, high]})
    return Answer({"flood_duration": UNKNOWN}) if gives_up(heard) else None


def read_flood_restarted(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether the engine was tried again; trying in vain ("打了两次没打着") is trying."""
    if any(v.value == "second_start" for v in heard.all("flag")):
        return Answer({"flood_restarted": True})
    return reads_yes_no("flood_restarted")(heard, facts)


def read_theft_police(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether the theft was reported, and at which station."""
    answer = reads_yes_no("theft_police")(heard, facts)
    station = station_in(heard.text)
    if answer is not None and station and answer.facts.get("theft_police") is True:
        answer.facts["theft_station"] = station
    return answer


def station_in(text: str) -> str | None:
    """Find the police station a caller names."""
    named = re.search(r"([\u4e00-\u9fff]{2,12}派出所)", text)
    name = re.sub(r"^.*(在|到|去|向|给|了|被偷|报警?|案)", "", named.group(1)) if named else ""
    return name if len(name) > 3 else None


def read_theft_parking(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether the car stood in a guarded lot, and whether there is a receipt."""
    answer = reads_yes_no("theft_parking")(heard, facts)
    if answer is not None and re.search(r"票|小票|凭证", heard.text):
        answer.facts["theft_receipt"] = not re.search(
            r"没(有)?(给|拿|票|小票|凭证|留)|票.{0,3}(丢|没)", heard.text
        )
    return answer


def read_documents(heard: Heard, facts: Facts) -> Answer | None:
    """Read which documents went with the car; an empty list when none did. What is not at hand was in the car."""
    said = settle("theft_documents", heard)
    if said == UNKNOWN and not _GONE.search(heard.text):  # 想不起来放没放车上
        return Answer({"theft_documents": UNKNOWN})
    clauses = re.split(r"[，,。；\s]|(?=其他的|别的|其余)", heard.text)
    lost = [word for clause in clauses if not _KEPT.search(clause) for word in _DOCUMENTS if word in clause]
    if lost and not _NOTHING_LOST.search(heard.text):
        return Answer({"theft_documents": ["行驶证" if word == "行车证" else word for word in lost]})
    kept = any(_KEPT.search(clause) for clause in clauses)
    gone = bool(_WENT.search(heard.text)) and not kept
    if kept:
        return Answer({"theft_documents": []})
    if gone or said is not None:
        return Answer({"theft_documents": ["行驶证"] if gone or said else []})
    return None


_DOCUMENTS = ("行驶证", "行车证", "登记证", "驾驶证", "驾照", "保单", "购车发票", "钥匙")
_KEPT = re.compile(r"没(有)?(丢|放)|(都|就)?在(家|我|手(?![套扣])|身)|都在[啊呢]?$|带着|拿着")
_WENT = re.compile(r"没了|(放|搁|在)车(上|里)")
_GONE = re.compile(r"丢|没了|不见")
_NOTHING_LOST = re.compile(r"^[嗯啊，, ]*(没有?丢|都没丢|没有[，, ]|不是|都在(家|我|手(?![套扣])|身))")


def read_rescue(heard: Heard, facts: Facts) -> Answer | None:
    """Read whether a tow truck is wanted, and where to when that is told."""
    to = towed_to(heard.text)
    if to and not is_seen_to(heard.text):  # who says where to wants one
        return Answer({"rescue": True, "rescue_to": to})
    if was_towed(heard.text) or refuses_a_tow(heard.text):
        return Answer({"rescue": False})
    if heard.spoken_of("tow_when"):  # who says when wants one
        return Answer({"rescue": True})
    return reads_yes_no("rescue")(heard, facts)


def read_rescue_to(heard: Heard, facts: Facts) -> Answer | None:
    """Read where the car is to be towed, in the caller's words; who has not made up their mind passes on."""
    if gives_up(heard) or _NOT_SETTLED.search(heard.text):
        return Answer({"rescue_to": UNKNOWN})
    to = towed_to(heard.text)
    if to is None and heard.spoken_of("tow_when"):
        return None  # 明天吧 says when, and not where to
    if (
        to is None and heard.all("phone") and not is_like_a_place(heard.text)
    ):  # "找我们老板吧 138…" says whom to ring
        return None
    said = to or clean(place_words(heard.text))
    return Answer({"rescue_to": said}) if len(said) > 1 and not _GOES_ON.fullmatch(said) else None


_GOES_ON = re.compile(r"(?:要|就|先|给我?|帮我?)*(?:拖|送|拉|弄|运|开)?(?:车|走)?(?:到|去|往|回|至)")
"""Words that where to is still to come after: 拖到."""
_NOT_SETTLED = re.compile(r"没想好|还没定|再说|随便|都行|你们(看|定|安排)|听你们|哪[儿里]都")
