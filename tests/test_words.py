"""Every sentence of ``domain.yml`` against the script, the rules of the wording, and the code that says it."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from actions import recap
from channels.web import channel, guard, photos, sessions
from channels.web.choices import CHOICES, LEFT, WORDED
from claims import guidance
from claims.clock import BEIJING
from claims.interview import CALLBACKS, OFFERS, TABLES, Ask, Say
from runtime.processor import FAULT_TEXT
from tests.claims.wording import ALLOWED, forbidden_in, seconds
from tests.promises import CLAIMING, PROMISES, is_no_claim

ROOT = Path(__file__).parents[1]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
SCRIPT: dict[str, str] = yaml.safe_load((ROOT / "tests/data/script.yml").read_text(encoding="utf-8"))


class Sentence(NamedTuple):
    response: str
    text: str
    script: str | None

    def __str__(self) -> str:
        return f"{self.response} {self.script}"


SENTENCES = [
    Sentence(name, variation["text"], (variation.get("metadata") or {}).get("script"))
    for name, variations in DOMAIN["responses"].items()
    for variation in variations
    if "text" in variation
]
PRESCRIBED = [it for it in SENTENCES if it.script in SCRIPT]
OWN = [it for it in SENTENCES if it.script == "own"]

SLOT = "{}"

IN_THE_SCRIPT: tuple[tuple[str, str], ...] = (
    (r"\(可告知客户相关条款\)", ""),  # a stage direction
    (r"交强险/商业保险", SLOT),
    (r"我姓\*", "工号{}"),  # the bot has no surname (X15)
    (r"中华保险|民安保险|xx保险|XX保险|95585|小王", SLOT),
    (r"\*+先生/小姐,", ""),  # the bot cannot tell which it is (X17)
    (r"先生/小姐您", "您"),
    (r"\*+先生/小姐(\(女士\))?", SLOT),  # the name, and how the person is addressed
    (r"\(意见或建议\)|\(或考虑的\)", ""),  # other words for other things told
    (r"\.{3,}|\*+", SLOT),
    (r"{}险(、{}险)+", SLOT),
)
"""What in the script stands for a value, after NFKC."""

CUT_BY_SENTENCE = frozenset({"A-03", "B-07", "B-09", "B-12", "B-15", "C-01", "D-02", "E-01"})
CUT_BY_CLAUSE = frozenset({"B-11", "B-16"})
"""Compound sentences of which one whole question or statement may be said alone."""


def normal(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def spoken(text: str) -> str:
    """Reduce a response to its words; what surrounds an open part (：… 。) is the open part's."""
    said = re.sub(r"{\w+}", SLOT, normal(text))
    return re.sub(r"客服{}号", "客服{}", re.sub(r":{}", SLOT, said))


def prescribed(script: str) -> set[str]:
    """Return every form in which a sentence of the script may be said."""
    whole = normal(SCRIPT[script])
    for pattern, value in IN_THE_SCRIPT:
        whole = re.sub(pattern, value, whole)
    forms = {re.sub(r"{}。", SLOT, whole) if script == "B-17" else whole, re.sub(r"{}。", "。", whole)}
    forms |= {form + "。" for form in forms if form.endswith(SLOT)}
    if script in CUT_BY_SENTENCE:
        parts = re.findall(r"[^。?!]+[。?!]?", whole)
        forms |= {"".join(parts[i:j]) for i, j in itertools.combinations(range(len(parts) + 1), 2)}
    if script in CUT_BY_CLAUSE:
        forms |= {clause + whole[-1] for clause in whole[:-1].split(",")}
    return forms


@pytest.mark.parametrize("it", SENTENCES, ids=str)
def test_every_sentence_says_whether_it_is_prescribed_or_own(it: Sentence) -> None:
    assert it.script == "own" or it.script in SCRIPT


@pytest.mark.parametrize("it", PRESCRIBED, ids=str)
def test_what_is_prescribed_is_said_word_for_word(it: Sentence) -> None:
    assert spoken(it.text) in prescribed(str(it.script))


@pytest.mark.parametrize("it", SENTENCES, ids=str)
def test_a_value_called_text_is_all_of_its_sentence(it: Sentence) -> None:
    """A dispatcher's ``text`` takes the place of the whole response."""
    assert "{text}" not in it.text or it.text == "{text}"


def test_a_word_less_is_seen() -> None:
    assert spoken("请问您的车牌是多少？") not in prescribed("A-02")
    assert spoken("有几人受伤？伤的严重吗？") in prescribed("B-09")
    assert spoken("您的车牌号是多少？") not in prescribed("A-02")


STEPS = [(form, step) for form, table in TABLES.items() for step in table]


