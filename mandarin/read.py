"""One pass over an utterance: every value it holds, no characters taken for two numbers."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from functools import lru_cache

from mandarin.answer import find_answer
from mandarin.beside_places import find_beside_places
from mandarin.body import HUMAN
from mandarin.clauses import ASIDE, TOLD, find_asides
from mandarin.context import in_context
from mandarin.counts import find_counts
from mandarin.duration import find_durations
from mandarin.events import find_events, find_flags
from mandarin.heard import as_heard
from mandarin.hospitals import find_hospitals, find_wards
from mandarin.identifiers import find_identifiers
from mandarin.in_pieces import find_parts_of_phone
from mandarin.injury import find_injuries
from mandarin.insurers import find_insurers
from mandarin.manners import find_manners
from mandarin.money import find_money
from mandarin.parties import find_mentions
from mandarin.parts import find_parts, no_damage
from mandarin.people import find_people
from mandarin.phone import find_phones, says_own_number
from mandarin.place import find_places
from mandarin.plate import find_plates
from mandarin.property import find_property
from mandarin.reader import read_through
from mandarin.reader.joining import JOINED, Said
from mandarin.roles import NAMING, find_roles
from mandarin.sides import side_before, side_behind
from mandarin.span import Span
from mandarin.taken_back import find_taken_back
from mandarin.times import find_times, half_of_day
from mandarin.tow import find_tow_when
from mandarin.vehicles import find_vehicles
from mandarin.water import find_water_levels
from mandarin.whereabouts import STOOD, find_whereabouts

logger = logging.getLogger(__name__)

LONGEST = 1000
FILLER = " "
"""Stands for each character of a value that is taken, so that no other finder reads it again."""


@dataclass(frozen=True)
class Finder:
    """A row of the table of finders.

    Attributes:
        find: ``(text, now, asked)`` to spans, ``asked`` None unless the question is one of ``asked_by``.
        takes: Whether later rows see a filler in place of what was found.
        asked_by: The questions under which this finder reads bare answers.
    """

    find: Callable[[str, datetime, str | None], list[Span]]
    takes: bool = False
    asked_by: frozenset[str] = frozenset()


def _questions(*names: str) -> frozenset[str]:
    return frozenset(names)


_RUN = re.compile(r"(.)\1{11,}", re.DOTALL)


def _shortened(run: re.Match[str]) -> str:
    """Keep twelve of a run of one character: more are noise, and would cost a finder half a second."""
    return run[1] * 12 + "。" * (len(run[0]) - 12)


def _without(text: str, spans: Iterable[Span]) -> str:
    for span in spans:
        text = text[: span.start] + FILLER * (span.end - span.start) + text[span.end :]
    return text


@lru_cache(maxsize=1)
def _places(text: str) -> tuple[Span, ...]:
    """Find the places of an utterance once: times are told apart from them before they are taken."""
    return tuple(find_places(text))


def _answers(text: str, now: datetime, asked: str | None) -> list[Span]:
    answer = find_answer(text)
    return [answer] if answer else []


def _whole(
    kind: str, tell: Callable[[str], bool | str | None]
) -> Callable[[str, datetime, str | None], list[Span]]:
    """Make the finder of what an utterance says as a whole."""
    return lambda text, now, asked: [Span(kind, 0, len(text), said, text)] if (said := tell(text)) else []


def _plates(text: str, asked: str | None) -> list[Span]:
    """Find the plates of an utterance, and whose they are where the words beside say it (我的是, 他的是, 那是我的).

    What is no whole plate and stands in a place is part of it: 往贵阳方向K1085, 望京那个SOHO.
    """
    found = find_plates(text, asked=bool(asked))
    places = _places(text) if any(plate.problem for plate in found) else ()
    return [
        replace(plate, owner=side_before(text[: plate.start]) or side_behind(text[plate.end :]))
        for plate in found
        if not (
            plate.problem and any(place.start < plate.end and plate.start < place.end for place in places)
        )
    ]


def _people(text: str, asked: str | None) -> list[Span]:
    """Find the people of an utterance, and who they are."""
    people = find_people(text, asked in NAMING or (asked or "").startswith("complaint_"))
    return [*people, *find_roles(text, asked, people)]


def _vehicles(text: str) -> list[Span]:
    """Find the other road users, and which of them the words are about."""
    vehicles = find_vehicles(text)
    return [*vehicles, *find_mentions(text, vehicles)]


FINDERS: dict[str, Finder] = {
    # Said by the utterance as a whole, before anything is taken out of it.
    "own_number": Finder(_whole("own_number", says_own_number)),
    "no_damage": Finder(_whole("no_damage", no_damage)),
    "half_of_day": Finder(_whole("half_of_day", half_of_day)),
    # Spelled-out characters first: a VIN holds what looks like a policy number, a plate what looks like a number.
    "identifiers": Finder(
        lambda text, now, asked: find_identifiers(
            text, "report_number" if asked == "complaint_report_number" else asked
        ),
        takes=True,
        asked_by=_questions("vin", "engine_no", "policy_no", "report_number", "complaint_report_number"),
    ),
    "plates": Finder(
        lambda text, now, asked: _plates(text, asked),
        takes=True,
        asked_by=_questions("plate", "third_plate", "policy_confirm", "complaint_plate"),
    ),
    "phones": Finder(
        lambda text, now, asked: (
            find_phones(text, asked=bool(asked)) or (find_parts_of_phone(text) if asked else [])
        ),
        takes=True,
        asked_by=_questions("contact_phone", "callback_phone"),
    ),
    # Words, which may share their characters with anything.
    "wards": Finder(
        lambda text, now, asked: [] if asked else find_wards(text),  # 协和医院急诊门口 may be the place
        takes=True,
        asked_by=_questions("place", "car_location"),
    ),
    "hospitals": Finder(
        lambda text, now, asked: find_hospitals(text, asked=bool(asked)),
        asked_by=_questions("hospital"),
    ),
    "people": Finder(
        lambda text, now, asked: _people(text, asked),
        asked_by=NAMING
        | _questions("complaint_surname", "complaint_relation", "third_plate", "third_damage"),
    ),
    "parts": Finder(
        lambda text, now, asked: find_parts(
            text, asked=bool(asked), whose="other" if asked == "third_damage" else "ours"
        ),
        asked_by=_questions("own_damage", "third_damage", "recap"),
    ),
    "insurers": Finder(
        lambda text, now, asked: find_insurers(text, asked=bool(asked)),
        asked_by=_questions("other_insurer", "other_insurer_name"),
    ),
    "water_levels": Finder(
        lambda text, now, asked: find_water_levels(text, asked=bool(asked)),
        asked_by=_questions("flood_level"),
    ),
    "vehicles": Finder(lambda text, now, asked: _vehicles(text)),
    "property": Finder(
        lambda text, now, asked: find_property(text, asked=bool(asked)),
        asked_by=_questions("third_party", "third_plate", "third_damage", "recap"),
    ),
    "injuries": Finder(
        lambda text, now, asked: find_injuries(text, asked),
        asked_by=_questions(
            "injured",
            "injured_count",
            "injured_kind",
            "injury_severity",
            "sent_hospital",
            "recap",
            "hospital",
            "treated",
            "ward",
        ),
    ),
    "events": Finder(lambda text, now, asked: find_events(text)),
    "flags": Finder(lambda text, now, asked: find_flags(text)),
    "manners": Finder(lambda text, now, asked: find_manners(text)),
    "car_at": Finder(lambda text, now, asked: find_whereabouts(text)),
    "taken_back": Finder(lambda text, now, asked: find_taken_back(text, now)),
    "answer": Finder(_answers),
    # When the tow may come is no time of the accident.
    "tow_when": Finder(
        lambda text, now, asked: find_tow_when(text, now, bool(asked)),
        takes=True,
        asked_by=_questions("rescue", "rescue_to"),
    ),
    # Numbers last, each out of what the rows before have left.
    # Times come before places, or a whole utterance as a place would swallow them; 中山路三号 is no date all the same.
    "times": Finder(
        lambda text, now, asked: find_times(_without(text, _places(text)), now, asked=bool(asked)),
        takes=True,
        asked_by=_questions("accident_time"),
    ),
    "places": Finder(
        lambda text, now, asked: find_places(text, asked=True) if asked else list(_places(text)),
        takes=True,
        asked_by=_questions("place", "car_location"),
    ),
    "durations": Finder(
        lambda text, now, asked: find_durations(text, asked=bool(asked)),
        takes=True,
        asked_by=_questions("flood_duration"),
    ),
    "money": Finder(
        lambda text, now, asked: find_money(text, asked=bool(asked)),
        takes=True,
        asked_by=_questions("fee_amount", "other_insurer_estimate"),
    ),
    "counts": Finder(
        lambda text, now, asked: find_counts(text, asked=bool(asked)),
        asked_by=_questions("injured_count"),
    ),
}
"""The finders in order of priority: what a row that ``takes`` has found, later rows cannot find again. So a phone is no
time, a VIN no policy number, a stake no amount, and 二十分钟前 no duration."""


def read(text: str, now: datetime, asked: str | None = None) -> list[Span]:
    """Read every value out of an utterance.

    Args:
        text: What the caller said, as recognised; what is beyond 1,000 characters is not read.
        now: The call's start, with its offset; times are told against it.
        asked: The question that is open (``plate``, ``injured_count`` …, the contract's ``asking``), under which bare
            answers count: a number, a name, a whole utterance as a place.

    Returns:
        Spans in order of their start. Never raises: a finder that fails costs its own values only.
    """
    heard = as_heard(text[:LONGEST])
    left = _RUN.sub(_shortened, heard.text)
    found: list[Span] = []
    learnt = read_through(heard.text, asked)
    cuts = [
        *_found("taken_back", FINDERS["taken_back"], left, now, asked),
        *find_beside_places(heard.text),
        *_asked_beside(heard.text),
    ]
    for name, finder in FINDERS.items():
        hidden = _no_scene(cuts, found, left, asked) if name == "places" else ()
        spans = _found(name, finder, _without(left, hidden), now, _about(name, asked, found))
        if learnt and name in JOINED:
            spans = JOINED[name](
                Said(_without(heard.text, hidden), _without(left, hidden), asked, learnt), spans
            )
        spans = [_without_cuts(span, heard.text) for span in spans] if hidden else spans
        if finder.takes:
            left = _without(left, spans if name != "times" else _around_places(left, _dated(spans)))
        found += spans
    found = [span for span in found if not _is_another(span, found, heard.text)]
    told = in_context(heard.text, sorted(found, key=lambda span: (span.start, span.end, span.kind)))
    return sorted(
        (heard.laid(span, text) for span in told), key=lambda span: (span.start, span.end, span.kind)
    )


SURE_OF_EVENT = 0.8
"""Confidence of an event told with what was struck; a mere 撞 or 磕 has less."""


def _is_another(span: Span, found: list[Span], text: str) -> bool:
    """Tell whether a value is only part of another.

    A part of a car in the name of a thing by the road (喇叭杆子, 店门) or of a place (万达后门); a mere blow in what
    hurt somebody (胳膊磕破皮), or to somebody's body.
    """
    if span.kind == "event" and span.confidence < SURE_OF_EVENT:
        hurt = (one.start <= span.start and span.end <= one.end for one in found if one.kind == "injury")
        return any(hurt) or bool(_A_BODY.search(text[: span.start]))
    if span.kind not in ("part", "third_part"):
        return False
    return any(
        (thing.kind == "property" and thing.start <= span.start and span.end < thing.end)
        or (thing.kind == "place" and span.text in str(thing.value.get("landmark") or "")[1:])
        for thing in found
    )


_A_BODY = re.compile(rf"{HUMAN}(?:也|都|还|又|就|给|被)*$")


def _asked_beside(text: str) -> list[Span]:
    """Return what is asked or wished beside what is told, which is no part of a place: 在万达后门 |拖车进得来不."""
    asides = find_asides(text)
    return [aside for aside in asides if aside.kind == ASIDE] if any(a.kind == TOLD for a in asides) else []


def _no_scene(cuts: list[Span], found: list[Span], text: str, asked: str | None) -> list[Span]:
    """Return where no place of the accident is looked for: in what is no place, and where the car is now, if another is told."""
    by_now = [span for span in found if span.kind == "car_at" and span.value["how"] != STOOD]
    if asked == "car_location" or not by_now:
        return cuts
    hidden = [*cuts, *by_now]
    return hidden if find_places(_without(text, hidden)) else cuts


def _about(name: str, asked: str | None, found: list[Span]) -> str | None:
    """Return the question that the words answer: a number said to the recap is of whom to ring, and so is the name beside it."""
    rung = name == "people" and asked == "recap" and any(span.kind == "phone" for span in found)
    return "contact_name" if rung else asked


_CUT = re.compile(r"\s{3,}")
"""What a stretch that is taken back leaves within a place: 南京市|双龙大道 哦不对是|将军大道."""


def _without_cuts(place: Span, text: str) -> Span:
    """Return a place found around what is taken back, in the words that stay."""
    said = _CUT.sub("", place.text)
    return replace(place, text=text[place.start : place.end], value={**place.value, "text": said})


def warm_up() -> None:
    """Read one utterance with a value of nearly every kind, so that no caller waits for the finders' tables.

    Loads the pinyin of our field (0.3 s), the gazetteer (0.2 s) and the grammar of feasts and seasons (0.3 s).
    """
    read(_EVERY_KIND, datetime(2026, 3, 10, 8, 5, tzinfo=timezone.utc))


_EVERY_KIND = (
    "喂你好昨天下午三点在合肥市人民路追尾了前杠坏了没人受伤花了五百块对方保险是平安的水到座椅了"
    "车牌冀A幺二三四五电话一三九零零零零幺幺零幺送市医院骨科我老公李建开的二十分钟前去年国庆"
)


def _dated(times: list[Span]) -> list[Span]:
    """Leave "现在" in its place: it is no number, and tells where the car is now from where it happened."""
    return [span for span in times if span.value.get("told") != "now"]


def _around_places(text: str, times: list[Span]) -> list[Span]:
    """Leave the place to its finder where a range of time runs across it (昨晚八点停在金茂小区今早七点)."""
    places = _places(text) if times else ()
    pieces: list[Span] = []
    for span in times:
        start = span.start
        for place in places:
            if span.start < place.start and place.end < span.end:
                pieces.append(replace(span, start=start, end=place.start))
                start = place.end
        pieces.append(replace(span, start=start))
    return pieces


def _found(name: str, finder: Finder, text: str, now: datetime, asked: str | None) -> list[Span]:
    begin = len(text) - len(text.lstrip())  # what is taken before must not lead a whole utterance as a place
    try:
        spans = finder.find(text[begin:], now, asked if asked in finder.asked_by else None)
        return [replace(span, start=span.start + begin, end=span.end + begin) for span in spans]
    except Exception as error:  # one bad word must not silence a call; words stay out of the log
        logger.error("The finder of %s failed with %s", name, type(error).__name__)
        return []
