"""The interview: which question comes next, and what is said in between.

Order and conditions are the tables below, row by row those of the call centre's script (seed 004, sections
报案服务话术 1 to 4). A question's words are in ``domain.yml`` under ``utter_ask_<name>``, the parsing of its answer in
``claims.answers``, its place in the record in ``claims.report``.

Facts are a flat mapping from a question's name to its answer. A name that is absent or None has not been
answered; ``UNKNOWN`` means that the caller was asked and cannot or will not tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from claims import complaints
from claims.enough import closed
from claims.parties import FIELDS, MOTOR, NON_MOTOR, THIRD, UNKNOWN, awaiting, is_the_callers, listed
from claims.parties import count as parties
from claims.parties import told as told_of_others
from claims.who import relation_of_caller, rings_from_policy
from mandarin.injury import is_slight
from mandarin.severity import tells_plain_care

Facts = Mapping[str, Any]
Condition = Callable[[Facts], bool]

PARKED_CASES = frozenset({"parked_hit_unknown", "parked_damage", "scratch"})
SPECIAL_CASES = frozenset({"flood", "theft", "fire"})
ROAD_CASES = frozenset({"collision_single", "collision_multi", "collision_nonmotor", "pedestrian"})
CASE_TYPES = ROAD_CASES | PARKED_CASES | SPECIAL_CASES | {"glass", "falling_object"}

OF_OTHERS = tuple(FIELDS)
"""Questions asked once for each other party, whose answers are in ``claims.parties``; a plate or number in them is another's."""

WEIGHED = (
    "drink",
    "drugs",
    "no_licence",
    "left_scene",
    "race",
    "repaired_already",
    "second_start",
    "learner",
    "staged",
)
"""Circumstances that weigh on cover: recorded as said, and decided by people, in writing (domain B5)."""

LATE_HOURS = 48
"""A report later than this after the accident is flagged, never refused (2014 model clause 13, domain B1)."""


FIRE_HOURS = 1
"""Hours after which a car that caught fire is no longer taken to burn."""


# --- what the facts say ------------------------------------------------------------------------------------------


def always(facts: Facts) -> bool:
    """Hold in every call."""
    return True


def known(facts: Facts, name: str) -> bool:
    """Tell whether a question needs no asking any more (answered, or answered with "I don't know")."""
    return facts.get(name) is not None


def told(facts: Facts, name: str) -> bool:
    """Tell whether the caller gave a value."""
    return facts.get(name) not in (None, UNKNOWN)


def named(name: str, condition: Condition) -> Condition:
    """Give a condition the name it has in the picture of the flow."""
    condition.__name__ = name
    return condition


def lookup_is(result: str) -> Condition:
    """Make a condition: the look-up of the policy ended like this."""
    return named(f"policy {result}", lambda facts: facts.get("lookup") == result)


def verdict_is(*verdicts: str) -> Condition:
    """Make a condition: of what the cover rules find, the caller is to hear one of these."""
    return named(" or ".join(verdicts), lambda facts: facts.get("verdict") in verdicts)


def is_case(*cases: str) -> Condition:
    """Make a condition: the accident is one of these case types."""
    return named(f"case is {' or '.join(cases)}", lambda facts: facts.get("case_type") in cases)


def is_yes(name: str) -> Condition:
    """Make a condition: the yes/no question ``name`` was answered with yes."""
    return named(f"{name} is yes", lambda facts: facts.get(name) is True)


def is_no(name: str) -> Condition:
    """Make a condition: the yes/no question ``name`` was answered with no."""
    return named(f"{name} is no", lambda facts: facts.get(name) is False)


def both(*conditions: Condition) -> Condition:
    """Make a condition: all of these hold."""
    name = ", ".join(condition.__name__ for condition in conditions)
    return named(name, lambda facts: all(condition(facts) for condition in conditions))


def either(*conditions: Condition) -> Condition:
    """Make a condition: one of these holds."""
    name = " or ".join(condition.__name__ for condition in conditions)
    return named(name, lambda facts: any(condition(facts) for condition in conditions))


def has_flag(*flags: str) -> Condition:
    """Make a condition: the caller mentioned one of these circumstances."""
    return named(
        f"mentioned: {', '.join(flags)}", lambda facts: not set(flags).isdisjoint(facts.get("flags") or ())
    )


