"""XInput 2 raw events: what devices did, before any window gets it, and which device it was."""

import xcffib.xinput

from yorisoi_tool.desktops.x11.display import Display, telling_lost

ALL_DEVICES, ALL_MASTERS = 0, 1


def select_raw(display: Display, kinds: list[int], *, devices_too: bool = False) -> None:
    """Asks for raw events of all master devices on the root window. They come even while a program grabs the pointer.

    `devices_too`: also for notices that devices came or went.
    """
    masks = [(ALL_MASTERS, sum(kinds))]
    if devices_too:
        masks.append((ALL_DEVICES, int(xcffib.xinput.XIEventMask.Hierarchy)))
    with telling_lost():
        xinput = display.connection(xcffib.xinput.key)
        xinput.XIQueryVersion(2, 2).reply()
        wanted = [xcffib.xinput.EventMask.synthetic(device, 1, [mask]) for device, mask in masks]
        xinput.XISelectEventsChecked(display.root, len(wanted), wanted).check()


def injected_devices(display: Display) -> frozenset[int]:
    """The devices through which programs (also this one) inject events: XTEST's."""
    with telling_lost():
        reply = display.connection(xcffib.xinput.key).XIQueryDevice(ALL_DEVICES).reply()
    return frozenset(each.deviceid for each in reply.infos if "XTEST" in each.name.to_string())
