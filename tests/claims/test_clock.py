from __future__ import annotations

from datetime import datetime, timezone

import pytest

from claims.clock import iso, moment, moment_or_none


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("2026-03-10T08:05:00+08:00", "2026-03-10T08:05:00+08:00"),
        ("2026-03-10T07:45+08:00", "2026-03-10T07:45:00+08:00"),
        ("2026-03-10T00:05:00Z", "2026-03-10T08:05:00+08:00"),
        ("2026-03-10T08:05:00", "2026-03-10T08:05:00+08:00"),
        ("2026-03-10", "2026-03-10T00:00:00+08:00"),
        (datetime(2026, 3, 9, 23, 59, 59, 999999, timezone.utc), "2026-03-10T07:59:59+08:00"),
    ],
)
def test_every_moment_is_written_on_beijing_time(said, written):
    assert iso(moment(said)) == written


@pytest.mark.parametrize(
    "said", ["", "昨天", "2026-13-01", None, 5, [], "0001-01-01T00:00:00+23:59", "\ud800"]
)
def test_what_is_no_moment_is_none(said):
    assert moment_or_none(said) is None
