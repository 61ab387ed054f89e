"""What is kept of the people who work here, for how long; with the tables of the framework they sign in by."""

from yorisoi_service.audit.rules.keeping import APPI, Category, Fate, Keep, Table, nobody

SIGNING_IN = "to let in who works here, and nobody else"


def _of_staff(model: str, holds: str, purpose: str, keep: Keep) -> Table:
    return Table(model, Category.STAFF, holds, purpose, (keep,), APPI)


TABLES = (
    _of_staff(
        "staff.StaffMember",
        "name told to customers, staff number, role",
        "to know who did what: everything they did names them",
        Keep(Fate.KEEP),
    ),
    _of_staff(
        "staff.SocketTicket", "that somebody signed in", SIGNING_IN, Keep(Fate.DELETE, "", "a day after it expired")
    ),
    _of_staff("sessions.Session", "that somebody signed in", SIGNING_IN, Keep(Fate.DELETE, "", "it expired")),
    _of_staff("mfa.Authenticator", "second factors", SIGNING_IN, Keep(Fate.DELETE, "", "the person left")),
    nobody("account.EmailAddress", "of the framework, unused: staff have no mail address here", "nothing"),
    nobody("account.EmailConfirmation", "of the framework, unused", "nothing"),
    nobody("auth.Group", "of the framework, unused", "nothing"),
    nobody("auth.Group_permissions", "of the framework, unused", "nothing"),
    nobody("auth.Permission", "of the framework, unused", "nothing"),
    nobody("contenttypes.ContentType", "of the framework: names of tables", "nothing"),
)
