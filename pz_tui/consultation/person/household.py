"""Household: who there is in a patient's life, as far as the record says and, beyond it, from the seed.

The record knows of a partner, of how many children, of relatives and who is at home. What it leaves open
(whether a child is a son or a daughter, what they are called) is drawn from the patient's seed alone, unless the
patient's own words already name it, so that it is the same however late it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from pydantic import BaseModel

from pz_tui.knowledge.schema import NameTable
from pz_tui.record.base import Frozen, Wording
from pz_tui.record.chance import chance
from pz_tui.record.patient import PatientRecord

Gender = Literal["female", "male", ""]
CHILDREN = ("daughter", "son")
SIBLINGS = ("sister", "brother")
RELATIVES = ("mother", "father", *SIBLINGS)
_GENDER: dict[str, Gender] = {
    "daughter": "female", "mother": "female", "sister": "female", "wife": "female",
    "son": "male", "father": "male", "brother": "male", "husband": "male",
}  # fmt: skip
_CALLED = {"mother": "mum", "father": "dad"}
_FORMS: dict[Gender, tuple[str, str, str]] = {
    "female": ("she", "her", "her"), "male": ("he", "him", "his"), "": ("they", "them", "their"),
}  # fmt: skip
_OLDER_FROM = 45
"""Age from which a name of the older table fits."""


class Person(Frozen):
    """Somebody, or an animal, in the patient's life.

    Attributes:
        role: how the patient calls them after "my": wife, daughter, mum, dog.
        gender: empty where it is not settled.
        name: a given name.
    """

    role: str
    gender: Gender = ""
    name: str = ""

    def blanks(self) -> dict[str, str]:
        """What fills the blanks of everyday sentences."""
        they, them, their = _FORMS[self.gender]
        return {"being": self.role, "name": self.name, "they": they, "them": them, "their": their}


class Household:
    """The people of one patient."""

    def __init__(self, record: PatientRecord, names: NameTable) -> None:
        self._record, self._names = record, names

    @cached_property
    def partner(self) -> Person | None:
        """Wife, husband or partner, or None."""
        who = self._record.identity
        if who.partner not in ("married", "partner"):
            return None
        role = "partner" if who.partner == "partner" else "husband" if who.sex == "female" else "wife"
        gender = _GENDER.get(role, "")
        drawn: Gender = gender or ("male" if who.sex == "female" else "female")
        return Person(role=role, gender=gender, name=self._name(drawn, "partner", who.age))

    @cached_property
    def children(self) -> tuple[Person, ...]:
        """The children: those that the patient's own words name first, the others drawn."""
        who = self._record.identity
        roles = [role for role in CHILDREN if self.named(role)][: who.children]
        rng = chance(self._record.seed, who.name, "children")
        roles += [rng.choice(CHILDREN) for _ in range(who.children - len(roles))]
        taken: set[str] = set()
        found = []
        for place, role in enumerate(roles):
            name = self._name(_GENDER[role], f"child {place}", who.age - 28, taken)
            taken.add(name)
            found.append(Person(role=role, gender=_GENDER[role], name=name))
        return tuple(found)

    @cached_property
    def siblings(self) -> frozenset[str]:
        """Brother, sister: of the record's family, else drawn."""
        own = {str(one.relative) for one in self._record.family} & set(SIBLINGS)
        own |= {role for role in SIBLINGS if self.named(role)}
        if own:
            return frozenset(own)
        rng = chance(self._record.seed, self._record.identity.name, "siblings")
        drawn: tuple[str, ...] = rng.choice(((), ("sister",), ("brother",), SIBLINGS))
        return frozenset(drawn)

    def dead(self, relative: str) -> bool:
        """Whether the record says that a relative has died."""
        return any(one.relative == relative and not one.alive for one in self._record.family)

    def person(self, key: str) -> Person | None:
        """Who is meant by ``partner``, ``daughter``, ``children``, ``mother``, ``sister`` …; None: nobody."""
        if key == "partner":
            return self.partner
        if key in CHILDREN:
            return next((one for one in self.children if one.role == key), None)
        if key == "children":
            return self.children[0] if self.children else None
        if key in RELATIVES and (key not in SIBLINGS or key in self.siblings):
            age = self._record.identity.age + (28 if key not in SIBLINGS else 0)
            informant = self._record.informant
            here = informant is not None and informant.relation == key
            name = informant.given_name if here and informant else self._name(_GENDER[key], key, age)
            return Person(role=_CALLED.get(key, key), gender=_GENDER[key], name=name)
        return None

    def nearest(self) -> Person | None:
        """Whom to ring first: partner, child, and of the young a parent."""
        if self.partner is not None:
            return self.partner
        if self.children and self._record.identity.age >= 45:
            return self.children[0]
        if self._record.identity.age < 30 and not self.dead("mother"):
            return self.person("mother")
        return next((self.person(one) for one in sorted(self.siblings)), None)

    def friend(self) -> str:
        """What the best friend is called."""
        who = self._record.identity
        return self._name(who.sex, "friend", who.age)

    def life(self) -> set[str]:
        """What everyday options may depend on, as concepts."""
        who, record = self._record.identity, self._record
        life = {f"partner:{who.partner}", f"children:{min(who.children, 1)}"}
        home = re.sub(r"[^a-z]+", " ", record.identity.living.clinical.lower())
        places = {"alone": "alone", "partner": "partner", "family": "family", "parents": "parents", "shar": "shared",
                  "care home": "care_home"}  # fmt: skip
        life |= {f"lives:{place}" for word, place in places.items() if word in home}
        if self.partner is not None:
            life.add("has_partner")
            if {"lives:alone", "lives:parents", "lives:shared", "lives:care_home"} & life:
                life.add("lives_apart")
        if record.informant is not None:
            life.add("informant")
        if who.children:
            life.add("has_children")
        life |= {f"rel:{one}" for one in self.siblings} if len(self.siblings) == 1 else set()
        if len(self.siblings) > 1:
            life.add("rel:both")
        if self.nearest() is not None:
            life.add("contact:someone")
        return life

    def named(self, role: str) -> bool:
        """Whether the patient's own words in the record speak of one ("my daughter")."""
        return bool(re.search(rf"\b(?:my|our|the) (?:\w+ )?{role}s?\b", self._spoken))

    @cached_property
    def _spoken(self) -> str:
        return " ".join(_said(self._record)).lower()

    def _name(self, gender: Gender, purpose: str, age: int, taken: set[str] | None = None) -> str:
        older = age >= _OLDER_FROM
        sex = gender or "female"
        listed: tuple[str, ...] = getattr(self._names, f"{sex}_{'older' if older else 'younger'}")
        who = self._record.identity
        free = [name for name in listed if name != who.given_name and name not in (taken or ())]
        return chance(self._record.seed, who.name, "name of", purpose).choice(free)


def _said(value: object) -> Iterator[str]:
    """Every sentence of the patient's in the record."""
    if isinstance(value, Wording):
        yield from (*value.full, *value.short)
    elif isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from _said(getattr(value, field))
    elif isinstance(value, tuple):
        for item in value:
            yield from _said(item)
