"""The registry of sockets: one seat for each side, hints by topic."""

from dataclasses import dataclass, field

from yorisoi_protocol.vocabulary import Role
from yorisoi_service.hub.registry import Registry


@dataclass(eq=False)
class Chair:
    """A seat that notes what it is told."""

    full: bool = False
    frames: list[bytes] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    gone: bool = False

    def post(self, frame: bytes) -> bool:
        if self.full:
            return False
        self.frames.append(frame)
        return True

    def hint(self, topic: str) -> None:
        self.hints.append(topic)

    def replaced(self) -> None:
        self.gone = True


def test_a_message_reaches_only_the_other_side_of_the_same_session() -> None:
    hub, tool, viewer, stranger = Registry(), Chair(), Chair(), Chair()
    hub.sit("one", Role.SUBSCRIBER, tool)
    hub.sit("one", Role.COMMUNICATOR, viewer)
    hub.sit("two", Role.COMMUNICATOR, stranger)
    assert hub.relay("one", Role.COMMUNICATOR, b"m1")
    assert (tool.frames, viewer.frames, stranger.frames) == ([], [b"m1"], [])


def test_nobody_there_and_a_full_queue_both_answer_away() -> None:
    hub = Registry()
    assert not hub.relay("one", Role.SUBSCRIBER, b"m1")
    hub.sit("one", Role.SUBSCRIBER, Chair(full=True))
    assert not hub.relay("one", Role.SUBSCRIBER, b"m1")


def test_a_newcomer_takes_the_place_and_the_old_socket_cannot_free_it() -> None:
    hub, old, new = Registry(), Chair(), Chair()
    hub.sit("one", Role.SUBSCRIBER, old)
    hub.sit("one", Role.SUBSCRIBER, new)
    assert (old.gone, new.gone) == (True, False)
    assert not hub.rise("one", Role.SUBSCRIBER, old)
    assert hub.at("one", Role.SUBSCRIBER) is new
    assert hub.rise("one", Role.SUBSCRIBER, new)
    assert hub.at("one", Role.SUBSCRIBER) is None


def test_sitting_down_twice_does_not_replace_oneself() -> None:
    hub, chair = Registry(), Chair()
    hub.sit("one", Role.SUBSCRIBER, chair)
    hub.sit("one", Role.SUBSCRIBER, chair)
    assert not chair.gone
    assert len(hub) == 1


def test_a_hint_reaches_the_readers_of_its_topic_and_nobody_else() -> None:
    hub, page, other = Registry(), Chair(), Chair()
    hub.read("desk", page)
    hub.read("ticket:1", other)
    hub.wake("desk")
    hub.unread("desk", page)
    hub.wake("desk")
    assert (page.hints, other.hints) == (["desk"], [])


def test_a_reader_may_leave_while_it_is_told() -> None:
    hub = Registry()

    class Leaver(Chair):
        def hint(self, topic: str) -> None:
            super().hint(topic)
            hub.unread(topic, self)

    leavers = [Leaver(), Leaver()]
    for leaver in leavers:
        hub.read("desk", leaver)
    hub.wake("desk")
    hub.wake("desk")
    assert [leaver.hints for leaver in leavers] == [["desk"], ["desk"]]


def test_a_page_that_reads_the_desk_hears_which_ticket_it_is_about() -> None:
    hub, page = Registry(), Chair()
    hub.read("desk", page)
    hub.wake("desk", about="ticket:3")
    assert page.hints == ["ticket:3"]
