from odoo import api, fields, models

SEVERITIES = [
    ("minor", "Minor"),
    ("general", "General"),
    ("serious", "Serious"),
    ("major", "Major"),
]


class ClientComplaintTerm(models.Model):
    _name = "client.complaint.term"
    _description = "Time Limits of Complaints"
    _order = "severity_rank desc, id"

    severity = fields.Selection(SEVERITIES, required=True)
    severity_rank = fields.Integer(compute="_compute_severity_rank", store=True)
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: for all companies.",
    )
    answer_hours = fields.Integer(
        "First Answer (hours)",
        required=True,
        aggregator=None,
        help="Within how many hours the client has a first answer, solved or not.",
    )
    handling_days = fields.Integer(
        "Handled (days)",
        required=True,
        aggregator=None,
        help="Within how many days the complaint is handled. 0: the same day.",
    )
    working_time = fields.Boolean(
        default=True,
        help="Count only service hours, no holidays and leaves.",
    )

    _severity_uniq = models.UniqueIndex(
        "(severity, COALESCE(company_id, 0))",
        "There are time limits for this severity already.",
    )
    _terms_positive = models.Constraint(
        "CHECK(answer_hours > 0 AND handling_days >= 0)",
        "Time limits can't be negative, and an answer takes an hour at least.",
    )

    @api.depends("severity")
    def _compute_severity_rank(self):
        ranks = {severity: rank for rank, (severity, _label) in enumerate(SEVERITIES)}
        for term in self:
            term.severity_rank = ranks.get(term.severity, 0)

    @api.depends("severity")
    def _compute_display_name(self):
        labels = dict(self._fields["severity"]._description_selection(self.env))
        for term in self:
            term.display_name = labels.get(term.severity, "")

    @api.model
    def _limits(self, company, severity, received_at, department=None):
        """By when a complaint has its first answer, and by when it is handled.

        :param company: ``res.company``; its own limits come before the shared ones
        :param str severity: of the complaint
        :param datetime received_at: naive UTC
        :param department: ``hr.department`` whose service hours count
        :return: pair of naive UTC moments, or of False where there are no limits
        """
        term = self.search(
            [("severity", "=", severity), ("company_id", "in", (company.id, False))],
            order="company_id",  # NULLS LAST: the shared ones
            limit=1,
        )
        if not term:
            return False, False
        given = term.working_time, department
        return (
            company._client_due(received_at, term.answer_hours, "hour", *given),
            company._client_due(received_at, term.handling_days, "day", *given),
        )
