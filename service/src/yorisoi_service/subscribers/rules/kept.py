"""What is kept of customers, for how long."""

from yorisoi_service.audit.rules.keeping import APPI, SECURITY, Category, Fate, Keep, Table

NAMED = "something that is kept longer names the customer"
CUSTOMER = Keep(Fate.DELETE, "customer_months", "the last line closed", unless=NAMED)
PAGES = "to let customers, and nobody else, see their own data"


def _of_a_customer(model: str, holds: str, purpose: str) -> Table:
    return Table(model, Category.CUSTOMER, holds, purpose, (CUSTOMER,), APPI)


def _key(model: str, holds: str, *keeps: Keep) -> Table:
    return Table(model, Category.KEYS, holds, PAGES, keeps, APPI)


TABLES = (
    _of_a_customer(
        "subscribers.Subscriber",
        "name, address, telephone numbers, mail address, customer number",
        "to know who calls, to write to them, to bill them",
    ),
    _of_a_customer("subscribers.Line", "the internet line and its address", "to know which lines have a contract"),
    _of_a_customer("subscribers.Suspension", "days on which a line rests", "to charge nothing for them"),
    _of_a_customer(
        "subscribers.SearchKey", "beginnings of names and numbers", "to find a customer while they are calling"
    ),
    Table(
        "subscribers.HouseholdMember",
        Category.CUSTOMER,
        "name of who may ask for help, and how they are related",
        "to help whom the customer named",
        (Keep(Fate.DELETE, "ticket_months", "the last contract's end, or the naming where there was none"),),
        APPI,
    ),
    _key(
        "subscribers.AccessKey",
        "a keyed hash of a link or code",
        Keep(Fate.DELETE, "key_days", "it expired or was used up"),
    ),
    _key(
        "subscribers.AccessTry", "a keyed hash of where a wrong try came from", Keep(Fate.DELETE, "", "a day after it")
    ),
    _key(
        "subscribers.LinkWish", "that somebody asked for a link", Keep(Fate.DELETE, "", "a day after it at the latest")
    ),
    _key(
        "subscribers.SignIn",
        "that a customer is signed in",
        Keep(Fate.DELETE, "", "eight hours after it at the latest"),
    ),
    Table(
        "subscribers.Wish",
        Category.REQUESTS,
        "what a customer asked about their own data, and what the office answered",
        "to do it, and to show that it was done",
        (
            Keep(Fate.BLANK, "ticket_months", "a correction was asked for", ("text",)),
            Keep(Fate.DELETE, "ticket_months", "it was done or taken back", unless="it waits"),
        ),
        APPI,
    ),
    Table(
        "subscribers.Look",
        Category.LOOKS,
        "who of the staff looked at a customer's record, on which page, in which hour",
        "to find who looked without need; customers may ask for it",
        (Keep(Fate.DELETE, "look_years", "the look"),),
        SECURITY,
    ),
)