def parked(facts: Facts) -> bool:
    """Tell whether the insured's car stood parked, as far as the case or the story says."""
    case = facts.get("case_type")
    return case in PARKED_CASES or (case not in ROAD_CASES and "parked" in (facts.get("events") or ()))


def driven(facts: Facts) -> bool:
    """Tell whether somebody was driving: every case but theft and a parked car; so also while the case is open."""
    return facts.get("case_type") != "theft" and not parked(facts)


def tow_at_once(facts: Facts) -> bool:
    """Tell whether a tow truck is wanted and is to come now; who wants it later is not told that it is sent at once (C-02)."""
    return facts.get("rescue") is True and not told(facts, "rescue_when")


def not_theft(facts: Facts) -> bool:
    """Tell whether there is a car to look at."""
    return facts.get("case_type") != "theft"


def stranded(facts: Facts) -> bool:
    """Tell whether a tow is to be offered: the car cannot be driven, or may not be and stands where it endangers people, and is not towed yet."""
    if facts.get("case_type") == "theft" or "towed" in (facts.get("flags") or ()):
        return False
    in_the_way = (
        facts.get("at_scene") is True
        and facts.get("drivable") is not True
        and "highway" in (facts.get("flags") or ())
    )
    return (facts.get("drivable") is False and facts.get("at_scene") is not False) or in_the_way


def _collided(facts: Facts) -> bool:
    """Tell whether other vehicles count as parties: the lorry that threw the stone is none."""
    return facts.get("case_type") in ROAD_CASES or facts.get("case_type") == "parked_damage"


def other_motor_vehicle(facts: Facts) -> bool:
    """Tell whether another motor vehicle was involved."""
    return _collided(facts) and parties(facts, MOTOR) > 0


def other_motor_vehicle_stayed(facts: Facts) -> bool:
    """Tell whether another motor vehicle was involved that did not flee."""
    stayed = (party for party in listed(facts) if party.get("kind") == MOTOR and not party.get("fled"))
    return _collided(facts) and any(stayed)


def another_insurer_may_be_there(facts: Facts) -> bool:
    """Tell whether to ask if another insurer came to the scene: not where that is past, and the other car's insurer told."""
    past = facts.get("at_scene") is False or (facts.get("hours_since") or 0) > WAITING_HOURS
    return other_motor_vehicle_stayed(facts) and not (past and told_of_others(facts, "insurer"))


def other_vehicle(facts: Facts) -> bool:
    """Tell whether another vehicle, motor or not, was involved."""
    return _collided(facts) and parties(facts, MOTOR, NON_MOTOR) > 0


def somebody_could_be_hurt(facts: Facts) -> bool:
    """Tell whether injuries are to be asked for: not for a theft, a scratch or an empty parked car."""
    return driven(facts) or facts.get("injured") is True


def somebody_hurt(facts: Facts) -> bool:
    """Tell whether somebody is injured or dead."""
    return facts.get("injured") is True


def somebody_dead(facts: Facts) -> bool:
    """Tell whether somebody died."""
    return bool(facts.get("deaths"))


def nobody_dead(facts: Facts) -> bool:
    """Tell whether the chain of injury questions goes on; a death ends it (004/B-09)."""
    return not facts.get("deaths")


def the_story_does_not_tell(facts: Facts) -> bool:
    """Tell whether the story leaves open what kind of accident it was."""
    return known(facts, "description") and not known(facts, "case_type")


def already_reported(facts: Facts) -> bool:
    """Tell whether another call has reported this accident."""
    return told(facts, "duplicate_of")


def is_late(facts: Facts) -> bool:
    """Tell whether the accident is told more than ``LATE_HOURS`` after it happened."""
    return (facts.get("hours_since") or 0) > LATE_HOURS


def in_danger(facts: Facts) -> bool:
    """Tell whether people come first: fire, rising water, somebody trapped, or injured and not yet in hospital."""
    if has_flag("trapped", "burning_now")(facts) or _may_be_burning(facts) or _water_rises(facts):
        return True
    helped = facts.get("sent_hospital") is True or has_flag("ambulance")(facts)
    child = has_flag("child_hurt")(facts) and facts.get("injured") is None  # 撞了个小孩
    return (somebody_hurt(facts) or child) and not helped and not facts.get("deaths")


