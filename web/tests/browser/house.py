"""A small world for the viewer: a service that relays, and a subscriber's side that does what a test tells it.

Both are doubles at the ports: the words are the protocol's own, the exchange and the picture path are real (aiortc).
Everything runs in one thread inside a network namespace of the test, where the browser stands too.
"""

import asyncio
import json
import mimetypes
import random
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from aiortc import RTCCertificate, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from websockets.asyncio.server import Request, Response, ServerConnection, serve
from websockets.datastructures import Headers
from yorisoi_practice.network import inside
from yorisoi_protocol import broker, one_time_pass, peer
from yorisoi_protocol.exchange.run import SubscriberRun
from yorisoi_protocol.frames import input as hands
from yorisoi_protocol.frames import picture
from yorisoi_protocol.frames.fragments import split
from yorisoi_protocol.vocabulary import Ending, GateState, Permission, Refusal

from web.tests.browser.sender import Pixels, Rect, png

HERE = Path(__file__).parent
BUILT = HERE.parents[2] / "service/src/yorisoi_service/static/web"
PORT = 8000
ORIGIN = f"http://localhost:{PORT}"
PERSON = broker.Person("12", "山田")
SESSION = "session-of-the-test"
Result = TypeVar("Result")


class Subscriber:
    """The subscriber's side of one offer. `grants` maps a permission to its grant number."""

    def __init__(self, house: "House", secret: str) -> None:
        self.house = house
        nameplate = "4821"
        self.one_time_pass = one_time_pass.OneTimePass(nameplate, secret)
        self.nonce, self.key = random.randbytes(32), random.randbytes(32).hex()
        self.run = SubscriberRun(
            origin=ORIGIN,
            one_time_pass=self.one_time_pass,
            nonce=self.nonce,
            public_key=self.key,
            draw=random.randbytes,
        )
        self.certificate = RTCCertificate.generateCertificate()
        self.shown_certificate: RTCCertificate | None = None
        self.connection: RTCPeerConnection | None = None
        self.channels: dict[str, Any] = {}
        self.words: list[peer.FromCommunicator] = []
        self.input: list[hands.InputFrame] = []
        self.grants: dict[Permission, int] = {}
        self.questions: dict[Permission, int] = {}
        self.answers: list[peer.LastAnswer] = []
        self.paused = self.local_hand = False
        self.auto = {Permission.VIEW}
        self.is_silent = False
        self.serial = self.alive_serial = self.seq = self.number = 0
        self.layout = 0
        self.desktop: Pixels = np.zeros((1, 1, 3), np.uint8)
        self.loss = 0.0
        self.waits: dict[int, Rect] = {}
        self.fates: dict[int, picture.Fate] = {}
        self.chance = random.Random(5)
        self._beat: asyncio.Task[None] | None = None

    # the exchange

    async def hear(self, box: str) -> None:
        message = peer.exchange.decode(box)
        if isinstance(message, peer.M1):
            if not self.house.answers_m1:
                return
            self.run.claimed(PERSON)
            self.reply(self.run.m1(message))
        elif isinstance(message, peer.M3):
            offer = self.run.m3(message)
            self.reply(self.run.m4(peer.Description("answer", await self.connect(offer.sdp))))
        elif isinstance(message, peer.Sealed):
            body = self.run.open(message)
            if isinstance(body, peer.Description):
                self.reply(self.run.seal("re-answer", peer.Description("answer", await self.connect(body.sdp))))

    def reply(self, message: Any) -> None:
        self.house.say(broker.Relay(peer.encode(message).decode()))

    async def connect(self, offer: str) -> str:
        if self.connection is not None:
            await self.connection.close()
        connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        setattr(connection, "_RTCPeerConnection__certificates", [self.certificate])  # noqa: B010
        self.connection = connection
        self.channels.clear()

        @connection.on("datachannel")
        def _opened(channel: Any) -> None:
            self.channels[channel.label] = channel
            channel.on("message", getattr(self, f"_on_{channel.label}"))

        lines = [line for line in offer.split("\r\n") if ".local " not in line]
        await connection.setRemoteDescription(RTCSessionDescription("\r\n".join(lines), "offer"))
        await connection.setLocalDescription(await connection.createAnswer())
        answer = connection.localDescription.sdp
        if self.house.foreign_certificate:
            other = RTCCertificate.generateCertificate().getFingerprints()
            for mine in self.certificate.getFingerprints():
                theirs = next(each for each in other if each.algorithm == mine.algorithm)
                answer = answer.replace(mine.value, theirs.value)
        return answer

    # words

    def tell(self, message: peer.FromSubscriber) -> None:
        if "words" in self.channels and not self.is_silent:
            self.channels["words"].send(peer.encode(message).decode())

    def tell_gate(self, state: GateState = GateState.VERIFIED) -> None:
        self.serial += 1
        grants = [peer.Grant(permission, number, 1_800_000) for permission, number in self.grants.items()]
        questions = [peer.Question(permission, number, 60_000) for permission, number in self.questions.items()]
        self.tell(peer.Snapshot(state, self.serial, grants, questions, self.answers, self.paused, self.local_hand))

    def grant(self, *permissions: Permission) -> None:
        for permission in permissions:
            self.questions.pop(permission, None)
            self.number += 1
            self.grants[permission] = self.number
        self.tell_gate()

    def take_back(self, *permissions: Permission) -> None:
        for permission in permissions:
            self.grants.pop(permission, None)
        self.tell_gate()

    def _on_words(self, text: str) -> None:
        message = peer.from_communicator.decode(text)
        self.words.append(message)
        match message:
            case peer.Ready():
                if self.layout:
                    self.tell_layout()
                self.tell_gate()
                if self._beat is None:
                    self._beat = asyncio.create_task(self._live())
            case peer.Ask(permission):
                self.number += 1
                self.questions[permission] = self.number
                if permission in self.auto:
                    self.grant(permission)
                self.tell_gate()
            case peer.GiveBack(permission):
                self.questions.pop(permission, None)
                self.take_back(permission)
            case _:
                pass

    async def _live(self) -> None:
        while True:
            self.alive_serial += 1
            self.tell(peer.Alive(self.alive_serial, 0))
            await asyncio.sleep(2)

    def _on_input(self, data: bytes) -> None:
        self.input.append(hands.inputs.unpack(data))

    # the picture

    def show(self, desktop: Pixels) -> None:
        """A new desktop under a new layout number."""
        self.desktop = desktop
        self.layout += 1
        self.tell_layout()

    def tell_layout(self) -> None:
        height, width, _ = self.desktop.shape
        self.tell(peer.Layout(self.layout, width, height, "XDISPLAY"))

    def send(self, message: picture.Message, rect: Rect | None = None) -> None:
        self.seq += 1
        if rect is not None:
            self.waits[self.seq] = rect
        fragments = split(self.seq, picture.messages.pack(message))
        self.chance.shuffle(fragments)
        for fragment in fragments:
            if self.chance.random() >= self.loss:
                self.channels["picture"].send(picture.fragments.pack(fragment))

    def tile(self, rect: Rect) -> None:
        x, y, w, h = rect
        pixels = self.desktop[y : y + h, x : x + w]
        self.send(picture.Tile(self.layout, x, y, w, h, picture.TileCodec.PNG, png(pixels)), rect)

    def cut(self) -> list[Rect]:
        height, width, _ = self.desktop.shape
        places = [(x, y) for y in range(0, height, 128) for x in range(0, width, 256)]
        return [(x, y, min(256, width - x), min(128, height - y)) for x, y in places]

    async def paint(self) -> None:
        """Sends the whole desktop, and again what was lost, until the page has painted all of it."""
        for rect in self.cut():
            self.tile(rect)
            await asyncio.sleep(0.002)
        for _ in range(300):
            self.send(picture.Probe())
            await asyncio.sleep(0.1)
            lost = {seq: rect for seq, rect in self.waits.items() if self.fates.get(seq) != picture.Fate.PAINTED}
            self.waits.clear()
            if not lost:
                return
            for rect in lost.values():
                self.tile(rect)
        raise AssertionError("the picture never came to rest")

    def _on_picture(self, data: bytes) -> None:
        ack = picture.acks.unpack(data)
        for back, fate in enumerate(ack.fates):
            self.fates[ack.newest - back] = fate

    async def close(self) -> None:
        if self._beat is not None:
            self._beat.cancel()
        if self.connection is not None:
            await self.connection.close()


