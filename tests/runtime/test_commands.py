"""The commands of the first screen of the README: what they start, keep up, and stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from claims.settings import Settings
from runtime.prepare import endpoints, ports
from runtime.services import PROGRAMS, PortTaken, Program, Service, commands, refuse_taken_ports
from runtime.shell import beside, free_port
from runtime.train import MODEL, SOURCES, fingerprint, train_if_changed

ROOT = Path(__file__).parents[2]

HELLO = Service("hello", "greeter", "HELLO_PORT", "/")
WORLD = Service("world", "globe", "WORLD_PORT", "/")

SERVE = f"exec {sys.executable} -m http.server --bind 127.0.0.1"

SCRIPT = """
import sys
from pathlib import Path
from runtime.services import Program, Service
from runtime.supervise import Supervisor

hello, world = Service("hello", "greeter", "HELLO_PORT", "/"), Service("world", "globe", "WORLD_PORT", "/")
lines = {hello: sys.argv[1], world: sys.argv[2], Program("toil", "toiler"): "exec sleep 1000"}
sys.exit(Supervisor(lines, {"HELLO_PORT": int(sys.argv[3]), "WORLD_PORT": int(sys.argv[4])}, Path(sys.argv[5])).run())
"""


class Running:
    """A supervisor of two small servers, in a process of its own, with its log."""

    def __init__(
        self, folder: Path, *, hello: str = f"{SERVE} $HELLO_PORT", world: str = f"{SERVE} $WORLD_PORT"
    ):
        self.ports = {"HELLO_PORT": free_port(), "WORLD_PORT": free_port()}
        self.log = folder / "log"
        makefile = folder / "Makefile"
        numbers = [str(port) for port in self.ports.values()]
        (folder / "supervise.py").write_text(SCRIPT)
        words = [sys.executable, str(folder / "supervise.py"), hello, world, *numbers, str(folder)]
        quoted = " ".join("'" + word.replace("$", "$$") + "'" for word in words)
        makefile.write_text(f"run:\n\t@exec {quoted}\n")
        with open(self.log, "w") as output:
            self.make = subprocess.Popen(
                ["make", "--no-print-directory", "-f", str(makefile)],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
                stdout=output,
                stderr=output,
                start_new_session=True,
                restore_signals=True,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,
            )

    def wait_for(self, text: str) -> str:
        for _ in range(300):
            if text in self.log.read_text():
                break
            time.sleep(0.1)
        lines = [line for line in self.log.read_text().splitlines() if text in line]
        assert lines, f"never said {text!r}:\n{self.log.read_text()}"
        return lines[-1]

    def pid_of(self, name: str) -> int:
        return int(self.wait_for(f"{name} started (pid=").rpartition("=")[2].rstrip(")"))

    def supervisor(self) -> int:
        children = Path(f"/proc/{self.make.pid}/task/{self.make.pid}/children").read_text().split()
        return int(children[0])

    def listening(self) -> list[str]:
        return [service.name for service in (HELLO, WORLD) if service.is_well(self.ports)]

    def everything_is_gone(self) -> bool:
        for _ in range(100):
            if not self.listening():
                return True
            time.sleep(0.1)
        return False


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    it = Running(tmp_path)
    yield it
    if it.make.poll() is None:
        it.make.terminate()
        it.make.wait()


class TestSupervisor:
    def test_says_ready_with_every_address_once_all_answer(self, running: Running) -> None:
        line = running.wait_for("ready in")
        assert f"greeter {HELLO.url(running.ports)}" in line
        assert f"globe {WORLD.url(running.ports)}" in line
        assert running.listening() == ["hello", "world"]

    @pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
    def test_stops_everything_and_leaves_with_0(self, running: Running, signum: signal.Signals) -> None:
        running.wait_for("ready in")
        os.kill(running.supervisor(), signum)
        assert running.make.wait() == 0
        assert running.listening() == []

    @pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
    def test_stops_when_only_make_is_told(self, running: Running, signum: signal.Signals) -> None:
        running.wait_for("ready in")
        running.make.send_signal(signum)
        running.make.wait()
        assert running.everything_is_gone()

    def test_leaves_no_orphans_when_it_is_killed(self, running: Running) -> None:
        running.wait_for("ready in")
        os.kill(running.supervisor(), signal.SIGKILL)
        running.make.wait()
        assert running.everything_is_gone()

    def test_starts_a_fallen_server_again_and_says_so(self, running: Running) -> None:
        running.wait_for("ready in")
        first = running.pid_of("hello")
        os.kill(first, signal.SIGKILL)
        assert "hello ended by itself (code -9); it is started again" in running.wait_for("ended by itself")
        running.wait_for("hello started (pid=")
        for _ in range(100):
            if running.listening() == ["hello", "world"]:
                break
            time.sleep(0.1)
        assert running.listening() == ["hello", "world"]
        assert running.pid_of("hello") != first
        os.kill(running.supervisor(), signal.SIGTERM)
        assert running.make.wait() == 0
        assert running.listening() == []

    def test_what_listens_nowhere_is_waited_for_by_nobody_and_kept_running(self, running: Running) -> None:
        assert "toiler" not in running.wait_for("ready in")
        first = running.pid_of("toil")
        os.kill(first, signal.SIGKILL)
        running.wait_for("toil ended by itself")
        for _ in range(50):
            if running.pid_of("toil") != first:
                break
            time.sleep(0.1)
        assert running.pid_of("toil") != first

    def test_a_server_that_cannot_start_stops_all_with_its_code(self, tmp_path: Path) -> None:
        running = Running(tmp_path, hello="echo no such model; exit 3")
        assert running.make.wait() == 2  # make's own code for a failed recipe
        log = running.log.read_text()
        assert "hello  | no such model" in log
        assert "hello could not start (code 3)" in log
        assert "Error 3" in log
        assert running.everything_is_gone()

    def test_what_a_server_started_itself_ends_with_it(self, tmp_path: Path) -> None:
        running = Running(tmp_path, hello=f"({SERVE} $HELLO_PORT > /dev/null 2>&1) & wait")
        running.wait_for("ready in")
        os.kill(running.supervisor(), signal.SIGTERM)
        assert running.make.wait() == 0
        assert running.everything_is_gone()


class TestPorts:
    def test_a_taken_port_names_its_variable(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            with pytest.raises(PortTaken, match=rf"{port}.*HELLO_PORT"):
                refuse_taken_ports([HELLO], {"HELLO_PORT": port})

    def test_a_port_taken_on_every_address_counts(self) -> None:
        with socket.create_server(("", 0)) as other, pytest.raises(PortTaken):
            refuse_taken_ports([HELLO], {"HELLO_PORT": other.getsockname()[1]})

    def test_two_services_on_one_port_are_both_named(self) -> None:
        port = free_port()
        with pytest.raises(PortTaken, match="HELLO_PORT and WORLD_PORT"):
            refuse_taken_ports([HELLO, WORLD], {"HELLO_PORT": port, "WORLD_PORT": port})

    def test_free_ports_pass(self) -> None:
        refuse_taken_ports([HELLO], {"HELLO_PORT": free_port()})

    def test_make_run_says_which_variable_to_change(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = str(other.getsockname()[1])
            environment = {**os.environ, "DESK_PORT": port, "BOT_PORT": str(free_port())}
            environment |= {"ACTIONS_PORT": str(free_port()), "SANDBOX_PORT": str(free_port())}
            run = subprocess.run(
                [sys.executable, "-m", "runtime.run"],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
            )
        assert run.returncode == 1
        assert "set DESK_PORT to another port" in run.stderr

    def test_a_port_that_is_no_number_is_named(self) -> None:
        environment = {**os.environ, "BOT_PORT": "abc"}
        run = subprocess.run(
            [sys.executable, "-m", "runtime.run"], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert run.returncode == 1
        assert "BOT_PORT must be a port number" in run.stderr
        assert "Traceback" not in run.stderr


class TestBesideTheShell:
    def test_runs_for_the_block_and_logs_to_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "var/log").mkdir(parents=True)
        numbers = {"HELLO_PORT": free_port()}
        with beside(HELLO, f"{SERVE} $HELLO_PORT", numbers, tmp_path):
            assert HELLO.is_well(numbers)
        assert not HELLO.is_well(numbers)
        assert "GET / HTTP" in (tmp_path / "var/log/hello.log").read_text()

    def test_uses_the_one_that_runs_already_and_leaves_it(self, running: Running, tmp_path: Path) -> None:
        running.wait_for("ready in")
        with beside(HELLO, "exit 1", running.ports, tmp_path):
            assert HELLO.is_well(running.ports)
        assert HELLO.is_well(running.ports)

    def test_what_listens_nowhere_runs_for_the_block(self, tmp_path: Path) -> None:
        (tmp_path / "var/log").mkdir(parents=True)
        with beside(Program("toil", "toiler"), "echo at work; exec sleep 1000", {}, tmp_path):
            for _ in range(50):
                if "at work" in (tmp_path / "var/log/toil.log").read_text():
                    break
                time.sleep(0.1)
        assert "at work" in (tmp_path / "var/log/toil.log").read_text()


class TestTraining:
    @pytest.fixture
    def project(self, tmp_path: Path) -> Path:
        for source in SOURCES:
            file = tmp_path / source if "." in source else tmp_path / source / "one.txt"
            file.parent.mkdir(exist_ok=True)
            file.write_text(source)
        return tmp_path

    @staticmethod
    def train(root: Path) -> None:
        (root / MODEL).write_text("a model")

    def test_trains_once_and_not_again(self, project: Path) -> None:
        assert train_if_changed(project, self.train) is True
        assert train_if_changed(project, self.train) is False

    @pytest.mark.parametrize("source", SOURCES)
    def test_trains_again_when_any_source_changed(self, project: Path, source: str) -> None:
        train_if_changed(project, self.train)
        file = project / source
        (file / "two.txt" if file.is_dir() else file).write_text("other")
        assert train_if_changed(project, self.train) is True

    def test_trains_again_when_the_last_training_broke_off(self, project: Path) -> None:
        train_if_changed(project, self.train)
        (project / "config.yml").write_text("other")

        def break_off(root: Path) -> None:
            self.train(root)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            train_if_changed(project, break_off)
        assert train_if_changed(project, self.train) is True

    def test_what_python_and_editors_leave_behind_is_no_source(self, project: Path) -> None:
        before = fingerprint(project)
        (project / "components/__pycache__").mkdir()
        (project / "components/__pycache__/one.pyc").write_bytes(b"x")
        (project / "data/.one.txt.swp").write_bytes(b"x")
        assert fingerprint(project) == before

    def test_moving_a_file_is_a_change(self, project: Path) -> None:
        before = fingerprint(project)
        (project / "data/one.txt").rename(project / "data/two.txt")
        assert fingerprint(project) != before


class TestFiles:
    def test_procfile_has_a_line_for_each_service(self) -> None:
        assert set(commands(ROOT / "Procfile")) == {program.name for program in PROGRAMS}

    def test_endpoints_follow_the_action_port(self) -> None:
        text = (ROOT / "endpoints.yml").read_text()
        assert "http://127.0.0.1:5055/webhook" in text
        assert "http://127.0.0.1:6055/webhook" in endpoints(text, Settings(actions_port=6055))
        assert endpoints(text, Settings()) == text

    def test_ports_are_those_of_the_settings(self) -> None:
        assert ports(Settings(desk_port=7000)) == {
            "BOT_PORT": 5005,
            "ACTIONS_PORT": 5055,
            "SANDBOX_PORT": 5056,
            "DESK_PORT": 7000,
        }


class TestActionServer:
    @pytest.mark.parametrize("command", [["actions"], ["rasa", "run", "actions", "--port", "{port}"]])
    def test_listens_on_the_loopback_only(self, command: list[str], tmp_path: Path) -> None:
        port = free_port()
        service = Service("actions", "action server", "ACTIONS_PORT", "/health")
        words = [word.format(port=port) for word in command]
        with open(tmp_path / "log", "w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", *words],
                cwd=ROOT,
                env={**os.environ, "ACTIONS_PORT": str(port)},
                stdout=output,
                stderr=output,
            )
        try:
            for _ in range(600):
                if service.is_well({"ACTIONS_PORT": port}) or process.poll() is not None:
                    break
                time.sleep(0.1)
            assert service.is_well({"ACTIONS_PORT": port}), (tmp_path / "log").read_text()
            # Every address of 127.0.0.0/8 reaches a server on 0.0.0.0, only this one a server on 127.0.0.1.
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.2", port), timeout=2)
        finally:
            process.terminate()
            process.wait()
