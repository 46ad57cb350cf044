"""Values come out of Rasa's NLU as entities, told against the call's start, whatever is typed."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from rasa.shared.nlu.training_data.message import Message

from components.spans import BEIJING, SpanExtractor, call_start, pipeline

STARTED = "2026-03-10T08:05:00+08:00"
STORY = (
    "喂我是皖B七三K九二的车主昨天下午三点半在合肥芜湖路和徽州大道交叉口追尾了一辆白色面包车"
    "前保险杠和左大灯坏了没人受伤电话一三九五五零零一一零一"
)


@pytest.fixture(scope="module")
def extractor():
    return SpanExtractor()


def entities(extractor, text, metadata=None):
    message = Message({"text": text, "metadata": metadata or {"call_started_at": STARTED}})
    extractor.process([message])
    return message.as_dict()["entities"]


def test_a_story_gives_its_values_at_their_places(extractor):
    found = entities(extractor, STORY)
    values = {entity["entity"]: entity["value"] for entity in found}
    assert values["plate"]["plate"] == "皖B73K92"
    assert values["time"]["start"].startswith("2026-03-09T15:30")
    assert values["phone"] == "13955001101"
    assert values["place"]["city"] == "合肥"
    assert values["injury"]["any"] is False
    assert all(STORY[entity["start"] : entity["end"]] == entity["text"] for entity in found)


def test_indices_hold_in_the_text_that_is_read(extractor):
    message = Message(
        {
            "text": "😀  车牌 皖B七三K九二 　电话一三九五五零零一一零一",
            "metadata": {"call_started_at": STARTED},
        }
    )
    extractor.process([message])
    text = message.as_dict()["text"]
    found = {entity["entity"]: entity for entity in message.as_dict()["entities"]}
    assert text[found["plate"]["start"] : found["plate"]["end"]] == "皖B七三K九二"
    assert text[found["phone"]["start"] : found["phone"]["end"]] == "一三九五五零零一一零一"


def test_now_is_the_start_of_the_call():
    assert call_start({"call_started_at": STARTED}) == datetime(2026, 3, 10, 0, 5, tzinfo=timezone.utc)
    assert call_start({"call_started_at": "2026-03-10T08:05:00"}).utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize(
    "metadata", [None, {}, {"call_started_at": None}, {"call_started_at": "gestern"}, []]
)
def test_without_a_start_now_is_the_clock(metadata, time_machine):
    time_machine.move_to(datetime(2026, 3, 10, 0, 5, tzinfo=timezone.utc), tick=False)
    assert call_start(metadata) == datetime(2026, 3, 10, 8, 5, tzinfo=BEIJING)


def test_spacy_carries_the_values():
    doc = pipeline()("车牌皖B七三K九二")
    values = doc.spans["values"]
    assert [(span.label_, span.text) for span in values] == [("plate", "皖B七三K九二")]
    assert values.attrs["heard"][0].value["plate"] == "皖B73K92"


def test_two_values_of_the_same_words_stay_two(extractor):
    found = entities(extractor, "我的车爆胎了")
    assert {"event", "manner"} <= {entity["entity"] for entity in found if entity["text"] == "爆胎"}


def test_a_bare_answer_is_read_under_the_question_that_is_open(extractor):
    asked = {"call_started_at": STARTED, "open_question": "injured_count"}
    assert [e["value"]["count"] for e in entities(extractor, "两个", asked) if e["entity"] == "count"] == [2]
    assert not [e for e in entities(extractor, "两个") if e["entity"] == "count"]


def test_what_is_asked_beside_an_answer_stands_apart(extractor):
    found = {e["entity"]: e["value"] for e in entities(extractor, "还在现场呢，那我现在能不能挪车")}
    assert found["told"]["text"] == "还在现场呢"
    assert found["aside"] == {"kind": "question", "text": "那我现在能不能挪车"}


@pytest.mark.parametrize(
    "text", ["", " ", "😀" * 1000, "\x00\ud800", "三点" * 500, "冀A" * 500, "\u202e零" * 300]
)
def test_any_text_gives_entities_that_can_be_sent(extractor, text):
    json.dumps([{**entity, "text": ""} for entity in entities(extractor, text)])
