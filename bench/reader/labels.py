"""Labelled lines for the learnt reader, out of what people wrote: ``python -m bench.reader.labels --out var/reader.jsonl``.

A telling stands under the question it answers and beside the facts of its scenario, so that most of its labels follow from
both: where a fact's words stand in the telling, that is the place; a part that the rules find is ours when the facts say it
of our car. The rules only propose; what does not agree with the facts is neither taught nor taught against (``unsure``).
"""

from __future__ import annotations

import argparse
import difflib
import json
import random
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from bench.calls.scenario import Scenario, load, split
from bench.reader.answered import asides, no_answers, taught
from bench.reader.kinds import OTHER, OWN, PLACE
from bench.reader.line import Line, Stretch
from bench.understanding.noise import STEPS
from claims.case_type import case_type
from mandarin.context import in_context
from mandarin.heard import as_heard
from mandarin.injury import find_injuries
from mandarin.parts import find_parts
from mandarin.place import PLACE_BETWEEN, PLACE_TAIL, place_stretches
from mandarin.read import read
from mandarin.span import ASSERTED

STORIES = Path(__file__).parents[2] / "data" / "nlu" / "stories.yml"


# --- where the words of a fact stand -----------------------------------------------------------------------------

_FOLDED = str.maketrans("〇零幺一二两三四五六七八九洞拐勾", "0011223456789079")


def _plain(text: str) -> str:
    """Return a text of the same length with numerals as digits and letters in upper case."""
    return "".join(character.upper()[:1] for character in text).translate(_FOLDED)


def words_at(text: str, words: str) -> list[Stretch]:
    """Return where one of the alternatives of a fact's word stands (``蹭|刮``)."""
    plain = _plain(text)
    for word in words.split("|"):
        if word and (at := [m.start() for m in re.finditer(re.escape(_plain(word)), plain)]):
            return [(start, start + len(word)) for start in at]
    return []


GAP = 14
"""Characters between two words of one place."""


def _place(text: str, scenario: Scenario) -> list[Stretch]:
    """Return the stretches that tell the place: the facts' words, with the roads, towns and buildings the rules see beside."""
    hits = [(hit, words) for words in scenario.fact("place_has", []) for hit in words_at(text, words)]
    if not hits:
        return []
    named = place_stretches(text)
    runs: list[tuple[int, int, set[str]]] = []
    for (start, end), words in sorted(hits):
        if runs and start - runs[-1][1] <= GAP:
            runs[-1] = (runs[-1][0], max(runs[-1][1], end), runs[-1][2] | {words})
        else:
            runs.append((start, end, {words}))
    best = max(runs, key=lambda run: (len(run[2]), run[1] - run[0]))
    kept = [run for run in runs if run is best or run[2] - best[2]]
    return [_grown(text, (start, end), named) for start, end, _ in kept]


def _grown(text: str, place: Stretch, named: Sequence[Stretch]) -> Stretch:
    """Return a place with all that belongs to it on both sides."""
    start, end = place
    for _ in range(4):
        before = (start, end)
        for one, other in named:
            overlaps = one < end and start < other
            after = other > end >= one - GAP and PLACE_BETWEEN.match(text[end:one])
            ahead = one < start <= other + GAP and PLACE_BETWEEN.match(text[other:start])
            if overlaps or after or ahead:
                start, end = min(start, one), max(end, other)
        if (start, end) == before:
            break
    tail = PLACE_TAIL.match(text, end)
    return start, tail.end() if tail else end


# --- labels of a telling ------------------------------------------------------------------------------------------

_NOT_THERE = frozenset(
    [
        "car_location",
        "rescue_to",
        "hospital",
        "ward",
        "theft_police",
        "contact_name",
        "sent_hospital",
        "treated",
    ]
)
"""Questions under which a place is another than the accident's."""


def _places(text: str, asked: str, scenario: Scenario) -> tuple[list[tuple[int, int, str]], list[Stretch]]:
    gold = _place(text, scenario)
    if asked in _NOT_THERE:
        return [], gold
    proposed = place_stretches(text)
    unsure = [
        (start, end)
        for start, end in proposed
        if not any(start < stop and begin < end for begin, stop in gold)
    ]
    if asked == "place" and not gold:
        return [], [(0, len(text))]
    return [(start, end, PLACE) for start, end in gold], unsure


