"""Addresses for telephone systems."""

from django.urls import path

from yorisoi_service.front.api import calls

app_name = "api"
urlpatterns = [
    path("calls/new", calls.new, name="call_new"),
    path("calls/answer", calls.answer, name="call_answer"),
    path("calls/hangup", calls.hangup, name="call_hangup"),
]
