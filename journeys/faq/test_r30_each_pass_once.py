"""R30: the subscriber reads a pass out; it works once, for the one who was told it, and a wrong guess burns it."""

import json
from collections.abc import Iterator

import pytest
from yorisoi_protocol.one_time_pass import check_digit
from yorisoi_tool.window.theme import Kind

from journeys.people import Communicator, Subscriber, ready_ticket
from journeys.world import World, until

pytestmark = pytest.mark.timeout(400)

AUDIT = """
import json
from yorisoi_service.audit.models import Row
print(json.dumps([[row.event, row.by, row.facts] for row in Row.objects.order_by("-n")[:20]]))
"""


SESSIONS = """
import json
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.queries import not_closed
owed = {row.pk for row in not_closed()}
rows = Session.objects.order_by("offered_at")
print(json.dumps([[str(row.state), str(row.ending), row.claimed_at is not None, row.pk in owed] for row in rows]))
"""


def sessions(world: World) -> list[list[object]]:
    """Every number that was ever offered, the first one first: state, ending, whether anybody typed it in time, and
    whether it waits for a receipt or a desk lead's explanation."""
    found: list[list[object]] = json.loads(world.django(SESSIONS))
    return found


def other_pass(digits: str) -> str:
    """A pass for the same nameplate with another secret and a right check digit."""
    secret = f"{(int(digits[4:10]) + 1) % 1_000_000:06d}"
    return digits[:4] + secret + check_digit(digits[:4] + secret)


@pytest.fixture
def second(world: World) -> Iterator[Communicator]:
    """Sato, signed in, with a ticket of their own."""
    made = Communicator(world, "sato")
    made.sign_in()
    made.take(ready_ticket(world, "sato", "KJ-1006"))
    yield made
    made.close()


def test_wrong_pass_burns_the_pass(subscriber: Subscriber, communicator: Communicator) -> None:
    digits = subscriber.start()
    communicator.type_pass(other_pass(digits))
    assert communicator.wait_for_failure().title
    communicator.again()
    communicator.type_pass(digits)  # the right one, too late
    assert communicator.wait_for_failure().title
    assert communicator.page.evaluate("() => __seen.arrivals.length") == 0


def test_another_number_takes_the_place_of_the_one_before(
    world: World, subscriber: Subscriber, communicator: Communicator
) -> None:
    """The old one is told to be an old one, and leaves nothing behind that a desk lead would have to explain."""
    before = len(sessions(world))
    digits = subscriber.start()
    subscriber.hand.press(Kind.NEW_NUMBER)
    newer = until(lambda: (read := subscriber.read_pass()) != digits and read, 45, "another number")
    communicator.type_pass(digits)
    assert communicator.wait_for_failure().title == "その番号は、もう古くなっています"
    assert communicator.page.get_attribute("#failure", "data-code") == "pass_expired"
    old = ["ended", "pass_expired", False, False]
    assert sessions(world)[before:] == [old, ["offered", "", False, False]]
    communicator.again()
    communicator.type_pass(newer)
    subscriber.agree()
    communicator.wait_for("live")
    communicator.finish()
    closed = ["closed", "finished", True, False]
    until(lambda: sessions(world)[before:] == [old, closed], 45, "receipt of the session that took place, and no other")


def test_number_of_a_program_that_was_closed_is_an_old_one(
    world: World, subscriber: Subscriber, communicator: Communicator
) -> None:
    before = len(sessions(world))
    digits = subscriber.start()
    subscriber.close()
    communicator.type_pass(digits)
    communicator.wait_for_failure()
    assert communicator.page.get_attribute("#failure", "data-code") == "pass_expired"
    assert sessions(world)[before:] == [["ended", "pass_expired", False, False]]


def test_used_pass_is_refused_and_logged(
    world: World, subscriber: Subscriber, communicator: Communicator, second: Communicator
) -> None:
    digits = subscriber.start()
    communicator.type_pass(digits)
    subscriber.agree()
    communicator.wait_for("live")
    second.type_pass(digits)
    assert second.wait_for_failure().say
    assert communicator.phase == "live"
    refused = [
        facts for event, by, facts in json.loads(world.django(AUDIT)) if (event, by) == ("claim.refused", "staff:15")
    ]
    assert len(refused) == 1
    assert "pass_used" in refused[0]


def test_two_communicators_claim_at_once_and_one_wins(
    subscriber: Subscriber, communicator: Communicator, second: Communicator
) -> None:
    digits = subscriber.start()
    for person in (communicator, second):
        person.type_pass_but_last(digits)
    for person in (communicator, second):
        person.page.evaluate(
            """(digit) => {
              const field = document.querySelector("#pass");
              setTimeout(() => {
                field.value += digit;
                field.dispatchEvent(new InputEvent("input", { bubbles: true, data: digit }));
              }, 1000 - (Date.now() % 1000) + 500);
            }""",
            digits[-1],
        )
    subscriber.agree()
    won, refused = until(
        lambda: (
            ([communicator, second] if communicator.phase == "live" else [second, communicator])
            if "live" in (communicator.phase, second.phase)
            else None
        ),
        45,
        "winner",
    )
    assert refused.wait_for_failure().title
    assert (won.phase, refused.phase) == ("live", "pass")
