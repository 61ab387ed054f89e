"""The section of the provider file about forgetting: how long what is kept, and when a running service deletes by itself."""

from typing import Any

from yorisoi_service.audit.rules.keeping import Periods
from yorisoi_service.config import values
from yorisoi_service.config.reading import Fault, Table

# The least and the most that may be said of each period; below the least stands a law, beyond the most no need.
KEPT_FOR = {
    "contract_years": (7, 30),  # books and invoices: seven years by tax law, ten where a year made a loss
    "consent_years": (1, 30),
    "ticket_months": (1, 120),
    "call_months": (1, 60),
    "session_log_months": (1, 60),
    "address_days": (1, 180),
    "look_years": (1, 10),
    "customer_months": (1, 120),
    "key_days": (1, 365),
}


def retention(table: Table) -> Periods:
    """What the file says; what it leaves out is as in Periods."""
    usual = Periods()

    def period(key: str) -> int:
        least, most = KEPT_FOR[key]
        expected = f"{least} to {most} {key.rpartition('_')[2]}"
        if key == "contract_years":
            expected += " (tax law asks for seven years of books and invoices)"
        return table.get(key, expected, values.between(least, most), otherwise=getattr(usual, key), optional=True)

    nightly = table.get("nightly", 'a time like "03:30"', values.clock_time, otherwise=usual.nightly, optional=True)
    lengths: dict[str, Any] = {key: period(key) for key in KEPT_FOR}
    found = Periods(nightly=nightly, **lengths)
    for short, long, count in (
        ("address_days", "session_log_months", found.address_days / 30),
        ("call_months", "ticket_months", found.call_months),
        ("consent_years", "contract_years", found.consent_years),
    ):
        if count > getattr(found, long):
            table.faults.append(
                Fault(f"retention.{short}", f"no longer than retention.{long}", str(getattr(found, short)))
            )
    table.finish()
    return found
