from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import split_every
from odoo.tools.translate import LazyTranslate

from ...tools import identity_documents, keys
from ...tools.groups import RECEPTION, SECURITY
from ...tools.name_field import Line
from ...tools.names import readable
from ...tools.sealed import Unreadable, seal, unseal
from ...tools.sentences import say

_lt = LazyTranslate(__name__)

ENCRYPTION = "identity-encryption"  # the purpose of the key
SEEN_ONLY = _lt("Seen. Visits of this kind do not keep the number.")
EXPIRED = _lt("The document has expired. Ask for another one.")
# searches for a text find the complete number or nothing
EXACT = {"in", "like", "ilike", "=like", "=ilike"}


class VisitorIdentity(models.Model):
    """The identity document that a visitor showed, kept apart from the visitor.

    What is kept of the number is decided by the kind of visit: nothing, the last four
    characters and a keyed fingerprint, or the number encrypted. Nobody writes here
    directly: ``visitor.registration.set_identity`` enters, :meth:`reveal` shows.
    """

    _name = "visitor.identity"
    _description = "Identity Document"
    _inherit = ["visitor.held.mixin", "visitor.site.clock.mixin"]
    _order = "id desc"
    _site_moments = ("seen_at", "seen_at")
    _rec_name = "number"
    _allow_sudo_commands = False

    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="registration_id.company_id", store=True, index=True, precompute=True
    )
    site_id = fields.Many2one(related="registration_id.site_id")
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    document_type = fields.Selection(
        [
            ("resident_id", "Resident Identity Card"),
            ("residence_permit_hmt", "Residence Permit (Hong Kong, Macau, Taiwan)"),
            ("residence_permit", "Residence Permit"),
            ("hk_macau_permit", "Mainland Travel Permit (Hong Kong, Macau)"),
            ("taiwan_permit", "Mainland Travel Permit (Taiwan)"),
            ("foreigner_id", "Foreigner's Permanent Residence Card"),
            ("passport", "Passport"),
            ("driving_licence", "Driving Licence"),
            ("other", "Other"),
        ],
        required=True,
        readonly=True,
    )
    number = fields.Char(
        "Document Number",
        readonly=True,
        copy=False,
        search="_search_number",
        help="Masked. Search by the complete number.",
    )
    expires_on = fields.Date(readonly=True)
    seen_by_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    seen_at = fields.Datetime(required=True, readonly=True)
    override_reason = Line(
        "Accepted Because",
        readonly=True,
        help="Why a number was accepted that is not consistent.",
    )
    is_revealable = fields.Boolean(
        "Number Kept", compute="_compute_is_revealable", help="Kept encrypted."
    )
    ciphertext = fields.Char(groups=fields.NO_ACCESS, copy=False, prefetch=False)
    number_hash = fields.Char(groups=fields.NO_ACCESS, copy=False, index=True)
    reveal_ids = fields.One2many(
        "visitor.identity.reveal", "identity_id", "Revealed", groups=SECURITY
    )

    _registration_uniq = models.Constraint(
        "unique(registration_id)", "The document of a visitor is entered once."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("document_type", "number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = self._document_types()
        for identity in self:
            words = (labels.get(identity.document_type), identity.number)
            identity.display_name = " ".join(filter(None, words))

    @api.depends("ciphertext")
    def _compute_is_revealable(self):
        # sudo: whether there is a ciphertext, not what it says
        kept = self.sudo().search_fetch(
            [("id", "in", self.ids), ("ciphertext", "!=", False)], ["id"]
        )
        for identity in self:
            identity.is_revealable = identity._origin.id in kept._ids

    def _search_number(self, operator, value):
        """Find by the complete number; the column holds nothing but masked ones."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented  # Odoo asks for the opposite and negates it
        if operator not in EXACT:
            # not Odoo's own error, which would tell the number to the log
            raise UserError(self.env._("Search an identity number complete."))
        if not self.env.su and not self.env.user.has_group(RECEPTION):
            raise AccessError(self.env._("Only reception can search identity numbers."))
        values = [value] if isinstance(value, (str, int)) else list(value)
        if any(values):
            # found nothing is an answer too: only where it is true
            self.env["visitor.secret"]._check()
        hashes = [
            self._hash(company_id, document_type, number)
            for company_id in self.env.companies.ids
            for document_type in identity_documents.CHECKS
            for number in filter(None, values)
        ]
        if not all(values):
            hashes.append(False)
        # sudo: the fingerprint is nobody's; the search itself keeps its own rules
        found = self.sudo().search([("number_hash", "in", hashes)])
        return Domain("id", "in", found.ids)

    # ------------------------------------------------------------
    # ENTERING
    # ------------------------------------------------------------

    @api.model
    def _record(
        self,
        registration,
        document_type,
        number,
        expires_on=False,
        override_reason="",
    ):
        """Keep the document that a visitor showed; the caller checked who asks.

        Entering again replaces what was entered before.

        :param registration: one ``visitor.registration``
        :param str document_type: a ``document_type``
        :param str number: as typed, or the machine readable lines of the document
        :param expires_on: date, ``YYYY-MM-DD`` or False
        :param str override_reason: why an inconsistent number is accepted
        :return: ``{"consistent": bool, "message": str}``; an inconsistent number
            without a reason is not stored
        :raise UserError: unknown document, impossible date, too long
        """
        registration.ensure_one()
        person_sudo = registration.sudo()  # the caller checked reception
        found = self._check(person_sudo, document_type, number, expires_on)
        reason = self._reason(override_reason, found.number)
        message = say(self.env, found.message)
        if not found.consistent and not reason:
            return {"consistent": False, "message": message}
        values = {
            "document_type": document_type,
            "expires_on": found.expires_on,
            "seen_by_id": self.env.uid,
            "seen_at": fields.Datetime.now(),
            "override_reason": False if found.consistent else reason,
            **self._kept(person_sudo, document_type, found.number),
        }
        identity_sudo = self.sudo().search([("registration_id", "=", person_sudo.id)])
        if identity_sudo:
            identity_sudo.write(values)
        else:
            try:
                identity_sudo.create({"registration_id": person_sudo.id, **values})
            except UniqueViolation as error:
                # another desk was faster: Odoo tries again, and this one replaces it
                raise ConcurrencyError("The document was just entered") from error
        if not found.consistent:
            message = self.env._("Accepted with your reason. %s", message)
        return {"consistent": found.consistent, "message": message}

    @api.model
    def _check(self, registration, document_type, number, expires_on):
        """What the rules of the document say of it, and whether it has expired.

        :param registration: the visitor, whose kind of visit says what is kept
        :return: :class:`identity_documents.Check`
        :raise UserError: unknown document, impossible date, longer than any number
        """
        if document_type not in identity_documents.CHECKS:
            raise UserError(
                self.env._(
                    "Unknown kind of document. Choose one of: %s",
                    ", ".join(identity_documents.CHECKS),
                )
            )
        number = str(number or "")  # programs may send digits as a number
        if len(number) > identity_documents.MAX_LENGTH:
            raise UserError(self.env._("No identity number is that long."))
        today = registration.site_id._today()
        if number.strip() or registration.visit_id.type_id.identity_storage != "none":
            found = identity_documents.check(document_type, number, today)
        else:
            found = identity_documents.Check(True, SEEN_ONLY, "")
        expires_on = self._expiry(expires_on) or found.expires_on
        if found.consistent and expires_on and expires_on < today:
            found = found._replace(message=EXPIRED)
        return found._replace(expires_on=expires_on)

    @api.model
    def _recognize(self, registration, document_type, number):
        """The kind of document that a number tells; else the one that was thought of.

        :param registration: the visitor, at whose site it is today
        :return: a ``document_type``
        """
        if document_type not in identity_documents.CHECKS:
            return document_type
        number = str(number or "")[: identity_documents.MAX_LENGTH]
        today = registration.site_id._today()
        return identity_documents.recognize(number, document_type, today)

    @api.model
    def _expiry(self, value):
        try:
            return fields.Date.to_date(value or False)
        except (TypeError, ValueError):
            # without the value: messages of errors are logged
            raise UserError(
                self.env._("Write the expiry date as YYYY-MM-DD.")
            ) from None

    @api.model
    def _reason(self, reason, number):
        """A reason as it is stored, without the number that is not to be stored.

        :raise UserError: the number stands in the reason
        """
        reason = readable(str(reason or ""))
        plain = identity_documents.clean(reason)
        if len(number) >= 5 and number in plain:
            raise UserError(self.env._("Leave the number out of the reason."))
        return reason

    @api.model
    def _kept(self, registration, document_type, number):
        """The fields that hold what the kind of visit keeps of a number."""
        storage = registration.visit_id.type_id.identity_storage
        company_id = registration.company_id.id
        kept = {"number": False, "number_hash": False, "ciphertext": False}
        if number and storage != "none":
            # what nobody could read or find later is not stored
            self.env["visitor.secret"]._use_to_make()
            self.env["visitor.secret"]._check()
            kept["number"] = identity_documents.mask(number)
            kept["number_hash"] = self._hash(company_id, document_type, number)
        if number and storage == "full":
            kept["ciphertext"] = self._encrypt(registration.id, number)
        return kept

    # ------------------------------------------------------------
    # REVEALING
    # ------------------------------------------------------------

    def reveal(self, reason):
        """The full number, once; who asked, when and why is logged for ever.

        :param str reason: why it has to be seen
        :return: str
        :raise AccessError: not security, or a document of another company
        :raise UserError: no reason, the number is not kept, or it was stored with
            another secret
        """
        self.ensure_one()
        if not self.env.user.has_group(SECURITY):
            raise AccessError(self.env._("Only security can reveal identity numbers."))
        self.check_access("read")
        identity_sudo = self.sudo()  # security, checked above
        if not identity_sudo.ciphertext:
            raise UserError(
                self.env._("The number of this document is not kept in full.")
            )
        self.env["visitor.secret"]._use()
        number = identity_sudo._decrypt()
        reason = self._reason(reason, number)
        if not reason:
            raise UserError(self.env._("Say why the number has to be seen."))
        identity_sudo.reveal_ids.create(
            {
                "identity_id": self.id,
                "registration_id": identity_sudo.registration_id.id,
                "company_id": identity_sudo.company_id.id,
                "user_id": self.env.uid,
                "reason": reason,
                "at": fields.Datetime.now(),
            }
        )
        return number

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    @api.model
    def _document_types(self):
        """The kinds of document with their labels, as a dict."""
        return dict(self._fields["document_type"]._description_selection(self.env))

    @api.model
    def _hash(self, company_id, document_type, number):
        """The fingerprint by which a number is found again, in one company only."""
        number = identity_documents.normalize(document_type, str(number))
        return keys.digest("identity-index", f"{company_id}|{document_type}|{number}")

    @api.model
    def _encrypt(self, registration_id, number):
        return seal(keys.key(ENCRYPTION), self._bound_to(registration_id), number)

    def _decrypt(self):
        """The number that this record holds encrypted.

        :raise UserError: made with another secret, or for another record
        """
        try:
            return self._opened(keys.key(ENCRYPTION))
        except Unreadable as error:
            raise UserError(
                self.env._(
                    "This number can't be read with this secret: it was stored with "
                    "another one, or changed since."
                )
            ) from error

    def _can_be_read(self):
        """Whether the present secret opens what this record holds encrypted."""
        try:
            return bool(self._opened(keys.key(ENCRYPTION)))
        except Unreadable:
            return False

    def _opened(self, key):
        """
        :raise Unreadable: not made with this key, or for another record
        """
        return unseal(key, self._bound_to(self.registration_id.id), self.ciphertext)

    @api.model
    def _take_over(self):
        """Store the numbers that the former secret opens with the present one.

        Of a number that is kept in part only, its fingerprint is all there was: that
        document is not found by the number any more.

        :return: dict of counts: ``moved``, and ``lost``, which neither secret opens
        """
        counts = {"moved": 0, "lost": 0}
        former = keys.former_key(ENCRYPTION)
        for ids in split_every(500, self.search([("ciphertext", "!=", False)]).ids):
            for identity in self.browse(ids):
                if identity._can_be_read():
                    continue
                try:
                    number = identity._opened(former) if former else ""
                except Unreadable:
                    number = ""
                if not number:
                    counts["lost"] += 1
                    continue
                counts["moved"] += 1
                identity.write(
                    {
                        "ciphertext": self._encrypt(
                            identity.registration_id.id, number
                        ),
                        "number_hash": self._hash(
                            identity.company_id.id, identity.document_type, number
                        ),
                    }
                )
            self.env.flush_all()
            self.env.invalidate_all()
        return counts

    @api.model
    def _bound_to(self, registration_id):
        """A ciphertext that is moved to another visitor can't be read there."""
        return f"{self._name},{registration_id}"
