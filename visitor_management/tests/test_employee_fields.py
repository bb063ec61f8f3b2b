"""Employees are chosen by people who may not read the records of employees."""

from lxml import etree

from odoo.tests import TransactionCase, tagged

# Both look up what is public of an employee, in their dialogs, too.
WIDGETS = {"many2one_avatar_employee", "client_solver"}


@tagged("post_install", "-at_install")
class TestEmployeeFields(TransactionCase):
    def test_each_field_is_one_that_everybody_can_use(self):
        """Also on a phone, where a field opens a list instead of being typed in."""
        views = self.env["ir.model.data"].search(
            [("module", "=", "visitor_management"), ("model", "=", "ir.ui.view")]
        )
        views = self.env["ir.ui.view"].browse(views.mapped("res_id"))
        for view in views.filtered(lambda each: each.type in ("form", "list")):
            model = self.env.get(view.model)
            if model is not None and model._original_module == "visitor_management":
                arch = etree.fromstring(view.arch)
                if view.type == "form" or arch.get("editable"):
                    self._check(view, arch, model)

    def _check(self, view, node, model):
        for child in node:
            field = (
                model._fields.get(child.get("name")) if child.tag == "field" else None
            )
            if field is None:
                self._check(view, child, model)
            elif field.readonly or child.get("readonly") in ("1", "True"):
                continue
            elif field.type == "one2many":
                self._check(view, child, self.env[field.comodel_name])
            elif field.type == "many2one" and field.comodel_name == "hr.employee":
                with self.subTest(view=view.xml_id, field=field.name):
                    self.assertIn(child.get("widget"), WIDGETS)
