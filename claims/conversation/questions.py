"""Questions of the caller, answered, written down, or kept from whom they are not meant for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from claims.answers import gives_up, is_free
from claims.conversation.leaving import enquiry, wants_somebody
from claims.conversation.turn import ASKING, LIKELY, NOISY, STORIES, SURE, Line, Means, Move, Turn, is_sad
from claims.heard import Aside
from claims.interview import known
from claims.volunteered.circumstances import take_feelings
from mandarin.asking_back import asked_before
from mandarin.clauses import asks_us

QUESTIONS_OF_CALLERS = frozenset(
    {
        "ask_documents", "ask_cover", "ask_progress", "ask_duration", "ask_fees", "ask_what_to_do", "ask_repair",
        "ask_police", "ask_number", "ask_survey",
    }
)  # fmt: skip

TALK: Mapping[str, str] = {
    "ask_bot": "utter_i_am_a_bot",
    "ask_name": "utter_bot_number",
    "thanks": "utter_welcome",
    "praise": "utter_praised",
    "suggest": "utter_suggestion_noted",
    "criticise": "utter_criticised",
    "hurry_up": "utter_hurry",
}
"""What is answered in one sentence, by intent."""

SADLY: Mapping[str, str] = {"utter_praised": "utter_welcome"}
"""What is said instead over an injury, a death or a theft: nobody is invited to call again."""

UNANSWERED = 6
"""Characters from which words of a question that nobody taught the bot are written down as an enquiry."""

PRYING = re.compile(
    r"(?<!我)(?<!我给你)(?<!我给您)(查|念|读|说|告诉|看|报)(一?下|给|我|出来|听听|一)*.{0,10}(的)?(保单|保险(信息|资料|情况)|车主(信息|是谁|电话|名字)|被保险人)"
    r"|(保单|保险信息|车主信息|被保险人信息).{0,8}(念|读|告诉|查|给我)"
    r"|(告诉|跟|和)我(讲|说)?.{0,2}(他|她)的?(叫|姓|是谁|电话|名字|住)"
    r"|(车主|被保险人|投保人|人家).{0,3}(叫什么|是谁|是哪个|姓什么|叫啥|姓啥|(?<![打来回接通])电话|名字)"
)
"""Words that ask for policy data, which only the policy holder hears (000/O-09)."""


def take_known_question(turn: Turn, means: Means) -> Move | None:
    """Answer what is only asked, and known by its words, before the words are tried as an answer: "他会不会死" tells no death."""
    asides = tuple(aside for aside in turn.heard.asides if aside.kind != "beside")
    chases = known(turn.facts, "registered") and turn.heard.is_intent(("urge",))
    if not asides or not turn.heard.only_asks or turn.form == "complaint" or chases:
        return None
    if any(aside.kind == "request" and wants_somebody(aside.text) for aside in asides):
        return None
    texts = [means.knowledge(_meant(turn, aside), turn.facts, aside.text) for aside in asides[:MOST]]
    answers = [text for text in dict.fromkeys(texts) if text]
    if not answers:
        return None
    open_ones = [
        aside.text for aside, text in zip(asides, texts, strict=False) if not text and of_substance(aside)
    ]
    answered = _answer(turn, *answers)
    # What is left for a person is noted, and beside an answer not talked of.
    return replace(answered, task=("enquiry", {"question": "，".join(open_ones)})) if open_ones else answered


def _meant(turn: Turn, aside: Aside) -> str:
    """Return the intent of a question; of the only one, that of the utterance."""
    alone = turn.heard.intent if len(turn.heard.asides) == 1 and turn.heard.sure >= SURE else ""
    intent = aside.intent if aside.sure >= LIKELY else alone
    return intent if intent in QUESTIONS_OF_CALLERS else ""


MOST = 2
"""Questions that are answered in one turn; a turn has sixty seconds."""


def of_substance(aside: Aside) -> bool:
    """Tell whether a person is asked to answer an aside: "是吧", a sigh and a wish to hear something again ask nothing of anybody."""
    talks = aside.intent in NOTHING_ASKED and aside.sure >= SURE
    refers = asked_before(aside.text) is not None
    return not (talks or refers) and len(re.sub(r"\W", "", aside.text)) >= SHORTEST


SHORTEST = 5
"""Characters of the shortest question that a person is asked to answer."""

NOTHING_ASKED = frozenset(
    {
        "anxious", "grieving", "angry", "abuse", "chitchat", "repeat", "slower", "wait", "not_understood", "ask_why", "ask_bot",
        "ask_name", "thanks", "handover",
    }
)  # fmt: skip
"""Intents of words that may sound like a question, and call for no answer of a person."""


def take_beside(turn: Turn, means: Means) -> Move | None:
    """Let words to somebody beside the telephone, and sighs in the words of a question, pass; the question stands."""
    asides = turn.heard.asides
    if not turn.heard.only_asks or any(aside.kind != "beside" for aside in asides):
        return None
    return Move(
        {**turn.facts, **take_feelings(turn.heard, turn.facts, turn.asked)},
        turn.progress,
        ask=turn.asked,
        wording="short",
    )


def take_question(turn: Turn, means: Means) -> Move | None:
    """Answer a question of the caller's, then ask the open one again in fewer words."""
    facts, progress = dict(turn.facts), turn.progress
    asks = ASKING.search(turn.heard.text) or any(one.kind == "question" for one in turn.heard.asides)
    topic = means.knowledge("", facts, turn.heard.text) if asks else None
    if topic:
        return _answer(turn, topic)
    if turn.heard.sure < SURE:
        return None
    line = TALK.get(turn.heard.intent)
    if line:
        line = SADLY.get(line, line) if is_sad(facts) else line
        return Move(facts, progress, (Line(line),), ask=turn.asked, wording="short", task=_passed_on(turn))
    if turn.heard.intent not in QUESTIONS_OF_CALLERS:
        return None
    text = means.knowledge(turn.heard.intent, facts, turn.heard.text)
    return _answer(turn, text) if text else enquiry(turn)


