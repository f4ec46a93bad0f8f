"""How long a kind and a cold doctor need for a sensitive fact. Run: python -m tests.bench.bench_disclosure

Both ask for it in every third turn, at most twenty turns. People in consultations: about 7 turns with a kind
doctor, and 72 % never told to a cold one; aim 5 to 9 turns at the median, and 60 to 85 % never told.
"""

from __future__ import annotations

from pz_tui.record.facts import Fact
from tests.patients import library, meet, patient, talk

PATIENTS = 100
TURNS = 20
KIND = [
    "Hello, I'm Dr Osei, one of the junior doctors. What's brought you in today?", "Go on, take your time.", "",
    "That must be really hard for you.", "Is it all right if I ask a few more personal questions?", "",
    "Thank you for telling me, I know that isn't easy.", "How has this been affecting you?", "",
    "I can see this has been worrying you. What worries you most?", "I'm sorry you've been going through that.", "",
    "So, to check I've got it right: you came because you haven't been well, is that right?",
    "We'll look into it together.", "", "That sounds frightening.", "Is there anything else on your mind?", "",
    "Thank you for being so open.", "",
]  # fmt: skip
COLD = [
    "What's the problem?", "When did it start?", "", "Any fever?", "Any cough?", "", "Where does it hurt?",
    "Any vomiting?", "", "Any weight loss?", "Any rash?", "", "Any headaches?", "Any operations?", "",
    "Any allergies?", "Any dizziness?", "", "What's your job?", "",
]  # fmt: skip
ASKS = {
    "alcohol": ("Lots of people find a drink helps when things are difficult, and I ask everyone: how much do you drink "
                "in a week?", "How much do you drink?"),
    "drug_history": ("A lot of people miss some tablets, it's easily done. How often do you take them?",
                     "Do you take your tablets every day?"),
    "symptom": ("I ask everyone who's been feeling like this, because it's common: have you had any thoughts of "
                "harming yourself?", "Are you suicidal?"),
}  # fmt: skip


def sensitive(facts: tuple[Fact, ...]) -> Fact | None:
    """A sensitive fact that the script knows how to ask for."""
    for fact in facts:
        asked = fact.id in ("social/alcohol/amount", "symptom/suicidal-ideation") or fact.attribute == "adherence"
        if fact.access == "sensitive" and fact.polarity == "present" and asked:
            return fact
    return None


def turns_needed(condition: str, seed: int, *, kind: bool) -> int | None:
    """Turns until the fact was told; 0 when never; None when the patient has no such fact."""
    encounter = meet(patient(condition, seed))
    fact = sensitive(encounter.facts)
    if fact is None:
        return None
    question = ASKS[fact.head][0 if kind else 1]
    for turn in talk(encounter, [line or question for line in (KIND if kind else COLD)]):
        if any(event.kind == "disclosed" and event.fact == fact.id for event in turn.events):
            return turn.index + 1
    return 0


def main() -> None:
    """Measure and print."""
    for kind in (True, False):
        found: list[int] = []
        seed = 0
        while len(found) < PATIENTS and seed < 40 * PATIENTS:
            for condition in library().conditions:
                needed = turns_needed(condition, seed, kind=kind)
                if needed is not None and len(found) < PATIENTS:
                    found.append(needed)
            seed += 1
        told = sorted(turn for turn in found if turn)
        never = 100 * (len(found) - len(told)) / len(found)
        middle = told[len(told) // 2] if told else 0
        spread = f"10 % {told[len(told) // 10]}, 90 % {told[int(len(told) * 0.9)]}" if told else "-"
        print(f"{'kind' if kind else 'cold':5} n {len(found)}  median turn of those told {middle} ({spread}), "
              f"never told in {TURNS} turns {never:.0f} %")  # fmt: skip


if __name__ == "__main__":
    main()
