"""The department works from its order, and shows that it did."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged

from .client_common import ClientCommon
from .image_common import SECRET, b64, gossip, junk, picture_bytes, pixels_of
from .print_common import PrintCommon

CASE = ("case_unit", "case_contact", "case_phone", "case_content", "case_pictures")


class OrderCase(ClientCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        unit = cls.env["visitor.unit"].create({"name": "1202", "site_id": cls.site.id})
        cls.complaint = cls._complaint(
            state="accepted",
            unit_id=unit.id,
            contact_name="Li Na",
            phone="+86 139 0000 1111",
        )
        cls.order = cls._order(cls.complaint, employee_id=cls.technician.id)
        cls.own = cls.order.with_user(cls.user_technician)

    @classmethod
    def _file(cls, name="photo.jpg", data=None, user=None, **values):
        files = cls.env["ir.attachment"].with_user(user or cls.user_technician)
        data = picture_bytes() if data is None else data
        return files.create({"name": name, "raw": data, **values})

    @classmethod
    def _from_client(cls):
        """What the client sent, what was noted inside, and a paper of the client."""
        place = {"res_model": "client.complaint", "res_id": cls.complaint.id}
        sent, paper, noted, put = (
            cls._file(name, data, cls.user_service, **place)
            for name, data in (
                ("sent.jpg", None),
                ("sent.pdf", b"%PDF-1.4\n%%EOF"),
                ("noted.jpg", None),
                ("put.jpg", None),
            )
        )
        complaint = cls.complaint
        complaint.message_post(
            body="Look",
            attachment_ids=(sent | paper).ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        complaint.message_post(
            body="She is known for this", attachment_ids=noted.ids
        )  # a note
        return sent, paper, noted, put

    def _done(self, user=None, **values):
        dialogs = self.env["client.rectification.done"]
        dialogs = dialogs.with_user(user or self.user_technician)
        return dialogs.create(
            {"rectification_id": self.order.id, "result": "Replaced", **values}
        ).action_confirm()


@tagged("post_install", "-at_install")
class TestOrderCase(OrderCase):
    """What it is about: through the order alone."""

    def _read(self, user):
        self.env.invalidate_all()
        (values,) = self.order.with_user(user).read(CASE)
        return {name: values[name] for name in CASE}

    def test_where_whom_to_call_and_what_is_wrong(self):
        for user in (self.user_technician, self.user_engineer, self.user_service):
            with self.subTest(user.login):
                case = self._read(user)
                self.assertIn("1202", case["case_unit"])
                self.assertEqual(case["case_contact"], "Li Na")
                self.assertEqual(case["case_phone"], "+86 139 0000 1111")
                self.assertEqual(case["case_content"], "The lift stops between floors")

    def test_as_the_client_was_called_last(self):
        self.complaint.action_handled()
        callback = self.complaint.callback_ids
        callback.log_attempt("reached")
        callback.phone = "+86 139 2222 3333"
        self.order = self._order(callback, employee_id=self.technician.id)
        case = self._read(self.user_technician)
        self.assertEqual(case["case_phone"], "+86 139 2222 3333")
        self.assertEqual(case["case_content"], "The lift stops between floors")

    def test_of_an_item_of_a_client_visit(self):
        visit = self.env["client.visit"].create({"partner_id": self.client.id})
        item = visit.item_ids.create({"visit_id": visit.id, "content": "It is cold"})
        self.order = self.env["client.rectification"].create(
            {
                "visit_item_id": item.id,
                "department_id": self.engineering.id,
                "requirement": "Heat",
                "deadline": "2026-11-27",
            }
        )
        case = self._read(self.user_engineer)
        self.assertEqual(case["case_content"], "It is cold")

    def test_nothing_else_of_the_complaint_opens(self):
        sent, paper, noted, put = self._from_client()
        self._read(self.user_technician)
        complaint = self.complaint.with_user(self.user_technician)
        self.assertFalse(complaint.search([]))
        with self.assertRaises(AccessError):
            complaint.read(["content"])
        for file in (sent, paper, noted, put):
            with self.assertRaises(AccessError):
                file.with_user(self.user_technician).read(["raw"])

    def test_pictures_of_the_client_but_no_paper_and_no_note(self):
        sent, _paper, _noted, put = self._from_client()
        shown = self._read(self.user_technician)["case_pictures"]
        self.assertEqual([each["id"] for each in shown], [sent.id, put.id])
        self.assertEqual(shown[0]["name"], "sent.jpg")

    def test_who_may_not_read_the_order_reads_nothing_by_it(self):
        for user in (self.user_cleaner, self.user_leader, self.user_reception):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._read(user)
        # nor what superuser has read for others before
        order = self.order.with_user(self.user_cleaner).sudo()
        self.assertFalse(order.case_content or order.case_phone or order.case_pictures)

    def test_no_form_that_names_a_case_tells_of_it(self):
        """Of an order that is not stored, nothing is said."""
        other = self._complaint(department_id=self.cleaning.id)
        orders = self.env["client.rectification"].with_user(self.user_engineer)
        spec = {name: {} for name in CASE}
        try:
            answer = orders.onchange(
                {"complaint_id": other.id}, ["complaint_id"], spec
            )["value"]
        except AccessError:
            answer = {}
        self.assertFalse(any(answer.values()))
        with self.assertRaises(UserError):
            self.own.onchange({"complaint_id": other.id}, ["complaint_id"], spec)

    def test_many_orders_take_as_many_queries_as_few(self):
        def read(orders):
            return lambda: orders.with_user(self.user_engineer).read(CASE[:4])

        few = self._order(self.complaint) | self._order(self.complaint)
        many = few.union(*(self._order(self.complaint) for _number in range(8)))
        self.assertLessEqual(
            self._count_queries(read(many)), self._count_queries(read(few))
        )


@tagged("post_install", "-at_install")
class TestOrderProof(OrderCase):
    """Pictures of before and after, and the client's signature at the door."""

    def test_with_pictures_and_a_signature(self):
        before, later, after = self._file(), self._file(), self._file()
        self.own.before_picture_ids = before
        self._done(
            before_picture_ids=[Command.set(later.ids)],
            after_picture_ids=[Command.set(after.ids)],
            client_signature=b64(picture_bytes("PNG")),
            signed_by="Li Na",
        )
        order = self.order
        self.assertEqual(order.state, "done")
        self.assertEqual(order.before_picture_ids, before | later)
        self.assertEqual(order.after_picture_ids, after)
        self.assertEqual(order.signed_by, "Li Na")
        self.assertTrue(order.client_signature)
        for picture in before | later | after:
            place = (picture.res_model, picture.res_id)
            self.assertEqual(place, ("client.rectification", order.id))
        # customer service and the head see them, others don't
        self.assertTrue(after.with_user(self.user_service2).read(["raw"]))
        self.assertTrue(after.with_user(self.user_engineer).read(["raw"]))
        with self.assertRaises(AccessError):
            after.with_user(self.user_cleaner).read(["raw"])

    def test_who_is_to_be_met_is_proposed_as_who_signs(self):
        dialogs = self.env["client.rectification.done"].with_user(self.user_technician)
        form = Form(dialogs.with_context(active_id=self.order.id))
        self.assertEqual(form.signed_by, "Li Na")

    def test_pictures_tell_no_place(self):
        for name, data in gossip().items():
            with self.subTest(name):
                picture = self._file(f"{name}.jpg", data)
                self.own.before_picture_ids |= picture
                self.assertNotIn(SECRET, picture.raw)

    def test_what_is_no_picture_is_refused(self):
        for name, data in {**junk(), "paper": b"%PDF-1.4\n%%EOF"}.items():
            if name == "51 megapixels":
                continue  # Odoo makes it smaller as it comes in
            with self.subTest(name), self.cr.savepoint() as before:
                with self.assertRaises(UserError):
                    self.own.before_picture_ids = self._file("photo.jpg", data)
                before.rollback()
            with self.subTest(name, dialog=True), self.cr.savepoint() as before:
                with self.assertRaises(UserError):
                    file = self._file("photo.jpg", data)
                    self._done(after_picture_ids=[Command.set(file.ids)])
                before.rollback()
        with self.assertRaises(UserError):
            self._done(client_signature=b64(b"<html>"), signed_by="Li Na")
        self.assertEqual(self.order.state, "sent")

    def test_a_picture_that_is_taken_out_again_is_gone(self):
        """But not one that was sent in the history as well."""
        mistake, sent = self._file(), self._file()
        self.own.before_picture_ids = mistake | sent
        self.order.message_post(body="Look", attachment_ids=sent.ids)
        self.own.before_picture_ids = [Command.clear()]
        self.assertFalse(mistake.exists())
        self.assertTrue(sent.exists())

    def test_nobody_else_s_file_is_taken_away(self):
        other = self._order(self._complaint(), employee_id=self.technician.id)
        place = {"res_model": other._name, "res_id": other.id}
        theirs = self._file(user=self.user_engineer, **place)
        elsewhere = self._file(**place)
        for file in (theirs, elsewhere):
            with self.subTest(file=file.id), self.assertRaises(UserError):
                self.own.before_picture_ids = file
            with self.subTest(file=file.id), self.assertRaises(UserError):
                self._done(after_picture_ids=[Command.set(file.ids)])
        self.assertEqual(theirs.res_id, other.id)

    def test_a_signature_says_whose_it_is(self):
        with self.assertRaisesRegex(UserError, "who signed"):
            self._done(client_signature=b64(picture_bytes("PNG")), signed_by=" ")

    def test_it_stays_as_it_is_once_done(self):
        signature = b64(picture_bytes("PNG"))
        for values in (
            {"client_signature": signature},
            {"signed_by": "Me"},
            {"after_picture_ids": [Command.set(self._file().ids)]},
        ):
            with self.assertRaises(UserError):
                self.own.write(values)  # by the dialog only
        self._done(client_signature=signature, signed_by="Li Na")
        for values in (
            {"before_picture_ids": [Command.set(self._file().ids)]},
            {"client_signature": b64(picture_bytes("PNG", (9, 9)))},
        ):
            for user in (self.user_technician, self.user_manager):
                with self.assertRaises(UserError):
                    self.order.with_user(user).write(values)
        with self.assertRaises(UserError):
            self._done(client_signature=signature, signed_by="Me")

    def _assert_kept(self, *files):
        """By nobody, past the order: neither changed, nor moved, nor deleted."""
        for user in (self.user_technician, self.user_service, self.user_manager):
            for file in files:
                own = file.with_user(user)
                for values in (
                    {"raw": picture_bytes("PNG", (9, 9))},
                    {"res_model": False, "res_id": 0},
                    {"res_id": self._order(self._complaint()).id},
                ):
                    with self.assertRaises(UserError), self.cr.savepoint():
                        own.write(values)
                with self.assertRaises(UserError), self.cr.savepoint():
                    own.unlink()
                with self.assertRaises(UserError), self.cr.savepoint():
                    own.sudo()._delete_and_notify()  # as the history does it

    def test_no_file_of_it_is_taken_away_afterwards(self):
        before, after, paper = self._file(), self._file(), self._file()
        mistaken = self._file()
        self.own.before_picture_ids = before | mistaken
        mistaken.with_user(self.user_technician).unlink()  # nothing is shown yet
        self._done(
            after_picture_ids=[Command.set(after.ids)],
            attachment_ids=[Command.set(paper.ids)],
        )
        self._assert_kept(before, after, paper)
        self.order.action_verify()
        self._assert_kept(before, after, paper)
        self.order.action_reopen("It still stops")
        self._assert_kept(after, paper)
        after.with_user(self.user_technician).generate_access_token()

    def test_who_does_not_carry_it_out_takes_nothing(self):
        with self.assertRaises(AccessError):
            self._done(self.user_cleaner, signed_by="Me")

    def test_reopened_the_client_signs_anew(self):
        signature = b64(picture_bytes("PNG"))
        after = self._file()
        self._done(
            client_signature=signature,
            signed_by="Li Na",
            after_picture_ids=[Command.set(after.ids)],
        )
        signed = pixels_of(picture_bytes("PNG"))
        self.order.action_reopen("It still stops")
        self.assertFalse(self.order.client_signature or self.order.signed_by)
        kept = self.order.message_ids.attachment_ids
        self.assertEqual([pixels_of(each.raw) for each in kept], [signed])
        self.assertEqual(kept.name, "signature.png")
        again = self._file()
        self._done(after_picture_ids=[Command.set(again.ids)])
        self.assertEqual(self.order.after_picture_ids, after | again)
        self.assertFalse(self.order.client_signature)

    def test_what_was_signed_is_kept_as_what_it_is(self):
        """Whatever a phone made of it, and however the order was read."""
        self._done(client_signature=b64(picture_bytes("JPEG")), signed_by="Li Na")
        self.env.invalidate_all()
        self.order.with_context(bin_size=True).action_reopen("It still stops")
        kept = self.order.message_ids.attachment_ids
        self.assertEqual((kept.name, kept.mimetype), ("signature.jpeg", "image/jpeg"))
        self.assertEqual(pixels_of(kept.raw)[0], (40, 30), "the whole picture")


