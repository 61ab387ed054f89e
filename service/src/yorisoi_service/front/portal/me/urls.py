"""Addresses of the subscriber's own page. None of them holds a name, a number of a customer or a token."""

from django.urls import path

from yorisoi_service.front.portal.me.views import data, entrance, helping, home, letters, money

urlpatterns = [
    path("", entrance.my, name="my"),
    path("open", entrance.open_link, name="my_open"),
    path("link", entrance.link, name="my_link"),
    path("code", entrance.code, name="my_code"),
    path("out", entrance.out, name="my_out"),
    path("waiting", home.waiting, name="my_waiting"),
    path("waiting/place", home.waiting_place, name="my_waiting_place"),
    path("contract", money.contract, name="my_contract"),
    path("charges", money.charges, name="my_charges"),
    path("letters", letters.letters, name="my_letters"),
    path("letters/<str:number>", letters.letter, name="my_letter"),
    path("letters/<str:number>/pdf", letters.letter_pdf, name="my_letter_pdf"),
    path("requests", helping.requests, name="my_requests"),
    path("requests/<int:number>", helping.one_request, name="my_request"),
    path("call-back", helping.call_back, name="my_call_back"),
    path("call-back/withdraw", helping.withdraw_call_back, name="my_call_back_withdraw"),
    path("data", data.data, name="my_data"),
    path("data/looks", data.looks, name="my_looks"),
    path("data/copy", data.take_along, name="my_copy"),
    path("data/correct", data.correct, name="my_correct"),
    path("data/delete", data.delete, name="my_delete"),
    path("data/withdraw/<int:pk>", data.withdraw, name="my_wish_withdraw"),
    path("elsewhere", data.elsewhere, name="my_elsewhere"),
]