WAITING_HOURS = 2
"""Hours after the accident during which people are still taken to wait where it happened, unless they say that they left."""


def may_be_there(facts: Facts) -> bool:
    """Tell whether the people are still where it happened: told so, or not told that they left and it was just now."""
    if facts.get("at_scene") is not None:
        return facts["at_scene"] is True
    hours = facts.get("hours_since")
    return "towed" not in (facts.get("flags") or ()) and hours is not None and hours <= WAITING_HOURS


def waiting_in_danger(facts: Facts) -> bool:
    """Tell whether people wait on a motorway, in the dark with a car that does not move, or where they say it is cold or dangerous."""
    if in_danger(facts) or somebody_hurt(facts) or facts.get("case_type") in ("theft", "fire"):
        return False  # they hear the sentence above it
    if has_flag("exposed")(facts) and not _have_left(facts):
        return True
    immobile = facts.get("drivable") is False
    unasked = facts.get("hours_since") is None and not _have_left(facts) and not has_flag("towed")(facts)
    if has_flag("highway")(facts) and immobile and unasked:
        return True  # 在高速上撞了 车动不了了: nobody is asked the time first
    stuck = immobile and facts.get("dark") is True
    return may_be_there(facts) and (has_flag("highway")(facts) or stuck)


def safety_wording(facts: Facts) -> str:
    """Choose what people in danger hear: what burns, water that rises, who is trapped, or the injured.

    To the injured it fits how badly they are hurt and where they are: a bruise is no case for 120, and who has left no longer stands
    on the road.
    """
    flags = facts.get("flags") or ()
    if "burning_now" in flags or _may_be_burning(facts):
        return "fire"
    if _water_rises(facts):
        return "water"
    if "trapped" in flags:
        return "trapped"
    where = "left" if _have_left(facts) else "motorway" if "highway" in flags else ""
    return "_".join(filter(None, ("slight" if slightly_hurt(facts) else "", where)))


def slightly_hurt(facts: Facts) -> bool:
    """Tell whether all that is told of the injured is a bruise or an ache, of no child and nobody on foot, with whom care is taken."""
    return _all_slight(facts) and not (
        has_flag("child_hurt")(facts) or facts.get("case_type") == "pedestrian"
    )


def _all_slight(facts: Facts) -> bool:
    """Tell whether all that is told of the injured is a bruise or an ache, and of no crowd."""
    severity, count = facts.get("injury_severity"), facts.get("injured_count")
    few = not isinstance(count, int) or count <= MOST_SLIGHT
    return few and isinstance(severity, str) and is_slight(severity)


def kept_at_hospital(facts: Facts) -> bool:
    """Tell whether somebody was taken to hospital who may have a ward and a bill there: not for a sore neck or a graze."""
    return facts.get("sent_hospital") is True and (somebody_dead(facts) or not _all_slight(facts))


def may_have_been_in_danger(facts: Facts) -> bool:
    """Tell whether it makes sense to ask if somebody's life had to be saved: not where it is told what else was done, stitches or plaster."""
    return kept_at_hospital(facts) and not tells_plain_care(str(facts.get("injury_severity")))


MOST_SLIGHT = 2
"""People up to whose number an injury that is told as slight is taken for that of all."""


def _have_left(facts: Facts) -> bool:
    """Tell whether the people are no longer where it happened, by their words or because it was long ago."""
    if facts.get("at_scene") is not None:
        return facts["at_scene"] is False
    return (facts.get("hours_since") or 0) > WAITING_HOURS


def _water_rises(facts: Facts) -> bool:
    """Tell whether people are at a car in water that still rises."""
    return has_flag("rising_water")(facts) and not _have_left(facts)


def waiting_wording(facts: Facts) -> str:
    """Choose what people who wait in danger hear."""
    if facts.get("case_type") == "flood":
        return "flood"
    return "motorway" if has_flag("highway")(facts) else ""


