"""A patch on an X display whose colour is a number: it shows which update a viewer has painted last.

    python -m bench.marker :101 X Y SIDE      then one number (0 to 16777215) a line; each is answered by "shown N MS"

MS is the monotonic clock in milliseconds when the server had painted it.
"""

import sys
import time

import xcffib
import xcffib.xproto
from xcffib.xproto import CW, WindowClass


def main() -> None:
    display, left, top, side = sys.argv[1], *map(int, sys.argv[2:5])
    connection = xcffib.connect(display=display)
    screen = connection.get_setup().roots[0]
    window = connection.generate_id()
    connection.core.CreateWindow(
        screen.root_depth,
        window,
        screen.root,
        left,
        top,
        side,
        side,
        0,
        WindowClass.InputOutput,
        screen.root_visual,
        CW.BackPixel | CW.OverrideRedirect,  # no window manager, so the patch is where it was asked for
        [screen.black_pixel, 1],
    )
    connection.core.MapWindow(window)
    paint = connection.generate_id()
    connection.core.CreateGC(paint, window, 0, [])
    connection.core.GetInputFocus().reply()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    whole = xcffib.xproto.RECTANGLE.synthetic(0, 0, side, side)
    for line in sys.stdin:
        number = int(line)
        connection.core.ChangeGC(paint, xcffib.xproto.GC.Foreground, [number])
        connection.core.PolyFillRectangle(window, paint, 1, [whole])
        connection.core.GetInputFocus().reply()
        sys.stdout.write(f"shown {number} {time.monotonic_ns() // 1_000_000}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
