"""The demo's start page as Django knows it."""

from django.apps import AppConfig


class StartPageConfig(AppConfig):
    """A page, no rows."""

    name = "yorisoi_practice.start_page"
    label = "start_page"
