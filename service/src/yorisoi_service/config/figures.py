"""The section of the provider file about figures: what the desk wants to reach. Formulas stand in `desk.rules.kpi`."""

from yorisoi_service.config import values
from yorisoi_service.config.reading import Table
from yorisoi_service.desk.rules.kpi import Targets

PERCENT = "0 to 100 per cent"


def statistics(table: Table) -> Targets:
    """Targets of the statistics page; each has a default."""
    usual = Targets()

    def one(key: str, expected: str, least: int, most: int) -> int:
        reader = values.between(least, most)
        return table.get(key, expected, reader, otherwise=int(getattr(usual, key)), optional=True)

    found = Targets(
        answer_percent=one("answer_percent", PERCENT, 0, 100),
        service_percent=one("service_percent", PERCENT, 0, 100),
        service_s=one("service_s", "1 to 600 seconds", 1, 600),
        long_wait_percent=one("long_wait_percent", PERCENT, 0, 100),
        first_contact_percent=one("first_contact_percent", PERCENT, 0, 100),
        removal_percent=one("removal_percent", PERCENT, 0, 100),
        satisfaction_percent=one("satisfaction_percent", PERCENT, 0, 100),
        longest_after_call_min=one("longest_after_call_min", "5 to 1440 minutes", 5, 1440),
    )
    table.finish()
    return found
