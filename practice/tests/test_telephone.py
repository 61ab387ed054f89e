"""The practice telephone's page: enough to answer the communicator's checks with."""

import socket
import urllib.request

import numpy as np
import pytest
from yorisoi_practice.households import CALLER, Cancels, Joins, Moves, Rests
from yorisoi_practice.telephone import Telephone


@pytest.fixture
def page() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    telephone = Telephone(port, lambda: np.zeros((2, 2, 3), np.uint8))
    telephone.said.append("123-4567-8901")
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
            return str(answer.read().decode())
    finally:
        telephone.close()


def test_page_tells_who_is_calling_and_what_the_identity_check_asks_for(page: str) -> None:
    for answer in (CALLER.customer_number, CALLER.name, CALLER.kana, CALLER.phone, CALLER.address):
        assert answer in page


def test_page_tells_the_pass_that_the_subscriber_reads_out(page: str) -> None:
    assert "<li>123-4567-8901</li>" in page


def test_caller_has_nothing_but_the_checks_in_the_way() -> None:
    joined = CALLER.story[0]
    assert isinstance(joined, Joins)
    assert joined.read
    assert not any(isinstance(step, Cancels | Rests | Moves) for step in CALLER.story)
    assert not CALLER.fixed_networks
