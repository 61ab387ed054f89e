"""How often somebody may speak: a bucket of tokens, and how many sockets one address may hold. Pure: time comes in."""

import ipaddress
from collections import Counter


class Bucket:
    """`burst` words at once, then `rate` a second. `now_s` never runs backwards (monotonic)."""

    def __init__(self, *, rate: float, burst: int, now_s: float) -> None:
        self._rate = rate
        self._burst = float(burst)
        self._left = float(burst)
        self._at = now_s

    def take(self, now_s: float) -> bool:
        """Spend one token; False when none is left (nothing is spent then)."""
        self._left = min(self._burst, self._left + (now_s - self._at) * self._rate)
        self._at = now_s
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Doors:
    """Sockets held by each address. An IPv6 household is its /64: it can change the rest at will."""

    def __init__(self, *, each: int) -> None:
        self._each = each
        self._held: Counter[str] = Counter()

    def enter(self, address: str) -> bool:
        """Count one more socket; False when this address holds its share already."""
        key = household(address)
        if self._held[key] >= self._each:
            return False
        self._held[key] += 1
        return True

    def leave(self, address: str) -> None:
        """Count one less. Call it exactly once for each `enter` that said True."""
        key = household(address)
        self._held[key] -= 1
        if self._held[key] <= 0:
            del self._held[key]

    def __len__(self) -> int:
        """Addresses that hold a socket."""
        return len(self._held)


def household(address: str) -> str:
    """The part of an address that one household cannot choose; what is no address counts as one household."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((int(ip) >> 64 << 64, 64)))
    return str(ip)
