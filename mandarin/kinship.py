"""What people are to each other, in one word or told through somebody between (我老婆她弟弟, 我老板的儿子). The words are data, ``data/people.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import reduce
from pathlib import Path
from typing import Any

import yaml

from mandarin.lexicon import one_of

WORDS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "data" / "people.yml").read_text("utf-8"))

RELATIONS: dict[str, str] = WORDS["relations"]
"""Relation of a person to the caller, as the claim report names it -> the words for it, separated by spaces."""
RELATION_OF = {word: relation for relation, words in RELATIONS.items() for word in (relation, *words.split())}

COMPOSED: Mapping[tuple[str, str], str] = {
    (between, whose): relation
    for between, row in WORDS["composed"].items()
    for whose, relation in row.items()
}
"""What somebody is to us, what a second person is to them -> what the second is to us; of caller, driver and insured alike."""

NO_NAME = "关系人"
"""What somebody told of through others is, where no relation has a name for it."""

_WHOSE = r"(?P<whose>(?:阿拉|我|俺|额|咱|吾|他|她|佢|伊)(?:们|家|的|那个)*)?"
_LINK = r"(?:[,，\s]*(?:他|她|佢|伊)(?:的|家的?|那个|们家的?)?|的|家的?|那个)"


def _words(*relations: str) -> str:
    return one_of(" ".join(word for word, relation in RELATION_OF.items() if relation in relations))


_BETWEEN = _words("配偶", "父母", "子女", "兄弟姐妹", "亲属", "朋友", "同事")
_LAST = _words("配偶", "父母", "子女", "兄弟姐妹", "亲属", "朋友", "同事", "雇员")
# Without a word between the two, 老婆孩子 and 爸妈 are two people.
_OF_ONE = rf"(?:{one_of('老公 老婆 媳妇 爱人 儿子 女儿 闺女 朋友 同事')}(?={one_of('弟弟 哥哥 姐姐 妹妹 男朋友 女朋友 同学 司机')})|{one_of('老板 领导 经理')}(?={one_of('儿子 女儿 老婆 司机 弟弟 哥哥')}))"
_CHAIN = re.compile(
    rf"{_WHOSE}(?P<chain>(?:(?:{_BETWEEN}){_LINK}|{_OF_ONE})+(?:{_LAST}))(?!们|[家俩]|的?车|[的家]?(?:公司|单位))"
)
_MEMBERS = re.compile(rf"(?P<word>{_LAST})(?:{_LINK})?")


def in_one_word(text: str) -> str:
    """Return the text, of the same length, with who is told through others named by what they are to the first: 我的的亲属 for 我老婆她弟.

    Whoever reads a relation reads it of this text.
    """
    return _CHAIN.sub(_told_at_once, text)


def _told_at_once(chain: re.Match[str]) -> str:
    words = [member["word"] for member in _MEMBERS.finditer(chain["chain"])]
    relations = [RELATION_OF[word] for word in words]
    relation = reduce(lambda so_far, last: COMPOSED.get((so_far, last), NO_NAME), relations)
    whose = chain["whose"] or ""
    room = len(chain[0]) - len(whose) - len(relation)
    return whose + "的" * room + relation if room >= 0 else chain[0]
