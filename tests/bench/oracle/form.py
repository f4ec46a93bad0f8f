"""What gives a machine away whatever the facts: form, false "as I said", yes and no in one breath."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pz_tui.record.patient import PatientRecord
from tests.bench.oracle.probes import Probe
from tests.bench.oracle.reading import bare, plain, words
from tests.bench.oracle.tables import pattern

AGAIN = (r"^\W*(oh, )?(as i (said|told you)|like i said|i('ve| have)? (already )?(told you|said)|i already said|you('ve)? (already )?asked me|"
         r"same as before|i think i said|sorry, i thought i'd said|i thought i'd said|i said,)")  # fmt: skip


def slip(record: PatientRecord, probe: Probe, reply: str) -> str:
    """What is wrong with a reply as English or as a reply; empty when nothing is."""
    who = record.identity
    for name in {who.given_name, *who.name.split()}:
        low = name[0].lower() + name[1:]
        if len(name) > 3 and re.search(rf"(?<![\w-]){re.escape(low)}(?!\w)", reply) and low not in who.occupation.clinical:
            return f"name in lower case: {low}"
    if re.search(r"[{}<>_\[\]]", reply):
        return "template or markup shows"
    doubled = re.search(r"\b(the|a|i|it|my|of|to|and|was|is|for|with)\s+\1\b", plain(reply))
    if doubled:
        return f"word twice: {doubled[0]}"
    if re.search(r"[.!?] [a-z]", re.sub(r"\.\.\.|…|\b(dr|mr|mrs|ms|st|vs|e\.g|i\.e)\. ", "", reply, flags=re.IGNORECASE)):
        return "sentence begins in lower case"
    start = bare(reply, leave=True)
    if pattern(r"^(yes|yeah|yep|aye)[.!]? +(no\b(?!w)|nope|not really|not at all|never\b|none\b|nothing\b)").search(start):
        return "yes and no in one breath"
    tacked = re.search(r"^(?!no\b|not |never|none|nothing|i'm not|i don't|i haven't|i've not|it's not|it doesn't).*\w{3,}.*[.!] "
                       r"(none|no|nope|not really|no, (no|none)|not at all|i'm not on anything|i don't take any tablets)[.!]?$", start)  # fmt: skip
    if tacked and not re.search(r"\b(no|not|never|nothing|none|n't|nobody|without|don't)\b", start[: tacked.start(1)]):
        return "a bare no tacked on to an answer"
    parts = [p.strip().lower() for p in re.split(r"(?<=[.!?])\s+", reply) if len(p.split()) > 2]
    if len(parts) != len(set(parts)):
        return "the same sentence twice in one reply"
    return ""


def false_again(turns: Sequence[tuple[Probe, str]]) -> list[tuple[int, str]]:
    """Places where a patient says it has told this before and has not, nor been asked."""
    found = []
    for place, (probe, reply) in enumerate(turns):
        if not re.match(AGAIN, plain(reply)):
            continue
        said = words(bare(reply))
        asked = {f.id for p, _ in turns[:place] for f in p.facts} | {p.topic for p, _ in turns[:place] if p.topic}
        told = any(len(said & words(earlier)) >= 0.5 * len(said) for _, earlier in turns[:place]) if said else True
        if not told and not ({f.id for f in probe.facts} & asked) and probe.topic not in asked:
            found.append((place, "claims to have said it before, and has not"))
    return found
