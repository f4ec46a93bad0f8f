"""What the subcommands share: faults with exit codes, settings, rooms, printing."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pz_tui.record.text import one_line

if TYPE_CHECKING:
    from pz_tui.engines.engine import Engine
    from pz_tui.knowledge.library import Library
    from pz_tui.sessions.store import SessionStore
    from pz_tui.settings import Settings

BAD_INPUT, USAGE, NO_ENGINE = 1, 2, 3


class CommandError(Exception):
    """A fault to be told in one sentence, with the exit code."""

    def __init__(self, message: str, code: int = BAD_INPUT) -> None:
        super().__init__(message)
        self.code = code


@contextmanager
def faults_told() -> Iterator[None]:
    """Turn the errors of the rooms, each one sentence, into a ``CommandError``."""
    from pz_tui.consultation.ports import EngineError  # noqa: PLC0415
    from pz_tui.encounter.catalogue import CaseError  # noqa: PLC0415
    from pz_tui.encounter.create import GenerationError, RequestError  # noqa: PLC0415
    from pz_tui.encounter.encounter import EncounterError  # noqa: PLC0415
    from pz_tui.knowledge.library import KnowledgeError  # noqa: PLC0415
    from pz_tui.sessions.store import StoreError  # noqa: PLC0415

    try:
        yield
    except EngineError as problem:
        raise CommandError(str(problem), NO_ENGINE) from problem
    except (CaseError, GenerationError, RequestError, EncounterError, KnowledgeError, StoreError) as problem:
        raise CommandError(str(problem)) from problem


def settings() -> Settings:
    """The user's settings; what is wrong with the file is told on stderr."""
    from pz_tui.paths import settings_file  # noqa: PLC0415
    from pz_tui.settings import load_settings  # noqa: PLC0415

    found, problems = load_settings(settings_file())
    for problem in problems:
        print(f"pz-chat: {problem}", file=sys.stderr)
    return found


def library() -> Library:
    """The knowledge with the user's files; what is wrong with one of them is told on stderr."""
    from pz_tui.encounter.catalogue import load_library  # noqa: PLC0415
    from pz_tui.paths import knowledge_folder  # noqa: PLC0415

    found = load_library(knowledge_folder())
    for problem in found.problems:
        print(f"pz-chat: {problem}", file=sys.stderr)
    return found


def store() -> SessionStore:
    """The sessions that are kept."""
    from pz_tui.paths import sessions_folder  # noqa: PLC0415
    from pz_tui.sessions.store import SessionStore  # noqa: PLC0415

    return SessionStore(sessions_folder())


def engine_arguments(parser: argparse.ArgumentParser) -> None:
    """Options that choose the engine."""
    parser.add_argument("--engine", choices=("auto", "builtin", "ollama"), help="who writes and speaks")
    parser.add_argument("--model", default="", help="Ollama model, such as llama3.2:3b")


async def engine(options: argparse.Namespace, known: Library) -> Engine:
    """The engine of options and settings; raises EngineError when Ollama was asked for and is not there."""
    from pz_tui.engines.builtin import builtin_engine  # noqa: PLC0415

    if options.engine == "builtin":
        return builtin_engine(known)
    from pz_tui.engines.selection import choose  # noqa: PLC0415

    own = settings()
    preference: Any = options.engine or own.engine
    return await choose(
        preference, host=own.ollama_host, model=options.model or own.ollama_model,
        builtin=builtin_engine(known), num_ctx=own.num_ctx, library=known,
    )  # fmt: skip


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet, whole or not at all. Raises CommandError."""
    try:
        with path.open("x", encoding="utf-8") as file:
            try:
                file.write(text)
                file.flush()
            except OSError:
                path.unlink()
                raise
    except FileExistsError:
        raise CommandError(f"{path} is there already; give another name.") from None
    except OSError as problem:
        raise CommandError(
            f"{path} could not be written ({problem.strerror or problem}); check the folder and the space on the disk."
        ) from problem


def print_json(data: Any) -> None:
    """One JSON object a line, UTF-8, no escapes but the needed ones."""
    print(json.dumps(data, ensure_ascii=False, separators=(", ", ": ")), flush=True)


def plain(text: str) -> str:
    """Text without anything that could steer the terminal."""
    return one_line(text)
