"""The whole viewer against a service and a subscriber's side that are doubles: every step, every failure, every hand."""

import time
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from yorisoi_protocol import broker, peer
from yorisoi_protocol.frames import input as hands
from yorisoi_protocol.vocabulary import Codec, Ending, GateState, Permission, Refusal

from web.tests.browser.house import ORIGIN, House, Subscriber, told
from web.tests.browser.sender import Pixels, pixels_of

VIEW = {"width": 1366, "height": 768}
PATIENCE_MS = 30_000  # a machine that does other things besides
AWAY = "Unexpected response code: 503"  # what Chromium says itself when the viewer dials a house that is not up
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
def page(chromium_inside: Browser, house: House) -> Iterator[Page]:
    context = chromium_inside.new_context(
        viewport=VIEW, device_scale_factor=1, locale="ja-JP", timezone_id="Asia/Tokyo"
    )
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda line: faults.append(line.text) if line.type in ("error", "warning") else None)
    opened.set_default_timeout(PATIENCE_MS)
    opened.goto(f"{ORIGIN}/viewer/")
    expect(opened.locator("#service-state")).to_have_attribute("data-state", "up")
    yield opened
    context.close()
    assert [fault for fault in faults if AWAY not in fault] == []


def desktop(width: int = 900, height: int = 520) -> Pixels:
    """Paper, a title bar and lines of something like text."""
    pixels = np.full((height, width, 3), 250, np.uint8)
    pixels[:28] = (40, 70, 120)
    generator = np.random.default_rng(4)
    for y in range(48, height - 20, 20):
        length = int(generator.integers(width // 3, width - 80))
        pixels[y : y + 10, 40 : 40 + length] = generator.choice([40, 250], (10, length, 1), p=[0.4, 0.6])
    return pixels


def type_pass(page: Page, digits: str) -> None:
    page.locator("#pass").press_sequentially(digits)


def live(page: Page, house: House) -> Subscriber:
    """A session whose picture is on show."""
    digits = house.offer()
    subscriber = house.subscriber
    assert subscriber is not None
    house.do(lambda: subscriber.show(desktop()))
    type_pass(page, digits)
    expect(page.locator(".permission[data-permission=view]")).to_have_attribute("data-state", "granted")
    house.do(subscriber.paint)
    expect(page.locator("#veil")).to_be_hidden()
    return subscriber


def takes_over(page: Page, house: House, subscriber: Subscriber) -> None:
    """Control is granted and the picture is clicked; returns when the page's hands reach through and the click arrived."""
    house.do(lambda: subscriber.grant(Permission.CONTROL))
    expect(page.locator(".permission[data-permission=control]")).to_have_attribute("data-state", "granted")
    page.locator("#picture").click()
    expect(page.locator("#hands")).to_have_attribute("data-on", "true")
    until(lambda: any(isinstance(frame, hands.Button) and not frame.down for frame in subscriber.input))
    subscriber.input.clear()


def until(look: object, seconds: float = 30) -> None:
    assert callable(look)
    give_up = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def test_loading_the_page_anew_ends_the_session_and_says_so(page: Page, house: House) -> None:
    live(page, house)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    failure = page.locator("#failure")
    expect(failure).to_have_attribute("data-code", "page_reloaded")
    expect(page.locator("#failure-next")).to_contain_text("その接続は終わりました")
    page.goto("about:blank")
    page.goto(f"{ORIGIN}/viewer/")
    expect(page.locator("#ticket-label")).not_to_be_empty()
    expect(failure).to_be_hidden()


def test_the_way_from_the_last_digit_to_the_exact_picture(page: Page, house: House) -> None:
    subscriber = live(page, house)
    page.click("#zoom-one")
    expect(page.locator("#figures-quality")).to_have_attribute("data-quality", "exact")
    shown = pixels_of(page.locator("#picture").screenshot())
    assert np.array_equal(shown, subscriber.desktop)
    until(lambda: house.states == ["claimed", "live"])
    ready = subscriber.words[0]
    assert isinstance(ready, peer.Ready)
    assert ready.codecs == [Codec.VP8, Codec.H264]


def test_the_picture_is_exact_on_a_line_that_loses_and_reorders(page: Page, house: House) -> None:
    subscriber = live(page, house)
    page.click("#zoom-one")
    subscriber.loss = 0.1
    subscriber.desktop = desktop()[::-1].copy()
    house.do(subscriber.paint)
    expect(page.locator("#figures-quality")).to_have_attribute("data-quality", "exact")
    assert np.array_equal(pixels_of(page.locator("#picture").screenshot()), subscriber.desktop)


def test_nothing_of_the_secret_reaches_the_service(page: Page, house: House) -> None:
    live(page, house)
    assert house.claims == [broker.Claim("4821", 7)]
    assert not any("739506" in text for text in house.heard)


def test_nobody_is_asked_for_a_number_that_would_not_be_taken(page: Page) -> None:
    ticket = {"yorisoi": 1, "t": "ticket", "ticket": 7, "label": "7", "socket_ticket": "socket-ticket-of-test-gates"}
    asked = page.locator("#pass-say")
    for are_open in (False, True):
        page.frames[1].evaluate("said => parent.postMessage(said, location.origin)", {**ticket, "gates_open": are_open})
        expect(page.locator("#gates")).to_have_attribute("data-open", str(are_open).lower())
        expect(asked).to_be_visible(visible=are_open)
    expect(asked).to_contain_text("画面に出ている番号")


def test_a_misheard_number_is_not_sent(page: Page, house: House) -> None:
    digits = house.offer()
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    type_pass(page, wrong)
    expect(page.locator("#pass-hint")).to_have_attribute("data-kind", "misheard")
    page.wait_for_timeout(200)
    assert [word["t"] for word in told(house)] == ["hello"]


def test_each_refusal_has_a_sentence_to_read_aloud(page: Page, house: House) -> None:
    digits = house.offer()
    for code in set(Refusal) - {Refusal.AWAY}:
        gates = ["identity", "checklist"] if code is Refusal.GATES_CLOSED else []
        house.refusal = broker.Refused(code, gates, 90 if code is Refusal.TOO_FAST else 0)
        type_pass(page, digits)
        expect(page.locator("#failure")).to_have_attribute("data-code", code.value)
        assert page.locator("#failure-say").inner_text().startswith("「")
        assert page.locator("#failure-next").inner_text() != ""
        expect(page.locator("#pass")).to_be_focused()
        detail = page.locator("#failure-detail").text_content() or ""
        assert ("本人確認、事前の確認" in detail) == bool(gates)
        assert ("1:30" in detail) == (code is Refusal.TOO_FAST)
    assert len(house.claims) == len(Refusal) - 1


def test_a_wrong_number_is_burnt_and_asked_for_anew(page: Page, house: House) -> None:
    other = house.offer("222222")
    house.offer("111111")
    type_pass(page, other)
    expect(page.locator("#failure")).to_have_attribute("data-code", "wrong_pass")
    type_pass(page, house.offer("333333"))
    expect(page.locator("main")).to_have_attribute("data-phase", "live")


def test_a_tool_that_was_closed_is_told(page: Page, house: House) -> None:
    house.answers_m1 = False
    type_pass(page, house.offer())
    expect(page.locator("#connect-steps [data-step=prove]")).to_have_attribute("data-state", "running")
    house.do(lambda: house.say(broker.Presence(False)))
    expect(page.locator("#failure")).to_have_attribute("data-code", "tool_closed")
    until(lambda: house.endings == [Ending.NOT_CONNECTED])


def test_a_tool_that_does_not_answer_is_told_after_20_seconds(page: Page, house: House) -> None:
    house.answers_m1 = False
    page.clock.install()
    type_pass(page, house.offer())
    expect(page.locator("#connect-steps [data-step=prove]")).to_have_attribute("data-state", "running")
    page.clock.fast_forward(20_000)
    expect(page.locator("#failure")).to_have_attribute("data-code", "no_answer")


def test_another_certificate_than_the_promised_one_ends_before_anything_is_said(page: Page, house: House) -> None:
    house.foreign_certificate = True
    type_pass(page, house.offer())
    expect(page.locator("#failure")).to_have_attribute("data-code", "certificate_changed")
    assert house.subscriber is not None
    assert house.subscriber.words == []
    until(lambda: house.endings == [Ending.CERTIFICATE_CHANGED])


def test_a_service_of_another_origin_gets_no_number(page: Page, house: House) -> None:
    house.origin = "https://elsewhere.example"
    house.do(house.cut_socket)
    expect(page.locator("#failure")).to_have_attribute("data-code", "other_origin")
    type_pass(page, house.offer())
    assert not any(word["t"] == "claim" for word in told(house))


def test_without_control_no_hand_reaches_through(page: Page, house: House) -> None:
    subscriber = live(page, house)
    page.locator("#picture").click()
    page.keyboard.type("abc")
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(200)
    assert subscriber.input == []


def test_hands_reach_through_with_control_and_let_go_when_it_is_taken_back(page: Page, house: House) -> None:
    subscriber = live(page, house)
    page.click("#zoom-one")
    subscriber.auto.add(Permission.CONTROL)
    page.click("#ask-control")
    expect(page.locator("#keys")).to_be_focused()
    granted = subscriber.grants[Permission.CONTROL]
    box = page.locator("#picture").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 100.5, box["y"] + 50.5)
    page.mouse.down(button="right")
    page.mouse.up(button="right")
    page.keyboard.press("Shift+KeyA")
    page.mouse.wheel(0, 100)
    page.keyboard.insert_text("寄り添い")
    page.keyboard.down("ControlLeft")
    until(lambda: len(subscriber.input) >= 10)
    house.do(lambda: subscriber.take_back(Permission.CONTROL))
    until(lambda: isinstance(subscriber.input[-1], hands.Release))
    page.keyboard.press("KeyB")
    page.wait_for_timeout(150)
    frames = [frame for frame in subscriber.input if not isinstance(frame, hands.Move)]
    g, layout = granted, subscriber.layout
    assert {(frame.grant, frame.layout) for frame in subscriber.input} == {(g, layout)}
    assert frames == [
        hands.Button(g, layout, 100, 50, hands.MouseButton.RIGHT, True),
        hands.Button(g, layout, 100, 50, hands.MouseButton.RIGHT, False),
        hands.Key(g, layout, 0xE1, True),
        hands.Key(g, layout, 0x04, True),
        hands.Key(g, layout, 0x04, False),
        hands.Key(g, layout, 0xE1, False),
        hands.Wheel(g, layout, 100, 50, 0, 120),
        hands.CommittedText(g, layout, "寄り添い"),
        hands.Key(g, layout, 0xE0, True),
        hands.Release(g, layout),
    ]


def test_words_of_an_input_method_travel_as_text_once_they_are_settled(page: Page, house: House) -> None:
    subscriber = live(page, house)
    takes_over(page, house, subscriber)
    keyboard = page.context.new_cdp_session(page)
    for unsettled in ("よ", "よりそ", "寄り添"):
        keyboard.send(
            "Input.imeSetComposition", {"text": unsettled, "selectionStart": 0, "selectionEnd": len(unsettled)}
        )
    page.wait_for_timeout(100)
    assert subscriber.input == []
    keyboard.send("Input.insertText", {"text": "寄り添い"})
    until(lambda: len(subscriber.input) == 1)
    grant = subscriber.grants[Permission.CONTROL]
    assert subscriber.input == [hands.CommittedText(grant, 1, "寄り添い")]
    assert page.locator("#keys").input_value() == ""


def test_full_width_digits_of_an_input_method_are_a_number_too(page: Page, house: House) -> None:
    digits = house.offer()
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in digits)
    page.locator("#pass").focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": wide, "selectionStart": 11, "selectionEnd": 11})
    keyboard.send("Input.insertText", {"text": wide})
    expect(page.locator("main")).to_have_attribute("data-phase", "live")


