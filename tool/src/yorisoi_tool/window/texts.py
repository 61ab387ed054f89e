"""The window's words: English in the code, Japanese from `locale/ja.po`, read as it is written (no compiled copy that could differ)."""

import ast
import gettext
from collections.abc import Iterator
from importlib.resources import files

LANGUAGES = ("ja", "en")


class Catalogue(gettext.NullTranslations):
    """A translation read straight from a .po file; an unknown sentence stays English."""

    def __init__(self, entries: dict[str, str]) -> None:
        super().__init__()
        self._entries = entries

    def gettext(self, message: str) -> str:
        return self._entries.get(message, message)


def catalogue(language: str) -> gettext.NullTranslations:
    """The words of `language` ("ja" or "en").

    Raises ValueError for any other language.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language}")
    if language == "en":
        return gettext.NullTranslations()
    source = files("yorisoi_tool").joinpath("locale", f"{language}.po").read_text("utf-8")
    return Catalogue(dict(entries(source)))


def entries(source: str) -> Iterator[tuple[str, str]]:
    """Pairs (English, translated) of a .po text without plurals and contexts; the header and empty translations are left out."""
    english, translated, into = "", "", ""
    for line in [*source.splitlines(), ""]:
        keyword, _, rest = line.partition(" ")
        if line.startswith('"'):
            if into == "msgid":
                english += ast.literal_eval(line)
            else:
                translated += ast.literal_eval(line)
        elif keyword == "msgid":
            english, translated, into = ast.literal_eval(rest), "", "msgid"
        elif keyword == "msgstr":
            translated, into = ast.literal_eval(rest), "msgstr"
        elif not line.strip() and into == "msgstr":
            if english and translated:
                yield english, translated
            into = ""
