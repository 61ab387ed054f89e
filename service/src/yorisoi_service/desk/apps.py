from importlib import import_module
from pathlib import Path

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "yorisoi_service.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Django reads `models` alone; ours stand in the modules below it, one for each idea."""
        super().import_models()
        for module in sorted(Path(__file__).with_name("models").glob("[a-z]*.py")):
            import_module(f"{self.name}.models.{module.stem}")