def test_leaving_the_page_ends_the_session_on_both_sides(page: Page, house: House) -> None:
    live(page, house)
    page.goto("about:blank")
    until(lambda: house.endings == [Ending.STOPPED_BY_COMMUNICATOR])


def test_leaving_the_picture_lets_go_of_every_key(page: Page, house: House) -> None:
    subscriber = live(page, house)
    takes_over(page, house, subscriber)
    page.keyboard.down("AltLeft")
    page.locator("#zoom-fit").focus()
    until(lambda: subscriber.input and isinstance(subscriber.input[-1], hands.Release))


def test_the_subscriber_s_own_hand_rests_ours_and_keeps_our_place(page: Page, house: House) -> None:
    subscriber = live(page, house)
    takes_over(page, house, subscriber)
    subscriber.local_hand = True
    house.do(subscriber.tell_gate)
    expect(page.locator("#hands")).to_contain_text("お客様が操作しています")
    subscriber.input.clear()
    page.keyboard.press("Tab")
    page.keyboard.press("KeyA")
    expect(page.locator("#keys")).to_be_focused()
    subscriber.local_hand = False
    house.do(subscriber.tell_gate)
    expect(page.locator("#hands")).to_have_attribute("data-on", "true")
    page.keyboard.press("KeyB")
    until(lambda: len(subscriber.input) >= 2)
    assert [frame.usage for frame in subscriber.input if isinstance(frame, hands.Key)] == [0x05, 0x05]


