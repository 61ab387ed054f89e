"""What every template may show of the provider. The desk's numbers are not among it: they belong to members (R31)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from yorisoi_service.config.provider import in_language


def provider(request: HttpRequest) -> dict[str, Any]:
    """Name, service name, the public office number and the word against deceivers, in the page's language."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "provider_name": settings.PROVIDER.name_in(language),
        "service_name": in_language(settings.PROVIDER.service_name, language),
        "office_phone": settings.PROVIDER.phones.office,
        "scam_warning": settings.PROVIDER.text_in("scam_warning", language),
    }
