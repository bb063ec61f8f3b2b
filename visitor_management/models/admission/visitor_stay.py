from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime
from odoo.tools.translate import LazyTranslate

from ...tools import opening_hours
from ...tools.groups import RECEPTION
from ...tools.name_field import Line
from ...tools.sentences import Label
from ...tools.transaction import apart

_lt = LazyTranslate(__name__)


class VisitorStay(models.Model):
    """One time inside: a line of the visitor register."""

    _name = "visitor.stay"
    _description = "Stay"
    _inherit = ["visitor.site.clock.mixin", "visitor.export.mixin"]
    _order = "in_at desc, id desc"
    _site_moments = ("in_at", "in_at")
    # of the paper form; never the document, nor the code of the pass
    _reception_columns = frozenset(
        {"in_at", "out_at", "site_date", "registration_id", "organization", "phone"}
        | {"host_name", "department_id", "type_id", "purpose", "headcount"}
        | {"vehicle_plate", "visit_id", "walk_in", "closed_by", "corrected", "remarks"}
        | {"create_uid", "site_id", "company_id", "emergency"}
    )

    registration_id = fields.Many2one(
        "visitor.registration",
        "Visitor",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    site_id = fields.Many2one("visitor.site", required=True, readonly=True)
    tz = fields.Selection(related="site_id.tz", string="Site Time Zone")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    headcount = fields.Integer("People", default=1, required=True, readonly=True)
    in_at = fields.Datetime("Time In", required=True, readonly=True)
    out_at = fields.Datetime("Time Out", readonly=True)
    closed_by = fields.Selection(
        [
            ("person", "The visitor"),
            ("desk", "Reception"),
            ("auto", "Closing time"),
        ],
        readonly=True,
        help="Closing time: nobody saw the person leave.",
    )
    seen_leaving_at = fields.Datetime(
        "Confirmed as Gone On",
        readonly=True,
        help="When somebody confirmed that a person who was checked out by closing "
        "time is gone.",
    )
    seen_leaving_by_id = fields.Many2one(
        "res.users",
        "Confirmed as Gone By",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty where the pass was scanned on the way out.",
    )
    not_seen_leaving = fields.Boolean(
        compute="_compute_not_seen_leaving",
        search="_search_not_seen_leaving",
        help="Checked out by closing time, not seen since, and nobody has confirmed "
        "that the person is gone.",
    )
    remarks = Line(readonly=True)
    corrected = fields.Boolean(
        readonly=True, help="A time was corrected later; the visit's history says how."
    )
    # the columns of the register
    visit_id = fields.Many2one(related="registration_id.visit_id", string="Visit")
    organization = fields.Char(related="registration_id.organization")
    phone = fields.Char(related="registration_id.phone")
    vehicle_plate = fields.Char(related="registration_id.vehicle_plate")
    host_id = fields.Many2one(related="registration_id.visit_id.host_id")
    host_partner_id = fields.Many2one(
        related="registration_id.visit_id.host_partner_id"
    )
    host_name = fields.Char(related="registration_id.visit_id.host_name")
    type_id = fields.Many2one(related="registration_id.visit_id.type_id")
    department_id = fields.Many2one(related="registration_id.visit_id.department_id")
    walk_in = fields.Boolean(related="registration_id.visit_id.walk_in")
    purpose = fields.Char(related="registration_id.visit_id.purpose")
    emergency = fields.Boolean(related="registration_id.visit_id.emergency")
    identity = fields.Char(
        "Identity Document", compute="_compute_papers", groups=RECEPTION
    )
    pass_number = fields.Char(
        "Pass or Card", compute="_compute_papers", groups=RECEPTION
    )
    pass_state = fields.Selection(
        lambda self: (
            self.env["visitor.pass"]._fields["state"]._description_selection(self.env)
        ),
        "Pass Status",
        compute="_compute_papers",
        groups=RECEPTION,
    )

    _open_uniq = models.UniqueIndex(
        "(registration_id) WHERE out_at IS NULL", "This visitor is inside already."
    )
    _inside_idx = models.Index("(site_id) INCLUDE (headcount) WHERE out_at IS NULL")
    _not_seen_leaving_idx = models.Index(
        "(site_id, registration_id) "
        "WHERE closed_by = 'auto' AND seen_leaving_at IS NULL"
    )
    _register_idx = models.Index("(site_id, in_at)")
    _newest_idx = models.Index("(company_id, in_at DESC, id DESC)")
    _out_after_in = models.Constraint(
        "CHECK(out_at >= in_at)", "Nobody leaves before coming."
    )

    @api.depends("registration_id.name", "in_at")
    def _compute_display_name(self):
        for stay in self:
            stay.display_name = stay.registration_id.name

    @api.depends("registration_id.identity_ids", "registration_id.pass_ids.state")
    def _compute_papers(self):
        for stay in self:
            person = stay.registration_id
            last = person.pass_ids.sorted("id")[-1:]
            stay.identity = person.identity_ids[:1].display_name
            stay.pass_number = last.card_id.number or last.short_code
            stay.pass_state = last.state

    @api.ondelete(at_uninstall=False)
    def _unlink_except_taken_back(self):
        if any(stay.out_at for stay in self):
            raise UserError(self.env._("The register keeps every line."))

    def correct(self, in_at=False, out_at=False, reason=""):
        """Correct a wrong time in the register; the visit's history keeps both.

        :param datetime in_at: naive UTC, False to leave it
        :param datetime out_at: naive UTC, False to leave it; only of a closed stay
        :param str reason: why the time was wrong
        :return: True
        :raise AccessError: not reception
        :raise UserError: no reason, a time to come, or times that overlap
        """
        self.ensure_one()
        person = self.registration_id
        person._check_reception()
        reason = person.visit_id._reason(reason)
        stay_sudo = self.sudo()  # reception, checked above
        new = {
            "in_at": fields.Datetime.to_datetime(in_at) or self.in_at,
            "out_at": fields.Datetime.to_datetime(out_at) or self.out_at,
        }
        if new == {"in_at": self.in_at, "out_at": self.out_at}:
            raise UserError(self.env._("Enter the right time."))
        stay_sudo._check_correction(new["in_at"], new["out_at"], bool(out_at))
        for name, moment in new.items():
            if moment != self[name]:
                tz = self.site_id._tz()
                person.sudo().visit_id._log_said(
                    _lt(
                        "%(field)s of visitor %(id)s corrected from %(old)s to "
                        "%(new)s: %(reason)s",
                        field=Label(self._name, name),
                        id=person.id,
                        old=format_datetime(self.env, self[name], tz, "short"),
                        new=format_datetime(self.env, moment, tz, "short"),
                        reason=reason,
                    )
                )
        stay_sudo.write({**new, "corrected": True})
        if out_at:
            stay_sudo._note_seen_leaving()
        person._bus_changed()
        return True

    def _check_correction(self, in_at, out_at, changes_out):
        if changes_out and not self.out_at:
            raise UserError(
                self.env._("This visitor is still inside. Check the person out first.")
            )
        if max(in_at, out_at or in_at) > fields.Datetime.now():
            raise UserError(self.env._("This time has not come yet."))
        if out_at and out_at < in_at:
            raise UserError(self.env._("Nobody leaves before coming."))
        for other in self.registration_id.stay_ids - self:
            begins_before = not out_at or other.in_at < out_at
            ends_after = not other.out_at or other.out_at > in_at
            if begins_before and ends_after:
                raise UserError(
                    self.env._("This would overlap with another stay of the visitor.")
                )

    # ------------------------------------------------------------
    # JOBS
    # ------------------------------------------------------------

    @api.model
    def _cron_auto_check_out(self, limit=200):
        """Check out at closing time who is still inside; nobody saw them leave.

        The stay ends at closing time and says so. On the last day of the visit the
        person has left, on any day before they are out for now. A site that never
        closes checks nobody out.
        """
        now = fields.Datetime.now()
        cron = self.env["ir.cron"]
        for site, closing in self._closed_sites(now):
            last_id = 0
            while True:
                stays = self.search(
                    [
                        ("site_id", "=", site.id),
                        ("out_at", "=", False),
                        ("in_at", "<", closing),
                        ("id", ">", last_id),
                    ],
                    order="id",
                    limit=limit,
                )
                if not stays:
                    break
                last_id = stays[-1:].id
                for person in stays.registration_id.try_lock_for_update():
                    with apart(person):
                        if person.state == "inside":
                            person._auto_out(closing)
                if not cron._commit_progress(len(stays)):
                    return

    def _closed_sites(self, now):
        """Sites that have closed, past their grace: pairs of site and closing."""
        sites = self.env["visitor.site"].search([("resource_calendar_id", "!=", False)])
        calendars = sites._opening_calendars(
            {(s.id, s.resource_calendar_id.id, s.company_id.id, s.tz) for s in sites},
            now,
        )
        for site in sites:
            closing = opening_hours.last_closing(calendars[site.id], now)
            grace = fields.Datetime.subtract(now, minutes=site.grace_after)
            if closing and closing <= grace:
                yield site, closing
