from odoo.tests import HttpCase, tagged

from .test_setup import SetupCommon


@tagged("post_install", "-at_install")
class TestSetupTour(SetupCommon, HttpCase):
    """The first day in a browser, as the administrator of an empty company."""

    def _first_day(self):
        self.start_tour(
            "/odoo/visitor-reception", "visitor_setup_first_day", login="first_admin"
        )
        site = self.env["visitor.site"].search([("company_id", "=", self.company.id)])
        self.assertEqual(site.mapped("name"), ["Tower"])
        self.assertEqual(len(site.resource_calendar_id.attendance_ids), 7)
        cards = self.env["visitor.card"].search([("site_id", "=", site.id)])
        self.assertEqual(len(cards), 100)
        self.assertFalse(self.env["visitor.visit"].search([("sample", "=", True)]))
        self.assertTrue(self.company.visitor_setup_hidden)

    def test_by_the_buttons_of_the_card(self):
        self._first_day()

    def test_the_same_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        modules = ["visitor_management", "web"]
        self.env["ir.module.module"]._load_module_terms(modules, ["zh_CN"])
        self.user_admin.lang = "zh_CN"
        self._first_day()
