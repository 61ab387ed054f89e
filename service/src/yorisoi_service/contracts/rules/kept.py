"""What is kept of contracts, for how long."""

from yorisoi_service.audit.rules.keeping import BOOKS, CLAIMS, Category, Fate, Keep, Table, nobody

OVER = Keep(
    Fate.DELETE,
    "contract_years",
    "the end of the last contract on any line first held by the customer",
    unless="something was booked or entered since",
)
CHARGING = "to help whom a contract allows it, to charge what was agreed and to explain it"

TABLES = (
    Table(
        "contracts.Period",
        Category.CONTRACT,
        "from when to when a contract ran, and why it ended",
        CHARGING,
        (OVER,),
        BOOKS,
    ),
    Table(
        "contracts.Event",
        Category.CONTRACT,
        "the story of a contract, with the office's notes",
        CHARGING,
        (OVER,),
        BOOKS,
    ),
    Table(
        "contracts.Application",
        Category.CONTRACT,
        "that somebody applied, when and how",
        CHARGING,
        (OVER, Keep(Fate.DELETE, "ticket_months", "it was received, where it came to nothing")),
        BOOKS,
    ),
    Table(
        "contracts.Acceptance",
        Category.CONSENTS,
        "which version of the terms was accepted, when",
        "to show what was agreed",
        (Keep(Fate.DELETE, "consent_years", "the contract's end"),),
        CLAIMS,
    ),
    nobody("contracts.Campaign", "offers with terms of their own"),
    nobody("contracts.TermsVersion", "the terms as customers read them", "nothing"),
)
