"""What the practice subscriber says, and what stands on the practice desktop: a small page of the practice process.

On a headless machine nobody sees the desktop, so the pass would never reach the communicator. This page is the telephone:
it belongs to practice, on a port of its own, so the service still hears nothing of the pass.
"""

import html
import struct
import threading
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from yorisoi_practice.households import CALLER, Household
from yorisoi_practice.screen import Picture

PAGE = """<!doctype html><html lang="ja"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<title>練習用の電話 / practice telephone</title>
<style>body{{font:1.1rem/1.6 sans-serif;margin:1.5rem;background:#f4f6f8;color:#111}}
ul{{font-size:1.6rem}}th{{padding-right:1rem;text-align:left}}img{{max-width:100%;border:1px solid #888}}</style>
<h1>練習用のお客様 <small>practice subscriber</small></h1>
<p>この人から電話がかかっています。手元の書面を読んで答えます。 This person is on the telephone, with the contract's paper at hand:</p>
<table>{paper}</table>
<ol><li>受付画面でこのお客様を探して受付票を作ります。 Search this subscriber at the desk and make the ticket.</li>
<li>残っている確認を済ませます。本人確認には上の内容を入れます。 Settle what is left; the identity check asks for the words above.</li>
<li>下の番号を作業画面に入れます。許可は自動で答えます。 Type the number below into the viewer; consent is given by itself.</li></ol>
<p>お客様が電話で読み上げている内容です。 What the subscriber says on the telephone:</p><ul>{said}</ul>
<p>お客様の画面（見るだけ）。 The subscriber's desktop, to look at:</p><img src="/screen.png" alt=""></html>"""


def paper(household: Household) -> str:
    """What a subscriber can read out of the contract's paper, as rows of a table."""
    rows = (
        ("お客様番号 customer number", household.customer_number),
        ("お名前 name", f"{household.name} ({household.kana})"),
        ("電話番号 telephone", household.phone),
        ("住所 address", household.address),
    )
    return "".join(f"<tr><th>{label}</th><td>{html.escape(value)}</td></tr>" for label, value in rows)


def png(picture: Picture) -> bytes:
    """A picture as a PNG file."""
    height, width, _ = picture.shape
    rows = b"".join(b"\0" + picture[row].tobytes() for row in range(height))

    def piece(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", zlib.compress(rows, 1)) + piece(b"IEND", b"")


class Telephone:
    """Serves the page on 127.0.0.1 until `close`. `look` is called for each picture, one at a time."""

    def __init__(self, port: int, look: Callable[[], Picture]) -> None:
        self.said: list[str] = []
        looking = threading.Lock()
        said = self.said

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/":
                    words = "".join(f"<li>{html.escape(line)}</li>" for line in said) or "<li>…</li>"
                    self._send("text/html; charset=utf-8", PAGE.format(said=words, paper=paper(CALLER)).encode())
                elif self.path == "/screen.png":
                    with looking:
                        self._send("image/png", png(look()))
                else:
                    self.send_error(404)

            def _send(self, kind: str, body: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                """Says nothing: the terminal is for the practice subscriber."""

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, name="telephone", daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)
