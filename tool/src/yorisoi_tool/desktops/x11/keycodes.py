"""USB usage (page 7) to X key code: Linux's own numbering of physical keys, plus the 8 that X servers add."""

OFFSET = 8  # X key codes begin at 8

_LETTERS = dict(
    zip(
        range(0x04, 0x1E),
        (30, 48, 46, 32, 18, 33, 34, 35, 23, 36, 37, 38, 50, 49, 24, 25, 16, 19, 31, 20, 22, 47, 17, 45, 21, 44),
        strict=True,
    )
)
_DIGITS = {0x1E + at: 2 + at for at in range(10)}
_FUNCTION = {0x3A + at: 59 + at for at in range(10)} | {0x44: 87, 0x45: 88} | {0x68 + at: 183 + at for at in range(12)}
_NUMPAD_DIGITS = dict(zip(range(0x59, 0x63), (79, 80, 81, 75, 76, 77, 71, 72, 73, 82), strict=True))
_WRITING = {
    0x28: 28,  # Enter
    0x29: 1,  # Escape
    0x2A: 14,  # Backspace
    0x2B: 15,  # Tab
    0x2C: 57,  # Space
    0x2D: 12,  # -
    0x2E: 13,  # =, ^ on a Japanese keyboard
    0x2F: 26,  # [, @
    0x30: 27,  # ], [
    0x31: 43,  # backslash, ]
    0x33: 39,  # ;
    0x34: 40,  # ', :
    0x35: 41,  # `, Hankaku/Zenkaku
    0x36: 51,  # ,
    0x37: 52,  # .
    0x38: 53,  # /
    0x39: 58,  # Caps Lock
    0x64: 86,  # the 102nd key
}
_MOVING = {
    0x46: 99,  # Print Screen
    0x47: 70,  # Scroll Lock
    0x48: 119,  # Pause
    0x49: 110,  # Insert
    0x4A: 102,  # Home
    0x4B: 104,  # Page Up
    0x4C: 111,  # Delete
    0x4D: 107,  # End
    0x4E: 109,  # Page Down
    0x4F: 106,  # right
    0x50: 105,  # left
    0x51: 108,  # down
    0x52: 103,  # up
    0x65: 127,  # menu
}
_NUMPAD = {
    0x53: 69,  # Num Lock
    0x54: 98,  # /
    0x55: 55,  # *
    0x56: 74,  # -
    0x57: 78,  # +
    0x58: 96,  # Enter
    0x63: 83,  # .
    0x67: 117,  # =
    0x85: 121,  # ,
    0xB6: 179,  # (
    0xB7: 180,  # )
}
_NAMED = {
    0x74: 134,  # Open
    0x75: 138,  # Help
    0x76: 130,  # Props
    0x77: 132,  # Front
    0x79: 129,  # Again
    0x7A: 131,  # Undo
    0x7B: 137,  # Cut
    0x7C: 133,  # Copy
    0x7D: 135,  # Paste
    0x7E: 136,  # Find
    0x7F: 113,  # mute
    0x80: 115,  # louder
    0x81: 114,  # quieter
}
_JAPANESE = {
    0x87: 89,  # ろ
    0x88: 93,  # Katakana/Hiragana
    0x89: 124,  # ￥
    0x8A: 92,  # Henkan
    0x8B: 94,  # Muhenkan
    0x90: 122,  # かな (Apple), Hangul
    0x91: 123,  # 英数 (Apple), Hanja
    0x92: 90,  # Katakana
    0x93: 91,  # Hiragana
    0x94: 85,  # Zenkaku/Hankaku
}
_MODIFIERS = dict(zip(range(0xE0, 0xE8), (29, 42, 56, 125, 97, 54, 100, 126), strict=True))

KEYCODE_OF_USAGE: dict[int, int] = {
    usage: linux + OFFSET
    for usage, linux in (
        _LETTERS | _DIGITS | _FUNCTION | _NUMPAD_DIGITS | _WRITING | _MOVING | _NUMPAD | _NAMED | _JAPANESE | _MODIFIERS
    ).items()
}
