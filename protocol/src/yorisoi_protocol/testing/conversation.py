"""The conversation suite: what every broker must do, whoever wrote it. Each check takes a fresh house.

@pytest.mark.parametrize("check", CONVERSATIONS)
async def test_conversation(check): await check(my_house())
"""

import asyncio
from collections.abc import Awaitable, Callable

from yorisoi_protocol import broker
from yorisoi_protocol.broker import Person
from yorisoi_protocol.exchange.errors import ExchangeError, OutOfOrder
from yorisoi_protocol.one_time_pass import OneTimePass
from yorisoi_protocol.peer import M1, M2, M3, Candidate
from yorisoi_protocol.testing.line import House, LineLost
from yorisoi_protocol.testing.peers import CommunicatorDouble, SubscriberDouble
from yorisoi_protocol.testing.talks import OFFER, draws
from yorisoi_protocol.vocabulary import Ending, Permission, Refusal

YAMADA, SATO = Person("12", "山田"), Person("15", "佐藤")
CANDIDATE = Candidate("candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host", "0")


async def meet(house: House) -> tuple[SubscriberDouble, CommunicatorDouble]:
    """Both sides on their sockets; nothing is said yet."""
    subscriber = SubscriberDouble(await house.subscriber(), house.origin, draws("subscriber"))
    return subscriber, await viewer(house, YAMADA)


async def viewer(house: House, person: Person) -> CommunicatorDouble:
    """A communicator on a socket of their own."""
    return CommunicatorDouble(await house.communicator(person), house.origin, person, draws(person.name))


async def prove(subscriber: SubscriberDouble, communicator: CommunicatorDouble, typed: OneTimePass) -> None:
    """Claim and exchange, both sides at once."""
    await communicator.claim(typed)
    assert await subscriber.claimed() == communicator.person
    await asyncio.gather(subscriber.exchange(), communicator.exchange())


async def a_session_from_open_to_closed(house: House) -> None:
    """Open, claim, m1 to m4, sealed words, a grant reported, the end, the receipt."""
    subscriber, communicator = await meet(house)
    await prove(subscriber, communicator, await subscriber.open())
    await communicator.candidate(subscriber, CANDIDATE)
    question = subscriber.gate.ask(Permission.VIEW, 1_000)
    assert question is not None
    assert subscriber.gate.grant(question, 2_000) is not None
    await subscriber.report()
    await subscriber.end(Ending.STOPPED_BY_SUBSCRIBER, 3_000)
    assert (await communicator.hear(broker.Ended)).reason is Ending.STOPPED_BY_SUBSCRIBER


async def a_wrong_secret_burns_the_pass(house: House) -> None:
    """The exchange fails at the subscriber's side; the same pass, now right, is refused."""
    subscriber, communicator = await meet(house)
    right = await subscriber.open()
    wrong = OneTimePass(right.nameplate, f"{(int(right.secret) + 1) % 10**6:06d}")
    await communicator.claim(wrong)
    await subscriber.claimed()
    await communicator.relay(communicator.run.m1)
    await subscriber.relay(subscriber.run.m1(await subscriber.relayed(M1)))
    await communicator.relay(communicator.run.m3(await communicator.relayed(M2), OFFER))
    try:
        subscriber.run.m3(await subscriber.relayed(M3))
    except ExchangeError as error:
        await subscriber.say(broker.End(error.ending))
    assert (await communicator.hear(broker.Ended)).reason is Ending.WRONG_PASS
    await communicator.say(broker.Claim(right.nameplate, 1))
    assert (await communicator.hear(broker.Refused)).code is Refusal.PASS_USED


async def one_of_two_claims_wins(house: House) -> None:
    """Two communicators type the same pass; one is granted, one is refused, the subscriber hears the winner's name."""
    subscriber, yamada = await meet(house)
    sato = await viewer(house, SATO)
    typed = await subscriber.open()
    await asyncio.gather(yamada.say(broker.Claim(typed.nameplate, 1)), sato.say(broker.Claim(typed.nameplate, 1)))
    answers = [broker.to_communicator.decode(await each.line.receive()) for each in (yamada, sato)]
    granted = [isinstance(answer, broker.Granted) for answer in answers]
    assert sorted(granted) == [False, True]
    assert (await subscriber.claimed()) == (YAMADA if granted[0] else SATO)


