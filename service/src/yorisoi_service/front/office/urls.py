"""Addresses of the office. Nothing personal stands in any of them."""

from django.urls import path

from yorisoi_service.front.office.views import staff, subscribers

app_name = "office"
urlpatterns = [
    path("subscribers", subscribers.search, name="subscribers"),
    path("subscribers/new", subscribers.register, name="register"),
    path("subscribers/<int:pk>", subscribers.page, name="subscriber"),
    path("subscribers/<int:pk>/lines", subscribers.line, name="line"),
    path("subscribers/<int:pk>/lines/<int:line>/join", subscribers.join, name="join"),
    path("subscribers/<int:pk>/lines/<int:line>/cancel", subscribers.cancel, name="cancel"),
    path("staff", staff.people, name="staff"),
    path("staff/<int:pk>/role", staff.role, name="role"),
    path("staff/<int:pk>/leave", staff.leave, name="leave"),
]
