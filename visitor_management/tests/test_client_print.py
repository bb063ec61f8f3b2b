"""The paper forms of complaints and callbacks, as PDF."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .client_common import ClientCommon
from .print_common import NAMES, PrintCommon

A4 = (210, 297)


@tagged("post_install", "-at_install")
class TestClientPrint(PrintCommon, ClientCommon):
    """客户投诉记录表, 回访客户记录表: the columns of the forms, on A4 portrait."""

    def _form(self, kind, records, user=None, lang="en_US"):
        reports = self.env["ir.actions.report"].with_user(user or self.user_service)
        content, type_ = reports.with_context(lang=lang)._render_qweb_pdf(
            f"visitor_management.report_client_{kind}", records.ids
        )
        self.assertEqual(type_, "pdf")
        return content

    def _form_html(self, kind, records):
        reports = self.env["ir.actions.report"].with_user(self.user_service)
        return reports._render_qweb_html(
            f"visitor_management.report_client_{kind}", records.ids
        )[0].decode()

    def _whole_life(self):
        """A complaint with an order, called back twice, reviewed."""
        complaint = self._complaint(
            state="accepted", content="The lift stops 电梯停在楼层之间"
        )
        complaint.write(
            {
                "cause": "Worn door contact",
                "action": "Contact cleaned",
                "preventive_action": "All doors checked",
                "remedy": "A quick repair",
            }
        )
        complaint.action_handled()
        first = complaint.callback_ids
        first.action_reached()
        first.write(
            {
                "result": "2",
                "client_words": "Still stops",
                "explained_reason": "The part is ordered",
                "next_date": self._later(9),
            }
        )
        self._order(first, requirement="Replace the contact")
        first.action_finish()
        first.with_user(self.user_manager).action_review("Order parts sooner")
        second = first.next_ids
        second.log_attempt("busy", "In a meeting")
        second.action_reached()
        second.write({"result": "5", "client_words": "Runs 正常了"})
        self.env.invalidate_all()  # printed later
        return complaint, first, second

    def _assert_a4(self, pdf, pages=None):
        sizes = self._sizes(pdf)
        for page in sizes:
            for measured, wanted in zip(page, A4, strict=True):
                self.assertAlmostEqual(measured, wanted, delta=0.5)
        if pages:
            self.assertEqual(len(sizes), pages)

    def test_a_complaint_with_its_callbacks_on_one_form(self):
        complaint, first, second = self._whole_life()
        pdf = self._form("complaint", complaint)
        self._assert_a4(pdf, pages=1)
        text = self._text(pdf)
        for words in (
            *("Complaint Record", complaint.name, "Chen Meihua", "138 0013 8000"),
            *("Phone", "General", "Facilities / Lifts", "电梯停在楼层之间"),
            *("A quick repair", "Engineering", "Daniel Brandt"),
            *("Worn door contact", "Contact cleaned", "All doors checked"),
            *("Replace the contact", "Still stops", "Dissatisfied", "正常了"),
            *("Very Satisfied", "Order parts sooner", "Page 1 of 1"),
            *(first.name, second.name, first.rectification_ids.name),
        ):
            self.assertIn(words, text)

    def test_each_complaint_begins_a_page(self):
        complaints = self._complaint() | self._complaint()
        self._assert_a4(self._form("complaint", complaints), pages=2)

    def test_a_callback_by_phone_says_so(self):
        _complaint, first, second = self._whole_life()
        text = self._text(self._form("callback", first))
        for words in (
            *("Callback Record", first.name, "By phone", "Still stops"),
            *("The part is ordered", "Replace the contact", "Order parts sooner"),
        ):
            self.assertIn(words, text)
        text = self._text(self._form("callback", second))
        self.assertIn("In a meeting", text, "the try before")
        self.assertNotIn("Explained to the client", text, "the client is satisfied")

    def test_on_site_the_client_signs(self):
        callback = self._callback(severity="major").with_user(self.user_manager)
        self.assertEqual(callback.channel, "visit")
        callback.action_reached()
        callback.result = "5"
        self.assertNotIn("By phone", self._text(self._form("callback", callback)))
        self.assertNotIn("<image", self._form_html("callback", callback))
        callback.client_signature = self._image(kind="PNG")
        self.assertIn("<image", self._form_html("callback", callback))
        self._assert_a4(self._form("callback", callback), pages=1)

    def test_what_is_long_goes_on_on_the_next_page(self):
        complaint = self._complaint(content="很长的投诉内容，" * 900 + "the end")
        pdf = self._form("complaint", complaint)
        self.assertGreater(len(self._sizes(pdf)), 1)
        text = self._text(pdf)
        self.assertIn("the end", text)
        self.assertIn("Page 2 of", text)

    def test_what_people_type_is_only_text(self):
        for name in NAMES.values():
            complaint = self._complaint(
                partner_id=False, contact_name=name, content=name, remedy=name
            )
            html = self._form_html("complaint", complaint)
            self.assertFalse("<script" in html or "<foreignObject" in html)
        self._assert_a4(self._form("complaint", complaint))

    def test_times_are_those_of_the_company(self):
        complaint = self._complaint(received_at="2026-03-01 17:30:00")
        self.assertIn("3/2/26, 1:30", self._text(self._form("complaint", complaint)))

    def test_who_may_not_read_it_does_not_print_it(self):
        complaint, first, _second = self._whole_life()
        for kind, record in (("complaint", complaint), ("callback", first)):
            for user in (self.user_host, self.user_leader, self.user_technician):
                with self.assertRaises(AccessError):
                    self._form(kind, record, user)
        self._form("complaint", complaint, self.user_engineer)  # of that department
