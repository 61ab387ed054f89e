"""Addresses of the letter after a visit."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
