"""The demo's addresses: its own start page in front of everything the service has, whose public page moves beside it."""

from django.urls import include, path
from django.views.decorators.http import require_GET, require_POST
from yorisoi_service.front.portal.public.views import start as public

from yorisoi_practice.start_page import views

urlpatterns = [
    path("", require_GET(views.start), name="practice_start"),
    path("public", public, name="practice_public"),
    path("practice/subscriber", require_POST(views.start_subscriber), name="practice_subscriber"),
    path("practice/ring", require_POST(views.ring), name="practice_ring"),
    path("", include("yorisoi_service.config.urls")),
]
