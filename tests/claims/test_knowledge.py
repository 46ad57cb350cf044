from __future__ import annotations

import pytest

from claims.knowledge import BadKnowledge, Entry, Said, answer, entries, load
from tests.claims.wording import forbidden_in, seconds

ASKED = [
    "ask_documents",
    "ask_cover",
    "ask_progress",
    "ask_duration",
    "ask_fees",
    "ask_what_to_do",
    "ask_repair",
    "ask_police",
    "ask_number",
    "ask_why",
    "ask_survey",
    "third_party_report",
]


ANSWERS = [
    pytest.param(one, id=f"{entry.name} {one.points[0]}") for entry in entries() for one in entry.answers
]


@pytest.mark.parametrize("one", ANSWERS)
def test_every_answer_keeps_the_rules_of_the_wording(one: Said) -> None:
    said = "".join(one.points)
    assert not forbidden_in(said), (said, forbidden_in(said))
    assert seconds(said) <= 60
    assert one.source


TOPICS = [entry for entry in entries() if entry.examples[0]]


@pytest.mark.parametrize(
    ("entry", "question"),
    [pytest.param(entry, said, id=said) for entry in TOPICS for said in entry.examples[0]],
)
def test_a_question_is_answered_by_the_topic_it_is_about(entry: Entry, question: str) -> None:
    first = next(one for one in entries() if one.asked("", question))
    assert first.name == entry.name


@pytest.mark.parametrize(
    ("entry", "words"), [pytest.param(entry, said, id=said) for entry in TOPICS for said in entry.examples[1]]
)
def test_a_topic_leaves_alone_what_is_not_about_it(entry: Entry, words: str) -> None:
    assert not entry.asked("", words)


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ("ask_fees", "会不会有事"),
        ("ask_documents", "他跟我是啥关系"),
        ("ask_duration", "这条路叫啥"),
        ("ask_repair", "你叫啥"),
    ],
)
def test_a_question_that_only_sounds_like_another_is_not_answered_beside_the_point(
    intent: str, said: str
) -> None:
    assert answer(intent, {}, said) is None


@pytest.mark.parametrize(
    ("said", "facts", "word"),
    [
        ("他会不会死", {"injured": True, "sent_hospital": True}, "医生的诊断"),
        ("他会不会死", {"injured": True}, "120"),
        ("我要不要坐牢", {"injured": True}, "救治伤者"),
        ("拖车多久能到", {"rescue": True}, "约定到达的时间"),
        ("拖车多久能到", {}, "需要拖车请您告诉我"),
        ("我能走了吗", {"injured": True}, "不要离开"),
        ("我能走了吗", {"case_type": "collision_multi"}, "互留电话"),
        ("车能不能先挪一下", {"injured": True}, "不要移动车辆"),
    ],
)
def test_an_answer_fits_what_is_known(said: str, facts: dict[str, object], word: str) -> None:
    found = answer("", facts, said)
    assert found is not None and word in found.text


@pytest.mark.parametrize("intent", ASKED)
def test_every_question_of_the_script_has_an_answer_whatever_is_known(intent: str) -> None:
    assert answer(intent, {}) is not None


def test_what_the_file_does_not_hold_is_not_guessed() -> None:
    assert answer("quote", {}) is None
    assert answer("ask_bot", {}, "你是机器人吗") is None


def test_whether_it_is_paid_gets_the_neutral_sentence_only() -> None:
    assert answer("ask_cover", {"case_type": "theft"}, "这个能赔吗").text == (  # type: ignore[union-attr]
        "您反映的情况我已如实记录，是否属于保险责任由查勘、核定后书面告知您。"
    )


