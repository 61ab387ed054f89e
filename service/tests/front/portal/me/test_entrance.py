"""The ways in: whoever has no key learns nothing, whoever has one gets in once, and nobody brings a sign-in along."""

import re
from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from yorisoi_service import clock
from yorisoi_service.audit.models import Row
from yorisoi_service.front.portal.me.door import COOKIE
from yorisoi_service.front.socket.rows import ServiceRows
from yorisoi_service.remote.rules.limits import Limits
from yorisoi_service.subscribers.models import AccessKey, LinkWish, SignIn
from yorisoi_service.subscribers.services.links import send_links
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.own_page import at_home, code_for, link_for
from yorisoi_service.testing.people import NOON, Provider, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

ADDRESS = "hanako@example.jp"


@pytest.fixture
def mailing(settings: object, provider: Provider) -> Provider:
    """Mail is set up, and the subscriber has an address."""
    settings.MAIL_READY = True  # type: ignore[attr-defined]
    provider.subscriber.email = ADDRESS
    provider.subscriber.save()
    return provider


def sent() -> int:
    return send_links(now=NOON, draw=clock.draw)


def words(client: object, **fields: str) -> tuple[int, str]:
    answer = client.post("/my/link", fields)  # type: ignore[attr-defined]
    page = re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode())
    return answer.status_code, page


def test_the_answer_is_the_same_whoever_asks(mailing: Provider) -> None:
    answers = [
        words(browser(), email=ADDRESS),
        words(browser(), email="nobody@example.jp"),
        words(browser(), email=ADDRESS, number="C-99999"),
        words(browser(), email=ADDRESS.upper(), number="c-10001"),
    ]
    assert len(set(answers)) == 1
    assert answers[0][0] == 200


def test_asking_costs_the_same_questions_whoever_asks(mailing: Provider) -> None:
    asked = []
    for email in (ADDRESS, "nobody@example.jp"):
        with CaptureQueriesContext(connection) as seen:
            browser().post("/my/link", {"email": email})
        asked.append([query["sql"].split(" ")[0] for query in seen.captured_queries])
    assert asked[0] == asked[1]


def test_no_mail_is_written_while_a_page_is_made(mailing: Provider) -> None:
    browser().post("/my/link", {"email": ADDRESS})
    assert mail.outbox == []
    assert AccessKey.objects.count() == 0
    assert sent() == 1
    assert LinkWish.objects.count() == 0


def test_the_link_goes_to_the_registered_address_and_opens_once(mailing: Provider) -> None:
    browser().post("/my/link", {"email": ADDRESS.upper()})
    sent()
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    (link,) = re.findall(r"\S+/my/#\S+", str(letter.body))
    assert link.startswith(settings.ORIGIN + "/my/#")
    token = link.partition("#")[2]
    client = browser()
    assert client.post("/my/open", {"token": token}).status_code == 302
    assert "佐藤 花子" in client.get("/my/").content.decode()
    assert browser().post("/my/open", {"token": token}).status_code == 403
    assert token not in "".join(Row.objects.values_list("facts", flat=True))


def test_a_link_is_not_spent_by_who_only_looks_at_it(provider: Provider) -> None:
    token = link_for(provider.subscriber)
    for _each in range(3):
        assert browser().get("/my/").status_code == 200
    assert browser().post("/my/open", {"token": token}).status_code == 302


def test_two_people_with_one_address_get_a_link_each(mailing: Provider) -> None:
    other = mailing.household("C-10002", "0847-11-3333")
    other.email = ADDRESS
    other.save()
    browser().post("/my/link", {"email": ADDRESS})
    assert sent() == 2
    mail.outbox.clear()
    browser().post("/my/link", {"email": ADDRESS, "number": "C-10002"})
    assert sent() == 1


def test_a_mail_box_is_not_filled(mailing: Provider) -> None:
    for n in range(8):
        browser().post("/my/link", {"email": ADDRESS}, REMOTE_ADDR=f"192.0.2.{n + 1}")
    sent()
    assert len(mail.outbox) == 3