def _may_be_burning(facts: Facts) -> bool:
    """Tell whether a fire is not known to be over: put out, or hours ago."""
    return (
        facts.get("case_type") == "fire"
        and facts.get("fire_put_out") is None
        and (facts.get("hours_since") or 0) < FIRE_HOURS
    )


def needs_calm(facts: Facts) -> bool:
    """Tell whether B-01 is due: an upset caller, an injury, or one of the three special cases."""
    if facts.get("deaths"):  # nobody is told "谢谢" over a death
        return False
    return bool(facts.get("upset")) or somebody_hurt(facts) or facts.get("case_type") in SPECIAL_CASES


def stands_open_to_insured(facts: Facts) -> bool:
    """Tell whether it is still open what the caller is to the insured: a report needs it (domain A1), and who rings from the policy's number is taken for the insured's side."""
    return (
        facts.get("lookup") == "found"
        and not rings_from_policy(facts)
        and (known(facts, "relation") or relation_of_caller(facts) is None)
    )


def traffic_police(facts: Facts) -> bool:
    """Tell whether the accident has to be reported to the traffic police (domain B3)."""
    return facts.get("police_to") == "交警"


def identified(facts: Facts) -> bool:
    """Tell whether a policy look-up was made and its result stands."""
    return facts.get("lookup") in ("found", "failed")


def without(*names: str) -> Condition:
    """Make a condition: the car has no plate and none of these names its policy, so that the next one is asked."""
    return named(
        f"no {', '.join(names)}",
        lambda facts: (
            not identified(facts)
            and not expired(facts)
            and facts.get("plate") == UNKNOWN
            and all(known(facts, name) for name in names)
        ),
    )


def nothing_found(facts: Facts) -> bool:
    """Tell whether the insurer does not know the car, after the plate was checked or every identifier tried."""
    return facts.get("lookup") == "none" and bool(facts.get("plate_confirmed") or known(facts, "insured"))


def expired(facts: Facts) -> bool:
    """Tell whether the insurer knows the car, but no policy is in force."""
    return facts.get("lookup") == "expired"


def named_only(facts: Facts) -> bool:
    """Tell whether nothing but the owner's name led to the policy, or to several: the car is then asked for, and nothing told."""
    return bool(facts.get("named_only"))


def told_by_more_than_a_name(facts: Facts) -> bool:
    """Tell whether the policy was found by a number of the car's or its own."""
    return not named_only(facts)


told_by_more_than_a_name.__name__ = "not by name alone"
named_only.__name__ = "by name alone"


def _told_of_each(question: str) -> Condition:
    """Make the test "told of every party it is asked of"; plate and owner of one party are kept together."""
    return lambda facts: awaiting(facts, question) is None


def theirs(facts: Facts) -> str:
    """Word a question for a third party, to whom "您的车辆" is not the insured's car."""
    return "theirs" if facts.get("relation") == THIRD else ""


def _of_callers_car(question: str) -> Callable[[Facts], str]:
    """Word a question about another party for a third party whose car it is: 您自己的车牌号; of a further car it is as ever."""
    return lambda facts: "theirs" if is_the_callers(facts, question) else ""


# --- the table ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ask:
    """A question: asked when ``when`` holds and ``done`` does not.

    Attributes:
        name: The slot, and the contract's ``asking``.
        step: The row of the flow it belongs to.
        script: Sentence id of the prescribed words, or "own".
        when: Whether it has to be asked at all.
        done: Whether it needs no asking any more; by default, whether its fact is known well enough.
        wording: Which of the question's wordings the facts call for; "" for the plain one.
        asking: The contract's name where it differs from the slot's.
    """

    name: str
    step: str
    script: str
    when: Condition = always
    done: Condition | None = None
    wording: Callable[[Facts], str] = lambda facts: ""
    asking: str = ""

    def open(self, facts: Facts) -> bool:
        """Tell whether this question is still to be asked."""
        done = self.done(facts) if self.done else closed(facts, self.name)
        return self.when(facts) and not done


@dataclass(frozen=True)
class Say:
    """A statement, made once in a call as soon as ``when`` holds and its row is reached."""

    name: str
    step: str
    script: str
    when: Condition
    early: bool = False
    """Whether it is said as soon as it holds, without waiting for the rows before it."""
    wording: Callable[[Facts], str] = lambda facts: ""
    """Which of the statement's wordings the facts call for; "" for the plain one."""


