"""Bank data at rest: AES-GCM under the data key, one nonce a record, bound to the row it belongs to."""

import json
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
_VERSION = b"\x01"


@dataclass(frozen=True, repr=False)
class Account:
    """What nobody reads in the database: the account's number (7 digits) and its holder (half-width kana)."""

    number: str
    holder: str

    def __repr__(self) -> str:
        return "Account(***)"


class CannotUnseal(Exception):
    """Sealed under another key, altered, or moved from another row."""


def seal(account: Account, *, binding: str, key: bytes, nonce: bytes) -> bytes:
    """The account as bytes to keep. `binding` names the row; `nonce` is never used twice with one key."""
    if len(nonce) != NONCE_BYTES:
        raise ValueError(f"a nonce has {NONCE_BYTES} bytes")
    said = json.dumps([account.number, account.holder], ensure_ascii=False).encode()
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, said, binding.encode())


def unseal(sealed: bytes, *, binding: str, key: bytes) -> Account:
    """The account again. Raises CannotUnseal."""
    version, nonce, rest = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if version != _VERSION:
        raise CannotUnseal
    try:
        number, holder = json.loads(AESGCM(key).decrypt(nonce, rest, binding.encode()))
    except (InvalidTag, ValueError):
        raise CannotUnseal from None
    return Account(number, holder)
