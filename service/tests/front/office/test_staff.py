"""The administrator adds people, gives roles, and lets people go."""

import pytest
from django.test import Client
from django.urls import reverse
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

NEW = {
    "username": "mori",
    "number": "44",
    "display_name": "森",
    "role": "communicator",
    "password": "four kettles sing at night",
}


@pytest.fixture
def administrator(provider: Provider) -> Client:
    return browser(provider.administrator)


def test_somebody_new_can_sign_in(administrator: Client) -> None:
    assert "Added" in administrator.post(reverse("office:staff"), NEW, follow=True).content.decode()
    answer = browser().post(reverse("account_login"), {"login": "mori", "password": NEW["password"]})
    assert answer.status_code == 302


@pytest.mark.parametrize("change", [{"password": "short"}, {"role": "king"}, {"number": "12"}, {"username": "Mori!"}])
def test_a_wrong_field_adds_nobody(administrator: Client, change: dict[str, str]) -> None:
    shown = administrator.post(reverse("office:staff"), NEW | change, follow=True).content.decode()
    assert 'role="alert"' in shown
    assert not StaffMember.objects.filter(username="mori").exists()
    assert NEW["password"] not in shown


def test_another_role_holds_at_once(administrator: Client, provider: Provider) -> None:
    theirs = browser(provider.second)
    assert theirs.get(reverse("desk:overview")).status_code == 200
    administrator.post(reverse("office:role", args=[provider.second.pk]), {"role": "clerk"})
    assert theirs.get(reverse("desk:overview")).status_code == 403


def test_who_left_is_out_at_once(administrator: Client, provider: Provider) -> None:
    theirs = browser(provider.second)
    administrator.post(reverse("office:leave", args=[provider.second.pk]))
    assert theirs.get(reverse("desk:overview")).status_code == 401


def test_the_last_administrator_stays(administrator: Client, provider: Provider) -> None:
    shown = administrator.post(reverse("office:leave", args=[provider.administrator.pk]), follow=True).content.decode()
    assert "This is the last administrator" in shown
    provider.administrator.refresh_from_db()
    assert provider.administrator.is_active
