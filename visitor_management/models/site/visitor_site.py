from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, format_datetime, format_time

from odoo.addons.base.models.res_partner import _tz_get

from ...tools import (
    kept_plans,
    opening_hours,
    phone,
    quiet_hours,
    time_zones,
    web_address,
)
from ...tools.groups import RECEPTION, SECURITY
from ...tools.name_field import Line
from ...tools.picture_field import Picture

MOST_MINUTES = 7 * 24 * 60
# Where the clocks of mainland China go, with their old names.
MAINLAND_CLOCKS = {"PRC", "Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing"}
MAINLAND_CLOCKS |= {"Asia/Chungking", "Asia/Harbin", "Asia/Kashgar"}


class VisitorSite(models.Model):
    _name = "visitor.site"
    _description = "Site"
    _inherit = [
        "bus.listener.mixin",
        "visitor.held.mixin",
        "visitor.fixed.mixin",
    ]
    _order = "sequence, name, id"
    _check_company_auto = True
    _fixed_fields = frozenset({"company_id"})

    name = Line("Site", required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        default=10, help="The first site is proposed for visits and at reception."
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Address",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Where the site is.",
    )
    tz = fields.Selection(
        _tz_get,
        "Time Zone",
        required=True,
        default=lambda self: self._default_tz(),
        help="Times of visits, passes and the register are shown in it.",
    )
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        help="Passes are printed in it, and gates answer in it. Empty: the language of "
        "the address, else of the company.",
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        "Opening Hours",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Nobody is admitted outside these hours, and who is still inside at "
        "closing time is checked out. A site without opening hours never closes, nor "
        "does one with a flexible schedule: that has no fixed hours.",
    )
    capacity = fields.Integer(help="How many visitors may be inside. 0: no limit.")
    grace_before = fields.Integer(
        "Early Arrival (minutes)",
        default=30,
        help="How long before the visit begins a visitor is admitted.",
    )
    grace_after = fields.Integer(
        "Late Departure (minutes)",
        default=30,
        help="How long after its end the visit is not yet over.",
    )
    late_after = fields.Integer(
        "Late After (minutes)",
        default=15,
        help="How long after the visit begins a visitor who has not come is late: on "
        "the reception screen and in the figures.",
    )
    # said when a visit is announced, see series/visitor_visit_said.py
    quiet_hours = fields.Char(
        help="Hours at which the house would rather have no visitors, as 12:00–14:00, "
        "20:00–8:00. Who announces a visit is told; nobody is refused.",
    )
    host_visits_per_hour = fields.Integer(
        "Visits per Host and Hour",
        help="More visits of one host that begin within an hour are said when they are "
        "announced; none is refused. 0: any number.",
    )
    # who is asked after whom, while somebody waits
    wait_host = fields.Integer(
        "Host Answers Within (seconds)",
        help="A visitor stands there: so long the host has, then the deputies are "
        "asked. 0: one minute.",
    )
    wait_deputy = fields.Integer(
        "Deputies Answer Within (seconds)",
        help="Then the desk calls the numbers it has. 0: one minute.",
    )
    wait_phone = fields.Integer(
        "Desk Calls For (seconds)",
        help="Then the desk decides. 0: two minutes.",
    )
    ahead_host = fields.Integer(
        "Host Approves Within (minutes)",
        help="A visit ahead waits for approval: so many minutes of the opening hours "
        "the host has, then the deputies are asked. 0: four hours.",
    )
    ahead_deputy = fields.Integer(
        "Deputies Approve Within (minutes)",
        help="Of the opening hours; then the desk calls. 0: two hours.",
    )
    ahead_phone = fields.Integer(
        "Desk Calls Ahead For (minutes)",
        help="Of the opening hours; then the desk decides. 0: two hours.",
    )
    wait_limit = fields.Integer(
        "Longest Wait (seconds)",
        help="The monthly review counts who stood there longer without an answer. "
        "0: five minutes.",
    )
    call_number_ids = fields.One2many(
        "visitor.call.number", "site_id", "Phone Numbers to Call", groups=RECEPTION
    )
    important_escort = fields.Boolean(
        "Escort for Important Visitors",
        help="Visits of people or firms that are marked important need an escort, "
        "whatever their kind.",
    )
    announce_phone = Line(
        "Reception Phone", help="Printed on passes: whom to call from a locked door."
    )
    directions = fields.Text(
        "Directions to the Site",
        translate=True,
        help="How visitors find here: by train and car, where to park, which door. It "
        "stands in their invitation.",
    )
    map_url = fields.Char(
        "Map of the Site", help="Address of a map that opens in the visitor's browser."
    )
    induction_ids = fields.Many2many(
        "visitor.induction",
        string="Safety Training",
        check_company=True,
        help="What all visitors of this site take before entry.",
    )
    evacuation_route = fields.Text(
        translate=True, help="How one leaves in an emergency, step by step."
    )
    assembly_point = Line(translate=True, help="Where everybody gathers after leaving.")
    evacuation_plan = Picture(
        max_width=1920,
        max_height=1920,
        help="The plan with the routes and the assembly point.",
    )
    staff_training_required = fields.Boolean(
        "Only Trained Staff Admits",
        help="Who works here without the training that is asked of reception checks "
        "nobody in. Leaving, roll call and emergencies stay possible.",
    )
    staff_training_grace = fields.Integer(
        "Time to Take the Training (days)",
        default=14,
        help="How long somebody may still check visitors in after a training became "
        "due.",
    )
    staff_training_since = fields.Datetime(readonly=True, copy=False)
    policy_ids = fields.Many2many(
        "visitor.policy",
        "visitor_site_policy_rel",
        "site_id",
        "policy_id",
        "Rules of Conduct",
        check_company=True,
        ondelete="restrict",
        help="What all visitors of the site accept before entry. Whatever version "
        "stands here, they are asked for the one in force.",
    )
    watchlist_two_people = fields.Boolean(
        "Two of Security Let In",
        help="Somebody on the watchlist comes in when two of security have agreed, "
        "each with a reason.",
    )
    identity_deposit = fields.Boolean(
        "Identity Papers as a Deposit",
        help="Visitors may leave an identity document at the desk until they leave. "
        "Unlawful in mainland China.",
    )
    unit_ids = fields.One2many("visitor.unit", "site_id", "Units")
    area_ids = fields.One2many("visitor.area", "site_id", "Areas")
    gate_ids = fields.One2many("visitor.gate", "site_id", "Gates")
    muster_point_ids = fields.One2many(
        "visitor.muster.point", "site_id", "Assembly Points", groups=RECEPTION
    )
    shift_thing_ids = fields.One2many(
        "visitor.shift.thing", "site_id", "Things of the Desk", groups=RECEPTION
    )
    inside_count = fields.Integer("Inside", compute="_compute_inside_count")
    tz_hint = fields.Char("Is That the Clock?", compute="_compute_tz_hint")

    _grace_positive = models.Constraint(
        "CHECK(grace_before >= 0 AND grace_after >= 0 AND capacity >= 0)",
        "Capacity and grace periods can't be negative.",
    )
    _staff_training_grace_positive = models.Constraint(
        "CHECK(staff_training_grace >= 0)",
        "The time to take a training can't be negative.",
    )
    _host_visits_per_hour_positive = models.Constraint(
        "CHECK(host_visits_per_hour >= 0)",
        "Enter how many visits one host has within an hour, or 0 for any number.",
    )
    _late_after_positive = models.Constraint(
        "CHECK(late_after >= 0)",
        "Nobody is late before the visit begins: enter 0 minutes or more.",
    )

    _waits_positive = models.Constraint(
        "CHECK(LEAST(wait_host, wait_deputy, wait_phone, ahead_host, ahead_deputy, "
        "ahead_phone, wait_limit) >= 0)",
        "Nobody answers before being asked: enter 0 or more.",
    )

    @api.constrains("quiet_hours")
    def _check_quiet_hours(self):
        for site in self:
            try:
                quiet_hours.read(site.quiet_hours)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "Enter quiet hours as from–to, with a comma between several: "
                        "12:00–14:00, 20:00–8:00."
                    )
                ) from error

    @api.constrains("grace_before", "grace_after", "late_after")
    def _check_minutes(self):
        for site in self:
            if max(site.grace_before, site.grace_after, site.late_after) > MOST_MINUTES:
                raise ValidationError(
                    self.env._(
                        "Early arrival, late departure and lateness: enter at most %s "
                        "minutes, which is a week.",
                        MOST_MINUTES,
                    )
                )

    @api.constrains("map_url")
    def _check_map_url(self):
        for site in self:
            if not web_address.is_web(site.map_url):
                raise ValidationError(
                    self.env._("Enter the address of the map, as https://example.com.")
                )

    @api.constrains("identity_deposit", "partner_id", "tz")
    def _check_identity_deposit(self):
        for site in self:
            if site.identity_deposit and site._holds_nothing():
                raise ValidationError(site._why_no_papers())

    def _compute_inside_count(self):
        inside = dict(
            self.env["visitor.stay"]
            .sudo()  # a number only, of sites the user may read
            ._read_group(
                [("site_id", "in", self.ids), ("out_at", "=", False)],
                ["site_id"],
                ["headcount:sum"],
            )
        )
        for site in self:
            site.inside_count = inside.get(site._origin, 0)

    @api.model_create_multi
    def create(self, vals_list):
        sites = super().create(vals_list)
        sites.company_id._number_sequences("visitor.visit")
        return sites

    def _bus_changed(self, registrations, visits=None):
        """Tell the open reception screens what to read again.

        :param registrations: ``visitor.registration``
        :param visits: ``visitor.visit`` that people without names come to
        """
        if registrations or visits:
            self.ensure_one()._bus_send(
                "visitor_management.changed",
                {
                    "site_id": self.id,
                    "registration_ids": registrations.ids,
                    **({"visit_ids": visits.ids} if visits else {}),
                },
            )

    def _phone_key(self, number):
        """What the spellings of a phone number typed here have in common, or False.

        A number without a country is one of the country of the site's address, else of
        its company's; of the user's company where there is no site.
        """
        site_sudo = self.sudo()  # a country only
        company = site_sudo.company_id or self.env.company
        country = site_sudo.partner_id.country_id or company.country_id
        return phone.key(number, country.code) or False

    def _lang(self):
        """The language of the site: its own, else of its address or its company.

        Device answers and passes are in it, whoever asks for them.
        """
        self.ensure_one()
        site_sudo = self.sudo()  # a language only
        places = (site_sudo, site_sudo.partner_id, site_sudo.company_id.partner_id)
        installed = dict(self.env["res.lang"].get_installed())
        return next((p.lang for p in places if p.lang in installed), "en_US")

    def _holds_nothing(self):
        """Whether the site is where nobody may hold papers of others: mainland China.

        By the country of its address, else by its clock, which is where it stands, else
        by the country of its company.
        """
        site_sudo = self.sudo()  # a country only
        if country := site_sudo.partner_id.country_id:
            return country.code == "CN"
        mainland = site_sudo.tz in MAINLAND_CLOCKS
        return mainland or site_sudo.company_id.country_id.code == "CN"

    def _check_holds_papers(self):
        """
        :raise ValidationError: identity papers are not left at this site; says why
        """
        if self._holds_nothing():
            raise ValidationError(self._why_no_papers())
        if not self.sudo().identity_deposit:  # whether it is on, no more
            raise ValidationError(
                self.env._(
                    "No identity papers are left at this site. An administrator can "
                    "allow it where the law does."
                )
            )

    def _why_no_papers(self):
        return self.env._(
            "In mainland China nobody may hold identity papers of visitors: guards by "
            "the Security Service Regulations, article 30, anybody by the Identity "
            "Card Law, article 15. Look at the document and give it back."
        )

    def _security_officers(self):
        """The users of security who are asked where they decide."""
        return self._users_of(SECURITY)

    def _receptionists(self):
        """The users of reception at the site's company, in the same way."""
        return self._users_of(RECEPTION)

    def _users_of(self, role):
        """The users of a role who are at work at the site's company.

        Not those above them, who may as well, if there is somebody else.

        :param str role: xml id of a group
        :return: ``res.users``
        """
        group_sudo = self.env.ref(role).sudo()  # who is to be told, not shown
        stand_in = self.env["visitor.stand.in"]
        for users_sudo in (group_sudo.user_ids, group_sudo.all_user_ids):
            if officers := stand_in._at_work(users_sudo, self.company_id):
                return officers
        return group_sudo.user_ids.browse()

    # ------------------------------------------------------------
    # TIME
    # ------------------------------------------------------------

    def _tz(self):
        """The clock of the site, an IANA name that this system knows."""
        self.ensure_one()
        return time_zones.known(self.tz)

    def _to_local(self, moment):
        """A naive UTC moment as an aware one on the clock of the site."""
        self.ensure_one()
        return opening_hours.to_local(moment, self.tz)

    def _today(self):
        """The date on the clock of the site."""
        return self._to_local(fields.Datetime.now()).date()

    def _day_bounds(self, day):
        """A local day of the site as naive UTC (first moment, first one after)."""
        self.ensure_one()
        return opening_hours.day_bounds(day, self.tz)

    def _format_window(self, start, stop):
        """From and until on the clock of the site, the date once if it is one day.

        :param datetime start, stop: naive UTC; without both, or a site, it is empty
        """
        if not (start and stop and self):
            return ""
        one_day = self._to_local(start).date() == self._to_local(stop).date()
        since = format_datetime(self.env, start, self._tz(), "short")
        ends = format_time if one_day else format_datetime
        until = ends(self.env, stop, self._tz(), "short")
        return f"{since} – {until}"

    @api.model
    def _by_zone(self):
        """The ids of all sites, also archived ones, by the name of their clock."""
        sites_sudo = self.sudo().with_context(active_test=False)  # clocks only
        found = {"UTC": []}
        for site in sites_sudo.search_fetch([], ["tz"]):
            found.setdefault(site._tz(), []).append(site.id)
        return found

    @api.model
    def _local_sql(self, moment, site):
        """A naive UTC moment on the clock of its site, as SQL.

        :param SQL moment: a timestamp
        :param SQL site: the id of the site; what has none is on the clock of UTC
        """
        zones = [
            SQL("WHEN %s IN %s THEN %s", site, tuple(ids), time_zones.in_sql(tz))
            for tz, ids in self._by_zone().items()
            if ids
        ]
        zone = SQL("CASE %s ELSE 'UTC' END", SQL(" ").join(zones)) if zones else "UTC"
        return SQL("timezone(%s, timezone('UTC', %s))", zone, moment)

    @api.model
    def _opening_calendars(self, sites, moment, until=None):
        """What decides the opening hours around a moment, in one query at most.

        :param sites: set of (site id, calendar id or None, company id, tz)
        :param datetime moment: naive UTC
        :param datetime until: naive UTC, the last of the moments if there are several
        :return: dict from site id to :class:`opening_hours.Calendar`; sites that never
            close are not in it
        """
        sites = [site for site in sites if site[1]]
        if not sites:
            return {}
        kept_plans.execute(
            self.env,
            SQL(
                """
                SELECT calendar_id, dayofweek, hour_from, hour_to, week_type,
                       NULL::timestamp, NULL::timestamp, NULL::int
                  FROM resource_calendar_attendance
                  JOIN resource_calendar ON resource_calendar.id = calendar_id
                 WHERE calendar_id = ANY(%(calendars)s) AND display_type IS NULL
                   AND flexible_hours IS NOT TRUE
             UNION ALL
                SELECT calendar_id, NULL, NULL, NULL, NULL,
                       date_from, date_to, company_id
                  FROM resource_calendar_leaves
                 WHERE (calendar_id = ANY(%(calendars)s) OR calendar_id IS NULL)
                   AND resource_id IS NULL
                   AND date_to > %(since)s AND date_from < %(until)s
                """,
                calendars=[calendar for _site, calendar, *_rest in sites],
                since=moment - timedelta(days=9),
                until=(until or moment) + timedelta(days=2),
            ),
        )
        rows = self.env.cr.fetchall()
        return {
            site: opening_hours.Calendar(
                tz,
                [
                    opening_hours.Attendance(int(day), low, high, week)
                    for line_of, day, low, high, week, *_leave in rows
                    if day is not None and line_of == calendar
                ],
                [
                    (leave_from, leave_to)
                    for line_of, day, *_line, leave_from, leave_to, off in rows
                    if day is None
                    and line_of in (calendar, None)
                    and off in (company, None)
                ],
            )
            for site, calendar, company, tz in sites
        }
