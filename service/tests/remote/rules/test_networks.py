from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_service.remote.rules.networks import (
    LineCheck,
    Network,
    Networks,
    Policy,
    client_address,
    home_of,
    is_documentation,
    is_trusted,
)

NETWORKS = Networks(
    ranges=(
        Network("光", ip_network("192.0.2.0/24"), Policy.ALLOW),
        Network("公衆Wi-Fi", ip_network("192.0.2.128/25"), Policy.ASK),
        Network("停止中", ip_network("192.0.2.200/32"), Policy.REFUSE),
        Network("光6", ip_network("2001:db8::/32"), Policy.ALLOW),
    ),
    default=Policy.ASK,
)
PROXIES = (ip_network("10.0.0.0/24"), ip_network("fd00::/64"))


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("192.0.2.5", LineCheck(Policy.ALLOW, "光")),
        ("192.0.2.129", LineCheck(Policy.ASK, "公衆Wi-Fi")),
        ("192.0.2.200", LineCheck(Policy.REFUSE, "停止中")),
        ("::ffff:192.0.2.5", LineCheck(Policy.ALLOW, "光")),
        ("::ffff:c000:205", LineCheck(Policy.ALLOW, "光")),
        ("2001:db8:1::7", LineCheck(Policy.ALLOW, "光6")),
        ("2001:db8:1::7%eth0", LineCheck(Policy.ALLOW, "光6")),
        ("198.51.100.1", LineCheck(Policy.ASK, "")),
        ("2001:470::1", LineCheck(Policy.ASK, "")),
    ],
)
def test_the_most_specific_range_decides(address: str, found: LineCheck) -> None:
    assert NETWORKS.check(address) == found


@pytest.mark.parametrize("text", ["", None, "localhost", "192.0.2.5, 10.0.0.1", "192.0.2", "0x7f000001", "192.0.2.05"])
def test_what_is_no_address_is_refused(text: str | None) -> None:
    assert NETWORKS.check(text) == LineCheck(Policy.REFUSE, "")


def test_of_equal_ranges_the_stricter_holds() -> None:
    both = Networks(
        tuple(Network(str(p), ip_network("192.0.2.0/24"), p) for p in (Policy.REFUSE, Policy.ALLOW, Policy.ASK)),
        Policy.ALLOW,
    )
    assert both.check("192.0.2.1").policy is Policy.REFUSE


@pytest.mark.parametrize(
    ("peer", "header", "client"),
    [
        ("203.0.113.9", [], "203.0.113.9"),
        # Nobody but our own proxies is believed, whatever is written.
        ("203.0.113.9", ["192.0.2.5"], "203.0.113.9"),
        ("10.0.0.1", ["192.0.2.5"], "192.0.2.5"),
        # The client's own claim stands left of what the proxy saw.
        ("10.0.0.1", ["192.0.2.5, 203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["192.0.2.5", "203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["192.0.2.5, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("::ffff:10.0.0.1", ["192.0.2.5"], "192.0.2.5"),
        ("10.0.0.1", ["[2001:db8::1]:4711"], "2001:db8::1"),
        ("10.0.0.1", ["192.0.2.5:4711"], "192.0.2.5"),
        ("10.0.0.1", ["unknown"], None),
        ("10.0.0.1", ["192.0.2.5, unknown"], None),
        ("10.0.0.1", [""], None),
        (None, ["192.0.2.5"], None),
        ("not an address", ["192.0.2.5"], None),
    ],
)
def test_an_address_is_believed_only_as_far_as_our_proxies_vouch(
    peer: str | None, header: list[str], client: str | None
) -> None:
    assert client_address(peer, header, PROXIES) == client


addresses = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6))


@given(claimed=st.lists(st.one_of(addresses.map(str), st.text(max_size=12)), max_size=4), real=addresses)
def test_no_header_makes_a_stranger_somebody_else(claimed: list[str], real: IPv4Address | IPv6Address) -> None:
    """A client in front of one proxy writes what it likes; the proxy appends what it saw."""
    plain = real.ipv4_mapped or real if isinstance(real, IPv6Address) else real
    if any(plain.version == net.version and plain in net for net in PROXIES):
        return
    header = ", ".join([*claimed, str(real)])
    seen = client_address("10.0.0.1", [header], PROXIES)
    assert seen is not None
    assert ip_address(seen) == plain


def test_trusted_are_the_proxies_and_nobody_else() -> None:
    assert is_trusted("10.0.0.77", PROXIES)
    assert not is_trusted("10.0.1.1", PROXIES)
    assert not is_trusted(None, PROXIES)


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("192.0.2.5", "192.0.2.5"),
        ("::ffff:192.0.2.5", "192.0.2.5"),
        ("2001:db8:1:22ff::1", "2001:db8:1:2200::/56"),
        ("2001:db8:1:2200:9::1", "2001:db8:1:2200::/56"),
        ("nonsense", ""),
    ],
)
def test_a_home_is_one_address_or_one_delegated_prefix(address: str, home: str) -> None:
    assert home_of(address) == home


def test_example_ranges_are_recognised() -> None:
    assert is_documentation(ip_network("198.51.100.7/32"))
    assert is_documentation(ip_network("2001:db8:9::/48"))
    assert not is_documentation(ip_network("198.51.0.0/16"))
    assert not is_documentation(ip_network("2001:470::/32"))
