"""Small valid patients, turns and sessions for tests; sizes are those of a real consultation."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta

from pz_tui.consultation.memory import Memory, begin, fold
from pz_tui.consultation.turn import (
    Ask,
    Asked,
    Disclosed,
    Draft,
    EngineInfo,
    FactVerdict,
    Focused,
    MemoryEvent,
    MoodMoved,
    Move,
    Objection,
    Plan,
    Timings,
    Turn,
    Understanding,
    Verdict,
    Withheld,
    Withholding,
)
from pz_tui.record.base import Stated, Wording
from pz_tui.record.facts import facts_of
from pz_tui.record.patient import (
    Alcohol,
    Aspect,
    Diagnosis,
    DifferentialItem,
    Encounter,
    Finding,
    Identity,
    Investigation,
    PatientRecord,
    Result,
    Smoking,
    SocialItem,
    Symptom,
    VitalSigns,
)
from pz_tui.record.persona import Mood, Persona
from pz_tui.sessions.session import Session

START = datetime(2026, 3, 14, 9, 15, tzinfo=UTC)
DIAGNOSIS = "Acute appendicitis"


def stated(clinical: str, said: str) -> Stated:
    """A statement with one full wording."""
    return Stated(clinical=clinical, wording=Wording(full=(said,), short=(said,)))


def a_record(symptoms: int = 12, name: str = "Maria Keller") -> PatientRecord:
    """A patient with ``symptoms`` symptoms of three aspects each."""
    return PatientRecord(
        seed=7,
        encounter=Encounter(
            date=date(2026, 3, 14), time=time(9, 15), setting="emergency department", arrival="walked in",
            triage="abdominal pain since last night", task="Take a focused history.", minutes=15,
        ),
        identity=Identity(
            name=name, given_name=name.split(maxsplit=1)[0], title="Ms", age=31, sex="female",
            date_of_birth=date(1994, 6, 2), pronoun="she", occupation=stated("Baker", "I'm a baker."),
            employment="employed", living=stated("Lives alone", "I live on my own."), partner="none",
        ),
        persona=Persona(mood=Mood(trust=0.5, anxiety=0.6, irritation=0.1)),
        condition=Diagnosis(
            id="appendicitis", name=DIAGNOSIS, code="K35.80", specialty="general_surgery",
            acuity="emergency", severity="moderate", presentation="typical", aliases=("appendix",),
        ),
        complaint=stated("Abdominal pain", "My tummy hurts."),
        symptoms=tuple(_symptom(i) for i in range(symptoms)),
        smoking=Smoking(status="never"),
        alcohol=Alcohol(units_per_week=4),
        social=(SocialItem(head="travel", clinical="No travel", wording=Wording(full=("I've not been away.",))),),
        vitals=VitalSigns(pulse=96, systolic=118, diastolic=74, respiratory_rate=18, oxygen_saturation=98,
                          temperature=37.9),
        examination=(Finding(region="abdomen", sign="guarding", clinical="Guarding", abnormal=True),),
        investigations=(
            Investigation(test="fbc", name="Full blood count", abnormal=True, results=(
                Result(analyte="wcc", name="White cells", value=14.2, unit="10*9/L", low=4, high=11, flag="H"),
            )),
        ),
        differential=(DifferentialItem(name=DIAGNOSIS, truth=True),),
    )  # fmt: skip


def _symptom(number: int) -> Symptom:
    said = f"It began {number} hours ago, I was at work and it would not go away."
    return Symptom(
        concept=f"symptom_{number}", lead=number == 0, clinical=f"Symptom {number}",
        wording=Wording(full=(said,), short=("Since last night.",)),
        aspects=tuple(
            Aspect(kind=kind, clinical=f"{kind} {number}", wording=Wording(full=(said,)))
            for kind in ("onset", "character", "severity")
        ),
    )  # fmt: skip


def a_turn(index: int, memory: Memory, rng: random.Random) -> tuple[Turn, Memory]:
    """An answered turn with plan, drafts, a rejected one, and events; and the memory after it."""
    fact, held = f"symptom/symptom-{rng.randrange(12)}/onset", f"symptom/symptom-{rng.randrange(12)}"
    reply = ("It began last night, I was at work.", f"It is about {rng.randrange(1, 10)} out of 10.")
    events: tuple[MemoryEvent, ...] = (
        Disclosed(turn=index, fact=fact, words=reply[0], reason="asked for"),
        Withheld(turn=index, fact=held, reason="sensitive"),
        MoodMoved(turn=index, mood=Mood(trust=round(rng.random(), 3)), reason="empathy"),
        Focused(turn=index, concept="symptom_1", label="onset"),
        Asked(turn=index, label="onset:symptom_1"),
    )
    memory = fold(memory, events)
    drafts = tuple(
        Draft(text=text, verdict=Verdict(ok=True, facts=(FactVerdict(fact=fact, relation="entailed"),)), shown=True)
        for text in reply
    )
    refused = Draft(
        text="It is my appendix.", shown=False,
        verdict=Verdict(ok=False, objections=(Objection(kind="leak", message="names the diagnosis"),)),
    )  # fmt: skip
    turn = Turn(
        index=index,
        utterance=f"When did it start, and how bad is it? ({index})",
        understanding=Understanding(asks=(Ask(head="onset", words="When did it start"),), form="compound"),
        plan=Plan(moves=(Move(
            strategy="direct", label="onset", facts=(fact,), truth=(reply[0],),
            withheld=(Withholding(fact=held, reason="sensitive"),),
        ),)),
        drafts=(refused, *drafts),
        reply=reply,
        status="answered",
        events=events,
        memory_digest=memory.digest(),
        engine=EngineInfo(kind="builtin"),
        timings=Timings(understood=1.5, total=12.25),
        at=(START + timedelta(seconds=20 * index)).isoformat(),
        elapsed=20.0 * index,
    )  # fmt: skip
    return turn, memory


def turns_of(count: int, seed: int = 0) -> tuple[Turn, ...]:
    """``count`` turns in a row whose digests are right."""
    rng, memory, turns = random.Random(seed), begin(a_record().persona.mood), []
    for index in range(count):
        turn, memory = a_turn(index, memory, rng)
        turns.append(turn)
    return tuple(turns)


def a_session(turns: int = 3, id: str = "20260314-091500-k3v9xq2m", seed: int = 0) -> Session:
    """An open practice session with ``turns`` answered turns."""
    record = a_record()
    return Session(
        id=id, created=START.isoformat(), changed=START.isoformat(), label="Maria Keller, 31, abdominal pain",
        record=record, facts=facts_of(record), engine=EngineInfo(kind="builtin"), seed=7,
        turns=turns_of(turns, seed),
    )  # fmt: skip
