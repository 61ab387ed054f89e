"""The administrator's page: who works here, and in which role."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yorisoi_service import clock
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.office.forms.people import RoleForm, StaffForm
from yorisoi_service.front.office.steps import agreed, done
from yorisoi_service.staff import queries
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed, Role
from yorisoi_service.staff.services import add_staff, change_role, deactivate


@require_http_methods(["GET", "POST"])
@staff_only(Deed.MANAGE_STAFF)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, and a form for somebody new."""
    form = StaffForm(request.POST or None)
    if request.method == "POST" and agreed(form, lambda data: add_staff(**data, by=member(request), now=clock.now())):
        messages.success(request, _("Added. Hand over the first password in person."))
        return HttpResponseRedirect(reverse("office:staff"))
    page = {"people": [(one, RoleForm(initial={"role": one.role})) for one in queries.members()], "form": form}
    return render(request, "office/staff.html", page)


@require_POST
@staff_only(Deed.MANAGE_STAFF)
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Another role; sockets held in the old one close within five seconds."""
    colleague = get_object_or_404(StaffMember, pk=pk)
    done(
        request,
        RoleForm(request.POST),
        lambda data: change_role(member=colleague, role=Role(data["role"]), by=member(request), now=clock.now()),
        said=_("The role is changed."),
    )
    return HttpResponseRedirect(reverse("office:staff"))


@require_POST
@staff_only(Deed.MANAGE_STAFF)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody left: no sign-in any more."""
    colleague = get_object_or_404(StaffMember, pk=pk)
    done(
        request,
        RoleForm({"role": colleague.role}),
        lambda data: deactivate(member=colleague, by=member(request), now=clock.now()),
        said=_("This person can no longer sign in."),
    )
    return HttpResponseRedirect(reverse("office:staff"))
