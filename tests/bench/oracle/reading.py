"""Reading a reply from outside: yes or no, numbers, spans of time, words in common."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from tests.bench.oracle.tables import pattern

Answer = Literal["present", "absent"]

STOP = frozenset(
    ["a", "an", "the", "i", "i'm", "i've", "i'd", "i'll", "im", "ive", "it", "it's", "its", "is", "are", "was", "were", "be", "been", "am", "and", "or", "but", "so", "to", "of", "in", "on", "at", "for", "with", "my", "me", "that", "that's", "this", "there", "there's", "they", "they're", "he", "she", "we", "you", "your", "as", "if", "do", "does", "did", "have", "has", "had", "get", "got", "just", "really", "well", "bit", "about", "like", "some", "any", "all", "from", "by", "up", "out", "not", "no", "yes", "yeah", "oh", "um", "er", "sort", "kind", "think", "say", "said", "know", "mean", "one", "thing", "don't", "doesn't", "didn't", "haven't", "hasn't", "isn't", "wasn't", "can", "can't", "would", "could", "it'd", "when", "what", "how", "then", "than", "very", "now", "more", "too", "only", "much"]
)  # fmt: skip
UNITS = {w: n for n, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"])}  # fmt: skip
TENS = {w: 10 * (n + 2) for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])}
NEGATION = (r"\b(no|not|never|nothing|none|nobody|neither|nor|without|nowhere|hardly|cannot|nope|nah|anything but)\b"
            r"|n't\b")  # fmt: skip
ASK_BACK = (
    r"(how|what) do you mean|what's that|come again|pardon|^sorry\?|(don't|didn't|not sure i) (quite )?(follow|understand)\b(?! football)|"
    r"say that again|(say|put) (that|it) another way|lost you|what was that|do i (get|have) what|am i what|not with you|i'm lost|which (one|do you mean)|"
    r"in (plain )?english|don't know what (that|you|it)|don't know what [a-z -]{3,30} (is|are|means)|what's (a|an) |put (it|that) another way|explain that|mean by|"
    r"didn't (catch|get) that|ask me that (again|another)|the what|(a|is) what\?|don't know that word|"
    r"never heard of|what are you asking|in what way\?|lost me|how d'you mean|not following|^what\?|what does that"
)
VAGUE = (
    r"(don't|do not|didn't|couldn't|can't) (really )?(know|remember|recall|say|tell you|notice|think of)|not (too |really |quite )?sure|"
    r"hard to say|no idea|i forget|couldn't tell|can't put a|depends|i'd have to|off the top|i try to|some|"
    r"rather not|don't want to (talk|say)|do we have to|next question|not (really )?something i|why do you (ask|need)|"
    r"what's that got to do|if it's all the same|prefer not|does it matter|more or less|i suppose|on and off|a few|"
    r"now and (then|again)|it's private|that's personal|don't like to|let's not|change the subject"
)
REBUKE = (r"^((are you (listening|writing any of this down)|how often do i have to say it|you're not listening|again|not again|"
          r"is it important, that|you keep (asking|coming back to)[^.?!]*|i('ve)? (did|told you)( say| already)?)[.?!]+\s+)+(?=\w)")  # fmt: skip
FILLER = (r"^((oh|well|um+|er+m?|ah|hmm+|mm+(?!-)|right|ok|okay|look|honestly|to be honest|let me think|i mean|like i said|"
          r"as i said|i said|now you ask|you('ve)? (already )?asked me that|i('ve| have)? (already )?(told you|said)|"
          r"same as before|i think i said|i thought i'd said|i suppose|i think|as i told you|i did (say|tell you)|once more,? then|sorry|god|you know|let's see|now then|what can i say|doctor|love|if i'm honest|"
          r"see|so|yeah well|like|ooh|erm)\b[\s,.…!;:–—-]*)+")  # fmt: skip
NO = (r"^((definitely|certainly|of course|absolutely|god|really) (not|no)|no|nope|nah|not (?!sure|too sure|certain|bad|too bad)|never(?! mind)|none|"
      r"nothing|nobody|neither|i (don't|didn't|can't)(?! (know|remember|recall|follow|understand|get (it|you)|mind|see what|think i|like|want|really want))|"
      r"i (haven't|am not|wouldn't)|i'm not(?! (sure|certain|with you|following))|it (doesn't|isn't|hasn't|wasn't|didn't)|"
      r"there (isn't|wasn't|hasn't)|hardly|far from it)\b")  # fmt: skip
YES = (r"^(yes|yeah|yep|yup|aye|ay|i do(?! (my|try))|i have|i did|i am|there (is|was|has)|it (does|is|has|did|was)|a (bit|little)|"
       r"sometimes|of course|sure|that's (right|it|correct)|correct|too right|uh-huh|mm-hm|definitely|absolutely|exactly|mm+(-hm+)?|quite|"
       r"afraid so|i (can|could)|(she|he|they) (is|are|was|were|did|do|does|has|have))\b")  # fmt: skip
COUNTER = (r"^(no|nope|nah)\b[\s,.…-]*(no[\s,.…-]*)?(actually[\s,]*)?(i|it|there) (do|have|did|am|does|is|has|was|are)\b"
           r"(?!n't)(?! (not|never|no)\b)|^(wrong|not quite|no, not quite|i can't have said it right)\b|^(no|nope)\b[\s,.]*(that's not|that isn't|not quite|that's wrong|what i said was|i said)")  # fmt: skip


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Lower case, plain apostrophes, single spaces."""
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("…", "... ").lower()).strip()


