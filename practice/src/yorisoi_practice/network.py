"""Networks of our own: two network namespaces joined by a cable, and doors that carry one TCP port from one to the other.

WebRTC does not use 127.0.0.1, so on a machine that has nothing else a browser and the tool could never meet. Practice then
gives both ends an address; journeys and benchmarks always do, so that nothing leaves the machine.

A namespace is named by its file (`/run/netns/...`), the machine's own by `HERE`.
"""

import argparse
import asyncio
import contextlib
import ctypes
import fcntl
import ipaddress
import itertools
import os
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = "/proc/self/ns/net"
CLONE_NEWNET = 0x40000000
SIOCGIFCONF = 0x8912
PIECE_BYTES = 65_536
DEVICE = "yorisoi0"
PREFIX = "yorisoi"
NETWORK = ipaddress.ip_network("10.206.0.0/16")  # not routed anywhere: exists between two of our namespaces only

_serial = itertools.count()


def has_address_for_peers() -> bool:
    """Whether this machine has an IPv4 address besides loopback, which WebRTC needs."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        names = bytearray(4096)
        address = ctypes.addressof((ctypes.c_char * len(names)).from_buffer(names))
        filled = struct.unpack("iL", fcntl.ioctl(probe.fileno(), SIOCGIFCONF, struct.pack("iL", len(names), address)))[
            0
        ]
    entries = [bytes(names[at : at + 40]) for at in range(0, filled, 40)]
    return any(not ipaddress.ip_address(entry[20:24]).is_loopback for entry in entries)


def missing_for_namespaces() -> list[str]:
    """What keeps us from making namespaces, as things a person can provide. Empty when nothing does."""
    missing = [] if os.geteuid() == 0 else ["root rights (sudo)"]
    missing += [
        f"the program {program} (package {package})"
        for program, package in (("ip", "iproute2"), ("nsenter", "util-linux"))
        if shutil.which(program) is None
    ]
    return missing


def ip(*words: str) -> str:
    """Runs ip(8); raises with what it said."""
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False, timeout=20)
    if done.returncode:
        raise OSError(f"ip {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout


@contextlib.contextmanager
def inside(namespace: str) -> Iterator[None]:
    """Sockets and devices made in this block belong to `namespace` and stay there. For one thread."""
    libc = ctypes.CDLL(None, use_errno=True)
    with Path("/proc/thread-self/ns/net").open() as before, Path(namespace).open() as there:
        if libc.setns(there.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), f"cannot enter {namespace}")
        try:
            yield
        finally:
            libc.setns(before.fileno(), CLONE_NEWNET)


@dataclass(frozen=True)
class Namespace:
    """A network of its own. `prefix` runs a command in it."""

    name: str

    @property
    def path(self) -> str:
        return f"/run/netns/{self.name}"

    @property
    def prefix(self) -> list[str]:
        return ["nsenter", f"--net={self.path}"]

    def counters(self, device: str = DEVICE) -> tuple[int, int]:
        """Bytes received and sent on a device so far."""
        shown = subprocess.run(
            [*self.prefix, "cat", "/proc/net/dev"], capture_output=True, text=True, check=True, timeout=10
        ).stdout
        columns = (
            next(line for line in shown.splitlines() if line.strip().startswith(f"{device}:")).split(":")[1].split()
        )
        return int(columns[0]), int(columns[8])


def make_namespace(word: str) -> Namespace:
    """A new namespace with loopback up. Its name holds our process id, so that a later start finds what a crash left."""
    sweep()
    made = Namespace(f"{PREFIX}-{word}-{os.getpid()}-{next(_serial)}")
    ip("netns", "add", made.name)
    ip("-n", made.name, "link", "set", "lo", "up")
    return made


def remove_namespace(namespace: Namespace) -> None:
    ip("netns", "del", namespace.name)


def sweep() -> None:
    """Removes namespaces whose makers have died."""
    for entry in Path("/run/netns").glob(f"{PREFIX}-*-*-*"):
        if not Path(f"/proc/{entry.name.split('-')[-2]}").exists():
            with contextlib.suppress(OSError):
                ip("netns", "del", entry.name)


def addresses(index: int) -> tuple[str, str]:
    """The two ends of cable number `index`."""
    first = int(NETWORK.network_address) + 4 * index
    return str(ipaddress.ip_address(first + 1)), str(ipaddress.ip_address(first + 2))


def join(a: Namespace | None, b: Namespace, index: int) -> tuple[str, str]:
    """A cable between two namespaces (None: the machine's own); returns the address of each end."""
    ends = addresses(index)
    at_a, device = (["-n", a.name], DEVICE) if a else ([], f"{PREFIX}{index}")
    ip(*at_a, "link", "add", device, "type", "veth", "peer", "name", DEVICE, "netns", b.name)
    plug_in(a, ends[0], ends[1], device)
    plug_in(b, ends[1], ends[0])
    return ends


def plug_in(namespace: Namespace | None, address: str, other: str, device: str = DEVICE) -> None:
    """Addresses one end. In a namespace of ours everything else, multicast too, goes to the other end: a browser looks for
    its default route before it offers a candidate, and its mDNS names are asked for by multicast."""
    at = ["-n", namespace.name] if namespace else []
    ip(*at, "addr", "add", address, "peer", other, "dev", device)
    ip(*at, "link", "set", device, "up", "multicast", "on")
    if namespace:
        ip(*at, "route", "add", "default", "via", other, "dev", device)
        ip(*at, "route", "add", "224.0.0.0/4", "dev", device)


# A door: connections to one address in one namespace go on to another address in another namespace.


@dataclass(frozen=True)
class Place:
    """namespace@address:port on the command line."""

    namespace: str
    address: str
    port: int

    @classmethod
    def parse(cls, text: str) -> "Place":
        namespace, _, rest = text.rpartition("@")
        address, _, port = rest.rpartition(":")
        return cls(namespace or HERE, address, int(port))

    def __str__(self) -> str:
        return f"{self.namespace}@{self.address}:{self.port}"


def door_command(listen: Place, to: Place) -> list[str]:
    """The command that carries `listen` to `to` until it is ended; it prints "ready" first."""
    return [sys.executable, "-m", "yorisoi_practice.network", "--listen", str(listen), "--to", str(to)]


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await reader.read(PIECE_BYTES):
            writer.write(piece)
            await writer.drain()
    with contextlib.suppress(OSError, RuntimeError):
        writer.write_eof()


async def _serve(listen: Place, to: Place) -> None:
    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with inside(to.namespace):
            onward = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        onward.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(onward, (to.address, to.port))
        except OSError:
            onward.close()
            writer.close()  # nobody there: the caller sees a closed connection, as it would without a door
            return
        there_reader, there_writer = await asyncio.open_connection(sock=onward)
        try:
            await asyncio.gather(_carry(reader, there_writer), _carry(there_reader, writer))
        finally:
            writer.close()
            there_writer.close()

    with inside(listen.namespace):
        door = socket.create_server((listen.address, listen.port), backlog=64)
    server = await asyncio.start_server(one, sock=door)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m yorisoi_practice.network")
    words.add_argument("--listen", type=Place.parse, required=True)
    words.add_argument("--to", type=Place.parse, required=True)
    chosen = words.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(chosen.listen, chosen.to))


if __name__ == "__main__":
    main()
