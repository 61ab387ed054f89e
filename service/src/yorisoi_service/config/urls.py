"""Which page answers where."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.utils.translation import gettext as _


def not_here(request: HttpRequest) -> HttpResponse:
    """Accounts are made by an administrator, and staff have no mail address here: these doors stay shut."""
    raise Http404(_("There is nothing here."))


urlpatterns = [
    path("", include("yorisoi_service.front.portal.urls")),
    path("desk/", include("yorisoi_service.front.console.urls")),
    path("office/", include("yorisoi_service.front.office.urls")),
    path("api/", include("yorisoi_service.front.api.urls")),
    path("accounts/signup/", not_here, name="account_signup"),
    path("accounts/email/", not_here, name="account_email"),
    path("accounts/password/reset/", not_here, name="account_reset_password"),
    path("accounts/password/set/", not_here, name="account_set_password"),
    path("accounts/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
]
