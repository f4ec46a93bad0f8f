"""What of a patient is no concept of the lexicon and yet decides what fits: home, setting, factors, states.

The author asks it while a patient is written, the plausibility rules of the finished one; both must read the
same, or a rule would refuse what the knowledge allows. The names that ``When`` may use: ``smoker``;
``head:facet`` of a social item; ``home:alone`` (partner, family, parents, shared, care_home);
``setting:telephone`` (practice, emergency); ``aggravating:light`` and the like of present symptoms; ``state:…`` of
a past illness; ``allergy:penicillin``; ``alcohol:over_14`` units a week.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pz_tui.record.base import Stated
from pz_tui.record.patient import Alcohol, Allergy, Encounter, Identity, PastItem, Smoking, SocialItem, Symptom

LOW_RISK_UNITS = 14
"""UK units a week (UK Chief Medical Officers 2016)."""

_HOMES = (
    ("alone", "alone"), ("partner", "partner"), ("family", "family"), ("parents", "parents"),
    ("shares", "shared"), ("care home", "care_home"),
)  # fmt: skip
_SETTINGS = (("telephone", "telephone"), ("practice", "practice"), ("surgery", "practice"), ("emergency", "emergency"))


def circumstances(
    *, identity: Identity | None = None, encounter: Encounter | None = None, past: Iterable[PastItem] = (),
    social: Iterable[SocialItem] = (), smoking: Smoking | None = None, alcohol: Alcohol | None = None,
    allergies: Iterable[Allergy] = (), symptoms: Iterable[Symptom] = (),
) -> frozenset[str]:  # fmt: skip
    """The circumstances of as much of a patient as is written."""
    found: set[str] = set()
    if identity is not None:
        found |= set(_home(identity.living))
    if encounter is not None:
        found |= {f"setting:{name}" for word, name in _SETTINGS if word in encounter.setting.lower()}
        if "setting:telephone" in found:
            found.discard("setting:practice")
    if smoking is not None and smoking.status == "current":
        found.add("smoker")
    if alcohol is not None and alcohol.units_per_week > LOW_RISK_UNITS:
        found.add("alcohol:over_14")
    found |= {f"allergy:{item.concept}" for item in allergies if item.polarity == "present"}
    found |= {f"{item.head}:{item.facet}" for item in social if item.polarity == "present"}
    found |= {aspect.concept for item in past for aspect in item.aspects if aspect.concept}
    return frozenset(found | set(_factors(symptoms)))


def _home(living: Stated) -> Iterator[str]:
    text = living.clinical.lower()
    return (f"home:{name}" for word, name in _HOMES if word in text)


def _factors(symptoms: Iterable[Symptom]) -> Iterator[str]:
    for symptom in symptoms:
        if symptom.polarity == "present":
            yield from (f"{x.kind}:{x.concept}" for x in symptom.aspects if x.concept and x.polarity == "present")
