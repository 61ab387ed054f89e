"""What is kept of letters, for how long."""

from yorisoi_service.audit.rules.keeping import BOOKS, Category, Fate, Keep, Table, nobody

LIVES = (
    Keep(Fate.DELETE, "ticket_months", "it was issued, for letters after a visit"),
    Keep(
        Fate.DELETE,
        "contract_years",
        "it was issued and the contract ended, whichever is later, for all others",
        unless="a letter that corrects it is kept",
    ),
)

TABLES = (
    Table(
        "letters.Letter",
        Category.LETTERS,
        "name, address and every word of a letter as it was issued",
        "to show what the customer was told, to issue it again; invoices by tax law",
        LIVES,
        BOOKS,
    ),
    Table(
        "letters.Delivery",
        Category.LETTERS,
        "to whom a letter was handed over, at which address, when",
        "to show that it was sent, and where to",
        LIVES,
        BOOKS,
    ),
    nobody("letters.Series", "the last number given to letters of a kind", "nothing"),
)
