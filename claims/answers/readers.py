"""The reader of each question's answer, in one table.

A reader gets what was heard and the facts so far and returns an ``Answer``: the facts it sets, or the reason why the
value cannot stand. None means that the answer was not understood.
"""

from __future__ import annotations

from claims.answers.answer import (
    Answer,
    Reader,
    or_unknown,
    read_description,
    reads_amount,
    reads_value,
    reads_words,
)
from claims.answers.callbacks import (
    read_ring_when,
    read_satisfaction,
    read_survey_called,
    reads_or_nothing,
    reads_two_ways,
)
from claims.answers.closing import (
    read_anything_else,
    read_complaint_number,
    read_guidance,
    read_recap,
)
from claims.answers.damage import read_own_damage, read_third_damage
from claims.answers.identifiers import read_insured, read_plate, reads_identifier
from claims.answers.injury import (
    at_hospital,
    read_fee_paid,
    read_hospital,
    read_injured,
    read_injured_count,
    read_injured_kind,
    read_sent_hospital,
    read_severity,
)
from claims.answers.outbound import read_right_person
from claims.answers.people import (
    read_contact_name,
    read_driver,
    read_policy_confirm,
    read_relation,
    reads_phone,
)
from claims.answers.special_cases import (
    read_documents,
    read_duration,
    read_flood_restarted,
    read_rescue,
    read_rescue_to,
    read_theft_parking,
    read_theft_police,
)
from claims.answers.third_party import (
    read_other_insurer,
    read_third_owner,
    read_third_party,
    read_third_plate,
)
from claims.answers.time_and_place import read_at_scene, read_car_location, read_place, read_time
from claims.answers.wishes import read_complaint_plate, read_complaint_relation, read_enquirer, read_surname
from claims.answers.yes_no import reads_yes_no
from claims.heard import Heard
from claims.interview import Facts

READERS: dict[str, Reader] = {
    "right_person": read_right_person,
    "ring_when": read_ring_when,
    "survey_called": read_survey_called,
    "survey_came": reads_two_ways("survey_came"),
    "survey_polite": reads_two_ways("survey_polite"),
    "still_needed": reads_or_nothing("still_needed"),
    "visit_consent": reads_two_ways("visit_consent"),
    "satisfaction": read_satisfaction,
    "not_good": reads_or_nothing("not_good"),
    "outcome_explained": reads_two_ways("outcome_explained"),
    "suggestion": reads_or_nothing("suggestion"),
    "plate": read_plate,
    "vin": reads_identifier("vin"),
    "engine_no": reads_identifier("engine_no"),
    "policy_no": reads_identifier("policy_no"),
    "insured": or_unknown(read_insured, "insured"),
    "vehicle": reads_words("vehicle", 2),
    "policy_confirm": read_policy_confirm,
    "manual_record": reads_yes_no("manual_record"),
    "accident_time": read_time,
    "place": read_place,
    "description": read_description,
    "flood_duration": read_duration,
    "flood_level": or_unknown(reads_value("flood_level", "water_level"), "flood_level"),
    "flood_restarted": read_flood_restarted,
    "rescue": read_rescue,
    "rescue_to": read_rescue_to,
    "theft_police": read_theft_police,
    "theft_parking": read_theft_parking,
    "theft_documents": read_documents,
    "fire_how": reads_words("fire_how", 2),
    "fire_origin": reads_words("fire_origin"),
    "fire_brigade": reads_yes_no("fire_brigade"),
    "fire_charging": reads_words("fire_charging"),
    "fire_put_out": reads_yes_no("fire_put_out"),
    "third_party": read_third_party,
    "late_reason": reads_words("late_reason", 2),
    "driver": read_driver,
    "own_damage": read_own_damage,
    "third_plate": read_third_plate,
    "third_owner": read_third_owner,
    "third_damage": read_third_damage,
    "injured": read_injured,
    "injured_count": or_unknown(read_injured_count, "injured_count"),
    "injury_severity": or_unknown(read_severity, "injury_severity"),
    "sent_hospital": read_sent_hospital,
    "hospital": at_hospital("hospital", or_unknown(read_hospital, "hospital")),
    "treated": at_hospital("treated", reads_yes_no("treated")),
    "ward": at_hospital("ward", or_unknown(reads_value("ward", "ward"), "ward")),
    "injured_kind": or_unknown(read_injured_kind, "injured_kind"),
    "fee_paid": read_fee_paid,
    "fee_amount": or_unknown(reads_amount("fee_amount"), "fee_amount"),
    "other_insurer": read_other_insurer,
    "other_insurer_name": or_unknown(reads_value("other_insurer_name", "insurer"), "other_insurer_name"),
    "other_insurer_estimate": or_unknown(reads_amount("other_insurer_estimate"), "other_insurer_estimate"),
    "at_scene": read_at_scene,
    "car_location": read_car_location,
    "contact_name": read_contact_name,
    "contact_phone": reads_phone("contact_phone"),
    "relation": or_unknown(read_relation, "relation"),
    "recap": read_recap,
    "guidance": read_guidance,
    "anything_else": read_anything_else,
    "callback_phone": reads_phone("callback_phone"),
    "complaint_surname": read_surname,
    "complaint_report_number": read_complaint_number,
    "complaint_plate": read_complaint_plate,
    "enquirer_name": read_enquirer,
    "complaint_relation": read_complaint_relation,
    "complaint_detail": reads_words("complaint_detail", 2),
    "complaint_want": reads_words("complaint_want", 2),
}
"""The reader of each question's answer."""

FREE = frozenset(
    {
        "description", "vehicle", "fire_how", "fire_origin", "fire_charging", "late_reason", "car_location", "rescue_to",
        "injury_severity",
        "own_damage", "third_damage", "third_owner",
        "complaint_surname", "complaint_relation", "complaint_detail", "complaint_want",
    }
)  # fmt: skip
"""Questions to which any words at all are an answer."""


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
