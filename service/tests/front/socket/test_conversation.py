"""The conversation through the service, over a real server: who is told what, in which order."""

import asyncio
from contextlib import suppress
from dataclasses import replace

import pytest
import websockets
from yorisoi_protocol import broker
from yorisoi_protocol.vocabulary import Ending, Refusal
from yorisoi_service.front.socket.line import Limits
from yorisoi_service.front.socket.port import No
from yorisoi_service.hub import topics, wakes

from .conftest import OPEN, ORIGIN, Place, Voice, serve
from .memory import SATO, YAMADA, Memory

pytestmark = pytest.mark.asyncio


async def meet(tool: Voice, viewer: Voice) -> tuple[dict, dict]:
    """Open, claim; returns Offered and Granted."""
    await tool.say(OPEN)
    offered = await tool.hear()
    await viewer.say(broker.Claim(offered["nameplate"], 1))
    return offered, await viewer.hear()


async def test_open_claim_relay_report_end_receipt(place: Place) -> None:
    async with place.socket("subscriber") as tool, place.communicator() as viewer:
        offered, granted = await meet(tool, viewer)
        assert granted == {
            "t": "granted",
            "session": offered["session"],
            "nonce": OPEN.nonce,
            "public_key": OPEN.public_key,
            "allowed": ["view"],
            "time_box_s": 1800,
            "kind": "main",
        }
        await viewer.say(broker.Relay("m1"))
        assert await tool.hear() == {
            "t": "claimed",
            "communicator": {"number": "12", "name": "山田"},
            "allowed": ["view"],
            "time_box_s": 1800,
            "kind": "main",
        }
        assert await tool.hear() == {"t": "relay", "box": "m1"}
        await tool.say(broker.Relay("m2"))
        assert await viewer.hear() == {"t": "relay", "box": "m2"}
        await tool.say(broker.Report("entry 1"))
        await tool.say(broker.End(Ending.STOPPED_BY_SUBSCRIBER))
        ended = {"t": "ended", "reason": "stopped_by_subscriber", "successor": []}
        assert (await tool.hear(), await viewer.hear()) == (ended, ended)
        await tool.say(broker.Receipt("receipt"))
        assert await tool.hear() == {"t": "presence", "present": False}
        assert await tool.hear() == {"t": "closed", "removal": "verified"}
    row = place.rows.rows[offered["session"]]
    assert (row.state, row.entries) == ("closed", ["entry 1"])


async def test_the_end_is_said_once_to_each_side(place: Place) -> None:
    async with place.socket("subscriber") as tool, place.communicator() as viewer:
        offered, _ = await meet(tool, viewer)
        await tool.hear()
        for _ in range(3):
            wakes.wake(topics.session(offered["session"]))
        await viewer.say(broker.End(Ending.FINISHED))
        assert (await viewer.hear())["t"] == "ended"
        await viewer.say(broker.Claim("9999", 1))
        assert await viewer.hear() == {"t": "refused", "code": "no_such_pass", "gates": [], "retry_after_s": 0}
        assert [(await tool.hear())["t"] for _ in range(2)] in (["ended", "presence"], ["presence", "ended"])
        await tool.say(broker.Relay("late"))
        assert (await tool.hear())["code"] == "away"


async def test_a_desk_leads_end_reaches_both_sides_by_a_hint(place: Place) -> None:
    async with place.socket("subscriber") as tool, place.communicator() as viewer:
        offered, _ = await meet(tool, viewer)
        await tool.hear()
        place.rows.end(offered["session"], reason=Ending.STOPPED_BY_DESK_LEAD, by=SATO)
        ended = {"t": "ended", "reason": "stopped_by_desk_lead", "successor": []}
        assert await viewer.hear() == ended
        assert ended in [await tool.hear(), await tool.hear()]


async def test_a_lost_hint_costs_one_look(place: Place) -> None:
    async with place.socket("subscriber") as tool:
        await tool.say(OPEN)
        offered = await tool.hear()
        place.rows.rows[offered["session"]].ending = Ending.PASS_EXPIRED
        assert await tool.hear() == {"t": "ended", "reason": "pass_expired", "successor": []}


