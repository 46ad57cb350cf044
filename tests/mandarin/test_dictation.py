from __future__ import annotations

import pytest

from mandarin.dictation import Piece, assembled, pieces
from mandarin.digits import Lattice
from mandarin.fillers import through_fillers
from mandarin.span import Span


def said(*parts: str) -> list[Piece]:
    """Return pieces with pauses between them; ``!`` takes back what stands before, ``!7=`` names it."""
    made: list[Piece] = []
    for part in parts:
        old, _, symbols = part.removeprefix("!").rpartition("=")
        made.append(Piece(symbols, 0, bool(made), part.startswith("!"), old))
    return made


def six_digits(symbols: str) -> float | None:
    return 0.0 if len(symbols) == 6 and symbols.isdigit() else None


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["123456"], "123456"),
        (["123", "456"], "123456"),
        (["12", "123", "3456"], "123456"),
        (["1234", "!56", "78"], "125678"),
        (["123", "!3=4", "456"], "124456"),
        (["1234", "123", "456"], "123456"),
        (["1214", "121456"], "121456"),
        (["1", "12", "1234", "34", "3456"], "123456"),
        (["666666"], "666666"),
    ],
)
def test_pieces_make_the_one_whole_they_allow(parts: list[str], whole: str) -> None:
    result = assembled(said(*parts), six_digits, 6)
    assert result is not None and result[0] == whole


@pytest.mark.parametrize("parts", [["12345"], ["1234567"], ["1123456"], ["12", "789"]])
def test_what_makes_no_whole_is_none(parts: list[str]) -> None:
    assert assembled(said(*parts), six_digits, 6) is None


def test_pieces_end_where_the_caller_pauses_or_takes_something_back() -> None:
    heard = pieces(Lattice("六零，六零八，不对，九，记好没有，五五"), 0)
    assert [(piece.symbols, piece.slip) for piece in heard] == [
        ("60", False),
        ("608", False),
        ("9", True),
        ("55", False),
    ]


def test_fillers_are_read_through_and_the_span_lies_in_the_words() -> None:
    def find(text: str) -> list[Span]:
        at = text.index("两个")
        return [Span("count", at, at + 2, 2, text[at : at + 2])]

    (span,) = through_fillers("伤了嗯两呃个", find)
    assert (span.start, span.end, span.text) == (3, 6, "两呃个")
