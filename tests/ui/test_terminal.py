"""On a real pseudo-terminal: broken input, hang-up, termination, a fault; the terminal is given back each time."""

from __future__ import annotations

import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

import fcntl
import pty
import termios

ROOT = Path(__file__).parents[2]
RUN = "import sys; from pz_tui.ui.app import run; sys.exit(run())"
FAULTY = (
    "import sys\n"
    "from pz_tui.ui import app\n"
    "def broken(self): raise ValueError('a fault of ours')\n"
    "app.PzApp._begin_warming = broken\n"
    "sys.exit(app.run())\n"
)
GIVEN_BACK = (b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?25h", b"\x1b[?2004l")


class Terminal:
    """The app on a pty of 80x24."""

    def __init__(self, home: Path, code: str = RUN, errors: Path | None = None) -> None:
        self.main, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        (home / "settings.toml").write_text('engine = "builtin"\nfirst_start_seen = true\n', encoding="utf-8")
        environment = {**os.environ, "PZ_HOME": str(home), "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
        told = side if errors is None else os.open(errors, os.O_WRONLY | os.O_CREAT)
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=side, stdout=side, stderr=told, env=environment, start_new_session=True
        )
        for end in {side, told}:
            os.close(end)
        self.seen = b""

    def until(self, words: bytes, seconds: float = 15.0) -> None:
        """Read until ``words`` have come since the last call."""
        deadline, start = time.monotonic() + seconds, len(self.seen)
        while words not in self.seen[start:]:
            assert time.monotonic() < deadline, f"{words!r} never came: {self.seen[-300:]!r}"
            self.read(0.1)

    def read(self, seconds: float) -> None:
        """Read what comes within that time."""
        if select.select([self.main], [], [], seconds)[0]:
            try:
                self.seen += os.read(self.main, 65536)
            except OSError:
                time.sleep(0.01)

    def send(self, data: bytes) -> None:
        """Type."""
        os.write(self.main, data)

    def ended(self, seconds: float) -> int:
        """The exit code, which must come within that time."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < deadline, "the process is still there"
            self.read(0.05)
        self.read(0.2)
        return self.process.returncode


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A bare home."""
    return tmp_path


@pytest.fixture
def terminal(home: Path) -> Iterator[Terminal]:
    """The app, painted and warm."""
    made = Terminal(home)
    made.until(b"built-in engine")
    yield made
    if made.process.poll() is None:
        made.process.kill()
        made.process.wait()


def test_broken_bytes_and_stray_mouse_codes_are_ignored(terminal: Terminal) -> None:
    for junk in (b"\xff\xfe\x80\xc3", b"\x1b[<999;999;999M", b"\x1b[<0;-1;5M", b"\x1b[M \xff\xff", b"\xe2\x82"):
        terminal.send(junk)
        terminal.read(0.2)
        terminal.send(b"\x1b[B")
        terminal.until(b"\xe2\x80\xba")
    assert terminal.process.poll() is None


def test_leaving_gives_the_terminal_back(terminal: Terminal) -> None:
    terminal.send(b"q")
    assert terminal.ended(5) == 0
    for code in GIVEN_BACK:
        assert code in terminal.seen, code


def test_termination_gives_the_terminal_back(terminal: Terminal) -> None:
    terminal.process.send_signal(signal.SIGTERM)
    assert terminal.ended(5) == 0
    for code in GIVEN_BACK:
        assert code in terminal.seen, code


def test_a_closed_terminal_leaves_no_process(terminal: Terminal) -> None:
    os.close(terminal.main)
    terminal.process.wait(timeout=2)


def test_errors_sent_to_a_file_leave_the_screen_on_the_terminal(home: Path) -> None:
    terminal = Terminal(home, errors=home / "errors.txt")
    terminal.until(b"built-in engine")
    terminal.send(b"q")
    assert terminal.ended(5) == 0
    assert (home / "errors.txt").read_bytes() == b""


def test_a_fault_is_a_sentence_and_gives_the_terminal_back(home: Path) -> None:
    terminal = Terminal(home, FAULTY)
    assert terminal.ended(10) == 1
    assert b"pz-chat stopped: Something went wrong inside pz-chat (ValueError)" in b" ".join(terminal.seen.split())
    assert b"Traceback" not in terminal.seen
    assert b"a fault of ours" in (home / "pz-chat.log").read_bytes()
    for code in GIVEN_BACK:
        assert code in terminal.seen, code
