"""What the audit trail keeps: numbers and counts, never a name, so that forgetting never breaks its chain."""

from yorisoi_service.audit.rules.keeping import Category, Fate, Keep, Table

RULE = "no personal data of customers; a chain that loses a row proves nothing"
PURPOSE = "to prove who of the staff did what, and that nobody changed it afterwards"

TABLES = (
    Table(
        "audit.Row",
        Category.NOBODY,
        "numbers of people and things, never a name or a text",
        PURPOSE,
        (Keep(Fate.KEEP),),
        RULE,
    ),
    Table("audit.Head", Category.NOBODY, "where the chain ends", PURPOSE, (Keep(Fate.KEEP),), RULE),
)
