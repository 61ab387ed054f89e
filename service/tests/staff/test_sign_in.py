"""Signing in through the pages: password, second factor, throttling, shut doors."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from yorisoi_service import clock
from yorisoi_service.audit.models import Row
from yorisoi_service.staff import queries
from yorisoi_service.testing.people import PASSWORD, Provider


@pytest.fixture
def here(db: None) -> Provider:
    """The provider on the real clock, since the pages read it."""
    return Provider(now=clock.now())


def browser() -> Client:
    return Client(headers={"host": "localhost:8000"})


def sign_in(client: Client, username: str, password: str = PASSWORD) -> str:
    answer = client.post("/accounts/login/", {"login": username, "password": password})
    return str(answer.headers.get("Location", ""))


def code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def set_up_app(client: Client) -> str:
    """Set up an authenticator app as the pages lead; returns its secret."""
    again = client.post("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/", {"password": PASSWORD})
    assert again.status_code == 302
    client.get("/accounts/2fa/totp/activate/")
    secret = str(client.session["mfa.totp.secret"])
    assert client.post("/accounts/2fa/totp/activate/", {"code": code(secret)}).status_code == 302
    return secret


def test_a_password_alone_is_no_second_factor(here: Provider) -> None:
    client = browser()
    assert sign_in(client, "yamada") == "/"
    assert queries.second_factor_at(client.session) is None
    assert queries.signed_in_at(client.session) is not None


@pytest.mark.django_db(transaction=True)  # a new factor is told of when it is committed
def test_whoever_has_an_app_is_asked_for_its_code(here: Provider) -> None:
    client = browser()
    sign_in(client, "yamada")
    secret = set_up_app(client)
    assert queries.has_second_factor(client.session, now=clock.now())
    client.post("/accounts/logout/")
    assert sign_in(client, "yamada").startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    cache.clear()  # a code is good once; the test does not wait half a minute for the next
    client.post("/accounts/2fa/authenticate/", {"code": code(secret)})
    assert queries.has_second_factor(client.session, now=clock.now(), max_age_s=60)


def test_a_wrong_code_does_not_sign_in(here: Provider) -> None:
    client = browser()
    sign_in(client, "yamada")
    secret = set_up_app(client)
    client.post("/accounts/logout/")
    sign_in(client, "yamada")
    wrong = f"{(int(code(secret)) + 1) % 1_000_000:06d}"
    client.post("/accounts/2fa/authenticate/", {"code": wrong})
    assert "_auth_user_id" not in client.session


def test_the_apps_secret_rests_encrypted(here: Provider) -> None:
    client = browser()
    sign_in(client, "yamada")
    secret = set_up_app(client)
    rows = list(Authenticator.objects.filter(user=here.communicator))
    assert rows
    assert all(secret not in str(row.data) for row in rows)


def test_five_wrong_passwords_close_the_door_for_the_right_one_too(here: Provider) -> None:
    client = browser()
    for _ in range(5):
        sign_in(client, "yamada", "wrong wrong wrong")
    assert sign_in(client, "yamada") == ""
    assert "_auth_user_id" not in client.session
    assert sign_in(browser(), "sato") == "/"


def test_a_page_that_reads_itself_again_keeps_nobody_signed_in(here: Provider) -> None:
    client = browser()
    sign_in(client, "yamada")
    soon = clock.now() + timedelta(seconds=60)
    Session.objects.update(expire_date=soon)
    assert client.get("/", headers={"x-yorisoi-by-itself": "yes"}).status_code == 200
    assert Session.objects.get().expire_date == soon
    assert client.get("/").status_code == 200
    assert Session.objects.get().expire_date > soon


def test_a_new_password_stands_in_the_audit_trail(here: Provider) -> None:
    client = browser()
    sign_in(client, "yamada")
    new = "another quiet winter road"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert sign_in(browser(), "yamada", new) == "/"
    rows = Row.objects.filter(event="staff.password_changed")
    assert [(row.by, row.about, row.facts) for row in rows] == [("staff:12", "staff:12", "{}")]


def test_an_address_in_a_header_does_not_get_around_the_throttle(here: Provider) -> None:
    for attempt in range(12):
        client = Client(headers={"host": "localhost:8000", "x-forwarded-for": f"192.0.2.{attempt}"})
        sign_in(client, f"nobody{attempt}", "wrong wrong wrong")
    assert sign_in(browser(), "sato") == ""


@pytest.mark.parametrize("path", ["signup/", "email/", "password/reset/", "password/set/"])
def test_nobody_makes_an_account_or_a_password_by_mail(here: Provider, path: str) -> None:
    client = browser()
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}", {"username": "intruder"}).status_code == 404


def test_who_left_cannot_sign_in(here: Provider) -> None:
    here.communicator.is_active = False
    here.communicator.save()
    client = browser()
    sign_in(client, "yamada")
    assert "_auth_user_id" not in client.session


def test_the_session_key_changes_with_the_sign_in(here: Provider) -> None:
    client = browser()
    sign_in(client, "yamada", "wrong wrong wrong")
    before = client.session.session_key
    sign_in(client, "yamada")
    assert client.session.session_key != before


def test_after_eight_hours_a_busy_browser_is_signed_out(here: Provider) -> None:
    client = browser()
    sign_in(client, "yamada")
    session = client.session
    session[queries.SIGNED_IN_AT] = clock.now().timestamp() - settings.YORISOI_SESSION_LIFE_S
    session.save()
    client.get("/accounts/login/")
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db(transaction=True)  # a new factor is told of when it is committed
def test_signing_in_and_out_and_new_factors_are_in_the_audit_trail(here: Provider) -> None:
    client = browser()
    sign_in(client, "yamada")
    set_up_app(client)
    client.post("/accounts/logout/")
    events = [row.event for row in Row.objects.filter(about="staff:12").order_by("n")]
    assert events[:3] == ["staff.added", "staff.signed_in", "staff.factor_added"]
    assert events[-1] == "staff.signed_out"


def test_cookies_are_kept_from_scripts_and_other_sites(here: Provider) -> None:
    client = browser()
    sign_in(client, "yamada")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_half_an_hour_without_a_request_ends_a_session_and_every_request_renews_it(here: Provider) -> None:
    client = browser()
    sign_in(client, "yamada")
    row = Session.objects.get(session_key=client.session.session_key)
    assert 1_700 < (row.expire_date - clock.now()).total_seconds() <= 1_800
    Session.objects.update(expire_date=clock.now() + timedelta(seconds=60))
    client.get("/accounts/login/")
    row.refresh_from_db()
    assert 1_700 < (row.expire_date - clock.now()).total_seconds() <= 1_800
    Session.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    assert client.get("/accounts/2fa/").status_code == 302
