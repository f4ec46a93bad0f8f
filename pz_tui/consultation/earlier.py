"""What of the turns so far bears on deciding the next one. Read from the turns, so resume and fork see the same."""

from __future__ import annotations

from collections.abc import Sequence

from pz_tui.consultation.manner import heads_of, takes_up
from pz_tui.consultation.turn import Turn
from pz_tui.record.base import Frozen

WORRY = "ice/concern"
"""How the ids of worries begin."""
ROLE_BREAK = "role_break"
_LEAVE = frozenset({"consent", "privacy", "confidentiality"})


def attempts(turns: Sequence[Turn]) -> int:
    """In how many of the turns the role was to be broken."""
    return sum(ROLE_BREAK in heads_of(turn.understanding) for turn in turns)


class Earlier(Frozen):
    """The past of a conversation, as far as the patient acts on it.

    Attributes:
        kept_back: sensitive fact -> how often it was asked for and kept back.
        turned_aside: the words in which that was done, not to be used for another fact.
        worry, worry_turn: the concern that was voiced and not taken up since, and when it was last said; empty
            and -1 for none.
        worry_said: how often it was said.
        lost: the patient has just lost the thread.
        attempts: how often the doctor tried to talk the patient out of being one.
        leave: the doctor has just asked leave or promised confidence, which makes the next question kind.
    """

    kept_back: dict[str, int] = {}
    turned_aside: tuple[str, ...] = ()
    worry: str = ""
    worry_turn: int = -1
    worry_said: int = 0
    leave: bool = False
    lost: bool = False
    attempts: int = 0


def earlier(turns: Sequence[Turn]) -> Earlier:
    """What the turns so far come to."""
    kept: dict[str, int] = {}
    lines: list[str] = []
    for turn in turns:
        for move in turn.plan.moves:
            held = [item.fact for item in move.withheld if item.reason == "sensitive"]
            kept |= {fact: kept.get(fact, 0) + 1 for fact in held}
            lines += move.truth if held else ()
    worry, at, said = _unmet(turns)
    leave = bool(turns) and bool(_LEAVE & heads_of(turns[-1].understanding))
    lost = bool(turns) and turns[-1].plan.strategy == "ask_back"
    return Earlier(kept_back=kept, turned_aside=tuple(lines), worry=worry, worry_turn=at, worry_said=said,
                   leave=leave, lost=lost, attempts=attempts(turns))  # fmt: skip


def _unmet(turns: Sequence[Turn]) -> tuple[str, int, int]:
    """The worry that waits for an answer, the turn it was last said in, and how often it was said."""
    worry, at, said = "", -1, 0
    for turn in turns:
        if worry and takes_up(turn.understanding):
            worry, at, said = "", -1, 0
        voiced = [event.fact for event in turn.events if event.kind == "disclosed" and event.fact.startswith(WORRY)]
        if voiced:
            worry, at, said = voiced[-1], turn.index, said + 1
    return worry, at, said
