"""A PostgreSQL server of one's own, in a temporary folder, gone afterwards. As root it runs under the account postgres,
since the server refuses root."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@contextmanager
def cluster() -> Iterator[str]:
    """A running server; yields the database's address as YORISOI_DATABASE_URL takes it."""
    programs = PROGRAMS[-1]
    account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    user, group = (account.pw_uid, account.pw_gid) if account is not None else (None, None)
    folder = Path(tempfile.mkdtemp(prefix="yorisoi-postgres-"))
    if user is not None and group is not None:
        os.chown(folder, user, group)
    data = folder / "data"

    def command(*words: str) -> None:
        subprocess.run(
            words, user=user, group=group, cwd=folder, check=True, capture_output=True, timeout=60, env=_BARE
        )

    try:
        command(f"{programs}/initdb", "--auth=trust", "--username=postgres", "--no-sync", "--encoding=UTF8", str(data))
        # No port at all: a socket in the folder. Durability is not what is tested.
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        command(f"{programs}/pg_ctl", "start", "-w", "-t", "40", "-D", str(data), "-l", f"{folder}/log", "-o", options)
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            command(f"{programs}/pg_ctl", "stop", "-w", "-t", "40", "-m", "immediate", "-D", str(data))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def copied(address: str, template: str) -> Iterator[str]:
    """A database like the one called `template` on the server at this address, in a moment; yields its address. Nobody may
    be connected to the template meanwhile."""
    name = f"copy_{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))
    try:
        yield address.replace("/postgres?", f"/{name}?")
    finally:
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


_BARE = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
