"""The picture of the README, exported by the app itself: ``python -m tests.ui.picture [seed]``."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from datetime import date
from pathlib import Path

from pz_tui.generation.request import PatientRequest
from pz_tui.ui.services import Services
from pz_tui.ui.widgets.clock_bar import ClockBar
from pz_tui.ui.widgets.prompt import Prompt
from tests.ui.conftest import driving

FILE = Path(__file__).parents[2] / ".github" / "consultation.svg"
SEED = 1
QUESTIONS = (
    "Hello, I'm Dr Osei, one of the junior doctors. What's brought you in today?",
    "Does it go anywhere?",
    "And how bad is it?",
    "I'd like to check your observations.",
    "Could we have a troponin, please?",
)


async def take(seed: int) -> str:
    """Hold the consultation, open the record, write the picture; what stands on the screen."""
    async with driving(Services(), (120, 36)) as ui:
        services = ui.app.services
        request = PatientRequest(
            condition="nstemi", sex="female", presentation="typical", personality="plain", seed=seed,
            date=date(2026, 3, 2),
        )  # fmt: skip
        record = await services.create_patient(request, lambda progress: None)
        encounter = await services.begin(record, mode="practice", minutes=15)
        ui.app.go("consultation", encounter, fresh=True)
        await ui.on("ConsultationScreen")
        prompt = ui.app.screen.query_one(Prompt)
        for number, words in enumerate(QUESTIONS, 1):
            prompt.text = words
            await ui.press("enter")
            await ui.until(lambda: len(encounter.session.turns) == number and not encounter.busy)  # noqa: B023
        await ui.press("f2")
        await ui.sees("Presenting complaint")
        encounter._before += 252  # the clock of a consultation that took its time
        ui.app.screen.query_one(ClockBar).tick()
        prompt.cursor_blink = False
        await ui.pilot.pause(0.3)
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(ui.app.picture(), encoding="utf-8")
        return ui.text


def main() -> None:
    """Take it over a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["PZ_HOME"] = home
        (Path(home) / "settings.toml").write_text('engine = "builtin"\nfirst_start_seen = true\n', encoding="utf-8")
        print(asyncio.run(take(int(sys.argv[1]) if len(sys.argv) > 1 else SEED)))


if __name__ == "__main__":
    main()
