import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import contractor_papers, images, paper_file
from ...tools.entered_times import ANY
from ...tools.groups import SECURITY
from ...tools.name_field import Line
from ...tools.ours import ADDON
from ...tools.sentences import say

# Somebody may still enter something; what is decided stays as it was.
OPEN = ("missing", "waiting")


class VisitorContractorPaper(models.Model):
    """A paper of a contractor's firm or of a worker.

    It is missing until reception enters its file, then waits for security, which
    accepts it or says why not. A renewed one is another record, so that it is known
    which paper somebody came in with. The file is for security and who entered it.
    """

    _name = "visitor.contractor.paper"
    _description = "Contractor's Paper"
    _inherit = ["visitor.state.mixin", "client.times.mixin", "client.clock.mixin"]
    _order = "firm_id, partner_id, kind, id desc"
    _check_company_auto = True
    _fixed_fields = frozenset({"partner_id", "kind", "company_id"})
    _times = {"valid_from": ANY, "valid_to": ANY, "next_review": ANY}

    _transitions = {
        "missing": {"waiting"},
        "waiting": {"valid", "refused"},
        # refused: what was accepted turned out to be wrong
        "valid": {"expired", "refused"},
    }

    # whose
    partner_id = fields.Many2one(
        "res.partner",
        "Firm or Worker",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    firm_id = fields.Many2one(
        "res.partner",
        "Contractor's Firm",
        compute="_compute_firm_id",
        store=True,
        index=True,
        ondelete="restrict",
    )
    # what: other programs know it by this name
    kind = fields.Many2one(
        "visitor.contractor.paper.kind",
        "Kind of Paper",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    whose = fields.Selection(related="kind.whose")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    number = Line("No. of the Paper", help="As it stands on it.")
    file = fields.Binary(
        compute="_compute_file",
        inverse="_inverse_file",
        help="A PDF or a picture. Security and who entered it can open it.",
    )
    file_name = Line("Name of the File")
    stored_file = fields.Binary(
        attachment=True, readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    has_file = fields.Boolean("File Entered", readonly=True, copy=False)
    # how long
    valid_from = fields.Date(help="Empty: since ever.")
    valid_to = fields.Date(
        "Last Day", help="The last day. Empty: it has no end.", index=True
    )
    next_review = fields.Date(
        "To Be Reviewed By",
        help="Of a certificate that is reviewed before its end: until when it is to be "
        "reviewed. From then on it counts no more.",
    )
    good_until = fields.Date(
        "Counts Until", compute="_compute_good_until", store=True, index=True
    )
    expiring_from = fields.Date(compute="_compute_good_until", store=True)
    expiring = fields.Boolean(compute="_compute_expiring", search="_search_expiring")
    # life
    state = fields.Selection(
        [
            ("missing", "Missing"),
            ("waiting", "Waits for Security"),
            ("refused", "Paper Refused"),
            ("valid", "Valid"),
            ("expired", "Expired"),
        ],
        "Status",
        default="missing",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    entered_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    entered_at = fields.Datetime("Entered On", readonly=True, copy=False)
    due_on = fields.Date(
        "To Be Checked By",
        readonly=True,
        copy=False,
        help="By when security is to accept or refuse it.",
    )
    overdue = fields.Boolean(
        "Check Overdue", compute="_compute_overdue", search="_search_overdue"
    )
    decided_by_id = fields.Many2one(
        "res.users",
        "Checked By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    decided_at = fields.Datetime("Checked On", readonly=True, copy=False)
    refused_reason = Line("Why It Was Refused", readonly=True, copy=False)
    mailed_at = fields.Datetime(
        "Refusal Mailed",
        readonly=True,
        copy=False,
        help="Empty: the firm has nobody with an e-mail address.",
    )
    reminded_on = fields.Date(readonly=True, copy=False)

    _one_open = models.UniqueIndex(
        "(company_id, partner_id, kind) WHERE state IN ('missing', 'waiting')",
        "A paper of this kind is missing or waits already. Enter it there.",
    )
    # what admission looks up
    _lookup_idx = models.Index("(partner_id, kind)")

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("kind.name", "partner_id.name")
    def _compute_display_name(self):
        for paper in self:
            named = [paper.kind.name, paper.partner_id.name]
            paper.display_name = ": ".join(filter(None, named)) or False

    @api.depends("partner_id.commercial_partner_id")
    def _compute_firm_id(self):
        for paper in self:
            paper.firm_id = paper.partner_id.commercial_partner_id

    @api.depends("stored_file", "entered_by_id")
    @api.depends_context("uid")
    def _compute_file(self):
        for paper in self:
            # sudo: the file, for those who may open it
            readable = paper._may_open_file()
            paper.file = readable and paper.sudo()._origin.stored_file

    def _inverse_file(self):
        for paper in self:
            if paper.file:
                paper._enter(paper.file)
            elif paper.has_file:
                raise UserError(
                    self.env._("A paper that waits keeps its file. Enter another one.")
                )

    @api.depends("valid_to", "next_review", "kind.days_expiring")
    def _compute_good_until(self):
        for paper in self:
            until = contractor_papers.good_until(paper.valid_to, paper.next_review)
            days = timedelta(days=paper.kind.days_expiring)
            paper.good_until = until
            paper.expiring_from = until and until - days

    @api.depends("state", "good_until", "expiring_from")
    def _compute_expiring(self):
        for paper in self:
            today = paper._today()
            paper.expiring = (
                paper.state == "valid"
                and bool(paper.good_until)
                and paper.expiring_from <= today <= paper.good_until
            )

    @api.model
    def _search_expiring(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._client_today()
        expiring = fields.Domain(
            [
                ("state", "=", "valid"),
                ("expiring_from", "<=", today),
                ("good_until", ">=", today),
            ]
        )
        return expiring if True in value else ~expiring

    @api.depends("state", "due_on")
    def _compute_overdue(self):
        for paper in self:
            waits = paper.state == "waiting" and paper.due_on
            paper.overdue = bool(waits) and paper.due_on < paper._today()

    @api.model
    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.company._client_today()
        overdue = fields.Domain([("state", "=", "waiting"), ("due_on", "<", today)])
        return overdue if True in value else ~overdue

    def _today(self):
        """The date on the clock of the company."""
        return (self.company_id[:1] or self.env.company).sudo()._client_today()

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("valid_from", "valid_to", "next_review")
    def _check_dates(self):
        for paper in self:
            first = paper.valid_from
            if first and paper.good_until and paper.good_until < first:
                raise ValidationError(
                    self.env._(
                        "A paper does not end before it begins. Check the dates."
                    )
                )

    @api.constrains("partner_id", "kind")
    def _check_whose(self):
        for paper_sudo in self.sudo():  # whether it is a firm, no more
            partner = paper_sudo.partner_id
            if paper_sudo.whose == "worker" and partner.is_company:
                raise ValidationError(
                    self.env._("Each worker shows this paper: choose the worker.")
                )
            if paper_sudo.whose == "firm" and partner != partner.commercial_partner_id:
                raise ValidationError(
                    self.env._("The firm shows this paper: choose the firm.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        """
        :raise UserError: the paper was decided about: it stays as it was then
        """
        if not self.env.su and any(paper.state not in OPEN for paper in self):
            self.check_access("write")
            if any(
                field is not None and field._module == ADDON
                for field in map(self._fields.get, vals)
            ):
                raise UserError(
                    self.env._(
                        "This paper was decided about: it stays as it was then. Enter "
                        "the new one beside it."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_entered(self):
        if any(paper.state != "missing" for paper in self):
            raise UserError(
                self.env._("A paper that was entered is kept. Security may refuse it.")
            )

    # ------------------------------------------------------------
    # FILE
    # ------------------------------------------------------------

    def _may_open_file(self):
        """Whether the user may open the file: security, and who entered it."""
        self.ensure_one()
        user = self.env.user
        # as it is stored: a form may say that anybody entered it
        entered_by = self._origin.entered_by_id
        return self.env.su or user.has_group(SECURITY) or entered_by == user

    def _enter(self, value):
        """Keep a file, and let the paper wait for security.

        :param value: base64
        :raise UserError: it is no PDF and no picture
        """
        self.ensure_one()
        try:
            data = paper_file.clean(value)
        except images.NoPicture as error:
            raise UserError(say(self.env, error.sentence)) from error
        # sudo: who entered it and when; the user may write, or was refused
        paper_sudo = self.sudo()
        entered = {
            "stored_file": base64.b64encode(data),
            "has_file": True,
            "entered_by_id": self.env.uid,
            "entered_at": fields.Datetime.now(),
            "due_on": self._today() + timedelta(days=self.kind.days_to_check),
        }
        if paper_sudo.state == "missing":
            paper_sudo._set_state("waiting", **entered)
        else:
            paper_sudo.write(entered)

    def _keeps_files(self):
        return self.state not in OPEN
