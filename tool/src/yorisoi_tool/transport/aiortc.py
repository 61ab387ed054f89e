"""The transport over WebRTC data channels, by aiortc. No address is asked of anybody: no STUN, no TURN unless configured."""

import asyncio
import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress

from aiortc import (
    RTCCertificate,
    RTCConfiguration,
    RTCDataChannel,
    RTCIceServer,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.exceptions import InvalidStateError
from aiortc.sdp import candidate_from_sdp
from cryptography.hazmat.primitives.serialization import Encoding

from yorisoi_tool.transport.port import Link, Listener, NoPath
from yorisoi_tool.transport.steady import keep_steady

CHANNELS = ("words", "input", "picture")
CLOSE_S = 1.0
# A browser hides its address behind a name that only its own network can resolve. Asking for it costs a second and
# gains nothing: the pair is found from the other side (measured).
HIDDEN = re.compile(r"^a=candidate:(?:\S+ ){4}\S+\.local .*\r?\n", re.MULTILINE)


class AiortcTransport:
    """Links over aiortc that all show one certificate."""

    def __init__(self, servers: Sequence[RTCIceServer] = ()) -> None:
        self._certificate = RTCCertificate.generateCertificate()
        self._servers = list(servers)

    def link(self, listener: Listener) -> Link:
        connection = RTCPeerConnection(RTCConfiguration(iceServers=self._servers))
        # aiortc makes a certificate for each connection and offers no way to bring one; the exchange binds it, so it must stay.
        setattr(connection, "_RTCPeerConnection__certificates", [self._certificate])  # noqa: B010
        return AiortcLink(connection, listener)


class AiortcLink:
    def __init__(self, connection: RTCPeerConnection, listener: Listener) -> None:
        self._connection = connection
        self._listener = listener
        self._channels: dict[str, RTCDataChannel] = {}
        self._opened = False
        self._over = False
        connection.on("datachannel", self._channel)
        connection.on("connectionstatechange", self._state)

    async def answer(self, offer: str) -> str:
        try:
            await self._connection.setRemoteDescription(RTCSessionDescription(HIDDEN.sub("", offer), "offer"))
            if self._connection.getTransceivers() or self._connection.sctp is None:
                raise NoPath("an offer of anything but data channels")
            keep_steady(self._connection.sctp)
            await self._connection.setLocalDescription(await self._connection.createAnswer())
        except NoPath:
            raise
        except Exception as error:  # the offer is the other side's text, and aiortc raises whatever it trips over
            raise NoPath("unusable offer") from error
        return str(self._connection.localDescription.sdp)

    async def candidate(self, candidate: str, mid: str) -> None:
        text = candidate.removeprefix("candidate:")
        try:
            parsed = candidate_from_sdp(text)
            parsed.sdpMid = mid
            if not parsed.ip.endswith(".local"):
                await self._connection.addIceCandidate(parsed)
        except Exception:  # noqa: S110 (the other side's text again: an address nobody understands is no address)
            pass

    def peer_fingerprint(self) -> str | None:
        sctp = self._connection.sctp
        ssl = getattr(sctp.transport, "_ssl", None) if sctp is not None else None
        certificate = ssl.get_peer_certificate(as_cryptography=True) if ssl is not None else None
        if certificate is None:
            return None
        return hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest().hex(":").upper()

    def send_words(self, text: str) -> None:
        self._send("words", text)

    def send_picture(self, data: bytes) -> None:
        self._send("picture", data)

    def buffered(self) -> int:
        return sum(channel.bufferedAmount for channel in self._channels.values())

    async def close(self) -> None:
        self._over = True
        with suppress(asyncio.TimeoutError, ConnectionError):
            await asyncio.wait_for(self._connection.close(), CLOSE_S)

    def _send(self, name: str, data: str | bytes) -> None:
        channel = self._channels.get(name)
        if channel is None or channel.readyState != "open":
            return
        with suppress(InvalidStateError, ConnectionError):
            channel.send(data)

    def _channel(self, channel: RTCDataChannel) -> None:
        name = channel.label
        if name not in CHANNELS or name in self._channels:
            self._lose()
            return
        self._channels[name] = channel
        channel.on("message", getattr(self, f"_{name}"))
        channel.on("close", self._lose)
        if len(self._channels) == len(CHANNELS) and not self._opened:
            self._opened = True
            self._listener.opened()

    def _words(self, data: str | bytes) -> None:
        # Bytes on the text channel are handed on as text that no decoder accepts.
        self._listener.words(data if isinstance(data, str) else "\0")

    def _input(self, data: str | bytes) -> None:
        self._listener.input(data if isinstance(data, bytes) else b"")

    def _picture(self, data: str | bytes) -> None:
        self._listener.picture(data if isinstance(data, bytes) else b"")

    def _state(self) -> None:
        if self._connection.connectionState in ("failed", "closed"):
            self._lose()

    def _lose(self) -> None:
        if not self._over:
            self._over = True
            self._listener.lost()
