"""What the environment says: secrets, addresses and places. Every name begins with YORISOI_; nothing else is read.

YORISOI_PROVIDER_FILE    the provider file (a source checkout falls back to providers/cable-joy.toml)
YORISOI_DATA             folder for database, secret key and audit key; ./var
YORISOI_DATABASE_URL     sqlite:////absolute/path or postgresql://user:password@host:port/name; a SQLite file in the data folder
YORISOI_SECRET_KEY       50 characters or more; otherwise <data>/secret-key, made once with mode 0600
YORISOI_DATA_KEY         32 bytes in base64, with which bank data is sealed; otherwise <data>/data-key, made once with mode 0600
YORISOI_CALLS_KEY        32 to 200 letters, digits and signs with which the telephone system signs what it tells; it may tell nothing
YORISOI_MAIL_URL         smtp://user:password@host:port (STARTTLS), smtps:// for TLS from the start, file:///folder to look at; no mail
YORISOI_ORIGIN           overrides the provider file's origin
YORISOI_VIEWER_ORIGINS   overrides the provider file's viewer origins; separated by commas
YORISOI_TRUSTED_PROXIES  address ranges of our own proxies, separated by commas; none
YORISOI_REDIS_URL        where limits of signing in are counted, so that a restart does not forget them; in memory
YORISOI_PROCESSES        how many processes serve; 1, and nothing else yet
YORISOI_AUDIT_KEYS       folder of the audit signer; <data>/audit-keys
YORISOI_DOWNLOADS        folder of the subscriber's program as it is handed out; <data>/downloads
YORISOI_AUDIT_COPY       file in a second place to which every checkpoint is copied; none
"""

import base64
import binascii
import os
import re
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from yorisoi_service.config.provider import ORIGIN, read_origin
from yorisoi_service.config.reading import Fault, Faulty
from yorisoi_service.remote.rules.networks import IPNetwork

SHORTEST_SECRET = 50
DATA_KEY_BYTES = 32
NOTHING = SplitResult("", "", "", "", "")
CALLS_KEY = r"[!-~]{32,200}"
CHECKOUT_PROVIDER = Path(__file__).parents[4] / "providers" / "cable-joy.toml"


@dataclass(frozen=True, repr=False)
class Environment:
    """The environment, read and checked."""

    provider_file: Path
    data: Path
    database: dict[str, Any]
    secret_key: str | None
    data_key: bytes | None
    calls_key: str | None
    mail: dict[str, Any] | None
    origin: str | None
    viewer_origins: tuple[str, ...] | None
    trusted_proxies: tuple[IPNetwork, ...]
    redis_url: str | None
    audit_keys: Path
    audit_copy: Path | None
    downloads: Path


def read(values: Mapping[str, str]) -> Environment:
    """Read the environment. Raises Faulty with every fault, and for a mix that cannot work."""
    faults: list[Fault] = []

    def fault(name: str, expected: str) -> None:
        faults.append(Fault(name, expected, repr(values.get(name, ""))[:80]))

    data = Path(values.get("YORISOI_DATA") or "var").absolute()
    file = values.get("YORISOI_PROVIDER_FILE")
    if not file and not CHECKOUT_PROVIDER.exists():
        fault("YORISOI_PROVIDER_FILE", "the path of the provider file")
    proxies, origins = (), None  # type: tuple[IPNetwork, ...], tuple[str, ...] | None
    if (values.get("YORISOI_PROCESSES") or "1") != "1":
        # A socket meets only the sockets of its own process: what one relays, another would never hear.
        fault("YORISOI_PROCESSES", "1")
    try:
        proxies = tuple(ip_network(text) for text in _listed(values.get("YORISOI_TRUSTED_PROXIES")))
    except ValueError:
        fault("YORISOI_TRUSTED_PROXIES", 'address ranges like "10.0.0.1/32,2001:db8::1/128"')
    origin = values.get("YORISOI_ORIGIN") or None
    if origin is not None and not _is_origin(origin):
        fault("YORISOI_ORIGIN", ORIGIN)
    if "YORISOI_VIEWER_ORIGINS" in values:
        origins = tuple(_listed(values["YORISOI_VIEWER_ORIGINS"]))
        if not all(_is_origin(entry) for entry in origins):
            fault("YORISOI_VIEWER_ORIGINS", f"{ORIGIN}, several separated by commas")
    secret = values.get("YORISOI_SECRET_KEY") or None
    if secret is not None and len(secret) < SHORTEST_SECRET:
        # Its text must not be shown.
        faults.append(Fault("YORISOI_SECRET_KEY", f"{SHORTEST_SECRET} characters or more", f"{len(secret)} characters"))
    data_key = None
    if values.get("YORISOI_DATA_KEY"):
        data_key = _key(values["YORISOI_DATA_KEY"])
        if data_key is None:
            faults.append(Fault("YORISOI_DATA_KEY", "32 bytes in base64", "something else"))
    calls_key = values.get("YORISOI_CALLS_KEY") or None
    if calls_key is not None and not re.fullmatch(CALLS_KEY, calls_key):
        faults.append(Fault("YORISOI_CALLS_KEY", "32 to 200 letters, digits and signs", f"{len(calls_key)} characters"))
    mail = None
    if values.get("YORISOI_MAIL_URL"):
        mail = _mail(values["YORISOI_MAIL_URL"])
        if mail is None:
            faults.append(
                Fault(
                    "YORISOI_MAIL_URL", "smtp://user:password@host:587, smtps://... or file:///folder", "something else"
                )
            )
    database = _database(values.get("YORISOI_DATABASE_URL") or f"sqlite:///{data / 'yorisoi.sqlite3'}")
    if database is None:
        faults.append(Fault("YORISOI_DATABASE_URL", "sqlite:///path or postgresql://user@host/name", "something else"))
    redis_url = values.get("YORISOI_REDIS_URL") or None
    if redis_url is not None and _split(redis_url).scheme not in ("redis", "rediss", "unix"):
        faults.append(Fault("YORISOI_REDIS_URL", "redis://host:port/0", "something else"))
    if faults:
        raise Faulty("The environment", faults)
    copy = values.get("YORISOI_AUDIT_COPY")
    return Environment(
        provider_file=Path(file) if file else CHECKOUT_PROVIDER,
        data=data,
        database=database or {},
        secret_key=secret,
        data_key=data_key,
        calls_key=calls_key,
        mail=mail,
        origin=origin,
        viewer_origins=origins,
        trusted_proxies=proxies,
        redis_url=redis_url,
        audit_keys=Path(values.get("YORISOI_AUDIT_KEYS") or data / "audit-keys"),
        audit_copy=Path(copy) if copy else None,
        downloads=Path(values.get("YORISOI_DOWNLOADS") or data / "downloads").absolute(),
    )


