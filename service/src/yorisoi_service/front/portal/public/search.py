"""Finding answers by what people type: any width, any kana, words or whole sentences. Pure; nothing typed is kept."""

from collections.abc import Iterable, Sequence

from yorisoi_service.desk.rules.catalogue import plain
from yorisoi_service.front.portal.public.answers.book import Answer

LONGEST = 100
ENOUGH = 0.5  # of the pairs of characters in a sentence, so much must stand in an answer
SHOWN = 8
# Who types one of these may sit before a false warning, or have a stranger in the device: the way out stands before answers.
DANGER = tuple(
    plain(word)
    for word in (
        *(
            "警告",
            "けいこく",
            "感染",
            "かんせん",
            "ウイルス",
            "ウィルス",
            "ハッカー",
            "乗っ取",
            "のっとら",
            "詐欺",
            "さぎ",
        ),
        *("だまされ", "騙され", "不審", "勝手に動", "遠隔操作され"),
        *("warning", "virus", "infected", "hacked", "scam", "fraud", "stranger"),
    )
)


def is_danger(text: str) -> bool:
    """Does this sound like a false warning or a deceiver?"""
    typed = plain(text)
    return any(word in typed for word in DANGER)


def find(answers: Iterable[Answer], text: str) -> tuple[Answer, ...]:
    """The answers that hold every word, those with it in the question first; for a sentence those most like it."""
    wanted = [word for each in text.split() if (word := plain(each))]
    if not wanted:
        return ()
    said = [(answer, plain(answer.question), plain(answer.words), plain(answer.text)) for answer in answers]
    holding = [
        (sum(word in question for word in wanted), sum(word in words for word in wanted), place, answer)
        for place, (answer, question, words, whole) in enumerate(said)
        if all(word in whole + words for word in wanted)
    ]
    if holding:
        holding.sort(key=lambda each: (-each[0], -each[1], each[2]))
        return tuple(answer for *_, answer in holding)[:SHOWN]
    asked = _pairs("".join(wanted))
    if not asked:
        return ()
    alike = [
        (len(asked & _pairs(question + words)) / len(asked), place, answer)
        for place, (answer, question, words, _) in enumerate(said)
    ]
    best = sorted((each for each in alike if each[0] >= ENOUGH), key=lambda each: (-each[0], each[1]))
    return tuple(answer for *_, answer in best)[:SHOWN]


def _pairs(text: str) -> set[str]:
    """Every two characters that stand side by side."""
    return {text[at : at + 2] for at in range(len(text) - 1)}


def of(parts: Iterable[Sequence[Answer]]) -> list[Answer]:
    """The answers of all parts in their order."""
    return [answer for part in parts for answer in part]
