"""A provider that debits by itself, a ledger with round amounts, and a bank on paper."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.db import transaction

from yorisoi_service import clock
from yorisoi_service.billing.models import Close, Entry, PolicyRow
from yorisoi_service.billing.services.proof import record_end, record_part
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.models import Mandate, Receivable
from yorisoi_service.debits.rules.profile import BankProfile, Collection
from yorisoi_service.debits.services import mandates, results, runs
from yorisoi_service.debits.services.mandates import BankData
from yorisoi_service.debits.services.results import Taken
from yorisoi_service.debits.services.runs import Exported
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.testing.people import Provider

KEY = bytes(range(32))
BANK = BankProfile(
    client_code="1234567890",
    client_name="カ）ヒダマリネット",
    bank_code="9999",
    branch_code="001",
    account_type=1,
    account_number="0012345",
)
COLLECTION = Collection(mode="own_debit", debit_day=27, bank=BANK)


@dataclass
class Collecting:
    """A provider, its subscribers, and shortcuts for a month's work. `now` stands before every debit date used."""

    provider: Provider
    collection: Collection = COLLECTION
    key: bytes = KEY
    now: datetime = datetime(2026, 5, 7, 3, 0, tzinfo=UTC)
    made: int = 0
    lines: dict[int, list[Line]] = field(default_factory=dict)

    @property
    def bank(self) -> BankProfile:
        assert self.collection.bank is not None
        return self.collection.bank

    def subscriber(
        self, *, mandate: bool = True, holder: str = "スズキ　イチロウ", account: str = "7654321"
    ) -> Subscriber:
        """A subscriber with a line, and a mandate that serves every debit date."""
        self.made += 1
        subscriber = self.provider.household(f"C-{20_000 + self.made}", f"0847-30-{self.made:04d}")
        self.lines[subscriber.pk] = [self.provider.add_line(subscriber, f"L-{20_000 + self.made}")]
        if mandate:
            self.mandate(subscriber, holder=holder, account=account)
        return subscriber

    def mandate(
        self,
        subscriber: Subscriber,
        *,
        holder: str = "スズキ　イチロウ",
        account: str = "7654321",
        valid_from: date | None = date(2026, 1, 5),
        customer_ref: str = "",
        bank_code: str = "0169",
    ) -> Mandate:
        return mandates.add_mandate(
            subscriber=subscriber,
            bank=BankData(bank_code, "012", 1, account, holder),
            received_on=date(2026, 1, 5),
            customer_ref=customer_ref,
            valid_from=valid_from,
            profile=self.bank,
            key=self.key,
            draw=clock.draw,
            by=self.provider.clerk,
            now=self.now,
        )

    def renew(self, subscriber: Subscriber, *, account: str = "1112223", holder: str = "スズキ　ジロウ") -> Mandate:
        return mandates.renew_mandate(
            subscriber=subscriber,
            bank=BankData("0169", "012", 1, account, holder),
            received_on=date(2026, 1, 5),
            valid_from=date(2026, 1, 5),
            profile=self.bank,
            key=self.key,
            draw=clock.draw,
            by=self.provider.clerk,
            now=self.now,
        )

    def books(self, month: str, amounts: dict[Subscriber, int | list[int]], *, state: str = "closed") -> Close:
        """What a month's run booked, one amount a line: charges, or below zero adjustments of the month before."""
        first = Month.parse(month).first_day
        policy, _new = PolicyRow.objects.get_or_create(
            since=date(1900, 1, 1), defaults={"settings": {}, "at": self.now}
        )
        close = Close(month=first, state=state, started_at=self.now, by=self.provider.accountant)
        every = [amount for booked in amounts.values() for amount in ([booked] if isinstance(booked, int) else booked)]
        close.rows, close.total = len(every), sum(every)
        close.save()
        entries: list[Entry] = []
        for subscriber, booked in amounts.items():
            for number, amount in enumerate([booked] if isinstance(booked, int) else booked):
                line = self._line(subscriber, number)
                kind = "charge" if amount >= 0 else "adjustment"
                entry = Entry.objects.create(
                    charge_id=f"{kind}-{line.pk}-{month}",
                    line=line,
                    subscriber=subscriber,
                    account=subscriber.customer_number,
                    month=first if amount >= 0 else Month.parse(month).plus(-1).first_day,
                    kind=kind,
                    amount=amount,
                    reason="monthly",
                    policy=policy,
                    tax_percent=10,
                    close=close,
                    at=self.now,
                )
                entries.append(entry)
                cell = close.sums.setdefault(kind, {}).setdefault("monthly", [0, 0])
                cell[:] = [cell[0] + 1, cell[1] + amount]
        close.save()
        with transaction.atomic():
            upto = max((entry.line.first_holder_id for entry in entries), default=0)
            record_part(close, entries, after=0, upto=upto, by=self.provider.accountant, now=self.now)
            if state == "closed":
                record_end(close, by=self.provider.accountant, now=self.now)
        return close

    def _line(self, subscriber: Subscriber, number: int) -> Line:
        lines = self.lines[subscriber.pk]
        while len(lines) <= number:
            lines.append(self.provider.add_line(subscriber, f"{lines[0].number}-{len(lines)}"))
        return lines[number]

    def exports(
        self,
        month: str,
        *,
        preview: bool = False,
        debit_date: date | None = None,
        first: bool = False,
        not_billed: bool = False,
        was_billed: bool = False,
    ) -> Exported:
        return runs.export(
            month=Month.parse(month),
            collection=self.collection,
            key=self.key,
            by=self.provider.accountant,
            now=self.now,
            debit_date=debit_date,
            first=first,
            not_billed=not_billed,
            was_billed=was_billed,
            preview=preview,
        )

    def takes(self, content: bytes, *, dry_run: bool = False) -> Taken:
        return results.take(
            content=content, collection=self.collection, by=self.provider.accountant, now=self.now, dry_run=dry_run
        )

    def states(self, subscriber: Subscriber) -> dict[str, str]:
        """Month to state."""
        rows = Receivable.objects.filter(subscriber=subscriber).order_by("month")
        return {f"{row.month:%Y-%m}": row.state for row in rows}


def answered(request: bytes, codes: dict[str, str] | None = None, *, only_failed: bool = False) -> bytes:
    """What a bank makes of a request, on paper: results per customer number, the totals of both kinds. It knows the
    published positions only."""
    ends = b"\r\n" if b"\r\n" in request else b""
    step = 120 + len(ends)
    records = [bytearray(request[at : at + 120]) for at in range(0, len(request), step)]
    kept: list[bytearray] = []
    sums = {"all": [0, 0], "done": [0, 0], "failed": [0, 0]}
    for record in records:
        if record[0:1] == b"2":
            code = (codes or {}).get(record[91:111].decode(), "0")
            record[111:112] = code.encode()
            if only_failed and code == "0":
                continue
            for kind in ("all", "done" if code == "0" else "failed"):
                sums[kind][0] += 1
                sums[kind][1] += int(record[80:90])
        elif record[0:1] == b"8":
            text = "8" + "".join(f"{count:06d}{yen:012d}" for count, yen in sums.values())
            record[:] = text.ljust(120).encode()
        kept.append(record)
    return b"".join(bytes(record) + ends for record in kept)
