from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "yorisoi_service.front.portal"
    label = "portal"
