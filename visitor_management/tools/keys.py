"""The secret of this installation and the keys derived from it.

The secret never enters the database: a dump alone can neither make a pass nor
read an identity number. It is looked for, in this order, in

1. the environment variable ``VISITOR_MANAGEMENT_SECRET``,
2. ``visitor_management_secret`` of the server configuration,
3. a file of mode 0600 in the data folder, made at first use.

Several servers of one database need 1 or 2: the file belongs to one machine.
"""

import hashlib
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from odoo.tools import config

ENVIRONMENT = "VISITOR_MANAGEMENT_SECRET"
OPTION = "visitor_management_secret"
FILE_NAME = "visitor_management.secret"


def secret_source():
    """Where the secret comes from: ``environment``, ``configuration`` or ``file``."""
    if os.environ.get(ENVIRONMENT):
        return "environment"
    if config.get(OPTION):
        return "configuration"
    return "file"


def _secret():
    source = secret_source()
    if source == "environment":
        return os.environ[ENVIRONMENT]
    if source == "configuration":
        return config[OPTION]
    return _secret_file(Path(config["data_dir"]) / FILE_NAME)


@lru_cache(maxsize=4)
def _secret_file(path):
    """Read the secret file; make it first if there is none.

    ``os.link`` publishes a complete file or fails: two processes that start
    together end with one secret, and nobody ever reads half of one.
    """
    with suppress(FileNotFoundError):
        return path.read_text(encoding="ascii")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as new:
        os.chmod(new.name, 0o600)
        new.write(secrets.token_hex(32))
        new.flush()
        os.fsync(new.fileno())
        with suppress(FileExistsError):
            os.link(new.name, path)
    return path.read_text(encoding="ascii")


@lru_cache(maxsize=64)
def _derive(secret, purpose):
    return HKDF(
        algorithm=SHA256(), length=32, salt=None, info=f"visitor.{purpose}".encode()
    ).derive(secret.encode())


def key(purpose):
    """The 32-byte key for one purpose; no purpose's key tells another's."""
    return _derive(_secret(), purpose)


def digest(purpose, text):
    """Keyed SHA-256 of a text, as 64 hexadecimal characters."""
    return hmac.new(key(purpose), text.encode(), hashlib.sha256).hexdigest()


def signing_key():
    """The Ed25519 key that signs passes."""
    return _signing_key(key("pass-signature"))


@lru_cache(maxsize=4)
def _signing_key(seed):
    return Ed25519PrivateKey.from_private_bytes(seed)