async def an_unknown_nameplate_is_refused(house: House) -> None:
    """Nothing is offered under it; the socket stays."""
    _, communicator = await meet(house)
    for _ in range(2):
        await communicator.say(broker.Claim("0000", 1))
        assert (await communicator.hear(broker.Refused)).code is Refusal.NO_SUCH_PASS


async def a_new_number_kills_the_old_one(house: House) -> None:
    """The old pass cannot be claimed any more, the new one can."""
    subscriber, communicator = await meet(house)
    old = await subscriber.open()
    new = await subscriber.open()
    assert new.nameplate != old.nameplate
    await communicator.say(broker.Claim(old.nameplate, 1))
    refused = (await communicator.hear(broker.Refused)).code
    assert refused in (Refusal.PASS_USED, Refusal.PASS_EXPIRED, Refusal.NO_SUCH_PASS)
    await prove(subscriber, communicator, new)


async def a_number_that_is_given_up_is_an_old_one(house: House) -> None:
    """Ended by the program before anybody typed it: who types it then is told so, and no session begins."""
    subscriber, communicator = await meet(house)
    typed = await subscriber.open()
    await subscriber.say(broker.End(Ending.PASS_EXPIRED))
    assert (await subscriber.hear(broker.Ended)).reason is Ending.PASS_EXPIRED
    await communicator.say(broker.Claim(typed.nameplate, 1))
    assert (await communicator.hear(broker.Refused)).code is Refusal.PASS_EXPIRED


async def a_number_that_was_typed_before_it_was_given_up_says_so(house: House) -> None:
    """The program learns from the reason that a session began, of which it owes the receipt."""
    subscriber, communicator = await meet(house)
    await communicator.claim(await subscriber.open())
    await subscriber.claimed()
    await subscriber.say(broker.End(Ending.PASS_EXPIRED))
    assert (await subscriber.hear(broker.Ended)).reason is Ending.STOPPED_BY_SUBSCRIBER
    assert (await communicator.hear(broker.Ended)).reason is Ending.STOPPED_BY_SUBSCRIBER


async def boxes_are_carried_unread(house: House) -> None:
    """Whatever stands in a box reaches the other side as it is, in order, both ways."""
    subscriber, communicator = await meet(house)
    await communicator.claim(await subscriber.open())
    await subscriber.claimed()
    boxes = ["", "no message", '{"t":"end"}', '"\\ \n\u2028𠮟', "x" * 60_000]
    for box in boxes:
        await communicator.say(broker.Relay(box))
        await subscriber.say(broker.Relay(box))
    assert [(await subscriber.hear(broker.Relay)).box for _ in boxes] == boxes
    assert [(await communicator.hear(broker.Relay)).box for _ in boxes] == boxes


async def nobody_there_is_away(house: House) -> None:
    """A box for a side that left is answered, not kept; the other side hears when it comes back."""
    subscriber, communicator = await meet(house)
    await communicator.claim(await subscriber.open())
    await subscriber.claimed()
    await subscriber.line.close()
    assert not (await communicator.hear(broker.Presence)).present
    await communicator.say(broker.Relay("lost"))
    assert (await communicator.hear(broker.Refused)).code is Refusal.AWAY
    subscriber.line = await house.subscriber()
    await subscriber.say(broker.Resume(subscriber.offered.session, subscriber.offered.resume))
    assert (await subscriber.hear(broker.Resumed)).present
    assert (await communicator.hear(broker.Presence)).present
    await communicator.say(broker.Relay("heard"))
    assert (await subscriber.hear(broker.Relay)).box == "heard"