def test_while_a_question_is_open_no_hand_reaches_through(page: Page, house: House) -> None:
    subscriber = live(page, house)
    house.do(lambda: subscriber.grant(Permission.CONTROL))
    expect(page.locator(".permission[data-permission=control]")).to_have_attribute("data-state", "granted")
    page.click("#ask-clipboard")
    expect(page.locator(".permission[data-permission=clipboard]")).to_have_attribute("data-state", "asked")
    subscriber.input.clear()
    page.locator("#picture").click()
    page.keyboard.press("KeyA")
    page.wait_for_timeout(150)
    assert subscriber.input == []


def test_text_by_explicit_paste_is_typed_or_put_on_the_clipboard(page: Page, house: House) -> None:
    subscriber = live(page, house)
    house.do(lambda: subscriber.grant(Permission.CONTROL, Permission.CLIPBOARD))
    expect(page.locator(".permission[data-permission=clipboard]")).to_have_attribute("data-state", "granted")
    page.click("#send-text")
    page.fill("#text-field", "一行目\n二行目😀")
    page.click("#text-clipboard")
    page.click("#text-type")
    until(lambda: any(isinstance(frame, hands.CommittedText) for frame in subscriber.input))
    until(lambda: any(isinstance(word, peer.ClipboardText) for word in subscriber.words))
    typed = [frame.text for frame in subscriber.input if isinstance(frame, hands.CommittedText)]
    clipped = [word.text for word in subscriber.words if isinstance(word, peer.ClipboardText)]
    assert (typed, clipped) == (["一行目\n二行目😀"], ["一行目\n二行目😀"])