@tagged("post_install", "-at_install")
class TestOrderForm(OrderCase, PrintCommon):
    """限期整改通知单: for the department, and with the client's signature."""

    def _html(self):
        self.env.invalidate_all()
        reports = self.env["ir.actions.report"].with_user(self.user_technician)
        return reports._render_qweb_html(
            "visitor_management.report_client_rectification", self.order.ids
        )[0].decode()

    def test_it_says_what_to_do_and_who_signed(self):
        html = self._html()
        self.assertNotIn("<image", html)
        for words in ("1202", "Li Na", "139 0000 1111", "stops between floors"):
            self.assertIn(words, html)
        self._done(client_signature=b64(picture_bytes("PNG")), signed_by="Li Na")
        self.assertEqual(self._html().count("<image"), 1)

    def test_it_shows_the_pictures(self):
        before, after = self._file(), self._file() | self._file()
        self._done(
            before_picture_ids=[Command.set(before.ids)],
            after_picture_ids=[Command.set(after.ids)],
        )
        self.assertEqual(self._html().count("<image"), 3)
        reports = self.env["ir.actions.report"].with_user(self.user_technician)
        pdf, _kind = reports._render_qweb_pdf(
            "visitor_management.report_client_rectification", self.order.ids
        )
        self.assertEqual(len(self._sizes(pdf)), 1)


