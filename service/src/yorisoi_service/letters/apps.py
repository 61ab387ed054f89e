from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "yorisoi_service.letters"
    label = "letters"
