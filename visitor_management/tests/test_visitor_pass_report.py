from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .print_common import DARK, NAMES, PrintCommon
from .scan_common import ScanCommon

CARD, A6 = (85.6, 54), (105, 148)


@tagged("post_install", "-at_install")
class TestPassReport(PrintCommon, ScanCommon):
    """The pass on paper: true to size, readable, and the same each time."""

    def _assert_size(self, pdf, size, pages, tolerance=0.3):
        sizes = self._sizes(pdf)
        self.assertEqual(len(sizes), pages)
        for page in sizes:
            for measured, wanted in zip(page, size, strict=True):
                self.assertAlmostEqual(measured, wanted, delta=tolerance)

    def _qr_box(self, picture, dpi):
        """Left and right edge of the QR code of a card, and the first dark before it.

        In millimetres. Nothing else is dark in these rows so far to the right.
        """
        mm = dpi / 25.4
        rows = picture.crop((0, round(20 * mm), picture.width, round(34 * mm)))
        dark = rows.point(lambda grey: 255 if grey < DARK else 0)
        columns = [
            x
            for x in range(dark.width)
            if dark.crop((x, 0, x + 1, dark.height)).getbbox()
        ]
        right = left = columns.pop()
        while columns and left - columns[-1] < 1.5 * mm:
            left = columns.pop()
        before = columns[-1] if columns else 0
        return left / mm, (right + 1) / mm, before / mm

    # ------------------------------------------------------------
    # PAGES
    # ------------------------------------------------------------

    def test_thirty_passes_are_thirty_pages_of_true_size(self):
        passes = self._passes(*[f"Visitor {i}" for i in range(30)])
        self._assert_size(self._print("pass_card", passes), CARD, 30)
        self._assert_size(self._print("pass_a6", passes), A6, 30, tolerance=0.5)

    def test_each_page_is_the_pass_of_one_visitor(self):
        passes = self._passes("Zhang Wei", "Anita Schmidt", "Kim")
        pictures = self._pictures(self._print("pass_card", passes))
        self.assertEqual(
            [self._decode(picture) for picture in pictures],
            [each._token() for each in passes],
        )

    def test_names_in_any_script_stay_inside_their_box(self):
        for report, size in (("pass_card", CARD), ("pass_a6", A6)):
            passes = self._passes(*NAMES.values())
            self._put(passes.registration_id, organization=NAMES["chinese"])
            pdf = self._print(report, passes)
            self._assert_size(pdf, size, len(NAMES), tolerance=0.5)
            # nothing is cut off: without the guards around texts it looks the same
            clipped = self._pictures(pdf, dpi=100)
            with patch.object(type(self.env["ir.qweb"]), "_render", self._unclipped()):
                free = self._pictures(self._print(report, passes), dpi=100)
            for name, one, other in zip(NAMES, clipped, free, strict=True):
                self.assertEqual(one.tobytes(), other.tobytes(), (report, name))

    def _unclipped(self):
        render = type(self.env["ir.qweb"])._render

        def _render(qweb, *args, **kwargs):
            html = render(qweb, *args, **kwargs)
            return html.replace('overflow="hidden"', 'overflow="visible"')

        return _render

    def test_what_people_typed_is_text_on_the_page(self):
        passes = self._passes(*NAMES.values())
        evil = NAMES["script"]
        self._put(passes.registration_id, organization=evil)
        self._put(passes.visit_id.host_id, name=evil)
        self._put(self.site, announce_phone=evil)
        for report in ("pass_card", "pass_a6"):
            html = self._html(report, passes)
            self._assert_only_text(html)

    def test_a_print_loads_nothing(self):
        html = self._html("pass_card", self._passes("Zhang Wei"))
        html = html.replace("http://www.w3.org/", "")  # names, not addresses
        for address in ("http:", "https:", "src=", "/web/", "/report/", "<link"):
            self.assertFalse(address in html, address)

    def test_photo_and_logo_print(self):
        self.company.logo = self._image("#000000", (600, 200), "PNG")
        passes = self._passes("Zhang Wei", "Anita Schmidt")
        passes[0].sudo().registration_id.photo = self._image("#000000")
        for report, spot in (("pass_card", (9, 26)), ("pass_a6", (23, 60))):
            pdf = self._print(report, passes)
            mm = 200 / 25.4
            first, second = self._pictures(pdf)
            at = tuple(round(part * mm) for part in spot)
            self.assertLess(first.getpixel(at), DARK)
            self.assertEqual(second.getpixel(at), 255)
            self.assertLess(first.getpixel((round(8 * mm), round(6.5 * mm))), DARK)

    def test_it_says_what_the_desk_and_the_guard_look_for(self):
        self.site.announce_phone = "+86 21 5555 0100"
        visit = self._visit(area_ids=[Command.set(self.lobby.ids)])
        visit.registration_ids.write({"headcount": 12, "organization": "Acme Ltd"})
        visit.action_submit()
        person = visit.registration_ids.with_user(self.user_reception)
        local = self.site._to_local(visit.stop)
        code = person.pass_ids.short_code
        for report in ("pass_card", "pass_a6"):
            text = self._text(self._print(report, person.pass_ids))
            for word in (
                "Zhang Wei",
                "Acme Ltd",
                "Open",
                "Anita Oliver",
                "Lobby",
                "12 people",
                "Harbour Tower",
                "+86 21 5555 0100",
                f"{local:%H:%M}",
                f"{code[:4]} {code[4:]}",
            ):
                self.assertIn(word, text)

    def test_a_pass_is_in_the_language_of_its_site(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        place = self.env["res.partner"].create({"name": "HQ", "lang": "zh_CN"})
        self.site.partner_id = place
        self.type_open.with_context(lang="zh_CN").name = "商务洽谈"
        html = self._html("pass_card", self._passes("张伟"))
        self.assertTrue("商务洽谈" in html)
        self.assertTrue("年" in html, "the date, too")
        place.lang = "en_US"
        html = self._html("pass_card", self._passes("张伟"))
        self.assertFalse("商务洽谈" in html)

    # ------------------------------------------------------------
    # CODE
    # ------------------------------------------------------------

    def test_the_qr_code_on_paper_opens_a_gate_once(self):
        person = self._inside()
        picture = self._pictures(self._print("pass_card", person.pass_ids))[0]
        text = self._decode(picture)
        self.assertEqual(text, person.pass_ids._token())
        self.assertEqual(self._scan(text)["status"], "granted")
        self.assertEqual(self._scan(text)["reason"], "already_inside")
        for position in range(0, len(text), 7):
            other = "A" if text[position] != "A" else "B"
            changed = text[:position] + other + text[position + 1 :]
            self.assertEqual(self._scan(changed)["reason"], "pass_unknown", position)

    def test_a_photo_and_many_areas_leave_the_qr_code_readable(self):
        areas = self.env["visitor.area"].create(
            [{"name": f"Area {i}", "site_id": self.site.id} for i in range(25)]
        )
        passes = self._passes("W" * 60, area_ids=[Command.set(areas.ids)])
        passes.sudo().registration_id.photo = self._image()
        for report in ("pass_card", "pass_a6"):
            picture = self._pictures(self._print(report, passes))[0]
            self.assertEqual(self._decode(picture), passes._token())

    def test_the_qr_code_is_22_mm_wide_with_its_quiet_zone(self):
        passes = self._passes(*NAMES.values())
        dpi = 300
        for picture in self._pictures(self._print("pass_card", passes), dpi):
            left, right, before = self._qr_box(picture, dpi)
            self.assertGreaterEqual(right - left, 22)
            module = (right - left) / 41
            self.assertGreaterEqual(left - before, 4 * module - 0.1)
            self.assertLessEqual(right, CARD[0] - 2.5, "room for a printer's margin")

    def test_the_same_pass_prints_again_with_the_same_code(self):
        person = self._registration()
        first, again = (
            self._decode(self._pictures(self._print("pass_card", person.pass_ids))[0])
            for _i in range(2)
        )
        self.assertEqual(first, again)
        person.pass_ids.reissue()
        new = self._decode(self._pictures(self._print("pass_card", person.pass_ids))[0])
        self.assertNotEqual(new, first)
        self.assertEqual(self._scan(first)["reason"], "pass_revoked")
        person.check_in()
        self.assertEqual(self._scan(new)["status"], "granted")

    def test_a_pass_that_is_over_prints_why_instead_of_a_code(self):
        passes = self._passes("Zhang Wei")
        passes.revoke("Lost his way")
        pdf = self._print("pass_card", passes)
        self.assertEqual(self._decode(self._pictures(pdf)[0]), "")
        text = self._text(pdf)
        self.assertIn("Withdrawn", text)
        self.assertNotIn(passes.short_code[4:], text)

    def test_printing_changes_nothing(self):
        person = self._registration()
        watched = (person.pass_ids, person, person.visit_id)
        self.env.flush_all()
        self.env.invalidate_all()
        before = [each.sudo().read() for each in watched]
        attachments = self.env["ir.attachment"].search_count([])
        self._print("pass_card", person.pass_ids)
        self._print("pass_a6", person.pass_ids)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual([each.sudo().read() for each in watched], before)
        self.assertEqual(self.env["ir.attachment"].search_count([]), attachments)

    # ------------------------------------------------------------
    # RIGHTS
    # ------------------------------------------------------------

    def test_only_reception_prints(self):
        passes = self._passes("Zhang Wei")
        outsider = self._user("outsider", "base.group_portal")
        for user in (self.user_host, self.user_host2, outsider):
            for report in ("pass_card", "pass_a6"):
                with self.assertRaises(AccessError):
                    self._print(report, passes, user=user)
                with self.assertRaises(AccessError):
                    self._html(report, passes, user=user)
        self._other_company()
        with self.assertRaises(AccessError):
            self._print("pass_card", passes, user=self.user_reception2)

    def test_the_print_menu_shows_it_to_reception_only(self):
        for xmlid in ("pass_card", "pass_a6", "register"):
            report = self.env.ref(f"visitor_management.report_visitor_{xmlid}")
            reports = report.binding_model_id.model
            for user, shown in ((self.user_reception, True), (self.user_host, False)):
                bindings = self.env["ir.actions.actions"].with_user(user)
                found = bindings.get_bindings(reports).get("report", ())
                self.assertEqual(report.id in [each["id"] for each in found], shown)


@tagged("post_install", "-at_install")
class TestPassReportHttp(HttpCase, PrintCommon):
    """The addresses behind the print menu, called by hand."""

    NAMES = (
        "visitor_management.visitor_pass_card",
        "visitor_management.report_visitor_pass_card",
        "visitor_management.visitor_pass_a6",
    )

    def _get(self, converter, name, passes):
        return self.url_open(f"/report/{converter}/{name}/{passes.id}")

    @mute_logger("odoo.http")
    def test_others_get_nothing_by_the_address(self):
        passes = self._passes("Zhang Wei")
        token, short_code = passes._token(), passes.short_code
        self._user("outsider", "base.group_portal")
        for login in ("outsider", "host"):
            self.authenticate(login, login)
            for converter in ("html", "pdf"):
                for name in self.NAMES:
                    answer = self._get(converter, name, passes)
                    self.assertEqual(answer.status_code, 403, (login, converter, name))
                    for secret in (token, short_code[:4], "Zhang Wei"):
                        self.assertNotIn(secret, answer.text)
        self.authenticate(None, None)
        answer = self._get("pdf", self.NAMES[0], passes)
        self.assertNotIn(short_code[:4], answer.text)
        self.assertNotEqual(answer.headers["Content-Type"], "application/pdf")

    def test_reception_gets_it(self):
        passes = self._passes("Zhang Wei")
        self.authenticate("reception", "reception")
        answer = self._get("html", self.NAMES[0], passes)
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(">Zhang Wei</text>" in answer.text)
