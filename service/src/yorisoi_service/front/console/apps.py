from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "yorisoi_service.front.console"
    label = "console"
