from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "yorisoi_service.front.api"
    label = "api"
