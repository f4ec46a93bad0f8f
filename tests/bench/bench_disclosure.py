"""How long kind and cold doctors need for a sensitive fact.

Run: python -m tests.bench.bench_disclosure [--patients 100] [--doctors kind cold] [--by]

Each doctor asks for it in every third turn (the brisk ones in every second), at most twenty turns. People in
consultations: about 7 turns with a kind doctor, and 72 % never told to a cold one; aim 5 to 9 turns at the
median, and 60 to 85 % never told.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator

from pz_tui.record.facts import Fact
from tests.patients import library, meet, patient, talk

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
BRISK = [
    "Hi, my name's Dr Lindqvist. How can I help today?", "I'm sorry to hear that. When did it begin?",
    "And how have you been coping?", "", "That sounds exhausting. What do you think is behind it?", "",
    "Have you had anything like this before?", "", "Do you have any other health problems?", "",
    "Thank you, that helps. Is there anything you're afraid of?", "", "I can imagine. Who is at home with you?", "",
    "What were you hoping we could do?", "", "Any questions for me so far?", "", "I understand.", "",
]  # fmt: skip
COLD = [
    "What's the problem?", "When did it start?", "", "Any fever?", "Any cough?", "", "Where does it hurt?",
    "Any vomiting?", "", "Any weight loss?", "Any rash?", "", "Any headaches?", "Any operations?", "",
    "Any allergies?", "Any dizziness?", "", "What's your job?", "",
]  # fmt: skip
CURT = [
    "Right, why are you here?", "How long?", "", "Any other illnesses?", "", "Any breathlessness?", "",
    "Do you smoke?", "", "Anything in the family?", "", "Any trouble sleeping?", "", "Appetite?", "",
    "Who do you live with?", "", "Any recent travel?", "", "Bowels normal?",
]  # fmt: skip
ASKS = {
    "alcohol": ("Lots of people find a drink helps when things are difficult, and I ask everyone: how much do you drink "
                "in a week?", "How much do you drink?"),
    "adherence": ("A lot of people miss some tablets, it's easily done. How often do you take them?",
                  "Do you take your tablets every day?"),
    "suicidal_ideation": ("I ask everyone who's been feeling like this, because it's common: have you had any thoughts "
                          "of harming yourself?", "Are you suicidal?"),
    "drugs": ("This is a routine question: do you use any drugs, cannabis for instance?", "Do you take drugs?"),
    "guilt": ("Many people who feel this way are hard on themselves. Do you feel guilty about things?",
              "Do you feel guilty?"),
    "libido": ("This is something I ask everyone, because it's common: has your sex drive changed?",
               "How is your sex drive?"),
}  # fmt: skip
DOCTORS: dict[str, tuple[list[str], int]] = {"kind": (KIND, 0), "brisk": (BRISK, 0), "cold": (COLD, 1), "curt": (CURT, 1)}
"""Name -> script, and which of the two ways of asking is theirs."""


def sensitive(facts: tuple[Fact, ...]) -> Iterator[tuple[Fact, str]]:
    """Sensitive facts that the scripts know how to ask for, with the key of the question."""
    for fact in facts:
        if fact.access == "sensitive" and fact.polarity == "present":
            for key in (fact.concept, fact.attribute):
                if key in ASKS and fact.attribute in ("presence", "amount", "adherence", "cannabis"):
                    yield fact, key
                    break


def turns_needed(condition: str, seed: int, fact: Fact, key: str, doctor: str) -> int:
    """Turns until the fact was told; 0 when it never was."""
    script, how = DOCTORS[doctor]
    turns = talk(meet(patient(condition, seed)), [line or ASKS[key][how] for line in script])
    return next((turn.index + 1 for turn in turns for event in turn.events
                 if event.kind == "disclosed" and event.fact == fact.id), 0)  # fmt: skip


def cases(patients: int) -> Iterator[tuple[str, int, Fact, str]]:
    """One sensitive fact each of as many patients, the conditions in turn, the kinds of fact in turn."""
    found, seed = 0, 0
    seen: dict[str, int] = defaultdict(int)
    while found < patients:
        for condition in library().conditions:
            ways = list(sensitive(meet(patient(condition, seed)).facts))
            if ways and found < patients:
                fact, key = min(ways, key=lambda way: seen[way[1]])
                seen[key] += 1
                found += 1
                yield condition, seed, fact, key
        seed += 1


def _line(name: str, found: list[int]) -> str:
    told = sorted(turn for turn in found if turn)
    never = 100 * (len(found) - len(told)) / len(found)
    middle = told[len(told) // 2] if told else 0
    spread = f"10 % {told[len(told) // 10]}, 90 % {told[int(len(told) * 0.9)]}" if told else "-"
    return (f"{name:24} n {len(found):3}  median turn of those told {middle} ({spread}), "
            f"never told in {TURNS} turns {never:.0f} %")  # fmt: skip


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--patients", type=int, default=100)
    options.add_argument("--doctors", nargs="+", choices=DOCTORS, default=list(DOCTORS))
    options.add_argument("--by", action="store_true", help="also by kind of fact and by personality")
    chosen = options.parse_args()
    drawn = list(cases(chosen.patients))
    for doctor in chosen.doctors:
        by: dict[str, list[int]] = defaultdict(list)
        for condition, seed, fact, key in drawn:
            needed = turns_needed(condition, seed, fact, key, doctor)
            for group in ("", key, patient(condition, seed).persona.personality):
                by[group].append(needed)
        print(_line(doctor, by.pop("")))
        if chosen.by:
            print("\n".join(_line(f"  {group}", found) for group, found in sorted(by.items())))


if __name__ == "__main__":
    main()
