"""The sheets that hang at works: what their code tells, to whom, and until when."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from .permit_common import SitePermitCommon, at

LIVE = "/visitor/api/v1/permit"


class SheetCommon(SitePermitCommon):
    def _told(self, permit, moment):
        with freeze_time(moment):
            permit.invalidate_recordset()
            return permit.sudo()._live()


@tagged("post_install", "-at_install")
class TestPermitSheet(SheetCommon):
    def test_the_code_tells_how_it_is_now(self):
        permit = self._approved(hour_from=9, hour_to=17, stop=at(4, 18))
        results = (
            (at(2, 7), "not_yet"),
            (at(2, 8), "other_hour"),
            (at(2, 9), "allowed"),
            (at(3, 17), "other_hour"),
            (at(4, 18), "over"),
        )
        for moment, result in results:
            self.assertEqual(self._told(permit, moment)["result"], result, moment)
        self.assertIn("9:00", self._told(permit, at(3, 17))["again"])

    def test_each_step_is_seen_at_once(self):
        permit = self._approved(self.kind_hot, level_id=self.second.id)
        with freeze_time(at(2, 10)):
            permit.action_suspend("smoke")
        self.assertEqual(self._told(permit, at(2, 10))["result"], "suspended")
        with freeze_time(at(2, 11)):
            permit.action_resume()
            self.assertEqual(permit.sudo()._live()["result"], "allowed")
            permit.action_hand_back("cold")
        told = self._told(permit, at(2, 11, 30))
        self.assertEqual((told["result"], told["watch"]), ("handed_back", "12:00"))
        with freeze_time(at(2, 12)):
            permit.action_close("cold")
        self.assertEqual(self._told(permit, at(2, 12))["result"], "closed")

    def test_nobody_is_named(self):
        permit = self._permit(
            works="Weld for Zhang Wei",
            responsible_name="Zhang Wei",
            responsible_phone="13800138000",
            limits="Zhang Wei only",
            place="at Zhang Wei's desk",
        )
        permit.worker_ids = [(0, 0, {"name": "Zhang Wei"})]
        permit.action_submit()
        permit.with_user(self.user_security).action_approve()
        told = str(self._told(permit, at(2, 9)))
        for text in ("Zhang", "138"):
            self.assertNotIn(text, told)

    def test_any_other_code_is_nothing(self):
        permit = self._approved()
        code = permit._sheet_code()
        self.assertEqual(permit._of_token(code), permit)
        number, _dot, mac = code.partition(".")
        draft = self._permit()
        for wrong in (
            *("", "x", code[:-1], f"{code}0", f"0{code}", f"٣.{mac}"),
            f"{number}.{mac[::-1]}",
            f"{int(number) + 1000}.{mac}",
            draft._sheet_code(),
        ):
            with self.subTest(wrong):
                self.assertFalse(permit._of_token(wrong))

    def test_sheets_can_be_withdrawn(self):
        permit = self._approved()
        code = permit._sheet_code()
        permit.action_withdraw_sheets()
        self.assertFalse(permit._of_token(code))
        self.assertTrue(permit._of_token(permit._sheet_code()))
        with self.assertRaises(AccessError):
            permit.with_user(self.user_host).action_withdraw_sheets()
        with self.assertRaises(UserError):
            self._permit().action_withdraw_sheets()

    def test_the_code_ends_a_month_after_the_works(self):
        permit = self._approved()
        code = permit._sheet_code()
        with freeze_time("2026-12-02 09:00:00"):
            self.assertTrue(permit._of_token(code))
        with freeze_time("2026-12-02 11:00:00"):
            self.assertFalse(permit._of_token(code))

    def test_only_an_approved_permit_is_hung_up(self):
        permit = self._permit()
        reports = self.env["ir.actions.report"].with_user(self.user_reception)
        for form in ("permit_notice", "permit_door"):
            name = f"visitor_management.visitor_{form}"
            with (
                self.subTest(form),
                self.assertRaisesRegex(UserError, "Only an approved"),
            ):
                reports._render_qweb_html(name, permit.ids)
        self._permit_is_over(reports)
        form = reports._render_qweb_html(
            "visitor_management.visitor_permit", permit.ids
        )[0].decode()
        self.assertIn("Not Approved", form)
        self.assertNotIn("o_qr", form)

    def _permit_is_over(self, reports):
        """What has ended is hung up no more; its form is printed for the file."""
        permit = self._approved()
        permit.action_cancel("no works")
        with self.assertRaisesRegex(UserError, "Only an approved"):
            reports._render_qweb_html(
                "visitor_management.visitor_permit_notice", permit.ids
            )
        reports._render_qweb_html("visitor_management.visitor_permit", permit.ids)

    def test_cards_are_printed_for_all_workers(self):
        permit = self._permit()
        permit.worker_ids = [(0, 0, {"name": "Zhang"}), (0, 0, {"name": "Li"})]
        with self.assertRaises(UserError):
            permit.action_print_cards()
        permit.action_submit()
        permit.with_user(self.user_security).action_approve()
        self.assertEqual(permit.action_print_cards()["type"], "ir.actions.report")
        reports = self.env["ir.actions.report"].with_user(self.user_reception)
        cards = reports._render_qweb_html(
            "visitor_management.visitor_permit_worker_card", permit.worker_ids.ids
        )[0].decode()
        for text in ("Zhang", f"{permit.name}-01", f"{permit.name}-02"):
            self.assertIn(text, cards)

    def test_the_notice_names_nobody(self):
        permit = self._permit(
            self.kind_hot,
            level_id=self.second.id,
            responsible_name="Wang Qiang",
            responsible_phone="13800138000",
            watch_name="Li Jun",
        )
        permit.worker_ids = [(0, 0, {"name": "Zhang Wei"})]
        permit.action_submit()
        permit.with_user(self.user_security).action_approve()
        reports = self.env["ir.actions.report"].with_user(self.user_reception)
        notice = reports._render_qweb_html(
            "visitor_management.visitor_permit_notice", permit.ids
        )[0].decode()
        for text in ("Notice of Hot Work", "Acme Welding", "o_qr"):
            self.assertIn(text, notice)
        for text in ("Wang", "138", "Li Jun", "Zhang", self.user_security.name):
            self.assertNotIn(text, notice)


@tagged("post_install", "-at_install")
class TestPermitPage(SheetCommon, HttpCase):
    def _ask(self, code, lang="en_US"):
        headers = {"Authorization": f"Bearer {code}"}
        return self.url_open(f"{LIVE}?lang={lang}", headers=headers)

    def test_the_page_is_the_same_for_everybody(self):
        page = self.url_open("/visitor/permit")
        self.assertEqual(page.status_code, 200)
        self.assertIn("frame-ancestors 'none'", page.headers["Content-Security-Policy"])
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        with mute_logger("odoo.http"):
            self.assertEqual(self._ask("1.nonsense").status_code, 404)

    def test_a_guard_who_is_signed_in_opens_the_permit(self):
        permit = self._approved()
        code = permit._sheet_code()
        self.assertEqual(self._ask(code).json()["record"], "")
        self.authenticate("host", "hostxxxx")
        self.assertEqual(self._ask(code).json()["record"], "", "reads no permits")
        self.authenticate("security", "security")
        record = self._ask(code).json()["record"]
        self.assertEqual(record, f"/odoo/visitor-permits/{permit.id}")
