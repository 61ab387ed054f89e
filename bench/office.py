"""The office's rows and pages for `bench.desk`: months that were closed, letters, wishes, mandates, staff, and everything
that hangs on one subscriber."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bench.search import GIVEN, NOW, SURNAMES

BUSY = 2  # the subscriber, the line and the contract on which everything hangs
LAST_CLOSED = date(2026, 10, 1)
OPEN_AT_MOST = 200


@dataclass(frozen=True)
class Ask:
    """One page: its name in the program, what the bench calls it, who asks, and how."""

    page: str
    name: str
    who: str
    method: str
    address: Callable[[random.Random], str]
    data: Callable[[random.Random], dict[str, str]] = lambda _chance: {}


class Office:
    """Written past the services, as these would have written them."""

    def __init__(self, people: dict[str, Any], subscribers: int) -> None:
        from yorisoi_service.front.office import provider_rows

        provider_rows.take_over(now=NOW)
        self.people, self.clerk, self.accountant = people, people["clerk"], people["accountant"]
        self.subscribers, self.have = subscribers, 0

    def open_things(self, count: int) -> None:
        """So many closed months, letters, wishes, campaigns, people of the staff, debit files and what the bank refused;
        of one subscriber so many lines, people of the household, charges, letters and wishes."""
        for n in range(self.have, count):
            self._of_the_busy_one(n)
            self._of_money(n)
            self._of_everybody(n)
        self.have = count

    def _of_the_busy_one(self, n: int) -> None:
        from yorisoi_service.letters.models import Delivery, Letter
        from yorisoi_service.subscribers.models import HouseholdMember, Line, Wish

        HouseholdMember.objects.create(subscriber_id=BUSY, name=f"家族 {n}", relation="家族", added_at=NOW)
        Line.objects.create(
            id=self.subscribers + 1 + n, number=f"X{n:07}", subscriber_id=BUSY, first_holder_id=BUSY, address="府中市",
            opened_on=date(2020, 1, 1),
        )  # fmt: skip
        Wish.objects.create(
            subscriber_id=BUSY, kind="correction", text="住所", asked_at=NOW - timedelta(days=n), done_at=NOW, done_by=self.clerk
        )  # fmt: skip
        letter = Letter.objects.create(
            subscriber_id=BUSY, kind="invoice", number=f"I-2026-{n:06}", language="ja", issued_on=NOW.date(), recipient="佐藤 花子",
            amount=550, first_on=LAST_CLOSED, last_on=date(2026, 10, 31), values={}, content={}, version=1, digest="0" * 64,
            by=self.clerk, at=NOW,
        )  # fmt: skip
        for nth in (1, 2):
            Delivery.objects.create(
                letter=letter, way="paper", nth=nth, name="佐藤 花子", sent_to="", on=NOW.date(), state="done", by=self.clerk, at=NOW
            )  # fmt: skip

    def _of_money(self, n: int) -> None:
        from yorisoi_service.billing.models import Close, Entry
        from yorisoi_service.debits.models import DebitRun, Mandate, Receivable

        months = LAST_CLOSED.year * 12 + LAST_CLOSED.month - 2 - n  # from the month before the last one backwards
        month = date(months // 12, months % 12 + 1, 1)
        close = Close.objects.create(
            month=month, state="closed", started_at=NOW, closed_at=NOW, rows=1, total=550, by=self.accountant,
            sums={"charge": {"MONTHLY": [1, 550]}},
        )  # fmt: skip
        Entry.objects.bulk_create([Entry(**self._entry(BUSY, close, month))])
        owing = n * 3 + 5
        for state, more in (("failed", 0), ("slip", 3 * OPEN_AT_MOST)):
            Receivable.objects.create(subscriber_id=owing + more, month=month, amount=550, debits=1, state=state, since=NOW)  # fmt: skip
        Mandate.objects.create(
            subscriber_id=owing, sequence=1, customer_ref=f"{n:020}", bank_code="9999", branch_code="001", account_type=1, sealed=b"",
            new_code="0", valid_from=month, ended_on=NOW.date(), ending="refused", entered_by=self.clerk, entered_at=NOW,
        )  # fmt: skip
        DebitRun.objects.create(
            month=month, debit_date=month, profile={}, sha256="0" * 64, count=1, total=550, state="written",
            written_by=self.accountant, written_at=NOW,
        )  # fmt: skip

    def _of_everybody(self, n: int) -> None:
        from yorisoi_service.contracts.models import Campaign
        from yorisoi_service.staff.models import StaffMember
        from yorisoi_service.subscribers.models import Wish

        Wish.objects.create(subscriber_id=n * 3 + 4, kind="deletion", asked_at=NOW - timedelta(days=1))
        Campaign.objects.create(
            code=f"c-{n}", name={"ja": "半額", "en": "Half"}, terms=[{"from_month": 1, "to_month": 2, "amount": 0}], for_whom="first",
            offered_from=date(2026, 1, 1), entered_by=self.accountant, entered_at=NOW,
        )  # fmt: skip
        StaffMember.objects.create(
            username=f"person{n}", number=f"9{n:03}", display_name=f"担当 {n}", role="communicator", joined_at=NOW
        )

    def _entry(self, line: int, close: Any, month: date) -> dict[str, Any]:
        from yorisoi_service.billing.models import PolicyRow, PriceRow

        if not hasattr(self, "_decided_by"):
            self._decided_by = PriceRow.objects.earliest("pk").pk, PolicyRow.objects.earliest("pk").pk
        price, policy = self._decided_by
        return {
            "charge_id": f"C{line}-{month:%Y%m}", "line_id": line, "subscriber_id": line, "account": f"C-{line - 1:07}",
            "month": month, "kind": "charge", "amount": 550, "reason": "MONTHLY", "price_id": price, "policy_id": policy,
            "tax_percent": 10, "close_id": close.pk, "facts": {"nth": 5}, "at": NOW,
        }  # fmt: skip

    def last_month(self, chunk: int) -> None:
        """The month that was closed last: a charge on every line with a contract."""
        from django.db import transaction
        from yorisoi_service.billing.models import Close, Entry

        lines = [pk for pk in range(1, self.subscribers + 1) if pk % 3]
        close = Close.objects.create(
            month=LAST_CLOSED, state="closed", started_at=NOW, closed_at=NOW, rows=len(lines), total=550 * len(lines),
            by=self.accountant, sums={"charge": {"MONTHLY": [len(lines), 550 * len(lines)]}},
        )  # fmt: skip
        for first in range(0, len(lines), chunk):
            with transaction.atomic():
                Entry.objects.bulk_create(
                    Entry(**self._entry(line, close, LAST_CLOSED)) for line in lines[first : first + chunk]
                )

    def asks(self) -> list[Ask]:
        """Every page of the office that is read."""
        from django.urls import reverse
        from yorisoi_service.contracts.models import Campaign
        from yorisoi_service.contracts.rules.month import Month
        from yorisoi_service.subscribers.models import Wish

        some = [n * 3 + 1 for n in range(min(self.subscribers // 3, 1_000))]
        wish, campaign = Wish.objects.earliest("pk").pk, Campaign.objects.earliest("pk").pk
        names = lambda chance: {"wanted": f"{chance.choice(SURNAMES)[0]} {chance.choice(GIVEN)[0]}"}  # noqa: E731

        def ask(page: str, name: str, who: str = "clerk", keys: list[Any] | None = None, method: str = "get", data: Any = None) -> Ask:  # fmt: skip
            def address(chance: random.Random) -> str:
                return reverse(f"office:{page}", args=[] if keys is None else [chance.choice(keys)])

            return Ask(f"office:{page}", f"office: {name}", who, method, address, data or (lambda _chance: {}))

        forms = "contact line apply_known mandate"
        deeds = (
            "correct correct_end mistake withdraw cancel undo close_line move suspend resume inherit free_window note"
        )
        deeds += " suspend_support resume_support"
        return [
            ask("subscribers", "search, empty"),
            ask("subscribers", "search by name", method="post", data=names),
            ask("subscriber", "a subscriber", keys=some),
            ask("subscriber", "the busiest subscriber", keys=[BUSY]),
            ask("contract", "a contract", keys=some),
            ask("contract", "the busiest contract", keys=[BUSY]),
            *(ask(page, f"form {page}", keys=[BUSY]) for page in forms.split()),
            *(ask(page, f"form {page}", keys=[BUSY]) for page in deeds.split()),
            ask("register", "form register"),
            ask("apply", "form apply"),
            ask("wishes", "wishes"),
            ask("wish", "a wish", keys=[wish]),
            ask("invoices", "invoices"),
            ask("invoices", "invoices by recipient", method="post", data=lambda _chance: {"recipient": "佐藤"}),
            ask("months", "months", "accountant"),
            ask("month", "a closed month", "accountant", [Month.of(LAST_CLOSED)]),
            ask("month", "the next month, looked at", "accountant", [Month.of(LAST_CLOSED).plus(1)]),
            ask("chart", "chart", "accountant"),
            ask("ledger", "ledger, empty", "accountant"),
            ask(
                "ledger",
                "ledger by month and yen",
                "accountant",
                method="post",
                data=lambda _chance: {"first": "2026-10", "last": "2026-10", "least": "550"},
            ),
            ask(
                "ledger",
                "ledger by customer number",
                "accountant",
                method="post",
                data=lambda chance: {"counterparty": f"C-{chance.choice(some) - 1:07}"},
            ),
            ask(
                "ledger",
                "ledger by name",
                "accountant",
                method="post",
                data=lambda chance: {"counterparty": names(chance)["wanted"]},
            ),
            *(ask(page, f"{page}", "accountant") for page in ("tariff", "price", "tax", "policy", "campaign")),
            ask("stop_campaign", "stop a campaign", "accountant", [campaign]),
            ask("debits", "debits", "accountant"),
            ask("staff", "staff", "administrator"),
        ]
