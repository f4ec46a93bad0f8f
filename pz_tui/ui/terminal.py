"""The terminal driver, made to live through what real terminals send: broken UTF-8, stray mouse codes, the end."""

from __future__ import annotations

import os
import selectors
import sys
from codecs import getincrementaldecoder
from typing import Any

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import MouseEvent
from textual.message import Message

_CHUNK = 4096
_PAUSE = 0.1
"""Seconds between looks at the parser's own timers (a lone Esc)."""


class SturdyDriver(LinuxDriver):
    """Textual's driver, whose own input thread ends the app at the first undecodable byte."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        # Textual draws on stderr; where that goes to a file, the screen would stay empty
        if sys.__stderr__ is None or not sys.__stderr__.isatty():
            self._file = sys.__stdout__

    def run_input_thread(self) -> None:
        """Read, decode and dispatch until the app or the terminal ends."""
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        parser = XTermParser(self._debug)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                text = ""
                if selector.select(_PAUSE):
                    try:
                        data = os.read(self.fileno, _CHUNK)
                    except OSError:
                        data = b""
                    if not data:
                        self._terminal_gone()
                        return
                    text = decode(data).replace("\ufffd", "")
                if not self._dispatch(parser, text):
                    parser = XTermParser(self._debug)

    def _dispatch(self, parser: XTermParser, text: str) -> bool:
        """Pass on what the text means; False when the parser lost its way in it."""
        try:
            if text:
                for event in parser.feed(text):
                    self.process_message(event)
            for event in parser.tick():
                self.process_message(event)
        except Exception as problem:  # a stray sequence is no reason to leave a consultation
            self._app.log.warning(f"input not understood: {problem!r}")
            return False
        return True

    def process_message(self, message: Message) -> None:
        """Pass a message on; a mouse outside the screen would take the focus away, so it is dropped."""
        if isinstance(message, MouseEvent):
            width, height = self._app.size
            if not (0 <= message.x < width and 0 <= message.y < height):
                return
        super().process_message(message)

    def _terminal_gone(self) -> None:
        hung_up = getattr(self._app, "hung_up", None)
        if hung_up is not None:
            self._loop.call_soon_threadsafe(hung_up)
