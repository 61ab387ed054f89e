"""Collecting by own debit files: files written, answers taken, and what only a person can decide."""

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from yorisoi_service import clock
from yorisoi_service.billing.queries import billed, perhaps_billed
from yorisoi_service.debits import queries
from yorisoi_service.debits.models import DebitRun, Receivable
from yorisoi_service.debits.rules.receivable import Step
from yorisoi_service.debits.services import bank, decisions, results, runs
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.office.forms.debits import DebitFileForm, ResultForm
from yorisoi_service.front.office.steps import REFUSALS, agreed
from yorisoi_service.front.office.uploads import takes_a_file
from yorisoi_service.front.office.words import RESULTS
from yorisoi_service.staff.rules.roles import Deed

LISTED = 100


@require_GET
@staff_only(Deed.EXPORT_MONEY)
def debits(request: HttpRequest) -> HttpResponse:
    """Every file with its answer, and what waits for somebody."""
    return page(request, file_form=next_file(), result_form=ResultForm())


@require_POST
@staff_only(Deed.EXPORT_MONEY)
def write(request: HttpRequest) -> HttpResponse:
    """Look at what a file would hold, or write it and hand it out; written once, then always the same bytes."""
    form = DebitFileForm(request.POST, **asked())
    preview = request.POST.get("step") != "do"
    made: list[runs.Exported] = []
    if not agreed(
        form,
        lambda data: made.append(
            runs.export(
                **data,
                collection=settings.PROVIDER.collection,
                key=settings.DATA_KEY,
                by=member(request),
                now=clock.now(),
                preview=preview,
            )
        ),
    ):
        return page(request, file_form=form, result_form=ResultForm())
    if preview and not made[0].again:
        return page(request, file_form=form, result_form=ResultForm(), previewed=made[0])
    if not made[0].content:
        messages.info(request, _("Nobody has anything to be debited for this month, so there is no file."))
        return HttpResponseRedirect(reverse("office:debits"))
    name = f"debits-{form.cleaned_data['month']}.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made[0].content, content_type="application/octet-stream", headers=headers)


@csrf_exempt  # asked for inside, by `takes_a_file`, once it is known who sends the file
@require_POST
@staff_only(Deed.EXPORT_MONEY)
@takes_a_file
def take(request: HttpRequest) -> HttpResponse:
    """The bank's answer: checked only, or taken, whole or not at all."""
    form = ResultForm(request.POST, request.FILES)
    dry_run = request.POST.get("step") != "do"
    taken: list[results.Taken] = []

    def do(data: dict[str, UploadedFile]) -> None:
        taken.append(
            results.take(
                content=data["file"].read(),
                collection=settings.PROVIDER.collection,
                by=member(request),
                now=clock.now(),
                dry_run=dry_run,
            )
        )

    if not agreed(form, do):
        return page(request, file_form=next_file(), result_form=form)
    found = taken[0]
    answer = {
        "again": found.again,
        "dry_run": dry_run,
        "run": found.run,
        "codes": [(code, RESULTS.get(code, code), count) for code, count in sorted(found.codes.items())],
        "renew": found.renew,
        "decide": found.decide,
    }
    return page(request, file_form=next_file(), result_form=ResultForm(), answer=answer)


@require_POST
@staff_only(Deed.EXPORT_MONEY)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Once more, by slip, given up; or a slip that was paid."""
    row = get_object_or_404(Receivable, pk=pk)
    step = request.POST.get("step", "")
    try:
        if step == Step.SETTLE:
            decisions.settle(receivable=row, by=member(request), now=clock.now())
        elif step in list(Step):
            decisions.decide(receivable=row, step=Step(step), by=member(request), now=clock.now())
        else:
            return HttpResponseBadRequest()
    except REFUSALS as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Noted."))
    return HttpResponseRedirect(reverse("office:debits"))


def next_file() -> DebitFileForm:
    """The form for the month whose turn it is."""
    return DebitFileForm(initial={"month": queries.next_month()}, **asked())


def asked() -> dict[str, bool]:
    """What the form has to ask about months that are collected elsewhere."""
    return {
        "may_begin_later": queries.may_begin_later(),
        "is_some_billed": bool(billed() | perhaps_billed()),
        "may_pass_over": queries.may_pass_over(),
    }


def page(request: HttpRequest, **more: object) -> HttpResponse:
    """The one page of collecting."""
    try:
        bank.bank_of(settings.PROVIDER.collection)
    except REFUSALS as refused:
        return render(request, "office/debits.html", {"refused": refused.sentence})
    shown = {
        "runs": [(run, answered(run)) for run in queries.runs()[:24]],
        "to_decide": queries.to_decide()[:LISTED],
        "slips": queries.slips()[:LISTED],
        "refused_mandates": queries.refused_mandates()[:LISTED],
        **more,
    }
    return render(request, "office/debits.html", shown)


def answered(run: DebitRun) -> bool:
    """Has the bank answered this file, or was there nothing to ask?"""
    return run.state == DebitRun.State.ANSWERED
