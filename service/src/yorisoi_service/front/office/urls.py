"""Addresses of the office. Nothing personal stands in any of them."""

from django.urls import path, register_converter

from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.front.office.views import (
    applications,
    charts,
    contracts,
    debits,
    endings,
    invoices,
    ledger,
    letters,
    line_data,
    lines,
    mandates,
    months,
    own,
    periods,
    staff,
    subscribers,
    tariff,
    withholding,
)


class MonthConverter:
    """`2026-07` in an address."""

    regex = "[0-9]{4}-(?:0[1-9]|1[0-2])"

    def to_python(self, text: str) -> Month:
        return Month.parse(text)

    def to_url(self, month: Month) -> str:
        return str(month)


register_converter(MonthConverter, "month")

app_name = "office"
urlpatterns = [
    # The clerk: people
    path("subscribers", subscribers.search, name="subscribers"),
    path("subscribers/new", subscribers.register, name="register"),
    path("subscribers/<int:pk>", subscribers.page, name="subscriber"),
    path("subscribers/<int:pk>/contact", subscribers.contact, name="contact"),
    path("subscribers/<int:pk>/lines", subscribers.line, name="line"),
    path("subscribers/<int:pk>/apply", applications.apply_known, name="apply_known"),
    path("applications/new", applications.apply, name="apply"),
    # The clerk: one line and its contract
    path("contracts/<int:line>", contracts.contract, name="contract"),
    path("contracts/<int:line>/letter", contracts.issue_welcome, name="issue_welcome"),
    path("contracts/<int:line>/take-back", periods.take_back, name="take_back"),
    path("contracts/<int:line>/correct", periods.correct, name="correct"),
    path("contracts/<int:line>/correct-end", periods.correct_end, name="correct_end"),
    path("contracts/<int:line>/mistake", periods.mistake, name="mistake"),
    path("contracts/<int:line>/withdraw", periods.withdraw, name="withdraw"),
    path("contracts/<int:line>/cancel", endings.cancel, name="cancel"),
    path("contracts/<int:line>/undo", endings.undo, name="undo"),
    path("contracts/<int:line>/close", endings.close_line, name="close_line"),
    path("contracts/<int:line>/reopen", endings.reopen_line, name="reopen_line"),
    path("contracts/<int:line>/move", lines.move, name="move"),
    path("contracts/<int:line>/line-data", line_data.correct, name="correct_line"),
    path("contracts/<int:line>/replaced", lines.replaced, name="replaced"),
    path("contracts/<int:line>/suspend", lines.suspend, name="suspend"),
    path("contracts/<int:line>/resume", lines.resume, name="resume"),
    path("contracts/<int:line>/inherit", lines.inherit, name="inherit"),
    path("contracts/<int:line>/suspend-support", withholding.suspend_support, name="suspend_support"),
    path("contracts/<int:line>/resume-support", withholding.resume_support, name="resume_support"),
    path("contracts/<int:line>/free-window", lines.free_window, name="free_window"),
    path("contracts/<int:line>/note", lines.note, name="note"),
    path("subscribers/<int:pk>/mandate", mandates.mandate, name="mandate"),
    path("subscribers/<int:pk>/mandate/end", mandates.end, name="end_mandate"),
    # The clerk: what subscribers have for themselves
    path("subscribers/<int:pk>/household", own.add_member, name="add_member"),
    path("subscribers/<int:pk>/household/<int:who>/remove", own.remove_member, name="remove_member"),
    path("subscribers/<int:pk>/code", own.code, name="code"),
    path("wishes", own.requests, name="wishes"),
    path("wishes/<int:pk>", own.one_request, name="wish"),
    path("wishes/<int:pk>/forget", own.forget, name="forget"),
    # Clerk and accountant: letters
    path("invoices", invoices.invoices, name="invoices"),
    path("invoices/issue", invoices.issue, name="issue_invoice"),
    path("letters/<int:pk>", letters.letter, name="letter"),
    path("letters/<int:pk>/deliver", letters.deliver, name="deliver"),
    # The accountant
    path("months", months.months, name="months"),
    path("months/<month:month>", months.month, name="month"),
    path("months/<month:month>/close", months.close, name="close_month"),
    path("months/<month:month>/export", months.export, name="export"),
    path("chart", charts.chart, name="chart"),
    path("ledger", ledger.ledger, name="ledger"),
    path("tariff", tariff.overview, name="tariff"),
    path("tariff/price", tariff.price, name="price"),
    path("tariff/tax", tariff.tax, name="tax"),
    path("tariff/settings", tariff.policy, name="policy"),
    path("tariff/campaign", tariff.campaign, name="campaign"),
    path("tariff/campaign/<int:pk>/stop", tariff.stop_campaign, name="stop_campaign"),
    path("debits", debits.debits, name="debits"),
    path("debits/file", debits.write, name="write_debits"),
    path("debits/results", debits.take, name="take_results"),
    path("debits/<int:pk>", debits.decide, name="decide"),
    # The administrator
    path("staff", staff.people, name="staff"),
    path("staff/<int:pk>/role", staff.role, name="role"),
    path("staff/<int:pk>/leave", staff.leave, name="leave"),
]
