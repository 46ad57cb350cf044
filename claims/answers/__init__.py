"""Which of the values heard answer the question that was asked; a reader a question, in ``READERS``."""

from claims.answers.answer import SURE_STORY, Answer, clean, described, gives_up
from claims.answers.closing import ALL_RIGHT
from claims.answers.identifiers import is_others, plates_asked_for
from claims.answers.injury import (
    HOSPITAL_FACTS,
    STRUCK_SOMEBODY,
    counted_on,
    hurt_after_all,
    injury_facts,
    is_one_more,
    less_badly,
    of_hospital,
    one_more_elsewhere,
    planned_hospital,
)
from claims.answers.people import contact_person, named_as, own_name
from claims.answers.readers import READERS, is_free, read_answer
from claims.answers.special_cases import station_in
from claims.answers.third_party import fled, name_told
from claims.answers.time_and_place import (
    best_time,
    clock_within,
    is_more_exact,
    is_more_precise,
    is_place,
    time_fact,
)
from claims.answers.yes_no import BACK, YES_NO, says, states, yes_or_no
from claims.when_and_where import (
    VAGUE,
    is_anywhere,
    is_just_now,
    is_on_the_map,
    place_is_enough,
    time_is_enough,
    united,
)

__all__ = [
    "ALL_RIGHT",
    "BACK",
    "HOSPITAL_FACTS",
    "READERS",
    "STRUCK_SOMEBODY",
    "SURE_STORY",
    "VAGUE",
    "YES_NO",
    "Answer",
    "best_time",
    "clean",
    "clock_within",
    "contact_person",
    "counted_on",
    "described",
    "fled",
    "gives_up",
    "hurt_after_all",
    "injury_facts",
    "is_anywhere",
    "is_free",
    "is_just_now",
    "is_more_exact",
    "is_more_precise",
    "is_on_the_map",
    "is_one_more",
    "is_others",
    "is_place",
    "less_badly",
    "name_told",
    "named_as",
    "of_hospital",
    "one_more_elsewhere",
    "own_name",
    "place_is_enough",
    "planned_hospital",
    "plates_asked_for",
    "read_answer",
    "says",
    "states",
    "station_in",
    "time_fact",
    "time_is_enough",
    "united",
    "yes_or_no",
]
