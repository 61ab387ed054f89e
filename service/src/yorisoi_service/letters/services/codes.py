"""Printing the code of the own page: in a welcome letter, or on a sheet of its own. Only to the registered address.

The code is drawn into the PDF and kept nowhere: what is printed is printed once, and a reprint brings a new code.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yorisoi_service.clock import business_day
from yorisoi_service.letters import rendering
from yorisoi_service.letters.errors import LettersNotReady, NoAddress, Overtaken
from yorisoi_service.letters.models import Letter
from yorisoi_service.letters.rules.kinds import Way
from yorisoi_service.letters.rules.paper import Window
from yorisoi_service.letters.services.delivering import Draw, deliver, pdf
from yorisoi_service.letters.wording import own_page
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.subscribers.queries import printed_code
from yorisoi_service.subscribers.services.access import print_code


def letter_with_code(*, letter: Letter, by: StaffMember, now: datetime, draw: Draw) -> bytes:
    """Hand a welcome letter over on paper, with a new code printed in it; the PDF.

    Refused as `delivering.deliver` refuses, before anything is logged or replaced.
    """
    require(by, Deed.PRINT_CODES)
    with transaction.atomic():
        delivery = deliver(letter=letter, way=Way.PAPER, by=by, now=now)
        subscriber = Subscriber.objects.get(pk=letter.subscriber_id)
        code = print_code(subscriber=subscriber, by=by, now=now, draw=draw)
    with translation.override(letter.language):
        more = own_page.section(page=page_address(), customer_number=subscriber.customer_number, code=code)
    return pdf(letter, delivery, more=more)


def code_sheet(*, subscriber: Subscriber, instead_of: str, by: StaffMember, now: datetime, draw: Draw) -> bytes:
    """A new code on a sheet of its own, for the window of an envelope; the PDF. The older code opens nothing from now on.

    `instead_of`: the key of the code that is known to end by it, or "" when none is known. Raises Overtaken when another
    one stands there by now, NoAddress and LettersNotReady; each before anything is replaced.
    """
    require(by, Deed.PRINT_CODES)
    with transaction.atomic():
        subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
        newest = printed_code(subscriber)
        if instead_of != ("" if newest is None else str(newest.pk)):
            raise Overtaken(
                _("A code was printed since this page was opened. Nothing was printed now; look here first.")
            )
        if not subscriber.address.strip():
            raise NoAddress(_("This subscriber has no registered postal address. Enter it first."))
        if missing := rendering.what_is_missing():
            raise LettersNotReady(missing[0])
        code = print_code(subscriber=subscriber, by=by, now=now, draw=draw)
    language, provider = settings.LANGUAGE_CODE, settings.PROVIDER
    with translation.override(language):
        paper = own_page.sheet(
            language=language,
            provider=provider.name_in(language),
            office=provider.phones.office,
            page=page_address(),
            customer_number=subscriber.customer_number,
            code=code,
            issued_on=business_day(now),
        )
    return rendering.pdf_of(paper, Window(subscriber.name, subscriber.address))


def page_address() -> str:
    """Where the own page stands, as it is typed."""
    return f"{settings.ORIGIN}{reverse('portal:my')}"
