"""Every field and file of ours that holds a picture, by every way to fill it."""

import base64
import importlib.util
import io
from functools import partial

from PIL import Image

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import file_path, mute_logger

from ..tools.picture_field import Picture
from .access_common import ADDON
from .client_common import ClientCommon
from .image_common import SECRET, b64, gossip, junk, picture_bytes, pixels_of
from .training_common import make_training

# What a field may be given that is no base64 of anything.
NO_BASE64 = {
    "the size that a form shows": "12.3 kb",
    "the same of a small one": "96 bytes",
    "a page": "<html>",
    "an address of data": f"data:image/png;base64,{b64(picture_bytes('PNG'))}",
    "blanks": "  ",
    "no ASCII": "照片",
    "bytes of a picture": picture_bytes("PNG"),
    "yes": True,
    "a number": 5,
}
# Binary fields of ours that hold no picture, or leave it to another to look.
NO_PICTURES = {
    ("visitor.shift.answer", "signature"): "goes to taker_signature of visitor.shift",
    ("client.mail.stray", "original"): "a mail as it came, to download",
    ("client.callback.statistics.source", "record_ids"): "numbers, written by us",
    ("visitor.contractor.paper", "file"): "a PDF or picture (test_visitor_paper)",
    ("visitor.contractor.paper", "stored_file"): "written by us, the same",
    (
        "visitor.permit.sign",
        "signature",
    ): "goes to signature of visitor.permit.signature",
    ("visitor.people.import", "file"): "a list, read and not kept",
    ("visitor.induction.step", "file"): "a video or PDF (test_visitor_training)",
    (
        "visitor.confirmation.wizard",
        "signature",
    ): "goes to host_signature of visitor.visit",
    (
        "client.rectification.done",
        "client_signature",
    ): "goes to client_signature of client.rectification",
}
KINDS = ("image/jpeg", "image/png")
WATCHED = {"level": "deny", "name": "Boris Becket", "reason": "Stole tools"}


