"""What is kept of remote sessions, for how long."""

from yorisoi_service.audit.rules.keeping import APPI, CLAIMS, LOGS, Category, Fate, Keep, Table, nobody

ENDED = "the contract's end"
CONSENT = Keep(Fate.DELETE, "consent_years", ENDED, unless="the session runs")
PROOF = "to show what was allowed in a session, by whom and when"

TABLES = (
    Table(
        "remote.Session",
        Category.SESSIONS,
        "address and system a session came from, who helped, when it began and ended, how",
        "to hold the session, to look into a complaint, to show what was allowed in it",
        (
            Keep(Fate.BLANK, "address_days", "the session", ("address", "home")),
            Keep(Fate.BLANK, "session_log_months", "the session", ("program", "system", "network")),
            Keep(Fate.DELETE, "session_log_months", "the offer, where nobody claimed it"),
            CONSENT,
        ),
        LOGS,
    ),
    Table(
        "remote.Entry",
        Category.CONSENTS,
        "what the customer allowed, refused and took back in a session, signed by their program",
        PROOF,
        (CONSENT,),
        CLAIMS,
    ),
    Table(
        "remote.Extension",
        Category.CONSENTS,
        "who continued a session beyond its time, and why",
        PROOF,
        (CONSENT,),
        CLAIMS,
    ),
    Table(
        "remote.WrongClaim",
        Category.STAFF,
        "who of the staff typed a wrong pass, when",
        "to lock who guesses",
        (Keep(Fate.DELETE, "address_days", "the try"),),
        APPI,
    ),
    nobody("remote.Nameplate", "the numbers that passes begin with", "nothing"),
)
