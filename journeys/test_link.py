"""The home line does what it says: judged as arithmetic, and once with real packets."""

import random
import socket
import time
from pathlib import Path

import pytest
from yorisoi_practice import network

from journeys.link import Line, Way
from journeys.world import HomeLine, World


def test_rate_and_delay_add_up() -> None:
    way = Way(Line(delay_s=0.02, rate_bit_s=8_000), random.Random(1))
    assert way.due(100, now=0.0) == pytest.approx(0.12)
    assert way.due(100, now=0.0) == pytest.approx(0.22)  # waits for the first


def test_full_queue_drops_the_newest() -> None:
    way = Way(Line(rate_bit_s=8_000, queue_s=0.25), random.Random(1))
    due = [way.due(100, now=0.0) for _ in range(5)]
    assert due[:3] == [pytest.approx(0.1), pytest.approx(0.2), pytest.approx(0.3)]
    assert due[3:] == [None, None]
    assert way.figures()["queue_full"] == 2


def test_loss_takes_its_share_and_order_is_kept() -> None:
    way = Way(Line(jitter_s=0.05, loss=0.1), random.Random(7))
    due = [way.due(100, now=index / 1000) for index in range(10_000)]
    arrived = [moment for moment in due if moment is not None]
    assert 0.08 < 1 - len(arrived) / len(due) < 0.12
    assert arrived == sorted(arrived)


def test_packets_between_the_namespaces_take_the_lines_time(tmp_path: Path) -> None:
    world = World(tmp_path, None, line=HomeLine(delay_ms=30, rate_kbit=2_000, loss=0.0))
    try:
        here, there = network.addresses(1)
        with network.inside(world.a.path):
            near = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        with network.inside(world.b.path):
            far = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        with near, far:
            near.settimeout(20)
            far.settimeout(20)
            far.bind((there, 9000))
            near.bind((here, 9001))
            took = []
            for _ in range(5):
                began = time.monotonic()
                near.sendto(b"x" * 200, (there, 9000))
                far.sendto(*far.recvfrom(1000))
                near.recvfrom(1000)
                took.append(time.monotonic() - began)
        assert 0.06 <= min(took) < 0.12
    finally:
        world.close()