@dataclass(frozen=True)
class End:
    """The conversation ends here when ``when`` holds and its row is reached."""

    name: str
    step: str
    script: str
    when: Condition


Step = Ask | Say | End

_NOTHING_ELSE = without("plate", "vin", "engine_no")

CLAIM: tuple[Step, ...] = (
    Say("safety", "1a", "own", in_danger, early=True, wording=safety_wording),
    Say("safety_waiting", "1a", "own", waiting_in_danger, early=True, wording=waiting_wording),
    Ask("plate", "2", "A-02", wording=theirs),
    Ask("vin", "2", "own", without("plate")),
    Ask("engine_no", "2", "own", without("plate", "vin")),
    Ask(
        "policy_no",
        "2",
        "A-04",
        named("no plate, vin, engine_no; or expired", lambda facts: expired(facts) or _NOTHING_ELSE(facts)),
        wording=lambda facts: "expired" if expired(facts) else "",
    ),
    Ask("insured", "2", "own", without("plate", "vin", "engine_no", "policy_no")),
    Ask("vehicle", "2", "own", named_only, asking="insured"),
    Ask(
        "policy_confirm",
        "3",
        "A-03",
        both(lookup_is("found"), told_by_more_than_a_name),
        wording=lambda facts: theirs(facts) or ("" if facts.get("verified") else "first_sentence"),
    ),
    Say("no_policy_found", "3a", "own", nothing_found),
    Ask("manual_record", "3b", "L-10", lookup_is("failed")),
    Say("calm_grief", "4", "M-22", somebody_dead, early=True),
    Say("calm", "4", "B-01", needs_calm, early=True),
    Ask("accident_time", "5", "B-02"),
    Ask("place", "6", "B-03"),
    Ask("description", "7", "B-04"),
    End("duplicate", "7a", "A-07", already_reported),
    Ask("flood_duration", "7b", "C-01", is_case("flood")),
    Ask("flood_level", "7b", "C-01", is_case("flood")),
    Ask("flood_restarted", "7b", "C-01", is_case("flood")),
    Say(
        "engine_off",
        "7b",
        "own",
        both(
            is_case("flood"),
            is_no("flood_restarted"),
            named("no tow at once", lambda facts: not tow_at_once(facts)),
        ),
    ),
    Ask("rescue", "7b", "own", both(is_case("flood"), is_no("flood_restarted"))),
    Say("do_not_start", "7b", "C-02", both(is_case("flood"), is_no("flood_restarted"), tow_at_once)),
    Ask("theft_police", "7c", "D-01", is_case("theft")),
    Ask("theft_parking", "7c", "D-02", is_case("theft")),
    Say("keep_receipt", "7c", "D-02", both(is_case("theft"), is_yes("theft_parking"))),
    Ask("theft_documents", "7c", "D-03", is_case("theft")),
    Ask("fire_how", "7d", "E-01", is_case("fire")),
    Ask("fire_origin", "7d", "E-01", is_case("fire")),
    Ask(
        "fire_charging",
        "7d",
        "own",
        both(is_case("fire"), named("new energy", lambda facts: facts.get("new_energy") is True)),
        asking="fire_how",
        wording=lambda facts: "charging" if has_flag("charging")(facts) else "",
    ),
    Ask("fire_brigade", "7d", "E-02", is_case("fire")),
    Ask("fire_put_out", "7d", "E-03", is_case("fire")),
    Say("not_covered", "7e", "A-05", verdict_is("not_covered")),
    Say("excluded", "7e", "A-06", verdict_is("excluded")),
    Say("still_registered", "7e", "own", verdict_is("not_covered", "excluded")),
    Say("people_decide", "7e", "own", either(verdict_is("people_decide"), has_flag(*WEIGHED))),
    Say(
        "other_policy",
        "7e",
        "own",
        named("a kind of policy elsewhere", lambda facts: told(facts, "elsewhere")),
    ),
    Ask("late_reason", "7f", "own", is_late, asking="description"),
    Ask("driver", "8", "B-05", driven, wording=theirs),
    Ask("own_damage", "9", "B-06", not_theft, wording=theirs),
    Ask("third_party", "9a", "own", the_story_does_not_tell),
    Ask(
        "third_plate",
        "10",
        "B-07",
        other_motor_vehicle,
        done=_told_of_each("third_plate"),
        wording=_of_callers_car("third_plate"),
    ),
    Ask(
        "third_owner",
        "10",
        "B-07",
        other_motor_vehicle,
        done=_told_of_each("third_owner"),
        wording=_of_callers_car("third_owner"),
    ),
    Ask(
        "third_damage",
        "11",
        "B-08",
        other_vehicle,
        done=_told_of_each("third_damage"),
        wording=_of_callers_car("third_damage"),
    ),
    Ask("injured", "12", "B-09", somebody_could_be_hurt),
    Ask("injured_count", "12", "B-09", somebody_hurt),
    Ask("injury_severity", "12", "B-09", both(somebody_hurt, nobody_dead)),
    Ask("sent_hospital", "12", "B-09", both(somebody_hurt, nobody_dead)),
    Ask("hospital", "12", "B-09", both(somebody_hurt, is_yes("sent_hospital"), nobody_dead)),
    Ask("treated", "12", "B-09", both(somebody_hurt, may_have_been_in_danger, nobody_dead)),
    Ask("ward", "12", "B-09", both(somebody_hurt, kept_at_hospital, nobody_dead)),
    Ask("injured_kind", "13", "B-10", somebody_hurt),
    Ask("fee_paid", "14", "B-11", both(somebody_hurt, kept_at_hospital)),
    Ask("fee_amount", "14", "B-11", both(somebody_hurt, is_yes("fee_paid"))),
    Ask("other_insurer", "15", "B-12", another_insurer_may_be_there),
    Ask("other_insurer_name", "15", "B-12", is_yes("other_insurer")),
    Ask("other_insurer_estimate", "15", "B-12", is_yes("other_insurer")),
    Ask("at_scene", "16", "B-13", not_theft),
    Ask("car_location", "17", "B-14", both(not_theft, is_no("at_scene"))),
    Ask("rescue", "17a", "own", stranded),
    Ask("rescue_to", "17a", "own", both(stranded, is_yes("rescue")), asking="rescue"),
    Ask("contact_name", "18", "B-15"),
    Ask("contact_phone", "18", "B-15"),
    Ask("relation", "18", "K-04", stands_open_to_insured),
    Say(
        "police_needed",
        "19",
        "B-16",
        both(traffic_police, named("not yet called", lambda facts: facts.get("police") is not True)),
    ),
    Say("police_proof", "19", "B-16", both(traffic_police, is_yes("police"))),
    Ask("recap", "20", "own"),
)
"""Steps 2 to 20 of a claim report."""

