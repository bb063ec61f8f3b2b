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

    def write(self, vals):
        if "name" in vals and not self.env.user.has_group(SECURITY):
            renamed = self.filtered(lambda person: person.name != vals["name"])
            renamed._check_not_reported()
        return super().write(vals)

    def _check_not_reported(self):
        """
        :raise UserError: a violation of one of them was reported; who it was is not
            for those who have a part in it to say otherwise, nor for the visitor
        """
        if self.sudo().violation_ids:  # whether there is one
            raise UserError(
                self.env._("The register holds this name. Security corrects it.")
            )

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
        kinds, areas = self.env["visitor.violation.type"], self.env["visitor.area"]
        kind = kinds.browse(type_id if type(type_id) is int else ()).exists()
        if not kind:
            raise UserError(self.env._("Choose what happened from the types."))
        area = areas.browse(area_id if type(area_id) is int else ()).exists()
        if area_id and not area:
            raise UserError(self.env._("Choose an area of the site that was visited."))
        self._check_words_of_report(severity, source, (facts, place))
        values = {
            "registration_id": self.id,
            "type_id": kind.id,
            "facts": facts,
            "area_id": area.id or self.current_area_id.id,
            "place": place,
            "source": source,
        }
        if severity:
            values["severity"] = severity
        return self.env["visitor.violation"].create(values).id

    def _check_words_of_report(self, severity, source, texts):
        """
        :raise UserError: one of them can't be kept
        """
        violations = self.env["visitor.violation"]
        for name, value in (("severity", severity or "minor"), ("source", source)):
            if value not in violations._fields[name].get_values(self.env):
                raise UserError(
                    self.env._(
                        "“%(field)s” is one of: %(choices)s.",
                        field=violations._fields[name]._description_string(self.env),
                        choices=", ".join(
                            violations._fields[name].get_values(self.env)
                        ),
                    )
                )
        if any(text and not isinstance(text, str) for text in texts):
            raise UserError(self.env._("Write down what was seen as text."))

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
