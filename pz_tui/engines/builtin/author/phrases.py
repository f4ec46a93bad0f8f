"""The plain facts of a life in people's words: job, home, habits, tablets, family."""

from __future__ import annotations

import random
import re
import tomllib
from functools import lru_cache
from pathlib import Path

from pz_tui.engines.builtin.author.lay_time import spoken
from pz_tui.generation.brief import Strata
from pz_tui.knowledge.schema import Occupation
from pz_tui.record.base import Frozen, Wording
from pz_tui.record.patient import SocialItem


class Phrases(Frozen):
    """Phrase tables: matter -> case -> variants."""

    tables: dict[str, dict[str, Wording]]

    def say(self, matter: str, case: str, rng: random.Random, **blanks: str) -> Wording:
        """The variants of one case, filled, in this patient's order; raises KeyError for an unknown one."""
        wording = self.tables[matter][case]
        return Wording(full=_filled(wording.full, rng, blanks), short=_filled(wording.short, rng, blanks))

    def occupation(self, key: str, job: Occupation, rng: random.Random) -> Wording:
        """The job, told as one that is held, was held, or is one's own."""
        case = key if key in self.tables["occupation"] else "own"
        return self.say("occupation", case, rng, title=with_article(job.title), says=job.says)

    def living(self, strata: Strata, rng: random.Random) -> Wording:
        """Who is at home."""
        case: str = strata.household
        if case == "family" and strata.partner not in ("partner", "married"):
            case = "single_family"
        kids = "the kids" if strata.children > 1 else "our youngster"
        return self.say("living", case, rng, spouse=spouse(strata), kids=kids)

    def relations(self, strata: Strata, rng: random.Random) -> tuple[SocialItem, ...]:
        """Partner and children."""
        if strata.age < 16:
            return ()
        kids = "one child" if strata.children == 1 else f"{spoken(strata.children)} children"
        has = strata.children > 0
        return (
            SocialItem(
                head="relationships", facet="partner", clinical=strata.partner,
                wording=self.say("relationships", strata.partner, rng, spouse=spouse(strata)),
            ),
            SocialItem(
                head="relationships", facet="children", clinical=kids if has else "No children",
                value=float(strata.children), polarity="present" if has else "absent",
                wording=self.say("relationships", "children" if has else "no_children", rng, kids=kids),
            ),
        )  # fmt: skip


_BEGINS = re.compile(r"^\w|(?<=[.?!] )[a-z]")
"""Where a sentence begins, also one that begins with a name filled in."""


@lru_cache(maxsize=1)
def load_phrases() -> Phrases:
    """The packaged tables."""
    text = (Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    return Phrases(
        tables={
            matter: {case: Wording.model_validate(value) for case, value in cases.items()}
            for matter, cases in tables.items()
        }
    )


def spouse(strata: Strata) -> str:
    """What the patient calls the one they live or lived with."""
    if strata.partner in ("married", "widowed"):
        return "husband" if strata.sex == "female" else "wife"
    return "partner"


def inside(name: str) -> str:
    """A name as it stands inside a sentence: its first letter small, unless the word is said letter by letter."""
    first = name.split(" ", 1)[0].split("-", 1)[0]
    return name if len(first) > 1 and first.isupper() else name[:1].lower() + name[1:]


def with_article(noun: str) -> str:
    """ "a teacher", "an engineer", "an HR officer"; left alone when it has an article."""
    name = inside(noun)
    if name.split(" ", 1)[0] in ("a", "an", "the"):
        return name
    vowels = _SAID_WITH_A_VOWEL if name[:1].isupper() else "aeio"
    return f"{'an' if name[:1] in vowels else 'a'} {name}"


_SAID_WITH_A_VOWEL = "AEFHILMNORSX"
"""Letters whose own names begin with a vowel."""


def _filled(texts: tuple[str, ...], rng: random.Random, blanks: dict[str, str]) -> tuple[str, ...]:
    order = list(texts)
    rng.shuffle(order)
    lines = (line.format(**blanks) for line in order)
    return tuple(dict.fromkeys(_BEGINS.sub(lambda begun: begun[0].upper(), line) for line in lines))