AFTER: tuple[Step, ...] = (
    Ask("guidance", "22", "B-17", named("registered", lambda facts: known(facts, "report_number"))),
    Ask("anything_else", "23", "F-01"),
)
"""Steps 22 and 23: what to do next, and whether there is anything else."""


def is_message(kind: str) -> Condition:
    """Make a condition: the message is of this kind."""
    return named(f"message is {kind}", lambda facts: facts.get("message_kind") == kind)


def is_kind(*kinds: str) -> Condition:
    """Make a condition: what is told is a complaint, a tip-off, a praise or a suggestion (``claims.complaints``)."""
    return named(
        f"kind is {' or '.join(kinds)}",
        lambda facts: (facts.get("complaint_kind") or complaints.COMPLAINT) in kinds,
    )


_COMPLAINED = is_kind(complaints.COMPLAINT)
_NAMED = is_kind(complaints.COMPLAINT, complaints.TIP_OFF)

COMPLAINT: tuple[Step, ...] = (
    Ask(
        "complaint_detail",
        "K",
        "L-14",
        wording=lambda facts: complaints.WORDING.get(str(facts.get("complaint_kind")), ""),
    ),
    Ask("complaint_surname", "K", "K-02", _NAMED),
    Ask("complaint_report_number", "K", "K-03", _COMPLAINED),
    Ask(
        "complaint_plate",
        "K",
        "own",
        both(_COMPLAINED, named("no number", lambda facts: facts.get("complaint_report_number") == UNKNOWN)),
        asking="plate",
    ),
    Ask("complaint_relation", "K", "K-04", _COMPLAINED),
    Ask("complaint_want", "K", "K-09", _COMPLAINED),
    Ask(
        "callback_phone",
        "K",
        "L-15b",
        _NAMED,
        wording=lambda facts: "nameless" if facts.get("complaint_nameless") else "",
    ),
)
"""A complaint (004, 投诉服务话术): whoever complains tells it first, and is asked after it what is not known."""

