"""Scenarios are read strictly: what is odd is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.calls.run import policy_lines
from bench.calls.scenario import PARTS, BadScenario, Scenario, load, read, split
from bench.calls.switches import draw
from sandbox.app import load_policies
from tests.bench.conftest import TOYS


def written(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    text = TOYS.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "w00.yml"
    path.write_text(text, "utf-8")
    return path


def test_facts_are_read_with_times_as_text_and_one_as_a_list(scraped: Scenario):
    assert scraped.fact("accident_time") == "2026-03-17T18:20"
    assert scraped.fact("injuries.any") is False
    assert scraped.fact("injuries.count") is None
    assert scraped.verified


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("case_type: collision_multi", "case_type: collision", "facts.case_type is 'collision'"),
        ("at_scene: true", "at_scen: true", "facts.at_scen is unknown"),
        ("injuries: {any: false}", "injuries: {any: maybe}", "facts.injuries.any is 'maybe', no bool"),
        ("kind: 机动车", "kind: 汽车", "facts.third_parties.kind is '汽车'"),
        ('    recap: ["对", "没错 就是这样", "嗯 对的"]\n', "", "tells.recap is missing"),
        ('driver: ["我自己开的", ', "driver: [", "tells.driver is not 3 texts"),
        ("when: once}", "when: soon}", "corrects.when is 'soon'"),
        ('cuts: {plate: ["川A", "8K2", "P5"]}', 'cuts: {plate: "川A"}', "cuts.plate"),
        ('accident_time: "2026-03-17T18:20"', 'accident_time: "六点二十"', "facts have a time '六点二十'"),
        ("  two: {driver", "  tow: {driver", "two is missing"),
    ],
)
def test_what_is_odd_is_refused_by_name(tmp_path: Path, old: str, new: str, fault: str):
    with pytest.raises(BadScenario) as error:
        read(written(tmp_path, (old, new)))
    assert fault in str(error.value)
    assert "w00-01" in str(error.value)


def test_what_some_writers_call_otherwise_is_taken(tmp_path: Path):
    path = written(
        tmp_path, ("estimate_yuan: 3000", "estimate: 3000"), ('clause: "2020"', 'clause: "新能源2021"')
    )
    scenarios = read(path)
    assert scenarios[1].fact("other_insurer.estimate_yuan") == 3000
    assert all('"clause": "2020"' in line for line in policy_lines(scenarios))


def test_two_scenarios_must_not_insure_one_plate(tmp_path: Path):
    written(tmp_path, ("{plate: 鲁B62K9T", "{plate: 川A8K2P5"))
    with pytest.raises(BadScenario, match="川A8K2P5 is also in w00-01"):
        load(tmp_path)


def test_every_scenario_there_is_can_be_read_and_its_writer_has_a_part():
    assert {scenario.writer for scenario in load()} <= set(split())


def test_no_writer_is_in_two_parts():
    parts = split()
    assert set(parts.values()) == set(PARTS)
    assert len(parts) == 34


def test_the_sandbox_takes_the_policies(tmp_path: Path, toys: list[Scenario]):
    path = tmp_path / "policies.jsonl"
    path.write_text("\n".join(policy_lines(toys)), "utf-8")
    assert [policy["plate"] for policy in load_policies(path)] == ["鲁B62K9T", "川A8K2P5"]


def test_switches_are_the_same_every_time_and_the_two_plays_open_differently(toys: list[Scenario]):
    for scenario in toys:
        first, second = draw(scenario, 0), draw(scenario, 1)
        assert first == draw(scenario, 0)
        assert {first.opening, second.opening} == {"little", "much"}