class PictureCase(ClientCommon):
    """A record for each model with a picture."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        person = cls._registration()
        violation = cls._violation(person)
        cls.samples = {
            record._name: record.sudo()
            for record in (
                person,
                person.visit_id,
                cls._callback(),
                violation,
                violation.photo_ids,
                *cls._things(person),
                cls.env["client.visit"].create({"partner_id": cls.client.id}),
                cls._order(cls._complaint()),
                cls.site,
                cls.lobby,
                make_training(cls.env).step_ids,
                cls.env["visitor.watchlist"].create(WATCHED),
                cls.env["visitor.shift"].create({"site_id": cls.site.id}),
            )
        }
        # what it takes to make another one
        cls.values = {
            "visitor.registration": {"visit_id": person.visit_id.id, "name": "Li Na"},
            "visitor.visit": {
                "type_id": cls.type_open.id,
                "site_id": cls.site.id,
                "host_id": cls.employee.id,
                "start": person.visit_id.start,
                "stop": person.visit_id.stop,
            },
            "visitor.violation": {
                "registration_id": person.id,
                "type_id": cls.samples["visitor.violation"].type_id.id,
            },
            "visitor.violation.photo": {
                "violation_id": cls.samples["visitor.violation"].id,
            },
            "visitor.belonging": {"registration_id": person.id, "name": "Bag"},
            "visitor.item.pass.line": {
                "item_pass_id": cls.samples["visitor.item.pass.line"].item_pass_id.id,
                "name": "Screen",
            },
            "client.callback": {
                "partner_id": cls.client.id,
                "department_id": cls.service.id,
                "source": "service",
                "due_at": person.visit_id.stop,
            },
            "client.visit": {"partner_id": cls.client.id},
            "visitor.watchlist": WATCHED,
            # at a site one is open
            "visitor.shift": {"site_id": cls.site.copy({"name": "Quay"}).id},
            "visitor.site": {"name": "Pier", "tz": "UTC"},
            "visitor.area": {"name": "Hall", "site_id": cls.site.id},
            "visitor.induction.step": {
                "induction_id": cls.samples["visitor.induction.step"].induction_id.id,
                "title": "Helmet",
            },
            "client.rectification": {
                "department_id": cls.engineering.id,
                "requirement": "Replace it",
                "deadline": "2026-11-27",
            },
        }

    @classmethod
    def _violation(cls, person):
        return cls.env["visitor.violation"].create(
            {
                "registration_id": person.id,
                "type_id": cls.env.ref(f"{ADDON}.visitor_violation_type_smoking").id,
                "photo_ids": [Command.create({"picture": b64(picture_bytes())})],
            }
        )

    @classmethod
    def _things(cls, person):
        item_pass = cls.env["visitor.item.pass"].create(
            {
                "registration_id": person.id,
                "line_ids": [Command.create({"name": "Chair"})],
            }
        )
        thing = {"registration_id": person.id, "name": "Bag"}
        return cls.env["visitor.belonging"].create(thing), item_pass.line_ids

    @classmethod
    def _pictures(cls, kept=False):
        """All picture fields of ours: pairs of a model and a name."""
        return [
            (model._name, name)
            for model in cls.env.values()
            if not model._abstract
            for name, field in model._fields.items()
            if isinstance(field, Picture)
            and not field.related
            # of what is written once and never again: as it is made
            and (not isinstance(model, cls.registry["visitor.kept.mixin"]) or kept)
        ]

    def _attachment(self, record, name):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("res_field", "=", name),
            ]
        )


@tagged("post_install", "-at_install")
class TestPictures(PictureCase):
    """Every field of ours that holds a picture, by every way to fill it."""

    def test_every_binary_field_of_ours_looks_at_what_it_stores(self):
        unlooked = {
            (model._name, name)
            for model in self.env.values()
            if not (model._abstract and not model._transient)
            for name, field in model._fields.items()
            if field.type == "binary"
            and ADDON in field._modules
            and not isinstance(field, Picture)
        }
        self.assertEqual(unlooked, NO_PICTURES.keys(), "make them a Picture")
        for model, name in self._pictures(kept=True):
            if (model, name) in self._pictures():
                self.assertIn(model, self.samples, f"{name}: test it here")
            field = self.env[model]._fields[name]
            self.assertTrue(field.attachment, "a column is stored unlooked at")
            self.assertTrue(field.max_width and field.max_height, (model, name))

    def _junk(self):
        return {name: b64(data) for name, data in junk().items()} | NO_BASE64

    def test_junk_is_refused_by_create_and_write(self):
        for model, name in self._pictures():
            record = self.samples[model]
            record[name] = b64(picture_bytes("PNG"))
            for what, value in self._junk().items():
                for way, call in (
                    ("write", lambda v, r=record: r.write(v)),
                    ("web_save", lambda v, r=record: r.web_save(v, {})),
                    (
                        "create",
                        lambda v, r=record: r.create({**self.values[r._name], **v}),
                    ),
                ):
                    with (
                        self.subTest(model=model, field=name, junk=what, way=way),
                        self.cr.savepoint() as before,
                    ):
                        with self.assertRaises(UserError) as caught:
                            call({name: value})
                        self.assertIn("picture", str(caught.exception))
                        before.rollback()
            record.invalidate_recordset()
            self.assertEqual(
                pixels_of(base64.b64decode(record[name])),
                pixels_of(picture_bytes("PNG")),
                "what was there stays",
            )

    def test_junk_is_refused_by_an_import(self):
        for model, name in self._pictures():
            record = self.samples[model]
            xml_id = f"{ADDON}.picture_{record._table}"
            self.env["ir.model.data"]._update_xmlids(
                [{"xml_id": xml_id, "record": record}]
            )
            for what, value in self._junk().items():
                if not isinstance(value, str):
                    continue
                with self.subTest(model=model, field=name, junk=what):
                    before = self._attachment(record, name).checksum
                    answer = record.load(["id", name], [[xml_id, value]])
                    self.assertFalse(answer["ids"])
                    self.assertTrue(answer["messages"])
                    self.assertEqual(self._attachment(record, name).checksum, before)
            good = b64(picture_bytes("PNG"))
            answer = record.load(["id", name], [[xml_id, good]])
            self.assertTrue(answer["ids"], answer)

    def test_a_form_that_is_not_saved_yet_survives_junk(self):
        for model, name in self._pictures():
            empty = self.env[model]
            for what, value in self._junk().items():
                with self.subTest(model=model, field=name, junk=what):
                    answer = empty.onchange({name: value}, [name], {name: {}})
                    self.assertFalse(answer["value"].get(name))

    def test_only_the_picture_is_stored(self):
        for model, name in self._pictures():
            record = self.samples[model]
            for what, data in gossip().items():
                with self.subTest(model=model, field=name, picture=what):
                    record[name] = b64(data)
                    record.invalidate_recordset()
                    stored = self._attachment(record, name)
                    self.assertIn(stored.mimetype, KINDS)
                    self.assertNotIn(SECRET, stored.raw)
                    self.assertEqual(base64.b64decode(record[name]), stored.raw)
            record[name] = b64(picture_bytes("JPEG", (3000, 10)))
            picture = Image.open(io.BytesIO(base64.b64decode(record[name])))
            self.assertLessEqual(picture.width, record._fields[name].max_width)

    def test_nothing_takes_a_picture_away(self):
        for model, name in self._pictures():
            record = self.samples[model]
            for nothing in (False, None, "", b""):
                record[name] = b64(picture_bytes())
                self.assertTrue(self._attachment(record, name))
                record[name] = nothing
                self.assertFalse(self._attachment(record, name))
                self.assertFalse(record[name])

    def test_no_way_around_the_field(self):
        """Reception may change the photo, but by its field only."""
        for model, name in self._pictures():
            if model not in ("visitor.registration", "visitor.visit"):
                continue
            record = self.samples[model]
            record[name] = b64(picture_bytes())
            for way, call in self._ways_around(record, name).items():
                with (
                    self.subTest(model=model, field=name, way=way),
                    self.cr.savepoint() as before,
                ):
                    self.assertRaises(UserError, call)
                    before.rollback()

    def _ways_around(self, record, name):
        """Calls of reception that would store a page where a picture belongs."""
        place = {"res_model": record._name, "res_id": record.id}
        page = {"name": name, "raw": b"<html>"}
        attachments = self.env["ir.attachment"].with_user(self.user_reception)
        attachments.create({"name": "letter.txt", "raw": b"Dear", **place})  # may be
        own = attachments.create(page)
        stored = self._attachment(record, name).with_user(self.user_reception)
        by_context = attachments.with_context(
            **{f"default_{key}": value for key, value in place.items()},
            default_res_field=name,
        )
        return {
            "create": partial(attachments.create, {**page, **place, "res_field": name}),
            "context": partial(by_context.create, page),
            "write": partial(stored.write, {"raw": b"<html>"}),
            "datas": partial(stored.write, {"datas": b64(b"<html>")}),
            "kind": partial(stored.write, {"mimetype": "text/html"}),
            "move": partial(own.write, {**place, "res_field": name}),
            "copy": stored.copy,
        }

    def test_a_page_lets_nobody_in(self):
        self.type_open.photo_required = True
        person = self._registration()
        with self.assertRaises(UserError), self.cr.savepoint():
            person.photo = b64(b"<html>")
        # as they were stored before anybody looked
        attachment = self.env["ir.attachment"].create(
            {
                "name": "photo",
                "raw": b"<html>",
                "res_model": person._name,
                "res_id": person.id,
                "res_field": "photo",
            }
        )
        self.assertEqual(self._codes(person.check_in()), ["photo_missing"])
        attachment.unlink()
        person.invalidate_recordset()
        person.photo = b64(picture_bytes("WEBP"))
        self.assertEqual(person.check_in()["status"], "granted")

    def test_pictures_that_were_stored_before_are_made_anew(self):
        """What is no picture stays, for those who look into it, and counts for none."""
        script = file_path(f"{ADDON}/migrations/19.0.1.1.0/post-pictures.py")
        spec = importlib.util.spec_from_file_location("post_pictures", script)
        migration = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(migration)
        record = self.samples["visitor.registration"]
        told = gossip()["jpeg"]
        files = {"photo": told, "signature": b"\x89PNG\r\n\x1a\n half"}
        stored = {
            name: self.env["ir.attachment"].create(
                {
                    "name": name,
                    "raw": data,
                    "res_model": record._name,
                    "res_id": record.id,
                    "res_field": name,
                }
            )
            for name, data in files.items()
        }
        with self.assertLogs("post_pictures", "WARNING"):
            migration.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertNotIn(SECRET, stored["photo"].raw)
        self.assertEqual(stored["photo"].mimetype, "image/jpeg")
        self.assertEqual(stored["signature"].raw, files["signature"])
        self.type_open.write({"photo_required": True, "signature_required": True})
        answer = record.with_user(self.user_reception).check_in()
        self.assertEqual(self._codes(answer), ["signature_missing"])

    def test_the_signature_of_a_resident(self):
        self._resident()
        visit = self._visit(
            user=self.user_reception,
            host_id=False,
            host_partner_id=self.resident.id,
            unit_id=self.unit.id,
            type_id=self.type_host.id,
        )
        visit.action_submit()
        wizards = self.env["visitor.confirmation.wizard"]
        wizards = wizards.with_user(self.user_reception)
        values = {"visit_id": visit.id, "channel": "in_person"}
        for what, value in self._junk().items():
            if not value or not isinstance(value, str | bytes):
                continue
            with self.subTest(what), self.cr.savepoint() as before:
                with self.assertRaises(UserError):
                    wizards.create({**values, "signature": value}).action_confirm()
                before.rollback()
        self.assertEqual(visit.state, "pending")
        drawn = b64(picture_bytes("PNG"))
        wizards.create({**values, "signature": drawn}).action_confirm()
        self.assertTrue(visit.sudo().host_signature)

    # ------------------------------------------------------------
    # EVIDENCE
    # ------------------------------------------------------------

    def _evidence(self, *files):
        """An order that is done, with files that show it; in its history."""
        order = self._order(self._complaint(), employee_id=self.technician.id)
        own = order.with_user(self.user_technician)
        attachments = own.env["ir.attachment"].create(
            [{"name": name, "raw": data} for name, data in files]
        )
        own.env["client.rectification.done"].create(
            {
                "rectification_id": order.id,
                "result": "Replaced",
                "attachment_ids": [Command.set(attachments.ids)],
            }
        ).action_confirm()
        return attachments

    def test_evidence_tells_no_place(self):
        paper = ("report.pdf", b"%PDF-1.4\n%%EOF")
        for name, data in gossip().items():
            with self.subTest(name):
                shown, kept = self._evidence((f"{name}.jpg", data), paper)
                self.assertNotIn(SECRET, shown.raw)
                self.assertIn(shown.mimetype, KINDS)
                self.assertEqual(kept.raw, paper[1])

    def test_what_calls_itself_a_picture_is_no_evidence(self):
        for name, data in junk().items():
            if name == "51 megapixels":
                continue  # Odoo makes it smaller as it comes in
            with self.subTest(name), self.cr.savepoint() as before:
                with self.assertRaises(UserError):
                    self._evidence(("photo.jpg", data))
                before.rollback()
        with self.assertRaises(UserError), self.cr.savepoint():
            self._evidence(("photo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"))


@tagged("post_install", "-at_install")
class TestPicturesHttp(PictureCase, HttpCase):
    """The same, as a browser sends it."""

    def test_neither_junk_nor_a_bomb_is_an_error_of_the_server(self):
        self.authenticate("reception", "reception")
        person = self.samples["visitor.registration"]
        for name, data in junk().items():
            with (
                self.subTest(name),
                mute_logger("odoo.http"),
                self.assertRaisesRegex(JsonRpcException, "UserError"),
            ):
                self.make_jsonrpc_request(
                    "/web/dataset/call_kw/visitor.registration/web_save",
                    {
                        "model": person._name,
                        "method": "web_save",
                        "args": [person.ids, {"photo": b64(data)}],
                        "kwargs": {"specification": {}},
                    },
                )
        self.assertFalse(self._attachment(person, "photo"))
