"""The secret of this installation and the keys derived from it.

The secret never enters the database: a dump alone can neither make a pass nor
read an identity number. It is looked for, in this order, in

1. the environment variable ``VISITOR_MANAGEMENT_SECRET``,
2. ``visitor_management_secret`` of the server configuration,
3. a file of mode 0600 in the data folder, which ``visitor.secret`` has made at first
   use.

What is set there counts, whatever it is: an empty variable is refused and not passed
over for the file. Several servers of one database need 1 or 2: the file belongs to
one machine.

A secret that was replaced can be set as the former one, by ``…_FORMER_SECRET`` in the
environment or ``…_former_secret`` in the configuration: nothing is made with it, it
serves to take over the identity numbers that were stored with it.

Nothing here knows the database. Whether the secret is the one that a database was
written with is asked of ``visitor.secret``.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
import stat
import tempfile
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from odoo.tools import config
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

ENVIRONMENT = "VISITOR_MANAGEMENT_SECRET"
OPTION = "visitor_management_secret"
FORMER_ENVIRONMENT = "VISITOR_MANAGEMENT_FORMER_SECRET"
FORMER_OPTION = "visitor_management_former_secret"
FILE_NAME = "visitor_management.secret"
PLACES = {"environment": ENVIRONMENT, "configuration": OPTION, "file": FILE_NAME}
# What is asked of a secret that somebody chose: 256 bits, and no pattern.
MIN_BYTES = 32
MIN_DIFFERENT = 16
MAX_FILE = 4096


class SecretError(Exception):
    """There is no secret to work with. Says what to do about it, never the secret.

    ``state`` is ``missing``, ``weak`` or ``unsafe``, ``sentence`` a lazy translation:
    people are told by the ``UserError`` that ``visitor.secret`` makes of it.
    """

    def __init__(self, state, sentence):
        super().__init__(state)
        self.state, self.sentence = state, sentence


def secret_source():
    """Where the secret comes from: ``environment``, ``configuration`` or ``file``."""
    if ENVIRONMENT in os.environ:
        return "environment"
    if config.get(OPTION) is not None:
        return "configuration"
    return "file"


def secret():
    """The secret, read anew each time: whoever changes it need not restart anything.

    :return: str
    :raise SecretError: none is there, or it is not fit to be one
    """
    source = secret_source()
    if source == "environment":
        text = os.environ[ENVIRONMENT]
    elif source == "configuration":
        text = config[OPTION]
    else:
        text = _read_file(_path())
    if not isinstance(text, str) or not is_good(text.strip()):
        raise SecretError(
            "weak",
            _lt(
                "“%(place)s” holds no good secret: it is empty, or it could be "
                "guessed. Set one that was made with “openssl rand -hex 32”: "
                "hexadecimal or base64, at least 32 random bytes.",
                place=PLACES[source],
            ),
        )
    return text.strip()


@lru_cache(maxsize=4)
def is_good(text):
    """Whether a text can be the secret: random bytes in hexadecimal or base64.

    What is spelled like hexadecimal is taken for nothing else.
    """
    if not text.isascii():
        return False
    try:
        if re.fullmatch(r"[0-9A-Fa-f]*", text):
            raw = bytes.fromhex(text)
        else:
            plain = text.rstrip("=").replace("-", "+").replace("_", "/")
            raw = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(raw) >= MIN_BYTES and len(set(raw)) >= MIN_DIFFERENT


# ------------------------------------------------------------
# THE FILE
# ------------------------------------------------------------


def _path():
    return Path(config["data_dir"]) / FILE_NAME


def make_file():
    """Make the file with a new secret, unless there is one.

    ``os.link`` publishes a complete file or fails: two processes that start
    together end with one secret, and nobody ever reads half of one.

    :raise SecretError: the data folder can't be written to
    """
    path = _path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as new:
            os.chmod(new.name, 0o600)  # whatever the umask took from it
            new.write(secrets.token_hex(MIN_BYTES))
            new.flush()
            os.fsync(new.fileno())
            with suppress(FileExistsError):
                os.link(new.name, path)
    except OSError as error:
        raise SecretError(
            "missing",
            _lt(
                "The server can't write the file “%(place)s” into its data folder. Let "
                "it, or set %(variable)s in its environment.",
                place=FILE_NAME,
                variable=ENVIRONMENT,
            ),
        ) from error


def _read_file(path):
    try:
        found = os.lstat(path)
        _check_file(found)
        return _text_of(
            path, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
        )
    except FileNotFoundError as error:
        raise SecretError(
            "missing",
            _lt(
                "The file “%(place)s” with the secret is missing, but passes or "
                "identity numbers were made with it. Put it back from its copy. If "
                "there is none, the administrator uses “Reissue All Open Passes” in "
                "the settings.",
                place=FILE_NAME,
            ),
        ) from error
    except OSError as error:
        raise _unsafe() from error


@lru_cache(maxsize=4)
def _text_of(path, *_seen):
    """What the file holds; ``_seen`` changes with it, so that no old text is kept."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(handle, "rb") as file:
        _check_file(os.fstat(handle))
        return file.read(MAX_FILE).decode("ascii", "replace")


def _check_file(found):
    """Nobody else can have read or replaced the file, as far as it tells."""
    if (
        not stat.S_ISREG(found.st_mode)
        or stat.S_IMODE(found.st_mode) != 0o600
        or found.st_uid != os.geteuid()
    ):
        raise _unsafe()


def _unsafe():
    return SecretError(
        "unsafe",
        _lt(
            "The file “%(place)s” with the secret may have been read or replaced by "
            "others. It has to be a regular file, no link, of the user that the server "
            "runs as, and of mode 0600 (“chmod 600”).",
            place=FILE_NAME,
        ),
    )


# ------------------------------------------------------------
# KEYS
# ------------------------------------------------------------


@lru_cache(maxsize=64)
def _derive(text, purpose):
    return HKDF(
        algorithm=SHA256(), length=32, salt=None, info=f"visitor.{purpose}".encode()
    ).derive(text.encode())


def key(purpose):
    """The 32-byte key for one purpose; no purpose's key tells another's.

    :raise SecretError: there is no good secret
    """
    return _derive(secret(), purpose)


def digest(purpose, text):
    """Keyed SHA-256 of a text, as 64 hexadecimal characters.

    :raise SecretError: there is no good secret
    """
    return hmac.new(key(purpose), text.encode(), hashlib.sha256).hexdigest()


def hashed(token):
    """What the database keeps of a random secret: enough to know it, not to make it."""
    return hashlib.sha256(token.encode()).hexdigest()


def former_secret():
    """The secret that was replaced, or None if none is set.

    It may be as weak as it was: it is read with, never made with.
    """
    text = os.environ.get(FORMER_ENVIRONMENT) or config.get(FORMER_OPTION)
    return text.strip() if isinstance(text, str) and text.isascii() else None


def former_key(purpose):
    """The key that the former secret gave for one purpose, or None."""
    text = former_secret()
    return _derive(text, purpose) if text else None


def fingerprint():
    """What a database keeps to know the secret again: it tells nothing about it.

    :raise SecretError: there is no good secret
    """
    return digest("fingerprint", "")[:16]


def signing_key():
    """The Ed25519 key that signs passes.

    :raise SecretError: there is no good secret
    """
    return _signing_key(key("pass-signature"))


@lru_cache(maxsize=4)
def _signing_key(seed):
    return Ed25519PrivateKey.from_private_bytes(seed)
