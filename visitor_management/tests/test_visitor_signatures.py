from lxml import etree

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestSignatures(TransactionCase):
    def test_no_form_writes_a_signature_from_a_name(self):
        """Odoo's field offers to draw the name it is given: ours is given none."""
        data = self.env["ir.model.data"].search(
            [("module", "=", "visitor_management"), ("model", "=", "ir.ui.view")]
        )
        fields = []
        for view in self.env["ir.ui.view"].browse(data.mapped("res_id")):
            for field in etree.fromstring(view.arch).iter("field"):
                if field.get("widget") == "signature":
                    fields.append((view.name, field.get("options", "")))
        self.assertGreater(len(fields), 3)
        self.assertFalse([each for each in fields if "full_name" in each[1]])
