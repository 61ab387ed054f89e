"""What every form of the office shares: check it, do it, say what came of it, go on."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

from yorisoi_service.contracts.errors import ContractError
from yorisoi_service.staff.errors import StaffError
from yorisoi_service.subscribers.errors import SubscriberError


def done(
    request: HttpRequest, form: forms.Form, do: Callable[[dict[str, Any]], object], *, said: str | Promise
) -> bool:
    """True when the form was right and the service agreed; otherwise the form or a message says why not."""
    if not form.is_valid():
        for name, errors in form.errors.items():
            label = form.fields[name].label if name in form.fields else ""
            messages.error(request, f"{label}: {' '.join(str(error) for error in errors)}")
        return False
    try:
        do(form.cleaned_data)
    except (SubscriberError, ContractError, StaffError) as refused:
        messages.error(request, refused.sentence)
        return False
    messages.success(request, said)
    return True