@tagged("post_install", "-at_install")
class TestOrderPictureHttp(OrderCase, HttpCase):
    """The pictures of a complaint are served to who may read an order of it."""

    def _get(self, user, picture, order=None):
        self.authenticate(user.login, user.login)
        order = order or self.order
        return self.url_open(f"/client/orders/{order.id}/pictures/{picture.id}")

    def test_pictures_of_the_order_and_nothing_else(self):
        sent, paper, noted, put = self._from_client()
        other = self._order(self._complaint(), employee_id=self.technician.id)
        for user, picture, order, status in (
            (self.user_technician, sent, self.order, 200),
            (self.user_engineer, put, self.order, 200),
            (self.user_technician, paper, self.order, 404),
            (self.user_technician, noted, self.order, 404),
            (self.user_technician, sent, other, 404),
            (self.user_cleaner, sent, self.order, 404),
        ):
            with self.subTest(user=user.login, file=picture.name, order=order.id):
                answer = self._get(user, picture, order)
                self.assertEqual(answer.status_code, status)
                if status == 200:
                    self.assertEqual(answer.content, picture.sudo().raw)
                    self.assertEqual(answer.headers["Content-Type"], "image/jpeg")
                    self.assertEqual(answer.headers["Cache-Control"], "no-store")
                    self.assertEqual(
                        answer.headers["Content-Security-Policy"],
                        "default-src 'none'; frame-ancestors 'none'",
                    )