class House:
    """The service double, with its subscriber."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace
        self.answers_m1 = True
        self.is_deaf = False
        self.foreign_certificate = False
        self.origin = ORIGIN
        self.refusal: broker.Refused | None = None
        self.claims: list[broker.Claim] = []
        self.heard: list[str] = []
        self.states: list[str] = []
        self.endings: list[Ending] = []
        self.is_up = True
        self.subscriber: Subscriber | None = None
        self._socket: ServerConnection | None = None
        self._sending: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()
        assert self._ready.wait(30)

    def _work(self) -> None:
        with inside(self.namespace):
            self._loop.run_until_complete(self._serve())
            self._loop.run_until_complete(self._finish())
        self._loop.close()

    async def _finish(self) -> None:
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await asyncio.sleep(0.05)  # sockets close one turn of the loop later

    async def _serve(self) -> None:
        async with serve(self._converse, "127.0.0.1", PORT, process_request=self._page, close_timeout=1):
            self._ready.set()
            await self._over.wait()
            if self.subscriber is not None:
                await self.subscriber.close()

    def do(self, work: Callable[[], Result | Coroutine[Any, Any, Result]], seconds: float = 60) -> Result:
        """Runs something in the house's thread."""

        async def inner() -> Any:
            result = work()
            return await result if asyncio.iscoroutine(result) else result

        future: Future[Any] = asyncio.run_coroutine_threadsafe(inner(), self._loop)
        result: Result = future.result(seconds)
        return result

    def offer(self, secret: str = "739506") -> str:
        """A subscriber waits; the pass that it reads out."""

        async def fresh() -> str:
            if self.subscriber is not None:
                await self.subscriber.close()
            self.subscriber = Subscriber(self, secret)
            digits = self.subscriber.one_time_pass.nameplate + secret
            return digits + one_time_pass.check_digit(digits)

        return self.do(fresh)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(30)

    async def cut_socket(self) -> None:
        if self._socket is not None:
            await self._socket.close(1012)

    def say(self, message: Any) -> None:
        if self._socket is not None:
            sending = asyncio.create_task(self._socket.send(broker.encode(message).decode()))
            self._sending.add(sending)
            sending.add_done_callback(self._sending.discard)

    async def _page(self, _connection: ServerConnection, request: Request) -> Response | None:
        path, _, query = request.path.partition("?")
        if path == "/socket/communicator":
            return None if self.is_up else Response(HTTPStatus.SERVICE_UNAVAILABLE, "", Headers())
        if path == "/told":
            self.states.append(query.split("&")[0].removeprefix("state="))
            return Response(HTTPStatus.NO_CONTENT, "", Headers())
        plain = path.lstrip("/") + ("index.html" if path.endswith("/") else "")
        file = Path(BUILT if plain.startswith("viewer/") else HERE / "pages") / plain
        if not file.is_file():
            return Response(HTTPStatus.NOT_FOUND, "", Headers())
        body = file.read_bytes()
        kind = mimetypes.guess_type(file.name)[0] or "text/plain"
        return Response(
            HTTPStatus.OK,
            "",
            Headers({"Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(body))}),
            body,
        )

    async def _converse(self, socket: ServerConnection) -> None:
        self._socket = socket
        async for text in socket:
            assert isinstance(text, str)
            self.heard.append(text)
            match broker.from_communicator.decode(text):
                case broker.Hello():
                    self.say(broker.Welcome(PERSON, self.origin))
                case broker.Claim() as claim:
                    self.claims.append(claim)
                    self._claim(claim)
                case broker.Relay(box):
                    if self.is_deaf or self.subscriber is None:
                        continue
                    try:
                        await self.subscriber.hear(box)
                    except Exception as error:
                        ending = getattr(error, "ending", None)
                        if ending is None:
                            raise
                        self.say(broker.Ended(ending))
                case broker.Resume():
                    self.say(broker.Resumed(True))
                case broker.End(reason):
                    self.endings.append(reason)
                    self.say(broker.Ended(reason))
                case _:
                    raise AssertionError("the viewer does not say this")

    def _claim(self, claim: broker.Claim) -> None:
        if self.refusal is not None:
            self.say(self.refusal)
        elif self.subscriber is None or claim.nameplate != self.subscriber.one_time_pass.nameplate:
            self.say(broker.Refused(Refusal.NO_SUCH_PASS))
        else:
            allowed = [Permission.VIEW, Permission.CONTROL, Permission.CLIPBOARD]
            nonce, key = self.subscriber.nonce.hex(), self.subscriber.key
            self.say(broker.Granted(SESSION, nonce, key, allowed, 3_600))


def told(house: House) -> list[dict[str, Any]]:
    """Everything the viewer said to the service."""
    return [json.loads(text) for text in house.heard]