def same_part(said: str, facts: Collection[str]) -> bool:
    """Tell whether a part is one of the facts', or one of them less exactly (后视镜 of 左后视镜)."""
    return said in facts or any(fact.endswith(said) or said.endswith(fact) for fact in facts)


def _parts(text: str, asked: str, scenario: Scenario) -> tuple[list[tuple[int, int, str]], list[Stretch]]:
    own = set(scenario.fact("own_damage", []))
    other = {part for party in scenario.parties() for part in party.get("damage") or ()}
    spans: list[tuple[int, int, str]] = []
    unsure: list[Stretch] = []
    for part in in_context(text, find_parts(text, asked=asked in ("own_damage", "third_damage"))):
        ours, theirs = part.value in own, part.value in other
        if not ours and not theirs:
            ours, theirs = same_part(part.value, own), same_part(part.value, other)
        if asked == "own_damage" and ours:
            theirs = False
        if asked == "third_damage" and theirs:
            ours = False
        if ours and theirs:
            ours, theirs = part.kind == "part", part.kind == "third_part"
        if ours != theirs:
            spans.append((part.start, part.end, OWN if ours else OTHER))
        else:
            unsure.append((part.start, part.end))
    return spans, unsure


_YES_NO = {
    "at_scene": "at_scene",
    "injured": "injuries.any",
    "other_insurer": "other_insurer.present",
    "sent_hospital": "injuries.sent_hospital",
    "treated": "injuries.treated",
    "fee_paid": "injuries.fee_paid",
    "rescue": "rescue_requested",
    "theft_police": "theft.reported",
    "theft_parking": "theft.guarded_lot",
    "fire_brigade": "fire.brigade",
    "fire_put_out": "fire.put_out",
    "flood_restarted": "flood.restarted",
}
"""Yes/no questions and the facts that answer them."""
_ALWAYS_YES = frozenset({"policy_confirm", "recap", "guidance"})
_OF_OTHERS = {"third_plate": "plate", "third_owner": "owner", "third_damage": "damage"}


def _answer(asked: str, scenario: Scenario) -> str:
    """Return what a telling under its own question is to it."""
    if asked in _YES_NO:
        told = scenario.fact(_YES_NO[asked])
        return "" if told is None else "yes" if told else "no"
    if asked in _ALWAYS_YES:
        return "yes"
    if asked == "anything_else":
        return "no"
    if asked == "third_party":
        return "yes" if scenario.parties() else "no"
    if asked in _OF_OTHERS:
        known = [party.get(_OF_OTHERS[asked]) is not None for party in scenario.parties()]
        return "value" if all(known) and known else "unknown" if not any(known) else ""
    return "value"


_STORIES = frozenset({"description", "third_party", ""})
"""Questions to which a story is told; "" is the beginning of a call."""
SHORTEST_STORY = 12
"""Characters of an opening that tells enough for a case type."""
_NO_STORIES = frozenset(
    [
        "plate",
        "accident_time",
        "place",
        "contact_name",
        "contact_phone",
        "relation",
        "hospital",
        "ward",
        "fee_amount",
    ]
)


def _case(text: str, asked: str, scenario: Scenario, how: str) -> str:
    if how == "beside" or (how == "tells" and asked in _NO_STORIES):
        return "none"
    if how == "little":
        return _opening_case(text, scenario)
    tells = (
        asked == "description"
        or how == "fixes description"
        or (how == "much" and len(text) >= SHORTEST_STORY)
    )
    return str(scenario.fact("case_type")) if tells else ""


_HAPPENED = re.compile(
    r"[撞碰蹭擦刮剐挂怼杵顶砸偷盗丢烧燃烟淹泡涉泼翻滚扎碎裂坏烂破损伤死事追亲遭没]|不见|着火"
)
"""Words in whose company an opening is not said to tell of nothing, though no rule knows what."""


