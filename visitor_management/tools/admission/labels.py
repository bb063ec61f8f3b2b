"""What codes are called where they are counted: the label of a waiver, else these."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

NAMES = {
    "pass_lost": _lt("Lost pass"),
    "pass_revoked": _lt("Withdrawn pass"),
    "pass_returned": _lt("Returned pass"),
    "pass_expired": _lt("Expired pass"),
    "pass_not_yet_valid": _lt("Pass not valid yet"),
    "pass_unknown": _lt("Unknown code"),
    "wrong_site": _lt("Wrong site"),
    "not_approved": _lt("Visit not approved"),
    "not_checked_in": _lt("Not checked in before"),
    "policy_missing": _lt("Rules not accepted"),
    "names_missing": _lt("People not named"),
}
