"""A passkey that signs somebody in carries a handle; allauth finds the person by it."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.internal.auth import extract_user_from_response
from fido2.utils import websafe_encode
from yorisoi_service.testing.people import Provider


@pytest.mark.django_db
def test_the_handle_we_give_a_passkey_leads_back_to_its_person(provider: Provider) -> None:
    handle = get_adapter().get_public_key_credential_user_entity(provider.communicator)["id"]
    found = extract_user_from_response({"response": {"userHandle": websafe_encode(handle)}})
    assert found == provider.communicator
