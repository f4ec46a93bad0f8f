"""Saying back: when the doctor's words put something to the patient as so, and what that is.

"You said it was the left arm?", "So no pain in the arm then.", "You don't smoke, do you?" become the sentences that
the patient would have said of themselves.
"""

from __future__ import annotations

import re

from pz_tui.consultation.grounding.prefaces import without_preface

_SHORT_FORMS = (
    # as typed in a hurry
    (re.compile(r"\b(do|does|did|is|are|was|were|have|has|had|would|could|should)nt\b"), r"\1 not"),
    (re.compile(r"\bcant\b"), "can not"), (re.compile(r"\bwont\b"), "will not"),
    (re.compile(r"\b(they|you)re\b"), r"\1 are"), (re.compile(r"\b(you|they|i)ve\b"), r"\1 have"),
    (re.compile(r"\b(what|who|where|how|why|when|it|he|she|that|there)['’]?s\b(?! (?:name|age|job))"), r"\1 is"),
    (re.compile(r"\b(they|you|we)['’]re\b"), r"\1 are"), (re.compile(r"\b(you|they|we|i)['’]ve\b"), r"\1 have"),
    (re.compile(r"\b(you|he|she|they|i|it)['’]d\b"), r"\1 had"), (re.compile(r"n['’]t\b"), " not"),
    (re.compile(r"['’]ll\b"), " will"),
)  # fmt: skip
NEGATIVE = re.compile(r"\b(?:no|not|never|nothing|none|without)\b")
_CLAUSES = re.compile(r"[.;:,?!]|\s[-–]\s|\band (?=you|no\b|it\b|the\b|not\b|there\b)|\bbut\b")
_FRAME = (
    r"(?:just )?to (?:check|confirm|recap|summarise|sum up|be clear|clarify)|let me (?:check|recap|summarise)"
    r"|if i have (?:got |heard |understood )?(?:you|this|that|it)(?: (?:right(?:ly)?|correctly|well))?"
    r"|from what you (?:have )?(?:said|told me|say)|(?:as|what) i (?:understand|hear)(?: it| is)?"
    r"|correct me if i am wrong|am i right(?: (?:in (?:thinking|saying)|that))?(?: that)?"
    r"|would i be right in (?:thinking|saying)(?: that)?"
    r"|i (?:gather|understand|take it|hear|believe|see|think|thought)(?: that)?"
    r"|it says here(?: that)?|my notes say(?: that)?|i have (?:got )?(?:it )?(?:down|here) that"
)
"""Words before a thing that is said back."""
_LEAD = re.compile(
    rf"^(?:(?:so|okay|ok|right|and|but|then|well|now|that|{_FRAME}) )+"
)
_TAGGED = (
    r"(?:do|does|did|have|has|had|are|is|was|were|can|will|could|would|should|must)(?: not)?"
    r" (?:you|it|they|there|he|she|that|this)(?: not)?"
)
_AGREED = (
    r"(?:is|was) (?:that|this) (?:right|correct|so)|am i right|i take it|i assume|i gather|have i got that right"
    r"|you said"
)
_NOT_BEFORE = r"(?<!the )(?<!your )(?<!my )(?<!all )"
"""Before a "right" that is no tag: the right, all right."""
_ONLY_TAG = re.compile(
    rf"(?:so |and |or )?(?:{_TAGGED}|{_AGREED}|right|correct|yes|yeah|no|then|(?:i think )?you said)"
)
_TAIL = re.compile(rf" (?:{_NOT_BEFORE}(?:right|correct)|then|yes|yeah|no|{_AGREED}|{_TAGGED})$")
_TAG = re.compile(rf"(?<! where)(?<! how)(?<! who)(?<! old) (?:{_TAGGED}|{_AGREED}|{_NOT_BEFORE}(?:right|correct))$")
_SO = re.compile(
    r"(?:and |ok |okay |right )*so (?:you (?:are|were|have|had|do|did|can|take|smoke|drink|live|work|feel|get)|it|the"
    r"|your|that|no|there|this|nothing)\b(?!.*\b(?:what|when|where|which|who|why)\b)"
)
_FRAMED = re.compile(rf"(?:so |and |ok |okay |right |well |now )*(?:{_FRAME}) (?:that )?"
                     r"(?:you|it|the|your|this|there|no|nothing)\b"
                     r"(?!.*\b(?:what|when|where|which|who|why|how)\b)")  # fmt: skip
