from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.numbers import compose, groups, valid

NUMBERS = st.builds(compose, st.integers(1, 10**8 - 1), st.integers(2020, 2099))


@given(NUMBERS)
def test_a_number_is_twelve_digits_in_three_groups_of_four(number):
    assert len(number) == 12
    assert number.isdigit()
    assert valid(number)
    assert valid(" ".join(groups(number)))
    assert [len(group) for group in groups(number)] == [4, 4, 4]


@given(NUMBERS, st.integers(0, 11), st.integers(1, 9))
def test_any_one_wrong_digit_is_noticed(number, place, off):
    wrong = str((int(number[place]) + off) % 10)
    assert not valid(number[:place] + wrong + number[place + 1 :])


def test_any_two_swapped_digits_are_noticed_near_or_far():
    for sequence in range(1, 300):
        number = compose(sequence, 2026)
        for one, other in combinations(range(12), 2):
            digits = list(number)
            digits[one], digits[other] = digits[other], digits[one]
            if number[one] != number[other]:
                assert not valid("".join(digits)), (number, one, other)


def test_a_dropped_or_doubled_digit_is_noticed():
    number = compose(7, 2026)
    assert not any(valid(number[:i] + number[i + 1 :]) for i in range(12))
    assert not any(valid(number[:i] + number[i] + number[i:]) for i in range(12))


def test_no_two_reports_of_a_century_share_a_number():
    made = {compose(sequence, year) for year in (2026, 2027) for sequence in range(1, 20_001)}
    assert len(made) == 40_000


@given(st.integers(1, 10**8 - 1), st.integers(1, 10**8 - 1))
def test_different_sequences_give_different_numbers(one, other):
    assert (compose(one, 2026) == compose(other, 2026)) == (one == other)


def test_neighbours_do_not_look_like_neighbours():
    steps = {abs(int(compose(n, 2026)) - int(compose(n + 1, 2026))) for n in range(1, 50)}
    assert min(steps) > 1_000_000


@pytest.mark.parametrize("sequence", [0, -1, 10**8])
def test_a_sequence_without_a_number_is_refused(sequence):
    with pytest.raises(OverflowError):
        compose(sequence, 2026)


@pytest.mark.parametrize(
    "text", ["", "1", "１２３４５６７８９０１２", "26ab00000000", "²" * 12, "😀" * 12, "9" * 500]
)
def test_what_is_no_number_is_not_valid(text):
    assert not valid(text)
