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
    assert len(library.tests) >= 40 and len(library.drugs) >= 30 and len(library.concepts) >= 120
    cases = ready_cases()
    assert len(cases) >= 2 * len(library.conditions), [case.id for case in cases]
    assert not [case for case in cases if case.unreadable]
    assert list(here.glob("ui/styles/*.tcss")), "the styles are missing"


async def check_screens() -> None:
    """The app starts and each screen of its own modes opens."""
    from pz_tui.ui.app import PzChat
    from pz_tui.ui.screens import SCREENS

    app = PzChat()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        for name in SCREENS:
            app.push_screen(app.open_screen(name))
            await pilot.pause(0.2)
            app.pop_screen()
            await pilot.pause()


if __name__ == "__main__":
    check_data()
    asyncio.run(check_screens())
    print("wheel: all data there, all screens open")
    sys.exit(0)
