"""The page of questions and answers, with its search."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yorisoi_service import clock
from yorisoi_service.front.portal.public import search
from yorisoi_service.front.portal.public.answers.every import every, titles
from yorisoi_service.front.portal.public.facts import gather
from yorisoi_service.staff.rules.words import one_line


class SearchForm(forms.Form):
    """What somebody looks for. It is sent in the body, so it stands in no address and no log."""

    wanted = forms.CharField(
        label=_("Words you look for"),
        max_length=search.LONGEST,
        error_messages={
            "required": _("Please write a word, for instance: price."),
            "max_length": _("That is very long. One or two words are enough."),
        },
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def faq(request: HttpRequest) -> HttpResponse:
    """Every question with its answer, in five parts; after a search those that fit."""
    asked = request.method == "POST"
    form = SearchForm(request.POST if asked else None)
    book = every(gather(now=clock.now()))
    page = {"form": form, "parts": [(group, titles()[group], answers) for group, answers in book.items()]}
    if asked and form.is_valid():
        wanted = one_line(form.cleaned_data["wanted"])
        found = search.find(search.of(book.values()), wanted)
        page |= {"wanted": wanted, "found": found, "is_danger": search.is_danger(wanted)}
    return render(request, "portal/public/faq.html", page)
