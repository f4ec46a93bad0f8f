"""Run by CI inside an environment that holds only the installed wheel: every screen opens, all data is there.

Not a pytest module: the point is that nothing of the checkout and no test dependency is on the path.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path


def check_data() -> None:
    """Knowledge, cases and styles came along."""
    import pz_tui
    from pz_tui.encounter.catalogue import load_library, ready_cases

    here = Path(pz_tui.__file__).resolve().parent
    assert Path(__file__).resolve().parents[1] not in here.parents, "this must not run against the checkout"
    library = load_library()
    assert len(library.conditions) >= 4, list(library.conditions)
    assert len(library.tests) >= 40
    assert len(library.drugs) >= 30
    assert len(library.concepts) >= 120
    cases = ready_cases()
    assert len(cases) >= 2 * len(library.conditions), [case.id for case in cases]
    assert not [case for case in cases if case.unreadable]
    assert list(here.glob("ui/styles/*.tcss")), "the styles are missing"


async def check_screens() -> None:
    """The app starts, and every screen that needs no patient opens; the others are opened with a patient."""
    from pz_tui.ui.app import PzApp

    app = PzApp()
    async with app.run_test(size=(100, 30)) as pilot:
        await asyncio.wait_for(app.warm.wait(), 30)
        await app.go_home()
        for name in ("new", "cases", "sessions", "settings", "help"):
            screen = await app.open(name)
            await pilot.pause(0.3)
            assert screen is not None, name
            assert app.screen is screen, name
            await app.go_home()


if __name__ == "__main__":
    check_data()
    asyncio.run(check_screens())
    print("wheel: all data there, all screens open")
    sys.exit(0)
