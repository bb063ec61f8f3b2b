"""Names that people type are kept as they are seen, by every way to fill them."""

import unicodedata

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import BaseCase, tagged

from ..tools import names
from ..tools.name_field import Line
from .access_common import ADDON
from .client_common import ClientCommon

# Stored texts of one line that nobody types as they stand: who makes them.
NOT_TYPED = {
    ("client.visit.plan", "client_domain"): "the editor of conditions",
    ("visitor.site", "quiet_hours"): "hours, read as such",
    ("visitor.gate", "camera_url"): "an address, checked as one",
    ("visitor.gate", "map_url"): "the same",
    ("visitor.site", "map_url"): "the same",
    ("visitor.throttle", "digest"): "our code",
    ("visitor.watchlist.key", "key"): "our code",
}
# As typed, and as kept.
CLEANED = {
    "Zhang\nWei": "Zhang Wei",
    "Zhang \r\n Wei\r\n": "Zhang Wei",
    "Zhang\tWei": "Zhang Wei",
    "Zhang\u2028Wei\u2029": "Zhang Wei",
    "Zhang\x0bWei": "Zhang Wei",
    " Wei ": "Wei",
    "We\x00i\x07": "Wei",
    "张\u200b伟": "张伟",
    "\ufeff张\u2060伟\u00ad": "张伟",
    "\u202eieW gnahZ\u202c": "ieW gnahZ",
    "张\u200d伟": "张伟",
    "O\u200cBrien": "OBrien",
    "علی\u200cرضا": "علی\u200cرضا",
    "علی\u200c\u200cرضا": "علی\u200cرضا",
    "علی\u200c": "علی",
    "क्\u200dष": "क्\u200dष",
    "Jose\u0301": "José",
    "김\u3164": "김",
    "A\u115f\u1160\u2800\uffa0B": "AB",
    "A\U000e0041B": "AB",
    "A\U0003fffe\ufdd0B": "AB",
    "葛\U000e0100城": "葛\U000e0100城",
    "\U00031350": "\U00031350",  # Han, whatever the age of Python
    "张　伟": "张　伟",
    "😀": "😀",
}
NOTHING = (
    *("", " ", "\u3000", "\n", "\u200b", "\u200b\u3164", "\u2800\u2800", "\u115f"),
    *("\ufe0f", "\u034f", "\u200d", "\x00", "\u202e", "\U000e0100", "\u00a0"),
)


@tagged("post_install", "-at_install")
class TestCleanNames(BaseCase):
    def test_what_is_kept_of_a_name(self):
        for typed, kept in CLEANED.items():
            with self.subTest(ascii(typed)):
                self.assertEqual(names.clean(typed), kept)
                self.assertEqual(names.clean(kept), kept)
        for typed in NOTHING:
            with self.subTest(ascii(typed)):
                self.assertEqual(names.clean(typed), "")

    def test_every_character_there_is(self):
        """Within a name each is kept, or is one of those that can't be seen."""
        for code in range(0x110000):
            found = names.clean(f"中{chr(code)}中")
            category = unicodedata.category(chr(code))
            if category in ("Cc", "Cf", "Cs"):
                self.assertIn(found, ("中中", "中 中"), f"{code:X}")
            elif category in ("Zl", "Zp"):
                self.assertEqual(found, "中 中", f"{code:X}")
            elif chr(code) in "\u115f\u1160\u2800\u3164\uffa0":
                self.assertEqual(found, "中中", f"{code:X}")
            elif category != "Cn":
                composed = unicodedata.normalize("NFC", f"中{chr(code)}中")
                self.assertEqual(found, composed, f"{code:X}")


