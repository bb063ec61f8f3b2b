"""Records of both halves, and the columns in which they name others."""

import itertools

from odoo import Command
from odoo.models import MAGIC_COLUMNS
from odoo.tests import new_test_user
from odoo.tools import SQL

from .client_common import ClientCommon

ADDON = "visitor_management"


def columns(env):
    """The columns of ours that name records, as pairs of a model and a field."""
    for model in env.values():
        if model._abstract or model._transient or not model._auto:
            continue
        for field in model._fields.values():
            if (
                field.type in ("many2one", "many2many")
                and field.store
                and field._module == ADDON
                and field.name not in MAGIC_COLUMNS
            ):
                yield model, field


class HeldCommon(ClientCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        number = itertools.count(1)

        def maker(model, **values):
            records = cls.env[model]
            return lambda: records.create({"name": f"Spare {next(number)}", **values})

        site = {"site_id": cls.site.id}
        # What can be named and has no life of its own that forbids to delete it.
        cls.makers = {
            "client.complaint.category": maker("client.complaint.category"),
            "hr.department": maker("hr.department"),
            "hr.employee": maker("hr.employee"),
            "res.partner": maker("res.partner"),
            "res.users": lambda: new_test_user(cls.env, login=f"spare{next(number)}"),
            "resource.calendar": maker("resource.calendar", company_id=False),
            "visitor.area": maker("visitor.area", **site),
            "visitor.gate": maker("visitor.gate", **site),
            "visitor.induction": maker("visitor.induction"),
            "visitor.site": maker("visitor.site", tz="UTC"),
            "visitor.unit": maker("visitor.unit", **site),
            "visitor.visit.type": maker("visitor.visit.type"),
        }

    @classmethod
    def _form(cls, department):
        """The draft of a department's form of a month."""
        forms = cls.env["client.callback.statistics"].with_user(cls.user_manager)
        return forms.browse(forms.generate("2026-01-01", department.id)).sudo()

    def _records(self):
        """One record at least of most of our models, none of them a draft."""
        self._resident()
        self._inside()
        self.env["visitor.visit"].search([("state", "=", "draft")]).unlink()
        self._order(self._complaint(state="accepted"))
        self._order(self._callback())
        self.env["client.callback.attempt"].create(
            {
                "callback_id": self.env["client.callback"].search([], limit=1).id,
                "outcome": "no_answer",
            }
        )
        visit = self.env["client.visit"].create(
            {
                "partner_id": self.client.id,
                "line_ids": [Command.create({"employee_id": self.manager.id})],
                "item_ids": [Command.create({"content": "The lift is slow"})],
            }
        )
        self.env["client.visit.plan"].create(
            {"name": "Quarterly", "date_to": visit.create_date.date().replace(2099)}
        )
        draw = self.env["client.callback.draw"].create(
            {
                "name": "Repairs",
                "line_ids": [
                    Command.create({"origin": "W-1", "partner_id": self.client.id})
                ],
            }
        )
        self._put(draw, state="drawn")
        form = self._form(self.engineering)
        self._put(form, state="submitted", submitted_at="2026-02-03 08:00:00")

    def _name(self, record, field, named):
        """Write one record's name into a column of another, past every guard."""
        if field.type == "many2one":
            self._put(record, **{field.name: named.id})
        else:
            self.env.flush_all()
            self.cr.execute(
                SQL(
                    "INSERT INTO %s (%s, %s) VALUES (%s, %s)",
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column1),
                    SQL.identifier(field.column2),
                    record.id,
                    named.id,
                )
            )
            self.env.invalidate_all()
