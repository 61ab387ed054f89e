"""What is kept of what is owed, for how long."""

from yorisoi_service.audit.rules.keeping import BOOKS, Category, Fate, Keep, Table, nobody

TABLES = (
    Table(
        "billing.Entry",
        Category.MONEY,
        "what was charged for each month, and why",
        "to charge what was agreed, to explain it, and as books",
        (
            Keep(
                Fate.DELETE,
                "contract_years",
                "the end of the last contract on any line first held by the customer",
                unless="something was booked or entered since",
            ),
        ),
        BOOKS,
    ),
    nobody("billing.Close", "runs of months with their sums"),
    nobody("billing.PriceRow", "what the service costs from when on"),
    nobody("billing.TaxRow", "the tax inside the price"),
    nobody("billing.PolicyRow", "how charges are reckoned"),
)
