"""A real Chromium in a network namespace, and what can be learnt from it without a door in the product.

The script below is put in front of every page by the test: it remembers the page's peer connections and counts what
arrives on and leaves through their data channels. The viewer's build knows nothing of it.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Playwright, ViewportSize
from PySide6.QtGui import QImage
from yorisoi_practice.network import Namespace

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",  # it looks for nobody on the cable
)
CHROMIUM = "/usr/bin/chromium"
VIEW = ViewportSize(width=2000, height=1300)

WATCH = """
(() => {
  const seen = (globalThis.__seen = { connections: [], channels: {}, arrivals: [], sockets: [] });
  const now = () => performance.timeOrigin + performance.now();
  const watch = (channel) => {
    seen.channels[channel.label] = channel;
    channel.addEventListener("message", (event) => {
      const size = event.data.byteLength ?? event.data.size ?? event.data.length;
      if (channel.label === "picture") seen.arrivals.push([now(), size]);
    });
  };
  const Real = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Real {
    constructor(...words) {
      super(...words);
      seen.connections.push(this);
      this.addEventListener("datachannel", (event) => watch(event.channel));
    }
    createDataChannel(...words) {
      const channel = super.createDataChannel(...words);
      watch(channel);
      return channel;
    }
  };
  const send = RTCDataChannel.prototype.send;
  RTCDataChannel.prototype.send = function (data) {
    if (this.label === "input") {
      const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      seen.lastInput = Array.from(bytes);
    }
    return send.call(this, data);
  };
  const RealSocket = globalThis.WebSocket;
  globalThis.WebSocket = class extends RealSocket {
    constructor(...words) {
      super(...words);
      seen.sockets.push(this);
    }
  };
})();
"""


class Browser:
    """One Chromium inside `namespace`. Its processes end with it."""

    def __init__(self, playwright: Playwright, folder: Path, namespace: Namespace) -> None:
        wrapper = folder / "chromium-inside"
        wrapper.write_text(f'#!/bin/sh\nexec {" ".join(namespace.prefix)} {CHROMIUM} "$@"\n')
        wrapper.chmod(0o755)
        self.chromium: Chromium = playwright.chromium.launch(
            executable_path=wrapper, args=list(FLAGS), headless=True, ignore_default_args=["--headless"]
        )

    def page(self, origin: str, language: str = "ja-JP") -> Page:
        """A page of a person of their own: own cookies, own storage."""
        context = self.chromium.new_context(
            base_url=origin, viewport=VIEW, device_scale_factor=1, locale=language, timezone_id="Asia/Tokyo"
        )
        context.add_init_script(WATCH)
        context.set_default_timeout(45_000)
        return context.new_page()

    def close(self) -> None:
        self.chromium.close()


def picture_of(png: bytes) -> NDArray[np.uint8]:
    """A PNG as height x width x 3."""
    image = QImage.fromData(png).convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def channel_figures(page: Page, label: str) -> dict[str, Any]:
    """What the browser's own statistics say about one data channel: messages and bytes each way."""
    return page.evaluate(
        """async (label) => {
          const sum = { messagesReceived: 0, bytesReceived: 0, messagesSent: 0, bytesSent: 0 };
          for (const connection of __seen.connections)
            for (const report of (await connection.getStats()).values())
              if (report.type === "data-channel" && report.label === label)
                for (const key of Object.keys(sum)) sum[key] += report[key];
          return sum;
        }""",
        label,
    )