async def test_nobody_on_the_other_side_is_away_and_the_socket_stays(place: Place) -> None:
    async with place.socket("subscriber") as tool:
        await tool.say(OPEN)
        offered = await tool.hear()
        await tool.say(broker.Relay("m2"))
        assert (await tool.hear())["code"] == "away"
        await tool.connection.close()
        async with place.communicator() as viewer:
            await viewer.say(broker.Claim(offered["nameplate"], 1))
            assert (await viewer.hear())["t"] == "granted"
            assert await viewer.hear() == {"t": "presence", "present": False}
            await viewer.say(broker.Relay("m1"))
            assert (await viewer.hear())["code"] == "away"


async def test_both_sides_resume_and_hear_of_each_other(place: Place) -> None:
    async with place.socket("subscriber") as tool, place.communicator() as viewer:
        offered, _ = await meet(tool, viewer)
        session = offered["session"]
        await tool.connection.close()
        assert await viewer.hear() == {"t": "presence", "present": False}
        async with place.socket("subscriber") as again:
            await again.say(broker.Resume(session, offered["resume"]))
            assert await again.hear() == {"t": "resumed", "present": True}
            assert await viewer.hear() == {"t": "presence", "present": True}
            await viewer.connection.close()
            assert await again.hear() == {"t": "presence", "present": False}
            async with place.communicator() as second:
                await second.say(broker.Resume(session))
                assert await second.hear() == {"t": "resumed", "present": True}
                assert await again.hear() == {"t": "presence", "present": True}
                await second.say(broker.Relay("again"))
                assert await again.hear() == {"t": "relay", "box": "again"}


async def test_resuming_an_ended_session_tells_its_end_and_takes_the_receipt(place: Place) -> None:
    async with place.socket("subscriber") as tool, place.communicator() as viewer:
        offered, _ = await meet(tool, viewer)
        await tool.connection.close()
    place.rows.end(offered["session"], reason=Ending.LOST, by=None)
    async with place.socket("subscriber") as again:
        await again.say(broker.Resume(offered["session"], offered["resume"]))
        assert await again.hear() == {"t": "resumed", "present": False}
        assert await again.hear() == {"t": "ended", "reason": "lost", "successor": []}
        await again.say(broker.Receipt("receipt"))
        assert await again.hear() == {"t": "closed", "removal": "verified"}


@pytest.mark.parametrize(("session", "resume"), [("mine", "wrong-token-0000"), ("session-999999999999", "mine")])
async def test_resume_needs_its_own_token(place: Place, session: str, resume: str) -> None:
    async with place.socket("subscriber") as tool:
        await tool.say(OPEN)
        offered = await tool.hear()
        async with place.socket("subscriber") as thief:
            await thief.say(
                broker.Resume(
                    offered["session"] if session == "mine" else session,
                    offered["resume"] if resume == "mine" else resume,
                )
            )
            assert await thief.refusal() == ("no_such_session", 1008)


async def test_another_communicator_cannot_resume_a_session(place: Place) -> None:
    async with (
        place.socket("subscriber") as tool,
        place.communicator(YAMADA) as viewer,
        place.communicator(SATO) as other,
    ):
        offered, _ = await meet(tool, viewer)
        await other.say(broker.Resume(offered["session"]))
        assert await other.refusal() == ("no_such_session", 1008)


async def test_a_session_has_two_sockets_and_the_newer_one_wins(place: Place) -> None:
    async with place.socket("subscriber") as tool, place.communicator() as viewer:
        offered, _ = await meet(tool, viewer)
        await tool.hear()
        async with place.socket("subscriber") as again:
            await again.say(broker.Resume(offered["session"], offered["resume"]))
            assert await again.hear() == {"t": "resumed", "present": True}
            assert await tool.refusal() == ("too_many", 1008)
            assert await viewer.hear() == {"t": "presence", "present": True}
            await viewer.say(broker.Relay("to the newer"))
            assert await again.hear() == {"t": "relay", "box": "to the newer"}
            await again.say(broker.Relay("and back"))
            assert await viewer.hear() == {"t": "relay", "box": "and back"}


