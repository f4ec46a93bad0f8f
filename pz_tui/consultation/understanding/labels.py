"""The labels an utterance can get: what it asks for, and what it does.

A label is ``head`` or ``head:object``. The heads are shared with everything that plans a reply or judges a
consultation, so none may be renamed without them.
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from pz_tui.consultation.understanding.tables import built, read_table

COMPLAINT = (
    "open_invitation", "onset", "duration", "circumstances", "site", "character", "radiation", "severity",
    "timing", "progression", "aggravating", "relieving", "associated", "symptom", "previous_episode",
    "tried_treatment", "prior_care", "impact", "ideas", "concerns", "expectations",
)  # fmt: skip
"""About the complaint and the systems."""

BACKGROUND = (
    "pmh", "hospitalisation", "surgical", "trauma", "drug_history", "allergies", "immunisations", "screening",
    "family_history", "smoking", "alcohol", "drugs", "caffeine", "diet", "exercise", "occupation", "education",
    "living", "relationships", "support", "hobbies", "travel", "sexual", "contraception", "menstrual",
    "pregnancy", "obstetric", "birth_history", "developmental", "sick_contacts", "exposure", "stress", "safety",
    "religion", "ethnicity", "handedness", "immobility", "general_health", "social_history",
)  # fmt: skip
"""About the past, the family and the life."""

IDENTITY = ("identity_check",)

EXAMINATION = ("exam", "exam_report", "test", "past_test")
"""Examining and testing."""

ACTS = (
    "greeting", "how_are_you", "introduction", "consent", "confidentiality", "privacy", "signpost", "confirm",
    "summary", "repeat_request", "empathy", "reassurance", "explanation", "plan", "safety_net",
    "check_agreement", "check_understanding", "invite_questions", "anything_else", "thanks", "acknowledge",
    "chitchat", "closing", "other",
)  # fmt: skip
"""What the doctor does with words rather than asks for."""

SMALL = frozenset({"acknowledge", "signpost", "confirm", "thanks", "chitchat", "how_are_you", "greeting", "consent"})
"""Small acts: what the turn is for stands beside them, where there is more."""

SPECIAL = {
    "role_break": "other",
    "everyday": "chitchat",
    "diagnosis_told": "explanation",
    "results_question": "past_test",
    "silence": "acknowledge",
    "driving": "safety",
}
"""Heads that only the consultation itself needs, each with the public head it counts as."""

PUBLIC_HEADS = frozenset(COMPLAINT + BACKGROUND + IDENTITY + EXAMINATION + ACTS)
HEADS = PUBLIC_HEADS | set(SPECIAL)

QUESTIONS = frozenset(COMPLAINT + BACKGROUND + IDENTITY) | {"past_test", "results_question", "everyday", "driving"}
"""Heads that ask the patient for something, as against acts."""

LEANING = frozenset({
    "onset", "duration", "site", "character", "radiation", "severity", "timing", "progression",
})  # fmt: skip
"""Heads that ask about the complaint in focus when they name none."""


def head_of(label: str) -> str:
    """``head`` of ``head:object``."""
    return label.split(":", 1)[0]


def public_label(label: str) -> str:
    """The label as the published set has it; special heads are mapped and lose their object."""
    head, _, thing = label.partition(":")
    if head in SPECIAL:
        return str(read_table("public.toml").get(head, {}).get(thing, SPECIAL[head]))
    return f"{head}:{public_object(head, thing)}" if thing else head


def unknown_heads(labels: Iterable[str]) -> tuple[str, ...]:
    """Those labels whose head is in no set, for checks of the tables."""
    return tuple(label for label in labels if head_of(label) not in HEADS)


def public_object(head: str, thing: str) -> str:
    """The object under its published name."""
    for ours, theirs in read_table("public.toml").get(head, {}).items():
        if fnmatchcase(thing, ours):
            return str(theirs)
    known = read_table("public.toml")["published"].get(head)
    return _nearest(thing, frozenset(known)) if known else thing


def _nearest(concept: str, known: frozenset[str]) -> str:
    """The concept, or what it is a kind of, nearest first."""
    broader = built()["broader"]
    level, seen = [concept], {concept}
    while level:
        found = next((one for one in level if one in known), "")
        if found:
            return found
        level = [up for one in level for up in broader.get(one, ()) if up not in seen]
        seen.update(level)
    return concept
