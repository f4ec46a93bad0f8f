"""The hidden record: facts by section with what has come out, the memory, and the checks of one turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, TabbedContent, TabPane
from textual.widgets.option_list import Option

from pz_tui.ui.widgets import explain
from pz_tui.ui.widgets.rows import BAD, GOOD, MUTED, WARN, Row, row, text
from pz_tui.ui.widgets.text_scroll import TextScroll

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pz_tui.consultation.memory import Memory
    from pz_tui.consultation.turn import Turn
    from pz_tui.record.facts import Fact
    from pz_tui.record.persona import Mood

_SIGNS = {"out": ("● ", GOOD), "partly": ("◐ ", WARN), "kept": ("– ", WARN), "not": ("○ ", MUTED)}


@dataclass(frozen=True)
class Course:
    """What the panel shows: the facts and all that has happened up to one turn."""

    facts: tuple[Fact, ...]
    turns: Sequence[Turn]
    memory: Memory
    start: Mood

    def states(self) -> dict[str, str]:
        """Fact id -> ``out``, ``partly``, ``kept`` or ``not`` (not yet)."""
        states: dict[str, str] = {}
        for fact, turns in self.memory.withheld.items():
            states[fact] = "kept" if turns else "not"
        for fact, events in self.memory.disclosed.items():
            states[fact] = "partly" if all(event.partly for event in events) else "out"
        for turn in self.turns:
            shown = [fact for card in turn.cards for fact in card.facts]
            shown += [fact for event in turn.events if event.kind in ("examined", "tested") for fact in event.facts]
            states.update(dict.fromkeys(shown, "out"))
        return states


class RecordTab(OptionList):
    """Sections that open and close, each with how much of it has come out."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "fold(True)", "Close section", show=False),
        Binding("right", "fold(False)", "Open section", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False, compact=True)
        self._course: Course | None = None
        self._folded: set[str] = set()
        self._width = 0

    def show(self, course: Course) -> None:
        """Show the facts as they stand after ``course``."""
        self._course = course
        self._rebuild()

    def on_resize(self) -> None:
        """Wrap anew."""
        if self.size.width != self._width:
            self._rebuild()

    def _rebuild(self) -> None:
        if self._course is None or not self.size.width:
            return
        from pz_tui.record.facts import SECTION_TITLES  # noqa: PLC0415 - not before the panel is open

        self._width = self.size.width
        states = self._course.states()
        options: list[Option] = []
        for section, title in SECTION_TITLES.items():
            facts = [fact for fact in self._course.facts if fact.section == section]
            if not facts:
                continue
            out = sum(states.get(fact.id, "not") in ("out", "partly") for fact in facts)
            sign = "▸" if section in self._folded else "▾"
            head = Content.assemble((f"{sign} {title}", "bold"), (f"  {out}/{len(facts)}", MUTED))
            options.append(Option(head, id=f"section:{section}"))
            if section not in self._folded:
                options += [self._option(fact, states) for fact in facts]
        at = self.highlighted
        self.clear_options()
        self.add_options(options)
        self.highlighted = min(at or 0, len(options) - 1) if options else None

    def _option(self, fact: Fact, states: dict[str, str]) -> Option:
        sign, style = _SIGNS[states.get(fact.id, "not")]
        flag = ("  !\u00a0red\u00a0flag", BAD) if fact.red_flag else ""
        quiet = MUTED if fact.polarity == "absent" else ""
        margin = "    " if explain.is_detail(fact) else "  "
        shown = Row(Content.assemble(text(explain.words_of(fact), quiet), flag), Content.styled(margin + sign, style))
        return Option(Content("\n").join(shown.lines(max(12, self._width - 2))), id=f"{fact.section}:{fact.id}")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter opens or closes a section."""
        event.stop()
        kind, _, section = (event.option_id or "").partition(":")
        if kind == "section":
            self._folded ^= {section}
            self._rebuild()

    def action_fold(self, close: bool) -> None:
        """Close or open the section of the row under the cursor."""
        option = self.highlighted_option
        if option is None or option.id is None:
            return
        kind, _, rest = option.id.partition(":")
        section = rest if kind == "section" else kind
        if close != (section in self._folded):
            self._folded ^= {section}
            self._rebuild()
            self.highlighted = self.get_option_index(f"section:{section}")


class RecordPanel(Vertical):
    """Record, Memory, Checks."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._course: Course | None = None
        self._turn: Turn | None = None

    def compose(self) -> ComposeResult:
        """The three tabs."""
        with TabbedContent(id="tabs"):
            with TabPane("Record", id="tab-record"):
                yield RecordTab(id="record")
            with TabPane("Memory", id="tab-memory"):
                yield TextScroll(id="memory")
            with TabPane("Checks", id="tab-checks"):
                yield TextScroll(id="checks")

    def show(self, course: Course, turn: Turn | None) -> None:
        """Show what is so after ``course``, and explain ``turn``."""
        self._course, self._turn = course, turn
        if not self.is_mounted:
            return
        known = {fact.id: fact for fact in course.facts}
        self.query_one(RecordTab).show(course)
        mood = explain.mood_block(explain.moods(course.start, course.turns))
        memory = [mood, explain.memory_block(course.memory, known)]
        if course.turns:
            memory.append(explain.events_block(course.turns[-1], known))
        self.query_one("#memory", TextScroll).set_blocks(memory, keep_place=True)
        self.query_one("#checks", TextScroll).set_blocks(self._checks(turn, known))

    def next_tab(self) -> Widget:
        """Turn to the next tab; what is in it."""
        tabs = self.query_one(TabbedContent)
        order = [pane.id or "" for pane in self.query(TabPane)]
        tabs.active = order[(order.index(tabs.active) + 1) % len(order)]
        return self.query_one(f"#{tabs.active.removeprefix('tab-')}")

    def on_mount(self) -> None:
        """Show what was handed over before the tabs were there."""
        if self._course is not None:
            self.call_after_refresh(self.show, self._course, self._turn)

    @staticmethod
    def _checks(turn: Turn | None, known: dict[str, Fact]) -> list[tuple[Row, ...]]:
        if turn is None:
            return [(row("Nothing has been asked yet.", MUTED),)]
        head = (Row(Content.assemble((f"Turn {turn.index + 1}  ", "bold"), text(turn.utterance, MUTED))), row(""))
        return [head, *explain.turn_blocks(turn, known)]
