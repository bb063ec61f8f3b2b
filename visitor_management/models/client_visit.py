from datetime import timedelta

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import opening_hours
from ..tools.entered_times import AHEAD, ANY, BEHIND, TOLERANCE
from ..tools.name_field import Line
from ..tools.names import readable
from ..tools.picture_field import Picture


class ClientVisit(models.Model):
    _name = "client.visit"
    _description = "Client Visit"
    _inherit = [
        "client.state.mixin",
        "client.visit.answer.mixin",
        "client.visit.clash.mixin",
        "client.promise.mixin",
        "client.talk.revision.mixin",
        "client.visit.talk.mixin",
        "visitor.left.mixin",
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

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
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
        [("planned", "Planned"), ("ad_hoc", "Ad Hoc")],
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
    item_ids = fields.One2many("client.visit.item", "visit_id", "Items")
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
        "Archived By",
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
        "CHECK(stop > start)", "A visit ends after it begins."
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

    # ------------------------------------------------------------
    # LIFE
    # ------------------------------------------------------------

    def action_appoint(self):
        """The client confirmed when and where: the appointment stands.

        :return: True
        :raise UserError: when, where or who confirmed is missing, the time is outside
            the client's hours, or the visit is no longer planned
        """
        for visit in self:
            if visit.state != "planned":
                raise visit._step_not_allowed("appointed")
            visit.check_access("write")
            visit._appoint(self.env.user)
        return True

    def action_done(self):
        """The visit was made. Times that nobody noted are those of the appointment.

        :return: True
        :raise UserError: there was no appointment, it lies ahead, or the visit is over
        """
        now = fields.Datetime.now()
        for visit in self:
            if visit.state != "appointed":
                raise visit._step_not_allowed("done")
            visit.check_access("write")
            start = visit.start or visit.appointment_at
            if start > now + TOLERANCE:
                raise UserError(
                    self.env._(
                        "The appointment of this visit lies ahead. If it was made "
                        "already, write down when it began: “%s”.",
                        self._fields["start"]._description_string(self.env),
                    )
                )
            stop = visit.stop or min(start + timedelta(hours=visit.duration), now)
            visit._set_state(
                "done",
                start=start,
                stop=max(stop, start + timedelta(minutes=1)),
                recorded_by_id=self.env.uid,
            )
        return True

    def action_archive_record(self):
        """Close the record for good and give it its number in the archive.

        :return: True
        :raise UserError: an item still waits; says which and for what
        """
        for visit in self:
            if visit.state != "done":
                raise visit._step_not_allowed("archived")
            visit.check_access("write")
            # messages of errors are logged: not what the client said
            if blockers := visit._archive_blockers(quoted=False):
                raise UserError(
                    self.env._(
                        "The record can't be archived yet:\n%s",
                        "\n".join(f"- {blocker}" for blocker in blockers),
                    )
                )
            company, today = visit.company_id, visit.company_id._client_today()
            visit._set_state(
                "archived",
                archive_number=company._next_number("client.visit.archive", today),
                archived_on=today,
                archived_by_id=self.env.uid,
            )
        return True

    def action_cancel(self, reason):
        """Call off a visit that was not made. The client is told if they know of it.

        :param str reason: kept in the record
        :return: True
        :raise UserError: no reason, or the visit was made
        """
        reason = readable(reason)
        for visit in self:
            if "cancelled" not in self._transitions.get(visit.state, ()):
                raise visit._step_not_allowed("cancelled")
            visit.check_access("write")
            if not reason:
                raise UserError(self.env._("Say why."))
            known = visit.appointed_at or visit.asked_at
            visit._set_state("cancelled", cancel_reason=reason)
            visit._other_date_settled()
            if known:
                visit._write_to_client("cancelled")
        return True

    def action_talk(self):
        """Open the talk record, the page for the phone.

        :return: action
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/client/talk/{self.id}",
            "target": "self",
        }

    # ------------------------------------------------------------
    # TOOLS
    # ------------------------------------------------------------

    def _archive_blockers(self, quoted=True):
        """What still has to happen before the record can be archived: sentences.

        :param bool quoted: name the items by what the client said, not only by kind
        """
        self.ensure_one()
        _ = self.env._
        blockers = []
        if self.state in ("planned", "appointed"):
            blockers.append(_("The visit was not made yet."))
        kinds = dict(self.item_ids._fields["kind"]._description_selection(self.env))
        for item in self.item_ids.filtered("pending"):
            name = item.display_name if quoted else kinds[item.kind]
            if item.state == "open":
                text = _("%s: answer it, or give it to somebody by a date.", name)
            elif item.state == "escalated":
                text = _("%s: waits for a solution.", name)
            else:
                text = _("%s: solved, but the client was not told.", name)
            blockers.append(text)
        return blockers

    def _archive_done(self):
        """What stands already: sentences."""
        _ = self.env._
        settled = len(self.item_ids) - len(self.item_ids.filtered("pending"))
        done = []
        if self.state in ("done", "archived"):
            done.append(_("The visit was made."))
        if settled:
            done.append(_("Items settled: %s", settled))
        return done
