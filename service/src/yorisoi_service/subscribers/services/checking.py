"""What is looked at before a subscriber or a line is written, and the one way both are written."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from yorisoi_service.staff.rules.words import is_name
from yorisoi_service.subscribers.errors import BadRecord
from yorisoi_service.subscribers.keys import keep_keys
from yorisoi_service.subscribers.models import Line, Subscriber

_PHONE = _("A telephone number has digits and hyphens, like 0847-00-0000.")
SENTENCES = {
    ("customer_number", "unique"): _("Somebody has this customer number already. Search for it."),
    ("customer_number", "invalid"): _("A customer number has 4 to 20 capital letters, digits and hyphens."),
    ("phone", "invalid"): _PHONE,
    ("mobile", "invalid"): _PHONE,
    ("email", "invalid"): _("This is no mail address. Compare it with the form."),
    ("number", "unique"): _("A line has this number already. Search for it."),
}


def write_checked(row: Subscriber | Line) -> None:
    """Write a row that is as it must be, with what it is found by; BadRecord names every field that is not."""
    try:
        row.full_clean()
    except ValidationError as refused:
        told = [
            SENTENCES.get((field, each.code or ""), " ".join(each.messages))
            for field, errors in refused.error_dict.items()
            for each in errors
        ]
        raise BadRecord(" ".join(str(sentence) for sentence in told)) from None
    shown = (row.name, row.kana, row.address) if isinstance(row, Subscriber) else (row.number, row.address)
    if not all(is_name(text) for text in shown):
        raise BadRecord(_("Names, numbers and addresses need visible characters only."))
    row.save()
    keep_keys([row.pk if isinstance(row, Subscriber) else row.subscriber_id])