def test_a_server_that_says_later_costs_nobody_their_link(mailing: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    def later_please(_mail: EmailMessage, fail_silently: bool = False) -> int:
        raise SMTPException("greylisted")

    browser().post("/my/link", {"email": ADDRESS})
    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", later_please)
        assert [sent() for _try in range(4)] == [0, 0, 0, 0]
    assert not AccessKey.objects.filter(spent_at=None).exists()
    provider = settings.PROVIDER
    rows = ServiceRows(policy=provider.desk, networks=provider.networks, limits=Limits())
    rows.sweep(())  # nobody asks again: the service's own minute does it
    assert (len(mail.outbox), LinkWish.objects.count()) == (1, 0)
    assert AccessKey.objects.filter(spent_at=None).count() == 1


def test_a_place_that_asks_on_and_on_is_told_to_wait(mailing: Provider) -> None:
    codes = [browser().post("/my/link", {"email": f"x{n}@example.jp"}).status_code for n in range(6)]
    assert codes == [200] * 5 + [429]


def test_without_mail_the_way_leads_to_the_code(provider: Provider) -> None:
    assert browser().get("/my/link").headers["Location"] == "/my/code"
    assert "/my/link" not in browser().get("/my/").content.decode()


@pytest.mark.parametrize("email", ["", "hanako", "x" * 300 + "@example.jp"])
def test_what_is_no_address_is_refused_with_an_example(mailing: Provider, email: str) -> None:
    answer = browser().post("/my/link", {"email": email})
    assert answer.status_code == 400
    assert "hanako@example.jp" in answer.content.decode()


def test_the_printed_code_opens_the_page_however_often(provider: Provider) -> None:
    code = code_for(provider.subscriber, provider.clerk)
    for _each in range(2):
        client = browser()
        assert client.post("/my/code", {"number": "c-10001", "code": code.lower()}).status_code == 302
        assert "佐藤 花子" in client.get("/my/").content.decode()


def test_a_wrong_code_and_an_unknown_number_are_told_alike(provider: Provider) -> None:
    code_for(provider.subscriber, provider.clerk)
    pages = set()
    for number in ("C-10001", "C-99999"):
        answer = browser().post("/my/code", {"number": number, "code": "AAAA-AAAA-AAAA"})
        assert answer.status_code == 403
        pages.add(re.sub(r'value="[^"]*"', "", answer.content.decode()))
    assert len(pages) == 1


def test_guessing_ends_kindly_and_only_for_who_guesses(provider: Provider) -> None:
    code = code_for(provider.subscriber, provider.clerk)
    guesser = browser(language="ja")
    codes = [
        guesser.post(
            "/my/code", {"number": "C-10001", "code": f"AAAA-AAAA-{n:04}"}, REMOTE_ADDR="203.0.113.9"
        ).status_code
        for n in range(11)
    ]
    assert codes == [403] * 10 + [429]
    shown = guesser.post("/my/code", {"number": "C-10001", "code": code}, REMOTE_ADDR="203.0.113.9").content.decode()
    assert "15分" in shown
    assert browser().post("/my/code", {"number": "C-10001", "code": code}, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_one_home_with_many_addresses_is_one_place(provider: Provider) -> None:
    for n in range(10):
        browser().post("/my/code", {"number": "C-1", "code": "X"}, REMOTE_ADDR=f"2001:db8:1:2::{n + 1:x}")
    answer = browser().post("/my/code", {"number": "C-1", "code": "X"}, REMOTE_ADDR="2001:db8:1:2::ffff")
    assert answer.status_code == 429


def test_a_planted_cookie_is_worth_nothing_after_the_sign_in(provider: Provider) -> None:
    client = browser()
    client.cookies[COOKIE] = "ab" * 32
    client.post("/my/open", {"token": link_for(provider.subscriber)})
    assert client.cookies[COOKIE].value != "ab" * 32
    thief = browser()
    thief.cookies[COOKIE] = "ab" * 32
    assert "佐藤" not in thief.get("/my/").content.decode()


def test_signing_in_anew_ends_the_sign_in_before(provider: Provider) -> None:
    client = at_home(provider)
    before = client.cookies[COOKIE].value
    client.post("/my/open", {"token": link_for(provider.subscriber)})
    assert SignIn.objects.count() == 1
    thief = browser()
    thief.cookies[COOKIE] = before
    assert thief.get("/my/data").status_code == 302


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(provider: Provider) -> None:
    morsel = at_home(provider).cookies[COOKIE]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Strict"
    assert morsel["path"] == "/"
    assert morsel["max-age"] == ""


def test_nobody_of_the_staff_is_signed_in_here(provider: Provider) -> None:
    for member in (provider.clerk, provider.lead, provider.administrator):
        client = browser(member)
        assert client.get("/my/data").status_code == 302
        assert member.display_name not in client.get("/my/").content.decode()


def test_the_cookie_opens_no_page_of_the_staff(provider: Provider) -> None:
    client = at_home(provider)
    client.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[COOKIE].value
    assert client.get("/office/subscribers").status_code == 401


def test_signing_out_ends_it_on_the_service_too(provider: Provider) -> None:
    client = at_home(provider)
    token = client.cookies[COOKIE].value
    client.post("/my/out")
    client.cookies[COOKIE] = token
    assert client.get("/my/data").status_code == 302


def test_signing_out_everywhere_ends_every_browser(provider: Provider) -> None:
    one, two = at_home(provider), at_home(provider)
    one.post("/my/elsewhere")
    assert two.get("/my/data").status_code == 302


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (30, 302)])
def test_thirty_idle_minutes_end_it(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, minutes: int, status: int
) -> None:
    client = at_home(provider)
    monkeypatch.setattr(clock, "now", lambda: later(minutes=minutes))
    assert client.get("/my/data").status_code == status


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    client = at_home(provider)
    for minutes in (10, 20, 29):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: later(minutes=minutes))
        assert client.get("/my/waiting/place").status_code == 200
    monkeypatch.setattr(clock, "now", lambda: later(minutes=31))
    assert client.get("/my/waiting/place").status_code == 401