def _opening_case(text: str, scenario: Scenario) -> str:
    """Return the case type of a short opening where the rules see it too; ``none`` where nothing happens in it."""
    told = [span for span in read(text, scenario.call_time) if span.assertion == ASSERTED]
    by_kind = {
        kind: [s.value for s in told if s.kind == kind] for kind in ("event", "vehicle", "property", "flag")
    }
    if not (_HAPPENED.search(text) or any(span.kind == "event" for span in told)):
        return "none"
    fact = str(scenario.fact("case_type"))
    return (
        fact
        if case_type(by_kind["event"], by_kind["vehicle"], by_kind["property"], by_kind["flag"]) == fact
        else ""
    )


_CALLED = {
    "本车人员": "车上人员",
    "本车上人员": "车上人员",
    "对方车上人员": "第三者车上人员",
    "对方人员": "第三者车上人员",
}
_OF_THE_INJURED = frozenset({"injured", "injured_kind", "injured_count", "injury_severity"})


def _hurt(text: str, asked: str, scenario: Scenario, how: str) -> tuple[str, ...] | None:
    if how not in ("tells", "two", "much", "asks"):
        return None
    kinds = tuple(sorted({_CALLED.get(kind, kind) for kind in scenario.fact("injuries.kinds", [])}))
    told = any(
        injury.value.get("any") for injury in find_injuries(text, asked if asked in _OF_THE_INJURED else None)
    )
    if not told:
        return () if asked not in _OF_THE_INJURED else None
    return kinds or None


def _line(text: str, asked: str, scenario: Scenario, how: str, answer: str = "") -> Line:
    text = as_heard(text).text
    places, no_places = _places(text, asked, scenario)
    parts, no_parts = _parts(text, asked, scenario)
    spans: list[tuple[int, int, str]] = []
    for span in sorted([*places, *parts], key=lambda span: (span[0], -span[1])):
        if not spans or span[0] >= spans[-1][1]:
            spans.append(span)
    unsure = [
        stretch for stretch in (*no_places, *no_parts)
        if not any(stretch[0] < end and start < stretch[1] for start, end, _ in spans)
    ]  # fmt: skip
    case, hurt = _case(text, asked, scenario, how), _hurt(text, asked, scenario, how)
    return Line(
        text, asked, tuple(spans), tuple(unsure), answer, case, hurt, scenario.writer, scenario.id, how
    )


def lines_of(scenario: Scenario) -> Iterator[Line]:
    """Yield the labelled lines of a scenario."""
    for how, opening in (("little", scenario.little), ("much", scenario.much)):
        for text in opening:
            yield _line(text, "", scenario, how)
    for asked, tellings in scenario.tells.items():
        for text in tellings:
            yield _line(text, asked, scenario, "tells", _answer(asked, scenario))
    for how, told in (("two", scenario.two), ("asks", scenario.asks)):
        for asked, text in told.items():
            yield _line(text, asked, scenario, how, _answer(asked, scenario))
    for asked, text in scenario.beside.items():
        yield _line(text, asked, scenario, "beside", "none")
    for correction in scenario.corrects:
        yield _line(correction.right, "recap", scenario, "right", "no" if correction.when == "recap" else "")
    for fact, text in scenario.fixes.items():
        yield _line(text, "recap", scenario, f"fixes {fact}", "no")


_TOLD_TO = ("", "third_party", "own_damage", "place", "driver", "injured")
"""Questions to which callers tell the whole story, though they were asked for something else."""


def stories_elsewhere(lines: Sequence[Line], rng: random.Random) -> Iterator[Line]:
    """Yield stories told to another question than the one they answer."""
    for line in lines:
        if line.how == "tells" and line.asked == "description" and rng.random() < 0.7:
            yield replace(line, asked=rng.choice(_TOLD_TO), answer="", how="story elsewhere")


def elsewhere(lines: Sequence[Line], rng: random.Random) -> Iterator[Line]:
    """Yield tellings under a question they do not answer, as callers come out with things."""
    asking = sorted({line.asked for line in lines if line.how == "tells"} - _NOT_THERE)
    for line in lines:
        told = line.how == "tells" and line.answer == "value"
        if told and line.asked not in (*_NOT_THERE, "relation") and rng.random() < 0.5:
            asked = rng.choice([name for name in asking if not _may_answer(line.asked, name)])
            yield replace(line, asked=asked, answer="none", case="", how="elsewhere")