@pytest.mark.parametrize(("form", "step"), STEPS, ids=[f"{form}, {step.name}" for form, step in STEPS])
def test_every_row_of_the_interview_has_its_sentence(form: str, step: Any) -> None:
    if not isinstance(step, Ask):
        names = [f"utter_{step.name}"]
    else:
        names = [f"utter_question_{form}_{step.name}", f"utter_question_{step.name}"]
    names = [name for name in names if name in DOMAIN["responses"]][:1]
    names += [
        it.response for it in SENTENCES if isinstance(step, Ask) and it.response.startswith(f"{names[0]}_")
    ]
    assert step.script in {it.script for it in SENTENCES if it.response in names}


@pytest.mark.parametrize("it", SENTENCES, ids=str)
def test_nothing_forbidden_is_said(it: Sentence) -> None:
    assert set(forbidden_in(it.text)) <= set(ALLOWED.get(str(it.script), ()))


def test_every_sentence_that_claims_something_is_held_to_it() -> None:
    """What is said to be noted, sent, or on its way is named with what has to be there, or as no claim."""
    spoken = [(it.response if it.script == "own" else str(it.script), it.text) for it in SENTENCES]
    loose = {
        name
        for name, text in spoken
        if CLAIMING.search(text) and name not in PROMISES and not is_no_claim(name)
    }
    assert sorted(loose) == []


LONGEST = {
    "company": "中国某某财产保险股份有限公司",
    "hotline": "4008895585",
    "bot_number": "80010001",
    "policy_kinds": "交强险、商业保险",
    "insured": "石家庄某某汽车运输服务有限责任公司",
    "model": "北京奔驰GLC级运动型多用途乘用车",
    "covers": "、".join(["机动车交通事故责任强制保险", *["车上人员责任险"] * 9]),
    "cover": "机动车车身划痕损失",
    "value": "冀A6P72QD",
    "recap": "车牌冀A6P72QD，昨天晚上十一点四十五分到十二点零五分，在" + "路" * 24 + "，与非机动车相撞，12人受伤，联系人欧阳某某，电话13900001101",
    "report_number": "261234567890",
    "report_number_spoken": "2612，3456，7890",
    "reporter": "欧阳某某",
    "guidance": "".join(max((point.text for _, point in table), key=len) for table in (guidance.KEEP, guidance.PEOPLE, guidance.PAPERS)),
    "guidance_shown": "请看卡片里的“接下来请您”。",
    "guidance_again": "".join(max((point.again for _, point in table), key=len) for table in (guidance.KEEP, guidance.PEOPLE, guidance.PAPERS)),
    "guidance_in_steps": "".join("第一，" + max((point.text for _, point in table), key=len) for table in (guidance.KEEP, guidance.PEOPLE, guidance.PAPERS)),
    "recap_changed": "在" + "路" * 24 + "，与非机动车相撞，12人受伤",
}  # fmt: skip
"""The longest value a placeholder is filled with."""


@pytest.mark.parametrize("it", SENTENCES, ids=str)
def test_no_sentence_takes_more_than_a_minute(it: Sentence) -> None:
    text = re.sub(r"{(\w+)}", lambda slot: LONGEST.get(slot[1], ""), it.text)
    assert seconds(text) <= 60


@pytest.mark.parametrize("it", OWN, ids=str)
def test_own_sentences_make_three_points_at_most(it: Sentence) -> None:
    assert len(re.findall(r"[^。！？；]+", it.text)) <= 3


CODE = {
    path.relative_to(ROOT): path.read_text(encoding="utf-8")
    for room in ("actions", "claims", "channels", "runtime", "mandarin")
    for path in sorted((ROOT / room).rglob("*.py"))
}
LITERALS = frozenset(re.findall(r"[\"']([a-z_]+)[\"']", "\n".join(CODE.values())))
NAMED = frozenset(name for name in LITERALS if re.fullmatch("utter_.*[a-z]", name))


def used() -> Iterator[str]:
    yield from NAMED
    for offer in OFFERS:  # asked in any conversation, rows of none
        yield f"utter_question_{offer}"
    for form, step in STEPS:
        yield f"utter_{step.name}" if not isinstance(step, Ask) else f"utter_question_{step.name}"
        if isinstance(step, Ask):
            yield f"utter_question_{form}_{step.name}"


def test_every_sentence_the_code_names_is_there() -> None:
    others = {"utter_action", "utter_message"}  # Rasa's
    assert sorted(NAMED - others - set(DOMAIN["responses"])) == []
    spoken_rows = {f"utter_{step.name}" for _, step in STEPS if isinstance(step, Say)}
    assert sorted(spoken_rows - set(DOMAIN["responses"])) == []


def test_no_sentence_is_there_for_nothing() -> None:
    known = set(used())
    idle = [name for name in DOMAIN["responses"] if name not in known and not _is_wording(name, known)]
    assert idle == []


def _is_wording(response: str, known: set[str]) -> bool:
    """Tell whether a response is a question with a wording that the code asks for ("short", "plate_" + "length")."""
    question, wording = response, ""
    while question and question not in known:
        question, _, last = question.rpartition("_")
        wording = f"{last}_{wording}".rstrip("_")
    return bool(question) and (wording in LITERALS or set(wording.split("_", 1)) <= LITERALS)


