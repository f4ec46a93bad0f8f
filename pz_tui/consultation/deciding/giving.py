"""Giving: one fact or one invention, in this patient's words, as a move of the plan."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pz_tui.consultation.deciding.banks import about, line, lines, pick
from pz_tui.consultation.grounding.recall import SYMPTOM_HEADS
from pz_tui.consultation.grounding.referring import STILL
from pz_tui.consultation.person.improvisation import Invented, default_answer
from pz_tui.consultation.scene import Scene
from pz_tui.consultation.turn import Ask, Move, Strategy
from pz_tui.knowledge.schema import Concept
from pz_tui.record.facts import Fact

_YES_NO = ("closed", "leading", "list", "compound")
_BARE = frozenset({"smoking", "alcohol", "drugs", "travel", "pregnancy", "sick_contacts", "trauma"})
"""Heads whose plain question a mere yes or no answers."""
_ASKS_WHICH = frozenset({"drug_history:otc", "drug_history:supplements", "drug_history", "family_history:genetic"})
"""Labels whose yes wants the thing itself named: "yes" to "do you buy any medicines?" leaves open which."""
_NOT_YES_NO = frozenset({"identity_check", "general_health", "living", "occupation", "open_invitation", "ideas",
                         "concerns", "expectations", "contraception", "support"})  # fmt: skip
_EVER = re.compile(r"\b(?:ever|used to|in the past|previously)\b")
_MERE_ANSWER = re.compile(
    r"(?:not (?:really|at all|lately|especially)|no|never|none|nope|i (?:do|have|am|did)|yes|yeah)\b[^,]{0,12}$",
    re.IGNORECASE,
)
"""Words that answer "is it?" and neither "when?" nor "how?"."""
_ARTICLE = re.compile(r"^(?:an?|the|my) ")
_DOING = re.compile(r"(?:being|feeling|getting|having|going|losing|seeing|wanting|not) ")


class Giver:
    """Words what is given, for one patient."""

    def __init__(self, facts: Sequence[Fact], concepts: Mapping[str, Concept]) -> None:
        self.facts = {fact.id: fact for fact in facts}
        self._concepts = concepts
        self._about = about(self.facts["complaint"].concept if "complaint" in self.facts else "")

    def fact(self, fact: Fact, ask: Ask | None, scene: Scene, strategy: Strategy, *, first: bool = True) -> Move:
        """A fact as the answer to ``ask``, or told unasked."""
        noun = self.noun(fact.concept) if fact.head in ("symptom", "pmh") else ""
        rng = scene.rng(f"give {fact.id}")
        full, short = self._words(fact, scene, still=ask is not None and ask.subject == STILL)
        text = pick(full, rng, scene.recent) or rng.choice(full)
        closed = ask is not None and first and ask.form in _YES_NO and not ask.wh and _answers_yes_no(fact, ask)
        well = ask is not None and (ask.well or ask.subject == STILL)
        opening = (fact.polarity == "present") != well if closed else None
        if closed and _given_up(fact, scene):
            opening = bool(_EVER.search(scene.utterance.lower()))
        bare = closed and ask is not None and (fact.polarity == "absent" or bool(ask.object) or ask.head in _BARE)
        bare = bare and not _given_up(fact, scene) and not (ask is not None and ask.label in _ASKS_WHICH)
        if ask is not None and ask.head == "associated":
            short = ()  # a short answer hangs in the air where nothing was named
        if ask is not None and (ask.wh or ask.well or ask.form == "open"):
            short = tuple(words for words in short if not _MERE_ANSWER.match(words))
        if well and opening is False:  # "no" would deny the function, and "no sleep" is not meant
            bare, noun = False, ""
        return Move(
            strategy=strategy, label=ask.label if ask else "", facts=(fact.id,), truth=(text,),
            short=short, opening=opening, bare=bare, noun=noun,
        )  # fmt: skip

    def _words(self, fact: Fact, scene: Scene, *, still: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The fact's own words; for a denial that has none, those of any illness denied, or of what is still there."""
        kept = default_answer(scene.record, STILL) if still and fact.polarity == "absent" else None
        if kept is not None:
            return kept.full, kept.short
        if fact.wording.full:
            return fact.wording.full, fact.wording.short
        if fact.polarity != "absent":
            return (f"{fact.clinical}.",), ()
        return self.denial(fact.concept, scene)

    def denial(self, concept: str, scene: Scene) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Ways to say that an illness was never there: whole sentences, and short ones."""
        thing = self._thing(concept)
        full = (*(text.format(thing=thing) for text in lines("denied_named") if thing), *lines("denied"))
        return tuple(raised for raised in full if raised not in scene.recent) or full, lines("denied_short")

    def _thing(self, concept: str) -> str:
        """What can stand behind "never had": the patient's name of it; empty for a doing."""
        known = self._concepts.get(concept)
        named = (known.noun or (known.lay[0] if known.lay else known.name.lower())) if known else ""
        return "" if _DOING.match(named) else named

    def noun(self, concept: str) -> str:
        """What can stand behind "no": the patient's name of a concept without article; empty for a doing."""
        if concept not in self._concepts:
            return concept.replace("_", " ")
        return _ARTICLE.sub("", self._thing(concept))

    def invention(
        self, invented: Invented, ask: Ask, scene: Scene, strategy: Strategy, *, noun: str, topic: str
    ) -> Move:
        """A default or a detail of everyday life, kept under ``topic``."""
        rng = scene.rng(f"invent {topic}")
        text = pick(invented.full, rng, scene.recent) or rng.choice(invented.full)
        closed = ask.form in _YES_NO and not ask.wh
        return Move(
            strategy=strategy, label=ask.label, truth=(text,), short=invented.short, topic=topic,
            opening=invented.opening if closed else None, bare=invented.opening is False, noun=noun,
            wording=invented.value,
        )  # fmt: skip

    def said(
        self, bank: str, ask: Ask, scene: Scene, strategy: Strategy = "direct", blanks: Mapping[str, str] | None = None
    ) -> Move:
        """A line of a bank as a move."""
        text = line(bank, scene.persona, scene.mood, scene.rng(f"say {bank}"), avoid=scene.recent,
                    **{"about": self._about, **(blanks or {})})  # fmt: skip
        return Move(strategy=strategy, label=ask.label, truth=(text,), wording=bank)


def _given_up(fact: Fact, scene: Scene) -> bool:
    """Whether it is a habit of the past, to which "do you …?" is no and "have you ever …?" yes."""
    return fact.head == "smoking" and fact.attribute == "presence" and scene.record.smoking.status == "ex"


def _answers_yes_no(fact: Fact, ask: Ask) -> bool:
    """Whether "yes" or "no" is what the question wants: is it there, does this make it worse."""
    if ask.head in ("aggravating", "relieving"):
        return bool(ask.object)
    if ask.head in _NOT_YES_NO:
        return False
    if ask.head == "symptom":
        return True
    if ask.head in SYMPTOM_HEADS:
        return fact.polarity == "absent" or ask.form == "leading"
    return fact.attribute in ("presence", "otc") or ask.form == "leading"
