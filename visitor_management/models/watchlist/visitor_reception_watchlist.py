from odoo import api, models

from ...tools.groups import SECURITY
from .visitor_registration_watchlist import CODE


class VisitorReception(models.AbstractModel):
    """What the desk sees: whom to greet, and for security who is meant and why."""

    _inherit = "visitor.reception"

    def _rows(self, people, visits=None):
        rows = super()._rows(people, visits)
        greeted = set(people._to_greet().ids)
        for row in rows["people"]:
            row["greet"] = row["id"] in greeted
        return rows

    def _details(self, people):
        """That security let somebody in is shown; why is for security only."""
        answer = super()._details(people)
        if not self.env.user.has_group(SECURITY):
            waivers_sudo = self.env["visitor.waiver"].sudo()  # by whom, not why
            by_person = (
                waivers_sudo.search([("registration_id", "in", people.ids)])
                ._standing()
                .grouped(lambda each: each.registration_id.id)
            )
            decided = self.env._("security has decided")
            for row in answer:
                row["waived"] = [
                    {
                        "reason": decided if each.code == CODE else each.reason,
                        "by": each.user_id.name,
                    }
                    for each in by_person.get(row["id"], ())
                ]
        return answer

    @api.model
    @api.readonly
    def open_person(self, registration_id):
        detail = super().open_person(registration_id)
        detail["hits"] = self._hits(registration_id)
        return detail

    def _hits(self, registration_id):
        """The hits of a visitor that count, for security only: the others get none."""
        if not self.env.user.has_group(SECURITY):
            return []
        hits = self.env["visitor.watchlist.hit"].search(
            [
                ("registration_id", "=", int(registration_id)),
                ("state", "!=", "cleared"),
                ("entry_id.active", "=", True),
                ("entry_id.state", "=", "active"),
            ]
        )
        labels = {
            name: dict(hits._fields[name]._description_selection(self.env))
            for name in ("level", "evidence", "field")
        }
        return [
            {
                "id": hit.id,
                "state": hit.state,
                "level": hit.level,
                "level_label": labels["level"][hit.level],
                "evidence": hit.evidence,
                "evidence_label": labels["evidence"][hit.evidence],
                "field_label": labels["field"][hit.field],
                "entry": hit.entry_id.display_name,
                "entry_id": hit.entry_id.id,
                "entry_value": hit.entry_value or "",
                "person_value": hit.person_value or "",
                "why": hit.entry_id.reason,
                "until": str(hit.entry_id.until or ""),
            }
            for hit in hits
        ]
