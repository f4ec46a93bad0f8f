"""Topics: what is asked in so many ways that single patterns find it where no phrase of a bank does.

How far one normally walks, the last meal, thoughts of giving up smoking, an offer of pain relief, a goodbye in the
same breath as thanks: each becomes one ask in place of what its sentence was taken for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pz_tui.consultation.grounding.saying_back import even
from pz_tui.consultation.turn import Ask, Understanding
from pz_tui.record.base import Frozen

_SENTENCES = re.compile(r"(?<=[.?!;])\s+|\s+(?=and (?:what|how|where|who|is|does)\b)")
_WH = re.compile(r"(?:and |so )?(?:how|what|when)\b")
_SURE = 0.9
_ACTS = frozenset({
    "check_agreement", "closing", "acknowledge", "results_question", "check_understanding", "reassurance",
})  # fmt: skip
_ASIDE = frozenset({"greeting", "introduction", "acknowledge", "signpost", "empathy", "thanks", "consent", "chitchat"})
"""What stands beside a question and makes it no double one."""


class _Topic(Frozen):
    """One topic; ``needs``: what must have been spoken of last, unless the sentence names it.

    ``plainly``: answered without a yes or no, which could be meant of the thing or of its loss.
    """

    label: str
    asked: tuple[str, ...]
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    gives_way: tuple[str, ...] = ()
    plainly: bool = False


@cache
def _topics() -> tuple[_Topic, ...]:
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(
        _Topic(label=row.get("label", f"everyday:{name}"), asked=tuple(row["asked"]), unless=tuple(row.get("not", ())),
               needs=tuple(row.get("needs", ())), gives_way=tuple(row["for"]), plainly=bool(row.get("plainly")))
        for name, row in table.items()
    )  # fmt: skip


def of_topics(understanding: Understanding, utterance: str, focus: str) -> Understanding | None:
    """The understanding with topics in place of what their sentences were taken for; None where there is none.

    Args:
        focus: the label that was last spoken of.
    """
    asks = list(understanding.asks)
    found: list[Ask] = []
    for sentence in _SENTENCES.split(utterance):
        text = even(sentence)
        topic = next((one for one in _topics() if _fits(one, text, focus, asks)), None)
        if topic is None:
            continue
        head, _, thing = topic.label.partition(":")
        asks = [ask for ask in asks if ask.head not in topic.gives_way or even(ask.words) not in text]
        form = "statement" if head in _ACTS else "open" if _WH.match(text) else "closed"
        found.append(Ask.model_validate({"head": head, "object": thing, "form": form, "words": sentence,
                                         "confidence": _SURE, "wh": form == "open" or topic.plainly}))  # fmt: skip
    if not found:
        return None
    asks += [ask for ask in found if ask.label not in {one.label for one in asks}]
    main = [ask for ask in asks if ask.head not in _ASIDE]
    form = main[0].form if len(main) == 1 and understanding.form in ("compound", "list") else understanding.form
    sure = max(understanding.confidence, _SURE)
    return understanding.model_copy(update={"asks": tuple(asks), "confidence": sure, "form": form})


def _fits(topic: _Topic, text: str, focus: str, asks: Sequence[Ask]) -> bool:
    if not any(re.search(one, text) for one in topic.asked) or any(re.search(one, text) for one in topic.unless):
        return False
    spoken_of = {focus.partition(":")[0], *(ask.head for ask in asks)}
    return not topic.needs or bool(spoken_of & set(topic.needs))