MESSAGE: tuple[Step, ...] = (
    Say(
        "safety_waiting",
        "L",
        "own",
        both(is_message("rescue"), has_flag("exposed", "highway")),
        early=True,
        wording=waiting_wording,
    ),
    Ask("complaint_report_number", "L", "K-03", is_message("chaser")),
    Ask("place", "L", "own", is_message("rescue")),
    Ask("contact_name", "L", "own", lambda facts: facts.get("message_kind") not in ("enquiry", "person")),
    Ask(
        "callback_phone",
        "L",
        "L-05b",
        wording=lambda facts: next((kind for kind in ("enquiry", "rescue") if is_message(kind)(facts)), ""),
    ),
)
"""A message for a person: call back, rescue, enquiry, hand-over (002/L-05b, L-16)."""

PROGRESS_ENQUIRY: tuple[Step, ...] = (
    Ask(
        "complaint_report_number",
        "M",
        "K-03",
        named(
            "not found yet",
            lambda facts: not known(facts, "enquiry_about") and not known(facts, "complaint_plate"),
        ),
    ),
    Ask(
        "complaint_plate",
        "M",
        "own",
        named(
            "no number",
            lambda facts: (
                not known(facts, "enquiry_about") and facts.get("complaint_report_number") == UNKNOWN
            ),
        ),
        asking="plate",
    ),
    Ask(
        "enquirer_name",
        "M",
        "own",
        named(
            "not on its file by the number",
            lambda facts: known(facts, "enquiry_about") and not known(facts, "enquiry_verified"),
        ),
        asking="contact_name",
    ),
)
"""An enquiry after an earlier report: which it is, and who asks (003, 基本验证)."""

RING_WHEN = Ask(
    "ring_when",
    "J",
    "own",
    is_yes("busy"),
    wording=lambda facts: "away" if facts.get("right_person") == "away" else "",
    asking="callback_phone",
)
"""When to ring again, asked of whoever has no time now."""

OUTBOUND: tuple[Step, ...] = (
    Ask(
        "right_person",
        "J",
        "J-01",
        wording=lambda facts: "" if (facts.get("order") or {}).get("name") else "nameless",
        asking="contact_name",
    ),
    RING_WHEN,
)
"""A call the bot places: whom it has reached; what it is about goes on in the other conversations (004, 回访)."""

DISPATCH_CALLBACK: tuple[Step, ...] = (
    RING_WHEN,
    Ask("survey_called", "J", "own", asking="anything_else"),
    Ask("survey_came", "J", "own", asking="anything_else"),
    Ask(
        "survey_polite",
        "J",
        "own",
        either(is_yes("survey_called"), is_yes("survey_came")),
        asking="anything_else",
    ),
    Ask("still_needed", "J", "own", asking="anything_else"),
)
"""A call-back within the hour (004, 回访流程甲, whose own questions the script leaves out): has the adjuster rung, come, been polite."""


def not_all_good(facts: Facts) -> bool:
    """Tell whether the grade leaves something to ask for; a five does not."""
    return known(facts, "satisfaction") and facts["satisfaction"] != BEST


BEST = 5
"""The best grade of a call-back."""

CLOSING_CALLBACK: tuple[Step, ...] = (
    RING_WHEN,
    Ask(
        "visit_consent",
        "J",
        "own",
        wording=lambda facts: "" if (facts.get("order") or {}).get("accident_date") else "undated",
        asking="anything_else",
    ),
    Say("thanks_for_time", "J", "J-05", is_yes("visit_consent")),
    Ask("satisfaction", "J", "own", asking="anything_else"),
    Ask("not_good", "J", "own", not_all_good, asking="anything_else"),
    Ask("outcome_explained", "J", "own", asking="anything_else"),
    Ask("suggestion", "J", "J-07", asking="anything_else"),
)
"""A call-back after the claim was closed (004, 回访流程乙, with three questions of our own for the 回访内容 it leaves out)."""

