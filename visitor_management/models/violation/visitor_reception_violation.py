from odoo import api, models


class VisitorReception(models.AbstractModel):
    """What the panel of the reception screen needs to report a violation."""

    _inherit = "visitor.reception"

    @api.model
    @api.readonly
    def find_violation_types(self, site_id):
        """What can be reported at a site.

        :param int site_id: the site on the screen
        :return: list of ``{"id", "name", "severity", "severity_label"}``
        :raise AccessError: not reception of the site's company
        """
        site = self._site(site_id)
        types = self.env["visitor.violation.type"].search(
            [("company_id", "in", [False, site.company_id.id])]
        )
        labels = dict(types._fields["severity"]._description_selection(self.env))
        return [
            {
                "id": kind.id,
                "name": kind.name,
                "severity": kind.severity,
                "severity_label": labels[kind.severity],
            }
            for kind in types
        ]
