"""The table of behaviours and steps: no cell that makes sense is empty, and its exceptions are about real cells."""

from __future__ import annotations

from tests.conversations.calls import conversations
from tests.conversations.coverage import ANY_TIME, CELLS, NOWHERE_ELSE, POINTLESS, coverage, gaps

TABLE = coverage(conversations())


def test_no_cell_that_makes_sense_is_empty() -> None:
    assert gaps(TABLE) == []


def test_every_folder_is_either_a_behaviour_of_callers_or_a_kind_of_call() -> None:
    assert TABLE.keys() == ANY_TIME | NOWHERE_ELSE.keys()
    assert not ANY_TIME & NOWHERE_ELSE.keys()


def test_the_exceptions_name_steps_that_there_are_and_calls_that_there_are_not() -> None:
    wanted = {(form, name) for form, names, _ in NOWHERE_ELSE.values() for name in names}
    assert wanted | {cell for _, cell in POINTLESS} <= set(CELLS)
    assert [(behaviour, cell) for behaviour, cell in POINTLESS if TABLE[behaviour][cell]] == []
