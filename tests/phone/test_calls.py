"""Whole calls over real SIP and RTP, judged by the desk's record, by what the caller heard, by the recording and by the events."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from tests.phone.line import Line, Outcome, Scenario, said_in

REPORT: list[list[Any]] = [
    ["报案号", {"say": "明白了"}],
    ["还有什么可以帮", {"say": "没有了谢谢"}],
    ["感谢来电", {"hang_up": True}],
    ["让我确认", {"say": "对"}],
    ["承保了", {"say": "对"}],
    ["什么时间", {"say": "十分钟前"}],
    ["谁在开车", {"say": "我自己开的"}],
    ["现场", {"say": "还在"}],
    ["和谁联系", {"say": "找我就这个号码"}],
    ["说一下车牌号", {"say": "{plate}"}],
    ["车牌号是多少", {"say": "我要报案刚才倒车把后保险杠碰到柱子上了在南京德基广场的停车场没人受伤"}],
    ["为您服务", {"say": "我要报案刚才倒车把后保险杠碰到柱子上了在南京德基广场的停车场没人受伤"}],
    ["请稍等", {"pause": 0.1}],
]
BY_VOICE = Scenario(({"replies": REPORT},))


@pytest.mark.rings(BY_VOICE)
def test_a_report_is_made_by_voice(call: Outcome, line: Line) -> None:
    report = call.desk["report"]
    assert call.desk["outcome"] == "registered" and report["status"] == "registered"
    assert (
        line.get(f"/api/reports/{call.desk['report_number']}")["report_number"] == call.desk["report_number"]
    )
    assert report["plate"] == call.plate and report["own_damage"] == ["后保险杠"]
    assert report["accident_time"].startswith("2026-03-10T08:5") and "德基广场" in report["place"]
    assert report["injuries"] == {"any": False} and report["contact"]["phone"] == call.phone
    assert call.desk["report_number"] in call.heard, "the number was read out, digit by digit"


@pytest.mark.rings(BY_VOICE)
def test_a_call_is_answered_at_once_and_recorded_with_both_voices(call: Outcome, recordings: Path) -> None:
    assert call.telephone.rang_s < 9, "three rings"
    recording = recordings / f"{call.call_id}.wav"
    said = said_in(recording)
    assert "没有了谢谢" in said, "the caller"
    whole = SequenceMatcher(None, call.heard, said, autojunk=False)
    kept = sum(block.size for block in whole.get_matching_blocks()) / len(call.heard)
    assert kept > 0.97, (
        "the bot; what is mixed on a busy machine may miss a frame, which is a character of tones"
    )
    assert recording.stat().st_mode & 0o077 == 0, "nobody else can read it"


BY_KEYS = Scenario(
    (
        {
            "replies": [
                ["承保了", {"press": "1"}],
                ["让我确认", {"press": "1"}],
                ["现场", {"press": "1"}],
                ["和谁联系", {"say": "找我爱人李红"}],
                ["电话", {"press": "13900001107#"}],
                ["明白", {"press": "1"}],
                *REPORT,
            ]
        },
    )
)


@pytest.mark.rings(BY_KEYS)
def test_yes_no_and_a_number_are_given_by_keys(call: Outcome) -> None:
    assert call.desk["outcome"] == "registered"
    assert call.desk["report"]["at_scene"] is True
    assert call.desk["report"]["contact"]["phone"] == "13900001107"
    assert call.turns().count("keys") == 5


BARGE_IN = Scenario(
    (
        {"hear": "车牌号是多少"},
        {"prompt_end": 0.5},
        {"say": "{plate}"},
        {"hear": "我们的资料显示"},
        {"say": "不对我要查一下别的"},
        {"prompt_end": 0.5},
        {"hang_up": True},
    )
)


@pytest.mark.rings(BARGE_IN)
def test_the_bot_falls_silent_for_a_caller_who_speaks(call: Outcome) -> None:
    assert call.of("yield"), "it yielded"
    assert "险种是交强险车损险三者险" not in call.heard, "the rest of the sentence was never heard"
    assert call.turns()[:3] == ["start", "speech", "speech"]


NOTICE = Scenario(
    ({"hear": "为您服务"}, {"say": "我要报案我的车被人撞了"}, {"hear": "请您说一下"}, {"hang_up": True})
)


@pytest.mark.rings(NOTICE)
def test_the_recording_notice_is_heard_out_and_what_was_said_under_it_taken(call: Outcome) -> None:
    assert "通话录音用于理赔" in call.heard
    assert "speech" in call.turns()
    assert any(line["who"] == "caller" and "我要报案" in line["text"] for line in call.desk["transcript"])


SILENT = Scenario(({"ended": 90},))


@pytest.mark.rings(SILENT)
def test_a_silent_caller_is_spoken_to_twice_and_let_go(call: Outcome) -> None:
    assert call.desk["outcome"] == "silent"
    assert call.turns()[:3] == ["start", "silence", "silence"]


LEAVES = Scenario(
    (
        {"hear": "车牌号是多少"},
        {"prompt_end": 0.5},
        {"say": "我要报案我在石家庄裕华路被追尾了"},
        {"hear": "车牌号"},
        {"hang_up": True},
    )
)


@pytest.mark.rings(LEAVES)
def test_who_hangs_up_in_the_middle_of_a_sentence_is_called_back(call: Outcome, line: Line) -> None:
    assert call.desk["outcome"] == "abandoned" and call.desk["report"]["status"] == "draft"
    tasks = line.get(f"/api/tasks?call_id={call.call_id}")["tasks"]
    assert "callback" in [task["kind"] for task in tasks]


HIDDEN = Scenario(({"hear": "车牌号是多少"}, {"hang_up": True}), hidden=True)


@pytest.mark.rings(HIDDEN)
def test_a_hidden_number_is_told_as_none(call: Outcome) -> None:
    assert call.desk["from"] is None


@pytest.mark.rings(BY_VOICE)
def test_events_and_logs_hold_no_word_and_no_number_of_a_caller(call: Outcome, line: Line) -> None:
    written = (line.folder / "calls.jsonl").read_text(encoding="utf-8")
    log = (line.folder / "log").read_text(encoding="utf-8", errors="replace")
    for private in (call.phone, call.plate[1:], "德基广场", call.desk["report_number"]):
        assert private not in written and private not in log
