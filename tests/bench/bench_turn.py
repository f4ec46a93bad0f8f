"""How long a built-in patient, a built-in turn and a start take. Run: python -m tests.bench.bench_turn

Prints milliseconds at the median and the 95th percentile, on patients of all conditions.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time

from pz_tui.encounter.create import create_patient
from pz_tui.engines.builtin import builtin_engine
from pz_tui.engines.engine import Engine
from pz_tui.generation.request import PatientRequest
from pz_tui.knowledge.library import Library, load
from pz_tui.record.patient import PatientRecord
from tests.patients import meet, talk

QUESTIONS = [
    "Hello, I'm Dr Osei. What's brought you in today?", "Go on.", "When did it start?", "Does it go anywhere?",
    "How bad is it out of ten?", "Any fever, cough or breathlessness?", "Any medical problems?",
    "Do you take any tablets?", "What dose, and do you take it every day?", "Any allergies?", "Do you smoke?",
    "How much alcohol do you drink?", "Who's at home with you?", "What do you do for a living?",
    "What do you think is going on?", "What worries you most?", "That must be frightening.", "Do you have any pets?",
    "I'd like to listen to your chest and check your obs.", "FBC, U&E, CRP and an ECG please",
]  # fmt: skip


def spread(title: str, times: list[float]) -> None:
    """One line of figures, in milliseconds."""
    times.sort()
    print(f"{title:28} n {len(times):5}  p50 {times[len(times) // 2]:7.2f}  p95 {times[int(len(times) * 0.95)]:7.2f} ms")


async def patients(engine: Engine, library: Library) -> tuple[list[PatientRecord], list[float]]:
    """Ten patients a condition, and the milliseconds that each took.

    All in one event loop, as in the app: ``asyncio.run`` writes out its task, and with it the record, when it ends.
    """
    records, times = [], []
    for condition in library.conditions:
        for seed in range(10):
            request = PatientRequest(condition=condition, seed=seed, date=dt.date(2026, 3, 14))
            started = time.perf_counter()
            records.append(await create_patient(request, engine, library))
            times.append((time.perf_counter() - started) * 1000)
    return records, times


def main() -> None:
    """Measure and print."""
    started = time.perf_counter()
    library = load()
    engine = builtin_engine(library)
    for condition in library.conditions:
        _ = library.conditions[condition]
    print(f"knowledge read in {(time.perf_counter() - started) * 1000:.0f} ms")
    records, made = asyncio.run(patients(engine, library))
    answered = [turn.timings.total for record in records for turn in talk(meet(record), QUESTIONS)]
    print(f"first built-in patient of a process, which reads the lexicon: {made[0]:.0f} ms")
    spread("built-in patient (aim 50)", made[1:])
    spread("built-in turn (aim 20)", answered)


if __name__ == "__main__":
    main()
