"""The patient's voice through a model: whole sentences, cleaned, and never more than the stream really said."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from pz_tui.consultation.ports import Delta, SpeechBrief
from pz_tui.engines.ollama import prompts
from pz_tui.engines.ollama.budget import fitted
from pz_tui.engines.ollama.cleaning import ReplyText
from pz_tui.engines.ollama.client import Client, Piece
from pz_tui.engines.ollama.errors import OllamaError
from pz_tui.engines.ollama.health import ModelInfo
from pz_tui.engines.ollama.watching import watched
from pz_tui.record.patient import PatientRecord

TEMPERATURE = 0.4
NUM_PREDICT = 200
NUM_PREDICT_THINKING = 1200
TICK_SECONDS = 1.0
PS_SECONDS = 0.5
TRIES = 3
WAITING = "waiting"
"""``finish`` of a piece whose text is no speech but says what is being waited for."""


@dataclass
class _Habits:
    """What has been learned about this model on this server; kept as long as the engine."""

    think: bool | None
    hold: bool
    num_predict: int = NUM_PREDICT
    blank_line_stops: bool = True
    room: int | None = None


@dataclass
class _Attempt:
    """One request and what came of it."""

    messages: list[prompts.Message]
    text: ReplyText
    last: Piece = field(default_factory=Piece)
    thought: bool = False


class OllamaVoice:
    """A ``Voice`` over one model.

    Args:
        counts_are_whole: the server counts the whole prompt also when it had read some of it before
            (0.30.1 and later); only then does a small count mean that something was dropped.
    """

    def __init__(self, client: Client, model: ModelInfo, *, num_ctx: int, counts_are_whole: bool) -> None:
        self._client, self._model = client, model
        self._num_ctx = min(num_ctx, model.context_length or num_ctx)
        self._counts_are_whole = counts_are_whole
        self._habits = _Habits(think=False if model.thinks else None, hold=model.may_think or model.thinks)

    async def speak(self, brief: SpeechBrief) -> AsyncGenerator[Delta, None]:
        """Yield whole sentences; while nothing comes, pieces that only say what is being waited for.

        Raises:
            OllamaError: the engine failed; sentences already given stand, nothing else was said.
        """
        for tries_left in reversed(range(TRIES)):
            attempt = self._attempt(brief)
            try:
                async with aclosing(self._once(brief, attempt)) as deltas:
                    async for delta in deltas:
                        yield delta
            except OllamaError as problem:
                if attempt.text.given or not tries_left or not self._learned_from(problem, attempt):
                    raise
                continue
            self._learn(attempt)
            if attempt.text.given or not self._ask_again(attempt, tries_left):
                break
        yield Delta(
            done=True, finish=attempt.last.reason or "stop", prompt_tokens=attempt.last.prompt_tokens,
            reply_tokens=attempt.last.reply_tokens,
        )  # fmt: skip

    async def warm(self, record: PatientRecord) -> None:
        """Load the model and let it read the part of the prompt that never changes; its answer is dropped.

        Raises:
            OllamaError: the engine failed.
        """
        options = self._options("warm") | {"num_predict": 1}
        stream = self._client.chat(
            model=self._model.name, messages=prompts.opening(record), options=options, think=self._habits.think
        )
        async with aclosing(stream) as pieces:
            async for _ in pieces:
                pass

    # --- one request ---------------------------------------------------------------------------------------

    async def _once(self, brief: SpeechBrief, attempt: _Attempt) -> AsyncGenerator[Delta, None]:
        stream = self._client.chat(
            model=self._model.name, messages=attempt.messages, options=self._options(_seed_of(brief)),
            think=self._habits.think,
        )  # fmt: skip
        silent_for, heard = 0.0, False
        async with aclosing(watched(stream, TICK_SECONDS)) as pieces:
            async for piece in pieces:
                if piece is None:
                    silent_for += TICK_SECONDS
                    if not heard:
                        yield Delta(text=await self._waiting(silent_for, attempt.thought), finish=WAITING)
                    continue
                attempt.last, attempt.thought = piece, attempt.thought or piece.thinking
                heard = heard or bool(piece.text)
                sentences = attempt.text.add(piece.text)
                if piece.done:
                    sentences += attempt.text.finish(piece.reason)
                for sentence in sentences:
                    yield Delta(text=f"{sentence} ")
                if attempt.text.ended:
                    return

    def _attempt(self, brief: SpeechBrief) -> _Attempt:
        name = brief.record.identity.given_name
        window = self._num_ctx - min(self._habits.num_predict, self._num_ctx // 2)
        room = min(window, self._habits.room or window)
        messages = fitted(
            prompts.opening(brief.record), brief.history, prompts.question(brief), name=name, room=room, window=window
        )
        limit = max(1, max(brief.plan.max_sentences, len(prompts.truth_of(brief.plan))) + 1 - len(brief.shown))
        text = ReplyText(
            prompts.names_of(brief.record), said=brief.shown, limit=limit, hold=self._habits.hold
        )
        return _Attempt(messages=messages, text=text)

    def _options(self, chance: str) -> dict[str, Any]:
        seed = int.from_bytes(hashlib.blake2b(chance.encode(), digest_size=4).digest(), "big") >> 1
        blank = ["\n\n"] if self._habits.blank_line_stops else []
        return {
            "num_ctx": self._num_ctx, "temperature": TEMPERATURE, "num_predict": self._habits.num_predict,
            "seed": seed, "stop": [*dict.fromkeys([*blank, "Doctor:", *self._model.stops])],
        }  # fmt: skip

    async def _waiting(self, seconds: float, thought: bool) -> str:
        doing = "is thinking" if thought else "is reading" if await self._loaded() else "is being loaded"
        return f"{self._model.name} {doing}, {seconds:.0f} s; Esc stops."

    async def _loaded(self) -> bool:
        """Whether the model is in memory; a server that is loading does not answer, which says it too."""
        try:
            running = (await self._client.ask("GET", "/api/ps", seconds=PS_SECONDS)).get("models")
        except OllamaError:
            return False
        names = [entry.get("model") for entry in running or [] if isinstance(entry, dict)]
        return self._model.name in names

    # --- learning ------------------------------------------------------------------------------------------

    def _learned_from(self, problem: OllamaError, attempt: _Attempt) -> bool:
        """Whether asking again in another way may help."""
        if problem.kind == "thinking" and self._habits.think is not None:
            self._habits.think = None
            return True
        if problem.kind == "window":
            needed = prompts.tokens_of(attempt.messages)
            window = problem.window or self._num_ctx // 2
            smaller = min(window - self._habits.num_predict, int(needed * 0.7))
            if smaller > 0 and (self._habits.room is None or smaller < self._habits.room):
                self._habits.room = smaller
                return True
        return False

    def _learn(self, attempt: _Attempt) -> None:
        """Hold back a model that mixed its thoughts in; use a smaller window where the server has one."""
        self._habits.hold = self._habits.hold or attempt.text.thought
        counted = attempt.last.prompt_tokens
        if self._counts_are_whole and 0 < counted < prompts.fewest_tokens(attempt.messages):
            self._habits.room = min(counted, self._habits.room or counted)

    def _ask_again(self, attempt: _Attempt, tries_left: int) -> bool:
        """Whether an answer without a sentence is worth another request; what is left is said by the caller.

        Raises:
            OllamaError: the server loads the model again and again and lets it say nothing.
        """
        reason = attempt.last.reason
        if reason == "load" and not tries_left:
            raise OllamaError(
                "empty", f"Ollama loads {self._model.name} and gives no answer: ask again, or choose another model."
            )
        if reason == "length" and (attempt.thought or attempt.text.thought or attempt.text.empty):
            self._habits.num_predict = NUM_PREDICT_THINKING
            return bool(tries_left)
        if reason == "stop" and (attempt.text.empty or attempt.text.thought):
            self._habits.blank_line_stops = False
            return bool(tries_left)
        return reason == "load"


def _seed_of(brief: SpeechBrief) -> str:
    return f"{brief.chance}/{len(brief.shown)}/{brief.objection}"
