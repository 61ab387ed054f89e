"""The real transport against another aiortc peer: channels, certificate, refusals."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from aiortc import RTCConfiguration, RTCDataChannel, RTCPeerConnection, RTCSessionDescription
from yorisoi_protocol.exchange.sdp import fingerprint, pin
from yorisoi_tool.transport.aiortc import HIDDEN, AiortcTransport
from yorisoi_tool.transport.port import Link, NoPath

pytestmark = pytest.mark.asyncio


@dataclass
class Ears:
    """Notes what a link tells."""

    heard: list[tuple[str, object]] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    def opened(self) -> None:
        self.open.set()

    def words(self, text: str) -> None:
        self.heard.append(("words", text))

    def input(self, frame: bytes) -> None:
        self.heard.append(("input", frame))

    def picture(self, frame: bytes) -> None:
        self.heard.append(("picture", frame))

    def lost(self) -> None:
        self.gone.set()


class Viewer:
    """A viewer's end as the browser makes it: three channels."""

    def __init__(self, *names: str) -> None:
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.got: asyncio.Queue[tuple[str, str | bytes]] = asyncio.Queue()
        self.channels: dict[str, RTCDataChannel] = {}
        for name in names or ("words", "input", "picture"):
            lossy = {"ordered": False, "maxRetransmits": 0} if name == "picture" else {}
            channel = self.connection.createDataChannel(name, **lossy)
            channel.on("message", lambda data, name=name: self.got.put_nowait((name, data)))
            self.channels[name] = channel

    async def offer(self) -> str:
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return pin(self.connection.localDescription.sdp)

    async def take(self, answer: str) -> None:
        await self.connection.setRemoteDescription(RTCSessionDescription(pin(answer), "answer"))


@pytest_asyncio.fixture
async def transport() -> AsyncIterator[AiortcTransport]:
    yield AiortcTransport()


async def joined(transport: AiortcTransport, ears: Ears) -> tuple[Viewer, Link, str]:
    viewer = Viewer()
    link = transport.link(ears)
    answer = await link.answer(await viewer.offer())
    await viewer.take(answer)
    await asyncio.wait_for(ears.open.wait(), 20)
    async with asyncio.timeout(20):
        while any(channel.readyState != "open" for channel in viewer.channels.values()):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return viewer, link, answer


async def test_three_channels_carry_both_ways(transport: AiortcTransport) -> None:
    ears = Ears()
    viewer, link, _ = await joined(transport, ears)
    assert link.peer_fingerprint() == fingerprint(viewer.connection.localDescription.sdp)
    viewer.channels["words"].send("hello")
    viewer.channels["input"].send(b"\x01")
    viewer.channels["picture"].send(b"\x10")
    link.send_words("there")
    link.send_picture(b"fragment")
    got = {await asyncio.wait_for(viewer.got.get(), 20) for _ in range(2)}
    assert got == {("words", "there"), ("picture", b"fragment")}
    async with asyncio.timeout(20):
        while len(ears.heard) < 3:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert sorted(ears.heard) == [("input", b"\x01"), ("picture", b"\x10"), ("words", "hello")]
    await viewer.connection.close()
    await asyncio.wait_for(ears.gone.wait(), 20)
    await link.close()


async def test_links_of_one_transport_show_one_certificate(transport: AiortcTransport) -> None:
    first_viewer, first, answer = await joined(transport, Ears())
    second_viewer, second, again = await joined(transport, Ears())
    assert fingerprint(pin(answer)) == fingerprint(pin(again))
    other = AiortcTransport().link(Ears())
    stranger = Viewer()
    assert fingerprint(pin(await other.answer(await stranger.offer()))) != fingerprint(pin(answer))
    for end in (first, second, other):
        await end.close()
    for viewer in (first_viewer, second_viewer, stranger):
        await viewer.connection.close()


async def test_foreign_certificate_never_opens(transport: AiortcTransport) -> None:
    ears, viewer = Ears(), Viewer()
    offer = await viewer.offer()
    right = fingerprint(offer)
    wrong = ("0" if right[0] != "0" else "1") + right[1:]
    link = transport.link(ears)
    await viewer.take(await link.answer(offer.replace(right, wrong)))
    await asyncio.wait_for(ears.gone.wait(), 20)
    assert not ears.open.is_set()
    await link.close()
    await viewer.connection.close()


@pytest.mark.parametrize("offer", ["", "v=0\r\n", "v=0\r\nm=nonsense\r\n", "v=0\r\na=group:BUNDLE\r\n" * 50])
async def test_unusable_offer_is_refused(transport: AiortcTransport, offer: str) -> None:
    link = transport.link(Ears())
    with pytest.raises(NoPath):
        await link.answer(offer)
    await link.close()


async def test_unknown_channel_ends_the_link(transport: AiortcTransport) -> None:
    ears, viewer = Ears(), Viewer("words", "files")
    link = transport.link(ears)
    await viewer.take(await link.answer(await viewer.offer()))
    await asyncio.wait_for(ears.gone.wait(), 20)
    assert not ears.open.is_set()
    await link.close()
    await viewer.connection.close()


async def test_useless_candidates_are_ignored(transport: AiortcTransport) -> None:
    viewer, link, _ = await joined(transport, Ears())
    for candidate in ("", "candidate:", "nonsense", "candidate:1 1 udp 1 x.local 1 typ host"):
        await link.candidate(candidate, "0")
    await link.close()
    await link.close()
    await viewer.connection.close()


async def test_hidden_addresses_are_left_out() -> None:
    hidden = "a=candidate:1 1 udp 2113937151 4f1c-x.local 54321 typ host generation 0\r\n"
    shown = "a=candidate:2 1 udp 2113937150 192.0.2.7 54321 typ host\r\n"
    assert HIDDEN.sub("", "v=0\r\n" + hidden + shown) == "v=0\r\n" + shown
