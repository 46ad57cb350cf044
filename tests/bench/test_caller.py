"""The simulated caller: what it says to what, and what it never says."""

from __future__ import annotations

from typing import Any

from bench.calls.caller import Answer, Caller, Event
from bench.calls.scenario import Correction, Scenario
from bench.calls.switches import Switches


def asks(question: str | None, text: str = "？", name: str = "") -> Answer:
    return Answer(((name or f"utter_question_{question}", text),), question)


def begun(scenario: Scenario, **switches: Any) -> Caller:
    caller = Caller(scenario, Switches(**switches))
    caller.next(asks("plate"))
    return caller


def says(caller: Caller, question: str, text: str = "？", name: str = "", **record: Any) -> str:
    event = caller.next(asks(question, text, name), record)
    assert event is not None
    return event.meant


def correction(scenario: Scenario, when: str) -> Correction:
    return next(one for one in scenario.corrects if one.when == when)


def test_opens_with_little_or_much(scraped: Scenario):
    for opening, wanted in (("little", scraped.little), ("much", scraped.much)):
        event = Caller(scraped, Switches(opening=opening)).next(asks("plate"))
        assert event and event.meant in wanted


def test_tells_each_fact_in_its_manner_and_in_other_words_when_asked_again(scraped: Scenario):
    caller = begun(scraped, style="dialect")
    told = scraped.tells["place"]
    assert [says(caller, "place") for _ in range(3)] == [told[2], told[0], told[1]]


def test_says_nothing_of_its_own_where_no_switch_is_on(scraped: Scenario):
    caller = begun(scraped)
    for question in ("driver", "at_scene", "plate", "accident_time"):
        assert says(caller, question) == scraped.tells[question][0]


def test_answers_two_at_once_and_asks_in_the_same_breath(scraped: Scenario):
    caller = begun(scraped, two=True, asks=True)
    assert says(caller, "driver") == scraped.two["driver"]
    assert says(caller, "at_scene") == scraped.asks["at_scene"]
    assert says(caller, "driver") == scraped.tells["driver"][0]


def test_speaks_beside_the_question_once_and_then_answers(scraped: Scenario):
    caller = begun(scraped, beside=True)
    event = caller.next(asks("driver"))
    assert event and (event.meant, event.excuses) == (scraped.beside["driver"], True)
    assert says(caller, "driver") == scraped.tells["driver"][0]


def test_gives_one_answer_over_several_turns_whatever_is_said_between(scraped: Scenario):
    caller = begun(scraped, cuts=True)
    assert [says(caller, "plate") for _ in range(3)] == ["川A", "8K2", "P5"]
    assert says(caller, "place") == scraped.tells["place"][0]


def test_is_silent_once_and_has_one_question_said_again(scraped: Scenario):
    caller = begun(scraped, silence=True, again=True)
    events = [caller.next(asks(question)) for _ in range(6) for question in ("place", "driver")]
    whys = [event.why for event in events if event]
    assert whys.count("silence") == whys.count("again") == 1
    assert [event.event for event in events if event and event.why == "silence"] == ["silence"]


def test_corrects_in_the_same_breath(scraped: Scenario):
    once = correction(scraped, "once")
    caller = begun(scraped, corrects=once)
    assert says(caller, "accident_time") == f"{once.wrong} {once.right}"


def test_corrects_a_few_questions_on(scraped: Scenario):
    later = correction(scraped, "later")
    caller = begun(scraped, corrects=later)
    assert says(caller, "accident_time") == later.wrong
    said = [says(caller, question) for question in ("place", "description", "driver", "own_damage")]
    assert said.index(later.right) == 2
    assert later.right not in [says(caller, question) for question in ("driver", "own_damage")]


def test_corrects_at_the_recap_even_what_was_to_come_earlier(scraped: Scenario):
    for when, question in (("later", "accident_time"), ("recap", "contact_phone")):
        wrong = correction(scraped, when)
        caller = begun(scraped, corrects=wrong)
        assert says(caller, question) == wrong.wrong
        assert says(caller, "recap") == wrong.right
        assert says(caller, "recap") in scraped.tells["recap"]


