"""What every form of the office shares: check it, do it, say what came of it, go on.

A step that cannot be taken back is rehearsed first: it really happens, its consequences are read, and all of it is
rolled back. So what a person confirms was computed by the very code that will do it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from yorisoi_service.billing.errors import BillingError
from yorisoi_service.contracts.errors import ContractError
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.errors import DebitError
from yorisoi_service.front.office.templatetags.office import day, month
from yorisoi_service.front.office.words import Words
from yorisoi_service.letters.errors import LetterError
from yorisoi_service.staff.errors import StaffError
from yorisoi_service.subscribers.errors import SubscriberError

T = TypeVar("T")
Data = dict[str, Any]
REFUSALS = (SubscriberError, ContractError, BillingError, DebitError, LetterError, StaffError)


def done(request: HttpRequest, form: forms.Form, do: Callable[[Data], object], *, said: Words) -> bool:
    """True when the form was right and the service agreed; otherwise a message on the next page says why not."""
    if agreed(form, do):
        messages.success(request, said)
        return True
    for name, errors in form.errors.items():
        label = f"{form.fields[name].label}: " if name in form.fields else ""
        messages.error(request, f"{label}{' '.join(str(error) for error in errors)}")
    return False


def agreed(form: forms.Form, do: Callable[[Data], object]) -> bool:
    """True when the form was right and the service agreed; otherwise the form says why not, beside its fields."""
    if not form.is_valid():
        return False
    try:
        do(form.cleaned_data)
    except REFUSALS as refused:
        form.add_error(None, refused.sentence)
        return False
    return True


def rehearsed(do: Callable[[], T]) -> T:
    """What `do` would bring about. It happens, and then nothing of it stays; return values, not querysets."""
    with transaction.atomic():
        result = do()
        transaction.set_rollback(True)
    return result


def focused(form: forms.Form) -> forms.Form:
    """The form with the cursor in the first field that is wrong, or in the first one."""
    wrong = [name for name in form.fields if form.is_bound and name in form.errors]
    if not wrong and any("autofocus" in field.widget.attrs for field in form.fields.values()):
        return form
    first = next(iter(wrong or form.fields), None)
    if first is not None:
        form.fields[first].widget.attrs["autofocus"] = True
    return form


@dataclass(frozen=True)
class Entered:
    """One field of a checked form: shown to be confirmed, and carried on."""

    name: str
    label: Words
    shown: str
    value: str


def entered(form: forms.Form) -> list[Entered]:
    """What was entered, in words, with the raw text that sends it once more."""
    found = []
    for bound in form:
        raw, value = bound.data, form.cleaned_data.get(bound.name)
        if isinstance(bound.field, forms.BooleanField):
            raw = "on" if value else ""
        shown = _in_words(bound.field, raw, value)
        found.append(Entered(bound.html_name, bound.label, shown, "" if raw is None else str(raw)))
    return found


def _in_words(field: forms.Field, raw: Any, value: Any) -> str:
    choices = {str(code): words for code, words in getattr(field, "choices", ())}
    if str(raw) in choices:
        return str(choices[str(raw)]) if raw else ""
    match value:
        case None | False | "":
            return ""
        case True:
            return "✓"
        case date():
            return day(value)
        case Month():
            return month(value)
    return str(value)


@dataclass(frozen=True)
class Deal:
    """One step on a contract that a person confirms: what it is called, what is said, and where it leads."""

    title: Words
    intro: Words
    verb: Words
    said: Words
    back: str
    is_final: bool = False  # cannot be taken back: the button says so
    notes: Iterable[Words] = ()


def confirmed(
    request: HttpRequest,
    form: forms.Form,
    deal: Deal,
    do: Callable[[Data], T],
    *,
    consequences: Callable[[T], object] | None = None,
    onward: Callable[[T], str] | None = None,
    page: Data | None = None,
    template: str = "office/deal.html",
) -> HttpResponse:
    """The form, then what it would bring about, then the deed: three faces of one address.

    `step` says which: nothing or `change` shows the form, `check` rehearses and asks, `do` does it. `consequences` reads
    what the rehearsed deed brought; `onward` is where the person is led after it, else back to where they came from.
    """
    step = request.POST.get("step", "") if request.method == "POST" else ""
    shown: Data = {"deal": deal, "face": "form"}
    if step == "check":
        seen: list[object] = []

        def read(data: Data) -> None:
            result = do(data)
            seen.append(consequences(result) if consequences else None)

        if agreed(form, lambda data: rehearsed(lambda: read(data))):
            shown |= {"face": "confirm", "entered": entered(form), "after": seen[0]}
    elif step == "do":
        results: list[T] = []
        if agreed(form, lambda data: results.append(do(data))):
            messages.success(request, deal.said)
            return HttpResponseRedirect(onward(results[0]) if onward else deal.back)
    elif step == "change":
        form.full_clean()
        form.errors.clear()
    return render(request, template, {**(page or {}), **shown, "form": focused(form)})
