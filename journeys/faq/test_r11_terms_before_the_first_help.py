"""R11: what we are liable for is told and accepted before the first help, and again when the text changes."""

import pytest
from yorisoi_protocol.one_time_pass import check_digit

from journeys.office import Office, day, today
from journeys.people import Communicator, ready_ticket

pytestmark = pytest.mark.timeout(300)

UNKNOWN_PASS = "9" * 10
TERMS = "規約"

GATES = """
from django.apps import apps
from django.conf import settings
from yorisoi_service import clock
from yorisoi_service.desk.queries.tickets import gates_of
ticket = apps.get_model("desk", "Ticket").objects.get(pk={ticket})
verdict = gates_of(ticket, policy=settings.PROVIDER.desk, now=clock.now())
print("terms" in verdict.closed)
"""


def test_no_pass_is_taken_before_the_terms_are_accepted(office: Office) -> None:
    home = office.household()
    office.join(home, today(), terms="")  # the form came without them
    viewer = Communicator(office)
    try:
        viewer.sign_in()
        ticket = ready_ticket(office, customer=home.number)
        viewer.take(ticket)
        viewer.type_pass(UNKNOWN_PASS + check_digit(UNKNOWN_PASS))
        assert TERMS in viewer.wait_for_failure().detail
        viewer.again()
        viewer.open_desk(f"/desk/tickets/{ticket}")
        assert "責任を負いません" in viewer.desk.locator(".gate.shut", has_text=TERMS).inner_text()
        viewer.desk.locator("form[action$='/terms'] button").click()
        viewer.desk.locator("[data-gates-open=yes]").wait_for()
        viewer.type_pass(UNKNOWN_PASS + check_digit(UNKNOWN_PASS))
        assert TERMS not in viewer.wait_for_failure().detail  # now the number itself is looked for
        viewer.again()
        viewer.open_desk(f"/desk/tickets/{ticket}")
        viewer.desk.locator("#history summary").click()
        told = viewer.desk.locator("#history").inner_text()
        assert office.provider["terms"]["version"] in told
    finally:
        viewer.close()
    assert office.gates(home.line_pk)[TERMS] is True  # asked once, not at every call


def test_another_text_is_asked_again(office: Office) -> None:
    home = office.household()
    office.join(home, day(1, 5))  # with the terms on the form
    assert office.gates(home.line_pk)[TERMS] is True
    ticket = office.ticket(home.line_pk)
    changed = office.folder / "changed.toml"
    changed.write_text(office.text.replace('version = "2026-04"', 'version = "2027-01"'), encoding="utf-8")
    code = GATES.format(ticket=ticket)
    closed = [
        office.manage("shell", "--no-imports", "-c", code, env={"YORISOI_PROVIDER_FILE": str(file)}).strip()
        for file in (office.provider_file, changed)
    ]
    assert closed == ["False", "True"]


def test_another_providers_own_text_is_read(elsewhere: Office) -> None:
    home = elsewhere.household()
    elsewhere.join(home, today(), terms="")
    assert elsewhere.gates(home.line_pk)[TERMS] is False
    told = elsewhere.communicator.locator(".gate.shut", has_text=TERMS).inner_text()
    assert elsewhere.provider["terms"]["liability"]["ja"] in told
