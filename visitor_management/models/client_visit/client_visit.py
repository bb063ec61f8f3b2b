from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import opening_hours
from ...tools.entered_times import AHEAD, ANY, BEHIND
from ...tools.name_field import Line
from ...tools.names import readable
from ...tools.picture_field import Picture

# Still to be made.
AHEAD_STATES = ("planned", "appointed")


class ClientVisit(models.Model):
    _name = "client.visit"
    _description = "Client Visit"
    _inherit = [
        "client.state.mixin",
        "client.promise.mixin",
        "client.times.mixin",
        "client.clock.mixin",
        "client.talk.revision.mixin",
        "visitor.left.mixin",
        "visitor.calendar.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "day desc, id desc"
    _rec_names_search = ["name", "partner_id"]
    _check_company_auto = True
    _mail_post_access = "read"  # an archived record can still be talked about
    _fixed_fields = frozenset({"company_id", "plan_id"})
    _promise_field = "day"
    _times = {
        "appointment_at": ANY,  # of a visit beside the plan, written down afterwards
        "planned_on": AHEAD,
        "start": BEHIND,
        "stop": BEHIND,
    }

    _transitions = {
        "planned": {"appointed", "cancelled"},
        "appointed": {"done", "cancelled"},
        "done": {"archived"},
    }
    _talk_fields = frozenset({"talk", "told_client", "signature", "signed_by"})

    name = fields.Char("Client Visit No.", readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    # client
    partner_id = fields.Many2one(
        "res.partner",
        "Client",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    contact_id = fields.Many2one(
        "res.partner",
        "Whom We Visit",
        index="btree_not_null",
        check_company=True,
        domain="[('id', 'child_of', partner_id)]",
        ondelete="restrict",
        help="The person at the client; the appointment is written to them.",
    )
    contact_function = fields.Char(related="contact_id.function")
    contact_phone = Line("Phone", compute="_compute_contact_phone", compute_sudo=True)
    unit_id = fields.Many2one(
        "visitor.unit",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    # why
    kind = fields.Selection(
        [("planned", "Planned Visit"), ("ad_hoc", "Ad Hoc")],
        required=True,
        default="planned",
        index=True,
    )
    ad_hoc_reason = Line("Why Ad Hoc", help="Why this visit is made beside the plan.")
    plan_id = fields.Many2one(
        "client.visit.plan",
        "Work Plan",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        copy=False,
    )
    turn = fields.Date(
        readonly=True,
        copy=False,
        help="First day of the span of the plan that this visit stands for.",
    )
    planned_on = fields.Date("Planned For", copy=False)
    purpose = Line()
    # people
    line_ids = fields.One2many("client.visit.line", "visit_id", "Who Goes", copy=True)
    people = fields.Char("Who Goes (Names)", compute="_compute_people")
    # what happened
    start = fields.Datetime("Began", copy=False, help="When it really began.")
    stop = fields.Datetime("Ended", copy=False)
    talk = fields.Text(copy=False)
    told_client = fields.Text(
        "What We Told the Client",
        copy=False,
        help="News and notices, recent work, answers to what was open.",
    )
    item_ids = fields.One2many("client.visit.item", "visit_id", "Items Raised")
    signature = Picture(
        "Client's Signature", copy=False, max_width=1024, max_height=1024
    )
    signed_by = Line(copy=False)
    recorded_by_id = fields.Many2one(
        "res.users",
        "Written Down By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    day = fields.Date(
        compute="_compute_day",
        store=True,
        index=True,
        help="When it was, is agreed or planned for, on the clock of the company.",
    )
    # life
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("appointed", "Appointed"),
            ("done", "Done"),
            ("archived", "Archived"),
            ("cancelled", "Cancelled"),
        ],
        "Status",
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    cancel_reason = Line("Why Cancelled", readonly=True, copy=False)
    archive_number = fields.Char(readonly=True, copy=False, index="btree_not_null")
    archived_on = fields.Date(readonly=True, copy=False)
    archived_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    pending_count = fields.Integer("Open Items", compute="_compute_pending_count")
    checklist = fields.Html(
        "Before Archiving", compute="_compute_checklist", sanitize=False
    )
    archivable = fields.Boolean(compute="_compute_checklist")
    # appointment, and what calendars answer to it
    place = Line("Where")
    appointment_at = fields.Datetime("Appointment", copy=False, index=True)
    duration = fields.Float("Duration (hours)", default=1.0)
    appointment_stop = fields.Datetime(
        "Appointment Ends", compute="_compute_appointment_stop", store=True
    )
    confirmed_by = Line(copy=False, help="Who at the client confirmed the appointment.")
    appointed_at = fields.Datetime("Confirmed On", readonly=True, copy=False)
    appointed_by_id = fields.Many2one(
        "res.users",
        "Appointment Made By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    asked_at = fields.Datetime("Asked On", readonly=True, copy=False)
    client_time = fields.Char(
        "Time at the Client",
        compute="_compute_client_time",
        compute_sudo=True,
        help="The appointment on the clock of the client.",
    )
    client_email = fields.Char(compute="_compute_client_email", compute_sudo=True)
    client_lang = fields.Char(compute="_compute_client_email", compute_sudo=True)
    clash = fields.Text(
        "At Another Client",
        compute="_compute_clash",
        help="Who is on another visit at the time of the appointment.",
    )

    _name_uniq = models.UniqueIndex("(company_id, name)")

    _archive_number_uniq = models.UniqueIndex(
        "(company_id, archive_number) WHERE archive_number IS NOT NULL"
    )
    _turn_uniq = models.UniqueIndex(
        "(plan_id, partner_id, turn) WHERE turn IS NOT NULL",
        "The plan already has a visit to this client in this span.",
    )
    _client_day = models.Index("(partner_id, day)")
    _stop_after_start = models.Constraint(
        "CHECK(stop > start)", "A client visit ends after it begins."
    )
    _duration_positive = models.Constraint(
        "CHECK(duration > 0)", "An appointment takes some time."
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for visit in self:
            visit.display_name = " ".join(
                filter(None, (visit.name, visit.partner_id.name))
            )

    @api.depends("contact_id.phone", "partner_id.phone")
    def _compute_contact_phone(self):
        for visit in self:
            visit.contact_phone = visit.contact_id.phone or visit.partner_id.phone

    @api.depends("line_ids.employee_id")
    def _compute_people(self):
        for visit in self:
            # sudo: the names of the employees on a visit that the user may read
            names = visit.sudo().line_ids.employee_id.mapped("name")
            visit.people = ", ".join(names)

    @api.depends("start", "appointment_at", "planned_on", "company_id")
    def _compute_day(self):
        for visit in self:
            moment = visit.start or visit.appointment_at
            tz = visit.company_id._client_tz() if moment else ""
            visit.day = (
                opening_hours.to_local(moment, tz).date()
                if moment
                else visit.planned_on
            )

    @api.depends("item_ids.pending")
    def _compute_pending_count(self):
        counts = dict(
            self.env["client.visit.item"]._read_group(
                [("visit_id", "in", self.ids), ("pending", "=", True)],
                ["visit_id"],
                ["__count"],
            )
        )
        for visit in self:
            visit.pending_count = counts.get(visit._origin, 0)

    @api.depends("state", "item_ids.pending", "item_ids.state", "item_ids.content")
    def _compute_checklist(self):
        for visit in self:
            todo = visit._archive_blockers()
            visit.archivable = visit.state == "done" and not todo
            lines = [(False, line) for line in todo]
            lines += [(True, line) for line in visit._archive_done()]
            visit.checklist = Markup("<ul class='list-unstyled mb-0'>%s</ul>") % (
                Markup("").join(
                    Markup("<li><i class='fa fa-fw %s' role='img'></i> %s</li>")
                    % (
                        "fa-check text-success" if done else "fa-times text-danger",
                        line,
                    )
                    for done, line in lines
                )
            )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("kind", "ad_hoc_reason")
    def _check_ad_hoc_reason(self):
        for visit in self:
            if visit.kind == "ad_hoc" and not readable(visit.ad_hoc_reason):
                raise ValidationError(
                    self.env._("Say why this visit is made beside the plan.")
                )

    @api.constrains("contact_id", "partner_id")
    def _check_contact(self):
        for visit in self.filtered("contact_id"):
            client, contact = visit.partner_id, visit.contact_id
            above = contact | contact.parent_id | contact.commercial_partner_id
            if client not in above:
                raise ValidationError(
                    self.env._("Whom we visit is the client or one of its people.")
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create([self._with_people(vals) for vals in vals_list])
        for visit_sudo in visits.sudo():  # the number is not the user's to choose
            company = visit_sudo.company_id
            day = visit_sudo.day or company._client_today()
            visit_sudo.name = company._next_number("client.visit", day)
        return visits

    def write(self, vals):
        self._check_not_archived()
        result = super().write(vals)
        self._after_change(vals.keys())
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if any(visit.state != "planned" for visit in self):
            raise UserError(
                self.env._(
                    "Only visits without an appointment can be deleted. "
                    "Cancel the visit instead."
                )
            )

    def copy_data(self, default=None):
        """Who has left does not go along; who copies it goes if nobody else does."""
        vals_list = super().copy_data(default)
        for vals in vals_list:
            lines = vals.pop("line_ids", [])
            if going := [line for line in lines if line[2].get("employee_id")]:
                vals["line_ids"] = going
        return vals_list

    def _with_people(self, vals):
        """Who makes a visit goes there, unless somebody else is named."""
        company = vals.get("company_id") or self.env.company.id
        employee = self.env.user.with_company(company).employee_id
        if "line_ids" in vals or not employee:
            return vals
        return {**vals, "line_ids": [Command.create({"employee_id": employee.id})]}

    def _check_not_archived(self):
        if any(visit.state == "archived" for visit in self):
            raise UserError(
                self.env._(
                    "This visit is archived: its record is read-only. "
                    "Make a new visit for what came later."
                )
            )
