import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from yorisoi_service.audit.models import Row
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import BadDay, BadTerms, Immutable, NotNow
from yorisoi_service.contracts.models import TermsVersion
from yorisoi_service.contracts.rules.liability import fault_of
from yorisoi_service.contracts.services.terms import accept, seed_terms
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.testing.people import NOON

from .conftest import Office, day, noon

PROVIDERS = Path(__file__).parents[3] / "providers"
FAIR = {"ja": "当社に故意または重大な過失がある場合を除き、責任を負いません。"}


def seed(version: str = "1", texts: dict[str, str] = FAIR, since: date = date(2026, 4, 1)) -> TermsVersion:
    return seed_terms(version=version, in_force_since=since, liability=texts, now=NOON)


@pytest.mark.django_db
def test_the_provider_files_terms_are_kept_once() -> None:
    terms = settings.PROVIDER.terms
    for _ in range(2):
        kept = seed_terms(
            version=terms.version, in_force_since=terms.in_force_since, liability=terms.liability, now=NOON
        )
    assert (kept.version, kept.texts) == (terms.version, dict(terms.liability))
    assert TermsVersion.objects.count() == Row.objects.filter(event="terms.added").count() == 1


@pytest.mark.parametrize("path", sorted(PROVIDERS.glob("*.toml")), ids=lambda path: path.stem)
def test_no_provider_file_of_ours_excludes_what_it_may_not(path: Path) -> None:
    for text in tomllib.loads(path.read_text())["terms"]["liability"].values():
        assert fault_of(text) is None


@pytest.mark.django_db
def test_another_text_needs_another_version() -> None:
    seed()
    with pytest.raises(BadTerms):
        seed(texts={"ja": FAIR["ja"] + "以上"})
    with pytest.raises(BadTerms):
        seed(since=date(2026, 5, 1))
    newer = seed("2", texts={"ja": FAIR["ja"] + "以上"}, since=date(2026, 5, 1))
    assert [terms.version for terms in queries.terms_versions()] == ["2", "1"]
    with pytest.raises(Immutable):
        newer.save()
    with pytest.raises(Immutable):
        newer.delete()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["当社は一切の責任を負いません。", "賠償は1か月分の利用料を上限とします。"])
def test_a_void_text_is_not_offered(text: str) -> None:
    """T11."""
    with pytest.raises(BadTerms):
        seed(texts={"ja": text})
    assert not TermsVersion.objects.exists()


def test_a_new_version_is_accepted_on_paper_once(office: Office) -> None:
    period = office.join("2026-04-15", terms="")
    entry = {"by": office.provider.clerk, "now": noon("2026-05-01")}
    for _ in range(2):
        accepted = accept(period=period, version="2026-04", on=day("2026-04-20"), **entry)
    assert accepted.accepted_on == date(2026, 4, 20)
    assert queries.accepted_on_form(office.line.pk, version="2026-04", on=date(2026, 5, 1))
    assert Row.objects.filter(event="terms.accepted").count() == 1
    for wrong in ("2026-04-14", "2026-05-02"):
        with pytest.raises(BadDay):
            accept(period=period, version="2027-01", on=day(wrong), **entry)
    with pytest.raises(NotAllowed):
        accept(period=period, version="x", on=day("2026-04-20"), by=office.provider.lead, now=noon("2026-05-01"))
    new = office.correct(period, "2026-04-16", told="2026-05-01")
    assert new.acceptances.count() == 1
    with pytest.raises(NotNow):
        accept(period=period, version="2027-01", on=day("2026-05-01"), **entry)
