"""Single values of the provider file: each reader returns what it reads, or raises ValueError or TypeError."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from yorisoi_service.remote.rules.networks import IPNetwork

LANGUAGES = ("ja", "en")
LONGEST_TEXT = 1_000
ORIGIN = 'an origin like "https://support.example.jp", without a path; a Japanese name is written as it is registered (xn--...)'
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"{LABEL}(?:\.{LABEL})*|[0-9a-f:]*:[0-9a-f:.]*")  # a name in ASCII or an address
PHONE = 'a telephone number like "0847-00-0000"'

Texts = Mapping[str, str]


def texts(value: Any) -> Texts:
    """One text for each language; Japanese must be there."""
    if not isinstance(value, dict) or "ja" not in value or not set(value) <= set(LANGUAGES):
        raise ValueError
    return {language: text(written) for language, written in value.items()}


def text(value: Any) -> str:
    """A sentence or a paragraph, at most 1,000 characters."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT:
        raise ValueError
    return value.strip()


def line_of_text(value: Any) -> str:
    """One line, at most 120 characters."""
    line = text(value)
    if len(line) > 120 or not line.isprintable():
        raise ValueError
    return line


def version(value: Any) -> str:
    """A short name, at most 40 characters."""
    name = line_of_text(value)
    if len(name) > 40:
        raise ValueError
    return name


def phone(value: Any) -> str:
    """A telephone number with hyphens."""
    if not isinstance(value, str) or not re.fullmatch(r"0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}", value):
        raise ValueError
    return value


def read_origin(value: Any) -> str:
    """An origin as browsers write it: scheme, host, port only where it is not the usual one."""
    if not isinstance(value, str):
        raise TypeError
    parts = urlsplit(value)
    usual = {"http": 80, "https": 443}
    if parts.scheme not in usual or not parts.hostname or value != f"{parts.scheme}://{parts.netloc}":
        raise ValueError
    if not HOST.fullmatch(parts.hostname):  # it goes into addresses, headers and the key exchange as it stands
        raise ValueError
    if parts.username is not None or parts.port == usual[parts.scheme] or parts.netloc != parts.netloc.lower():
        raise ValueError
    return value


def origins(value: Any) -> tuple[str, ...]:
    """Several origins."""
    if not isinstance(value, list):
        raise TypeError
    return tuple(read_origin(entry) for entry in value)


def https(value: Any) -> str:
    """An https:// address."""
    address = line_of_text(value)
    if urlsplit(address).scheme != "https" or not urlsplit(address).hostname:
        raise ValueError
    return address


def old_pages(value: Any) -> tuple[str, ...]:
    """Names of pages at the root of a site, as addresses end with them."""
    if not isinstance(value, list):
        raise TypeError
    if not all(isinstance(entry, str) and re.fullmatch(r"/[A-Za-z0-9_.-]{1,54}\.html?", entry) for entry in value):
        raise ValueError
    return tuple(value)


def languages(value: Any) -> tuple[str, ...]:
    """At least one language, each once."""
    if not isinstance(value, list) or not value or not set(value) <= set(LANGUAGES) or len(set(value)) != len(value):
        raise ValueError
    return tuple(value)


def clock_time(value: Any) -> time:
    """A time of day; a quoted one like "09:00" too."""
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{2}:[0-9]{2}", value):
        raise ValueError
    return time.fromisoformat(value)


def day(value: Any) -> date:
    """A day, unquoted."""
    if type(value) is not date:
        raise TypeError
    return value


def days(value: Any) -> frozenset[date]:
    """Several days."""
    if not isinstance(value, list):
        raise TypeError
    return frozenset(day(entry) for entry in value)


def ranges(value: Any) -> tuple[IPNetwork, ...]:
    """Several address ranges."""
    if not isinstance(value, list) or not value or not all(isinstance(entry, str) for entry in value):
        raise ValueError
    return tuple(ip_network(entry) for entry in value)


def between(least: int, most: int) -> Callable[[Any], int]:
    """A reader of whole numbers from `least` to `most`."""

    def read(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError
        return value

    return read


def yes_or_no(value: Any) -> bool:
    """true or false, and nothing that only looks like it."""
    if type(value) is not bool:
        raise ValueError
    return value
