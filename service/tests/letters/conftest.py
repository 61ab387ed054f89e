"""One welcome letter and one invoice of an invented household, and how a finished PDF is read back."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from yorisoi_service.letters import rendering
from yorisoi_service.letters.rules.invoice import Invoice, Item, RateSum
from yorisoi_service.letters.rules.paper import Window
from yorisoi_service.letters.rules.visit import Consent, Held, Visit
from yorisoi_service.letters.rules.visit import Desk as DeskNumbers
from yorisoi_service.letters.rules.welcome import Desk, Stage, Welcome
from yorisoi_service.letters.wording.compose import compose

HOME = Window("佐藤 花子", "広島県府中市見本町1-2-3")
ISSUED = date(2026, 4, 15)


@pytest.fixture(scope="session")
def welcome() -> Welcome:
    return Welcome(
        language="ja",
        provider="みほんケーブル",
        service="リモートサポート",
        contract_number="L-10001-1",
        holder="佐藤 花子",
        line_number="L-10001",
        line_address="広島県府中市見本町1-2-3",
        start_on=ISSUED,
        is_again=False,
        stages=(
            Stage(date(2026, 4, 1), date(2026, 5, 1), 0, "free"),
            Stage(date(2026, 6, 1), None, 550, "monthly"),
        ),
        campaign="",
        free_months=2,
        price=550,
        tax=50,
        tax_percent=10,
        issuer="株式会社みほんケーブル",
        registration_number="T8000099000001",
        debit_day=27,
        with_internet_bill=True,
        office_phone="099-200-0100",
        desk=Desk("099-200-0111", "099-200-0112", "09:00", "21:00", (), "https://www.example.jp/remote", ""),
        terms_version="2026-04",
        liability="当社に故意または重大な過失がある場合を除き、機会損失について責任を負いません。",
        ends_free=True,
        withdrawal_days=0,
    )


@pytest.fixture(scope="session")
def invoice() -> Invoice:
    return Invoice(
        language="ja",
        provider="みほんケーブル",
        service="リモートサポート",
        issuer="株式会社みほんケーブル",
        registration_number="T8000099000001",
        issuer_address="広島県府中市見本町4-5",
        issuer_phone="099-200-0100",
        recipient="みほん商店",
        is_company=True,
        customer_number="C-10001",
        first_month=date(2026, 6, 1),
        last_month=date(2026, 7, 1),
        items=(
            Item(date(2026, 5, 1), "L-10001", -550, 10, is_adjustment=True),
            Item(date(2026, 6, 1), "L-10001", 550, 10),
            Item(date(2026, 7, 1), "L-10001", 1_100, 10),
        ),
        sums=(RateSum(10, 1_100, 100),),
        debit_day=27,
        with_internet_bill=True,
    )


@pytest.fixture(scope="session")
def visit() -> Visit:
    """A session of half an hour, seen to its end, with every kind of answer."""
    return Visit(
        language="ja",
        provider="みほんケーブル",
        service="リモートサポート",
        ticket=57,
        holder="佐藤 花子",
        on=ISSUED,
        number="12",
        name="山田",
        outcome="partly",
        asked="プリンターで印刷できません。\n無線です。",
        done="プリンターをつなぎ直しました。",
        changed="通常使うプリンターを変えました。",
        not_done="両面印刷は、この機種ではできません。",
        next_step="インクを入れてください。",
        referred_to="プリンターのメーカー",
        referred_contact="0120-000-000",
        sessions=(
            Held(
                ISSUED, "10:05", "10:32", "12", "山田", True,
                (
                    Consent("view", "10:06", "10:31", "revoked"),
                    Consent("control", "10:08", "", "denied"),
                    Consent("control", "10:11", "10:20", "given_back"),
                ),
                "verified", True,
            ),
        ),
        files="none",
        office_phone="099-200-0100",
        desk=DeskNumbers("099-200-0111", "099-200-0112", "09:00", "21:00"),
        page="https://support.example.jp/visit/",
        code="ACDE-3467",
        answer_until=date(2026, 5, 15),
    )  # fmt: skip


def drawn(values: Welcome | Invoice | Visit, window: Window = HOME) -> PdfReader:
    """The letter, drawn and read back."""
    paper = compose(values, number="W-2026-00007", issued_on=ISSUED)
    return PdfReader(BytesIO(rendering.pdf_of(paper, window)))


def words(reader: PdfReader) -> str:
    """Everything the PDF says, without the spaces and line ends that stand where a line was full."""
    return joined("".join(page.extract_text() for page in reader.pages))


def joined(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="session")
def japanese(welcome: Welcome) -> PdfReader:
    return drawn(welcome)


@pytest.fixture(scope="session")
def english(welcome: Welcome) -> PdfReader:
    english = replace(
        welcome,
        language="en",
        provider="Sample Cable",
        service="Remote Support",
        issuer="Sample Cable Ltd.",
        liability="Unless we acted with intent or gross negligence, we are not liable for lost opportunities.",
    )
    return drawn(english)


@pytest.fixture(scope="session")
def billed(invoice: Invoice) -> PdfReader:
    return drawn(invoice)
