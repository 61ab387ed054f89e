"""Addresses of the public pages."""

from django.urls import path

from yorisoi_service.front.portal import views

app_name = "portal"
urlpatterns = [path("", views.start, name="start")]
