from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.review_kinds import (
    CAME,
    DUTY,
    OVERSTAY,
    POLICY,
    REFUSED,
    TRAINING,
    VIOLATION,
    WAIVED,
)

# Stays of the month that went on after the visit and the grace of the site.
OVERSTAYS = """
    SELECT stay.id
      FROM visitor_stay stay
      JOIN visitor_registration r ON r.id = stay.registration_id
      JOIN visitor_visit v ON v.id = r.visit_id
      JOIN visitor_site s ON s.id = stay.site_id
     WHERE stay.site_id = %(site)s
       AND stay.in_at >= %(since)s AND stay.in_at < %(until)s
       AND COALESCE(stay.out_at, LEAST(%(now)s, %(until)s))
           > v.stop + s.grace_after * interval '1 minute'
  ORDER BY stay.id
"""


class VisitorReviewCount(models.AbstractModel):
    """What happened at a site in a month, as lines of its review.

    In few statements, however much happened. As superuser: who makes a review is
    security of the site's company, which the callers check.
    """

    _name = "visitor.review.count"
    _description = "Figures of a review"

    @api.model
    def _lines(self, site, month):
        """The lines of a site's month, on the clock of the site.

        :param site: ``visitor.site``
        :param date month: its first day
        :return: list of dicts: ``kind``, ``code`` or ``title``, ``count``,
            ``res_model`` and ``ids`` (what was counted)
        """
        counts = self.sudo()
        since, until = counts._bounds(site, month)
        self.env.flush_all()
        return [
            *counts._came(site, since, until),
            *counts._refused(site, since, until),
            *counts._waived(site, since, until),
            *counts._violations(site, since, until),
            *counts._overstays(site, since, until),
            *counts._training_due(site),
            *counts._duties(site),
            *counts._policies_due(site, month),
        ]

    @api.model
    def _bounds(self, site, month):
        """The first moment of a month at a site, and the first one after it."""
        after = month + relativedelta(months=1)
        return site._day_bounds(month)[0], site._day_bounds(after)[0]

    @api.model
    def _line(self, kind, model, ids, code="", title="", count=None):
        return {
            "kind": kind,
            "code": code,
            "title": title,
            "count": len(ids) if count is None else count,
            "res_model": model,
            "ids": list(ids),
        }

    # ------------------------------------------------------------
    # WHO CAME
    # ------------------------------------------------------------

    @api.model
    def _came(self, site, since, until):
        people = self.env["visitor.registration"]
        stays = self.env["visitor.stay"]._read_group(
            [("site_id", "=", site.id), ("in_at", ">=", since), ("in_at", "<", until)],
            ["registration_id"],
            ["headcount:max"],
        )
        heads = {person.id: number for person, number in stays}
        came = people.browse(heads)
        groups = {
            "came": came,
            "walk_in": came.filtered(lambda person: person.visit_id.walk_in),
            "important": came.filtered("important"),
        }
        absent = people.search(
            [
                ("site_id", "=", site.id),
                ("state", "=", "no_show"),
                ("start", ">=", since),
                ("start", "<", until),
            ]
        )
        return [
            self._line(
                CAME,
                people._name,
                group.ids,
                code=code,
                count=sum(heads[person.id] for person in group),
            )
            for code, group in groups.items()
        ] + [
            self._line(
                CAME,
                people._name,
                absent.ids,
                code="no_show",
                count=sum(absent.mapped("headcount")),
            )
        ]

    # ------------------------------------------------------------
    # WHO DID NOT GET IN, AND WHAT WAS SET ASIDE
    # ------------------------------------------------------------

    @api.model
    def _refused(self, site, since, until):
        movements = self.env["visitor.movement"]
        by_code = movements._read_group(
            [
                ("site_id", "=", site.id),
                ("at", ">=", since),
                ("at", "<", until),
                ("direction", "=", "in"),
                ("granted", "=", False),
            ],
            ["reason"],
            ["id:array_agg"],
        )
        by_hand = self.env["visitor.registration"].search(
            [
                ("site_id", "=", site.id),
                ("state", "=", "refused"),
                ("start", ">=", since),
                ("start", "<", until),
            ]
        )
        return self._most_first(
            self._line(REFUSED, movements._name, ids, code=code or "")
            for code, ids in by_code
        ) + [self._line(REFUSED, by_hand._name, by_hand.ids, code="by_hand")]

    @api.model
    def _waived(self, site, since, until):
        waivers = self.env["visitor.waiver"]
        by_code = waivers._read_group(
            [
                ("registration_id.site_id", "=", site.id),
                ("create_date", ">=", since),
                ("create_date", "<", until),
                ("ends_id", "=", False),
                ("ended_by_ids", "=", False),
            ],
            ["code"],
            ["id:array_agg"],
        )
        return self._most_first(
            self._line(WAIVED, waivers._name, ids, code=code) for code, ids in by_code
        )

    @api.model
    def _most_first(self, lines):
        return sorted(lines, key=lambda line: (-line["count"], line["code"]))

    # ------------------------------------------------------------
    # WHAT PEOPLE DID
    # ------------------------------------------------------------

    @api.model
    def _violations(self, site, since, until):
        violations = self.env["visitor.violation"]
        by_type = violations._read_group(
            [("site_id", "=", site.id), ("at", ">=", since), ("at", "<", until)],
            ["type_id"],
            ["id:array_agg"],
        )
        return [
            self._line(VIOLATION, violations._name, ids, title=self._title(site, kind))
            for kind, ids in sorted(
                by_type, key=lambda pair: (-len(pair[1]), pair[0].sequence, pair[0].id)
            )
        ]

    @api.model
    def _overstays(self, site, since, until):
        rows = self.env.execute_query(
            SQL(
                OVERSTAYS,
                site=site.id,
                since=since,
                until=until,
                now=fields.Datetime.now(),
            )
        )
        ids = [number for (number,) in rows]
        return [self._line(OVERSTAY, "visitor.stay", ids, code="overstay")]

    # ------------------------------------------------------------
    # WHAT IS DUE NOW
    # ------------------------------------------------------------

    @api.model
    def _training_due(self, site):
        """Who works at reception without a training that is asked of them."""
        due = self.env["visitor.induction.due"].search(
            [
                ("company_id", "=", site.company_id.id),
                ("life", "in", ("due", "expired")),
            ]
        )
        return [
            self._line(
                TRAINING,
                "hr.employee.public",
                lines.employee_id.ids,
                title=self._title(site, training),
            )
            for training, lines in due.grouped("induction_id").items()
        ]

    @api.model
    def _duties(self, site):
        """Duties of rules in force that no head of a department has confirmed."""
        duties = self.env["visitor.policy.duty"]
        by_policy = duties._read_group(
            [
                ("policy_id.state", "=", "published"),
                ("policy_id.company_id", "in", [False, site.company_id.id]),
                ("confirmed_at", "=", False),
            ],
            ["policy_id"],
            ["id:array_agg"],
        )
        return [
            self._line(DUTY, duties._name, ids, title=self._title(site, policy))
            for policy, ids in by_policy
        ]

    @api.model
    def _policies_due(self, site, month):
        """Rules in force whose day of review is over by the end of the month."""
        last = month + relativedelta(months=1, days=-1)
        policies = self.env["visitor.policy"]._due_for_review(site.company_id, last)
        return [
            self._line(
                POLICY, policies._name, policy.ids, title=self._title(site, policy)
            )
            for policy in policies
        ]

    @api.model
    def _title(self, site, record):
        """The name of a record as it is now, in the language of the site."""
        return record.with_context(lang=site._lang()).display_name