_BE_DO_HAVE = r"(?:is|are|was|were|do|does|did|have|has|had|can|could|will|would)"
_NOT_SO = re.compile(rf"(?:and |so |ok |okay |right |well |then |but )*"
                     rf"(?!{_BE_DO_HAVE}\b|if |when |while |after |any |i |we |ever )"
                     r"(?:(?:nothing|nobody|no one|none of \w+|never) "
                     rf"|(?:\w+ ){{1,6}}?{_BE_DO_HAVE} (?:not|never|no)\b)"
                     r"(?!.*\b(?:what|where|which|who|why|how)\b)")  # fmt: skip
"""A denial said as a statement: "light doesn't bother you", "nothing helps"."""
_ONLY_FRAME = re.compile(rf"(?:(?:so|and|ok|okay|right|well|now|sorry|can i ask|{_FRAME}) ?)+")
_AND = re.compile(r"(?:and|but|then) you (?:have|had|are|were|do|did|take|smoke|drink|live|work|feel|get)\b"
                  r"(?!.*\b(?:what|when|where|which|who|why|how)\b)")  # fmt: skip
_PARTS = re.compile(r"(?<=[.?!])\s+")
_WHAT = re.compile(r"(?:and |so |but |ok |okay |right |well |do you know |can you |could you |since |for |at |in )*"
                   r"(?:when|what|where|who|which|why|how|tell me|remind me)\b")  # fmt: skip
_ASKED = re.compile(r"(?:and |so |but |ok |okay |right |well )*(?:is|are|was|were|do|does|did|have|has|had|can|could"
                    r"|would|will) (?:you|it|that|this|there|they|he|she|the|your|anyone|anything)\b")  # fmt: skip
"""A part that asks in the plain way puts nothing as so."""
_QUOTE = re.compile(
    r"(?:(?:so|and|but|oh|ok|okay|right|sorry|wait|hang on|earlier) )*(?:i thought |did )?(?:not )?you (?:have |had )?"
    r"(?:just |did |not )*(?:said|say|told|mentioned|mention|were saying|were telling)\b"
)
_QUOTED = re.compile(
    r"\b(?:you (?:have )?(?:just )?(?:said|told me|mentioned|told us|were saying|did say|did mention|were telling me)"
    r"|did you not say|i thought you said|so you said|did not you say)(?: that)?\b"
)
_MENTIONED = re.compile(r"\b(?:the|your|that) ((?:\w+ ){1,4}?)(?:that )?you (?:mentioned|told me about|talked about)\b")
_SUM_FRAME = re.compile(
    r"(?:^|\b)(?:just |so |ok |okay |right |well |now |if i may |let me |can i |could i |i will |i would like to "
    r"|i am going to |i want to )*(?:to |just )*"
    r"(?:summari[sz]e|sum up|recap|check|run through|go over|make sure|clarify|confirm|see if)"
    r"(?: (?:back|again|quickly))?"
    r"(?: (?:that|if|whether|what|this))*"
    r"(?: (?:i|we|you|have|had|got|this|that|it|right|correct\w*|understood|said|told me|so far|heard|are|saying"
    r"|properly|everything|all)\b)*"
)
"""How a summary begins."""
_SUMS_UP = re.compile(
    r"\b(?:summari[sz]e|sum up|recap|(?:check|make sure|see if) (?:that |if )?i (?:have )?(?:got|understood|understand)"
    r"|have i (?:missed|got that right|understood)|did i (?:miss|get))\b"
)
_FOR_MORE = re.compile(
    r"\b(?:have i (?:missed|forgotten|left)|did i (?:miss|forget|leave)|missed anything|left anything out"
    r"|(?:anything|something) (?:else )?(?:\w+ ){0,4}(?:add|missed|forgotten|left out|correct)"
    r"|anything (?:else|more))\b"
)
_ASKS_ON = re.compile(r"[,;.?!–-]\s*(?:and |so |but )?(?:when|how|what|where|which|who)\b[^?]*\?\s*$", re.IGNORECASE)
_THING = re.compile(r"(?:the|your|that|this|these|those) "
                    r"(?!.*\b(?:is|are|was|were|has|have|does|do|goes|came|started)\b)"
                    r"\w+(?: \w+){0,4}")  # fmt: skip
