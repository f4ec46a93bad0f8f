"""What every screen shares: the services, speaking to the user, and turning a fault into one sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple, TypeVar, cast

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen
from textual.worker import Worker, WorkerState

from pz_tui.ui.plain import one_line

if TYPE_CHECKING:
    from pz_tui.ui.host import Host
    from pz_tui.ui.services import Services

T = TypeVar("T")
R = TypeVar("R")
Severity = Literal["information", "warning", "error"]


class Command(NamedTuple):
    """One entry of the command palette."""

    name: str
    help: str
    run: Callable[[], object]


class Shared:
    """Mixed into screens and dialogs."""

    @property
    def pz(self) -> Host:
        """The app, typed."""
        return cast("Host", self.app)  # type: ignore[attr-defined]

    @property
    def services(self) -> Services:
        """The rooms beneath."""
        return self.pz.services

    def say(self, message: str, severity: Severity = "information") -> None:
        """A short message that goes by itself; literal text."""
        self.pz.notify(one_line(message), severity=severity, markup=False)

    async def attempt(self, work: Awaitable[R]) -> R | None:
        """Await ``work``; a fault is said in one sentence and gives None."""
        try:
            return await work
        except Exception as error:
            self.say(self.pz.sentence(error), "error")
            return None

    def take_over(self, work: Callable[[], Coroutine[Any, Any, None]], group: str) -> None:
        """Run ``work`` in the place of what still runs in its group.

        It is given as a function, for the next one may take over before it has begun, and a coroutine that is
        never awaited is complained of.
        """
        self.run_worker(work, group=group, exclusive=True, exit_on_error=False)  # type: ignore[attr-defined]

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A fault that no one caught in a worker is told and logged; it must not vanish."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.say(self.pz.sentence(event.worker.error), "error")

    def extra_commands(self) -> Iterable[Command]:
        """Entries of the command palette besides the key bindings."""
        return ()


class PzScreen(Shared, Screen[T]):
    """A full screen."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]


class PzDialog(Shared, ModalScreen[T]):
    """A dialog over a screen."""

    # with priority, so that keys typed at once after Tab reach the next field and not the last one
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", "previous", show=False, priority=True),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