def test_special_keys_are_pressed_in_order_and_let_go(page: Page, house: House) -> None:
    subscriber = live(page, house)
    house.do(lambda: subscriber.grant(Permission.CONTROL))
    expect(page.locator(".permission[data-permission=control]")).to_have_attribute("data-state", "granted")
    page.click("#special-keys")
    page.get_by_role("button", name="Ctrl+Alt+Del").click()
    page.get_by_role("button", name="半角/全角").click()
    until(lambda: len(subscriber.input) == 8)
    keys = [(frame.usage, frame.down) for frame in subscriber.input if isinstance(frame, hands.Key)]
    ctrl, alt, delete, zenkaku = 0xE0, 0xE2, 0x4C, 0x35
    assert keys == [
        (ctrl, True), (alt, True), (delete, True), (delete, False), (alt, False), (ctrl, False),
        (zenkaku, True), (zenkaku, False),
    ]  # fmt: skip


def test_the_picture_goes_when_the_view_is_taken_back(page: Page, house: House) -> None:
    subscriber = live(page, house)
    house.do(lambda: subscriber.take_back(Permission.VIEW))
    expect(page.locator("#veil")).to_have_attribute("data-kind", "no_view")
    page.evaluate("document.getElementById('veil').style.visibility = 'hidden'")
    assert not pixels_of(page.locator("#picture").screenshot()).any()


def test_a_pause_hides_the_picture_and_says_so(page: Page, house: House) -> None:
    subscriber = live(page, house)
    subscriber.paused = True
    house.do(subscriber.tell_gate)
    expect(page.locator("#veil")).to_have_attribute("data-kind", "paused")
    expect(page.locator(".permission[data-permission=view]")).to_have_attribute("data-state", "paused")


def test_ending_tells_both_sides_and_leaves_nothing(page: Page, house: House) -> None:
    subscriber = live(page, house)
    page.click("#end")
    page.click("#end-finished")
    expect(page.locator("main")).to_have_attribute("data-phase", "over")
    expect(page.locator("#failure")).to_have_attribute("data-code", "finished")
    until(lambda: house.endings == [Ending.FINISHED] and peer.Bye(Ending.FINISHED) in subscriber.words)
    until(lambda: house.states[-1] == "ended")
    expect(page.locator("#failure-outcome")).to_be_focused()  # what is left to do is written in the desk
    page.keyboard.press("Enter")
    until(lambda: house.states[-1] == "at_outcome")
    expect(page.locator("#desk")).to_be_focused()
    page.click("#failure-again")
    type_pass(page, house.offer())
    expect(page.locator("main")).to_have_attribute("data-phase", "live")


