"""Reading pixels of the X desktop: MIT-SHM into one private segment, or plain GetImage where memory is not shared."""

import ctypes
import weakref

import numpy as np
import xcffib
import xcffib.shm
import xcffib.xproto as xp

from yorisoi_tool.desktops.ports import LayoutChanged, Pixels
from yorisoi_tool.desktops.x11.display import Display, telling_lost
from yorisoi_tool.picture.region import Rect

IPC_PRIVATE, IPC_RMID = 0, 0
OWNER_ONLY = 0o600
IPC_CREAT = 0o1000
ALL_PLANES = 0xFFFFFFFF


class Segment:
    """Shared memory that this process and the X server have, and nobody else: it has no name and dies with both."""

    def __init__(self, display: Display, extension: xcffib.shm.shmExtension, size: int) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.shmat.restype = ctypes.c_void_p
        libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
        libc.shmdt.argtypes = [ctypes.c_void_p]
        libc.shmget.argtypes = [ctypes.c_int, ctypes.c_size_t, ctypes.c_int]
        self._extension = extension
        handle = libc.shmget(IPC_PRIVATE, size, IPC_CREAT | OWNER_ONLY)
        if handle < 0:
            raise OSError(ctypes.get_errno(), "no shared memory")
        address = libc.shmat(handle, None, 0)
        if address is None or address == ctypes.c_void_p(-1).value:
            libc.shmctl(handle, IPC_RMID, None)
            raise OSError(ctypes.get_errno(), "shared memory cannot be attached")
        self.id = display.connection.generate_id()
        try:
            extension.AttachChecked(self.id, handle, False).check()
        except (xcffib.ProtocolException, xcffib.Error) as error:
            libc.shmdt(address)
            raise OSError("the X server cannot attach shared memory") from error
        finally:
            libc.shmctl(handle, IPC_RMID, None)  # both have it now; it vanishes with the last of them
        memory = (ctypes.c_uint8 * size).from_address(address)
        weakref.finalize(memory, libc.shmdt, address)  # not earlier: a thread may still look at a view of it
        self.bytes = np.ctypeslib.as_array(memory)

    def close(self) -> None:
        """The server lets go now, this process when the last view is gone."""
        self._extension.Detach(self.id)
        self.bytes = np.empty(0, np.uint8)


class Grab:
    """Reads rectangles of the root window, everything on it included but the pointer."""

    def __init__(self, name: str, *, shared: bool = True) -> None:
        self._display = Display(name)
        self._extension = None
        if shared and self._has_shm():
            self._extension = self._display.connection(xcffib.shm.key)
        self._segment: Segment | None = None
        self._size = 0

    def _has_shm(self) -> bool:
        with telling_lost():
            return bool(self._display.connection.core.QueryExtension(7, "MIT-SHM").reply().present)

    @property
    def shared(self) -> bool:
        return self._segment is not None

    def resize(self, width: int, height: int) -> None:
        """Makes room for a whole desktop; falls back to plain reading for good when memory cannot be shared."""
        self._drop_segment()
        if self._extension is None:
            return
        with telling_lost():
            try:
                self._segment = Segment(self._display, self._extension, width * height * 4)
            except OSError:
                self._extension = None

    def read(self, rect: Rect) -> Pixels:
        """A view for shared memory (the next call overwrites it), else an array of its own."""
        while self._display.poll() is not None:
            pass  # every client is told of keyboard changes; unread they would pile up
        try:
            with telling_lost():
                if self._segment is not None:
                    return self._read_shared(rect, self._segment)
                return self._read_plain(rect)
        except (xcffib.ProtocolException, xcffib.Error) as error:
            raise LayoutChanged(f"{rect} is not on the desktop") from error

    def _read_shared(self, rect: Rect, segment: Segment) -> Pixels:
        assert self._extension is not None
        self._extension.GetImage(self._display.root, *rect, ALL_PLANES, xp.ImageFormat.ZPixmap, segment.id, 0).reply()
        return segment.bytes[: rect.area * 4].reshape(rect.h, rect.w, 4)

    def _read_plain(self, rect: Rect) -> Pixels:
        reply = self._display.connection.core.GetImage(
            xp.ImageFormat.ZPixmap, self._display.root, *rect, ALL_PLANES
        ).reply()
        return np.frombuffer(reply.data.raw, np.uint8)[: rect.area * 4].reshape(rect.h, rect.w, 4)

    def _drop_segment(self) -> None:
        if self._segment is not None:
            self._segment.close()
            self._segment = None

    def close(self) -> None:
        self._drop_segment()
        self._display.close()
