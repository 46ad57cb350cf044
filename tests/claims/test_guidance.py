from __future__ import annotations

import itertools

import pytest

from claims.coverage import OWN_LOSS
from claims.facts import car_gone
from claims.guidance import guidance, guidance_again, guidance_in_steps
from tests.claims.wording import forbidden_in, seconds

AROUND = (
    "您的报案已登记，报案号是2688，9862，1781，我再说一遍，2688，9862，1781，短信会在一分钟内发给您。"
    "下面我给您详细介绍一下办理车险索赔方面的内容。您有不明白的地方吗？"
)
"""What is said in the same turn: the number, and B-17 without its points."""
VARIANTS = [
    {
        "case_type": case,
        "injured": hurt,
        "deaths": dead,
        "at_scene": here,
        "property_damage": harmed,
        "events": events,
        "flags": flags,
    }
    for case, hurt, dead, here, harmed, events, flags in itertools.product(
        OWN_LOSS,
        (None, True),
        (0, 1),
        (None, True, False),
        ([], ["护栏"]),
        ([], ["fled_other"], ["rear_ended"], ["parts_theft"]),
        ([], ["highway"], ["dispute", "police_called"]),
    )
]


@pytest.mark.parametrize("words", [guidance, guidance_again])
def test_every_case_gets_three_points_in_clean_words_within_a_minute(words) -> None:
    for facts in VARIANTS:
        points = words(facts)
        said = "".join(points)
        assert 1 <= len(points) <= 3, facts
        assert len(set(points)) == len(points)
        assert not forbidden_in(said), (said, forbidden_in(said))
        assert len(said) <= 100, said
        assert seconds(AROUND + said) <= 60


def test_one_by_one_the_points_are_the_first_ones_numbered() -> None:
    for facts in VARIANTS:
        steps = guidance_in_steps(facts)
        assert [step[:3] for step in steps] == ["第一，", "第二，", "第三，"]
        assert tuple(step[3:] for step in steps) == guidance(facts)


def test_plainer_words_are_other_words_and_not_longer() -> None:
    for facts in VARIANTS:
        first, again = "".join(guidance(facts)), "".join(guidance_again(facts))
        assert again != first
        assert len(again) <= len(first)


@pytest.mark.parametrize(
    ("facts", "needed"),
    [
        ({"case_type": "theft"}, ("24小时", "公安", "60天")),
        ({"case_type": "theft", "theft_police": True}, ("立案证明", "60天")),
        ({"case_type": "fire"}, ("消防",)),
        ({"case_type": "flood"}, ("不要启动",)),
        ({"case_type": "parked_hit_unknown"}, ("监控", "报警")),
        ({"case_type": "collision_multi", "events": ["rear_ended"]}, ("保留向对方索赔",)),
        (
            {"case_type": "collision_multi", "injured": True, "at_scene": True},
            ("救治", "病历", "保护好现场", "交警证明"),
        ),
        ({"case_type": "collision_multi", "at_scene": True}, ("移到不妨碍交通",)),
        ({"case_type": "collision_single", "at_scene": False}, ("不要修车", "原样")),
        (
            {"case_type": "collision_single", "at_scene": True, "property_damage": ["路灯"]},
            ("拍照", "移到不妨碍交通", "122"),
        ),
        (
            {"case_type": "collision_multi", "at_scene": True, "flags": ["dispute"]},
            ("拍照", "移到不妨碍交通", "122"),
        ),
        ({"case_type": "collision_multi", "at_scene": True, "flags": ["highway"]}, ("150米", "护栏外")),
        (
            {"case_type": "collision_multi", "at_scene": True, "flags": ["highway"], "injured": True},
            ("150米", "护栏外", "救治"),
        ),
        ({"case_type": "theft", "events": ["parts_theft"]}, ("派出所", "报警回执")),
        ({"case_type": "parked_damage", "events": ["parts_theft", "glass"]}, ("派出所", "报警回执")),
    ],
)
def test_the_case_decides_what_is_told(facts: dict[str, object], needed: tuple[str, ...]) -> None:
    said = "".join(guidance(facts))
    assert [word for word in needed if word not in said] == []


@pytest.mark.parametrize(
    ("facts", "never"),
    [
        ({"case_type": "collision_single", "at_scene": True, "property_damage": ["路灯"]}, "保护好现场"),
        ({"case_type": "collision_multi", "at_scene": True, "flags": ["dispute"]}, "保护好现场"),
        ({"case_type": "theft", "events": ["parts_theft"]}, "60天"),
        ({"case_type": "theft", "events": ["parts_theft"]}, "登记证书"),
        ({"case_type": "falling_object", "injured": True, "at_scene": True}, "交警"),
    ],
)
def test_what_holds_for_another_case_is_not_told(facts: dict[str, object], never: str) -> None:
    assert never not in "".join(guidance(facts))


FLED: dict[str, object] = {
    "case_type": "collision_multi",
    "events": ["rear_ended"],
    "third_parties": [{"kind": "机动车", "fled": True}],
}


@pytest.mark.parametrize(
    ("facts", "needed", "never"),
    [
        (FLED | {"flags": ["highway"], "police": True}, "告诉交警", "物业"),
        (FLED | {"flags": ["highway"], "police": True}, "行车记录", "对方的车牌、电话"),
        (FLED, "请报警", "对方的车牌、电话"),
        ({"case_type": "parked_hit_unknown", "police": True}, "物业", "告诉交警"),
        ({"case_type": "theft", "theft_documents": ["行驶证", "钥匙"]}, "登记证书", "行驶证"),
        ({"case_type": "theft", "theft_documents": [], "theft_parking": False}, "行驶证", "停车票"),
        ({"case_type": "theft", "theft_documents": [], "theft_parking": True}, "停车票", "修车"),
    ],
)
def test_nobody_is_sent_for_what_cannot_be_had(facts: dict[str, object], needed: str, never: str) -> None:
    said = "".join(guidance_again(facts))
    assert needed in said and never not in said
    assert never not in "".join(guidance(facts))


def test_nobody_is_told_to_report_what_is_reported() -> None:
    assert "请报警" in "".join(guidance({"case_type": "parked_hit_unknown"}))
    assert "请报警" not in "".join(guidance({"case_type": "parked_hit_unknown", "police": True}))


def test_a_damaged_car_is_never_repaired_before_the_survey() -> None:
    for facts in VARIANTS:
        assert car_gone(facts) or "定损之前请不要" in guidance(facts)[0]
