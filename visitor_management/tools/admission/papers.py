"""What the kind of visit asks a visitor to show, give or sign."""

from datetime import date, timedelta
from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from ..groups import RECEPTION
from .family import MET, Family

_lt = LazyTranslate(__name__)


class Papers(NamedTuple):
    """What is asked for, and what is there."""

    id_required: bool = False
    photo_required: bool = False
    signature_required: bool = False
    identity_seen: bool = False
    identity_expires_on: date | None = None
    has_photo: bool = False
    has_signature: bool = False


PICTURE = """
            EXISTS (
                SELECT FROM ir_attachment a
                 WHERE a.res_model = 'visitor.registration' AND a.res_id = r.id
                   AND a.res_field = '{}'
                   AND a.mimetype IN ('image/jpeg', 'image/png')
            )"""

FAMILY = Family(
    "papers",
    Papers,
    {
        "id_required": "COALESCE(t.id_required, FALSE)",
        "photo_required": "COALESCE(t.photo_required, FALSE)",
        "signature_required": "COALESCE(t.signature_required, FALSE)",
        "identity_seen": "i.id IS NOT NULL",
        "identity_expires_on": "i.expires_on",
        "has_photo": PICTURE.format("photo"),
        "has_signature": PICTURE.format("signature"),
    },
)


@FAMILY.condition(
    "identity_missing",
    in_emergency="later",
    waiver=RECEPTION,
    label=_lt("Identity check"),
    met=_lt("Identity seen"),
    mend="identity",
    unmet_by=({"id_required": True}, {"id_required": True, "ahead": True}),
)
def identity_missing(facts):
    if not facts.papers.id_required:
        return None
    if facts.papers.identity_seen:
        return MET
    if facts.ahead:
        return _lt("Visitors show an identity document at reception.")
    return _lt("Identity document not seen yet. Check it and enter it.")


@FAMILY.condition(
    "identity_expired",
    in_emergency="later",
    waiver=RECEPTION,
    label=_lt("Expired document"),
    mend="identity",
    unmet_by=(
        {
            "id_required": True,
            "identity_seen": True,
            "identity_expires_on": timedelta(days=-1),
        },
    ),
)
def identity_expired(facts):
    expires_on = facts.papers.identity_expires_on
    if not facts.papers.id_required or not expires_on:
        return None
    if expires_on < facts.local_date(facts.moment):
        return _lt("The identity document has expired. Ask for another one.")


@FAMILY.condition(
    "photo_missing",
    in_emergency="later",
    waiver=RECEPTION,
    label=_lt("Photo"),
    met=_lt("Photo taken"),
    mend="photo",
    unmet_by=({"photo_required": True}, {"photo_required": True, "ahead": True}),
)
def photo_missing(facts):
    if not facts.papers.photo_required:
        return None
    if facts.papers.has_photo:
        return MET
    if facts.ahead:
        return _lt("A photo of each visitor is taken at reception.")
    return _lt("No photo yet. Take one.")


@FAMILY.condition(
    "signature_missing",
    in_emergency="later",
    waiver=RECEPTION,
    label=_lt("Signature"),
    met=_lt("Signed"),
    mend="signature",
    unmet_by=(
        {"signature_required": True},
        {"signature_required": True, "ahead": True},
    ),
)
def signature_missing(facts):
    if not facts.papers.signature_required:
        return None
    if facts.papers.has_signature:
        return MET
    if facts.ahead:
        return _lt("Visitors sign at reception.")
    return _lt("Not signed yet. Ask for a signature.")