_IT = re.compile(r"it (?=(?:is|was|has|does|goes|comes|came|started|began)\b)")
"""What is said of "it" before the thing is named: "it's on the right, the pain"."""
_WERE_STILL = re.compile(
    r"\byou were(?= (?:married|single|divorced|allergic|diabetic|asthmatic|retired|on|taking|living|working)\b)"
)
"""What is told as past only because it is reported."""
_TO_FIRST = (
    (r"\byou are\b", "I am"), (r"\byou were\b", "I was"), (r"\byours\b", "mine"), (r"\byour\b", "my"),
    (r"\byourself\b", "myself"),
    (r"\b(to|for|with|at|of|on|round|around|behind|gives?|makes?|made|bothers?) you\b", r"\1 me"),
    (r"\byou (up|down|awake|off|going|better|worse)\b", r"me \1"),
    (r"\byou\b", "I"), (r"\bi\b", "I"), (r"\bI had been\b", "I have been"),
)  # fmt: skip


def even(text: str) -> str:
    """The text in lower case, short forms written out, without punctuation but for the apostrophes of owners."""
    text = text.lower().strip()
    for pattern, whole in _SHORT_FORMS:
        text = pattern.sub(whole, text)
    return re.sub(r"\s+", " ", re.sub(r"[^\w'’ ]+", " ", text)).strip()


def quoted(utterance: str) -> re.Match[str] | None:
    """Where the doctor says back what the patient is to have said."""
    return _QUOTED.search(even(utterance))


def says_back(utterance: str) -> bool:
    """Whether the words put something to the patient as so: quoted, tagged, or begun with "so you …"."""
    return any(_puts(part) for part in _PARTS.split(without_preface(utterance)))


def _puts(part: str) -> bool:
    """Whether a sentence puts something as so."""
    text = even(part)
    if _WHAT.match(text):
        return False
    plainly = (_QUOTE.match(text), _TAG.search(text), _SO.match(text), _FRAMED.match(text), _NOT_SO.match(text))
    return any(plainly) or bool(_AND.match(text) and part.strip().endswith("?"))


def sums_up(utterance: str) -> bool:
    """Whether the words announce themselves as a summary."""
    return bool(_SUMS_UP.search(even(utterance)))


def asks_for_more(utterance: str) -> bool:
    """Whether it is asked what was left out."""
    return bool(_FOR_MORE.search(even(utterance)))


def asks_on(utterance: str) -> bool:
    """Whether a "when?" or "how?" follows what is said back."""
    return bool(_ASKS_ON.search(utterance))


def presupposes(utterance: str) -> bool:
    """Whether a question takes for granted that the patient told of something ("the allergy you mentioned")."""
    return bool(_MENTIONED.search(even(utterance)))


def claims_in(utterance: str) -> tuple[str, ...]:
    """What is said back, one thing each, as the patient would say it of themselves."""
    return tuple(_first_person(text) for text in stated(utterance))


def stated(utterance: str) -> tuple[str, ...]:
    """What is said back, one thing each, without the frame ("you said", "is that right?")."""
    found: list[str] = []
    sentences = _PARTS.split(without_preface(utterance))
    putting = [one for one in sentences if _puts(one) or presupposes(one)]
    putting = sentences if sums_up(utterance) else putting or sentences
    for part in (clause for one in putting for clause in _CLAUSES.split(one)):
        text = even(part)
        text = _SUM_FRAME.sub("", text, count=1).strip() if _SUM_FRAME.match(text) else text
        if not text:
            continue
        quote, mentioned = quoted(part), _MENTIONED.search(text)
        asked = bool(_ASKED.match(text)) and not quote and not mentioned
        asked = asked or bool(_FOR_MORE.search(text))
        if _WHAT.match(text) or _ONLY_TAG.fullmatch(text) or _ONLY_FRAME.fullmatch(text) or asked:
            continue
        text = f"you have {mentioned[1]}" if mentioned else _without(quote, text) if quote else text
        text = _TAIL.sub("", _LEAD.sub("", text + " ").strip()).strip()
        if found and _THING.fullmatch(text) and _IT.match(found[-1]):
            found[-1] = _IT.sub(f"{text} ", found[-1])
        elif len(text.split()) >= 2:
            found.append(text)
    return tuple(found)


def _without(quote: re.Match[str], text: str) -> str:
    """What was said, after "you said" or before it."""
    return text[quote.end() :].strip() or text[: quote.start()].strip()


def _first_person(text: str) -> str:
    text = _WERE_STILL.sub("you are", text)
    for pattern, first in _TO_FIRST:
        text = re.sub(pattern, first, text)
    return text[:1].upper() + text[1:] + "."