CALLBACKS = frozenset({"dispatch_callback", "closing_callback"})
"""Calls we place that have questions of their own."""

TABLES: Mapping[str, tuple[Step, ...]] = {
    "outbound": OUTBOUND,
    "dispatch_callback": DISPATCH_CALLBACK,
    "closing_callback": CLOSING_CALLBACK,
    "claim_report": CLAIM,
    "after_report": AFTER,
    "complaint": COMPLAINT,
    "message": MESSAGE,
    "progress_enquiry": PROGRESS_ENQUIRY,
}
"""The conversations by the name of their Rasa form."""


def plan(steps: Iterable[Step], facts: Facts, said: Iterable[str]) -> tuple[tuple[Say, ...], Ask | None]:
    """Plan the next turn: the statements to make and the question to ask.

    Args:
        steps: One of ``TABLES``.
        facts: What is known.
        said: Names of the statements already made in this call.

    Returns:
        The statements due before the question, in order, and the question; None when all is known.
    """
    made = set(said)
    due: list[Say] = []
    question: Ask | None = None
    for step in steps:
        if isinstance(step, Say):
            if step.name not in made and step.when(facts) and (question is None or step.early):
                due.append(step)
        elif question is not None:
            continue
        elif isinstance(step, End):
            if step.when(facts):
                break
        elif step.open(facts):
            question = step
    return tuple(due), question


def complete(facts: Facts) -> bool:
    """Tell whether the interview has nothing more to ask, so that the report may be registered."""
    return plan(CLAIM, facts, ())[1] is None


def question_named(name: str, form: str = "") -> Ask | None:
    """Find a question, as the conversation ``form`` asks it if it does, else in any of the conversations."""
    own = (step for step in TABLES.get(form, ()) if isinstance(step, Ask) and step.name == name)
    return next(own, QUESTIONS.get(name))


OFFERS: Mapping[str, str] = {"transfer": "transfer", "withdraw": "recap"}
"""Offers that a yes or no settles before the open question goes on -> the contract's ``asking``, which has no withdrawal."""


def asking_name(name: str) -> str:
    """Return the contract's ``asking`` for a question's slot."""
    question = QUESTIONS.get(name)
    return question.asking if question and question.asking else OFFERS.get(name, name)


QUESTIONS: Mapping[str, Ask] = {
    step.name: step
    for table in (
        PROGRESS_ENQUIRY,
        CLOSING_CALLBACK,
        DISPATCH_CALLBACK,
        OUTBOUND,
        MESSAGE,
        COMPLAINT,
        AFTER,
        CLAIM,
    )
    for step in table
    if isinstance(step, Ask)
}


KEPT = frozenset(
    {"plate", "vin", "engine_no", "policy_no", "insured", "policy_confirm", "manual_record"}
    | {"third_party", "late_reason", "rescue", "rescue_to", "injured"}
)
"""Answers that stay although their question would not be asked again: they have served, or stand by themselves."""


OF_THE_INJURED = frozenset(
    {"injury_severity", "sent_hospital", "hospital", "treated", "ward", "fee_paid", "fee_amount"}
)
"""What was told of people who were hurt stays as long as somebody was: a death heard ends the questions, and may be taken back."""


def without_stale(facts: Facts, before: Facts) -> dict[str, Any]:
    """Drop the answers of questions that a correction has made pointless, and no others.

    After "不是进水，是追尾" nothing of the flood stays behind: the questions' own conditions tell which answers no longer belong,
    of those that did belong ``before``. Repeats until nothing changes, because one dropped answer can make others pointless.
    """
    kept = dict(facts)
    while True:
        stale = [
            step.name
            for step in CLAIM
            if isinstance(step, Ask)
            and kept.get(step.name) is not None
            and step.name not in KEPT
            and not (step.name in OF_THE_INJURED and kept.get("injured") is True)
            and step.when(before)
            and not step.when(kept)
        ]
        if kept.get("injured") is False:
            stale += [name for name in ("deaths",) if kept.get(name)]
        if not stale:
            return kept
        for name in stale:
            del kept[name]
