from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.visit_terms import is_in_calendar, later
from .visitor_permit import LIVE

# What is agreed on where the kind of works sets no limit: a working day.
USUAL = timedelta(hours=8)
# So long before its end a permit is among those that expire.
SOON = timedelta(days=7)


class VisitorPermit(models.Model):
    """How long works are permitted: by their level, else by their kind."""

    _inherit = "visitor.permit"

    # ------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------

    @api.depends("kind_id")
    def _compute_level_id(self):
        for permit in self:
            levels = permit.kind_id.level_ids
            if permit.level_id not in levels:
                permit.level_id = levels if len(levels) == 1 else False

    @api.depends("start", "level_id", "kind_id")
    def _compute_stop(self):
        for permit in self:
            start = permit.start
            if start and (not permit.stop or permit.stop <= start):
                hours = permit._longest_hours()
                lasting = timedelta(hours=hours) if hours else USUAL
                permit.stop = later(start, min(lasting, USUAL))
            else:
                permit.stop = permit.stop or False

    def _compute_expiring(self):
        until = fields.Datetime.now() + SOON
        for permit in self:
            allowed = permit.state in LIVE and permit.state != "submitted"
            permit.expiring = allowed and permit.stop < until

    def _search_expiring(self, operator, value):
        if operator != "in":
            return NotImplemented
        allowed = [state for state in LIVE if state != "submitted"]
        until = fields.Datetime.now() + SOON
        return [("state", "in", allowed), ("stop", "<", until)]

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("start", "stop", "kind_id", "level_id")
    def _check_length(self):
        for permit in self:
            if not is_in_calendar(permit.start, permit.stop):
                raise ValidationError(self.env._("Check the dates of the permit."))
            longest = permit._longest_hours()
            if longest and permit.stop - permit.start > timedelta(hours=longest):
                raise ValidationError(permit._is_too_long(longest))

    @api.constrains("level_id", "kind_id")
    def _check_level(self):
        for permit in self:
            if permit.level_id.kind_id - permit.kind_id:
                raise ValidationError(
                    self.env._("Choose one of the levels of this kind of works.")
                )

    # ------------------------------------------------------------
    # RULES
    # ------------------------------------------------------------

    def _longest_hours(self):
        """For how many hours it is given at most; 0: no limit."""
        return self.level_id.max_hours or self.kind_id.max_hours or 0

    def _is_too_long(self, hours):
        days, rest = divmod(hours, 24)
        source = self.level_id.source or self.kind_id.source
        most = (
            self.env._("%s days", days)
            if days > 1 and not rest
            else self.env._("%s hours", hours)
        )
        if source:
            return self.env._(
                "Such works are permitted for %(most)s at most (%(rule)s). Make a "
                "new permit for the time after that.",
                most=most,
                rule=source,
            )
        return self.env._(
            "Such works are permitted for %s at most. Make a new permit for the time "
            "after that.",
            most,
        )
