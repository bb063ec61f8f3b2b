from dateutil.relativedelta import relativedelta
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Domain

from ...tools.groups import SECURITY
from ...tools.transaction import apart
from .visitor_review import TO_SUBMIT


class VisitorReview(models.Model):
    """How a review is made and filled, and made again while it is a draft."""

    _inherit = "visitor.review"

    @api.model
    def generate(self, month, site_id):
        """Make the draft of a site and month, or fill it again.

        :param month: its first day, a date or ISO text
        :param int site_id: a site of the user's companies
        :return: id of the review
        :raise AccessError: the user is not security, or the site is another company's
        :raise UserError: the review was submitted, or the month has not begun
        """
        self._check_group(SECURITY)
        month = self._to_month(month)
        known = site_id if type(site_id) is int else ()
        site = self.env["visitor.site"].browse(known).exists()
        if not site or not site.has_access("read"):
            raise AccessError(self.env._("There is no such site in your companies."))
        if month > site._today():
            raise UserError(self.env._("This month has not begun."))
        return self._generate(site, month).id

    def action_refresh(self):
        """Fill drafts again from the records.

        :return: True
        :raise UserError: a review was submitted
        """
        self._check_group(SECURITY)
        self.check_access("write")
        for review in self:
            self._generate(review.site_id, review.month)
        return True

    @api.model
    def _generate(self, site, month):
        """
        :raise ConcurrencyError: somebody else makes it at this moment; Odoo tries the
            request again
        """
        reviews_sudo = self.sudo().with_company(site.company_id)  # checked, or the job
        review_sudo = reviews_sudo.search(
            [("site_id", "=", site.id), ("month", "=", month)]
        )
        if review_sudo:
            review_sudo._lock()
            review_sudo._check_draft()
        else:
            try:
                review_sudo = reviews_sudo.create({"site_id": site.id, "month": month})
                review_sudo.flush_recordset()
            except UniqueViolation as error:
                raise ConcurrencyError("The review was just made") from error
        review_sudo._fill()
        return review_sudo.with_env(self.env)

    def _check_draft(self):
        """
        :raise UserError: the review was submitted; says what to do
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for review in self:
            if review.state != "draft":
                raise UserError(
                    self.env._(
                        "The review of %(site)s for %(month)s is no draft but "
                        "“%(state)s”. Reopen it, then refresh it.",
                        site=review.site_id.name,
                        month=review._month_label(),
                        state=labels[review.state],
                    )
                )

    def _fill(self):
        """Fill a draft from the records as they are now."""
        self.ensure_one()
        before = self._lines_before()
        lines = self.env["visitor.review.count"]._lines(self.site_id, self.month)
        self.line_ids._forget()
        self.env["visitor.review.line"]._keep(
            [
                {
                    "review_id": self.id,
                    "sequence": sequence,
                    "kind": line["kind"],
                    "code": line["code"],
                    "title": line["title"],
                    "count": line["count"],
                    "previous": before.get(
                        (line["kind"], line["code"], line["title"]), 0
                    ),
                    "res_model": line["res_model"],
                    "record_ids": line["ids"],
                }
                for sequence, line in enumerate(lines)
            ]
        )
        self.write(
            {"generated_at": fields.Datetime.now(), "has_previous": bool(before)}
        )
        self.invalidate_recordset()

    def _lines_before(self):
        """The figures of the month before, as its review has them."""
        earlier = self.search(
            [
                ("site_id", "=", self.site_id.id),
                ("month", "=", self.month - relativedelta(months=1)),
            ]
        )
        return {
            (line.kind, line.code or "", line.title or ""): line.count
            for line in earlier.line_ids
        }

    # ------------------------------------------------------------
    # JOB
    # ------------------------------------------------------------

    @api.model
    def _cron_generate(self):
        """Make last month's drafts once the month is over on the clock of the site.

        For each site that anybody came to, or was to come; security is asked to judge
        and submit them. What there is already is left as it is.
        """
        todo, cron = [], self.env["ir.cron"]
        # pylint: disable-next=no-search-all
        for site in self.env["visitor.site"].search([]):
            with apart(site):
                month = site._today().replace(day=1) - relativedelta(months=1)
                if self._is_wanted(site, month):
                    todo.append((site, month))
        for remaining, (site, month) in zip(
            reversed(range(len(todo))), todo, strict=True
        ):
            with apart(site):
                self._generate(site, month)._ask_security()
            if not cron._commit_progress(1, remaining=remaining):
                return

    @api.model
    def _is_wanted(self, site, month):
        """Whether there is no review of a month yet, and something to review."""
        if self.search_count([("site_id", "=", site.id), ("month", "=", month)], 1):
            return False
        since = site._day_bounds(month)[0]
        until = site._day_bounds(month + relativedelta(months=1))[0]
        in_month = Domain("start", ">=", since) & Domain("start", "<", until)
        of_site = Domain("site_id", "=", site.id) & Domain("state", "!=", "draft")
        return bool(
            self.env["visitor.visit"].search_count(
                in_month & of_site & Domain("sample", "=", False), 1
            )
        )

    def _ask_security(self):
        for user in self.site_id._security_officers():
            self.activity_schedule(TO_SUBMIT, user_id=user.id)
