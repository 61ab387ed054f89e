"""The key table: every place of a Japanese and an American keyboard, once."""

from yorisoi_protocol.keys import MODIFIERS, USAGE_OF_CODE, USAGES


def test_no_two_keys_share_a_usage() -> None:
    assert len(USAGES) == len(USAGE_OF_CODE)


def test_known_places_have_the_usages_of_the_usb_tables() -> None:
    known = {"KeyA": 0x04, "KeyZ": 0x1D, "Digit1": 0x1E, "Digit0": 0x27, "Enter": 0x28, "F1": 0x3A, "F12": 0x45}
    known |= {"F13": 0x68, "F24": 0x73, "Numpad1": 0x59, "Numpad9": 0x61, "Numpad0": 0x62, "ArrowUp": 0x52}
    known |= {"IntlRo": 0x87, "KanaMode": 0x88, "IntlYen": 0x89, "Convert": 0x8A, "NonConvert": 0x8B}
    known |= {"Lang1": 0x90, "Lang2": 0x91, "ControlLeft": 0xE0, "MetaRight": 0xE7}
    assert {code: USAGE_OF_CODE[code] for code in known} == known
    assert MODIFIERS <= USAGES


def test_the_power_key_does_not_exist() -> None:
    assert not {"Power", "Sleep", "WakeUp"} & set(USAGE_OF_CODE)
    assert 0x66 not in USAGES
