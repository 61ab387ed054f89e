"""Addresses of the desk. Nothing personal and nothing secret stands in any of them."""

from django.urls import path

from yorisoi_service.front.console.views import catalogue, identity, lists, referrals, scope, sessions, ticket

app_name = "desk"
urlpatterns = [
    path("", lists.overview, name="overview"),
    path("search", lists.search, name="search"),
    path("open", lists.open_ticket, name="open"),
    path("live", sessions.live, name="live"),
    path("live/<str:session>/end", sessions.end, name="end"),
    path("lists", catalogue.page, name="catalogue"),
    path("lists/<int:number>", catalogue.version, name="catalogue_version"),
    path("lists/entries/<int:item>", catalogue.entry, name="catalogue_entry"),
    path("lists/add", catalogue.add, name="catalogue_add"),
    path("lists/entries/<int:item>/change", catalogue.change, name="catalogue_change"),
    path("lists/entries/<int:item>/remove", catalogue.remove, name="catalogue_remove"),
    path("lists/publish", catalogue.publish, name="catalogue_publish"),
    path("lists/discard", catalogue.discard, name="catalogue_discard"),
    path("directory", referrals.page, name="referrals"),
    path("directory/add", referrals.add, name="referral_add"),
    path("directory/<int:pk>", referrals.entry, name="referral_entry"),
    path("directory/<int:pk>/change", referrals.change, name="referral_change"),
    path("directory/<int:pk>/check", referrals.check, name="referral_check"),
    path("directory/<int:pk>/retire", referrals.retire, name="referral_retire"),
    path("socket-ticket", sessions.socket_ticket, name="socket_ticket"),
    path("tickets/<int:number>", ticket.page, name="ticket"),
    path("tickets/<int:number>/take", ticket.take, name="take"),
    path("tickets/<int:number>/caller", ticket.caller, name="caller"),
    path("tickets/<int:number>/identity", identity.check, name="identity"),
    path("tickets/<int:number>/to-call-back", identity.to_call_back, name="to_call_back"),
    path("tickets/<int:number>/called-back", identity.called_back, name="called_back"),
    path("tickets/<int:number>/scope", scope.decide, name="scope"),
    path("tickets/<int:number>/unlisted", scope.unlisted, name="unlisted"),
    path("tickets/<int:number>/checklist", ticket.checklist, name="checklist"),
    path("tickets/<int:number>/terms", ticket.terms, name="terms"),
    path("tickets/<int:number>/network", ticket.network, name="network"),
    path("tickets/<int:number>/outcome", ticket.finish, name="finish"),
    path("tickets/<int:number>/hand-over", ticket.hand_over, name="hand_over"),
    path("tickets/<int:number>/sessions/<str:session>/explain", sessions.explain, name="explain"),
]
