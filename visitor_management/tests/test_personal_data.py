"""Whatever is stored of somebody stands in the one list that forgetting works from."""

from odoo.models import MAGIC_COLUMNS
from odoo.tests import TransactionCase, tagged

from ..tools import personal_data
from ..tools.ours import ADDON

# What can tell something of somebody: texts, files, dates, and who it is.
TELLING = {
    *("char", "text", "html", "binary", "image", "json", "date", "reference"),
    *("many2one_reference", "properties"),
}
PEOPLE = {"res.partner", "res.users", "hr.employee", "hr.employee.public"}


@tagged("post_install", "-at_install")
class TestPersonalData(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.listed = {
            (model, name)
            for table in (personal_data.PERSONAL, personal_data.NOT_PERSONAL)
            for model, names in table.items()
            for name in names
        }
        cls.fields = {
            (model._name, field.name): field
            for model in map(cls.env.get, cls.env.registry)
            if not model._abstract and not model._transient and model._auto
            for field in model._fields.values()
            if field._module == ADDON and cls.tells(field)
        }

    @staticmethod
    def tells(field):
        """Whether a field of ours is stored, and can hold something of a person."""
        if field.related or field.name in MAGIC_COLUMNS:
            return False  # follows what it is read from; Odoo's own
        if not field.store and not getattr(field, "attachment", False):
            return False
        return (
            field.type in TELLING
            or field.relational
            and field.type != "one2many"
            and field.comodel_name in PEOPLE
        )

    def test_what_is_stored_of_people_is_listed(self):
        """Enter a new field in tools/personal_data.py: whose it is and how it goes."""
        self.assertFalse(sorted(self.fields.keys() - self.listed))

    def test_nothing_is_listed_that_is_not_there(self):
        self.assertFalse(sorted(self.listed - self.fields.keys()))

    def test_nothing_is_personal_and_not(self):
        both = [
            (model, name)
            for model, names in personal_data.PERSONAL.items()
            for name in personal_data.NOT_PERSONAL.get(model, {})
            if name in names
        ]
        self.assertFalse(both)

    def test_what_is_emptied_can_be_empty(self):
        """A field that must be filled is blanked; only others are emptied."""
        for model, names in personal_data.PERSONAL.items():
            for name, datum in names.items():
                with self.subTest(f"{model}.{name}"):
                    self.assertIn(datum.how, personal_data.HOW)
                    self.assertIn(datum.whose, personal_data.WHOSE)
                    field = self.fields[model, name]
                    if datum.how == personal_data.EMPTY:
                        self.assertFalse(field.required)
                    elif datum.how == personal_data.BLANK:
                        self.assertTrue(field.required)

    def test_files_are_personal(self):
        """What a file shows nobody knows: it goes with the person it belongs to."""
        files = {
            key
            for key, field in self.fields.items()
            if field.type in ("binary", "image")
        }
        kept = files - {
            (model, name)
            for model, names in personal_data.PERSONAL.items()
            for name, datum in names.items()
            if datum.how != personal_data.KEEP
        }
        plans = {(f"visitor.{place}", "evacuation_plan") for place in ("site", "area")}
        lessons = {("visitor.induction.step", name) for name in ("picture", "file")}
        figures = {("client.callback.statistics.source", "record_ids")}
        self.assertEqual(kept, figures | plans | lessons)

    def test_a_record_that_goes_goes_as_a_whole(self):
        for model, names in personal_data.PERSONAL.items():
            hows = {datum.how for datum in names.values()}
            if personal_data.ROW in hows:
                self.assertEqual(hows, {personal_data.ROW}, model)

    def test_odoo_stores_traces_where_the_list_looks(self):
        for model, path in personal_data.TRACES.items():
            with self.subTest(model):
                self.assertLessEqual(
                    set(path.split(", ")), set(self.env[model]._fields)
                )