def sentences(text: str) -> list[str]:
    """The sentences of a reply, plain."""
    return [s.strip() for s in re.split(r"(?<=[.!?])\s+", plain(text)) if s.strip()]


def clauses(text: str) -> list[str]:
    """The parts of a sentence that negation reaches."""
    return [c.strip() for c in re.split(r"[,;:.!?—–]| but | and | though | because | except ", plain(text)) if c.strip()]


@lru_cache(maxsize=100_000)
def words(text: str) -> frozenset[str]:
    """Content words, crudely stemmed, numbers as figures."""
    found = set()
    for word in re.findall(r"[a-z][a-z'-]*|\d+(?:\.\d+)?", plain(text)):
        if word in UNITS or word in TENS:
            found.add(str(UNITS.get(word, TENS.get(word))))
        elif word not in STOP:
            found.add(_stem(word))
    return frozenset(found)


def _stem(word: str) -> str:
    word = re.sub(r"('s|'ve|'d|'ll|'re|'m|n't)$", "", word)
    return re.sub(r"(ing|ed|es|s|ly)$", "", word) if len(word) > 4 else word


def shared(reply: frozenset[str], wording: str) -> float:
    """How much of a wording's content a reply holds, 0 to 1."""
    wanted = words(wording)
    return len(reply & wanted) / len(wanted) if wanted else 0.0


OFFENDED = (r"talk to me like that|no need (for that|to be rude|to talk)|don't think that's fair|that's not (very )?fair|only trying to explain|"
            r"come here to be|not very nice|rude|speak to me")  # fmt: skip


def bare(reply: str, leave: bool = False) -> str:
    """A reply without the noises it starts with; ``leave``: nor the leave it gives to ask."""
    text = re.sub(r"^(yes|yeah)\.\.\. (thank you|thanks)[\s.,!]+(?=\w)", "", plain(reply).lstrip(" .,-–—"))
    text = re.sub(r"^mm+\. ", "yes. ", text)
    text = re.sub(REBUKE, "", text)
    text = re.sub(FILLER, "", text)
    if leave:
        text = re.sub(r"^(yes|yeah|yep|of course|all right|okay|fine|sure)?[\s,]*(yes|yeah|of course|that's fine|go on( then)?|all right|thanks)[\s.,!]+(?=\S|$)", "", text)
        text = re.sub(r"^(of course|all right|okay|thanks|it's all right|that's kind|thank you( for saying that)?)[\s.,!]+", "", text)
        text = re.sub(r"^(yes|yeah)\.\.\. (thank you|thanks)[\s.,!]+", "", text)
        text = re.sub(r"^(thank you( for saying that)?|thanks)[\s.,!]+", "", text)
    return text


def offended(reply: str) -> bool:
    """Whether it takes the question for rudeness."""
    return bool(pattern(OFFENDED).search(plain(reply)))


def yes_no(reply: str) -> Answer | None:
    """A plain yes or no at the start, else None."""
    start = bare(reply)
    if re.match(r"^no (energy|appetite|interest|strength|patience|sleep)\b", start):
        return None
    if re.match(r"^(no|nope|nah)\b", start):
        return None if re.match(COUNTER, start) else "absent"
    return "present" if re.match(r"^(yes|yeah|yep)\b", start) else None


