"""Addresses of the pages that anybody may read."""

from django.urls import path

from yorisoi_service.front.portal.public import views

urlpatterns = [
    path("", views.start, name="start"),
    path("really-us", views.really_us, name="really_us"),
]
