"""Addresses of the letter after a visit and of the two questions. No address holds a token or a code."""

from django.urls import path

from yorisoi_service.front.portal.visit import views

urlpatterns = [
    path("", views.door, name="visit"),
    path("letter", views.letter, name="visit_letter"),
    path("letter.pdf", views.pdf, name="visit_pdf"),
    path("questions", views.questions, name="visit_questions"),
    path("answer", views.answer, name="visit_answer"),
]
