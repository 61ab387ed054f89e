"""The practice apps as Django knows them."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """Demo data and the start page; models none."""

    name = "yorisoi_practice"
    label = "practice"
