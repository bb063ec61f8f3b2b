from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.opening_hours import to_local
from ...tools.transaction import lock


class VisitorPolicy(models.Model):
    """Draft, published, retired; and which version is in force at a moment."""

    _inherit = "visitor.policy"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_publish(self):
        """Put drafts in force: at their effective date, or now where they have none.

        The heads of the departments that have duties are asked to confirm them.

        :return: True
        :raise AccessError: not the administrator
        :raise UserError: it is published already, it has no text, or its effective
            date is over or before that of the version in force
        """
        self.check_access("write")
        for policy in self:
            policy._lock_series()
            if policy.state != "draft":
                raise policy._step_not_allowed("published")
            policy._check_texts()
            valid_from = policy._effective_from()
            before = policy._published_before()
            policy._check_after(before, valid_from)
            policy._set_state(
                "published",
                valid_from=valid_from,
                counts_from=policy.version
                if policy.ask_again or not before
                else before.counts_from,
                published_by_id=self.env.uid,
            )
            policy.flush_recordset()
            policy._retire_replaced()
            policy._ask_departments()
            policy._put_on_list()
        return True

    def action_new_version(self):
        """Make a draft of the next version, with the texts of all languages.

        :return: id of the draft
        :raise AccessError: not the administrator
        :raise UserError: this version is a draft, or there is one already
        """
        self.ensure_one()
        self.check_access("write")
        self._lock_series()
        versions = self._versions()
        if drafts := versions.filtered(lambda each: each.state == "draft"):
            raise UserError(
                self.env._(
                    "Version %s is a draft already: go on with that one.",
                    drafts[:1].version,
                )
            )
        draft_sudo = self.sudo().copy(  # write access was checked: the number is ours
            {"series": self.series, "version": max(versions.mapped("version")) + 1}
        )
        return draft_sudo.id

    def action_open_new_version(self):
        """As :meth:`action_new_version`, for a button: open the draft."""
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.action_new_version(),
            "views": [[False, "form"]],
        }

    def action_retire(self):
        """Ask nobody for a text any more. A version still to come is called off alone.

        :return: True
        :raise AccessError: not the administrator
        :raise UserError: it is not published
        """
        self.check_access("write")
        for policy in self:
            policy._lock_series()
            if policy.state != "published":
                raise policy._step_not_allowed("retired")
            ended = policy
            if policy.valid_from <= fields.Datetime.now():
                ended |= policy._earlier().filtered(lambda e: e.state == "published")
            ended._set_state("retired")
            ended._end_activities()
        return True

    # ------------------------------------------------------------
    # WHICH VERSION
    # ------------------------------------------------------------

    def _versions(self):
        """All versions of the same texts, also those of other companies' eyes."""
        policies_sudo = self.sudo()  # of a text that the caller may read
        return policies_sudo.search([("series", "in", self.mapped("series"))])

    def _in_force(self, moment=None):
        """The versions in force at a moment, of all texts of which these are versions.

        :param datetime moment: naive UTC, default now
        :return: ``visitor.policy``, as superuser; one a text at most
        """
        moment = moment or fields.Datetime.now()
        series = [each for each in self.mapped("series") if each]
        found = self.sudo().search(  # the rules of the house are no secret in it
            Domain("series", "in", series)
            & Domain("state", "=", "published")
            & Domain("valid_from", "<=", moment),
            order="valid_from desc, version desc",
        )
        latest = {}
        for policy in found:
            latest.setdefault(policy.series, policy.id)
        return self.sudo().browse(latest.values()).sorted()

    def _earlier(self):
        return self._versions().filtered(
            lambda each: (
                (each.valid_from or fields.Datetime.now(), each.version)
                < (self.valid_from, self.version)
            )
        )

    def _published_before(self):
        """The version that was the last to be published before this draft."""
        published = self._versions().filtered(lambda each: each.state != "draft")
        return published.sorted("version")[-1:]

    def _retire_replaced(self):
        """Those whose successor is in force are published no more."""
        for policy in self._in_force():
            replaced = policy._earlier().filtered(lambda e: e.state == "published")
            replaced._set_state("retired")
            replaced._end_activities()

    @api.model
    def _cron_policies(self):
        """Retire what was replaced by now, and remind of reviews."""
        published_sudo = self.sudo().search([("state", "=", "published")])  # a job
        published_sudo._retire_replaced()
        published_sudo._remind_of_reviews()

    def _lock_series(self):
        """Nobody publishes, retires or begins another version meanwhile."""
        lock(self._versions())

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _effective_from(self):
        """From when a draft is in force that is published now.

        :raise UserError: its effective date is over
        """
        now = fields.Datetime.now()
        if not self.valid_from:
            return now
        tz = self._clock_tz()
        if to_local(self.valid_from, tz).date() < to_local(now, tz).date():
            raise UserError(
                self.env._(
                    "The effective date of this version is over. Choose today or a "
                    "later day, or none: then it is in force as soon as published."
                )
            )
        return max(self.valid_from, now)

    def _check_after(self, before, valid_from):
        """
        :raise UserError: it would be in force before the version that it replaces
        """
        if before.state == "published" and valid_from < before.valid_from:
            raise UserError(
                self.env._(
                    "Version %(number)s is in force from %(when)s: this one comes "
                    "after it. Choose a later effective date, or retire that version.",
                    number=before.version,
                    when=to_local(before.valid_from, self._clock_tz()).strftime(
                        "%Y-%m-%d %H:%M"
                    ),
                )
            )
