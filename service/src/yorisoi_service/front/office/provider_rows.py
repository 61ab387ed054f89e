"""What the provider file says becomes dated rows once, before the first page needs them."""

from contextlib import suppress
from datetime import datetime

from django.conf import settings

from yorisoi_service.billing.services import tariff
from yorisoi_service.contracts.errors import BadTerms
from yorisoi_service.contracts.services import terms


def take_over(*, now: datetime) -> None:
    """Prices, settings and the present terms as rows, where they do not stand yet. Later changes are rows too."""
    provider = settings.PROVIDER
    tariff.seed(
        monthly_yen=provider.price.monthly_yen,
        tax_percent=provider.price.tax_percent,
        policy=provider.charge,
        now=now,
    )
    with suppress(BadTerms):  # kept with another text: what was kept holds, and check_config says so
        terms.seed_terms(
            version=provider.terms.version,
            in_force_since=provider.terms.in_force_since,
            liability=provider.terms.liability,
            now=now,
        )
