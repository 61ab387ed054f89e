"""XInput 2 raw events: what devices did, before any window gets it, and which device it was."""

import xcffib.xinput

from yorisoi_tool.desktops.x11.display import Display, telling_lost

ALL_DEVICES, ALL_MASTERS = 0, 1


def select_raw(display: Display, kinds: list[int]) -> None:
    """Asks for raw events of all master devices on the root window. They come even while a program grabs the pointer."""
    mask = 0
    for kind in kinds:
        mask |= kind
    with telling_lost():
        xinput = display.connection(xcffib.xinput.key)
        xinput.XIQueryVersion(2, 2).reply()
        wanted = xcffib.xinput.EventMask.synthetic(ALL_MASTERS, 1, [mask])
        xinput.XISelectEvents(display.root, 1, [wanted])
        display.connection.flush()


def injected_devices(display: Display) -> frozenset[int]:
    """The devices through which programs (also this one) inject events: XTEST's."""
    with telling_lost():
        reply = display.connection(xcffib.xinput.key).XIQueryDevice(ALL_DEVICES).reply()
    return frozenset(each.deviceid for each in reply.infos if "XTEST" in each.name.to_string())
