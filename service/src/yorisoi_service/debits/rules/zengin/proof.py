"""Holds a written file against what was ordered, through the reader alone. Nothing is handed out unproved."""

from collections.abc import Sequence
from datetime import date

from yorisoi_service.debits.rules.profile import BankProfile
from yorisoi_service.debits.rules.zengin.read import Block, FileRefused, ReadDebit, read
from yorisoi_service.debits.rules.zengin.write import Debit


class NotWhatWasOrdered(Exception):
    """The file says something else than it should: a fault of the program. `where` counts records from 1."""

    def __init__(self, where: int, why: str) -> None:
        super().__init__(why)
        self.where = where


def prove(content: bytes, profile: BankProfile, debited_on: date, debits: Sequence[Debit]) -> None:
    """Raise NotWhatWasOrdered unless the file holds exactly these debits, in this order, for this day and client."""
    try:
        blocks = read(content, "request")
    except FileRefused as refused:
        raise NotWhatWasOrdered(refused.record, str(refused)) from None
    if len(blocks) != 1:
        raise NotWhatWasOrdered(0, f"{len(blocks)} blocks instead of one")
    block = blocks[0]
    if _head(block) != (
        profile.client_code,
        f"{debited_on:%m%d}",
        profile.bank_code,
        profile.branch_code,
        str(profile.account_type),
        profile.account_number,
    ):
        raise NotWhatWasOrdered(1, "the header names another client, day or account")
    if len(block.debits) != len(debits):
        raise NotWhatWasOrdered(0, f"{len(block.debits)} debits instead of {len(debits)}")
    for found, ordered in zip(block.debits, debits, strict=True):
        if _said(found) != _meant(ordered):
            raise NotWhatWasOrdered(found.record, f"differs from the debit of {ordered.customer_ref}")


def _head(block: Block) -> tuple[str, ...]:
    return (
        block.client_code,
        block.debit_date,
        block.bank_code,
        block.branch_code,
        block.account_type,
        block.account_number,
    )


def _said(found: ReadDebit) -> tuple[str | int, ...]:
    return (
        found.bank_code,
        found.branch_code,
        found.account_type,
        found.account_number,
        found.holder,
        found.amount,
        found.new_code,
        found.customer_ref,
    )


def _meant(ordered: Debit) -> tuple[str | int, ...]:
    return (
        ordered.bank_code,
        ordered.branch_code,
        str(ordered.account_type),
        ordered.account_number,
        ordered.holder,
        ordered.amount,
        ordered.new_code,
        ordered.customer_ref,
    )
