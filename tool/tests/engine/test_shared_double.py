"""The engine against the broker and the communicator that protocol, tool and service share."""

import asyncio

import pytest
from yorisoi_protocol import broker, evidence, peer
from yorisoi_protocol.broker import Person
from yorisoi_protocol.one_time_pass import parse_pass
from yorisoi_protocol.testing import line
from yorisoi_protocol.testing.broker_double import BrokerDouble
from yorisoi_protocol.testing.peers import CommunicatorDouble
from yorisoi_protocol.testing.talks import OFFER, draws
from yorisoi_protocol.vocabulary import Ending, Permission, Removal
from yorisoi_tool.engine import events
from yorisoi_tool.testing.scene import Scene, settle
from yorisoi_tool.transport.socket import Line, LineLost

YAMADA = Person("12", "山田")


class DoubleLine:
    """A line of the shared double as the tool's port."""

    def __init__(self, inner: line.Line) -> None:
        self._inner = inner

    async def send(self, text: str) -> None:
        try:
            await self._inner.send(text)
        except line.LineLost:
            raise LineLost("closed") from None

    async def receive(self) -> str:
        try:
            return await self._inner.receive()
        except line.LineLost:
            raise LineLost("closed") from None

    async def close(self) -> None:
        await self._inner.close()


@pytest.mark.asyncio
async def test_engine_holds_a_whole_session_with_the_shared_doubles() -> None:
    house = BrokerDouble()
    house.origin = "http://localhost:8000"

    async def dial() -> Line:
        return DoubleLine(await house.subscriber())

    scene = Scene(dial=dial)
    scene.transport.shows = OFFER.sdp.split("sha-256 ")[1].split("\r")[0]
    await scene.start()
    scene.session.post(events.Begin())
    await scene.until(lambda: any(isinstance(event, events.PassShown) for event in scene.told))
    typed = parse_pass(scene.last(events.PassShown).digits)
    communicator = CommunicatorDouble(await house.communicator(YAMADA), house.origin, YAMADA, draws("communicator"))
    await communicator.claim(typed)
    await asyncio.wait_for(communicator.exchange(), 5)
    scene.link.open()
    await scene.say(peer.Ready([]))
    await scene.agree(Permission.VIEW)
    assert scene.link.pictures
    scene.session.post(events.Leave())
    over = await scene.finished()
    assert (over.reason, over.handed_in) == (Ending.STOPPED_BY_SUBSCRIBER, True)
    row = house.rows[0]
    assert (row.state, row.ending) == ("closed", Ending.STOPPED_BY_SUBSCRIBER)
    head = evidence.verify_chain(row.entries, row.asked.public_key, row.session)
    receipt = evidence.verify_receipt(row.receipt, row.asked.public_key, row.session)
    assert (receipt.n, receipt.head, receipt.removal) == (head.n, head.head, Removal.VERIFIED)
    assert '"event":"ended_stopped_by_subscriber"' in row.entries[-1]
    assert (await communicator.hear(broker.Ended)).reason is Ending.STOPPED_BY_SUBSCRIBER
    assert [text for text in house.seen if typed.secret in text] == []
    await settle()