def _may_answer(told: str, asked: str) -> bool:
    families = (
        ("description", "third_party", "own_damage", "third_damage", "injured", "driver", "fire_how", "fire_origin"),
        ("contact_name", "driver", "third_owner", "relation", "insured"),
        ("plate", "third_plate"),
        ("fee_amount", "other_insurer_estimate", "injured_count", "flood_duration", "accident_time"),
        ("injury_severity", "injured", "injured_kind", "injured_count", "description"),
        ("other_insurer", "other_insurer_name"),
    )  # fmt: skip
    return told == asked or any(told in family and asked in family for family in families)


# --- noise ---------------------------------------------------------------------------------------------------------


def through_noise(line: Line, rng: random.Random) -> Line:
    """Return a line as a bad recogniser writes it, its labels where their characters went."""
    text, where = line.text, list(range(len(line.text) + 1))
    for step in STEPS:
        changed = step(text, rng)
        moved = _moved(text, changed)
        where = [moved[at] for at in where]
        text = changed
    heard = as_heard(text)
    back = {origin: at for at, origin in reversed(list(enumerate(heard.origins)))}
    ends = [
        back.get(at, min((b for o, b in back.items() if o >= at), default=len(heard.text)))
        for at in range(len(text) + 1)
    ]
    where = [ends[at] for at in where]

    def laid(start: int, end: int) -> Stretch:
        return where[start], where[end]

    spans = tuple((*laid(start, end), kind) for start, end, kind in line.spans if where[start] < where[end])
    return replace(
        line,
        text=heard.text,
        spans=spans,
        unsure=tuple(laid(*stretch) for stretch in line.unsure),
        how=f"{line.how}+",
    )


def _moved(before: str, after: str) -> list[int]:
    """Return where each character of a text stands after it was changed; one that was lost stands before the next."""
    if len(before) == len(after):
        return list(range(len(before) + 1))
    where = [0] * (len(before) + 1)
    for _, start, end, begin, stop in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        for offset, at in enumerate(range(start, end)):
            where[at] = min(begin + offset, stop)
    where[len(before)] = len(after)
    return where


# --- writing -------------------------------------------------------------------------------------------------------


def stories() -> list[Line]:
    """Return the stories of ``data/nlu/stories.yml``, which teach the case type and nothing else."""
    told = yaml.safe_load(STORIES.read_text("utf-8"))["nlu"]
    lines = []
    for group in told:
        case = str((group.get("metadata") or {}).get("case_type") or "")
        for text in re.findall(r"^- (.+)$", group["examples"], re.MULTILINE) if case else ():
            text = as_heard(text).text
            lines.append(Line(text, "description", unsure=((0, len(text)),), case=case, how="stories"))
    return lines


def corpus(part: str, seed: int = 1) -> list[Line]:
    """Return the lines of a part (``learn`` or ``dev``), clean and noisy; those of ``learn`` that tell most are noisy twice."""
    writers = [writer for writer, named in split().items() if named == part]
    rng = random.Random(seed)
    lines = [line for scenario in load(writers=writers) for line in lines_of(scenario) if line.text]
    others = [*no_answers(lines, rng), *stories_elsewhere(lines, rng)]
    if part == "learn":
        others += [*elsewhere(lines, rng), *stories(), *taught(), *asides(rng)]
    lines += others
    noisy = [through_noise(line, rng) for line in lines]
    if part == "learn":
        rich = [line for line in lines if line.spans or line.hurt or line.case not in ("", "none")]
        noisy += [through_noise(line, rng) for line in rich]
    return [line for line in (*lines, *noisy) if line.text]


def write(lines: Iterable[Line], path: Path) -> None:
    """Write lines as JSON, one a line."""
    with path.open("w", encoding="utf-8") as out:
        for line in lines:
            told: dict[str, Any] = {
                name: value for name, value in vars(line).items() if value or name == "hurt"
            }
            out.write(json.dumps({"text": line.text, "asked": line.asked, **told}, ensure_ascii=False) + "\n")


def main() -> int:
    """Write the lines of a part."""
    options = argparse.ArgumentParser(prog="python -m bench.reader.labels", description=__doc__)
    options.add_argument("--part", choices=("learn", "dev"), default="learn")
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    lines = corpus(chosen.part, chosen.seed)
    write(lines, chosen.out)
    print(f"{len(lines)} lines of {chosen.part}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
