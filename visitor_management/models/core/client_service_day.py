from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.entered_times import ANY
from ...tools.name_field import Line

TEMPLATE = "/visitor_management/static/csv/service_days.csv"
MONDAY, SATURDAY = 0, 5
# What can't be said otherwise once the day is over: deadlines were counted by it.
COUNTED_FIELDS = {"date", "kind", "works_like"}


class ClientServiceDay(models.Model):
    """A day on which customer service works otherwise than each week.

    A holiday is not worked. A make-up day is worked like a weekday; both have the last
    word on their date, whatever the schedule and its leaves say. A day that is entered
    or changed counts from then on: what was promised before stays.
    """

    _name = "client.service.day"
    _description = "Service Day"
    _inherit = ["visitor.fixed.mixin", "client.times.mixin"]
    _order = "date desc, id desc"
    _rec_name = "name"
    _fixed_fields = frozenset({"company_id"})
    _times = {"date": ANY}  # a year is entered whole; what is over stays, see below

    name = Line("Name of the Day", help="Such as the name of the holiday.")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    date = fields.Date(required=True)
    kind = fields.Selection(
        [("holiday", "Holiday"), ("workday", "Make-Up Day")],
        "Kind of Day",
        required=True,
        default="holiday",
        help="A holiday is not worked, a make-up day is.",
    )
    works_like = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        compute="_compute_works_like",
        store=True,
        readonly=False,
        precompute=True,
        help="Whose hours hold on a make-up day. Unless said otherwise a Saturday or "
        "Sunday works like Monday, another day like itself.",
    )

    weekday = fields.Char(compute="_compute_weekday")
    is_over = fields.Boolean(compute="_compute_is_over")

    _date_uniq = models.UniqueIndex(
        "(company_id, date)", "This day is entered already. Change that entry."
    )
    _works_like_known = models.Constraint(
        "CHECK((kind = 'workday') = (works_like IS NOT NULL))",
        "A make-up day works like a weekday, a holiday like none.",
    )

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("date", "kind")
    def _compute_works_like(self):
        for day in self:
            if day.kind != "workday":
                day.works_like = False
            elif not day.works_like and day.date:
                weekday = day.date.weekday()
                day.works_like = str(MONDAY if weekday >= SATURDAY else weekday)

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_weekday(self):
        names = dict(self._fields["works_like"]._description_selection(self.env))
        for day in self:
            day.weekday = day.date and names[str(day.date.weekday())]

    @api.depends("date", "company_id")
    def _compute_is_over(self):
        for day in self:
            stored = day._origin.date
            day.is_over = bool(stored) and stored < day.company_id._client_today()

    @api.depends("name", "date", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for day in self:
            what = day.name or labels.get(day.kind)
            when = day.date and fields.Date.to_string(day.date)
            day.display_name = " ".join(filter(None, (when, what)))

    def _works_like(self):
        """The weekday whose hours hold, 0 for Monday; None: nobody works."""
        self.ensure_one()
        return int(self.works_like) if self.kind == "workday" else None

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    def write(self, vals):
        if COUNTED_FIELDS & vals.keys():
            for day in self:
                if day._differing(COUNTED_FIELDS, vals):
                    day._check_ahead(day.date, vals.get("date"))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_over(self):
        for day in self:
            day._check_ahead(day.date)

    def _check_ahead(self, *dates):
        """
        :raise UserError: one of the dates is over on the clock of the company
        """
        today = self.company_id._client_today()
        if any(fields.Date.to_date(date) < today for date in dates if date):
            raise UserError(
                self.env._(
                    "Deadlines were counted by days that are over: they stay as they "
                    "were. Change days that lie ahead."
                )
            )

    # ------------------------------------------------------------
    # IMPORT
    # ------------------------------------------------------------

    @api.model
    def get_import_templates(self):
        self.browse().check_access("create")
        return [
            {"label": self.env._("Template for service days"), "template": TEMPLATE}
        ]

    @api.model
    def load(self, fields, data):
        """A day of the file that is entered already is changed, none is made twice."""
        self.browse().check_access("create")
        if "date" in fields and not {"id", ".id", "company_id"} & {
            name.partition("/")[0] for name in fields
        }:
            at = fields.index("date")
            known = {
                str(day.date): str(day.id)
                for day in self.search([("company_id", "=", self.env.company.id)])
            }
            rows = [[*row, *[""] * (len(fields) - len(row))] for row in data]
            data = [[known.get(str(row[at]).strip(), ""), *row] for row in rows]
            fields = [".id", *fields]
        return super().load(fields, data)