@pytest.mark.parametrize("ending", [Ending.STOPPED_BY_SUBSCRIBER, Ending.IDLE, Ending.FAILED])
def test_the_subscriber_s_end_is_told_with_its_reason(page: Page, house: House, ending: Ending) -> None:
    subscriber = live(page, house)
    house.do(lambda: subscriber.tell(peer.Bye(ending)))
    expect(page.locator("#failure")).to_have_attribute("data-code", ending.value)
    expect(page.locator("main")).to_have_attribute("data-phase", "over")


def test_a_service_that_is_away_does_not_cut_the_session(page: Page, house: House) -> None:
    subscriber = live(page, house)
    house.is_up = False
    house.do(house.cut_socket)
    expect(page.locator("#service-state")).to_have_attribute("data-state", "wanted")
    subscriber.desktop = desktop()[::-1].copy()
    house.do(subscriber.paint)
    house.is_up = True
    expect(page.locator("#service-state")).to_have_attribute("data-state", "up")
    until(lambda: told(house)[-1] == {"t": "resume", "session": "session-of-the-test", "resume": ""})
    expect(page.locator("main")).to_have_attribute("data-phase", "live")


def test_a_cut_path_is_taken_up_again_with_the_same_certificate(page: Page, house: House) -> None:
    subscriber = live(page, house)
    first = subscriber.connection

    async def cut() -> None:
        assert first is not None
        await first.close()

    house.do(cut)
    until(lambda: subscriber.connection is not first and "picture" in subscriber.channels)
    until(lambda: sum(isinstance(word, peer.Ready) for word in subscriber.words) == 2)
    assert sum(isinstance(word, peer.Ask) for word in subscriber.words) == 1
    subscriber.desktop = desktop()[::-1].copy()
    house.do(subscriber.paint)
    page.click("#zoom-one")
    assert np.array_equal(pixels_of(page.locator("#picture").screenshot()), subscriber.desktop)


def test_a_subscriber_that_stays_away_for_90_seconds_ends_the_session(page: Page, house: House) -> None:
    page.clock.install()
    subscriber = live(page, house)
    subscriber.is_silent = house.is_deaf = True
    page.clock.fast_forward(13_000)
    expect(page.locator("#veil")).to_have_attribute("data-kind", "resuming")
    page.clock.fast_forward(90_000)
    expect(page.locator("#failure")).to_have_attribute("data-code", "silent")


def test_words_outside_the_protocol_end_the_session(page: Page, house: House) -> None:
    subscriber = live(page, house)
    house.do(lambda: subscriber.channels["words"].send('{"t":"snapshot","state":"<img src=x onerror=alert(1)>"}'))
    expect(page.locator("#failure")).to_have_attribute("data-code", "protocol_broken")


def test_hostile_names_are_shown_as_text(page: Page, house: House) -> None:
    subscriber = live(page, house)
    house.do(lambda: subscriber.tell(peer.Note("over_own_window")))
    expect(page.locator("#note")).to_contain_text("お客様のソフトの窓")
    house.do(lambda: subscriber.tell(peer.ClipboardText(1, True, "<img src=x onerror=alert(1)>")))
    expect(page.locator("#text-from")).to_have_value("<img src=x onerror=alert(1)>")
    assert page.locator("img").count() == 0


def test_everything_can_be_reached_and_left_by_keyboard(page: Page, house: House) -> None:
    subscriber = live(page, house)
    takes_over(page, house, subscriber)
    page.keyboard.press("Tab")
    until(lambda: any(isinstance(frame, hands.Key) and frame.usage == 0x2B for frame in subscriber.input))
    page.keyboard.press("Control+Alt+Home")
    expect(page.locator("#special-keys")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#send-text")).to_be_focused()


def test_the_gate_of_the_other_side_is_shown_and_never_moved(page: Page, house: House) -> None:
    subscriber = live(page, house)
    house.do(lambda: subscriber.tell_gate(GateState.SILENT))
    page.click("#ask-view")
    expect(page.locator(".permission[data-permission=view]")).to_have_attribute("data-state", "none")
    expect(page.locator("#ask-control")).to_be_disabled()