RIGHT: dict[str, Any] = {
    "case_type": "collision_multi",
    "plate": "川A8K2P5",
    "accident_time": "2026-03-17T18:20+08:00",
    "place": "成都二环高架永丰立交",
    "description": "他变道把我刮了",
    "injuries": {"any": False},
}
RECAP = "车牌川A8K2P5，今天晚上六点二十分，在成都二环高架永丰立交，与其他车辆相撞，无人受伤。对吗？"


def test_says_yes_to_a_right_recap(scraped: Scenario):
    assert says(begun(scraped), "recap", RECAP, **RIGHT) in scraped.tells["recap"]


def test_puts_what_is_read_back_wrong_right_once_each(scraped: Scenario):
    caller = begun(scraped)
    wrong = {**RIGHT, "accident_time": "2026-03-17T06:20+08:00", "injuries": {"any": True}}
    said = [says(caller, "recap", RECAP.replace("无人", "有人"), **wrong) for _ in range(3)]
    assert said[:2] == [scraped.fixes["accident_time"], scraped.fixes["injuries"]]
    assert said[2] in scraped.tells["recap"]


def test_puts_all_that_is_wrong_right_in_one_breath(scraped: Scenario):
    held_back = correction(scraped, "recap")
    caller = begun(scraped, corrects=held_back, together=True)
    says(caller, "contact_phone")
    wrong = {**RIGHT, "accident_time": "2026-03-17T06:20+08:00", "injuries": {"any": True}}
    event = caller.next(asks("recap", RECAP.replace("无人", "有人")), wrong)
    assert event and set(event.facts) == {held_back.fact, "accident_time", "injuries"}
    assert all(words in event.meant for words in (held_back.right, scraped.fixes["injuries"]))
    assert any(words in event.meant for words in scraped.beside.values())
    assert says(caller, "recap") in scraped.tells["recap"]


def test_cannot_put_right_what_is_not_read_back(scraped: Scenario):
    wrong = {**RIGHT, "contact": {"name": "李强", "phone": "13900000000"}}
    assert says(begun(scraped), "recap", RECAP, **wrong) in scraped.tells["recap"]
    read = RECAP.replace("。", "，联系人李强，尾号0000。")
    assert says(begun(scraped), "recap", read, **wrong) == scraped.fixes["contact"]
    hurt = {**RIGHT, "injuries": {"any": False, "severity": "骨折"}}
    assert says(begun(scraped), "recap", RECAP, **hurt) in scraped.tells["recap"]


def test_hears_its_plate_read_back(scraped: Scenario):
    caller = begun(scraped)
    confirm = "utter_question_plate_confirm"
    assert says(caller, "plate", "我听到的车牌号是川A，8，K，2，P，5，对吗？", confirm) == "对 没错"
    assert says(caller, "plate", "我听到的车牌号是川A8K2D5，对吗？", confirm) == scraped.fixes["plate"]


def test_answers_which_half_of_the_day(scraped: Scenario):
    name = "utter_question_accident_time_am_pm"
    assert says(begun(scraped), "accident_time", "请问是上午还是下午？", name) == "晚上"


def test_answers_sensibly_what_it_has_no_telling_for(scratched: Scenario):
    caller = begun(scratched)
    assert says(caller, "injured") == "没有人受伤"
    assert says(caller, "third_plate") == "不知道"
    assert says(caller, "complaint_detail") == "我是来报案的"


def test_hangs_up_after_the_goodbye_and_stops_when_the_bot_does(scraped: Scenario):
    caller = begun(scraped)
    assert caller.next(asks(None, "感谢来电，再见！", "L-22")) == Event("hangup")
    assert caller.next(Answer(over=True)) is None


def test_gives_up_in_the_end_and_on_one_question_sooner(scraped: Scenario):
    caller = begun(scraped)
    events = [caller.next(asks("place")) for _ in range(10)]
    assert events.index(Event("hangup", why="gave up")) == 7
    caller = begun(scraped)
    events = [caller.next(asks(question)) for _ in range(50) for question in ("place", "driver")]
    assert events[-1] == Event("hangup", why="gave up")


def test_noise_changes_what_is_heard_and_not_what_is_meant(scraped: Scenario):
    caller = begun(scraped, noise=True)
    events = [caller.next(asks(question)) for question in ("place", "description", "own_damage")]
    assert any(event and event.text != event.meant for event in events)
    assert all(event and event.meant in scraped.tells[question][0] for event, question in zip(
        events, ("place", "description", "own_damage"), strict=True))  # fmt: skip
