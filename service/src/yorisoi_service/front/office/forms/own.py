"""Forms about what belongs to a subscriber alone: the household, and requests about their own data."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MemberForm(forms.Form):
    """Somebody of the household who may ask for support."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kana = forms.CharField(label=_("Kana"), max_length=120, required=False)
    relation = forms.CharField(label=_("How they are related"), max_length=40)


class AnswerForm(forms.Form):
    """What the office did about a request; the subscriber reads it."""

    answer = forms.CharField(
        label=_("What was done, or why not. The subscriber reads it."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ForgetForm(forms.Form):
    """Deleting cannot be taken back."""

    sure = forms.BooleanField(label=_("I have read what goes. It cannot come back."))
