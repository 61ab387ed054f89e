"""The window alone, as a process: shows what it is told on standard input and prints what a hand did to it.

start LANGUAGE     a new window, nothing of the one before is left       -> ready
EVENT              a name of `EVENTS`: the window gets this event
stop               the window goes                                       -> quit
"""

import os
import queue
import sys
import threading
from datetime import datetime

from PySide6.QtWidgets import QApplication
from yorisoi_protocol.vocabulary import Answer, Ending, Permission, Removal

from yorisoi_tool.desktops.synthetic import guard
from yorisoi_tool.engine import events
from yorisoi_tool.engine.events import Caller, PassEnd, ToEngine, ToWindow, Trouble
from yorisoi_tool.window.shell import Shell

WHO = Caller("12", "山田 花子")
LEAD = Caller("10", "鈴木 一郎")
HOSTILE = Caller("12", "<b>山田</b>\u202e&amp;" + "あ" * 40)
TEN = datetime.fromisoformat("2026-04-01T10:05:00+09:00")


def standing(*, view: bool = False, control: bool = False, paused: bool = False, linked: bool = True) -> ToWindow:
    return events.Standing(WHO, view, control, False, paused, linked)


EVENTS: dict[str, ToWindow] = {
    "connecting": events.Connecting(),
    "pass": events.PassShown("48217395062", more=True),
    "last_pass": events.PassShown("90351864274", more=False),
    "called": events.Called(WHO),
    "called_hostile": events.Called(HOSTILE),
    "view": events.Asked(1, 1, Permission.VIEW, WHO),
    "control": events.Asked(1, 2, Permission.CONTROL, WHO),
    "clipboard": events.Asked(1, 3, Permission.CLIPBOARD, WHO),
    "view_lapsed": events.Settled(1, 1, Permission.VIEW, Answer.EXPIRED),
    "view_withdrawn": events.Settled(1, 1, Permission.VIEW, Answer.WITHDRAWN),
    "connected": standing(),
    "watching": standing(view=True),
    "working": standing(view=True, control=True),
    "paused": standing(view=True, paused=True),
    "interrupted": standing(view=True, linked=False),
    "soon": events.TimeTold(is_soon=True, until=TEN),
    "longer": events.TimeTold(is_soon=False, until=TEN),
    "handed_over": events.HandedOver(LEAD),
    "one_more_pass": events.Beside(events.PassShown("48217395062", more=True)),
    "one_more_called": events.Beside(events.Called(LEAD)),
    "one_more_old": events.Beside(events.PassOver(PassEnd.EXPIRED, more=True)),
    "one_more_over": events.BesideOver(),
    "one_more_view": events.Asked(2, 1, Permission.VIEW, LEAD),
    "one_more_connected": events.Standing(LEAD, False, False, False, False, True, way=2, joined=True),
    "one_more_watching": events.Standing(LEAD, True, False, False, False, True, way=2, joined=True),
    "one_more_left": events.Left(2, LEAD),
    "resting": events.Resting(10),
    "finishing": events.Finishing(Ending.FINISHED),
    **{f"over_{why.value}": events.PassOver(why, more=why is not PassEnd.BROKEN) for why in PassEnd},
    **{f"trouble_{why.value}": events.Troubled(why, again=why is Trouble.NO_SERVICE) for why in Trouble},
    **{
        f"ended_{removal.value}_{'frozen' if frozen else 'source'}": events.Over(
            reason=Ending.FINISHED,
            removal=removal,
            place="/home/hanako/yorisoi",
            frozen=frozen,
            callers=(WHO,),
            began=TEN,
            ended=TEN,
            used=(Permission.VIEW, Permission.CONTROL),
            handed_in=True,
        )
        for removal in Removal
        for frozen in (True, False)
    },
}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class PrintingHand:
    """Says what was pressed instead of doing it."""

    def grant(self, way: int, question: int) -> bool:
        say(f"grant {way} {question}")
        return True

    def deny(self, way: int, question: int) -> None:
        say(f"deny {way} {question}")

    def take_back(self, permission: Permission) -> None:
        say(f"take_back {permission.value}")

    def pause(self) -> None:
        say("pause")

    def resume(self) -> None:
        say("resume")

    def stop(self) -> None:
        say("stop")


def told(event: ToEngine) -> None:
    if not isinstance(event, events.Moved):
        say(f"tell {type(event).__name__}")


def main() -> None:
    application = QApplication(["yorisoi-tool"])
    application.setApplicationName("yorisoi-tool")
    injected = guard(os.environ)
    shells: list[Shell] = []
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            word = line.strip()
            if word.startswith("start "):
                lines.put(word.removeprefix("start "))
            else:
                shells[-1].receive(events.Gone() if word == "stop" else EVENTS[word])
        lines.put("")

    threading.Thread(target=listen, daemon=True).start()
    while language := lines.get():
        shell = Shell(application, language=language, provider="", hand=PrintingHand(), tell=told, injected=injected)
        shells.append(shell)
        shell.start()
        say("ready")
        application.exec()
        say("quit")


if __name__ == "__main__":
    main()
