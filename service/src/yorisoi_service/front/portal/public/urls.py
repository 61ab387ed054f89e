"""Addresses of the pages that anybody may read."""

from django.urls import path, re_path

from yorisoi_service.front.portal.public import downloads, prices, questions, robots, software, views

urlpatterns = [
    path("", views.start, name="start"),
    path("faq", questions.faq, name="faq"),
    path("prices", prices.prices, name="prices"),
    path("apply", views.apply, name="apply"),
    path("prepare", views.prepare, name="prepare"),
    path("software", software.newest, name="software"),
    path("software/<int:number>", software.version, name="software_version"),
    path("get", downloads.page, name="download"),
    path("get/<str:file>", downloads.file, name="download_file"),
    path("really-us", views.really_us, name="really_us"),
    path("terms", views.terms, name="terms"),
    path("privacy", views.privacy, name="privacy"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("contact", views.contact, name="contact"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    # Pages that moved here from the provider's older site: settings.PROVIDER names them.
    re_path(r"^(?P<name>[\w.-]{1,60}\.html?)$", downloads.moved, name="moved"),
]
