"""Addresses of the public pages, of the subscriber's own page and of the letter after a visit. Names: portal:<name>."""

from django.urls import include, path

app_name = "portal"
urlpatterns = [
    path("", include("yorisoi_service.front.portal.public.urls")),
    path("my/", include("yorisoi_service.front.portal.me.urls")),
    path("visit/", include("yorisoi_service.front.portal.visit.urls")),
]