def opener(reply: str, way: str, leave: bool = False) -> Answer | None:
    """What a yes or no at the start means, given how it was asked."""
    start = bare(reply, leave)
    if re.fullmatch(r"mm+\.?", plain(reply)):
        start = "yes"
    if re.match(r"^no[.,] i (told you|said)\b", start):
        return None
    if re.match(COUNTER, start):
        return "present"
    if re.match(NO, start):
        return "present" if way == "inverted" else "absent"
    if re.match(r"^(yeah|yes|yep)[\s,]+(no|nothing|none|never)\b", start):
        return "present" if way == "inverted" else "absent"
    if re.match(YES, start):
        if way == "inverted":
            return "absent"
        if way == "negative":
            return "present" if re.match(r"^(yes|yeah|yep)?[\s,.]*(i|there|it) (do|have|did|am|is|was|does|has)\b(?!n't)", start) else None
        return "present"
    return None


def agrees(reply: str) -> bool:
    """Whether it says yes to what was put to it and takes nothing back."""
    start = bare(reply)
    head = " ".join(sentences(start)[:2])
    return bool(re.match(YES, start)) and not pattern(NEGATION + r"|\bactually\b|\bonly\b").search(head)


def bare_yes_no(reply: str) -> bool:
    """Whether it is a mere yes or no."""
    return bool(re.fullmatch(r"((yes|yeah|yep|yup|aye|no|nope|nah|mm-hm|mm|not really|not at all|not (lately|recently|yet)|none|that's (right|it)|of course|please)[\s,.]*)+", bare(reply)))


def confirms(reply: str) -> bool:
    """Whether it plainly agrees with the sentence put to it, whatever its polarity."""
    return agrees(reply) and bool(re.search(r"that's (right|it|correct|about)|correct|exactly|you've got it|spot on", plain(reply)))


def negated(clause: str) -> bool:
    """Whether a clause denies."""
    return bool(pattern(NEGATION).search(clause))


def asks_back(reply: str) -> bool:
    """Whether it asks what was meant."""
    return bool(pattern(ASK_BACK).search(plain(reply)))


def vague(reply: str) -> bool:
    """Whether it owns to not knowing, or turns it aside."""
    return bool(pattern(VAGUE).search(plain(reply)))


def numbers(text: str) -> list[float]:
    """Numbers in the order said; "out of ten" is no number."""
    text = re.sub(r"[^.!?]*\bnumbers?\b[^.!?]*", " ", plain(text))
    text = re.sub(r"type (two|2|one|1)|(not|in|the|any|every|just) one (for|place|go|side|thing|of)|out of (ten|10)|\b(one|another) of (the|those|my|them)|this one|the one|that one|no one|at one\b", " ", plain(text))
    text = re.sub(r"\ba couple\b", "two", text)
    text = re.sub(r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[- ](one|two|three|four|five|six|seven|eight|nine)\b",
                  lambda m: str(TENS[m[1]] + UNITS[m[2]]), text)  # fmt: skip
    found = []
    for match in re.finditer(r"(\d+(?:\.\d+)?)|\b([a-z]+)\b( and a half)?", text):
        word = match[2]
        if match[1]:
            found.append(float(match[1]))
        elif word in UNITS or word in TENS:
            found.append(float(UNITS.get(word, TENS.get(word, 0))) + (0.5 if match[3] else 0))
        elif word in ("once",):
            found.append(1.0)
        elif word == "twice":
            found.append(2.0)
        elif word == "hundred" and found:
            found[-1] *= 100
    return found


SPANS = {"minute": 1 / 60, "min": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "fortnight": 336.0, "month": 730.0, "year": 8766.0}


def spans(text: str) -> list[tuple[float, float]]:
    """Spans of time in hours, low to high, as a person means them."""
    text = plain(text)
    found: list[tuple[float, float]] = []
    number = r"(half an?|an?|a couple of|a few|several|\d+(?:\.\d+)?|" + "|".join((*UNITS, *TENS)) + r")"
    for m in re.finditer(number + r"(?: or (\w+))?(?: or so)?(?: good)? (minute|min|hour|day|week|fortnight|month|year)s?\b(?! old)( and a half)?", text):
        low, high = _amount(m[1])
        other = UNITS.get(m[2] or "")
        high = float(other) if other else high
        extra = 0.5 if m[4] else 0.0
        found.append(((low + extra) * SPANS[m[3]], (high + extra) * SPANS[m[3]]))
    if re.search(r"quarter of an hour", text):
        found.append((0.25, 0.25))
    return found


def _amount(word: str) -> tuple[float, float]:
    if word.startswith("half"):
        return 0.5, 0.5
    if word in ("a", "an"):
        return 1.0, 1.0
    if word == "a couple of":
        return 2.0, 3.0
    if word in ("a few", "several"):
        return 2.0, 7.0
    if word in UNITS or word in TENS:
        value = float(UNITS.get(word, TENS.get(word, 0)))
        return value, value
    return float(word), float(word)
