"""What kind of request it is, and what follows from it (R12 to R22, R35, D10). The catalogue's rows come later;
these categories are the FAQ's own and never change their meaning."""

from dataclasses import dataclass
from enum import StrEnum

from yorisoi_protocol.vocabulary import Permission


class Decision(StrEnum):
    """`remote` may become a session, `view_only` one without control; the others stay on the telephone."""

    REMOTE = "remote"
    VIEW_ONLY = "view_only"
    PHONE_ONLY = "phone_only"
    REFERRED = "referred"
    REFUSED = "refused"


@dataclass(frozen=True)
class Category:
    code: str
    rule: str
    decision: Decision
    by_lead: bool = False  # only a desk lead may choose it


CATEGORIES: dict[str, Category] = {
    category.code: category
    for category in (
        Category("listed_device", "R14", Decision.REMOTE),
        Category("listed_software", "R14", Decision.REMOTE),
        Category("listed_service", "R14", Decision.REMOTE),
        Category("first_setup", "R15", Decision.REMOTE),
        Category("phone_or_tablet", "R16", Decision.REMOTE),
        Category("agreed_by_lead", "R14", Decision.REMOTE, by_lead=True),
        Category("replacement_advice", "R20", Decision.VIEW_ONLY),
        Category("no_internet", "R17", Decision.PHONE_ONLY),
        Category("fake_alert", "D10", Decision.PHONE_ONLY),
        Category("usage_help", "R15", Decision.REFERRED),
        Category("corporate", "R18", Decision.REFERRED),
        Category("unsupported_setting", "R18", Decision.REFERRED),
        Category("data_recovery", "R19", Decision.REFERRED),
        Category("repair", "R21", Decision.REFERRED),
        Category("environment", "R22", Decision.REFERRED),
        Category("illegal_or_suspect", "R35", Decision.REFUSED),
    )
}


def allowed(code: str, askable: tuple[Permission, ...]) -> tuple[Permission, ...]:
    """What may be asked of the subscriber under this category; empty when no session may be held."""
    category = CATEGORIES.get(code)
    if category is None:
        return ()
    if category.decision is Decision.REMOTE:
        return askable
    if category.decision is Decision.VIEW_ONLY:
        return tuple(permission for permission in askable if permission is Permission.VIEW)
    return ()
