"""The provider file: both examples are whole, and every fault names its key and what is expected."""

from datetime import date, time
from ipaddress import ip_network
from pathlib import Path

import pytest
from yorisoi_service.billing.rules.policy import Policy
from yorisoi_service.config import provider
from yorisoi_service.config.reading import Faulty
from yorisoi_service.desk.rules.kpi import Targets
from yorisoi_service.remote.rules.networks import Policy as NetworkPolicy

FILES = Path(__file__).parents[3] / "providers"
WHOLE_JOY = (FILES / "cable-joy.toml").read_text(encoding="utf-8")
WHOLE = (FILES / "hidamari-net.toml").read_text(encoding="utf-8")


def faults(text: str) -> list[str]:
    with pytest.raises(Faulty) as refused:
        provider.parse(text, source="test.toml")
    return [str(fault) for fault in refused.value.faults]


def changed(old: str, new: str) -> str:
    assert old in WHOLE
    return WHOLE.replace(old, new, 1)


def test_the_faqs_own_values_stand_in_the_first_example() -> None:
    joy = provider.load(FILES / "cable-joy.toml")
    assert joy.name_in("ja") == "ケーブル・ジョイ"
    assert joy.phones.office == "0847-45-0557"
    assert (joy.hours.opens, joy.hours.closes, joy.hours.closures) == (time(9), time(21), frozenset())
    assert (joy.price.monthly_yen, joy.price.free_months) == (550, 2)
    assert joy.download_page == "https://www.ccjnet.ne.jp/rimote.html"
    assert joy.software_list_page == ""
    assert joy.networks.default is NetworkPolicy.ASK
    assert provider.is_placeholder(joy.phones.desk_landline)
    assert provider.is_placeholder(joy.phones.desk_mobile)
    assert not provider.is_placeholder(joy.phones.office)


def test_another_provider_differs_in_everything() -> None:
    joy = provider.load(FILES / "cable-joy.toml")
    other = provider.load(FILES / "hidamari-net.toml")
    assert other.software_list_page == "https://tonari.example.net/software"
    assert (other.hours.opens, other.hours.closes) == (time(10), time(18, 30))
    assert date(2027, 1, 1) in other.hours.closures
    assert other.price.monthly_yen == 660
    assert other.networks.default is NetworkPolicy.REFUSE
    assert ip_network("198.51.100.0/24") in [network.range for network in other.networks.ranges]
    assert (other.desk.time_box_s, other.desk.second_factor_age_s, other.limits.wrong_claims) == (1_200, 3_600, 3)
    assert (joy.desk.talk_box_s, joy.desk.household_support, joy.desk.referral_months) == (900, True, 6)
    assert (other.desk.talk_box_s, other.desk.household_support, other.desk.referral_months) == (600, False, 3)
    assert (joy.desk.recording_notice, other.desk.recording_notice) == (False, True)
    assert (joy.desk.phone_guidance_when_offline, other.desk.phone_guidance_when_offline) == (True, False)
    assert joy.statistics == Targets()
    wanted = other.statistics
    assert (wanted.answer_percent, wanted.service_s, wanted.removal_percent) == (85, 30, 100)
    assert (joy.letters.link_days, other.letters.link_days) == (30, 14)
    assert other.desk.terms_version == other.terms.version == "第3版"
    assert other.desk.hours is other.hours
    assert other.text_in("greeting", "ja", name="山田") == "お電話ありがとうございます。となりの手の山田です。"
    assert (other.text_in("greeting", "en"), joy.text_in("greeting", "ja")) == ("", "")
    assert (other.charge.free_months, other.charge.cancel_in_free_month) == (1, "charge")
    assert (other.charge.rejoin_inside_window, other.charge.first_time_scope) == ("forfeit", "household")
    assert other.collection.mode == "own_debit"
    assert other.collection.bank is not None
    assert (other.collection.bank.line_ends, other.collection.bank.result_scope) == ("none", "failed_only")
    assert other.issuer.rounding == "half_up"
    assert joy.collection.suspend_after_unpaid_months is None
    assert other.collection.suspend_after_unpaid_months == 3


