"""Targets of the monthly rates: one per rate in the settings of a company."""

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from ..tools.client_kpis import KPIS
from ..tools.client_targets import misses
from .client_common import ClientCommon


@tagged("post_install", "-at_install")
class TestClientTargets(ClientCommon):
    def test_a_rate_misses_its_target(self):
        for kpi, rate, target, missed in (
            ("satisfaction_rate", 0.89, 0.9, True),
            ("satisfaction_rate", 0.9, 0.9, False),
            ("satisfaction_rate", 0.8996, 0.9, False),  # reads 90.0 %
            ("satisfaction_rate", 0.8994, 0.9, True),
            ("satisfaction_rate", 0.0, 0.9, True),
            ("satisfaction_rate", False, 0.9, False),
            ("satisfaction_rate", 0.1, False, False),
            ("satisfaction_rate", 0.0, 0.0, False),
            # where a rise is bad news
            ("repeat_rate", 0.11, 0.1, True),
            ("repeat_rate", 0.1, 0.1, False),
            ("complaint_rate", 0.0, 0.0, False),
            ("complaint_rate", 0.001, 0.0, True),
        ):
            with self.subTest(kpi=kpi, rate=rate, target=target):
                self.assertIs(misses(kpi, rate, target), missed)

    def test_each_rate_has_a_target_that_is_set_and_taken_out_in_the_settings(self):
        self.assertEqual(self.company._client_targets(), dict.fromkeys(KPIS, False))
        admin = self.env.ref("base.user_admin")
        admin.company_ids |= self.company
        settings = self.env["res.config.settings"].with_user(admin)
        settings = settings.with_company(self.company)
        for value in (0.9, False):
            with Form(settings) as form:
                for kpi in KPIS:
                    self.assertIs(bool(form[f"client_target_{kpi}"]), value is False)
                    form[f"client_target_{kpi}"] = value
            form.record.execute()
            targets = self.company._client_targets()
            self.assertEqual(targets, dict.fromkeys(KPIS, value))

    def test_a_target_is_a_share(self):
        for kpi, value in (("closing_rate", 1.1), ("repeat_rate", -0.1)):
            with self.subTest(kpi=kpi), self.assertRaises(ValidationError):
                self.company[f"client_target_{kpi}"] = value
        self.company.client_target_complaint_rate = 1.5  # complaints per unit
