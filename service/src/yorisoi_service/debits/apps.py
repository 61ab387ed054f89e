from django.apps import AppConfig


class DebitsConfig(AppConfig):
    name = "yorisoi_service.debits"
    label = "debits"
