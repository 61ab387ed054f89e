import pytest
from yorisoi_service.audit import queries as audit
from yorisoi_service.staff import queries
from yorisoi_service.staff.errors import BadMember, NotAllowed
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.staff.services import add_staff, change_role, deactivate
from yorisoi_service.testing.people import NOON, PASSWORD, Provider, identity, later


def add(provider: Provider, by: StaffMember | None, **change: str) -> StaffMember:
    wanted = {"username": "mori", "number": "40", "display_name": "森", "role": "communicator", "password": PASSWORD}
    return add_staff(**{**wanted, **change}, by=by, now=NOON)


def test_the_first_administrator_needs_nobody_and_there_is_no_second_first(db: None) -> None:
    first = add_staff(
        username="kanri", number="1", display_name="管理", role=Role.ADMINISTRATOR, password=PASSWORD, by=None, now=NOON
    )
    assert first.check_password(PASSWORD)
    with pytest.raises(NotAllowed):
        add_staff(
            username="other",
            number="2",
            display_name="他",
            role=Role.ADMINISTRATOR,
            password=PASSWORD,
            by=None,
            now=NOON,
        )


def test_only_an_administrator_adds_people(provider: Provider) -> None:
    for other in (provider.clerk, provider.communicator, provider.lead, provider.accountant):
        with pytest.raises(NotAllowed):
            add(provider, other)
    assert add(provider, provider.administrator).number == "40"


@pytest.mark.parametrize(
    "change",
    [
        {"password": "short"},
        {"password": "123456789012"},
        {"password": "mori-mori-mori-mori", "username": "mori-mori-mori-mori"},
        {"number": "12"},
        {"number": "x1"},
        {"number": "1\n"},
        {"username": "yamada"},
        {"username": "Mori"},
        {"username": "森"},
        {"display_name": "  "},
        {"display_name": "evil\u202egnp"},
        {"display_name": "two\nlines"},
        {"display_name": "あ" * 121},
        {"role": "owner"},
    ],
)
def test_a_person_that_cannot_be_is_refused_with_a_sentence(provider: Provider, change: dict[str, str]) -> None:
    before = StaffMember.objects.count()
    with pytest.raises(BadMember) as refused:
        add(provider, provider.administrator, **change)
    assert str(refused.value.sentence)
    assert "Staff member" not in str(refused.value.sentence)  # a word of the program, not of people
    assert StaffMember.objects.count() == before


def test_passwords_rest_as_argon2(provider: Provider) -> None:
    assert provider.clerk.password.startswith("argon2$argon2id$")


def test_who_left_is_out_at_once(provider: Provider) -> None:
    at_socket = identity(provider.communicator)
    assert queries.still_signed_in(at_socket, now=NOON)
    deactivate(member=provider.communicator, by=provider.administrator, now=later(minutes=1))
    assert not queries.still_signed_in(at_socket, now=later(minutes=1))
    assert audit.about("staff:12")[0].event == "staff.left"


def test_another_role_ends_the_sockets_of_the_old_one(provider: Provider) -> None:
    at_socket = identity(provider.communicator)
    change_role(member=provider.communicator, role=Role.CLERK, by=provider.administrator, now=NOON)
    assert not queries.still_signed_in(at_socket, now=NOON)


def test_the_last_administrator_stays(provider: Provider) -> None:
    with pytest.raises(BadMember):
        deactivate(member=provider.administrator, by=provider.administrator, now=NOON)
    with pytest.raises(BadMember):
        change_role(member=provider.administrator, role=Role.CLERK, by=provider.administrator, now=NOON)
    provider.administrator.refresh_from_db()
    assert provider.administrator.is_active


def test_everybody_is_listed_by_number(provider: Provider) -> None:
    assert [member.number for member in queries.members()] == ["1", "10", "12", "15", "21", "31"]
