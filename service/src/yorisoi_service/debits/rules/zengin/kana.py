"""Names as banks' files hold them: half-width katakana, capital letters, digits and few symbols.

An own table, no normalisation of Unicode: what is not in it is refused with its place and never replaced. A voiced
mark is a character of its own, small kana become large ones, the long mark becomes a hyphen (section 3.1).
"""

import re
from typing import Literal

_FULL = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_HALF = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"
_VOICED = ("ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ", "ｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎｳ")
_HALF_VOICED = ("パピプペポ", "ﾊﾋﾌﾍﾎ")
_SMALL = ("ァィゥェォッャュョヮヵヶ", "ｱｲｳｴｵﾂﾔﾕﾖﾜｶｹ")
_SMALL_HALF = ("ｧｨｩｪｫｯｬｭｮ", "ｱｲｳｴｵﾂﾔﾕﾖ")
_OLD = ("ヰヱ", "ｲｴ")
_MARKS = {"゛": "ﾞ", "゜": "ﾟ", "\u3099": "ﾞ", "\u309a": "ﾟ", "ﾞ": "ﾞ", "ﾟ": "ﾟ"}
_HYPHENS = "ーｰ-‐‑‒–—―−－"
_SPACES = " \u3000\u00a0\t"
_WIDE_WITH_TWINS = {"、": ",", "､": ",", "「": "｢", "」": "｣", "｢": "｢", "｣": "｣", "¥": "\\", "￥": "\\"}

SYMBOLS = {"strict": "().-", "wide": "().-/,｢｣\\"}
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" + _HALF + "ﾞﾟ "

# How a legal form is shortened. Names may spell it in kanji or kana; banks know the letters before the bracket.
LEGAL_FORMS = {
    "特定非営利活動法人": "ﾄｸﾋ",
    "社会福祉法人": "ﾌｸ",
    "一般社団法人": "ｼﾔ",
    "公益社団法人": "ｼﾔ",
    "一般財団法人": "ｻﾞｲ",
    "公益財団法人": "ｻﾞｲ",
    "医療法人": "ｲ",
    "学校法人": "ｶﾞｸ",
    "宗教法人": "ｼﾕｳ",
    "株式会社": "ｶ",
    "有限会社": "ﾕ",
    "合同会社": "ﾄﾞ",
    "合名会社": "ﾒ",
    "合資会社": "ｼ",
    "カブシキガイシャ": "ｶ",
    "カブシキカイシャ": "ｶ",
    "ユウゲンガイシャ": "ﾕ",
    "ゴウドウガイシャ": "ﾄﾞ",
    "ゴウメイガイシャ": "ﾒ",
    "ゴウシガイシャ": "ｼ",
    "㈱": "ｶ",
    "㈲": "ﾕ",
    "(株)": "ｶ",
    "(有)": "ﾕ",
    "(同)": "ﾄﾞ",
    "(名)": "ﾒ",
    "(資)": "ｼ",
}


def _table() -> dict[str, str]:
    table = dict(zip(_FULL, _HALF, strict=True))
    for full, half, mark in ((*_VOICED, "ﾞ"), (*_HALF_VOICED, "ﾟ"), (*_SMALL, ""), (*_SMALL_HALF, ""), (*_OLD, "")):
        table |= {one: other + mark for one, other in zip(full, half, strict=True)}
    hiragana = {chr(ord(one) - 0x60): other for one, other in table.items() if "ァ" <= one <= "ヶ"}
    table |= hiragana | {one: one for one in _HALF} | _MARKS | _WIDE_WITH_TWINS
    table |= dict.fromkeys(_HYPHENS, "-") | dict.fromkeys(_SPACES, " ") | dict.fromkeys("・･．.", ".")
    for code in range(0x21, 0x7F):  # letters, digits and signs, also in their wide form
        table.setdefault(chr(code), chr(code).upper())
        table.setdefault(chr(code + 0xFEE0), table[chr(code)])
    return table


TABLE = _table()


_FOLD = {code: code + 0x60 for code in range(0x3041, 0x3097)} | {ord("（"): ord("("), ord("）"): ord(")")}
_FORMS = re.compile("|".join(re.escape(form) for form in sorted(LEGAL_FORMS, key=len, reverse=True)))


class UnknownCharacter(ValueError):
    """A character no bank file holds. `place` counts from 1; the text itself is not told, it is a name."""

    def __init__(self, place: int) -> None:
        super().__init__(f"character {place} cannot stand in a bank file")
        self.place = place


def half_width(text: str, *, symbols: Literal["strict", "wide"], small_wo: Literal["keep", "o"] = "keep") -> str:
    """The text as a bank file holds it, without spaces at its ends. Shortens nothing but legal forms.

    Raises UnknownCharacter for the first character that the table or this bank does not know.
    """
    written, since = "", 0
    for form in _FORMS.finditer(text.translate(_FOLD)):  # folding keeps every place
        before, behind = text[: form.start()].strip(_SPACES), text[form.end() :].strip(_SPACES)
        name = LEGAL_FORMS[form.group()]
        written = (written + _letters(text, since, form.start(), symbols)).rstrip(" ")
        written += ("(" if before else "") + name + (")" if behind else "")
        if not before and not behind:
            raise UnknownCharacter(1)  # a legal form alone is no name
        since = form.end() + len(text[form.end() :]) - len(text[form.end() :].lstrip(_SPACES))
    written = (written + _letters(text, since, len(text), symbols)).strip(" ")
    return written.replace("ｦ", "ｵ") if small_wo == "o" else written


def is_allowed(text: str, *, symbols: Literal["strict", "wide"]) -> bool:
    """Does every character belong to what this bank takes in a text field?"""
    allowed = LETTERS + SYMBOLS[symbols]
    return all(character in allowed for character in text)


def _letters(text: str, first: int, end: int, symbols: Literal["strict", "wide"]) -> str:
    found = []
    for index in range(first, end):
        letter = TABLE.get(text[index])
        if letter is None or not is_allowed(letter, symbols=symbols):
            raise UnknownCharacter(index + 1)
        found.append(letter)
    return "".join(found)