def _answer(turn: Turn, *texts: str) -> Move:
    lines = tuple(Line("utter_answer", {"text": text}) for text in texts)
    return Move(dict(turn.facts), turn.progress, lines, ask=turn.asked, wording="short")


PASSED_ON = frozenset({"suggest", "criticise"})
"""What is answered with the promise that it is passed on (L-20, K-11)."""


def _passed_on(turn: Turn) -> tuple[str, dict[str, str]] | None:
    return ("enquiry", {"feedback": turn.heard.text}) if turn.heard.intent in PASSED_ON else None


def take_unanswered(turn: Turn, means: Means) -> Move | None:
    """Write a question down that the bot has no answer to, instead of guessing or asking to hear it again."""
    text = turn.heard.text
    told_not_known = turn.heard.is_intent(("dont_know",), SURE)  # "不晓得他叫啥子" asks nothing
    question = (
        len(text) >= UNANSWERED
        and asks_us(text)
        and not turn.heard.is_intent(("noise",), SURE)
        and not told_not_known
    )
    if not question or turn.heard.heard < NOISY:
        return None
    topic = means.knowledge("", turn.facts, text)
    return _answer(turn, topic) if topic else enquiry(turn)


def take_counter_question(turn: Turn, means: Means) -> Move | None:
    """Take a question for a question, also where any words would be an answer, unless a story goes with it."""
    if not is_free(turn.asked):
        return None
    told_something = (
        any(value.kind not in ("answer", "place", "person") for value in turn.heard.values)
        or turn.heard.intent in ("inform", "dont_know")
        or gives_up(turn.heard)
    )
    return None if told_something or turn.asked in STORIES else take_unanswered(turn, means)


def take_prying(turn: Turn, means: Means) -> Move | None:
    """Keep policy data from whoever asks for them without being the policy holder."""
    others = [v for v in turn.heard.all("plate") if v.value["plate"] != turn.facts.get("plate")]
    if not PRYING.search(turn.heard.text) or (turn.facts.get("verified") and not others):
        return None
    return Move(
        dict(turn.facts), turn.progress, (Line("utter_confidential"),), ask=turn.asked, wording="short"
    )
