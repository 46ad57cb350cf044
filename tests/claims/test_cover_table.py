from __future__ import annotations

from itertools import product

import pytest

from claims.cover_table import CASES, heard, judge, main, rows
from claims.coverage import OWN_LOSS
from tests.claims.wording import forbidden_in

TABLE = list(rows())


def test_the_table_has_every_case_under_both_wordings_and_can_be_read_through() -> None:
    assert {facts["case_type"] for facts in CASES.values()} == set(OWN_LOSS)
    assert {(row.case, row.wording) for row in TABLE} == set(product(CASES, ("2014", "2020")))
    assert len(TABLE) <= 180


def test_no_two_lines_of_a_case_are_about_the_same_covers() -> None:
    for one, other in product(TABLE, TABLE):
        if one is not other and (one.case, one.wording) == (other.case, other.wording):
            assert any(other.covers.get(cover, held) != held for cover, held in one.covers.items()), (
                one,
                other,
            )


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_a_denial_in_it_rests_on_nothing_the_caller_told_of_cause_or_extent(row) -> None:
    if row.verdict.verdict not in ("not_covered", "excluded"):
        return
    told = CASES[row.case]
    # That his car or its parts are gone a caller sees; whom and what he hit, and who is hurt, he was asked.
    seen = [event for event in told.get("events", ()) if event == "parts_theft"]
    kept = {
        name: told[name]
        for name in ("case_type", "injured", "injured_kind", "property_damage")
        if name in told
    }
    bare = judge({**kept, "events": seen}, row.wording, row.covers)
    assert bare.verdict in ("not_covered", "excluded")


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_what_the_caller_hears_promises_nothing_and_denies_only_what_is_missing(row) -> None:
    said = heard(row.verdict)
    assert not forbidden_in(row.verdict.reason)
    assert ("A-05" in said) == (row.verdict.verdict == "not_covered")
    assert ("A-06" in said) == (row.verdict.verdict == "excluded")
    if "A-05" in said:
        assert not row.covers.get("车损险") or "盗抢" in said


def test_one_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    assert len(capsys.readouterr().out.splitlines()) == len(TABLE) + 1
