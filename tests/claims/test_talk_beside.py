"""What is said beside an answer: to others, to nobody, back at the question, of help that was called; none of it is an enquiry or an answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear, in_call
from claims.conversation import Move, Progress, Turn, understand
from claims.interview import stranded
from claims.knowledge import answer
from claims.volunteered.circumstances import sounds_upset

NOW = datetime.fromisoformat("2026-03-10T08:05:00+08:00")
REPORT: dict[str, Any] = {
    "plate": "苏A3R90D", "lookup": "found", "policy_confirm": True, "caller_phone": "13900001101",
    "accident_time": {"start": "2026-03-10T07:55+08:00", "end": None, "precision": "minute", "told": "clock", "said": "七点五十五"},
    "place": {"text": "南京市中山路", "city": "南京市", "road": "中山路"}, "description": "变道时撞到前车", "case_type": "collision_multi",
}  # fmt: skip


SPOKEN = Progress(spoken=True)


def meant(
    said: str,
    asked: str,
    facts: dict[str, Any] = REPORT,
    intent: str = "noise",
    sure: float = 0.2,
    form: str = "claim_report",
    progress: Progress = SPOKEN,
) -> Move:
    heard = in_call(hear(said, intent, sure, NOW, asked), caller_phone="13900001101")
    known = lambda intent, facts, said: found.text if (found := answer(intent, facts, said)) else None  # noqa: E731
    return understand(Turn(form, facts, progress, heard, asked), known)


@pytest.mark.parametrize("asked", ["place", "driver", "own_damage", "injured", "contact_name", "recap"])
@pytest.mark.parametrize(
    "said",
    [
        "媳妇儿你先别哭",
        "师傅你别动它",
        "我妈在边上催呢",
        "他们在旁边吵呢",
        "我爸问我咋还不回去",
        "我怎么这么背啊",
        "哎呀这下可怎么办呀",
        "有他这么停车的吗",
        "你看这都什么事儿啊",
    ],
)
def test_talk_to_others_and_sighs_pass_and_the_question_stands(said: str, asked: str) -> None:
    move = meant(said, asked)
    assert move.task is None and move.ask == asked
    assert move.progress.tries == 0 and not move.lines
    assert {**move.facts, "flags": None, "upset": None} == {**REPORT, "flags": None, "upset": None}


def test_an_answer_with_a_sigh_is_the_answer_alone() -> None:
    move = meant("没人受伤，我咋这么粗心呢", "injured")
    assert move.facts["injured"] is False and move.task is None and not move.lines


@pytest.mark.parametrize(
    "said", ["你们这个电话是全国统一的吗", "定损单子是发我手机上还是咋弄", "你们公司在昆山有没有网点啊"]
)
def test_a_question_to_the_insurer_is_noted_once(said: str) -> None:
    move = meant(said, "driver")
    assert move.task is not None and move.task[0] == "enquiry" and move.ask == "driver"


@pytest.mark.parametrize(("form", "asked"), [("after_report", "anything_else"), ("message", "contact_name")])
def test_a_sigh_is_no_enquiry_in_other_conversations(form: str, asked: str) -> None:
    move = meant(
        "唉我招谁惹谁了", asked, {"caller_phone": "13900001101", "message_kind": "callback"}, form=form
    )
    assert move.task is None and move.ask == asked


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("哪辆车的车牌", "plate"),
        ("我这边的还是人家的", "third_plate"),
        ("啥时候 撞的时间吗", "accident_time"),
        ("谁的名字啊", "contact_name"),
        ("是出事的地方还是现在的地方", "place"),
    ],
)
def test_who_asks_which_is_meant_hears_the_question_in_other_words(said: str, asked: str) -> None:
    facts = {name: value for name, value in REPORT.items() if name != asked}
    move = meant(said, asked, facts)
    assert (move.ask, move.wording, move.task) == (asked, "example", None)
    assert move.progress.tries == 0 and move.facts == facts


@pytest.mark.parametrize("said", ["应该是的", "大概对吧", "差不多吧", "估计都有吧", "好像是"])
def test_a_hedged_yes_to_the_covers_on_file_is_a_yes(said: str) -> None:
    facts = {"plate": "苏A3R90D", "lookup": "found", "caller_phone": "13900001101"}
    assert meant(said, "policy_confirm", facts).facts["policy_confirm"] is True


@pytest.mark.parametrize("said", ["应该不是", "好像不对", "可能错了"])
def test_a_hedged_no_is_a_no(said: str) -> None:
    facts = {"plate": "苏A3R90D", "lookup": "found", "caller_phone": "13900001101"}
    assert meant(said, "policy_confirm", facts, "deny", 0.9).facts.get("policy_confirm") is not True


SAFE = Progress(spoken=True, said=("safety", "calm"))


@pytest.mark.parametrize("said", ["打过了 车在路上了", "早就叫了", "已经打了"])
def test_who_was_told_to_ring_and_has_is_not_told_again(said: str) -> None:
    hurt = {**REPORT, "injured": True}
    move = meant(said, "injured_count", hurt, progress=SAFE)
    assert move.ask == "injured_count" and move.progress.tries == 0
    assert "ambulance" in move.facts["flags"]
    for question in ("他会不会死", "要不要打120", "我现在该怎么办"):
        told = meant(question, "injured_count", move.facts, "ask_what_to_do", 0.9, progress=SAFE)
        assert not any("120" in str(line.values.get("text")) for line in told.lines)


def test_the_police_that_were_called_at_the_recap_are_kept() -> None:
    said = Progress(spoken=True, said=("police_needed",))
    move = meant("已经报了 马上到", "recap", {**REPORT, "police_to": "交警"}, progress=said)
    assert move.facts["police"] is True and move.ask == "recap" and "police_proof" in move.progress.said


def test_rung_without_having_been_told_to_is_no_ambulance() -> None:
    assert "ambulance" not in (meant("打了", "injured_count").facts.get("flags") or ())


@pytest.mark.parametrize(
    ("said", "upset"),
    [
        ("我心里慌得很", True),
        ("完了完了出大事了", True),
        ("俺在村头这儿呢，你慢慢问", False),
        ("是今儿个早起的事", False),
    ],
)
def test_nobody_is_upset_by_the_sound_alone(said: str, upset: bool) -> None:
    assert sounds_upset(hear(said, "anxious", 0.9, NOW, "place")) is upset


@pytest.mark.parametrize(
    ("known", "offered"),
    [
        ({"drivable": False}, True),
        ({"at_scene": True, "flags": ["highway"]}, True),
        ({"at_scene": True, "flags": ["highway"], "drivable": True}, False),
        ({"at_scene": True}, False),
    ],
)
def test_a_tow_is_not_offered_for_a_car_that_drives(known: dict[str, Any], offered: bool) -> None:
    assert stranded({**REPORT, **known}) is offered


@pytest.mark.parametrize("said", ["我没买商业险", "那个险我不懂"])
def test_who_does_not_say_so_is_not_told_of_another_insurer(said: str) -> None:
    move = meant(said, "policy_confirm", {"plate": "苏A3R90D", "lookup": "found"}, "other_insurer", 0.8)
    assert "utter_other_insurer" not in [line.response for line in move.lines]


def test_the_number_that_calls_is_an_answer_beside_a_question_too() -> None:
    move = meant("就打这个，那车能先修吗", "contact_phone", {**REPORT, "contact_name": "王芳"})
    assert move.facts["contact_phone"] == "13900001101"
    assert any("查勘定损" in str(line.values.get("text")) for line in move.lines)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("警察咋还不来啊", "122派出"),
        ("他要是碰瓷怎么办", "不要答应数额"),
        ("人家不肯等咋整", "记下电话"),
        ("这点刮蹭有没有必要报案", "由您决定"),
        ("我们在哪等啊", "等候"),
    ],
)
@pytest.mark.parametrize("asked", ["driver", "own_damage", "at_scene"])
def test_what_frightened_people_ask_is_answered_to_the_point(said: str, word: str, asked: str) -> None:
    move = meant(said, asked)
    assert word in "".join(str(line.values.get("text", "")) for line in move.lines)
    assert move.ask == asked and move.task is None


HURT = {**REPORT, "injured": True, "injured_count": 1, "injured_kind": ["非机动车人员"]}


@pytest.mark.parametrize("said", ["我自己开的 车上还有我闺女 她没事", "我开的 我没事 就是手抖"])
def test_one_who_is_well_denies_nobody_elses_injury(said: str) -> None:
    move = meant(said, "driver", HURT)
    assert move.facts["injured"] is True and move.facts["driver"]["relation"] == "本人" and not move.lines


def test_nobody_hurt_after_all_is_taken() -> None:
    assert meant("看错了 没人受伤", "driver", HURT).facts["injured"] is False


def test_who_was_rung_asks_for_nobodys_data() -> None:
    asked = {name: value for name, value in REPORT.items() if name != "accident_time"}
    move = meant("今天是人家打电话来 是昨天晚上七点半左右", "accident_time", asked)
    assert move.facts.get("accident_time") and not move.lines


@pytest.mark.parametrize(
    ("said", "place", "noted"),
    [
        ("在南京河西万象天地后门 你们晓得那里不 救援车好不好进", "南京河西万象天地后门", "救援车好不好进"),
        ("就在南京江宁胜太路菜场对面 那地方您认得吧", "南京江宁胜太路菜场对面", ""),
        ("南京雨花台区铁心桥大街 恁知道这块不 多久能来人", "南京雨花台区铁心桥大街", ""),
    ],
)
def test_a_place_keeps_no_question_behind_it_and_is_not_lost_to_one(
    said: str, place: str, noted: str
) -> None:
    facts = {name: value for name, value in REPORT.items() if name != "place"}
    move = meant(said, "place", facts)
    assert place in move.facts["place"]["text"] and not set("晓得知道不吧") & set(move.facts["place"]["text"])
    assert "own_damage" not in move.facts
    assert (move.task or ("", {"question": ""}))[1]["question"] == noted or not noted


@pytest.mark.parametrize(
    ("said", "story"),
    [
        ("我直行 妞妞别哭别哭 妈妈在呢 他从右边并线刮到我了", "我直行，他从右边并线刮到我了"),
        ("倒车碰柱子了 乖啊 不怕不怕", "倒车碰柱子了"),
        ("我直行 老公你去把三角牌放一下 他并线刮到我了", "我直行，他并线刮到我了"),
        ("我倒车 我老公在后头看着 还是碰柱子了", "我倒车 我老公在后头看着 还是碰柱子了"),
    ],
)
def test_what_is_said_to_others_is_no_part_of_the_story(said: str, story: str) -> None:
    heard = hear(said, "inform", 0.6, NOW, "description")
    facts = {"plate": "苏B7K2M9"}
    move = understand(
        Turn("claim_report", facts, Progress(spoken=True), heard, "description"), lambda *_: None
    )
    assert move.facts["description"] == story


def test_who_could_not_see_a_plate_tells_no_more_of_the_story() -> None:
    facts = {"description": "被追尾了", "case_type": "collision_multi", "third_parties": [{"kind": "机动车"}]}
    heard = hear("没看清", "inform", 0.6, NOW, "third_plate")
    turn = Turn("claim_report", facts, Progress(spoken=True), heard, "third_plate")
    assert understand(turn, lambda *_: None).facts["description"] == "被追尾了"


@pytest.mark.parametrize(
    ("asked", "said", "waits"),
    [
        ("plate", "行驶证在手套箱里 你等一下", True),
        ("plate", "记不得了 我去看看", True),
        ("third_plate", "车牌我记不住 我下去看一眼 等下啊", True),
        ("driver", "你稍等一下", True),
        ("plate", "等一下 苏B7K2M9", False),
        ("plate", "苏B7K2M9 你等一下", False),
        ("description", "他撞了我 我去看一下", False),
    ],
)
def test_who_asks_to_be_waited_for_is_waited_for(asked: str, said: str, waits: bool) -> None:
    facts: dict[str, Any] = {"third_parties": [{"kind": "机动车"}], "case_type": "collision_multi"}
    heard = hear(said, "inform", 0.6, NOW, asked)
    move = understand(Turn("claim_report", facts, Progress(spoken=True), heard, asked), lambda *_: None)
    assert move.quiet is waits
    if waits:
        assert [line.response for line in move.lines] == ["utter_hold"] and move.facts == facts
