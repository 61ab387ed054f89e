"""What search engines are told: the public pages and nothing else."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

PAGES = [
    "start",
    "faq",
    "prices",
    "apply",
    "prepare",
    "software",
    "download",
    "really_us",
    "terms",
    "privacy",
    "accessibility",
    "contact",
]
CLOSED = ("/accounts/", "/api/", "/desk/", "/my/", "/office/", "/share/", "/viewer/", "/visit/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Who works here, who is a subscriber: none of it is for search engines."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += ["", f"Sitemap: {settings.ORIGIN}{reverse('portal:sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that anybody may read."""
    places = "".join(f"<url><loc>{settings.ORIGIN}{reverse(f'portal:{name}')}</loc></url>\n" for name in PAGES)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return HttpResponse(f"{head}{places}</urlset>\n", content_type="application/xml; charset=utf-8")
