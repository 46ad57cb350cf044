"""Several servers behind one address: what is started, and what stands in the balancer's configuration."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from claims.settings import Settings
from runtime.prepare import NotReady
from runtime.services import PROGRAMS, commands
from runtime.several import plan

ROOT = Path(__file__).parents[2]
LINES = commands(ROOT / "Procfile") | commands(ROOT / "runtime/several/Procfile")


def read(**environment: str) -> Settings:
    return Settings.from_environment(environment)


def test_one_worker_runs_what_always_ran() -> None:
    settings = read()
    assert plan.programs(settings, LINES) == {program: LINES[program.name] for program in PROGRAMS}
    assert plan.bot_ports(settings) == [5005]
    assert plan.prepare_several(ROOT, settings, {}) is settings


def test_each_server_has_a_port_of_its_own_and_callers_one_address() -> None:
    settings = read(WORKERS="3", BOT_PORT="7000")
    running = plan.programs(settings, LINES)
    names = [program.name for program in running]
    assert names[:2] == ["postgresql", "redis"]
    assert names[5:] == ["actions-1", "actions-2", "actions-3", "bot-1", "bot-2", "bot-3", "balancer"]
    assert plan.bot_ports(settings) == [7100, 7200, 7300]
    ports = plan.all_ports(settings)
    listening = [service.port(ports) for service in plan.services(settings, running)]
    assert sorted(listening) == [5055, 5056, 5057, 5155, 5255, 5355, 7000, 7100, 7200, 7300]


def test_what_is_named_is_not_started() -> None:
    settings = read(WORKERS="2", DATABASE_URL="postgresql://claims@db/claims", REDIS_URL="redis://redis:6379")
    names = [program.name for program in plan.programs(settings, LINES)]
    assert "postgresql" not in names and "redis" not in names


def test_several_servers_on_a_file_are_refused() -> None:
    with pytest.raises(NotReady, match="DATABASE_URL"):
        plan.prepare_several(ROOT, read(WORKERS="2", DATABASE_URL="sqlite:////tmp/claims.db"), {})


def test_the_balancer_takes_its_configuration(tmp_path: Path) -> None:
    programs = ROOT / plan.PROGRAMS_DIR
    assert subprocess.run(["runtime/several/install.sh", str(programs)], cwd=ROOT).returncode == 0
    settings = read(WORKERS="2", BOT_PORT="7000", ACTIONS_PORT="7055")
    written = plan.balancer((ROOT / "runtime/several/haproxy.cfg").read_text("utf-8"), settings)
    assert "server bot-2 127.0.0.1:7200" in written and "server actions-1 127.0.0.1:7155" in written
    assert "bind 127.0.0.1:7000" in written and "bind 127.0.0.1:7055" in written
    file = tmp_path / "haproxy.cfg"
    file.write_text(written, "utf-8")
    check = ["runtime/several/run.sh", str(programs), "haproxy", "-c", "-q", "-f", str(file)]
    checked = subprocess.run(check, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
