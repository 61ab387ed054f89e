"""What a program leaves on a machine: processes, files, entries that start it again, sockets. Taken before and after."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from yorisoi_practice.desktop import Desktop
from yorisoi_practice.network import Namespace

TABLES = ("tcp", "tcp6", "udp", "udp6")
TIME_WAIT = "06"  # the kernel's own memory of a closed connection
STARTERS = (
    "/etc/cron.d",
    "/etc/crontab",
    "/etc/xdg/autostart",
    "/etc/systemd/system",
    "/etc/init.d",
    "/var/spool/cron",
    "/usr/share/applications",
    *(
        str(Path.home() / place)
        for place in (".config/autostart", ".config/systemd", ".local/share/applications", ".profile", ".bashrc")
    ),
)
SERVICE_PORT = ":1F40"  # 8000, as the kernel's tables write it


@dataclass(frozen=True)
class Traces:
    """Compare two with `-`: what the later one has more, changed files included."""

    processes: frozenset[str]
    files: frozenset[str]
    sockets: frozenset[str]

    def __sub__(self, before: "Traces") -> "Traces":
        return Traces(self.processes - before.processes, self.files - before.files, self.sockets - before.sockets)


NOTHING = Traces(frozenset(), frozenset(), frozenset())


def traces(desktop: Desktop, namespace: Namespace) -> Traces:
    """What is there now: on this desktop, in its home, where systems keep what starts by itself, in this network.

    Temporary files are the home's own (TMPDIR): what others on this machine do in /tmp is theirs.
    """
    processes = _processes(desktop)
    return Traces(processes, _files(desktop.home), _sockets(namespace, {int(one.split()[0]) for one in processes}))


def _processes(desktop: Desktop) -> frozenset[str]:
    """Everything that runs on this desktop, or from this home."""
    found = set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            environment = (entry / "environ").read_bytes().split(b"\0")
            words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            continue  # ended while we looked
        if words and (
            f"HOME={desktop.home}".encode() in environment or f"DISPLAY={desktop.inner}".encode() in environment
        ):
            found.add(f"{entry.name} {words}")
    return frozenset(found)


def _files(home: Path) -> frozenset[str]:
    """Path, size and change of every file at home; the same for every place from which a system starts programs."""
    found = set()
    for path in home.rglob("*"):
        found.add(_described(path))
    for place in map(Path, STARTERS):
        found |= {_described(path) for path in [place, *place.rglob("*")] if path.exists()}
    return frozenset(found)


def _described(path: Path) -> str:
    if path.is_dir():
        return str(path)
    status = path.lstat()
    return f"{path} {status.st_size} {status.st_mtime_ns}"


def _sockets(namespace: Namespace, owners: set[int]) -> frozenset[str]:
    """Every socket of this network. Those to or from the service count when a process of the desktop holds them: the
    service and the browser's door go on talking there."""
    held = {inode for pid in owners for inode in _inodes(pid)}
    found = set()
    for table in TABLES:
        shown = subprocess.run(
            [*namespace.prefix, "cat", f"/proc/net/{table}"], capture_output=True, text=True, check=True, timeout=10
        ).stdout
        for line in shown.splitlines()[1:]:
            columns = line.split()
            local, remote, state, inode = columns[1], columns[2], columns[3], columns[9]
            is_services = local.endswith(SERVICE_PORT) or remote.endswith(SERVICE_PORT)
            if inode in held or not (is_services or state == TIME_WAIT):
                found.add(f"{table} {local} {remote} {state}")
    return frozenset(found)


def _inodes(pid: int) -> set[str]:
    """The sockets that a process holds."""
    found = set()
    try:
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            target = str(descriptor.readlink())
            if target.startswith("socket:["):
                found.add(target.removeprefix("socket:[").removesuffix("]"))
    except OSError:
        pass  # ended while we looked
    return found