@pytest.mark.parametrize(
    ("intent", "facts", "said", "word"),
    [
        ("ask_documents", {"case_type": "theft"}, "", "立案证明"),
        ("ask_documents", {"injured": True}, "", "病历"),
        ("ask_documents", {"property_damage": ["护栏"]}, "", "交警证明"),
        ("ask_documents", {"case_type": "glass"}, "", "行驶证"),
        ("ask_police", {"case_type": "theft"}, "", "派出所"),
        ("ask_police", {"case_type": "fire"}, "", "119"),
        ("ask_police", {"flags": ["drink"]}, "", "122"),
        ("ask_police", {"case_type": "collision_multi"}, "", "自行协商"),
        ("ask_what_to_do", {"flags": ["burning_now"]}, "", "离开车辆"),
        ("ask_what_to_do", {"case_type": "flood"}, "", "不要打火"),
        ("ask_cover", {}, "对方不赔能代位求偿吗", "代位求偿"),
        ("ask_cover", {}, "能不能互碰自赔", "交强险"),
        ("ask_duration", {}, "过了48小时还能报吗", "同样受理"),
        ("ask_what_to_do", {}, "你们会录音吗", "录音"),
        ("ask_cover", {}, "代位求偿是不是他不赔才能用", "不以对方拒绝赔偿为前提"),
        ("ask_duration", {}, "交强险多久能赔下来", "五日内"),
        ("ask_duration", {}, "", "十日内"),
        ("ask_fees", {}, "拖车收费不", "以您的保单为准"),
        ("ask_cover", {}, "我交强险在别家买的怎么办", "同时向承保公司报案"),
        ("ask_why", {}, "个人信息给谁看", "修理和救援"),
        ("ask_duration", {}, "六十天以后怎么办", "不适用于零部件"),
        ("ask_documents", {"case_type": "theft", "events": ["parts_theft"]}, "", "报警回执"),
        ("ask_police", {"case_type": "parked_damage", "events": ["parts_theft", "glass"]}, "", "派出所"),
        ("ask_police", {"case_type": "falling_object", "injured": True}, "", "120"),
        ("ask_what_to_do", {"case_type": "fire", "injured": True}, "", "119"),
        ("ask_what_to_do", {"case_type": "flood", "injured": True}, "", "120"),
        (
            "ask_what_to_do",
            {"case_type": "collision_single", "property_damage": ["护栏"]},
            "",
            "移到不妨碍交通",
        ),
        ("ask_what_to_do", {"case_type": "collision_multi", "flags": ["dispute"]}, "", "移到不妨碍交通"),
        ("ask_what_to_do", {"case_type": "collision_multi", "flags": ["drink"]}, "", "保护好现场"),
        ("ask_what_to_do", {"case_type": "collision_multi", "flags": ["highway"]}, "", "护栏外"),
        ("ask_what_to_do", {"case_type": "collision_multi", "injured": True}, "", "保护好现场"),
    ],
)
def test_facts_and_words_choose_the_answer(
    intent: str, facts: dict[str, object], said: str, word: str
) -> None:
    found = answer(intent, facts, said)
    assert found is not None
    assert word in found.text


def test_once_there_is_a_number_the_file_says_nothing_about_it() -> None:
    assert answer("ask_number", {"report_number": "x"}) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: 1", "list"),
        ("- {intent: x, answers: [{points: [好。], source: s}], extra: 1}", "entry 1"),
        ("- {intent: x, answers: [{points: [好。], source: s, extra: 1}]}", "an answer has"),
        ("- {intent: x, answers: [{points: [好。, 好。, 好。, 好。], source: s}]}", "points"),
        ("- {intent: x, answers: [{points: [没有句号], source: s}]}", "points"),
        ("- {intent: x, answers: [{points: [好。]}]}", "source"),
        ("- {intent: x}", "answers"),
        ("- {topic: x, answers: [{points: [好。], source: s}]}", "words"),
        ("- [", "YAML"),
    ],
)
def test_a_broken_file_is_named(text: str, fault: str) -> None:
    with pytest.raises(BadKnowledge, match=fault):
        load(text)


@pytest.mark.parametrize(
    ("intent", "facts", "never"),
    [
        ("ask_what_to_do", {"case_type": "collision_single", "property_damage": ["护栏"]}, "保护好现场"),
        ("ask_what_to_do", {"case_type": "collision_multi", "flags": ["dispute"]}, "保护好现场"),
        ("ask_what_to_do", {"case_type": "falling_object", "injured": True}, "122"),
        ("ask_documents", {"case_type": "fire", "injured": True}, "交警证明"),
        ("ask_documents", {"case_type": "falling_object", "injured": True}, "交警证明"),
        ("ask_documents", {"case_type": "theft", "events": ["parts_theft"]}, "登记证书"),
        ("ask_police", {"case_type": "theft", "events": ["parts_theft"]}, "24小时"),
        ("ask_police", {"case_type": "parked_damage", "events": ["parts_theft", "glass"]}, "自行协商"),
    ],
)
def test_what_is_another_cases_is_not_told(intent: str, facts: dict[str, object], never: str) -> None:
    found = answer(intent, facts)
    assert found is not None
    assert never not in found.text


def test_no_answer_says_that_a_recording_serves_one_purpose_only() -> None:
    assert not [entry.name for entry in entries() for one in entry.answers if "仅用于" in "".join(one.points)]
