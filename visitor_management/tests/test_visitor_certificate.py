"""The certificate of a training, and the code in it that verifies it."""

from datetime import datetime, time, timedelta

from odoo.exceptions import UserError
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from ..tools import masks
from .training_common import TrainingCommon

VERIFY = "/visitor/api/v1/certificate"


@tagged("post_install", "-at_install")
class TestCertificate(TrainingCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.training = cls._training(validity_months=12)
        cls.type_open.induction_ids = cls.training

    def setUp(self):
        super().setUp()
        self.person = self._comes("Zhang Wei")
        self.person.record_induction(self.training.id)
        self.record = self.training.record_ids

    def _verify(self, code):
        return self.url_open(VERIFY, headers={"Authorization": f"Bearer {code}"})

    def _printed(self, name, records, lang="en_US"):
        reports = self.env["ir.actions.report"].with_user(self.user_reception)
        reports = reports.sudo(False).with_context(lang=lang)
        report = f"visitor_management.{name}"
        return reports._render_qweb_html(report, records.ids)[0].decode()

    def test_whoever_holds_it_learns_whether_it_is_valid(self):
        code = self.record._certificate_code()
        answer = self._verify(code).json()
        self.assertEqual(answer["result"], "valid")
        self.assertEqual(answer["person"], "Z**** W**")
        self.assertEqual(answer["training"], "Site safety")
        self.assertEqual(answer["valid_until"], str(self.record.valid_until))
        self.assertNotIn("Zhang", str(answer))
        after = datetime.combine(self.record.valid_until, time()) + timedelta(days=2)
        with freeze_time(after):
            self.assertEqual(self.record._verified()["result"], "expired")
        self.training.renewal = "at_once"
        self.training.step_ids.body = "Wear your helmet."
        self.assertEqual(self.record._verified()["result"], "outdated")

    def test_any_other_code_is_one_404(self):
        code = self.record._certificate_code()
        other = self._comes("Li Na")
        other.record_induction(self.training.id, self._answers(self.training, 2))
        failed = self.training.record_ids.filtered(lambda each: not each.passed)
        number, _dot, mac = code.partition(".")
        for wrong in (
            "",
            "x",
            code[:-1],
            f"{code}0",
            f"{number}.{mac[::-1]}",
            f"{int(number) + 1}.{mac}",
            f"0{code}",
            f"٣.{mac}",
            failed._certificate_code(),
        ):
            with self.subTest(wrong), mute_logger("odoo.http"):
                found = self.env["visitor.induction.record"]._of_token(wrong)
                self.assertFalse(found)
        with mute_logger("odoo.http"):
            self.assertEqual(self._verify("1.nonsense").status_code, 404)

    def test_the_page_is_the_same_for_everybody(self):
        page = self.url_open("/visitor/certificate")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("Zhang", page.text)
        self.assertIn("frame-ancestors 'none'", page.headers["Content-Security-Policy"])
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    def test_the_certificate_names_the_version_and_has_the_code(self):
        page = self._printed("visitor_certificate", self.record)
        for text in ("Zhang Wei", "Site safety (version 1)", self.record.number):
            self.assertIn(text, page)
        self.assertIn("o_qr", page)
        self.assertNotIn(self.record._certificate_code(), page, "in the code alone")

    def test_the_training_record_has_the_paper(self):
        self.person.record_induction(self.training.id, self._answers(self.training, 1))
        page = self._printed("visitor_training_record", self.training.record_ids[:1])
        for text in ("Where do you gather?", "Lift", "50 %", "Failed the test"):
            self.assertIn(text, page)

    def test_there_is_no_certificate_of_a_training_that_failed(self):
        self.person.record_induction(self.training.id, self._answers(self.training, 2))
        failed = self.training.record_ids[:1]
        with self.assertRaises(UserError):
            self._printed("visitor_certificate", failed)
        self._printed("visitor_training_record", failed)

    def test_a_name_is_masked(self):
        for name, shown in (("张伟", "张*"), ("Zhang Wei", "Z**** W**"), ("X", "X*")):
            self.assertEqual(masks.name(name), shown)
