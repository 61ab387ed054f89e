"""What is kept of collecting, for how long."""

from yorisoi_service.audit.rules.keeping import BOOKS, Category, Fate, Keep, Table, nobody

UNPAID = "it is not paid"

TABLES = (
    Table(
        "debits.Mandate",
        Category.BANK,
        "the bank account, sealed, and since when it may be debited",
        "to debit what is owed, and to answer the bank and the customer about it",
        (Keep(Fate.DELETE, "contract_years", "the mandate ended", unless="a record of it is kept"),),
        BOOKS,
    ),
    Table(
        "debits.DebitItem",
        Category.BANK,
        "what was to be debited, and what the bank answered",
        "as books of what was collected",
        (Keep(Fate.DELETE, "contract_years", "the month", unless=UNPAID),),
        BOOKS,
    ),
    Table(
        "debits.DebitPart",
        Category.BANK,
        "which month's amount a debit was for",
        "as books of what was collected",
        (Keep(Fate.DELETE, "contract_years", "the month", unless=UNPAID),),
        BOOKS,
    ),
    Table(
        "debits.Receivable",
        Category.MONEY,
        "what a customer owes for a month, and whether it is paid",
        "to collect it once and only once",
        (Keep(Fate.DELETE, "contract_years", "the month", unless=UNPAID),),
        BOOKS,
    ),
    nobody("debits.DebitRun", "debit files with their sums and checksums"),
    nobody("debits.ResultFile", "that the bank answered a file, by checksum"),
)
