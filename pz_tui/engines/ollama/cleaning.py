"""From what a model writes to what the patient says, however the stream is cut.

Everything here reads the whole text so far and cuts again; replies are short, and so no state can be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pz_tui.consultation.sentences import SentenceCutter
from pz_tui.record.base import Frozen
from pz_tui.record.text import strip_controls

_THINK = r"think|thinking|thought|reasoning|reflection"
_THOUGHT = re.compile(rf"<({_THINK})>.*?</\1>|\[THINK\].*?\[/THINK\]", re.IGNORECASE | re.DOTALL)
_THOUGHT_OPENS = re.compile(rf"<(?:{_THINK})>|\[THINK\]", re.IGNORECASE)
_THOUGHT_ENDS = re.compile(rf"</(?:{_THINK})>|\[/THINK\]", re.IGNORECASE)
_TOKEN = re.compile(
    r"<\|[^<>|\n]{1,40}\|>|<｜[^<>\n]{1,40}｜>|</?s>|</?(?:start_of_turn|end_of_turn|bos|eos|pad|unk)>"
    r"|\[/?INST\]|<</?SYS>>|<\|(?:im_start|im_end|eot_id|end)\b"
)
_LEADING_TOKENS = re.compile(rf"^(?:\s*(?:{_TOKEN.pattern})\s*(?:assistant\b|model\b)?[\s:]*)+")
_UNFINISHED = re.compile(r"(?:</?[A-Za-z|｜_][^<>\s]*|<|\[/?[A-Z]{0,5})$")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_ROLES = (
    r"doctor|dr\.?[ \t]+[^\W\d_]+|gp|user|human|assistant|system|nurse|clinician|physician|interviewer|question"
    r"|instructions?|note|what is true|true|response|q"
)
_FOREIGN = re.compile(rf"(?:^|\n\s*|[.!?…][\"'”’)]*\s+)[*_#\[(]*(?:{_ROLES})[*_\])]*\s*:", re.IGNORECASE)
_PREAMBLE = re.compile(r"^(?:(?:sure|certainly|of course|okay|ok)[!,.]?\s*)?here(?:'s|’s| is)\b[^\n:]{0,80}:\s*", re.I)
_STAGE = re.compile(r"^\s*(?:\*[^*\n]{1,60}\*|\([a-z][^()\n]{0,60}\)|\[[^\[\]\n]{1,60}\]|\([^()\n]{1,60}[.!]\))\s*")
_EMPHASIS = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")
_REASONING = re.compile(
    r"\bthe (?:doctor|user|question|prompt|patient) (?:asks?|is asking|asked|wants?|said|says|is)\b"
    r"|\b(?:i|we)(?:'ll| will| should| must)? ?(?:answer|respond|reply|reword|rephrase) (?:as|with|in)"
    r"|\b(?:should|need to|must|have to|let me|i'll|let's) (?:answer|respond|reply|say|reword|rephrase|think)\b"
    r"|\bas the patient\b|\bin (?:her|his|their) own words\b|\bwhat is true\b|\bin character\b",
    re.IGNORECASE,
)


class Cleaned(Frozen):
    """What is left of a raw text.

    Attributes:
        ended: the rest of the stream does not count (a foreign turn, a template token, a blank line).
        thought: there were marks of thinking.
    """

    text: str
    ended: bool = False
    thought: bool = False


def without_tokens(text: str) -> str:
    """``text`` without template tokens and thinking tags, for what goes into a prompt."""
    return _THOUGHT_ENDS.sub(" ", _THOUGHT_OPENS.sub(" ", _TOKEN.sub(" ", text)))


def clean(raw: str, names: Sequence[str], *, final: bool = False) -> Cleaned:
    """The patient's words in ``raw``.

    Args:
        names: what the patient may be called in a prefix ("Maria:").
        final: the stream has ended, so an unfinished tag at its end is no longer waited for.
    """
    text, thought = _without_thinking(strip_controls(raw))
    text = _LEADING_TOKENS.sub("", text).lstrip()
    ended = False
    for pattern in (_TOKEN, _BLANK_LINE):
        found = pattern.search(text)
        if found is not None:
            text, ended = text[: found.start()], True
    text = _PREAMBLE.sub("", text, count=1)
    again = _asked_again(tuple(names)).search(text)
    if again is not None:
        text, ended = text[: again.start()], True
    text = _own_prefix(tuple(names)).sub(lambda match: "\n" if match.start() else "", text)
    foreign = _FOREIGN.search(text)
    if foreign is not None:
        kept = re.match(r"[.!?…][\"'”’)]*", foreign.group())
        text, ended = text[: foreign.start()] + (kept.group() if kept else ""), True
    if final or ended:
        text = _UNFINISHED.sub("", text.rstrip())
    return Cleaned(text=text.replace("\n", " ").lstrip(), ended=ended, thought=thought)


def polished(sentence: str) -> str:
    """One sentence without stage directions, emphasis marks and quotation marks around it."""
    text = _STAGE.sub("", sentence.strip())
    text = _EMPHASIS.sub("", text).strip()
    for opens, closes in (('"', '"'), ("“", "”")):
        lone = text.count('"') % 2 == 1 if opens == closes else (opens in text) != (closes in text)
        around = text.startswith(opens) and text.endswith(closes) and len(text) > 1
        if around and text.count(opens) + (opens != closes and text.count(closes)) == 2:
            text = text[1:-1].strip()
        elif lone:
            text = text.removeprefix(opens) if text.startswith(opens) else text.removesuffix(closes)
    return text.strip() if re.search(r"\w", text) else ""


def reads_like_thinking(sentence: str) -> bool:
    """Whether it talks about the task rather than speaks in the role."""
    return bool(_REASONING.search(sentence))


class ReplyText:
    """Collects a reply; hands out its sentences, whole and each once.

    Args:
        names: see ``clean``.
        said: sentences already on the screen, which are not repeated.
        limit: sentences after which the reply ends.
        hold: keep everything back until the end, for a model that may mix its thoughts in.
    """

    def __init__(self, names: Sequence[str], *, said: Sequence[str] = (), limit: int = 6, hold: bool = False) -> None:
        self._names, self._limit, self.hold = tuple(names), limit, hold
        self._raw = ""
        self._said = [_same(sentence) for sentence in said]
        self._taken = 0
        self.given = 0
        self.ended = False
        self.thought = False

    @property
    def empty(self) -> bool:
        """Whether nothing at all has come."""
        return not self._raw.strip()

    def add(self, piece: str) -> list[str]:
        """Take a piece; return the sentences that are complete now."""
        if self.ended or not piece:
            return []
        self._raw += piece
        cleaned = clean(self._raw, self._names)
        if cleaned.thought and not self.thought:
            self.thought, self._taken = True, 0
        cutter = SentenceCutter()
        complete = cutter.add(cleaned.text + " " if cleaned.ended else cleaned.text)
        if self._taken == 0 and complete and reads_like_thinking(complete[0]) and not self.thought:
            self.hold = True
        if cleaned.ended:
            rest = cutter.rest()
            complete = [*complete, rest] if rest else complete
            self.ended = True
        return [] if self.hold and not self.ended else self._fresh(complete)

    def finish(self, reason: str) -> list[str]:
        """The stream is complete: what was held back, and the last words unless ``length`` cut them off."""
        if self.ended:
            return []
        self.ended = True
        cleaned = clean(self._raw, self._names, final=True)
        cutter = SentenceCutter()
        complete = cutter.add(cleaned.text)
        rest = cutter.rest()
        whole = bool(re.search(r"[.!?…][\"'”’)]*$", rest))
        if rest and (reason != "length" or whole):
            complete.append(rest)
        return self._fresh(complete)

    def _fresh(self, sentences: list[str]) -> list[str]:
        found = []
        for sentence in sentences[self._taken :]:
            self._taken += 1
            text = polished(sentence)
            if not text:
                continue
            if _same(text) in self._said:
                continue
            if self.given >= self._limit:
                self.ended = True
                break
            self._said.append(_same(text))
            self.given += 1
            found.append(text)
        if self.given >= self._limit:
            self.ended = True
        return found


def _without_thinking(text: str) -> tuple[str, bool]:
    bare = _THOUGHT.sub("", text)
    thought = bare != text
    ends = list(_THOUGHT_ENDS.finditer(bare))
    if ends:
        bare, thought = bare[ends[-1].end() :], True
    opens = _THOUGHT_OPENS.search(bare)
    if opens is not None:
        bare, thought = bare[: opens.start()], True
    return bare, thought


@lru_cache(maxsize=32)
def _asked_again(names: tuple[str, ...]) -> re.Pattern[str]:
    """The line that asks for a reply, written by the model itself: what follows is a second reply."""
    own = "|".join(re.escape(name) for name in names)
    return re.compile(rf"(?<=\S)\s*\n\s*(?:{own})\s+(?:answers|goes on)\s*:", re.IGNORECASE)


@lru_cache(maxsize=32)
def _own_prefix(names: tuple[str, ...]) -> re.Pattern[str]:
    own = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(
        rf"(?:^|\n)[\s*_\"“#>-]*(?:{own}|(?:the )?patient)(?:\s+(?:answers|says|said|replies|goes on))?"
        r"[*_]*\s*:[*_]*\s*",
        re.IGNORECASE,
    )


def _same(sentence: str) -> str:
    return re.sub(r"\W+", " ", sentence).strip().lower()

