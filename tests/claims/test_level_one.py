"""Numbers of identity cards and bank cards: found however they are said, sealed in whatever is kept, opened by the key alone."""

from __future__ import annotations

import pytest

from claims.level_one import Sealer, find

ID = "110105199003071233"


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in find(text)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (f"我身份证{ID}", [ID]),
        ("身份证号是11010519900307123x，谢谢", ["11010519900307123x"]),
        ("110105 19900307 1233", ["110105 19900307 1233"]),
        ("一一零一零五一九九零零三零七幺二三三", ["一一零一零五一九九零零三零七幺二三三"]),
        ("一一零一零五幺勾九洞零三零七幺二三三", ["一一零一零五幺勾九洞零三零七幺二三三"]),
        ("打到6222021234567890128上", ["6222021234567890128"]),
        ("4111 1111 1111 1111", ["4111 1111 1111 1111"]),
        ("卡号6222021234567890120", ["6222021234567890120"]),  # misheard: its check digit is wrong
        ("银行账号是幺二三四五六七八九零幺二三四五六七", ["幺二三四五六七八九零幺二三四五六七"]),
        (f"{ID}和{ID}", [ID, ID]),
    ],
)
def test_a_card_is_found(text: str, numbers: list[str]) -> None:
    assert found(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "我电话13900001101",
        "报案号268898621781，已登记",
        "保单号805012020130181000123",
        "车架号LSVAB2BR7DN012345",
        "保单PDAA202600000000011",
        "110105199013071233",  # no month 13, and no card
        "1773108300123456789",
        "二零二六年三月十号早上七点四十五分",
        "",
    ],
)
def test_another_number_is_none(text: str) -> None:
    assert found(text) == []


def test_what_is_sealed_is_read_by_the_key_alone() -> None:
    text = f"我身份证{ID}，卡号4111111111111111，电话13900001101"
    sealed = Sealer("a key").seal(text)
    assert ID not in sealed and "4111" not in sealed and "13900001101" in sealed
    assert Sealer("a key").open(sealed) == text
    assert Sealer("a key").seal(sealed) == sealed, "sealed once"
    assert ID not in Sealer("another").open(sealed) and "13900001101" in Sealer("another").open(sealed)
    assert Sealer("a new key, a key").open(sealed) == text, "the first one seals, all open"


def test_without_a_key_it_is_not_kept() -> None:
    sealed = Sealer("").seal(f"我身份证{ID}，电话13900001101")
    assert sealed == f"我身份证{'＊' * 18}，电话13900001101"
    assert Sealer("").open(sealed) == sealed


def test_whatever_json_holds_is_sealed_but_what_a_policy_is_known_by() -> None:
    value = {"also_said": [ID, 3, None, True], "policy_no": ID, "contact": {"name": f"刘{ID}"}}
    sealed = Sealer("a key").seal(value)
    assert sealed["policy_no"] == ID
    assert str(sealed).count(ID) == 1
    assert Sealer("a key").open(sealed) == value


def test_what_a_caller_types_is_no_seal() -> None:
    for said in ("⟦x⟧", "⟦gAAAAABl⟧", "⟦⟧"):
        assert Sealer("a key").open(Sealer("a key").seal(said)) == said
