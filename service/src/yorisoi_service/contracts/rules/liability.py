"""A text on liability that may be offered to consumers (T11): a total exclusion would be void, and a limit must say
that it holds for slight negligence only."""

import re
from enum import StrEnum

# Everything is excluded: 「一切」「いかなる」「全て」 beside not owing.
_TOTAL_JA = re.compile(r"一切|いかなる|如何なる|すべての?損害|全ての?損害|全責任")
_NOT_OWING_JA = re.compile(r"(負|補償|賠償|保証|責任)[^。]*(ません|ない|ぬ|免|しかねます)|免責|免れ")
_INTENT_JA = re.compile(r"故意")
_GROSS_JA = re.compile(r"重大な過失|重過失")
_EXCEPT_JA = re.compile(r"除|を問わず以外|でない限り|場合は、?この限りで")
_LIMIT_JA = re.compile(r"上限|限度|を超えない|を超えて")
_SLIGHT_JA = re.compile(r"軽過失|軽微な過失|重大な過失を除く過失|重過失を除く過失")

_TOTAL_EN = re.compile(
    r"\b(whatsoever|in no event|under no circumstances|any and all|no liability|not liable for any)\b", re.IGNORECASE
)
_INTENT_EN = re.compile(r"\b(intent|intentional|intentionally|wilful|willful)\b", re.IGNORECASE)
_GROSS_EN = re.compile(r"\bgross(ly)?\s+negligen", re.IGNORECASE)
_LIMIT_EN = re.compile(r"\b(limited to|at most|not exceed|up to)\b", re.IGNORECASE)
_SLIGHT_EN = re.compile(r"\b(slight|ordinary|simple)\s+negligence\b", re.IGNORECASE)


class Fault(StrEnum):
    """Why a text may not be offered."""

    TOTAL_EXCLUSION = "total_exclusion"
    LIMIT_WITHOUT_SLIGHT_NEGLIGENCE = "limit_without_slight_negligence"


def fault_of(text: str) -> Fault | None:
    """The first fault of a Japanese or English text; None when there is none. No lawyer: it finds what is surely void."""
    plain = "".join(text.split()) if any("぀" <= c <= "ヿ" or "一" <= c <= "鿿" for c in text) else text
    japanese = plain is not text or not text.isascii()
    return _judge_japanese(plain) if japanese else _judge_english(text)


def _judge_japanese(text: str) -> Fault | None:
    excepted = all(part.search(text) for part in (_INTENT_JA, _GROSS_JA, _EXCEPT_JA))
    if not excepted and any(_TOTAL_JA.search(each) and _NOT_OWING_JA.search(each) for each in text.split("。")):
        return Fault.TOTAL_EXCLUSION
    if _LIMIT_JA.search(text) and not _SLIGHT_JA.search(text):
        return Fault.LIMIT_WITHOUT_SLIGHT_NEGLIGENCE
    return None


def _judge_english(text: str) -> Fault | None:
    if _TOTAL_EN.search(text) and not (_INTENT_EN.search(text) and _GROSS_EN.search(text)):
        return Fault.TOTAL_EXCLUSION
    if _LIMIT_EN.search(text) and not _SLIGHT_EN.search(text):
        return Fault.LIMIT_WITHOUT_SLIGHT_NEGLIGENCE
    return None
