"""The fields of one line, each read as what its column holds; what cannot be read so is complained of, once a column."""

import re
from collections.abc import Mapping
from datetime import date

from yorisoi_service.contracts.rules.roster.complaint import Code, Complaint
from yorisoi_service.staff.rules.words import SIGN, SPACES, is_name

CUSTOMER_NUMBER = re.compile(r"[0-9A-Z-]{4,20}")
FIRST_YEAR, LAST_YEAR = 1950, 2199

_PHONE = re.compile(r"[0-9-]{9,16}")
_PHONE_DIGITS = (10, 11)
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_DAY = re.compile(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})")
_KANJI = re.compile("[㐀-鿿豈-﫿\U00020000-\U0003ffff々〆]")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


class Given:
    """What stands in one line. Reading a field never raises: it returns something empty and keeps the complaint."""

    def __init__(self, line: int, texts: Mapping[str, str]) -> None:
        self._line = line
        self._texts = {column: text.strip(SPACES) for column, text in texts.items()}
        self._complaints: dict[str, Complaint] = {}

    @property
    def complaints(self) -> list[Complaint]:
        return list(self._complaints.values())

    def complain(self, code: Code, column: str, **values: str | int) -> None:
        """Keep the first thing wrong with this column."""
        self._complaints.setdefault(column, Complaint(self._line, code, column, values))

    def raw(self, column: str) -> str:
        return self._texts.get(column, "")

    def has(self, column: str) -> bool:
        return self.raw(column) != ""

    def text(self, column: str, most: int, *, needed: bool = False) -> str:
        """Visible characters on one line; nothing a spreadsheet program would take for a formula."""
        text = self.raw(column)
        if not text:
            if needed:
                self.complain(Code.REQUIRED, column)
        elif not is_name(text):
            self.complain(Code.INVISIBLE, column, character=_unseen(text))
        elif SIGN in text:
            self.complain(Code.LOST_CHARACTER, column)
        elif text.startswith(_FORMULA):
            self.complain(Code.FORMULA, column)
        elif len(text) > most:
            self.complain(Code.TOO_LONG, column, most=most, found=len(text))
        return text

    def kana(self, column: str, most: int) -> str:
        """Text without kanji: what a wrong encoding turns kana into."""
        text = self.text(column, most, needed=True)
        if _KANJI.search(text):
            self.complain(Code.NOT_KANA, column)
        return text

    def number(self, column: str, form: re.Pattern[str]) -> str:
        text = self.text(column, 40, needed=True).upper()
        if not form.fullmatch(text):
            self.complain(Code.NUMBER, column)
        return text

    def phone(self, column: str, *, needed: bool = False) -> str:
        text = self.text(column, 20, needed=needed)
        if text and (not _PHONE.fullmatch(text) or len(text.replace("-", "")) not in _PHONE_DIGITS):
            lost_zero = text.isascii() and text.isdecimal() and len(text) in (9, 10) and text[0] != "0"
            self.complain(Code.PHONE_ZERO if lost_zero else Code.PHONE, column)
        elif text and not text.startswith("0"):
            self.complain(Code.PHONE_ZERO, column)
        return text

    def email(self, column: str) -> str:
        text = self.text(column, 254)
        if text and not _EMAIL.fullmatch(text):
            self.complain(Code.EMAIL, column)
        return text

    def day(self, column: str, *, needed: bool = False, expected: Code = Code.DATE) -> date | None:
        """A calendar day, 2026-04-15 or 2026/4/15."""
        text = self.raw(column)
        if not text:
            if needed:
                self.complain(Code.REQUIRED, column)
            return None
        match = _DAY.fullmatch(text)
        try:
            found = date(int(match[1]), int(match[3]), int(match[4])) if match else None
        except ValueError:
            found = None
        if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.complain(expected, column, first=FIRST_YEAR, last=LAST_YEAR)
            return None
        return found

    def yes_or_no(self, column: str) -> bool | None:
        text = self.raw(column)
        if text not in ("", "yes", "no"):
            self.complain(Code.YES_NO, column)
        return {"yes": True, "no": False}.get(text)


def _unseen(text: str) -> str:
    """The first character nobody sees, by its number."""
    return next((f"U+{ord(c):04X}" for c in text if c not in SPACES and not is_name(c)), "U+0020")
