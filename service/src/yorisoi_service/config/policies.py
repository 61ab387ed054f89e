"""What browsers may do on our pages: one policy for pages of the service, one for the browsers' own static pages."""

from collections.abc import Callable
from typing import Any

from csp.constants import NONCE, NONE, SELF

STATIC_PAGES = ("/viewer/", "/share/")

Headers = dict[str, str]


def pages(socket_address: str) -> dict[str, Any]:
    """For django-csp: pages rendered by the service. Scripts carry a nonce or are files of ours."""
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF, NONCE],
            "style-src": [SELF],
            "img-src": [SELF, "data:"],
            "font-src": [SELF],
            "connect-src": [SELF, socket_address],
            "form-action": [SELF],
            "base-uri": [NONE],
            "frame-ancestors": [NONE],
            "object-src": [NONE],
            "require-trusted-types-for": ["'script'"],
        }
    }


def static_page(origin: str, socket_address: str) -> str:
    """The header of the viewer and the sharing page: no script but their own files, framing only the service's desk."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "worker-src 'self'",
            f"connect-src 'self' {origin} {socket_address}",
            f"frame-src {origin}",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "object-src 'none'",
            "require-trusted-types-for 'script'",
        )
    )


def static_headers(policy: str) -> Callable[[Headers, str, str], None]:
    """For WhiteNoise: adds what every static file says, and the policy where the browsers' own pages stand."""

    def add(headers: Headers, path: str, url: str) -> None:
        headers["X-Content-Type-Options"] = "nosniff"
        if url.startswith(STATIC_PAGES):
            headers["Content-Security-Policy"] = policy
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
            headers["Referrer-Policy"] = "no-referrer"
            headers["X-Frame-Options"] = "DENY"
            headers["Cache-Control"] = "no-cache"

    return add
