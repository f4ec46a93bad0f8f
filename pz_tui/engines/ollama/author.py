"""A patient's own words from a model: one rewording of one truth at a time, each checked.

The built-in author drafts every stage, so what is so never depends on a model. Traits of character are kept
out of the request: beside symptoms, small models turn a "poor memory" into a complaint. They choose the
worked examples instead.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import aclosing
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from pz_tui.engines.ollama.client import Client, Message
from pz_tui.engines.ollama.errors import OllamaError
from pz_tui.engines.ollama.health import ModelInfo
from pz_tui.engines.ollama.rewording import BOUND, objection, spoken
from pz_tui.generation.brief import PresentationDraft, StageBrief
from pz_tui.generation.ports import Author, Progress
from pz_tui.knowledge.library import Library
from pz_tui.record.base import Stated, Wording

T = TypeVar("T", bound=BaseModel)
S = TypeVar("S", bound=Stated)

SECONDS = 90.0
"""Time in all for the words of one patient; what has no words by then keeps the built-in ones."""
MOST_SYMPTOMS = 4
FAULTS = 2
"""Answers in a row that are no JSON before the model is left alone."""

_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"says": {"type": "string", "minLength": 2, "maxLength": BOUND}},
    "required": ["says"],
    "additionalProperties": False,
}
_SYSTEM = (
    "You reword what somebody tells a doctor. You get one true sentence in the first person. Write one short spoken "
    "sentence in British English that means exactly the same, in the first person: nothing added, nothing left out, "
    "the same numbers, sides, times and people. Answer as JSON: {\"says\": \"…\"}"
)
_WORKED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "plain": (
        ("I have lived in this town for thirty years.", "I've been living in this town thirty years."),
        ("I do not have a car.", "I haven't got a car."),
    ),
    "simple": (
        ("I have lived in this town for thirty years.", "I live in this town thirty years."),
        ("I do not have a car.", "I have no car."),
    ),
    "fluent": (
        ("I have lived in this town for thirty years.", "I've lived in this town for a good thirty years."),
        ("I do not have a car.", "I don't actually own a car."),
    ),
}


class OllamaAuthor:
    """An ``Author``: the built-in draft, with a model's wording first where it passed the checks.

    Args:
        seconds: limit for all rewordings of one patient.
        clock: seconds from any beginning, for tests.
    """

    def __init__(
        self, client: Client, model: ModelInfo, builtin: Author, library: Library | None, *, num_ctx: int,
        seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._client, self._model, self._builtin, self._library = client, model, builtin, library
        self._num_ctx = min(num_ctx, model.context_length or num_ctx)
        self._seconds, self._clock = seconds, clock

    async def compose(self, brief: StageBrief, shape: type[T], progress: Progress) -> T:
        """Write the stage; raises AuthorError as the built-in author does. Cancelling stops the model at once."""
        draft = await self._builtin.compose(brief, shape, progress)
        # A repair keeps to the built-in words: the model's may have been what was wrong.
        if not isinstance(draft, PresentationDraft) or brief.violations:
            return draft
        return cast(T, await self._reworded(draft, brief, progress))

    async def _reworded(self, draft: PresentationDraft, brief: StageBrief, progress: Progress) -> PresentationDraft:
        items = list(_items(draft))
        found: dict[str, Wording] = {}
        began, faults = self._clock(), 0
        for number, (key, stated) in enumerate(items, 1):
            if self._clock() - began > self._seconds:
                progress(f"{self._model.name} takes too long, so the rest stays in built-in words")
                break
            progress(f"{self._model.name} finds words {number}/{len(items)}: {key.partition(':')[0]}")
            try:
                said = await self._ask(stated.wording.full[0], key, brief)
            except OllamaError as problem:
                progress(f"{problem} The rest stays in built-in words.")
                break
            why = "it is no JSON" if said is None else self._why_not(stated, said, brief)
            if why:
                progress(f"a wording was left out: {why}")
            else:
                found[key] = _first(stated.wording, said or "")
            faults = faults + 1 if said is None else 0
            if faults >= FAULTS:
                progress(f"{self._model.name} does not keep to the form, so the rest stays in built-in words")
                break
        return _with(draft, found)

    async def _ask(self, truth: str, key: str, brief: StageBrief) -> str | None:
        """The model's wording, or None when what came is not the JSON that was asked for."""
        seed = int.from_bytes(hashlib.blake2b(f"{brief.chance}/{key}".encode(), digest_size=4).digest(), "big") >> 1
        options = {"num_ctx": self._num_ctx, "temperature": 0.7, "num_predict": 120, "seed": seed}
        stream = self._client.chat(
            model=self._model.name, messages=_messages(truth, brief), options=options,
            think=False if self._model.thinks else None, schema=_SCHEMA,
        )  # fmt: skip
        text, reason = "", ""
        async with aclosing(stream) as pieces:
            async for piece in pieces:
                text, reason = text + piece.text, piece.reason
                if len(text) > 4 * BOUND:
                    return None
        return None if reason == "length" else _read(text)

    def _why_not(self, stated: Stated, said: str, brief: StageBrief) -> str:
        condition = brief.profile.condition if brief.profile is not None else None
        secret = (condition.name, *condition.aliases) if condition is not None else ()
        concepts = self._library.concepts if self._library is not None else None
        known = {text.lower() for text in stated.wording.full}
        why = objection(stated.wording.full[0], said, secret=secret, concepts=concepts)
        return why or ("it is the same" if said.lower() in known else "")


def _items(draft: PresentationDraft) -> Iterator[tuple[str, Stated]]:
    """What is worth a wording of its own, most heard first."""
    told = sorted((s for s in draft.symptoms if s.story is not None and s.polarity == "present"),
                  key=lambda symptom: symptom.story or 0)  # fmt: skip
    found = [("complaint:", draft.complaint)]
    found += [(f"{view.kind}:{place}", view) for place, view in enumerate(draft.perspectives)]
    found += [(f"symptom:{symptom.concept}", symptom) for symptom in told[:MOST_SYMPTOMS]]
    return ((key, stated) for key, stated in found if stated.wording.full and stated.knowable)


def _messages(truth: str, brief: StageBrief) -> list[Message]:
    style = {"A": "simple", "C": "fluent"}.get(brief.strata.persona.language, "plain")
    messages: list[Message] = [{"role": "system", "content": _SYSTEM}]
    for before, after in _WORKED[style]:
        messages.append({"role": "user", "content": f"True: {before}"})
        messages.append({"role": "assistant", "content": json.dumps({"says": after}, ensure_ascii=False)})
    return [*messages, {"role": "user", "content": f"True: {truth}"}]


def _read(text: str) -> str | None:
    try:
        answer = json.loads(text)
    except ValueError:
        return None
    said = answer.get("says") if isinstance(answer, dict) else None
    return spoken(said) if isinstance(said, str) else None


def _first(wording: Wording, said: str) -> Wording:
    return wording.model_copy(update={"full": (said, *wording.full)})


def _with(draft: PresentationDraft, found: Mapping[str, Wording]) -> PresentationDraft:
    def worded(key: str, stated: S) -> S:
        return stated.model_copy(update={"wording": found[key]}) if key in found else stated

    return draft.model_copy(
        update={
            "complaint": worded("complaint:", draft.complaint),
            "perspectives": tuple(worded(f"{v.kind}:{n}", v) for n, v in enumerate(draft.perspectives)),
            "symptoms": tuple(worded(f"symptom:{s.concept}", s) for s in draft.symptoms),
        }
    )
