"""The signer's key pair: the private half in a folder of the signer's own, the public half for everybody who verifies."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from yorisoi_service.audit.rules.chain import Verifier

PRIVATE = "audit-signer.key"
PUBLIC = "audit-signer.public"


@dataclass(frozen=True)
class Custody:
    """Whether the account that asks could sign by itself; then signatures prove nothing against that account."""

    shared: bool
    why: str


def private_key(folder: Path) -> Ed25519PrivateKey:
    """The signer's key; made at the first start. Raises PermissionError when others than its owner could read it."""
    path = folder / PRIVATE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o711)  # the public half inside is for everybody
        key = Ed25519PrivateKey.generate()
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
        (folder / PUBLIC).write_text(public + "\n")
        (folder / PUBLIC).chmod(0o644)
        return key
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise PermissionError(f"{path} is readable by others; next step: chmod 600 {path}")
    kept = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(kept, Ed25519PrivateKey):
        raise PermissionError(f"{path} is not an Ed25519 key; next step: move it away and start the signer anew")
    return kept


def public_key(path: Path) -> Ed25519PublicKey:
    """Read a public key (64 hexadecimal digits) from a file, or from the signer's folder. Raises OSError, ValueError."""
    file = path / PUBLIC if path.is_dir() else path
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(file.read_text().strip()))


def reach(folder: Path) -> Literal["there", "missing", "hidden"]:
    """Can this account read the public key in the signer's folder?"""
    try:
        with (folder / PUBLIC).open("rb"):
            return "there"
    except PermissionError:
        return "hidden"
    except OSError:
        return "missing"


def verifier(key: Ed25519PublicKey) -> Verifier:
    """Is this signature the key's?"""

    def is_signed(signature: bytes, message: bytes) -> bool:
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    return is_signed


def custody(folder: Path, *, data: Path) -> Custody:
    """Could whoever runs this, or whoever owns the service's data, sign a checkpoint too?"""
    path = folder / PRIVATE
    try:
        owner = path.stat().st_uid
    except FileNotFoundError:
        return Custody(False, "the signing key is not on this machine")
    except PermissionError:
        return Custody(False, "the signing key is out of this account's reach")
    if data.exists() and data.stat().st_uid == owner:
        return Custody(True, "the signing key and the service's data belong to one account")
    if os.access(path, os.R_OK) and os.getuid() != 0:
        return Custody(True, "this account can read the signing key")
    return Custody(False, "the signing key belongs to another account than the service's data")
