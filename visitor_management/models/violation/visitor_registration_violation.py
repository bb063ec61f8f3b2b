from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import SECURITY


class VisitorRegistration(models.Model):
    """Violations of a visitor, as reception reports them."""

    _inherit = "visitor.registration"

    @api.depends("violation_ids")
    def _compute_violation_count(self):
        for person in self:
            person.violation_count = len(person.violation_ids)

    def report_violation(
        self, type_id, facts="", severity=False, area_id=False, place="", source="desk"
    ):
        """Report at the desk, or on a round, that this visitor broke a rule, just now.

        :param int type_id: a ``visitor.violation.type``
        :param str facts: what was seen; may be added later
        :param str severity: where it is another one than the type has
        :param int area_id: an area of the site, where it happened; by default where the
            person is now
        :param str place: where exactly
        :param str source: ``desk``, ``gate``, ``area`` or ``afterwards``
        :return: id of the ``visitor.violation``
        :raise AccessError: not reception of the company
        :raise UserError: something of it can't be
        """
        self.ensure_one()
        self._check_reception()
        kind = self.env["visitor.violation.type"].browse(type_id).exists()
        if not kind:
            raise UserError(self.env._("Choose what happened from the types."))
        values = {
            "registration_id": self.id,
            "type_id": kind.id,
            "facts": facts,
            "area_id": area_id or self.current_area_id.id,
            "place": place,
            "source": source,
        }
        if severity:
            values["severity"] = severity
        return self.env["visitor.violation"].create(values).id

    def action_report_violation(self):
        """Open the form of a new violation of this visitor.

        :return: window action
        :raise AccessError: not reception
        """
        self.ensure_one()
        self._check_reception()
        return self._open_violation_form("area")

    def action_open_violations(self):
        """Open the violations of this visitor.

        :return: window action
        :raise AccessError: not security
        """
        self.ensure_one()
        if not self.env.user.has_group(SECURITY):
            raise AccessError(self.env._("Only security handles violations."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_management.visitor_violation_action"
        )
        return action | {
            "domain": [("registration_id", "=", self.id)],
            "context": {"default_registration_id": self.id},
        }

    def _open_violation_form(self, source, **defaults):
        """The form of a new violation, with what is known of it."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report a Violation"),
            "res_model": "visitor.violation",
            "views": [(False, "form")],
            "context": {
                "default_registration_id": self.id,
                "default_area_id": self.current_area_id.id,
                "default_source": source,
                **{f"default_{name}": value for name, value in defaults.items()},
            },
        }