def test_what_the_file_leaves_open_about_money_is_read_in_the_subscribers_favour() -> None:
    joy = provider.load(FILES / "cable-joy.toml")
    assert joy.charge == provider.parse(_without(WHOLE_JOY, "charge"), source="test.toml").charge == Policy()
    assert (joy.withdrawal_days, joy.price.tax_percent) == (8, 10)
    assert (joy.collection.mode, joy.collection.debit_day, joy.collection.bank) == ("export", 27, None)


def _without(text: str, section: str) -> str:
    head, _, rest = text.partition(f"[{section}]\n")
    return head + rest[rest.index("\n[") :]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('office = "099-200-0100"', "", "phones.office: expected a telephone number"),
        ('office = "099-200-0100"', 'office = "call us"', "phones.office: expected a telephone number"),
        ('office = "099-200-0100"', 'office = "099-200-0111"', "phones.office: expected another number"),
        ('opens = "10:00"', "opens = 10", "hours.opens: expected a time"),
        ('opens = "10:00"', 'opens = "25:00"', "hours.opens: expected a time"),
        ('opens = "10:00"', 'opens = "19:00"', "hours.closes: expected a time after hours.opens"),
        ("closures = [2027-01-01, 2027-01-02, 2027-01-03]", 'closures = ["new year"]', "hours.closures: expected"),
        ("may_finish_min = 15", "may_finish_min = true", "hours.may_finish_min: expected 0 to 120 minutes; found True"),
        ("monthly_yen = 660", "monthly_yen = 660.5", "price.monthly_yen: expected a whole number of yen"),
        ("monthly_yen = 660", "monthly_yen = -1", "price.monthly_yen: expected a whole number of yen"),
        ('default = "refuse"', 'default = "maybe"', 'networks.default: expected one of "allow", "ask", "refuse"'),
        ('ranges = ["203.0.113.128/25"]', 'ranges = ["203.0.113.1/25"]', "networks.range[1].ranges: expected"),
        ('ranges = ["203.0.113.128/25"]', "ranges = []", "networks.range[1].ranges: expected"),
        ('policy = "ask"', 'police = "ask"', "networks.range[1].policy: expected one of"),
        (
            'origin = "https://tonari.example.net"',
            'origin = "https://tonari.example.net/"',
            "provider.origin: expected",
        ),
        ('origin = "https://tonari.example.net"', 'origin = "tonari.example.net"', "provider.origin: expected"),
        ('origin = "https://tonari.example.net"', 'origin = "https://tonari.example.net:443"', "provider.origin: "),
        ('origin = "https://tonari.example.net"', 'origin = "https://u@tonari.example.net"', "provider.origin: "),
        (
            'viewer_origins = ["https://viewer.tonari.example.net"]',
            'viewer_origins = ["*"]',
            "provider.viewer_origins: ",
        ),
        ('languages = ["ja"]', 'languages = ["fr"]', "provider.languages: expected"),
        ('name = { ja = "ひだまりネット", en = "Hidamari Net" }', 'name = "Hidamari"', "provider.name: expected"),
        ('name = { ja = "ひだまりネット", en = "Hidamari Net" }', 'name = { en = "x" }', "provider.name: expected"),
        (
            'download_page = "https://',
            'download_page = "http://',
            "provider.download_page: expected an https:// address",
        ),
        ("in_force_since = 2026-10-01", 'in_force_since = "2026-10-01"', "terms.in_force_since: expected a day"),
        ('version = "第3版"', 'version = ""', "terms.version: expected a short name"),
        ("wrong_claims = 3", "wrong_claims = 0", "limits.wrong_claims: expected 1 to 20; found 0"),
        ("[hours]", "[hour]", "hours: expected a table; found nothing"),
        (
            'ja = "当社に故意または重大な過失がある場合を除き、',
            'ja = "当社は一切の責任を負いません。',
            "terms.liability.ja: expected an exception",
        ),
        ('cancel_in_free_month = "charge"', 'cancel_in_free_month = "pay"', "charge.cancel_in_free_month: expected"),
        ('first_time_scope = "household"', "first_time_scope = 1", "charge.first_time_scope: expected"),
        ("[charge]", "[charge]\nstart_not_before_line_open = 1", "charge.start_not_before_line_open: expected true or"),
        ('"T8000099000001"', '"8000099000001"', 'invoice.registration_number: expected "T" and 13 digits'),
        ('rounding = "half_up"', 'rounding = "up"', "invoice.rounding: expected"),
        ('mode = "own_debit"', 'mode = "cash"', "collection.mode: expected"),
        ("debit_day = 26", "debit_day = 31", "collection.debit_day: expected 1 to 28; found 31"),
        (
            "suspend_after_unpaid_months = 3",
            "suspend_after_unpaid_months = 0",
            "collection.suspend_after_unpaid_months: expected 1 to 120 months; found 0",
        ),
        ('mode = "own_debit"', 'mode = "export"', "collection.suspend_after_unpaid_months: expected mode = "),
        ('client_code = "1234567890"', "client_code = 1234567890", "collection.bank.client_code: expected 10 digits"),
        ('account_number = "0012345"', 'account_number = "12345"', "collection.bank.account_number: expected 7 digits"),
        ('line_ends = "none"', 'line_ends = "lf"', "collection.bank.line_ends: expected"),
        ('sender = "tonari@', 'sender = "tonari', "letters.sender: expected a mail address"),
        ("link_days = 14", "link_days = 0", "letters.link_days: expected 1 to 90 days"),
        ("answer_percent = 85", "answer_percent = 101", "statistics.answer_percent: expected 0 to 100 per cent"),
        ("service_s = 30", "service_s = 0", "statistics.service_s: expected 1 to 600 seconds"),
    ],
)
def test_a_fault_names_its_key_and_what_is_expected(old: str, new: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(changed(old, new))), faults(changed(old, new))


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("monthly_yen = 660", "monthly_yen = 660\npenalty = 3000", "price.penalty"),
        ("[limits]", "[limit]", "limit"),
        ("[charge]", "[charge]\nminimum_term = 12", "charge.minimum_term"),
        ('line_ends = "none"', 'line_end = "none"', "collection.bank.line_end"),
        ("[texts]", '[texts]\nslogan = { ja = "x" }', "texts.slogan"),
        ('policy = "ask"', 'policy = "ask"\ncolour = "red"', "networks.range[1].colour"),
    ],
)
def test_unknown_keys_are_refused_by_name(old: str, new: str, key: str) -> None:
    assert any(f.startswith(f"{key}: expected one of the known keys") for f in faults(changed(old, new)))


