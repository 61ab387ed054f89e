"""The systems subscribers use, as people call them, and as a browser tells them."""

from django.utils.translation import gettext_lazy

NAMES = {
    "windows": gettext_lazy("Windows"),
    "macos": gettext_lazy("Mac"),
    "linux": gettext_lazy("Linux"),
    "android": gettext_lazy("Android phone or tablet"),
    "ios": gettext_lazy("iPhone or iPad"),
}
# In this order: a phone also names the system it descends from.
SIGNS = (
    ("iphone", "ios"),
    ("ipad", "ios"),
    ("android", "android"),
    ("windows", "windows"),
    ("macintosh", "macos"),
    ("linux", "linux"),
)


def system_of(agent: str) -> str:
    """What a browser says it runs on; empty when it says nothing we know."""
    said = agent.lower()
    return next((system for sign, system in SIGNS if sign in said), "")
