from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "yorisoi_service.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yorisoi_service.staff import signals

        signals.connect()
