"""Physical keys: W3C KeyboardEvent.code to USB HID usage (page 7). The only such table; the browser's is made of it.

A physical key means a place on the keyboard, so the subscriber's own layout decides what it writes. The Japanese keys
are here (IntlRo, IntlYen, Convert, NonConvert, KanaMode, Lang1 to Lang5). The power key is left out on purpose: turning
the machine off or on again has a consent of its own.
"""

_LETTERS = {f"Key{chr(ord('A') + at)}": 0x04 + at for at in range(26)}
_DIGITS = {f"Digit{(at + 1) % 10}": 0x1E + at for at in range(10)}
_FUNCTION = {f"F{number}": 0x3A + number - 1 for number in range(1, 13)} | {
    f"F{number}": 0x68 + number - 13 for number in range(13, 25)
}
_NUMPAD = {f"Numpad{(at + 1) % 10}": 0x59 + at for at in range(10)}

USAGE_OF_CODE: dict[str, int] = (
    _LETTERS
    | _DIGITS
    | {
        "Enter": 0x28,
        "Escape": 0x29,
        "Backspace": 0x2A,
        "Tab": 0x2B,
        "Space": 0x2C,
        "Minus": 0x2D,
        "Equal": 0x2E,
        "BracketLeft": 0x2F,
        "BracketRight": 0x30,
        "Backslash": 0x31,
        "Semicolon": 0x33,
        "Quote": 0x34,
        "Backquote": 0x35,  # 半角/全角 on a Japanese keyboard
        "Comma": 0x36,
        "Period": 0x37,
        "Slash": 0x38,
        "CapsLock": 0x39,
    }
    | _FUNCTION
    | {
        "PrintScreen": 0x46,
        "ScrollLock": 0x47,
        "Pause": 0x48,
        "Insert": 0x49,
        "Home": 0x4A,
        "PageUp": 0x4B,
        "Delete": 0x4C,
        "End": 0x4D,
        "PageDown": 0x4E,
        "ArrowRight": 0x4F,
        "ArrowLeft": 0x50,
        "ArrowDown": 0x51,
        "ArrowUp": 0x52,
        "NumLock": 0x53,
        "NumpadDivide": 0x54,
        "NumpadMultiply": 0x55,
        "NumpadSubtract": 0x56,
        "NumpadAdd": 0x57,
        "NumpadEnter": 0x58,
    }
    | _NUMPAD
    | {
        "NumpadDecimal": 0x63,
        "IntlBackslash": 0x64,
        "ContextMenu": 0x65,
        "NumpadEqual": 0x67,
        "Open": 0x74,
        "Help": 0x75,
        "Props": 0x76,
        "Select": 0x77,
        "Again": 0x79,
        "Undo": 0x7A,
        "Cut": 0x7B,
        "Copy": 0x7C,
        "Paste": 0x7D,
        "Find": 0x7E,
        "AudioVolumeMute": 0x7F,
        "AudioVolumeUp": 0x80,
        "AudioVolumeDown": 0x81,
        "NumpadComma": 0x85,
        "IntlRo": 0x87,  # ろ
        "KanaMode": 0x88,  # カタカナ/ひらがな
        "IntlYen": 0x89,  # ￥
        "Convert": 0x8A,  # 変換
        "NonConvert": 0x8B,  # 無変換
        "Lang1": 0x90,  # かな (Apple), 한/영
        "Lang2": 0x91,  # 英数 (Apple), 한자
        "Lang3": 0x92,  # カタカナ
        "Lang4": 0x93,  # ひらがな
        "Lang5": 0x94,  # 半角/全角
        "NumpadParenLeft": 0xB6,
        "NumpadParenRight": 0xB7,
        "NumpadBackspace": 0xBB,
        "NumpadMemoryStore": 0xD0,
        "NumpadMemoryRecall": 0xD1,
        "NumpadMemoryClear": 0xD2,
        "NumpadMemoryAdd": 0xD3,
        "NumpadMemorySubtract": 0xD4,
        "NumpadClear": 0xD8,
        "NumpadClearEntry": 0xD9,
        "ControlLeft": 0xE0,
        "ShiftLeft": 0xE1,
        "AltLeft": 0xE2,
        "MetaLeft": 0xE3,
        "ControlRight": 0xE4,
        "ShiftRight": 0xE5,
        "AltRight": 0xE6,
        "MetaRight": 0xE7,
    }
)

USAGES: frozenset[int] = frozenset(USAGE_OF_CODE.values())
MODIFIERS: frozenset[int] = frozenset(range(0xE0, 0xE8))
