"""Role: the patient speaks, as a person, to a doctor; nobody else and nothing else does."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from pz_tui.consultation.verification.case import Case, Check, objection
from pz_tui.consultation.verification.words import plain

_SPEAKER = re.compile(
    r"^\W{0,3}(?:doctor|dr\.?(?:\s+\w+)?|patient|user|assistant|system|human|ai|narrator|nurse|interviewer|clinician"
    r"|maria answers|answer|response|reply|me|you)\s*(?:answers?|says?|said)?\W{0,2}:(?!\d)", re.IGNORECASE
)  # fmt: skip
_LATER_SPEAKER = re.compile(r"(?:^|[\s.!?\"])(?:Doctor|Dr\.?(?: [A-Z]\w+)?|Patient|User|Assistant|System|Human):(?!\d)")
_STAGE = re.compile(r"\*{1,2}[^*\n]{1,80}\*{1,2}|_[a-z][^_\n]{2,60}_|\[[^\]\n]{1,80}\]|<[a-z][^>\n]{2,60}>")
_ASIDE = re.compile(r"\(([^)\n]{1,80})\)")
_TOKENS = re.compile(
    r"<\|[^|>\n]{0,40}\|?>?|</?s>|</?think(?:ing)?>|\[/?INST\]|<<?/?SYS>>?|<(?:start|end)_of_turn>|<unk>|<pad>|<bos>|<eos>"
    r"|###\s*\w+|\{\{|\}\}|```|<\/?(?:assistant|user|system)>", re.IGNORECASE
)  # fmt: skip


@cache
def _phrases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = tomllib.loads((Path(__file__).parent / "role.toml").read_text(encoding="utf-8"))
    return tuple(
        (entry["message"], re.compile(rf"\b(?:{'|'.join(entry['words'])})\b"))
        for entry in table["phrases"]
    )


@cache
def _stage_words() -> re.Pattern[str]:
    table = tomllib.loads((Path(__file__).parent / "role.toml").read_text(encoding="utf-8"))
    return re.compile("|".join(rf"\b(?:{text})\b" for text in table["stage_directions"]))


def role(case: Case) -> Check:
    """Objections to anybody but the patient speaking, and to the patient speaking as a machine."""
    text = case.brief.sentence
    found = _TOKENS.search(text)
    if found:
        yield objection("role", "holds a token of a model's template", found[0])
    found = _SPEAKER.match(text) or _LATER_SPEAKER.search(text) or _own_prefix(case)
    if found:
        yield objection("role", "names a speaker, as a script does", found[0])
    found = _STAGE.search(text)
    aside = next((match for match in _ASIDE.finditer(text) if _stage_words().search(plain(match[1]))), None)
    if found or aside:
        yield objection("role", "is a stage direction, not speech", (found or aside)[0])  # type: ignore[index]
    for message, pattern in _phrases():
        found = pattern.search(case.plain)
        if found and not _echo(case, found[0]):
            yield objection("role", message, found[0])
    yield from _to_oneself(case)


def _own_prefix(case: Case) -> re.Match[str] | None:
    who = case.brief.record.identity
    narrates, labels = _named(who.name, who.given_name)
    tells = narrates.match(case.brief.sentence)
    other = re.match(r"^([A-Z][a-z]+):\s", case.brief.sentence)
    if other and other[1] not in _NOT_NAMES:
        return other
    return tells or labels.match(case.brief.sentence)


@lru_cache(maxsize=32)
def _named(name: str, given: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How a story tells of a patient of this name, and how a script labels what they say."""
    names = "|".join(re.escape(one) for one in sorted({name, given, name.rsplit(maxsplit=1)[-1]}))
    return (
        re.compile(rf"^\W{{0,3}}(?:{names})\s+(?:says|said|answers|replies|nods|sighs|looks|is(?! fine)|feels|has|was)\b"),
        re.compile(rf"^\W{{0,3}}(?:(?:mr|mrs|ms|miss)\.?\s+)?(?:{names})(?:\s+(?:answers?|says?))?\W{{0,2}}:", re.IGNORECASE),
    )


_NOT_NAMES = frozenset({"Well", "Honestly", "Look", "Anyway", "Listen", "Right", "Yes", "No", "Point", "Thing", "Basically", "Sorry", "Okay", "Oh"})


_THINKS = re.compile(r"\b(?:thinking|think|thought|told myself|tell myself|say to myself|said to myself|says?|said|tells? me|told me|calls? me)\b")
"""Words after which one's own name is quoted: "I keep thinking, come on, Morag"."""


_NEAR = 14
"""Letters before a name in which one says whose it is ("my name is … , Natalie")."""


def _to_oneself(case: Case) -> Check:
    """A patient does not call themselves by name ("Thank you for telling me, Maria.")."""
    if _THINKS.search(case.plain) or any(id.startswith("identity/") for id in case.planned):
        return
    given = re.escape(case.brief.record.identity.given_name)
    as_oneself = re.search(rf"\b[Aa]s {given}\b", case.brief.sentence)
    if as_oneself:
        yield objection("role", "plays the patient instead of being one", as_oneself[0])
    text = case.brief.sentence
    asked = r"you|do|have|can|are|is|what|how|when|where|please|I"
    found = re.search(rf",\s*{given}\s*[.,!?]|^{given},\s+(?:{asked})\b", text)
    near = text[max(0, found.start() - _NEAR) : found.start()] if found else ""
    if found and not re.search(r"\b(?:call|called|name|I'm|I am|it's|it is)\b", near, re.IGNORECASE):
        yield objection("role", "speaks to the patient by name", found[0])


def _echo(case: Case, words: str) -> bool:
    """A puzzled patient may give back the doctor's own word ("What instructions?")."""
    return "?" in case.brief.sentence and f" {words} " in case.doctor_said and len(words.split()) == 1
