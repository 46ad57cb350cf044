"""A line of the recap is told anew: what was told before stands until it is, and goes to nobody who cannot tell."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions.hearing import hear
from claims.clock import BEIJING
from claims.conversation import Progress, Reply, Turn, respond, understand
from claims.heard import Heard, Value

NOW = datetime(2026, 3, 10, 14, 5, tzinfo=BEIJING)
HERE = {"latitude": 38.04, "longitude": 114.51, "accuracy_m": 12.0, "datum": "WGS-84"}
FIRST = {
    "kind": "机动车", "make": "大众", "plate": "冀B12345", "owner": "王磊", "damage": ["后保险杠"], "damage_said": True,
}  # fmt: skip
SECOND = {"kind": "机动车", "plate": "unknown", "owner": "unknown", "damage": [], "damage_said": True}
READ: dict[str, Any] = {
    "plate": "冀A6P72Q", "lookup": "found", "policy_confirm": True, "insured": "李娟", "case_type": "collision_multi",
    "events": ["hit_vehicle"], "description": "变道的时候和别的车撞了", "driver": {"relation": "本人"}, "relation": "本人",
    "accident_time": {"start": "2026-03-10T07:30:00+08:00", "told": "clock", "said": "七点半"},
    "place": {"text": "石家庄裕华路", "city": "石家庄", "road": "裕华路"}, "own_damage": ["左前大灯", "后备箱盖"],
    "third_parties": [FIRST, SECOND], "injured": False, "other_insurer": False, "at_scene": False,
    "car_location": "石家庄顺达修理厂", "rescue": True, "rescue_to": "城南店", "contact_name": "李娟", "contact_phone": "13900001101",
}  # fmt: skip


def tell(*words: str | Heard, change: str, facts: dict[str, Any] | None = None) -> Reply:
    """Return where it stands after a line's 改 was tapped, and these words or other things came one after the other."""
    tapped = Heard("〔更改〕", "inform", 1.0, NOW, (Value("change", change),))
    turn = Turn("claim_report", dict(facts or READ), Progress(spoken=True), tapped, "recap")
    reply = respond("claim_report", understand(turn, lambda *_: None))
    assert reply.facts == (facts or READ)
    for said in words:
        heard = hear(said, "inform", 0.4, NOW, reply.ask) if isinstance(said, str) else said
        turn = Turn("claim_report", reply.facts, reply.progress, heard, reply.ask)
        reply = respond("claim_report", understand(turn, lambda *_: None))
    return reply


def changed(reply: Reply) -> dict[str, Any]:
    return {
        name: reply.facts.get(name)
        for name in {**READ, **reply.facts}
        if READ.get(name) != reply.facts.get(name)
    }


def of(index: int, **fields: Any) -> dict[str, Any]:
    parties = [dict(FIRST), dict(SECOND)]
    parties[index] |= fields
    return {"third_parties": parties}


@pytest.mark.parametrize(
    "change, said, after",
    [
        ("own_damage", "左前大灯、引擎盖受损", {"own_damage": ["左前大灯", "引擎盖"]}),
        ("own_damage", "没有损失", {"own_damage": []}),
        ("third_plate:1", "冀C33333", of(1, plate="冀C33333")),
        ("third_plate:0", "冀C33333", of(0, plate="冀C33333")),
        ("third_owner:1", "赵刚", of(1, owner="赵刚")),
        ("third_damage:0", "右后车门受损", of(0, damage=["右后车门"])),
        ("third_damage:1", "左前车门受损", of(1, damage=["左前车门"])),
        ("at_scene", "还在现场", {"at_scene": True, "car_location": None}),
        ("rescue", "不需要", {"rescue": False, "rescue_to": None}),
        ("relation", "配偶", {"relation": "配偶"}),
        ("other_insurer", "没有", {}),
    ],
)
def test_what_is_told_anew_takes_the_place_of_that_alone(
    change: str, said: str, after: dict[str, Any]
) -> None:
    reply = tell(said, change=change)
    assert (reply.ask, changed(reply), reply.progress.changing) == ("recap", after, None)


def test_the_time_of_the_picker_takes_the_place_of_the_time() -> None:
    reply = tell("2026年3月9日下午1点20分", change="accident_time")
    assert reply.ask == "recap" and changed(reply).keys() == {"accident_time"}
    assert reply.facts["accident_time"]["start"].startswith("2026-03-09T13:20")


def test_a_position_takes_the_place_of_the_place() -> None:
    sent = Heard("〔定位〕", "inform", 1.0, NOW, (Value("position", {"of": "place", "coordinates": HERE}),))
    located = tell(sent, change="place")
    assert (located.ask, located.lines[-1].response) == ("place", "utter_question_place_located")
    assert located.facts["place"] == READ["place"]  # until the words are told, or done without
    reply = tell(sent, "就用我发的位置", change="place")
    assert reply.ask == "recap" and reply.facts["place_coordinates"] == HERE
    assert reply.facts["place"] != READ["place"]


@pytest.mark.parametrize(
    "change",
    ["own_damage", "accident_time", "place", "third_plate:0", "third_owner:0", "third_damage:0", "rescue"],
)
@pytest.mark.parametrize("said", ["不改了", "算了"])
def test_who_leaves_it_leaves_what_was_told(change: str, said: str) -> None:
    reply = tell(said, change=change)
    assert (reply.ask, changed(reply)) == ("recap", {})


@pytest.mark.parametrize("change", ["own_damage", "third_plate:0", "third_owner:0", "third_damage:0"])
def test_who_cannot_tell_leaves_what_was_told(change: str) -> None:
    reply = tell("不清楚", change=change)
    assert (reply.ask, changed(reply)) == ("recap", {})


def test_words_that_are_no_answer_leave_the_question_and_what_was_told() -> None:
    reply = tell("嗯嗯啊", change="own_damage")
    assert (reply.ask, changed(reply)) == ("own_damage", {})
    assert changed(tell("嗯嗯啊", "引擎盖受损", change="own_damage")) == {"own_damage": ["引擎盖"]}


def test_another_fact_put_right_in_between_is_put_right() -> None:
    reply = tell("联系电话不对，是13900002202", "引擎盖受损", change="own_damage")
    assert changed(reply) == {"own_damage": ["引擎盖"], "contact_phone": "13900002202"}


def test_what_hangs_on_it_is_asked_anew_and_stays_until_it_is_told() -> None:
    reply = tell("需要", change="rescue")
    assert (reply.ask, changed(reply)) == ("rescue_to", {})
    assert changed(tell("需要", "拖到城北店", change="rescue")) == {"rescue_to": "城北店"}
    assert changed(tell("需要", "不改了", change="rescue")) == {}


@pytest.mark.parametrize("index, called", [(0, "那辆大众"), (1, "第二辆车")])
def test_of_several_cars_it_says_which_it_asks_about(index: int, called: str) -> None:
    reply = tell(change=f"third_plate:{index}")
    assert [line.values.get("party") for line in reply.lines] == [called, None]
