"""Twenty calls, ten at once: of our own telephones, which answer what they hear, and of SIPp, whose SIP and RTP are not ours."""

from __future__ import annotations

import asyncio
import audioop
import os
import subprocess
from pathlib import Path

import pytest

from phone import audio, tones
from phone.exchange.__main__ import program
from phone.settings import PhoneSettings
from tests.phone.line import ROOT, Line, Outcome, Scenario, free_ports, said_in

CALLS, AT_ONCE = 20, 10
STEPS = (
    {"hear": "车牌号是多少"},
    {"prompt_end": 0.5},
    {"say": "我要报案刚才倒车碰到柱子上了没人受伤"},
    {"hear": "车牌号"},
    {"prompt_end": 0.5},
    {"say": "{plate}"},
    {"hear": "我们的资料显示"},
    {"prompt_end": 0.8},
    {"press": "1"},
    {"hear": "什么时间"},
    {"hang_up": True},
)


@pytest.mark.long
def test_twenty_calls_ten_at_once_are_each_their_own(line: Line) -> None:
    async def ring() -> list[Outcome]:
        free = asyncio.Semaphore(AT_ONCE)

        async def one() -> Outcome:
            async with free:
                return await line.ring(Scenario(STEPS))

        return list(await asyncio.gather(*(one() for _ in range(CALLS))))

    outcomes = asyncio.run(ring())
    failed = [outcome.story() for outcome in outcomes if outcome.failed]
    assert not failed, failed[0]
    assert len({outcome.call_id for outcome in outcomes}) == CALLS
    for outcome in outcomes:
        assert outcome.desk["report"]["plate"] == outcome.plate, outcome.story()
        assert outcome.desk["report"]["case_type"] == "collision_single"
        assert outcome.turns() == ["start", "speech", "speech", "keys"], outcome.story()
        assert not outcome.of("handed_over")
    assert max(one.of("start")[0]["calls"] for one in outcomes) >= AT_ONCE // 2, "they were made at once"


STORY = "我要报案刚才倒车碰到柱子上了没人受伤"


@pytest.mark.long
def test_twenty_calls_of_sipp_ten_at_once_are_each_recorded_and_understood(
    line: Line, tmp_path: Path
) -> None:
    (tmp_path / "story.al").write_bytes(audioop.lin2alaw(tones.encode(STORY, 400).tobytes(), audio.WIDTH))
    scenario = (ROOT / "tests/phone/sipp.xml").read_text(encoding="utf-8")
    (tmp_path / "sipp.xml").write_text(scenario.replace("STORY", str(tmp_path / "story.al")), "utf-8")
    here = f"-i 127.0.0.1 -mi 127.0.0.1 -p {free_ports(1, udp=True)[0]}"
    load = f"-m {CALLS} -l {AT_ONCE} -r 2 -s 95585 -nostdin -timeout_error -trace_err"
    sipp = program(PhoneSettings.from_environment(os.environ), "bin/sipp", "-sf", "sipp.xml")
    done = subprocess.run(
        [*sipp, *f"{here} {load}".split(), f"127.0.0.1:{line.ports['SIP_PORT']}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    errors = "".join(file.read_text(encoding="utf-8") for file in tmp_path.glob("*_errors.log"))
    assert done.returncode == 0, f"{done.stdout[-3000:]}{done.stderr}{errors}"
    for number in range(1, CALLS + 1):
        call_id = f"sipp-{number}"
        call = line.desk_of(call_id)
        assert call["outcome"] == "abandoned" and call["report"]["case_type"] == "collision_single", call
        said = said_in(line.folder / "recordings" / f"{call_id}.wav")
        assert "没人受伤" in said and "车牌号" in said, said
    at_once = [
        one["calls"]
        for one in line.events()
        if one["event"] == "start" and one["call_id"].startswith("sipp-")
    ]
    assert len(at_once) == CALLS and max(at_once) == AT_ONCE
