"""How subscribers are found by what a caller says: digits for telephones and numbers, folded text for names."""

import unicodedata


def digits(text: str) -> str:
    """Only the digits, full-width ones too."""
    return "".join(str(unicodedata.digit(c)) for c in text if unicodedata.digit(c, None) is not None)


def folded(text: str) -> str:
    """One spelling for width, case, spaces and kana: what names are compared by."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    kana = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in plain)
    return "".join(kana.split())
