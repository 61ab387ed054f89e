from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "yorisoi_service.front.office"
    label = "office"