ON_THE_TELEPHONE_ALONE = frozenset(
    {"utter_no_voice", "utter_are_you_there", "utter_offer_callback", "utter_silent_goodbye"}  # silence
    | {
        "utter_question_transfer",
        "utter_question_transfer_short",
        "utter_transferring",
    }  # a line to put through
)
"""Responses to what happens on a line only."""

IN_CALLBACKS = tuple(
    f"utter_question_{step.name}" for form in CALLBACKS for step in TABLES[form] if isinstance(step, Ask)
)
IN_CALLS_PLACED = frozenset(
    {"utter_wrong_person", "utter_another_time", "utter_about_draft", "utter_about_nothing"}
    | {"utter_goodbye_of_ours", "utter_another_time_at", "utter_how_to_verify", "utter_about_survey"}
    | {"utter_visit_declined", "utter_thanks_for_time", "utter_closing_goodbye", "utter_closing_goodbye_sad"}
    | {name for name in DOMAIN["responses"] if name.startswith(IN_CALLBACKS)}
)
"""Responses of calls the bot places."""

ON_THE_PAGE = [
    Sentence(name, variation["text"], None)
    for name, variations in DOMAIN["responses"].items()
    if name not in ON_THE_TELEPHONE_ALONE | IN_CALLS_PLACED
    for variation in [it for it in variations if it.get("channel") == "web"] or variations
]


OF_THE_TELEPHONE = re.compile(
    r"说(?![清明])|听(?!从)|念|(?<!未)读|讲|来电|按键|通话|挂断|接听|转接|坐席|在线等|换.{0,2}电话|再打(?!1)|再见"
)
"""Words of who speaks and listens."""


@pytest.mark.parametrize("it", ON_THE_PAGE, ids=str)
def test_nothing_on_the_page_speaks_of_hearing_saying_or_ringing(it: Sentence) -> None:
    assert not OF_THE_TELEPHONE.search(it.text)


def written() -> Iterator[tuple[str, str]]:
    """Yield what fills the sentences, and what is answered and shown beside them: where it comes from, its words."""
    yield from points(yaml.safe_load((ROOT / "claims/knowledge.yml").read_text(encoding="utf-8")))
    for table in (guidance.KEEP, guidance.PEOPLE, guidance.PAPERS):
        for _, point in table:
            yield from (("guidance", point.text), ("guidance", point.again))
    yield from VALUES_OF_CODE.items()
    for choice in itertools.chain(*CHOICES.values(), *WORDED.values(), [LEFT]):
        yield from (("button", choice.label), ("button", choice.says))
    for page in ("page.html", "page.js", "log.js", "photos.js", "tools.js", "chat.js", "embed.js"):
        text = (ROOT / "web" / page).read_text(encoding="utf-8")
        yield from ((page, words) for words in re.findall(r"[\u4e00-\u9fff][\u4e00-\u9fff，。、？！]*", text))


def points(node: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield the points of the answers to what is asked."""
    if isinstance(node, dict):
        for name, below in node.items():
            yield from points(below, str(name))
    elif isinstance(node, list):
        for below in node:
            yield from points(below, key)
    elif key == "points":
        yield "knowledge", str(node)


VALUES_OF_CODE = {
    "recap": recap.changed({}, {}, datetime(2026, 3, 10, 8, 5, tzinfo=BEIJING)),
    "fault": FAULT_TEXT,
    **{f"notice {name}": str(value) for name, value in vars(channel).items() if name.isupper()},
    **{f"notice {name}": str(value) for name, value in vars(sessions).items() if name.isupper()},
    **{f"notice {name}": str(value) for name, value in vars(guard).items() if name.isupper()},
    **{f"notice {name}": str(value) for name, value in vars(photos).items() if name.isupper()},
}
"""Words that the code says itself."""


def test_nor_does_what_is_filled_in_or_shown_beside_it() -> None:
    found = list(written())
    assert {"knowledge", "guidance", "recap", "fault", "button", "page.js"} <= {where for where, _ in found}
    assert [(where, text) for where, text in found if OF_THE_TELEPHONE.search(text)] == []


def test_what_is_said_in_calls_placed_is_said_there_alone() -> None:
    where = {"outbound.py", "claim_report.py", "callbacks.py"}
    for name in IN_CALLS_PLACED:
        assert {path.name for path, code in CODE.items() if f'"{name}"' in code} <= where, name


def test_the_telephones_own_responses_are_said_at_silence_and_transfer_alone() -> None:
    silence = (ROOT / "claims/conversation/silence.py").read_text(encoding="utf-8")
    for name in ON_THE_TELEPHONE_ALONE:
        elsewhere = [path for path, code in CODE.items() if f'"{name}"' in code and path.name != "silence.py"]
        assert f'"{name}"' in silence or "transfer" in name, name
        assert elsewhere in ([], [Path("actions/dialogue.py")]), name
