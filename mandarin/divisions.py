"""Provinces, cities and counties of China by name, from the gazetteer that JioNLP ships."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from mandarin.lexicon import Hit, Lexicon

ORDINARY = frozenset(
    [
        "来宾",
        "白银",
        "东方",
        "中山",
        "大同",
        "和平",
        "长安",
        "新华",
        "桥西",
        "桥东",
        "城区",
        "市区",
        "郊区",
        "矿区",
        "城关",
        "开发",
        "河东",
        "河西",
        "河北",
        "江北",
        "海港",
        "新城",
        "路南",
        "路北",
        "南开",
        "鼓楼",
        "钟楼",
        "青山",
        "平安",
        "安宁",
        "公安",
        "吉安",
        "大通",
        "大方",
        "通道",
        "安全",
        "会同",
        "清新",
        "高明",
        "光明",
        "惠民",
        "保安",
        "海口",
        "山海",
        "文化",
        "向阳",
        "前进",
        "东风",
        "红旗",
        "胜利",
        "解放",
        "建设",
        "中心",
        "高新",
        "城中",
        "城东",
        "城西",
        "城南",
        "城北",
        "台江",
        "中原",
        "金水",
        "二七",
        "长治",
        "金山",
        "宝山",
        "南山",
        "香山",
        "东山",
        "西山",
        "江汉",
        "武昌",
        "普通",
        "平和",
        "太平",
        "大余",
        "余干",
        "全南",
        "东乡",
        "南城",
        "都市",
        "广场",
        "江山",
        "龙门",
        "石门",
        "天桥",
        "石柱",
        "红桥",
        "天门",
        "黄山",
        "仙桃",
        "三门",
        "玉门",
        "铁门",
        "大洼",
        "集贤",
        "友好",
        "南岔",
        "前郭",
        "科技",
        "东港",
        "大关",
        "大安",
        "永和",
        "正安",
        "民和",
        "通化",
        "交口",
        "路桥",
        "同心",
        "中方",
        "双方",
        "东至",
        "南部",
        "北部",
        "西部",
        "中部",
        "安居",
        "平果",
        "合作",
        "新建",
        "汽车",
        "龙马",
    ]
)
"""Short names that are everyday words or road names; they count with their suffix (白银市) or beside their kin (海口龙华区)."""


@dataclass(frozen=True)
class Division:
    """An administrative division: level is province, city or district; parents are those above it."""

    level: str
    name: str
    parents: tuple[str, ...] = ()


_LINE = re.compile(rb"^(\t{0,2})([^\t\r\n]+)\t\d+\t([^\r\n]+)", re.MULTILINE)


@lru_cache(maxsize=1)
def _gazetteer() -> tuple[tuple[int, str, str], ...]:
    """Return depth, name and short names from JioNLP's china_location (Apache-2.0), nothing when it is absent.

    The package itself is not imported: that takes seconds and prints.
    """
    spec = find_spec("jionlp")
    for root in (spec.submodule_search_locations or []) if spec else []:
        archive = Path(root) / "dictionary" / "china_location.zip"
        if archive.exists():
            with zipfile.ZipFile(archive) as files:
                content = files.read(files.namelist()[0])
            return tuple(
                (len(tabs), name.decode(), alias.decode()) for tabs, name, alias in _LINE.findall(content)
            )
    return ()


@lru_cache(maxsize=1)
def divisions() -> tuple[Lexicon[tuple[Division, ...]], Lexicon[tuple[Division, ...]]]:
    """Return the divisions by full and by short name; a name may stand for several (朝阳区).

    Read once, in about 0.2 s.
    """
    full: dict[str, list[Division]] = defaultdict(list)
    short: dict[str, list[Division]] = defaultdict(list)
    path: list[tuple[str, str]] = []
    for depth, name, alias in _gazetteer():
        path[depth:] = [(name, alias)]
        parents = tuple(word for pair in path[:depth] for word in pair)
        # A municipality is province and city at once; callers say it as a city.
        municipal = depth < 2 and name in {"北京市", "上海市", "天津市", "重庆市"}
        if municipal and depth == 0:
            continue
        division = Division(("province", "city", "district")[depth], name, parents)
        for word in _full_names(name, alias):
            full[word].append(division)
        for word in alias.split("/"):
            if len(word) > 1 and word != name:
                short[word].append(division)
    for province, city, names in _former():
        for name in names:
            full[name].append(Division("district", name, (province, city, city.removesuffix("市"))))
    return (
        Lexicon({word: tuple(found) for word, found in full.items()}),
        Lexicon({word: tuple(found) for word, found in short.items()}),
    )


def _former() -> Iterator[tuple[str, str, list[str]]]:
    """Yield province, city and the districts of it that only callers know."""
    for line in (Path(__file__).parent / "data" / "former_districts.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            province, city, *names = line.split()
            yield province, city, names


def division_at(text: str, index: int) -> Hit[tuple[Division, ...]] | None:
    """Return the division that is named at an index, by its full name rather than its short one; or None."""
    full, short = divisions()
    hit = full.at(text, index) or short.at(text, index)
    if hit and hit.word.endswith("市") and re.match("市[东西南北中]?区", text[hit.end - 1 : hit.end + 2]):
        return short.at(text, index) or hit  # 青岛市北区, 淮北市区
    return hit


def _full_names(name: str, alias: str) -> list[str]:
    """Return the full name of a division, and the one without its people: 管城区 for 管城回族区."""
    people = re.search("族(?:自治)?(?P<end>[区县])$", name)
    return [name, alias + people["end"]] if people and len(alias) > 1 else [name]


@lru_cache(maxsize=1)
def _children() -> dict[str, list[tuple[str, ...]]]:
    below: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    path: list[str] = []
    for depth, name, alias in _gazetteer():
        path[depth:] = [name]
        for parent in {*path[:depth]} - {name}:
            below[parent].append((*_full_names(name, alias), *alias.split("/")))
    return below


def children(name: str) -> list[tuple[str, ...]]:
    """Return the names of every division below one, full name first: 西湖区, 西湖 … for 杭州市."""
    return _children().get(name, [])


def related(one: str, other: str) -> bool:
    """Return whether the second name is a division that belongs to the first (杭州, 西湖区)."""
    full, short = divisions()
    found = full.words.get(other) or short.words.get(other) or ()
    return any(one in division.parents for division in found)


def is_a_division(word: str) -> bool:
    """Return whether a word is the full or the short name of a division."""
    return any(word in names.words for names in divisions())
