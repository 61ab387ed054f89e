"""The office's words for what happened to a contract, and for the codes in which it is kept."""

from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words: TypeAlias = str | Promise

EVENTS = {
    "applied": _("Application received"),
    "rejected": _("Application rejected"),
    "joined": _("Contract began"),
    "rejoined": _("Contract began again"),
    "withdrawn": _("Application withdrawn: counts as never made"),
    "cancelled": _("Cancelled"),
    "cancellation_reserved": _("Cancellation reserved"),
    "cancellation_undone": _("Reserved cancellation undone"),
    "line_closed": _("Line closed"),
    "line_moved": _("Line moved; the contract goes on"),
    "line_suspended": _("Line suspended"),
    "line_resumed": _("Line in service again"),
    "line_inherited": _("Line taken over; the contract goes on"),
    "course_changed": _("Another course of the internet contract"),
    "device_changed": _("Another computer or device"),
    "account_changed": _("Another account for the internet bill"),
    "corrected": _("Mistyped entry corrected"),
    "support_suspended": _("Support suspended while fees are unpaid"),
    "support_resumed": _("Support given back"),
}

# What stands in an event, in the order it is told.
FACTS = {
    "what": _("corrected"),
    "form_on": _("form of"),
    "form_on_before": _("instead of the form of"),
    "start_on": _("begins"),
    "requested_on": _("asked on"),
    "end_on": _("last day"),
    "end_on_before": _("instead of the last day"),
    "first_on": _("rests from"),
    "last_on": _("rests until"),
    "campaign": _("campaign"),
    "campaign_before": _("instead of the campaign"),
    "opened_on": _("line open since"),
    "opened_on_before": _("instead of the line's opening on"),
    "channel": _("came by"),
    "channel_before": _("instead of by"),
    "solicited": _("we had proposed it"),
    "solicited_before": _("had been entered as proposed by us"),
    "terms": _("terms accepted, version"),
    "terms_before": _("instead of terms accepted, version"),
    "address_corrected": _("the line's address"),
    "number_corrected": _("the line's number; before, it was"),
    "ground": _("ground"),
    "mistake": _("because"),
    "dropped_form_on": _("a contract of the new line counts for nothing, form of"),
    "code": _("reason"),
    "unpaid_months": _("months unpaid"),
}

CHANNELS = {"office": _("the counter"), "phone": _("by telephone"), "post": _("post"), "web": _("web form")}
GROUNDS = {
    "before_start": _("dropped before it began"),
    "solicited": _("we had proposed it: withdrawn within the days allowed"),
    "line_cancelled": _("the line itself was cancelled within its first days"),
}
MISTAKES = {
    "wrong_line": _("the form is about another line"),
    "wrong_person": _("the form is another subscriber's"),
    "no_form": _("there is no such form, or it was entered twice"),
}
REJECTIONS = {
    "no_line": _("no internet line of ours"),
    "duplicate": _("the line has a contract already"),
    "other": _("another reason"),
}
CORRECTED = {
    "application": _("the application"),
    "entry": _("an application entered by mistake; it counts for nothing"),
    "line": _("the line"),
    "end": _("the last day"),
    "free_window": _("whether free months were used before our records"),
    "household": _("who lives together"),
    "line_open": _("the line was closed by mistake; it is open"),
    "line_end": _("the last day of the line; the contract counts again"),
}
WITHDRAWALS = {**GROUNDS, "line_ended": _("the line had ended before")}  # the last one nobody chooses
CODES = {
    "what": CORRECTED,
    "channel": CHANNELS,
    "channel_before": CHANNELS,
    "ground": WITHDRAWALS,
    "mistake": MISTAKES,
    "code": REJECTIONS,
}

CHARGE_REASONS = {
    "MONTHLY": _("monthly fee"),
    "FREE": _("free month"),
    "CAMPAIGN": _("campaign"),
    "FINAL_MONTH": _("final month"),
    "SUSPENDED": _("line at rest for the whole month"),
    "NOT_SUBSCRIBED": _("no contract"),
    "MOVED": _("charged under the line before the move"),
}
KINDS = {"charge": _("charge"), "adjustment": _("adjustment")}
FOR_WHOM = {
    "first": _("first contracts"),
    "returning": _("re-contracts"),
    "anybody": _("anybody"),
}

# The settings that touch money, and what each choice means.
POLICY = {
    "free_months": _("Free months of a first contract"),
    "cancel_in_free_month": _("A contract that ends in a free month"),
    "rejoin_inside_window": _("Joining again while the first free months still run"),
    "first_time_scope": _("Whose first time counts"),
    "start_not_before_line_open": _("A form older than the line"),
    "line_suspension": _("A month in which the line rests on every day"),
}
POLICY_CHOICES = {
    ("cancel_in_free_month", "free"): _("that month stays free"),
    ("cancel_in_free_month", "charge"): _("that month is charged in full"),
    ("rejoin_inside_window", "persist"): _("the free months go on"),
    ("rejoin_inside_window", "forfeit"): _("the free months are lost"),
    ("first_time_scope", "customer"): _("the subscriber's"),
    ("first_time_scope", "line"): _("the line's"),
    ("first_time_scope", "household"): _("the household's"),
    ("start_not_before_line_open", "True"): _("the contract begins when the line opens"),
    ("start_not_before_line_open", "False"): _("the contract begins with the form"),
    ("line_suspension", "pause"): _("costs nothing"),
    ("line_suspension", "charge"): _("is charged"),
}

# The bank's word on one debit.
RESULTS = {
    "0": _("debited"),
    "1": _("not enough money in the account"),
    "2": _("no such account"),
    "3": _("stopped by the account holder"),
    "4": _("no mandate at the bank"),
    "5": _("not defined"),
    "6": _("not defined"),
    "7": _("not defined"),
    "8": _("stopped by us"),
    "9": _("other"),
}
RECEIVABLES = {
    "open": _("for the next debit"),
    "requested": _("asked of the bank"),
    "paid": _("paid"),
    "failed": _("failed: to be decided"),
    "carried": _("goes along with the next debit"),
    "slip": _("by payment slip"),
    "written_off": _("given up"),
}