async def test_a_new_open_kills_the_old_number(place: Place) -> None:
    async with place.socket("subscriber") as tool, place.communicator() as viewer:
        await tool.say(OPEN)
        first = await tool.hear()
        await tool.say(OPEN)
        second = await tool.hear()
        await viewer.say(broker.Claim(first["nameplate"], 1))
        assert (await viewer.hear())["code"] == "pass_expired"
        await viewer.say(broker.Claim(second["nameplate"], 1))
        assert (await viewer.hear())["session"] == second["session"]
        assert (await tool.hear())["t"] == "claimed"
        await tool.say(OPEN)
        assert await tool.refusal() == ("out_of_order", 1008)


async def test_one_of_two_claims_wins(place: Place) -> None:
    async with (
        place.socket("subscriber") as tool,
        place.communicator(YAMADA) as yamada,
        place.communicator(SATO) as sato,
    ):
        await tool.say(OPEN)
        offered = await tool.hear()
        await asyncio.gather(*(voice.say(broker.Claim(offered["nameplate"], 1)) for voice in (yamada, sato)))
        answers = [await yamada.hear(), await sato.hear()]
        assert sorted(answer["t"] for answer in answers) == ["granted", "refused"]
        winner = "12" if answers[0]["t"] == "granted" else "15"
        assert (await tool.hear())["communicator"]["number"] == winner


async def test_closed_gates_are_named_and_the_pass_is_kept(place: Place) -> None:
    async with place.socket("subscriber") as tool, place.communicator() as viewer:
        place.rows.closed_gates = ("identity", "hours")
        offered, refused = await meet(tool, viewer)
        assert refused == {"t": "refused", "code": "gates_closed", "gates": ["identity", "hours"], "retry_after_s": 0}
        place.rows.closed_gates = ()
        await viewer.say(broker.Claim(offered["nameplate"], 1))
        assert (await viewer.hear())["t"] == "granted"


@pytest.mark.parametrize("code", [Refusal.OUTSIDE_HOURS, Refusal.OTHER_NETWORK, Refusal.NO_NAMEPLATE])
async def test_a_refused_open_leaves_the_socket_for_another_try(place: Place, code: Refusal) -> None:
    async with place.socket("subscriber") as tool:
        place.rows.refuse_open = No(code, retry_after_s=9)
        await tool.say(OPEN)
        assert await tool.hear() == {"t": "refused", "code": code.value, "gates": [], "retry_after_s": 9}
        place.rows.refuse_open = None
        await tool.say(OPEN)
        assert (await tool.hear())["t"] == "offered"


async def test_a_socket_ticket_works_once(place: Place) -> None:
    ticket = place.rows.ticket()
    for answer in ("welcome", "refused"):
        async with place.socket("communicator") as viewer:
            await viewer.say(broker.Hello(1, ticket))
            said = await viewer.hear()
            assert said["t"] == answer
            if answer == "welcome":
                assert said == {
                    "t": "welcome",
                    "communicator": {"number": "12", "name": "山田"},
                    "origin": ORIGIN,
                }
            else:
                assert (said["code"], await viewer.closed()) == ("not_signed_in", 1008)


async def test_signing_out_ends_the_session_and_closes_the_socket(place: Place) -> None:
    async with place.socket("subscriber") as tool, place.communicator() as viewer, place.socket("watch") as page:
        await page.say(broker.Hello(1, place.rows.ticket()))
        await page.hear()
        await meet(tool, viewer)
        await tool.hear()
        place.rows.gone.add(YAMADA.key)
        assert await viewer.refusal() == ("not_signed_in", 1008)
        assert await page.refusal() == ("not_signed_in", 1008)
        said = [await tool.hear(), await tool.hear()]
        assert {"t": "ended", "reason": "stopped_by_communicator", "successor": []} in said


