"""A place in a session: who is told when it is taken, freed, or taken over."""

from dataclasses import dataclass, field

import pytest
from yorisoi_protocol.vocabulary import Role
from yorisoi_service.front.socket.shells import Place, has_control_characters
from yorisoi_service.hub import topics
from yorisoi_service.hub.registry import Registry


@dataclass(eq=False)
class Chair:
    """A line that notes what it is told."""

    told: list[str] = field(default_factory=list)

    def post(self, frame: bytes) -> bool:
        self.told.append(frame.decode())
        return True

    def hint(self, topic: str) -> None:
        self.told.append(topic)

    def replaced(self) -> None:
        self.told.append("replaced")


CAME, WENT = '{"t":"presence","present":true}', '{"t":"presence","present":false}'


def place(hub: Registry, role: Role) -> tuple[Place, Chair]:
    chair = Chair()
    return Place(line=chair, hub=hub, role=role), chair  # type: ignore[arg-type]


def test_each_side_hears_the_other_come_and_go() -> None:
    hub = Registry()
    (tool, tool_chair), (viewer, viewer_chair) = place(hub, Role.SUBSCRIBER), place(hub, Role.COMMUNICATOR)
    tool.take("one")
    assert not tool.is_other_there()
    viewer.take("one")
    assert tool.is_other_there()
    tool.free()
    tool.free()
    assert (tool_chair.told, viewer_chair.told) == ([CAME], [WENT])


def test_who_was_replaced_says_nothing_when_it_leaves() -> None:
    hub = Registry()
    (old, old_chair), (new, _), (viewer, viewer_chair) = (
        place(hub, Role.SUBSCRIBER),
        place(hub, Role.SUBSCRIBER),
        place(hub, Role.COMMUNICATOR),
    )
    viewer.take("one")
    old.take("one")
    new.take("one")
    old.free()
    assert (viewer_chair.told, old_chair.told) == ([CAME, CAME], ["replaced"])
    assert viewer.is_other_there()


def test_a_freed_place_hears_no_hints_of_its_old_session() -> None:
    hub = Registry()
    tool, chair = place(hub, Role.SUBSCRIBER)
    tool.take("one")
    tool.take("two")
    hub.wake(topics.session("one"))
    hub.wake(topics.session("two"))
    tool.free()
    hub.wake(topics.session("two"))
    assert chair.told == ["session:two"]
    assert hub.sessions() == ()


@pytest.mark.parametrize(
    ("text", "has"),
    [("Windows 11", False), ("日本語", False), ("a\x00", True), ("\x1b[31m", True), ("\x7f", True), ("", False)],
)
def test_control_characters_are_seen(text: str, has: bool) -> None:
    assert has_control_characters("fine", text) is has
