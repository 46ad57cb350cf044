"""The README, the pinned libraries and the lock say the same."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from claims.settings import Settings

ROOT = Path(__file__).parents[2]
PINNED = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)\s+# (?P<reason>.+)")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """Return the cells of the table's rows under a heading of the README, without its head."""
    section = text("README.md").split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def pins(name: str) -> dict[str, tuple[str, str]]:
    """Return library → (version, reason); fail on a line that is not pinned or has no reason."""
    lines = [line for line in text(name).splitlines() if line and not line.startswith("#")]
    matches = [(line, PINNED.fullmatch(line)) for line in lines]
    assert not [line for line, match in matches if match is None]
    return {match["name"]: (match["version"], match["reason"]) for _, match in matches if match}


def locked() -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", text("requirements.lock"), flags=re.MULTILINE))


class TestReadme:
    def test_lists_every_setting_with_its_default(self) -> None:
        documented = {variable.strip("`"): default.strip("`") for variable, default, _ in table("Settings")}
        assert documented == {field.name.upper(): str(field.default) for field in fields(Settings)}

    def test_lists_every_library_with_its_reason(self) -> None:
        documented = {name: reason for name, reason in table("Dependencies")}
        assert documented == {name: reason for name, (_, reason) in pins("requirements.in").items()}

    def test_lists_every_command_of_the_makefile(self) -> None:
        commands = set(re.findall(r"^([a-z]+):.*## ", text("Makefile"), flags=re.MULTILINE))
        documented = set(re.findall(r"make ([a-z]+)", text("README.md").split("## Settings")[0]))
        assert commands - {"help", "setup"} <= documented


class TestLock:
    @pytest.mark.parametrize("name", ["requirements.in", "requirements.override"])
    def test_holds_every_pin(self, name: str) -> None:
        lock = locked()
        assert {library: version for library, (version, _) in pins(name).items()}.items() <= lock.items()

    def test_gives_hashes_for_every_library(self) -> None:
        blocks = re.split(r"\n(?=\S)", text("requirements.lock").strip())
        assert len(blocks) == len(locked())
        assert not [block.split()[0] for block in blocks if "--hash=sha256:" not in block]

    def test_carries_no_registry_address(self) -> None:
        assert not re.search(r"://|index-url|find-links|@ file", text("requirements.lock"))