def test_every_fault_is_told_at_once() -> None:
    text = changed("monthly_yen = 660", "monthly_yen = 0.5").replace('opens = "10:00"', "").replace('"ask"', '"no"')
    assert [f.partition(":")[0] for f in faults(text)] == [
        "hours.opens",
        "networks.range[1].policy",
        "price.monthly_yen",
    ]


def test_own_debits_without_a_bank_are_refused() -> None:
    joy = WHOLE_JOY.replace('mode = "export"', 'mode = "own_debit"')
    assert faults(joy) == ["collection.bank: expected a table: the collecting bank's profile; found nothing"]


def test_what_is_no_toml_says_where() -> None:
    assert faults("[provider\n") == [f for f in faults("[provider\n") if f.startswith("file: expected TOML; found")]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Faulty, match=r"nowhere\.toml cannot be used"):
        provider.load(tmp_path / "nowhere.toml")


def test_a_file_of_another_encoding_is_named_and_a_mark_at_its_beginning_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "provider.toml"
    file.write_bytes(WHOLE_JOY.encode("cp932"))
    with pytest.raises(Faulty, match="file: expected text in UTF-8; found another encoding; save it as UTF-8"):
        provider.load(file)
    file.write_bytes(WHOLE_JOY.encode("utf-8-sig"))
    assert provider.load(file) == provider.load(FILES / "cable-joy.toml")
