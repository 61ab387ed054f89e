"""Whose line a subscriber comes from (R13, R22): address to policy, and which address to believe.

The most specific range decides; of equal ones the stricter. An IPv4 address wrapped in IPv6 counts as the IPv4 address
it is. Text that is no address is refused: it never comes from an honest front.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

IPNetwork = IPv4Network | IPv6Network
IPAddress = IPv4Address | IPv6Address

HOME_PREFIX_V6 = 56  # what a provider delegates to one home; IPv4 homes are one address
DOCUMENTATION = tuple(
    ip_network(text) for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20")
)


class Policy(StrEnum):
    """What the connection's network means: go on, let the communicator decide with a logged reason, or no."""

    ALLOW = "allow"
    ASK = "ask"
    REFUSE = "refuse"


_STRICTNESS = {Policy.ALLOW: 0, Policy.ASK: 1, Policy.REFUSE: 2}


@dataclass(frozen=True)
class Network:
    """One range with the name the desk shows for it."""

    name: str
    range: IPNetwork
    policy: Policy


@dataclass(frozen=True)
class LineCheck:
    """What was found out about an address. `network` is empty when no range holds it."""

    policy: Policy
    network: str


@dataclass(frozen=True)
class Networks:
    """The provider's ranges and what holds outside them."""

    ranges: tuple[Network, ...]
    default: Policy

    def check(self, address: str | None) -> LineCheck:
        """Judge the address a connection comes from."""
        found = parse_address(address)
        if found is None:
            return LineCheck(Policy.REFUSE, "")
        holding = [n for n in self.ranges if n.range.version == found.version and found in n.range]
        if not holding:
            return LineCheck(self.default, "")
        best = max(holding, key=lambda n: (n.range.prefixlen, _STRICTNESS[n.policy]))
        return LineCheck(best.policy, best.name)


def parse_address(text: str | None) -> IPAddress | None:
    """The address that is meant, unwrapped from IPv6 and without a zone; None when it is none."""
    if not text:
        return None
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped
    return found


def client_address(peer: str | None, forwarded_for: Sequence[str], trusted: Sequence[IPNetwork]) -> str | None:
    """The client's address as far as our own proxies vouch for it.

    `peer` is who really holds the connection; `forwarded_for` are the header's lines in order. Read from the right, the
    first address that is not a trusted proxy is the client: everything left of it is that client's own claim.
    None when a trusted proxy passed on something that is no address.
    """
    here = parse_address(peer)
    if here is None:
        return None
    entries = [part.strip() for line in forwarded_for for part in line.split(",")]
    while _is_within(here, trusted) and entries:
        nearer = parse_address(_without_port(entries.pop()))
        if nearer is None:
            return None
        here = nearer
    return str(here)


def is_trusted(peer: str | None, trusted: Sequence[IPNetwork]) -> bool:
    """Is this peer one of our own proxies?"""
    here = parse_address(peer)
    return here is not None and _is_within(here, trusted)


def home_of(address: str) -> str:
    """What one home shares: its IPv4 address or its IPv6 prefix. Limits count by this."""
    found = parse_address(address)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, HOME_PREFIX_V6), strict=False))
    return str(found) if found is not None else ""


def is_documentation(network: IPNetwork) -> bool:
    """Is this a range that stands for an example and never occurs on the internet?"""
    return any(
        network.version == known.version and network.subnet_of(known)  # type: ignore[arg-type]
        for known in DOCUMENTATION
    )


def _is_within(address: IPAddress, networks: Sequence[IPNetwork]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


def _without_port(text: str) -> str:
    if text.startswith("["):
        return text[1:].partition("]")[0]
    if text.count(":") == 1:
        return text.partition(":")[0]
    return text
