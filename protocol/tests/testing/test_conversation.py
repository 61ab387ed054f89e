"""The broker's double passes the suite that the real broker has to pass, and it never saw the secret."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from yorisoi_protocol.evidence import verify_chain, verify_receipt
from yorisoi_protocol.testing.broker_double import BrokerDouble
from yorisoi_protocol.testing.conversation import CONVERSATIONS, a_session_from_open_to_closed, meet, prove
from yorisoi_protocol.testing.line import House


@pytest.mark.asyncio
@pytest.mark.parametrize("check", CONVERSATIONS, ids=lambda check: check.__name__)
async def test_the_double_holds_the_conversation(check: Callable[[House], Awaitable[None]]) -> None:
    async with asyncio.timeout(10):
        await check(BrokerDouble())


@pytest.mark.asyncio
async def test_the_broker_never_sees_the_secret() -> None:
    house = BrokerDouble()
    subscriber, communicator = await meet(house)
    typed = await subscriber.open()
    await prove(subscriber, communicator, typed)
    seen = "".join(house.seen)
    assert typed.nameplate in seen
    for spelling in (typed.secret, typed.digits(), typed.grouped(), typed.secret.encode().hex()):
        assert spelling not in seen


@pytest.mark.asyncio
async def test_what_was_handed_over_proves_the_session() -> None:
    house = BrokerDouble()
    await a_session_from_open_to_closed(house)
    row = house.rows[0]
    head = verify_chain(row.entries, row.asked.public_key, row.session)
    receipt = verify_receipt(row.receipt, row.asked.public_key, row.session)
    assert (receipt.n, receipt.head) == (head.n, head.head)
    assert row.state == "closed"
