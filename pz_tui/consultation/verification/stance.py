"""Stance: the yes or no that a sentence begins with, in whatever words ("Not one bit", "It does", "Far from it")."""

from __future__ import annotations

import re
from functools import lru_cache

_FILLERS = r"^(?:(?:um|well|oh|ooh|er|erm|uh|ah|so|and|sorry|honestly|doctor|actually|god|now|heavens|gosh) )*"
_NO = re.compile(
    _FILLERS + r"(?:no\b(?! (?:doubt|wonder|idea|problem|one|more|different))|nope|nah|never\b|none\b|nothing\b|nobody\b|neither\b|hardly\b|far from it"
    r"|not (?:at all|really|one bit|a bit|in the (?:least|slightest)|especially|particularly|that|any|anything|a (?:thing|sausage|drop|peep|single|jot)|since"
    r"|ever)\b|quite the (?:opposite|reverse)|(?:just )?the opposite|i (?:do|have|did|am|was|would|could) not\b|it (?:does|did|is|has|was) not\b"
    r"|there (?:is|was|has) (?:not|no|been no|been nothing|nothing)\b|they (?:do|did|are|have) not\b|i? ?can not say)"
)  # fmt: skip
_YES = re.compile(
    _FILLERS + r"(?:yes|yeah|yep|aye|yup|mhm|definitely|absolutely|certainly|for sure|you bet|too right|it (?:does|did|is|has)(?= |$)(?! not\b)"
    r"|i (?:do|have|did|am|was)(?= |$)(?! not\b| no\b| nothing| never)|there (?:is|was)(?= )(?! not\b| no\b| nothing)|they (?:do|did|are|have)(?= |$)(?! not\b))"
)  # fmt: skip
_PLAIN_NO = re.compile(_FILLERS + r"(?:no\b|nope|nah|never\b|none\b|hardly\b|not (?:at all|really|much|very|so|any|that|especially|particularly)\b)")
_PLAIN_YES = re.compile(_FILLERS + r"(?:yes|yeah|yep|aye|yup|definitely)\b")


@lru_cache(maxsize=4096)
def in_a_word(plain: str) -> bool | None:
    """The same, where it is said by yes, no or a word that stands for them alone."""
    return False if _PLAIN_NO.match(plain) else True if _PLAIN_YES.match(plain) else None


@lru_cache(maxsize=4096)
def stance(plain: str) -> bool | None:
    """True for a yes, False for a no, None where the plain sentence begins with neither."""
    return False if _NO.match(plain) else True if _YES.match(plain) else None