@tagged("post_install", "-at_install")
class TestTypedLines(ClientCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        person = cls._registration()
        cls.samples = {
            record._name: record.sudo()
            for record in (
                person,
                person.visit_id,
                cls.site,
                cls.type_open,
                cls.gate,
                cls._callback(),
                cls._complaint(),
                cls.env["client.visit"].create({"partner_id": cls.client.id}),
                cls.env["visitor.area"].create({"name": "A", "site_id": cls.site.id}),
                cls.env["visitor.unit"].create({"name": "1", "site_id": cls.site.id}),
                cls._card("0412"),
            )
        }

    @classmethod
    def _typed(cls):
        """Every stored line of ours that somebody may write: model, field."""
        for model in cls.env.values():
            if model._original_module != ADDON or model._abstract or model._transient:
                continue
            for field in model._fields.values():
                if field.type != "char" or not field.store or field.related:
                    continue
                if field.readonly or field.groups == fields.NO_ACCESS:
                    continue
                if field.name == "parent_path":  # made by Odoo
                    continue
                if ADDON in field._modules:
                    yield model._name, field

    def _tried(self):
        """Those of a sample record that may still be changed: record, field."""
        for model, field in self._typed():
            record = self.samples.get(model)
            if record is not None and isinstance(field, Line):
                if field.name not in getattr(record, "_fixed_fields", ()):
                    yield record, field

    def test_every_line_that_somebody_types_is_cleaned(self):
        loose = {
            (model, field.name)
            for model, field in self._typed()
            if not isinstance(field, Line)
        }
        self.assertEqual(sorted(loose), sorted(NOT_TYPED), "make them a Line")

    def test_they_are_kept_as_they_are_seen_by_each_way_to_write(self):
        tried = 0
        for record, field in self._tried():
            for write in (
                lambda values, r=record: r.write(values),
                lambda values, r=record: r.web_save(values, {}),
                lambda values, r=record: r.update(values),
            ):
                with self.subTest(field), self._apart():
                    write({field.name: "\u202eZhang\u200b\nWe\u0301i\u3164 "})
                    record.flush_recordset()
                    record.invalidate_recordset()
                    self.assertEqual(record[field.name], "Zhang Wéi")
            tried += 1
        self.assertGreater(tried, 20)

    def test_what_shows_nothing_is_refused_where_it_is_needed(self):
        for record, field in self._tried():
            for nothing in NOTHING:
                with (
                    self.subTest(field, typed=ascii(nothing)),
                    self._apart(),
                ):
                    if field.required:
                        with self.assertRaisesRegex(UserError, "Type it anew"):
                            record.write({field.name: nothing})
                    else:
                        record.write({field.name: nothing})
                        record.flush_recordset()
                        record.invalidate_recordset()
                        self.assertFalse(record[field.name])

    def test_a_line_ends(self):
        """A page of marks would hold up the server each time it is compared."""
        for record, field in self._tried():
            for endless in ("\u0301\u0316" * 1001, "单" * 2001):
                with (
                    self.subTest(field, typed=ascii(endless[0])),
                    self._apart(),
                    self.assertRaisesRegex(UserError, "2000 characters at most"),
                ):
                    record.write({field.name: endless})

    def _apart(self):
        return self.cr.savepoint()

    # ------------------------------------------------------------
    # WAYS IN
    # ------------------------------------------------------------

    def test_a_visitor_is_announced(self):
        visit = self._visit(names=())
        visit.registration_ids = [
            Command.create({"name": "Zhang\u200b\nWei", "organization": "\u3164"})
        ]
        person = visit.registration_ids
        self.assertEqual((person.name, person.organization), ("Zhang Wei", False))
        with self.assertRaisesRegex(UserError, "Type it anew"):
            self._visit(names=("\u200b\u3164",))

    def test_a_walk_in(self):
        registrations = self.env["visitor.registration"].with_user(self.user_reception)
        values = {
            "site_id": self.site.id,
            "type_id": self.type_open.id,
            "host_id": self.employee.id,
            "organization": "Acme\u202e\r\nTrading",
        }
        registrations.register_walk_in({**values, "name": "\ufeff李\u200b娜"})
        person = registrations.search([], order="id desc", limit=1)
        self.assertEqual(person.name, "李娜")
        self.assertEqual(person.organization, "Acme Trading")
        with self.assertRaisesRegex(UserError, "Type it anew"):
            registrations.register_walk_in({**values, "name": "\u2800"})

    def test_an_import(self):
        visit = self._visit(names=())
        registrations = self.env["visitor.registration"].with_user(self.user_host)
        columns = ["name", "visit_id/.id", "vehicle_plate"]
        good = ["李\u200b娜\n", str(visit.id), "沪A\u00ad12345"]
        answer = registrations.load(columns, [good])
        self.assertFalse(answer["messages"])
        person = registrations.browse(answer["ids"])
        self.assertEqual((person.name, person.vehicle_plate), ("李娜", "沪A12345"))
        answer = registrations.load(columns, [["\u3164", str(visit.id), ""]])
        self.assertFalse(answer["ids"])
        self.assertIn("Type it anew", answer["messages"][0]["message"])

    def test_names_are_searched_as_they_were_typed(self):
        """What is looked for is nobody's name yet: it is not refused."""
        for value in ("", "\u3164", "Zhang\nWei"):
            self.env["visitor.registration"].search([("name", "=", value)])