def make_folder(data: Path) -> None:
    """The data folder, where it is missing: subscribers' data is nobody else's to read. Raises Faulty when it cannot be."""
    try:
        data.mkdir(mode=0o750, parents=True, exist_ok=True)
    except OSError as refused:
        raise _unfit(data, refused) from None


def _unfit(folder: Path, refused: OSError) -> Faulty:
    found = f"{folder}: {refused.strerror}"
    return Faulty("The data folder", [Fault("YORISOI_DATA", "a folder in which this account may write", found)])


def kept_secret(data: Path) -> str:
    """The secret key kept in the data folder; made at the first start, readable by its owner only."""
    path = data / "secret-key"
    text = _kept(path, lambda: secrets.token_urlsafe(64))
    if len(text) < SHORTEST_SECRET:
        raise Faulty(
            str(path), [Fault("secret key", f"{SHORTEST_SECRET} characters or more", f"{len(text)} characters")]
        )
    return text


def kept_data_key(data: Path) -> bytes:
    """The key of sealed bank data kept in the data folder; made at the first start. A backup without it opens nothing."""
    path = data / "data-key"
    key = _key(_kept(path, lambda: base64.b64encode(secrets.token_bytes(DATA_KEY_BYTES)).decode()))
    if key is None:
        raise Faulty(str(path), [Fault("data key", "32 bytes in base64", "something else")])
    return key


def _kept(path: Path, make: Callable[[], str]) -> str:
    try:
        return _kept_or_made(path, make)
    except OSError as refused:
        raise _unfit(path.parent, refused) from None


def _kept_or_made(path: Path, make: Callable[[], str]) -> str:
    if not path.exists():
        make_folder(path.parent)
        # Written whole before it gets its name: a second process never reads half a key.
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mode 0600
        with os.fdopen(handle, "w") as file:
            file.write(make() + "\n")
        try:
            os.link(made, path)
        except FileExistsError:
            pass  # another process was faster
        finally:
            Path(made).unlink()
    return path.read_text().strip()


def _key(text: str) -> bytes | None:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        return None
    return key if len(key) == DATA_KEY_BYTES else None


def _split(url: str) -> SplitResult:
    """The parts of an address; empty ones where its host or its port is none."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return NOTHING
    return parts


def _mail(url: str) -> dict[str, Any] | None:
    parts = _split(url)
    if parts.scheme == "file" and not parts.netloc and parts.path not in ("", "/"):
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    if parts.scheme in ("smtp", "smtps") and parts.hostname:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp",
            "EMAIL_TIMEOUT": 20,
        }
    return None


def _listed(text: str | None) -> list[str]:
    return [entry.strip() for entry in (text or "").split(",") if entry.strip()]


def _is_origin(text: str) -> bool:
    try:
        read_origin(text)
    except ValueError:
        return False
    return True


def _database(url: str) -> dict[str, Any] | None:
    parts = _split(url)
    if parts.scheme == "sqlite" and not parts.netloc and parts.path not in ("", "/"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path.removeprefix("/")),
            "OPTIONS": {
                # A transaction that will write says so at once: no upgrade, no "database is locked" in the middle.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    if parts.scheme in ("postgresql", "postgres") and parts.path.strip("/"):
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(query.pop("host", parts.hostname or "")),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 0,
            "OPTIONS": {key: unquote(value) for key, value in query.items()},
        }
    return None
