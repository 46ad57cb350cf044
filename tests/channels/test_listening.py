"""How the gateway is told to listen."""

from __future__ import annotations

import json
from typing import Any

from channels.listening import listening
from channels.turns import build_answer, read_turn
from channels.voice import _now
from mandarin.speech import ssml

POLICY: dict[str, Any] = {
    "policy_no": "PDAA202513010000000001",
    "plate": "冀A6P72Q",
    "insured": {"name": "刘建民", "phone": "13900001101"},
}


def test_a_plate_and_a_name_of_the_policy_are_words_to_expect_where_they_may_be_said() -> None:
    assert listening("recap", "speech", policy=POLICY)["hints"][:2] == ["冀A6P72Q", "刘建民"]
    assert listening("driver", "speech", policy=POLICY)["hints"][0] == "刘建民"
    assert listening("place", "speech", policy=POLICY) == listening("place", "speech")
    assert listening("driver", "speech", policy={"plate": None, "insured": {}}) == listening(
        "driver", "speech"
    )


def test_the_answer_to_a_turn_names_them() -> None:
    turn = read_turn(json.dumps({"call_id": "c-1", "event": "start"}).encode(), _now)
    answer = build_answer(turn, [{"text": "谁在开车？"}], "driver", ssml, POLICY)
    assert "刘建民" in answer["listen"]["hints"]
