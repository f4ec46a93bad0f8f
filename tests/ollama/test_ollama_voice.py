"""The voice over the loopback server: whole sentences, second tries, and nothing that was not said."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from itertools import pairwise
from typing import Any

import pytest

from pz_tui.consultation.ports import Exchange
from pz_tui.engines.builtin import builtin_engine
from pz_tui.engines.ollama import connect
from pz_tui.engines.ollama import voice as voice_module
from pz_tui.engines.ollama.errors import OllamaError
from pz_tui.engines.ollama.health import ModelInfo
from pz_tui.knowledge.library import load
from tests.factories import a_record
from tests.ollama.briefs import MODEL, a_brief, a_voice, heard
from tests.ollama.loopback import LoopbackOllama, Model, Reply

THINKER = ModelInfo(name="qwen3:4b", capabilities=("completion", "thinking"), may_think=True)


async def test_a_reply_comes_sentence_by_sentence(ollama_server: LoopbackOllama) -> None:
    ollama_server.script("It began last night. I was at work.")
    sentences, last = await heard(a_voice(ollama_server).speak(a_brief()))
    assert sentences == ["It began last night.", "I was at work."]
    assert last.finish == "stop"
    assert last.prompt_tokens > 100
    assert last.reply_tokens > 5


async def test_the_first_sentence_does_not_wait_for_the_last(ollama_server: LoopbackOllama) -> None:
    ollama_server.script(Reply(chunks=("It began last night.", " Then", " it", " moved."), pace=0.15))
    loop = asyncio.get_running_loop()
    began, times = loop.time(), []
    async with aclosing(a_voice(ollama_server).speak(a_brief())) as deltas:
        async for delta in deltas:
            if delta.text:
                times.append(loop.time() - began)
    assert times[0] < times[1] - 0.2


async def test_options_are_constant_and_whole(ollama_server: LoopbackOllama) -> None:
    voice = a_voice(ollama_server, MODEL.model_copy(update={"stops": ("<|eot_id|>",)}))
    for turn in range(2):
        await heard(voice.speak(a_brief(turn=turn)))
    await heard(voice.speak(a_brief(turn=1)))
    one, two, again = [chat["options"] for chat in ollama_server.chats()]
    assert one == {**two, "seed": one["seed"]}
    assert one["seed"] != two["seed"]
    assert two == again
    assert one["stop"] == ["\n\n", "Doctor:", "<|eot_id|>"]
    assert (one["num_ctx"], one["temperature"]) == (8192, 0.4)
    assert all("think" not in chat for chat in ollama_server.chats())
    assert len(ollama_server.scheduler.loads) == 1


async def test_each_request_begins_with_the_one_before_and_is_read_faster(ollama_server: LoopbackOllama) -> None:
    voice, record = a_voice(ollama_server), a_record()
    history: list[Exchange] = []
    for turn in range(4):
        brief = a_brief(f"Question {turn}?", (f"Truth {turn}.",), history=history, record=record, turn=turn)
        sentences, _ = await heard(voice.speak(brief))
        history.append(Exchange(doctor=brief.utterance, truth=(f"Truth {turn}.",), patient=" ".join(sentences)))
    requests = [chat["messages"] for chat in ollama_server.chats()]
    for before, after in pairwise(requests):
        assert after[: len(before)] == before
    assert ollama_server.scheduler.loaded["llama3.2:3b"].num_ctx == 8192


async def test_thinking_is_off_where_there_is_any_and_never_passes(ollama_server: LoopbackOllama) -> None:
    ollama_server.models.append(Model(name="qwen3:4b", capabilities=("completion", "thinking")))
    ollama_server.script(Reply(text="No fever.", thinking="She asks about fever."))
    sentences, _ = await heard(a_voice(ollama_server, THINKER).speak(a_brief()))
    assert sentences == ["No fever."]
    assert ollama_server.chats()[0]["think"] is False


@pytest.mark.parametrize(
    "raw",
    ["<think>She asks.\nI say no.</think>No fever.", "The doctor asks. I say no.</think>No fever.",
     "<think>\n\n</think>\n\nNo fever."],
)  # fmt: skip
@pytest.mark.parametrize("model", [MODEL, THINKER])
async def test_inline_thinking_never_passes(ollama_server: LoopbackOllama, raw: str, model: ModelInfo) -> None:
    ollama_server.models.append(Model(name="qwen3:4b", capabilities=("completion", "thinking")))
    ollama_server.script(*[Reply(text=raw, chunks=tuple(raw))] * 2)
    sentences, _ = await heard(a_voice(ollama_server, model).speak(a_brief()))
    assert sentences == ["No fever."]


async def test_a_blank_line_first_is_asked_again_without_that_stop(ollama_server: LoopbackOllama) -> None:
    ollama_server.script(*["\n\nNo fever."] * 3)
    voice = a_voice(ollama_server)
    assert (await heard(voice.speak(a_brief())))[0] == ["No fever."]
    assert (await heard(voice.speak(a_brief(turn=1))))[0] == ["No fever."]
    stops = [chat["options"]["stop"] for chat in ollama_server.chats()]
    assert stops == [["\n\n", "Doctor:"], ["Doctor:"], ["Doctor:"]]


async def test_a_model_that_refuses_the_think_switch_is_asked_without(ollama_server: LoopbackOllama) -> None:
    refusal = Reply(status=400, body='{"error":"\\"llama3.2:3b\\" does not support thinking"}')
    ollama_server.script(refusal, "No fever.", "No cough.")
    voice = a_voice(ollama_server, MODEL.model_copy(update={"capabilities": ("completion", "thinking")}))
    assert (await heard(voice.speak(a_brief())))[0] == ["No fever."]
    assert (await heard(voice.speak(a_brief(turn=1))))[0] == ["No cough."]
    assert [chat.get("think") for chat in ollama_server.chats()] == [False, None, None]


async def test_an_empty_piece_that_says_load_is_asked_again(ollama_server: LoopbackOllama) -> None:
    ollama_server.script(Reply(done_reason="load"), "No fever.")
    assert (await heard(a_voice(ollama_server).speak(a_brief())))[0] == ["No fever."]
    ollama_server.script(*[Reply(done_reason="load")] * 3)
    with pytest.raises(OllamaError, match="gives no answer"):
        await heard(a_voice(ollama_server).speak(a_brief()))


async def test_empty_pieces_do_no_harm(ollama_server: LoopbackOllama) -> None:
    ollama_server.script(Reply(text="No fever.", empty=5))
    assert (await heard(a_voice(ollama_server).speak(a_brief())))[0] == ["No fever."]


async def test_length_keeps_whole_sentences_only(ollama_server: LoopbackOllama) -> None:
    ollama_server.script(Reply(text="It began last night. It hurts and", done_reason="length"))
    sentences, last = await heard(a_voice(ollama_server).speak(a_brief()))
    assert sentences == ["It began last night."]
    assert last.finish == "length"
    ollama_server.script(Reply(text="It hurts and then", done_reason="length"))
    assert (await heard(a_voice(ollama_server).speak(a_brief())))[0] == []
    assert len(ollama_server.chats()) == 2


async def test_thoughts_that_eat_the_whole_length_get_more_room_once(ollama_server: LoopbackOllama) -> None:
    ollama_server.models.append(Model(name="qwen3:4b", capabilities=("completion", "thinking")))
    voice = a_voice(ollama_server, THINKER)
    voice._habits.think = None  # a model that cannot be kept from thinking
    ollama_server.script(Reply(thinking="hm " * 900, text="No fever."), Reply(thinking="hm " * 900, text="No fever."))
    assert (await heard(voice.speak(a_brief())))[0] == ["No fever."]
    assert [chat["options"]["num_predict"] for chat in ollama_server.chats()] == [200, 1200]
    assert len(ollama_server.scheduler.loads) == 1


@pytest.mark.parametrize("breaks", ["error", "reset", "eof", "half"])
async def test_a_stream_that_breaks_is_an_error_and_its_tail_is_dropped(
    ollama_server: LoopbackOllama, breaks: Any
) -> None:
    ollama_server.script(Reply(chunks=("It began last night.", " It ", "hurts"), breaks=breaks, after=3))
    sentences: list[str] = []

    async def listen() -> None:
        async with aclosing(a_voice(ollama_server).speak(a_brief())) as deltas:
            async for delta in deltas:
                sentences.append(delta.text.strip())

    with pytest.raises(OllamaError, match="broke off"):
        await listen()
    assert sentences in (["It began last night."], [])
    assert "It hurts" not in " ".join(sentences)


async def test_a_foreign_turn_ends_the_reply_and_the_connection(ollama_server: LoopbackOllama) -> None:
    text = "No fever.\nNurse: " + "and so on " * 300
    ollama_server.script(Reply(text=text, obeys_limits=False, pace=0.002))
    sentences, last = await heard(a_voice(ollama_server).speak(a_brief()))
    assert sentences == ["No fever."]
    assert last.finish == "stop"
    await ollama_server.wait_for_abort(1.0)


async def test_a_reply_without_end_is_ended(ollama_server: LoopbackOllama) -> None:
    text = " ".join(f"Sentence number {number}." for number in range(100))
    ollama_server.script(Reply(text=text, obeys_limits=False, pace=0.001))
    sentences, _ = await heard(a_voice(ollama_server).speak(a_brief()))
    assert len(sentences) == 4
    await ollama_server.wait_for_abort(1.0)


async def test_closing_stops_the_server_at_once(ollama_server: LoopbackOllama) -> None:
    ollama_server.script(Reply(chunks=("It began last night. ", *["word "] * 200), pace=0.05), "Fine.")
    voice = a_voice(ollama_server)
    async with aclosing(voice.speak(a_brief())) as deltas:
        async for _ in deltas:
            break
    assert (await ollama_server.wait_for_abort(1.0)).phase == "generate"
    assert (await heard(voice.speak(a_brief())))[0] == ["Fine."]


async def test_cancelling_while_it_loads_stops_the_server(
    ollama_server: LoopbackOllama, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice_module, "TICK_SECONDS", 0.05)
    monkeypatch.setattr(voice_module, "PS_SECONDS", 0.05)
    ollama_server.models[0].load_seconds = 30
    messages, told = [], asyncio.Event()

    async def listen() -> None:
        async with aclosing(a_voice(ollama_server).speak(a_brief())) as deltas:
            async for delta in deltas:
                messages.append((delta.finish, delta.text))
                told.set()

    listening = asyncio.create_task(listen())
    await asyncio.wait_for(told.wait(), 20)
    listening.cancel()
    assert (await ollama_server.wait_for_abort(1.0)).phase == "load"
    assert messages[0][0] == "waiting"
    assert "llama3.2:3b is being loaded" in messages[0][1]


async def test_waiting_says_reading_when_the_model_is_there(
    ollama_server: LoopbackOllama, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice_module, "TICK_SECONDS", 0.1)
    ollama_server.script(Reply(text="No.", delay=0.35))
    async with aclosing(a_voice(ollama_server).speak(a_brief())) as deltas:
        told = [delta.text async for delta in deltas if delta.finish == "waiting"]
    assert told
    assert all("is reading" in text for text in told)


async def test_too_small_a_window_on_the_server_is_learned(ollama_server: LoopbackOllama) -> None:
    ollama_server.models[0].context_length = 2048
    history = [Exchange(doctor="Question?", truth=("Truth. " * 20,), patient="Reply. " * 20) for _ in range(60)]
    refusal = '{"error":"{\\"error\\":{\\"type\\":\\"exceed_context_size_error\\",\\"n_ctx\\":2048}}"}'
    ollama_server.script(Reply(status=400, body=refusal), "No fever.")
    voice = a_voice(ollama_server)
    assert (await heard(voice.speak(a_brief(history=history))))[0] == ["No fever."]
    first, second = ollama_server.chats()
    assert len(second["messages"]) < len(first["messages"]) / 2
    assert second["messages"][:7] == first["messages"][:7]


@pytest.mark.parametrize(("whole", "shorter"), [(True, True), (False, False)])
async def test_a_count_that_is_too_small_means_that_something_was_dropped(
    ollama_server: LoopbackOllama, whole: bool, shorter: bool
) -> None:
    history = [Exchange(doctor="Question?", truth=("Truth. " * 20,), patient="Reply. " * 20) for _ in range(60)]
    ollama_server.script(Reply(text="No fever.", count=1026), "No cough.")
    voice = a_voice(ollama_server, whole=whole)
    for turn in range(2):
        await heard(voice.speak(a_brief(history=history, turn=turn)))
    first, second = ollama_server.chats()
    assert (len(second["messages"]) < len(first["messages"])) is shorter
    assert second["messages"][:7] == first["messages"][:7]


async def test_a_long_consultation_never_exceeds_the_window(ollama_server: LoopbackOllama) -> None:
    voice, record = a_voice(ollama_server, num_ctx=2048), a_record()
    history: list[Exchange] = []
    for turn in range(40):
        brief = a_brief(f"Question {turn}?" * 4, ("A truth that is rather long. " * 3,), history=history,
                        record=record, turn=turn)  # fmt: skip
        sentences, last = await heard(voice.speak(brief))
        assert last.prompt_tokens + 200 <= 2048
        history.append(Exchange(doctor=brief.utterance, truth=("A truth that is rather long. " * 3,),
                                patient=" ".join(sentences)))  # fmt: skip
    assert all(seen[0]["role"] == "system" for seen in ollama_server.seen)
    assert [len(seen) for seen in ollama_server.seen] == [len(chat["messages"]) for chat in ollama_server.chats()]


async def test_a_repair_asks_with_the_reason_and_another_seed(ollama_server: LoopbackOllama) -> None:
    ollama_server.script("It began today.", "It began last night. I was at work.")
    voice = a_voice(ollama_server)
    await heard(voice.speak(a_brief()))
    again = a_brief(shown=("It began last night.",), objection="It gives another day")
    assert (await heard(voice.speak(again)))[0] == ["I was at work."]
    first, second = ollama_server.chats()
    assert "It gives another day" in second["messages"][-1]["content"]
    assert first["messages"][:-1] == second["messages"][:-1]
    assert first["options"]["seed"] != second["options"]["seed"]


async def test_warming_loads_with_the_window_of_the_turns(ollama_server: LoopbackOllama) -> None:
    engine = await connect(ollama_server.host, "", None, builtin_engine(load()))
    await engine.warm(a_record())
    await heard(engine.voice.speak(a_brief()))  # type: ignore[arg-type]
    warm, turn = ollama_server.chats()
    assert turn["messages"][: len(warm["messages"])] == warm["messages"]
    assert ollama_server.scheduler.loads == [("llama3.2:3b", 8192)]
