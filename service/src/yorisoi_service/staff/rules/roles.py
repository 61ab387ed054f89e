"""Who may do what: one table, asked by everybody (R05, D2, D12)."""

from enum import StrEnum


class Role(StrEnum):
    """The five kinds of people who work here."""

    CLERK = "clerk"
    COMMUNICATOR = "communicator"
    DESK_LEAD = "desk_lead"
    ACCOUNTANT = "accountant"
    ADMINISTRATOR = "administrator"


class Deed(StrEnum):
    """What somebody may be allowed to do."""

    REGISTER_CONTRACT = "register_contract"
    CANCEL_CONTRACT = "cancel_contract"
    SEE_SUBSCRIBERS = "see_subscribers"
    SEE_MONEY = "see_money"
    PRINT_LETTERS = "print_letters"
    PRINT_VISIT_LETTERS = "print_visit_letters"
    PRINT_CODES = "print_codes"  # what opens a subscriber's own page, alone or in a letter
    WORK_TICKETS = "work_tickets"
    CHECK_IDENTITY = "check_identity"
    CLAIM_PASS = "claim_pass"  # noqa: S105 - a deed, not a password
    EXPLAIN_UNCLOSED = "explain_unclosed"
    SEE_LIVE_SESSIONS = "see_live_sessions"
    END_OTHERS_SESSION = "end_others_session"
    HAND_OVER = "hand_over"
    DECIDE_UNLISTED = "decide_unlisted"
    EDIT_CATALOGUE = "edit_catalogue"
    EDIT_HOURS = "edit_hours"
    SEE_STATISTICS = "see_statistics"
    RUN_MONTH = "run_month"
    EXPORT_MONEY = "export_money"
    EDIT_TARIFF = "edit_tariff"
    MANAGE_STAFF = "manage_staff"
    SEE_PROVIDER = "see_provider"


_COMMUNICATOR = frozenset(
    {Deed.SEE_SUBSCRIBERS, Deed.WORK_TICKETS, Deed.CHECK_IDENTITY, Deed.CLAIM_PASS, Deed.EXPLAIN_UNCLOSED}
)

PERMISSIONS: dict[Role, frozenset[Deed]] = {
    Role.CLERK: frozenset(
        {
            Deed.REGISTER_CONTRACT,
            Deed.CANCEL_CONTRACT,
            Deed.SEE_SUBSCRIBERS,
            Deed.SEE_MONEY,
            Deed.PRINT_LETTERS,
            Deed.PRINT_VISIT_LETTERS,
            Deed.PRINT_CODES,
        }
    ),
    Role.COMMUNICATOR: _COMMUNICATOR,
    Role.DESK_LEAD: _COMMUNICATOR
    | {
        Deed.SEE_LIVE_SESSIONS,
        Deed.END_OTHERS_SESSION,
        Deed.HAND_OVER,
        Deed.DECIDE_UNLISTED,
        Deed.EDIT_CATALOGUE,
        Deed.EDIT_HOURS,
        Deed.PRINT_VISIT_LETTERS,
        Deed.SEE_STATISTICS,
    },
    Role.ACCOUNTANT: frozenset(
        {Deed.SEE_MONEY, Deed.RUN_MONTH, Deed.EXPORT_MONEY, Deed.EDIT_TARIFF, Deed.PRINT_LETTERS}
    ),
    Role.ADMINISTRATOR: frozenset({Deed.MANAGE_STAFF, Deed.SEE_PROVIDER}),
}


def may(role: str, deed: Deed) -> bool:
    """Is this deed this role's? An unknown role may do nothing."""
    try:
        return deed in PERMISSIONS[Role(role)]
    except ValueError:
        return False
