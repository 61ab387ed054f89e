"""The first list holds what the FAQ names; things are found as callers say them; lists are compared."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_service.desk.rules.catalogue import KINDS, LEVELS, Entry, Group, Kind, Level, difference, find
from yorisoi_service.desk.rules.seeds import LISTS

FAQ = {  # R14, as it names them
    Group.DEVICE: {
        "PC", "モニタ", "キーボード", "マウス", "プリンタ", "ルーター", "無線LAN", "LANボード", "LANカード", "HUB", "Webカメラ",
    },
    Group.SOFTWARE: {"Windows", "Mac", "ブラウザ", "メーラー", "メディアプレイヤー", "ウイルス対策ソフト"},
    Group.SERVICE: {"当社のインターネット接続", "当社のメール", "インターネット上の各種サービス"},
}  # fmt: skip
BESIDE = {"スマートフォン", "タブレット端末", "市販ソフト"}  # R16, R15


def entry(thing: int, name: str, *aliases: str, level: Level = Level.FULL) -> Entry:
    return Entry(
        thing=thing, item=thing, group=Group.SOFTWARE, kind=Kind.BROWSER, level=level, names={"ja": name, "en": name},
        aliases={"ja": aliases}, vendor="", versions="", note="", since=date(2026, 4, 1), until=None,
    )  # fmt: skip


ENTRIES = tuple(
    entry(n, seed.ja[0], *seed.ja[1:], *seed.en)
    for n, seed in enumerate(seed for seeds in LISTS.values() for seed in seeds)
)


def test_the_first_list_is_exactly_the_faqs() -> None:
    full = {group: {seed.ja[0] for seed in seeds if seed.ja[0] not in BESIDE} for group, seeds in LISTS.items()}
    assert full == FAQ
    assert {seed.level for seeds in LISTS.values() for seed in seeds if seed.ja[0] not in BESIDE} == {Level.FULL}
    levels = {seed.ja[0]: seed.level for seeds in LISTS.values() for seed in seeds if seed.ja[0] in BESIDE}
    assert levels == {
        "スマートフォン": Level.VIEW_ONLY, "タブレット端末": Level.VIEW_ONLY, "市販ソフト": Level.INSTALL_ONLY
    }  # fmt: skip
    for group, seeds in LISTS.items():
        assert all(seed.kind in KINDS[group] and seed.level in LEVELS[group] for seed in seeds)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("プリンター", "プリンタ"),
        ("ぷりんた", "プリンタ"),
        ("ﾌﾟﾘﾝﾀ", "プリンタ"),
        ("excel", "市販ソフト"),
        ("ＥＸＣＥＬ", "市販ソフト"),
        ("wi-fi", "無線LAN"),
        ("WiFi", "無線LAN"),
        ("スマホ", "スマートフォン"),
        ("hub", "HUB"),
        ("windows", "Windows"),
        ("メール ソフト", "メーラー"),
    ],
)
def test_a_thing_is_found_however_it_is_said(said: str, meant: str) -> None:
    assert [one.names["ja"] for one in find(ENTRIES, said)] == [meant]


def test_a_part_of_a_name_finds_all_that_hold_it() -> None:
    assert {one.names["ja"] for one in find(ENTRIES, "LAN")} == {"無線LAN", "LANボード", "LANカード"}


def test_what_is_called_exactly_so_comes_before_what_holds_it() -> None:
    mail, program = entry(1, "メール"), entry(2, "メールソフト")
    assert find((program, mail), "メール") == (mail,)


@pytest.mark.parametrize("said", ["", "  ", "・-ー", "冷蔵庫", "\u202e", "🦆"])
def test_what_is_nothing_finds_nothing(said: str) -> None:
    assert find(ENTRIES, said) == ()


def test_a_list_differs_by_what_came_left_and_changed() -> None:
    before = (entry(1, "あ"), entry(2, "い"), entry(3, "う"))
    after = (entry(1, "あ"), replace(entry(2, "い"), level=Level.VIEW_ONLY, note="x"), entry(4, "え"))
    told = difference(before, after)
    assert [one.thing for one in told.added] == [4]
    assert [one.thing for one in told.removed] == [3]
    assert [(one.before.thing, one.fields) for one in told.changed] == [(2, ("level", "note"))]
    assert not told.is_empty


def test_another_row_that_says_the_same_is_no_difference() -> None:
    same = replace(entry(1, "あ"), item=99, since=date(2027, 1, 1), until=date(2027, 2, 1))
    assert difference((entry(1, "あ"),), (same,)).is_empty


@given(st.sets(st.integers(0, len(ENTRIES) - 1)), st.sets(st.integers(0, len(ENTRIES) - 1)))
def test_a_difference_leads_from_one_list_to_the_other(old: set[int], new: set[int]) -> None:
    before, after = [ENTRIES[n] for n in old], [ENTRIES[n] for n in new]
    told = difference(before, after)
    kept = {one.thing: one for one in before} | {one.thing: one for one in told.added}
    kept |= {change.after.thing: change.after for change in told.changed}
    for gone in told.removed:
        del kept[gone.thing]
    assert set(kept) == {one.thing for one in after}
