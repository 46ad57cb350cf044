"""What a reader returns, and the readers that are made from a fact's name and hold for many questions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from claims.heard import Heard, Value
from claims.interview import UNKNOWN, Facts


@dataclass(frozen=True)
class Answer:
    """What an answer gives.

    Attributes:
        facts: Facts to set.
        problem: Why the value is asked for again, the name of a wording: "length", "check_digit", "province",
            "future", "am_pm", "confirm", "hidden".
        pending: What the next answer will settle (the reading to confirm, the two times to choose from).
    """

    facts: dict[str, Any] = field(default_factory=dict)
    problem: str | None = None
    pending: dict[str, Any] | None = None


Reader = Callable[[Heard, Facts], Answer | None]

DONT_KNOW = re.compile(
    r"不知道|不清楚|不晓得|不了解|没看清|没看见|没看到|没记住|没记|记不[得住清]|说不[准好清]|不认识|忘了|没注意|没法儿?看|看不[了着成]|说不上来|没看着|没瞅着?|(上哪|哪)儿?里?(能|会)?(知道|晓得|认识)|[怎咋]么?(能|会)?(知道|晓得)"
)

REFUSED = re.compile(r"不想说|不方便说|不告诉|保密|没必要说|不愿意说|跳过|先不说")

_FILLERS = re.compile(r"^(?:[嗯呃啊哦噢那个就是这个，,。\s]|额(?![头角]))+(?=.)")


def gives_up(heard: Heard) -> bool:
    """Tell whether the caller says that they cannot or will not answer."""
    if heard.is_intent(("dont_know", "refuse"), 0.45):
        return True
    if _AT_A_LOSS.search(heard.text):
        return False
    return bool(DONT_KNOW.search(heard.text) or REFUSED.search(heard.text)) or polarity_of(heard) == "unknown"


_AT_A_LOSS = re.compile(
    r"(?:不知道|不清楚|不晓得|不懂|不会)[^,，。\s]{0,2}?(?:应?该|要|得)?(?:[怎咋]么?个?(?:报|办|弄|说|整|搞|处理|打|填|讲)|找谁|打哪)"
)
"""Who does not know what to do does not say that what was asked is not known: 我也不知道咋报."""


def cannot_name(heard: Heard) -> bool:
    """Tell whether the caller cannot name what was asked for: "不知道谁碰的", told of the accident, does not speak of the plate."""
    return gives_up(heard) and not heard.all("event", "injury", "manner", "time", "place", "part")


_PLATE_BEGUN = re.compile(r"[\u4e00-\u9fff][A-Z][\dA-Z零幺一二两三四五六七八九]{1,4}")
"""The beginning of a plate, which may be all there is of a car that fled: 沪B七三，后面没看清."""
_DESCRIBED = re.compile(r"(是|像|好像|大概|可能|姓|叫|开头|尾号)[^，。,]*")
_NOTHING_NAMED = re.compile(r"[谁哪啥么何吗不没]")


def described(heard: Heard) -> bool:
    """Tell whether a caller who cannot answer describes it all the same: "就记得是个渝A的车，后面记不清"."""
    clauses = re.split(r"[，。,；;\s]", heard.text)
    return bool(_PLATE_BEGUN.search(heard.text)) or any(
        (found := _DESCRIBED.search(clause)) and len(found.group()) >= 4 and not _NOTHING_NAMED.search(clause)
        for clause in clauses
    )


def clean(text: str) -> str:
    """Take the fillers off the front of an answer that is kept in the caller's words."""
    return _FILLERS.sub("", text.strip()).strip(" ，,。") or text.strip()


def polarity_of(heard: Heard) -> str | None:
    """Return "yes", "no" or "unknown" as the NLU heard it; None when the words say none of them."""
    value = heard.first("answer")
    return value.value if value else None


def lacks(heard: Heard) -> bool:
    """Tell whether the caller says that they have it not, or cannot find it."""
    return polarity_of(heard) == "no" or bool(re.search(r"没有|没带|找不到|没找到|看不[到见]", heard.text))


def _says_no(heard: Heard) -> bool:
    """Tell whether a no begins a clause: "没有", and not what is said to somebody beside (雪梅你不要抢)."""
    value = heard.first("answer")
    return value is not None and value.value == "no" and bool(_OPENS.search(heard.text[: value.start]))


_OPENS = re.compile(r"(?:^|[,，。\s])[嗯啊呃哦唉那个这也都就还真倒我们俺是的现在目前]*$")


def or_unknown(reader: Reader, name: str) -> Reader:
    """Let a caller who cannot tell pass on."""

    def read(heard: Heard, facts: Facts) -> Answer | None:
        answer = reader(heard, facts)
        if answer is None and (gives_up(heard) or _says_no(heard)):
            return Answer({name: UNKNOWN})
        return answer

    return read


def reads_words(name: str, shortest: int = 1) -> Reader:
    """Make the reader of an answer kept in the caller's own words."""

    def read(heard: Heard, facts: Facts) -> Answer | None:
        said = clean(heard.text)
        if len(said) < shortest or heard.is_intent(("noise",), 0.6):
            return None
        return Answer({name: UNKNOWN if _only_unknown(heard) else said})

    return read


def read_description(heard: Heard, facts: Facts) -> Answer | None:
    """Read how it came about, in the caller's words; "我跟你讲啊" and words to somebody else tell nothing of it."""
    said = clean(heard.meant)
    cases = heard.learnt.get("case_type") or {}
    kept = any(flag.value == "withheld" for flag in heard.all("flag"))  # 朋友把车开走了一直不还
    tells = heard.all(*_OF_A_STORY) or kept or max(cases.values(), default=0) >= SURE_STORY
    if not tells or heard.is_intent(("noise",), 0.6):
        return Answer({"description": UNKNOWN}) if _only_unknown(heard) else None
    return Answer({"description": said})


_OF_A_STORY = ("event", "manner", "vehicle", "property", "part", "third_part", "injury", "water_level")
SURE_STORY = 0.6
"""Confidence of a case type from which words tell a story though no value is found in them."""


def _only_unknown(heard: Heard) -> bool:
    """Tell whether the whole answer is "I don't know", and not a story that contains these words."""
    return gives_up(heard) and len(heard.text) <= 12


def reads_amount(name: str) -> Reader:
    """Make the reader of a sum of money in yuan: by key or spoken."""
    spoken = reads_value(name, "money")

    def read(heard: Heard, facts: Facts) -> Answer | None:
        return Answer({name: int(heard.keys)}) if heard.keys.isdigit() else spoken(heard, facts)

    return read


def people_in(heard: Heard) -> list[Value]:
    """Return the people named, without parts of a car that sound like names (后杠)."""
    parts = heard.all("part", "third_part")
    return [
        person
        for person in heard.all("person")
        if not any(part.start < person.end and person.start < part.end for part in parts)
    ]


NAMELESS = ("医院", "病房")
"""What names neither a hospital nor a ward: "不知道哪个病房"."""


def reads_value(name: str, *kinds: str) -> Reader:
    """Make the reader of a value of these kinds, kept as it is."""

    def read(heard: Heard, facts: Facts) -> Answer | None:
        value = next((v for v in heard.all(*kinds) if v.value not in NAMELESS and not v.problem), None)
        if value is not None:
            return Answer(
                {name: value.value if isinstance(value.value, (str, list, int, float)) else value.text}
            )
        return None

    return read