async def test_a_watching_page_hears_topics_and_never_a_session(place: Place) -> None:
    async with place.socket("watch") as page:
        await page.say(broker.Hello(1, place.rows.ticket()))
        assert (await page.hear())["t"] == "welcome"
        wakes.wake(topics.session("session-000000000001"))
        wakes.wake(topics.ticket(7))
        assert await page.hear() == {"t": "wake", "topic": "ticket:7"}
        wakes.wake(topics.DESK)
        assert await page.hear() == {"t": "wake", "topic": "desk"}
        await page.say(broker.Relay("x"))
        assert await page.refusal() == ("out_of_order", 1008)


async def test_a_page_says_hello_once(place: Place) -> None:
    async with place.socket("watch") as page:
        await page.say(broker.Hello(1, place.rows.ticket()))
        assert (await page.hear())["t"] == "welcome"
        await page.say(broker.Hello(1, place.rows.ticket()))
        assert await page.refusal() == ("out_of_order", 1008)


async def test_the_address_is_the_scopes_and_a_header_cannot_change_it(place: Place) -> None:
    async with place.socket("subscriber", additional_headers={"X-Real-IP": "192.0.2.1"}) as tool:
        await tool.say(OPEN)
        await tool.hear()
    assert place.rows.addresses == ["127.0.0.1"]


async def test_a_restart_closes_with_1012_and_a_new_process_resumes() -> None:
    rows = Memory()
    first = serve(rows, Limits())
    place = next(first)
    async with place.socket("subscriber") as tool, place.communicator() as viewer:
        offered, _ = await meet(tool, viewer)
        place.server.should_exit = True
        assert await tool.closed() == 1012
        assert await viewer.closed() == 1012
    first.close()
    second = serve(rows, Limits())
    place = next(second)
    async with place.socket("subscriber") as tool, place.communicator() as viewer:
        await tool.say(broker.Resume(offered["session"], offered["resume"]))
        assert await tool.hear() == {"t": "resumed", "present": False}
        await viewer.say(broker.Resume(offered["session"]))
        assert await viewer.hear() == {"t": "resumed", "present": True}
        await tool.say(broker.Relay("still here"))
        assert await viewer.hear() == {"t": "relay", "box": "still here"}
    second.close()


async def test_one_address_holds_its_share_of_sockets() -> None:
    server = serve(Memory(), replace(Limits(), subscribers_an_address=2))
    place = next(server)
    async with place.socket("subscriber"), place.socket("subscriber") as second:
        async with place.socket("subscriber") as third:
            assert await third.refusal() == ("too_many", 1008)
        async with place.communicator():
            pass
        await second.connection.close()
        assert await offered_at_last(place)
    server.close()


async def offered_at_last(place: Place) -> bool:
    """The server learns a moment after the client that a socket is closed; until then it says that there are too many."""
    async with asyncio.timeout(30):
        while True:
            async with place.socket("subscriber") as another:
                with suppress(websockets.ConnectionClosed):
                    await another.say(OPEN)
                answer = await another.hear()
            if answer["t"] == "offered":
                return True
            assert (answer["t"], answer["code"]) == ("refused", "too_many"), answer


async def test_foreign_null_and_absent_origins_get_403(place: Place) -> None:
    for path in ("subscriber", "communicator", "watch"):
        for origin in (
            None,
            "null",
            "https://evil.example",
            ORIGIN + ".evil.example",
            ORIGIN + "/",
            "HTTP://LOCALHOST:8000",
        ):
            with pytest.raises(websockets.InvalidStatus) as refused:
                async with place.socket(path, origin=origin):
                    pass
            assert refused.value.response.status_code == 403


async def test_two_origins_are_no_origin(place: Place) -> None:
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with place.socket("watch", origin=ORIGIN, additional_headers=[("Origin", "https://evil.example")]):
            pass
    assert refused.value.response.status_code in {400, 403}


async def test_other_paths_get_403(place: Place) -> None:
    for path in ("", "subscriber/", "admin", "../socket/subscriber?x=1#", "Subscriber"):
        with pytest.raises(websockets.InvalidStatus) as refused:
            async with place.socket(path):
                pass
        assert refused.value.response.status_code == 403
