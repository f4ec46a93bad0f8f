"""``pz-chat doctor``: what this machine has: Ollama, models, terminal, folders, versions."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import shutil
import sys
from importlib import metadata

from pz_tui import __version__
from pz_tui.cli.common import library, plain, settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""
    del parser


def run(options: argparse.Namespace) -> int:
    """Print what there is; always 0, faults are part of what is told."""
    del options
    from pz_tui.paths import every_path, ignored_variables  # noqa: PLC0415

    print(f"pz-chat {__version__}, Python {platform.python_version()}, {platform.platform()}")
    for package in ("textual", "ollama", "pydantic", "tinydb"):
        print(f"  {package} {metadata.version(package)}")
    size = shutil.get_terminal_size()
    kind = "a terminal" if sys.stdout.isatty() else "no terminal"
    print(f"Terminal: {kind}, TERM={os.environ.get('TERM', '')}, {size.columns}x{size.lines}, "
          f"{sys.stdout.encoding}")  # fmt: skip
    print("Folders:")
    for name, path in every_path().items():
        print(f"  {name}: {path}{'' if path.exists() else ' (not made yet)'}")
    for variable in ignored_variables():
        print(f"  {variable} is ignored: it is not an absolute path")
    known = library()
    print(f"Knowledge: {len(known.conditions)} conditions, {len(known.concepts)} concepts, {len(known.tests)} tests, "
          f"{len(known.drugs)} drugs, version {known.version}")  # fmt: skip
    asyncio.run(_ollama())
    return 0


async def _ollama() -> None:
    from pz_tui.engines.builtin import builtin_engine  # noqa: PLC0415
    from pz_tui.engines.selection import choose  # noqa: PLC0415

    own = settings()
    known = library()
    chosen = await choose("auto", host=own.ollama_host, model=own.ollama_model, builtin=builtin_engine(known),
                          num_ctx=own.num_ctx)  # fmt: skip
    print(f"Engine: {plain(chosen.reason)}")
    await chosen.close()
