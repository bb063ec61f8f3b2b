from datetime import datetime, time, timedelta

from odoo import models


class VisitorInductionRecord(models.Model):
    _inherit = "visitor.induction.record"

    def _counts_on(self, day):
        """Whether a training that was passed counts on a day, under its version."""
        self.ensure_one()
        # sudo: a number of the training
        return (
            self.passed
            and self.version >= self.induction_id.sudo().asked_version
            and (not self.valid_until or self.valid_until >= day)
        )

    def _ended_at(self):
        """Since when a training that was passed does not count any more.

        :return: datetime, naive UTC
        """
        self.ensure_one()
        induction_sudo = self.induction_id.sudo()  # its version
        ends = []
        if self.valid_until:
            ends.append(datetime.combine(self.valid_until + timedelta(days=1), time()))
        if self.version < induction_sudo.asked_version:
            ends.append(induction_sudo.version_at)
        return min(ends)
