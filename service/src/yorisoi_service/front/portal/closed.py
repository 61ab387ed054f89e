"""What the provider says itself while its desk is closed: on the pages that tell of its hours."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language

from yorisoi_service import clock
from yorisoi_service.desk.queries.hours import standing


def after_hours(*, now: datetime) -> str:
    """The provider's sentence, now; empty while the desk is open, while a closed day makes the usual hours untrue, and
    where the provider file words none in this language."""
    provider = settings.PROVIDER
    hours = standing(provider.desk, now=now).hours
    if not hours.is_usually_closed(clock.local(now)):
        return ""
    return str(
        provider.text_in(
            "after_hours",
            get_language() or settings.LANGUAGE_CODE,
            opens=f"{hours.opens:%H:%M}",
            closes=f"{hours.closes:%H:%M}",
            office=provider.phones.office,
        )
    )
