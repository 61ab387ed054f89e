import select
from collections.abc import Iterator

import av
import numpy as np
import pytest
import xcffib
import xcffib.xproto as xp
import xcffib.xtest
from yorisoi_tool.desktops.ports import HIDDEN
from yorisoi_tool.desktops.x11.cursor import X11Cursor, shape_of
from yorisoi_tool.testing.x_server import Program, wait_until


@pytest.fixture
def cursor(server: str) -> Iterator[X11Cursor]:
    opened = X11Cursor(server)
    yield opened
    opened.close()


def move(server: str, x: int, y: int) -> None:
    connection = xcffib.connect(server)
    root = connection.get_setup().roots[0].root
    connection(xcffib.xtest.key).FakeInput(6, 0, 0, root, x, y, 0)
    connection.core.GetInputFocus().reply()
    connection.disconnect()


def test_the_first_shape_and_place_are_told_without_anything_happening(cursor: X11Cursor, server: str) -> None:
    shape, place = cursor.shape(), cursor.place()
    assert shape is not None
    assert shape.png.startswith(b"\x89PNG")
    assert place is not None


def test_moving_tells_the_new_place_and_a_still_pointer_tells_nothing(cursor: X11Cursor, server: str) -> None:
    move(server, 11, 12)
    wait_until(cursor.pending)
    cursor.shape()
    cursor.place()
    assert not cursor.pending()
    assert not select.select([cursor], [], [], 0.2)[0]
    move(server, 33, 44)
    assert select.select([cursor], [], [], 20)[0]
    assert cursor.pending()
    assert cursor.place() == (33, 44)
    assert cursor.place() is None


def test_a_changed_shape_is_told_with_its_pixels(cursor: X11Cursor, program: Program, server: str) -> None:
    core, connection = program.connection.core, program.connection
    move(server, 100, 100)
    wait_until(cursor.pending, 0.5)
    cursor.shape()
    source = connection.generate_id()
    core.CreatePixmap(1, source, program.root, 16, 16)
    gc, own = connection.generate_id(), connection.generate_id()
    core.CreateGC(gc, source, xp.GC.Foreground, [1])
    core.PolyFillRectangle(source, gc, 1, [xp.RECTANGLE.synthetic(0, 0, 16, 16)])
    core.CreateCursor(own, source, source, 0xFFFF, 0, 0, 0, 0, 0, 3, 5)
    core.ChangeWindowAttributes(program.window, xp.CW.Cursor, [own])
    program.sync()
    found = []
    assert wait_until(lambda: cursor.pending() and bool(found.append(cursor.shape()) or found[-1]))
    shape = found[-1]
    assert (shape.w, shape.h, shape.hot_x, shape.hot_y) == (16, 16, 3, 5)
    assert (pixels(shape.png) == (255, 0, 0, 255)).all()


def test_repeat_tells_everything_again(cursor: X11Cursor) -> None:
    cursor.shape()
    cursor.place()
    cursor.repeat()
    assert cursor.shape() is not None
    assert cursor.place() is not None


def test_half_transparent_colours_come_out_straight() -> None:
    shape = shape_of(1, 2, 0, 0, bytes([0x40, 0x20, 0x00, 0x80, 0, 0, 0, 0]))
    assert pixels(shape.png)[:, 0].tolist() == [[0, 64, 128, 128], [0, 0, 0, 0]]


def test_an_invisible_or_absurd_pointer_is_hidden() -> None:
    assert shape_of(2, 1, 0, 0, bytes(8)) == HIDDEN
    assert shape_of(0, 0, 0, 0, b"") == HIDDEN
    assert shape_of(5_000, 1, 0, 0, b"\xff" * 20_000) == HIDDEN


def pixels(png: bytes) -> np.ndarray:
    decoder = av.CodecContext.create("png", "r")
    return (decoder.decode(av.Packet(png)) or decoder.decode(None))[0].to_ndarray(format="rgba")
