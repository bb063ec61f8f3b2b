from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ...tools.groups import RECEPTION
from ...tools.name_field import Line
from ...tools.picture_field import Picture


class VisitorPolicyAcceptance(models.Model):
    """Somebody accepted one version of a text: who, when, how, in which language.

    The text itself is that of the version, which never changes. Who comes again is
    known by the registration, see ``tools/same_person.py``.
    """

    _name = "visitor.policy.acceptance"
    _description = "Acceptance of Rules"
    _inherit = ["visitor.kept.mixin", "visitor.site.clock.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _site_moments = ("at", "at")

    policy_id = fields.Many2one(
        "visitor.policy",
        "Rules",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    series = fields.Char(related="policy_id.series", store=True, precompute=True)
    version = fields.Integer(related="policy_id.version", store=True, precompute=True)
    kind = fields.Selection(related="policy_id.kind", store=True, precompute=True)
    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    visit_id = fields.Many2one(related="registration_id.visit_id")
    site_id = fields.Many2one(
        related="registration_id.site_id", store=True, index=True, precompute=True
    )
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    company_id = fields.Many2one(
        related="registration_id.company_id", store=True, index=True, precompute=True
    )
    # the person, as it was known then
    name = Line("Accepted By", required=True, readonly=True)
    organization = Line("Firm", readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    headcount = fields.Integer(
        "People",
        required=True,
        readonly=True,
        default=1,
        help="More than one: the leader of a group accepted for so many.",
    )
    # how
    at = fields.Datetime(
        "Accepted At",
        required=True,
        readonly=True,
        default=lambda self: fields.Datetime.now(),
    )
    channel = fields.Selection(
        [
            ("desk", "Reception desk"),
            ("tablet", "Tablet handed over"),
            ("invitation", "Invitation page"),
            ("kiosk", "Kiosk"),
        ],
        required=True,
        readonly=True,
    )
    lang = fields.Char("Language", required=True, readonly=True)
    lang_name = fields.Char("Read In", compute="_compute_lang_name")
    signature = Picture(
        max_width=800,
        max_height=300,
        readonly=True,
        copy=False,
        prefetch=False,
        groups=RECEPTION,
    )
    signed = fields.Boolean(readonly=True)
    valid_until = fields.Datetime(
        "Counts Until", readonly=True, help="Empty: for as long as the text is asked."
    )
    user_id = fields.Many2one(
        "res.users",
        "Witness",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Who was at the desk.",
    )

    _headcount_positive = models.Constraint(
        "CHECK(headcount > 0)", "An acceptance is by one person at least."
    )

    def _compute_lang_name(self):
        langs_sudo = self.env["res.lang"].sudo().with_context(active_test=False)
        langs = langs_sudo.search_fetch([("code", "in", self.mapped("lang"))], ["name"])
        names = {lang.code: lang.name for lang in langs}
        for acceptance in self:
            acceptance.lang_name = names.get(acceptance.lang, acceptance.lang)

    @api.depends("name", "policy_id")
    def _compute_display_name(self):
        for acceptance in self:
            acceptance.display_name = (
                f"{acceptance.name}: {acceptance.policy_id.display_name}"
            )

    @api.model
    def _record(self, person, policy, channel, lang, signature=False):
        """Write down that a person accepted a version; the callers check who asks.

        :param person: ``visitor.registration``, locked
        :param policy: ``visitor.policy`` in force
        :param str channel: a ``channel``
        :param str lang: in which it was read, one of the version's
        :param signature: a picture in base64, or nothing
        :raise UserError: the signature is no picture, or too large
        """
        now = fields.Datetime.now()
        months = policy.validity_months
        return self.create(
            {
                "policy_id": policy.id,
                "registration_id": person.id,
                "name": person.name,
                "organization": person.organization,
                "partner_id": person.partner_id.id,
                "headcount": person.headcount,
                "at": now,
                "channel": channel,
                "lang": lang,
                "signature": signature,
                "signed": bool(signature),
                "valid_until": now + relativedelta(months=months) if months else False,
                "user_id": self.env.uid if channel == "desk" else False,
            }
        )
