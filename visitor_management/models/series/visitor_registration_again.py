from odoo import models


class VisitorRegistration(models.Model):
    """Who of one visit is the same person as who of another one of the series."""

    _inherit = "visitor.registration"

    def _as_person(self):
        """By what somebody is told apart on the visits of a series."""
        return (
            " ".join((self.name or "").casefold().split()),
            self.phone_key or "",
            self.email_normalized or "",
            self.headcount,
        )
