"""Secrets that stand in a mail, and nowhere else.

A mail is stored with :data:`SLOT` in its link; as it leaves, a secret takes that place.
Of the secret only a hash is kept. Each begins alike, so that it is known again in a
mail that comes back (an answer that quotes it, a bounce) and taken out before that is
stored.
"""

import re
import secrets
from email.encoders import encode_base64

SLOT = "the-secret-is-put-in-as-this-mail-leaves"
BEGINNING = "vmsecret-"
# cut short too: mail programs break long lines
SECRET = re.compile(r"(?<=vmsecret-)[\w-]{8,}", re.ASCII)
SECRET_BYTES = re.compile(SECRET.pattern.encode())
TAKEN_OUT = "taken-out"


def make():
    """
    :return: a new secret, 256 random bits as text that an address may hold
    """
    return BEGINNING + secrets.token_urlsafe(32)


def without_secrets(text):
    """
    :return: the text, its secrets blanked
    """
    return SECRET.sub(TAKEN_OUT, str(text))


def take_out(message):
    """Blank the secrets in every part of a mail that came in, attached mails too.

    :param email.message.Message message: changed in place
    """
    for part in message.walk():
        if part.is_multipart():
            continue
        content = part.get_payload(decode=True) or b""
        if SECRET_BYTES.search(content):
            part.set_payload(SECRET_BYTES.sub(TAKEN_OUT.encode(), content))
            del part["Content-Transfer-Encoding"]
            encode_base64(part)
