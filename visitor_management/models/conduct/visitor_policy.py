import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

from ...tools.entered_times import AHEAD, ANY
from ...tools.name_field import Line
from ...tools.whole_html_field import WholeHtml

# What visitors accept, and what follows from it: a published version keeps it.
PROMISED = {
    "name",
    "body",
    "kind",
    "lang",
    "valid_from",
    "validity_months",
    "ask_again",
    "asks_signature",
    "duty_ids",
}
# What names the texts that visitors of it accept.
ASKING = ("visitor.visit.type", "visitor.site", "visitor.area")


class VisitorPolicy(models.Model):
    """One version of a text that visitors accept before they come in.

    The versions of a text are a series. Which of them is in force at a moment is the
    latest published one whose day has come. Nothing of a published version changes but
    that a language is added: what somebody signed stands as it was read.
    """

    _name = "visitor.policy"
    _description = "Rules of Conduct"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "visitor.state.mixin",
        "client.times.mixin",
        "client.clock.mixin",
    ]
    _order = "sequence, series, version desc, id desc"
    _check_company_auto = True
    _fixed_fields = frozenset({"company_id"})
    # when it begins is looked at when it is published: today is not over then
    _times = {"valid_from": ANY, "review_on": AHEAD}
    _transitions = {"draft": {"published"}, "published": {"retired"}}

    name = Line("Title", required=True, translate=True)
    kind = fields.Selection(
        [
            ("conduct", "Rules of conduct"),
            ("no_smoking", "No smoking"),
            ("no_photos", "No photographs"),
            ("confidentiality", "Confidentiality"),
            ("privacy", "Privacy notice"),
            ("other", "Other rules"),
        ],
        "Kind of Rules",
        required=True,
        default="conduct",
    )
    body = WholeHtml(
        "Text",
        sanitize_style=True,
        help="What visitors read and accept. Each language has a text of its own.",
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Written In",
        required=True,
        default=lambda self: self.env.lang or "en_US",
        help="The language of the first text. Who reads none of the languages of a "
        "text is shown English, else this one, and told so.",
    )
    languages = fields.Char(compute="_compute_languages")
    sequence = fields.Integer(default=10, help="In which order texts are shown.")
    company_id = fields.Many2one(
        "res.company", index=True, ondelete="restrict", help="Empty: for all companies."
    )
    # version
    series = fields.Char(
        "Text of All Versions",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: str(uuid.uuid4()),
        help="The same for all versions of one text.",
    )
    version = fields.Integer(required=True, readonly=True, default=1, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("retired", "Retired")],
        "Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    valid_from = fields.Datetime(
        "In Force From",
        copy=False,
        help="Empty: from the moment it is published.",
    )
    in_force = fields.Boolean(
        compute="_compute_in_force", help="This version is what visitors accept now."
    )
    published_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    # acceptance
    validity_months = fields.Integer(
        "Accepted For (months)",
        help="After so many months visitors accept it anew. 0: once is enough.",
    )
    ask_again = fields.Boolean(
        help="Who accepted an earlier version accepts this one as well. Otherwise the "
        "acceptance of the earlier version counts until it runs out."
    )
    asks_signature = fields.Boolean(
        "Signature", help="Visitors sign it. Otherwise they say that they accept it."
    )
    counts_from = fields.Integer(
        readonly=True,
        copy=False,
        help="The first version whose acceptance counts for this one.",
    )
    acceptance_ids = fields.One2many(
        "visitor.policy.acceptance", "policy_id", "Acceptances"
    )
    acceptance_count = fields.Integer(compute="_compute_acceptance_count")
    # duties and review
    duty_ids = fields.One2many("visitor.policy.duty", "policy_id", "Duties", copy=True)
    owner_id = fields.Many2one(
        "res.users",
        "Reviewed By",
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False)]",
        help="Who looks at it again when its review is due, and is reminded.",
    )
    review_on = fields.Date("Next Review", copy=True)
    review_ids = fields.One2many("visitor.policy.review", "policy_id", "Reviews")
    asked_by = fields.Char(
        compute="_compute_asked_by",
        help="Kinds of visit, sites and areas that name a version of this text.",
    )

    _series_version = models.UniqueIndex(
        "(series, version)", "There is a version of this number already."
    )
    _in_force_idx = models.Index("(series, valid_from) WHERE state = 'published'")
    _validity_sane = models.Constraint(
        "CHECK(validity_months BETWEEN 0 AND 120)",
        "An acceptance counts for ten years (120 months) at most. 0: for ever.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    def _compute_in_force(self):
        """Not stored: it changes with the time."""
        now_in_force = self._in_force()
        for policy in self:
            policy.in_force = policy._origin in now_in_force

    def _compute_languages(self):
        langs_sudo = self.env["res.lang"].sudo().with_context(active_test=False)
        names = {lang.code: lang.name for lang in langs_sudo.search_fetch([], ["name"])}
        for policy, codes in self._langs().items():
            policy.languages = format_list(
                self.env, [names.get(code, code) for code in codes if code]
            )

    def _compute_acceptance_count(self):
        acceptances_sudo = self.env["visitor.policy.acceptance"].sudo()  # a number only
        counts = dict(
            acceptances_sudo._read_group(
                [("policy_id", "in", self.ids)], ["policy_id"], ["__count"]
            )
        )
        for policy in self:
            policy.acceptance_count = counts.get(policy._origin, 0)

    def _compute_asked_by(self):
        for policy in self:
            versions = policy._versions()
            places = [
                place.display_name
                for model in ASKING
                for place in self.env[model].search(
                    [("policy_ids", "in", versions.ids)]
                )
            ]
            policy.asked_by = format_list(self.env, places) if places else ""

    @api.depends("name", "version")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for policy in self:
            if not policy.name:
                policy.display_name = False
                continue
            policy.display_name = self.env._(
                "%(title)s, version %(number)s",
                title=policy.name,
                number=policy.version,
            )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("owner_id")
    def _check_owner_is_ours(self):
        if any(policy.owner_id.share for policy in self.sudo()):  # whether a colleague
            raise ValidationError(
                self.env._("A colleague reviews the rules: choose one of your users.")
            )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if PROMISED & vals.keys():
            self._check_promised(vals)
        with self._following_texts({"name", "body"} & vals.keys()):
            result = super().write(vals)
        if {"review_on", "owner_id"} & vals.keys():
            self.filtered(lambda policy: policy.state == "published")._put_on_list()
        return result

    def copy(self, default=None):
        """A copy is another text, of which it is the first version."""
        return super().copy({"valid_from": False, **(default or {})})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(policy.state != "draft" for policy in self):
            raise UserError(
                self.env._(
                    "A version that was published is kept: retire it instead, then "
                    "nobody is asked for it any more."
                )
            )

    def _check_promised(self, vals):
        """
        :raise UserError: what was promised by a published version would be another
        """
        self.check_access("write")
        for policy in self.filtered(lambda each: each.state != "draft"):
            if "duty_ids" in vals or policy._differing(PROMISED - {"duty_ids"}, vals):
                raise policy._is_published()

    def _is_published(self):
        return UserError(
            self.env._(
                "A published version stays as it was accepted. Make a new version, or "
                "add a language to this one."
            )
        )
