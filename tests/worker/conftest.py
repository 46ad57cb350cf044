from __future__ import annotations

from tests.claims.store.conftest import (  # noqa: F401
    database_url,
    empty_postgres,
    postgres,
    record,
    store,
)
