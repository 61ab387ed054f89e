"""How committed text becomes key strokes on an X keyboard map. Pure: the map comes in, strokes go out.

A character that the map writes with a key alone or with Shift is struck there. Every other one borrows a spare key code
for as long as it is needed. Programs read the keyboard map when they get round to it, so a borrowed key code is not lent
again within one batch: the shell waits between batches.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

UNICODE = 0x0100_0000
NAMED = {"\n": 0xFF0D, "\t": 0xFF09}
BEYOND_F12 = range(191, 203)  # F13 to F24
ENOUGH = 8
Keymap = Mapping[int, Sequence[int]]  # key code -> key symbols: plain, with Shift, then further groups


@dataclass(frozen=True, slots=True)
class Stroke:
    keycode: int
    shift: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """First lend these key codes (key code -> symbol), then strike."""

    lend: tuple[tuple[int, int], ...]
    strokes: tuple[Stroke, ...]


def keysym_of(letter: str) -> int:
    """The X key symbol of one character."""
    if letter in NAMED:
        return NAMED[letter]
    code = ord(letter)
    return code if 0x20 <= code <= 0x7E or 0xA0 <= code <= 0xFF else UNICODE | code


def spare_codes(keymap: Keymap) -> list[int]:
    """Key codes to lend. First those that write nothing, highest first: low ones may be real keys without a symbol.

    Where a map leaves hardly any, the function keys beyond F12 are lent too: few keyboards have them.
    """
    empty = sorted((code for code, symbols in keymap.items() if not any(symbols)), reverse=True)
    if len(empty) >= ENOUGH:
        return empty
    return empty + [code for code in BEYOND_F12 if code in keymap and code not in empty]


def plan(
    text: str, keymap: Keymap, spare: Sequence[int], lent: Mapping[int, int], *, second_group: bool, caps_lock: bool
) -> list[Batch]:
    """The batches that write `text`, in order.

    `lent` is what earlier batches lent (key code -> symbol, least recently used first). With `second_group` the map's
    first columns do not hold, so every character is lent a key that all columns agree on. With `caps_lock` Shift means
    the opposite for letters. Characters are left out when there is no spare key at all and the map does not write them.
    """
    own = {} if second_group else _own_strokes(keymap, frozenset(spare), caps_lock)
    loans = {symbol: code for code, symbol in lent.items() if code in set(spare)}
    order = [code for code in spare if code not in lent] + [code for code in lent if code in set(spare)]
    batches: list[Batch] = []
    lend: dict[int, int] = {}
    strokes: list[Stroke] = []
    used: set[int] = set()
    for letter in text:
        symbol = keysym_of(letter)
        if symbol in own:
            strokes.append(own[symbol])
            continue
        code = loans.get(symbol)
        if code is None:
            free = [each for each in order if each not in used]
            if not free:
                if not order:
                    continue
                batches.append(Batch(tuple(lend.items()), tuple(strokes)))
                lend, strokes, used = {}, [], set()
                free = order
            code = free[0]
            loans = {known: where for known, where in loans.items() if where != code}
            loans[symbol] = code
            lend[code] = symbol
        order.remove(code)
        order.append(code)
        used.add(code)
        strokes.append(Stroke(code, False))
    if strokes:
        batches.append(Batch(tuple(lend.items()), tuple(strokes)))
    return batches


def _own_strokes(keymap: Keymap, spare: frozenset[int], caps_lock: bool) -> dict[int, Stroke]:
    found: dict[int, Stroke] = {}
    for shift in (False, True):
        for code in sorted(keymap):
            symbols = keymap[code]
            if code not in spare and len(symbols) > shift and symbols[int(shift)]:
                symbol = symbols[int(shift)]
                letter = 0x41 <= symbol <= 0x5A or 0x61 <= symbol <= 0x7A
                found.setdefault(symbol, Stroke(code, shift != (caps_lock and letter)))
    return found
