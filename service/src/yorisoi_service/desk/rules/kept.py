"""What the desk keeps of people, for how long."""

from yorisoi_service.audit.rules.keeping import APPI, LOGS, Category, Fate, Keep, Table, nobody

FINISHED = "the request was finished"
WITH_THE_REQUEST = (Keep(Fate.DELETE, "ticket_months", FINISHED, unless="the request is open, or a call back waits"),)
HELPING = "to help, to know what was done, and to answer questions about it"


def _of_a_request(model: str, holds: str) -> Table:
    return Table(model, Category.REQUESTS, holds, HELPING, WITH_THE_REQUEST, APPI)


TABLES = (
    _of_a_request("desk.Ticket", "the problem in the customer's words, how it ended, who was asked instead"),
    _of_a_request(
        "desk.Answer", "whether identity was shown right (never what was said), who spoke, what was agreed to"
    ),
    _of_a_request("desk.Decided", "what help was asked for, and by which rule it was decided"),
    _of_a_request("desk.Note", "what the people of the desk wrote down"),
    _of_a_request("desk.Change", "who of the staff changed what on the request"),
    _of_a_request("desk.VisitNote", "what was done, changed, not done, and what comes next"),
    _of_a_request("desk.Survey", "two answers and a text about the help"),
    Table(
        "desk.Call",
        Category.CALLS,
        "the number a call came from, when, and who took it",
        "to know who calls, and to call back who was not reached",
        (
            Keep(Fate.BLANK, "call_months", "it rang", ("number",)),
            Keep(Fate.DELETE, "ticket_months", f"{FINISHED}, or it rang", unless="a call back waits"),
        ),
        LOGS,
    ),
    Table(
        "desk.CallBack",
        Category.CALLS,
        "that somebody asked to be called back, from when on; no number",
        "to call back at the registered number",
        (Keep(Fate.DELETE, "ticket_months", "it was done", unless="it waits"),),
        APPI,
    ),
    nobody("desk.Closure", "days on which the desk is closed"),
    nobody("desk.Referral", "places to which callers are sent on", "offices and makers; who of the staff checked them"),
    nobody("desk.Version", "the lists of what we help with"),
    nobody("desk.Thing", "the lists of what we help with", "nothing"),
    nobody("desk.Item", "the lists of what we help with"),
    nobody("desk.Name", "the lists of what we help with", "nothing"),
)
