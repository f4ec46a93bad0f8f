"""The door card: what is known before the patient is seen."""

from __future__ import annotations

from pz_tui.record.base import Frozen, Sex
from pz_tui.record.patient import PatientRecord


class DoorCard(Frozen):
    """Name, age, setting, the complaint as a triage note, the task, the time allowed in minutes."""

    name: str
    age: int
    sex: Sex
    setting: str
    arrival: str
    triage: str
    informant: str
    """Who speaks for a child: relation and name, else empty."""
    task: str
    minutes: int


def door_card(record: PatientRecord, minutes: int | None = None) -> DoorCard:
    """The card of a record; ``minutes`` overrides the time allowed."""
    who, where = record.identity, record.encounter
    return DoorCard(
        name=who.name, age=who.age, sex=who.sex, setting=where.setting, arrival=where.arrival, triage=where.triage,
        informant=f"{record.informant.relation.capitalize()}, {record.informant.name}" if record.informant else "",
        task=where.task, minutes=minutes or where.minutes,
    )  # fmt: skip
