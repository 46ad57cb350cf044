"""The bot stays at home unless told to listen elsewhere."""

from __future__ import annotations

import pytest

from runtime.listen import names_interface


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("rasa run", False),
        ("rasa run -p 5005 --endpoints endpoints.yml --credentials credentials.yml", False),
        ("rasa run -i 0.0.0.0", True),
        ("rasa run -i0.0.0.0", True),
        ("rasa run --interface 0.0.0.0", True),
        ("rasa run --interface=0.0.0.0", True),
        ("rasa run --interf 0.0.0.0", True),
    ],
)
def test_an_interface_is_noticed(line: str, named: bool) -> None:
    assert names_interface(line.split()) is named
