"""The past: which illness or procedure, of all that there are, a question about the past names.

"Have you ever had gout?" is not about the patient's other joints, and "a blood transfusion?" not about illnesses at
large: what is named and not theirs is denied by its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

from pz_tui.consultation.earlier import ROLE_BREAK
from pz_tui.consultation.grounding.saying_back import even
from pz_tui.consultation.turn import Ask, Understanding
from pz_tui.knowledge.library import Library
from pz_tui.record.facts import Fact

_KINDS = ("diagnosis", "procedure")
_SHORTEST = 4
_BESIDES = re.compile(r"\b(?:apart from|besides|other than|as well as|except|else)\b")
_WHAT_IT_IS = re.compile(
    r"(?:(?:so|ok|okay|and|right|well|but) )*(?:(?:is|was|could|might|would) (?:it|this|that)(?: be)?|are you having)"
    r" (?:an? |the |just |another )*(?P<name>.+?)(?: then)?"
)
_SURE = 0.95
_Names = tuple[re.Pattern[str], Mapping[str, str]]
_NAMES: WeakKeyDictionary[Library, _Names] = WeakKeyDictionary()


class Past:
    """Sharpens the questions about one patient's past."""

    def __init__(self, facts: Sequence[Fact], library: Library) -> None:
        self._own = {fact.concept for fact in facts if fact.polarity == "present"}
        self._concepts, self._library = library.concepts, library

    def named(self, understanding: Understanding) -> Understanding:
        """The understanding with the illness that a question about any, or about a wider kind, names."""
        asks = tuple(self._of(ask) for ask in understanding.asks)
        return understanding if asks == understanding.asks else understanding.model_copy(update={"asks": asks})

    def asked_what_it_is(self, understanding: Understanding, utterance: str) -> Understanding:
        """With "is it a heart attack?" taken for what it is: asking the patient for the diagnosis, not for the past."""
        pattern, _ = _names(self._library)
        text = _WHAT_IT_IS.fullmatch(even(utterance))
        if text is None or pattern.fullmatch(text["name"]) is None:
            return understanding
        ask = Ask(head=ROLE_BREAK, object="diagnosis", confidence=_SURE, words=utterance)
        return understanding.model_copy(update={"asks": (ask,), "confidence": _SURE})

    def _of(self, ask: Ask) -> Ask:
        text = even(ask.words)
        if ask.head != "pmh" or ask.subject or ask.facet or _BESIDES.search(text):
            return ask
        pattern, ids = _names(self._library)
        found = max(pattern.findall(text), key=len, default="")
        named = ids.get(found, "")
        if not named or named in self._own or (ask.object and ask.object not in self._wider(named)):
            return ask
        return ask.model_copy(update={"object": named})

    def _wider(self, concept: str) -> set[str]:
        wider = set(self._concepts[concept].broader) if concept in self._concepts else set()
        return wider.union(*(self._wider(one) for one in wider))


def _names(library: Library) -> _Names:
    """Every name of an illness or a procedure, as one pattern, and what each stands for."""
    if library not in _NAMES:
        ids = {re.sub(r"^(?:an?|the) ", "", name.lower()): concept.id for concept in library.concepts.values()
               if concept.kind in _KINDS for name in (concept.name, concept.noun, *concept.lay, *concept.clinical)
               if len(name) >= _SHORTEST}  # fmt: skip
        words = "|".join(re.escape(name) for name in sorted(ids, key=len, reverse=True))
        _NAMES[library] = (re.compile(rf"\b(?:{words})\b"), ids)
    return _NAMES[library]
