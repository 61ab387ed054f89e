"""What allauth asks us: nobody signs up, addresses are believed only through our own proxies, secrets rest encrypted."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest

from yorisoi_service.staff.models import StaffMember


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by name and password; accounts are made by an administrator only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """REMOTE_ADDR is already the client as far as our own proxies vouch for it (see `config.asgi`)."""
        return str(request.META.get("REMOTE_ADDR") or "unknown")

    def can_authenticate_by_phone(self) -> bool:
        return False


class MFAAdapter(DefaultMFAAdapter):
    """TOTP secrets and recovery seeds are encrypted under a key derived from the service's secret key."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return str(settings.PROVIDER.name_in("en"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.ORIGIN_HOST, "name": str(settings.PROVIDER.name_in("ja"))}

    def get_public_key_credential_user_entity(self, user: StaffMember) -> dict[str, object]:
        # allauth finds the person behind a passkey by this very handle: anything else signs nobody in.
        return {"id": user_pk_to_url_str(user).encode(), "display_name": user.display_name, "name": user.username}


def _box() -> Fernet:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"yorisoi second factors 1")
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode())))
