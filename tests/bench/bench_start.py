"""First paint and first answered key, beside a bare Textual app in the same run, each in a fresh process on a pty.

    python tests/bench/bench_start.py [runs]
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

BARE = """
from textual.app import App
from textual.widgets import Footer, Header, Input
class Bare(App):
    BINDINGS = [("f1", "quit", "quit")]
    def compose(self):
        yield Header()
        yield Input(placeholder="first paint")
        yield Footer()
Bare().run()
"""
OURS = "from pz_tui.ui.app import run; run()"
PAINT_LIMIT, KEY_LIMIT = 1.6, 1.8
ROOT = Path(__file__).parents[2]


def measure(code: str, painted: bytes, key: bytes, answered: bytes) -> tuple[float, float]:
    """Seconds from the start of the process to the first paint, and to the answer to a key sent at that paint."""
    main, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with tempfile.TemporaryDirectory() as home:
        settings = Path(home) / "settings.toml"
        settings.write_text("first_start_seen = true\n", encoding="utf-8")
        environment = {**os.environ, "PZ_HOME": home, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=side, stdout=side, stderr=side, env=environment, start_new_session=True
        )
        os.close(side)
        try:
            first = _until(main, painted) - began
            os.write(main, key)
            second = _until(main, answered) - began
        finally:
            process.kill()
            process.wait()
            os.close(main)
    return first, second


def _until(terminal: int, words: bytes) -> float:
    seen = b""
    deadline = time.perf_counter() + 30
    while words not in seen:
        if time.perf_counter() > deadline:
            raise TimeoutError(f"{words!r} never came; the end of what did: {seen[-400:]!r}")
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 65536)
    return time.perf_counter()


def main() -> int:
    """Print both sides; 1 when ours is over the limits."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    bare, ours = [], []
    for _ in range(runs):
        bare.append(measure(BARE, b"paint", b"z", b"z"))
        ours.append(measure(OURS, b"Help", b"\x1b[B", b"\xe2\x80\xba Ready cases"))
    code = 0
    for place, name, limit in ((0, "first paint", PAINT_LIMIT), (1, "first key answered", KEY_LIMIT)):
        plain = statistics.median(run[place] for run in bare)
        own = statistics.median(run[place] for run in ours)
        verdict = "ok" if own <= limit * plain else "OVER"
        figures = f"bare {plain:.3f} s   pz-chat {own:.3f} s   {own / plain:.2f} times (limit {limit})"
        print(f"{name:<20} {figures} {verdict}")
        code |= verdict != "ok"
    return code


if __name__ == "__main__":
    sys.exit(main())