async def sealed_words_go_on_after_the_signalling_came_back(house: House) -> None:
    """New sockets, the same keys, counters continue; no pass is used."""
    subscriber, communicator = await meet(house)
    await prove(subscriber, communicator, await subscriber.open())
    await communicator.candidate(subscriber, CANDIDATE)
    session, token = subscriber.offered.session, subscriber.offered.resume
    await subscriber.line.close()
    subscriber.line = await house.subscriber()
    await subscriber.say(broker.Resume(session, token))
    await subscriber.hear(broker.Resumed)
    await communicator.line.close()
    communicator.line = await house.communicator(YAMADA)
    await communicator.say(broker.Resume(session))
    await communicator.hear(broker.Resumed)
    await communicator.candidate(subscriber, CANDIDATE)


async def a_session_is_not_resumed_by_others(house: House) -> None:
    """Neither with a guessed token nor by another communicator."""
    subscriber, communicator = await meet(house)
    await communicator.claim(await subscriber.open())
    thief = SubscriberDouble(await house.subscriber(), house.origin, draws("thief"))
    await thief.say(broker.Resume(subscriber.offered.session, "guessed-token-000"))
    await _refused_and_closed(thief, Refusal.NO_SUCH_SESSION)
    other = await viewer(house, SATO)
    await other.say(broker.Resume(subscriber.offered.session))
    await _refused_and_closed(other, Refusal.NO_SUCH_SESSION)


async def what_is_no_message_of_this_side_closes_the_socket(house: House) -> None:
    """Broken JSON, unknown fields, and the words of the other side."""
    for text in ("{", '{"t":"claim","nameplate":"0042","ticket":1}', '{"t":"end","reason":"finished","x":1}'):
        subscriber = SubscriberDouble(await house.subscriber(), house.origin, draws("subscriber"))
        await subscriber.line.send(text)
        await _refused_and_closed(subscriber, Refusal.MALFORMED)


async def words_before_open_close_the_socket(house: House) -> None:
    """Nothing can be relayed, reported or closed where nothing was opened."""
    for message in (broker.Relay("x"), broker.Report("{}"), broker.Receipt("{}"), broker.End(Ending.FINISHED)):
        subscriber = SubscriberDouble(await house.subscriber(), house.origin, draws("subscriber"))
        await subscriber.say(message)
        await _refused_and_closed(subscriber, Refusal.OUT_OF_ORDER)


async def a_repeated_m1_changes_nothing(house: House) -> None:
    """A broker, or a viewer, that says m1 twice gets one answer."""
    subscriber, communicator = await meet(house)
    await communicator.claim(await subscriber.open())
    await subscriber.claimed()
    await communicator.relay(communicator.run.m1)
    await communicator.relay(communicator.run.m1)
    await subscriber.relay(subscriber.run.m1(await subscriber.relayed(M1)))
    try:
        subscriber.run.m1(await subscriber.relayed(M1))
    except OutOfOrder:
        await communicator.relay(communicator.run.m3(await communicator.relayed(M2), OFFER))
        subscriber.run.m3(await subscriber.relayed(M3))
        return
    raise AssertionError("a second guess was answered")


async def _refused_and_closed(double: SubscriberDouble | CommunicatorDouble, code: Refusal) -> None:
    assert (await double.hear(broker.Refused)).code is code
    try:
        while True:
            await double.line.receive()
    except LineLost:
        return


CONVERSATIONS: tuple[Callable[[House], Awaitable[None]], ...] = (
    a_session_from_open_to_closed,
    a_wrong_secret_burns_the_pass,
    one_of_two_claims_wins,
    an_unknown_nameplate_is_refused,
    a_new_number_kills_the_old_one,
    a_number_that_is_given_up_is_an_old_one,
    a_number_that_was_typed_before_it_was_given_up_says_so,
    boxes_are_carried_unread,
    nobody_there_is_away,
    sealed_words_go_on_after_the_signalling_came_back,
    a_session_is_not_resumed_by_others,
    what_is_no_message_of_this_side_closes_the_socket,
    words_before_open_close_the_socket,
    a_repeated_m1_changes_nothing,
)