def test_eight_hours_end_it_however_busy(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    client, moment = at_home(provider), NOON
    while moment < NOON + timedelta(hours=8):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        assert client.get("/my/data").status_code == 200
        moment += timedelta(minutes=20)
    monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
    assert client.get("/my/data").status_code == 302


FORMS = (
    "/my/open",
    "/my/link",
    "/my/code",
    "/my/out",
    "/my/elsewhere",
    "/my/call-back",
    "/my/call-back/withdraw",
    "/my/data/copy",
    "/my/data/correct",
    "/my/data/delete",
    "/my/data/withdraw/1",
)


def test_no_other_site_sends_a_form_here(provider: Provider) -> None:
    client = browser(enforce_csrf_checks=True)
    client.cookies[COOKIE] = at_home(provider).cookies[COOKIE].value
    token = link_for(provider.subscriber)
    assert {address: client.post(address, {"token": token}).status_code for address in FORMS} == dict.fromkeys(
        FORMS, 403
    )
    assert client.get("/my/data").status_code == 200


STRANGE = ["\0", "a\0b@example.jp", "‮@‬", "ｶﾅ@例え.テスト", "'; DROP TABLE x; --@", "<script>@", "🦊@example.jp"]


def test_whatever_is_typed_at_the_door_is_answered_in_words(mailing: Provider) -> None:
    for n, text in enumerate([*STRANGE, "x@" * 5_000]):
        for address in ("/my/open", "/my/link", "/my/code"):
            fields = {"token": text, "email": text, "number": text, "code": text}
            answer = browser().post(address, fields, REMOTE_ADDR=f"198.51.100.{n + 1}")
            assert answer.status_code in (200, 400, 403), (address, text[:20])
            assert "<script>@" not in answer.content.decode()
    sent()
    assert mail.outbox == []


def test_a_strange_cookie_is_nobody(provider: Provider) -> None:
    for value in ("", "x", "é" * 50, "0" * 5_000):
        client = browser()
        client.cookies[COOKIE] = value
        assert client.get("/my/data").status_code == 302
